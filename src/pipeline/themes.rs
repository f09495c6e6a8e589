//! Reads the theme that the settings choose from `themes/`.

use std::path::{Path, PathBuf};

use crate::config::Config;
use crate::content;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::fs;
use crate::render::{
    DEFAULT_THEME, Theme, ThemeAbout, ThemeLayer, embedded_theme, embedded_theme_names,
};
use crate::slug;

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

/// The themes that the site of `root` may choose, those of the program and its own; one with errors is left out.
pub fn themes(root: &Path) -> Vec<ThemeAbout> {
    let own = fs::subfolders(&root.join(THEMES)).into_iter().filter_map(|name| {
        let file = "theme.yaml".to_owned();
        let bytes = fs::read(&root.join(THEMES).join(&name).join(&file)).ok()?;
        Some(ThemeLayer { name, files: vec![(file, bytes)] })
    });
    let own: Vec<_> = own.collect();
    let inside = embedded_theme_names().map(str::to_owned);
    let mut names: Vec<_> = inside.chain(own.iter().map(|layer| layer.name.clone())).collect();
    // The usual one first.
    names.sort_by_key(|name| (*name != DEFAULT_THEME, name.clone()));
    names.dedup();
    names.iter().filter_map(|name| ThemeAbout::read(name, own.clone())).collect()
}

/// Writes the files of `theme`, which is inside the program, into the folder of `themes/` with this name;
/// returns them, relative to `root`. Nothing is overwritten.
///
/// # Errors
/// If there is no such theme, the name does not suit a folder, the folder has files, or the disk fails.
pub fn write_theme(root: &Path, theme: &str, name: &str) -> Result<Vec<PathBuf>, Box<Diagnostic>> {
    let Some(layer) = embedded_theme(theme) else {
        let known: Vec<_> = embedded_theme_names().map(|known| format!("`{known}`")).collect();
        let problem = Diagnostic::error(format!("в программе нет темы «{theme}»"));
        return Err(problem.hint(format!("есть {}", known.join(" и "))).into());
    };
    if !slug::is_safe(name) {
        let problem = Diagnostic::error(format!("«{name}» не годится для имени темы"));
        let hint = "строчные латинские буквы, цифры и дефис: `rostok theme plain svoya`";
        return Err(problem.hint(hint).into());
    }
    let folder = Path::new(THEMES).join(name);
    if fs::exists(&root.join(&folder)) {
        let folder = fs::with_slashes(&folder);
        return Err(Diagnostic::error(format!("папка `{folder}` уже есть"))
            .hint(format!("дайте теме другое имя: `rostok theme {theme} svoya`"))
            .into());
    }
    let mut written = Vec::new();
    for (path, bytes) in layer.files {
        let file = folder.join(path);
        let target = root.join(&file);
        let made = fs::create_dir_all(target.parent().unwrap_or(root));
        made.and_then(|()| fs::create_new(&target, &bytes))
            .map_err(|error| Box::new(Diagnostic::error(error.to_string())))?;
        written.push(file);
    }
    written.sort_unstable();
    Ok(written)
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
