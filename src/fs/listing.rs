//! Everything in a folder of ours, dot-files and all, with what tells whether it was touched.

use std::fs::Metadata;
use std::io;
use std::path::Path;
use std::time::SystemTime;

use rayon::prelude::*;
use walkdir::WalkDir;

use super::walk::{relative_of, walk_error};
use super::{Action, Error};

/// One thing in a folder.
#[derive(Clone, Debug)]
pub struct Listed {
    /// Its path below the folder, with `/` between names; a name that is not Unicode is given
    /// with the replacement character, so that it equals no sound one.
    pub relative: String,
    /// What it is.
    pub kind: Kind,
    /// The size in bytes.
    pub size: u64,
    /// When the bytes were last written, as far as the file says.
    pub modified: SystemTime,
    /// The latest time at which the file can have become what it is. Where the system keeps the
    /// time of the last change of any kind, this is that one: a tool that puts back an old file
    /// with its old time cannot set it.
    pub touched: SystemTime,
}

/// What a listed thing is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A file.
    File,
    /// A folder; what it holds is listed too.
    Folder,
    /// A link, which is not followed, or something rarer.
    Other,
}

/// The names of the folders in a folder, sorted; links to folders are among them, dot-folders are
/// not. None if there is no such folder.
pub fn folders(folder: &Path) -> Vec<String> {
    let inside =
        WalkDir::new(folder).min_depth(1).max_depth(1).follow_links(true).sort_by_file_name();
    inside
        .into_iter()
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_dir())
        .filter_map(|entry| entry.file_name().to_str().map(str::to_owned))
        .filter(|name| !name.starts_with('.'))
        .collect()
}

/// Lists a folder, in no certain order; none if there is no such folder. What goes while it is
/// being listed, as another program's file beside its place does, is not listed.
pub fn list(folder: &Path) -> Result<Vec<Listed>, Error> {
    let mut found = Vec::new();
    for entry in WalkDir::new(folder).min_depth(1) {
        match entry {
            Ok(entry) => found.push(entry),
            Err(error) if is_gone(&error) => {}
            Err(error) => return Err(walk_error(folder, error)),
        }
    }
    // Asking for the metadata is most of the work.
    found
        .into_par_iter()
        .filter_map(|entry| match entry.metadata() {
            Err(error) if is_gone(&error) => None,
            metadata => Some((entry, metadata)),
        })
        .map(|(entry, metadata)| {
            let metadata = metadata.map_err(|error| walk_error(folder, error))?;
            let modified = metadata.modified().map_err(Error::of(Action::Read, entry.path()))?;
            let kind = match metadata.file_type() {
                kind if kind.is_file() => Kind::File,
                kind if kind.is_dir() => Kind::Folder,
                _ => Kind::Other,
            };
            Ok(Listed {
                relative: relative_of(folder, entry.path()).0,
                kind,
                size: metadata.len(),
                modified,
                touched: touched(modified, &metadata),
            })
        })
        .collect()
}

fn is_gone(error: &walkdir::Error) -> bool {
    error.io_error().map(io::Error::kind) == Some(io::ErrorKind::NotFound)
}

/// The later of the two times that a system may keep.
pub(super) fn touched(modified: SystemTime, metadata: &Metadata) -> SystemTime {
    modified.max(changed(metadata))
}

/// What tells whether a file was touched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// The size in bytes.
    pub size: u64,
    /// As in [`Listed::touched`].
    pub touched: SystemTime,
}

/// The stamp of one file; links are followed.
#[expect(clippy::disallowed_methods, reason = "this is the module the others are sent to")]
pub fn stamp(path: &Path) -> Result<Stamp, Error> {
    let metadata = std::fs::metadata(path).map_err(Error::of(Action::Read, path))?;
    let modified = metadata.modified().map_err(Error::of(Action::Read, path))?;
    Ok(Stamp { size: metadata.len(), touched: touched(modified, &metadata) })
}

#[cfg(unix)]
fn changed(metadata: &Metadata) -> SystemTime {
    use std::os::unix::fs::MetadataExt;
    use std::time::Duration;
    let seconds = u64::try_from(metadata.ctime()).unwrap_or_default();
    let nanoseconds = u32::try_from(metadata.ctime_nsec()).unwrap_or_default();
    SystemTime::UNIX_EPOCH + Duration::new(seconds, nanoseconds)
}

#[cfg(not(unix))]
fn changed(_: &Metadata) -> SystemTime {
    SystemTime::UNIX_EPOCH
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "the test sets up the disk by hand")]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn lists_everything_and_follows_nothing() {
        let folder = tempfile::tempdir().unwrap();
        assert!(list(&folder.path().join("missing")).unwrap().is_empty());
        fs::create_dir_all(folder.path().join("a/empty")).unwrap();
        fs::write(folder.path().join("a/.~rostok-1-2.tmp"), "12").unwrap();
        fs::write(folder.path().join(".gitignore"), "123").unwrap();
        #[cfg(unix)]
        std::os::unix::fs::symlink("..", folder.path().join("link")).unwrap();
        let mut found: Vec<_> = list(folder.path())
            .unwrap()
            .into_iter()
            .filter(|listed| listed.relative != "link" || listed.kind != Kind::Other)
            .map(|listed| (listed.relative, listed.kind))
            .collect();
        found.sort_by(|a, b| a.0.cmp(&b.0));
        let wanted = [
            (".gitignore", Kind::File),
            ("a", Kind::Folder),
            ("a/.~rostok-1-2.tmp", Kind::File),
            ("a/empty", Kind::Folder),
        ];
        assert_eq!(found, wanted.map(|(name, kind)| (name.to_owned(), kind)));
    }

    #[test]
    fn what_goes_meanwhile_is_no_error() {
        let folder = tempfile::tempdir().unwrap();
        let files: Vec<_> =
            (0..2000).map(|number| folder.path().join(number.to_string())).collect();
        for _ in 0..10 {
            files.iter().for_each(|file| fs::write(file, "1").unwrap());
            let listed = std::thread::scope(|scope| {
                scope.spawn(|| files.iter().for_each(|file| fs::remove_file(file).unwrap()));
                list(folder.path())
            });
            assert!(listed.unwrap().len() <= files.len());
        }
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn an_old_time_put_back_does_not_hide_a_change() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        fs::write(&path, "one").unwrap();
        let old = SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_000_000_000);
        fs::File::options().write(true).open(&path).unwrap().set_modified(old).unwrap();
        let listed = &list(folder.path()).unwrap()[0];
        assert_eq!(listed.modified, old);
        assert!(listed.touched > old);
    }
}
