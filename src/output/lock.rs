//! The lock of an output folder.

use std::path::{Path, PathBuf};

use super::error::WriteError;
use super::out_folder::CreatedFolders;
use crate::fs;

/// Keeps other processes from writing an output folder for as long as it lives: two builds would mix
/// their files, and an upload would send the files of both. Whoever writes the folder, or reads it
/// for more than a moment, holds one.
#[derive(Debug)]
pub struct OutputLock {
    /// Dropped first: folders are removed only when they are empty.
    _lock: fs::FolderLock,
    _created: CreatedFolders,
}

impl OutputLock {
    /// Locks the folder `out`, which is created if it is missing, and removed again if it is empty
    /// when the lock is dropped.
    ///
    /// # Errors
    /// [`WriteError::Busy`] if another process holds the lock.
    pub fn acquire(out: &Path) -> Result<Self, WriteError> {
        let created = CreatedFolders::before(out);
        match fs::try_lock_folder(out) {
            Some(lock) => Ok(Self { _lock: lock, _created: created }),
            None => Err(WriteError::Busy(PathBuf::from(out))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fs::tests::list_names;

    #[test]
    fn one_at_a_time_and_nothing_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("new/public");
        let lock = OutputLock::acquire(&out).unwrap();
        assert!(matches!(OutputLock::acquire(&out), Err(WriteError::Busy(_))));
        assert!(OutputLock::acquire(&folder.path().join("other")).is_ok());
        drop(lock);
        assert_eq!(list_names(folder.path()), [""; 0]);
        let lock = OutputLock::acquire(&out).unwrap();
        fs::create_new(&out.join("index.html"), b"").unwrap();
        drop(lock);
        assert_eq!(list_names(&out), ["index.html"]);
    }
}
