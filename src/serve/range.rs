//! A part of a file, as `Range` asks for it: films and sounds cannot be wound without.
//! <https://www.rfc-editor.org/rfc/rfc9110#name-range-requests>

use std::ops::Range;

/// What is to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// Everything: nothing else was asked for, or in a way that need not be understood, such as
    /// several parts at once.
    Whole,
    /// These bytes; never none.
    Bytes(Range<u64>),
    /// Something beyond the end was asked for.
    Beyond,
}

/// The part of a file of `length` bytes that the value of `Range` asks for.
pub(super) fn part(range: Option<&str>, length: u64) -> Part {
    let Some((from, to)) = range
        .and_then(|range| range.strip_prefix("bytes="))
        .and_then(|range| range.trim().split_once('-'))
    else {
        return Part::Whole;
    };
    let bytes = match (number(from), number(to)) {
        (Some(from), Some(to)) if from <= to => from..to.saturating_add(1).min(length),
        (Some(from), None) if to.is_empty() => from..length,
        (None, Some(last)) if from.is_empty() => length.saturating_sub(last)..length,
        _ => return Part::Whole,
    };
    if bytes.is_empty() { Part::Beyond } else { Part::Bytes(bytes) }
}

fn number(text: &str) -> Option<u64> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())?
}

#[test]
fn a_part_is_what_was_asked_for() {
    for (range, wanted) in [
        ("bytes=0-3", Part::Bytes(0..4)),
        ("bytes=9-", Part::Bytes(9..10)),
        ("bytes=4-99", Part::Bytes(4..10)),
        ("bytes=-3", Part::Bytes(7..10)),
        ("bytes=-99", Part::Bytes(0..10)),
        ("bytes=10-", Part::Beyond),
        ("bytes=-0", Part::Beyond),
        ("bytes=5-4", Part::Whole),
        ("bytes=0-1,3-4", Part::Whole),
        ("bytes=-", Part::Whole),
        ("bytes=+1-2", Part::Whole),
        ("lines=0-1", Part::Whole),
        ("bytes=99999999999999999999-", Part::Whole),
    ] {
        assert_eq!(part(Some(range), 10), wanted, "{range}");
    }
    assert_eq!(part(None, 10), Part::Whole);
    assert_eq!(part(Some("bytes=0-"), 0), Part::Beyond);
}
