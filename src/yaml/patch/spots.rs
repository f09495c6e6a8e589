//! Where keys and values stand in a YAML text, in bytes.

use std::ops::Range;

use crate::yaml::YamlDocument;
use crate::yaml::outline::{self, Outline, Shape};
use crate::yaml::repair::{self, Repaired};

/// The place of a value.
#[derive(Debug)]
pub(super) struct Spot {
    pub(super) start: usize,
    /// The same as `start` where nothing is written.
    pub(super) end: usize,
    pub(super) shape: SpotShape,
}

#[derive(Debug)]
pub(super) enum SpotShape {
    Scalar,
    /// `flow`: in brackets.
    List {
        flow: bool,
        items: Vec<Spot>,
    },
    Map {
        flow: bool,
        entries: Vec<EntrySpot>,
    },
}

/// The places of a key and its value.
#[derive(Debug)]
pub(super) struct EntrySpot {
    pub(super) key: Range<usize>,
    pub(super) value: Spot,
}

/// The places in `text`, which is read as `YamlDocument::parse_any` reads it; `None` where it cannot be
/// read.
pub(super) fn read(text: &str) -> Option<Spot> {
    let direct = outline::outline(&YamlDocument::whole("", text)).ok();
    let direct = direct.map(|outline| SpotReader::new(text).spot(&outline, 0));
    let is_suspect = direct.as_ref().is_none_or(|spot| match &spot.shape {
        SpotShape::Scalar => true,
        SpotShape::List { .. } => false,
        SpotShape::Map { entries, .. } => {
            entries.iter().any(|entry| key_text(text, &entry.key).contains(':'))
        }
    });
    let repaired = if is_suspect { repair::repair(text) } else { None };
    let Some(repaired) = repaired else { return direct };
    let outline = outline::outline(&YamlDocument::whole("", &repaired.text)).ok()?;
    let mut spot = SpotReader::new(&repaired.text).spot(&outline, 0);
    spot.move_back(&repaired, text);
    Some(spot)
}

/// The key at `range`, without quotes.
pub(super) fn key_text<'t>(text: &'t str, range: &Range<usize>) -> &'t str {
    let written = text.get(range.clone()).unwrap_or_default().trim();
    let quoted = ['"', '\'']
        .into_iter()
        .find_map(|quote| written.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote)));
    quoted.unwrap_or(written)
}

impl Spot {
    pub(super) fn is_empty(&self) -> bool {
        self.start == self.end
    }

    /// Makes the places in the repaired text places in the text as written.
    fn move_back(&mut self, repaired: &Repaired, written: &str) {
        self.start = repaired.written_byte(written, self.start);
        self.end = repaired.written_byte(written, self.end).max(self.start);
        match &mut self.shape {
            SpotShape::Scalar => {}
            SpotShape::List { items, .. } => {
                items.iter_mut().for_each(|item| item.move_back(repaired, written));
            }
            SpotShape::Map { entries, .. } => {
                for EntrySpot { key, value } in entries {
                    *key = repaired.written_byte(written, key.start)
                        ..repaired.written_byte(written, key.end);
                    value.move_back(repaired, written);
                    // Of a missing value.
                    value.start = value.start.max(key.end);
                    value.end = value.end.max(value.start);
                }
            }
        }
    }
}

/// The length of the value in quotes with which `text` begins. The event parser counts blanks and a
/// comment behind it.
fn quoted(text: &str) -> Option<usize> {
    let quote = text.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    let mut letters = text.char_indices().skip(1).peekable();
    while let Some((at, letter)) = letters.next() {
        if letter == '\\' && quote == '"' {
            letters.next();
        } else if letter == quote {
            let is_doubled = quote == '\'' && letters.next_if(|(_, next)| *next == quote).is_some();
            if !is_doubled {
                return Some(at + 1);
            }
        }
    }
    None
}

struct SpotReader<'a> {
    text: &'a str,
    /// The byte at which each line begins.
    lines: Vec<usize>,
}

impl<'a> SpotReader<'a> {
    fn new(text: &'a str) -> Self {
        let breaks = memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1);
        Self { text, lines: std::iter::once(0).chain(breaks).collect() }
    }

    /// The byte of a line and a column, both counted from 1.
    fn byte(&self, line: usize, column: usize) -> usize {
        let Some(&start) = self.lines.get(line.saturating_sub(1)) else { return self.text.len() };
        let mut letters = self.text[start..].char_indices().skip(column.saturating_sub(1));
        letters.next().map_or(self.text.len(), |(at, _)| start + at)
    }

    /// The places of `outline`, a value that begins at the byte `from` or later.
    fn spot(&self, outline: &Outline, from: usize) -> Spot {
        let start = self.byte(outline.span.line, outline.span.column);
        let end = self.byte(outline.end.line, outline.end.column).max(start);
        match &outline.shape {
            Shape::Scalar { .. } => {
                // The event parser takes a text of several lines to begin below its `|` or `>`.
                let before = self.text[from..start.max(from)].trim_start();
                let is_block = before.starts_with(['|', '>']);
                let start = if is_block { start - before.len() } else { start };
                let written = match quoted(&self.text[start..]) {
                    Some(length) => &self.text[start..start + length],
                    None => self.text[start..end].trim_end(),
                };
                if written.is_empty() {
                    return Spot { start: from, end: from, shape: SpotShape::Scalar };
                }
                Spot { start, end: start + written.len(), shape: SpotShape::Scalar }
            }
            Shape::List(outlines) => {
                let flow = self.text[start..].starts_with('[');
                let mut items = Vec::with_capacity(outlines.len());
                let mut from = if flow { start + 1 } else { from };
                for outline in outlines {
                    let at = if flow { from } else { self.behind_dash(from) };
                    let item = self.spot(outline, at);
                    from = item.end;
                    items.push(item);
                }
                let end = if flow { self.behind(']', from) } else { from };
                Spot { start, end, shape: SpotShape::List { flow, items } }
            }
            Shape::Map(outlines) => {
                let flow = self.text[start..].starts_with('{');
                let mut entries = Vec::with_capacity(outlines.len());
                let mut last = if flow { start + 1 } else { start };
                for (key, outline) in outlines {
                    let from = self.byte(key.line, key.column);
                    let key = from..self.byte(key.line, key.column + key.length);
                    let colon = self.text[key.end..].find(':').map_or(0, |at| at + 1);
                    let value = self.spot(outline, key.end + colon);
                    last = value.end;
                    entries.push(EntrySpot { key, value });
                }
                let end = if flow { self.behind('}', last) } else { last };
                Spot { start, end, shape: SpotShape::Map { flow, entries } }
            }
        }
    }

    /// The byte behind the bracket that ends a list or a map whose last value ends at `from`. The event
    /// parser counts what follows it.
    fn behind(&self, bracket: char, from: usize) -> usize {
        let at = self.text[from..].find(bracket).map(|at| from + at + bracket.len_utf8());
        at.unwrap_or(self.text.len())
    }

    /// The byte behind the first dash that begins a line at `from` or below.
    fn behind_dash(&self, from: usize) -> usize {
        let mut at = from;
        for line in self.text[from..].split_inclusive('\n') {
            let content = line.trim_start();
            if content.starts_with('-') {
                return at + (line.len() - content.len()) + 1;
            }
            at += line.len();
        }
        from
    }
}
