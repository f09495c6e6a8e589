//! The files of a site.

use std::borrow::Cow;
use std::fmt;

use super::body::Body;
use super::manifest;
use crate::fs;

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
    /// In the order of their folded paths, in which they mostly come.
    files: Vec<File>,
}

/// A file of the set.
#[derive(Clone, Debug)]
struct File {
    path: String,
    /// The path with its case folded, where that is another.
    folded: Option<String>,
    body: Body,
}

impl File {
    fn key(&self) -> &str {
        self.folded.as_deref().unwrap_or(&self.path)
    }
}

impl OutputSet {
    /// A set without files.
    pub fn new() -> Self {
        Self::default()
    }

    /// A set without files, with room for so many.
    pub fn with_capacity(files: usize) -> Self {
        Self { files: Vec::with_capacity(files) }
    }

    /// Adds a file.
    pub fn insert(&mut self, path: impl Into<String>, body: Body) -> Result<(), Refusal> {
        let path = path.into();
        if !is_sound(&path) {
            return Err(Refusal::Unsound { path });
        }
        let folded = match fold(&path) {
            Cow::Borrowed(_) => None,
            Cow::Owned(folded) => Some(folded),
        };
        let file = File { path, folded, body };
        match self.place_for(file.key()) {
            Ok(at) => {
                self.files.insert(at, file);
                Ok(())
            }
            Err(by) => Err(Refusal::Taken { by: by.to_owned(), path: file.path }),
        }
    }

    /// Where a file with this folded path belongs; else the path that stands in its way.
    fn place_for(&self, folded: &str) -> Result<usize, &str> {
        let at = self.after(folded);
        let stands = |folded: &str| self.find(folded).map_or(Ok(()), |file| Err(&*file.path));
        stands(folded)?;
        // What comes before it in the same folder has shown that the folder may be one.
        let before = at.checked_sub(1).map(|before| folder(self.files[before].key()));
        if before != Some(folder(folded)) {
            ancestors(folded).try_for_each(stands)?;
        }
        if at < self.files.len() {
            let below = format!("{folded}/");
            let first = self.files.get(self.after(&below));
            if let Some(inner) = first.filter(|file| file.key().starts_with(&below)) {
                return Err(&inner.path);
            }
        }
        Ok(at)
    }

    /// How many files come before `folded`.
    fn after(&self, folded: &str) -> usize {
        if self.files.last().is_none_or(|last| last.key() < folded) {
            return self.files.len();
        }
        self.files.partition_point(|file| file.key() < folded)
    }

    fn find(&self, folded: &str) -> Option<&File> {
        self.files.get(self.after(folded)).filter(|file| file.key() == folded)
    }

    /// The body of the file at `path`, in this very case.
    pub fn get(&self, path: &str) -> Option<&Body> {
        self.find(&fold(path)).filter(|file| file.path == path).map(|file| &file.body)
    }

    /// The files, in the order of their folded paths.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &Body)> {
        self.files.iter().map(|file| (file.path.as_str(), &file.body))
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

/// `path` with its case folded.
fn fold(path: &str) -> Cow<'_, str> {
    let is_small = |byte: u8| byte.is_ascii() && !byte.is_ascii_uppercase();
    if path.bytes().all(is_small) { path.into() } else { path.to_lowercase().into() }
}

/// The folders that `path` lies in, the topmost first.
pub(super) fn ancestors(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(at, _)| &path[..at])
}

/// The folder that `path` stands in; empty for the output folder itself.
pub(super) fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
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
    use crate::output::Digested;
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
            let refused = set(&[first]).insert(second, Body::Bytes(Digested::default()));
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
            let refused = OutputSet::new().insert(path, Body::Bytes(Digested::default()));
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
