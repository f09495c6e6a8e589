//! Watches the folder: receives the system's events, and scans the whole tree after them and
//! regularly.
//!
//! Everything from here is a hint. Events get lost (queues overflow, network drives send none,
//! watched folders are renamed), and the scan finds what they missed. It takes tens of milliseconds
//! for 10,000 files, so it waits until writing pauses and uses one thread of its own, which leaves
//! the other cores to edits.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode, EventKind, ModifyKind};
use notify::{ErrorKind, RecommendedWatcher, RecursiveMode, Watcher as _};
use rayon::{ThreadPool, ThreadPoolBuilder};

use super::batch::Message;
use super::workspace::TreeListing;
use crate::content::CONTENT;
use crate::fs;
use crate::pipeline::THEMES;

/// After an event, the tree is scanned when there were no others for this long,
const PAUSE: Duration = Duration::from_millis(150);
/// but at the latest after this.
const LATEST: Duration = Duration::from_secs(1);
/// Both are at least so many times the duration of a scan, which takes the processor from edits.
const PAUSE_SCANS: u32 = 8;
/// Where the system sends no events, the tree is scanned this often.
const POLL: ScanInterval = ScanInterval { least: Duration::from_millis(500), scans: 20 };
/// Where the system sends events.
const IDLE: ScanInterval = ScanInterval { least: Duration::from_secs(5), scans: 300 };
/// The longest time between two scans.
const LONGEST_INTERVAL: Duration = Duration::from_secs(60);

/// The time between two scans.
struct ScanInterval {
    least: Duration,
    /// At least this many times the duration of a scan.
    scans: u32,
}

/// A request to the watching thread.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ScanRequest {
    /// Scan when writing pauses.
    Soon,
    /// Scan now.
    Now,
    /// Watch the folders anew and scan: they were replaced, or events were lost.
    Rewatch,
    /// Scan often: the system cannot watch so many folders.
    Poll,
    Stop,
}

/// The thread that scans and holds the system's watch.
#[derive(Debug)]
pub(super) struct Watcher {
    requests: Sender<ScanRequest>,
    thread: Option<JoinHandle<()>>,
}

impl Watcher {
    /// Sends hints and scans of `root` to `engine`; with `poll`, without the system's events.
    pub(super) fn start(root: &Path, poll: bool, engine: Sender<Message>) -> Self {
        let (requests, received) = mpsc::channel();
        let watch =
            if poll { None } else { SystemWatch::new(root, engine.clone(), requests.clone()) };
        let scanner = ThreadPoolBuilder::new().num_threads(1).build().ok();
        let state = WatchThread { root: root.to_owned(), watch, engine, scanner, watched: None };
        let thread = std::thread::Builder::new().name("watch".to_owned());
        let thread = thread.spawn(move || state.run(&received)).ok();
        Self { requests, thread }
    }

    pub(super) fn request(&self, request: ScanRequest) {
        // An error means that the thread has ended; only `Stop` ends it.
        let _ = self.requests.send(request);
    }
}

impl Drop for Watcher {
    fn drop(&mut self) {
        self.request(ScanRequest::Stop);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

struct WatchThread {
    root: PathBuf,
    watch: Option<SystemWatch>,
    engine: Sender<Message>,
    /// None if the system has no room for another thread: then the global pool scans.
    scanner: Option<ThreadPool>,
    /// The folders with files at the last scan.
    watched: Option<Vec<PathBuf>>,
}

impl WatchThread {
    fn run(mut self, received: &Receiver<ScanRequest>) {
        let mut regular = Instant::now() + self.interval(Duration::ZERO);
        // The times of the first and the last event since the last scan.
        let mut events: Option<(Instant, Instant)> = None;
        // The duration of the last scan.
        let mut cost = Duration::ZERO;
        loop {
            let at_least = (cost * PAUSE_SCANS).min(LONGEST_INTERVAL);
            let due = match events {
                Some((first, last)) => {
                    let pause = last + PAUSE.max(at_least);
                    regular.min(pause.min(first + LATEST.max(at_least)))
                }
                None => regular,
            };
            match received.recv_timeout(due.saturating_duration_since(Instant::now())) {
                Ok(ScanRequest::Soon) => {
                    let now = Instant::now();
                    events = Some((events.map_or(now, |(first, _)| first), now));
                    continue;
                }
                Ok(ScanRequest::Rewatch) => {
                    self.watch = self.watch.take().and_then(SystemWatch::renewed);
                    self.watched = None;
                }
                Ok(ScanRequest::Poll) => self.watch = None,
                Ok(ScanRequest::Now) | Err(RecvTimeoutError::Timeout) => {}
                Ok(ScanRequest::Stop) | Err(RecvTimeoutError::Disconnected) => return,
            }
            let prompted = events.take().is_some();
            let start = Instant::now();
            if !self.scan(prompted) {
                return;
            }
            cost = start.elapsed();
            regular = Instant::now() + self.interval(cost);
        }
    }

    /// The time until the next scan, if one takes `cost`.
    fn interval(&self, cost: Duration) -> Duration {
        let ScanInterval { least, scans } = if self.watch.is_some() { IDLE } else { POLL };
        least.max(cost * scans).min(LONGEST_INTERVAL)
    }

    /// Scans the tree and sends the listing; false if the engine has stopped.
    fn scan(&mut self, prompted: bool) -> bool {
        let (scanner, root) = (&self.scanner, &self.root);
        let list = || match scanner {
            Some(scanner) => scanner.install(|| TreeListing::scan(root)),
            None => TreeListing::scan(root),
        };
        let mut listing = list();
        if let (Ok(listed), Some(watch)) = (&listing, &mut self.watch) {
            let parents = listed.parents();
            // Files may have been written into a new folder before it was watched.
            if self.watched.as_ref().is_some_and(|watched| watch.add_new(&parents, watched)) {
                listing = list();
            }
            self.watched = Some(parents);
        }
        let message = match listing {
            Ok(listing) => Message::Scanned { listing: Box::new(listing), prompted },
            Err(error) => Message::ScanFailed(error.within(&self.root).to_string()),
        };
        self.engine.send(message).is_ok()
    }
}

/// The system's watch of the folders.
struct SystemWatch {
    watcher: RecommendedWatcher,
    root: PathBuf,
}

impl SystemWatch {
    /// Begins to watch; none if the system cannot.
    fn new(root: &Path, engine: Sender<Message>, requests: Sender<ScanRequest>) -> Option<Self> {
        // Some systems report resolved paths.
        let root = fs::resolve(root).ok()?;
        let below = root.clone();
        let handler = move |event: notify::Result<notify::Event>| {
            let hints = match event {
                Ok(event) => hints(&below, &event),
                Err(error) => {
                    let is_full = matches!(error.kind, ErrorKind::MaxFilesWatch);
                    let request = if is_full { ScanRequest::Poll } else { ScanRequest::Now };
                    Hints { request: Some(request), ..Hints::default() }
                }
            };
            if let Some(request) = hints.request {
                let _ = requests.send(request);
            }
            if !hints.paths.is_empty() {
                let _ = engine.send(Message::Hints(hints.paths));
            }
        };
        let watcher = notify::recommended_watcher(handler).ok()?;
        let mut watch = Self { watcher, root };
        watch.watch().ok()?;
        Some(watch)
    }

    fn watch(&mut self) -> notify::Result<()> {
        // Events of the root show that one of the two folders appeared or was replaced.
        self.watcher.watch(&self.root, RecursiveMode::NonRecursive)?;
        for folder in [CONTENT, THEMES] {
            match self.watcher.watch(&self.root.join(folder), RecursiveMode::Recursive) {
                Err(error) if !is_missing(&error) => return Err(error),
                _ => {}
            }
        }
        Ok(())
    }

    /// Watches the folders that are there now; none if the system cannot.
    fn renewed(mut self) -> Option<Self> {
        for folder in [CONTENT, THEMES] {
            // An error means that it was not watched or is not there.
            let _ = self.watcher.unwatch(&self.root.join(folder));
        }
        self.watch().is_ok().then_some(self)
    }

    /// Watches the `folders` that are not in `before`, which Linux does not always do by itself;
    /// whether there were any.
    fn add_new(&mut self, folders: &[PathBuf], before: &[PathBuf]) -> bool {
        if !cfg!(target_os = "linux") {
            return false;
        }
        let mut added = false;
        for folder in folders.iter().filter(|folder| before.binary_search(folder).is_err()) {
            if let Ok(folder) = fs::resolve(folder) {
                added |= self.watcher.watch(&folder, RecursiveMode::Recursive).is_ok();
            }
        }
        added
    }
}

fn is_missing(error: &notify::Error) -> bool {
    match &error.kind {
        ErrorKind::PathNotFound => true,
        ErrorKind::Io(error) => error.kind() == std::io::ErrorKind::NotFound,
        _ => false,
    }
}

#[derive(Debug, Default)]
struct Hints {
    /// From the site's root, with `/` between names.
    paths: Vec<String>,
    request: Option<ScanRequest>,
}

/// The hints of an event. Opening and reading give none: the scans do that themselves.
fn hints(root: &Path, event: &notify::Event) -> Hints {
    let mut hints =
        Hints { request: event.need_rescan().then_some(ScanRequest::Now), ..Hints::default() };
    let is_reading = match event.kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => false,
        EventKind::Access(_) => true,
        _ => false,
    };
    if is_reading {
        return hints;
    }
    for path in &event.paths {
        let relative = path.strip_prefix(root).ok().filter(|path| path.to_str().is_some());
        let Some(relative) = relative.map(fs::with_slashes) else {
            hints.request = Some(ScanRequest::Now);
            continue;
        };
        if [CONTENT, THEMES].contains(&&*relative) {
            // Some systems send an event of a folder whenever something in it changes.
            let is_replaced = !matches!(
                event.kind,
                EventKind::Modify(ModifyKind::Any | ModifyKind::Data(_) | ModifyKind::Metadata(_))
            );
            if is_replaced {
                hints.request = Some(ScanRequest::Rewatch);
            }
        } else if [CONTENT, THEMES]
            .iter()
            .any(|folder| relative.strip_prefix(folder).is_some_and(|inner| inner.starts_with('/')))
        {
            hints.paths.push(relative);
        }
    }
    hints
}
