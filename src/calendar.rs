//! Dates of events as people write them, school years and half-years, Russian forms of nouns.
//!
//! An [`EventDate`] is read in three steps: `tokens` folds the text and cuts it into numbers,
//! words and signs; `parse` matches them against a handful of shapes, each end of a range by
//! itself; then the years that were left out are filled in and the days are checked against the
//! calendar. Today's date is never read here.

mod error;
mod event_date;
mod forms;
mod half_year;
mod month;
mod parse;
mod period;
mod school_year;
mod tokens;

pub use error::DateError;
pub use event_date::{EventDate, Precision, in_figures};
pub use forms::{Forms, plural};
pub use half_year::{Half, HalfYear, HalfYearBounds, MonthSpan};
pub use period::Period;
pub use school_year::SchoolYear;
pub(crate) use tokens::fold;
