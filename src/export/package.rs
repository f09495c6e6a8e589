//! Writes the ZIP packages of Word and Excel (ISO/IEC 29500-2) and of OpenDocument (ISO/IEC 26300-3),
//! with the same bytes on each system.

use std::io::{Cursor, Read, Write};

use rayon::prelude::*;
use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZipArchive, ZipWriter};

pub(super) struct Package {
    zip: ZipWriter<Cursor<Vec<u8>>>,
    /// The level of the compression, if not the default.
    level: Option<i64>,
}

impl Package {
    pub(super) fn new() -> Self {
        Self { zip: ZipWriter::new(Cursor::default()), level: None }
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
            .compression_level(self.level.filter(|_| method == CompressionMethod::Deflated))
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

/// A package with more bytes is compressed on several cores, and less: most of its time goes there.
const LARGE: usize = 4 << 20;
/// The level of `flate2` for large packages; the default is 6.
const FAST: i64 = 3;

/// Repacks a file written by another library, so that it does not depend on the system.
pub(super) fn repack(bytes: &[u8]) -> Result<Vec<u8>, ZipError> {
    // The same type as elsewhere: each would be compiled for itself.
    let mut archive = ZipArchive::new(Cursor::new(bytes))?;
    let mut parts = Vec::with_capacity(archive.len());
    for index in 0..archive.len() {
        let mut part = archive.by_index(index)?;
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes)?;
        parts.push((part.name()?.into_owned(), bytes));
    }
    let mut package = Package::new();
    if parts.iter().map(|(_, bytes)| bytes.len()).sum::<usize>() <= LARGE {
        for (name, bytes) in &parts {
            package.add(name, bytes)?;
        }
        return package.finish();
    }
    // Each part in a package of its own, from which it is copied as it is.
    let packed = parts.par_iter().map(|(name, bytes)| {
        let mut package = Package { level: Some(FAST), ..Package::new() };
        package.add(name, bytes)?;
        package.finish()
    });
    for one in packed.collect::<Result<Vec<_>, ZipError>>()? {
        let mut archive = ZipArchive::new(Cursor::new(one))?;
        package.zip.raw_copy_file(archive.by_index_raw(0)?)?;
    }
    package.finish()
}
