//! Reads the table of events of an existing report into events for draft posts.
//!
//! 1. `format` detects the file format by its content and calls the reader for it: `docx`, `xlsx`,
//!    `html` or `delimited`. Each reader works within limits.
//! 2. All readers return rows of cells (`rows`). Those of formats with tags build them with
//!    `tables`.
//! 3. `columns` recognises tables of events by their heads; `events` turns their rows into events:
//!    `split` separates several events in one row, `audience` finds the number of participants.
//!
//! Nothing is invented: an event lacks what its table does not say.

mod archive;
mod audience;
mod columns;
mod delimited;
mod docx;
mod error;
mod events;
mod format;
mod html;
mod rows;
mod split;
mod tables;
mod xlsx;

use columns::TableHead;
use rows::SourceRow;

use crate::calendar::{EventDate, SchoolYear};
use crate::config::{Config, DirectionId};
use crate::content::participants::Participants;
use crate::diagnostic::Severity;

pub use error::ImportError;

/// The largest accepted file, in bytes.
pub const MAX_BYTES: u64 = 64 << 20;

/// An event as a report has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportedEvent {
    /// Its row, as messages show it: «строка 36», «таблица 2, строка 5».
    pub row: String,
    /// Never empty.
    pub title: String,
    /// Missing if the report has none, or an unreadable one.
    pub date: Option<EventDate>,
    /// The date as the report has it; empty if there is none.
    pub date_text: String,
    pub direction: ImportedDirection,
    pub audience: Option<String>,
    pub participants: Option<Participants>,
    /// An absolute URL of the news about the event.
    pub link: Option<String>,
}

/// The direction that a report gives for an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ImportedDirection {
    /// An index into the directions of the site's settings.
    Known(DirectionId),
    /// A heading that matches no direction of the site.
    Unknown(String),
    Missing,
}

/// Something in the file that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportProblem {
    /// The row, as in [`ImportedEvent::row`].
    pub row: String,
    /// The cell, as far as the format has names for cells: «лист «Отчёт», ячейка B12».
    pub place: String,
    /// An error if an event is lost or its post needs correction.
    pub severity: Severity,
    /// In Russian.
    pub message: String,
    /// What the author can do, in Russian; may be empty.
    pub hint: String,
}

/// The events of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportedReport {
    /// In the order of the file.
    pub events: Vec<ImportedEvent>,
    /// In the order of the rows.
    pub problems: Vec<ImportProblem>,
    /// The school year assumed for dates without a year.
    pub year: Option<SchoolYear>,
}

/// Reads the events in the file `bytes`. Dates without a year belong to `year`, or else to the only
/// school year that the text above the table names.
///
/// # Errors
/// If the file has an unsupported format, is damaged or too large, or has no table of events.
pub fn read(
    bytes: Vec<u8>,
    year: Option<SchoolYear>,
    config: &Config,
) -> Result<ImportedReport, ImportError> {
    if bytes.len() as u64 > MAX_BYTES {
        return Err(ImportError::TooLarge);
    }
    let rows = format::read_rows(bytes)?;
    let year = year.or_else(|| named_school_year(&rows));
    let report = events::extract(&rows, year, config).ok_or(ImportError::NoTable)?;
    Ok(ImportedReport { year, ..report })
}

/// The school year that the text above the table of events names; `None` if it names several.
fn named_school_year(rows: &[SourceRow]) -> Option<SchoolYear> {
    let before =
        rows.iter().take_while(|row| !matches!(TableHead::detect(row), Some(TableHead::Events(_))));
    let mut years: Vec<_> = before
        .flat_map(|row| &row.cells)
        .flat_map(|cell| &cell.lines)
        .flat_map(|line| school_years(line))
        .collect();
    years.sort_unstable();
    years.dedup();
    match years[..] {
        [year] => Some(year),
        _ => None,
    }
}

/// The school years in `line`: two numbers joined by a slash or a dash.
fn school_years(line: &str) -> Vec<SchoolYear> {
    let is_digit = |c: char| c.is_ascii_digit();
    let numbers: Vec<_> = line
        .match_indices(is_digit)
        .filter(|&(at, _)| !line[..at].ends_with(is_digit))
        .map(|(at, _)| {
            let length = line[at..].find(|c| !is_digit(c)).unwrap_or(line.len() - at);
            (at, at + length)
        })
        .collect();
    let year = |pair: &[(usize, usize)]| {
        let [(start, first_end), (next, end)] = *pair else { return None };
        let between = line[first_end..next].trim();
        if first_end - start != 4 || !["/", "-", "–", "—", "‑"].contains(&between) {
            return None;
        }
        // «2022-23.05» is a date, not a school year.
        let goes_on =
            line[end..].starts_with(['.', '-', '/']) && line[end + 1..].starts_with(is_digit);
        SchoolYear::parse(&line[start..end]).ok().filter(|_| !goes_on)
    };
    numbers.windows(2).filter_map(year).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_school_year_is_found_in_a_sentence() {
        let found = |line| school_years(line).iter().map(SchoolYear::to_string).collect::<Vec<_>>();
        assert_eq!(found("Задачи Центра на 2022 – 2023 уч. год год:"), ["2022/23"]);
        assert_eq!(found("за I полугодие 2022/23 учебного года"), ["2022/23"]);
        assert_eq!(found("2021-2022 и 2022-2023"), ["2021/22", "2022/23"]);
        for line in
            ["С апреля по сентябрь 2022 г.", "тел. 2022-24", "1.09.2022-23.09.2022", "5–11", ""]
        {
            assert_eq!(found(line), [""; 0], "{line}");
        }
    }
}
