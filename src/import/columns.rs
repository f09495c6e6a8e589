//! The columns of a table of events, and the names of cells in problems.

mod detect;
mod form_heads;
mod head_rows;

use std::ops::Range;

use super::ImportProblem;
use super::rows::RowLocation;
use crate::config::{OwnKey, OwnKeyId};
use crate::diagnostic::Severity;

pub(super) use detect::{Expectation, TableHead};
pub(crate) use form_heads::{FormHead, form_heads, score};
pub(super) use head_rows::column_of;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ColumnKind {
    /// «№ п/п»
    Number,
    Title,
    /// The audience, often with the number of participants.
    Audience,
    /// The number of participants alone.
    Count,
    /// «Обучающиеся», «Педагоги»: the number of such people, or who they are.
    People,
    Date,
    /// The day on which the event was to be held, beside the one on which it was.
    PlannedDate,
    /// The last day, beside the first.
    DateEnd,
    /// The time of day.
    Time,
    /// URLs of news about the event.
    Link,
    /// Names of pictures.
    Photos,
    /// Whether the event was held.
    Held,
    /// The direction, in tables without a heading row for each direction.
    Direction,
    /// Words for a key of the post.
    PostKey(PostKey),
}

/// A key of a post that takes a cell as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PostKey {
    /// The term of the plan, where the event has a date of its own.
    Planned,
    Summary,
    Time,
    Place,
    Form,
    Level,
    Classes,
    Teachers,
    Responsible,
    Results,
    Held,
    /// A key that the site's settings declare.
    Own(OwnKeyId),
}

impl PostKey {
    /// The key in front matter on a site with these own keys.
    pub fn key(self, own: &[OwnKey]) -> &str {
        match self {
            Self::Own(id) => own.get(id.index()).map_or("", |key| &key.name),
            Self::Planned => "срок",
            Self::Summary => "кратко",
            Self::Time => "время",
            Self::Place => "место",
            Self::Form => "форма",
            Self::Level => "уровень",
            Self::Classes => "классы",
            Self::Teachers => "педагоги",
            Self::Responsible => "ответственный",
            Self::Results => "итоги",
            Self::Held => "проведено",
        }
    }
}

/// One column of a table of events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TableColumn {
    /// Columns of the grid, counted from 0.
    pub(crate) range: Range<usize>,
    /// `None` if posts have no key for it.
    pub(crate) kind: Option<ColumnKind>,
    /// Its head as one text: «Количество участников: педагоги».
    pub(crate) head: String,
    /// Whom a number in it counts.
    pub(crate) noun: Option<String>,
}

/// The columns of a table of events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Columns {
    pub(crate) all: Vec<TableColumn>,
    /// The number of columns of the head.
    pub(crate) width: usize,
}

impl Columns {
    /// The first column, counted from 0, of the first of `kinds` that the table has.
    pub(super) fn position(&self, kinds: &[ColumnKind]) -> Option<usize> {
        let find =
            |wanted: &ColumnKind| self.all.iter().find(|column| column.kind == Some(*wanted));
        kinds.iter().find_map(find).map(|column| column.range.start)
    }

    /// The column at a place of the grid, counted from 0.
    pub(crate) fn at(&self, column: usize) -> Option<&TableColumn> {
        self.all.iter().find(|known| known.range.contains(&column))
    }

    /// The kind of a column, counted from 0.
    pub(super) fn kind_at(&self, column: usize) -> Option<ColumnKind> {
        self.at(column)?.kind
    }
}

/// A row of a table with known columns; names the cell in which something is wrong.
#[derive(Clone, Copy)]
pub(super) struct RowContext<'a> {
    pub(super) location: &'a RowLocation,
    pub(super) columns: &'a Columns,
}

impl RowContext<'_> {
    /// A problem in the first existing column of `kinds`.
    pub(super) fn problem(
        &self,
        severity: Severity,
        kinds: &[ColumnKind],
        message: String,
    ) -> ImportProblem {
        let row = self.location.to_string();
        let column = self.columns.position(kinds);
        let place = column.map_or_else(|| row.clone(), |column| self.location.cell(column));
        ImportProblem { row, place, severity, message, hint: String::new() }
    }

    pub(super) fn error(&self, kind: ColumnKind, message: String) -> ImportProblem {
        self.problem(Severity::Error, &[kind], message)
    }

    pub(super) fn warning(&self, kinds: &[ColumnKind], message: String) -> ImportProblem {
        self.problem(Severity::Warning, kinds, message)
    }
}

#[cfg(test)]
mod tests;
