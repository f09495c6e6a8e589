//! The lock on a section and the claim in it: who publishes, and which files they will write and remove.
//!
//! The lock is a folder, because creating one is the only operation of FTP that succeeds for one of two
//! simultaneous callers. The claim is a file in it, written twice: at once, to name the owner of the
//! lock, and with all paths before the first file is changed. A file at a path of a claim belongs to
//! us, on any computer. A claim is never overwritten: the next one gets the other of two names and
//! takes over the paths of the previous one, which is removed only then.

use std::collections::BTreeSet;
use std::time::Duration;

use super::RemoteLayout;
use crate::publish::error::PublishError;
use crate::publish::manifest::envelope::{self, MAX_FILE_BYTES};
use crate::publish::manifest::{MAX_FILES, is_safe_path};
use crate::publish::remote::Fault;
use crate::publish::remote::retrying::RetryingRemote;

/// How long a computer may take between creating the lock and writing the claim.
const CLAIM_DELAY: Duration = Duration::from_secs(3);

/// Who publishes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Owner {
    /// The user and the computer, for people.
    pub name: String,
    /// The computer and the copy of the site on it. A lock of the same copy was left by a dead process:
    /// of two living processes, [`LocalState`](super::super::LocalState) stops the second one.
    pub site_copy: String,
    /// Of this upload.
    pub id: String,
}

/// What an upload announces before it changes files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::publish) struct Claim {
    pub(in crate::publish) owner: Owner,
    /// In seconds since 1970, by the owner's clock.
    pub(in crate::publish) time: i64,
    /// The files that will be written and removed; empty at first.
    pub(in crate::publish) paths: BTreeSet<String>,
}

/// A claim in the lock folder, under one of its two names.
#[derive(Clone, Debug)]
pub(in crate::publish) struct PlacedClaim {
    /// 0 or 1: the index in [`RemoteLayout::claims`].
    pub(in crate::publish) slot: usize,
    pub(in crate::publish) claim: Claim,
}

impl Claim {
    fn to_file(&self) -> Vec<u8> {
        let Owner { name, site_copy, id } = &self.owner;
        let head = [id, site_copy, name].map(|line| line.replace('\n', " "));
        let mut text = format!("{}\n{}\n", head.join("\n"), self.time);
        for path in &self.paths {
            text.push_str(path);
            text.push('\n');
        }
        envelope::encode("claim", text.as_bytes())
    }

    fn from_file(file: &[u8]) -> Option<Self> {
        let text = String::from_utf8(envelope::decode("claim", file).ok()?).ok()?;
        let mut lines = text.lines().map(str::to_owned);
        let (id, site_copy, name) = (lines.next()?, lines.next()?, lines.next()?);
        let time = lines.next()?.parse().ok()?;
        // One more is read, to see that there are too many.
        let paths: Vec<_> = lines.take(MAX_FILES + 1).collect();
        let is_sound = paths.len() <= MAX_FILES
            && paths.is_sorted_by(|one, next| one < next)
            && paths.iter().all(|path| is_safe_path(path));
        let paths = paths.into_iter().collect();
        is_sound.then_some(Self { owner: Owner { name, site_copy, id }, time, paths })
    }
}

/// Reads the claims in the lock folder. A damaged claim counts as none: its writer died while writing
/// it, before it changed any file.
pub(in crate::publish) fn read(
    remote: &mut RetryingRemote<'_>,
    layout: &RemoteLayout,
) -> Result<Vec<PlacedClaim>, PublishError> {
    let mut claims = Vec::new();
    for (slot, path) in layout.claims.iter().enumerate() {
        let file = remote.read(path, MAX_FILE_BYTES).map_err(PublishError::at(path))?;
        let claim = file.and_then(|file| Claim::from_file(&file));
        claims.extend(claim.map(|claim| PlacedClaim { slot, claim }));
    }
    Ok(claims)
}

#[derive(Clone, Copy, Debug)]
pub(in crate::publish) struct LockRequest<'a> {
    pub(in crate::publish) owner: &'a Owner,
    /// Whether a lock without a claim must be ours, because this computer noted that it would lock.
    pub(in crate::publish) is_ours: bool,
    /// Whether anyone's lock is taken over.
    pub(in crate::publish) break_lock: bool,
}

/// Locks the section. Returns the claims of uploads that died.
///
/// # Errors
/// [`PublishError::Locked`] if another computer holds the lock.
pub(in crate::publish) fn lock(
    remote: &mut RetryingRemote<'_>,
    layout: &RemoteLayout,
    request: LockRequest<'_>,
) -> Result<Vec<PlacedClaim>, PublishError> {
    let broke_before = std::mem::take(&mut remote.broke);
    let created = match make_folder(remote, &layout.lock) {
        // The folder of the section or of the records does not exist yet.
        Err(Fault::Refused(_)) => make_folder(remote, "")
            .and_then(|_| make_folder(remote, &layout.folder))
            .and_then(|_| make_folder(remote, &layout.lock)),
        other => other,
    };
    let is_new = created.map_err(PublishError::at(&layout.lock))?;
    // If the connection broke, we may have created the lock and lost the answer.
    let answer_lost = std::mem::replace(&mut remote.broke, broke_before);
    if is_new {
        return Ok(Vec::new());
    }
    let mut claims = read(remote, layout)?;
    if claims.is_empty() && !request.is_ours && !request.break_lock {
        remote.host.pause(CLAIM_DELAY);
        claims = read(remote, layout)?;
        if claims.is_empty() && !answer_lost {
            return Err(PublishError::Locked { owner: None, age: 0 });
        }
    }
    let other =
        claims.iter().find(|placed| placed.claim.owner.site_copy != request.owner.site_copy);
    if let Some(PlacedClaim { claim, .. }) = other.filter(|_| !request.break_lock) {
        let age = remote.host.now().saturating_sub(claim.time);
        return Err(PublishError::Locked { owner: Some(claim.owner.clone()), age });
    }
    Ok(claims)
}

fn make_folder(remote: &mut RetryingRemote<'_>, path: &str) -> Result<bool, Fault> {
    remote.with_retries(|remote, _| remote.make_folder(path))
}

/// Writes `claim` with the paths of `previous` added, and removes those: claims of dead uploads, or our
/// own first one.
pub(in crate::publish) fn write(
    remote: &mut RetryingRemote<'_>,
    layout: &RemoteLayout,
    mut claim: Claim,
    previous: &[PlacedClaim],
) -> Result<PlacedClaim, PublishError> {
    let slot = match previous {
        [] => 0,
        [only] => 1 - only.slot,
        // The first was about to be removed: the second has its paths.
        [_, ..] => {
            remote.remove(&layout.claims[0]).map_err(PublishError::at(&layout.claims[0]))?;
            0
        }
    };
    for placed in previous {
        claim.paths.extend(placed.claim.paths.iter().cloned());
    }
    let path = &layout.claims[slot];
    remote.send_over(path, &claim.to_file(), "").map_err(PublishError::at(path))?;
    if !previous.is_empty() {
        let other = &layout.claims[1 - slot];
        remote.remove(other).map_err(PublishError::at(other))?;
    }
    Ok(PlacedClaim { slot, claim })
}

/// Checks that the claim in `slot` is still the one of `owner`; `None` if no claim was written yet.
///
/// # Errors
/// [`PublishError::TakenOver`].
pub(in crate::publish) fn check(
    remote: &mut RetryingRemote<'_>,
    layout: &RemoteLayout,
    slot: Option<usize>,
    owner: &Owner,
) -> Result<(), PublishError> {
    let Some(path) = slot.map(|slot| &layout.claims[slot]) else { return Ok(()) };
    let file = remote.read(path, MAX_FILE_BYTES).map_err(PublishError::at(path))?;
    let claim = file.and_then(|file| Claim::from_file(&file));
    let is_ours = claim.is_some_and(|claim| claim.owner == *owner);
    if is_ours { Ok(()) } else { Err(PublishError::TakenOver) }
}

/// Removes our claim, which is in `slot` if one was written, and the lock.
pub(in crate::publish) fn release(
    remote: &mut RetryingRemote<'_>,
    layout: &RemoteLayout,
    slot: Option<usize>,
) -> Result<(), PublishError> {
    if let Some(path) = slot.map(|slot| &layout.claims[slot]) {
        remote.remove(path).map_err(PublishError::at(path))?;
    }
    let removed = remote.with_retries(|remote, _| remote.remove_folder(&layout.lock));
    if !matches!(removed, Err(Fault::Refused(_))) {
        return removed.map_err(PublishError::at(&layout.lock));
    }
    // An incomplete claim of a dead upload may be left in it.
    for path in &layout.claims {
        remote.remove(path).map_err(PublishError::at(path))?;
    }
    remote.remove_folder(&layout.lock).map_err(PublishError::at(&layout.lock))
}
