//! The settings of the site, as the editor needs them: read anew each time, since any program may change
//! them, and usable with errors.

mod form;
mod logo;
mod look;
mod uses;

use std::path::Path;

use super::api::{Bound, Method, Route};
use crate::config::{self, Config, OwnKey};
use crate::diagnostic::Diagnostics;
use crate::fs;

pub(super) const ROUTES: &[Route] = &[
    Route { method: Method::Get, path: "/api/settings", body: Bound::None, function: form::show },
    Route {
        method: Method::Get,
        path: "/api/settings/code",
        body: Bound::None,
        function: uses::new_code,
    },
    Route {
        method: Method::Post,
        path: "/api/settings/orphans",
        body: Bound::Json,
        function: uses::orphans,
    },
    Route {
        method: Method::Get,
        path: "/api/settings/themes",
        body: Bound::None,
        function: look::themes,
    },
    Route {
        method: Method::Post,
        path: "/api/settings/colours",
        body: Bound::Json,
        function: look::colours,
    },
    Route {
        method: Method::Get,
        path: "/api/settings/logo",
        body: Bound::None,
        function: logo::show,
    },
    Route {
        method: Method::Post,
        path: "/api/settings/logo",
        body: Bound::Photo,
        function: logo::add,
    },
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
