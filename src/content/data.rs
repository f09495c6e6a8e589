//! The data of the section: `content/data/*.yaml`, a file for each kind of table.
//!
//! 1. `kinds` declares what a row of each kind holds: its keys, what may stand there, how it is
//!    shown. A new kind is one such declaration.
//! 2. `read` reads a file along its declaration; `value` reads one value.
//!
//! What comes out is checked, but for the files that it names: those are known to `site`.

mod amount;
mod kinds;
mod read;
mod schema;
mod value;
mod when;

use jiff::civil::Date;

use crate::diagnostic::{Diagnostics, Place};

pub use amount::{Amount, Bound, Measure, Target};
pub use kinds::Kind;
pub use schema::{Column, Leads, Schema, Shape, Shown};
pub use when::When;

pub(super) use kinds::kind_of;

/// The folder of the data, relative to the site's root.
pub const DATA: &str = "content/data";

/// The rows of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Records {
    /// What they are about.
    pub kind: Kind,
    /// The file, relative to the site's root.
    pub file: String,
    /// What stands over the table in place of the kind's own title, typeset.
    pub title: Option<String>,
    /// The day of the last change, if the file tells it.
    pub updated: Option<Date>,
    /// The rows, in the order of the file.
    pub rows: Vec<Record>,
    /// Whether the file could be understood; else what it lacks is told already.
    pub sound: bool,
}

/// One row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// A value for each column of the schema; none where the file has none.
    pub values: Vec<Option<Value>>,
    /// Where it stands.
    pub place: Place,
}

/// A value, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A text, typeset.
    Text(String),
    /// A count.
    Number(u32),
    /// A date.
    When(When),
    /// An absolute address of the web.
    Address(String),
    /// An e-mail address.
    Mail(String),
    /// A telephone number as it is written.
    Phone(String),
    /// A file of the site: its path as it is written, and where that stands.
    File(String, Place),
    /// What an indicator is to come to.
    Target(Target),
    /// What an indicator came to, by date.
    Measures(Vec<Measure>),
}

impl Records {
    /// The rows in `text`, the text of `file`; `typeset` is how texts are set.
    pub fn parse(
        kind: Kind,
        file: &str,
        text: &str,
        typeset: &dyn Fn(String) -> String,
        diagnostics: &mut Diagnostics,
    ) -> Self {
        read::records(kind, file, text, typeset, diagnostics)
    }

    /// What stands over the table.
    pub fn title(&self) -> &str {
        self.title.as_deref().unwrap_or(self.kind.schema().title)
    }

    /// The date for files made of the rows: that of the last change, else the latest in them.
    pub fn date(&self) -> Option<Date> {
        let values = self.rows.iter().flat_map(|row| row.values.iter().flatten());
        let dates = values.filter_map(|value| match value {
            Value::When(when) => Some(when.last()),
            Value::Measures(measures) => measures.iter().map(|measure| measure.date).max(),
            _ => None,
        });
        self.updated.or_else(|| dates.max())
    }

    /// The value of `record` under the English name of its key.
    pub fn value<'a>(&self, record: &'a Record, key: &str) -> Option<&'a Value> {
        let at = self.kind.schema().columns.iter().position(|column| column.key.0 == key)?;
        record.values.get(at)?.as_ref()
    }
}
