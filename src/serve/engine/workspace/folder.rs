//! The files of `content/`, each with its parsed content.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;
use rayon::prelude::*;

use super::{FileChange, Worsening, is_fresh, same_stamp};
use crate::config::Config;
use crate::content::{self, CONTENT, Loaded};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::fs;

#[derive(Debug, Default)]
pub(super) struct Folder {
    files: BTreeMap<String, SourceFile>,
    refused: Vec<fs::SkippedPath>,
}

/// A file as it was when it was last read.
#[derive(Debug)]
struct SourceFile {
    entry: fs::Entry,
    /// Whether a later change may have left the same stamp.
    fresh: bool,
    loaded: Loaded,
    problems: Diagnostics,
}

/// What files are read with.
pub(super) struct ReadContext<'a> {
    /// The root of the site.
    pub(super) root: &'a Path,
    /// None while the settings cannot be read.
    pub(super) config: Option<&'a Arc<Config>>,
    pub(super) now: Timestamp,
}

impl ReadContext<'_> {
    fn read(&self, entry: fs::Entry) -> SourceFile {
        match self.config {
            Some(config) => SourceFile::read(entry, config, self.now),
            None => SourceFile::unread(entry),
        }
    }
}

impl SourceFile {
    fn read(entry: fs::Entry, config: &Config, now: Timestamp) -> Self {
        let mut problems = Diagnostics::new();
        let loaded = content::load_file(&entry, config, &mut problems);
        Self { fresh: is_fresh(&entry, now), entry, loaded, problems }
    }

    /// The state of a file that cannot be read for lack of settings.
    fn unread(entry: fs::Entry) -> Self {
        Self { entry, fresh: true, loaded: Loaded::Nothing, problems: Diagnostics::new() }
    }

    fn is_valid(&self) -> bool {
        !matches!(self.loaded, Loaded::Invalid(_) | Loaded::Nothing) && !self.problems.has_errors()
    }

    /// Whether it is a table with rows. An emptied table is valid too.
    fn has_rows(&self) -> bool {
        matches!(&self.loaded, Loaded::Data(records) if !records.rows.is_empty())
    }

    fn has_same_content(&self, other: &Self) -> bool {
        let same_file =
            !matches!(self.loaded, Loaded::Attachment(_)) || same_stamp(&self.entry, &other.entry);
        same_file && self.loaded == other.loaded && self.problems == other.problems
    }
}

impl Folder {
    /// The content of each file, sorted by path.
    pub(super) fn files(&self) -> impl Iterator<Item = (&str, &Loaded)> {
        self.files.iter().map(|(file, known)| (file.as_str(), &known.loaded))
    }

    /// The diagnostics of single files, in the order of a build.
    pub(super) fn diagnostics(&self) -> impl Iterator<Item = Diagnostic> {
        let refused = self.refused.iter().map(content::refusal);
        refused.chain(self.files.values().flat_map(|known| &known.problems).cloned())
    }

    /// Reads all files again with other settings.
    pub(super) fn read_all(&mut self, config: &Arc<Config>, now: Timestamp) {
        let mut files: Vec<&mut SourceFile> = self.files.values_mut().collect();
        files.par_iter_mut().for_each(|known| {
            **known = SourceFile::read(known.entry.clone(), config, now);
        });
    }

    /// Examines the file at `relative`.
    pub(super) fn examine(
        &mut self,
        relative: &str,
        context: &ReadContext<'_>,
        worsening: Worsening,
    ) -> FileChange {
        let entry = match fs::probe(context.root, CONTENT, relative) {
            fs::Probe::File(entry) => Some(entry),
            fs::Probe::Nothing => None,
            fs::Probe::Unclear => return FileChange::Unclear,
        };
        if entry.is_none() && !self.files.contains_key(relative) {
            let below = format!("{relative}/");
            let next = self.files.range(below.clone()..).next();
            let is_folder = next.is_some_and(|(file, _)| file.starts_with(&below));
            return if is_folder { FileChange::Unclear } else { FileChange::None };
        }
        let known = entry.map(|entry| context.read(entry));
        self.apply(relative, known, worsening)
    }

    /// Replaces a file by its new state, unless the change is postponed.
    fn apply(
        &mut self,
        relative: &str,
        found: Option<SourceFile>,
        worsening: Worsening,
    ) -> FileChange {
        let old = self.files.get_mut(relative);
        let Some(found) = found else {
            if worsening == Worsening::Postpone {
                return FileChange::Postponed;
            }
            self.files.remove(relative);
            return FileChange::Changed;
        };
        if let Some(old) = old {
            if old.has_same_content(&found) {
                (old.entry, old.fresh) = (found.entry, found.fresh);
                return FileChange::None;
            }
            let worse = old.is_valid() && !found.is_valid() || old.has_rows() && !found.has_rows();
            if worsening == Worsening::Postpone && worse {
                return FileChange::Postponed;
            }
            *old = found;
            return FileChange::Changed;
        }
        let is_text = matches!(found.loaded, Loaded::Post(_) | Loaded::Page(_) | Loaded::Report(_));
        if worsening == Worsening::Postpone && !(is_text && found.is_valid()) {
            return FileChange::Postponed;
        }
        self.files.insert(relative.to_owned(), found);
        if is_text { FileChange::NewText } else { FileChange::Changed }
    }

    /// Examines each file whose stamp differs from a listing of the folder.
    pub(super) fn reconcile(
        &mut self,
        entries: Vec<fs::Entry>,
        refused: Vec<fs::SkippedPath>,
        context: &ReadContext<'_>,
        worsening: Worsening,
    ) -> Vec<(String, FileChange)> {
        let mut changes = Vec::new();
        if self.refused != refused {
            self.refused = refused;
            changes.push((CONTENT.to_owned(), FileChange::Changed));
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
            let (found, worsening) = match fs::probe(context.root, CONTENT, &listed.relative) {
                fs::Probe::File(entry) => (Some(entry), worsening),
                fs::Probe::Nothing => (None, worsening),
                // A link in the path: the walk follows links, `look` does not.
                fs::Probe::Unclear => (Some(listed.clone()), Worsening::Accept),
            };
            let known = found.map(|entry| context.read(entry));
            (listed.relative, known, worsening)
        };
        let found: Vec<_> = differing.into_par_iter().map(read).collect();
        for (relative, known, worsening) in found {
            if known.is_some() || self.files.contains_key(&relative) {
                let change = self.apply(&relative, known, worsening);
                changes.push((relative, change));
            }
        }
        for relative in gone {
            // It may have come back since.
            let change = match fs::probe(context.root, CONTENT, &relative) {
                fs::Probe::File(_) => self.examine(&relative, context, worsening),
                fs::Probe::Nothing => self.apply(&relative, None, worsening),
                fs::Probe::Unclear => self.apply(&relative, None, Worsening::Accept),
            };
            changes.push((relative, change));
        }
        changes
    }
}
