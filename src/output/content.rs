//! The content of an output file.

use std::path::Path;
use std::sync::Arc;

use crate::digest::Digest;

/// The content of an output file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileContent {
    Bytes(Vec<u8>),
    /// A copy of another file.
    Copy {
        source: Arc<Path>,
        /// In bytes.
        size: u64,
        /// If it is known; otherwise the source is read before it is copied.
        digest: Option<Digest>,
    },
}

impl FileContent {
    /// In bytes.
    pub fn size(&self) -> u64 {
        match self {
            Self::Bytes(bytes) => bytes.len() as u64,
            Self::Copy { size, .. } => *size,
        }
    }
}
