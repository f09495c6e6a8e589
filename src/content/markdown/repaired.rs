//! A body after repairs, and where in the source its places are.

use std::borrow::Cow;
use std::ops::Range;

/// A replacement of bytes of the text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Edit {
    pub(super) range: Range<usize>,
    pub(super) new: Cow<'static, str>,
}

/// A body after repairs; places in it are traced back to the source.
#[derive(Debug)]
pub(super) struct RepairedText<'a> {
    pub(super) text: Cow<'a, str>,
    /// One for each round of repairs.
    maps: Vec<OffsetMap>,
}

/// For each stretch that a round copied: where it starts after and before the round, and its length.
type OffsetMap = Vec<(usize, usize, usize)>;

impl<'a> RepairedText<'a> {
    pub(super) fn new(body: &'a str) -> Self {
        Self { text: Cow::Borrowed(body), maps: Vec::new() }
    }

    /// Applies `edits`, sorted by their ranges.
    pub(super) fn apply(&mut self, edits: &[Edit]) {
        let mut text = String::with_capacity(self.text.len() + edits.len() * 4);
        let mut map = Vec::with_capacity(edits.len() + 1);
        let mut copied = 0;
        let end = self.text.len()..self.text.len();
        let all = edits.iter().map(|edit| (edit.range.clone(), &*edit.new));
        for (range, new) in all.chain([(end, "")]) {
            if range.start < copied {
                continue;
            }
            map.push((text.len(), copied, range.start - copied));
            text.push_str(&self.text[copied..range.start]);
            text.push_str(new);
            copied = range.end;
        }
        self.text = Cow::Owned(text);
        self.maps.push(map);
    }

    /// The byte of the source that the byte `at` of the text comes from.
    pub(super) fn in_source(&self, at: usize) -> usize {
        self.maps.iter().rev().fold(at, |at, map| {
            let stretch = map.partition_point(|&(start, ..)| start <= at).saturating_sub(1);
            map.get(stretch).map_or(at, |&(start, before, length)| {
                before + at.saturating_sub(start).min(length)
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::markdown::{parse, repair};

    #[test]
    fn places_lead_back_to_the_source() {
        let text = "##Итоги\n\n    Абзац\n\n• раз";
        let mut repaired = RepairedText::new(text);
        let edits = repair::find(text, &parse(text));
        repaired.apply(&edits);
        for word in ["##", "Итоги", "Абзац", "раз"] {
            let at = repaired.text.find(word).expect("it is kept");
            assert_eq!(repaired.in_source(at), text.find(word).expect("it is there"), "{word}");
        }
        assert_eq!(repaired.in_source(repaired.text.len()), text.len());
    }
}
