//! Walks a folder of the user's: its content files, and the links that cannot be followed.

use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use rayon::prelude::*;
use walkdir::WalkDir;

use super::names::relative_to;
use super::stat::touched;
use super::{Error, Operation};

/// A file found by a walk.
#[derive(Clone, Debug)]
pub struct FoundFile {
    pub path: PathBuf,
    /// The path from the site's root, with `/` between names.
    pub relative: String,
}

/// A file with its size and times.
#[derive(Clone, Debug)]
pub struct Entry {
    pub path: PathBuf,
    /// The path from the site's root, with `/` between names.
    pub relative: String,
    /// In bytes.
    pub size: u64,
    pub modified: SystemTime,
    /// As in [`super::FileStat::touched`].
    pub touched: SystemTime,
}

/// The result of a walk: the files, and the skipped paths to report.
pub type Walked<T> = (Vec<T>, Vec<SkippedPath>);

/// The state of one path; see [`probe`].
#[derive(Clone, Debug)]
pub enum Probe {
    File(Entry),
    /// Nothing that [`walk`] would find.
    Nothing,
    /// A folder, a link, or something below a link: only a walk can tell.
    Unclear,
}

/// A path that a walk skipped and the user should know about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SkippedPath {
    /// The path from the site's root, with `/` between names.
    pub relative: String,
    pub reason: SkipReason,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SkipReason {
    /// A symbolic link leads out of the walked folder.
    LeadsOut,
    /// A symbolic link leads to a folder it lies in.
    Loop,
    /// A symbolic link leads nowhere.
    Dangling,
    /// The name is not Unicode.
    NotUnicode,
    /// A pipe, a socket or a device.
    NotAFile,
}

/// The files in `root/folder` and below, sorted by their relative paths; empty if the folder is
/// missing. Symbolic links are followed as long as they stay in the folder.
///
/// Ignored silently: dot-files and dot-folders, backup and swap files of editors and offices, and
/// the files that systems leave in every folder they show.
pub fn walk(root: &Path, folder: &str) -> Result<Walked<Entry>, Error> {
    let (files, skipped) = walk_reading(root, folder, || (), |(), file| read_entry(file))?;
    Ok((files.into_iter().map(|(_, entry)| entry).collect(), skipped))
}

/// A [`walk`] that reads each file with `read`, on all cores and while the walk goes on. `init`
/// creates the state of one reader, which reads many files one after another.
pub fn walk_reading<S, T: Send>(
    root: &Path,
    folder: &str,
    init: impl Fn() -> S + Send + Sync,
    read: impl Fn(&mut S, &FoundFile) -> Result<T, Error> + Send + Sync,
) -> Result<Walked<(FoundFile, T)>, Error> {
    let start = root.join(folder);
    if !super::exists(&start) {
        return Ok((Vec::new(), Vec::new()));
    }
    let mut skipped = Vec::new();
    let mut failure = None;
    let read: Vec<Result<(FoundFile, T), SkippedPath>> =
        iterate(root, &start, &mut skipped, &mut failure)?
            .par_bridge()
            .map_init(init, |reader, path| {
                let (relative, is_unicode) = relative_to(root, &path);
                if !is_unicode {
                    return Ok(Err(SkippedPath { relative, reason: SkipReason::NotUnicode }));
                }
                let file = FoundFile { path, relative };
                let read = read(reader, &file)?;
                Ok(Ok((file, read)))
            })
            .collect::<Result<_, Error>>()?;
    if let Some(failure) = failure {
        return Err(failure);
    }
    let mut files = Vec::with_capacity(read.len());
    for file in read {
        match file {
            Ok(file) => files.push(file),
            Err(path) => skipped.push(path),
        }
    }
    files.sort_unstable_by(|(a, _), (b, _)| a.relative.cmp(&b.relative));
    skipped.sort_unstable();
    Ok((files, skipped))
}

/// The paths of the files in `start` and below, in no particular order. Links that cannot be followed
/// are added to `skipped`; if a folder cannot be listed, the iterator sets `failure` and ends.
fn iterate<'a>(
    root: &'a Path,
    start: &'a Path,
    skipped: &'a mut Vec<SkippedPath>,
    failure: &'a mut Option<Error>,
) -> Result<impl Iterator<Item = PathBuf> + Send + 'a, Error> {
    let real_start = super::resolve(start)?;
    let mut entries = WalkDir::new(start).follow_links(true).into_iter().filter_entry(|entry| {
        entry.depth() == 0 || !is_ignored(&entry.file_name().to_string_lossy())
    });
    let mut next = move || {
        while let Some(entry) = entries.next() {
            let (path, reason) = match entry {
                Ok(entry) => {
                    let leads_out = entry.depth() > 0
                        && entry.path_is_symlink()
                        && !super::resolve(entry.path())?.starts_with(&real_start);
                    let kind = entry.file_type();
                    let reason = match leads_out {
                        false if kind.is_file() => return Ok(Some(entry.into_path())),
                        false if kind.is_dir() => continue,
                        false => SkipReason::NotAFile,
                        true => SkipReason::LeadsOut,
                    };
                    if kind.is_dir() {
                        entries.skip_current_dir();
                    }
                    (entry.into_path(), reason)
                }
                Err(error) => match (error.path(), skip_reason(&error)) {
                    (Some(path), Some(reason)) => (path.to_owned(), reason),
                    _ => return Err(Error::from_walk(start, error)),
                },
            };
            skipped.push(SkippedPath { relative: relative_to(root, &path).0, reason });
        }
        Ok(None)
    };
    Ok(std::iter::from_fn(move || {
        next().unwrap_or_else(|error| {
            *failure = Some(error);
            None
        })
    })
    .fuse())
}

fn read_entry(FoundFile { path, relative }: &FoundFile) -> Result<Entry, Error> {
    let metadata = std::fs::metadata(path).map_err(Error::during(Operation::Read, path))?;
    let modified = metadata.modified().map_err(Error::during(Operation::Read, path))?;
    Ok(Entry {
        path: path.clone(),
        relative: relative.clone(),
        size: metadata.len(),
        modified,
        touched: touched(modified, &metadata),
    })
}

/// Examines one path below `root/folder` without walking the whole folder. `relative` is relative to
/// `root`, with `/` between names.
pub fn probe(root: &Path, folder: &str, relative: &str) -> Probe {
    let Some(inner) = relative.strip_prefix(folder).and_then(|inner| inner.strip_prefix('/'))
    else {
        return Probe::Unclear;
    };
    let mut path = root.join(folder);
    let mut names = inner.split('/').peekable();
    while let Some(name) = names.next() {
        if is_ignored(name) {
            return Probe::Nothing;
        }
        path.push(name);
        let metadata = match std::fs::symlink_metadata(&path) {
            Ok(metadata) => metadata,
            Err(error) => {
                return match error.kind() {
                    io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Probe::Nothing,
                    _ => Probe::Unclear,
                };
            }
        };
        let last = names.peek().is_none();
        if !last && metadata.is_dir() {
            continue;
        }
        return match metadata.modified() {
            Ok(modified) if last && metadata.is_file() => Probe::File(Entry {
                path,
                relative: relative.to_owned(),
                size: metadata.len(),
                modified,
                touched: touched(modified, &metadata),
            }),
            _ if metadata.is_file() => Probe::Nothing,
            _ => Probe::Unclear,
        };
    }
    Probe::Unclear
}

/// Why a link was not followed; `None` for other errors.
fn skip_reason(error: &walkdir::Error) -> Option<SkipReason> {
    if error.loop_ancestor().is_some() {
        return Some(SkipReason::Loop);
    }
    let is_link = error.path().is_some_and(Path::is_symlink);
    let is_missing = error.io_error().map(io::Error::kind) == Some(io::ErrorKind::NotFound);
    // A link to itself fails with the system's code for too many links, which has no stable name in
    // the standard library. A link that fails in any other way leads nowhere useful either.
    is_link.then_some(if is_missing { SkipReason::Dangling } else { SkipReason::Loop })
}

/// Files of editors (Vim's `.x.swp`, Emacs' `#x#` and `.#x`, `x~` of many), of offices
/// (`~$x.docx`) and of systems (thumbnails, folder settings).
fn is_ignored(name: &str) -> bool {
    let ends = |end: &str| {
        name.len() >= end.len()
            && name.is_char_boundary(name.len() - end.len())
            && name[name.len() - end.len()..].eq_ignore_ascii_case(end)
    };
    name.starts_with('.')
        || name.starts_with("~$")
        || name.ends_with('~')
        || (name.len() > 1 && name.starts_with('#') && name.ends_with('#'))
        || [".swp", ".tmp", ".bak"].into_iter().any(ends)
        || ["thumbs.db", "desktop.ini"].iter().any(|system| name.eq_ignore_ascii_case(system))
}

#[cfg(test)]
mod tests;
