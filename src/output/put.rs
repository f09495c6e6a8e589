//! Writing the files that were decided upon.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::body::Body;
use super::decide::{Fate, File};
use super::manifest::Record;
use crate::digest::Digester;
use crate::fs::{self, Action};

/// How many files of a new folder a core writes before another, which has no folder left, may help.
const PART: usize = 32;

/// A file with what was written to it.
type Put<'a> = (&'a str, Record);

/// Writes those of `files` that are not as they should be; `new` are the temporary folders of those
/// new ones that hold some of their files already. Gives the copied files that turned out to be others
/// than was decided upon, because someone changed the source meanwhile.
pub(super) fn put_all<'a>(
    files: &[File<'a>],
    out: &Path,
    new: &BTreeMap<String, PathBuf>,
) -> Result<Vec<Put<'a>>, fs::Error> {
    // Each core takes a folder of its own: two in the same one mostly wait for each other. Only what is
    // left of a new folder at the end is shared.
    let together = |a: &File<'_>, b: &File<'_>| {
        a.new_folder == b.new_folder && (a.new_folder.is_some() || a.folder() == b.folder())
    };
    let folders: Vec<_> = files.chunk_by(together).collect();
    let otherwise = folders
        .into_par_iter()
        .map(|files| match files[0].new_folder {
            Some(folder) => {
                let place = out.join(folder);
                let beside = match new.get(folder) {
                    Some(beside) => beside,
                    None => &fs::create_beside(&place)?,
                };
                let otherwise = fill(files, folder, beside)?;
                fs::rename(beside, &place)?;
                Ok(otherwise)
            }
            None => update(files, out),
        })
        .collect::<Result<Vec<_>, fs::Error>>()?;
    Ok(otherwise.into_iter().flatten().collect())
}

/// Writes `files`, all of the new folder `folder`, into `beside`, which then takes its place.
fn fill<'a>(files: &[File<'a>], folder: &str, beside: &Path) -> Result<Vec<Put<'a>>, fs::Error> {
    let below = |path: &str| beside.join(path[folder.len()..].trim_start_matches('/'));
    for files in files.chunk_by(|a, b| a.folder() == b.folder()) {
        fs::create_dir_all(&below(files[0].folder()))?;
    }
    let part = |files: &[File<'a>]| {
        let mut otherwise = Vec::new();
        for file in files {
            let path = below(file.path);
            match file.body {
                Body::Bytes(bytes) => fs::create_new(&path, bytes)?,
                // It was written when it was made.
                Body::Known { source, .. } if *source == path => {}
                Body::File(source) | Body::Known { source, .. } => {
                    otherwise.extend(copy(file, source, &path)?);
                }
            }
        }
        Ok(otherwise)
    };
    let otherwise = files.par_chunks(PART).map(part).collect::<Result<Vec<_>, fs::Error>>()?;
    // What was written when it was made may be gone: another build takes it for left behind.
    for files in files.chunk_by(|a, b| a.folder() == b.folder()) {
        let path = below(files[0].folder());
        if fs::count_files(&path)? < files.len() {
            let source = ErrorKind::NotFound.into();
            return Err(fs::Error { action: Action::Write, path, source });
        }
    }
    Ok(otherwise.into_iter().flatten().collect())
}

/// Writes those of `files`, all of one folder, that are not as they should be.
fn update<'a>(files: &[File<'a>], out: &Path) -> Result<Vec<Put<'a>>, fs::Error> {
    let mut otherwise = Vec::new();
    let mut folder_is_there = false;
    for file in files.iter().filter(|file| file.fate != Fate::Keep) {
        // Just before its first file: ext4 takes longer if all folders are made ahead.
        if !std::mem::replace(&mut folder_is_there, true) {
            fs::create_dir_all(&out.join(file.folder()))?;
        }
        let path = out.join(file.path);
        if file.fate == Fate::Create && fs::exists(&path) {
            // It has come since the folder was listed.
            let source = ErrorKind::AlreadyExists.into();
            return Err(fs::Error { action: Action::Write, path, source });
        }
        match file.body {
            Body::Bytes(bytes) => fs::replace(&path, bytes)?,
            Body::File(source) | Body::Known { source, .. } => {
                otherwise.extend(copy(file, source, &path)?);
            }
        }
    }
    Ok(otherwise)
}

/// Copies the source of `file`; gives what it turned out to be, where that was not decided upon.
fn copy<'a>(file: &File<'a>, source: &Path, path: &Path) -> Result<Option<Put<'a>>, fs::Error> {
    let mut digester = Digester::default();
    fs::copy_to(source, path, |piece| digester.update(piece))?;
    let copied = Record::of(digester);
    Ok((copied != file.record).then_some((file.path, copied)))
}
