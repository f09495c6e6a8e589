//! Reports, plans and tables as values: what they say, before any format of file is thought of.
//!
//! `document` is what they all consist of; `export` writes that as Word, Excel and CSV, the theme
//! as HTML. Nothing here touches the disk or the clock. The way of a report:
//!
//! 1. `scope` says which events it speaks of;
//! 2. `events`, `totals` and `charts` make its generated parts of them, `section` those of data;
//! 3. `narrative` reads the text around them, `compose` puts all in order.
//!
//! `plan` makes the plan of what is still to come, `chart` draws charts, `section` makes tables of the
//! data on any page.

pub mod chart;
mod charts;
mod compose;
mod document;
mod events;
mod lines;
mod narrative;
mod plan;
mod scope;
pub mod section;
mod totals;

pub use compose::{block, compose, is_bare, parts, signature};
pub use document::{
    Block, Cell, Chart, Column, Document, List, Picture, Row, Series, Signature, Span, Spans, Table,
};
pub use events::EVENTS;
pub(crate) use events::NO_EVENTS;
pub(crate) use lines::wrapped;
pub use plan::plan;
pub use scope::Scope;
