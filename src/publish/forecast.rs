//! What a publication is likely to change, by what this computer remembers of the server. No
//! connection, and no password.

use std::path::Path;

use super::error::PublishError;
use super::manifest::Edition;
use super::plan::{Plan, PlanSummary, plan};
use super::publication::Publisher;
use super::source::BuiltSite;
use crate::config::Config;

/// A plan for what this computer last knew of the server. Only a run that connects knows what others
/// have published since.
#[derive(Clone, Debug)]
pub struct Forecast {
    pub plan: Plan,
    pub summary: PlanSummary,
    /// Whether this computer has published the section before. Without that, everything counts as new.
    pub is_known: bool,
    /// The state that an undo would restore.
    pub undo: Option<Edition>,
    /// In bytes per second, of an earlier upload.
    pub speed: Option<u64>,
    /// Whether a pack was made that nobody has confirmed.
    pub is_packed: bool,
}

/// Compares `site` with what this computer remembers of the server.
///
/// # Errors
/// [`PublishError::Busy`] while another process publishes; if the disk cannot be read.
pub fn forecast(
    root: &Path,
    config: &Config,
    publisher: &Publisher,
    site: &BuiltSite,
) -> Result<Forecast, PublishError> {
    let local = publisher.open_local_state(root, config)?;
    let server = local.manifest()?;
    let is_known = server.is_some();
    let plan = plan(&site.manifest, &server.unwrap_or_default());
    let summary = PlanSummary::new(&plan, site, &config.short_title);
    let undo = local.last_state()?.map(|state| state.edition);
    let is_packed = local.is_packed();
    Ok(Forecast { plan, summary, is_known, undo, speed: local.speed(), is_packed })
}
