//! What a file of the output consists of.

use std::ops::Deref;
use std::path::PathBuf;

use bytes::Bytes;

use super::manifest::Record;
use crate::digest::Digest;

/// What a file of the output consists of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// Bytes made in memory.
    Bytes(Digested),
    /// A source file, copied as it is.
    File(PathBuf),
    /// A file whose content is known, so that it need not be read to be compared.
    Known {
        /// Where it is.
        source: PathBuf,
        /// Its size in bytes.
        size: u64,
        /// The digest of its bytes.
        digest: Digest,
    },
}

/// Bytes with their digest, which is taken where they are made: they are in the processor's cache there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Digested {
    bytes: Bytes,
    digest: Digest,
}

impl Digested {
    /// What the manifest says of them.
    pub(super) fn record(&self) -> Record {
        Record { size: self.bytes.len() as u64, digest: self.digest }
    }
}

impl Default for Digested {
    fn default() -> Self {
        Bytes::new().into()
    }
}

impl<T: Into<Bytes>> From<T> for Digested {
    fn from(bytes: T) -> Self {
        let bytes = bytes.into();
        Self { digest: Digest::of(&bytes), bytes }
    }
}

impl Deref for Digested {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.bytes
    }
}
