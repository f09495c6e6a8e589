//! What the last build wrote: `.rostok-manifest` in the output folder.
//!
//! A text file: `rostok-manifest 2`, then a line for each file, sorted by path:
//!
//! ```text
//! <digest of the bytes, 32 hexadecimal digits> <size in bytes> <path>
//! ```
//!
//! A build under way writes `- -` for the digest and size of each file that it is about to write:
//! such a file is ours, but may be old, new or missing. There are no times in it, so that the
//! same site gives the same folder, byte for byte.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use super::set;
use super::write::WriteError;
use crate::digest::{Digest, Digester};
use crate::fs;

/// The manifest's name in the output folder.
pub(super) const NAME: &str = ".rostok-manifest";

const VERSION: u32 = 2;

/// The version with other digests, 64 digits long: its files are ours, whatever they hold.
const OTHER_DIGESTS: u32 = 1;

/// What is known of a file that was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Record {
    /// The size in bytes.
    pub size: u64,
    /// The digest of the bytes.
    pub digest: Digest,
}

impl Record {
    /// Of a file whose bytes went through `digester`.
    pub(super) fn of(digester: Digester) -> Self {
        let (size, digest) = digester.finish();
        Self { size, digest }
    }
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
            Some(VERSION) => Ok(Self::parse_lines(text, record).unwrap_or_default()),
            Some(OTHER_DIGESTS) => {
                Ok(Self::parse_lines(text, |_, _| Some(None)).unwrap_or_default())
            }
            _ => Ok(Self::default()),
        }
    }

    fn parse_lines(
        text: &str,
        record: impl Fn(&str, &str) -> Option<Option<Record>>,
    ) -> Option<Self> {
        let mut lines = text.strip_suffix('\n')?.split('\n');
        lines.next();
        let mut files = BTreeMap::new();
        for line in lines {
            let mut columns = line.splitn(3, ' ');
            let (digest, size, path) = (columns.next()?, columns.next()?, columns.next()?);
            let record = record(digest, size)?;
            if !set::is_sound(path) || files.insert(path.to_owned(), record).is_some() {
                return None;
            }
        }
        Some(Self { files })
    }

    pub(super) fn to_text(&self) -> String {
        to_text(self.iter())
    }

    /// The files, sorted by path; without a record where a build was about to write one and did
    /// not come to its end.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Option<Record>)> {
        self.files.iter().map(|(path, record)| (path.as_str(), *record))
    }
}

/// The manifest of these files, in any order, as it is written.
pub(super) fn to_text<'a>(files: impl Iterator<Item = (&'a str, Option<Record>)>) -> String {
    const LINE: usize = 120;
    let mut files: Vec<_> = files.collect();
    files.sort_unstable_by_key(|(path, _)| *path);
    let mut text = String::with_capacity(files.len() * LINE);
    let _ = writeln!(text, "rostok-manifest {VERSION}");
    for (path, record) in files {
        let _ = match record {
            Some(Record { size, digest }) => writeln!(text, "{digest} {size} {path}"),
            None => writeln!(text, "- - {path}"),
        };
    }
    text
}

/// The record in a line of a manifest: none of a pending file, nothing where it cannot be read.
fn record(digest: &str, size: &str) -> Option<Option<Record>> {
    match (digest, size) {
        ("-", "-") => Some(None),
        _ => Some(Some(Record { size: size.parse().ok()?, digest: Digest::parse(digest)? })),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn manifest() -> Manifest {
        let record = |text: &str| {
            Some(Record { size: text.len() as u64, digest: Digest::of(text.as_bytes()) })
        };
        let files = [("a b/c.html", record("abc")), ("a.html", None), ("b.html", record(""))];
        Manifest { files: files.map(|(path, record)| (path.to_owned(), record)).into() }
    }

    #[test]
    fn is_a_sorted_text() {
        assert_eq!(
            manifest().to_text(),
            "rostok-manifest 2\n\
             06b05ab6733a618578af5f94892f3950 3 a b/c.html\n\
             - - a.html\n\
             99aa06d3014798d86001c324468d497f 0 b.html\n"
        );
        assert_eq!(Manifest::parse(&manifest().to_text()).unwrap(), manifest());
        assert_eq!(Manifest::default().to_text(), "rostok-manifest 2\n");
    }

    #[test]
    fn the_files_of_one_with_other_digests_are_ours() {
        let first = "rostok-manifest 1\n\
             6437b3ac38465133ffb63b75273a8db548c558465d79db03fd359c6cd5bd9d85 3 a b/c.html\n\
             - - a.html\n";
        let files = ["a b/c.html", "a.html"].map(|path| (path.to_owned(), None));
        assert_eq!(Manifest::parse(first).unwrap(), Manifest { files: files.into() });
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
            text.replace("06b0", "06z0"),
        ];
        for text in damaged {
            assert_eq!(Manifest::parse(&text).unwrap(), Manifest::default(), "{text}");
        }
        let newer = Manifest::parse("rostok-manifest 3\nwhatever");
        assert!(matches!(newer, Err(WriteError::NewerManifest { version: 3 })));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]
        #[test]
        fn any_text_is_read(text: String, start in 0..3_usize) {
            let start = ["", "rostok-manifest 2\n", "rostok-manifest 2\n- - "][start];
            prop_assert!(Manifest::parse(&[start, &text].concat()).is_ok());
        }

        #[test]
        fn a_round_trip_keeps_everything(
            files in proptest::collection::btree_map("[a-z0-9]{1,5}(/[a-z ]{0,3}[a-z])?", any::<Option<(u64, [u8; 9])>>(), 0..9)
        ) {
            let record = |(size, bytes): (u64, [u8; 9])| Record { size, digest: Digest::of(&bytes) };
            let files = files.into_iter()
                .filter(|(path, _)| set::is_sound(path))
                .map(|(path, given)| (path, given.map(record)))
                .collect();
            let manifest = Manifest { files };
            prop_assert_eq!(Manifest::parse(&manifest.to_text()).unwrap(), manifest);
        }
    }
}
