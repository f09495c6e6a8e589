//! The output folder while the files for it are still being made.
//!
//! A file of a folder that is not there yet is written as soon as it is made, into the temporary folder
//! that is to become that one; one that is known to be there is forgotten. So the files of a site are
//! hardly ever in memory all together, and each is written while it is in the processor's cache. All
//! others wait until everything has been made.

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::body::Body;
use super::found::Found;
use super::set::{folder, is_sound};
use super::write::WriteError;
use crate::fs;

/// The output folder as it was found, and what has been written beside its folders. If it is dropped
/// without [`write`](Self::write), all of that is removed.
#[derive(Debug)]
pub struct Stage {
    pub(super) found: Found,
    new: Mutex<BTreeMap<String, New>>,
}

/// A folder that is not there yet.
#[derive(Debug)]
struct New {
    /// The temporary folder that holds its files.
    beside: PathBuf,
    /// The folders inside it that have been made.
    inner: HashSet<String>,
}

impl Stage {
    /// Looks at the folder `out`; nothing is changed.
    ///
    /// # Errors
    /// Where it cannot be looked at, or is of a newer version of the program.
    pub fn open(out: &Path) -> Result<Self, WriteError> {
        Ok(Self { found: Found::read(out)?, new: Mutex::default() })
    }

    /// The body of the file at `path`, kept in memory no longer than it has to be. One that cannot be
    /// written now stays, and the writer will say why.
    pub fn keep(&self, path: &str, body: Body) -> Body {
        let Body::Bytes(bytes) = &body else { return body };
        if !is_sound(path) {
            // The set will refuse it.
            return body;
        }
        let record = bytes.record();
        let source = match self.place_of(path) {
            Some(source) if fs::create_new(&source, bytes).is_ok() => source,
            None if self.found.is_as_written(path, record) => self.found.out.join(path),
            _ => return body,
        };
        Body::Known { source, size: record.size, digest: record.digest }
    }

    /// Where the file at `path` is written to, if it lies in a new folder.
    fn place_of(&self, path: &str) -> Option<PathBuf> {
        let top = self.found.new_folder(path)?;
        let mut all = self.new.lock().unwrap_or_else(PoisonError::into_inner);
        if !all.contains_key(top) {
            let beside = fs::create_beside(&self.found.out.join(top)).ok()?;
            all.insert(top.to_owned(), New { beside, inner: HashSet::new() });
        }
        let new = all.get_mut(top)?;
        let inner = &folder(path)[top.len()..];
        if !inner.is_empty() && !new.inner.contains(inner) {
            fs::create_dir_all(&new.beside.join(&inner[1..])).ok()?;
            new.inner.insert(inner.to_owned());
        }
        Some(new.beside.join(&path[top.len() + 1..]))
    }

    /// The temporary folders by the folders that they are to become.
    pub(super) fn new_folders(&self) -> BTreeMap<String, PathBuf> {
        let all = self.new.lock().unwrap_or_else(PoisonError::into_inner);
        all.iter().map(|(top, new)| (top.clone(), new.beside.clone())).collect()
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        let all = self.new.get_mut().unwrap_or_else(PoisonError::into_inner);
        for new in all.values() {
            fs::remove_beside(&new.beside);
        }
        if let Some(missing) = &self.found.missing {
            let made = self.found.out.ancestors().take_while(|above| above.starts_with(missing));
            // Of what has been written the first is not empty, and stays.
            made.take_while(|above| fs::remove_dir_if_empty(above)).for_each(drop);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fs::tests::names;
    use crate::output::{OutputSet, WriteOptions};

    /// Where the body of a file lies; nothing if it is in memory.
    fn source(body: &Body) -> Option<&Path> {
        match body {
            Body::Known { source, .. } => Some(source),
            _ => None,
        }
    }

    fn page(text: &str) -> Body {
        Body::Bytes(text.to_owned().into())
    }

    #[test]
    fn files_of_new_folders_wait_beside_them_and_the_others_in_memory() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("public");
        let stage = Stage::open(&out).unwrap();
        let mut set = OutputSet::new();
        for path in ["index.html", "a/x.html", "a/b/c/y.html", "b/z.html"] {
            let body = stage.keep(path, page(path));
            assert_eq!(source(&body).is_some(), path.contains('/') && fs::FOLDERS_MOVE, "{path}");
            if let Some(source) = source(&body) {
                assert_eq!(fs::read(source).unwrap(), path.as_bytes());
            }
            set.insert(path, body).unwrap();
        }
        let is_in_place = |name: &String| !name.contains(".~rostok-");
        assert!(!names(&out).iter().any(is_in_place), "{:?}", names(&out));
        let written = stage.write(&set, WriteOptions::default()).unwrap();
        assert_eq!(written.created, ["a/b/c/y.html", "a/x.html", "b/z.html", "index.html"]);
        assert!(names(&out).iter().all(is_in_place), "{:?}", names(&out));
        assert_eq!(fs::read(&out.join("a/b/c/y.html")).unwrap(), b"a/b/c/y.html");
    }

    #[test]
    fn what_is_not_written_in_the_end_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("new/public");
        let stage = Stage::open(&out).unwrap();
        stage.keep("a/x.html", page("1"));
        drop(stage);
        assert_eq!(names(folder.path()), [""; 0]);

        fs::create_dir_all(&out.join("b")).unwrap();
        let stage = Stage::open(&out).unwrap();
        stage.keep("a/x.html", page("1"));
        stage.keep("b/c/y.html", page("2"));
        drop(stage);
        assert_eq!(names(&out), ["b"]);
    }

    #[test]
    fn nothing_is_written_outside_of_the_folder() {
        let folder = tempfile::tempdir().unwrap();
        let stage = Stage::open(&folder.path().join("public")).unwrap();
        for path in ["../a/x.html", "/a/x.html", "a/../../x.html", "a//x.html", "a/"] {
            assert_eq!(source(&stage.keep(path, page("1"))), None, "{path}");
        }
        assert_eq!(names(folder.path()), [""; 0]);
    }

    #[cfg(unix)]
    #[test]
    fn no_link_is_followed() {
        let folder = tempfile::tempdir().unwrap();
        let (out, other) = (folder.path().join("public"), folder.path().join("other"));
        fs::create_dir_all(&out).unwrap();
        fs::create_dir_all(&other).unwrap();
        std::os::unix::fs::symlink(&other, out.join("link")).unwrap();
        let stage = Stage::open(&out).unwrap();
        for path in ["link/x.html", "link/a/x.html", "link/a/b/x.html"] {
            assert_eq!(source(&stage.keep(path, page("1"))), None, "{path}");
        }
        assert_eq!(names(&other), [""; 0]);
    }

    #[test]
    fn a_file_that_is_swept_meanwhile_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("public");
        let stage = Stage::open(&out).unwrap();
        let mut set = OutputSet::new();
        for path in ["a/x.html", "a/b/y.html"] {
            set.insert(path, stage.keep(path, page("1"))).unwrap();
        }
        let body = set.get("a/b/y.html").and_then(source).filter(|_| fs::FOLDERS_MOVE);
        let Some(swept) = body else { return };
        fs::remove_file(swept).unwrap();
        assert!(matches!(stage.write(&set, WriteOptions::default()), Err(WriteError::Disk(_))));
        assert!(!fs::exists(&out.join("a")));
    }

    #[test]
    fn a_file_that_comes_meanwhile_is_not_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("public");
        fs::create_dir_all(&out.join("a")).unwrap();
        let stage = Stage::open(&out).unwrap();
        let mut set = OutputSet::new();
        set.insert("a/x.html", stage.keep("a/x.html", page("1"))).unwrap();
        fs::create_new(&out.join("a/x.html"), b"theirs").unwrap();
        assert!(matches!(stage.write(&set, WriteOptions::default()), Err(WriteError::Disk(_))));
        assert_eq!(fs::read(&out.join("a/x.html")).unwrap(), b"theirs");
    }

    #[test]
    fn a_file_that_cannot_be_written_now_stays_in_memory() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("public");
        fs::create_new(&out, b"no folder").unwrap();
        let stage = Stage::open(&out).unwrap();
        assert_eq!(stage.keep("a/x.html", page("1")), page("1"));
        drop(stage);
        assert_eq!(fs::read(&out).unwrap(), b"no folder");
    }
}
