//! What is known of a server before anything is done there.

use crate::publish::failure::Failure;
use crate::publish::host::Outside;
use crate::publish::local_state::{Journal, Keep};
use crate::publish::manifest::{Manifest, Stamp};
use crate::publish::remote::Remote;
use crate::publish::remote::retrying::RetryingRemote;
use crate::publish::remote_state::claim::{self, Claim, Found};
use crate::publish::remote_state::{self, Names};

/// What is known of the server, without locking it: for a plan that is only shown.
///
/// # Errors
/// Where the server cannot be read, or a newer version published there.
pub fn look(
    remote: &mut dyn Remote,
    outside: &mut dyn Outside,
    keep: &Keep,
    records: &str,
) -> Result<Manifest, Failure> {
    let mut remote = RetryingRemote::new(remote, outside);
    let names = Names::new(records);
    let dead = claim::read(&mut remote, &names)?;
    known(&mut remote, &names, keep, &dead)
}

/// The manifest of the server and what claims and our journal add to it.
pub(super) fn known(
    remote: &mut RetryingRemote<'_>,
    names: &Names,
    keep: &Keep,
    dead: &Found,
) -> Result<Manifest, Failure> {
    let mut server = match remote_state::read(remote, names)? {
        Some(manifest) => manifest,
        // It was lost: what we remember is ours, but may have any content by now.
        None => {
            let mut manifest = keep.manifest()?.unwrap_or_default();
            manifest.files.values_mut().for_each(|stamp| *stamp = None);
            manifest
        }
    };
    for path in dead.iter().flat_map(|(_, claim)| &claim.paths) {
        let before = server.files.get(path).copied().flatten();
        server.files.insert(path.clone(), before.map(|_| Stamp::UNSURE));
    }
    let journal = keep.journal()?;
    if was_ours(dead, &journal).is_some() {
        for (path, stamp) in journal.done {
            match stamp {
                Some(stamp) => drop(server.files.insert(path, Some(stamp))),
                None => drop(server.files.remove(&path)),
            }
        }
    }
    Ok(server)
}

/// The upload of ours that died, if one of the claims is its.
pub(super) fn was_ours<'c>(
    dead: impl IntoIterator<Item = &'c (usize, Claim)>,
    journal: &Journal,
) -> Option<String> {
    let mut ids = dead.into_iter().map(|(_, claim)| &claim.owner.id);
    ids.find(|id| journal.ids.contains(id)).cloned()
}
