//! A folder of the user's: the files that are content, and the links that cannot be followed.

use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use rayon::prelude::*;
use walkdir::WalkDir;

use super::listing::touched;
use super::names::with_slashes;
use super::{Action, Error};

/// A file that a walk has come upon.
#[derive(Clone, Debug)]
pub struct Found {
    /// Where it is.
    pub path: PathBuf,
    /// Its path from the site's root, with `/` between names.
    pub relative: String,
}

/// A file with what the disk keeps of it.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Where it is.
    pub path: PathBuf,
    /// Its path from the site's root, with `/` between names.
    pub relative: String,
    /// The size in bytes.
    pub size: u64,
    /// When it was last written.
    pub modified: SystemTime,
    /// The latest time at which it can have become what it is; see [`super::Listed::touched`].
    pub touched: SystemTime,
}

/// What a walk gives: the files, and what was left out and is to be told.
pub type Walked<T> = (Vec<T>, Vec<Refused>);

/// What stands at a path, for who knows the folder already and hears of a change there.
#[derive(Clone, Debug)]
pub enum Look {
    /// A file.
    File(Entry),
    /// Nothing that [`walk`] would give.
    Nothing,
    /// A folder, a link, or something below a link: only a walk tells.
    Unclear,
}

/// Something that was left out, and about which the user is to be told.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Refused {
    /// Its path from the site's root, with `/` between names.
    pub relative: String,
    /// Why.
    pub why: Why,
}

/// Why something was left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// A symbolic link leads out of the folder that is being walked.
    LeadsOut,
    /// A symbolic link leads to a folder it lies in.
    Loop,
    /// A symbolic link leads nowhere.
    Dangling,
    /// The name is not Unicode.
    NotUnicode,
}

/// The files in `root/folder` and below, sorted by their relative paths; none if there is no such
/// folder. Symbolic links are followed as long as they stay in the folder.
///
/// Passed over without a word: dot-files and dot-folders, the backup and swap files of editors
/// and offices, and what systems leave in every folder they show.
pub fn walk(root: &Path, folder: &str) -> Result<Walked<Entry>, Error> {
    let (files, refused) = walk_reading(root, folder, || (), |(), found| entry(found))?;
    Ok((files.into_iter().map(|(_, entry)| entry).collect(), refused))
}

/// A [`walk`] on which each file is read by `read`, on all cores and while the walk goes on. What
/// `new` makes is a reader's own: one reads many files, one after another.
pub fn walk_reading<S, T: Send>(
    root: &Path,
    folder: &str,
    new: impl Fn() -> S + Send + Sync,
    read: impl Fn(&mut S, &Found) -> Result<T, Error> + Send + Sync,
) -> Result<Walked<(Found, T)>, Error> {
    let start = root.join(folder);
    if !super::exists(&start) {
        return Ok((Vec::new(), Vec::new()));
    }
    let mut refused = Vec::new();
    let mut failure = None;
    let read: Vec<Result<(Found, T), Refused>> = files(root, &start, &mut refused, &mut failure)?
        .par_bridge()
        .map_init(new, |reader, path| {
            let (relative, is_unicode) = relative_of(root, &path);
            if !is_unicode {
                return Ok(Err(Refused { relative, why: Why::NotUnicode }));
            }
            let found = Found { path, relative };
            let read = read(reader, &found)?;
            Ok(Ok((found, read)))
        })
        .collect::<Result<_, Error>>()?;
    if let Some(failure) = failure {
        return Err(failure);
    }
    let mut all = Vec::with_capacity(read.len());
    for file in read {
        match file {
            Ok(file) => all.push(file),
            Err(refusal) => refused.push(refusal),
        }
    }
    all.sort_unstable_by(|(a, _), (b, _)| a.relative.cmp(&b.relative));
    refused.sort_unstable();
    Ok((all, refused))
}

/// The paths of the files in `start` and below, in no certain order. What cannot be followed goes to
/// `refused`; where a folder cannot be listed, `failure` says so and nothing comes after it.
fn files<'a>(
    root: &'a Path,
    start: &'a Path,
    refused: &'a mut Vec<Refused>,
    failure: &'a mut Option<Error>,
) -> Result<impl Iterator<Item = PathBuf> + Send + 'a, Error> {
    let real_start = super::resolve(start)?;
    let mut entries = WalkDir::new(start).follow_links(true).into_iter().filter_entry(|entry| {
        entry.depth() == 0 || !is_passed_over(&entry.file_name().to_string_lossy())
    });
    let mut next = move || {
        while let Some(entry) = entries.next() {
            let (path, why) = match entry {
                Ok(entry) => {
                    let leads_out = entry.depth() > 0
                        && entry.path_is_symlink()
                        && !super::resolve(entry.path())?.starts_with(&real_start);
                    if !leads_out {
                        if entry.file_type().is_file() {
                            return Ok(Some(entry.into_path()));
                        }
                        continue;
                    }
                    if entry.file_type().is_dir() {
                        entries.skip_current_dir();
                    }
                    (entry.into_path(), Why::LeadsOut)
                }
                Err(error) => match (error.path(), why_not_followed(&error)) {
                    (Some(path), Some(why)) => (path.to_owned(), why),
                    _ => return Err(walk_error(start, error)),
                },
            };
            refused.push(Refused { relative: relative_of(root, &path).0, why });
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

/// What the disk keeps of a file.
fn entry(Found { path, relative }: &Found) -> Result<Entry, Error> {
    let metadata = std::fs::metadata(path).map_err(Error::of(Action::Read, path))?;
    let modified = metadata.modified().map_err(Error::of(Action::Read, path))?;
    Ok(Entry {
        path: path.clone(),
        relative: relative.clone(),
        size: metadata.len(),
        modified,
        touched: touched(modified, &metadata),
    })
}

/// Looks at one path below `root/folder`, where a [`walk`] of that folder would go the whole way.
/// `relative` is counted from `root`, with `/` between names.
pub fn look(root: &Path, folder: &str, relative: &str) -> Look {
    let Some(inner) = relative.strip_prefix(folder).and_then(|inner| inner.strip_prefix('/'))
    else {
        return Look::Unclear;
    };
    let mut path = root.join(folder);
    let mut names = inner.split('/').peekable();
    while let Some(name) = names.next() {
        if is_passed_over(name) {
            return Look::Nothing;
        }
        path.push(name);
        let metadata = match std::fs::symlink_metadata(&path) {
            Ok(metadata) => metadata,
            Err(error) => {
                return match error.kind() {
                    io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Look::Nothing,
                    _ => Look::Unclear,
                };
            }
        };
        let last = names.peek().is_none();
        if !last && metadata.is_dir() {
            continue;
        }
        return match metadata.modified() {
            Ok(modified) if last && metadata.is_file() => Look::File(Entry {
                path,
                relative: relative.to_owned(),
                size: metadata.len(),
                modified,
                touched: touched(modified, &metadata),
            }),
            _ if metadata.is_file() => Look::Nothing,
            _ => Look::Unclear,
        };
    }
    Look::Unclear
}

fn why_not_followed(error: &walkdir::Error) -> Option<Why> {
    if error.loop_ancestor().is_some() {
        return Some(Why::Loop);
    }
    let is_link = error.path().is_some_and(Path::is_symlink);
    let is_missing = error.io_error().map(io::Error::kind) == Some(io::ErrorKind::NotFound);
    // A link to itself fails with the system's own code for too many links, which has no stable
    // name in the standard library; whatever else a link fails with, it leads nowhere useful.
    is_link.then_some(if is_missing { Why::Dangling } else { Why::Loop })
}

/// Editors: Vim's `.x.swp`, Emacs' `#x#` and `.#x`, `x~` of many; offices: `~$x.docx`; systems:
/// thumbnails and folder settings.
fn is_passed_over(name: &str) -> bool {
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

/// The path below `root` with `/` between names, and whether all of it is Unicode.
pub(super) fn relative_of(root: &Path, path: &Path) -> (String, bool) {
    let below = path.strip_prefix(root).unwrap_or(path);
    (with_slashes(below), below.to_str().is_some())
}

pub(super) fn walk_error(folder: &Path, error: walkdir::Error) -> Error {
    let path = error.path().unwrap_or(folder).to_owned();
    let source = error.into_io_error().unwrap_or_else(|| io::ErrorKind::Other.into());
    Error { action: Action::Read, path, source }
}

#[cfg(test)]
mod tests;
