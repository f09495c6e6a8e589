//! An upload, from the lock to the manifest.
//!
//! 1. [`UploadSession::begin`] locks the section with a claim, reads the manifest, and adds what dead
//!    uploads had claimed and what our journal says about them. The result is [`UploadSession::server`].
//! 2. The caller makes a plan for it, and may have asked the user before, with [`read_server_state`].
//! 3. [`UploadSession::apply`] checks that no foreign file is in the way, claims all paths, and carries
//!    out the plan file by file, noting each in the journal.
//! 4. At the end, and after an error if the connection still works, it writes the manifest and removes
//!    the lock.

mod apply;
mod claiming;
mod queue;
mod server_state;
mod target_check;

use super::error::PublishError;
use super::host::{Host, UploadEvent};
use super::local_state::LocalState;
use super::manifest::{Edition, SectionManifest};
use super::plan::Plan;
use super::remote::Remote;
use super::remote::replace::ReplaceStrategy;
use super::remote::retrying::RetryingRemote;
use super::remote_state::claim::{self, LockRequest, Owner, PlacedClaim};
use super::remote_state::{self, RemoteLayout};
use super::source::Source;
use super::verify::audit::{self, WebAccess};
use server_state::own_dead_upload;
use target_check::TargetCheck;

pub use server_state::read_server_state;

/// What an upload is allowed to do.
#[derive(Clone, Copy, Debug, Default)]
pub struct UploadOptions {
    /// Take over anyone's lock.
    pub break_lock: bool,
    /// Overwrite foreign files.
    pub adopt: bool,
    /// Restore the last kept state, unless somebody else has published since. The state that is left is
    /// not kept.
    pub undo: bool,
    /// How many files may be removed; `None` for a fifth of the section, or half of it by an undo, which
    /// takes back all that an upload added.
    pub removals: Option<usize>,
    /// How many connections may be open beside the first.
    pub more_connections: usize,
}

impl UploadOptions {
    /// Checks that a plan does not remove too much of what `server` holds.
    pub(super) fn check_removals(
        self,
        plan: &Plan,
        server: &SectionManifest,
    ) -> Result<(), PublishError> {
        let (removals, of) = (plan.removals(), server.files.len());
        let usual = if self.undo { of / 2 } else { of / 5 };
        match (removals > self.removals.unwrap_or(usual), self.undo) {
            (false, _) => Ok(()),
            (true, false) => Err(PublishError::TooManyRemovals { removals, of }),
            (true, true) => Err(PublishError::UndoRemoves { removals, of }),
        }
    }
}

/// What an upload needs to know of the section, the user and this computer.
#[derive(Debug)]
pub struct UploadContext<'a> {
    pub local: &'a LocalState,
    pub owner: Owner,
    /// The extension of the files that hold the program's records on the server.
    pub record_extension: &'a str,
    pub options: UploadOptions,
}

/// A locked section.
pub struct UploadSession<'a> {
    remote: RetryingRemote<'a>,
    local: &'a LocalState,
    layout: RemoteLayout,
    owner: Owner,
    options: UploadOptions,
    /// The claims of dead uploads.
    dead: Vec<PlacedClaim>,
    /// What is known of the server: its manifest, with what dead uploads began and did not finish.
    pub server: SectionManifest,
    strategy: ReplaceStrategy,
    /// Our claim.
    claim: Option<PlacedClaim>,
    /// When the claim was last checked, in seconds since 1970.
    claim_checked: i64,
}

impl std::fmt::Debug for UploadSession<'_> {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("UploadSession").field("owner", &self.owner).finish_non_exhaustive()
    }
}

impl<'a> UploadSession<'a> {
    /// Locks the section and reads what it holds.
    ///
    /// # Errors
    /// [`PublishError::Locked`] if another computer has the lock; [`PublishError::PublishedSince`] if
    /// that forbids an undo; faults of the server.
    pub fn begin(
        remote: &'a mut dyn Remote,
        host: &'a mut dyn Host,
        context: UploadContext<'a>,
    ) -> Result<Self, PublishError> {
        let UploadContext { local, owner, record_extension, options } = context;
        let layout = RemoteLayout::new(record_extension);
        let mut remote = RetryingRemote::new(remote, host);
        let began = local.began();
        local.set_began(true)?;
        let request = LockRequest { owner: &owner, is_ours: began, break_lock: options.break_lock };
        let dead = match claim::lock(&mut remote, &layout, request) {
            Ok(dead) => dead,
            Err(error) => {
                if matches!(error, PublishError::Locked { .. }) {
                    local.set_began(false)?;
                }
                return Err(error);
            }
        };
        let claim_checked = remote.host.now();
        let mut session = Self {
            remote,
            local,
            layout,
            owner,
            options,
            dead,
            server: SectionManifest::default(),
            strategy: ReplaceStrategy::default(),
            claim: None,
            claim_checked,
        };
        match session.claim_and_read() {
            Ok(()) => Ok(session),
            Err(error) => Err(session.abort(error)),
        }
    }

    /// Checks that the server still holds `seen`, for which a plan was made; if not, unlocks the section.
    ///
    /// # Errors
    /// [`PublishError::ChangedMeanwhile`].
    pub fn expect_unchanged(self, seen: &SectionManifest) -> Result<Self, PublishError> {
        if self.server == *seen {
            return Ok(self);
        }
        let (seen, now) = (seen.edition.clone(), self.server.edition.clone());
        Err(self.abort(PublishError::ChangedMeanwhile { seen, now }))
    }

    /// Compares the sizes of all files with those on the server: missing files and files of another size
    /// will be sent again. If the server has only rewritten line ends, that is reported instead; `source`
    /// has the files that were sent.
    ///
    /// # Errors
    /// Faults of the server.
    pub fn audit_sizes(mut self, source: &dyn Source) -> Result<Self, PublishError> {
        match audit::audit_sizes(&mut self.remote, &mut self.server, source) {
            Ok(0) => Ok(self),
            Ok(files) => {
                self.report(UploadEvent::LineEnds { files });
                Ok(self)
            }
            Err(error) => Err(self.abort(error)),
        }
    }

    /// Compares what the web server gives with the files of `wanted` from `source`, unless they will be
    /// sent anyway: files with other content will be sent again. Returns the URLs that are not served.
    ///
    /// # Errors
    /// If the user stops it, or a file of `wanted` was changed.
    pub fn audit_contents(
        mut self,
        wanted: &SectionManifest,
        source: &dyn Source,
        web: &mut WebAccess<'_>,
    ) -> Result<(Self, Vec<String>), PublishError> {
        let host = &mut *self.remote.host;
        match audit::audit_contents(host, &mut self.server, wanted, source, web) {
            Ok(not_served) => Ok((self, not_served)),
            Err(error) => Err(self.abort(error)),
        }
    }

    /// Reports an event to the host that the session has borrowed.
    pub(super) fn report(&mut self, event: UploadEvent<'_>) {
        self.remote.host.report(event);
    }

    /// Carries out a plan that was made for [`Self::server`]. Returns what the server holds then.
    ///
    /// # Errors
    /// Any [`PublishError`]. What was done until then is recorded, and the next upload continues there.
    pub fn apply(
        mut self,
        plan: &Plan,
        source: &dyn Source,
    ) -> Result<SectionManifest, PublishError> {
        if plan.is_empty() && self.dead.is_empty() {
            self.unlock()?;
            return Ok(self.server);
        }
        if let Err(error) = self.prepare(plan, source) {
            return Err(self.abort(error));
        }
        self.apply_prepared(plan, source)
    }

    fn apply_prepared(
        mut self,
        plan: &Plan,
        source: &dyn Source,
    ) -> Result<SectionManifest, PublishError> {
        let applied = self.apply_files(plan, source);
        match applied {
            // Another computer has the section now, or the connection is gone: nothing can be recorded.
            Err(error @ PublishError::TakenOver) => return Err(error),
            Err(error) if is_connection_lost(&error) => return Err(error),
            Err(PublishError::Stopped) => self.report(UploadEvent::Interrupted),
            _ => {}
        }
        let finished = self.finish();
        applied.and(finished).map(|()| self.server)
    }

    /// Everything that can be refused, before any file is changed; then the claim.
    fn prepare(&mut self, plan: &Plan, source: &dyn Source) -> Result<(), PublishError> {
        source.check(plan)?;
        self.options.check_removals(plan, &self.server)?;
        let mut targets = TargetCheck { remote: &mut self.remote, plan, server: &self.server };
        targets.make_folders(|folder| !plan.is_blocked(folder))?;
        if !self.options.adopt {
            targets.refuse_foreign()?;
        }
        let journal = self.local.journal()?;
        let begun = self.dead.iter().filter(|placed| !placed.claim.paths.is_empty());
        // A dead upload of ours that had begun to change files has kept the state before it.
        if own_dead_upload(begun, &journal).is_none() && !self.options.undo {
            self.local.push_state(&self.server)?;
        }
        self.check_interrupted()?;
        let sent = plan.send.iter().map(|file| &file.path);
        self.write_claim(sent.chain(&plan.clear).chain(&plan.remove).cloned().collect())
    }

    /// Writes the manifest and unlocks the section.
    fn finish(&mut self) -> Result<(), PublishError> {
        if self.remote.broke {
            self.check_claim()?;
        }
        self.server.edition = Edition {
            number: self.server.edition.number.saturating_add(1),
            author: self.owner.name.clone(),
            time: self.remote.host.now(),
        };
        // Before the server has it: the answer may be lost.
        self.local.note_left(&self.server)?;
        remote_state::write(&mut self.remote, &self.layout, self.strategy, &self.server)?;
        self.dead.clear();
        self.local.set_manifest(&self.server)?;
        self.local.prune(&self.server)?;
        self.unlock()?;
        Ok(self.local.remove_journal()?)
    }
}

fn is_connection_lost(error: &PublishError) -> bool {
    matches!(error, PublishError::Server { fault, .. } if fault.may_pass())
}

#[cfg(test)]
mod tests;
