//! The result of a build or a check.

use crate::diagnostic::Diagnostics;
use crate::output::Written;
use crate::photos;
use crate::publish::compatibility::Compatibility;
use crate::site::Site;

/// The result of a build or a check.
#[derive(Debug, Default)]
pub struct Outcome {
    /// All problems, those of the hosting included.
    pub diagnostics: Diagnostics,
    /// The other remarks about the hosting.
    pub hosting: Compatibility,
    /// `None` after errors and after a check.
    pub written: Option<Written>,
    pub photos: photos::Summary,
    /// `None` if the output could not be rendered.
    pub weight: Option<Weight>,
    /// The paths of all drafts, as [`Site::drafts`].
    pub drafts: Vec<String>,
    /// The files of drafts with errors that stop nobody, as [`Site::unsound_drafts`].
    pub unsound_drafts: Vec<String>,
    pub events: EventCounts,
}

/// How many events the output shows, and how many it does not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EventCounts {
    pub published: usize,
    /// Events that are still to come.
    pub announced: usize,
    /// Drafts that are left out.
    pub drafts: usize,
}

impl EventCounts {
    pub(super) fn from_site(site: &Site) -> Self {
        let announced = site.events.iter().filter(|event| event.details.announcement).count();
        let published = site.events.len() - announced;
        Self { published, announced, drafts: site.left_out.len() }
    }
}

/// The size of the output, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Weight {
    /// All files together.
    pub total: u64,
    /// The limit of the hosting.
    pub limit: u64,
}
