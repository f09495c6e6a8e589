//! The table of events of an existing report → events, for draft posts.
//!
//! 1. `kind` says what the file is, by its content, and has it read by `docx`, `xlsx`, `html` or
//!    `delimited`, each within bounds;
//! 2. all of them give rows of cells (`rows`; `tables` puts them together from tags);
//! 3. `columns` finds the tables of events by their heads, `events` reads their rows (`fields`), `split`
//!    takes apart cells that hold several events, `audience` finds the count of participants, `spot`
//!    names the cell that could not be read.
//!
//! Nothing is made up: what a table does not say, an event does not have.

mod archive;
mod audience;
mod columns;
mod delimited;
mod docx;
mod events;
mod fields;
mod html;
mod kind;
mod refusal;
mod rows;
mod split;
mod spot;
mod tables;
mod xlsx;
mod years;

use crate::calendar::{EventDate, SchoolYear};
use crate::config::Config;
use crate::content::participants::Participants;
use crate::diagnostic::Severity;

pub use refusal::Refusal;

/// The largest file that is read, in bytes.
pub const MOST_BYTES: u64 = 64 << 20;

/// An event as a table tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Where it stands: «строка 36», «таблица 2, строка 5».
    pub at: String,
    /// What it is called; never empty.
    pub title: String,
    /// When it took place, if that could be read.
    pub date: Option<EventDate>,
    /// The date as it is written; empty where there is none.
    pub written_date: String,
    /// The direction that it stands under.
    pub direction: Heading,
    /// Who it was for.
    pub audience: Option<String>,
    /// How many took part.
    pub participants: Option<Participants>,
    /// Where the news about it is: an absolute address.
    pub link: Option<String>,
}

/// What a table says of an event's direction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Heading {
    /// One of the site's directions, by its place.
    Known(usize),
    /// A heading that the site does not know.
    Unknown(String),
    /// Nothing.
    Missing,
}

/// What could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The row, as events have it.
    pub at: String,
    /// Where in it, as far as the file has names for that: «лист «Отчёт», ячейка B12».
    pub place: String,
    /// How grave it is: an error where an event is lost, or its post needs mending.
    pub severity: Severity,
    /// What, in Russian.
    pub message: String,
    /// What to do, in Russian; may be empty.
    pub hint: String,
}

/// What a file holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// The events, in their order.
    pub events: Vec<Event>,
    /// What could not be read, in the order of the rows.
    pub problems: Vec<Problem>,
    /// The school year that dates without a year were taken to be of.
    pub year: Option<SchoolYear>,
}

/// The events in the file in `bytes`. Dates without a year are of `year`, else of the one school
/// year that the text above the table names.
///
/// # Errors
/// Where the file is of no known kind, damaged, too large, or has no table of events.
pub fn read(bytes: Vec<u8>, year: Option<SchoolYear>, config: &Config) -> Result<Found, Refusal> {
    if bytes.len() as u64 > MOST_BYTES {
        return Err(Refusal::TooLarge);
    }
    let rows = kind::rows(bytes)?;
    let year = year.or_else(|| years::named(&rows));
    let found = events::of(&rows, year, config).ok_or(Refusal::NoTable)?;
    Ok(Found { year, ..found })
}
