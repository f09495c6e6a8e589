//! All short codes with their names, arguments and contexts.

use super::{Part, ShortcodeContext};
use crate::content::data::TableKind;
use crate::yaml::Key;

/// How a code is written.
pub(super) struct CodeSchema {
    pub(super) name: Key,
    pub(super) contexts: &'static [ShortcodeContext],
    pub(super) content: CodeContent,
}

/// What a code shows, and what its argument says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CodeContent {
    /// A part without arguments.
    Part(Part),
    /// A part that may name a period.
    OfPeriod(Part),
    /// A part that may name its columns, and a period.
    WithColumns(Part),
    /// A part that may name what it is grouped by, and a period.
    WithGroups(Part),
    /// A chart: what it counts and by what, and maybe a period.
    Chart,
}

const REPORT: &[ShortcodeContext] = &[ShortcodeContext::Report];
const BOTH: &[ShortcodeContext] = &[ShortcodeContext::Page, ShortcodeContext::Report];

const fn code(
    name: Key,
    contexts: &'static [ShortcodeContext],
    content: CodeContent,
) -> CodeSchema {
    CodeSchema { name, contexts, content }
}

/// The code of a table, named as the table.
const fn table(kind: TableKind) -> CodeSchema {
    code(kind.schema().name, BOTH, CodeContent::Part(Part::Table(kind)))
}

/// The English and Russian names of all codes.
pub fn names() -> impl Iterator<Item = Key> {
    CODES.iter().map(|code| code.name)
}

pub(super) const CODES: &[CodeSchema] = &[
    code(("events", "события"), REPORT, CodeContent::WithColumns(Part::Events)),
    code(("plan", "план"), BOTH, CodeContent::WithColumns(Part::Plan)),
    code(("totals", "итого"), REPORT, CodeContent::WithGroups(Part::Totals)),
    code(("not_held", "не_проведено"), REPORT, CodeContent::OfPeriod(Part::NotHeld)),
    code(("chart", "диаграмма"), REPORT, CodeContent::Chart),
    code(("gallery", "галерея"), &[ShortcodeContext::Page], CodeContent::Part(Part::Gallery)),
    table(TableKind::Documents),
    table(TableKind::Programmes),
    table(TableKind::Teachers),
    table(TableKind::Training),
    table(TableKind::Equipment),
    table(TableKind::Schedule),
    table(TableKind::Contacts),
    table(TableKind::Indicators),
    table(TableKind::Enrolment),
];
