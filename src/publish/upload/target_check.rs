//! Folders for the files that are sent, and nothing foreign in their way.

use std::collections::{BTreeMap, BTreeSet};

use crate::publish::failure::Failure;
use crate::publish::manifest::Manifest;
use crate::publish::plan::{Plan, folders, holds_below};
use crate::publish::remote::Fault;
use crate::publish::remote::retrying::RetryingRemote;

/// So few files are asked for one by one; of more, the folder is listed.
const FEW: usize = 3;

/// The places that a plan needs.
pub(in crate::publish) struct Room<'r, 'a> {
    pub(in crate::publish) remote: &'r mut RetryingRemote<'a>,
    pub(in crate::publish) plan: &'r Plan,
    pub(in crate::publish) server: &'r Manifest,
}

impl Room<'_, '_> {
    /// Makes those folders of the plan that `which` says. Folders that hold files of ours are there.
    pub(in crate::publish) fn make_folders(
        &mut self,
        which: impl Fn(&str) -> bool,
    ) -> Result<(), Failure> {
        let stamped = self.server.files.iter().filter(|(_, stamp)| stamp.is_some());
        let mut there: BTreeSet<&str> = stamped.flat_map(|(path, _)| folders(path)).collect();
        for folder in self.plan.send.iter().flat_map(|sending| folders(&sending.path)) {
            if which(folder) && there.insert(folder) {
                self.remote
                    .with_retries(|remote, _| remote.make_folder(folder))
                    .map_err(Failure::at(folder))?;
            }
        }
        Ok(())
    }

    /// Fails where files that are not ours stand where new ones belong.
    pub(in crate::publish) fn refuse_foreign(&mut self) -> Result<(), Failure> {
        let mut wanted: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for sending in self.plan.send.iter().filter(|sending| sending.new) {
            let path = sending.path.as_str();
            let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
            if !self.plan.is_in_the_way(folder) && !holds_below(self.server, path) {
                wanted.entry(folder).or_default().push(name);
            }
        }
        let mut foreign = Vec::new();
        for (folder, names) in wanted {
            let found = present(self.remote, folder, &names).map_err(Failure::at(folder))?;
            let slash = if folder.is_empty() { "" } else { "/" };
            foreign.extend(found.iter().map(|name| format!("{folder}{slash}{name}")));
        }
        if foreign.is_empty() { Ok(()) } else { Err(Failure::Foreign(foreign)) }
    }
}

/// Those of `names` that stand in `folder`.
fn present<'a>(
    remote: &mut RetryingRemote<'_>,
    folder: &str,
    names: &[&'a str],
) -> Result<Vec<&'a str>, Fault> {
    if names.len() > FEW {
        match remote.with_retries(|remote, _| remote.list(folder)) {
            Ok(entries) => {
                let there: BTreeSet<_> = entries.iter().map(|entry| entry.name.as_str()).collect();
                return Ok(names.iter().copied().filter(|name| there.contains(name)).collect());
            }
            Err(Fault::Refused(_)) => {}
            Err(fault) => return Err(fault),
        }
    }
    let slash = if folder.is_empty() { "" } else { "/" };
    let mut found = Vec::new();
    for name in names {
        if is_there(remote, &format!("{folder}{slash}{name}"))? {
            found.push(*name);
        }
    }
    Ok(found)
}

fn is_there(remote: &mut RetryingRemote<'_>, path: &str) -> Result<bool, Fault> {
    match remote.with_retries(|remote, _| remote.size(path)) {
        Ok(size) => return Ok(size.is_some()),
        Err(Fault::Refused(_)) => {}
        Err(fault) => return Err(fault),
    }
    match remote.read(path, 0) {
        Ok(file) => Ok(file.is_some()),
        Err(Fault::TooLarge) => Ok(true),
        Err(fault) => Err(fault),
    }
}
