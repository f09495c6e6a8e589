//! The program's records on the server, in a folder of the section: the manifest, and the lock with the
//! claim.

pub(super) mod claim;

use super::error::PublishError;
use super::manifest::envelope::MAX_FILE_BYTES;
use super::manifest::{SectionManifest, Unreadable};
use super::remote::Fault;
use super::remote::replace::ReplaceStrategy;
use super::remote::retrying::RetryingRemote;

/// The folder of the records within the section.
pub(super) const FOLDER: &str = "rostok-data";

/// The paths of the records.
#[derive(Clone, Debug)]
pub(super) struct RemoteLayout {
    pub(super) folder: String,
    pub(super) lock: String,
    pub(super) claims: [String; 2],
    pub(super) manifest: String,
    next_manifest: String,
}

impl RemoteLayout {
    /// With files of this extension, one that the hosting accepts.
    pub(super) fn new(extension: &str) -> Self {
        let path = |name: &str| format!("{FOLDER}/{name}.{extension}");
        Self {
            folder: FOLDER.to_owned(),
            lock: format!("{FOLDER}/lock"),
            claims: ["a", "b"].map(|name| path(&format!("lock/{name}"))),
            manifest: path("manifest"),
            next_manifest: path("manifest-next"),
        }
    }
}

/// Reads the manifest on the server; `None` if there is none or it is damaged.
pub(super) fn read(
    remote: &mut RetryingRemote<'_>,
    layout: &RemoteLayout,
) -> Result<Option<SectionManifest>, PublishError> {
    // The second file matters only if the first is missing or incomplete: see `write`.
    for path in [&layout.manifest, &layout.next_manifest] {
        let file = remote.read(path, MAX_FILE_BYTES).map_err(PublishError::at(path))?;
        let Some(file) = file else { continue };
        match SectionManifest::from_file(&file) {
            Ok(manifest) => return Ok(Some(manifest)),
            Err(Unreadable::Newer(_)) => return Err(PublishError::Newer),
            Err(Unreadable::Damaged) => {}
        }
    }
    Ok(None)
}

/// Writes the manifest. At every moment one of its two files is complete.
pub(super) fn write(
    remote: &mut RetryingRemote<'_>,
    layout: &RemoteLayout,
    strategy: ReplaceStrategy,
    manifest: &SectionManifest,
) -> Result<(), PublishError> {
    let RemoteLayout { manifest: path, next_manifest: next, .. } = layout;
    let file = manifest.to_file();
    remote.send_over(next, &file, "").map_err(PublishError::at(next))?;
    if strategy == ReplaceStrategy::RenameOver {
        match remote.with_retries(|remote, _| remote.rename(next, path)) {
            Ok(()) => return Ok(()),
            // No such file, no renaming over another, or renamed before the connection broke.
            Err(Fault::Refused(_)) => {}
            Err(fault) => return Err(PublishError::at(path)(fault)),
        }
    }
    remote.send_over(path, &file, "").map_err(PublishError::at(path))?;
    remote.remove(next).map_err(PublishError::at(next))
}
