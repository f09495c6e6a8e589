//! Locks of the operating system: they end with the process that holds them, however it ends.

use std::fs::{self, File, TryLockError};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::{Error, Operation, retry_held, retry_locked};

/// The file in a locked folder. Its name is that of a temporary file, so that whoever leaves those out
/// leaves it out too.
const FOLDER_LOCK: &str = ".~rostok-lock.tmp";

/// Whether `name` is that of the file which locks its folder.
pub fn is_folder_lock(name: &str) -> bool {
    name == FOLDER_LOCK
}

/// Locks a file against other processes until the returned handle is dropped or this process dies;
/// `None` if another process holds the lock. The file itself is empty and stays.
pub fn try_lock(path: &Path) -> Result<Option<File>, Error> {
    let failed = Error::during(Operation::Write, path);
    let open = || File::options().create(true).append(true).open(path);
    match retry_held(open).map(|file| (file.try_lock(), file)) {
        Ok((Ok(()), file)) => Ok(Some(file)),
        Ok((Err(TryLockError::WouldBlock), _)) => Ok(None),
        Ok((Err(TryLockError::Error(error)), _)) | Err(error) => Err(failed(error)),
    }
}

/// A folder that no other process may write, until this value is dropped.
#[derive(Debug)]
pub struct FolderLock {
    /// The file in the folder that is locked; `None` where the folder cannot be written, or the disk
    /// knows no locks, as some network disks.
    file: Option<(File, PathBuf)>,
}

/// Creates a folder and its missing parents and locks it; `None` if another process holds the lock.
/// A folder that cannot be locked for any other reason counts as locked: writing it will tell why it
/// cannot be written.
pub fn try_lock_folder(folder: &Path) -> Option<FolderLock> {
    /// How often the folder or the file may disappear meanwhile.
    const ATTEMPTS: usize = 100;

    let path = folder.join(FOLDER_LOCK);
    for _ in 0..ATTEMPTS {
        if fs::create_dir_all(folder).is_err() {
            break;
        }
        let open = || File::options().create(true).append(true).open(&path);
        let file = match retry_locked(open) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => continue,
            Err(_) => break,
        };
        match file.try_lock() {
            Ok(()) if is_same_file(&file, &path) => {
                return Some(FolderLock { file: Some((file, path)) });
            }
            // The former holder has removed it.
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return None,
            Err(TryLockError::Error(_)) => {
                drop(fs::remove_file(&path));
                break;
            }
        }
    }
    Some(FolderLock { file: None })
}

impl Drop for FolderLock {
    fn drop(&mut self) {
        if let Some((file, path)) = self.file.take() {
            // While it is held: afterwards it may be another process's.
            drop(fs::remove_file(path));
            drop(file);
        }
    }
}

#[cfg(unix)]
fn is_same_file(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let identity = |metadata: std::io::Result<fs::Metadata>| {
        metadata.ok().map(|metadata| (metadata.dev(), metadata.ino()))
    };
    let there = identity(fs::symlink_metadata(path));
    there.is_some() && identity(file.metadata()) == there
}

#[cfg(not(unix))]
fn is_same_file(_: &File, path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lock_keeps_others_out_until_it_is_dropped() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("lock");
        let held = try_lock(&path).unwrap();
        assert!(held.is_some() && try_lock(&path).unwrap().is_none());
        drop(held);
        assert!(try_lock(&path).unwrap().is_some());
    }

    #[test]
    fn a_locked_folder_is_created_and_left_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a/public");
        let held = try_lock_folder(&path).unwrap();
        assert!(held.file.is_some() && try_lock_folder(&path).is_none());
        drop(held);
        assert_eq!(fs::read_dir(&path).unwrap().count(), 0);
        assert!(try_lock_folder(&path).unwrap().file.is_some());
        let file = folder.path().join("file");
        fs::write(&file, "").unwrap();
        assert!(try_lock_folder(&file).unwrap().file.is_none());
    }

    #[test]
    fn of_many_only_one_holds_the_folder() {
        use std::sync::atomic::{AtomicUsize, Ordering};

        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("public");
        let (inside, held) = (AtomicUsize::new(0), AtomicUsize::new(0));
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    for _ in 0..500 {
                        let Some(lock) = try_lock_folder(&path) else { continue };
                        assert_eq!(inside.fetch_add(1, Ordering::SeqCst), 0);
                        held.fetch_add(1, Ordering::SeqCst);
                        inside.fetch_sub(1, Ordering::SeqCst);
                        drop(lock);
                        drop(fs::remove_dir(&path));
                    }
                });
            }
        });
        assert!(held.into_inner() > 0);
    }
}
