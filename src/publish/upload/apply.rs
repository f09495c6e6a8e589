//! The doing of a plan: what is in the way, the files stage by stage, the removals.

use std::collections::BTreeSet;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use super::Session;
use super::queue::{Crew, Job, Said, Worker};
use crate::publish::failure::Failure;
use crate::publish::host::Event;
use crate::publish::manifest::Stamp;
use crate::publish::plan::{Plan, Sending, folders, holds_below};
use crate::publish::remote::replace::temporary;
use crate::publish::source::Source;
use crate::publish::upload::target_check::Room;

/// How often an upload makes sure that nobody has broken its lock, in seconds.
const WATCH: i64 = 60;

/// Of fewer files for each, a further connection costs more than it saves.
const WORTH_A_CONNECTION: usize = 8;

/// How long the session waits for its workers before it looks around.
const MOMENT: Duration = Duration::from_millis(200);

/// Those who send beside the session.
struct Workers<'s> {
    crew: &'s Crew,
    said: &'s Receiver<Said>,
    number: usize,
}

impl Session<'_> {
    /// Does the plan, everything that could be refused having been settled.
    pub(super) fn work(&mut self, plan: &Plan, source: &mut dyn Source) -> Result<(), Failure> {
        for path in &plan.clear {
            self.remove(path)?;
        }
        self.sweep(&plan.clear, |folder| plan.is_wanted(folder))?;
        let mut room = Room { remote: &mut self.remote, plan, server: &self.server };
        room.make_folders(|folder| plan.is_in_the_way(folder))?;
        self.send(plan, source)?;
        for path in &plan.remove {
            self.watch()?;
            self.remove(path)?;
        }
        self.sweep(&plan.remove, |_| true)
    }

    /// Sends the files of the plan, those of one stage over all connections at once.
    fn send(&mut self, plan: &Plan, source: &mut dyn Source) -> Result<(), Failure> {
        let crew = Crew::default();
        let (names, owner) = (self.names.clone(), self.owner.clone());
        let (keep, slot) = (self.keep, self.slot());
        let worker = Worker { crew: &crew, keep, names: &names, owner: &owner, slot };
        let most = self.allowed.more_connections.min(plan.send.len() / WORTH_A_CONNECTION);
        let remotes: Vec<_> = (0..most).map_while(|_| self.remote.inner.parallel()).collect();
        let number = remotes.len();
        let (tell, said) = channel();
        let sent = std::thread::scope(|scope| {
            for remote in remotes {
                let (worker, tell) = (&worker, tell.clone());
                scope.spawn(move || worker.run(remote, tell));
            }
            drop(tell);
            let workers = Workers { crew: &crew, said: &said, number };
            let mut stages = plan.send.chunk_by(|one, next| one.stage == next.stage);
            let mut sent = stages.try_for_each(|stage| self.send_stage(stage, source, &workers));
            crew.end();
            // What is still under way comes to its end, and is noted.
            for said in &said {
                sent = sent.and(self.hear(said, &crew).map(drop));
            }
            sent
        });
        self.way = crew.way();
        sent
    }

    fn send_stage(
        &mut self,
        stage: &[Sending],
        source: &mut dyn Source,
        workers: &Workers<'_>,
    ) -> Result<(), Failure> {
        let &Workers { crew, said, number } = workers;
        let mut open = 0_usize;
        for sending in stage {
            self.watch()?;
            crew.hand_over(self.job(sending, source)?);
            open += 1;
            // No more wait than there are to take them.
            while let Some(job) = crew.take_back(number) {
                self.carry_out(&job, crew)?;
                open -= 1;
            }
            while let Ok(said) = said.try_recv() {
                open -= usize::from(self.hear(said, crew)?);
            }
        }
        while open > 0 {
            if let Some(job) = crew.take_back(0) {
                self.carry_out(&job, crew)?;
                open -= 1;
                continue;
            }
            match said.recv_timeout(MOMENT) {
                Ok(said) => open -= usize::from(self.hear(said, crew)?),
                Err(RecvTimeoutError::Timeout) => self.watch()?,
                Err(RecvTimeoutError::Disconnected) => break,
            }
        }
        Ok(())
    }

    fn job(&mut self, sending: &Sending, source: &mut dyn Source) -> Result<Job, Failure> {
        let (path, stamp) = (sending.path.clone(), sending.stamp);
        let bytes = source.bytes(&path, stamp)?;
        let before = self.server.files.get(&path).copied().flatten();
        self.server.files.insert(path.clone(), before.map(|_| Stamp::UNSURE));
        let over = !sending.new || self.allowed.adopt;
        Ok(Job { path, stamp, bytes, before, over })
    }

    fn carry_out(&mut self, job: &Job, crew: &Crew) -> Result<(), Failure> {
        let mut way = crew.way();
        let done = job.carry_out(&mut self.remote, self.keep, &mut way);
        crew.learn(way);
        done?;
        self.note_sent(job)
    }

    /// Hears what a worker has to say. Whether a file is in its place.
    fn hear(&mut self, said: Said, crew: &Crew) -> Result<bool, Failure> {
        match said {
            Said::Sending { path, sent } => {
                self.remote.outside.tell(Event::Sending { path: &path, sent });
            }
            Said::Waiting { fault, pause } => {
                self.remote.outside.tell(Event::Waiting { fault: &fault, pause });
            }
            Said::Done(job, Ok(())) => return self.note_sent(&job).map(|()| true),
            // The worker has gone; whether the server has too, our own line will tell.
            Said::Done(job, Err(Failure::Server { fault, .. })) if fault.may_pass() => {
                crew.hand_over(job);
            }
            Said::Done(_, Err(failure)) => return Err(failure),
        }
        Ok(false)
    }

    fn note_sent(&mut self, job: &Job) -> Result<(), Failure> {
        self.done(&job.path, Some(job.stamp))?;
        self.keep.keep_sent(job.stamp, &job.bytes)?;
        self.remote.outside.tell(Event::Sent { path: &job.path, size: job.stamp.size });
        Ok(())
    }

    /// Removes the folders that have become empty with the removal of `paths`.
    fn sweep(&mut self, paths: &[String], which: impl Fn(&str) -> bool) -> Result<(), Failure> {
        let emptied: BTreeSet<&str> = paths.iter().flat_map(|path| folders(path)).collect();
        for folder in emptied.into_iter().rev().filter(|folder| which(folder)) {
            if !holds_below(&self.server, folder) {
                self.remote.remove_folder(folder).map_err(Failure::at(folder))?;
            }
        }
        Ok(())
    }

    fn done(&mut self, path: &str, stamp: Option<Stamp>) -> Result<(), Failure> {
        self.keep.add_to_journal(path, stamp)?;
        match stamp {
            Some(_) => drop(self.server.files.insert(path.to_owned(), stamp)),
            None => drop(self.server.files.remove(path)),
        }
        Ok(())
    }

    fn remove(&mut self, path: &str) -> Result<(), Failure> {
        let before = self.server.files.get(path).copied().flatten();
        self.keep.keep_replaced(&mut self.remote, path, before)?;
        if before.is_none_or(|stamp| stamp == Stamp::UNSURE) {
            // Someone may have died while writing it.
            let left = temporary(path);
            self.remote.remove(&left).map_err(Failure::at(&left))?;
        }
        self.remote.remove(path).map_err(Failure::at(path))?;
        self.done(path, None)?;
        self.remote.outside.tell(Event::Removed { path });
        Ok(())
    }

    /// Stops where the user wants it, or where another has taken the section.
    pub(super) fn watch(&mut self) -> Result<(), Failure> {
        if self.remote.outside.is_stopped() {
            return Err(Failure::Stopped);
        }
        let now = self.remote.outside.now();
        if self.remote.broke || now - self.watched >= WATCH {
            self.remote.broke = false;
            self.watched = now;
            self.check_claim()?;
        }
        Ok(())
    }
}
