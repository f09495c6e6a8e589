//! Writes blocks: paragraphs, headings and code blocks.

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel};

use crate::content::markdown::escape::{escape_attribute, escape_text};
use crate::content::markdown::headings;
use crate::content::markdown::writer::Writer;

impl Writer<'_, '_> {
    /// Writes the start of a paragraph, or the whole paragraph if it consists of short codes, one
    /// picture or one video URL. Returns the index of the next event.
    pub(super) fn write_paragraph(&mut self, at: usize) -> usize {
        let whole = self.try_short_codes(at).or_else(|| self.try_figure(at + 1));
        if let Some(next) = whole.or_else(|| self.try_video_figure(at + 1)) {
            return next;
        }
        self.open_block("<p>");
        if self.body.lead.is_empty() {
            self.plain_text = Some(String::with_capacity(self.events[at].1.len()));
        }
        at + 1
    }

    pub(super) fn end_heading(&mut self, level: isize) {
        self.push("</h");
        self.push_level(level);
        self.close_block(">\n");
        let Some(text) = self.plain_text.take().filter(|_| self.marker.is_none()) else { return };
        let id = self.headings.add(level.unsigned_abs() as u8, &text);
        headings::insert_id(&mut self.body, self.heading_id_at, id);
    }

    pub(super) fn level(&self, level: HeadingLevel) -> isize {
        (level as isize + self.level_shift).clamp(1, 6)
    }

    pub(super) fn push_level(&mut self, level: isize) {
        self.push(["1", "2", "3", "4", "5", "6"][level.clamp(1, 6).unsigned_abs() - 1]);
    }

    pub(super) fn write_code_block(&mut self, at: usize, kind: &CodeBlockKind<'_>) -> usize {
        let language = match kind {
            CodeBlockKind::Fenced(info) => info.split(' ').next().unwrap_or_default(),
            CodeBlockKind::Indented => "",
        };
        self.warn_of_unclosed_fence(kind, &self.events[at].1);
        self.open_block("<pre><code");
        if !language.is_empty() {
            self.push_trusted(" class=\"");
            self.push("language-");
            escape_attribute(&mut self.body.html, language);
            self.push("\"");
        }
        self.push(">");
        let mut at = at + 1;
        while let Event::Text(text) = &self.events[at].0 {
            escape_text(&mut self.body.html, text);
            at += 1;
        }
        self.close_block("</code></pre>\n");
        at + 1
    }
}
