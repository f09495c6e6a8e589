//! The writer's blocks: paragraphs, headings, code and the cells of tables.

use pulldown_cmark::{Alignment, CodeBlockKind, Event, HeadingLevel};

use crate::content::markdown::escape::{escape_attribute, escape_text};
use crate::content::markdown::headings;
use crate::content::markdown::writer::Writer;

impl Writer<'_, '_> {
    /// A paragraph; one that is a single picture or the address of a video becomes a figure.
    pub(super) fn paragraph(&mut self, at: usize) -> usize {
        let whole = self.lone_codes(at).or_else(|| self.lone_picture(at + 1));
        if let Some(next) = whole.or_else(|| self.lone_video(at + 1)) {
            return next;
        }
        self.open("<p>");
        if self.body.lead.is_empty() {
            self.plain = Some(String::with_capacity(self.events[at].1.len()));
        }
        at + 1
    }

    pub(super) fn end_heading(&mut self, level: isize) {
        self.push("</h");
        self.push_level(level);
        self.close(">\n");
        let Some(text) = self.plain.take().filter(|_| self.mark.is_none()) else { return };
        let id = self.headings.add(level.unsigned_abs() as u8, &text);
        headings::insert_id(&mut self.body, self.heading_at, id);
    }

    pub(super) fn level(&self, level: HeadingLevel) -> isize {
        (level as isize + self.shift).clamp(1, 6)
    }

    pub(super) fn push_level(&mut self, level: isize) {
        self.push(["1", "2", "3", "4", "5", "6"][level.clamp(1, 6).unsigned_abs() - 1]);
    }

    pub(super) fn code_block(&mut self, at: usize, kind: &CodeBlockKind<'_>) -> usize {
        let language = match kind {
            CodeBlockKind::Fenced(info) => info.split(' ').next().unwrap_or_default(),
            CodeBlockKind::Indented => "",
        };
        self.open("<pre><code");
        if !language.is_empty() {
            self.own(" class=\"");
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
        self.close("</code></pre>\n");
        at + 1
    }

    pub(super) fn table_cell(&mut self) {
        self.block();
        self.push(if self.cell == "th" { "<th scope=\"col\"" } else { "<td" });
        let side = match self.table.get(self.column) {
            Some(Alignment::Left) => "left",
            Some(Alignment::Center) => "center",
            Some(Alignment::Right) => "right",
            Some(Alignment::None) | None => return self.push(">"),
        };
        self.own(" style=\"");
        self.push("text-align: ");
        self.push(side);
        self.push("\">");
    }
}
