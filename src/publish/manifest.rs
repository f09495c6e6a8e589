//! Which files of ours stand in a folder on a server, or should.
//!
//! The same value describes the built site and what the server holds; [`super::plan()`] compares
//! the two. On the server and in the local copy it is one small file.

pub(in crate::publish) mod envelope;

use std::collections::BTreeMap;
use std::path::Path;

use crate::digest::{Digest, Digester};
use crate::fs;
use crate::output;
use crate::site;
pub use envelope::Unreadable;

/// What is known of a file's content: its size and the beginning of its digest. Eight bytes tell two
/// versions of a file apart; nobody gains by forging one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Stamp {
    /// The size in bytes.
    pub size: u64,
    /// The first bytes of the digest.
    pub digest: [u8; 8],
}

impl Stamp {
    /// Of a file that is there with any content: one that an upload was about to replace. No real
    /// file has it.
    pub(super) const UNSURE: Self = Self { size: 0, digest: [0; 8] };

    /// The stamp of a file with these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self::new(bytes.len() as u64, Digest::hash(bytes))
    }

    /// The stamp of the file at `path`, however large.
    pub(super) fn of_file(path: &Path) -> Result<Self, fs::Error> {
        let mut digester = Digester::default();
        fs::read_chunks(path, |piece| digester.update(piece))?;
        let (size, digest) = digester.finish();
        Ok(Self::new(size, digest))
    }

    fn new(size: u64, digest: Digest) -> Self {
        let mut short = [0; 8];
        short.copy_from_slice(&digest.to_bytes()[..8]);
        Self { size, digest: short }
    }
}

/// Who published last, and which time it was.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Edition {
    /// Grows by one with each upload; 0 where there was none.
    pub number: u64,
    /// Who, in words: a name and a computer.
    pub author: String,
    /// When, in seconds since 1970 by the author's clock.
    pub time: i64,
}

/// Files by their paths. Without a stamp is one that is ours and may have any content, or be
/// missing; with `Stamp::UNSURE` one that is there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manifest {
    /// The files.
    pub files: BTreeMap<String, Option<Stamp>>,
    /// Which upload it tells of.
    pub edition: Edition,
}

impl Manifest {
    /// What the output folder holds, without the program's own records.
    pub fn of_output(built: &output::Manifest) -> Self {
        let files = built.iter().filter(|(path, _)| *path != site::RECORD).map(|(path, record)| {
            (path.to_owned(), record.map(|record| Stamp::new(record.size, record.digest)))
        });
        Self { files: files.collect(), edition: Edition::default() }
    }

    /// All files together, in bytes, as far as they are known.
    pub fn bytes(&self) -> u64 {
        self.files.values().flatten().map(|stamp| stamp.size).sum()
    }

    /// As a file: the edition, the paths and sizes as lines, then the hashes as they are, because
    /// they do not pack.
    pub(super) fn to_file(&self) -> Vec<u8> {
        let Edition { number, author, time } = &self.edition;
        let mut content = format!("{number}\n{time}\n{}\n", author.replace('\n', " "));
        for (path, stamp) in &self.files {
            let size = stamp.map_or_else(|| "-".to_owned(), |stamp| stamp.size.to_string());
            content.push_str(&format!("{size} {path}\n"));
        }
        content.push('\n');
        let mut content = content.into_bytes();
        for stamp in self.files.values().flatten() {
            content.extend_from_slice(&stamp.digest);
        }
        envelope::wrap("manifest", &content)
    }

    /// Reads what [`Self::to_file`] wrote.
    pub(super) fn from_file(file: &[u8]) -> Result<Self, Unreadable> {
        Self::from_content(&envelope::open("manifest", file)?).ok_or(Unreadable::Damaged)
    }

    fn from_content(mut content: &[u8]) -> Option<Self> {
        let mut line = || {
            let end = content.iter().position(|&byte| byte == b'\n')?;
            let (line, rest) = content.split_at(end);
            content = &rest[1..];
            std::str::from_utf8(line).ok()
        };
        let number = line()?.parse().ok()?;
        let time = line()?.parse().ok()?;
        let author = line()?.to_owned();
        let mut sizes: Vec<(String, Option<u64>)> = Vec::new();
        while let Some((size, path)) = line()?.split_once(' ') {
            let size = if size == "-" { None } else { Some(size.parse().ok()?) };
            sizes.push((is_sound(path).then(|| path.to_owned())?, size));
        }
        let mut digests = content.chunks_exact(8);
        let mut files = BTreeMap::new();
        for (path, size) in sizes {
            let stamp = match size {
                None => None,
                Some(size) => Some(Stamp { size, digest: digests.next()?.try_into().ok()? }),
            };
            files.insert(path, stamp);
        }
        Some(Self { files, edition: Edition { number, author, time } })
    }
}

/// Whether a path stays inside the folder: a record on a server may have been written by anyone.
pub(super) fn is_sound(path: &str) -> bool {
    path.split('/').all(crate::fs::is_portable_name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest(count: u64) -> Manifest {
        let path = |number: u64| format!("{}/sobytie-{number}.html", 2000 + number % 20);
        let stamp = |number: u64| (number & 7 > 0).then(|| Stamp::of(&number.to_le_bytes()));
        Manifest {
            files: (0..count).map(|number| (path(number), stamp(number))).collect(),
            edition: Edition {
                number: 3,
                author: "Иванова (kab-12)".to_owned(),
                time: 1_700_000_000,
            },
        }
    }

    #[test]
    fn a_round_trip_keeps_everything() {
        for count in [0, 1, 100] {
            assert_eq!(Manifest::from_file(&manifest(count).to_file()), Ok(manifest(count)));
        }
    }

    #[test]
    fn ten_thousand_files_are_told_in_less_than_two_hundred_kilobytes() {
        let size = manifest(10_000).to_file().len();
        assert!(size < 200_000, "{size}");
    }

    #[test]
    fn a_path_that_leads_out_makes_the_record_a_damaged_one() {
        for bad in ["../a", "/a", "a//b", "a/../b", "C:/a", r"a\b"] {
            let mut manifest = manifest(3);
            manifest.files.insert(bad.to_owned(), None);
            assert_eq!(Manifest::from_file(&manifest.to_file()), Err(Unreadable::Damaged), "{bad}");
        }
    }
}
