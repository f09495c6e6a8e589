//! Further connections that send files beside the session's own.
//!
//! The session puts jobs into the queue and carries out those that no worker has taken itself, so that a
//! server which allows one connection is no special case. Workers send their progress and results back to
//! the session, which alone writes the journal and reports to the host.

use std::collections::VecDeque;
use std::sync::mpsc::Sender;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::publish::error::PublishError;
use crate::publish::host::{Host, UploadEvent};
use crate::publish::local_state::LocalState;
use crate::publish::manifest::ContentHash;
use crate::publish::remote::replace::{ReplaceStrategy, replace_file};
use crate::publish::remote::retrying::RetryingRemote;
use crate::publish::remote::{Fault, Remote};
use crate::publish::remote_state::RemoteLayout;
use crate::publish::remote_state::claim::{self, Owner};

/// How long a worker tries to reconnect before it leaves its file to the session, which tries longer.
const RECONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// A file to send.
pub(super) struct UploadJob {
    pub(super) path: String,
    pub(super) hash: ContentHash,
    pub(super) bytes: Vec<u8>,
    /// What is known of the file that it replaces.
    pub(super) before: Option<ContentHash>,
    /// Whether there may be a file to replace.
    pub(super) may_exist: bool,
}

impl UploadJob {
    /// Keeps the existing file for an undo, and replaces it.
    pub(super) fn run(
        &self,
        remote: &mut RetryingRemote<'_>,
        local: &LocalState,
        strategy: &mut ReplaceStrategy,
    ) -> Result<(), PublishError> {
        local.keep_replaced(remote, &self.path, self.before)?;
        replace_file(remote, strategy, &self.path, &self.bytes, self.may_exist)
            .map_err(PublishError::at(&self.path))
    }
}

/// A message from a worker to the session.
pub(super) enum WorkerEvent {
    /// As [`UploadEvent::Sending`].
    Sending {
        path: String,
        sent: u64,
    },
    /// As [`UploadEvent::Waiting`].
    Waiting {
        fault: Fault,
        pause: Duration,
    },
    Finished(UploadJob, Result<(), PublishError>),
}

/// The jobs that wait for a worker.
#[derive(Default)]
pub(super) struct UploadQueue {
    state: Mutex<QueueState>,
    changed: Condvar,
}

#[derive(Default)]
struct QueueState {
    jobs: VecDeque<UploadJob>,
    /// The lowest strategy that any connection has needed.
    strategy: ReplaceStrategy,
    is_closed: bool,
}

impl UploadQueue {
    fn state(&self) -> MutexGuard<'_, QueueState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn push(&self, job: UploadJob) {
        self.state().jobs.push_back(job);
        self.changed.notify_one();
    }

    /// Takes a job if more than `limit` are waiting.
    pub(super) fn pop_beyond(&self, limit: usize) -> Option<UploadJob> {
        let jobs = &mut self.state().jobs;
        if jobs.len() > limit { jobs.pop_front() } else { None }
    }

    /// Waits for a job; `None` once the queue is closed.
    fn pop(&self) -> Option<UploadJob> {
        let is_idle = |state: &mut QueueState| state.jobs.is_empty() && !state.is_closed;
        let mut state =
            self.changed.wait_while(self.state(), is_idle).unwrap_or_else(PoisonError::into_inner);
        state.jobs.pop_front()
    }

    /// Drops the jobs that no worker has taken, and ends the workers.
    pub(super) fn close(&self) {
        let mut state = self.state();
        state.is_closed = true;
        state.jobs.clear();
        self.changed.notify_all();
    }

    pub(super) fn strategy(&self) -> ReplaceStrategy {
        self.state().strategy
    }

    /// Lowers the strategy of all connections to `strategy`.
    pub(super) fn lower_strategy(&self, strategy: ReplaceStrategy) {
        let mut state = self.state();
        state.strategy = state.strategy.max(strategy);
    }
}

/// What the workers share.
pub(super) struct Worker<'s> {
    pub(super) queue: &'s UploadQueue,
    pub(super) local: &'s LocalState,
    pub(super) layout: &'s RemoteLayout,
    pub(super) owner: &'s Owner,
    /// The slot of our claim.
    pub(super) slot: Option<usize>,
}

impl Worker<'_> {
    /// Carries out jobs over a connection of its own until the queue is closed, or a job fails.
    pub(super) fn run(&self, mut remote: Box<dyn Remote + Send>, events: Sender<WorkerEvent>) {
        if remote.reconnect().is_err() {
            // The server allows no further connection.
            return;
        }
        let mut host =
            WorkerHost { queue: self.queue, events: events.clone(), waited: Duration::ZERO };
        let mut remote = RetryingRemote::new(&mut *remote, &mut host);
        while let Some(job) = self.queue.pop() {
            let result = self.run_job(&job, &mut remote);
            let failed = result.is_err();
            if events.send(WorkerEvent::Finished(job, result)).is_err() || failed {
                break;
            }
        }
    }

    fn run_job(
        &self,
        job: &UploadJob,
        remote: &mut RetryingRemote<'_>,
    ) -> Result<(), PublishError> {
        if std::mem::take(&mut remote.broke) {
            claim::check(remote, self.layout, self.slot, self.owner)?;
        }
        let mut strategy = self.queue.strategy();
        let result = job.run(remote, self.local, &mut strategy);
        self.queue.lower_strategy(strategy);
        result
    }
}

/// The host of a worker: passes events on to the session.
struct WorkerHost<'s> {
    queue: &'s UploadQueue,
    events: Sender<WorkerEvent>,
    /// The pauses since something was last sent.
    waited: Duration,
}

impl Host for WorkerHost<'_> {
    /// Workers never ask for the time.
    fn now(&mut self) -> i64 {
        0
    }

    fn pause(&mut self, time: Duration) {
        self.waited += time;
        let is_open = |state: &mut QueueState| !state.is_closed;
        drop(self.queue.changed.wait_timeout_while(self.queue.state(), time, is_open));
    }

    fn report(&mut self, event: UploadEvent<'_>) {
        let event = match event {
            UploadEvent::Sending { path, sent } => {
                self.waited = Duration::ZERO;
                WorkerEvent::Sending { path: path.to_owned(), sent }
            }
            UploadEvent::Waiting { fault, pause } => {
                WorkerEvent::Waiting { fault: fault.clone(), pause }
            }
            _ => return,
        };
        // Fails only if the upload has ended.
        drop(self.events.send(event));
    }

    fn is_stopped(&mut self) -> bool {
        self.waited >= RECONNECT_TIMEOUT || self.queue.state().is_closed
    }
}
