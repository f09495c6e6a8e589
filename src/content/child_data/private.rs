//! Dates of birth, telephone numbers and addresses of children and their families.

use std::ops::Range;
use std::sync::LazyLock;

use memchr::memmem::Finder;
use memchr::{memchr, memchr2_iter, memrchr};

use super::{ChildDataKind, Finding};
use crate::characters::floor_char_boundary;
use crate::characters::scan::digits;

/// Who is born from this year on is a pupil; a text that tells of scientists names earlier ones.
const FIRST_YEAR: u16 = 2005;
/// How far, in bytes, a telephone number stands from the word that says whose it is.
const NEAR: usize = 80;
/// Words for those whose telephone is nobody's business.
const FAMILY: &[&str] = &[
    "мамы",
    "мама",
    "маме",
    "папы",
    "папа",
    "папе",
    "бабушк",
    "дедушк",
    "опекун",
    "телефон родител",
    "тел. родител",
    "телефоны родител",
];

/// Finds them in `text`; `names` are the places of children's names.
pub(super) fn find(text: &str, names: &[Range<usize>]) -> Vec<Finding> {
    // All of them have digits, which few lines have.
    let mut found = Vec::new();
    let bytes = text.as_bytes();
    let mut end = 0;
    for at in digits(bytes) {
        if at < end {
            continue;
        }
        let start = memrchr(b'\n', &bytes[end..at]).map_or(end, |feed| end + feed + 1);
        end = memchr(b'\n', &bytes[at..]).map_or(text.len(), |feed| at + feed + 1);
        let line = start..end;
        found.extend(births(text, line.clone(), names));
        found.extend(phones(text, line.clone(), names));
        found.extend(addresses(text, line));
    }
    found
}

fn births(text: &str, line: Range<usize>, names: &[Range<usize>]) -> Vec<Finding> {
    /// Made once: most lines have none, and making them takes longer than searching one.
    static WORDS: LazyLock<[Finder<'static>; 4]> =
        LazyLock::new(|| ["рожд", "родил", "г.р", "г. р"].map(Finder::new));
    let bytes = &text.as_bytes()[line.clone()];
    let places = WORDS.iter().flat_map(|word| word.find_iter(bytes)).map(|at| line.start + at);
    let child = |at: usize| {
        let (start, end) =
            (floor_char_boundary(text, at.saturating_sub(60)), floor_char_boundary(text, at + 60));
        let date = date_or_year(text, start.max(line.start)..end)?;
        // «2010–2012 г. р.» is an age group.
        let is_full = date.len() > 4;
        let is_named = name_before(names, at).is_some_and(|name| at - name.end.min(at) < NEAR);
        (is_full || is_named).then_some(Finding { kind: ChildDataKind::BirthDate, range: date })
    };
    let mut found: Vec<_> = places.filter_map(child).collect();
    found.sort_by_key(|data| data.range.start);
    found.dedup();
    found
}

/// The first date, or year of a child's birth, within `range`.
fn date_or_year(text: &str, range: Range<usize>) -> Option<Range<usize>> {
    let digits = |from: usize, count: usize| {
        let digits = text.get(from..from + count)?;
        digits.bytes().all(|byte| byte.is_ascii_digit()).then_some(digits)
    };
    let is_year = |at: usize| {
        let year = digits(at, 4).and_then(|year| year.parse::<u16>().ok());
        let is_whole = digits(at + 4, 1).is_none();
        is_whole && year.is_some_and(|year| (FIRST_YEAR..2100).contains(&year))
    };
    range.filter(|&at| text.is_char_boundary(at)).find_map(|at| {
        let is_date = digits(at, 2).is_some()
            && text.get(at + 2..at + 3) == Some(".")
            && digits(at + 3, 2).is_some()
            && text.get(at + 5..at + 6) == Some(".")
            && is_year(at + 6);
        if is_date {
            return Some(at..at + 10);
        }
        let begins =
            at == 0 || !text.as_bytes()[at - 1].is_ascii_digit() && text.as_bytes()[at - 1] != b'.';
        (begins && is_year(at)).then_some(at..at + 4)
    })
}

fn phones(text: &str, line: Range<usize>, names: &[Range<usize>]) -> Vec<Finding> {
    let bytes = text.as_bytes();
    let mut found: Vec<Finding> = Vec::new();
    let starts = memchr2_iter(b'8', b'7', &bytes[line.clone()]);
    for at in starts.map(|at| line.start + at) {
        let begins = at == 0 || !bytes[at - 1].is_ascii_digit();
        let start = if at > 0 && bytes[at - 1] == b'+' { at - 1 } else { at };
        if !begins || found.last().is_some_and(|last| last.range.end > at) {
            continue;
        }
        let Some(end) = end_of_phone(bytes, at) else { continue };
        let before = floor_char_boundary(text, start.saturating_sub(NEAR));
        let before = before.max(line.start);
        let from = text[before..start].rfind(['!', '?']).map_or(before, |end| before + end + 1);
        let words = text[from..start].to_lowercase();
        let is_named = name_before(names, start)
            .is_some_and(|name| name.start >= from && start - name.end.min(start) < NEAR);
        if is_named || FAMILY.iter().any(|word| words.contains(word)) {
            found.push(Finding { kind: ChildDataKind::Phone, range: start..end });
        }
    }
    found
}

/// The nearest of the names, which are in the order of the text, that begins before the byte `at`.
fn name_before(names: &[Range<usize>], at: usize) -> Option<&Range<usize>> {
    names[..names.partition_point(|name| name.start < at)].last()
}

/// Where the telephone number that begins at `at` ends: eleven digits, with signs between them.
fn end_of_phone(bytes: &[u8], at: usize) -> Option<usize> {
    let mut digits = 0;
    for (end, byte) in bytes.iter().enumerate().skip(at) {
        match byte {
            b'0'..=b'9' if digits == 11 => return None,
            b'0'..=b'9' => digits += 1,
            b' ' | b'-' | b'(' | b')' if digits < 11 => {}
            _ => return (digits == 11).then_some(end),
        }
        if digits == 11 && !bytes.get(end + 1).is_some_and(u8::is_ascii_digit) {
            return Some(end + 1);
        }
    }
    None
}

/// Addresses of flats, and where somebody is said to live.
fn addresses(text: &str, range: Range<usize>) -> Vec<Finding> {
    let line = &text[range.clone()];
    // What is looked for below, which hardly any line has.
    if !["прожива", "адрес", "кв."].iter().any(|word| line.contains(word)) {
        return Vec::new();
    }
    let streets = ["ул.", "улиц", "д.", "дом ", "адрес", "пер.", "пр-т", "мкр"];
    if !streets.iter().any(|word| line.contains(word)) {
        return Vec::new();
    }
    let last_digit = line.rfind(|letter: char| letter.is_ascii_digit());
    let mut found = Vec::new();
    for word in
        ["прожива", "домашний адрес", "Домашний адрес", "живёт по адресу", "живет по адресу", "кв."]
    {
        for (at, _) in line.match_indices(word) {
            let is_address = match word {
                "кв." => {
                    let flat = line[at + word.len()..].trim_start();
                    flat.starts_with(|first: char| first.is_ascii_digit())
                }
                _ => last_digit > Some(at),
            };
            if is_address {
                let start = range.start + at;
                found.push(Finding {
                    kind: ChildDataKind::Address,
                    range: start..start + word.len(),
                });
            }
        }
    }
    found
}
