//! The columns of a table of events, and the names of cells in problems.

use std::ops::Range;

use super::ImportProblem;
use super::head_words::{counted_noun, kind_of_head};
use super::rows::{RowLocation, SourceCell, SourceRow};
use crate::calendar::fold;
use crate::diagnostic::Severity;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ColumnKind {
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
}

impl PostKey {
    /// The key in front matter.
    pub fn key(self) -> &'static str {
        match self {
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
pub(super) struct TableColumn {
    /// Columns of the grid, counted from 0.
    pub(super) range: Range<usize>,
    /// `None` if posts have no key for it.
    pub(super) kind: Option<ColumnKind>,
    /// Its head as one text: «Количество участников: педагоги».
    pub(super) head: String,
    /// Whom a number in it counts.
    pub(super) noun: Option<String>,
}

/// The columns of a table of events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Columns {
    pub(super) all: Vec<TableColumn>,
    /// The number of columns of the head.
    pub(super) width: usize,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum TableHead {
    /// The head of a table of events.
    Events(Columns),
    /// The head of another table.
    Other,
}

/// How much has to speak for a head.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Expectation {
    /// At the start of a table.
    Head,
    /// Among the rows of a table of events, where an event may look like a head.
    Row,
}

impl TableHead {
    /// The head that begins with the first of `rows`, and the number of its rows; `None` if that is an
    /// ordinary row.
    pub(super) fn detect(rows: &[SourceRow], expected: Expectation) -> Option<(Self, usize)> {
        let row = rows.first()?;
        let filled: Vec<_> = row.cells.iter().filter(|cell| !cell.is_empty()).collect();
        if row.table.is_none() || filled.len() < 2 {
            return None;
        }
        let second = rows.get(1).filter(|next| next.table == row.table && is_second_row(row, next));
        let both = second.and_then(|next| Some((Self::of(combined(row, next), expected)?, 2)));
        match both {
            Some((Self::Events(_), _)) => both,
            other => Self::of(single(row), expected).map(|head| (head, 1)).or(other),
        }
    }

    fn of(mut columns: Vec<TableColumn>, expected: Expectation) -> Option<Self> {
        promote(&mut columns);
        if columns.first().is_some_and(|first| begins_with_digit(&first.head)) {
            return None;
        }
        // Heads have no digits, rows do; a head may have them in words around the first.
        let is_plain = |column: &&TableColumn| {
            !column.head.contains(|c: char| c.is_ascii_digit())
                || expected == Expectation::Head && !begins_with_digit(&column.head)
        };
        let has = |wanted: ColumnKind| {
            columns.iter().filter(is_plain).any(|column| column.kind == Some(wanted))
        };
        let known = columns.iter().filter(|column| column.kind.is_some()).count();
        let named = columns.iter().filter(|column| !column.head.is_empty()).count();
        let has_date =
            has(ColumnKind::Date) || has(ColumnKind::PlannedDate) || has(ColumnKind::DateEnd);
        let has_participants =
            [ColumnKind::Audience, ColumnKind::Count, ColumnKind::People].into_iter().any(has);
        let is_numbered = has(ColumnKind::Number);
        let says_events = columns.iter().filter(is_plain).any(|column| {
            let head = fold(&column.head);
            column.kind == Some(ColumnKind::Title)
                && ["мероприят", "событи"].iter().any(|word| head.contains(word))
        });
        let is_events = has(ColumnKind::Title)
            && match expected {
                Expectation::Head => {
                    has_date && (is_numbered || known * 2 > named)
                        || says_events && (is_numbered && known > 2 || known == named && known > 1)
                        || says_events && is_numbered && has_participants
                }
                Expectation::Row => {
                    let digits =
                        |column: &TableColumn| column.head.contains(|c: char| c.is_ascii_digit());
                    !columns.iter().any(digits)
                        && (has_date && (known == named || is_numbered)
                            || says_events && is_numbered && has_participants)
                }
            };
        if is_events {
            let width = columns.iter().map(|column| column.range.end).max().unwrap_or(0);
            return Some(Self::Events(Columns { all: columns, width }));
        }
        is_numbered.then_some(Self::Other)
    }
}

fn begins_with_digit(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit())
}

/// What stands in for a missing column: «Содержание работы» for the title, «Время» for the date.
fn promote(columns: &mut [TableColumn]) {
    let has =
        |columns: &[TableColumn], kind| columns.iter().any(|column| column.kind == Some(kind));
    let mut replace = |wanted: ColumnKind, instead: &[ColumnKind]| {
        if !has(columns, wanted)
            && let Some(column) = instead
                .iter()
                .find_map(|kind| columns.iter().position(|column| column.kind == Some(*kind)))
        {
            columns[column].kind = Some(wanted);
        }
    };
    let field = ColumnKind::PostKey;
    replace(ColumnKind::Date, &[ColumnKind::PlannedDate, ColumnKind::Time]);
    replace(ColumnKind::Title, &[field(PostKey::Summary)]);
    // Of several titles the one that is called so counts: «Название» beside «Тема».
    let is_title = |column: &&mut TableColumn| column.kind == Some(ColumnKind::Title);
    let named = |column: &TableColumn| {
        let head = fold(&column.head);
        ["назван", "наименован", "мероприят"].iter().any(|word| head.starts_with(word))
    };
    let titles = columns.iter().filter(|column| column.kind == Some(ColumnKind::Title));
    let best = titles.clone().find(|column| named(column)).or_else(|| titles.clone().next());
    let Some(best) = best.map(|column| column.range.clone()) else { return };
    for column in columns.iter_mut().filter(is_title) {
        if column.range != best {
            column.kind = None;
        }
    }
}

/// Whether `next` is the second row of the head `row`: it stands below its groups and fills nothing
/// else.
fn is_second_row(row: &SourceRow, next: &SourceRow) -> bool {
    let own = |row: &SourceRow| -> Vec<SourceCell> {
        row.cells.iter().filter(|cell| !cell.repeated && !cell.is_empty()).cloned().collect()
    };
    let (above, below) = (own(row), own(next));
    if below.is_empty() || below.iter().any(starts_like_a_value) {
        return false;
    }
    let is_group = |column: usize| {
        let over =
            above.iter().find(|cell| (cell.column..cell.column + cell.width).contains(&column));
        match over {
            Some(cell) if cell.width > 1 => true,
            // Without merged cells a group is a head with empty ones to its right.
            Some(cell) => !above.iter().any(|other| other.column == cell.column + 1),
            None => above.iter().any(|cell| cell.column < column),
        }
    };
    let spans_all = above.len() == 1;
    !spans_all
        && below.iter().all(|cell| is_group(cell.column))
        && (below.len() > 1 || next.cells.iter().any(|cell| cell.repeated))
}

/// A number, a date or a link: no head.
fn starts_like_a_value(cell: &SourceCell) -> bool {
    let text = cell.text();
    let digits = text.chars().filter(char::is_ascii_digit).count();
    !text.contains(char::is_alphabetic) || digits > 4 || !cell.links.is_empty()
}

fn single(row: &SourceRow) -> Vec<TableColumn> {
    row.cells.iter().filter(|cell| !cell.repeated || !cell.is_empty()).map(column_of).collect()
}

fn column_of(cell: &SourceCell) -> TableColumn {
    let head = cell.text();
    let kind = kind_of_head(&head);
    let noun = counted_noun(&head)
        .filter(|_| matches!(kind, Some(ColumnKind::Count | ColumnKind::People)));
    TableColumn { range: cell.column..cell.column + cell.width, kind, head, noun }
}

/// The columns of a head of two rows. What the lower row says decides; the upper one completes it.
fn combined(row: &SourceRow, next: &SourceRow) -> Vec<TableColumn> {
    let own = next.cells.iter().filter(|cell| !cell.repeated && !cell.is_empty());
    let lower: Vec<&SourceCell> = own.collect();
    let upper: Vec<&SourceCell> = row.cells.iter().filter(|cell| !cell.is_empty()).collect();
    let group_of = |column: usize| upper.iter().rev().find(|cell| cell.column <= column).copied();
    let mut columns = Vec::new();
    for cell in &upper {
        let has_parts = lower.iter().any(|part| {
            part.column >= cell.column && group_of(part.column).is_some_and(|group| group == *cell)
        });
        if !has_parts {
            columns.push(column_of(cell));
        }
    }
    for part in &lower {
        let Some(group) = group_of(part.column) else {
            columns.push(column_of(part));
            continue;
        };
        columns.push(part_of(part, group));
    }
    columns.sort_by_key(|column| column.range.start);
    columns
}

/// The column `part` of `group`: «педагоги» of «Количество участников».
fn part_of(part: &SourceCell, group: &SourceCell) -> TableColumn {
    let (own, over) = (part.text(), group.text());
    let over_kind = kind_of_head(&over);
    let folded = fold(&own);
    let is_total = ["всего", "итого", "общее"].iter().any(|word| folded.starts_with(word));
    let counts =
        matches!(over_kind, Some(ColumnKind::Count | ColumnKind::Audience | ColumnKind::People));
    let own_kind = kind_of_head(&own);
    let kind = match own_kind {
        _ if matches!(over_kind, Some(ColumnKind::Date | ColumnKind::PlannedDate)) => {
            Some(if folded.contains("план") {
                ColumnKind::PlannedDate
            } else if ["оконч", "конец", "по"].iter().any(|word| folded.starts_with(word))
            {
                ColumnKind::DateEnd
            } else if own_kind == Some(ColumnKind::Time) && !folded.starts_with("начал") {
                ColumnKind::Time
            } else {
                ColumnKind::Date
            })
        }
        // The groups of those who were counted.
        Some(ColumnKind::People | ColumnKind::PostKey(PostKey::Teachers | PostKey::Classes))
        | None
            if counts =>
        {
            Some(ColumnKind::Count)
        }
        Some(kind) => Some(kind),
        None => over_kind,
    };
    let noun = (kind == Some(ColumnKind::Count) && !is_total).then(|| part_noun(&own, &over));
    let noun = noun.flatten();
    TableColumn {
        range: part.column..part.column + part.width,
        kind,
        head: format!("{over}: {own}"),
        noun,
    }
}

/// Whom the numbers of the column `own` of the group `over` count; `None` if it does not say.
fn part_noun(own: &str, over: &str) -> Option<String> {
    if let Some(noun) = counted_noun(own) {
        // Reports call the children of a school so.
        return Some(if matches!(&*noun, "дети" | "детей") {
            "обучающихся".to_owned()
        } else {
            noun
        });
    }
    if kind_of_head(own) == Some(ColumnKind::Count) {
        return counted_noun(over);
    }
    if !own.contains(|c: char| c.is_ascii_digit()) {
        return counted_noun(over).or_else(|| Some(fold(own)));
    }
    // «1-4 кл.»; several numbers would look like several counts.
    let people = counted_noun(over).unwrap_or_else(|| "участников".to_owned());
    (!own.contains([',', ';', '+']) && !own.contains(" и ")).then(|| format!("{people} {own}"))
}

impl Columns {
    /// The first column, counted from 0, of the first of `kinds` that the table has.
    pub(super) fn position(&self, kinds: &[ColumnKind]) -> Option<usize> {
        let find =
            |wanted: &ColumnKind| self.all.iter().find(|column| column.kind == Some(*wanted));
        kinds.iter().find_map(find).map(|column| column.range.start)
    }

    /// The column at a place of the grid, counted from 0.
    pub(super) fn at(&self, column: usize) -> Option<&TableColumn> {
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
