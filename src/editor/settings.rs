//! The settings of the site, as the editor needs them: read anew each time, since any program may change
//! them, and usable with errors.

mod form;
mod logo;
mod look;
mod uses;

use std::path::Path;

use super::api::{Bound, Route};
use crate::config::{self, Config, OwnKey};
use crate::diagnostic::Diagnostics;
use crate::fs;

pub(super) const ROUTES: &[Route] = &[
    Route::get("/api/settings", form::show),
    Route::get("/api/settings/code", uses::new_code),
    Route::post("/api/settings/orphans", uses::orphans),
    Route::get("/api/settings/themes", look::themes),
    Route::post("/api/settings/colours", look::colours),
    Route::get("/api/settings/logo", logo::show),
    Route::upload("/api/settings/logo", Bound::Photo, logo::add),
];

/// Whether there is a site in `root`.
pub(super) fn exist(root: &Path) -> bool {
    fs::exists(&root.join(config::FILE))
}

/// The settings of the site in `root` with their problems; no settings where the text has no form.
///
/// # Errors
/// If they cannot be read.
pub(super) fn read(root: &Path) -> Result<(Option<Config>, Diagnostics), fs::Error> {
    let text = fs::read_text(&root.join(config::FILE)).map_err(|error| error.within(root))?;
    let mut problems = Diagnostics::new();
    let config = Config::parse(config::FILE, &text, &mut problems);
    Ok((config, problems))
}

/// The own keys that the settings of the site in `root` declare.
///
/// # Errors
/// If they cannot be read.
pub(super) fn own_keys(root: &Path) -> Result<Vec<OwnKey>, fs::Error> {
    Ok(read(root)?.0.map(|config| config.own_keys).unwrap_or_default())
}
