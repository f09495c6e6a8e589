//! An upload, from the lock to the manifest.
//!
//! 1. [`Session::begin`] locks the section in our name, reads the manifest, and adds what a dead
//!    upload had claimed and what our journal says of it: [`Session::server`] is what is known of the server.
//! 2. The caller makes a plan of it and asks the user; or has asked before, with [`look`].
//! 3. [`Session::apply`] makes sure that nothing foreign is in the way, claims all paths, and does
//!    the plan step by step, each noted in the journal.
//! 4. At the end, also after a failure where the line still holds, the manifest is written and the
//!    lock let go.

mod apply;
mod queue;
mod server_state;
mod target_check;

use std::collections::{BTreeMap, BTreeSet};

use super::failure::Failure;
use super::host::Outside;
use super::local_state::{Journal, Keep};
use super::manifest::{Edition, Manifest};
use super::plan::Plan;
use super::remote::Remote;
use super::remote::replace::Way;
use super::remote::retrying::RetryingRemote;
use super::remote_state::claim::{self, Asked, Claim, Found, Owner};
use super::remote_state::{self, Names};
use super::source::Source;
use super::verify::audit::{self, Web};
use server_state::{known, was_ours};
use target_check::Room;

pub use server_state::look;

/// What the user allows.
#[derive(Clone, Copy, Debug, Default)]
pub struct Allowed {
    /// Taking over anyone's lock.
    pub break_lock: bool,
    /// Replacing files that are not ours.
    pub adopt: bool,
    /// Going back to the last state that was kept, unless somebody has published since: this one
    /// is not kept then.
    pub undo: bool,
    /// How many files may be removed; a fifth of the section where it is not said.
    pub removals: Option<usize>,
    /// How many connections may be open beside the first while files are sent.
    pub more_connections: usize,
}

/// A locked section.
pub struct Session<'a> {
    remote: RetryingRemote<'a>,
    keep: &'a Keep,
    names: Names,
    owner: Owner,
    allowed: Allowed,
    dead: Found,
    /// What is known of the server: as its manifest says, but with what others or we ourselves
    /// began and did not finish.
    pub server: Manifest,
    way: Way,
    /// Where our claim stands, and what it says.
    claim: Option<(usize, Claim)>,
    watched: i64,
}

impl std::fmt::Debug for Session<'_> {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Session").field("owner", &self.owner).finish_non_exhaustive()
    }
}

impl<'a> Session<'a> {
    /// Locks the section and reads what it holds. `records` is the kind of file that records are
    /// kept in.
    ///
    /// # Errors
    /// [`Failure::Locked`] where someone else has it; [`Failure::PublishedSince`] where that forbids
    /// to go back; the server's faults.
    pub fn begin(
        (remote, outside): (&'a mut dyn Remote, &'a mut dyn Outside),
        keep: &'a Keep,
        owner: Owner,
        records: &str,
        allowed: Allowed,
    ) -> Result<Self, Failure> {
        let names = Names::new(records);
        let mut remote = RetryingRemote::new(remote, outside);
        let began = keep.began();
        keep.set_began(true)?;
        let asked = Asked { owner: &owner, began, break_lock: allowed.break_lock };
        let dead = match claim::lock(&mut remote, &names, asked) {
            Ok(dead) => dead,
            Err(failure) => {
                if matches!(failure, Failure::Locked { .. }) {
                    keep.set_began(false)?;
                }
                return Err(failure);
            }
        };
        let watched = remote.outside.now();
        let mut session = Self {
            remote,
            keep,
            names,
            owner,
            allowed,
            dead,
            server: Manifest::default(),
            way: Way::default(),
            claim: None,
            watched,
        };
        match session.enter() {
            Ok(()) => Ok(session),
            Err(failure) => Err(session.leave(failure)),
        }
    }

    /// Says who has the section, and reads what it holds.
    fn enter(&mut self) -> Result<(), Failure> {
        // What we know of a dead upload of ours goes on in the journal of this one. It answers to
        // both names, as either claim may be found if we die in the next moment.
        let journal = self.keep.journal()?;
        let before = was_ours(&self.dead, &journal);
        let done = if before.is_some() { journal.done } else { BTreeMap::new() };
        let ids = before.into_iter().chain([self.owner.id.clone()]).collect();
        self.keep.start_journal(&Journal { ids, done })?;
        self.write_claim(BTreeSet::new())?;
        self.keep.set_began(false)?;
        self.server = known(&mut self.remote, &self.names, self.keep, &self.dead)?;
        if self.allowed.undo {
            self.keep.may_undo(&self.server, self.remote.outside.now())?;
            self.keep.note_left(&self.server)?;
        }
        Ok(())
    }

    fn write_claim(&mut self, paths: BTreeSet<String>) -> Result<(), Failure> {
        let claim = Claim { owner: self.owner.clone(), time: self.remote.outside.now(), paths };
        let others = self.claim.as_ref().map_or(&*self.dead, std::slice::from_ref);
        self.claim = Some(claim::write(&mut self.remote, &self.names, claim, others)?);
        Ok(())
    }

    /// Whether the plan that was made for `seen` still holds; where not, the section is let go.
    ///
    /// # Errors
    /// [`Failure::ChangedMeanwhile`].
    pub fn agree(self, seen: &Manifest) -> Result<Self, Failure> {
        if self.server == *seen {
            return Ok(self);
        }
        let (seen, now) = (seen.edition.clone(), self.server.edition.clone());
        Err(self.leave(Failure::ChangedMeanwhile { seen, now }))
    }

    /// Compares the sizes of all files of ours with what the server has: what is gone or has another
    /// size will be sent again.
    ///
    /// # Errors
    /// The server's faults.
    pub fn audit(mut self) -> Result<Self, Failure> {
        match audit::sizes(&mut self.remote, &mut self.server) {
            Ok(()) => Ok(self),
            Err(failure) => Err(self.leave(failure)),
        }
    }

    /// Compares what readers get with `wanted`, whose files `source` has, as far as nothing of it is
    /// to be sent anyway: what is something else will be sent again. Gives the addresses that are
    /// not served.
    ///
    /// # Errors
    /// Where the user stops it, or a file of `wanted` is not what it was.
    pub fn audit_contents(
        mut self,
        (wanted, source): (&Manifest, &mut dyn Source),
        web: &mut Web<'_>,
    ) -> Result<(Self, Vec<String>), Failure> {
        let outside = &mut *self.remote.outside;
        match audit::contents(outside, &mut self.server, (wanted, source), web) {
            Ok(unserved) => Ok((self, unserved)),
            Err(failure) => Err(self.leave(failure)),
        }
    }

    /// Does the plan, which was made for [`Self::server`]. Gives what the server holds then.
    ///
    /// # Errors
    /// Any [`Failure`]; what was done until then is on record, and the next upload goes on from
    /// there.
    pub fn apply(mut self, plan: &Plan, source: &mut dyn Source) -> Result<Manifest, Failure> {
        if plan.is_empty() && self.dead.is_empty() {
            self.unlock()?;
            return Ok(self.server);
        }
        if let Err(failure) = self.prepare(plan, source) {
            return Err(self.leave(failure));
        }
        self.apply_prepared(plan, source)
    }

    fn apply_prepared(mut self, plan: &Plan, source: &mut dyn Source) -> Result<Manifest, Failure> {
        let done = self.work(plan, source);
        match done {
            // Another has the section now, or the line is gone: nothing more may, or can, be said.
            Err(failure @ Failure::TakenOver) => return Err(failure),
            Err(failure @ Failure::Server { .. }) if self.is_lost(&failure) => return Err(failure),
            _ => {}
        }
        let closed = self.close();
        done.and(closed).map(|()| self.server)
    }

    fn is_lost(&self, failure: &Failure) -> bool {
        matches!(failure, Failure::Server { fault, .. } if fault.may_pass())
    }

    /// Everything that can be refused, before anything is touched; then the claim.
    fn prepare(&mut self, plan: &Plan, source: &dyn Source) -> Result<(), Failure> {
        source.check(plan)?;
        let (removals, of) = (plan.removals(), self.server.files.len());
        let most = self.allowed.removals.unwrap_or(of / 5);
        if removals > most {
            return Err(Failure::TooManyRemovals { removals, of });
        }
        let mut room = Room { remote: &mut self.remote, plan, server: &self.server };
        room.make_folders(|folder| !plan.is_in_the_way(folder))?;
        if !self.allowed.adopt {
            room.refuse_foreign()?;
        }
        let journal = self.keep.journal()?;
        let begun = self.dead.iter().filter(|(_, claim)| !claim.paths.is_empty());
        // A dead upload of ours that had begun has kept the state that it left.
        if was_ours(begun, &journal).is_none() && !self.allowed.undo {
            self.keep.push_state(&self.server)?;
        }
        self.watch()?;
        let sent = plan.send.iter().map(|sending| &sending.path);
        self.write_claim(sent.chain(&plan.clear).chain(&plan.remove).cloned().collect())
    }

    fn slot(&self) -> Option<usize> {
        self.claim.as_ref().map(|(slot, _)| *slot)
    }

    fn check_claim(&mut self) -> Result<(), Failure> {
        let slot = self.slot();
        claim::check(&mut self.remote, &self.names, slot, &self.owner)
    }

    /// Writes down what the server holds now, and lets it go.
    fn close(&mut self) -> Result<(), Failure> {
        if self.remote.broke {
            self.check_claim()?;
        }
        let before = self.server.edition.number;
        self.server.edition = Edition {
            number: before + 1,
            author: self.owner.name.clone(),
            time: self.remote.outside.now(),
        };
        // Before it can be read there: the answer may be lost.
        self.keep.note_left(&self.server)?;
        remote_state::write(&mut self.remote, &self.names, &mut self.way, &self.server)?;
        self.dead.clear();
        self.keep.set_manifest(&self.server)?;
        self.keep.tidy(&self.server)?;
        self.unlock()?;
        Ok(self.keep.end_journal()?)
    }

    fn unlock(&mut self) -> Result<(), Failure> {
        // Between the claim's end and the lock's, only this says that the lock is ours.
        self.keep.set_began(true)?;
        // What the dead had claimed stays claimed, and the lock with it, until a manifest has it.
        if self.dead.is_empty() {
            let slot = self.slot();
            claim::release(&mut self.remote, &self.names, slot)?;
        }
        Ok(self.keep.set_began(false)?)
    }

    /// Lets the section go, if that is possible, because of `failure`.
    fn leave(mut self, failure: Failure) -> Failure {
        if !self.is_lost(&failure) {
            drop(self.unlock());
        }
        failure
    }
}

#[cfg(test)]
mod tests;
