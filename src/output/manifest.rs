//! What the last build wrote: `.rostok-manifest` in the output folder.
//!
//! A text file: `rostok-manifest 1`, then a line for each file, sorted by path:
//!
//! ```text
//! <blake3 of the bytes, 64 hexadecimal digits> <size in bytes> <path>
//! ```
//!
//! A build under way writes `- -` for the hash and size of each file that it is about to write:
//! such a file is ours, but may be old, new or missing. There are no times in it, so that the
//! same site gives the same folder, byte for byte.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use blake3::Hash;

use super::set;
use super::write::WriteError;
use crate::fs;

/// The manifest's name in the output folder.
pub(super) const NAME: &str = ".rostok-manifest";

const VERSION: u32 = 1;

/// What is known of a file that was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Record {
    /// The size in bytes.
    pub size: u64,
    /// The BLAKE3 hash of the bytes.
    pub hash: Hash,
}

/// The files of the output folder that are ours.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manifest {
    /// No record for a file that a build was about to write.
    pub(super) files: BTreeMap<String, Option<Record>>,
}

impl Manifest {
    /// Reads the manifest of an output folder; an empty one if there is none.
    ///
    /// One that cannot be understood is taken for none: then the files of the site are told from
    /// foreign ones by their bytes, as in a folder that another tool wrote, and nothing is ever
    /// removed by mistake. One that a newer version of the program wrote is an error.
    pub fn read(out: &Path) -> Result<Self, WriteError> {
        let path = out.join(NAME);
        if !fs::exists(&path) {
            return Ok(Self::default());
        }
        Self::parse(&String::from_utf8_lossy(&fs::read(&path)?))
    }

    fn parse(text: &str) -> Result<Self, WriteError> {
        let version = text
            .strip_prefix("rostok-manifest ")
            .and_then(|rest| rest.split_once('\n')?.0.parse::<u32>().ok());
        match version {
            Some(version) if version > VERSION => Err(WriteError::NewerManifest { version }),
            Some(VERSION) => Ok(Self::parse_lines(text).unwrap_or_default()),
            _ => Ok(Self::default()),
        }
    }

    fn parse_lines(text: &str) -> Option<Self> {
        let mut lines = text.strip_suffix('\n')?.split('\n');
        lines.next();
        let mut files = BTreeMap::new();
        for line in lines {
            let mut columns = line.splitn(3, ' ');
            let (hash, size, path) = (columns.next()?, columns.next()?, columns.next()?);
            let record = match (hash, size) {
                ("-", "-") => None,
                _ => Some(Record { size: size.parse().ok()?, hash: Hash::from_hex(hash).ok()? }),
            };
            if !set::is_sound(path) || files.insert(path.to_owned(), record).is_some() {
                return None;
            }
        }
        Some(Self { files })
    }

    pub(super) fn to_text(&self) -> String {
        const LINE: usize = 160;
        let mut text = String::with_capacity(self.files.len() * LINE);
        let _ = writeln!(text, "rostok-manifest {VERSION}");
        for (path, record) in &self.files {
            let _ = match record {
                Some(Record { size, hash }) => writeln!(text, "{} {size} {path}", hash.to_hex()),
                None => writeln!(text, "- - {path}"),
            };
        }
        text
    }

    /// The files, sorted by path; without a record where a build was about to write one and did
    /// not come to its end.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Option<Record>)> {
        self.files.iter().map(|(path, record)| (path.as_str(), *record))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn manifest() -> Manifest {
        let record = |text: &str| {
            Some(Record { size: text.len() as u64, hash: blake3::hash(text.as_bytes()) })
        };
        let files = [("a b/c.html", record("abc")), ("a.html", None), ("b.html", record(""))];
        Manifest { files: files.map(|(path, record)| (path.to_owned(), record)).into() }
    }

    #[test]
    fn is_a_sorted_text() {
        assert_eq!(
            manifest().to_text(),
            "rostok-manifest 1\n\
             6437b3ac38465133ffb63b75273a8db548c558465d79db03fd359c6cd5bd9d85 3 a b/c.html\n\
             - - a.html\n\
             af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262 0 b.html\n"
        );
        assert_eq!(Manifest::parse(&manifest().to_text()).unwrap(), manifest());
        assert_eq!(Manifest::default().to_text(), "rostok-manifest 1\n");
    }

    #[test]
    fn a_damaged_one_is_none_and_a_newer_one_an_error() {
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
            text.replace("6437", "64z7"),
        ];
        for text in damaged {
            assert_eq!(Manifest::parse(&text).unwrap(), Manifest::default(), "{text}");
        }
        let newer = Manifest::parse("rostok-manifest 2\nwhatever");
        assert!(matches!(newer, Err(WriteError::NewerManifest { version: 2 })));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]
        #[test]
        fn any_text_is_read(text: String, start in 0..3_usize) {
            let start = ["", "rostok-manifest 1\n", "rostok-manifest 1\n- - "][start];
            prop_assert!(Manifest::parse(&[start, &text].concat()).is_ok());
        }

        #[test]
        fn a_round_trip_keeps_everything(
            files in proptest::collection::btree_map("[a-z0-9]{1,5}(/[a-z ]{0,3}[a-z])?", any::<Option<(u64, [u8; 32])>>(), 0..9)
        ) {
            let record = |(size, hash)| Record { size, hash: Hash::from_bytes(hash) };
            let files = files.into_iter()
                .filter(|(path, _)| set::is_sound(path))
                .map(|(path, given)| (path, given.map(record)))
                .collect();
            let manifest = Manifest { files };
            prop_assert_eq!(Manifest::parse(&manifest.to_text()).unwrap(), manifest);
        }
    }
}
