//! Writes the new and changed files of a plan.

use std::io::ErrorKind;
use std::path::Path;

use rayon::prelude::*;

use super::content::FileContent;
use super::error::WriteError;
use super::manifest::FileDigest;
use super::plan::{Action, CommitFile};
use super::staging::Staging;
use crate::digest::Digester;
use crate::fs::{self, Operation};

/// So many files of a new folder are one task; a core without a folder of its own can take some.
const FILES_PER_TASK: usize = 32;

/// Copied files with other content than planned, because their sources changed meanwhile.
type Deviations<'a> = Vec<(&'a str, FileDigest)>;

/// Writes the files that are not yet as planned into the folder `out`. Temporary folders of `staging`
/// are completed and renamed into place.
pub(super) fn write_files<'a>(
    files: &[CommitFile<'a>],
    out: &Path,
    staging: &Staging,
) -> Result<Deviations<'a>, WriteError> {
    // One task for each folder: two cores in one folder mostly wait for each other.
    let same_task = |a: &CommitFile<'_>, b: &CommitFile<'_>| {
        a.new_folder == b.new_folder && (a.new_folder.is_some() || a.parent() == b.parent())
    };
    let tasks: Vec<_> = files.chunk_by(same_task).collect();
    let deviations = tasks
        .into_par_iter()
        .map(|files| match files[0].new_folder {
            Some(folder) => {
                let target = out.join(folder);
                let temp =
                    staging.temp_dir(folder).map_or_else(|| fs::create_temp_dir(&target), Ok)?;
                let deviations = fill_new_folder(files, folder, &temp)?;
                fs::rename_dir(&temp, &target)?;
                Ok(deviations)
            }
            None => update_folder(files, out),
        })
        .collect::<Result<Vec<_>, WriteError>>()?;
    Ok(deviations.into_iter().flatten().collect())
}

/// Completes the temporary folder `temp`, which becomes the new folder `folder` with exactly `files`.
fn fill_new_folder<'a>(
    files: &[CommitFile<'a>],
    folder: &str,
    temp: &Path,
) -> Result<Deviations<'a>, WriteError> {
    let in_temp = |path: &str| temp.join(path[folder.len()..].trim_start_matches('/'));
    let subfolders = || files.chunk_by(|a, b| a.parent() == b.parent());
    for files in subfolders() {
        fs::create_dir_all(&in_temp(files[0].parent()))?;
    }
    let write = |files: &[CommitFile<'a>]| {
        let mut deviations = Vec::new();
        for file in files {
            let path = in_temp(file.path);
            match file.content {
                None => {}
                Some(FileContent::Bytes(bytes)) => fs::create_new(&path, bytes)?,
                Some(FileContent::Copy { source, digest, .. }) => {
                    deviations.extend(copy(file, source, digest.is_some(), &path)?);
                }
            }
        }
        Ok(deviations)
    };
    let tasks = files.par_chunks(FILES_PER_TASK);
    let deviations = tasks.map(write).collect::<Result<Vec<_>, WriteError>>()?;
    // Another build may have removed staged files as leftovers.
    for files in subfolders() {
        let path = in_temp(files[0].parent());
        if fs::count_files(&path)? < files.len() {
            let source = ErrorKind::NotFound.into();
            return Err(fs::Error { operation: Operation::Write, path, source }.into());
        }
    }
    Ok(deviations.into_iter().flatten().collect())
}

/// Writes those of `files`, all in one folder, that are not to be kept.
fn update_folder<'a>(files: &[CommitFile<'a>], out: &Path) -> Result<Deviations<'a>, WriteError> {
    let mut deviations = Vec::new();
    let mut folder_exists = false;
    for file in files.iter().filter(|file| file.action != Action::Keep) {
        // Created just before its first file: on ext4 creating all folders ahead takes longer.
        if !std::mem::replace(&mut folder_exists, true) {
            fs::create_dir_all(&out.join(file.parent()))?;
        }
        let path = out.join(file.path);
        if file.action == Action::Create && fs::exists(&path) {
            // It appeared after the folder was listed.
            let source = ErrorKind::AlreadyExists.into();
            return Err(fs::Error { operation: Operation::Write, path, source }.into());
        }
        match file.content {
            None => {}
            Some(FileContent::Bytes(bytes)) => fs::replace(&path, bytes)?,
            Some(FileContent::Copy { source, digest, .. }) => {
                deviations.extend(copy(file, source, digest.is_some(), &path)?);
            }
        }
    }
    Ok(deviations)
}

/// Copies the source of `file`; returns its actual digest if it is not the planned one. If that one
/// `is_recorded` by the source's owner, the source is damaged.
fn copy<'a>(
    file: &CommitFile<'a>,
    source: &Path,
    is_recorded: bool,
    path: &Path,
) -> Result<Option<(&'a str, FileDigest)>, WriteError> {
    let mut digester = Digester::default();
    fs::copy(source, path, |chunk| digester.update(chunk))?;
    let copied = FileDigest::from(digester);
    if copied == file.digest {
        Ok(None)
    } else if is_recorded {
        Err(WriteError::Damaged(source.to_owned()))
    } else {
        Ok(Some((file.path, copied)))
    }
}
