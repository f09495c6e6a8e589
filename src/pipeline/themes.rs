//! Reads the theme that the settings choose from `themes/`.

use std::path::Path;

use crate::config::Config;
use crate::content;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::fs;
use crate::render::{Theme, ThemeLayer};

pub const THEMES: &str = "themes";

/// The folders of `themes/` and the files of the chosen theme.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ThemeFiles {
    /// All themes; only the chosen one and those that it extends have files.
    pub layers: Vec<ThemeLayer>,
    /// Their links that cannot be followed.
    pub skipped: Vec<fs::SkippedPath>,
}

/// Reads the theme that the settings choose and the themes that it extends.
///
/// # Errors
/// If they cannot be read.
pub fn theme_files(root: &Path, config: &Config) -> Result<ThemeFiles, fs::Error> {
    let themes = root.join(THEMES);
    let mut layers: Vec<_> = fs::subfolders(&themes)
        .into_iter()
        .map(|name| ThemeLayer { name, files: Vec::new() })
        .collect();
    let mut skipped = Vec::new();
    let mut next = Some(config.theme.clone());
    while let Some(name) = next.take() {
        let unread = |layer: &&mut ThemeLayer| layer.name == name && layer.files.is_empty();
        let Some(layer) = layers.iter_mut().find(unread) else { break };
        let folder = format!("{THEMES}/{name}");
        if !fs::resolve(&root.join(&folder))?.starts_with(fs::resolve(&themes)?) {
            skipped.push(fs::SkippedPath { relative: folder, reason: fs::SkipReason::LeadsOut });
            break;
        }
        let (entries, skipped_here) = fs::walk(root, &folder)?;
        skipped.extend(skipped_here);
        for entry in entries {
            let inner = entry.relative.strip_prefix(&folder).unwrap_or(&entry.relative);
            layer.files.push((inner.trim_start_matches('/').to_owned(), fs::read(&entry.path)?));
        }
        next = layer.extends();
    }
    Ok(ThemeFiles { layers, skipped })
}

/// The theme that the settings choose, from the result of [`theme_files`].
/// `None` after errors: skipped paths, or those of [`Theme::from_layers`]; a problem without a place
/// points to the theme's name in the settings.
pub fn theme(config: &Config, files: ThemeFiles, diagnostics: &mut Diagnostics) -> Option<Theme> {
    if !files.skipped.is_empty() {
        diagnostics.extend(files.skipped.iter().map(content::refusal));
        return None;
    }
    let mut found = Diagnostics::new();
    let theme = Theme::from_layers(&config.theme, files.layers, &mut found);
    let theme = theme.and_then(|theme| theme.with_options(&config.theme_options, &mut found));
    diagnostics.extend(found.into_iter().map(|problem| Diagnostic {
        place: problem.place.or_else(|| Some(config.theme_place.clone())),
        ..problem
    }));
    theme
}
