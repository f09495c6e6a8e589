//! Footnotes: numbered in the order of their first mention, and set at the end of the body.
//!
//! A definition may stand anywhere and mention other footnotes; so its events are only noted
//! where it stands, and written when all mentions before it are known.

use std::collections::HashMap;
use std::ops::Range;

use pulldown_cmark::{Event, TagEnd};

use crate::content::markdown::writer::Writer;

/// The footnotes met so far.
#[derive(Debug, Default)]
pub(super) struct Footnotes<'w> {
    /// The names in the order of their numbers, with how often each was mentioned.
    order: Vec<(&'w str, usize)>,
    numbers: HashMap<&'w str, usize>,
    /// The events of each definition; several of one name are set one under another.
    definitions: Vec<(&'w str, Range<usize>)>,
}

impl<'w> Footnotes<'w> {
    /// The number of a footnote, counted from 1; a new one if it is not known.
    fn number(&mut self, name: &'w str) -> usize {
        *self.numbers.entry(name).or_insert_with(|| {
            self.order.push((name, 0));
            self.order.len()
        })
    }
}

impl<'w> Writer<'w, '_> {
    pub(super) fn footnote_reference(&mut self, name: &'w str) {
        let number = self.footnotes.number(name);
        let mentions = &mut self.footnotes.order[number - 1].1;
        *mentions += 1;
        let id = if *mentions == 1 { number.to_string() } else { format!("{number}_{mentions}") };
        let own = self.own_prefix();
        self.push(&format!(
            "<sup class=\"{own}footnote-ref\"><a href=\"{own}#fn_{number}\" \
             id=\"{own}fnref_{id}\">{number}</a></sup>"
        ));
        self.typographer.opaque();
    }

    /// Notes the definition that begins at `at`; gives the index after it.
    pub(super) fn footnote_definition(&mut self, at: usize, name: &'w str) -> usize {
        let end = |(event, _): &_| matches!(event, Event::End(TagEnd::FootnoteDefinition));
        let length = self.events[at..].iter().position(end);
        let end = length.map_or(self.events.len(), |length| at + length);
        self.footnotes.definitions.push((name, at + 1..end));
        end + 1
    }

    /// Writes the footnotes; the unmentioned last, for nothing that is written may be lost.
    pub(super) fn write_footnotes(&mut self) {
        if self.footnotes.definitions.is_empty() {
            return;
        }
        // In a definition there are no others (they stand at the top level), so the list is whole.
        let definitions = std::mem::take(&mut self.footnotes.definitions);
        let mut ranges: HashMap<&str, Vec<Range<usize>>> = HashMap::new();
        for (name, range) in &definitions {
            ranges.entry(name).or_default().push(range.clone());
        }
        let own = self.own_prefix();
        self.open(&format!(
            "<section class=\"{own}footnotes\" role=\"{own}doc-endnotes\" \
             aria-label=\"{own}Сноски\">\n<ol>\n"
        ));
        let mut number = 0;
        let mut unmentioned = definitions.iter();
        loop {
            let Some(&(name, _)) = self.footnotes.order.get(number) else {
                match unmentioned.next() {
                    Some((name, _)) => self.footnotes.number(name),
                    None => break,
                };
                continue;
            };
            number += 1;
            self.push(&format!("<li id=\"{own}fn_{number}\">\n"));
            for range in ranges.remove(name).unwrap_or_default() {
                self.run(range);
            }
            if self.footnotes.order[number - 1].1 > 0 {
                self.write_way_back(number);
            }
            self.push("</li>\n");
        }
        self.push("</ol>\n</section>\n");
    }

    /// The link to the first mention, in the last paragraph if there is one.
    fn write_way_back(&mut self, number: usize) {
        let own = self.own_prefix();
        let paragraph = self.body.html.ends_with("</p>\n");
        if paragraph {
            self.body.html.truncate(self.body.html.len() - "</p>\n".len());
        }
        self.push(&format!(
            " <a href=\"{own}#fnref_{number}\" class=\"{own}footnote-back\" \
             aria-label=\"{own}Назад к тексту\">↩</a>"
        ));
        self.push(if paragraph { "</p>\n" } else { "\n" });
    }
}
