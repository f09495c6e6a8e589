//! What a section publishes in `events.json`.

use std::borrow::Cow;

use super::file::{
    CENTRE_FILE_VERSION, CentreCounts, CentreDirection, CentreEvent, CentreEventState, CentreFile,
    CentreIndicator, CentreMeasurement, CentreName,
};
use crate::content::data::{CellValue, TableKind};
use crate::content::participants::PeopleCounts;
use crate::content::post::Post;
use crate::report::section::indicator_value;
use crate::site::{Event, SectionTable, Site};

impl From<PeopleCounts> for CentreCounts {
    fn from(counts: PeopleCounts) -> Self {
        let PeopleCounts { pupils, teachers, parents, others, mixed } = counts;
        Self { pupils, teachers, parents, others, mixed }
    }
}

impl From<CentreCounts> for PeopleCounts {
    fn from(counts: CentreCounts) -> Self {
        let CentreCounts { pupils, teachers, parents, others, mixed } = counts;
        Self { pupils, teachers, parents, others, mixed }
    }
}

impl<'a> CentreFile<'a> {
    /// What the section publishes.
    pub fn published(site: &'a Site) -> Self {
        let config = &site.config;
        let events = site.events.iter().filter(|event| !event.document.draft);
        Self {
            version: CENTRE_FILE_VERSION,
            centre: CentreName {
                title: Cow::Borrowed(&config.title),
                school: Cow::Borrowed(&config.school),
                url: Cow::Borrowed(&config.base_url),
            },
            events: events
                .filter(|event| event.document.meta.report)
                .map(|event| event_of(site, &event.document, Some(&event.path), state(event)))
                .collect(),
            indicators: site
                .table(TableKind::Indicators)
                .filter(|table| table.shown)
                .map(indicators)
                .unwrap_or_default(),
            directions: config
                .direction_ids()
                .map(|id| config.direction(id))
                .filter(|direction| direction.short != direction.title)
                .map(|direction| CentreDirection {
                    short: Cow::Borrowed(&direction.short),
                    title: Cow::Borrowed(&direction.title),
                })
                .collect(),
        }
    }

    /// As [`Self::published`], with drafts that say that they were held, as a report of the centre alone.
    pub fn local(site: &'a Site) -> Self {
        let mut file = Self::published(site);
        let held = site.left_out.iter().filter(|post| post.meta.report);
        let held = held.filter(|post| post.meta.held == Some(true));
        file.events.extend(held.map(|post| event_of(site, post, None, CentreEventState::Held)));
        file
    }
}

fn state(event: &Event) -> CentreEventState {
    match event.document.meta.held {
        Some(true) => CentreEventState::Held,
        Some(false) => CentreEventState::Cancelled,
        None if event.details.awaits_story || event.details.announcement => {
            CentreEventState::Announced
        }
        None => CentreEventState::Held,
    }
}

fn event_of<'a>(
    site: &'a Site,
    post: &'a Post,
    path: Option<&'a str>,
    state: CentreEventState,
) -> CentreEvent<'a> {
    let meta = &post.meta;
    let (first, last) = (meta.date.first(), meta.date.last());
    let text = |text: &'a Option<String>| text.as_deref().map(Cow::Borrowed);
    let counts = meta.participants.as_ref().map(|all| all.by_kind(meta.audience.as_deref()));
    CentreEvent {
        title: Cow::Borrowed(&post.title),
        from: first.to_string().into(),
        to: (last != first).then(|| last.to_string().into()),
        date: meta.date_text().into(),
        direction: Cow::Borrowed(&site.config.direction(meta.direction).short),
        path: path.map(Cow::Borrowed),
        audience: text(&meta.audience),
        participants: meta.participants.as_ref().map(|all| all.to_string().into()),
        counts: counts.map(CentreCounts::from).unwrap_or_default(),
        level: text(&meta.level),
        form: text(&meta.form),
        place: text(&meta.place),
        classes: texts(&meta.classes),
        time: match meta.date.time() {
            Some(time) => Some(time.to_string().into()),
            None => text(&meta.time),
        },
        summary: text(&post.summary),
        own: meta
            .own
            .iter()
            .map(|(id, values)| (Cow::Borrowed(&*site.config.own_key(*id).name), texts(values)))
            .collect(),
        state,
        post: Some(post),
    }
}

fn texts(texts: &[String]) -> Vec<Cow<'_, str>> {
    texts.iter().map(|text| Cow::Borrowed(&**text)).collect()
}

fn indicators(table: &SectionTable) -> Vec<CentreIndicator<'_>> {
    let records = &table.records;
    let indicator = |row| {
        let Some(CellValue::Text(name)) = records.value(row, "name") else { return None };
        let Some(CellValue::Target(target)) = records.value(row, "target") else { return None };
        let values = match records.value(row, "values") {
            Some(CellValue::Measurements(all)) => &all[..],
            _ => &[],
        };
        Some(CentreIndicator {
            name: Cow::Borrowed(name),
            target: target.to_string().into(),
            values: values
                .iter()
                .map(|measure| CentreMeasurement {
                    date: measure.date.to_string().into(),
                    value: indicator_value(target, measure).into(),
                    met: target.is_met(measure.amount),
                })
                .collect(),
        })
    };
    records.rows.iter().filter_map(indicator).collect()
}
