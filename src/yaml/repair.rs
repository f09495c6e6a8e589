//! Lines that YAML refuses and that can only mean one thing: a key without the space after its colon
//! (`дата:3 октября`), and a value with a colon (`название: Игра: финал`).
//!
//! A text that cannot be read is tried once more with these lines as they are meant. Their positions
//! stay those of the text as written. Two keys on one line are found later, where the keys are known
//! (`keys::swallowed_key`).

use std::borrow::Cow;

use super::syntax_error::{is_block_header, leading_blanks, split_key};
use super::{MapEntry, Node, Span, Value};

/// The longest key that is taken for one without a space after its colon, in words.
const MAX_WORDS: usize = 3;

/// A text with its lines as they are meant.
pub(super) struct Repaired {
    pub(super) text: String,
    values: Vec<MovedValue>,
}

/// The value of a repaired line. Columns count characters from 1.
struct MovedValue {
    line: usize,
    /// In the text as written.
    written: usize,
    /// In the repaired text.
    repaired: usize,
    /// The length as written of a value that was put in quotes, in characters.
    quoted: Option<usize>,
}

/// Repairs `text`; `None` if no line is of these kinds.
pub(super) fn repair(text: &str) -> Option<Repaired> {
    let mut repaired =
        Repaired { text: String::with_capacity(text.len() + 64), values: Vec::new() };
    // The indent of the key whose text of several lines (`|`) goes on.
    let mut block = None;
    for (index, line) in text.split('\n').enumerate() {
        if index > 0 {
            repaired.text.push('\n');
        }
        let content = line.trim();
        let indent = leading_blanks(line);
        if block.is_some_and(|outer| !content.is_empty() && indent <= outer) {
            block = None;
        }
        if block.is_some() || content.is_empty() || content.starts_with('#') {
            repaired.text.push_str(line);
            continue;
        }
        if split_key(content).is_some_and(|(_, value)| is_block_header(value)) {
            block = Some(indent);
        }
        match repair_line(line) {
            None => repaired.text.push_str(line),
            Some((line, value)) => {
                repaired.text.push_str(&line);
                repaired.values.push(MovedValue { line: index + 1, ..value });
            }
        }
    }
    (!repaired.values.is_empty()).then_some(repaired)
}

fn repair_line(line: &str) -> Option<(String, MovedValue)> {
    let item = without_dashes(line);
    let head = &line[..line.len() - item.len()];
    let item = item.trim_end();
    let tight = split_tight_key(item).filter(|_| head.is_empty());
    let (key, value) = match tight {
        Some(tight) => tight,
        None => split_key(item).filter(|(_, value)| is_cut_by_colon(value))?,
    };
    let (value, quoted) = if is_cut_by_colon(value) {
        (format!("'{}'", value.replace('\'', "''")), Some(value.chars().count()))
    } else {
        (value.to_owned(), None)
    };
    let before = head.chars().count() + key.chars().count() + 1;
    let blanks = leading_blanks(&item[key.len() + 1..]);
    let moved = MovedValue { line: 0, written: before + blanks + 1, repaired: before + 2, quoted };
    Some((format!("{head}{key}: {value}"), moved))
}

/// The line without its indent and the `- ` of lists.
fn without_dashes(line: &str) -> &str {
    let mut item = line.trim_start();
    while let Some(rest) = item.strip_prefix("- ") {
        item = rest.trim_start();
    }
    item
}

/// Whether YAML refuses the plain value for a colon in it, and nothing else is unclear about it: a
/// part behind ` #` might be a comment.
fn is_cut_by_colon(value: &str) -> bool {
    let is_plain = |first: char| first.is_alphanumeric() || !first.is_ascii() || first == '(';
    value.starts_with(is_plain)
        && (value.contains(": ") || value.ends_with(':'))
        && !value.contains(" #")
}

/// The key and the value of `дата:3 октября`. Not of `https://…`, `C:\…` and `10:30`.
pub(super) fn split_tight_key(item: &str) -> Option<(&str, &str)> {
    let (key, value) = item.split_once(':')?;
    let is_in_key =
        |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '-' | ' ' | '\u{a0}');
    let is_key = key.starts_with(char::is_alphabetic)
        && key.chars().all(is_in_key)
        && key.split_whitespace().count() <= MAX_WORDS;
    let is_value = !value.is_empty()
        && !value.starts_with(['/', '\\', ':'])
        && !value.starts_with(char::is_whitespace);
    (is_key && is_value).then_some((key, value))
}

impl Repaired {
    /// The byte of `written`, the text as written, that corresponds to the byte `at` of the repaired
    /// one: where a key or a value begins or ends.
    pub(super) fn written_byte(&self, written: &str, at: usize) -> usize {
        let before = self.text.get(..at).unwrap_or(&self.text);
        let line_start = before.rfind('\n').map_or(0, |end| end + 1);
        let line = before.matches('\n').count() + 1;
        let column = before[line_start..].chars().count() + 1;
        let lines_before = written.split_inclusive('\n').take(line - 1).map(str::len);
        let start: usize = lines_before.sum();
        let content = written[start..].lines().next().unwrap_or_default();
        match self.values.iter().find(|value| value.line == line) {
            Some(value) if column > value.repaired => start + content.trim_end().len(),
            Some(value) if column == value.repaired => {
                let mut letters = content.char_indices().skip(value.written - 1);
                start + letters.next().map_or(content.len(), |(at, _)| at)
            }
            _ => start + (before.len() - line_start).min(content.len()),
        }
    }

    /// The span in the text as written of a span in the repaired one.
    pub(super) fn written_span(&self, span: Span) -> Span {
        let is_here =
            |value: &&MovedValue| value.line == span.line && span.column >= value.repaired;
        match self.values.iter().find(is_here) {
            None => span,
            Some(value) => Span {
                line: span.line,
                column: span.column - value.repaired + value.written,
                length: value.quoted.unwrap_or(span.length),
            },
        }
    }

    /// `node` of the repaired text with the positions of the text as written.
    pub(super) fn written_node(&self, node: Node<'_>) -> Node<'static> {
        let value = match node.value {
            Value::Empty => Value::Empty,
            Value::Text(text) => Value::Text(Cow::Owned(text.into_owned())),
            Value::List(items) => {
                Value::List(items.into_iter().map(|item| self.written_node(item)).collect())
            }
            Value::Map(entries) => {
                let entries = entries.into_iter().map(|entry| MapEntry {
                    key: Cow::Owned(entry.key.into_owned()),
                    key_span: self.written_span(entry.key_span),
                    value: self.written_node(entry.value),
                });
                Value::Map(entries.collect())
            }
        };
        Node { value, span: self.written_span(node.span) }
    }
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Diagnostics;
    use crate::yaml::{Value, YamlDocument};

    /// Each key, value, and the text that the place of the value marks.
    fn read(text: &str) -> Vec<(String, String, String)> {
        let document = YamlDocument::whole("a.yaml", text);
        let mut problems = Diagnostics::new();
        let node = document.parse(&mut problems).unwrap_or_else(|| panic!("{problems:?}"));
        let Value::Map(entries) = node.value else { panic!("not a map") };
        let read = entries.into_iter().map(|entry| {
            let place = document.place(entry.value.span);
            let marked = place.text.chars().skip(place.column - 1).take(place.length).collect();
            let value = entry.value.as_text().unwrap_or("∅").to_owned();
            (entry.key.into_owned(), value, marked)
        });
        read.collect()
    }

    #[test]
    fn a_missing_space_and_a_colon_in_a_value_are_understood() {
        for (text, key, value) in [
            ("дата:3 октября\nместо: Зал\n", "дата", "3 октября"),
            ("дата:3 октября", "дата", "3 октября"),
            ("название:Турнир\nдата:3.10.2022\n", "название", "Турнир"),
            ("кол-во участников:21\nместо: Зал\n", "кол-во участников", "21"),
            ("название: Игра: финал\n", "название", "Игра: финал"),
            ("название:   Игра: финал \nместо: Зал\n", "название", "Игра: финал"),
            ("название:Игра: финал\nместо: Зал\n", "название", "Игра: финал"),
            ("название: Итоги:\n", "название", "Итоги:"),
            ("название: Тур 'А': итоги\n", "название", "Тур 'А': итоги"),
            ("название: «Точка»: рост: центр\nметки:\n  - а\n", "название", "«Точка»: рост: центр"),
        ] {
            let (found, text_of, marked) = read(text).swap_remove(0);
            assert_eq!((&*found, &*text_of), (key, value), "{text:?}");
            assert_eq!(marked, value, "{text:?}");
        }
        let all =
            read("место: Зал\nдата:3 октября\nназвание: Игра: финал\nссылка: https://a.ru/\n");
        let values: Vec<_> = all.iter().map(|(_, value, _)| value.as_str()).collect();
        assert_eq!(values, ["Зал", "3 октября", "Игра: финал", "https://a.ru/"]);
    }

    #[test]
    fn what_may_mean_something_else_stays_an_error() {
        for text in [
            "место: Зал\nhttps://example.org/\n",
            "место: Зал\nC:\\Фото\n",
            "место: Зал\n10:30 сбор\n",
            "название: Игра: финал #5\n",
            "место: Зал\nВ этот день мы все собрались:все вместе\n",
        ] {
            let mut problems = Diagnostics::new();
            assert_eq!(YamlDocument::whole("a", text).parse(&mut problems), None, "{text:?}");
            assert_eq!(problems.len(), 1);
        }
    }

    #[test]
    fn texts_of_several_lines_are_left_alone() {
        let text = "дата:3 октября\nкратко: |\n  Итоги: раз: два\n  так:же\n\n  ещё: да: нет\n";
        assert_eq!(read(text)[1].1, "Итоги: раз: два\nтак:же\n\nещё: да: нет\n");
    }

    #[test]
    fn another_mistake_is_told_at_its_own_place() {
        let text = "дата:3 октября\nметки: [a, b\n";
        let mut problems = Diagnostics::new();
        assert_eq!(YamlDocument::whole("a", text).parse(&mut problems), None);
        assert!(problems[0].message.contains("скобка"), "{problems:?}");
        assert_eq!(problems[0].place.as_ref().unwrap().line, 2);
    }

    #[test]
    fn a_comment_cuts_a_repaired_text_as_any_other() {
        let text = "дата:3 октября #осень\nназвание: Турнир #1\n";
        let mut problems = Diagnostics::new();
        YamlDocument::whole("a", text).warn_of_cut_values(&mut problems);
        let columns: Vec<_> =
            problems.iter().filter_map(|one| Some(one.place.as_ref()?.column)).collect();
        assert_eq!(columns, [16, 18], "{problems:?}");
    }
}
