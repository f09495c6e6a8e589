//! Saves a document together with other changes of files.

use super::{DocumentStore, Edit, EditError, Saved, encode, hash};
use crate::fs::FileTransaction;

impl DocumentStore {
    /// As [`Self::save`], and makes `change` too: all of it or nothing, also if the process is killed.
    ///
    /// # Errors
    /// As [`Self::save`], or if a file is in the way; then all is as before.
    pub(in crate::editor) fn save_with(
        &self,
        file: &str,
        base: &str,
        edit: &Edit,
        mut change: FileTransaction,
    ) -> Result<Saved, EditError> {
        self.path(file)?;
        let lock = self.exclusive()?;
        let before = self.read_bytes(file)?;
        let old_hash = hash(&before);
        let disk = self.decode(file, &before)?;
        self.remember(&old_hash, disk.text());
        let text = self.composed(file, disk, &old_hash, base, edit)?.merged;
        let mut notes = Vec::new();
        let bytes = encode(text.clone(), &mut notes);
        let new_hash = hash(&bytes);
        if bytes != before {
            self.keep_version(file, &old_hash, &before)?;
            change.writes.push((file.to_owned(), bytes));
        }
        lock.run(&change)?;
        self.remember(&new_hash, text.text());
        self.state().note_saved(file, &new_hash);
        Ok(Saved { hash: new_hash, notes, merged: None })
    }
}
