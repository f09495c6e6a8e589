//! Keys with an English and a Russian name, as authors write and misspell them.

use super::repair::split_tight_key;
use super::synonyms::synonym;
use super::{MapEntry, Span, YamlDocument};
use crate::diagnostic::Diagnostic;

/// A key: its English name, by which the code looks it up, and its Russian one (empty if it has none).
pub type Key = KeyNames<'static>;

/// As [`Key`], of a key that need not stand in the code: settings may name keys.
pub type KeyNames<'k> = (&'k str, &'k str);

/// The key that `written` means. The exact comparison comes first: most keys need no folding.
pub fn find_key<'s, 'k>(written: &str, keys: &'s [KeyNames<'k>]) -> Option<&'s KeyNames<'k>> {
    keys.iter().find(|key| key.0 == written || key.1 == written).or_else(|| {
        let folded = fold_key(written);
        keys.iter().find(|key| fold_key(key.0) == folded || fold_key(key.1) == folded)
    })
}

pub(super) fn unknown_key(
    document: &YamlDocument<'_>,
    entry: &MapEntry<'_>,
    keys: &[KeyNames<'_>],
) -> Diagnostic {
    if let Some((key, start)) = entry.key.split_once(':')
        && find_key(key, keys).is_some()
    {
        let value = entry.value.as_text().unwrap_or_default();
        let span = Span {
            column: entry.key_span.column + key.chars().count(),
            length: 1,
            ..entry.key_span
        };
        return Diagnostic::error("после двоеточия нужен пробел")
            .at(document.place(span))
            .hint(format!("напишите `{key}: '{start}: {value}'`"));
    }
    let hint = match likely_key(&entry.key, keys) {
        Some(name) => format!("похоже на `{name}`"),
        None => {
            let known: Vec<_> =
                keys.iter().map(|key| if key.1.is_empty() { key.0 } else { key.1 }).collect();
            format!("здесь бывают: {}", known.join(", "))
        }
    };
    Diagnostic::error(format!("неизвестный ключ `{}`", entry.key))
        .at(document.place(entry.key_span))
        .hint(hint)
}

/// The error for a value that has taken in the key after it: two on one line, or a line of its own
/// without a space after the colon, which YAML takes for more of the value above.
pub(super) fn swallowed_key(
    document: &YamlDocument<'_>,
    entry: &MapEntry<'_>,
    keys: &[KeyNames<'_>],
) -> Option<Diagnostic> {
    let text = entry.value.as_text()?;
    let span = entry.value.span;
    // A value in quotes is longer than its text; one of several lines has no length.
    let has_colon = text.contains(": ") && span.length == text.chars().count();
    let has_lines = span.length == 1 && text.len() > 1 && text.contains(':');
    if !has_colon && !has_lines {
        return None;
    }
    let mut lines = document.text().lines().skip(span.line.saturating_sub(1));
    let first = lines.next()?;
    let column = first.char_indices().nth(span.column.saturating_sub(1)).map_or(0, |(at, _)| at);
    let written = &first[column..];
    if written.starts_with(['"', '\'', '|', '>']) {
        return None;
    }
    for (at, _) in written.match_indices(": ") {
        let word = written[..at].rsplit(char::is_whitespace).next().unwrap_or_default();
        if find_key(word, keys).is_some() {
            let before = written[..at - word.len()].chars().count();
            let length = word.chars().count();
            let span = Span { column: span.column + before, length, ..span };
            let rest = written[at - word.len()..].trim();
            return Some(
                Diagnostic::error(format!("в одной строке и `{}`, и `{word}`", entry.key))
                    .at(document.place(span))
                    .hint(format!(
                        "начните `{rest}` с новой строки; если это один текст, возьмите его в кавычки"
                    )),
            );
        }
    }
    for (number, line) in lines.enumerate() {
        let line = line.trim_end();
        let content = line.trim_start();
        if content.is_empty() || !text.contains(content) {
            return None;
        }
        if let Some((key, value)) = split_tight_key(content)
            && find_key(key, keys).is_some()
        {
            let indent = line.chars().count() - content.chars().count();
            let column = indent + key.chars().count() + 1;
            let span = Span { line: span.line + number + 1, column, length: 1 };
            return Some(
                Diagnostic::error("после двоеточия нужен пробел")
                    .at(document.place(span))
                    .hint(format!("напишите `{key}: {value}`")),
            );
        }
    }
    None
}

/// The name of the key that `written` probably means: another word for it («кол-во»), a misspelt name,
/// or a name with words around it («кол-во участников», «дата проведения»).
fn likely_key<'k>(written: &str, keys: &[KeyNames<'k>]) -> Option<&'k str> {
    let folded = fold_key(written);
    let words = || folded.split('_').filter(|word| !word.is_empty());
    let named =
        |key: &KeyNames<'k>| if folded.is_ascii() || key.1.is_empty() { key.0 } else { key.1 };
    let known = |word: &str| find_key(word, keys).map(named);
    let other_word = |word: &str| synonym(word, keys).map(named);
    other_word(&folded)
        .or_else(|| nearest_name(&folded, keys))
        .or_else(|| words().find_map(known))
        .or_else(|| words().find_map(other_word))
        .or_else(|| words().find_map(|word| nearest_name(word, keys)))
}

/// The name of a key that `folded` misspells.
fn nearest_name<'k>(folded: &str, keys: &[KeyNames<'k>]) -> Option<&'k str> {
    let names = keys.iter().flat_map(|key| [key.0, key.1]).filter(|name| !name.is_empty());
    let distance = |name: &&str| strsim::osa_distance(folded, &fold_key(name));
    let limit = folded.chars().count().max(3) / 3;
    names.min_by_key(distance).filter(|name| distance(name) <= limit)
}

/// Keys are equal regardless of case, ё/е and the separator between words.
pub fn fold_key(key: &str) -> String {
    key.trim()
        .chars()
        .flat_map(char::to_lowercase)
        .map(|c| match c {
            'ё' => 'е',
            ' ' | '-' | '\u{a0}' => '_',
            c => c,
        })
        .collect()
}
