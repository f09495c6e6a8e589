//! The sources as they were last read, file by file, so that only changed files are read again.
//!
//! Events are hints: [`Workspace::examine`] looks at the disk. A file is read again if a hint names
//! it, if its stamp (size and times) differs, and once more if it was read so soon after its last
//! change that a further change may have left the same stamp. Of a file that an editor has not saved,
//! [`Overlays`] has the text.

mod assemble;
mod folder;
mod overlays;
mod settings;
mod stand_ins;
mod themes;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use jiff::Timestamp;

use crate::config::{self, Config};
use crate::content::{CONTENT, Loaded, Post};
use crate::fs;
use crate::pipeline::{Failure, THEMES};
use assemble::Assembly;
use folder::{Folder, ReadContext};
use overlays::Overlays;
use settings::SettingsState;
use themes::Themes;

pub(super) use assemble::Assembled;

/// Two changes of a file within this time may leave the same stamp. The times of FAT, the coarsest,
/// have steps of 2 s.
const TICK: Duration = Duration::from_secs(2);

/// The sources of a site.
#[derive(Debug)]
pub(super) struct Workspace {
    root: PathBuf,
    settings: SettingsState,
    content: Folder,
    themes: Themes,
    overlays: Overlays,
    /// The last assemblies: without stand-ins, then with more and more of them.
    assembled: Vec<Assembly>,
}

/// How to treat a change for the worse: a file that is gone or has become invalid, or a new one of a
/// kind that editors create while they save. A moment later the file may be complete again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Worsening {
    Postpone,
    Accept,
}

/// The result of examining a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FileChange {
    None,
    Changed,
    /// Only static style sheets of the theme changed.
    Styles,
    /// A new text was found; a text that is gone may have been renamed to it.
    NewText,
    /// The file changed for the worse, and the former state was kept.
    Postponed,
    /// Only a scan of the whole tree can tell.
    Unclear,
}

/// A scan of the whole tree.
#[derive(Debug)]
pub(super) struct TreeListing {
    content: fs::Walked<fs::Entry>,
    themes: Vec<fs::Entry>,
}

impl TreeListing {
    /// # Errors
    /// If a folder cannot be listed, as for a moment while it is being removed.
    pub(super) fn scan(root: &Path) -> Result<Self, fs::Error> {
        Ok(Self { content: fs::walk(root, CONTENT)?, themes: fs::walk(root, THEMES)?.0 })
    }

    /// The folders with files, sorted.
    pub(super) fn parents(&self) -> Vec<PathBuf> {
        let entries = self.content.0.iter().chain(&self.themes);
        let mut parents: Vec<_> = entries.filter_map(|entry| entry.path.parent()).collect();
        parents.dedup();
        parents.sort_unstable();
        parents.dedup();
        parents.into_iter().map(Path::to_owned).collect()
    }
}

impl Workspace {
    /// Reads all sources.
    ///
    /// # Errors
    /// If there is no settings file, or a folder cannot be listed.
    pub(super) fn read(root: &Path, now: Timestamp) -> Result<Self, Failure> {
        if !fs::exists(&root.join(config::FILE)) {
            return Err(Failure::no_site(root));
        }
        let listing = TreeListing::scan(root)?;
        let mut workspace = Self {
            root: root.to_owned(),
            settings: SettingsState::default(),
            content: Folder::default(),
            themes: Themes::default(),
            overlays: Overlays::default(),
            assembled: Vec::new(),
        };
        workspace.examine(config::FILE, now, Worsening::Accept);
        workspace.reconcile(listing, now, Worsening::Accept);
        Ok(workspace)
    }

    /// The settings that content was read with.
    pub(super) fn config(&self) -> Option<&Arc<Config>> {
        self.settings.config()
    }

    /// Examines the file at `relative`, a path from the site's root.
    pub(super) fn examine(
        &mut self,
        relative: &str,
        now: Timestamp,
        worsening: Worsening,
    ) -> FileChange {
        self.overlays.forget_saved(&self.root, relative);
        if relative == config::FILE {
            return self.examine_settings(now, worsening);
        }
        if relative == THEMES || is_below(relative, THEMES) {
            self.themes.forget_stamps();
            let config = self.settings.config().map(|config| &**config);
            return self.themes.read(&self.root, config, worsening);
        }
        let Self { root, settings, content, overlays, .. } = self;
        let context = ReadContext { root, config: settings.config(), overlays, now };
        content.examine(relative, &context, worsening)
    }

    /// Gives the file at `relative` this text, whatever the disk holds; with `None`, that of the disk.
    pub(super) fn overlay(
        &mut self,
        relative: &str,
        text: Option<Arc<str>>,
        now: Timestamp,
    ) -> FileChange {
        self.overlays.set(relative, text);
        self.examine(relative, now, Worsening::Accept)
    }

    fn examine_settings(&mut self, now: Timestamp, worsening: Worsening) -> FileChange {
        let before = self.settings.config().cloned();
        let Self { root, settings, content, themes, overlays, .. } = self;
        let change = settings.read(root, overlays.get(config::FILE), worsening);
        let config = settings.config();
        if let Some(config) = config.filter(|config| before.as_ref() != Some(config)) {
            let ids = |config: &Config| -> Vec<String> {
                config.directions.iter().map(|direction| direction.id.clone()).collect()
            };
            let same_directions = before.is_some_and(|before| ids(&before) == ids(config));
            let context = ReadContext { root, config: Some(config), overlays, now };
            content.read_all(&context, same_directions);
            themes.choose(root, config);
        }
        change
    }

    /// Examines each file whose stamp differs from `listing`, which may be older than the disk.
    /// Returns the paths that changed.
    pub(super) fn reconcile(
        &mut self,
        listing: TreeListing,
        now: Timestamp,
        worsening: Worsening,
    ) -> Vec<(String, FileChange)> {
        self.overlays.forget_all_saved(&self.root);
        let mut changes = vec![(config::FILE.to_owned(), self.examine_settings(now, worsening))];
        let Self { root, settings, content, overlays, .. } = &mut *self;
        let context = ReadContext { root, config: settings.config(), overlays, now };
        let (entries, refused) = listing.content;
        changes.extend(content.reconcile(entries, refused, &context, worsening));
        if self.themes.differ(&listing.themes) {
            let config = self.settings.config().map(|config| &**config);
            let change = self.themes.read(&self.root, config, worsening);
            if change != FileChange::Postponed {
                self.themes.set_stamps(listing.themes, now);
            }
            changes.push((THEMES.to_owned(), change));
        }
        changes.retain(|(_, change)| *change != FileChange::None);
        changes
    }

    /// The post of `file` as it is read now.
    pub(super) fn post(&self, file: &str) -> Option<&Arc<Post>> {
        match self.content.loaded(file)? {
            Loaded::Post(post) => Some(post),
            _ => None,
        }
    }
}

fn is_below(relative: &str, folder: &str) -> bool {
    relative.strip_prefix(folder).is_some_and(|inner| inner.starts_with('/'))
}

/// Whether a file that was read at `now` may change again without a change of its stamp.
fn is_fresh(entry: &fs::Entry, now: Timestamp) -> bool {
    let now = u64::try_from(now.as_millisecond()).unwrap_or_default();
    SystemTime::UNIX_EPOCH + Duration::from_millis(now) < entry.touched + TICK
}

fn same_stamp(a: &fs::Entry, b: &fs::Entry) -> bool {
    (a.size, a.modified, a.touched) == (b.size, b.modified, b.touched)
}
