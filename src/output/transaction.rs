//! The transaction from its begin to the commit or the rollback; see [the module](super).

use std::path::Path;
use std::sync::{Mutex, PoisonError};

use super::Sink;
use super::content::FileContent;
use super::error::WriteError;
use super::file_map::{FileMap, PathTaken};
use super::manifest::FileDigest;
use super::out_folder::CreatedFolders;
use super::path::SitePath;
use super::staging::Staging;
use super::state::OutputState;

/// Makes the output folder hold exactly the files that are put into it, besides foreign ones. Without
/// [`commit`](Self::commit), dropping it removes everything that it wrote.
#[derive(Debug)]
pub struct Transaction {
    pub(super) state: OutputState,
    /// Dropped after the staged files are removed.
    _created: CreatedFolders,
    pub(super) staging: Staging,
    pub(super) files: Mutex<FileMap<PendingFile>>,
}

/// A file until the commit.
#[derive(Debug)]
pub(super) enum PendingFile {
    /// The output folder already holds it.
    Unchanged(FileDigest),
    /// It is in the temporary folder of a new folder.
    Staged(FileDigest),
    /// It is in memory, or a copy of another file.
    Held(FileContent, Option<FileDigest>),
}

impl PendingFile {
    fn size(&self) -> u64 {
        match self {
            Self::Unchanged(digest) | Self::Staged(digest) => digest.size,
            Self::Held(content, _) => content.size(),
        }
    }
}

impl Transaction {
    /// Lists the folder `out` and reads its manifest; changes nothing.
    ///
    /// # Errors
    /// If it cannot be read, or a newer version of the program wrote it.
    pub fn begin(out: &Path) -> Result<Self, WriteError> {
        let created = CreatedFolders::before(out);
        let state = OutputState::read(out)?;
        let (staging, files) = (Staging::default(), Mutex::default());
        Ok(Self { state, _created: created, staging, files })
    }

    /// Whether the folder has a manifest that cannot be understood. Then the files of the site are
    /// written as if it listed them, and others stay, even if former builds wrote them.
    pub fn found_damaged_manifest(&self) -> bool {
        self.state.has_damaged_manifest
    }

    /// Compares a file with the output folder and writes it if it belongs to a new one. Its digest is
    /// taken now, while its bytes are in the processor's cache.
    fn stage(&self, path: &SitePath, content: FileContent) -> PendingFile {
        let digest = match &content {
            FileContent::Bytes(bytes) => Some(FileDigest::from_bytes(bytes)),
            &FileContent::Copy { size, digest, .. } => {
                digest.map(|digest| FileDigest { size, digest })
            }
        };
        match (&content, digest) {
            (_, Some(digest)) if self.state.is_unchanged(path, digest) => {
                PendingFile::Unchanged(digest)
            }
            (FileContent::Bytes(bytes), Some(digest))
                if self.staging.write(&self.state, path, bytes) =>
            {
                PendingFile::Staged(digest)
            }
            _ => PendingFile::Held(content, digest),
        }
    }
}

impl Sink for Transaction {
    fn put(&self, path: SitePath, content: FileContent) -> Result<(), PathTaken> {
        let pending = self.stage(&path, content);
        let staged = matches!(pending, PendingFile::Staged(_)).then(|| path.clone());
        let added = self.files.lock().unwrap_or_else(PoisonError::into_inner).insert(path, pending);
        if let (Err(_), Some(path)) = (&added, staged) {
            self.staging.remove_file(&self.state, &path);
        }
        added
    }

    fn files(&mut self) -> Vec<(&str, u64)> {
        let files = self.files.get_mut().unwrap_or_else(PoisonError::into_inner);
        files.iter().map(|(path, file)| (path, file.size())).collect()
    }
}

impl Drop for Transaction {
    fn drop(&mut self) {
        self.staging.remove_all();
    }
}

#[cfg(test)]
mod tests;
