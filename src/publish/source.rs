//! Where the bytes of sent files come from.

use std::path::PathBuf;

use super::error::PublishError;
use super::manifest::{ContentHash, SectionManifest};
use super::plan::Plan;
use crate::fs;
use crate::output::{self, FileContent, OutputLock};

/// The files that an upload sends.
pub trait Source {
    /// Reads the file at `path` that has this hash.
    ///
    /// # Errors
    /// [`PublishError::Source`] if there is no such file any more.
    fn bytes(&self, path: &str, hash: ContentHash) -> Result<Vec<u8>, PublishError>;

    /// The same for callers that copy the file: a file on the disk is not read into memory.
    ///
    /// # Errors
    /// As [`Self::bytes`].
    fn content(&self, path: &str, hash: ContentHash) -> Result<FileContent, PublishError> {
        self.bytes(path, hash).map(FileContent::Bytes)
    }

    /// Checks that all files of `plan` exist, before anything is changed.
    ///
    /// # Errors
    /// For the first file that is missing.
    fn check(&self, _plan: &Plan) -> Result<(), PublishError> {
        Ok(())
    }
}

/// A site in its output folder that may be published, as [`preflight::check`] found.
///
/// [`preflight::check`]: super::verify::preflight::check
#[derive(Debug)]
pub struct BuiltSite {
    pub out: PathBuf,
    pub manifest: SectionManifest,
    /// Keeps builds from changing the files that are being sent.
    pub lock: Option<OutputLock>,
    /// The files of drafts that were left out because of their errors.
    pub unsound_drafts: Vec<String>,
}

impl BuiltSite {
    /// The error of a file that was changed since the check, and a note for the next build.
    fn changed(&self, path: &str, hash: ContentHash) -> PublishError {
        if self.manifest.files.get(path) == Some(&Some(hash)) {
            drop(output::Manifest::mark_pending(&self.out));
        }
        PublishError::Source(path.to_owned())
    }
}

impl Source for BuiltSite {
    fn bytes(&self, path: &str, hash: ContentHash) -> Result<Vec<u8>, PublishError> {
        let bytes = fs::read(&self.out.join(path))?;
        let is_same = ContentHash::from_bytes(&bytes) == hash;
        if is_same { Ok(bytes) } else { Err(self.changed(path, hash)) }
    }

    fn content(&self, path: &str, hash: ContentHash) -> Result<FileContent, PublishError> {
        let file = self.out.join(path);
        if ContentHash::from_file(&file)? != hash {
            return Err(self.changed(path, hash));
        }
        Ok(FileContent::Copy { source: file.into(), size: hash.size, digest: None })
    }
}
