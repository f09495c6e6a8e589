//! Reports, plans and tables as values: what they say, before any format of file is thought of.
//!
//! `document` is what they all consist of, `chart` draws charts, `section` makes tables of the
//! data; `export` writes them as Word, Excel and CSV, the theme as HTML. Nothing here touches the
//! disk or the clock.

pub mod chart;
mod document;
mod lines;
pub mod section;

pub use document::{
    Block, Cell, Chart, Column, Document, Row, Series, Signature, Span, Spans, Table,
};
pub(crate) use lines::wrapped;
