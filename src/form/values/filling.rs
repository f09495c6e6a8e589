//! What the columns of a form take of events, by their heads.

use super::{FormValue, UnfilledReason};
use crate::calendar::fold;
use crate::config::{EventColumn, OwnKey};
use crate::content::participants::{ParticipantKind, ParticipantNoun};
use crate::import::{ColumnKind, TableColumn, column_of_head, column_of_kind};

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

/// What a column is filled with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Filling {
    Column(EventColumn),
    /// «Дата и место проведения»
    Both(EventColumn, EventColumn),
    /// All participants but children.
    Adults,
    School,
    Centre,
}

impl Filling {
    /// What the column takes; the other columns say whether it holds numbers too.
    pub(super) fn of_column(
        column: &TableColumn,
        all: &[TableColumn],
        own: &[OwnKey],
    ) -> Result<Self, UnfilledReason> {
        if let Some(id) = OwnKey::find_like(&column.head, own) {
            return Ok(Self::Column(EventColumn::Own(id)));
        }
        if let Some(both) = both(column, all) {
            return Ok(both);
        }
        let has_counts = all
            .iter()
            .any(|other| matches!(other.kind, Some(ColumnKind::Count | ColumnKind::People)));
        let Some(kind) = column.kind else {
            return match &*fold(&column.head) {
                "всего" | "итого" if has_counts => Ok(Self::Column(EventColumn::Total)),
                _ => name_of_place(&column.head),
            };
        };
        let found = match kind {
            ColumnKind::Photos => return Err(UnfilledReason::Photos),
            ColumnKind::Count | ColumnKind::People => {
                let head = fold(&column.head);
                if head.contains("взросл") {
                    return Ok(Self::Adults);
                }
                let has_digits = head.contains(|c: char| c.is_ascii_digit());
                let is_unknown = column.noun.as_deref().is_some_and(|noun| {
                    ParticipantNoun::kind_of(noun) == ParticipantKind::NotStated
                        && !["участ", "чел", "люд"].iter().any(|word| noun.starts_with(word))
                });
                if has_digits || is_unknown || SOME_OF_THEM.iter().any(|word| head.contains(word)) {
                    return Err(UnfilledReason::SomeOfThem);
                }
                let counts = all.iter().filter(|other| {
                    matches!(other.kind, Some(ColumnKind::Count | ColumnKind::People))
                });
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
        found.map(Self::Column).ok_or(UnfilledReason::Unknown)
    }

    /// What an event has there, by what it has in columns.
    pub(super) fn value(self, value: impl Fn(EventColumn) -> FormValue) -> FormValue {
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
