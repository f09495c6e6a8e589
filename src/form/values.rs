//! The values of events in the rows of a form.

mod filling;

use super::error::column_name;
use super::{FormRow, FormValue, FoundForm};
use crate::config::{Config, EventColumn, OwnKey};
use crate::import::TableColumn;
use crate::report::{ColumnValue, HeldEvent, HeldInCentres, ReportEvent, Scope};
use filling::Filling;

/// A column that could not be filled, or not for all events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unfilled {
    /// Its head.
    pub column: String,
    /// Its place in the head.
    pub at: usize,
    pub reason: UnfilledReason,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UnfilledReason {
    /// The program does not know what belongs there.
    Unknown,
    /// Some of the participants, whom events do not count apart.
    SomeOfThem,
    /// Photos are not put into tables.
    Photos,
    /// These events do not say it.
    Missing {
        /// Their titles.
        events: Vec<String>,
        /// The key that they lack, if there is one.
        key: Option<String>,
    },
}

/// The rows of the form for the events that the report has, and what stays empty in them.
pub fn rows_of(
    form: &FoundForm,
    scope: &Scope<'_>,
    config: &Config,
) -> (Vec<FormRow>, Vec<Unfilled>) {
    let fillings = FormFillings::new(form, &config.own_keys);
    let row = |event: &ReportEvent<'_>| FormRow {
        title: event.title().to_owned(),
        direction: event.direction().index(),
        day: scope.first_day(event),
        values: fillings.values(|filling| match filling {
            Filling::School => text(&config.school),
            Filling::Centre => text(&config.title),
            filling => filling.value(|column| scope.value(column, event).into()),
        }),
    };
    let rows: Vec<FormRow> = scope.held().iter().map(row).collect();
    let unfilled = fillings.unfilled(&rows);
    (rows, unfilled)
}

/// The rows of several centres.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CentreRows {
    pub rows: Vec<FormRow>,
    pub unfilled: Vec<Unfilled>,
    /// Whether a column tells the centres apart.
    pub names_centres: bool,
    /// Whether columns are empty because centres do not publish what they need.
    pub lacks_folders: bool,
}

/// What the files of centres do not tell: names of people, and what goes with them.
const UNPUBLISHED: [EventColumn; 5] = [
    EventColumn::PreparedBy,
    EventColumn::Responsible,
    EventColumn::Results,
    EventColumn::Tags,
    EventColumn::Term,
];

/// As [`rows_of`], for the events of several centres. `number_of` gives the number of a direction;
/// `own` are the own keys of all sites.
pub fn rows_of_centres(
    form: &FoundForm,
    held: &HeldInCentres<'_>,
    own: &[OwnKey],
    number_of: impl Fn(&str) -> usize,
) -> CentreRows {
    let fillings = FormFillings::new(form, own);
    let has_school = fillings.has(Filling::School);
    let row = |event: &HeldEvent<'_>| {
        let name = &held.names[event.centre];
        FormRow {
            title: format!("{}, {name}", event.event.title),
            direction: number_of(&event.event.direction),
            day: held.first_day(event),
            values: fillings.values(|filling| match filling {
                // Centres are called alike.
                Filling::Centre if has_school => text(&held.centre(event).centre.title),
                Filling::School | Filling::Centre => text(name),
                filling => filling.value(|column| held.value(column, event, own).into()),
            }),
        }
    };
    let rows: Vec<FormRow> = held.events.iter().map(row).collect();
    let needs_folders = UNPUBLISHED.iter().any(|column| fillings.has(Filling::Column(*column)));
    CentreRows {
        unfilled: fillings.unfilled(&rows),
        rows,
        names_centres: has_school || fillings.has(Filling::Centre),
        lacks_folders: needs_folders && held.events.iter().any(|event| event.event.post.is_none()),
    }
}

/// What the columns of a form take.
struct FormFillings<'a> {
    columns: &'a [TableColumn],
    own: &'a [OwnKey],
    fillings: Vec<Result<Filling, UnfilledReason>>,
}

impl<'a> FormFillings<'a> {
    fn new(form: &'a FoundForm, own: &'a [OwnKey]) -> Self {
        let columns = form.columns();
        let fillings =
            columns.iter().map(|column| Filling::of_column(column, columns, own)).collect();
        Self { columns, own, fillings }
    }

    fn has(&self, filling: Filling) -> bool {
        self.fillings.contains(&Ok(filling))
    }

    /// The values of a row.
    fn values(&self, value: impl Fn(Filling) -> FormValue) -> Vec<FormValue> {
        let value = |filling: &Result<Filling, UnfilledReason>| match filling {
            Ok(Filling::Column(EventColumn::Number)) => FormValue::Ordinal,
            Ok(filling) => value(*filling),
            Err(_) => FormValue::Empty,
        };
        self.fillings.iter().map(value).collect()
    }

    /// The columns that stay empty in some of `rows`.
    fn unfilled(&self, rows: &[FormRow]) -> Vec<Unfilled> {
        let mut unfilled = Vec::new();
        for (at, (column, filling)) in self.columns.iter().zip(&self.fillings).enumerate() {
            let reason = match filling {
                Err(reason) => reason.clone(),
                Ok(filling) => {
                    let empty = rows.iter().filter(|row| row.values[at] == FormValue::Empty);
                    let events: Vec<String> = empty.map(|row| row.title.clone()).collect();
                    let key = match filling {
                        Filling::Column(column) => Some(key_of(*column, self.own)),
                        Filling::Both(first, _) => Some(key_of(*first, self.own)),
                        Filling::Adults => Some(key_of(EventColumn::Total, self.own)),
                        Filling::School | Filling::Centre => None,
                    };
                    UnfilledReason::Missing { events, key }
                }
            };
            let is_filled =
                matches!(&reason, UnfilledReason::Missing { events, .. } if events.is_empty());
            if !is_filled && (!column.head.is_empty() || column.kind.is_some()) {
                unfilled.push(Unfilled { column: column_name(column), at, reason });
            }
        }
        unfilled
    }
}

fn text(text: &str) -> FormValue {
    if text.is_empty() { FormValue::Empty } else { FormValue::Text(text.to_owned()) }
}

/// The key of events that a column shows.
fn key_of(column: EventColumn, own: &[OwnKey]) -> String {
    match column {
        EventColumn::PreparedBy => "педагоги".to_owned(),
        EventColumn::Term => "срок".to_owned(),
        EventColumn::Attendance
        | EventColumn::Total
        | EventColumn::Pupils
        | EventColumn::Teachers
        | EventColumn::Parents
        | EventColumn::OtherPeople
        | EventColumn::MixedPeople => "участники".to_owned(),
        column => column.name(own).to_owned(),
    }
}

impl From<ColumnValue> for FormValue {
    fn from(value: ColumnValue) -> Self {
        match value {
            ColumnValue::Missing => Self::Empty,
            ColumnValue::Text(value) => text(&value),
            ColumnValue::Number(number) => Self::Number(number),
            ColumnValue::Day(day, text) => Self::Day(day, text),
            ColumnValue::Link { url, .. } => Self::Link(url),
        }
    }
}
