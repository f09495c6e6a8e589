//! Whether the server still has what the manifest says.
//!
//! 1. [`sizes`] asks the FTP server what stands where: what is gone or was cut is found.
//! 2. [`contents`] asks for the files as readers do. A page may have got advertising, so all that
//!    its author wrote is looked for in it; what stands around that is not compared. Of any other
//!    file each byte counts.

use std::collections::BTreeMap;

use crate::config::kind;
use crate::publish::failure::Failure;
use crate::publish::host::{Event, Outside};
use crate::publish::manifest::{Manifest, Stamp};
use crate::publish::remote::retrying::RetryingRemote;
use crate::publish::remote::{Fault, RemoteEntry};
use crate::publish::source::Source;
use crate::publish::verify::live::{Fetch, shows};

/// How readers get at the files.
pub struct Web<'w> {
    /// Asks for an address.
    pub fetch: &'w mut dyn Fetch,
    /// The address of a path.
    pub address: &'w dyn Fn(&str) -> String,
    /// Makes each question new, so that no cache on the way answers it.
    pub mark: &'w str,
}

impl std::fmt::Debug for Web<'_> {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Web").field("mark", &self.mark).finish_non_exhaustive()
    }
}

/// Marks in `server` what is gone, or has another size: its content counts as unknown then.
pub(in crate::publish) fn sizes(
    remote: &mut RetryingRemote<'_>,
    server: &mut Manifest,
) -> Result<(), Failure> {
    let mut folders: BTreeMap<String, Vec<(String, Stamp)>> = BTreeMap::new();
    for (path, stamp) in &server.files {
        let (folder, _) = path.rsplit_once('/').unwrap_or(("", path));
        let known = stamp.map(|stamp| (path.clone(), stamp));
        folders.entry(folder.to_owned()).or_default().extend(known);
    }
    for (folder, files) in folders {
        let listed = match remote.with_retries(|remote, _| remote.list(&folder)) {
            Ok(entries) => Some(entries),
            Err(Fault::Refused(_)) => None,
            Err(fault) => return Err(Failure::at(&folder)(fault)),
        };
        for (path, stamp) in files {
            let size = match listed.as_deref().map(|entries| find(entries, &path)) {
                Some(None) => None,
                Some(Some(RemoteEntry { size: Some(size), .. })) => Some(*size),
                Some(Some(_)) | None => {
                    match remote.with_retries(|remote, _| remote.size(&path)) {
                        Ok(size) => size,
                        // The server tells nothing of sizes: what cannot be seen is believed.
                        Err(Fault::Refused(_)) => Some(stamp.size),
                        Err(fault) => return Err(Failure::at(&path)(fault)),
                    }
                }
            };
            if size != Some(stamp.size) {
                server.files.insert(path, size.map(|_| Stamp::UNSURE));
            }
        }
    }
    Ok(())
}

/// Marks in `server` what holds something else than it should, of the files that `wanted` leaves as
/// they are; `source` has them. Gives the addresses that are not served at all: the files are there
/// all the same, and sending them again would not help.
pub(in crate::publish) fn contents(
    outside: &mut dyn Outside,
    server: &mut Manifest,
    (wanted, source): (&Manifest, &mut dyn Source),
    web: &mut Web<'_>,
) -> Result<Vec<String>, Failure> {
    let mut unserved = Vec::new();
    for (path, held) in &mut server.files {
        let Some(stamp) = held.filter(|_| wanted.files.get(path) == Some(held)) else { continue };
        if outside.is_stopped() {
            return Err(Failure::Stopped);
        }
        outside.tell(Event::Checking { path });
        let address = (web.address)(path);
        let Some(answer) = web.fetch.get(&format!("{address}?rostok={}", web.mark)) else {
            unserved.push(address);
            continue;
        };
        let page = matches!(&*kind(path), "html" | "htm");
        let whole =
            Stamp::of(&answer) == stamp || page && shows(&answer, &source.bytes(path, stamp)?);
        if !whole {
            *held = Some(Stamp::UNSURE);
        }
    }
    Ok(unserved)
}

fn find<'e>(entries: &'e [RemoteEntry], path: &str) -> Option<&'e RemoteEntry> {
    let name = path.rsplit('/').next().unwrap_or(path);
    entries.iter().find(|entry| !entry.folder && entry.name == name)
}
