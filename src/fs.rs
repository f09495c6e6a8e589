//! Disk access: the only module that touches the disk.
//!
//! Errors carry the path and a reason in Russian. Windows' peculiarities (separators, reserved names,
//! files locked by other programs) are handled here, so that above this module a path inside the site
//! is a `String` with `/` between names. Paths longer than Windows' old limit need no care: the
//! standard library adds the `\\?\` prefix itself.
//!
//! A killed process leaves whole files. A power cut may leave zeros in the place of files that were
//! not flushed to the device: those who write a record of files [`flush()`] them first.
#![expect(clippy::disallowed_methods, reason = "this is the module the others are sent to")]

mod error;
mod flush;
#[cfg(test)]
pub(crate) mod fuse;
mod listing;
mod lock;
mod names;
mod read;
mod stat;
mod temp;
mod temp_file;
mod text;
mod text_file;
mod text_reader;
mod transaction;
mod walk;

use std::fs;
use std::io::{self, Write};
use std::path::{Component, Path, PathBuf};
use std::time::Duration;

pub use error::{Error, Operation};
pub use flush::flush;
pub use listing::{EntryKind, ListedEntry, files_with_extension, list, subfolders};
pub use lock::{FolderLock, is_folder_lock, try_lock, try_lock_folder};
pub use names::{disk_key, is_portable_name, shown_path, with_slashes};
use read::{for_each_chunk, open_regular};
pub use read::{open, read, read_chunks, read_into, read_text, read_text_file};
pub use stat::{FileStat, stat};
pub use temp::{
    CAN_RENAME_DIRS, create_temp_dir, is_temporary, remove_temp_dir, remove_temp_files, rename_dir,
};
pub use temp_file::TempFile;
pub use text::{Charset, NotText, decode, with_line_feeds};
pub use text_file::{CannotEncode, TextFile};
pub use text_reader::TextReader;
pub use transaction::{FileTransaction, TransactionLock, finish_transactions};
pub use walk::{
    Entry, FoundFile, Probe, SkipReason, SkippedPath, Walked, probe, walk, walk_reading,
};

/// The size of a file in bytes.
pub fn size(path: &Path) -> Result<u64, Error> {
    fs::metadata(path).map(|metadata| metadata.len()).map_err(Error::during(Operation::Read, path))
}

/// Whether `path` is a folder.
pub fn is_folder(path: &Path) -> bool {
    path.is_dir()
}

/// Whether anything exists at `path`, including a dangling link.
pub fn exists(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

/// Writes a new file; an existing one is left alone and is an error.
pub fn create_new(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    create_new_with(path, |file| file.write_all(bytes))
}

/// Writes a new file through `write`, for content that need not be in memory at once; otherwise as
/// [`create_new`].
pub fn create_new_with(
    path: &Path,
    write: impl FnOnce(&mut fs::File) -> io::Result<()>,
) -> Result<(), Error> {
    let mut file = fs::File::options()
        .write(true)
        .create_new(true)
        .open(path)
        .map_err(Error::during(Operation::Write, path))?;
    write(&mut file).map_err(|error| {
        let _ = fs::remove_file(path);
        Error::during(Operation::Write, path)(error)
    })
}

/// Writes or replaces a file atomically: readers see the old file or the new one, whole. The folder
/// must exist.
pub fn replace(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    temp::write_then_rename(path, |file| file.write_all(bytes))
        .map_err(Error::during(Operation::Write, path))
}

/// Writes a new file, whole or not at all, and flushes it with its name; an existing one is left alone and is
/// an error.
pub fn create_flushed(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    if exists(path) {
        let taken = io::ErrorKind::AlreadyExists.into();
        return Err(Error::during(Operation::Write, path)(taken));
    }
    replace_flushed(path, bytes)?;
    flush::sync_entry(path)
}

/// As [`replace_flushed`], with the permissions of the file that is replaced; its new name outlives a power
/// cut too.
pub fn rewrite(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let permissions = fs::metadata(path).map(|metadata| metadata.permissions());
    temp::write_then_rename(path, |file| {
        file.write_all(bytes)?;
        if let Ok(permissions) = permissions {
            // A disk that knows no permissions keeps its own.
            let _ = file.set_permissions(permissions);
        }
        flush::sync(file)
    })
    .map_err(Error::during(Operation::Write, path))?;
    flush::sync_entry(path)
}

/// Whether the file cannot be written for its own permissions.
pub fn is_read_only(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|metadata| metadata.permissions().readonly())
}

/// As [`replace`], for what nobody but the user may read.
pub fn replace_private(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    temp::write_private(path, bytes).map_err(Error::during(Operation::Write, path))
}

/// As [`replace`], and the bytes are on the device before the old file is gone. After a power cut there is
/// the old file or the new one.
pub fn replace_flushed(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    temp::write_then_rename(path, |file| {
        file.write_all(bytes)?;
        flush::sync(file)
    })
    .map_err(Error::during(Operation::Write, path))
}

/// Appends to a file and creates it if it is missing. A killed process may leave a part of `bytes`.
pub fn append(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    retry_held(|| fs::File::options().append(true).create(true).open(path))
        .and_then(|mut file| file.write_all(bytes))
        .map_err(Error::during(Operation::Write, path))
}

/// Copies `source` to `path` as atomically as [`replace`] and passes each chunk to `inspect`: the
/// bytes that `inspect` sees are those written, even if the source changes meanwhile.
pub fn copy(source: &Path, path: &Path, mut inspect: impl FnMut(&[u8])) -> Result<(), Error> {
    let mut from = open_regular(source)?;
    temp::write_then_rename(path, |file| {
        for_each_chunk(&mut from, |chunk| {
            inspect(chunk);
            file.write_all(chunk)
        })
    })
    .map_err(Error::during(Operation::Write, path))
}

/// The number of files directly in a folder.
pub fn count_files(folder: &Path) -> Result<usize, Error> {
    let count = || -> io::Result<usize> {
        let mut count = 0;
        for entry in fs::read_dir(folder)? {
            count += usize::from(entry?.file_type()?.is_file());
        }
        Ok(count)
    };
    count().map_err(Error::during(Operation::Read, folder))
}

/// Removes a file or a link; a missing one is no error.
pub fn remove_file(path: &Path) -> Result<(), Error> {
    #[cfg(test)]
    fuse::burn();
    match retry_locked(|| fs::remove_file(path)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(Error::during(Operation::Remove, path)(error))
        }
        _ => Ok(()),
    }
}

/// Removes a folder if it is empty and returns whether it did. An empty folder that stays is no
/// failure: on Windows a window that shows it is enough to keep it.
pub fn remove_dir_if_empty(path: &Path) -> bool {
    fs::remove_dir(path).is_ok()
}

/// Creates a folder and its missing parents.
pub fn create_dir_all(path: &Path) -> Result<(), Error> {
    #[cfg(test)]
    fuse::burn();
    fs::create_dir_all(path).map_err(Error::during(Operation::CreateFolder, path))
}

/// Creates a folder, unless it is there, in one that exists: a root that was renamed, or pulled out with its
/// disk, is not made anew.
pub fn create_dir(path: &Path) -> Result<(), Error> {
    #[cfg(test)]
    fuse::burn();
    match fs::create_dir(path) {
        Err(_) if path.is_dir() => Ok(()),
        created => created.map_err(Error::during(Operation::CreateFolder, path)),
    }
}

/// Creates a folder and its missing parents, whose names outlive a power cut.
pub fn create_dirs_flushed(path: &Path) -> Result<(), Error> {
    let missing: Vec<_> = path.ancestors().take_while(|folder| !exists(folder)).collect();
    create_dir_all(path)?;
    missing.into_iter().try_for_each(flush::sync_entry)
}

/// The absolute path with links and `..` followed as far as it exists; the missing rest is appended
/// with its `..` taken literally.
pub fn resolve(path: &Path) -> Result<PathBuf, Error> {
    if let Ok(real) = fs::canonicalize(path) {
        return Ok(real);
    }
    let failed = |error| Error::during(Operation::Read, path)(error);
    let mut real = fs::canonicalize(".").map_err(failed)?;
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                real.pop();
            }
            // Pushing the root or a prefix replaces the whole path.
            Component::Prefix(_) | Component::RootDir | Component::Normal(_) => {
                real.push(part);
                match fs::canonicalize(&real) {
                    Ok(followed) => real = followed,
                    Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                    Err(error) => return Err(failed(error)),
                }
            }
        }
    }
    Ok(real)
}

/// Repeats `act` for about a second while another program locks the file: on Windows a virus scanner
/// or an open editor makes renaming and removing fail for a moment.
fn retry_locked<T>(act: impl FnMut() -> io::Result<T>) -> io::Result<T> {
    retry_while(|error| cfg!(windows) && error::is_locked(error), act)
}

/// As [`retry_locked`], for opening. Access that is denied to an open file is denied for good.
fn retry_held<T>(act: impl FnMut() -> io::Result<T>) -> io::Result<T> {
    retry_while(|error| cfg!(windows) && error::is_held(error), act)
}

fn retry_while<T>(
    is_passing: impl Fn(&io::Error) -> bool,
    mut act: impl FnMut() -> io::Result<T>,
) -> io::Result<T> {
    const WAITS_MS: [u64; 6] = [10, 20, 50, 120, 300, 500];
    for wait in WAITS_MS {
        match act() {
            Err(error) if is_passing(&error) => {
                std::thread::sleep(Duration::from_millis(wait));
            }
            other => return other,
        }
    }
    act()
}

#[cfg(test)]
pub(crate) mod tests;
