//! The lock on a section, and the claim in it: who is publishing, and which files are theirs to
//! write and remove.
//!
//! The lock is a folder, because making one is the only thing that an FTP server does for one of
//! two callers alone. The claim lies in it. It comes at once, to say who has the section, and again
//! with all paths before the first file is touched: whatever stands at a path of a claim is ours, on
//! any computer. A claim is never written over: the next one gets the
//! other name, takes in the paths of the one before, and only then that one is removed.

use std::collections::BTreeSet;
use std::time::Duration;

use crate::publish::failure::Failure;
use crate::publish::manifest::envelope;
use crate::publish::manifest::is_sound;
use crate::publish::remote::Fault;
use crate::publish::remote::retrying::RetryingRemote;
use crate::publish::remote_state::Names;

/// No claim is larger than this, in bytes.
const MOST: u64 = 64 * 1024 * 1024;

/// How long someone may take between locking and writing the claim.
const MOMENT: Duration = Duration::from_secs(3);

/// Who publishes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Owner {
    /// In words: a name and a computer.
    pub name: String,
    /// The computer and the copy of the site on it: a lock of this very one was left by a process
    /// that is dead, for of two living ones the second does not come so far.
    pub place: String,
    /// This upload alone.
    pub id: String,
}

/// What was said before the first file was touched.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::publish) struct Claim {
    pub(in crate::publish) owner: Owner,
    /// In seconds since 1970, by the owner's clock.
    pub(in crate::publish) time: i64,
    pub(in crate::publish) paths: BTreeSet<String>,
}

impl Claim {
    fn to_file(&self) -> Vec<u8> {
        let Owner { name, place, id } = &self.owner;
        let head = [id, place, name].map(|line| line.replace('\n', " "));
        let mut text = format!("{}\n{}\n", head.join("\n"), self.time);
        for path in &self.paths {
            text.push_str(path);
            text.push('\n');
        }
        envelope::wrap("claim", text.as_bytes())
    }

    fn from_file(file: &[u8]) -> Option<Self> {
        let text = String::from_utf8(envelope::open("claim", file).ok()?).ok()?;
        let mut lines = text.lines().map(str::to_owned);
        let (id, place, name) = (lines.next()?, lines.next()?, lines.next()?);
        let time = lines.next()?.parse().ok()?;
        let paths: BTreeSet<_> = lines.collect();
        let sound = paths.iter().all(|path| is_sound(path));
        sound.then_some(Self { owner: Owner { name, place, id }, time, paths })
    }
}

/// What stands in the lock folder: which of its two names, and the claim.
pub(in crate::publish) type Found = Vec<(usize, Claim)>;

/// The claims that are there. One that is damaged was being written when its writer died, and
/// nothing had been touched under it.
pub(in crate::publish) fn read(
    remote: &mut RetryingRemote<'_>,
    names: &Names,
) -> Result<Found, Failure> {
    let mut found = Vec::new();
    for (slot, path) in names.claims.iter().enumerate() {
        let file = remote.read(path, MOST).map_err(Failure::at(path))?;
        found.extend(file.and_then(|file| Claim::from_file(&file)).map(|claim| (slot, claim)));
    }
    Ok(found)
}

/// How a lock is asked for.
#[derive(Clone, Copy, Debug)]
pub(in crate::publish) struct Asked<'a> {
    pub(in crate::publish) owner: &'a Owner,
    /// Whether a lock without a claim is known to be ours: we said on the disk that we would lock.
    pub(in crate::publish) began: bool,
    /// Whether anyone's lock is taken over.
    pub(in crate::publish) break_lock: bool,
}

/// Locks the section. Gives the claims of those who died before.
pub(in crate::publish) fn lock(
    remote: &mut RetryingRemote<'_>,
    names: &Names,
    asked: Asked<'_>,
) -> Result<Found, Failure> {
    let broke = std::mem::take(&mut remote.broke);
    let made = match make_folder(remote, &names.lock) {
        // The section's folder, or that of our records, is not there yet.
        Err(Fault::Refused(_)) => make_folder(remote, "")
            .and_then(|_| make_folder(remote, &names.folder))
            .and_then(|_| make_folder(remote, &names.lock)),
        other => other,
    };
    let new = made.map_err(Failure::at(&names.lock))?;
    // Made by us, though the answer was lost.
    let lost = std::mem::replace(&mut remote.broke, broke);
    if new {
        return Ok(Vec::new());
    }
    let mut found = read(remote, names)?;
    if found.is_empty() && !asked.began && !asked.break_lock {
        remote.outside.pause(MOMENT);
        found = read(remote, names)?;
        if found.is_empty() && !lost {
            return Err(Failure::Locked { owner: None, age: 0 });
        }
    }
    let other = found.iter().find(|(_, claim)| claim.owner.place != asked.owner.place);
    if let Some((_, claim)) = other.filter(|_| !asked.break_lock) {
        let age = remote.outside.now() - claim.time;
        return Err(Failure::Locked { owner: Some(claim.owner.clone()), age });
    }
    Ok(found)
}

fn make_folder(remote: &mut RetryingRemote<'_>, path: &str) -> Result<bool, Fault> {
    remote.with_retries(|remote, _| remote.make_folder(path))
}

/// Writes `claim` beside `others`, those of the dead or the one before of our own, takes in their
/// paths, and removes them. Gives it, and where it stands.
pub(in crate::publish) fn write(
    remote: &mut RetryingRemote<'_>,
    names: &Names,
    mut claim: Claim,
    others: &[(usize, Claim)],
) -> Result<(usize, Claim), Failure> {
    // Of two valid ones, the first was about to be removed: the second has its paths.
    let slot = match others {
        [] => 0,
        [(slot, _)] => 1 - slot,
        [_, ..] => {
            remote.remove(&names.claims[0]).map_err(Failure::at(&names.claims[0]))?;
            0
        }
    };
    for (_, other) in others {
        claim.paths.extend(other.paths.iter().cloned());
    }
    let path = &names.claims[slot];
    remote.send_over(path, &claim.to_file(), "").map_err(Failure::at(path))?;
    if !others.is_empty() {
        let other = &names.claims[1 - slot];
        remote.remove(other).map_err(Failure::at(other))?;
    }
    Ok((slot, claim))
}

/// Fails where the claim at `slot`, if one was written, is no longer this owner's.
pub(in crate::publish) fn check(
    remote: &mut RetryingRemote<'_>,
    names: &Names,
    slot: Option<usize>,
    owner: &Owner,
) -> Result<(), Failure> {
    let Some(path) = slot.map(|slot| &names.claims[slot]) else { return Ok(()) };
    let file = remote.read(path, MOST).map_err(Failure::at(path))?;
    let claim = file.and_then(|file| Claim::from_file(&file));
    if claim.is_some_and(|claim| claim.owner == *owner) { Ok(()) } else { Err(Failure::TakenOver) }
}

/// Lets the section go; `slot` is where our claim stands, if one was written.
pub(in crate::publish) fn release(
    remote: &mut RetryingRemote<'_>,
    names: &Names,
    slot: Option<usize>,
) -> Result<(), Failure> {
    if let Some(path) = slot.map(|slot| &names.claims[slot]) {
        remote.remove(path).map_err(Failure::at(path))?;
    }
    let gone = remote.with_retries(|remote, _| remote.remove_folder(&names.lock));
    if !matches!(gone, Err(Fault::Refused(_))) {
        return gone.map_err(Failure::at(&names.lock));
    }
    // Half a claim of someone who died may lie in it still.
    for path in &names.claims {
        remote.remove(path).map_err(Failure::at(path))?;
    }
    remote.remove_folder(&names.lock).map_err(Failure::at(&names.lock))
}
