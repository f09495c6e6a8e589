//! Our records on the server, in a folder of their own within the section: the manifest, and the
//! lock with the claim.

pub(super) mod claim;

use super::failure::Failure;
use super::manifest::Manifest;
use super::manifest::Unreadable;
use super::remote::Fault;
use super::remote::replace::Way;
use super::remote::retrying::RetryingRemote;

/// The folder of records within the section.
pub(super) const FOLDER: &str = "rostok-data";

/// No manifest is larger than this, in bytes.
const MOST: u64 = 64 * 1024 * 1024;

/// The paths of the records.
#[derive(Clone, Debug)]
pub(super) struct Names {
    pub(super) folder: String,
    pub(super) lock: String,
    pub(super) claims: [String; 2],
    pub(super) manifest: String,
    next: String,
}

impl Names {
    /// As files of this kind, an extension that the hosting takes.
    pub(super) fn new(kind: &str) -> Self {
        let path = |name: &str| format!("{FOLDER}/{name}.{kind}");
        Self {
            folder: FOLDER.to_owned(),
            lock: format!("{FOLDER}/lock"),
            claims: ["a", "b"].map(|name| path(&format!("lock/{name}"))),
            manifest: path("manifest"),
            next: path("manifest-next"),
        }
    }
}

/// The manifest on the server; none where there is none, or none that is whole.
pub(super) fn read(
    remote: &mut RetryingRemote<'_>,
    names: &Names,
) -> Result<Option<Manifest>, Failure> {
    // The next one is looked at only where the first is missing or cut: see `write`.
    for path in [&names.manifest, &names.next] {
        let Some(file) = remote.read(path, MOST).map_err(Failure::at(path))? else { continue };
        match Manifest::from_file(&file) {
            Ok(manifest) => return Ok(Some(manifest)),
            Err(Unreadable::Newer(_)) => return Err(Failure::Newer),
            Err(Unreadable::Damaged) => {}
        }
    }
    Ok(None)
}

/// Writes the manifest. At every moment one of the two names holds a whole one.
pub(super) fn write(
    remote: &mut RetryingRemote<'_>,
    names: &Names,
    way: &mut Way,
    manifest: &Manifest,
) -> Result<(), Failure> {
    let file = manifest.to_file();
    remote.send_over(&names.next, &file, "").map_err(Failure::at(&names.next))?;
    if *way == Way::RenameOver {
        match remote.with_retries(|remote, _| remote.rename(&names.next, &names.manifest)) {
            Ok(()) => return Ok(()),
            // No such file, or not over another, or done before the line broke.
            Err(Fault::Refused(_)) => {}
            Err(fault) => return Err(Failure::at(&names.manifest)(fault)),
        }
    }
    remote.send_over(&names.manifest, &file, "").map_err(Failure::at(&names.manifest))?;
    remote.remove(&names.next).map_err(Failure::at(&names.next))
}
