//! Short codes: a line `{{ events() }}` in Markdown stands for a generated part.
//!
//! A code stands alone in its paragraph, or with other codes, one a line. It has an English and a
//! Russian name, as keys of YAML have, and may have an argument in quotes: `{{ chart("…") }}`;
//! without one, the parentheses are optional. It may name a period and the columns of its table:
//! `{{ events("IV квартал 2022; дата, название, уровень") }}`. Codes are only read here:
//! [`Body::codes`](super::markdown::Body::codes) has each with its place in the HTML, where `render`
//! inserts the [`Part`].
//!
//! To add one: a variant of [`Part`], a row of `CODES`, an arm wherever parts are rendered (the
//! compiler names these places), a paragraph in GUIDE.ru.md.

mod argument;
mod parse;
mod schema;

use super::data::TableKind;
use crate::calendar::Period;
use crate::config::EventColumn;
use crate::diagnostic::Place;

pub(super) use argument::CodeArgument;
pub(super) use parse::{find, is_code, parse};
pub use schema::names;

/// A generated part of a page or a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// The table of the report's events.
    Events,
    /// The table of all events of a period, held or not.
    Plan,
    /// How many events and participants there were, by direction and in all.
    Totals,
    /// Events that were planned but did not take place.
    NotHeld,
    /// A chart of the report's events.
    Chart(Counted, EventColumn),
    /// A table of the section's data.
    Table(TableKind),
    /// The photos of all events.
    Gallery,
}

/// What a chart counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Counted {
    /// Events.
    Events,
    /// Participants; one who came twice counts twice.
    Participants,
}

/// The kind of document that a code stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShortcodeContext {
    /// A standing page: parts that need no period.
    Page,
    /// A report: parts that can be printed.
    Report,
}

/// A code in a rendered body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShortCode {
    /// The byte of the HTML at which the part is inserted.
    pub at: usize,
    pub part: Part,
    /// The period that the code names; otherwise that of the report.
    pub period: Option<Period>,
    /// The columns of its table, or those by which totals are counted; empty if the code names none.
    pub columns: Vec<EventColumn>,
    /// Where the code is written.
    pub place: Place,
}
