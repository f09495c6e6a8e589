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
use outline::{Outline, Position};
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

    /// A warning for each unquoted value that a `#` after a space cuts: YAML takes the rest for a
    /// comment, and a title such as «Игра № 5 #вместе» would lose its end silently.
    pub fn warn_of_cut_values(&self, diagnostics: &mut Diagnostics) {
        let may_cut = self.text().contains(" #") || self.text().contains("\t#");
        if !may_cut || flat::parse(self.text()).is_some() {
            return;
        }
        let comments = match outline::outline(self) {
            Ok(outline) if !outline.is_scalar() => self.comments_after_values(&outline),
            _ => self
                .with_repairs(|document, repaired| {
                    let outline = outline::outline(document).ok()?;
                    let comments = document.comments_after_values(&outline).into_iter();
                    Some(comments.map(|(span, text)| (repaired.written_span(span), text)).collect())
                })
                .flatten()
                .unwrap_or_default(),
        };
        diagnostics.extend(comments.into_iter().map(|(span, comment)| {
            Diagnostic::warning(format!("после знака `#` значение обрывается: «{comment}» не войдёт"))
                .at(self.place(span))
                .hint("возьмите всё значение в кавычки; если это пояснение для себя, перенесите его на отдельную строку")
        }));
    }

    /// The comments that follow unquoted values on their lines.
    fn comments_after_values(&self, outline: &Outline) -> Vec<(Span, String)> {
        let mut ends = Vec::new();
        outline.plain_ends(&mut ends);
        let comments = ends.into_iter().filter_map(|Position { line, column }| {
            let rest: String = self.source_text().line(line).chars().skip(column - 1).collect();
            let blank = rest.chars().take_while(|c| c.is_whitespace()).count();
            let comment = rest.trim();
            let length = comment.chars().count();
            let span = Span { line, column: column + blank, length };
            (blank > 0 && comment.starts_with('#')).then(|| (span, comment.to_owned()))
        });
        comments.collect()
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
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn parse(text: &str) -> Node<'_> {
        YamlDocument::whole("a.yaml", text).parse(&mut Diagnostics::new()).unwrap()
    }

    fn texts(text: &str) -> Vec<(String, String)> {
        let Value::Map(entries) = parse(text).value else { panic!("not a map") };
        entries
            .into_iter()
            .map(|entry| (entry.key.into_owned(), entry.value.as_text().unwrap_or("∅").to_owned()))
            .collect()
    }

    #[test]
    fn scalars_are_read_as_they_are_written() {
        let pairs =
            texts("a: 007\nb: 5.10\nc: 1e3\nd: yes\ne: 0x1F\nf: ~\ng:\nh: \"null\"\n2022: 1_000\n");
        let values: Vec<_> = pairs.iter().map(|(_, value)| value.as_str()).collect();
        assert_eq!(values, ["007", "5.10", "1e3", "yes", "0x1F", "∅", "∅", "null", "1_000"]);
        assert_eq!(pairs[8].0, "2022");
    }

    #[test]
    fn block_scalars_and_quotes_are_folded_by_the_yaml_reader() {
        let pairs =
            texts("a: >\n  одна\n  строка\nb: |\n  две\n  строки\nc: 'кавычка '' внутри'\n");
        assert_eq!(pairs[0].1, "одна строка\n");
        assert_eq!(pairs[1].1, "две\nстроки\n");
        assert_eq!(pairs[2].1, "кавычка ' внутри");
    }

    #[test]
    fn positions_count_characters_from_one_and_lines_within_the_file() {
        let source = "---\nназвание: Турнир\nнаправление:  Шахматы\n---\n";
        let start = source.find("название").unwrap();
        let end = source.rfind("---").unwrap();
        let document = YamlDocument::part("p.md", source, start, end);
        let Value::Map(entries) = document.parse(&mut Diagnostics::new()).unwrap().value else {
            panic!("not a map")
        };
        let place = document.place(entries[1].value.span);
        assert_eq!((place.line, place.column, place.length), (3, 15, 7));
        assert_eq!(&*place.text, "направление:  Шахматы");
    }

    #[test]
    fn repeated_keys_are_kept_for_the_reader_of_fields() {
        assert_eq!(texts("a: 1\na: 2\n").len(), 2);
    }

    #[test]
    fn a_comment_after_a_value_is_a_warning_and_on_its_own_line_is_not() {
        let warnings_in = |text| {
            let mut warnings = Diagnostics::new();
            YamlDocument::whole("a", text).warn_of_cut_values(&mut warnings);
            warnings
        };
        let warnings = warnings_in("# так можно\nтема: Игра #вместе\nцвет: '#fff'\n");
        assert_eq!(warnings.len(), 1);
        let place = warnings[0].place.as_ref().unwrap();
        assert_eq!((place.line, place.column, place.length), (2, 12, 7));
        let warnings = warnings_in("тема: #Игра\nместо:\nцвет: '#fff'\n");
        assert_eq!(warnings.len(), 1);
        let place = warnings[0].place.as_ref().unwrap();
        assert_eq!((place.line, place.column, place.length), (1, 7, 5));
    }

    #[test]
    fn usual_mistakes_are_named() {
        for (text, part) in [
            ("title: Игра: финал #5\n", "двоеточ"),
            ("дата: 1\nназвание — Турнир\n", "`название: турнир`"),
            ("title: \"Тур\" и финал\n", "кавыч"),
            ("\ttitle: Игра\n", "табуляц"),
            ("title: *важно\n", "`*`"),
            ("title: @школа\n", "`@`"),
            ("title: [a, b\n", "скобк"),
            ("title: \"Тур\n", "кавыч"),
            ("дата: 1\nпросто слова\n", "двоеточ"),
            ("title: Игра\n\tдата: 1\n", "табуляц"),
            ("title:\u{a0}Игра\nдата: 1\n", "неразрывный пробел"),
            ("дата: 1\ntitle:\u{a0}Игра\n", "неразрывный пробел"),
            ("title: \"c:\\Игра\"\n", "title: 'c:\\игра'"),
            (" title: Игра\nдата: 1\n", "от левого края"),
            ("title: &игра финал\n", "`&`"),
            ("место: &зал\ntitle: Игра\n", "`&`"),
            ("title: &метки\n  - Игра\n", "`&`"),
            ("title: !важно [a]\n", "`!`"),
        ] {
            let mut diagnostics = Diagnostics::new();
            assert_eq!(YamlDocument::whole("a", text).parse(&mut diagnostics), None);
            let problem = &diagnostics[0];
            let words = format!("{} {}", problem.message, problem.hint).to_lowercase();
            assert!(words.contains(part), "{text:?}: {words}");
            assert!(
                !words.chars().any(|c| c.is_ascii_alphabetic() && !text.contains(c)),
                "{words}"
            );
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]
        #[test]
        fn nothing_panics(text in "[ \\n\\t:#\\-\\[\\]{}&*!|>'\"%@`a-я?,~]{0,60}") {
            let document = YamlDocument::whole("a", &text);
            let mut diagnostics = Diagnostics::new();
            let _ = document.parse(&mut diagnostics);
            document.warn_of_cut_values(&mut diagnostics);
        }
    }
}
