//! What the search of the section reads, cut into files of bounded size.
//!
//! A browser asks for these files one by one and from a disk too, so they are scripts. Their
//! borders depend on nothing but the order of the texts and their lengths, and each begins at a
//! fixed number: a new event changes the last files and that of its school year, no others.

use std::ops::Range;

use super::Event;
use crate::content::markdown::Body;

/// How many texts stand in one file of words, at most: their numbers within it are one letter each.
pub const WORDS: usize = 64;
/// How many texts stand in one file of texts, at most.
const TEXTS: usize = 8;
/// How many bytes of HTML stand behind one file of words: about a fifth of it are new words.
const WORDS_SIZE: usize = 288 * 1024;
/// How many bytes of HTML stand in one file of texts, so that none is over 60 KB.
const TEXTS_SIZE: usize = 58 * 1024;
/// The length of a text with tables, which are not known here: it fills a file.
const UNKNOWN: usize = WORDS_SIZE;

/// The files of the search.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Search {
    /// The files of words.
    pub words: Vec<SearchPart>,
    /// The files of texts.
    pub texts: Vec<SearchPart>,
}

/// Some texts that follow each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchPart {
    /// What they are.
    pub kind: SearchKind,
    /// Their places in the list of all of their kind.
    pub range: Range<usize>,
}

/// What a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SearchKind {
    /// A place in [`Site::events`](super::Site::events).
    Event,
    /// A place in [`Site::pages`](super::Site::pages), and, behind them, in
    /// [`Site::reports`](super::Site::reports).
    Page,
}

/// The page of the search.
pub const SEARCH: &str = "poisk.html";
/// The titles of the standing pages and of the reports.
pub(super) const PAGES: &str = "poisk/stranitsy.js";

impl SearchPart {
    /// The address of the file of `what` these texts are in.
    pub(super) fn path(&self, what: &str) -> String {
        let of = match self.kind {
            SearchKind::Event => "",
            SearchKind::Page => "-stranits",
        };
        format!("poisk/{what}{of}-{}.js", self.range.start)
    }
}

impl Search {
    /// The files for these events, and for the texts of pages and reports.
    pub(super) fn new<'b>(events: &[Event], pages: impl Iterator<Item = &'b Body>) -> Self {
        let events: Vec<usize> = events.iter().map(|event| event.post.body.html.len()).collect();
        let length = |body: &Body| if body.codes.is_empty() { body.html.len() } else { UNKNOWN };
        let pages: Vec<usize> = pages.map(length).collect();
        let both = |most, size| {
            let parts = |kind, lengths: &[usize]| {
                cut(lengths, most, size).into_iter().map(move |range| SearchPart { kind, range })
            };
            parts(SearchKind::Event, &events).chain(parts(SearchKind::Page, &pages)).collect()
        };
        Self { words: both(WORDS, WORDS_SIZE), texts: both(TEXTS, TEXTS_SIZE) }
    }
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
