//! Paths of files in the output folder, checked once.

use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;

use super::manifest;
use crate::fs;

/// The path of a file in the output folder: relative, with `/` between names, each of them valid on
/// every system. The manifest and temporary names of the program itself are excluded.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SitePath(String);

/// A text that is no [`SitePath`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidPath(pub String);

impl std::error::Error for InvalidPath {}

impl fmt::Display for InvalidPath {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "недопустимый путь файла сайта: `{}`", self.0)
    }
}

impl SitePath {
    /// Checks a path. Paths read from a manifest are checked too, so that even a damaged one cannot
    /// make the program touch anything outside the output folder.
    ///
    /// # Errors
    /// Where the path is not relative, leaves the folder, holds a name that some system refuses, or
    /// is reserved for the program.
    pub fn parse(path: impl Into<String>) -> Result<Self, InvalidPath> {
        let path = path.into();
        let is_valid = path != manifest::NAME
            && path.split('/').all(|name| fs::is_portable_name(name) && !fs::is_temporary(name));
        if is_valid { Ok(Self(path)) } else { Err(InvalidPath(path)) }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn into_string(self) -> String {
        self.0
    }
}

impl Deref for SitePath {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for SitePath {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// The path in lower case: two files whose paths differ only in case cannot exist on every system.
pub(super) fn fold_case(path: &str) -> Cow<'_, str> {
    let is_lower_case = |byte: u8| byte.is_ascii() && !byte.is_ascii_uppercase();
    if path.bytes().all(is_lower_case) { path.into() } else { path.to_lowercase().into() }
}

/// The folders that contain `path`, the topmost first.
pub(super) fn ancestors(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(at, _)| &path[..at])
}

/// The folder of `path`; empty for the output folder itself.
pub(super) fn parent(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn refuses_paths_that_are_not_files_of_the_folder() {
        let invalid = [
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
        for path in invalid {
            assert_eq!(SitePath::parse(path), Err(InvalidPath(path.to_owned())));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]
        #[test]
        fn no_accepted_path_leaves_the_folder(path in r"[./\\:a~]{0,8}") {
            if let Ok(path) = SitePath::parse(path) {
                let path = std::path::Path::new(path.as_str());
                prop_assert!(path.components().all(
                    |part| matches!(part, std::path::Component::Normal(_))
                ));
            }
        }
    }
}
