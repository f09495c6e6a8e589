//! The texts of many files, one after another.

use std::borrow::Cow;
use std::io::{self, Read};
use std::path::Path;

use super::{Action, Error, decode, no_text};

/// Reads texts into memory that is taken once: fresh memory for each would cost about as much as
/// reading does.
#[derive(Debug, Default)]
pub struct Texts {
    buffer: Vec<u8>,
}

impl Texts {
    /// As [`super::read_text`], for a file that had `size` bytes when it was last looked at.
    pub fn read(&mut self, path: &Path, size: u64) -> Result<Cow<'_, str>, Error> {
        let bytes = self.fill(path, size).map_err(Error::of(Action::Read, path))?;
        decode(bytes).map_err(no_text(path))
    }

    fn fill(&mut self, path: &Path, size: u64) -> io::Result<&[u8]> {
        let mut file = std::fs::File::open(path)?;
        let size = usize::try_from(size).unwrap_or(usize::MAX);
        let mut filled = 0;
        loop {
            self.make_room(filled.max(size))?;
            match file.read(&mut self.buffer[filled..]) {
                Ok(count) => {
                    filled += count;
                    // There was room for more than it should have, and it has no more.
                    if count == 0 || filled == size {
                        return Ok(&self.buffer[..filled]);
                    }
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// Makes the buffer longer than `bytes`.
    fn make_room(&mut self, bytes: usize) -> io::Result<()> {
        let length = self.buffer.len();
        if length <= bytes {
            self.buffer.try_reserve((bytes - length).saturating_add(1))?;
            self.buffer.resize(self.buffer.capacity(), 0);
        }
        Ok(())
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
        for length in [0, 1, 2, 1000, 70_000, 3] {
            let text = "я".repeat(length);
            std::fs::write(&path, &text).unwrap();
            for size in [0, 1, length, 2 * length, 2 * length + 1, 100_000] {
                assert!(Texts::default().read(&path, size as u64).unwrap() == text, "{length}");
                assert!(texts.read(&path, size as u64).unwrap() == text, "{length}");
            }
        }
        assert!(texts.read(&path, u64::MAX).is_err());
        assert!(texts.read(&folder.path().join("b"), 6).is_err());
        assert_eq!(texts.read(&path, 6).unwrap(), "яяя");
    }
}
