//! Footnotes, numbered in the order of their first reference.
//!
//! A definition may stand anywhere and refer to other footnotes. So the writer only collects the
//! range of its events, and writes all definitions at the end of the body.

use std::collections::HashMap;
use std::ops::Range;

/// The footnotes read so far.
#[derive(Debug, Default)]
pub(super) struct Footnotes<'w> {
    /// Names in the order of their numbers, each with its number of references.
    pub(super) order: Vec<(&'w str, usize)>,
    numbers: HashMap<&'w str, usize>,
    /// The events of each definition. A name may have several, which are joined.
    pub(super) definitions: Vec<(&'w str, Range<usize>)>,
}

impl<'w> Footnotes<'w> {
    /// Whether something refers to a footnote.
    pub(super) fn has(&self, name: &str) -> bool {
        self.numbers.contains_key(name)
    }

    /// The number of a footnote, from 1; a new name gets the next number.
    pub(super) fn number(&mut self, name: &'w str) -> usize {
        *self.numbers.entry(name).or_insert_with(|| {
            self.order.push((name, 0));
            self.order.len()
        })
    }
}
