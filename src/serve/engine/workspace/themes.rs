//! The theme of the settings: small, so that it is read as a whole whenever something in the folder
//! of themes changes.

use std::collections::HashSet;
use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;

use super::{Outcome, Patience, is_fresh, same_stamp};
use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::fs;
use crate::pipeline::{self, ThemeFiles};
use crate::render::{Theme, ThemeLayer};

#[derive(Debug)]
pub(super) struct Themes {
    files: ThemeFiles,
    /// The files as they were when they were last read; none where that has to be done again.
    stamps: Option<Vec<fs::Entry>>,
    theme: Result<Arc<Theme>, Vec<Diagnostic>>,
}

impl Default for Themes {
    fn default() -> Self {
        Self { files: ThemeFiles::default(), stamps: None, theme: Err(Vec::new()) }
    }
}

impl Themes {
    pub(super) fn theme(&self) -> Result<&Arc<Theme>, &Vec<Diagnostic>> {
        self.theme.as_ref()
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

    pub(super) fn keep_stamps(&mut self, listed: Vec<fs::Entry>, now: Timestamp) {
        let fresh = listed.iter().any(|entry| is_fresh(entry, now));
        self.stamps = (!fresh).then_some(listed);
    }

    /// The next look at the tree is to read the files again.
    pub(super) fn forget_stamps(&mut self) {
        self.stamps = None;
    }

    /// Reads the files again, if there are settings that choose a theme.
    pub(super) fn read(
        &mut self,
        root: &Path,
        config: Option<&Config>,
        patience: Patience,
    ) -> Outcome {
        let Some(config) = config else { return Outcome::Same };
        let files = match pipeline::theme_files(root, config) {
            Ok(files) => files,
            // A file that vanishes between the listing and its reading makes this fail.
            Err(_) if patience == Patience::Wait => return Outcome::Waits,
            Err(error) => {
                let problems = vec![Diagnostic::error(error.to_string())];
                let same = self.theme.as_ref().err() == Some(&problems);
                self.files = ThemeFiles::default();
                self.theme = Err(problems);
                return if same { Outcome::Same } else { Outcome::Changed };
            }
        };
        if files == self.files {
            return Outcome::Same;
        }
        if patience == Patience::Wait && loses_a_file(&self.files.layers, &files.layers) {
            return Outcome::Waits;
        }
        let outcome = if self.files.refused == files.refused
            && differ_in_styles(&self.files.layers, &files.layers)
        {
            Outcome::Restyled
        } else {
            Outcome::Changed
        };
        let theme = pipeline::theme(config, files.clone()).map(Arc::new);
        if theme.is_err() && self.theme.is_ok() && patience == Patience::Wait {
            return Outcome::Waits;
        }
        self.theme = theme;
        self.files = files;
        outcome
    }

    /// Takes the theme of other settings.
    pub(super) fn choose(&mut self, root: &Path, config: &Config) {
        // Where they cannot be read now, the next look at the tree reads them again.
        let read = pipeline::theme_files(root, config);
        if read.is_err() {
            self.forget_stamps();
        }
        self.files = read.unwrap_or_default();
        self.theme = pipeline::theme(config, self.files.clone()).map(Arc::new);
    }
}

/// Whether a file is gone or empty that was not.
fn loses_a_file(before: &[ThemeLayer], after: &[ThemeLayer]) -> bool {
    let after: HashSet<_> = full_files(after).collect();
    full_files(before).any(|file| !after.contains(&file))
}

/// The files that are not empty, by their themes and paths.
fn full_files(layers: &[ThemeLayer]) -> impl Iterator<Item = (&str, &str)> {
    let files = layers.iter().flat_map(|layer| layer.files.iter().map(move |file| (layer, file)));
    let full = files.filter(|(_, (_, bytes))| !bytes.is_empty());
    full.map(|(layer, (path, _))| (layer.name.as_str(), path.as_str()))
}

/// Whether two readings differ in the bytes of static style sheets alone.
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
