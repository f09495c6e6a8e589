//! YAML as teachers write it: values exactly as they stand in the file, each with its position.
//!
//! 1. `flat` reads plain `key: value` lines by itself: nearly every post has no others.
//! 2. Of anything else, `outline` asks an event parser what stands where: shapes and positions.
//! 3. `read` has `serde_yaml` read the values along that outline, every scalar as the text that was
//!    written (`007` stays `007`, `5.10` stays `5.10`): what a value means is decided by the key.
//! 4. `fields` looks the keys up, by their English or Russian name.
//! 5. `cause` turns a syntax error into the usual mistake behind it.

mod cause;
mod fields;
mod flat;
mod outline;
mod read;

pub use fields::{Fields, Key};

use std::borrow::Cow;

use crate::diagnostic::{Diagnostic, Diagnostics, Place};

/// A YAML text inside a file: the whole file, or its front matter.
#[derive(Clone, Copy, Debug)]
pub struct Document<'a> {
    /// The file, as diagnostics name it.
    pub file: &'a str,
    /// The whole text of the file.
    pub source: &'a str,
    /// Where the YAML begins, in bytes; always the start of a line.
    pub start: usize,
    /// Where it ends, in bytes.
    pub end: usize,
}

/// Where a key or a value stands, counted within the YAML text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    /// From 1.
    pub line: usize,
    /// In characters from 1.
    pub column: usize,
    /// In characters, at least 1; a value of several lines counts up to the end of its first.
    pub length: usize,
}

/// A value with its position.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node<'a> {
    /// What stands there.
    pub value: Value<'a>,
    /// Where it stands.
    pub span: Span,
}

/// What stands at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value<'a> {
    /// Nothing, `~` or `null`.
    Empty,
    /// A scalar, as it is written, without its quotes.
    Text(Cow<'a, str>),
    /// A list.
    List(Vec<Node<'a>>),
    /// Keys and values in the order of the file; keys may repeat.
    Map(Vec<Entry<'a>>),
}

/// A key with its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry<'a> {
    /// The key as it is written.
    pub key: Cow<'a, str>,
    /// Where the key stands.
    pub key_span: Span,
    /// Its value.
    pub value: Node<'a>,
}

impl<'a> Document<'a> {
    /// A file that is YAML from its first line to its last.
    pub fn whole(file: &'a str, source: &'a str) -> Self {
        Self { file, source, start: 0, end: source.len() }
    }

    fn text(&self) -> &'a str {
        &self.source[self.start..self.end]
    }

    /// The place of `span` in the file.
    pub fn place(&self, span: Span) -> Place {
        let before = self.source[..self.start].bytes().filter(|&byte| byte == b'\n').count();
        let line = self.text().lines().nth(span.line.saturating_sub(1)).unwrap_or_default();
        Place {
            file: self.file.to_owned(),
            line: before + span.line,
            column: span.column,
            length: span.length.max(1),
            text: line.to_owned(),
        }
    }

    /// Reads the text, which has to be a map; an empty one is an empty map. `None` with one error
    /// where it is not YAML, or no map.
    pub fn parse(&self, diagnostics: &mut Diagnostics) -> Option<Node<'a>> {
        let node = self.parse_any(diagnostics)?;
        let hint = match &node.value {
            Value::Map(_) => return Some(node),
            Value::List(_) => "уберите `- ` в начале строк",
            Value::Text(_) | Value::Empty => "поставьте после ключа двоеточие и пробел",
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
        if let Some(map) = flat::map(self.text()) {
            return Some(map);
        }
        match outline::of(self).and_then(|outline| read::along(&outline, self)) {
            Ok(node) => Some(node),
            Err(problem) => {
                diagnostics.push(problem);
                None
            }
        }
    }

    /// A warning for each unquoted value that a `#` after a space cuts: YAML takes the rest for a
    /// comment, and a title such as «Игра № 5 #вместе» would lose its end silently.
    pub fn warn_of_cut_values(&self, diagnostics: &mut Diagnostics) {
        let may_cut = self.text().contains(" #") || self.text().contains("\t#");
        if !may_cut || flat::map(self.text()).is_some() {
            return;
        }
        let Ok(outline) = outline::of(self) else { return };
        let mut spans = Vec::new();
        outline.plain_ends(&mut spans);
        diagnostics.extend(spans.into_iter().filter_map(|(line, column)| {
            let text = self.text().lines().nth(line - 1)?;
            let rest: String = text.chars().skip(column - 1).collect();
            let blank = rest.chars().take_while(|c| c.is_whitespace()).count();
            let comment = rest.trim();
            (blank > 0 && comment.starts_with('#')).then(|| {
                let length = comment.chars().count();
                Diagnostic::warning(format!("после знака `#` значение обрывается: «{comment}» не войдёт"))
                    .at(self.place(Span { line, column: column + blank, length }))
                    .hint("возьмите всё значение в кавычки; если это пояснение для себя, перенесите его на отдельную строку")
            })
        }));
    }
}

impl Node<'_> {
    /// The text of a scalar; nothing for anything else.
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
        Document::whole("a.yaml", text).parse(&mut Diagnostics::new()).unwrap()
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
        let document = Document { file: "p.md", source, start, end };
        let Value::Map(entries) = document.parse(&mut Diagnostics::new()).unwrap().value else {
            panic!("not a map")
        };
        let place = document.place(entries[1].value.span);
        assert_eq!((place.line, place.column, place.length), (3, 15, 7));
        assert_eq!(place.text, "направление:  Шахматы");
    }

    #[test]
    fn repeated_keys_are_kept_for_the_reader_of_fields() {
        assert_eq!(texts("a: 1\na: 2\n").len(), 2);
    }

    #[test]
    fn a_comment_after_a_value_is_a_warning_and_on_its_own_line_is_not() {
        let warnings_in = |text| {
            let mut warnings = Diagnostics::new();
            Document::whole("a", text).warn_of_cut_values(&mut warnings);
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
            ("title: Игра: финал\n", "двоеточ"),
            ("title: \"Тур\" и финал\n", "кавыч"),
            ("\ttitle: Игра\n", "табуляц"),
            ("title: *важно\n", "`*`"),
            ("title: @школа\n", "`@`"),
            ("title: [a, b\n", "скобк"),
            ("title: \"Тур\n", "кавыч"),
            ("дата: 1\nпросто слова\n", "ключ"),
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
            assert_eq!(Document::whole("a", text).parse(&mut diagnostics), None);
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
            let document = Document::whole("a", &text);
            let mut diagnostics = Diagnostics::new();
            let _ = document.parse(&mut diagnostics);
            document.warn_of_cut_values(&mut diagnostics);
        }
    }
}
