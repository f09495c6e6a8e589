//! The manifest of the output folder, `.rostok-manifest`: the files that builds wrote.
//!
//! A text file: the line `rostok-manifest 2`, then a line for each file, sorted by path:
//!
//! ```text
//! <digest of the bytes, 32 hexadecimal digits> <size in bytes> <path>
//! ```
//!
//! It is written when all of them have reached the device, so that a power cut cannot leave it
//! beside files that it does not describe. A running build writes `- -` instead of digest and size for each file that it will write: such a
//! pending file is ours, but may be old, new or missing. The manifest holds no times, so that the same
//! site gives the same folder, byte for byte.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use super::error::WriteError;
use super::path::SitePath;
use crate::digest::{Digest, Digester};
use crate::fs;

pub(super) const NAME: &str = ".rostok-manifest";

/// The version that is written. A newer one is refused, and nothing in its folder changes.
pub const MANIFEST_VERSION: u32 = 2;

/// The version with BLAKE3 digests of 64 digits: its files are ours, with any content.
const VERSION_BLAKE3: u32 = 1;

/// The size and the digest of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileDigest {
    /// In bytes.
    pub size: u64,
    pub digest: Digest,
}

impl FileDigest {
    pub(super) fn from_bytes(bytes: &[u8]) -> Self {
        Self { size: bytes.len() as u64, digest: Digest::hash(bytes) }
    }

    pub(super) fn from_file(path: &Path) -> Result<Self, fs::Error> {
        let mut digester = Digester::default();
        fs::read_chunks(path, |chunk| digester.update(chunk))?;
        Ok(digester.into())
    }
}

impl From<Digester> for FileDigest {
    fn from(digester: Digester) -> Self {
        let (size, digest) = digester.finish();
        Self { size, digest }
    }
}

/// The manifest of an output folder as it is found.
pub(super) enum ManifestState {
    Missing,
    /// It was written by no version of the program, or something destroyed it since.
    Damaged,
    Sound(Manifest),
}

/// The files of the output folder that belong to the program.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manifest {
    /// By path; `None` for pending files.
    pub(super) files: BTreeMap<String, Option<FileDigest>>,
}

impl Manifest {
    /// Reads the manifest of an output folder; empty if there is none.
    ///
    /// A damaged manifest counts as missing: then files of the site are recognised by their bytes, as
    /// in a folder that another tool wrote, and nothing is removed by mistake.
    ///
    /// # Errors
    /// If it cannot be read, or a newer version of the program wrote it.
    pub fn read(out: &Path) -> Result<Self, WriteError> {
        Ok(match Self::read_sound(out)? {
            ManifestState::Sound(manifest) => manifest,
            ManifestState::Missing | ManifestState::Damaged => Self::default(),
        })
    }

    /// Marks all files as pending, because one was found changed though its size and time look right: the
    /// next build compares the bytes of each.
    ///
    /// # Errors
    /// As [`Self::read`]; if the manifest cannot be written.
    pub fn mark_pending(out: &Path) -> Result<(), WriteError> {
        let mut manifest = Self::read(out)?;
        if manifest.files.is_empty() {
            return Ok(());
        }
        manifest.files.values_mut().for_each(|digest| *digest = None);
        Ok(fs::replace_flushed(&out.join(NAME), manifest.to_text().as_bytes())?)
    }

    pub(super) fn read_sound(out: &Path) -> Result<ManifestState, WriteError> {
        let path = out.join(NAME);
        if !fs::exists(&path) {
            return Ok(ManifestState::Missing);
        }
        let manifest = Self::parse(&String::from_utf8_lossy(&fs::read(&path)?))?;
        Ok(manifest.map_or(ManifestState::Damaged, ManifestState::Sound))
    }

    /// `None` if the text is no manifest.
    fn parse(text: &str) -> Result<Option<Self>, WriteError> {
        let version = text
            .strip_prefix("rostok-manifest ")
            .and_then(|rest| rest.split_once('\n')?.0.parse::<u32>().ok());
        match version {
            Some(version) if version > MANIFEST_VERSION => {
                Err(WriteError::NewerManifest { version })
            }
            Some(MANIFEST_VERSION) => Ok(Self::parse_lines(text, parse_digest)),
            Some(VERSION_BLAKE3) => Ok(Self::parse_lines(text, |_, _| Some(None))),
            _ => Ok(None),
        }
    }

    fn parse_lines(
        text: &str,
        parse_digest: impl Fn(&str, &str) -> Option<Option<FileDigest>>,
    ) -> Option<Self> {
        let mut lines = text.strip_suffix('\n')?.split('\n');
        lines.next();
        let mut files = BTreeMap::new();
        for line in lines {
            let mut columns = line.splitn(3, ' ');
            let (digest, size, path) = (columns.next()?, columns.next()?, columns.next()?);
            let digest = parse_digest(digest, size)?;
            let path = SitePath::parse(path).ok()?.into_string();
            if files.insert(path, digest).is_some() {
                return None;
            }
        }
        Some(Self { files })
    }

    pub(super) fn to_text(&self) -> String {
        to_text(self.iter())
    }

    /// The files, sorted by path; `None` for those that a build which did not finish left pending.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Option<FileDigest>)> {
        self.files.iter().map(|(path, digest)| (path.as_str(), *digest))
    }
}

/// The text of a manifest of `files`, which may come in any order.
pub(super) fn to_text<'a>(files: impl Iterator<Item = (&'a str, Option<FileDigest>)>) -> String {
    const LINE_BYTES: usize = 120;
    let mut files: Vec<_> = files.collect();
    files.sort_unstable_by_key(|(path, _)| *path);
    let mut text = String::with_capacity(files.len() * LINE_BYTES);
    let _ = writeln!(text, "rostok-manifest {MANIFEST_VERSION}");
    for (path, digest) in files {
        let _ = match digest {
            Some(FileDigest { size, digest }) => writeln!(text, "{digest} {size} {path}"),
            None => writeln!(text, "- - {path}"),
        };
    }
    text
}

/// Parses two columns of a line: `Some(None)` for a pending file, `None` if they are damaged.
fn parse_digest(digest: &str, size: &str) -> Option<Option<FileDigest>> {
    match (digest, size) {
        ("-", "-") => Some(None),
        _ => Some(Some(FileDigest { size: size.parse().ok()?, digest: Digest::parse(digest)? })),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn manifest() -> Manifest {
        let digest = |text: &str| Some(FileDigest::from_bytes(text.as_bytes()));
        let files = [("a b/c.html", digest("abc")), ("a.html", None), ("b.html", digest(""))];
        Manifest { files: files.map(|(path, digest)| (path.to_owned(), digest)).into() }
    }

    #[test]
    fn is_written_sorted() {
        assert_eq!(
            manifest().to_text(),
            "rostok-manifest 2\n\
             06b05ab6733a618578af5f94892f3950 3 a b/c.html\n\
             - - a.html\n\
             99aa06d3014798d86001c324468d497f 0 b.html\n"
        );
        assert_eq!(Manifest::parse(&manifest().to_text()).unwrap(), Some(manifest()));
        assert_eq!(Manifest::default().to_text(), "rostok-manifest 2\n");
    }

    #[test]
    fn the_files_of_version_1_are_ours() {
        let first = "rostok-manifest 1\n\
             6437b3ac38465133ffb63b75273a8db548c558465d79db03fd359c6cd5bd9d85 3 a b/c.html\n\
             - - a.html\n";
        let files = ["a b/c.html", "a.html"].map(|path| (path.to_owned(), None));
        assert_eq!(Manifest::parse(first).unwrap(), Some(Manifest { files: files.into() }));
    }

    #[test]
    fn a_damaged_manifest_is_none_and_a_newer_one_is_an_error() {
        let text = manifest().to_text();
        let last = text.lines().last().unwrap();
        let damaged = [
            String::new(),
            "rostok-manifest".to_owned(),
            "rostok-manifest x\n".to_owned(),
            "rostok-manifest 0\n".to_owned(),
            text.trim_end().to_owned(),
            format!("{text}{last}\n"),
            format!("{text}\n"),
            text.replace(" 3 ", " -3 "),
            text.replace("- - ", "- 1 "),
            text.replace("a.html", "../a.html"),
            text.replace("a.html", "/etc/a.html"),
            text.replace("06b0", "06z0"),
        ];
        for text in damaged {
            assert_eq!(Manifest::parse(&text).unwrap(), None, "{text}");
        }
        let newer = Manifest::parse("rostok-manifest 3\nwhatever");
        assert!(matches!(newer, Err(WriteError::NewerManifest { version: 3 })));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]
        #[test]
        fn any_text_is_parsed(text: String, start in 0..3_usize) {
            let start = ["", "rostok-manifest 2\n", "rostok-manifest 2\n- - "][start];
            prop_assert!(Manifest::parse(&[start, &text].concat()).is_ok());
        }

        #[test]
        fn a_round_trip_keeps_everything(
            files in proptest::collection::btree_map("[a-z0-9]{1,5}(/[a-z ]{0,3}[a-z])?", any::<Option<(u64, [u8; 9])>>(), 0..9)
        ) {
            let digest = |(size, bytes): (u64, [u8; 9])| FileDigest { size, digest: Digest::hash(&bytes) };
            let files = files.into_iter()
                .filter(|(path, _)| SitePath::parse(&**path).is_ok())
                .map(|(path, given)| (path, given.map(digest)))
                .collect();
            let manifest = Manifest { files };
            prop_assert_eq!(Manifest::parse(&manifest.to_text()).unwrap(), Some(manifest));
        }
    }
}
