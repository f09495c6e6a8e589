//! The writer's short codes: paragraphs that are nothing but codes.

use std::ops::Range;

use pulldown_cmark::{Event, TagEnd};

use crate::content::markdown::writer::Writer;
use crate::content::short_code::{self, ShortCode};
use crate::diagnostic::Diagnostic;

impl Writer<'_, '_> {
    /// Notes the codes of the paragraph that begins at `at`, if it holds nothing else; gives the
    /// index of the next event. Of a code that asks for nothing only the problem is left.
    pub(super) fn lone_codes(&mut self, at: usize) -> Option<usize> {
        let home = self.options.codes?;
        let range = self.events[at].1.clone();
        let text = self.text.get(range.clone())?;
        if !text.starts_with("{{") || !text.lines().all(short_code::is_code) {
            return None;
        }
        let mut start = range.start;
        for line in text.split_inclusive('\n') {
            let code = start..start + line.trim_end().len();
            start += line.len();
            let place = self.place(&code);
            match short_code::read(line, home) {
                Ok(part) => self.code_here(ShortCode { at: 0, part, place }),
                Err(wrong) => {
                    let problem = Diagnostic::error(wrong.message).at(place).hint(wrong.hint);
                    self.diagnostics.push(problem);
                }
            }
        }
        let inside = self.events[at..].iter();
        let length =
            inside.take_while(|(event, _)| !matches!(event, Event::End(TagEnd::Paragraph))).count();
        Some(at + length + 1)
    }

    fn code_here(&mut self, code: ShortCode) {
        self.open("");
        let stand_in = self.mark.map(|mark| mark.code(self.body.codes.len()));
        self.body.codes.push(ShortCode { at: self.body.html.len(), ..code });
        self.push(stand_in.as_deref().unwrap_or_default());
        self.push("\n");
    }

    /// A code of ours among the words of `run`, which begins in `range`, would stand in the page as
    /// it is written.
    pub(super) fn refuse_code(&mut self, run: &str, range: &Range<usize>) {
        if self.options.codes.is_none() {
            return;
        }
        if let Some(code) = short_code::within(run) {
            let problem = Diagnostic::error(format!("код `{code}` стоит не отдельной строкой"))
                .at(self.place(range))
                .hint("оставьте до и после него пустую строку");
            self.diagnostics.push(problem);
        }
    }
}
