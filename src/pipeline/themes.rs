//! The theme that the settings choose, out of the folders of `themes/`.

use std::path::Path;

use crate::config::Config;
use crate::content;
use crate::diagnostic::Diagnostic;
use crate::fs;
use crate::render::{Theme, ThemeLayer};

/// The folder of themes, relative to the site's root.
pub const THEMES: &str = "themes";

/// The folders of `themes/` as they are on the disk.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ThemeFiles {
    /// All of them; only those that the chosen theme consists of have their files.
    pub layers: Vec<ThemeLayer>,
    /// What could not be followed in these.
    pub refused: Vec<fs::Refused>,
}

/// Reads the theme that the settings choose and those it extends.
///
/// # Errors
/// Where they cannot be read.
pub fn theme_files(root: &Path, config: &Config) -> Result<ThemeFiles, fs::Error> {
    let themes = root.join(THEMES);
    let mut layers: Vec<_> = fs::folders(&themes)
        .into_iter()
        .map(|name| ThemeLayer { name, files: Vec::new() })
        .collect();
    let mut refused = Vec::new();
    let mut wanted = Some(config.theme.clone());
    while let Some(name) = wanted.take() {
        let unread = |layer: &&mut ThemeLayer| layer.name == name && layer.files.is_empty();
        let Some(layer) = layers.iter_mut().find(unread) else { break };
        let folder = format!("{THEMES}/{name}");
        if !fs::resolve(&root.join(&folder))?.starts_with(fs::resolve(&themes)?) {
            refused.push(fs::Refused { relative: folder, why: fs::Why::LeadsOut });
            break;
        }
        let (entries, left_out) = fs::walk(root, &folder)?;
        refused.extend(left_out);
        for entry in entries {
            let inner = entry.relative.strip_prefix(&folder).unwrap_or(&entry.relative);
            layer.files.push((inner.trim_start_matches('/').to_owned(), fs::read(&entry.path)?));
        }
        wanted = layer.extends();
    }
    Ok(ThemeFiles { layers, refused })
}

/// The theme that the settings ask for, out of [`theme_files`].
///
/// # Errors
/// What could not be followed, else as [`Theme::from_layers`]; what has no place of its own is the
/// settings' mistake.
pub fn theme(config: &Config, files: ThemeFiles) -> Result<Theme, Vec<Diagnostic>> {
    if !files.refused.is_empty() {
        return Err(files.refused.iter().map(content::refusal).collect());
    }
    let theme = Theme::from_layers(&config.theme, files.layers);
    theme.and_then(|theme| theme.with_options(&config.theme_options)).map_err(|problems| {
        let at_settings = |problem: Diagnostic| Diagnostic {
            place: problem.place.or_else(|| Some(config.theme_place.clone())),
            ..problem
        };
        problems.into_iter().map(at_settings).collect()
    })
}
