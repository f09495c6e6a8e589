//! Files by their paths, of which no two may collide.

use std::borrow::{Borrow, Cow};
use std::cmp::Ordering;
use std::collections::{BTreeMap, HashSet};
use std::fmt;
use std::ops::Bound;

use super::path::{SitePath, ancestors, fold_case, parent};

/// Two files cannot exist side by side: their paths are equal or differ only in case, or one of them
/// would have to be a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathTaken {
    /// The path of the file that was added second.
    pub path: String,
    /// The path of the first.
    pub by: String,
}

impl std::error::Error for PathTaken {}

impl fmt::Display for PathTaken {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Sorted, because threads add files in no particular order.
        let (first, second) = (self.path.as_str().max(&self.by), self.path.as_str().min(&self.by));
        write!(out, "два файла сайта не могут стоять рядом: `{first}` и `{second}`")
    }
}

/// Files by their paths, sorted by path without regard to case.
#[derive(Clone, Debug)]
pub struct FileMap<T> {
    files: BTreeMap<FoldedPath, T>,
    /// The folders of all files, in lower case.
    folders: HashSet<String>,
}

/// A path, compared by itself in lower case.
#[derive(Clone, Debug)]
struct FoldedPath {
    path: SitePath,
    /// The path in lower case, where that may differ.
    lower: Option<Box<str>>,
}

impl FoldedPath {
    fn new(path: SitePath) -> Self {
        let lower = match fold_case(&path) {
            Cow::Borrowed(_) => None,
            Cow::Owned(lower) => Some(lower.into_boxed_str()),
        };
        Self { path, lower }
    }

    fn key(&self) -> &str {
        self.lower.as_deref().unwrap_or(&self.path)
    }
}

impl Borrow<str> for FoldedPath {
    fn borrow(&self) -> &str {
        self.key()
    }
}

impl Ord for FoldedPath {
    fn cmp(&self, other: &Self) -> Ordering {
        self.key().cmp(other.key())
    }
}

impl PartialOrd for FoldedPath {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for FoldedPath {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}

impl Eq for FoldedPath {}

impl<T> Default for FileMap<T> {
    fn default() -> Self {
        Self { files: BTreeMap::new(), folders: HashSet::new() }
    }
}

impl<T> FileMap<T> {
    /// Adds a file.
    ///
    /// # Errors
    /// If it collides with another one.
    pub fn insert(&mut self, path: SitePath, value: T) -> Result<(), PathTaken> {
        let folded = FoldedPath::new(path);
        let key = folded.key();
        if let Some(by) = self.colliding(key) {
            return Err(PathTaken { by: by.as_str().to_owned(), path: folded.path.into_string() });
        }
        if !self.folders.contains(parent(key)) {
            self.folders.extend(ancestors(key).map(str::to_owned));
        }
        self.files.insert(folded, value);
        Ok(())
    }

    /// The path that a file at `key` would collide with.
    fn colliding(&self, key: &str) -> Option<&SitePath> {
        let at = |key: &str| self.files.get_key_value(key).map(|(known, _)| &known.path);
        if self.folders.contains(key) {
            let below = format!("{key}/");
            let below = (Bound::Included(&*below), Bound::Unbounded);
            return self.files.range::<str, _>(below).next().map(|(known, _)| &known.path);
        }
        // The parents of a known folder are folders, too.
        let in_known_folder = self.folders.contains(parent(key));
        at(key).or_else(|| if in_known_folder { None } else { ancestors(key).find_map(at) })
    }

    /// The file at exactly this path.
    pub fn get(&self, path: &str) -> Option<&T> {
        let (known, value) = self.files.get_key_value(&*fold_case(path))?;
        (known.path.as_str() == path).then_some(value)
    }

    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &T)> {
        self.files.iter().map(|(known, value)| (known.path.as_str(), value))
    }

    pub fn len(&self) -> usize {
        self.files.len()
    }

    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }
}

impl<T> IntoIterator for FileMap<T> {
    type Item = (SitePath, T);
    type IntoIter = std::vec::IntoIter<(SitePath, T)>;

    fn into_iter(self) -> Self::IntoIter {
        let files = self.files.into_iter().map(|(known, value)| (known.path, value));
        files.collect::<Vec<_>>().into_iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(path: &str) -> SitePath {
        SitePath::parse(path).unwrap()
    }

    fn files(paths: &[&str]) -> FileMap<String> {
        let mut files = FileMap::default();
        for &text in paths {
            files.insert(path(text), text.to_owned()).unwrap();
        }
        files
    }

    #[test]
    fn files_are_sorted() {
        let files = files(&["b.html", "a/x.html", "a.html", "A-b.html"]);
        let paths: Vec<_> = files.iter().map(|(path, _)| path).collect();
        assert_eq!(paths, ["A-b.html", "a.html", "a/x.html", "b.html"]);
        assert_eq!(files.get("A-b.html").map(String::as_str), Some("A-b.html"));
        assert_eq!(files.get("a-b.html"), None);
        assert_eq!(files.len(), 4);
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
            let error = files(&[first]).insert(path(second), String::new()).unwrap_err();
            assert_eq!(error, PathTaken { path: second.to_owned(), by: first.to_owned() });
            let other = files(&[second]).insert(path(first), String::new()).unwrap_err();
            assert_eq!(error.to_string(), other.to_string());
        }
        files(&["a", "a.b", "a-b/c", "a0"]);
    }
}
