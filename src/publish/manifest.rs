//! The files of a section with their hashes: those of the built site, or those on the server.
//!
//! [`plan()`](super::plan()) compares the two. On the server and on this computer a manifest is stored
//! as one small file.

pub(in crate::publish) mod envelope;

use std::collections::BTreeMap;
use std::path::Path;

use crate::digest::{Digest, Digester};
use crate::fs;
use crate::output;
use crate::site;
pub use envelope::Unreadable;

/// The most files of a section.
pub(super) const MAX_FILES: usize = 500_000;

/// The size of a file and the first bytes of its digest. Eight bytes are enough to tell two versions
/// apart; nobody gains from forging one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ContentHash {
    /// In bytes.
    pub size: u64,
    pub digest: [u8; 8],
}

impl ContentHash {
    /// A file that exists with unknown content, because an upload was about to replace it. No real file
    /// has this hash.
    pub(super) const UNKNOWN: Self = Self { size: 0, digest: [0; 8] };

    pub fn from_bytes(bytes: &[u8]) -> Self {
        Self::new(bytes.len() as u64, Digest::hash(bytes))
    }

    pub(super) fn from_file(path: &Path) -> Result<Self, fs::Error> {
        let mut digester = Digester::default();
        fs::read_chunks(path, |chunk| digester.update(chunk))?;
        let (size, digest) = digester.finish();
        Ok(Self::new(size, digest))
    }

    fn new(size: u64, digest: Digest) -> Self {
        let mut short = [0; 8];
        short.copy_from_slice(&digest.to_bytes()[..8]);
        Self { size, digest: short }
    }
}

/// An upload of the section.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Edition {
    /// Counts the uploads; 0 if there was none.
    pub number: u64,
    /// The user and the computer, for people.
    pub author: String,
    /// In seconds since 1970, by the author's clock.
    pub time: i64,
}

/// The files of a section by path. A file without a hash is ours and may have any content or be missing;
/// one with `ContentHash::UNKNOWN` exists.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SectionManifest {
    pub files: BTreeMap<String, Option<ContentHash>>,
    /// The upload after which the server held these files.
    pub edition: Edition,
}

impl SectionManifest {
    /// The files of the output folder, without the program's own records.
    pub fn from_output(built: &output::Manifest) -> Self {
        let files = built.iter().filter(|(path, _)| *path != site::RECORD).map(|(path, digest)| {
            (path.to_owned(), digest.map(|file| ContentHash::new(file.size, file.digest)))
        });
        Self { files: files.collect(), edition: Edition::default() }
    }

    /// The file form: the edition, paths and sizes as lines, then the digests as raw bytes, because they
    /// cannot be compressed.
    pub(super) fn to_file(&self) -> Vec<u8> {
        let Edition { number, author, time } = &self.edition;
        let mut content = format!("{number}\n{time}\n{}\n", author.replace('\n', " "));
        for (path, hash) in &self.files {
            let size = hash.map_or_else(|| "-".to_owned(), |hash| hash.size.to_string());
            content.push_str(&format!("{size} {path}\n"));
        }
        content.push('\n');
        let mut content = content.into_bytes();
        for hash in self.files.values().flatten() {
            content.extend_from_slice(&hash.digest);
        }
        envelope::encode("manifest", &content)
    }

    /// Parses the file form.
    pub(super) fn from_file(file: &[u8]) -> Result<Self, Unreadable> {
        Self::from_content(&envelope::decode("manifest", file)?).ok_or(Unreadable::Damaged)
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
            // Sorted, as they are written: a path that is repeated would be counted again and again.
            let is_next = sizes.last().is_none_or(|(last, _)| last.as_str() < path);
            let is_sound = is_next && is_safe_path(path) && sizes.len() < MAX_FILES;
            sizes.push((is_sound.then(|| path.to_owned())?, size));
        }
        let mut digests = content.chunks_exact(8);
        let mut files = BTreeMap::new();
        for (path, size) in sizes {
            let hash = match size {
                None => None,
                Some(size) => Some(ContentHash { size, digest: digests.next()?.try_into().ok()? }),
            };
            files.insert(path, hash);
        }
        Some(Self { files, edition: Edition { number, author, time } })
    }
}

/// Whether a path stays inside the folder: anyone may have written a record on a server.
pub(super) fn is_safe_path(path: &str) -> bool {
    path.split('/').all(crate::fs::is_portable_name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest(count: u64) -> SectionManifest {
        let path = |number: u64| format!("{}/sobytie-{number}.html", 2000 + number % 20);
        let hash =
            |number: u64| (number & 7 > 0).then(|| ContentHash::from_bytes(&number.to_le_bytes()));
        SectionManifest {
            files: (0..count).map(|number| (path(number), hash(number))).collect(),
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
            assert_eq!(SectionManifest::from_file(&manifest(count).to_file()), Ok(manifest(count)));
        }
    }

    #[test]
    fn ten_thousand_files_take_less_than_two_hundred_kilobytes() {
        let size = manifest(10_000).to_file().len();
        assert!(size < 200_000, "{size}");
    }

    #[test]
    fn repeated_and_unsorted_paths_are_damaged() {
        let read = |paths: &str| {
            let content = format!("1\n0\na\n{paths}\n");
            SectionManifest::from_file(&envelope::encode("manifest", content.as_bytes()))
        };
        assert_eq!(read("- a\n- b\n").map(|manifest| manifest.files.len()), Ok(2));
        for paths in ["- a\n- a\n", "- b\n- a\n"] {
            assert_eq!(read(paths), Err(Unreadable::Damaged), "{paths}");
        }
        // A few kilobytes that unpack to millions of lines.
        assert_eq!(read(&"- a\n".repeat(4_000_000)), Err(Unreadable::Damaged));
    }

    #[test]
    fn a_manifest_with_a_path_outside_the_section_is_damaged() {
        for bad in ["../a", "/a", "a//b", "a/../b", "C:/a", r"a\b"] {
            let mut manifest = manifest(3);
            manifest.files.insert(bad.to_owned(), None);
            assert_eq!(
                SectionManifest::from_file(&manifest.to_file()),
                Err(Unreadable::Damaged),
                "{bad}"
            );
        }
    }
}
