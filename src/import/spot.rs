//! Where in a row something is wrong.

use super::Problem;
use super::columns::{Columns, Kind};
use super::rows::At;
use crate::diagnostic::Severity;

/// A row of a table whose columns are known.
#[derive(Clone, Copy)]
pub(super) struct Spot<'a> {
    pub(super) at: &'a At,
    pub(super) columns: &'a Columns,
}

impl Spot<'_> {
    /// What is wrong in the first column of `kinds` that there is.
    pub(super) fn problem(&self, severity: Severity, kinds: &[Kind], message: String) -> Problem {
        let column = self.columns.place(kinds);
        Problem {
            at: self.at.to_string(),
            place: column.map_or_else(|| self.at.to_string(), |column| self.at.cell(column)),
            severity,
            message,
            hint: String::new(),
        }
    }

    pub(super) fn error(&self, kind: Kind, message: String) -> Problem {
        self.problem(Severity::Error, &[kind], message)
    }

    pub(super) fn warning(&self, kinds: &[Kind], message: String) -> Problem {
        self.problem(Severity::Warning, kinds, message)
    }
}
