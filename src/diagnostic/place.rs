//! Where in a source file a problem is.

use serde::Serialize;

use super::source_text::{Excerpt, SourceText};

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
    /// The line without its line break; of a long line, the part around the column.
    pub text: Excerpt,
    /// The number of characters of the line before `text`.
    #[serde(skip_serializing_if = "is_zero")]
    pub skipped: usize,
}

impl Place {
    /// The whole file.
    pub fn file(file: impl Into<String>) -> Self {
        let text = Excerpt::default();
        Self { file: file.into(), line: 0, column: 0, length: 0, text, skipped: 0 }
    }

    /// The bytes `start..end` of `source`, the text of `file`. Of a file with many places, use one
    /// [`SourceText`].
    pub fn span(file: impl Into<String>, source: &str, start: usize, end: usize) -> Self {
        SourceText::new(source).place(file, start, end)
    }

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
