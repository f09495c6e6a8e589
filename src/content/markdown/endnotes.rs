//! Writes references to footnotes, and all footnotes at the end of the body.

use std::collections::HashMap;
use std::ops::Range;

use pulldown_cmark::{Event, TagEnd};

use crate::content::markdown::writer::Writer;

impl<'w> Writer<'w, '_> {
    pub(super) fn write_footnote_reference(&mut self, name: &'w str) {
        let number = self.footnotes.number(name);
        let references = &mut self.footnotes.order[number - 1].1;
        *references += 1;
        let id =
            if *references == 1 { number.to_string() } else { format!("{number}_{references}") };
        let prefix = self.trusted_prefix();
        self.push(&format!(
            "<sup class=\"{prefix}footnote-ref\"><a href=\"{prefix}#fn_{number}\" \
             id=\"{prefix}fnref_{id}\">{number}</a></sup>"
        ));
        self.typographer.add_opaque();
    }

    /// Collects the definition that starts at `at`; returns the index after it.
    pub(super) fn collect_footnote_definition(&mut self, at: usize, name: &'w str) -> usize {
        let end = |(event, _): &_| matches!(event, Event::End(TagEnd::FootnoteDefinition));
        let length = self.events[at..].iter().position(end);
        let end = length.map_or(self.events.len(), |length| at + length);
        self.footnotes.definitions.push((name, at + 1..end));
        end + 1
    }

    /// Writes all footnotes. Those without a reference come last: no text of the author is dropped.
    pub(super) fn write_footnotes(&mut self) {
        if self.footnotes.definitions.is_empty() {
            return;
        }
        // Definitions do not nest, so writing them adds none.
        let definitions = std::mem::take(&mut self.footnotes.definitions);
        let mut ranges: HashMap<&str, Vec<Range<usize>>> = HashMap::new();
        for (name, range) in &definitions {
            ranges.entry(name).or_default().push(range.clone());
        }
        let prefix = self.trusted_prefix();
        self.open_block(&format!(
            "<section class=\"{prefix}footnotes\" role=\"{prefix}doc-endnotes\" \
             aria-label=\"{prefix}Сноски\">\n<ol>\n"
        ));
        let mut number = 0;
        let mut unreferenced = definitions.iter();
        loop {
            let Some(&(name, _)) = self.footnotes.order.get(number) else {
                let Some((name, range)) = unreferenced.next() else { break };
                if !self.footnotes.has(name) {
                    let definition = &self.events[range.start - 1].1;
                    self.warn_of_unused_footnote(name, definition);
                }
                self.footnotes.number(name);
                continue;
            };
            number += 1;
            self.push(&format!("<li id=\"{prefix}fn_{number}\">\n"));
            for range in ranges.remove(name).unwrap_or_default() {
                self.run(range);
            }
            if self.footnotes.order[number - 1].1 > 0 {
                self.write_back_link(number);
            }
            self.push("</li>\n");
        }
        self.push("</ol>\n</section>\n");
    }

    /// Writes the link back to the first reference, inside the last paragraph if there is one.
    fn write_back_link(&mut self, number: usize) {
        let prefix = self.trusted_prefix();
        let paragraph = self.body.html.ends_with("</p>\n");
        if paragraph {
            self.body.html.truncate(self.body.html.len() - "</p>\n".len());
        }
        self.push(&format!(
            " <a href=\"{prefix}#fnref_{number}\" class=\"{prefix}footnote-back\" \
             aria-label=\"{prefix}Назад к тексту\">↩</a>"
        ));
        self.push(if paragraph { "</p>\n" } else { "\n" });
    }
}
