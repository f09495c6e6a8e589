//! A problem in the user's content: what is wrong, where, and how to fix it.
//!
//! Diagnostics are values: each carries the offending line, so that showing one needs no disk. They
//! travel in one way: a function that may find problems takes `diagnostics: &mut Diagnostics`,
//! pushes what it finds, and returns its value, or `None` where the content is unusable. `Result` is
//! for the environment: an unreadable disk, a refused connection. Only the command line draws
//! diagnostics.

mod summary;

use std::ops::{Deref, DerefMut};

use serde::Serialize;

pub use summary::{KindCount, MorePlaces, ProblemGroup, ProblemSummary, summarize};

/// The maximum length in bytes of the text of a [`Place`]. Every link has a place, so a line of
/// 10,000 links would be stored 10,000 times.
const MAX_TEXT: usize = 8_000;

/// How serious a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The site cannot be written.
    Error,
    /// The site is written; `check --strict` counts it as an error.
    Warning,
}

/// A stretch of one line of a source file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Place {
    /// The file, relative to the site's root, with `/` between folders.
    pub file: String,
    /// Counted from 1; 0 for the whole file.
    pub line: usize,
    /// In characters from 1; 0 for the whole line or file.
    pub column: usize,
    /// In characters; at least 1 where there is a column.
    pub length: usize,
    /// The line without its line break. Of a line of more than some thousand characters, the part
    /// around the column.
    pub text: String,
    /// The number of characters of the line before `text`.
    #[serde(skip_serializing_if = "is_zero")]
    pub skipped: usize,
}

impl Place {
    /// The whole file.
    pub fn file(file: impl Into<String>) -> Self {
        Self { file: file.into(), line: 0, column: 0, length: 0, text: String::new(), skipped: 0 }
    }

    /// The bytes `start..end` of `source`, the text of `file`; cut at the end of the first line.
    /// An offset outside the text or inside a character moves back to the nearest valid one.
    pub fn span(file: impl Into<String>, source: &str, start: usize, end: usize) -> Self {
        let start = floor_char_boundary(source, start);
        let line_start = source[..start].rfind('\n').map_or(0, |at| at + 1);
        let line_end = source[start..].find('\n').map_or(source.len(), |at| start + at);
        let end = floor_char_boundary(source, end.clamp(start, line_end));
        let (text_start, text_end) = if line_end - line_start <= MAX_TEXT {
            (line_start, line_end)
        } else {
            let text_start = line_start.max(start.saturating_sub(MAX_TEXT / 2));
            let text_end = line_end.min(start + MAX_TEXT / 2);
            (floor_char_boundary(source, text_start), floor_char_boundary(source, text_end))
        };
        let skipped = source[line_start..text_start].chars().count();
        Self {
            file: file.into(),
            line: source[..line_start].bytes().filter(|&byte| byte == b'\n').count() + 1,
            column: skipped + source[text_start..start].chars().count() + 1,
            length: source[start..end].chars().count().max(1),
            text: source[text_start..text_end].trim_end_matches('\r').to_owned(),
            skipped,
        }
    }
}

impl Place {
    /// The file and the line for a person: «content/posts/a.md, строка 8».
    pub fn address(&self) -> String {
        match self.line {
            0 => self.file.clone(),
            line => format!("{}, строка {line}", self.file),
        }
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_zero(number: &usize) -> bool {
    *number == 0
}

fn floor_char_boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Diagnostic {
    pub severity: Severity,
    /// What is wrong, in Russian, without a full stop.
    pub message: String,
    /// `None` only for a problem of the whole site.
    pub place: Option<Place>,
    /// A second place (the other of two equal addresses) and its label.
    pub other: Option<(Place, String)>,
    /// How to fix it, in Russian; may be empty.
    pub hint: String,
}

impl Diagnostic {
    pub fn error(message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Error,
            message: message.into(),
            place: None,
            other: None,
            hint: String::new(),
        }
    }

    pub fn warning(message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(message) }
    }

    /// Sets the place.
    #[must_use]
    pub fn at(self, place: Place) -> Self {
        Self { place: Some(place), ..self }
    }

    /// Adds a second place and its label.
    #[must_use]
    pub fn and(self, place: Place, label: impl Into<String>) -> Self {
        Self { other: Some((place, label.into())), ..self }
    }

    /// Sets the hint.
    #[must_use]
    pub fn hint(self, hint: impl Into<String>) -> Self {
        Self { hint: hint.into(), ..self }
    }

    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

/// Problems in the order in which they were found. Reads as a slice.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    /// No problems yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a problem.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.0.push(diagnostic);
    }

    /// Whether there is an error among them: the site cannot be written.
    pub fn has_errors(&self) -> bool {
        self.has_errors_since(0)
    }

    /// Whether there is an error behind the first `len` diagnostics.
    pub fn has_errors_since(&self, len: usize) -> bool {
        self.iter().skip(len).any(Diagnostic::is_error)
    }

    /// The diagnostics as a list.
    pub fn into_vec(self) -> Vec<Diagnostic> {
        self.0
    }
}

impl Deref for Diagnostics {
    type Target = [Diagnostic];

    fn deref(&self) -> &[Diagnostic] {
        &self.0
    }
}

impl DerefMut for Diagnostics {
    fn deref_mut(&mut self) -> &mut [Diagnostic] {
        &mut self.0
    }
}

impl Extend<Diagnostic> for Diagnostics {
    fn extend<I: IntoIterator<Item = Diagnostic>>(&mut self, diagnostics: I) {
        self.0.extend(diagnostics);
    }
}

impl FromIterator<Diagnostic> for Diagnostics {
    fn from_iter<I: IntoIterator<Item = Diagnostic>>(diagnostics: I) -> Self {
        Self(Vec::from_iter(diagnostics))
    }
}

impl From<Diagnostic> for Diagnostics {
    fn from(diagnostic: Diagnostic) -> Self {
        Self(vec![diagnostic])
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'d> IntoIterator for &'d Diagnostics {
    type Item = &'d Diagnostic;
    type IntoIter = std::slice::Iter<'d, Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}
