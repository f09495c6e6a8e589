//! A sink that keeps all files in memory.

use std::sync::{Mutex, PoisonError};

use super::Sink;
use super::content::FileContent;
use super::file_map::{FileMap, PathTaken};
use super::path::SitePath;

/// Keeps all files in memory.
#[derive(Debug, Default)]
pub struct MemorySink {
    files: Mutex<FileMap<FileContent>>,
}

impl MemorySink {
    pub fn into_files(self) -> FileMap<FileContent> {
        self.files.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Sink for MemorySink {
    fn put(&self, path: SitePath, content: FileContent) -> Result<(), PathTaken> {
        self.files.lock().unwrap_or_else(PoisonError::into_inner).insert(path, content)
    }

    fn files(&mut self) -> Vec<(&str, u64)> {
        let files = self.files.get_mut().unwrap_or_else(PoisonError::into_inner);
        files.iter().map(|(path, content)| (path, content.size())).collect()
    }
}
