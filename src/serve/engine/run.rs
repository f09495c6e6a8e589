//! The engine's thread: it receives hints and publishes snapshots.
//!
//! A hint is handled at once, without waiting for more, except in two cases: many files at once are
//! gathered until no more come, and a change for the worse is postponed for a moment, since many
//! editors empty or remove a file before they write it.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use jiff::civil::Date;

use super::EngineOptions;
use super::batch::{Batch, Message};
use super::check::{Checker, RenderSettings};
use super::photos::PhotoWorker;
use super::rendered::{RenderErrors, RenderedSite};
use super::snapshot::{ChangedAt, ContentState, Shared, Snapshot};
use super::watch::{ScanRequest, Watcher};
use super::workspace::{Assembled, FileChange, Workspace, Worsening};
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Diagnostics};

/// How long a change for the worse is postponed.
const GRACE: Duration = Duration::from_millis(40);
/// This many files at once are no single save. They are gathered
const MANY: usize = 8;
/// until none has come for this long,
const QUIET: Duration = Duration::from_millis(25);
/// but at most for this long.
const LONGEST: Duration = Duration::from_millis(500);
/// With more changed texts than this, their pages are tried after they are shown, not before.
const FEW: usize = 20;

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
                self.changed.insert(path);
                true
            }
            FileChange::Styles => true,
            FileChange::None | FileChange::Postponed | FileChange::Unclear => false,
        }
    }

    fn is_shown(&self, other: &Arc<RenderedSite>) -> bool {
        self.shown.as_ref().is_some_and(|shown| Arc::ptr_eq(shown, other))
    }

    fn day(&self, config: &Config) -> Date {
        day_of(config, (self.options.now)(), self.options.today)
    }

    /// Assembles the site anew and shows it, unless it has errors as a whole.
    fn rebuild(&mut self) {
        let (now, fixed) = ((self.options.now)(), self.options.today);
        let day = |config: &Config| day_of(config, now, fixed);
        let Assembled { site, plan, diagnostics, is_held_up, unshown } =
            self.workspace.assemble(day);
        let mut content = ContentState { diagnostics, unshown, is_held_up };
        let pictures = self.photos.request(plan);
        self.today = self.workspace.config().map(|config| self.day(config));
        if let Some((site, theme)) = site {
            let site = RenderedSite::new(site, theme, pictures, self.engine.clone());
            let candidate = Arc::new(site);
            match self.try_out(&candidate) {
                Ok(()) if !is_held_up => self.show(candidate),
                Ok(()) => {}
                Err(errors) => {
                    content.is_held_up = true;
                    content.diagnostics.extend(errors.problems.iter().cloned());
                    self.render_errors = Some(errors);
                }
            }
        } else {
            content.is_held_up = true;
        }
        // A photo with errors does not hold up the site: its source file is shown.
        content.diagnostics.extend(self.photos.problems().iter().cloned());
        self.publish(content);
    }

    /// Renders the pages of changed texts, those that failed before, and with another theme or other
    /// settings a page of each kind.
    fn try_out(&self, candidate: &RenderedSite) -> Result<(), RenderErrors> {
        let few = self.changed.len() <= FEW;
        let files: Vec<_> = self.changed.iter().filter(|_| few).map(String::as_str).collect();
        let posts = files.iter().filter_map(|file| self.workspace.post(file));
        let events = posts.filter_map(|post| candidate.site().find_event(post)).collect();
        let failed = self.render_errors.iter().flat_map(|errors| &errors.paths);
        let is_tried = self.tried.as_ref().is_some_and(|settings| settings.matches(candidate));
        candidate.try_some(events, &files, failed.map(String::as_str), !is_tried)
    }

    fn is_checked(&self, site: &RenderedSite) -> bool {
        self.checked.as_ref().is_some_and(|settings| settings.matches(site))
    }

    fn show(&mut self, candidate: Arc<RenderedSite>) {
        if let Some(before) = self.shown.take() {
            let former = if self.is_checked(&before) {
                self.last_good.replace(before)
            } else {
                Some(before)
            };
            if let Some(former) = former {
                self.checker.free(former);
            }
        }
        let next = self.generation + 1;
        self.changed_at.styles = next;
        if self.pages_changed {
            self.changed_at.pages = next;
        }
        self.checker.check(&candidate, std::mem::take(&mut self.changed));
        self.tried = Some(RenderSettings::new(&candidate));
        self.shown = Some(candidate);
        self.pages_changed = false;
        self.render_errors = None;
    }

    /// Shows the last good site again.
    fn revert(&mut self, errors: RenderErrors) {
        self.shown = self.last_good.take();
        self.changed_at.pages = self.generation + 1;
        self.pages_changed = true;
        let before = self.shared.latest();
        let mut diagnostics: Diagnostics = before.diagnostics().iter().cloned().collect();
        diagnostics.extend(errors.problems.iter().cloned());
        self.render_errors = Some(errors);
        self.publish(ContentState { diagnostics, unshown: Vec::new(), is_held_up: true });
    }

    fn publish(&mut self, mut content: ContentState) {
        if self.failed_scans.is_told() {
            content.diagnostics.extend(self.failed_scans.error.iter().map(Diagnostic::error));
        }
        let next = self.generation + 1;
        if *self.shared.latest().diagnostics() != *content.diagnostics {
            self.changed_at.problems = next;
        }
        let changed_at = self.changed_at;
        if changed_at.pages.max(changed_at.styles).max(changed_at.problems) < next {
            return;
        }
        self.generation = next;
        let (shown, last_good) = (self.shown.clone(), self.last_good.clone());
        self.shared.publish(Snapshot::new(next, changed_at, shown, last_good, content));
    }
}

/// The day at `now` in the site's time zone, unless `fixed` replaces it.
fn day_of(config: &Config, now: Timestamp, fixed: Option<Date>) -> Date {
    fixed.unwrap_or_else(|| config.timezone.to_datetime(now).date())
}
