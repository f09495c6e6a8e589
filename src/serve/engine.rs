//! What the site is at any moment: the sources as they stand on the disk, read again as they
//! change, and the pages made of them.
//!
//! 1. `watch` hears that something happened and looks at the tree now and then; both give hints.
//! 2. `run` gathers them; `workspace` finds out on the disk what they are about, and reads that
//!    again.
//! 3. The site is assembled anew; `shown` makes its pages as they are asked for, and `pictures` its
//!    photos.
//! 4. [`Snapshot`] is one such state, which never changes.

mod batch;
mod pictures;
mod run;
mod shown;
mod snapshot;
mod watch;
mod workspace;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{self, Sender};
use std::thread::JoinHandle;
use std::time::Duration;

use jiff::Timestamp;
use jiff::civil::Date;

use crate::pipeline::Failure;
use batch::Message;
use run::Run;
use snapshot::Shared;
use watch::Looker;
use workspace::Workspace;

pub use snapshot::{Changed, EventRow, Served, Snapshot, State};

/// What is asked for.
#[derive(Clone, Debug)]
pub struct EngineOptions {
    /// The folder that holds `content/` and `themes/`.
    pub root: PathBuf,
    /// The clock. A preview may be left open over midnight, and announcements become news then.
    pub now: fn() -> Timestamp,
    /// The day to be taken for today, instead of the clock's.
    pub today: Option<Date>,
    /// Whether to look at the tree often instead of waiting for the system's events: for drives
    /// that send none.
    pub poll: bool,
}

/// The owner of the sources; it watches them until it is stopped or dropped.
#[derive(Debug)]
pub struct Engine {
    shared: Arc<Shared>,
    messages: Sender<Message>,
    thread: Option<JoinHandle<()>>,
}

impl Engine {
    /// Reads the site and begins to watch it. A site with errors starts too: its snapshot says
    /// what is wrong with it.
    ///
    /// # Errors
    /// Where there is no site at all, or the disk does not let it be read.
    pub fn start(options: EngineOptions) -> Result<Self, Failure> {
        let (engine, messages) = mpsc::channel();
        // It is watched before it is read, so that no change falls between the two.
        let looker = Looker::start(&options.root, options.poll, engine.clone());
        let workspace = Workspace::read(&options.root, (options.now)())?;
        let run = Run::new(options, workspace, engine.clone());
        let shared = Arc::clone(run.shared());
        let thread = std::thread::Builder::new().name("engine".to_owned());
        let thread = thread.spawn(move || run.work(&messages, &looker)).ok();
        Ok(Self { shared, messages: engine, thread })
    }

    /// The site as it now is.
    pub fn snapshot(&self) -> Snapshot {
        self.shared.latest()
    }

    /// A snapshot of a later generation than `than`, as soon as there is one; none if there is
    /// none within `timeout`, or the engine has stopped.
    pub fn wait_newer(&self, than: u64, timeout: Duration) -> Option<Snapshot> {
        self.shared.wait_newer(than, timeout)
    }

    /// Ends the watching; those who wait are let go.
    pub fn stop(self) {
        drop(self);
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        // If it has ended already, it needs not be told.
        let _ = self.messages.send(Message::Stop);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
