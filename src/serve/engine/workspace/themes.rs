//! The theme of the settings. It is small, so all its files are read again when one of them changes.

use std::collections::HashSet;
use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;

use super::{FileChange, Worsening, is_fresh, same_stamp};
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::fs;
use crate::pipeline::{self, ThemeFiles};
use crate::render::{Theme, ThemeLayer};

#[derive(Debug)]
pub(super) struct Themes {
    files: ThemeFiles,
    /// The stamps of the files when they were last read; none if they must be read again.
    stamps: Option<Vec<fs::Entry>>,
    /// `None` without settings, and after errors.
    theme: Option<Arc<Theme>>,
    diagnostics: Diagnostics,
}

impl Default for Themes {
    fn default() -> Self {
        Self {
            files: ThemeFiles::default(),
            stamps: None,
            theme: None,
            diagnostics: Diagnostics::new(),
        }
    }
}

impl Themes {
    pub(super) fn theme(&self) -> Option<&Arc<Theme>> {
        self.theme.as_ref()
    }

    pub(super) fn diagnostics(&self) -> &Diagnostics {
        &self.diagnostics
    }

    /// Whether the files have to be read again.
    pub(super) fn differ(&self, listed: &[fs::Entry]) -> bool {
        let same = |known: &Vec<fs::Entry>| {
            known.len() == listed.len()
                && known
                    .iter()
                    .zip(listed)
                    .all(|(a, b)| a.relative == b.relative && same_stamp(a, b))
        };
        !self.stamps.as_ref().is_some_and(same)
    }

    pub(super) fn set_stamps(&mut self, listed: Vec<fs::Entry>, now: Timestamp) {
        let fresh = listed.iter().any(|entry| is_fresh(entry, now));
        self.stamps = (!fresh).then_some(listed);
    }

    /// Makes the next scan of the tree read the files again.
    pub(super) fn forget_stamps(&mut self) {
        self.stamps = None;
    }

    /// Reads the files again, if there are settings that choose a theme.
    pub(super) fn read(
        &mut self,
        root: &Path,
        config: Option<&Config>,
        worsening: Worsening,
    ) -> FileChange {
        let Some(config) = config else { return FileChange::None };
        let files = match pipeline::theme_files(root, config) {
            Ok(files) => files,
            Err(error) => {
                let diagnostics = Diagnostic::error(error.within(root).to_string()).into();
                if self.theme.is_none() && self.diagnostics == diagnostics {
                    return FileChange::None;
                }
                // Perhaps a file vanished between the listing and its reading.
                if worsening == Worsening::Postpone {
                    return FileChange::Postponed;
                }
                self.files = ThemeFiles::default();
                (self.theme, self.diagnostics) = (None, diagnostics);
                return FileChange::Changed;
            }
        };
        if files == self.files {
            return FileChange::None;
        }
        if worsening == Worsening::Postpone && loses_a_file(&self.files.layers, &files.layers) {
            return FileChange::Postponed;
        }
        let change = if self.files.skipped == files.skipped
            && differ_in_styles(&self.files.layers, &files.layers)
        {
            FileChange::Styles
        } else {
            FileChange::Changed
        };
        let mut diagnostics = Diagnostics::new();
        let theme = pipeline::theme(config, files.clone(), &mut diagnostics).map(Arc::new);
        if theme.is_none() && self.theme.is_some() && worsening == Worsening::Postpone {
            return FileChange::Postponed;
        }
        (self.theme, self.diagnostics) = (theme, diagnostics);
        self.files = files;
        change
    }

    /// Reads the theme of other settings.
    pub(super) fn choose(&mut self, root: &Path, config: &Config) {
        // If they cannot be read now, the next scan of the tree reads them again.
        let read = pipeline::theme_files(root, config);
        if read.is_err() {
            self.forget_stamps();
        }
        self.files = read.unwrap_or_default();
        self.diagnostics = Diagnostics::new();
        let theme = pipeline::theme(config, self.files.clone(), &mut self.diagnostics);
        self.theme = theme.map(Arc::new);
    }
}

/// Whether a file that was not empty is gone or empty.
fn loses_a_file(before: &[ThemeLayer], after: &[ThemeLayer]) -> bool {
    let after: HashSet<_> = full_files(after).collect();
    full_files(before).any(|file| !after.contains(&file))
}

/// The theme and path of each file that is not empty.
fn full_files(layers: &[ThemeLayer]) -> impl Iterator<Item = (&str, &str)> {
    let files = layers.iter().flat_map(|layer| layer.files.iter().map(move |file| (layer, file)));
    let full = files.filter(|(_, (_, bytes))| !bytes.is_empty());
    full.map(|(layer, (path, _))| (layer.name.as_str(), path.as_str()))
}

/// Whether only the bytes of static style sheets differ.
fn differ_in_styles(a: &[ThemeLayer], b: &[ThemeLayer]) -> bool {
    let is_style = |path: &str| path.starts_with("static/") && path.ends_with(".css");
    let same_files = |(a, b): (&ThemeLayer, &ThemeLayer)| {
        a.name == b.name
            && a.files.len() == b.files.len()
            && a.files.iter().zip(&b.files).all(|((path, bytes), (other, others))| {
                path == other && (bytes == others || is_style(path))
            })
    };
    a.len() == b.len() && a.iter().zip(b).all(same_files)
}
