//! Recursive listing of a folder that the program owns, dot-files included, with sizes and times.

use std::io;
use std::path::Path;
use std::time::SystemTime;

use rayon::prelude::*;
use walkdir::WalkDir;

use super::names::relative_to;
use super::stat::touched;
use super::{Error, Operation};

/// An entry of a listed folder.
#[derive(Clone, Debug)]
pub struct ListedEntry {
    /// The path below the folder, with `/` between names. A name that is not Unicode contains the
    /// replacement character and so equals no valid one.
    pub relative: String,
    pub kind: EntryKind,
    /// In bytes.
    pub size: u64,
    pub modified: SystemTime,
    /// As in [`super::FileStat::touched`].
    pub touched: SystemTime,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryKind {
    File,
    /// Its content is listed too.
    Folder,
    /// A link, which is not followed, or something rarer.
    Other,
}

/// The names of a folder's subfolders, sorted: with links to folders, without dot-folders. Empty if
/// the folder is missing.
pub fn subfolders(folder: &Path) -> Vec<String> {
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

/// The names of a folder's files with this extension, sorted. Empty if the folder is missing.
pub fn files_with_extension(folder: &Path, extension: &str) -> Vec<String> {
    let inside =
        WalkDir::new(folder).min_depth(1).max_depth(1).follow_links(true).sort_by_file_name();
    let files =
        inside.into_iter().filter_map(Result::ok).filter(|entry| entry.file_type().is_file());
    let names = files.filter_map(|entry| entry.file_name().to_str().map(str::to_owned));
    let has_extension = |name: &String| {
        Path::new(name).extension().is_some_and(|end| end.eq_ignore_ascii_case(extension))
    };
    names.filter(has_extension).collect()
}

/// Lists a folder recursively, in no particular order; empty if it is missing. Entries that disappear
/// during the listing, such as another program's temporary files, are left out.
pub fn list(folder: &Path) -> Result<Vec<ListedEntry>, Error> {
    let mut found = Vec::new();
    for entry in WalkDir::new(folder).min_depth(1) {
        match entry {
            Ok(entry) => found.push(entry),
            Err(error) if is_gone(&error) => {}
            Err(error) => return Err(Error::from_walk(folder, error)),
        }
    }
    // Reading the metadata takes most of the time.
    found
        .into_par_iter()
        .filter_map(|entry| match entry.metadata() {
            Err(error) if is_gone(&error) => None,
            metadata => Some((entry, metadata)),
        })
        .map(|(entry, metadata)| {
            let metadata = metadata.map_err(|error| Error::from_walk(folder, error))?;
            let modified =
                metadata.modified().map_err(Error::during(Operation::Read, entry.path()))?;
            let kind = match metadata.file_type() {
                kind if kind.is_file() => EntryKind::File,
                kind if kind.is_dir() => EntryKind::Folder,
                _ => EntryKind::Other,
            };
            Ok(ListedEntry {
                relative: relative_to(folder, entry.path()).0,
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
            .filter(|listed| listed.relative != "link" || listed.kind != EntryKind::Other)
            .map(|listed| (listed.relative, listed.kind))
            .collect();
        found.sort_by(|a, b| a.0.cmp(&b.0));
        let wanted = [
            (".gitignore", EntryKind::File),
            ("a", EntryKind::Folder),
            ("a/.~rostok-1-2.tmp", EntryKind::File),
            ("a/empty", EntryKind::Folder),
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
