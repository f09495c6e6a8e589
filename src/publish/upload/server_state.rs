//! What is known of a server before an upload changes anything.

use crate::publish::error::PublishError;
use crate::publish::host::Host;
use crate::publish::local_state::{Journal, LocalState};
use crate::publish::manifest::{ContentHash, SectionManifest};
use crate::publish::remote::Remote;
use crate::publish::remote::retrying::RetryingRemote;
use crate::publish::remote_state::claim::{self, PlacedClaim};
use crate::publish::remote_state::{self, RemoteLayout};

/// Reads the state of the server without locking it, for a plan that is only shown.
///
/// # Errors
/// If the server cannot be read, or a newer version of the program has published there.
pub fn read_server_state(
    remote: &mut dyn Remote,
    host: &mut dyn Host,
    local: &LocalState,
    record_extension: &str,
) -> Result<SectionManifest, PublishError> {
    let mut remote = RetryingRemote::new(remote, host);
    let layout = RemoteLayout::new(record_extension);
    let dead = claim::read(&mut remote, &layout)?;
    server_state(&mut remote, &layout, local, &dead)
}

/// The manifest of the server, with what claims of dead uploads and our journal add to it.
pub(super) fn server_state(
    remote: &mut RetryingRemote<'_>,
    layout: &RemoteLayout,
    local: &LocalState,
    dead: &[PlacedClaim],
) -> Result<SectionManifest, PublishError> {
    let mut server = match remote_state::read(remote, layout)? {
        Some(manifest) => manifest,
        // It was lost: the files that we remember are ours, but may have any content by now.
        None => {
            let mut manifest = local.manifest()?.unwrap_or_default();
            manifest.files.values_mut().for_each(|hash| *hash = None);
            manifest
        }
    };
    for path in dead.iter().flat_map(|placed| &placed.claim.paths) {
        let before = server.files.get(path).copied().flatten();
        server.files.insert(path.clone(), before.map(|_| ContentHash::UNKNOWN));
    }
    let journal = local.journal()?;
    if own_dead_upload(dead, &journal).is_some() {
        for (path, hash) in journal.done {
            match hash {
                Some(hash) => drop(server.files.insert(path, Some(hash))),
                None => drop(server.files.remove(&path)),
            }
        }
    }
    Ok(server)
}

/// The identifier of our own upload, if one of the claims is its.
pub(super) fn own_dead_upload<'c>(
    dead: impl IntoIterator<Item = &'c PlacedClaim>,
    journal: &Journal,
) -> Option<String> {
    let mut ids = dead.into_iter().map(|placed| &placed.claim.owner.id);
    ids.find(|id| journal.upload_ids.contains(id)).cloned()
}
