//! The events of several centres that were held in a period, and what each has in a column.

use jiff::civil::Date;

use super::file::{CentreEvent, CentreEventState, CentreFile};
use crate::calendar::{Period, in_figures};
use crate::config::{EventColumn, OwnKey};
use crate::content::participants::PeopleCounts;
use crate::report::counts::ReportCounts;
use crate::report::values::{ColumnValue, attendance, count, month_name, own_value};
use crate::url;

/// The events of several centres that were held in a period.
#[derive(Debug)]
pub struct HeldInCentres<'a> {
    centres: &'a [CentreFile<'a>],
    period: Period,
    /// The names of the centres, by which they are told apart.
    pub names: Vec<String>,
    /// By date.
    pub events: Vec<HeldEvent<'a>>,
    pub counts: ReportCounts,
}

/// An event of the period.
#[derive(Debug)]
pub struct HeldEvent<'a> {
    /// The place of its centre among all.
    pub centre: usize,
    pub event: &'a CentreEvent<'a>,
    pub(super) first: Date,
    last: Date,
    pub(super) people: PeopleCounts,
}

impl<'a> HeldInCentres<'a> {
    /// The events of `centres`; one that began after `today` is none that was held.
    pub fn new(period: Period, today: Date, centres: &'a [CentreFile<'a>]) -> Self {
        let mut counts = ReportCounts::default();
        let mut events: Vec<HeldEvent<'a>> = Vec::new();
        for (centre, file) in centres.iter().enumerate() {
            for event in &file.events {
                let Some(event) = HeldEvent::of(centre, event, &period) else { continue };
                let is_begun = event.first <= today;
                match event.event.state {
                    CentreEventState::Held if is_begun => events.push(event),
                    CentreEventState::Cancelled => counts.cancelled += 1,
                    CentreEventState::Announced if is_begun => counts.awaiting_story += 1,
                    CentreEventState::Held | CentreEventState::Announced => counts.to_come += 1,
                }
            }
        }
        events.sort_by_key(|event| (event.first, event.centre));
        counts.held = events.len();
        counts.participations = events.iter().map(|event| event.people.total()).sum();
        Self { centres, period, names: super::names(centres), events, counts }
    }

    /// The file of the centre of an event.
    pub fn centre(&self, event: &HeldEvent<'_>) -> &'a CentreFile<'a> {
        &self.centres[event.centre]
    }

    /// The first day of an event in the period.
    pub fn first_day(&self, event: &HeldEvent<'_>) -> Date {
        event.first.max(self.period.first())
    }

    /// What an event has in `column`; `own` are the own keys of all sites.
    pub fn value(&self, column: EventColumn, held: &HeldEvent<'_>, own: &[OwnKey]) -> ColumnValue {
        let event = held.event;
        let meta = event.post.map(|post| &post.meta);
        let joined = |values: Option<&Vec<String>>, between: &str| -> ColumnValue {
            values.map(|values| values.join(between)).unwrap_or_default().into()
        };
        match column {
            EventColumn::Title => event.title.to_string().into(),
            EventColumn::Date if event.to.is_none() => {
                ColumnValue::Day(held.first, event.date.to_string())
            }
            EventColumn::Date => event.date.to_string().into(),
            EventColumn::FirstDay => held.end(held.first),
            EventColumn::LastDay => held.end(held.last),
            EventColumn::Time => event.time.as_deref().into(),
            EventColumn::Month => month_name(held.first).into(),
            EventColumn::Direction => event.direction.to_string().into(),
            EventColumn::Attendance => event.attendance().into(),
            EventColumn::Audience => event.audience.as_deref().into(),
            EventColumn::Participants => event.participants.as_deref().into(),
            EventColumn::Total
            | EventColumn::Pupils
            | EventColumn::Teachers
            | EventColumn::Parents
            | EventColumn::OtherPeople
            | EventColumn::MixedPeople => {
                count(column, event.participants.is_some().then_some(held.people))
            }
            EventColumn::Summary => {
                let lead = || event.post.map(|post| &*post.body.lead);
                event.summary.as_deref().or_else(lead).into()
            }
            EventColumn::Place => event.place.as_deref().into(),
            EventColumn::Form => event.form.as_deref().into(),
            EventColumn::Level => event.level.as_deref().into(),
            EventColumn::Classes => event.classes.join(", ").into(),
            EventColumn::PreparedBy => joined(meta.map(|meta| &meta.teachers), ", "),
            EventColumn::Results => joined(meta.map(|meta| &meta.results), "\n"),
            EventColumn::Responsible => meta.and_then(|meta| meta.responsible.as_deref()).into(),
            EventColumn::Tags => {
                let tags = meta.map(|meta| meta.tags.iter().map(|(tag, _)| tag.clone()).collect());
                joined(tags.as_ref(), ", ")
            }
            EventColumn::Term => {
                let planned = meta.and_then(|meta| meta.planned.as_ref());
                planned.map_or_else(|| event.date.to_string(), |term| term.text.clone()).into()
            }
            EventColumn::Link => held
                .link(self.centres)
                .map_or(ColumnValue::Missing, |url| ColumnValue::Link { text: url.clone(), url }),
            EventColumn::Mark => format!("проведено {}", event.date).into(),
            EventColumn::Own(id) => {
                let is_meant = |name: &str| OwnKey::find(name, own) == Some(id);
                let own = event.own.iter().find(|(name, _)| is_meant(name));
                own.map_or(ColumnValue::Missing, |(_, values)| own_value(values))
            }
            EventColumn::Number
            | EventColumn::HalfYear
            | EventColumn::SchoolYear
            | EventColumn::CalendarYear => ColumnValue::Missing,
        }
    }
}

impl<'a> HeldEvent<'a> {
    /// `None` outside of the period, and for a day that is none.
    fn of(centre: usize, event: &'a CentreEvent<'a>, period: &Period) -> Option<Self> {
        let first: Date = event.from.parse().ok()?;
        let last = event.to.as_ref().map_or(Ok(first), |last| last.parse()).ok()?;
        (first <= period.last() && period.first() <= last).then(|| Self {
            centre,
            event,
            first,
            last,
            people: event.counts.into(),
        })
    }

    /// The absolute address of its page.
    pub(super) fn link(&self, centres: &[CentreFile<'_>]) -> Option<String> {
        let link = format!("{}{}", centres[self.centre].centre.url, self.event.path.as_ref()?);
        url::is_absolute(&link).then_some(link)
    }

    /// The first or the last day; the words of the date where these name only months.
    fn end(&self, day: Date) -> ColumnValue {
        if self.event.date.starts_with(|c: char| c.is_ascii_digit()) {
            return ColumnValue::Day(day, in_figures(day));
        }
        self.event.date.to_string().into()
    }
}

impl CentreEvent<'_> {
    /// «Обучающиеся центра (21 человек)»
    pub(super) fn attendance(&self) -> String {
        attendance(self.audience.as_deref(), self.participants.as_deref())
    }
}
