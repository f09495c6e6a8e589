//! The plan of a commit: what happens to each file, decided before anything changes.

use std::collections::{BTreeSet, HashSet};

use rayon::prelude::*;

use super::commit::WriteOptions;
use super::content::FileContent;
use super::error::WriteError;
use super::file_map::FileMap;
use super::manifest::{self, FileDigest};
use super::path::{ancestors, parent};
use super::state::OutputState;
use super::transaction::PendingFile;
use crate::fs::{self, EntryKind, disk_key};

/// What a commit does.
pub(super) struct CommitPlan<'a> {
    /// All files of the site, sorted by path without regard to case.
    pub(super) files: Vec<CommitFile<'a>>,
    /// Files that the manifest lists and the site no longer has, also missing ones.
    stale: Vec<&'a str>,
    /// The stale files that exist.
    pub(super) to_remove: BTreeSet<&'a str>,
    /// Folders that their removal may leave empty.
    pub(super) to_empty: BTreeSet<&'a str>,
}

pub(super) struct CommitFile<'a> {
    pub(super) path: &'a str,
    /// `None` if it is written already.
    pub(super) content: Option<&'a FileContent>,
    pub(super) digest: FileDigest,
    pub(super) action: Action,
    /// The topmost folder of the path that does not exist, if it is renamed into place.
    pub(super) new_folder: Option<&'a str>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Action {
    /// The file exists with this content.
    Keep,
    Create,
    /// Replace our file.
    Change,
    /// Replace a foreign file.
    Overwrite,
    /// Impossible: a folder or a link has the path, or a file has the path of its folder.
    Blocked,
}

impl<'a> CommitFile<'a> {
    fn new(state: &OutputState, path: &'a str, file: &'a PendingFile) -> Result<Self, fs::Error> {
        let new_folder = state.new_folder(path);
        let planned = |content, digest, action| Self { path, content, digest, action, new_folder };
        Ok(match file {
            &PendingFile::Unchanged(digest) => planned(None, digest, Action::Keep),
            &PendingFile::Staged(digest) => planned(None, digest, Action::Create),
            PendingFile::Held(content, digest) => {
                let digest = match (digest, content) {
                    (Some(digest), _) => *digest,
                    (None, FileContent::Bytes(bytes)) => FileDigest::from_bytes(bytes),
                    (None, FileContent::Copy { source, .. }) => FileDigest::from_file(source)?,
                };
                planned(Some(content), digest, action(state, path, digest)?)
            }
        })
    }

    /// Its folder; empty for the output folder itself.
    pub(super) fn parent(&self) -> &'a str {
        parent(self.path)
    }
}

/// The action as far as the path itself tells.
fn action(state: &OutputState, path: &str, digest: FileDigest) -> Result<Action, fs::Error> {
    let Some(entry) = state.entry(path) else { return Ok(Action::Create) };
    if entry.kind != EntryKind::File {
        return Ok(Action::Blocked);
    }
    let is_equal = state.is_unchanged(path, digest)
        || (entry.size == digest.size && FileDigest::from_file(&state.out.join(path))? == digest);
    Ok(match (is_equal, state.is_owned(path)) {
        (true, _) => Action::Keep,
        (false, true) => Action::Change,
        (false, false) => Action::Overwrite,
    })
}

impl<'a> CommitPlan<'a> {
    /// Compares the files with the output folder and its manifest.
    pub(super) fn new(
        files: &'a FileMap<PendingFile>,
        state: &'a OutputState,
    ) -> Result<Self, fs::Error> {
        let stale = stale(files, state);
        let to_remove: BTreeSet<_> = stale
            .iter()
            .copied()
            .filter(|path| state.kind(path) == Some(EntryKind::File))
            .collect();
        let to_empty: BTreeSet<_> = stale
            .iter()
            .flat_map(|path| ancestors(path))
            .filter(|path| state.kind(path) == Some(EntryKind::Folder))
            .collect();

        let files: Vec<_> = files.iter().collect();
        let mut files = files
            .into_par_iter()
            .map(|(path, file)| CommitFile::new(state, path, file))
            .collect::<Result<Vec<_>, fs::Error>>()?;
        // Removals may free a path, and a file that stays may block one.
        let stays = |path: &str| {
            !to_remove.contains(path)
                && matches!(state.kind(path), Some(EntryKind::File | EntryKind::Other))
        };
        // A folder gives way to a file if all its content is removed.
        let is_freed = |path: &str| {
            to_empty.contains(path)
                && state.entries.iter().map(|entry| entry.relative.as_str()).all(|inner| {
                    !inner.strip_prefix(path).is_some_and(|rest| rest.starts_with('/'))
                        || to_remove.contains(inner)
                        || to_empty.contains(inner)
                })
        };
        for file in &mut files {
            let is_blocked = match file.action {
                Action::Create => ancestors(file.path).any(stays),
                Action::Blocked => !is_freed(file.path),
                Action::Keep | Action::Change | Action::Overwrite => continue,
            };
            file.action = if is_blocked { Action::Blocked } else { Action::Create };
        }
        Ok(Self { files, stale, to_remove, to_empty })
    }

    /// # Errors
    /// If the plan would overwrite foreign files without permission, or cannot be carried out.
    pub(super) fn check(&self, options: WriteOptions) -> Result<(), WriteError> {
        let with_action = |action: Action| -> Vec<String> {
            let files = self.files.iter().filter(|file| file.action == action);
            files.map(|file| file.path.to_owned()).collect()
        };
        let blocked = with_action(Action::Blocked);
        let different = if options.adopt { Vec::new() } else { with_action(Action::Overwrite) };
        if blocked.is_empty() && different.is_empty() {
            Ok(())
        } else {
            Err(WriteError::InTheWay { different, blocked })
        }
    }

    pub(super) fn changes_anything(&self) -> bool {
        !self.to_remove.is_empty() || self.files.iter().any(|file| file.action != Action::Keep)
    }

    /// The manifest while the commit runs: it covers every state between the old and the new folder.
    /// It lists all files that are ours, those that will be written as pending.
    pub(super) fn pending_manifest(&self, old: &manifest::Manifest) -> String {
        let stale = self.stale.iter().map(|path| (*path, old.files.get(*path).copied().flatten()));
        let files = self
            .files
            .iter()
            .map(|file| (file.path, (file.action == Action::Keep).then_some(file.digest)));
        manifest::to_text(files.chain(stale))
    }

    /// The digests of all files once the commit is done.
    pub(super) fn digests(&self) -> impl Iterator<Item = (&'a str, Option<FileDigest>)> {
        self.files.iter().map(|file| (file.path, Some(file.digest)))
    }
}

/// The paths that the manifest lists and the site no longer has.
fn stale<'a>(files: &FileMap<PendingFile>, state: &'a OutputState) -> Vec<&'a str> {
    if state.manifest.files.is_empty() {
        return Vec::new();
    }
    let current: HashSet<_> = files.iter().map(|(path, _)| disk_key(path)).collect();
    let listed = state.manifest.iter().map(|(path, _)| path);
    listed.filter(|path| !current.contains(&disk_key(path))).collect()
}
