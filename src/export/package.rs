//! The ZIP that the files of Word and Excel are (ISO/IEC 29500-2).

use std::io::{Cursor, Read, Write};

use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZipArchive, ZipWriter};

/// The parts of a file, in the order in which they are added.
pub(super) struct Package {
    zip: ZipWriter<Cursor<Vec<u8>>>,
}

impl Package {
    pub(super) fn new() -> Self {
        Self { zip: ZipWriter::new(Cursor::default()) }
    }

    /// Adds the part `name`.
    pub(super) fn add(&mut self, name: &str, bytes: &[u8]) -> Result<(), ZipError> {
        // No times, and the system is named: by default it is the one that the program runs on.
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(DateTime::default())
            .unix_permissions(0o644)
            .system(System::Unix);
        self.zip.start_file(name, options)?;
        self.zip.write_all(bytes)?;
        Ok(())
    }

    /// The bytes of the file.
    pub(super) fn finish(self) -> Result<Vec<u8>, ZipError> {
        Ok(self.zip.finish()?.into_inner())
    }
}

/// The file `bytes` packed anew as [`Package`] packs: the same on every system.
pub(super) fn repacked(bytes: Vec<u8>) -> Result<Vec<u8>, ZipError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes))?;
    let mut package = Package::new();
    for place in 0..archive.len() {
        let mut part = archive.by_index(place)?;
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes)?;
        let name = part.name()?.into_owned();
        package.add(&name, &bytes)?;
    }
    package.finish()
}
