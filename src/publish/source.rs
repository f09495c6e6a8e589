//! Where the bytes of files come from that are sent.

use std::path::PathBuf;

use super::failure::Failure;
use super::manifest::Stamp;
use super::plan::Plan;
use crate::fs;
use crate::output::FileContent;

/// Gives the bytes of a file.
pub trait Source {
    /// The bytes of the file at `path` that has this stamp.
    ///
    /// # Errors
    /// [`Failure::Source`] where there is no such file any more.
    fn bytes(&mut self, path: &str, stamp: Stamp) -> Result<Vec<u8>, Failure>;

    /// The same for whoever copies it: a file on the disk need not be held in memory.
    ///
    /// # Errors
    /// As [`Self::bytes`].
    fn content(&mut self, path: &str, stamp: Stamp) -> Result<FileContent, Failure> {
        self.bytes(path, stamp).map(FileContent::Bytes)
    }

    /// Looks whether all that `plan` sends is there, before anything is touched.
    ///
    /// # Errors
    /// What is not there.
    fn check(&self, _plan: &Plan) -> Result<(), Failure> {
        Ok(())
    }
}

/// The output folder.
#[derive(Debug)]
pub struct Output(pub PathBuf);

impl Source for Output {
    fn bytes(&mut self, path: &str, stamp: Stamp) -> Result<Vec<u8>, Failure> {
        let bytes = fs::read(&self.0.join(path))?;
        if Stamp::of(&bytes) == stamp { Ok(bytes) } else { Err(Failure::Source(path.to_owned())) }
    }

    fn content(&mut self, path: &str, stamp: Stamp) -> Result<FileContent, Failure> {
        let file = self.0.join(path);
        let same = Stamp::of_file(&file)? == stamp;
        if !same {
            return Err(Failure::Source(path.to_owned()));
        }
        Ok(FileContent::Copy { source: file, size: stamp.size, digest: None })
    }
}
