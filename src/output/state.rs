//! The output folder before a transaction changes it.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::error::WriteError;
use super::manifest::{self, FileDigest, Manifest, ManifestState};
use super::path::ancestors;
use crate::digest::Digest;
use crate::fs::{self, EntryKind, ListedEntry, disk_key};

/// The output folder and its manifest before a transaction changes them.
#[derive(Debug)]
pub(super) struct OutputState {
    pub(super) out: PathBuf,
    pub(super) manifest: Manifest,
    /// Whether there is a manifest that cannot be understood.
    pub(super) has_damaged_manifest: bool,
    /// All entries of the folder except `leftovers`.
    pub(super) entries: Vec<ListedEntry>,
    /// Temporary files and folders of a killed build, with their content.
    leftovers: Vec<ListedEntry>,
    manifest_time: SystemTime,
    /// Those files of the manifest whose [`disk_key`] is not their path, by [`key`].
    folded: HashMap<Digest, Option<FileDigest>>,
    /// Positions in `entries` by [`key`].
    positions: HashMap<Digest, usize>,
}

impl OutputState {
    pub(super) fn read(out: &Path) -> Result<Self, WriteError> {
        let (manifest, entries) = rayon::join(|| Manifest::read_sound(out), || fs::list(out));
        let (manifest, mut entries) = (manifest?, entries?);
        let (manifest, has_damaged_manifest) = match manifest {
            ManifestState::Sound(manifest) => (manifest, false),
            ManifestState::Missing => (Manifest::default(), false),
            ManifestState::Damaged => (Manifest::default(), true),
        };
        entries.retain(|entry| !fs::is_folder_lock(&entry.relative));
        let is_leftover = |entry: &mut ListedEntry| entry.relative.split('/').any(fs::is_temporary);
        let leftovers = entries.extract_if(.., is_leftover).collect();
        entries.shrink_to_fit();
        Ok(Self {
            out: out.to_owned(),
            manifest_time: entries
                .iter()
                .find(|entry| entry.relative == manifest::NAME)
                .map_or(SystemTime::UNIX_EPOCH, |entry| entry.modified),
            folded: manifest
                .iter()
                .filter(|(path, _)| disk_key(path) != *path)
                .map(|(path, digest)| (key(path), digest))
                .collect(),
            positions: entries
                .iter()
                .zip(0..)
                .map(|(entry, at)| (key(&entry.relative), at))
                .collect(),
            manifest,
            has_damaged_manifest,
            entries,
            leftovers,
        })
    }

    pub(super) fn entry(&self, path: &str) -> Option<&ListedEntry> {
        self.positions.get(&key(path)).map(|&at| &self.entries[at])
    }

    pub(super) fn kind(&self, path: &str) -> Option<EntryKind> {
        self.entry(path).map(|entry| entry.kind)
    }

    /// The topmost missing folder of `path`, if it can be created by a rename: not below a link, which
    /// would lead elsewhere, nor below a file.
    pub(super) fn new_folder<'p>(&self, path: &'p str) -> Option<&'p str> {
        ancestors(path)
            .find(|folder| self.kind(folder) != Some(EntryKind::Folder))
            .filter(|folder| fs::CAN_RENAME_DIRS && self.kind(folder).is_none())
    }

    /// Whether the file at `path` is known to have this digest without reading it.
    pub(super) fn is_unchanged(&self, path: &str, digest: FileDigest) -> bool {
        // The manifest is written last. A file touched later, or within the same tick of the disk's
        // clock, may have other content.
        self.listed(path) == Some(&Some(digest))
            && self.entry(path).is_some_and(|entry| {
                entry.kind == EntryKind::File
                    && entry.size == digest.size
                    && entry.touched < self.manifest_time
            })
    }

    /// What the manifest says of the file, whatever the case of its path where that does not count.
    fn listed(&self, path: &str) -> Option<&Option<FileDigest>> {
        let found = self.manifest.files.get(&*disk_key(path));
        if self.folded.is_empty() { found } else { found.or_else(|| self.folded.get(&key(path))) }
    }

    /// Whether the manifest lists the file, or may have listed it before it was damaged.
    pub(super) fn is_owned(&self, path: &str) -> bool {
        self.has_damaged_manifest || self.listed(path).is_some()
    }

    pub(super) fn remove_leftovers(&self) -> Result<(), fs::Error> {
        let of_kind = |kind: EntryKind| {
            let entries = self.leftovers.iter().filter(move |entry| entry.kind == kind);
            entries.map(|entry| self.out.join(&entry.relative)).collect::<Vec<_>>()
        };
        of_kind(EntryKind::File).iter().try_for_each(|file| fs::remove_file(file))?;
        let mut folders = of_kind(EntryKind::Folder);
        // Inner folders first.
        folders.sort_unstable_by(|a, b| b.cmp(a));
        folders.iter().for_each(|folder| {
            fs::remove_dir_if_empty(folder);
        });
        Ok(())
    }
}

/// What tells the files of the folder apart, in a third of the memory of their paths.
fn key(path: &str) -> Digest {
    Digest::hash(disk_key(path).as_bytes())
}
