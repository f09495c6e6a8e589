//! Changes of several files that happen all or not at all, also if the process is killed in between.
//!
//! 1. New contents are written beside the journal and flushed.
//! 2. The journal is renamed into place: from now on the change counts as made.
//! 3. Files are moved and replaced, each step one rename, and the journal is removed.
//!
//! Until 2 nothing has changed; after it, `finish` does the steps that are left. Whoever reads the files
//! meanwhile may see some steps done: readers that must not call `finish` first.

use std::fs::File;
use std::path::{Component, Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::{
    Error, create_dir_all, exists, remove_dir_if_empty, remove_file, replace_flushed, temp,
};
use super::{Operation, read, try_lock};

const JOURNAL: &str = "journal";
const LOCK: &str = "lock";

/// A change to make. Paths are relative to the root, with `/` between names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileTransaction {
    /// Files to move: from, to. Nothing may be there.
    pub moves: Vec<(String, String)>,
    /// Files to write after that: where, what.
    pub writes: Vec<(String, Vec<u8>)>,
    /// Folders to remove in the end, as far as they are empty, in this order.
    pub empty: Vec<String>,
}

/// The journal as it is written.
#[derive(Debug, Deserialize, Serialize)]
struct JournalRecord {
    moves: Vec<(String, String)>,
    writes: Vec<StagedWrite>,
    empty: Vec<String>,
}

/// A file to write.
#[derive(Debug, Deserialize, Serialize)]
struct StagedWrite {
    file: String,
    /// The name of its new content beside the journal.
    staged: String,
    /// A digest of its old content, if there was one.
    old: Option<String>,
}

/// Keeps other processes from changing files in the same way.
#[derive(Debug)]
pub struct TransactionLock {
    root: PathBuf,
    /// The folder of the journal.
    folder: PathBuf,
    _lock: File,
}

impl TransactionLock {
    /// Creates `folder`, where the journal is kept, locks it, and finishes what a killed process has
    /// begun. `None` if another process holds the lock.
    ///
    /// # Errors
    /// If the disk fails.
    pub fn acquire(root: &Path, folder: &str) -> Result<Option<Self>, Error> {
        let folder = root.join(folder);
        create_dir_all(&folder)?;
        let ignore = folder.join(".gitignore");
        if !exists(&ignore) {
            super::replace(&ignore, b"*\n")?;
        }
        let Some(lock) = try_lock(&folder.join(LOCK))? else { return Ok(None) };
        let lock = Self { root: root.to_owned(), folder, _lock: lock };
        lock.finish()?;
        Ok(Some(lock))
    }

    /// Makes the change. If a file cannot be moved or written, those that were are put back.
    ///
    /// # Errors
    /// If the disk fails, or a file is in the way.
    pub fn run(&self, change: &FileTransaction) -> Result<(), Error> {
        for (_, to) in &change.moves {
            let path = self.path(to)?;
            if exists(&path) {
                let taken = std::io::ErrorKind::AlreadyExists.into();
                return Err(Error { operation: Operation::Write, path, source: taken });
            }
        }
        let mut record = JournalRecord {
            moves: change.moves.clone(),
            writes: Vec::new(),
            empty: change.empty.clone(),
        };
        for (number, (file, bytes)) in change.writes.iter().enumerate() {
            let staged = format!("new-{number}");
            replace_flushed(&self.folder.join(&staged), bytes)?;
            let source =
                change.moves.iter().find(|(_, to)| to == file).map_or(file, |(from, _)| from);
            let old = digest(&self.path(source)?);
            record.writes.push(StagedWrite { file: file.clone(), staged, old });
        }
        let journal = serde_json::to_vec(&record).unwrap_or_default();
        replace_flushed(&self.folder.join(JOURNAL), &journal)?;
        if let Err(error) = self.apply(&record, change) {
            self.forget(&record)?;
            return Err(error);
        }
        self.forget(&record)
    }

    /// Makes the change; puts back what was moved and written if a step fails.
    fn apply(&self, record: &JournalRecord, change: &FileTransaction) -> Result<(), Error> {
        let mut old: Vec<(PathBuf, Vec<u8>)> = Vec::new();
        let mut moved: Vec<(PathBuf, PathBuf)> = Vec::new();
        let mut step = || -> Result<(), Error> {
            for (from, to) in &record.moves {
                let (from, to) = (self.path(from)?, self.path(to)?);
                rename(&from, &to)?;
                moved.push((from, to));
            }
            for (file, bytes) in &change.writes {
                let path = self.path(file)?;
                let before = if exists(&path) { Some(read(&path)?) } else { None };
                create_parent(&path)?;
                replace_flushed(&path, bytes)?;
                old.extend(before.map(|bytes| (path, bytes)));
            }
            Ok(())
        };
        let done = step();
        if done.is_err() {
            for (path, bytes) in old.iter().rev() {
                replace_flushed(path, bytes)?;
            }
            for (from, to) in moved.iter().rev() {
                rename(to, from)?;
            }
            return done;
        }
        self.remove_empty(record);
        Ok(())
    }

    /// Does what a killed process has left to do.
    fn finish(&self) -> Result<(), Error> {
        let path = self.folder.join(JOURNAL);
        if !exists(&path) {
            return self.remove_staged();
        }
        // A journal that cannot be read was destroyed by a power cut: there is nothing to go by.
        if let Ok(record) = serde_json::from_slice::<JournalRecord>(&read(&path)?) {
            for (from, to) in &record.moves {
                let (from, to) = (self.path(from)?, self.path(to)?);
                // Otherwise this was done, or somebody else has changed the files meanwhile.
                if exists(&from) && !exists(&to) {
                    rename(&from, &to)?;
                }
            }
            for StagedWrite { file, staged, old } in &record.writes {
                let (path, staged) = (self.path(file)?, self.folder.join(staged));
                // What somebody has written since then stays.
                if exists(&staged) && digest(&path) == *old {
                    create_parent(&path)?;
                    replace_flushed(&path, &read(&staged)?)?;
                }
            }
            self.remove_empty(&record);
        }
        remove_file(&path)?;
        self.remove_staged()
    }

    fn remove_empty(&self, record: &JournalRecord) {
        for folder in record.empty.iter().filter_map(|folder| self.path(folder).ok()) {
            remove_dir_if_empty(&folder);
        }
    }

    /// Removes the journal, which ends the change, and what was staged for it.
    fn forget(&self, record: &JournalRecord) -> Result<(), Error> {
        remove_file(&self.folder.join(JOURNAL))?;
        for StagedWrite { staged, .. } in &record.writes {
            remove_file(&self.folder.join(staged))?;
        }
        Ok(())
    }

    /// Removes contents that no journal names.
    fn remove_staged(&self) -> Result<(), Error> {
        for number in 0.. {
            let staged = self.folder.join(format!("new-{number}"));
            if !exists(&staged) {
                break;
            }
            remove_file(&staged)?;
        }
        Ok(())
    }

    /// The path of `relative`, which must not lead out of the root.
    fn path(&self, relative: &str) -> Result<PathBuf, Error> {
        let inner = Path::new(relative);
        let is_inside = inner.components().all(|part| matches!(part, Component::Normal(_)));
        let path = self.root.join(inner);
        if is_inside {
            return Ok(path);
        }
        let source = std::io::ErrorKind::InvalidInput.into();
        Err(Error { operation: Operation::Write, path, source })
    }
}

/// Finishes what a killed process has begun to change below `root`; nothing is created where nothing was
/// begun, and nothing is done while another process is at it.
///
/// # Errors
/// If the disk fails.
pub fn finish_transactions(root: &Path, folder: &str) -> Result<(), Error> {
    if exists(&root.join(folder).join(JOURNAL)) {
        TransactionLock::acquire(root, folder)?;
    }
    Ok(())
}

/// A digest of the file's bytes; `None` if it cannot be read.
fn digest(path: &Path) -> Option<String> {
    read(path).ok().map(|bytes| blake3::hash(&bytes).to_hex().to_string())
}

fn rename(from: &Path, to: &Path) -> Result<(), Error> {
    create_parent(to)?;
    temp::rename_file(from, to)
}

fn create_parent(path: &Path) -> Result<(), Error> {
    path.parent().map_or(Ok(()), create_dir_all)
}

#[cfg(test)]
mod tests;
