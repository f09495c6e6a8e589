//! What is heard and seen of the folder: the system's events, and a look at the whole tree after
//! each of them, and now and then in between.
//!
//! Everything from here is a hint. Events get lost (queues overflow, network drives send none,
//! folders are renamed under the watch), so the look finds what they missed; it takes 20 ms for
//! 10,000 files, so it has a thread of its own and comes when the writing pauses.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode, EventKind, ModifyKind};
use notify::{ErrorKind, RecommendedWatcher, RecursiveMode, Watcher};

use super::batch::Message;
use super::workspace::Listing;
use crate::content::CONTENT;
use crate::fs;
use crate::pipeline::THEMES;

/// After an event, the tree is looked at when nothing has happened for this long,
const PAUSE: Duration = Duration::from_millis(150);
/// but no later than this.
const LATEST: Duration = Duration::from_secs(1);
/// Without events, the tree is looked at this often, or less often where that takes long.
const POLL: (Duration, u32) = (Duration::from_millis(500), 20);
/// The same where there are events.
const IDLE: (Duration, u32) = (Duration::from_secs(5), 300);
/// However long a look takes.
const RAREST: Duration = Duration::from_secs(60);

/// What the looking thread is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ask {
    /// To look when the writing pauses.
    Soon,
    /// To look now.
    Now,
    /// To watch the folders anew and look: they were replaced, or something happened unheard.
    Rewatch,
    /// To look often, for the system has no room for all that is to be watched.
    Poll,
    /// To end.
    Stop,
}

/// The thread that looks, and holds the watcher.
#[derive(Debug)]
pub(super) struct Looker {
    asks: Sender<Ask>,
    thread: Option<JoinHandle<()>>,
}

impl Looker {
    /// Watches `root` (unless `poll`), and sends what is heard and seen to `engine`.
    pub(super) fn start(root: &Path, poll: bool, engine: Sender<Message>) -> Self {
        let (asks, asked) = mpsc::channel();
        let watch = if poll { None } else { Watch::new(root, engine.clone(), asks.clone()) };
        let state = Look { root: root.to_owned(), watch, engine, watched: None };
        let thread = std::thread::Builder::new().name("look".to_owned());
        let thread = thread.spawn(move || state.run(&asked)).ok();
        Self { asks, thread }
    }

    pub(super) fn ask(&self, ask: Ask) {
        // It ends only when it is told to.
        let _ = self.asks.send(ask);
    }
}

impl Drop for Looker {
    fn drop(&mut self) {
        self.ask(Ask::Stop);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

struct Look {
    root: PathBuf,
    watch: Option<Watch>,
    engine: Sender<Message>,
    /// The folders that held files at the last look.
    watched: Option<Vec<PathBuf>>,
}

impl Look {
    fn run(mut self, asked: &Receiver<Ask>) {
        let mut regular = Instant::now() + self.pace(Duration::ZERO);
        // When the first and the last event since the last look were heard.
        let mut heard: Option<(Instant, Instant)> = None;
        loop {
            let due = match heard {
                Some((first, last)) => regular.min((last + PAUSE).min(first + LATEST)),
                None => regular,
            };
            match asked.recv_timeout(due.saturating_duration_since(Instant::now())) {
                Ok(Ask::Soon) => {
                    let now = Instant::now();
                    heard = Some((heard.map_or(now, |(first, _)| first), now));
                    continue;
                }
                Ok(Ask::Rewatch) => {
                    self.watch = self.watch.take().and_then(Watch::renewed);
                    self.watched = None;
                }
                Ok(Ask::Poll) => self.watch = None,
                Ok(Ask::Now) | Err(RecvTimeoutError::Timeout) => {}
                Ok(Ask::Stop) | Err(RecvTimeoutError::Disconnected) => return,
            }
            let prompted = heard.take().is_some();
            let start = Instant::now();
            if !self.look(prompted) {
                return;
            }
            regular = Instant::now() + self.pace(start.elapsed());
        }
    }

    fn pace(&self, cost: Duration) -> Duration {
        let (least, times) = if self.watch.is_some() { IDLE } else { POLL };
        least.max(cost * times).min(RAREST)
    }

    /// Looks at the tree and tells the engine; whether there is one still.
    fn look(&mut self, prompted: bool) -> bool {
        let mut listing = Listing::of(&self.root);
        if let (Ok(listed), Some(watch)) = (&listing, &mut self.watch) {
            let parents = listed.parents();
            // Files may have come into a new folder before it was watched.
            if self.watched.as_ref().is_some_and(|watched| watch.add_new(&parents, watched)) {
                listing = Listing::of(&self.root);
            }
            self.watched = Some(parents);
        }
        let message = match listing {
            Ok(listing) => Message::Listing { listing: Box::new(listing), prompted },
            Err(error) => Message::NoListing(error.to_string()),
        };
        self.engine.send(message).is_ok()
    }
}

struct Watch {
    watcher: RecommendedWatcher,
    root: PathBuf,
}

impl Watch {
    /// Begins to watch; none where the system cannot.
    fn new(root: &Path, engine: Sender<Message>, asks: Sender<Ask>) -> Option<Self> {
        // Some systems tell real paths, whatever they were asked about.
        let root = fs::resolve(root).ok()?;
        let below = root.clone();
        let handler = move |event: notify::Result<notify::Event>| {
            let hints = match event {
                Ok(event) => hints(&below, &event),
                Err(error) => {
                    let full = matches!(error.kind, ErrorKind::MaxFilesWatch);
                    let ask = if full { Ask::Poll } else { Ask::Now };
                    Hints { ask: Some(ask), ..Hints::default() }
                }
            };
            if let Some(ask) = hints.ask {
                let _ = asks.send(ask);
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
        // The root tells when one of the two appears or is replaced.
        self.watcher.watch(&self.root, RecursiveMode::NonRecursive)?;
        for folder in [CONTENT, THEMES] {
            match self.watcher.watch(&self.root.join(folder), RecursiveMode::Recursive) {
                Err(error) if !is_missing(&error) => return Err(error),
                _ => {}
            }
        }
        Ok(())
    }

    /// Watches the folders that now stand there; none if that cannot be done.
    fn renewed(mut self) -> Option<Self> {
        for folder in [CONTENT, THEMES] {
            // That it was not watched, or is not there, is no failure.
            let _ = self.watcher.unwatch(&self.root.join(folder));
        }
        self.watch().is_ok().then_some(self)
    }

    /// Watches folders that were not there before, where the system does not do so by itself in
    /// every case; whether there were any.
    fn add_new(&mut self, folders: &[PathBuf], known: &[PathBuf]) -> bool {
        if !cfg!(target_os = "linux") {
            return false;
        }
        let mut added = false;
        for folder in folders.iter().filter(|folder| known.binary_search(folder).is_err()) {
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
    ask: Option<Ask>,
}

/// What an event hints at. That something was opened or read is none: the looks do that too.
fn hints(root: &Path, event: &notify::Event) -> Hints {
    let mut hints = Hints { ask: event.need_rescan().then_some(Ask::Now), ..Hints::default() };
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
            hints.ask = Some(Ask::Now);
            continue;
        };
        if [CONTENT, THEMES].contains(&&*relative) {
            // Some systems tell of a folder whenever something in it changes.
            let replaced = !matches!(
                event.kind,
                EventKind::Modify(ModifyKind::Any | ModifyKind::Data(_) | ModifyKind::Metadata(_))
            );
            if replaced {
                hints.ask = Some(Ask::Rewatch);
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
