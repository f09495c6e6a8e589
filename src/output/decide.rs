//! What is to become of each file, decided before anything is touched.

use std::collections::{BTreeSet, HashSet};
use std::path::Path;

use rayon::prelude::*;

use super::body::Body;
use super::found::Found;
use super::manifest::Record;
use super::set::{OutputSet, ancestors, folder};
use crate::digest::Digester;
use crate::fs::{self, Kind, disk_key};

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

/// Compares the set with what stands in the output folder, and with the manifest.
pub(super) fn decide<'a>(set: &'a OutputSet, found: &Found) -> Result<Decision<'a>, fs::Error> {
    let left_of = |kind: Kind| -> Vec<String> {
        let of_kind = found.left.iter().filter(|listed| listed.kind == kind);
        of_kind.map(|listed| listed.relative.clone()).collect()
    };
    let mut left_folders = left_of(Kind::Folder);
    left_folders.sort_unstable_by(|a, b| b.cmp(a));

    // Of nothing that was written before, nothing is outdated.
    let all = set.iter().filter(|_| !found.old.files.is_empty());
    let wanted: HashSet<_> = all.map(|(path, _)| disk_key(path)).collect();
    let ours = found.old.iter().map(|(path, _)| path);
    let outdated: Vec<_> = ours.filter(|path| !wanted.contains(&disk_key(path))).collect();
    let to_remove: BTreeSet<_> =
        outdated.iter().copied().filter(|path| found.kind(path) == Some(Kind::File)).collect();
    let to_empty: BTreeSet<_> = outdated
        .iter()
        .flat_map(|path| ancestors(path))
        .filter(|path| found.kind(path) == Some(Kind::Folder))
        .collect();

    let mut files = set
        .iter()
        .collect::<Vec<_>>()
        .into_par_iter()
        .map(|(path, body)| {
            let record = match body {
                Body::Bytes(bytes) => bytes.record(),
                Body::File(source) => record_of(source)?,
                &Body::Known { size, digest, .. } => Record { size, digest },
            };
            let fate = fate(found, path, record)?;
            Ok(File { path, body, record, fate, new_folder: found.new_folder(path) })
        })
        .collect::<Result<Vec<_>, fs::Error>>()?;

    let stands = |path: &str| {
        !to_remove.contains(path) && matches!(found.kind(path), Some(Kind::File | Kind::Other))
    };
    // A folder gives way to a file if all that it holds is ours and goes.
    let gives_way = |path: &str| {
        to_empty.contains(path)
            && found.listed.iter().map(|listed| listed.relative.as_str()).all(|inner| {
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

/// What is to become of a file with these bytes at `path`, as far as that place itself tells.
fn fate(found: &Found, path: &str, record: Record) -> Result<Fate, fs::Error> {
    let Some(listed) = found.at(path) else { return Ok(Fate::Create) };
    if listed.kind != Kind::File {
        return Ok(Fate::Blocked);
    }
    let has_size = listed.size == record.size;
    if found.is_as_written(path, record)
        || (has_size && record_of(&found.out.join(path))? == record)
    {
        return Ok(Fate::Keep);
    }
    Ok(if found.is_ours(path) { Fate::Change } else { Fate::Overwrite })
}

fn record_of(path: &Path) -> Result<Record, fs::Error> {
    let mut digester = Digester::default();
    fs::read_in_pieces(path, |piece| digester.update(piece))?;
    Ok(Record::of(digester))
}
