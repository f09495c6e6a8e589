//! The claim and the lock of a session: written at its beginning, checked during it, removed at its end.

use std::collections::{BTreeMap, BTreeSet};

use super::server_state::{own_dead_upload, server_state};
use super::{UploadSession, is_connection_lost};
use crate::publish::error::PublishError;
use crate::publish::local_state::Journal;
use crate::publish::remote_state::claim::{self, Claim};

impl UploadSession<'_> {
    /// Writes a claim without paths and reads the state of the server.
    pub(super) fn claim_and_read(&mut self) -> Result<(), PublishError> {
        // The journal of a dead upload of ours continues in the journal of this one. It has the
        // identifiers of both, because either claim may be found if we die in the next moment.
        let journal = self.local.journal()?;
        let continued = own_dead_upload(&self.dead, &journal);
        let done = if continued.is_some() { journal.done } else { BTreeMap::new() };
        let upload_ids = continued.into_iter().chain([self.owner.id.clone()]).collect();
        self.local.start_journal(&Journal { upload_ids, done })?;
        self.write_claim(BTreeSet::new())?;
        self.local.set_began(false)?;
        self.server = server_state(&mut self.remote, &self.layout, self.local, &self.dead)?;
        if self.options.undo {
            self.local.check_undo(&self.server, self.remote.host.now())?;
            self.local.note_left(&self.server)?;
        }
        Ok(())
    }

    pub(super) fn write_claim(&mut self, paths: BTreeSet<String>) -> Result<(), PublishError> {
        let claim = Claim { owner: self.owner.clone(), time: self.remote.host.now(), paths };
        let previous = self.claim.as_ref().map_or(&*self.dead, std::slice::from_ref);
        self.claim = Some(claim::write(&mut self.remote, &self.layout, claim, previous)?);
        Ok(())
    }

    pub(super) fn slot(&self) -> Option<usize> {
        self.claim.as_ref().map(|placed| placed.slot)
    }

    pub(super) fn check_claim(&mut self) -> Result<(), PublishError> {
        let slot = self.slot();
        claim::check(&mut self.remote, &self.layout, slot, &self.owner)
    }

    pub(super) fn unlock(&mut self) -> Result<(), PublishError> {
        // Between the removal of the claim and that of the lock, only this says that the lock is ours.
        self.local.set_began(true)?;
        // The claims of dead uploads and the lock stay until a manifest has their paths.
        if self.dead.is_empty() {
            let slot = self.slot();
            claim::release(&mut self.remote, &self.layout, slot)?;
        }
        Ok(self.local.set_began(false)?)
    }

    /// Unlocks the section, if that is possible, because of `error`.
    pub(super) fn abort(mut self, error: PublishError) -> PublishError {
        if !is_connection_lost(&error) {
            drop(self.unlock());
        }
        error
    }
}
