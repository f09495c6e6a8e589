//! Dates and terms of events as people write them, school years with their parts, and plural forms of
//! Russian nouns.
//!
//! A date is parsed in three steps:
//! 1. `tokens` normalises the text and splits it into numbers, words and signs;
//! 2. `parse` matches the tokens against the known patterns, each end of a range separately;
//! 3. `parse` fills in missing years and checks the days against the calendar.
//!
//! A `term` is a date or words as plans have them: «в течение года».
//!
//! This module never reads today's date.

mod day_time;
mod error;
mod event_date;
mod forms;
mod half_year;
mod month;
mod parse;
mod period;
mod school_quarter;
mod school_year;
mod term;
mod tokens;

pub use day_time::DayTime;
pub use error::DateError;
pub use event_date::{EventDate, Precision, in_figures};
pub use forms::{NounForms, plural};
pub use half_year::{Half, HalfYear, HalfYearBounds, MonthSpan};
pub(crate) use month::genitive as month_genitive;
use month::month_of_heading;
pub use period::Period;
pub use school_quarter::{QuarterBounds, SchoolQuarter};
pub use school_year::SchoolYear;
pub use term::{SchoolBounds, Term};
pub(crate) use tokens::fold;
