//! What every build publishes of the centre's events for reports over several centres: `events.json`.
//!
//! Only what stands on the pages anyway: no drafts, and nothing that names people. The format has a
//! version; a program reads those that it knows. Keys may be added without a new version.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::content::post::Post;

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
