//! Reads files, whole or in chunks.

use std::borrow::Cow;
use std::fs;
use std::io::{self, Read};
use std::path::Path;

use super::error::NotAFile;
use super::{Error, Operation, TextFile, decode, retry_held};

/// Reads a whole file.
pub fn read(path: &Path) -> Result<Vec<u8>, Error> {
    check_regular(path)
        .and_then(|()| retry_held(|| fs::read(path)))
        .map_err(Error::during(Operation::Read, path))
}

/// Reads a whole file into `bytes`, in the place of what is there.
pub fn read_into(path: &Path, bytes: &mut Vec<u8>) -> Result<(), Error> {
    let (mut file, size) = open(path)?;
    bytes.clear();
    bytes.reserve_exact(usize::try_from(size).unwrap_or_default());
    file.read_to_end(bytes).map(|_| ()).map_err(Error::during(Operation::Read, path))
}

/// Refuses pipes, sockets and devices: reading one may never end.
fn check_regular(path: &Path) -> io::Result<()> {
    let kind = fs::metadata(path)?.file_type();
    // Reading a folder fails by itself.
    if kind.is_file() || kind.is_dir() { Ok(()) } else { Err(NotAFile.into()) }
}

/// Reads a text file in any encoding that [`decode`] knows; one that holds no text is an error.
pub fn read_text(path: &Path) -> Result<String, Error> {
    decode(&read(path)?).map(Cow::into_owned).map_err(Error::not_text(path))
}

/// As [`read_text`], for a file that is written again with the bytes that no edit touches.
pub fn read_text_file(path: &Path) -> Result<TextFile, Error> {
    TextFile::decode(&read(path)?).map_err(Error::not_text(path))
}

/// Passes a file's bytes to `inspect` in chunks of at most 64 KiB: for files too large for memory.
pub fn read_chunks(path: &Path, mut inspect: impl FnMut(&[u8])) -> Result<(), Error> {
    let mut file = open_regular(path)?;
    for_each_chunk(&mut file, |chunk| {
        inspect(chunk);
        Ok(())
    })
    .map_err(Error::during(Operation::Read, path))
}

/// Opens a file for reading; also gives its size in bytes.
pub fn open(path: &Path) -> Result<(fs::File, u64), Error> {
    let file = open_regular(path)?;
    let metadata = file.metadata().map_err(Error::during(Operation::Read, path))?;
    Ok((file, metadata.len()))
}

pub(super) fn open_regular(path: &Path) -> Result<fs::File, Error> {
    check_regular(path)
        .and_then(|()| retry_held(|| fs::File::open(path)))
        .map_err(Error::during(Operation::Read, path))
}

pub(super) fn for_each_chunk(
    file: &mut fs::File,
    mut consume: impl FnMut(&[u8]) -> io::Result<()>,
) -> io::Result<()> {
    let mut buffer = vec![0; 64 * 1024];
    loop {
        match file.read(&mut buffer) {
            Ok(0) => return Ok(()),
            Ok(count) => consume(&buffer[..count])?,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}
