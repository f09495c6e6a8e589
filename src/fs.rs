//! The disk: the only module that touches it.
//!
//! Errors carry the path and say in Russian what went wrong. Whatever Windows does differently
//! (separators, reserved names, files held open by other programs) is dealt with here, so that
//! above this module a path inside the site is a `String` with `/` between folders. Paths longer
//! than Windows' old limit need no care: the standard library adds the `\\?\` prefix itself.
//!
//! Nothing here waits for the disk to have the bytes for good (`fsync`): a killed program leaves
//! whole files, a power cut may not, and the next build sees by the sizes what is to be redone.
#![expect(clippy::disallowed_methods, reason = "this is the module the others are sent to")]

mod error;
mod listing;
mod names;
mod text;
mod texts;
mod walk;

use std::borrow::Cow;
use std::fs;
use std::io::{self, Read, Write};
use std::path::{Component, Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

pub use error::{Action, Error};
pub use listing::{Kind, Listed, Stamp, folders, list, stamp};
pub use names::{disk_key, is_portable_name, with_slashes};
pub use text::{NotText, decode};
pub use texts::Texts;
pub use walk::{Entry, Found, Look, Refused, Walked, Why, look, walk, walk_reading};

/// The bytes of a file.
pub fn read(path: &Path) -> Result<Vec<u8>, Error> {
    fs::read(path).map_err(Error::of(Action::Read, path))
}

/// The text of a file, whatever the editor saved it as; see [`decode`].
///
/// A file that holds no text is an error like one that cannot be read.
pub fn read_text(path: &Path) -> Result<String, Error> {
    decode(&read(path)?).map(Cow::into_owned).map_err(no_text(path))
}

/// The error about the file `path`, which holds no text.
fn no_text(path: &Path) -> impl FnOnce(NotText) -> Error {
    |why| Error::of(Action::Read, path)(io::Error::new(io::ErrorKind::InvalidData, why))
}

/// Gives a file's bytes to `take` in pieces of at most 64 KiB: for files too large to hold.
pub fn read_in_pieces(path: &Path, mut take: impl FnMut(&[u8])) -> Result<(), Error> {
    let mut file = fs::File::open(path).map_err(Error::of(Action::Read, path))?;
    copy_pieces(&mut file, |piece| {
        take(piece);
        Ok(())
    })
    .map_err(Error::of(Action::Read, path))
}

/// The size of a file in bytes.
pub fn size(path: &Path) -> Result<u64, Error> {
    fs::metadata(path).map(|metadata| metadata.len()).map_err(Error::of(Action::Read, path))
}

/// An open file, for reading it from any place, and its size in bytes.
pub fn open(path: &Path) -> Result<(fs::File, u64), Error> {
    let file = fs::File::open(path).map_err(Error::of(Action::Read, path))?;
    let metadata = file.metadata().map_err(Error::of(Action::Read, path))?;
    Ok((file, metadata.len()))
}

fn copy_pieces(
    file: &mut fs::File,
    mut take: impl FnMut(&[u8]) -> io::Result<()>,
) -> io::Result<()> {
    let mut buffer = vec![0; 64 * 1024];
    loop {
        match file.read(&mut buffer) {
            Ok(0) => return Ok(()),
            Ok(count) => take(&buffer[..count])?,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

/// Whether anything stands at `path`, also a link that leads nowhere.
pub fn exists(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

/// Writes a new file; fails if there already is one, and then leaves that one as it is.
pub fn create_new(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    create_new_by(path, |file| file.write_all(bytes))
}

/// As [`create_new`], for what need not be in memory at once: `write` puts it into the file.
pub fn create_new_by(
    path: &Path,
    write: impl FnOnce(&mut fs::File) -> io::Result<()>,
) -> Result<(), Error> {
    let mut file = fs::File::options()
        .write(true)
        .create_new(true)
        .open(path)
        .map_err(Error::of(Action::Write, path))?;
    write(&mut file).map_err(|error| {
        let _ = fs::remove_file(path);
        Error::of(Action::Write, path)(error)
    })
}

/// Writes a file, or puts new bytes in the place of the old ones, so that whoever looks sees the
/// old file or the new one, whole. The folder must exist.
pub fn replace(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    put_beside(path, |file| file.write_all(bytes)).map_err(Error::of(Action::Write, path))
}

/// Adds to the end of a file, which is made where it is missing. A killed process may leave a part.
pub fn append(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    fs::File::options()
        .append(true)
        .create(true)
        .open(path)
        .and_then(|mut file| file.write_all(bytes))
        .map_err(Error::of(Action::Write, path))
}

/// Keeps other processes out for as long as the value lives, also if this one is killed; nothing
/// where another has it. The file itself is empty and stays.
pub fn lock(path: &Path) -> Result<Option<fs::File>, Error> {
    let failed = Error::of(Action::Write, path);
    let options = || fs::File::options().create(true).append(true).open(path);
    match options().map(|file| (file.try_lock(), file)) {
        Ok((Ok(()), file)) => Ok(Some(file)),
        Ok((Err(fs::TryLockError::WouldBlock), _)) => Ok(None),
        Ok((Err(fs::TryLockError::Error(error)), _)) | Err(error) => Err(failed(error)),
    }
}

/// Copies `source` to `path` with the care of [`replace`], showing each piece to `look` on the
/// way: what was shown is what was written, also when someone changes the source meanwhile.
pub fn copy_to(source: &Path, path: &Path, mut look: impl FnMut(&[u8])) -> Result<(), Error> {
    let mut from = fs::File::open(source).map_err(Error::of(Action::Read, source))?;
    put_beside(path, |file| {
        copy_pieces(&mut from, |piece| {
            look(piece);
            file.write_all(piece)
        })
    })
    .map_err(Error::of(Action::Write, path))
}

/// What the names of all temporary files and folders start and end with.
const TEMPORARY: (&str, &str) = (".~rostok-", ".tmp");

/// Whether `name` is the name of a temporary file or folder of this program: `.~rostok-….tmp`. One
/// that is found when nothing is being written was left behind by a build that was killed.
pub fn is_temporary(name: &str) -> bool {
    name.starts_with(TEMPORARY.0) && name.ends_with(TEMPORARY.1)
}

/// A temporary name in the folder of `path`: of the process and a running number, so that neither
/// two threads nor two builds share one. The target's own name is left out: it may already be as
/// long as the disk allows.
fn beside(path: &Path) -> PathBuf {
    static NUMBER: AtomicU64 = AtomicU64::new(0);
    let (start, end) = TEMPORARY;
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    path.with_file_name(format!("{start}{}-{number}{end}", std::process::id()))
}

/// Whether a folder can be renamed with what it holds. Windows refuses while any program has a file
/// in it open, and its virus scanners open each file that is new.
pub const FOLDERS_MOVE: bool = cfg!(not(windows));

/// Makes a temporary folder that is to become the one at `path` with what is put into it; see
/// [`rename`].
pub fn create_beside(path: &Path) -> Result<PathBuf, Error> {
    create_dir_all(path.parent().unwrap_or(Path::new("")))?;
    loop {
        let beside = beside(path);
        match fs::create_dir(&beside) {
            // One that a killed process with the same number left.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            made => return made.map(|()| beside).map_err(Error::of(Action::Create, path)),
        }
    }
}

/// Puts a temporary folder in its place: whoever looks sees none of what it holds, or all.
pub fn rename(beside: &Path, path: &Path) -> Result<(), Error> {
    fs::rename(beside, path).map_err(Error::of(Action::Create, path))
}

/// How many files a folder holds, those of folders inside it not counted.
pub fn count_files(folder: &Path) -> Result<usize, Error> {
    let count = || -> io::Result<usize> {
        let mut count = 0;
        for entry in fs::read_dir(folder)? {
            count += usize::from(entry?.file_type()?.is_file());
        }
        Ok(count)
    };
    count().map_err(Error::of(Action::Read, folder))
}

/// Removes a temporary folder with all that it holds, if it is still there.
pub fn remove_beside(beside: &Path) {
    if beside.file_name().and_then(|name| name.to_str()).is_some_and(is_temporary) {
        let _ = fs::remove_dir_all(beside);
    }
}

fn put_beside(
    path: &Path,
    fill: impl FnOnce(&mut fs::File) -> io::Result<()>,
) -> Result<(), io::Error> {
    let beside = beside(path);
    let written = fs::File::create(&beside)
        .and_then(|mut file| fill(&mut file))
        .and_then(|()| patiently(|| fs::rename(&beside, path)));
    if written.is_err() {
        let _ = fs::remove_file(&beside);
    }
    written
}

/// Removes a file or a link; that it is already gone is no error.
pub fn remove_file(path: &Path) -> Result<(), Error> {
    match patiently(|| fs::remove_file(path)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(Error::of(Action::Remove, path)(error))
        }
        _ => Ok(()),
    }
}

/// Removes a folder if it is empty and nobody holds it; says whether it did. That an empty folder
/// stays is no failure: on Windows a window that shows it is enough.
pub fn remove_dir_if_empty(path: &Path) -> bool {
    fs::remove_dir(path).is_ok()
}

/// Makes a folder and those above it, where they are missing.
pub fn create_dir_all(path: &Path) -> Result<(), Error> {
    fs::create_dir_all(path).map_err(Error::of(Action::Create, path))
}

/// Where `path` really leads: absolute, links and `..` followed, as far as it exists; the rest,
/// which need not exist, is appended with its `..` taken literally.
pub fn resolve(path: &Path) -> Result<PathBuf, Error> {
    if let Ok(real) = fs::canonicalize(path) {
        return Ok(real);
    }
    let failed = |error| Error::of(Action::Read, path)(error);
    let mut real = fs::canonicalize(".").map_err(failed)?;
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                real.pop();
            }
            // An absolute path replaces what there was.
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

/// Tries again for about a second while another program holds the file: on Windows a virus
/// scanner or an open editor makes renaming and removing fail for a moment.
fn patiently(mut act: impl FnMut() -> io::Result<()>) -> io::Result<()> {
    const WAITS: [u64; 6] = [10, 20, 50, 120, 300, 500];
    for wait in WAITS {
        match act() {
            Err(error) if cfg!(windows) && error::is_held(&error) => {
                std::thread::sleep(Duration::from_millis(wait));
            }
            other => return other,
        }
    }
    act()
}

#[cfg(test)]
pub(crate) mod tests;
