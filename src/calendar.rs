//! Dates of events as people write them, school years, half-years, and plural forms of Russian
//! nouns.
//!
//! A date is parsed in three steps:
//! 1. `tokens` normalises the text and splits it into numbers, words and signs;
//! 2. `parse` matches the tokens against the known patterns, each end of a range separately;
//! 3. `parse` fills in missing years and checks the days against the calendar.
//!
//! This module never reads today's date.

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
pub use forms::{NounForms, plural};
pub use half_year::{Half, HalfYear, HalfYearBounds, MonthSpan};
pub use period::Period;
pub use school_year::SchoolYear;
pub(crate) use tokens::fold;
