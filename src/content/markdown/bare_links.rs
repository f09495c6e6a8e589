//! Finds addresses in plain text: `https://…`, `www.…`, `vk.com/…`, e-mail.

use std::borrow::Cow;
use std::ops::Range;

use memchr::{memchr, memchr2_iter};
use percent_encoding::percent_decode_str;

use crate::url;

/// The longest name of a link in characters. A longer address is cut: a screen reader reads every
/// letter of it.
const MAX_NAME: usize = 50;

/// The longest word in bytes that is searched: a text without spaces may have many addresses, each of
/// which is looked for in all the rest.
const MAX_WORD: usize = 2048;

/// Whether `text` may have an address: a quick search that most posts pass.
pub(super) fn may_have(text: &str) -> bool {
    signs(text).next().is_some()
}

/// The places that only addresses and a few other words have: a full stop inside a word, `://`.
fn signs(text: &str) -> impl Iterator<Item = usize> {
    let bytes = text.as_bytes();
    memchr2_iter(b'.', b':', bytes).filter(move |&at| match (bytes[at], &bytes[at + 1..]) {
        (b':', rest) => rest.starts_with(b"//"),
        (_, rest) => {
            rest.first().is_some_and(u8::is_ascii_alphanumeric) || rest.starts_with("рф".as_bytes())
        }
    })
}

/// The first address in `text` and the URL it stands for.
pub(super) fn find(text: &str) -> Option<(Range<usize>, Cow<'_, str>)> {
    let is_end = |letter: char| letter.is_whitespace() || "<>\"«»„“”|`".contains(letter);
    let mut searched = 0;
    for sign in signs(text) {
        if sign < searched {
            continue;
        }
        let before = &text[searched..sign];
        let start = searched + before.trim_end_matches(|letter| !is_end(letter)).len();
        let end = text[sign..].find(is_end).map_or(text.len(), |length| sign + length);
        let word = &text[start..end];
        if word.len() <= MAX_WORD
            && let Some((range, href)) = in_word(word)
        {
            return Some((start + range.start..start + range.end, href));
        }
        searched = end;
    }
    None
}

/// The address in `word`, a text without spaces and quotes.
fn in_word(word: &str) -> Option<(Range<usize>, Cow<'_, str>)> {
    with_scheme(word).or_else(|| mail(word)).or_else(|| without_scheme(word))
}

fn with_scheme(word: &str) -> Option<(Range<usize>, Cow<'_, str>)> {
    let colon = word.find("://")?;
    let start = ["https", "http"].into_iter().find_map(|scheme| {
        let start = colon.checked_sub(scheme.len())?;
        word.get(start..colon)?.eq_ignore_ascii_case(scheme).then_some(start)
    })?;
    let rest = &word[start..];
    // Several addresses with a comma between them.
    let length = [",http", ";http"].iter().filter_map(|next| rest.find(next)).min();
    let address = trimmed(&rest[..length.unwrap_or(rest.len())]);
    let host = address.split_once("://").map_or("", |(_, host)| host);
    let is_separate = !word[..start].ends_with(char::is_alphanumeric);
    (is_separate && host.starts_with(char::is_alphanumeric))
        .then(|| (start..start + address.len(), Cow::Borrowed(address)))
}

fn mail(word: &str) -> Option<(Range<usize>, Cow<'_, str>)> {
    let at = memchr(b'@', word.as_bytes())?;
    let is_local = |letter: char| letter.is_ascii_alphanumeric() || "._%+-".contains(letter);
    let is_host = |letter: char| letter.is_ascii_alphanumeric() || ".-".contains(letter);
    let local = &word[..at];
    let local = &local[local.trim_end_matches(is_local).len()..];
    let local = local.trim_start_matches(['.', '-', '_']);
    let host = &word[at + 1..];
    let host = &host[..host.find(|letter| !is_host(letter)).unwrap_or(host.len())];
    let host = host.trim_end_matches(['.', '-']);
    if local.is_empty() || !url::is_host(host) {
        return None;
    }
    let range = at - local.len()..at + 1 + host.len();
    let href = format!("mailto:{}", &word[range.clone()]);
    Some((range, Cow::Owned(href)))
}

fn without_scheme(word: &str) -> Option<(Range<usize>, Cow<'_, str>)> {
    // «Сайт:school.ru»
    let start = word.rfind(':').map_or(0, |colon| colon + 1);
    let start = start + word[start..].find(char::is_alphanumeric)?;
    let address = trimmed(&word[start..]);
    // «@tochka.ru» names an account.
    if word[..start].ends_with('@') || !url::begins_with_host(address) {
        return None;
    }
    Some((start..start + address.len(), Cow::Owned(format!("https://{address}"))))
}

/// `address` without the punctuation of the sentence around it.
fn trimmed(address: &str) -> &str {
    let opening = address.matches('(').count();
    let mut closing = address.matches(')').count();
    let is_outside = |last: char| match last {
        ')' => {
            closing -= 1;
            closing + 1 > opening
        }
        ']' | '}' => true,
        _ => ".,;:!?…'’*~—–".contains(last),
    };
    address.trim_end_matches(is_outside)
}

/// The name of a link to `address` for people: without the scheme, with Russian letters as such.
pub(super) fn name(address: &str) -> String {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let rest = rest.strip_prefix("www.").unwrap_or(rest);
    let decoded = percent_decode_str(rest).decode_utf8().unwrap_or(Cow::Borrowed(rest));
    let is_readable =
        !decoded.contains(|letter: char| letter.is_whitespace() || letter.is_control());
    let rest = if is_readable { &decoded } else { rest }.trim_end_matches('/');
    let is_short = |name: &str| name.chars().count() <= MAX_NAME;
    let path = rest.split(['?', '#']).next().unwrap_or(rest);
    if is_short(rest) {
        rest.to_owned()
    } else if is_short(path) {
        format!("{path}…")
    } else {
        format!("{}/…", rest.split(['/', '?', '#']).next().unwrap_or(rest))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_found_without_the_punctuation_around_them() {
        for (text, address, href) in [
            ("см. https://edu.gov.ru/.", "https://edu.gov.ru/", "https://edu.gov.ru/"),
            ("(http://a.ru/б_(в))", "http://a.ru/б_(в)", "http://a.ru/б_(в)"),
            ("сайт:HTTPS://a.ru/x?y=1&z, да", "HTTPS://a.ru/x?y=1&z", "HTTPS://a.ru/x?y=1&z"),
            ("https://a.ru,https://b.ru", "https://a.ru", "https://a.ru"),
            (
                "Запись: https://центр.дети/кружки",
                "https://центр.дети/кружки",
                "https://центр.дети/кружки",
            ),
            ("на www.example.org,", "www.example.org", "https://www.example.org"),
            (
                "Группа: vk.com/tochka_lugovoe",
                "vk.com/tochka_lugovoe",
                "https://vk.com/tochka_lugovoe",
            ),
            ("t.me/school7.", "t.me/school7", "https://t.me/school7"),
            ("Сайт:school7.ru!", "school7.ru", "https://school7.ru"),
            ("на минпросвещения.рф", "минпросвещения.рф", "https://минпросвещения.рф"),
            ("(tochka@example.org).", "tochka@example.org", "mailto:tochka@example.org"),
            ("почта:a.b-c@mail.ru;", "a.b-c@mail.ru", "mailto:a.b-c@mail.ru"),
        ] {
            let (range, found) = find(text).expect(text);
            assert_eq!((&text[range], &*found), (address, href), "{text}");
        }
        for text in [
            "турнир. Дети",
            "п. 1.2/3",
            "school.Ребята",
            "ASP.NET и node.js",
            "план.doc и отчёт.com",
            "@tochka_rosta.ru",
            "photo@2x.png",
            "http://",
            "@tochka.ru",
            "и/или",
            "2.0",
            "ё.ру",
        ] {
            assert_eq!(find(text), None, "{text}");
        }
    }

    #[test]
    fn a_name_can_be_read() {
        for (address, expected) in [
            ("https://www.edu.gov.ru/", "edu.gov.ru"),
            ("http://ru.wikipedia.org/wiki/%D0%A8%D0%B0%D1%85", "ru.wikipedia.org/wiki/Шах"),
            ("https://a.ru/%FF%20b", "a.ru/%FF%20b"),
            (
                "https://example.org/novosti?utm_source=telegram&utm_campaign=2022-12-07",
                "example.org/novosti…",
            ),
            (
                "https://example.org/novosti/2022/12/07/ochen-dlinnoe-imya-stranitsy.html",
                "example.org/…",
            ),
        ] {
            assert_eq!(name(address), expected);
        }
    }
}
