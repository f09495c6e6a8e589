//! The folder of themes: small, so that it is read as a whole whenever something in it changes.

use std::collections::HashSet;
use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;

use super::{Outcome, Patience, is_fresh, same_stamp};
use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::fs;
use crate::pipeline;
use crate::render::{Theme, ThemeLayer};

#[derive(Debug)]
pub(super) struct Themes {
    layers: Vec<ThemeLayer>,
    /// The files as they were when they were last read; none where that has to be done again.
    stamps: Option<Vec<fs::Entry>>,
    theme: Result<Arc<Theme>, Vec<Diagnostic>>,
}

impl Default for Themes {
    fn default() -> Self {
        Self { layers: Vec::new(), stamps: None, theme: Err(Vec::new()) }
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

    /// Reads the files again; the theme of the settings, if there are any, is made of them.
    pub(super) fn read(
        &mut self,
        root: &Path,
        config: Option<&Config>,
        patience: Patience,
    ) -> Outcome {
        let layers = match pipeline::theme_layers(root) {
            Ok(layers) => layers,
            // A file that vanishes between the listing and its reading makes this fail.
            Err(_) if patience == Patience::Wait => return Outcome::Waits,
            Err(error) => {
                let problems = vec![Diagnostic::error(error.to_string())];
                let same = self.theme.as_ref().err() == Some(&problems);
                self.layers = Vec::new();
                self.theme = Err(problems);
                return if same { Outcome::Same } else { Outcome::Changed };
            }
        };
        if layers == self.layers {
            return Outcome::Same;
        }
        if patience == Patience::Wait && loses_a_file(&self.layers, &layers) {
            return Outcome::Waits;
        }
        let outcome = if differ_in_styles(&self.layers, &layers) {
            Outcome::Restyled
        } else {
            Outcome::Changed
        };
        if let Some(config) = config {
            let theme = pipeline::theme(config, layers.clone()).map(Arc::new);
            if theme.is_err() && self.theme.is_ok() && patience == Patience::Wait {
                return Outcome::Waits;
            }
            self.theme = theme;
        }
        self.layers = layers;
        outcome
    }

    /// Takes the theme of other settings.
    pub(super) fn choose(&mut self, config: &Config) {
        self.theme = pipeline::theme(config, self.layers.clone()).map(Arc::new);
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
