//! The output folder while the files for it are still being made.
//!
//! A file of a folder that is not there yet is written as soon as it is made, into the temporary folder
//! that is to become that one. So the files of a new site are never in memory all together, and each
//! is written while it is in the processor's. All others wait until everything has been made.

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::body::Body;
use super::manifest::Manifest;
use super::set::{ancestors, folder};
use super::write::WriteError;
use crate::fs::{self, Kind, Listed, disk_key};

/// The output folder as it was found, and what has been written beside its folders. If it is dropped
/// without [`write`](Self::write), all of that is removed.
#[derive(Debug)]
pub struct Stage {
    pub(super) out: PathBuf,
    pub(super) old: Manifest,
    pub(super) listed: Vec<Listed>,
    /// The folders that are there.
    there: HashSet<String>,
    new: Mutex<BTreeMap<String, New>>,
    /// Whether the output folder itself was there.
    is_there: bool,
}

/// A folder that is not there yet.
#[derive(Debug)]
struct New {
    /// The temporary folder that holds its files.
    beside: PathBuf,
    /// The folders inside it that have been made.
    inner: HashSet<String>,
}

impl Stage {
    /// Looks at the folder `out`; nothing is changed.
    ///
    /// # Errors
    /// Where it cannot be looked at, or is of a newer version of the program.
    pub fn open(out: &Path) -> Result<Self, WriteError> {
        let (old, listed) = rayon::join(|| Manifest::read(out), || fs::list(out));
        let (old, listed) = (old?, listed?);
        let folders = listed.iter().filter(|listed| listed.kind == Kind::Folder);
        Ok(Self {
            out: out.to_owned(),
            old,
            there: folders.map(|listed| disk_key(&listed.relative).into_owned()).collect(),
            listed,
            new: Mutex::default(),
            is_there: fs::exists(out),
        })
    }

    /// The body of the file at `path`, kept in memory no longer than it has to be. One that cannot be
    /// written now stays, and the writer will say why.
    pub fn keep(&self, path: &str, body: Body) -> Body {
        let Body::Bytes(bytes) = &body else { return body };
        let Some(source) = self.place_of(path) else { return body };
        match fs::create_new(&source, bytes) {
            Ok(()) => Body::Known { source, size: bytes.len() as u64, digest: bytes.digest() },
            Err(_) => body,
        }
    }

    /// Where the file at `path` is written to, if it lies in a new folder.
    fn place_of(&self, path: &str) -> Option<PathBuf> {
        let is_missing = |above: &&str| !self.there.contains(&*disk_key(above));
        let top = ancestors(path).find(is_missing).filter(|_| fs::FOLDERS_MOVE)?;
        let mut all = self.new.lock().unwrap_or_else(PoisonError::into_inner);
        if !all.contains_key(top) {
            let beside = fs::create_beside(&self.out.join(top)).ok()?;
            all.insert(top.to_owned(), New { beside, inner: HashSet::new() });
        }
        let new = all.get_mut(top)?;
        let inner = &folder(path)[top.len()..];
        if !inner.is_empty() && !new.inner.contains(inner) {
            fs::create_dir_all(&new.beside.join(&inner[1..])).ok()?;
            new.inner.insert(inner.to_owned());
        }
        Some(new.beside.join(&path[top.len() + 1..]))
    }

    /// The temporary folders by the folders that they are to become.
    pub(super) fn new_folders(&self) -> BTreeMap<String, PathBuf> {
        let all = self.new.lock().unwrap_or_else(PoisonError::into_inner);
        all.iter().map(|(top, new)| (top.clone(), new.beside.clone())).collect()
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        let all = self.new.get_mut().unwrap_or_else(PoisonError::into_inner);
        for new in all.values() {
            fs::remove_beside(&new.beside);
        }
        if !self.is_there {
            fs::remove_dir_if_empty(&self.out);
        }
    }
}
