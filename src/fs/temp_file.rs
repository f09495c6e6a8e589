//! A temporary file for what arrives in pieces.

use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use super::temp::temp_sibling;
use super::{Error, Operation, flush, retry_locked};

/// A temporary file, which is removed unless it is moved to its place.
#[derive(Debug)]
pub struct TempFile {
    file: Option<File>,
    path: PathBuf,
}

impl TempFile {
    /// Creates one in `folder`, which must exist, with room for `size` bytes where the disk can keep
    /// room free.
    ///
    /// # Errors
    /// Also if the room is known not to be there.
    pub fn create(folder: &Path, size: u64) -> Result<Self, Error> {
        let path = temp_sibling(&folder.join("file"));
        let mut options = File::options();
        options.read(true).write(true).create(true).truncate(true);
        let file = options.open(&path).map_err(Error::during(Operation::Write, &path))?;
        let reserved = reserve(&file, size).map_err(Error::during(Operation::Write, &path));
        let temp = Self { file: Some(file), path };
        reserved.map(|()| temp)
    }

    /// Where it is until it is moved.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Writes further bytes.
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), Error> {
        let written = self.file.as_mut().map_or(Ok(()), |file| file.write_all(bytes));
        written.map_err(Error::during(Operation::Write, &self.path))
    }

    /// Moves it to `path`, on the same disk, once its bytes are on the device; a file that is there is
    /// left alone and is an error.
    pub fn keep_as(mut self, path: &Path) -> Result<(), Error> {
        let failed = |error| Error::during(Operation::Write, path)(error);
        let file = self.file.take();
        file.as_ref().map_or(Ok(()), flush::sync).map_err(failed)?;
        // Windows moves no open file.
        drop(file);
        move_new(&self.path, path).map_err(failed)?;
        flush::sync_entry(path)
    }
}

/// Moves `from` to `to`, where no file may be. The name `from` may stay beside.
fn move_new(from: &Path, to: &Path) -> std::io::Result<()> {
    #[cfg(test)]
    super::fuse::burn();
    match fs::hard_link(from, to) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => {}
        linked => return linked,
    }
    // The disk knows no second names, as those of flash drives, or the place is on another.
    #[cfg(target_os = "linux")]
    if let Some(moved) = rename_new(from, to) {
        return moved;
    }
    File::options().write(true).create_new(true).open(to)?;
    let moved = match retry_locked(|| fs::rename(from, to)) {
        Ok(()) => Ok(()),
        Err(_) => super::copy(from, to, |_| {}).map_err(|error| error.source),
    };
    if moved.is_err() {
        let _ = fs::remove_file(to);
    }
    moved
}

/// The same in one step; `None` where the system or the disk cannot.
#[cfg(target_os = "linux")]
fn rename_new(from: &Path, to: &Path) -> Option<std::io::Result<()>> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    match renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE) {
        Ok(()) => Some(Ok(())),
        Err(rustix::io::Errno::EXIST) => Some(Err(ErrorKind::AlreadyExists.into())),
        Err(_) => None,
    }
}

impl Drop for TempFile {
    fn drop(&mut self) {
        drop(self.file.take());
        let _ = fs::remove_file(&self.path);
    }
}

#[cfg(target_os = "linux")]
fn reserve(file: &File, size: u64) -> std::io::Result<()> {
    if size == 0 {
        return Ok(());
    }
    match rustix::fs::fallocate(file, rustix::fs::FallocateFlags::empty(), 0, size) {
        // The disk cannot keep room free.
        Err(rustix::io::Errno::OPNOTSUPP | rustix::io::Errno::NOSYS) => Ok(()),
        reserved => Ok(reserved?),
    }
}

/// NTFS allocates what a file is long.
#[cfg(not(target_os = "linux"))]
fn reserve(file: &File, size: u64) -> std::io::Result<()> {
    file.set_len(size)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_moved_whole_or_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("1.jpg");
        let make = || {
            let mut temp = TempFile::create(folder.path(), 6).unwrap();
            temp.write(b"abc").unwrap();
            temp.write(b"def").unwrap();
            temp
        };
        drop(make());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
        make().keep_as(&path).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"abcdef");
        fs::write(&path, b"other").unwrap();
        assert!(make().keep_as(&path).is_err());
        assert_eq!(fs::read(&path).unwrap(), b"other");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_disk_without_second_names_moves_it_in_one_step() {
        let folder = tempfile::tempdir().unwrap();
        let [from, to] = ["1.tmp", "1.jpg"].map(|name| folder.path().join(name));
        fs::write(&from, "new").unwrap();
        assert!(rename_new(&from, &to).unwrap().is_ok());
        assert_eq!(fs::read(&to).unwrap(), b"new");
        fs::write(&from, "other").unwrap();
        let taken = rename_new(&from, &to).unwrap().unwrap_err();
        assert_eq!(
            (taken.kind(), fs::read(&to).unwrap()),
            (ErrorKind::AlreadyExists, b"new".to_vec())
        );
    }

    #[test]
    fn missing_room_is_found_before_anything_is_written() {
        let folder = tempfile::tempdir().unwrap();
        assert!(TempFile::create(folder.path(), 1 << 60).is_err());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
