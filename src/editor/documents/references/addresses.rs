//! Addresses in a Markdown text: where they stand, and how a path is written as one.

use std::borrow::Cow;
use std::ops::Range;

use percent_encoding::percent_decode_str;

/// What would end an address in Markdown, or mean something in it.
const ESCAPED: [char; 12] = [' ', '(', ')', '<', '>', '"', '\'', '`', '%', '#', '?', '\\'];

/// `path` as an address: Russian letters stay.
pub(super) fn escaped(path: &str) -> String {
    let mut address = String::with_capacity(path.len());
    for letter in path.chars() {
        if ESCAPED.contains(&letter) {
            address.push_str(&format!("%{:02X}", u32::from(letter)));
        } else {
            address.push(letter);
        }
    }
    address
}

/// The path that an address means.
pub(super) fn decoded(written: &str) -> String {
    let mut plain = String::with_capacity(written.len());
    let mut letters = written.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' if letters.peek().is_some_and(char::is_ascii_punctuation) => {}
            letter => plain.push(letter),
        }
    }
    let plain = plain.replace("&amp;", "&");
    let decoded = percent_decode_str(&plain).decode_utf8().map_or(plain.clone(), Cow::into_owned);
    decoded.replace('\\', "/")
}

/// The longest address that is looked at, in bytes.
const MAX_ADDRESS: usize = 2_000;

/// The bytes of addresses in a Markdown text: of links and pictures, of definitions below it, and of raw
/// HTML. One more is no harm: only those that lead to a file are written anew.
pub(super) fn addresses(body: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for (at, sign) in body.match_indices("](") {
        found.extend(inline(body, at + sign.len()));
    }
    let mut start = 0;
    for line in body.split_inclusive('\n') {
        let content = line.trim_start_matches([' ', '>']);
        if let Some(close) = content.find("]:").filter(|_| content.starts_with('[')) {
            let at = start + line.len() - content.len() + close + "]:".len();
            found.extend(definition(body, at, start + line.len()));
        }
        start += line.len();
    }
    let lower = body.to_ascii_lowercase();
    for name in ["href", "src"] {
        for (at, _) in lower.match_indices(name) {
            found.extend(attribute(body, at + name.len()));
        }
    }
    found.sort_by_key(|range| range.start);
    found.dedup();
    found
}

/// The address of a link that begins behind `](`.
fn inline(body: &str, at: usize) -> Option<Range<usize>> {
    let rest = body.get(at..)?;
    let start = at + rest.len() - rest.trim_start().len();
    let rest = &body[start..];
    if let Some(inner) = rest.strip_prefix('<') {
        let end = inner.find(['>', '\n']).filter(|&end| inner[end..].starts_with('>'))?;
        return Some(start + 1..start + 1 + end);
    }
    let mut depth = 0_usize;
    let mut is_escaped = false;
    let end = rest.char_indices().take_while(|(at, _)| *at < MAX_ADDRESS).find(|(_, letter)| {
        match letter {
            _ if is_escaped => {
                is_escaped = false;
                return false;
            }
            '\\' => is_escaped = true,
            '(' => depth += 1,
            ')' if depth == 0 => return true,
            ')' => depth -= 1,
            _ => {}
        }
        false
    });
    let inner = &rest[..end?.0];
    // A title in quotes may follow. Blanks inside an address are repaired elsewhere.
    let title = [" \"", " '", "\n\"", "\n'"].into_iter().filter_map(|sign| inner.find(sign)).min();
    let address = inner[..title.unwrap_or(inner.len())].trim_end();
    (!address.contains("\n\n")).then_some(start..start + address.len())
}

/// The address of `[name]: address`, between the colon and the end of the line.
fn definition(body: &str, at: usize, end: usize) -> Option<Range<usize>> {
    let rest = body.get(at..end)?;
    let start = at + rest.len() - rest.trim_start().len();
    let rest = body.get(start..end)?;
    if let Some(inner) = rest.strip_prefix('<') {
        return Some(start + 1..start + 1 + inner.find('>')?);
    }
    let length = rest.find(char::is_whitespace).unwrap_or(rest.len());
    Some(start..start + length)
}

/// The value of an attribute whose name ends at `at`.
fn attribute(body: &str, at: usize) -> Option<Range<usize>> {
    let rest = body.get(at..)?;
    let value = rest.trim_start().strip_prefix('=')?.trim_start();
    let start = at + rest.len() - value.len();
    let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''));
    Some(match quote {
        Some(quote) => start + 1..start + 1 + value[1..].find(quote)?,
        None => start..start + value.find(|sign: char| sign.is_whitespace() || sign == '>')?,
    })
}
