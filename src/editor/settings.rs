//! The settings of the site, as the editor needs them: read anew each time, since any program may change
//! them, and usable with errors.

use std::path::Path;

use crate::config::{self, Config, OwnKey};
use crate::diagnostic::Diagnostics;
use crate::fs;

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
