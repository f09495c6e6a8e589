//! What is to become of each file, decided before anything is touched.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::Path;
use std::time::SystemTime;

use rayon::prelude::*;

use super::body::Body;
use super::manifest::{self, Manifest, Record};
use super::set::{OutputSet, ancestors, folder};
use crate::digest::Digester;
use crate::fs::{self, Kind, Listed, disk_key};

/// Everything that a write will do.
pub(super) struct Decision<'a> {
    /// What becomes of each file of the set, in the set's order.
    pub(super) files: Vec<File<'a>>,
    /// Files that the manifest lists and the set does not.
    pub(super) outdated: Vec<String>,
    /// Those of them that are there to be removed.
    pub(super) to_remove: Vec<String>,
    /// The folders that may become empty through that, those inside others first.
    pub(super) to_empty: Vec<String>,
    /// Temporary files of a build that was killed.
    pub(super) leftovers: Vec<String>,
    /// Temporary folders of one, those inside others first.
    pub(super) left_folders: Vec<String>,
}

/// A file of the set.
pub(super) struct File<'a> {
    pub(super) path: &'a str,
    pub(super) body: &'a Body,
    pub(super) record: Record,
    pub(super) fate: Fate,
    /// The topmost folder of its path that is not there, where that can come in one piece.
    pub(super) new_folder: Option<&'a str>,
}

impl<'a> File<'a> {
    /// The folder that it stands in; empty for the output folder itself.
    pub(super) fn folder(&self) -> &'a str {
        folder(self.path)
    }
}

/// What becomes of a file.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// It is there with these bytes.
    Keep,
    /// It is not there.
    Create,
    /// It is ours, with other bytes.
    Change,
    /// It is not ours, with other bytes.
    Overwrite,
    /// Something that is no file stands in its place.
    Blocked,
}

/// Compares the set with what stands in `out`, which is listed in `listed`, and with the manifest.
pub(super) fn decide<'a>(
    set: &'a OutputSet,
    out: &Path,
    old: &Manifest,
    listed: &[Listed],
) -> Result<Decision<'a>, fs::Error> {
    let (left, listed): (Vec<&Listed>, Vec<&Listed>) =
        listed.iter().partition(|listed| listed.relative.split('/').any(fs::is_temporary));
    let left_of = |kind: Kind| -> Vec<String> {
        let of_kind = left.iter().filter(|listed| listed.kind == kind);
        of_kind.map(|listed| listed.relative.clone()).collect()
    };
    let mut left_folders = left_of(Kind::Folder);
    left_folders.sort_unstable_by(|a, b| b.cmp(a));
    let folder = Folder {
        out,
        manifest_time: listed
            .iter()
            .find(|listed| listed.relative == manifest::NAME)
            .map_or(SystemTime::UNIX_EPOCH, |listed| listed.modified),
        ours: old.iter().map(|(path, record)| (disk_key(path), record)).collect(),
        disk: listed.iter().map(|&listed| (disk_key(&listed.relative), listed)).collect(),
    };

    // Of nothing that was written before, nothing is outdated.
    let all = set.iter().filter(|_| !old.files.is_empty());
    let wanted: HashSet<_> = all.map(|(path, _)| disk_key(path)).collect();
    let outdated: Vec<_> =
        old.iter().map(|(path, _)| path).filter(|path| !wanted.contains(&disk_key(path))).collect();
    let to_remove: BTreeSet<_> =
        outdated.iter().copied().filter(|path| folder.kind(path) == Some(Kind::File)).collect();
    let to_empty: BTreeSet<_> = outdated
        .iter()
        .flat_map(|path| ancestors(path))
        .filter(|path| folder.kind(path) == Some(Kind::Folder))
        .collect();

    let mut files = set
        .iter()
        .collect::<Vec<_>>()
        .into_par_iter()
        .map(|(path, body)| {
            let record = match body {
                Body::Bytes(bytes) => Record { size: bytes.len() as u64, digest: bytes.digest() },
                Body::File(source) => record_of(source)?,
                &Body::Known { size, digest, .. } => Record { size, digest },
            };
            let fate = folder.fate(path, record)?;
            let missing = |above: &&str| fs::FOLDERS_MOVE && folder.kind(above).is_none();
            let new_folder = ancestors(path).find(missing);
            Ok(File { path, body, record, fate, new_folder })
        })
        .collect::<Result<Vec<_>, fs::Error>>()?;

    let stands = |path: &str| {
        !to_remove.contains(path) && matches!(folder.kind(path), Some(Kind::File | Kind::Other))
    };
    // A folder gives way to a file if all that it holds is ours and goes.
    let gives_way = |path: &str| {
        to_empty.contains(path)
            && listed.iter().map(|listed| listed.relative.as_str()).all(|inner| {
                !inner.strip_prefix(path).is_some_and(|rest| rest.starts_with('/'))
                    || to_remove.contains(inner)
                    || to_empty.contains(inner)
            })
    };
    for file in &mut files {
        let is_blocked = match file.fate {
            Fate::Create => ancestors(file.path).any(stands),
            Fate::Blocked => !gives_way(file.path),
            Fate::Keep | Fate::Change | Fate::Overwrite => continue,
        };
        file.fate = if is_blocked { Fate::Blocked } else { Fate::Create };
    }

    let owned = |path: &str| path.to_owned();
    Ok(Decision {
        files,
        to_remove: to_remove.into_iter().map(owned).collect(),
        to_empty: to_empty.into_iter().rev().map(owned).collect(),
        outdated: outdated.into_iter().map(owned).collect(),
        leftovers: left_of(Kind::File),
        left_folders,
    })
}

/// The output folder as it was found.
struct Folder<'a> {
    out: &'a Path,
    manifest_time: SystemTime,
    ours: HashMap<Cow<'a, str>, Option<Record>>,
    disk: HashMap<Cow<'a, str>, &'a Listed>,
}

impl Folder<'_> {
    fn kind(&self, path: &str) -> Option<Kind> {
        self.disk.get(&disk_key(path)).map(|listed| listed.kind)
    }

    fn fate(&self, path: &str, new: Record) -> Result<Fate, fs::Error> {
        let key = disk_key(path);
        let Some(listed) = self.disk.get(&key) else { return Ok(Fate::Create) };
        if listed.kind != Kind::File {
            return Ok(Fate::Blocked);
        }
        let ours = self.ours.get(&key);
        if listed.size == new.size {
            // The manifest was written after the files. One that was touched within the same
            // tick of the disk's clock, or later, may be another by now: only its bytes can tell.
            let is_as_written = ours == Some(&Some(new)) && listed.touched < self.manifest_time;
            if is_as_written || record_of(&self.out.join(path))? == new {
                return Ok(Fate::Keep);
            }
        }
        Ok(if ours.is_some() { Fate::Change } else { Fate::Overwrite })
    }
}

fn record_of(path: &Path) -> Result<Record, fs::Error> {
    let mut digester = Digester::default();
    fs::read_in_pieces(path, |piece| digester.update(piece))?;
    Ok(Record::of(digester))
}
