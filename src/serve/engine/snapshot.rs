//! States of the preview, and the place of the latest one.

use std::collections::{BTreeSet, HashMap};
use std::path::PathBuf;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::changes::ChangeLog;
use super::documents::{self, DocumentRow, UnshownPost};
use super::rendered::RenderedSite;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::site::{Event, Site};

/// A state of the preview. It never changes; cloning copies a pointer.
#[derive(Clone, Debug)]
pub struct Snapshot(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    generation: u64,
    changed: ChangedAt,
    site: Option<Arc<RenderedSite>>,
    /// Provides the pages that `site` cannot render.
    last_good: Option<Arc<RenderedSite>>,
    content: ContentState,
    /// The diagnostics of each file.
    problems: HashMap<String, ProblemCounts>,
}

/// What is known of the present content beside the site that is shown.
#[derive(Debug, Default)]
pub(super) struct ContentState {
    pub(super) diagnostics: Diagnostics,
    /// The posts of which the site does not show the present version.
    pub(super) unshown: Vec<UnshownPost>,
    /// Whether the site is a former one as a whole.
    pub(super) is_held_up: bool,
    pub(super) changes: ChangeLog,
}

/// How many diagnostics a file has.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct ProblemCounts {
    pub(super) errors: usize,
    pub(super) warnings: usize,
}

/// The generations of the last changes. A page of generation `n` must be reloaded if `pages` is
/// greater than `n`; if only `styles` is greater, reloading the style sheets is enough.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChangedAt {
    /// Everything except `styles` and `problems`.
    pub pages: u64,
    /// The theme's static style sheets.
    pub styles: u64,
    /// The diagnostics.
    pub problems: u64,
}

/// A file of the preview.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Served {
    Bytes(Arc<[u8]>),
    /// A source file that is sent unchanged.
    File(PathBuf),
}

/// An event of the site, for a list of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EventRow<'a> {
    pub title: &'a str,
    pub path: &'a str,
    /// The file of its post, relative to the site's root.
    pub file: &'a str,
    pub state: EventState,
    /// The number of diagnostics of its file.
    pub problems: usize,
}

/// Whether a build would publish an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventState {
    /// A draft, perhaps with errors: a build leaves it out.
    Draft,
    /// With errors, because of which a build refuses the site. The preview shows its last good page, if
    /// there is one.
    Unsound,
    /// Published, in the future.
    Announcement,
    /// Published and over, but its story is missing.
    Waiting,
    Published,
}

impl EventState {
    pub(super) fn of(event: &Event, counts: ProblemCounts) -> Self {
        match &event.details {
            _ if event.document.draft => Self::Draft,
            _ if counts.errors > 0 => Self::Unsound,
            details if details.announcement => Self::Announcement,
            details if details.awaits_story => Self::Waiting,
            _ => Self::Published,
        }
    }
}

impl Snapshot {
    /// `last_good` provides the pages that `site` cannot render.
    pub(super) fn new(
        generation: u64,
        changed: ChangedAt,
        site: Option<Arc<RenderedSite>>,
        last_good: Option<Arc<RenderedSite>>,
        content: ContentState,
    ) -> Self {
        let mut problems: HashMap<String, ProblemCounts> = HashMap::new();
        for diagnostic in &content.diagnostics {
            let Some(place) = &diagnostic.place else { continue };
            let counts = problems.entry(place.file.clone()).or_default();
            if diagnostic.is_error() {
                counts.errors += 1;
            } else {
                counts.warnings += 1;
            }
        }
        Self(Arc::new(Inner { generation, changed, site, last_good, content, problems }))
    }

    /// A number that grows with each visible change, of diagnostics too. It begins with the time in
    /// milliseconds, so that it also grows from one start to the next.
    pub fn generation(&self) -> u64 {
        self.0.generation
    }

    /// The generations of the last changes.
    pub fn changed(&self) -> ChangedAt {
        self.0.changed
    }

    /// The file at `path`, an address of the output such as `2022/turnir.html`: the same bytes that a
    /// build with drafts writes. It is rendered at the first request and kept.
    pub fn page(&self, path: &str) -> Option<Served> {
        let last_good = || self.0.last_good.as_ref()?.page(path).ok()?;
        self.0.site.as_ref()?.page(path).unwrap_or_else(|()| last_good())
    }

    /// The addresses of all files, in order.
    pub fn paths(&self) -> Vec<String> {
        self.0.site.as_ref().map(|site| site.paths()).unwrap_or_default()
    }

    /// The diagnostics of the current content. Pages of documents with errors are those of their last
    /// good version.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.0.content.diagnostics
    }

    /// Whether all pages are those of a former site, because of errors in the settings, the theme or on
    /// the disk.
    pub fn is_held_up(&self) -> bool {
        self.0.content.is_held_up
    }

    /// The site that is shown.
    pub fn site(&self) -> Option<&Site> {
        self.0.site.as_ref().map(|site| site.site())
    }

    /// The files, relative to the site's root, whose content, on the disk or in an overlay, or whose problems
    /// changed after the generation `since`. None if that is not known.
    pub fn changed_files(&self, since: u64) -> Option<BTreeSet<&str>> {
        self.0.content.changes.since(since)
    }

    /// The post of `file`; see [`Self::documents`].
    pub fn document(&self, file: &str) -> Option<DocumentRow<'_>> {
        documents::row(file, self.0.site.as_deref(), &self.0.content.unshown, &self.0.problems)
    }

    /// Every post of the content, sound or not: those without a page first, then the latest first.
    pub fn documents(&self) -> Vec<DocumentRow<'_>> {
        documents::rows(self.0.site.as_deref(), &self.0.content.unshown, &self.0.problems)
    }

    /// The events, the latest first.
    pub fn events(&self) -> impl Iterator<Item = EventRow<'_>> {
        let events = self.0.site.iter().flat_map(|site| site.site().events.iter().rev());
        events.map(|event| self.event_row(event))
    }

    /// The event whose page is at `path`.
    pub fn event_at(&self, path: &str) -> Option<EventRow<'_>> {
        self.0.site.as_ref()?.event_at(path).map(|event| self.event_row(event))
    }

    fn event_row<'a>(&'a self, event: &'a Event) -> EventRow<'a> {
        let file = &event.document.file;
        let counts = self.0.problems.get(file).copied().unwrap_or_default();
        EventRow {
            title: &event.document.title,
            path: &event.path,
            file,
            state: EventState::of(event, counts),
            problems: counts.errors + counts.warnings,
        }
    }
}

/// The latest snapshot, shared by the engine with the other threads.
#[derive(Debug)]
pub(super) struct Shared {
    state: Mutex<Latest>,
    changed: Condvar,
}

#[derive(Debug)]
struct Latest {
    snapshot: Snapshot,
    /// The last change of an overlay that `snapshot` contains.
    settled: u64,
    is_closed: bool,
}

impl Shared {
    pub(super) fn new(first: Snapshot) -> Self {
        let state = Latest { snapshot: first, settled: 0, is_closed: false };
        Self { state: Mutex::new(state), changed: Condvar::new() }
    }

    /// A poisoned lock is used: no change under it can be left half done.
    fn lock(&self) -> MutexGuard<'_, Latest> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn latest(&self) -> Snapshot {
        self.lock().snapshot.clone()
    }

    pub(super) fn publish(&self, snapshot: Snapshot) {
        self.lock().snapshot = snapshot;
        self.changed.notify_all();
    }

    /// Notes that the latest snapshot contains the changes of overlays up to this one.
    pub(super) fn settle(&self, change: u64) {
        self.lock().settled = change;
        self.changed.notify_all();
    }

    pub(super) fn close(&self) {
        self.lock().is_closed = true;
        self.changed.notify_all();
    }

    pub(super) fn wait_newer(&self, than: u64, timeout: Duration) -> Option<Snapshot> {
        let state = self.wait(timeout, |state| state.snapshot.generation() > than);
        (state.snapshot.generation() > than).then(|| state.snapshot.clone())
    }

    /// The first snapshot with this change of an overlay, or the latest after `timeout`.
    pub(super) fn wait_settled(&self, change: u64, timeout: Duration) -> Snapshot {
        self.wait(timeout, |state| state.settled >= change).snapshot.clone()
    }

    /// Waits until the state is `wanted`, for `timeout` at most, or until there will be no other.
    fn wait(&self, timeout: Duration, wanted: impl Fn(&Latest) -> bool) -> MutexGuard<'_, Latest> {
        let waits = |state: &mut Latest| !wanted(state) && !state.is_closed;
        let waited = self.changed.wait_timeout_while(self.lock(), timeout, waits);
        waited.unwrap_or_else(PoisonError::into_inner).0
    }
}
