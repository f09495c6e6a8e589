//! Whether the server still has what the manifest says.

use std::collections::BTreeMap;

use super::failure::Failure;
use super::line::Line;
use super::manifest::{Manifest, Stamp};
use super::remote::{Entry, Fault};

/// Marks in `server` what is gone, or has another size: its content counts as unknown then.
pub(super) fn sizes(line: &mut Line<'_>, server: &mut Manifest) -> Result<(), Failure> {
    let mut folders: BTreeMap<String, Vec<(String, Stamp)>> = BTreeMap::new();
    for (path, stamp) in &server.files {
        let (folder, _) = path.rsplit_once('/').unwrap_or(("", path));
        let known = stamp.map(|stamp| (path.clone(), stamp));
        folders.entry(folder.to_owned()).or_default().extend(known);
    }
    for (folder, files) in folders {
        let listed = match line.steadily(|remote, _| remote.list(&folder)) {
            Ok(entries) => Some(entries),
            Err(Fault::Refused { .. }) => None,
            Err(fault) => return Err(Failure::at(&folder)(fault)),
        };
        for (path, stamp) in files {
            let size = match listed.as_deref().map(|entries| find(entries, &path)) {
                Some(None) => None,
                Some(Some(Entry { size: Some(size), .. })) => Some(*size),
                Some(Some(_)) | None => {
                    match line.steadily(|remote, _| remote.size(&path)) {
                        Ok(size) => size,
                        // The server tells nothing of sizes: what cannot be seen is believed.
                        Err(Fault::Refused { .. }) => Some(stamp.size),
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

fn find<'e>(entries: &'e [Entry], path: &str) -> Option<&'e Entry> {
    let name = path.rsplit('/').next().unwrap_or(path);
    entries.iter().find(|entry| !entry.folder && entry.name == name)
}
