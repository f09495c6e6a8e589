//! Keeps the current site: the sources, read again as they change, and the pages made of them.
//!
//! 1. `watch` receives the system's events and scans the tree now and then; both give hints.
//! 2. `run` collects the hints; `workspace` examines the files they name and reads what changed.
//! 3. The site is assembled anew; `rendered` makes its pages on request, `photos` its photos, and
//!    `check` tries all pages in the background.
//! 4. A [`Snapshot`] is one such state, which never changes.
//!
//! An error in one document holds up no other: `workspace::stand_ins` says what is shown in its place.
//! Texts that an editor has not saved are overlays ([`Engine::overlay`]).

mod batch;
mod changes;
mod check;
mod documents;
mod photos;
mod rendered;
mod run;
mod snapshot;
mod watch;
mod workspace;

use std::path::PathBuf;
use std::sync::mpsc::{self, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use jiff::Timestamp;
use jiff::civil::Date;

use crate::pipeline::Failure;
use batch::Message;
use run::EngineLoop;
use snapshot::Shared;
use watch::Watcher;
use workspace::Workspace;

pub use documents::DocumentRow;
pub use snapshot::{ChangedAt, EventRow, EventState, Served, Snapshot};

/// The settings of an engine.
#[derive(Clone, Debug)]
pub struct EngineOptions {
    /// The folder that holds `content/` and `themes/`.
    pub root: PathBuf,
    /// The clock. Announcements become news at midnight, while the preview runs.
    pub now: fn() -> Timestamp,
    /// Replaces the day of the clock.
    pub today: Option<Date>,
    /// Whether to scan the tree often instead of waiting for the system's events, which some network
    /// drives do not send.
    pub poll: bool,
}

/// A change of an overlay, for [`Engine::settled`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ticket(u64);

/// Watches the sources until it is stopped or dropped.
#[derive(Debug)]
pub struct Engine {
    shared: Arc<Shared>,
    messages: Sender<Message>,
    /// How many changes of overlays were sent.
    overlays: Mutex<u64>,
    thread: Option<JoinHandle<()>>,
}

impl Engine {
    /// Reads the site and begins to watch it. A site with errors starts too: its snapshot has the
    /// diagnostics.
    ///
    /// # Errors
    /// If there is no settings file, or a folder cannot be listed.
    pub fn start(options: EngineOptions) -> Result<Self, Failure> {
        crate::photos::save_memory();
        let (engine, messages) = mpsc::channel();
        // Watching begins before reading, so that no change in between is missed.
        let watcher = Watcher::start(&options.root, options.poll, engine.clone());
        let workspace = Workspace::read(&options.root, (options.now)())?;
        let state = EngineLoop::new(options, workspace, engine.clone());
        let shared = Arc::clone(state.shared());
        let thread = std::thread::Builder::new().name("engine".to_owned());
        let thread = thread.spawn(move || state.run(&messages, &watcher)).ok();
        Ok(Self { shared, messages: engine, overlays: Mutex::new(0), thread })
    }

    /// The current state.
    pub fn snapshot(&self) -> Snapshot {
        self.shared.latest()
    }

    /// Waits for a snapshot of a later generation than `than`. None after `timeout`, or if the
    /// engine has stopped.
    pub fn wait_newer(&self, than: u64, timeout: Duration) -> Option<Snapshot> {
        self.shared.wait_newer(than, timeout)
    }

    /// From now on the file `file`, a path from the site's root with `/` between names, has this text,
    /// whatever the disk holds; it need not exist there. With `None`, or once the disk holds the same,
    /// it is as on the disk. Only documents, tables and the settings have such texts.
    pub fn overlay(&self, file: &str, text: Option<Arc<str>>) -> Ticket {
        // Changes are sent in the order of their numbers.
        let mut last = self.overlays.lock().unwrap_or_else(PoisonError::into_inner);
        *last += 1;
        let message = Message::Overlay { change: *last, file: file.to_owned(), text };
        // An error means that the engine has stopped.
        let _ = self.messages.send(message);
        Ticket(*last)
    }

    /// The first snapshot that contains the change of `ticket`, its diagnostics too, or the latest one
    /// after `timeout`.
    pub fn settled(&self, ticket: Ticket, timeout: Duration) -> Snapshot {
        self.shared.wait_settled(ticket.0, timeout)
    }

    /// Stops watching; waiting threads return.
    pub fn stop(self) {
        drop(self);
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        // An error means that the thread has ended already.
        let _ = self.messages.send(Message::Stop);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
