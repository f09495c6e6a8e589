//! The texts of many files, one after another.

use std::borrow::Cow;
use std::io::{self, Read};
use std::path::Path;

use super::{Action, Error, decode, no_text};

/// How much room is made at least, in bytes: more than most posts take.
const LEAST: usize = 16 << 10;

/// Reads texts into memory that is taken once: fresh memory for each would cost about as much as
/// reading does.
#[derive(Debug, Default)]
pub struct Texts {
    buffer: Vec<u8>,
}

impl Texts {
    /// As [`super::read_text`].
    pub fn read(&mut self, path: &Path) -> Result<Cow<'_, str>, Error> {
        let bytes = self.fill(path).map_err(Error::of(Action::Read, path))?;
        decode(bytes).map_err(no_text(path))
    }

    fn fill(&mut self, path: &Path) -> io::Result<&[u8]> {
        let mut file = std::fs::File::open(path)?;
        let mut filled = 0;
        loop {
            if filled == self.buffer.len() {
                self.buffer.try_reserve(LEAST)?;
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
        let mut texts = Texts::default();
        for length in [0, 1, 2, 1000, LEAST / 2, LEAST / 2 + 1, 70_000, 3] {
            let text = "я".repeat(length);
            std::fs::write(&path, &text).unwrap();
            assert!(Texts::default().read(&path).unwrap() == text, "{length}");
            assert!(texts.read(&path).unwrap() == text, "{length}");
        }
        assert!(texts.read(&folder.path().join("b")).is_err());
        assert_eq!(texts.read(&path).unwrap(), "яяя");
    }
}
