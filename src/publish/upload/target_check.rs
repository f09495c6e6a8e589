//! Creates the folders of the files that will be sent, and makes sure that no foreign file is in the way.

use std::collections::{BTreeMap, BTreeSet};

use crate::publish::error::PublishError;
use crate::publish::manifest::SectionManifest;
use crate::publish::plan::{Plan, folders, holds_below};
use crate::publish::remote::Fault;
use crate::publish::remote::retrying::RetryingRemote;

/// Up to this many files of a folder: SIZE for each; above: one LIST.
const MAX_SIZE_QUERIES: usize = 3;

/// The places of the files that a plan sends.
pub(super) struct TargetCheck<'r, 'a> {
    pub(super) remote: &'r mut RetryingRemote<'a>,
    pub(super) plan: &'r Plan,
    pub(super) server: &'r SectionManifest,
}

impl TargetCheck<'_, '_> {
    /// Creates those folders of the plan that `filter` selects. A folder with files of ours exists.
    pub(super) fn make_folders(
        &mut self,
        filter: impl Fn(&str) -> bool,
    ) -> Result<(), PublishError> {
        let files = self.server.files.iter().filter(|(_, hash)| hash.is_some());
        let mut existing: BTreeSet<&str> = files.flat_map(|(path, _)| folders(path)).collect();
        for folder in self.plan.send.iter().flat_map(|file| folders(&file.path)) {
            if filter(folder) && existing.insert(folder) {
                self.remote
                    .with_retries(|remote, _| remote.make_folder(folder))
                    .map_err(PublishError::at(folder))?;
            }
        }
        Ok(())
    }

    /// # Errors
    /// [`PublishError::Foreign`] if a new file would overwrite a foreign one.
    pub(super) fn refuse_foreign(&mut self) -> Result<(), PublishError> {
        let mut wanted: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for file in self.plan.send.iter().filter(|file| file.new) {
            let path = file.path.as_str();
            let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
            if !self.plan.is_blocked(folder) && !holds_below(self.server, path) {
                wanted.entry(folder).or_default().push(name);
            }
        }
        let mut foreign = Vec::new();
        for (folder, names) in wanted {
            let found = existing(self.remote, folder, &names).map_err(PublishError::at(folder))?;
            let slash = if folder.is_empty() { "" } else { "/" };
            foreign.extend(found.iter().map(|name| format!("{folder}{slash}{name}")));
        }
        if foreign.is_empty() { Ok(()) } else { Err(PublishError::Foreign(foreign)) }
    }
}

/// Those of `names` that exist in `folder`.
fn existing<'a>(
    remote: &mut RetryingRemote<'_>,
    folder: &str,
    names: &[&'a str],
) -> Result<Vec<&'a str>, Fault> {
    if names.len() > MAX_SIZE_QUERIES {
        match remote.with_retries(|remote, _| remote.list(folder)) {
            Ok(entries) => {
                let listed: BTreeSet<_> = entries.iter().map(|entry| entry.name.as_str()).collect();
                return Ok(names.iter().copied().filter(|name| listed.contains(name)).collect());
            }
            Err(Fault::Refused(_)) => {}
            Err(fault) => return Err(fault),
        }
    }
    let slash = if folder.is_empty() { "" } else { "/" };
    let mut found = Vec::new();
    for name in names {
        if exists(remote, &format!("{folder}{slash}{name}"))? {
            found.push(*name);
        }
    }
    Ok(found)
}

fn exists(remote: &mut RetryingRemote<'_>, path: &str) -> Result<bool, Fault> {
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
