//! A problem in the user's content: what is wrong, where, and how to mend it.
//!
//! Diagnostics are values: they carry the offending line with them, so that showing one needs no
//! disk. The library collects them; only the command draws them.

use serde::Serialize;

/// How grave a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The site is not written.
    Error,
    /// The site is written; `check --strict` counts it as an error.
    Warning,
}

/// A stretch of one line of a source file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Place {
    /// The file, relative to the site's root, with `/` between folders.
    pub file: String,
    /// The line, counted from 1; 0 where the whole file is meant.
    pub line: usize,
    /// The column, counted in characters from 1; 0 where the whole line or file is meant.
    pub column: usize,
    /// How many characters are meant; at least 1 where a column is given.
    pub length: usize,
    /// The line itself, without its end.
    pub text: String,
}

impl Place {
    /// A file as a whole.
    pub fn file(file: impl Into<String>) -> Self {
        Self { file: file.into(), line: 0, column: 0, length: 0, text: String::new() }
    }

    /// The bytes `start..end` of `source`, the text of `file`; cut at the end of the first line.
    /// Offsets outside the text or inside a character are moved to the nearest sound one before.
    pub fn span(file: impl Into<String>, source: &str, start: usize, end: usize) -> Self {
        let start = floor_char_boundary(source, start);
        let line_start = source[..start].rfind('\n').map_or(0, |at| at + 1);
        let line_end = source[start..].find('\n').map_or(source.len(), |at| start + at);
        let end = floor_char_boundary(source, end.clamp(start, line_end));
        Self {
            file: file.into(),
            line: source[..line_start].bytes().filter(|&byte| byte == b'\n').count() + 1,
            column: source[line_start..start].chars().count() + 1,
            length: source[start..end].chars().count().max(1),
            text: source[line_start..line_end].trim_end_matches('\r').to_owned(),
        }
    }
}

fn floor_char_boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// One problem.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Diagnostic {
    /// How grave it is.
    pub severity: Severity,
    /// What is wrong, in Russian, without a full stop.
    pub message: String,
    /// Where; none only for a problem of the site as a whole.
    pub place: Option<Place>,
    /// A second place that belongs to the problem (the other of two equal addresses), with what
    /// it is.
    pub other: Option<(Place, String)>,
    /// What to do, in Russian; may be empty.
    pub hint: String,
}

impl Diagnostic {
    /// An error.
    pub fn error(message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Error,
            message: message.into(),
            place: None,
            other: None,
            hint: String::new(),
        }
    }

    /// A warning.
    pub fn warning(message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(message) }
    }

    /// The same problem, at `place`.
    #[must_use]
    pub fn at(self, place: Place) -> Self {
        Self { place: Some(place), ..self }
    }

    /// The same problem, with a second place and what stands there.
    #[must_use]
    pub fn and(self, place: Place, label: impl Into<String>) -> Self {
        Self { other: Some((place, label.into())), ..self }
    }

    /// The same problem, with what to do about it.
    #[must_use]
    pub fn hint(self, hint: impl Into<String>) -> Self {
        Self { hint: hint.into(), ..self }
    }

    /// Whether the site cannot be written because of it.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}
