//! Reports, plans and tables as values, independent of file formats.
//!
//! `document` defines the blocks of a document. `export` writes them as Word, Excel and CSV, the
//! theme as HTML. Nothing here touches the disk or the clock. A report is made in these steps:
//!
//! 1. `scope` selects its events.
//! 2. `events`, `totals` and `charts` generate its parts from them, `section` from the data tables.
//! 3. `narrative` reads the text around the parts, and `compose` joins everything into a document.
//!
//! `plan` makes the plan of all events, `chart` draws charts, and `section` makes the data
//! tables on any page. `counts` tells what is in a report and what is not, `periods` what reports
//! there can be. `centres` makes one report of what several centres publish.

mod centres;
pub mod chart;
mod charts;
mod compose;
mod counts;
mod document;
mod events;
mod groups;
mod narrative;
mod periods;
mod plan;
mod scope;
pub mod section;
mod totals;
mod values;
mod wrap;

use crate::config::EventColumn;
use crate::content::report::ReportKind;

pub use centres::{
    CENTRE_FILE_VERSION, CentreCounts, CentreDirection, CentreEvent, CentreEventState, CentreFile,
    CentreIndicator, CentreMeasurement, CentreName, HeldEvent, HeldInCentres, compose_centres,
};
pub use compose::{
    ReportPart, approval, body_blocks, compose, has_no_narrative, part_blocks, report_parts,
    signature,
};
pub use counts::{LeftOutEvent, ReportCounts, count_events, left_out};
pub use document::{
    Approval, Block, Cell, Chart, Column, ListBlock, PictureBlock, ReportDocument, Row, Series,
    Signature, Spans, Table, TextSpan, pictures,
};
pub use events::EVENTS_TABLE;
pub(crate) use events::NO_EVENTS;
pub use periods::periods;
pub use plan::{PLAN_TABLE, judged_by_day, planned_events};
pub use scope::{NotHeldReason, ReportEvent, Scope};
pub use values::ColumnValue;
pub(crate) use wrap::wrap_lines;

/// The columns of the table of events, or of a plan, where nobody chooses others.
pub fn usual_columns(kind: ReportKind) -> Vec<EventColumn> {
    match kind {
        ReportKind::Report => events::USUAL.into(),
        ReportKind::Plan => plan::COLUMNS.map(|(column, ..)| column).into(),
    }
}
