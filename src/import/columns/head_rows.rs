//! Heads of one row and of two: the columns that their cells make.

use super::{ColumnKind, PostKey, TableColumn};
use crate::calendar::fold;
use crate::import::head_words::{counted_noun, kind_of_head};
use crate::import::rows::{SourceCell, SourceRow};

/// Whether `next` is the second row of the head `row`: it stands below its groups and fills nothing
/// else.
pub(super) fn is_second_row(row: &SourceRow, next: &SourceRow) -> bool {
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

/// Whether `third` is the third row of a head with `columns`: it fills columns of its groups alone, and
/// divides at least one of them.
fn is_third_row(columns: &[TableColumn], third: &SourceRow) -> bool {
    let own: Vec<_> =
        third.cells.iter().filter(|cell| !cell.repeated && !cell.is_empty()).collect();
    let above = |column: usize| columns.iter().find(|above| above.range.contains(&column));
    let is_part = |cell: &&SourceCell| {
        above(cell.column).is_some_and(|above| above.head.contains(": "))
            && !starts_like_a_value(cell)
    };
    let divides =
        |cell: &&SourceCell| above(cell.column).is_some_and(|above| above.range.len() > cell.width);
    own.len() > 1 && own.iter().all(is_part) && own.iter().any(divides)
}

/// A number, a date or a link: no head.
fn starts_like_a_value(cell: &SourceCell) -> bool {
    let text = cell.text();
    let digits = text.chars().filter(char::is_ascii_digit).count();
    !text.contains(char::is_alphabetic) || digits > 4 || !cell.links.is_empty()
}

pub(super) fn single(row: &SourceRow) -> Vec<TableColumn> {
    row.cells.iter().filter(|cell| !cell.repeated || !cell.is_empty()).map(column_of).collect()
}

pub(in crate::import) fn column_of(cell: &SourceCell) -> TableColumn {
    let head = cell.text();
    let kind = kind_of_head(&head);
    let noun = counted_noun(&head)
        .filter(|_| matches!(kind, Some(ColumnKind::Count | ColumnKind::People)));
    TableColumn { range: cell.column..cell.column + cell.width, kind, head, noun }
}

/// The columns of a head of two rows. What the lower row says decides; the upper one completes it.
pub(super) fn combined(row: &SourceRow, next: &SourceRow) -> Vec<TableColumn> {
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

/// The columns of a head of three rows, of which `columns` are those of the upper two; `None` if `third`
/// is an ordinary row.
pub(super) fn combined_with_third(
    columns: Vec<TableColumn>,
    third: &SourceRow,
    table: Option<usize>,
) -> Option<Vec<TableColumn>> {
    let upper_cell = |column: &TableColumn| SourceCell {
        // The lower row names whom the columns below it count.
        lines: vec![match column.head.rsplit_once(": ") {
            Some((_, own)) if counted_noun(own).is_some() => own.to_owned(),
            _ => column.head.clone(),
        }],
        ..SourceCell::new(column.range.start, column.range.len())
    };
    let upper = SourceRow {
        location: third.location.clone(),
        table,
        cells: columns.iter().map(upper_cell).collect(),
    };
    if third.table != table || !is_third_row(&columns, third) {
        return None;
    }
    let is_filled = |column: &TableColumn| {
        let mut own = third.cells.iter().filter(|cell| !cell.repeated && !cell.is_empty());
        own.any(|cell| cell.column == column.range.start)
    };
    let mut joined = combined(&upper, third);
    for column in &mut joined {
        let above = columns.iter().find(|above| above.range.contains(&column.range.start));
        let Some(above) = above else { continue };
        if !is_filled(column) {
            *column = above.clone();
            continue;
        }
        let Some((over, own)) = column.head.rsplit_once(": ") else { continue };
        // The groups of those who are counted at the top.
        if above.kind == Some(ColumnKind::Count) {
            (column.kind, column.noun) = (above.kind, part_noun(own, over));
        }
        column.head = format!("{}: {own}", above.head);
    }
    Some(joined)
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
        // «Итого» beside them is their sum, and no results.
        _ if counts && is_total => Some(ColumnKind::Count),
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
    let folded = fold(own);
    let is_version = ["план", "факт"].iter().any(|word| folded.starts_with(word));
    if is_version || kind_of_head(own) == Some(ColumnKind::Count) {
        return counted_noun(over);
    }
    if !own.contains(|c: char| c.is_ascii_digit()) {
        return match counted_noun(over) {
            // «обучающихся (нач. школа)»
            Some(noun) if !own.contains([',', ';', '(']) => Some(format!("{noun} ({own})")),
            noun => noun.or(Some(folded)),
        };
    }
    // «1-4 кл.»; several numbers would look like several counts.
    let people = counted_noun(over).unwrap_or_else(|| "участников".to_owned());
    (!own.contains([',', ';', '+']) && !own.contains(" и ")).then(|| format!("{people} {own}"))
}
