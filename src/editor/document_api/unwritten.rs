//! What a text still lacks: to a draft that is no mistake, on its own screen and in the lists alike.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::diagnostic::Diagnostic;
use crate::editor::fields::{label_of, missing_key};

/// Whether photos have no description.
pub(super) fn is_undescribed(message: &str) -> bool {
    let starts = ["нет описания фотографии", "фотографии из папки события без описания"];
    starts.iter().any(|start| message.starts_with(start))
}

/// What is still to be written in an event or a page, in the words of the form, if that is the problem. Of a draft
/// it is none.
pub(super) fn unwritten(message: &str) -> Option<Cow<'static, str>> {
    match is_undescribed(message) {
        true => Some(Cow::Borrowed("что на снимках")),
        false => Some(Cow::Owned(label_of(missing_key(message)?)?.to_lowercase())),
    }
}

/// What is still to be written in each of the texts, and how many of their problems say that.
#[derive(Debug, Default)]
pub(in crate::editor) struct Unwritten<'a>(HashMap<&'a str, UnwrittenParts>);

#[derive(Debug, Default)]
pub(in crate::editor) struct UnwrittenParts {
    /// In the words of the form.
    pub(in crate::editor) words: Vec<Cow<'static, str>>,
    pub(in crate::editor) errors: usize,
    pub(in crate::editor) warnings: usize,
}

impl<'a> Unwritten<'a> {
    pub(in crate::editor) fn of(diagnostics: &'a [Diagnostic]) -> Self {
        let mut all = Self::default();
        for problem in diagnostics {
            let Some((place, words)) = problem.place.as_ref().zip(unwritten(&problem.message))
            else {
                continue;
            };
            let parts = all.0.entry(&place.file).or_default();
            if !parts.words.contains(&words) {
                parts.words.push(words);
            }
            match problem.is_error() {
                true => parts.errors += 1,
                false => parts.warnings += 1,
            }
        }
        all
    }

    /// Of the text `file`; nothing if it is no draft: there it is a mistake.
    pub(in crate::editor) fn take(&mut self, file: &str, is_draft: bool) -> UnwrittenParts {
        let parts = if is_draft { self.0.remove(file) } else { None };
        parts.unwrap_or_default()
    }
}
