//! YAML as teachers write it: each value exactly as written, with its position.
//!
//! 1. `flat` reads plain `key: value` lines itself: nearly all posts have no others.
//! 2. For anything else, `outline` gets shapes and positions from an event parser.
//! 3. `read` has `serde_yaml` read the values along that outline, every scalar as text (`007` stays
//!    `007`, `5.10` stays `5.10`): what a value means depends on its key.
//! 4. `fields` looks up keys by their English or Russian name (`keys`) and checks the values.
//! 5. `syntax_error` names the usual mistake behind a syntax error; `repair` corrects the few that can
//!    only mean one thing.
//! 6. `patch` changes single values of a text and leaves all else as it is.

mod comments;
mod fields;
mod flat;
mod keys;
mod outline;
mod patch;
mod read;
mod repair;
mod synonyms;
mod syntax_error;

pub use fields::{Fields, yes_or_no};
pub use keys::{Key, KeyNames, find_key, fold_key};
pub use patch::{
    Item, KeySpan, Patch, Patched, PathStep, Refused, Schema, TextEdit, key_spans, patch,
};

use std::borrow::Cow;
use std::cell::OnceCell;

use memchr::memchr_iter;

use crate::diagnostic::{Diagnostic, Diagnostics, Place, SourceText};
use repair::Repaired;

/// A YAML text inside a file: the whole file, or its front matter.
#[derive(Debug)]
pub struct YamlDocument<'a> {
    /// The file, as diagnostics name it.
    pub file: &'a str,
    /// The whole text of the file.
    pub source: &'a str,
    /// The byte at which the YAML begins; always the start of a line.
    pub start: usize,
    /// The byte at which it ends.
    pub end: usize,
    /// The YAML text, once it has a place.
    source_text: OnceCell<SourceText>,
}

/// The position of a key or a value within the YAML text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    /// From 1.
    pub line: usize,
    /// In characters from 1.
    pub column: usize,
    /// In characters, at least 1; for a value of several lines, that of the first.
    pub length: usize,
}

/// A value with its position.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node<'a> {
    pub value: Value<'a>,
    pub span: Span,
}

/// A value as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value<'a> {
    /// Nothing, `~` or `null`.
    Empty,
    /// A scalar without its quotes.
    Text(Cow<'a, str>),
    List(Vec<Node<'a>>),
    /// Keys and values in the order of the file; keys may repeat.
    Map(Vec<MapEntry<'a>>),
}

/// A key with its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MapEntry<'a> {
    /// The key as written.
    pub key: Cow<'a, str>,
    pub key_span: Span,
    pub value: Node<'a>,
}

impl<'a> YamlDocument<'a> {
    /// A file that is YAML as a whole.
    pub fn whole(file: &'a str, source: &'a str) -> Self {
        Self::part(file, source, 0, source.len())
    }

    /// The YAML between the bytes `start`, where a line begins, and `end` of `source`.
    pub fn part(file: &'a str, source: &'a str, start: usize, end: usize) -> Self {
        Self { file, source, start, end, source_text: OnceCell::new() }
    }

    fn text(&self) -> &'a str {
        &self.source[self.start..self.end]
    }

    /// The place of `span` in the file.
    pub fn place(&self, span: Span) -> Place {
        self.source_text().place_at(self.file, span.line, span.column, span.length)
    }

    fn source_text(&self) -> &SourceText {
        self.source_text.get_or_init(|| {
            let lines_before = memchr_iter(b'\n', &self.source.as_bytes()[..self.start]).count();
            SourceText::below(lines_before, self.text())
        })
    }

    /// Reads the text, which has to be a map; an empty one is an empty map. `None` with one error
    /// where it is not YAML, or no map.
    pub fn parse(&self, diagnostics: &mut Diagnostics) -> Option<Node<'a>> {
        let node = self.parse_any(diagnostics)?;
        let hint = match &node.value {
            Value::Map(_) => return Some(node),
            Value::List(_) => "уберите `- ` в начале строк",
            Value::Text(_) | Value::Empty => {
                "поставьте двоеточие и пробел: `название: Турнир по шахматам`"
            }
        };
        diagnostics.push(
            Diagnostic::error("здесь нужны строки `ключ: значение`")
                .at(self.place(node.span))
                .hint(hint),
        );
        None
    }

    /// Reads the text, whatever it holds; an empty one is an empty map. `None` with one error where
    /// it is not YAML.
    pub fn parse_any(&self, diagnostics: &mut Diagnostics) -> Option<Node<'a>> {
        if let Some(map) = flat::parse(self.text()) {
            return Some(map);
        }
        let parsed = self.parse_by_libraries();
        let is_suspect = match &parsed {
            // `дата:3 октября` alone is a text.
            Ok(Node { value: Value::Text(_), .. }) | Err(_) => true,
            // `название:Игра: финал` is the key `название:Игра`.
            Ok(Node { value: Value::Map(entries), .. }) => {
                entries.iter().any(|entry| entry.key.contains(':'))
            }
            Ok(_) => false,
        };
        let repaired = if is_suspect { self.parse_repaired() } else { None };
        match repaired.unwrap_or(parsed) {
            Ok(node) => Some(node),
            Err(problem) => {
                diagnostics.push(problem);
                None
            }
        }
    }

    fn parse_by_libraries(&self) -> Result<Node<'a>, Diagnostic> {
        outline::outline(self).and_then(|outline| read::along(&outline, self))
    }

    /// Parses the text as it is meant; `None` where there is nothing to repair.
    fn parse_repaired(&self) -> Option<Result<Node<'a>, Diagnostic>> {
        self.with_repairs(|document, repaired| {
            if let Some(map) = flat::parse(document.text()) {
                return Ok(repaired.written_node(map));
            }
            match document.parse_by_libraries() {
                Ok(node) => Ok(repaired.written_node(node)),
                Err(mut problem) => {
                    if let Some(place) = &mut problem.place {
                        self.restore_place(place, repaired);
                    }
                    Err(problem)
                }
            }
        })
    }

    /// Passes this document with its usual slips repaired to `read`; `None` if it has none.
    fn with_repairs<T>(&self, read: impl FnOnce(&YamlDocument<'_>, &Repaired) -> T) -> Option<T> {
        let repaired = repair::repair(self.text())?;
        let source =
            [&self.source[..self.start], &repaired.text, &self.source[self.end..]].concat();
        let end = self.start + repaired.text.len();
        let document = YamlDocument::part(self.file, &source, self.start, end);
        Some(read(&document, &repaired))
    }

    /// Makes a place in the repaired text one in the text as written.
    fn restore_place(&self, place: &mut Place, repaired: &Repaired) {
        let before = self.source[..self.start].bytes().filter(|&byte| byte == b'\n').count();
        let line = place.line.saturating_sub(before);
        let Place { column, length, .. } = *place;
        *place = self.place(repaired.written_span(Span { line, column, length }));
    }
}

impl Node<'_> {
    /// The text of a scalar; `None` for any other value.
    pub fn as_text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            Value::Empty | Value::List(_) | Value::Map(_) => None,
        }
    }
}

#[cfg(test)]
mod tests;
