//! Further connections that send files beside the session's own.
//!
//! The session hands over what is to be sent, and what nobody has taken up it sends itself: a server
//! that lets in one connection alone is no special case. Whatever is to be told or written down goes
//! back to the session, so that the journal and the progress have one author.

use std::collections::VecDeque;
use std::sync::mpsc::Sender;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::publish::failure::Failure;
use crate::publish::host::{Event, Outside};
use crate::publish::local_state::Keep;
use crate::publish::manifest::Stamp;
use crate::publish::remote::replace::{Way, put};
use crate::publish::remote::retrying::RetryingRemote;
use crate::publish::remote::{Fault, Remote};
use crate::publish::remote_state::Names;
use crate::publish::remote_state::claim::{self, Owner};

/// How long a further connection tries to come back before it leaves its file to the session, which
/// has more patience.
const PATIENCE: Duration = Duration::from_secs(5);

/// A file that is to be sent.
pub(super) struct Job {
    pub(super) path: String,
    pub(super) stamp: Stamp,
    pub(super) bytes: Vec<u8>,
    /// What stands there, as far as that is known.
    pub(super) before: Option<Stamp>,
    /// Whether something may stand there at all.
    pub(super) over: bool,
}

impl Job {
    /// Keeps what stands there, and replaces it.
    pub(super) fn carry_out(
        &self,
        remote: &mut RetryingRemote<'_>,
        keep: &Keep,
        way: &mut Way,
    ) -> Result<(), Failure> {
        keep.keep_replaced(remote, &self.path, self.before)?;
        put(remote, way, &self.path, &self.bytes, self.over).map_err(Failure::at(&self.path))
    }
}

/// What a worker tells the session.
pub(super) enum Said {
    /// So many bytes of a file have been sent.
    Sending {
        path: String,
        sent: u64,
    },
    /// The next attempt comes after a pause.
    Waiting {
        fault: Fault,
        pause: Duration,
    },
    Done(Job, Result<(), Failure>),
}

/// Where jobs are handed over.
#[derive(Default)]
pub(super) struct Crew {
    table: Mutex<Table>,
    news: Condvar,
}

#[derive(Default)]
struct Table {
    jobs: VecDeque<Job>,
    /// How files get into their places here, as far as anyone has found out.
    way: Way,
    over: bool,
}

impl Crew {
    fn table(&self) -> MutexGuard<'_, Table> {
        self.table.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Puts a job where the next worker finds it.
    pub(super) fn hand_over(&self, job: Job) {
        self.table().jobs.push_back(job);
        self.news.notify_one();
    }

    /// A job to be done by the session, where more than `spare` wait for a worker.
    pub(super) fn take_back(&self, spare: usize) -> Option<Job> {
        let jobs = &mut self.table().jobs;
        if jobs.len() > spare { jobs.pop_front() } else { None }
    }

    /// A job for a worker, as soon as there is one; none at the end.
    fn next(&self) -> Option<Job> {
        let idle = |table: &mut Table| table.jobs.is_empty() && !table.over;
        let mut table =
            self.news.wait_while(self.table(), idle).unwrap_or_else(PoisonError::into_inner);
        table.jobs.pop_front()
    }

    /// Nothing more is begun.
    pub(super) fn end(&self) {
        let mut table = self.table();
        table.over = true;
        table.jobs.clear();
        self.news.notify_all();
    }

    /// How files get into their places on this server.
    pub(super) fn way(&self) -> Way {
        self.table().way
    }

    /// Remembers what the server would not do.
    pub(super) fn learn(&self, way: Way) {
        let mut table = self.table();
        table.way = table.way.max(way);
    }
}

/// What a worker needs to know of the upload.
pub(super) struct Worker<'s> {
    pub(super) crew: &'s Crew,
    pub(super) keep: &'s Keep,
    pub(super) names: &'s Names,
    pub(super) owner: &'s Owner,
    pub(super) slot: Option<usize>,
}

impl Worker<'_> {
    /// Does jobs over a connection of its own until there are no more, or one fails.
    pub(super) fn run(&self, mut remote: Box<dyn Remote + Send>, said: Sender<Said>) {
        if remote.reconnect().is_err() {
            // The server lets in no more, which is its right.
            return;
        }
        let mut aside = Aside { crew: self.crew, said: said.clone(), waited: Duration::ZERO };
        let mut remote = RetryingRemote::new(&mut *remote, &mut aside);
        while let Some(job) = self.crew.next() {
            let done = self.carry_out(&job, &mut remote);
            let failed = done.is_err();
            if said.send(Said::Done(job, done)).is_err() || failed {
                break;
            }
        }
    }

    fn carry_out(&self, job: &Job, remote: &mut RetryingRemote<'_>) -> Result<(), Failure> {
        if std::mem::take(&mut remote.broke) {
            claim::check(remote, self.names, self.slot, self.owner)?;
        }
        let mut way = self.crew.way();
        let done = job.carry_out(remote, self.keep, &mut way);
        self.crew.learn(way);
        done
    }
}

/// The world outside as a worker sees it.
struct Aside<'s> {
    crew: &'s Crew,
    said: Sender<Said>,
    /// In pauses, since something was last sent.
    waited: Duration,
}

impl Outside for Aside<'_> {
    /// No worker asks for the time.
    fn now(&mut self) -> i64 {
        0
    }

    fn pause(&mut self, time: Duration) {
        self.waited += time;
        let going_on = |table: &mut Table| !table.over;
        drop(self.crew.news.wait_timeout_while(self.crew.table(), time, going_on));
    }

    fn tell(&mut self, event: Event<'_>) {
        let said = match event {
            Event::Sending { path, sent } => {
                self.waited = Duration::ZERO;
                Said::Sending { path: path.to_owned(), sent }
            }
            Event::Waiting { fault, pause } => Said::Waiting { fault: fault.clone(), pause },
            Event::Sent { .. } | Event::Checking { .. } | Event::Removed { .. } => return,
        };
        // Nobody listens any more only where the upload has ended.
        drop(self.said.send(said));
    }

    fn is_stopped(&mut self) -> bool {
        self.waited >= PATIENCE || self.crew.table().over
    }
}
