//! Prepares a site for publishing: reads the settings, builds or checks the site with them, and checks the
//! output folder.

use std::sync::Arc;

use super::{BuildRun, Failure, Mode, Request, sources};
use crate::config::Config;
use crate::diagnostic::{Diagnostics, Severity};
use crate::output::{self, Manifest, OutputLock};
use crate::photos;
use crate::publish::verify::preflight;
use crate::publish::{BuiltSite, PublishError};

/// Settings without errors.
#[derive(Debug)]
pub struct Settings {
    pub config: Arc<Config>,
    warnings: Diagnostics,
}

/// The reason why a site cannot be published.
#[derive(Debug)]
pub enum NotPublishable {
    /// The settings or the content have errors, or lack what readers expect.
    Content(Diagnostics),
    /// The environment does not allow it.
    Environment(Failure),
    /// The output folder was not made by this build, or holds what others must not see.
    Output(PublishError),
}

/// Reads the settings of a site that will be published.
///
/// # Errors
/// [`NotPublishable::Content`] if they have errors; [`NotPublishable::Environment`] if there is no site.
pub fn settings_to_publish(request: &Request) -> Result<Settings, NotPublishable> {
    let mut warnings = Diagnostics::new();
    let config = sources::settings(request, &mut warnings)?;
    match config.filter(|_| !warnings.has_errors()) {
        Some(config) => Ok(Settings { config, warnings }),
        None => Err(NotPublishable::Content(warnings)),
    }
}

/// Builds the site with `settings`, or only checks it if the output folder is published as it is
/// (`rebuild` is false). Then checks the output folder, which stays locked as long as the result lives.
///
/// # Errors
/// Any [`NotPublishable`].
pub fn build_to_publish(
    request: &Request,
    settings: &Settings,
    rebuild: bool,
    progress: &dyn photos::Progress,
) -> Result<BuiltSite, NotPublishable> {
    let Settings { config, warnings } = settings;
    let mode = if rebuild { Mode::Build } else { Mode::Check };
    output::check_out_folder(&request.root, &request.out).map_err(Failure::from)?;
    let lock = OutputLock::acquire(&request.out).map_err(Failure::from)?;
    let check = || -> Result<BuiltSite, NotPublishable> {
        let run = BuildRun { request, config, progress, mode, unpublishable: Severity::Error };
        let outcome = rayon::scope(|_| run.with_repair(warnings))?;
        if outcome.diagnostics.has_errors() {
            return Err(NotPublishable::Content(outcome.diagnostics));
        }
        let built = Manifest::read(&request.out).map_err(Failure::from)?;
        let site = preflight::check(&request.out, &built, &outcome.drafts);
        let site = site.map_err(NotPublishable::Output)?;
        Ok(BuiltSite { unsound_drafts: outcome.unsound_drafts, ..site })
    };
    let site = match check() {
        // The check has marked them: this build compares their bytes.
        Err(NotPublishable::Output(PublishError::Source(_))) if rebuild => check(),
        site => site,
    };
    Ok(BuiltSite { lock: Some(lock), ..site? })
}

impl From<Failure> for NotPublishable {
    fn from(failure: Failure) -> Self {
        Self::Environment(failure)
    }
}
