//! The sources as they were last seen, file by file, so that only what changed is read again.
//!
//! Whatever is said to have happened is a hint: [`Workspace::examine`] looks at the disk. A file is
//! read again where its stamp (size and times) differs, where somebody names it, and once more
//! after it was read so soon after its last change that the clock of the disk may not have ticked.

mod folder;
mod settings;
mod themes;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use jiff::Timestamp;

use crate::config::{self, Config};
use crate::content::{self, CONTENT};
use crate::diagnostic::Diagnostics;
use crate::fs;
use crate::photos::{self, PhotoPlan};
use crate::pipeline::{Failure, THEMES};
use crate::render::Theme;
use crate::site::{self, Site};
use folder::Folder;
use settings::Settings;
use themes::Themes;

/// Two changes of a file within this time may leave it with the same stamp: that of FAT is as
/// coarse as any.
const TICK: Duration = Duration::from_secs(2);

/// The sources of a site.
#[derive(Debug)]
pub(super) struct Workspace {
    root: PathBuf,
    settings: Settings,
    content: Folder,
    themes: Themes,
}

/// How to take a change for the worse: a file that is gone, cannot be understood, or is new and of
/// a kind that editors leave beside what they save. A moment later it may be whole again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Patience {
    /// Leave it for later.
    Wait,
    /// Take it as it is.
    None,
}

/// What came of a hint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// Nothing has changed.
    Same,
    /// Something is different.
    Changed,
    /// Only static style sheets of the theme are.
    Restyled,
    /// A text was found that had not been there; what else is gone was renamed into it.
    Appeared,
    /// It changed for the worse and was left as it was.
    Waits,
    /// Only a look at the whole tree can tell.
    Unclear,
}

/// The whole tree as a walk found it.
#[derive(Debug)]
pub(super) struct Listing {
    content: fs::Walked<fs::Entry>,
    themes: Vec<fs::Entry>,
}

impl Listing {
    /// Walks the tree of `root`.
    ///
    /// # Errors
    /// Where a folder cannot be listed, which may be so for a moment while it is being removed.
    pub(super) fn of(root: &Path) -> Result<Self, fs::Error> {
        Ok(Self { content: fs::walk(root, CONTENT)?, themes: fs::walk(root, THEMES)?.0 })
    }

    /// The folders that hold files.
    pub(super) fn parents(&self) -> Vec<PathBuf> {
        let entries = self.content.0.iter().chain(&self.themes);
        let mut parents: Vec<_> = entries.filter_map(|entry| entry.path.parent()).collect();
        parents.dedup();
        parents.sort_unstable();
        parents.dedup();
        parents.into_iter().map(Path::to_owned).collect()
    }
}

/// What the sources make.
pub(super) struct Assembled {
    /// The site and its theme, sound but for the diagnostics; none without settings or theme.
    pub(super) made: Option<(Site, Arc<Theme>)>,
    /// The photos that the site needs; none without settings.
    pub(super) plan: PhotoPlan,
    /// All that is wrong.
    pub(super) diagnostics: Diagnostics,
}

impl Workspace {
    /// Reads everything.
    ///
    /// # Errors
    /// Where there is no settings file, or a folder cannot be listed.
    pub(super) fn read(root: &Path, now: Timestamp) -> Result<Self, Failure> {
        if !fs::exists(&root.join(config::FILE)) {
            return Err(Failure::NoSite(root.to_owned()));
        }
        let listing = Listing::of(root)?;
        let mut workspace = Self {
            root: root.to_owned(),
            settings: Settings::default(),
            content: Folder::default(),
            themes: Themes::default(),
        };
        workspace.examine(config::FILE, now, Patience::None);
        workspace.take(listing, now, Patience::None);
        Ok(workspace)
    }

    /// The settings with which content is read.
    pub(super) fn config(&self) -> Option<&Arc<Config>> {
        self.settings.config()
    }

    /// Finds out what has become of the file at `relative`, counted from the site's root.
    pub(super) fn examine(
        &mut self,
        relative: &str,
        now: Timestamp,
        patience: Patience,
    ) -> Outcome {
        if relative == config::FILE {
            return self.examine_settings(now, patience);
        }
        if relative == THEMES || is_below(relative, THEMES) {
            self.themes.forget_stamps();
            let config = self.settings.config().map(|config| &**config);
            return self.themes.read(&self.root, config, patience);
        }
        self.content.examine(&self.root, relative, self.settings.config(), now, patience)
    }

    fn examine_settings(&mut self, now: Timestamp, patience: Patience) -> Outcome {
        let before = self.settings.config().cloned();
        let outcome = self.settings.read(&self.root, patience);
        let config = self.settings.config();
        if let Some(config) = config.filter(|config| before.as_ref() != Some(config)) {
            self.content.read_all(config, now);
            self.themes.choose(&self.root, config);
        }
        outcome
    }

    /// Compares the tree with `listing`, and examines each file that differs: the listing is older
    /// than the disk. Gives the paths that changed, each with what came of it.
    pub(super) fn take(
        &mut self,
        listing: Listing,
        now: Timestamp,
        patience: Patience,
    ) -> Vec<(String, Outcome)> {
        let mut outcomes = vec![(config::FILE.to_owned(), self.examine_settings(now, patience))];
        let config = self.settings.config();
        let (entries, refused) = listing.content;
        outcomes.extend(self.content.take(&self.root, entries, refused, config, now, patience));
        if self.themes.differ(&listing.themes) {
            let config = self.settings.config().map(|config| &**config);
            let outcome = self.themes.read(&self.root, config, patience);
            if outcome != Outcome::Waits {
                self.themes.keep_stamps(listing.themes, now);
            }
            outcomes.push((THEMES.to_owned(), outcome));
        }
        outcomes.retain(|(_, outcome)| *outcome != Outcome::Same);
        outcomes
    }

    /// The site of these sources, with drafts; `today` tells the day in the site's zone.
    pub(super) fn assemble(&self, today: impl FnOnce(&Config) -> jiff::civil::Date) -> Assembled {
        let mut diagnostics = self.settings.diagnostics(&self.root);
        let Some(config) = self.settings.config().filter(|_| self.settings.is_understood()) else {
            return Assembled { made: None, plan: PhotoPlan::default(), diagnostics };
        };
        diagnostics.extend(self.content.diagnostics());
        let content = content::gather(self.content.files());
        let options = site::Options { today: today(config), drafts: true };
        let site = site::assemble(&content, config, options, &mut diagnostics);
        let theme = self.themes.theme();
        diagnostics.extend(theme.err().into_iter().flatten().cloned());
        let plan = photos::plan(&site);
        Assembled { made: theme.ok().map(|theme| (site, Arc::clone(theme))), plan, diagnostics }
    }
}

fn is_below(relative: &str, folder: &str) -> bool {
    relative.strip_prefix(folder).is_some_and(|inner| inner.starts_with('/'))
}

/// Whether a file that was read at `now` may change again without its stamp's changing.
fn is_fresh(entry: &fs::Entry, now: Timestamp) -> bool {
    let now = u64::try_from(now.as_millisecond()).unwrap_or_default();
    SystemTime::UNIX_EPOCH + Duration::from_millis(now) < entry.touched + TICK
}

/// Whether nothing tells two looks at a file apart.
fn same_stamp(a: &fs::Entry, b: &fs::Entry) -> bool {
    (a.size, a.modified, a.touched) == (b.size, b.modified, b.touched)
}
