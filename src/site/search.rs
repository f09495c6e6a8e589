//! The files that the search page reads.
//!
//! They are scripts: a page opened from a disk can load nothing else. A small section has one file,
//! a larger one several of bounded size. File borders depend only on the order and the lengths of
//! the texts, and some are at fixed numbers, so that a new event changes the last files, no others.

use std::ops::Range;

use super::{Event, EventId, SectionTable, addresses};
use crate::content::data::{CellValue, DataRow};
use crate::content::markdown::Body;
use crate::content::short_code::Part;

/// The most texts in one file of words: each has a letter there.
pub const WORDS: usize = 64;
/// The most titles in one file, and the most texts.
const HEADS: usize = 256;
const TEXTS: usize = 32;
/// Bytes of HTML behind one file of words: about a fifth of it are new words.
const WORDS_SIZE: usize = 288 * 1024;
/// Bytes of HTML behind one file of texts, and of titles: none is over 60 KB.
const TEXTS_SIZE: usize = 58 * 1024;
/// A section with less than this has one file, in bytes.
const WHOLE_SIZE: usize = 200 * 1024;
/// Bytes of a page in the file of titles, and of an event besides its words.
const PAGE_HEAD: usize = 500;
const EVENT_HEAD: usize = 60;
/// Bytes of a table's cell that is not a text, and of the separator of two cells.
const CELL: usize = 16;
const GAP: usize = 2;

/// The files of the search. Without a search there are none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Search {
    /// Titles and other facts about events and pages, known before texts are loaded.
    pub heads: Vec<SearchPart>,
    pub words: Vec<SearchPart>,
    pub texts: Vec<SearchPart>,
    /// Whether all parts are in one file.
    pub is_whole: bool,
    sizes: Sizes,
}

/// Estimated bytes of each event, and of each page and report, in the files of titles, and bytes of
/// their HTML.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Sizes {
    event_heads: Vec<usize>,
    events: Vec<usize>,
    pages: Vec<usize>,
}

/// Consecutive texts of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchPart {
    pub kind: SearchKind,
    /// Places in the list of that kind.
    pub range: Range<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SearchKind {
    /// A place in [`Site::events`](super::Site::events).
    Event,
    /// A place in [`Site::pages`](super::Site::pages) followed by
    /// [`Site::reports`](super::Site::reports).
    Page,
}

impl SearchPart {
    /// The address of the part's own file, which holds `what`.
    pub(super) fn path(&self, what: &str) -> String {
        let kind = match self.kind {
            SearchKind::Event => "",
            SearchKind::Page => "-stranits",
        };
        addresses::search(format_args!("{what}{kind}-{}", self.range.start))
    }
}

impl Search {
    /// The files for these events, and for the texts of pages and reports.
    pub(super) fn new<'b>(
        events: &[Event],
        pages: impl Iterator<Item = &'b Body>,
        tables: &[SectionTable],
    ) -> Self {
        Self::cut(Sizes {
            event_heads: events.iter().map(head_size).collect(),
            events: events.iter().map(|event| event.document.body.html.len()).collect(),
            pages: pages.map(|body| text_size(body, tables)).collect(),
        })
    }

    /// The files with other texts of single events.
    pub(super) fn with_events(&self, events: &[(EventId, Event)]) -> Self {
        let mut sizes = self.sizes.clone();
        for (id, event) in events {
            sizes.event_heads[id.index()] = head_size(event);
            sizes.events[id.index()] = event.document.body.html.len();
        }
        Self::cut(sizes)
    }

    /// Whether the files hold the same texts as those of `other`.
    pub(super) fn has_files_of(&self, other: &Self) -> bool {
        let Self { heads, words, texts, is_whole, sizes: _ } = self;
        *heads == other.heads
            && *words == other.words
            && *texts == other.texts
            && *is_whole == other.is_whole
    }

    fn cut(sizes: Sizes) -> Self {
        let Sizes { event_heads: heads, events, pages } = &sizes;
        let page_heads = vec![PAGE_HEAD; pages.len()];
        let parts = |most, size, events: &[usize], pages: &[usize]| {
            let part = |kind| move |range| SearchPart { kind, range };
            let events = cut(events, most, size).into_iter().map(part(SearchKind::Event));
            events.chain(cut(pages, most, size).into_iter().map(part(SearchKind::Page))).collect()
        };
        let texts: usize = events.iter().chain(pages).sum();
        let heads_size: usize = heads.iter().chain(&page_heads).sum();
        Self {
            heads: parts(HEADS, TEXTS_SIZE, heads, &page_heads),
            words: parts(WORDS, WORDS_SIZE, events, pages),
            texts: parts(TEXTS, TEXTS_SIZE, events, pages),
            is_whole: texts + texts / 5 + heads_size <= WHOLE_SIZE,
            sizes,
        }
    }
}

/// Estimates the bytes of `event` in the file of titles.
fn head_size(event: &Event) -> usize {
    let post = &event.document;
    let summary = post.summary.as_ref().unwrap_or(&post.body.lead);
    let words = post
        .meta
        .place
        .iter()
        .chain(&post.meta.results)
        .chain(&post.meta.classes)
        .chain(&post.meta.teachers);
    let words = words.chain(post.meta.tags.iter().map(|(tag, _)| tag));
    let words: usize = words.map(|word| word.len() + GAP).sum();
    EVENT_HEAD + event.path.len() + post.title.len() + summary.len() + words
}

/// Estimates the bytes of the text of `body`, with the tables in it.
fn text_size(body: &Body, tables: &[SectionTable]) -> usize {
    let tables = body.codes.iter().filter_map(|code| match code.part {
        Part::Table(kind) => tables.iter().find(|table| table.kind() == kind),
        _ => None,
    });
    let rows = tables.flat_map(|table| &table.records.rows);
    body.html.len() + rows.map(row_size).sum::<usize>()
}

fn row_size(row: &DataRow) -> usize {
    let cell = |value: &CellValue| match value {
        CellValue::Text(text)
        | CellValue::Url(text)
        | CellValue::Email(text)
        | CellValue::Phone(text) => text.len(),
        CellValue::Measurements(measures) => measures.len() * CELL,
        _ => CELL,
    };
    row.values.iter().flatten().map(|value| cell(value) + GAP).sum()
}

/// Parts of at most `most` texts and, unless a single text is longer, `size` bytes; each multiple
/// of `most` begins one.
fn cut(lengths: &[usize], most: usize, size: usize) -> Vec<Range<usize>> {
    let mut parts: Vec<Range<usize>> = Vec::new();
    let mut bytes = 0;
    for (at, length) in lengths.iter().enumerate() {
        match parts.last_mut() {
            Some(part) if at % most != 0 && bytes + length <= size => {
                part.end = at + 1;
                bytes += length;
            }
            _ => {
                parts.push(at..at + 1);
                bytes = *length;
            }
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_bounded_and_begins_where_it_did() {
        assert_eq!(cut(&[], 4, 10), []);
        assert_eq!(cut(&[1; 6], 4, 10), [0..4, 4..6]);
        assert_eq!(cut(&[6, 6, 1, 1, 1, 1], 4, 10), [0..1, 1..4, 4..6]);
        assert_eq!(cut(&[99, 1], 4, 10), [0..1, 1..2]);
    }
}
