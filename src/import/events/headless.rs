//! Tables without a head: they are read if one column is a date, one a text, and nothing else is unclear.

use super::EventExtractor;
use crate::calendar::DateError;
use crate::diagnostic::Severity;
use crate::import::ImportProblem;
use crate::import::audience::{bare_number, parse_count};
use crate::import::columns::{ColumnKind, Columns, TableColumn};
use crate::import::rows::{SourceCell, SourceRow};
use crate::import::years::{YearOfDates, parse_date};

/// So many rows have to be alike.
const ROWS: usize = 50;

impl EventExtractor<'_> {
    /// Begins the table of the first of `rows` if it has no head and is sure to hold events; says how its
    /// columns are understood.
    pub(super) fn start_headless_table(&mut self, rows: &[SourceRow]) {
        let Some((row, table)) = rows.first().and_then(|row| Some((row, row.table?))) else {
            return;
        };
        if self.rest.is_in_table(table) || self.columns_of(row, table).is_some() {
            return;
        }
        let Some(columns) = guess_columns(rows) else { return };
        let number = |kind| columns.position(&[kind]).map_or(0, |column| column + 1);
        let message = format!(
            "у таблицы нет шапки: столбец {} прочитан как дата, столбец {} — как название",
            number(ColumnKind::Date),
            number(ColumnKind::Title)
        );
        let row_name = row.location.to_string();
        self.result.problems.push(ImportProblem {
            row: row_name.clone(),
            place: row_name,
            severity: Severity::Warning,
            message,
            hint: "если это не так, допишите над ней строку с названиями столбцов: „Дата“, „Мероприятие“"
                .to_owned(),
        });
        self.start_table(row, columns);
        self.rest.add_head(std::slice::from_ref(row), true);
    }
}

/// The columns of a table without a head; `None` if they are not sure.
fn guess_columns(rows: &[SourceRow]) -> Option<Columns> {
    let table = rows.first()?.table;
    let of_table = rows.iter().take_while(|row| row.table == table);
    let own = |row: &SourceRow| -> Vec<SourceCell> {
        row.cells.iter().filter(|cell| !cell.repeated && !cell.is_empty()).cloned().collect()
    };
    // A single text is the name of a section.
    let rows: Vec<_> = of_table.map(own).filter(|cells| cells.len() > 1).take(ROWS).collect();
    let mut places: Vec<usize> = rows.iter().flatten().map(|cell| cell.column).collect();
    places.sort_unstable();
    places.dedup();
    if rows.len() < 2 {
        return None;
    }
    let column = |at: &usize| {
        let texts: Vec<String> = rows
            .iter()
            .filter_map(|row| row.iter().find(|cell| cell.column == *at))
            .map(SourceCell::text)
            .collect();
        let kind = kind_of_values(&texts, *at == places[0])?;
        let is_needed = matches!(kind, ColumnKind::Date | ColumnKind::Title);
        (!is_needed || texts.len() == rows.len()).then_some(TableColumn {
            range: *at..at + 1,
            kind: Some(kind),
            head: String::new(),
            noun: None,
        })
    };
    let all: Vec<TableColumn> = places.iter().map(column).collect::<Option<_>>()?;
    let only = |kind| all.iter().filter(|column| column.kind == Some(kind)).count() == 1;
    let width = places.last()? + 1;
    (only(ColumnKind::Date) && only(ColumnKind::Title)).then_some(Columns { all, width })
}

/// What a column with these texts holds; `None` if that is not clear.
fn kind_of_values(texts: &[String], is_first: bool) -> Option<ColumnKind> {
    let is_date = |text: &String| {
        let read = parse_date(text, Some(YearOfDates::Calendar(2000)));
        text.contains(|c: char| c.is_ascii_digit())
            && matches!(read, Ok(_) | Err(DateError::NoYear))
    };
    let all = |is: &dyn Fn(&String) -> bool| texts.iter().all(is);
    if is_first && all(&|text| bare_number(text).is_some()) {
        Some(ColumnKind::Number)
    } else if all(&is_date) {
        Some(ColumnKind::Date)
    } else if all(&|text| parse_count(text).is_some()) {
        Some(ColumnKind::Count)
    } else if all(&|text| text.contains(char::is_alphabetic) && !is_date(text)) {
        Some(ColumnKind::Title)
    } else {
        None
    }
}
