//! What the columns of a form take of events.

use super::error::column_name;
use super::{FormRow, FormValue, FoundForm};
use crate::calendar::fold;
use crate::config::{Config, EventColumn, OwnKey};
use crate::content::participants::{ParticipantKind, ParticipantNoun};
use crate::import::{ColumnKind, TableColumn, column_of_head, column_of_kind};
use crate::report::{ColumnValue, HeldEvent, HeldInCentres, ReportEvent, Scope};

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

/// Words before those of [`SCHOOL`].
const BEFORE_NAMES: [&str; 6] =
    ["наименование", "название", "полное", "краткое", "сокращенное", "имя"];

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

/// What a column is filled with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Filling {
    Column(EventColumn),
    /// «Дата и место проведения»
    Both(EventColumn, EventColumn),
    /// All participants but children.
    Adults,
    School,
    Centre,
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

impl Filling {
    /// What an event has there, by what it has in columns.
    fn value(self, value: impl Fn(EventColumn) -> FormValue) -> FormValue {
        match self {
            Self::Column(column) => value(column),
            Self::Both(first, second) => {
                let long = [EventColumn::Summary, EventColumn::Results];
                let is_long = long.contains(&first) || long.contains(&second);
                let between = if is_long { "\n" } else { ", " };
                match (value(first), value(second)) {
                    (FormValue::Empty, one) | (one, FormValue::Empty) => one,
                    (first, second) => {
                        FormValue::Text(format!("{}{between}{}", first.text(), second.text()))
                    }
                }
            }
            Self::Adults => {
                let kinds = [EventColumn::Teachers, EventColumn::Parents, EventColumn::OtherPeople];
                let numbers = kinds.map(|kind| match value(kind) {
                    FormValue::Number(number) => Some(number),
                    _ => None,
                });
                let all = numbers.into_iter().sum::<Option<u64>>();
                all.map_or(FormValue::Empty, FormValue::Number)
            }
            Self::School | Self::Centre => FormValue::Empty,
        }
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
        let fillings = columns.iter().map(|column| filling(column, columns, own)).collect();
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

/// What the column takes; the other columns say whether it holds numbers too.
fn filling(
    column: &TableColumn,
    all: &[TableColumn],
    own: &[OwnKey],
) -> Result<Filling, UnfilledReason> {
    if let Some(id) = OwnKey::find_like(&column.head, own) {
        return Ok(Filling::Column(EventColumn::Own(id)));
    }
    if let Some(both) = both(column, all) {
        return Ok(both);
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
            if head.contains("взросл") {
                return Ok(Filling::Adults);
            }
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

/// What a head takes that names two things: «Дата и место проведения», «Класс, количество обучающихся».
/// What has a column of its own is not repeated.
fn both(column: &TableColumn, all: &[TableColumn]) -> Option<Filling> {
    let head = fold(&column.head);
    let plain = head.split('(').next().unwrap_or_default();
    column.kind.filter(|_| !plain.contains(':'))?;
    let mut found: Vec<EventColumn> = Vec::new();
    for part in plain.split([',', ';', '/']).flat_map(|part| part.split(" и ")) {
        let Some(one) = column_of_head(part.trim(), &[]) else { continue };
        let is_told = matches!(one, EventColumn::Number | EventColumn::Month)
            || all.iter().any(|other| {
                other.range != column.range && column_of_head(&other.head, &[]) == Some(one)
            });
        if !is_told && !found.contains(&one) {
            found.push(one);
        }
    }
    let counts = found.iter().filter(|column| column.is_count()).count();
    let has_audience = found.contains(&EventColumn::Audience);
    if column.kind == Some(ColumnKind::Title) && !found.contains(&EventColumn::Title) {
        return None;
    }
    match found[..] {
        // «Категория участников, количество» is one value in words.
        [first, second] if counts < 2 && !(has_audience && counts > 0) => {
            Some(Filling::Both(first, second))
        }
        _ => None,
    }
}

/// The school or the centre, in a table of several.
fn name_of_place(head: &str) -> Result<Filling, UnfilledReason> {
    let folded = fold(head);
    let mut head = folded.split('(').next().unwrap_or_default().trim();
    while let Some(rest) = BEFORE_NAMES.iter().find_map(|word| head.strip_prefix(word)) {
        head = rest.trim_start();
    }
    let is_school = matches!(head, "оо" | "оу") || SCHOOL.iter().any(|word| head.starts_with(word));
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
