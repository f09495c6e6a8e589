//! The usual mistake behind a YAML syntax error.
//!
//! A parser reports what it expected; a teacher needs to know what to fix. The line of the error and
//! the lines around it are searched for the few mistakes that people make.

use super::repair::split_tight_key;
use super::{Span, YamlDocument};
use crate::diagnostic::Diagnostic;

/// The hint with the whole value in single quotes, in which only `'` is doubled.
fn in_quotes(key: &str, value: &str) -> String {
    let value = value.replace('\'', "''");
    format!("возьмите всё значение в одинарные кавычки: `{key}: '{value}'`")
}

/// A mistake in one line.
struct Mistake {
    /// In characters from 1.
    column: usize,
    /// In characters.
    length: usize,
    message: String,
    hint: String,
}

impl Mistake {
    fn new(column: usize, length: usize, message: &str, hint: impl Into<String>) -> Self {
        Self { column, length, message: message.to_owned(), hint: hint.into() }
    }
}

/// Explains a syntax error that the parser met at `at`.
pub(super) fn explain(document: &YamlDocument<'_>, at: Span) -> Diagnostic {
    let lines: Vec<&str> = document.text().lines().collect();
    let last = at.line.min(lines.len());
    // The parser stops at the line of the mistake, just below it, or at the end of the line above;
    // at an open quote or bracket it stops far below.
    let near = (last.saturating_sub(1)..=last).rev().chain([last + 1]);
    for line in near.chain(1..last.saturating_sub(1)) {
        let Some(index) = line.checked_sub(1).filter(|index| *index < lines.len()) else {
            continue;
        };
        let found = mistake(lines[index]).or_else(|| indented(&lines[..index], lines[index]));
        if let Some(Mistake { column, length, message, hint }) = found {
            return Diagnostic::error(message)
                .at(document.place(Span { line, column, length }))
                .hint(hint);
        }
    }
    if let Some((line, length)) = first_indented(&lines) {
        return Diagnostic::error("лишний отступ в начале строки")
            .at(document.place(Span { line, column: 1, length }))
            .hint("начните строку от левого края, как и остальные");
    }
    Diagnostic::error("здесь запись не читается").at(document.place(at)).hint(
        "каждая строка — это `ключ: значение`; сложное значение возьмите в одинарные кавычки, строки списка начинайте с `- ` и одинакового отступа",
    )
}

pub(super) fn too_deep(document: &YamlDocument<'_>, at: Span) -> Diagnostic {
    Diagnostic::error("слишком много вложенных списков")
        .at(document.place(at))
        .hint("оставьте здесь простое значение")
}

/// The line of the first key and its indent, if a key below it begins further left.
fn first_indented(lines: &[&str]) -> Option<(usize, usize)> {
    let is_key = |line: &str| split_key(line.trim()).is_some() && !line.trim().starts_with('#');
    let first = lines.iter().position(|line| is_key(line))?;
    let indent = leading_blanks(lines[first]);
    let below = lines[first + 1..].iter().filter(|line| is_key(line));
    below.map(|line| leading_blanks(line)).any(|less| less < indent).then_some((first + 1, indent))
}

/// A key that is indented more than the key above it, which already has a value.
fn indented(above: &[&str], line: &str) -> Option<Mistake> {
    let indent = |line: &str| leading_blanks(line);
    let before = above.iter().rfind(|line| !line.trim().is_empty())?;
    let (_, value) = split_key(before.trim())?;
    let is_key = split_key(line.trim()).is_some() && !line.trim().starts_with("- ");
    (is_key && indent(line) > indent(before) && !value.is_empty() && !is_block_header(value)).then(
        || {
            let hint = "начните строку там же, где строку над ней";
            Mistake::new(1, indent(line), "лишний отступ в начале строки", hint)
        },
    )
}

fn mistake(line: &str) -> Option<Mistake> {
    let indent = line.chars().take_while(|c| c.is_whitespace()).count();
    if let Some(tab) = line.chars().take(indent).position(|c| c == '\t') {
        let hint = "удалите его, а где нужен отступ, поставьте пробелы";
        return Some(Mistake::new(tab + 1, 1, "отступ сделан знаком табуляции", hint));
    }
    let content = line.trim();
    if content.is_empty() || content.starts_with('#') {
        return None;
    }
    let item = content.strip_prefix("- ").unwrap_or(content);
    let before = line.chars().count() - item.chars().count();
    let Some((key, value)) = split_key(item) else {
        // Text copied from Word.
        if let Some(at) = item.find(':').filter(|at| item[at + 1..].starts_with('\u{a0}')) {
            let column = before + item[..at].chars().count() + 2;
            let message = "после двоеточия стоит неразрывный пробел";
            return Some(Mistake::new(column, 1, message, "замените его обычным пробелом"));
        }
        if let Some((key, value)) = split_tight_key(item) {
            let hint = format!("напишите `{key}: {value}`");
            let column = before + key.chars().count() + 1;
            return Some(Mistake::new(column, 1, "после двоеточия нужен пробел", hint));
        }
        return (!content.starts_with('-')
            && indent == 0
            && !content.starts_with(['[', '{', ']', '}']))
        .then(|| no_colon(content));
    };
    let column = before + key.chars().count() + 1 + leading_blanks(&item[key.len() + 1..]) + 1;
    let length = value.chars().count().max(1);
    let first = value.chars().next()?;
    match first {
        '"' if unknown_escape(value).is_some() => unknown_escape(value).map(|at| {
            let message = "знак `\\` в двойных кавычках читается особо";
            let hint = in_quotes(key, value.trim_matches('"'));
            Mistake::new(column + value[..at].chars().count(), 1, message, hint)
        }),
        '"' | '\'' => {
            let closing = value[1..].find(first).map(|at| at + 1);
            match closing {
                None => {
                    let message = format!("кавычка `{first}` не закрыта");
                    Some(Mistake::new(column, length, &message, in_quotes(key, &value[1..])))
                }
                Some(at) if !value[at + 1..].trim().is_empty() => {
                    let message =
                        "значение начинается с кавычки, а после второй кавычки идёт дальше";
                    Some(Mistake::new(column, length, message, in_quotes(key, value)))
                }
                Some(_) => None,
            }
        }
        '[' | '{' => {
            let close = if first == '[' { ']' } else { '}' };
            (!value.ends_with(close)).then(|| {
                let message = format!("скобка `{first}` не закрыта или после неё стоит текст");
                let hint = "закройте скобку, а обычный текст возьмите в кавычки";
                Mistake::new(column, length, &message, hint)
            })
        }
        '*' | '&' | '!' | '@' | '`' | '%' | '|' | '>' if !is_block_header(value) => {
            Some(special_start(first, column, length, in_quotes(key, value)))
        }
        '-' | '?' if value[1..].starts_with(' ') => {
            Some(special_start(first, column, length, in_quotes(key, value)))
        }
        _ => value.find(": ").or_else(|| value.ends_with(':').then(|| value.len() - 1)).map(|at| {
            let colon = column + value[..at].chars().count();
            let message = "в значении без кавычек стоит двоеточие";
            Mistake::new(colon, 1, message, in_quotes(key, value))
        }),
    }
}

/// A line without a colon.
fn no_colon(line: &str) -> Mistake {
    let other_sign =
        [" — ", " – ", " - ", " = "].into_iter().find_map(|sign| line.split_once(sign));
    let hint = match other_sign {
        Some((key, value)) => format!("поставьте двоеточие: `{key}: {}`", value.trim()),
        None => {
            "напишите её как `название: Турнир`; продолжение длинного значения начните с отступа"
                .to_owned()
        }
    };
    Mistake::new(1, line.chars().count(), "в этой строке нет двоеточия с пробелом", hint)
}

/// A value that begins with a character that has a meaning in YAML.
fn special_start(first: char, column: usize, length: usize, hint: String) -> Mistake {
    Mistake::new(column, length, &format!("значение начинается со знака `{first}`"), hint)
}

/// The byte of a backslash that does not begin an escape of YAML: «C:\Тест».
fn unknown_escape(value: &str) -> Option<usize> {
    let mut characters = value.char_indices();
    while let Some((at, character)) = characters.next() {
        let escaped = if character == '\\' { characters.next() } else { None };
        if escaped.is_some_and(|(_, escaped)| !"0abtnvfre \t\"/\\N_LPxuU".contains(escaped)) {
            return Some(at);
        }
    }
    None
}

/// Whether `value` is only `|` or `>` with modifiers: the start of a text of several lines.
pub(super) fn is_block_header(value: &str) -> bool {
    value.starts_with(['|', '>'])
        && value[1..].trim().chars().all(|c| c == '-' || c == '+' || c.is_ascii_digit())
}

/// The key and the trimmed value of `key: value`.
pub(super) fn split_key(item: &str) -> Option<(&str, &str)> {
    let colon = item.match_indices(':').map(|(at, _)| at).find(|at| {
        let rest = &item[at + 1..];
        rest.is_empty() || rest.starts_with([' ', '\t'])
    })?;
    Some((&item[..colon], item[colon + 1..].trim()))
}

pub(super) fn leading_blanks(text: &str) -> usize {
    text.chars().take_while(|c| c.is_whitespace()).count()
}
