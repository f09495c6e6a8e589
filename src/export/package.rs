//! Writes the ZIP packages of Word and Excel (ISO/IEC 29500-2) and of OpenDocument (ISO/IEC 26300-3),
//! with the same bytes on each system.

use std::io::{Cursor, Read, Write};

use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZipArchive, ZipWriter};

pub(super) struct Package {
    zip: ZipWriter<Cursor<Vec<u8>>>,
}

impl Package {
    pub(super) fn new() -> Self {
        Self { zip: ZipWriter::new(Cursor::default()) }
    }

    pub(super) fn add(&mut self, name: &str, bytes: &[u8]) -> Result<(), ZipError> {
        self.write(name, bytes, CompressionMethod::Deflated)
    }

    /// Adds a part without compression, as programs expect of the first part of OpenDocument.
    pub(super) fn store(&mut self, name: &str, bytes: &[u8]) -> Result<(), ZipError> {
        self.write(name, bytes, CompressionMethod::Stored)
    }

    fn write(
        &mut self,
        name: &str,
        bytes: &[u8],
        method: CompressionMethod,
    ) -> Result<(), ZipError> {
        // Fixed time and system: the defaults depend on where the program runs.
        let options = SimpleFileOptions::default()
            .compression_method(method)
            .last_modified_time(DateTime::default())
            .unix_permissions(0o644)
            .system(System::Unix);
        self.zip.start_file(name, options)?;
        self.zip.write_all(bytes)?;
        Ok(())
    }

    pub(super) fn finish(self) -> Result<Vec<u8>, ZipError> {
        Ok(self.zip.finish()?.into_inner())
    }
}

/// Repacks a file written by another library, so that it does not depend on the system.
pub(super) fn repack(bytes: &[u8]) -> Result<Vec<u8>, ZipError> {
    // The same type as elsewhere: each would be compiled for itself.
    let mut archive = ZipArchive::new(Cursor::new(bytes))?;
    let mut package = Package::new();
    for index in 0..archive.len() {
        let mut part = archive.by_index(index)?;
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes)?;
        let name = part.name()?.into_owned();
        package.add(&name, &bytes)?;
    }
    package.finish()
}
