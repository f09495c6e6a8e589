//! States of the preview, and the place of the latest one.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::rendered::RenderedSite;
use crate::diagnostic::{Diagnostic, Diagnostics};

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
    diagnostics: Diagnostics,
    /// The number of diagnostics of each file.
    problems: HashMap<String, usize>,
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
    /// A draft: a build leaves it out.
    Draft,
    /// Published, in the future.
    Announcement,
    Published,
}

impl Snapshot {
    /// `last_good` provides the pages that `site` cannot render.
    pub(super) fn new(
        generation: u64,
        changed: ChangedAt,
        site: Option<Arc<RenderedSite>>,
        last_good: Option<Arc<RenderedSite>>,
        diagnostics: Diagnostics,
    ) -> Self {
        let mut problems = HashMap::new();
        for place in diagnostics.iter().filter_map(|diagnostic| diagnostic.place.as_ref()) {
            *problems.entry(place.file.clone()).or_insert(0) += 1;
        }
        Self(Arc::new(Inner { generation, changed, site, last_good, diagnostics, problems }))
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

    /// The diagnostics of the current content. With errors among them, the pages are those of the
    /// last site without.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.0.diagnostics
    }

    /// The events, the latest first.
    pub fn events(&self) -> impl Iterator<Item = EventRow<'_>> {
        let events = self.0.site.iter().flat_map(|site| site.site().events.iter().rev());
        events.map(|event| EventRow {
            title: &event.document.title,
            path: &event.path,
            file: &event.document.file,
            state: match (event.document.draft, event.details.announcement) {
                (true, _) => EventState::Draft,
                (false, true) => EventState::Announcement,
                (false, false) => EventState::Published,
            },
            problems: self.0.problems.get(&event.document.file).copied().unwrap_or_default(),
        })
    }
}

/// The latest snapshot, shared by the engine with the other threads.
#[derive(Debug)]
pub(super) struct Shared {
    latest: Mutex<(Snapshot, bool)>,
    newer: Condvar,
}

impl Shared {
    pub(super) fn new(first: Snapshot) -> Self {
        Self { latest: Mutex::new((first, true)), newer: Condvar::new() }
    }

    /// The snapshot, and whether there will be more. A poisoned lock is used: no change under it can
    /// be left half done.
    fn lock(&self) -> MutexGuard<'_, (Snapshot, bool)> {
        self.latest.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn latest(&self) -> Snapshot {
        self.lock().0.clone()
    }

    pub(super) fn publish(&self, snapshot: Snapshot) {
        self.lock().0 = snapshot;
        self.newer.notify_all();
    }

    pub(super) fn close(&self) {
        self.lock().1 = false;
        self.newer.notify_all();
    }

    pub(super) fn wait_newer(&self, than: u64, timeout: Duration) -> Option<Snapshot> {
        let deadline = Instant::now().checked_add(timeout)?;
        let mut latest = self.lock();
        loop {
            if latest.0.generation() > than {
                return Some(latest.0.clone());
            }
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() || !latest.1 {
                return None;
            }
            latest =
                self.newer.wait_timeout(latest, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }
}
