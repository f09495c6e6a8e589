//! Writes paragraphs that consist of short codes.

use std::ops::Range;

use pulldown_cmark::{Event, TagEnd};

use crate::content::markdown::writer::Writer;
use crate::content::short_code::{self, CodeArgument, ShortCode};
use crate::diagnostic::Diagnostic;

impl Writer<'_, '_> {
    /// Adds the short codes of the paragraph at `at` to the body and returns the index after the
    /// paragraph; `None` if the paragraph contains anything else. Invalid codes are reported and
    /// dropped.
    pub(super) fn try_short_codes(&mut self, at: usize) -> Option<usize> {
        let context = self.options.codes?;
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
            match short_code::parse(line, context, self.options.own_keys, &self.options.bounds) {
                Ok((part, argument)) => {
                    let CodeArgument { period, columns } = argument;
                    self.push_short_code(ShortCode { at: 0, part, period, columns, place });
                }
                Err(error) => {
                    let problem = Diagnostic::error(error.message).at(place).hint(error.hint);
                    self.diagnostics.push(problem);
                }
            }
        }
        let inside = self.events[at..].iter();
        let length =
            inside.take_while(|(event, _)| !matches!(event, Event::End(TagEnd::Paragraph))).count();
        Some(at + length + 1)
    }

    fn push_short_code(&mut self, code: ShortCode) {
        self.open_block("");
        let placeholder = self.marker.map(|marker| marker.code_placeholder(self.body.codes.len()));
        self.body.codes.push(ShortCode { at: self.body.html.len(), ..code });
        self.push(placeholder.as_deref().unwrap_or_default());
        self.push("\n");
    }

    /// Reports a short code inside the text `run`, which starts in `range`: it would be published
    /// as plain text.
    pub(super) fn report_inline_short_code(&mut self, run: &str, range: &Range<usize>) {
        if self.options.codes.is_none() {
            return;
        }
        if let Some(code) = short_code::find(run) {
            let problem = Diagnostic::error(format!("код `{code}` стоит не отдельной строкой"))
                .at(self.place(range))
                .hint("оставьте до и после него пустую строку");
            self.diagnostics.push(problem);
        }
    }
}
