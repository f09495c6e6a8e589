//! All short codes with their names, arguments and contexts.

use super::{By, Counted, Part, ShortcodeContext};
use crate::content::data::TableKind;
use crate::yaml::Key;

/// How a code is written.
pub(super) struct CodeSchema {
    pub(super) name: Key,
    pub(super) contexts: &'static [ShortcodeContext],
    /// Whether the argument, or what follows it after a comma, may be a period.
    pub(super) takes_period: bool,
    /// A part for each argument; [`NO_ARGUMENT`] for a code without one.
    pub(super) parts: &'static [(Key, Part)],
}

pub(super) const NO_ARGUMENT: Key = ("", "");

const REPORT: &[ShortcodeContext] = &[ShortcodeContext::Report];

/// The code of a table, named as the table.
const fn table(kind: TableKind, parts: &'static [(Key, Part)]) -> CodeSchema {
    let contexts = &[ShortcodeContext::Page, ShortcodeContext::Report];
    CodeSchema { name: kind.schema().name, contexts, takes_period: false, parts }
}

/// The English and Russian names of all codes.
pub fn names() -> impl Iterator<Item = Key> {
    CODES.iter().map(|code| code.name)
}

pub(super) const CODES: &[CodeSchema] = &[
    CodeSchema {
        name: ("events", "события"),
        contexts: REPORT,
        takes_period: true,
        parts: &[(NO_ARGUMENT, Part::Events)],
    },
    CodeSchema {
        name: ("plan", "план"),
        contexts: &[ShortcodeContext::Page, ShortcodeContext::Report],
        takes_period: true,
        parts: &[(NO_ARGUMENT, Part::Plan)],
    },
    CodeSchema {
        name: ("totals", "итого"),
        contexts: REPORT,
        takes_period: true,
        parts: &[(NO_ARGUMENT, Part::Totals)],
    },
    CodeSchema {
        name: ("not_held", "не_проведено"),
        contexts: REPORT,
        takes_period: true,
        parts: &[(NO_ARGUMENT, Part::NotHeld)],
    },
    CodeSchema {
        name: ("chart", "диаграмма"),
        contexts: REPORT,
        takes_period: true,
        parts: &[
            (
                ("events by direction", "события по направлениям"),
                Part::Chart(Counted::Events, By::Direction),
            ),
            (
                ("participants by direction", "участия по направлениям"),
                Part::Chart(Counted::Participants, By::Direction),
            ),
            (("events by month", "события по месяцам"), Part::Chart(Counted::Events, By::Month)),
            (
                ("participants by month", "участия по месяцам"),
                Part::Chart(Counted::Participants, By::Month),
            ),
            (
                ("events by half-year", "события по полугодиям"),
                Part::Chart(Counted::Events, By::HalfYear),
            ),
            (
                ("participants by half-year", "участия по полугодиям"),
                Part::Chart(Counted::Participants, By::HalfYear),
            ),
        ],
    },
    CodeSchema {
        name: ("gallery", "галерея"),
        contexts: &[ShortcodeContext::Page],
        takes_period: false,
        parts: &[(NO_ARGUMENT, Part::Gallery)],
    },
    table(TableKind::Documents, &[(NO_ARGUMENT, Part::Table(TableKind::Documents))]),
    table(TableKind::Programmes, &[(NO_ARGUMENT, Part::Table(TableKind::Programmes))]),
    table(TableKind::Teachers, &[(NO_ARGUMENT, Part::Table(TableKind::Teachers))]),
    table(TableKind::Training, &[(NO_ARGUMENT, Part::Table(TableKind::Training))]),
    table(TableKind::Equipment, &[(NO_ARGUMENT, Part::Table(TableKind::Equipment))]),
    table(TableKind::Schedule, &[(NO_ARGUMENT, Part::Table(TableKind::Schedule))]),
    table(TableKind::Contacts, &[(NO_ARGUMENT, Part::Table(TableKind::Contacts))]),
    table(TableKind::Indicators, &[(NO_ARGUMENT, Part::Table(TableKind::Indicators))]),
    table(TableKind::Enrolment, &[(NO_ARGUMENT, Part::Table(TableKind::Enrolment))]),
];
