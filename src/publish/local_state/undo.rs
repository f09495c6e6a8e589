//! What uploads replaced, kept on this computer so that it can be restored.
//!
//! Files are kept in `kept/`, each under its hash. `undo-1`, `undo-2`, … are the manifests of earlier
//! states of the server, the newest with the highest number.

mod guard;

use std::collections::BTreeSet;
use std::path::PathBuf;

use super::LocalState;
use crate::fs;
use crate::publish::error::PublishError;
use crate::publish::manifest::{ContentHash, SectionManifest};
use crate::publish::plan::Plan;
use crate::publish::remote::retrying::RetryingRemote;
use crate::publish::source::Source;

/// How many states can be restored.
const MAX_STATES: usize = 3;

/// The largest file that is kept when it is sent, in bytes; a larger one is downloaded when it is about
/// to be replaced.
const MAX_KEPT_WHEN_SENT: u64 = 512 * 1024;

/// The size limit of all kept files, in bytes.
const MAX_KEPT_TOTAL: u64 = 256 * 1024 * 1024;

impl LocalState {
    pub(in crate::publish) fn kept_path(&self, hash: ContentHash) -> PathBuf {
        self.folder.join("kept").join(kept_name(&hash))
    }

    fn keep(&self, hash: ContentHash, bytes: &[u8]) -> Result<(), fs::Error> {
        if self.is_kept(hash) {
            return Ok(());
        }
        fs::create_dir_all(&self.folder.join("kept"))?;
        fs::replace(&self.kept_path(hash), bytes)
    }

    /// Whether the file is kept and sound.
    fn is_kept(&self, hash: ContentHash) -> bool {
        ContentHash::from_file(&self.kept_path(hash)).is_ok_and(|kept| kept == hash)
    }

    /// Keeps a sent file, so that it need not be downloaded when it is replaced.
    pub(in crate::publish) fn keep_sent(
        &self,
        hash: ContentHash,
        bytes: &[u8],
    ) -> Result<(), fs::Error> {
        if hash.size <= MAX_KEPT_WHEN_SENT { self.keep(hash, bytes) } else { Ok(()) }
    }

    /// Downloads and keeps a file that is about to be replaced or removed, if its content is known. A file
    /// that cannot be downloaded is not kept.
    pub(in crate::publish) fn keep_replaced(
        &self,
        remote: &mut RetryingRemote<'_>,
        path: &str,
        hash: Option<ContentHash>,
    ) -> Result<(), fs::Error> {
        let Some(hash) = hash.filter(|hash| *hash != ContentHash::UNKNOWN) else { return Ok(()) };
        if hash.size > MAX_KEPT_TOTAL / 4 || self.is_kept(hash) {
            return Ok(());
        }
        let file = remote.read(path, hash.size).ok().flatten();
        match file.filter(|file| ContentHash::from_bytes(file) == hash) {
            Some(file) => self.keep(hash, &file),
            None => Ok(()),
        }
    }

    fn state_path(&self, number: u64) -> PathBuf {
        self.folder.join(state_name(number))
    }

    /// The numbers of the states that can be restored, the oldest first.
    fn state_numbers(&self) -> Result<Vec<u64>, fs::Error> {
        let listed = fs::list(&self.folder)?;
        let names = listed.iter().filter_map(|listed| listed.relative.strip_prefix("undo-"));
        let mut numbers: Vec<u64> = names.filter_map(|number| number.parse().ok()).collect();
        numbers.sort_unstable();
        Ok(numbers)
    }

    fn state(&self, number: u64) -> Result<Option<SectionManifest>, PublishError> {
        self.read_manifest(&state_name(number))
    }

    /// Adds the state of the server before an upload.
    pub(in crate::publish) fn push_state(&self, server: &SectionManifest) -> Result<(), fs::Error> {
        let next = self.state_numbers()?.last().map_or(1, |last| last + 1);
        fs::remove_file(&self.left_path(next))?;
        fs::replace(&self.state_path(next), &server.to_file())
    }

    /// The state before the last upload, if one is kept.
    pub(in crate::publish) fn last_state(&self) -> Result<Option<SectionManifest>, PublishError> {
        match self.state_numbers()?.last() {
            Some(last) => self.state(*last),
            None => Ok(None),
        }
    }

    /// Removes the state that was restored.
    pub(in crate::publish) fn forget_last_state(&self) -> Result<(), fs::Error> {
        if let Some(last) = self.state_numbers()?.pop() {
            let state = fs::read(&self.state_path(last))?;
            fs::replace(&self.folder.join("undone"), &state)?;
            self.forget(last)?;
        }
        Ok(())
    }

    fn forget(&self, number: u64) -> Result<(), fs::Error> {
        fs::remove_file(&self.state_path(number))?;
        fs::remove_file(&self.left_path(number))
    }

    /// Removes old states, and kept files above the size limit. Files of `current` alone are kept for the
    /// next upload while there is room.
    pub(in crate::publish) fn prune(&self, current: &SectionManifest) -> Result<(), PublishError> {
        let mut numbers = self.state_numbers()?;
        while numbers.len() > MAX_STATES {
            self.forget(numbers.remove(0))?;
        }
        let folder = self.folder.join("kept");
        if !fs::exists(&folder) {
            return Ok(());
        }
        let names = |manifest: &SectionManifest| -> BTreeSet<_> {
            manifest.files.values().flatten().map(kept_name).collect()
        };
        let files = fs::list(&folder)?;
        let total_size = |names: &BTreeSet<String>| -> u64 {
            files.iter().filter(|file| names.contains(&file.relative)).map(|file| file.size).sum()
        };
        let current = names(current);
        loop {
            let mut old = BTreeSet::new();
            for number in &numbers {
                old.extend(self.state(*number)?.iter().flat_map(names));
            }
            if total_size(&old) > MAX_KEPT_TOTAL && !numbers.is_empty() {
                self.forget(numbers.remove(0))?;
                continue;
            }
            let all = old.union(&current).cloned().collect();
            let kept = if total_size(&all) > MAX_KEPT_TOTAL { old } else { all };
            for file in files.iter().filter(|file| !kept.contains(&file.relative)) {
                fs::remove_file(&folder.join(&file.relative))?;
            }
            return Ok(());
        }
    }
}

fn state_name(number: u64) -> String {
    format!("undo-{number}")
}

fn kept_name(hash: &ContentHash) -> String {
    format!("{:016x}-{}", u64::from_be_bytes(hash.digest), hash.size)
}

/// The kept files, as the source of an upload that restores them.
#[derive(Debug)]
pub struct UndoSource<'a>(pub &'a LocalState);

impl Source for UndoSource<'_> {
    fn bytes(&self, path: &str, hash: ContentHash) -> Result<Vec<u8>, PublishError> {
        let file = self.0.kept_path(hash);
        let bytes = if fs::exists(&file) { fs::read(&file)? } else { Vec::new() };
        let is_same = ContentHash::from_bytes(&bytes) == hash;
        if is_same { Ok(bytes) } else { Err(PublishError::NotKept(path.to_owned())) }
    }

    /// Reads them all: a file may have been damaged since.
    fn check(&self, plan: &Plan) -> Result<(), PublishError> {
        plan.send.iter().try_for_each(|file| self.bytes(&file.path, file.hash).map(drop))
    }
}
