//! Writes a pack as a ZIP archive.

use std::io::{self, BufWriter, Seek, Write};
use std::path::Path;

use zip::write::SimpleFileOptions;
use zip::{DateTime, System, ZipWriter};

use crate::fs;
use crate::output::{FileContent, FileMap};

/// Writes `files` to the archive `path`.
///
/// # Errors
/// If it exists already; if the disk cannot be read or written.
pub(super) fn write(files: &FileMap<FileContent>, path: &Path) -> Result<(), fs::Error> {
    fs::create_new_with(path, |file| write_zip(files, BufWriter::new(file)))
}

fn write_zip(files: &FileMap<FileContent>, out: impl Write + Seek) -> io::Result<()> {
    let options = SimpleFileOptions::default()
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644)
        .system(System::Unix);
    let mut zip = ZipWriter::new(out);
    for (path, content) in files.iter() {
        zip.start_file(path, options)?;
        match content {
            FileContent::Bytes(bytes) => zip.write_all(bytes)?,
            FileContent::Copy { source, .. } => {
                let (mut file, _) = fs::open(source).map_err(|error| error.source)?;
                io::copy(&mut file, &mut zip)?;
            }
        }
    }
    zip.finish()?.flush()
}
