//! The engine's thread: it receives hints; `show` publishes the snapshots.
//!
//! A hint is handled at once, without waiting for more, except in two cases: many files at once are
//! gathered until no more come, and a change for the worse is postponed for a moment, since many
//! editors empty or remove a file before they write it.

mod show;

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use jiff::civil::Date;

use super::EngineOptions;
use super::batch::{Batch, Message};
use super::changes::ChangeLog;
use super::check::{Checker, RenderSettings};
use super::photos::PhotoWorker;
use super::rendered::{RenderErrors, RenderedSite};
use super::snapshot::{ChangedAt, ContentState, Shared, Snapshot};
use super::watch::{ScanRequest, Watcher};
use super::workspace::{FileChange, Workspace, Worsening};
use crate::config::Config;

/// How long a change for the worse is postponed.
const GRACE: Duration = Duration::from_millis(40);
/// This many files at once are no single save. They are gathered
const MANY: usize = 8;
/// until none has come for this long,
const QUIET: Duration = Duration::from_millis(25);
/// but at most for this long.
const LONGEST: Duration = Duration::from_millis(500);

/// This many scans may fail without a word, for a moment while a folder is being replaced; they are soon
/// repeated, later ones at the regular time.
const FAILURES_UNTOLD: u32 = 3;

/// Scans of the tree that failed since the last that did not.
#[derive(Default)]
struct FailedScans {
    count: u32,
    error: Option<String>,
}

impl FailedScans {
    fn is_told(&self) -> bool {
        self.count > FAILURES_UNTOLD
    }
}

/// The state of the engine's thread.
pub(super) struct EngineLoop {
    options: EngineOptions,
    workspace: Workspace,
    shared: Arc<Shared>,
    /// For threads that send messages to the engine.
    engine: Sender<Message>,
    photos: PhotoWorker,
    /// Files that changed for the worse, and when that is accepted.
    postponed: BTreeMap<String, Instant>,
    /// Files that changed since `shown`.
    changed: HashSet<String>,
    /// Whether anything but style sheets changed since `shown`.
    pages_changed: bool,
    shown: Option<Arc<RenderedSite>>,
    /// The site before `shown`, shown again if a page of `shown` cannot be rendered.
    last_good: Option<Arc<RenderedSite>>,
    checker: Checker,
    /// The theme and settings of `shown`; with them a page of each kind could be rendered.
    tried: Option<RenderSettings>,
    /// The theme and settings with which all pages could be rendered.
    checked: Option<RenderSettings>,
    /// The errors of the last site without other errors.
    render_errors: Option<RenderErrors>,
    /// The day for which the site was assembled.
    today: Option<Date>,
    failed_scans: FailedScans,
    generation: u64,
    changed_at: ChangedAt,
    changes: ChangeLog,
    /// The files whose content or problems changed since the last generation.
    unpublished: BTreeSet<String>,
}

impl EngineLoop {
    /// Assembles the site for the first snapshot.
    pub(super) fn new(
        options: EngineOptions,
        workspace: Workspace,
        engine: Sender<Message>,
    ) -> Self {
        let generation = u64::try_from((options.now)().as_millisecond()).unwrap_or_default();
        let changed_at = ChangedAt { pages: generation, styles: generation, problems: generation };
        let nothing = ContentState::default();
        let first = Snapshot::new(generation, changed_at, None, None, nothing);
        let mut state = Self {
            photos: PhotoWorker::new(&options.root, engine.clone()),
            checker: Checker::new(engine.clone()),
            options,
            workspace,
            shared: Arc::new(Shared::new(first)),
            engine,
            postponed: BTreeMap::new(),
            changed: HashSet::new(),
            pages_changed: true,
            shown: None,
            last_good: None,
            tried: None,
            checked: None,
            render_errors: None,
            today: None,
            failed_scans: FailedScans::default(),
            generation,
            changed_at,
            changes: ChangeLog::default(),
            unpublished: BTreeSet::new(),
        };
        state.rebuild();
        state
    }

    pub(super) fn shared(&self) -> &Arc<Shared> {
        &self.shared
    }

    /// Handles messages until [`Message::Stop`].
    pub(super) fn run(mut self, messages: &Receiver<Message>, watcher: &Watcher) {
        while let Some(batch) = self.gather(messages) {
            if batch.stop {
                break;
            }
            self.handle(batch, watcher);
        }
        self.shared.close();
    }

    /// Waits for messages; none if there will be no more.
    fn gather(&self, messages: &Receiver<Message>) -> Option<Batch> {
        let mut batch = Batch::default();
        let first = match self.postponed.values().min() {
            None => Some(messages.recv().ok()?),
            Some(due) => match messages.recv_timeout(due.saturating_duration_since(Instant::now()))
            {
                Ok(message) => Some(message),
                Err(RecvTimeoutError::Timeout) => None,
                Err(RecvTimeoutError::Disconnected) => return None,
            },
        };
        first.into_iter().for_each(|message| batch.add(message));
        messages.try_iter().for_each(|message| batch.add(message));
        let start = Instant::now();
        while batch.hints.len() >= MANY && start.elapsed() < LONGEST && !batch.stop {
            let Ok(message) = messages.recv_timeout(QUIET) else { break };
            batch.add(message);
        }
        Some(batch)
    }

    fn handle(&mut self, batch: Batch, watcher: &Watcher) {
        let Batch { hints, overlays, last_overlay, scanned, scan_failed, .. } = batch;
        let Batch { render_failed, checked, photos_ready, .. } = batch;
        let _pause = self.checker.pause();
        let now = (self.options.now)();
        let mut changes = Vec::new();
        for (file, text) in overlays {
            let change = self.workspace.overlay(&file, text, now);
            changes.push((file, change));
        }
        // Whether it has to be told that scans fail, or that they do no longer.
        let mut scans_told = false;
        let has_hints = !hints.is_empty();
        for hint in hints {
            let change = self.workspace.examine(&hint, now, Worsening::Postpone);
            changes.push((hint, change));
        }
        if let Some((listing, prompted)) = scanned {
            let found = self.workspace.reconcile(*listing, now, Worsening::Postpone);
            // A postponed change is found again by each scan until it is accepted.
            let is_new = |(path, change): &(String, FileChange)| {
                *change != FileChange::Postponed || !self.postponed.contains_key(path)
            };
            let events_lost = !prompted && !has_hints && found.iter().any(is_new);
            if events_lost {
                watcher.request(ScanRequest::Rewatch);
            }
            changes.extend(found);
            scans_told = self.failed_scans.is_told();
            self.failed_scans = FailedScans::default();
        }
        if let Some(error) = scan_failed {
            self.failed_scans.count += 1;
            self.failed_scans.error = Some(error);
            scans_told = self.failed_scans.count == FAILURES_UNTOLD + 1;
            if !self.failed_scans.is_told() {
                watcher.request(ScanRequest::Soon);
            }
        }
        // A new text may be a renamed one: then the removal of the old one is accepted at once.
        let renamed = changes.iter().any(|(_, change)| *change == FileChange::NewText);
        let mut changed = scans_told;
        let mut unclear = false;
        for (path, change) in changes {
            match change {
                FileChange::Postponed => {
                    self.postponed.entry(path).or_insert_with(|| Instant::now() + GRACE);
                }
                change => {
                    self.postponed.remove(&path);
                    changed |= self.note(path, change);
                    unclear |= change == FileChange::Unclear;
                }
            }
        }
        let ready = |due: &Instant| renamed || *due <= Instant::now();
        let mut due = Vec::new();
        self.postponed.retain(|path, at| {
            let keep = !ready(at);
            if !keep {
                due.push(path.clone());
            }
            keep
        });
        for path in due {
            let change = self.workspace.examine(&path, now, Worsening::Accept);
            changed |= self.note(path, change);
            unclear |= change == FileChange::Unclear;
        }
        if unclear {
            watcher.request(ScanRequest::Now);
        } else if has_hints {
            watcher.request(ScanRequest::Soon);
        }
        let failed = render_failed.into_iter().find(|(site, _)| self.is_shown(site));
        if let Some((_, errors)) = failed {
            self.revert(errors);
        } else if checked.is_some() {
            self.checked = checked;
        }
        for ready in photos_ready {
            let has_new = self.photos.add(ready);
            self.pages_changed |= has_new;
            changed |= has_new;
        }
        let day = self.workspace.config().map(|config| self.day(config));
        if changed || day != self.today {
            self.rebuild();
        }
        if let Some(change) = last_overlay {
            self.shared.settle(change);
        }
    }

    /// Records a change; false if there is none.
    fn note(&mut self, path: String, change: FileChange) -> bool {
        match change {
            FileChange::Changed | FileChange::NewText => {
                self.pages_changed = true;
                self.unpublished.insert(path.clone());
                self.changed.insert(path);
                true
            }
            FileChange::Styles => {
                self.unpublished.insert(path);
                true
            }
            FileChange::None | FileChange::Postponed | FileChange::Unclear => false,
        }
    }

    fn is_shown(&self, other: &Arc<RenderedSite>) -> bool {
        self.shown.as_ref().is_some_and(|shown| Arc::ptr_eq(shown, other))
    }

    fn day(&self, config: &Config) -> Date {
        day_of(config, (self.options.now)(), self.options.today)
    }
}

/// The day at `now` in the site's time zone, unless `fixed` replaces it.
fn day_of(config: &Config, now: Timestamp, fixed: Option<Date>) -> Date {
    fixed.unwrap_or_else(|| config.timezone.to_datetime(now).date())
}
