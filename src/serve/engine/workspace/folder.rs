//! The files of `content/`, each with its parsed content.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;
use rayon::prelude::*;

use super::overlays::Overlays;
use super::stand_ins::{Former, StandIns};
use super::{FileChange, Worsening, is_fresh, same_stamp};
use crate::config::Config;
use crate::content::{self, CONTENT, Loaded};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::fs;

#[derive(Debug, Default)]
pub(super) struct Folder {
    files: BTreeMap<String, SourceFile>,
    refused: Vec<fs::SkippedPath>,
    /// What was shown of documents and tables whose present version has not been shown without errors.
    former: BTreeMap<String, Former>,
    /// The files whose content has changed since the last site was assembled; none if all may have.
    changed: Option<BTreeSet<String>>,
}

/// A file as it was when it was last read.
#[derive(Debug)]
struct SourceFile {
    /// None of a file that only an editor has.
    entry: Option<fs::Entry>,
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
    pub(super) overlays: &'a Overlays,
    pub(super) now: Timestamp,
}

impl ReadContext<'_> {
    /// Reads the file at `relative`; none if neither the disk, as `entry` says, nor an editor has it.
    fn read(&self, relative: &str, entry: Option<fs::Entry>) -> Option<SourceFile> {
        let mut problems = Diagnostics::new();
        let loaded = match (self.config, self.overlays.get(relative), &entry) {
            (_, None, None) => return None,
            // It is read as soon as there are settings.
            (None, ..) => Loaded::Nothing,
            (Some(config), Some(text), _) => {
                content::load_text(relative, text, config, &mut problems)
            }
            (Some(config), None, Some(entry)) => content::load_file(entry, config, &mut problems),
        };
        let fresh =
            self.config.is_none() || entry.as_ref().is_some_and(|entry| is_fresh(entry, self.now));
        Some(SourceFile { entry, fresh, loaded, problems })
    }
}

impl SourceFile {
    fn is_valid(&self) -> bool {
        !matches!(self.loaded, Loaded::Invalid(_) | Loaded::Nothing) && !self.problems.has_errors()
    }

    /// Whether it is a table with rows. An emptied table is valid too.
    fn has_rows(&self) -> bool {
        matches!(&self.loaded, Loaded::Data(records) if !records.rows.is_empty())
    }

    fn has_same_content(&self, other: &Self) -> bool {
        let same_file = !matches!(self.loaded, Loaded::Attachment(_))
            || self.has_stamp_of(other.entry.as_ref());
        same_file && self.loaded == other.loaded && self.problems == other.problems
    }

    fn has_stamp_of(&self, entry: Option<&fs::Entry>) -> bool {
        match (&self.entry, entry) {
            (Some(known), Some(entry)) => same_stamp(known, entry),
            (known, entry) => known.is_none() && entry.is_none(),
        }
    }

    /// Whether it is a document or a table, perhaps one that cannot be read.
    fn is_text(&self) -> bool {
        !matches!(self.loaded, Loaded::Attachment(_))
    }
}

impl Folder {
    /// The content of each file, sorted by path; that of `stand_ins` in the place of theirs.
    pub(super) fn files<'a>(
        &'a self,
        stand_ins: &'a StandIns,
    ) -> impl Iterator<Item = (&'a str, &'a Loaded)> + Clone {
        self.files.iter().map(|(file, known)| {
            let stand_in = if stand_ins.is_empty() { None } else { stand_ins.get(file) };
            (file.as_str(), stand_in.unwrap_or(&known.loaded))
        })
    }

    /// The present version of `file`.
    pub(super) fn loaded(&self, file: &str) -> Option<&Loaded> {
        self.files.get(file).map(|known| &known.loaded)
    }

    /// The files whose content has changed since [`Self::forget_changes`]; none if all may have.
    pub(super) fn changed(&self) -> Option<&BTreeSet<String>> {
        self.changed.as_ref()
    }

    pub(super) fn forget_changes(&mut self) {
        self.changed = Some(BTreeSet::new());
    }

    /// What was shown of `file`, if its present version has not been shown without errors.
    pub(super) fn former(&self, file: &str) -> Option<&Former> {
        self.former.get(file)
    }

    /// Notes that a site was assembled in which the errors of `named` were the only ones.
    pub(super) fn accept(&mut self, named: &BTreeSet<&str>, stand_ins: &StandIns) {
        self.former.retain(|file, _| named.contains(&**file) || stand_ins.contains_key(file));
        for (file, former) in &mut self.former {
            let present = self.files.get(file).map(|known| &known.loaded);
            // A draft is shown with its errors as long as it can be read.
            let shown = present.filter(|loaded| loaded.is_draft() && loaded.is_readable());
            if let Some(shown) = shown.filter(|_| !stand_ins.contains_key(file)) {
                *former = Former::Version(shown.clone());
            }
        }
    }

    /// The diagnostics of single files, in the order of a build.
    pub(super) fn diagnostics(&self) -> impl Iterator<Item = Diagnostic> {
        let refused = self.refused.iter().map(content::refusal);
        refused.chain(self.files.values().flat_map(|known| &known.problems).cloned())
    }

    /// Reads all files again with other settings, in which directions may mean others than in the former
    /// versions.
    pub(super) fn read_all(&mut self, context: &ReadContext<'_>, same_directions: bool) {
        for (file, known) in self.files.iter().filter(|(_, known)| known.is_text()) {
            let former = self.former.entry(file.clone()).or_insert_with(|| match same_directions {
                true => Former::Version(known.loaded.clone()),
                false => Former::OtherSettings,
            });
            if matches!(former, Former::Version(_)) && !same_directions {
                *former = Former::Nothing;
            }
        }
        let mut files: Vec<_> = self.files.iter_mut().collect();
        files.par_iter_mut().for_each(|(file, known)| {
            if let Some(read) = context.read(file, known.entry.clone()) {
                **known = read;
            }
        });
        self.changed = None;
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
        let found = context.read(relative, entry);
        if found.is_none() && !self.files.contains_key(relative) {
            let below = format!("{relative}/");
            let next = self.files.range(below.clone()..).next();
            let is_folder = next.is_some_and(|(file, _)| file.starts_with(&below));
            return if is_folder { FileChange::Unclear } else { FileChange::None };
        }
        self.apply(relative, found, worsening)
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
            self.former.remove(relative);
            self.note_change(relative);
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
            if old.is_text() && !self.former.contains_key(relative) {
                let shown = old.is_valid().then(|| Former::Version(old.loaded.clone()));
                self.former.insert(relative.to_owned(), shown.unwrap_or(Former::Nothing));
            }
            *old = found;
            self.note_change(relative);
            return FileChange::Changed;
        }
        let is_document =
            matches!(found.loaded, Loaded::Post(_) | Loaded::Page(_) | Loaded::Report(_));
        if worsening == Worsening::Postpone && !(is_document && found.is_valid()) {
            return FileChange::Postponed;
        }
        if found.is_text() {
            self.former.insert(relative.to_owned(), Former::Nothing);
        }
        self.files.insert(relative.to_owned(), found);
        self.note_change(relative);
        if is_document { FileChange::NewText } else { FileChange::Changed }
    }

    fn note_change(&mut self, relative: &str) {
        if let Some(changed) = &mut self.changed {
            changed.insert(relative.to_owned());
        }
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
            known.is_none_or(|known| known.fresh || !known.has_stamp_of(Some(entry)))
        };
        let differing: Vec<_> = entries.into_iter().filter(differs).collect();
        let read = |listed: fs::Entry| {
            let (found, worsening) = match fs::probe(context.root, CONTENT, &listed.relative) {
                fs::Probe::File(entry) => (Some(entry), worsening),
                fs::Probe::Nothing => (None, worsening),
                // A link in the path: the walk follows links, `look` does not.
                fs::Probe::Unclear => (Some(listed.clone()), Worsening::Accept),
            };
            let known = context.read(&listed.relative, found);
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
                fs::Probe::Nothing => {
                    let overlaid = context.read(&relative, None);
                    self.apply(&relative, overlaid, worsening)
                }
                fs::Probe::Unclear => self.apply(&relative, None, Worsening::Accept),
            };
            changes.push((relative, change));
        }
        changes
    }
}
