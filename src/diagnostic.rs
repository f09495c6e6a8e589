//! A problem in the user's content: what is wrong, where, and how to fix it.
//!
//! Diagnostics are values: each carries the offending line, so that showing one needs no disk. All
//! places of a file share its text, because every link has a place. Diagnostics travel in one way: a
//! function that may find problems takes `diagnostics: &mut Diagnostics`, pushes what it finds, and
//! returns its value, or `None` where the content is unusable. `Result` is for the environment: an
//! unreadable disk, a refused connection. Only the command line draws diagnostics.

mod place;
mod source_text;
mod summary;

use std::ops::{Deref, DerefMut};

use serde::Serialize;

pub use place::Place;
pub use source_text::{Excerpt, SourceText};
pub use summary::{KindCount, MorePlaces, ProblemGroup, ProblemSummary, summarize};

/// How serious a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The site cannot be written.
    Error,
    /// The site is written; `check --strict` counts it as an error.
    Warning,
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

    /// Keeps only the diagnostics that are `wanted`.
    pub fn retain(&mut self, wanted: impl FnMut(&Diagnostic) -> bool) {
        self.0.retain(wanted);
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
