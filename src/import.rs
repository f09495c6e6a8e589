//! Reads reports, plans, tables and news of other programs into events for draft posts.
//!
//! 1. `format` detects the file format by its content and calls the reader for it: `docx`, `xlsx`,
//!    `opendocument`, `html`, `delimited` or `feed`. Each reader works within limits.
//! 2. Readers of tables return rows of cells (`rows`). Those of formats with tags build them with
//!    `tables`.
//! 3. `columns` recognises tables of events by their heads (`head_words` knows the words); `events`
//!    walks the rows, also those of grids with months, of cards and of tables without a head. Of each, `fields` sorts the cells by columns, `split` separates several events,
//!    `record` reads dates (`years` knows the headings, `date_text` what else a cell says) and numbers of
//!    participants (`audience`). `footnotes` go to their events.
//! 4. Where there is no such table, `news_page` looks for news, and `dated_lines` for lines that begin
//!    with a date.
//! 5. `rest` keeps what is no event: `data_tables` finds the section's tables in it, `narrative` the text of
//!    a report.
//!
//! `word_text` reads a whole document of Word or OpenDocument as the story of an event.
//!
//! `columns::form_heads` finds the tables of forms that are to be filled, by the same heads.
//!
//! Nothing is invented: an event lacks what its table does not say. Nothing is lost: what goes nowhere
//! is named.

mod archive;
mod audience;
mod columns;
mod data_tables;
mod date_text;
mod dated_lines;
mod delimited;
mod docx;
mod error;
mod events;
mod feed;
mod fields;
mod footnotes;
mod format;
mod head_column;
mod head_words;
mod html;
mod items;
mod narrative;
mod news_page;
mod opendocument;
mod record;
mod rest;
mod rows;
mod split;
mod tables;
mod word_text;
mod xlsx;
mod xml;
mod years;

use format::ReadFile;
use rows::normalize_spaces;
pub(crate) use rows::{RowLocation, SourceCell, SourceRow};

use crate::calendar::{DateError, EventDate, SchoolBounds, SchoolYear};
use crate::config::{Config, DirectionId};
use crate::content::participants::Participants;
use crate::diagnostic::Severity;

pub(crate) use archive::resolve;
pub use columns::PostKey;
pub(crate) use columns::{ColumnKind, Columns, FormHead, TableColumn, form_heads, score};
pub use data_tables::{ImportedTable, ImportedValue};
pub use error::ImportError;
pub(crate) use format::read_form;
pub use head_column::column_of_head;
pub(crate) use head_column::column_of_kind;
pub use narrative::Narrative;
pub use rest::{OtherTable, Rest, RestLine, RestPart, UntakenColumn};
pub use word_text::{WordPicture, WordText, read_word_text};
pub(crate) use xlsx::number_format_letters;
pub use years::YearOfDates;

/// The largest accepted file, in bytes.
pub const MAX_BYTES: u64 = 64 << 20;

/// An event as a report has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportedEvent {
    /// Its row, as messages show it: «строка 36», «таблица 2, строка 5».
    pub row: String,
    /// Never empty.
    pub title: String,
    /// Missing if the report has none, or an unreadable one. Of a term in words, its days.
    pub date: Option<EventDate>,
    /// The date as the report has it; empty if there is none.
    pub date_text: String,
    /// The date as the post has it, with its year if that is known.
    pub date_line: String,
    /// The school year that the event belongs to, if it is known.
    pub school_year: Option<SchoolYear>,
    pub direction: ImportedDirection,
    pub audience: Option<String>,
    pub participants: Option<Participants>,
    /// An absolute URL of the news about the event.
    pub link: Option<String>,
    /// The address of the news without the name of its site.
    pub partial_link: Option<String>,
    /// Further URLs.
    pub more_links: Vec<String>,
    /// Texts of other keys, sorted by key.
    pub fields: Vec<(PostKey, String)>,
    /// What the news tell, in Markdown.
    pub text: String,
    /// Names of picture files.
    pub pictures: Vec<String>,
}

impl ImportedEvent {
    /// Replaces the date by one that its author writes, whose year may be `year`; an empty text removes it.
    ///
    /// # Errors
    /// If it is no date.
    pub fn correct_date(
        &mut self,
        text: &str,
        year: Option<YearOfDates>,
        bounds: &SchoolBounds,
    ) -> Result<(), DateError> {
        let text = text.trim();
        let term = match text {
            "" => None,
            text => Some(years::parse_term(text, year, bounds)?),
        };
        self.date_line = term.as_ref().map(|term| years::written(term, text)).unwrap_or_default();
        text.clone_into(&mut self.date_text);
        self.date = term.map(|term| term.date);
        self.school_year = self.date.map(|date| SchoolYear::containing(date.first()));
        Ok(())
    }

    /// How a date is understood, whose year may be `year`: «14 октября 2022 г.».
    ///
    /// # Errors
    /// If it is no date.
    pub fn understood_date(
        text: &str,
        year: Option<YearOfDates>,
        bounds: &SchoolBounds,
    ) -> Result<String, DateError> {
        years::parse_term(text.trim(), year, bounds).map(|term| term.date.to_string())
    }

    fn add_link(&mut self, link: String) {
        if self.link.is_none() {
            self.link = Some(link);
        } else if self.link.as_ref() != Some(&link) && !self.more_links.contains(&link) {
            self.more_links.push(link);
        }
    }
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
    /// The year assumed for dates without one.
    pub year: Option<YearOfDates>,
    /// What is no event.
    pub rest: Rest,
}

/// Reads the events in the file `bytes`; none if it has no table of events, no news and no lines that
/// begin with a date. Dates without a year belong to `year`, or else to the year that a heading names.
///
/// # Errors
/// If the file has an unsupported format, is damaged or too large.
pub fn read(
    bytes: Vec<u8>,
    year: Option<SchoolYear>,
    config: &Config,
) -> Result<ImportedReport, ImportError> {
    if bytes.len() as u64 > MAX_BYTES {
        return Err(ImportError::TooLarge);
    }
    let year = year.map(YearOfDates::School);
    match format::read_file(bytes, &config.timezone)? {
        ReadFile::Rows(rows, unread) => {
            let mut report = read_rows(&rows, year, config);
            report.rest.unread = unread;
            Ok(report)
        }
        ReadFile::Items(items) => Ok(report_of_items(items, year, config)),
        ReadFile::Page(rows, html) => {
            let (report, rest) = events::extract(&rows, year, config);
            if rest.has_events() {
                return Ok(ImportedReport { rest, ..report });
            }
            let items = news_page::read(&html)?;
            if items.is_empty() {
                return Ok(read_lines(rest, year, config));
            }
            Ok(report_of_items(items, year, config))
        }
        ReadFile::Text(rows, text) => {
            if let Some(rows) = rows {
                let report = events::extract(&rows, year, config);
                if report.1.has_events() {
                    return Ok(ImportedReport { rest: report.1, ..report.0 });
                }
                let lines = read_rows(&lines_of(&text), year, config);
                // A table of something else is named as such.
                let has_events = !lines.events.is_empty();
                return Ok(if has_events {
                    lines
                } else {
                    ImportedReport { rest: report.1, ..report.0 }
                });
            }
            let report = read_rows(&lines_of(&text), year, config);
            if report.events.is_empty() { Err(ImportError::Unknown) } else { Ok(report) }
        }
    }
}

fn read_rows(rows: &[SourceRow], year: Option<YearOfDates>, config: &Config) -> ImportedReport {
    let (report, rest) = events::extract(rows, year, config);
    if rest.has_events() {
        ImportedReport { rest, ..report }
    } else {
        read_lines(rest, year, config)
    }
}

/// The events among the lines outside of tables.
fn read_lines(rest: Rest, year: Option<YearOfDates>, config: &Config) -> ImportedReport {
    match dated_lines::extract(rest, year, config) {
        Ok((report, rest)) => ImportedReport { rest, ..report },
        Err(rest) => ImportedReport { rest, ..ImportedReport::default() },
    }
}

fn report_of_items(
    items: Vec<items::NewsItem>,
    year: Option<YearOfDates>,
    config: &Config,
) -> ImportedReport {
    let mut report = ImportedReport { year, ..ImportedReport::default() };
    for item in items {
        let event = item.into_event(year, &config.bounds, &mut report.problems);
        report.events.push(event);
    }
    report
}

/// The lines of a text without a table.
fn lines_of(text: &str) -> Vec<SourceRow> {
    let row = |(number, line): (usize, &str)| SourceRow {
        location: RowLocation::Line(number),
        table: None,
        cells: vec![SourceCell { lines: vec![normalize_spaces(line)], ..SourceCell::new(0, 1) }],
    };
    (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()).map(row).collect()
}
