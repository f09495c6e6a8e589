//! Changes of several files that happen all or not at all, also if the process is killed in between.
//!
//! 1. New contents are written beside the journal and flushed.
//! 2. The journal is renamed into place: from now on the change counts as made.
//! 3. Files are moved and new contents renamed into place, and the journal is removed. No step needs room on
//!    the disk, and each can be taken back.
//!
//! Until 2 nothing has changed; after it, `finish` does the steps that are left. Whoever reads the files
//! meanwhile may see some steps done: readers that must not call `finish` first. Folders are flushed between
//! 1, 2 and 3 and before the journal goes, so that the same holds for a power cut.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::path::{Component, Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::flush::sync_folder;
use super::{Error, Operation, copy, exists, read, temp, try_lock};
use super::{create_dir, create_dir_all, remove_dir_if_empty, remove_file, replace_flushed};

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
    /// If the root is gone, or the disk fails.
    pub fn acquire(root: &Path, folder: &str) -> Result<Option<Self>, Error> {
        // A root that was renamed or pulled out is not made anew.
        let folder = root.join(folder);
        create_dir(&folder)?;
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
        let record = self.stage(change).inspect_err(|_| {
            let _ = self.forget();
        })?;
        let mut steps = StepsTaken::default();
        match self.apply(&record, &mut steps) {
            Ok(()) => self.forget(),
            Err(error) => {
                // With the journal left, the next who locks the folder finishes the change.
                if steps.take_back().is_ok() {
                    self.forget()?;
                }
                Err(error)
            }
        }
    }

    /// Writes the new contents and the journal.
    fn stage(&self, change: &FileTransaction) -> Result<JournalRecord, Error> {
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
        sync_folder(&self.folder)?;
        let journal = serde_json::to_vec(&record).unwrap_or_default();
        replace_flushed(&self.folder.join(JOURNAL), &journal)?;
        sync_folder(&self.folder)?;
        Ok(record)
    }

    fn apply(&self, record: &JournalRecord, steps: &mut StepsTaken) -> Result<(), Error> {
        for (from, to) in &record.moves {
            steps.rename(self.path(from)?, self.path(to)?)?;
        }
        for (number, StagedWrite { file, staged, .. }) in record.writes.iter().enumerate() {
            let path = self.path(file)?;
            if exists(&path) {
                steps.keep(&path, self.folder.join(format!("old-{number}")))?;
            }
            steps.rename(self.folder.join(staged), path)?;
        }
        self.remove_empty(record);
        steps.flush()
    }

    /// Does what a killed process has left to do.
    fn finish(&self) -> Result<(), Error> {
        let path = self.folder.join(JOURNAL);
        if !exists(&path) {
            return self.remove_staged();
        }
        // A journal that cannot be read was destroyed by a power cut: there is nothing to go by.
        if let Ok(record) = serde_json::from_slice::<JournalRecord>(&read(&path)?) {
            let mut steps = StepsTaken::default();
            for (from, to) in &record.moves {
                let (from, to) = (self.path(from)?, self.path(to)?);
                // Otherwise this was done, or somebody else has changed the files meanwhile.
                if exists(&from) && !exists(&to) {
                    steps.rename(from, to)?;
                }
            }
            for StagedWrite { file, staged, old } in &record.writes {
                let (path, staged) = (self.path(file)?, self.folder.join(staged));
                // What somebody has written since then stays.
                if exists(&staged) && digest(&path) == *old {
                    steps.rename(staged, path)?;
                }
            }
            self.remove_empty(&record);
            steps.flush()?;
        }
        self.forget()
    }

    fn remove_empty(&self, record: &JournalRecord) {
        for folder in record.empty.iter().filter_map(|folder| self.path(folder).ok()) {
            remove_dir_if_empty(&folder);
        }
    }

    /// Removes the journal, which ends the change, and what was kept for it.
    fn forget(&self) -> Result<(), Error> {
        remove_file(&self.folder.join(JOURNAL))?;
        self.remove_staged()
    }

    /// Removes what no journal names: contents, and files that were being written when a process died.
    fn remove_staged(&self) -> Result<(), Error> {
        let entries = fs::read_dir(&self.folder);
        for entry in entries.map_err(Error::during(Operation::Read, &self.folder))?.flatten() {
            let name = entry.file_name();
            let is_left = name.to_str().is_some_and(|name| {
                let number = name.strip_prefix("new-").or_else(|| name.strip_prefix("old-"));
                number.is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()))
                    || temp::is_temporary(name)
            });
            if is_left {
                remove_file(&entry.path())?;
            }
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

/// The renames of a change so far.
#[derive(Debug, Default)]
struct StepsTaken {
    /// From, to, and where the file that was replaced is kept.
    renames: Vec<(PathBuf, PathBuf, Option<PathBuf>)>,
    /// Where the file that the next rename replaces is kept.
    kept: Option<PathBuf>,
    /// The folders whose entries have changed.
    folders: BTreeSet<PathBuf>,
}

impl StepsTaken {
    /// Gives the file at `path`, which is about to be replaced, the further name `kept`.
    fn keep(&mut self, path: &Path, kept: PathBuf) -> Result<(), Error> {
        remove_file(&kept)?;
        #[cfg(test)]
        super::fuse::burn();
        // Some disks know no second names.
        if fs::hard_link(path, &kept).is_err() {
            copy(path, &kept, |_| {})?;
        }
        self.kept = Some(kept);
        Ok(())
    }

    fn rename(&mut self, from: PathBuf, to: PathBuf) -> Result<(), Error> {
        let folder = to.parent().unwrap_or(Path::new(""));
        let missing = folder.ancestors().take_while(|folder| !exists(folder));
        self.folders.extend(missing.filter_map(Path::parent).map(Path::to_owned));
        create_dir_all(folder)?;
        self.folders
            .extend([from.parent(), Some(folder)].into_iter().flatten().map(Path::to_owned));
        temp::rename_file(&from, &to)?;
        self.renames.push((from, to, self.kept.take()));
        Ok(())
    }

    /// Puts back what was moved and replaced, the last first.
    fn take_back(self) -> Result<(), Error> {
        for (from, to, kept) in self.renames.into_iter().rev() {
            create_dir_all(from.parent().unwrap_or(Path::new("")))?;
            temp::rename_file(&to, &from)?;
            if let Some(kept) = kept {
                temp::rename_file(&kept, &to)?;
            }
        }
        Ok(())
    }

    /// Waits until the new names are on the device. A folder may be gone with its last file.
    fn flush(&self) -> Result<(), Error> {
        self.folders
            .iter()
            .filter(|folder| exists(folder))
            .try_for_each(|folder| sync_folder(folder))
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

#[cfg(test)]
mod tests;
