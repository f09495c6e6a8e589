//! Temporary files and folders: content is written beside its target and renamed into place.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use super::{Error, Operation, create_dir_all, retry_locked};

const PREFIX: &str = ".~rostok-";
const SUFFIX: &str = ".tmp";

/// Whether `name` is the name of a temporary file or folder of this program: `.~rostok-….tmp`. One
/// that is found when nothing is being written was left behind by a killed build.
pub fn is_temporary(name: &str) -> bool {
    name.starts_with(PREFIX) && name.ends_with(SUFFIX)
}

/// A temporary name in the folder of `path`, made of the process id and a counter, so that neither
/// two threads nor two builds share one. The target's own name is left out: it may already be as
/// long as the disk allows.
pub(super) fn temp_sibling(path: &Path) -> PathBuf {
    static COUNTER: AtomicU64 = AtomicU64::new(0);
    let number = COUNTER.fetch_add(1, Ordering::Relaxed);
    path.with_file_name(format!("{PREFIX}{}-{number}{SUFFIX}", std::process::id()))
}

/// Whether a folder can be renamed together with its files. Windows refuses while any program has
/// one of them open, and its virus scanners open every new file.
pub const CAN_RENAME_DIRS: bool = cfg!(not(windows));

/// Creates an empty temporary folder beside `path`, and the missing parents; [`rename_dir`] moves it
/// to `path` once it is filled.
pub fn create_temp_dir(path: &Path) -> Result<PathBuf, Error> {
    create_dir_all(path.parent().unwrap_or(Path::new("")))?;
    loop {
        let temp = temp_sibling(path);
        match fs::create_dir(&temp) {
            // Left by a killed process with the same id.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            created => {
                let failed = Error::during(Operation::CreateFolder, path);
                return created.map(|()| temp).map_err(failed);
            }
        }
    }
}

/// Renames a temporary folder into place: readers see none of its files, or all.
pub fn rename_dir(temp: &Path, path: &Path) -> Result<(), Error> {
    fs::rename(temp, path).map_err(Error::during(Operation::CreateFolder, path))
}

/// Renames a file.
pub(super) fn rename_file(from: &Path, to: &Path) -> Result<(), Error> {
    #[cfg(test)]
    super::fuse::burn();
    retry_locked(|| fs::rename(from, to)).map_err(Error::during(Operation::Write, to))
}

/// Removes the temporary files in `folder`, which a killed process left there. The caller knows that
/// no other process is writing any.
pub fn remove_temp_files(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if entry.file_name().to_str().is_some_and(is_temporary) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Removes a temporary folder and its content if it still exists; other folders are left alone.
pub fn remove_temp_dir(temp: &Path) {
    if temp.file_name().and_then(|name| name.to_str()).is_some_and(is_temporary) {
        let _ = fs::remove_dir_all(temp);
    }
}

/// Writes a temporary file through `write` and renames it to `path`.
pub(super) fn write_then_rename(
    path: &Path,
    write: impl FnOnce(&mut fs::File) -> io::Result<()>,
) -> Result<(), io::Error> {
    let temp = temp_sibling(path);
    #[cfg(test)]
    super::fuse::burn();
    let written = fs::File::create(&temp).and_then(|mut file| write(&mut file)).and_then(|()| {
        #[cfg(test)]
        super::fuse::burn();
        retry_locked(|| fs::rename(&temp, path))
    });
    if written.is_err() {
        let _ = fs::remove_file(&temp);
    }
    written
}

/// As [`write_then_rename`], and nobody but the user can read the file, where the system knows users.
pub(super) fn write_private(path: &Path, bytes: &[u8]) -> Result<(), io::Error> {
    let temp = temp_sibling(path);
    let mut options = fs::File::options();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written = options
        .open(&temp)
        .and_then(|mut file| file.write_all(bytes))
        .and_then(|()| retry_locked(|| fs::rename(&temp, path)));
    if written.is_err() {
        let _ = fs::remove_file(&temp);
    }
    written
}
