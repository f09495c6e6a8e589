//! One state of the preview, and the place where the latest is to be found.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::shown::Shown;
use crate::diagnostic::{Diagnostic, Diagnostics};

/// A state of the preview. It never changes, and copying it copies a pointer.
#[derive(Clone, Debug)]
pub struct Snapshot(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    generation: u64,
    changed: Changed,
    shown: Option<Arc<Shown>>,
    /// What is shown where a template fails.
    good: Option<Arc<Shown>>,
    diagnostics: Diagnostics,
    /// How many diagnostics each file has.
    problems: HashMap<String, usize>,
}

/// The generations at which parts of what can be seen last changed. Whoever shows generation `n`
/// has to load the page again if `pages` is greater; if only `styles` is, to fetch the style
/// sheets again is enough.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Changed {
    /// Anything but what the other two speak of.
    pub pages: u64,
    /// The theme's static style sheets.
    pub styles: u64,
    /// The diagnostics.
    pub problems: u64,
}

/// A file of the preview.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Served {
    /// Bytes made in memory.
    Bytes(Arc<[u8]>),
    /// A source file, to be sent as it is.
    File(PathBuf),
}

/// An event of the site, for a list of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EventRow<'a> {
    /// What it is called.
    pub title: &'a str,
    /// Its address.
    pub path: &'a str,
    /// The file of its post, relative to the site's root.
    pub file: &'a str,
    /// Whether a build would publish it.
    pub state: State,
    /// How many diagnostics there are about its file.
    pub problems: usize,
}

/// Whether a build would publish an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// A draft: a build leaves it out.
    Draft,
    /// Published, and still to come.
    Announcement,
    /// Published.
    Published,
}

impl Snapshot {
    /// The state `generation`, in which `shown` is to be seen, and `good` in the places of pages
    /// that cannot be made.
    pub(super) fn new(
        generation: u64,
        changed: Changed,
        shown: Option<Arc<Shown>>,
        good: Option<Arc<Shown>>,
        diagnostics: Diagnostics,
    ) -> Self {
        let mut problems = HashMap::new();
        for place in diagnostics.iter().filter_map(|diagnostic| diagnostic.place.as_ref()) {
            *problems.entry(place.file.clone()).or_insert(0) += 1;
        }
        Self(Arc::new(Inner { generation, changed, shown, good, diagnostics, problems }))
    }

    /// A number that grows with each change of what can be seen, problems too. It grows over
    /// restarts as well, as long as the clock does: it begins with the time in milliseconds.
    pub fn generation(&self) -> u64 {
        self.0.generation
    }

    /// What changed when.
    pub fn changed(&self) -> Changed {
        self.0.changed
    }

    /// The file at `path`, an address of the output such as `2022/turnir.html`; byte for byte
    /// what a build with drafts would write there. It is made when first asked for, and kept.
    pub fn page(&self, path: &str) -> Option<Served> {
        let good = || self.0.good.as_ref()?.page(path).ok()?;
        self.0.shown.as_ref()?.page(path).unwrap_or_else(|()| good())
    }

    /// The addresses of all files, in order.
    pub fn paths(&self) -> Vec<String> {
        self.0.shown.as_ref().map(|shown| shown.paths()).unwrap_or_default()
    }

    /// What is wrong with the content as it now is. Where there are errors, the pages are those of
    /// the last site without.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.0.diagnostics
    }

    /// The events, the latest first.
    pub fn events(&self) -> impl Iterator<Item = EventRow<'_>> {
        let events = self.0.shown.iter().flat_map(|shown| shown.site().events.iter().rev());
        events.map(|event| EventRow {
            title: &event.post.title,
            path: &event.path,
            file: &event.post.file,
            state: match (event.post.draft, event.announcement) {
                (true, _) => State::Draft,
                (false, true) => State::Announcement,
                (false, false) => State::Published,
            },
            problems: self.0.problems.get(&event.post.file).copied().unwrap_or_default(),
        })
    }
}

/// Where the engine leaves the latest snapshot for everybody else.
#[derive(Debug)]
pub(super) struct Shared {
    latest: Mutex<(Snapshot, bool)>,
    newer: Condvar,
}

impl Shared {
    pub(super) fn new(first: Snapshot) -> Self {
        Self { latest: Mutex::new((first, true)), newer: Condvar::new() }
    }

    /// The snapshot, and whether there will be more. Nothing is done under the lock that could
    /// leave it half done, so one that was poisoned is as good as any.
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
