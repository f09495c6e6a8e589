//! The files of `content/`, each with what was read of it.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;
use rayon::prelude::*;

use super::{Outcome, Patience, is_fresh, same_stamp};
use crate::config::Config;
use crate::content::{self, CONTENT, Loaded};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::fs;

/// What lies in `content/`.
#[derive(Debug, Default)]
pub(super) struct Folder {
    files: BTreeMap<String, Known>,
    refused: Vec<fs::Refused>,
}

/// A file as it was when it was last read.
#[derive(Debug)]
struct Known {
    entry: fs::Entry,
    /// It may have changed since without its stamp's telling.
    fresh: bool,
    loaded: Loaded,
    problems: Diagnostics,
}

impl Known {
    fn read(entry: fs::Entry, config: &Config, now: Timestamp) -> Self {
        let mut problems = Diagnostics::new();
        let loaded = content::load_file(&entry, config, &mut problems);
        Self { fresh: is_fresh(&entry, now), entry, loaded, problems }
    }

    /// Before there are settings nothing can be read.
    fn unread(entry: fs::Entry) -> Self {
        Self { entry, fresh: true, loaded: Loaded::Nothing, problems: Diagnostics::new() }
    }

    fn is_sound(&self) -> bool {
        !matches!(self.loaded, Loaded::Unsound(_) | Loaded::Nothing) && !self.problems.has_errors()
    }

    /// Whether it is a table with something in it; an emptied file is sound too.
    fn has_rows(&self) -> bool {
        matches!(&self.loaded, Loaded::Data(records) if !records.rows.is_empty())
    }

    fn says_the_same(&self, other: &Self) -> bool {
        let same_file =
            !matches!(self.loaded, Loaded::Attachment(_)) || same_stamp(&self.entry, &other.entry);
        same_file && self.loaded == other.loaded && self.problems == other.problems
    }
}

impl Folder {
    /// What each file holds, in the order of their paths.
    pub(super) fn files(&self) -> impl Iterator<Item = (&str, &Loaded)> {
        self.files.iter().map(|(file, known)| (file.as_str(), &known.loaded))
    }

    /// What is wrong with single files, in the order in which a build tells it.
    pub(super) fn diagnostics(&self) -> impl Iterator<Item = Diagnostic> {
        let refused = self.refused.iter().map(content::refusal);
        refused.chain(self.files.values().flat_map(|known| &known.problems).cloned())
    }

    /// Reads all files again, for other settings.
    pub(super) fn read_all(&mut self, config: &Arc<Config>, now: Timestamp) {
        let mut files: Vec<&mut Known> = self.files.values_mut().collect();
        files.par_iter_mut().for_each(|known| {
            **known = Known::read(known.entry.clone(), config, now);
        });
    }

    /// Finds out what has become of the file at `relative`.
    pub(super) fn examine(
        &mut self,
        root: &Path,
        relative: &str,
        config: Option<&Arc<Config>>,
        now: Timestamp,
        patience: Patience,
    ) -> Outcome {
        let entry = match fs::look(root, CONTENT, relative) {
            fs::Look::File(entry) => Some(entry),
            fs::Look::Nothing => None,
            fs::Look::Unclear => return Outcome::Unclear,
        };
        if entry.is_none() && !self.files.contains_key(relative) {
            let below = format!("{relative}/");
            let next = self.files.range(below.clone()..).next();
            let is_folder = next.is_some_and(|(file, _)| file.starts_with(&below));
            return if is_folder { Outcome::Unclear } else { Outcome::Same };
        }
        let known = entry.map(|entry| match config {
            Some(config) => Known::read(entry, config, now),
            None => Known::unread(entry),
        });
        self.settle(relative, known, patience)
    }

    /// Puts what was found in the place of what was known.
    fn settle(&mut self, relative: &str, found: Option<Known>, patience: Patience) -> Outcome {
        let old = self.files.get_mut(relative);
        let Some(found) = found else {
            if patience == Patience::Wait {
                return Outcome::Waits;
            }
            self.files.remove(relative);
            return Outcome::Changed;
        };
        if let Some(old) = old {
            if old.says_the_same(&found) {
                (old.entry, old.fresh) = (found.entry, found.fresh);
                return Outcome::Same;
            }
            let worse = old.is_sound() && !found.is_sound() || old.has_rows() && !found.has_rows();
            if patience == Patience::Wait && worse {
                return Outcome::Waits;
            }
            *old = found;
            return Outcome::Changed;
        }
        let is_text = matches!(found.loaded, Loaded::Post(_) | Loaded::Page(_) | Loaded::Report(_));
        if patience == Patience::Wait && !(is_text && found.is_sound()) {
            return Outcome::Waits;
        }
        self.files.insert(relative.to_owned(), found);
        if is_text { Outcome::Appeared } else { Outcome::Changed }
    }

    /// Examines each file by which this folder differs from a listing of it.
    pub(super) fn take(
        &mut self,
        root: &Path,
        entries: Vec<fs::Entry>,
        refused: Vec<fs::Refused>,
        config: Option<&Arc<Config>>,
        now: Timestamp,
        patience: Patience,
    ) -> Vec<(String, Outcome)> {
        let mut outcomes = Vec::new();
        if self.refused != refused {
            self.refused = refused;
            outcomes.push((CONTENT.to_owned(), Outcome::Changed));
        }
        let mut gone = Vec::new();
        let mut listed = entries.iter().peekable();
        for file in self.files.keys() {
            while listed.next_if(|entry| entry.relative < *file).is_some() {}
            if listed.next_if(|entry| entry.relative == *file).is_none() {
                gone.push(file.clone());
            }
        }
        let differs = |entry: &fs::Entry| {
            let known = self.files.get(&entry.relative);
            known.is_none_or(|known| known.fresh || !same_stamp(&known.entry, entry))
        };
        let differing: Vec<_> = entries.into_iter().filter(differs).collect();
        let read = |listed: fs::Entry| {
            let (found, patience) = match fs::look(root, CONTENT, &listed.relative) {
                fs::Look::File(entry) => (Some(entry), patience),
                fs::Look::Nothing => (None, patience),
                // The way leads over a link: the walk has followed it, another look will not.
                fs::Look::Unclear => (Some(listed.clone()), Patience::None),
            };
            let known = found.map(|entry| match config {
                Some(config) => Known::read(entry, config, now),
                None => Known::unread(entry),
            });
            (listed.relative, known, patience)
        };
        let found: Vec<_> = differing.into_par_iter().map(read).collect();
        for (relative, known, patience) in found {
            if known.is_some() || self.files.contains_key(&relative) {
                let outcome = self.settle(&relative, known, patience);
                outcomes.push((relative, outcome));
            }
        }
        for relative in gone {
            // It may have come since.
            let outcome = match fs::look(root, CONTENT, &relative) {
                fs::Look::File(_) => self.examine(root, &relative, config, now, patience),
                fs::Look::Nothing => self.settle(&relative, None, patience),
                fs::Look::Unclear => self.settle(&relative, None, Patience::None),
            };
            outcomes.push((relative, outcome));
        }
        outcomes
    }
}
