//! Carries out a plan: removes obstacles, sends the files stage by stage, removes the rest.

use std::collections::BTreeSet;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use super::UploadSession;
use super::queue::{UploadJob, UploadQueue, Worker, WorkerEvent};
use super::target_check::TargetCheck;
use crate::publish::error::PublishError;
use crate::publish::host::UploadEvent;
use crate::publish::manifest::ContentHash;
use crate::publish::plan::{FileToSend, Plan, folders, holds_below};
use crate::publish::remote::replace::temporary_path;
use crate::publish::source::Source;

/// How often the session checks that nobody has broken its lock, in seconds.
const CLAIM_CHECK_INTERVAL: i64 = 60;

/// With fewer files for each, a further connection costs more than it saves.
const FILES_PER_CONNECTION: usize = 8;

/// How long the session waits for an event of its workers before it checks for an interruption.
const EVENT_TIMEOUT: Duration = Duration::from_millis(200);

/// The connections that send beside the session.
struct Workers<'s> {
    queue: &'s UploadQueue,
    events: &'s Receiver<WorkerEvent>,
    count: usize,
}

impl UploadSession<'_> {
    /// Carries out a plan after everything that could be refused was checked.
    pub(super) fn apply_files(
        &mut self,
        plan: &Plan,
        source: &dyn Source,
    ) -> Result<(), PublishError> {
        for path in &plan.clear {
            self.remove(path)?;
        }
        self.remove_empty_folders(&plan.clear, |folder| plan.replaces_folder(folder))?;
        let mut targets = TargetCheck { remote: &mut self.remote, plan, server: &self.server };
        targets.make_folders(|folder| plan.is_blocked(folder))?;
        self.send(plan, source)?;
        for path in &plan.remove {
            self.check_interrupted()?;
            self.remove(path)?;
        }
        self.remove_empty_folders(&plan.remove, |_| true)
    }

    /// Sends the files of the plan, those of one stage over all connections at once.
    fn send(&mut self, plan: &Plan, source: &dyn Source) -> Result<(), PublishError> {
        let queue = UploadQueue::default();
        let (layout, owner) = (self.layout.clone(), self.owner.clone());
        let (local, slot) = (self.local, self.slot());
        let worker = Worker { queue: &queue, local, layout: &layout, owner: &owner, slot };
        let most = self.options.more_connections.min(plan.send.len() / FILES_PER_CONNECTION);
        let remotes: Vec<_> = (0..most).map_while(|_| self.remote.inner.parallel()).collect();
        let count = remotes.len();
        let (sender, events) = channel();
        let sent = std::thread::scope(|scope| {
            for remote in remotes {
                let (worker, sender) = (&worker, sender.clone());
                scope.spawn(move || worker.run(remote, sender));
            }
            drop(sender);
            let workers = Workers { queue: &queue, events: &events, count };
            let mut stages = plan.send.chunk_by(|one, next| one.stage == next.stage);
            let mut sent = stages.try_for_each(|stage| self.send_stage(stage, source, &workers));
            queue.close();
            // Files in transfer are finished and noted.
            for event in &events {
                sent = sent.and(self.handle(event, &queue).map(drop));
            }
            sent
        });
        self.strategy = queue.strategy();
        sent
    }

    fn send_stage(
        &mut self,
        stage: &[FileToSend],
        source: &dyn Source,
        workers: &Workers<'_>,
    ) -> Result<(), PublishError> {
        let &Workers { queue, events, count } = workers;
        let mut open = 0_usize;
        for file in stage {
            self.check_interrupted()?;
            queue.push(self.job(file, source)?);
            open += 1;
            // No more jobs wait than there are workers to take them.
            while let Some(job) = queue.pop_beyond(count) {
                self.run_job(&job, queue)?;
                open -= 1;
            }
            while let Ok(event) = events.try_recv() {
                open -= usize::from(self.handle(event, queue)?);
            }
        }
        while open > 0 {
            if let Some(job) = queue.pop_beyond(0) {
                self.run_job(&job, queue)?;
                open -= 1;
                continue;
            }
            match events.recv_timeout(EVENT_TIMEOUT) {
                Ok(event) => open -= usize::from(self.handle(event, queue)?),
                Err(RecvTimeoutError::Timeout) => self.check_interrupted()?,
                Err(RecvTimeoutError::Disconnected) => break,
            }
        }
        Ok(())
    }

    fn job(&mut self, file: &FileToSend, source: &dyn Source) -> Result<UploadJob, PublishError> {
        let (path, hash) = (file.path.clone(), file.hash);
        let bytes = source.bytes(&path, hash)?;
        let before = self.server.files.get(&path).copied().flatten();
        self.server.files.insert(path.clone(), before.map(|_| ContentHash::UNKNOWN));
        let may_exist = !file.new || self.options.adopt;
        Ok(UploadJob { path, hash, bytes, before, may_exist })
    }

    fn run_job(&mut self, job: &UploadJob, queue: &UploadQueue) -> Result<(), PublishError> {
        let mut strategy = queue.strategy();
        let result = job.run(&mut self.remote, self.local, &mut strategy);
        queue.lower_strategy(strategy);
        result?;
        self.note_sent(job)
    }

    /// Handles an event of a worker. Returns whether a file is in place.
    fn handle(&mut self, event: WorkerEvent, queue: &UploadQueue) -> Result<bool, PublishError> {
        match event {
            WorkerEvent::Sending { path, sent } => {
                self.report(UploadEvent::Sending { path: &path, sent });
            }
            WorkerEvent::Waiting { fault, pause } => {
                self.report(UploadEvent::Waiting { fault: &fault, pause });
            }
            WorkerEvent::Finished(job, Ok(())) => return self.note_sent(&job).map(|()| true),
            // The worker has ended; our own connection will tell whether the server is gone too.
            WorkerEvent::Finished(job, Err(PublishError::Server { fault, .. }))
                if fault.may_pass() =>
            {
                queue.push(job);
            }
            WorkerEvent::Finished(_, Err(error)) => return Err(error),
        }
        Ok(false)
    }

    fn note_sent(&mut self, job: &UploadJob) -> Result<(), PublishError> {
        self.note(&job.path, Some(job.hash))?;
        self.local.keep_sent(job.hash, &job.bytes)?;
        self.report(UploadEvent::Sent { path: &job.path, size: job.hash.size });
        Ok(())
    }

    /// Removes those folders of `paths` that are empty now and that `filter` selects.
    fn remove_empty_folders(
        &mut self,
        paths: &[String],
        filter: impl Fn(&str) -> bool,
    ) -> Result<(), PublishError> {
        let folders: BTreeSet<&str> = paths.iter().flat_map(|path| folders(path)).collect();
        for folder in folders.into_iter().rev().filter(|folder| filter(folder)) {
            if !holds_below(&self.server, folder) {
                self.remote.remove_folder(folder).map_err(PublishError::at(folder))?;
            }
        }
        Ok(())
    }

    /// Notes what is at `path` now; `None` for a removed file.
    fn note(&mut self, path: &str, hash: Option<ContentHash>) -> Result<(), PublishError> {
        self.local.add_to_journal(path, hash)?;
        match hash {
            Some(_) => drop(self.server.files.insert(path.to_owned(), hash)),
            None => drop(self.server.files.remove(path)),
        }
        Ok(())
    }

    fn remove(&mut self, path: &str) -> Result<(), PublishError> {
        let before = self.server.files.get(path).copied().flatten();
        self.local.keep_replaced(&mut self.remote, path, before)?;
        if before.is_none_or(|hash| hash == ContentHash::UNKNOWN) {
            // An upload may have died while it wrote the file.
            let temporary = temporary_path(path);
            self.remote.remove(&temporary).map_err(PublishError::at(&temporary))?;
        }
        self.remote.remove(path).map_err(PublishError::at(path))?;
        self.note(path, None)?;
        self.report(UploadEvent::Removed { path });
        Ok(())
    }

    /// # Errors
    /// [`PublishError::Stopped`] if the user wants it, [`PublishError::TakenOver`] if another computer has
    /// taken the section.
    pub(super) fn check_interrupted(&mut self) -> Result<(), PublishError> {
        if self.remote.host.is_stopped() {
            return Err(PublishError::Stopped);
        }
        let now = self.remote.host.now();
        if self.remote.broke || now - self.claim_checked >= CLAIM_CHECK_INTERVAL {
            self.remote.broke = false;
            self.claim_checked = now;
            self.check_claim()?;
        }
        Ok(())
    }
}
