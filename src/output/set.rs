//! The files of a site, in memory.

use std::collections::{BTreeMap, HashSet};
use std::fmt;
use std::path::PathBuf;

use bytes::Bytes;

use super::manifest;
use crate::digest::Digest;
use crate::fs;

/// What a file of the output consists of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// Bytes made in memory.
    Bytes(Bytes),
    /// A source file, copied as it is.
    File(PathBuf),
    /// A file whose content is known, so that it need not be read to be compared.
    Known {
        /// Where it is.
        source: PathBuf,
        /// Its size in bytes.
        size: u64,
        /// The digest of its bytes.
        digest: Digest,
    },
}

/// Why a path cannot be part of the output. The site's own checks come first and speak of
/// sources; this is what stands behind them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Another file has the path already: the same but for case, or one of the two would have to
    /// be a folder.
    Taken {
        /// The path that was refused.
        path: String,
        /// The path that stands in its way.
        by: String,
    },
    /// The path is not relative, leaves the folder, is not a name on every system, or is the
    /// writer's own.
    Unsound {
        /// The path that was refused.
        path: String,
    },
}

impl std::error::Error for Refusal {}

impl fmt::Display for Refusal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Taken { path, by } => {
                write!(out, "два файла сайта не могут стоять рядом: `{path}` и `{by}`")
            }
            Self::Unsound { path } => write!(out, "недопустимый путь файла сайта: `{path}`"),
        }
    }
}

/// Files by their paths, which are relative, with `/` between names, and unique with case folded.
#[derive(Clone, Debug, Default)]
pub struct OutputSet {
    /// By the folded path; with the path as it was given.
    files: BTreeMap<String, (String, Body)>,
    /// The folders that they stand in, folded: none is a file.
    folders: HashSet<String>,
}

impl OutputSet {
    /// A set without files.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a file.
    pub fn insert(&mut self, path: impl Into<String>, body: Body) -> Result<(), Refusal> {
        let path = path.into();
        if !is_sound(&path) {
            return Err(Refusal::Unsound { path });
        }
        let folded = path.to_lowercase();
        if let Some(by) = self.in_the_way_of(&folded) {
            return Err(Refusal::Taken { by: by.to_owned(), path });
        }
        let new: Vec<_> = new_folders(&folded, &self.folders).map(str::to_owned).collect();
        self.folders.extend(new);
        self.files.insert(folded, (path, body));
        Ok(())
    }

    fn in_the_way_of(&self, folded: &str) -> Option<&str> {
        // Mostly they come in order, and one after all others is none of them.
        let follows = self.files.last_key_value().is_none_or(|(last, _)| **last < *folded);
        let own = (!follows).then_some(folded);
        let mut above = new_folders(folded, &self.folders).chain(own);
        if let Some((taken, _)) = above.find_map(|path| self.files.get(path)) {
            return Some(taken);
        }
        if !self.folders.contains(folded) {
            return None;
        }
        let below = format!("{folded}/");
        let (_, (taken, _)) = self.files.range(below..).next()?;
        Some(taken)
    }

    /// The body of the file at `path`, in this very case.
    pub fn get(&self, path: &str) -> Option<&Body> {
        let (given, body) = self.files.get(&path.to_lowercase())?;
        (given == path).then_some(body)
    }

    /// The files, in the order of their folded paths.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Body)> {
        self.files.values().map(|(path, body)| (path.as_str(), body))
    }

    /// How many files there are.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }
}

/// The folders of `path` that are not among `folders`, the deepest first.
fn new_folders<'a>(path: &'a str, folders: &HashSet<String>) -> impl Iterator<Item = &'a str> {
    path.rmatch_indices('/')
        .map(|(at, _)| &path[..at])
        .take_while(|folder| !folders.contains(*folder))
}

/// Whether `path` may be written to, and removed from, the output folder. A manifest is held to
/// it too: whatever happened to it, nothing outside the folder is touched.
pub(super) fn is_sound(path: &str) -> bool {
    path != manifest::NAME
        && path.split('/').all(|name| fs::is_portable_name(name) && !fs::is_temporary(name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn set(paths: &[&str]) -> OutputSet {
        let mut set = OutputSet::new();
        for &path in paths {
            set.insert(path, Body::Bytes(path.to_owned().into())).unwrap();
        }
        set
    }

    #[test]
    fn keeps_files_in_order() {
        let set = set(&["b.html", "a/x.html", "a.html", "A-b.html"]);
        let paths: Vec<_> = set.iter().map(|(path, _)| path).collect();
        assert_eq!(paths, ["A-b.html", "a.html", "a/x.html", "b.html"]);
        assert_eq!(set.get("A-b.html"), Some(&Body::Bytes(b"A-b.html".as_slice().into())));
        assert_eq!(set.get("a-b.html"), None);
        assert_eq!(set.len(), 4);
    }

    #[test]
    fn one_path_has_one_file() {
        let cases = [
            ("a.html", "a.html"),
            ("a.html", "A.HTML"),
            ("ё", "Ё"),
            ("a", "a/b/c"),
            ("a/b/c", "a/b"),
            ("A/b", "a"),
        ];
        for (first, second) in cases {
            let refused = set(&[first]).insert(second, Body::Bytes(Bytes::new()));
            assert_eq!(
                refused,
                Err(Refusal::Taken { path: second.to_owned(), by: first.to_owned() })
            );
        }
        set(&["a", "a.b", "a-b/c", "a0"]);
    }

    #[test]
    fn refuses_paths_that_are_not_files_of_the_folder() {
        let unsound = [
            "",
            "/a",
            "a/",
            "a//b",
            "../a",
            "a/../b",
            "./a",
            r"a\b",
            "C:/a",
            "con",
            "a/nul.txt",
            ".rostok-manifest",
            "a/.~rostok-1-2.tmp",
        ];
        for path in unsound {
            let refused = OutputSet::new().insert(path, Body::Bytes(Bytes::new()));
            assert_eq!(refused, Err(Refusal::Unsound { path: path.to_owned() }));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]
        #[test]
        fn no_accepted_path_leaves_the_folder(path in r"[./\\:a~]{0,8}") {
            if is_sound(&path) {
                let path = std::path::Path::new(&path);
                prop_assert!(path.components().all(
                    |part| matches!(part, std::path::Component::Normal(_))
                ));
            }
        }
    }
}
