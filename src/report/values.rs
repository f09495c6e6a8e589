//! What an event has in a column.

use super::document::{Cell, EMPTY_CELL};
use super::plan;
use super::scope::{ReportEvent, Scope};
use crate::calendar::{EventDate, Precision, SchoolYear, in_figures};
use crate::config::EventColumn;
use crate::content::participants::PeopleCounts;
use crate::content::post::Post;
use crate::url;
use jiff::civil::Date;

/// The value of an event in a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ColumnValue {
    /// The event does not say.
    Missing,
    /// A `\n` is a line break. An empty text is room for a pen.
    Text(String),
    Number(u64),
    /// One day, and how it is written.
    Day(Date, String),
    Link {
        /// Inside the section it begins with the prefix of the scope.
        url: String,
        text: String,
    },
}

impl<'a> Scope<'a> {
    /// What `event` has in `column`. The number of a row is no value of an event, and missing.
    pub fn value(&self, column: EventColumn, event: &ReportEvent<'a>) -> ColumnValue {
        use EventColumn as Column;
        let post = event.post;
        let meta = &post.meta;
        match column {
            Column::Number => ColumnValue::Missing,
            Column::Title => ColumnValue::Text(post.title.clone()),
            Column::Date => {
                let text = self.date(meta);
                let is_day = meta.has_days() && meta.date.precision() == Precision::Day;
                if is_day { ColumnValue::Day(meta.date.first(), text) } else { text.into() }
            }
            Column::FirstDay => end_of(post, EventDate::first),
            Column::LastDay => end_of(post, EventDate::last),
            Column::Time => match meta.date.time() {
                Some(time) => time.to_string().into(),
                None => meta.time.as_deref().into(),
            },
            Column::Attendance => {
                let participants = meta.participants.as_ref().map(ToString::to_string);
                attendance(meta.audience.as_deref(), participants.as_deref()).into()
            }
            Column::Audience if self.in_plan && meta.audience.is_none() => self.participants(post),
            Column::Audience => meta.audience.as_deref().into(),
            Column::Participants => self.participants(post),
            Column::Total
            | Column::Pupils
            | Column::Teachers
            | Column::Parents
            | Column::OtherPeople
            | Column::MixedPeople => count(column, people(post)),
            // The beginning of a story tells how the event was, not what is planned.
            Column::Summary => {
                let lead = || {
                    let is_plan = self.in_plan && plan::is_held(self, event);
                    Some(&*post.body.lead).filter(|_| !is_plan)
                };
                post.summary.as_deref().or_else(lead).into()
            }
            Column::Results => meta.results.join("\n").into(),
            Column::Responsible if self.in_plan && meta.responsible.is_none() => {
                meta.teachers.join(", ").into()
            }
            Column::Link => match self.event_link(event) {
                Some(url) => ColumnValue::Link { text: self.printed_link(&url), url },
                None => ColumnValue::Missing,
            },
            Column::Term => {
                let planned = meta.planned.as_ref().map(|planned| planned.text.clone());
                planned.unwrap_or_else(|| meta.date_and_time()).into()
            }
            Column::Mark => plan::mark(self, event),
            Column::Own(id) => {
                let own = meta.own.iter().find(|(own, _)| *own == id);
                own.map_or(ColumnValue::Missing, |(_, values)| own_value(values))
            }
            Column::Month
            | Column::HalfYear
            | Column::SchoolYear
            | Column::CalendarYear
            | Column::Direction
            | Column::Place
            | Column::Form
            | Column::Level
            | Column::Classes
            | Column::PreparedBy
            | Column::Responsible
            | Column::Tags => self.groups_of(column, event).join(", ").into(),
        }
    }

    /// The groups into which `column` puts `event`; none if it does not say.
    pub(super) fn groups_of(&self, column: EventColumn, event: &ReportEvent<'_>) -> Vec<String> {
        let meta = &event.post.meta;
        let first = Some(meta.date).filter(|date| !date.is_unknown()).map(|date| date.first());
        let one = |text: Option<String>| text.into_iter().collect();
        match column {
            EventColumn::Month => {
                one(first.map(|first| month_name(first.max(self.period.first()))))
            }
            EventColumn::HalfYear => {
                let half =
                    first.and_then(|first| self.site.config.bounds.half_years.half_of(first));
                one(half.map(|half| format!("{} {}", half.short(), half.year)))
            }
            EventColumn::SchoolYear => {
                one(first.map(|first| SchoolYear::containing(first).to_string()))
            }
            EventColumn::CalendarYear => one(first.map(|first| first.year().to_string())),
            EventColumn::Direction => {
                one(Some(self.site.config.direction(meta.direction).short.clone()))
            }
            EventColumn::Audience => one(meta.audience.clone()),
            EventColumn::Place => one(meta.place.clone()),
            EventColumn::Form => one(meta.form.clone()),
            EventColumn::Level => one(meta.level.clone()),
            EventColumn::Classes => meta.classes.clone(),
            EventColumn::PreparedBy => meta.teachers.clone(),
            EventColumn::Responsible => one(meta.responsible.clone()),
            EventColumn::Tags => meta.tags.iter().map(|(tag, _)| tag.clone()).collect(),
            EventColumn::Own(id) => {
                let own = meta.own.iter().find(|(own, _)| *own == id);
                own.map(|(_, values)| values.clone()).unwrap_or_default()
            }
            _ => Vec::new(),
        }
    }

    fn participants(&self, post: &Post) -> ColumnValue {
        post.meta.participants.as_ref().map(ToString::to_string).unwrap_or_default().into()
    }
}

/// «ноябрь 2022 г.»
pub(super) fn month_name(day: Date) -> String {
    EventDate::month_of(day).to_string()
}

/// The first or the last day, as far as the days are known.
fn end_of(post: &Post, end: fn(&EventDate) -> Date) -> ColumnValue {
    let date = &post.meta.date;
    let has_days = matches!(date.precision(), Precision::Day | Precision::Days);
    if !has_days || !post.meta.has_days() {
        return post.meta.date_text().into();
    }
    let day = end(date);
    ColumnValue::Day(day, in_figures(day))
}

/// «Обучающиеся центра (21 человек)»
pub(super) fn attendance(audience: Option<&str>, participants: Option<&str>) -> String {
    match (audience, participants) {
        (Some(audience), Some(participants)) => format!("{audience} ({participants})"),
        (Some(text), None) | (None, Some(text)) => text.to_owned(),
        (None, None) => String::new(),
    }
}

/// The participants of `post` by kind; `None` if their number is not known.
pub(super) fn people(post: &Post) -> Option<PeopleCounts> {
    let participants = post.meta.participants.as_ref()?;
    Some(participants.by_kind(post.meta.audience.as_deref()))
}

/// The number that `column` takes of `counts`.
pub(super) fn count_in(column: EventColumn, counts: &PeopleCounts) -> u64 {
    match column {
        EventColumn::Pupils => counts.pupils,
        EventColumn::Teachers => counts.teachers,
        EventColumn::Parents => counts.parents,
        EventColumn::OtherPeople => counts.others,
        EventColumn::MixedPeople => counts.mixed,
        _ => counts.total(),
    }
}

/// A kind that nobody was counted as is unknown, not 0, where others were counted together.
pub(super) fn count(column: EventColumn, people: Option<PeopleCounts>) -> ColumnValue {
    match people {
        Some(counts) => match count_in(column, &counts) {
            0 if counts.mixed > 0 => ColumnValue::Missing,
            count => ColumnValue::Number(count),
        },
        None => ColumnValue::Missing,
    }
}

/// A number, a day and an address are such; all else is text.
pub(super) fn own_value(values: &[impl AsRef<str>]) -> ColumnValue {
    let [value] = values else {
        let values: Vec<&str> = values.iter().map(AsRef::as_ref).collect();
        return values.join(", ").into();
    };
    let value = value.as_ref();
    if url::is_absolute(value) {
        return ColumnValue::Link { url: value.to_owned(), text: value.to_owned() };
    }
    if !value.starts_with(|c: char| c.is_ascii_digit()) {
        return value.to_owned().into();
    }
    let is_number = value == "0" || !value.starts_with('0');
    if let Some(number) = value.parse().ok().filter(|number| is_number && *number < 1_000_000_000) {
        return ColumnValue::Number(number);
    }
    match EventDate::one_day(value) {
        Ok(day) => ColumnValue::Day(day, value.to_owned()),
        Err(_) => value.to_owned().into(),
    }
}

impl From<String> for ColumnValue {
    fn from(text: String) -> Self {
        if text.is_empty() { Self::Missing } else { Self::Text(text) }
    }
}

impl From<Option<&str>> for ColumnValue {
    fn from(text: Option<&str>) -> Self {
        text.unwrap_or_default().to_owned().into()
    }
}

impl From<ColumnValue> for Cell {
    fn from(value: ColumnValue) -> Self {
        match value {
            ColumnValue::Missing => Self::from(EMPTY_CELL),
            ColumnValue::Text(text) | ColumnValue::Day(_, text) => Self { text, ..Self::default() },
            ColumnValue::Number(number) => Self::number(number),
            // Shows the whole URL, because reports are printed.
            ColumnValue::Link { url, text } => Self { text, value: None, link: Some(url) },
        }
    }
}
