//! What every build publishes of the centre's events for reports over several centres: `events.json`.
//!
//! Only what stands on the pages anyway: no drafts, and nothing that names people. The format has a
//! version; a program reads those that it knows. Keys may be added without a new version.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::content::data::{CellValue, TableKind};
use crate::content::participants::PeopleCounts;
use crate::content::post::Post;
use crate::report::section::indicator_value;
use crate::site::{Event, SectionTable, Site};

/// The newest version of the format.
pub const CENTRE_FILE_VERSION: u32 = 1;

/// The events of a centre.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CentreFile<'a> {
    pub version: u32,
    #[serde(borrow)]
    pub centre: CentreName<'a>,
    /// The earliest first.
    #[serde(borrow)]
    pub events: Vec<CentreEvent<'a>>,
    #[serde(borrow, default, skip_serializing_if = "Vec::is_empty")]
    pub indicators: Vec<CentreIndicator<'a>>,
    /// The full names of directions that events name by shorter ones.
    #[serde(borrow, default, skip_serializing_if = "Vec::is_empty")]
    pub directions: Vec<CentreDirection<'a>>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CentreDirection<'a> {
    #[serde(borrow)]
    pub short: Cow<'a, str>,
    #[serde(borrow)]
    pub title: Cow<'a, str>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CentreName<'a> {
    #[serde(borrow)]
    pub title: Cow<'a, str>,
    /// May be empty.
    #[serde(borrow, default)]
    pub school: Cow<'a, str>,
    /// The address of its section, with `/` at its end.
    #[serde(borrow)]
    pub url: Cow<'a, str>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CentreEvent<'a> {
    #[serde(borrow)]
    pub title: Cow<'a, str>,
    /// The first day: `2022-12-07`.
    #[serde(borrow)]
    pub from: Cow<'a, str>,
    /// The last day, if it is another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Cow<'a, str>>,
    /// The date as readers see it.
    #[serde(borrow)]
    pub date: Cow<'a, str>,
    #[serde(borrow)]
    pub direction: Cow<'a, str>,
    /// Its page, from the section's address. Drafts that a report of local files counts have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<Cow<'a, str>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub audience: Option<Cow<'a, str>>,
    /// As readers see them: «20 обучающихся, 3 педагога».
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub participants: Option<Cow<'a, str>>,
    #[serde(default, skip_serializing_if = "CentreCounts::is_empty")]
    pub counts: CentreCounts,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<Cow<'a, str>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form: Option<Cow<'a, str>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Cow<'a, str>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub classes: Vec<Cow<'a, str>>,
    /// «14:30», «после уроков»
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<Cow<'a, str>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary: Option<Cow<'a, str>>,
    /// The own keys of its site with their values.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub own: BTreeMap<Cow<'a, str>, Vec<Cow<'a, str>>>,
    #[serde(default, skip_serializing_if = "CentreEventState::is_held")]
    pub state: CentreEventState,
    /// What is not published, names of people among it: of a site whose folder is at hand.
    #[serde(skip)]
    pub post: Option<&'a Post>,
}

/// What became of an event by the day of the build.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CentreEventState {
    #[default]
    Held,
    /// Its page announces it.
    Announced,
    Cancelled,
}

/// Numbers of participants by kind; those that are 0 are left out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CentreCounts {
    #[serde(skip_serializing_if = "is_zero")]
    pub pupils: u64,
    #[serde(skip_serializing_if = "is_zero")]
    pub teachers: u64,
    #[serde(skip_serializing_if = "is_zero")]
    pub parents: u64,
    #[serde(skip_serializing_if = "is_zero")]
    pub others: u64,
    /// Of several or unknown kinds.
    #[serde(skip_serializing_if = "is_zero")]
    pub mixed: u64,
}

/// An indicator of the centre that a page shows.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CentreIndicator<'a> {
    #[serde(borrow)]
    pub name: Cow<'a, str>,
    /// «не менее 70 %»
    #[serde(borrow)]
    pub target: Cow<'a, str>,
    /// The earliest first.
    #[serde(borrow, default)]
    pub values: Vec<CentreMeasurement<'a>>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CentreMeasurement<'a> {
    /// `2022-12-30`.
    #[serde(borrow)]
    pub date: Cow<'a, str>,
    /// «67,5 % (160 из 237)»
    #[serde(borrow)]
    pub value: Cow<'a, str>,
    /// Whether it meets the target.
    pub met: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes references")]
fn is_zero(count: &u64) -> bool {
    *count == 0
}

impl CentreEventState {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes references")]
    fn is_held(&self) -> bool {
        *self == Self::Held
    }
}

impl CentreCounts {
    fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

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
