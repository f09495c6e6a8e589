//! Parses `Range`, which browsers need to seek in films and sounds.
//! <https://www.rfc-editor.org/rfc/rfc9110#name-range-requests>

use std::ops::Range;

/// The part of a file to send.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum ByteRange {
    /// Everything: there is no `Range`, or one that a server may ignore, such as several parts.
    Whole,
    /// These bytes; never empty.
    Part(Range<u64>),
    /// It begins beyond the end.
    Unsatisfiable,
}

/// The part of a file of `length` bytes for a value of `Range`.
pub(super) fn parse_range(range: Option<&str>, length: u64) -> ByteRange {
    let Some((from, to)) = range
        .and_then(|range| range.strip_prefix("bytes="))
        .and_then(|range| range.trim().split_once('-'))
    else {
        return ByteRange::Whole;
    };
    let bytes = match (number(from), number(to)) {
        (Some(from), Some(to)) if from <= to => from..to.saturating_add(1).min(length),
        (Some(from), None) if to.is_empty() => from..length,
        (None, Some(last)) if from.is_empty() => length.saturating_sub(last)..length,
        _ => return ByteRange::Whole,
    };
    if bytes.is_empty() { ByteRange::Unsatisfiable } else { ByteRange::Part(bytes) }
}

fn number(text: &str) -> Option<u64> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())?
}

#[test]
fn ranges_are_parsed() {
    for (range, expected) in [
        ("bytes=0-3", ByteRange::Part(0..4)),
        ("bytes=9-", ByteRange::Part(9..10)),
        ("bytes=4-99", ByteRange::Part(4..10)),
        ("bytes=-3", ByteRange::Part(7..10)),
        ("bytes=-99", ByteRange::Part(0..10)),
        ("bytes=10-", ByteRange::Unsatisfiable),
        ("bytes=-0", ByteRange::Unsatisfiable),
        ("bytes=5-4", ByteRange::Whole),
        ("bytes=0-1,3-4", ByteRange::Whole),
        ("bytes=-", ByteRange::Whole),
        ("bytes=+1-2", ByteRange::Whole),
        ("lines=0-1", ByteRange::Whole),
        ("bytes=99999999999999999999-", ByteRange::Whole),
    ] {
        assert_eq!(parse_range(Some(range), 10), expected, "{range}");
    }
    assert_eq!(parse_range(None, 10), ByteRange::Whole);
    assert_eq!(parse_range(Some("bytes=0-"), 0), ByteRange::Unsatisfiable);
}
