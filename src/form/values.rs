//! What the columns of a form take of events.

use super::error::column_name;
use super::{FormRow, FormValue, FoundForm};
use crate::calendar::fold;
use crate::config::{Config, EventColumn, OwnKey};
use crate::content::participants::{ParticipantKind, ParticipantNoun};
use crate::import::{ColumnKind, TableColumn, column_of_kind};
use crate::report::{ColumnValue, Scope};

/// Words for some of those who took part, whom events do not count apart.
const SOME_OF_THEM: [&str; 14] = [
    "овз",
    "инвалид",
    "одарен",
    "учет",
    "сирот",
    "девоч",
    "мальч",
    "начальн",
    "старш",
    "младш",
    "сельск",
    "других",
    "дистанц",
    "победит",
];

/// Words that begin the head of a column for the name of the school, without «Наименование».
const SCHOOL: [&str; 5] = ["школ", "образовательн", "общеобразовательн", "учрежден", "организац"];

/// A column that could not be filled, or not for all events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unfilled {
    /// Its head.
    pub column: String,
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

/// What a column is filled with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Filling {
    Column(EventColumn),
    School,
    Centre,
}

/// The rows of the form for the events that the report has, and what stays empty in them.
pub fn rows_of(
    form: &FoundForm,
    scope: &Scope<'_>,
    config: &Config,
) -> (Vec<FormRow>, Vec<Unfilled>) {
    let columns = form.columns();
    let fillings: Vec<_> =
        columns.iter().map(|column| filling(column, columns, &config.own_keys)).collect();
    let rows: Vec<FormRow> = scope
        .held()
        .iter()
        .map(|event| FormRow {
            title: event.title().to_owned(),
            direction: Some(event.direction()),
            values: fillings
                .iter()
                .map(|filling| match filling {
                    Ok(Filling::Column(EventColumn::Number)) => FormValue::Ordinal,
                    Ok(Filling::Column(column)) => scope.value(*column, event).into(),
                    Ok(Filling::School) => text(&config.school),
                    Ok(Filling::Centre) => text(&config.title),
                    Err(_) => FormValue::Empty,
                })
                .collect(),
        })
        .collect();
    let key = |filling: &Result<Filling, UnfilledReason>| match filling {
        Ok(Filling::Column(column)) => Some(key_of(*column, &config.own_keys)),
        _ => None,
    };
    let mut unfilled = Vec::new();
    for (at, (column, filling)) in columns.iter().zip(&fillings).enumerate() {
        let reason = match filling {
            Err(reason) => reason.clone(),
            Ok(_) => {
                let empty = rows.iter().filter(|row| row.values[at] == FormValue::Empty);
                let events: Vec<String> = empty.map(|row| row.title.clone()).collect();
                UnfilledReason::Missing { events, key: key(filling) }
            }
        };
        let is_filled =
            matches!(&reason, UnfilledReason::Missing { events, .. } if events.is_empty());
        if !is_filled && (!column.head.is_empty() || column.kind.is_some()) {
            unfilled.push(Unfilled { column: column_name(column), reason });
        }
    }
    (rows, unfilled)
}

fn text(text: &str) -> FormValue {
    if text.is_empty() { FormValue::Empty } else { FormValue::Text(text.to_owned()) }
}

/// What the column takes; the other columns say whether it holds numbers too.
fn filling(
    column: &TableColumn,
    all: &[TableColumn],
    own: &[OwnKey],
) -> Result<Filling, UnfilledReason> {
    if let Some(id) = OwnKey::find(&column.head, own) {
        return Ok(Filling::Column(EventColumn::Own(id)));
    }
    let has_counts =
        all.iter().any(|other| matches!(other.kind, Some(ColumnKind::Count | ColumnKind::People)));
    let Some(kind) = column.kind else {
        return match &*fold(&column.head) {
            "всего" | "итого" if has_counts => Ok(Filling::Column(EventColumn::Total)),
            _ => name_of_place(&column.head),
        };
    };
    let found = match kind {
        ColumnKind::Photos => return Err(UnfilledReason::Photos),
        ColumnKind::Count | ColumnKind::People => {
            let head = fold(&column.head);
            let has_digits = head.contains(|c: char| c.is_ascii_digit());
            let is_unknown = column.noun.as_deref().is_some_and(|noun| {
                ParticipantNoun::kind_of(noun) == ParticipantKind::NotStated
                    && !["участ", "чел", "люд"].iter().any(|word| noun.starts_with(word))
            });
            if has_digits || is_unknown || SOME_OF_THEM.iter().any(|word| head.contains(word)) {
                return Err(UnfilledReason::SomeOfThem);
            }
            let counts = all
                .iter()
                .filter(|other| matches!(other.kind, Some(ColumnKind::Count | ColumnKind::People)));
            let is_staff = ["педагог", "учител"].iter().any(|word| head.starts_with(word));
            // Without numbers beside it, «Педагоги» are names.
            if kind == ColumnKind::People && is_staff && counts.count() == 1 {
                Some(EventColumn::PreparedBy)
            } else {
                column_of_kind(kind, &column.head, column.noun.as_deref())
            }
        }
        ColumnKind::Audience if has_counts => Some(EventColumn::Audience),
        ColumnKind::Audience => Some(EventColumn::Attendance),
        ColumnKind::Date if all.iter().any(|other| other.kind == Some(ColumnKind::DateEnd)) => {
            Some(EventColumn::FirstDay)
        }
        kind => column_of_kind(kind, &column.head, column.noun.as_deref()),
    };
    found.map(Filling::Column).ok_or(UnfilledReason::Unknown)
}

/// The school or the centre, in a table of several.
fn name_of_place(head: &str) -> Result<Filling, UnfilledReason> {
    let head = fold(head);
    let head = ["наименование ", "название "]
        .iter()
        .find_map(|word| head.strip_prefix(word))
        .unwrap_or(&head);
    let is_school = head == "оо" || SCHOOL.iter().any(|word| head.starts_with(word));
    match head {
        _ if is_school => Ok(Filling::School),
        _ if head.starts_with("центр") => Ok(Filling::Centre),
        _ => Err(UnfilledReason::Unknown),
    }
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
