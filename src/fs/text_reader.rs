//! Reads many text files into one buffer.

use std::borrow::Cow;
use std::io::{self, Read};
use std::path::Path;

use super::{Error, Operation, decode};

/// The least free space to read into, in bytes: more than most posts take.
const MIN_SPACE: usize = 16 << 10;

/// Reads text files into one buffer: fresh memory for each would cost about as much as the reading.
#[derive(Debug, Default)]
pub struct TextReader {
    buffer: Vec<u8>,
}

impl TextReader {
    /// As [`super::read_text`].
    pub fn read(&mut self, path: &Path) -> Result<Cow<'_, str>, Error> {
        let bytes = self.fill(path).map_err(Error::during(Operation::Read, path))?;
        decode(bytes).map_err(Error::not_text(path))
    }

    fn fill(&mut self, path: &Path) -> io::Result<&[u8]> {
        let mut file = super::retry_held(|| std::fs::File::open(path))?;
        let mut filled = 0;
        loop {
            if filled == self.buffer.len() {
                self.buffer.try_reserve(MIN_SPACE)?;
                self.buffer.resize(self.buffer.capacity(), 0);
            }
            match file.read(&mut self.buffer[filled..]) {
                Ok(0) => return Ok(&self.buffer[..filled]),
                Ok(count) => filled += count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "the test sets up the disk by hand")]
mod tests {
    use super::*;

    #[test]
    fn files_are_read_whole_whatever_their_size_was() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        let mut reader = TextReader::default();
        for length in [0, 1, 2, 1000, MIN_SPACE / 2, MIN_SPACE / 2 + 1, 70_000, 3] {
            let text = "я".repeat(length);
            std::fs::write(&path, &text).unwrap();
            assert!(TextReader::default().read(&path).unwrap() == text, "{length}");
            assert!(reader.read(&path).unwrap() == text, "{length}");
        }
        assert!(reader.read(&folder.path().join("b")).is_err());
        assert_eq!(reader.read(&path).unwrap(), "яяя");
    }
}
