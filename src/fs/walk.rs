//! A folder of the user's: the files that are content, and the links that cannot be followed.

use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use rayon::prelude::*;
use walkdir::WalkDir;

use super::listing::touched;
use super::names::with_slashes;
use super::{Action, Error};

/// A file.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Where it is.
    pub path: PathBuf,
    /// Its path from the site's root, with `/` between names.
    pub relative: String,
    /// The size in bytes.
    pub size: u64,
    /// When it was last written.
    pub modified: SystemTime,
    /// The latest time at which it can have become what it is; see [`super::Listed::touched`].
    pub touched: SystemTime,
}

/// What stands at a path, for who knows the folder already and hears of a change there.
#[derive(Clone, Debug)]
pub enum Look {
    /// A file.
    File(Entry),
    /// Nothing that [`walk`] would give.
    Nothing,
    /// A folder, a link, or something below a link: only a walk tells.
    Unclear,
}

/// Something that was left out, and about which the user is to be told.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Refused {
    /// Its path from the site's root, with `/` between names.
    pub relative: String,
    /// Why.
    pub why: Why,
}

/// Why something was left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// A symbolic link leads out of the folder that is being walked.
    LeadsOut,
    /// A symbolic link leads to a folder it lies in.
    Loop,
    /// A symbolic link leads nowhere.
    Dangling,
    /// The name is not Unicode.
    NotUnicode,
}

/// The files in `root/folder` and below, sorted by their relative paths; none if there is no such
/// folder. Symbolic links are followed as long as they stay in the folder.
///
/// Passed over without a word: dot-files and dot-folders, the backup and swap files of editors
/// and offices, and what systems leave in every folder they show.
pub fn walk(root: &Path, folder: &str) -> Result<(Vec<Entry>, Vec<Refused>), Error> {
    let start = root.join(folder);
    let mut refused = Vec::new();
    let mut found = Vec::new();
    if !super::exists(&start) {
        return Ok((Vec::new(), refused));
    }
    let real_start = super::resolve(&start)?;

    let mut entries = WalkDir::new(&start).follow_links(true).into_iter().filter_entry(|entry| {
        entry.depth() == 0 || !is_passed_over(&entry.file_name().to_string_lossy())
    });
    while let Some(entry) = entries.next() {
        let (path, why) = match entry {
            Ok(entry) => {
                let leads_out = entry.depth() > 0
                    && entry.path_is_symlink()
                    && !super::resolve(entry.path())?.starts_with(&real_start);
                if !leads_out {
                    if entry.file_type().is_file() {
                        found.push(entry);
                    }
                    continue;
                }
                if entry.file_type().is_dir() {
                    entries.skip_current_dir();
                }
                (entry.into_path(), Why::LeadsOut)
            }
            Err(error) => match (error.path(), why_not_followed(&error)) {
                (Some(path), Some(why)) => (path.to_owned(), why),
                _ => return Err(walk_error(&start, error)),
            },
        };
        refused.push(Refused { relative: relative_of(root, &path).0, why });
    }

    // Asking for the metadata is most of the work.
    let read: Vec<Result<Entry, Refused>> = found
        .into_par_iter()
        .map(|entry| {
            let (relative, is_unicode) = relative_of(root, entry.path());
            if !is_unicode {
                return Ok(Err(Refused { relative, why: Why::NotUnicode }));
            }
            let metadata = entry.metadata().map_err(|error| walk_error(&start, error))?;
            let modified = metadata.modified().map_err(Error::of(Action::Read, entry.path()))?;
            Ok(Ok(Entry {
                path: entry.into_path(),
                relative,
                size: metadata.len(),
                modified,
                touched: touched(modified, &metadata),
            }))
        })
        .collect::<Result<_, Error>>()?;
    let mut files = Vec::with_capacity(read.len());
    for entry in read {
        match entry {
            Ok(file) => files.push(file),
            Err(refusal) => refused.push(refusal),
        }
    }
    files.sort_unstable_by(|a, b| a.relative.cmp(&b.relative));
    refused.sort_unstable();
    Ok((files, refused))
}

/// Looks at one path below `root/folder`, where a [`walk`] of that folder would go the whole way.
/// `relative` is counted from `root`, with `/` between names.
pub fn look(root: &Path, folder: &str, relative: &str) -> Look {
    let Some(inner) = relative.strip_prefix(folder).and_then(|inner| inner.strip_prefix('/'))
    else {
        return Look::Unclear;
    };
    let mut path = root.join(folder);
    let mut names = inner.split('/').peekable();
    while let Some(name) = names.next() {
        if is_passed_over(name) {
            return Look::Nothing;
        }
        path.push(name);
        let metadata = match std::fs::symlink_metadata(&path) {
            Ok(metadata) => metadata,
            Err(error) => {
                return match error.kind() {
                    io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Look::Nothing,
                    _ => Look::Unclear,
                };
            }
        };
        let last = names.peek().is_none();
        if !last && metadata.is_dir() {
            continue;
        }
        return match metadata.modified() {
            Ok(modified) if last && metadata.is_file() => Look::File(Entry {
                path,
                relative: relative.to_owned(),
                size: metadata.len(),
                modified,
                touched: touched(modified, &metadata),
            }),
            _ if metadata.is_file() => Look::Nothing,
            _ => Look::Unclear,
        };
    }
    Look::Unclear
}

fn why_not_followed(error: &walkdir::Error) -> Option<Why> {
    if error.loop_ancestor().is_some() {
        return Some(Why::Loop);
    }
    let is_link = error.path().is_some_and(Path::is_symlink);
    let is_missing = error.io_error().map(io::Error::kind) == Some(io::ErrorKind::NotFound);
    // A link to itself fails with the system's own code for too many links, which has no stable
    // name in the standard library; whatever else a link fails with, it leads nowhere useful.
    is_link.then_some(if is_missing { Why::Dangling } else { Why::Loop })
}

/// Editors: Vim's `.x.swp`, Emacs' `#x#` and `.#x`, `x~` of many; offices: `~$x.docx`; systems:
/// thumbnails and folder settings.
fn is_passed_over(name: &str) -> bool {
    let ends = |end: &str| {
        name.len() >= end.len()
            && name.is_char_boundary(name.len() - end.len())
            && name[name.len() - end.len()..].eq_ignore_ascii_case(end)
    };
    name.starts_with('.')
        || name.starts_with("~$")
        || name.ends_with('~')
        || (name.len() > 1 && name.starts_with('#') && name.ends_with('#'))
        || [".swp", ".tmp", ".bak"].into_iter().any(ends)
        || ["thumbs.db", "desktop.ini"].iter().any(|system| name.eq_ignore_ascii_case(system))
}

/// The path below `root` with `/` between names, and whether all of it is Unicode.
pub(super) fn relative_of(root: &Path, path: &Path) -> (String, bool) {
    let below = path.strip_prefix(root).unwrap_or(path);
    (with_slashes(below), below.to_str().is_some())
}

pub(super) fn walk_error(folder: &Path, error: walkdir::Error) -> Error {
    let path = error.path().unwrap_or(folder).to_owned();
    let source = error.into_io_error().unwrap_or_else(|| io::ErrorKind::Other.into());
    Error { action: Action::Read, path, source }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "the test sets up the disk by hand")]
mod tests {
    use super::*;
    use std::fs;

    fn site(files: &[&str]) -> tempfile::TempDir {
        let root = tempfile::tempdir().unwrap();
        for file in files {
            let path = root.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, file).unwrap();
        }
        root
    }

    fn relatives(entries: &[Entry]) -> Vec<&str> {
        entries.iter().map(|entry| entry.relative.as_str()).collect()
    }

    #[test]
    fn finds_the_files_in_order_and_passes_over_the_rest() {
        let root = site(&[
            "content/posts/б.md",
            "content/posts/a-1.md",
            "content/posts/a/index.md",
            "content/posts/.b.md.swp",
            "content/posts/b.md~",
            "content/posts/#b.md#",
            "content/posts/.#b.md",
            "content/posts/~$otchet.docx",
            "content/posts/x.BAK",
            "content/posts/x.tmp",
            "content/Thumbs.db",
            "content/a/DESKTOP.INI",
            "content/.git/config",
            "content/#",
            "content/.DS_Store",
            "outside.md",
        ]);
        let (files, refused) = walk(root.path(), "content").unwrap();
        assert_eq!(
            relatives(&files),
            ["content/#", "content/posts/a-1.md", "content/posts/a/index.md", "content/posts/б.md"]
        );
        assert_eq!(files[1].size, 20);
        assert_eq!(fs::read_to_string(&files[3].path).unwrap(), "content/posts/б.md");
        assert!(refused.is_empty());
        let (none, refused) = walk(root.path(), "missing").unwrap();
        assert!(none.is_empty() && refused.is_empty());
    }

    #[cfg(unix)]
    #[test]
    fn follows_links_only_inside() {
        use std::os::unix::ffi::OsStrExt;
        use std::os::unix::fs::symlink;
        let root = site(&["content/real/a.md", "secret/b.md", "content-2/c.md"]);
        let at = |path: &str| root.path().join(path);
        symlink("real", at("content/inside")).unwrap();
        symlink("../secret", at("content/outside")).unwrap();
        symlink("../secret/b.md", at("content/b.md")).unwrap();
        symlink("../content-2/c.md", at("content/c.md")).unwrap();
        symlink("..", at("content/real/up")).unwrap();
        symlink("nowhere", at("content/dangling")).unwrap();
        symlink("self", at("content/self")).unwrap();
        fs::write(at("content").join(std::ffi::OsStr::from_bytes(b"\xff.md")), "").unwrap();
        let (files, refused) = walk(root.path(), "content").unwrap();
        assert_eq!(relatives(&files), ["content/inside/a.md", "content/real/a.md"]);
        let refused: Vec<_> = refused.iter().map(|one| (one.relative.as_str(), one.why)).collect();
        assert_eq!(
            refused,
            [
                ("content/b.md", Why::LeadsOut),
                ("content/c.md", Why::LeadsOut),
                ("content/dangling", Why::Dangling),
                ("content/inside/up", Why::Loop),
                ("content/outside", Why::LeadsOut),
                ("content/real/up", Why::Loop),
                ("content/self", Why::Loop),
                ("content/\u{fffd}.md", Why::NotUnicode),
            ]
        );
    }

    #[test]
    fn a_look_gives_what_a_walk_gives() {
        let root = site(&["content/a/b.md", "content/a/b.md~", "content/.x/c.md"]);
        let (walked, _) = walk(root.path(), "content").unwrap();
        let look = |relative: &str| look(root.path(), "content", relative);
        let Look::File(seen) = look("content/a/b.md") else { panic!("no file") };
        assert_eq!(seen.path, walked[0].path);
        assert_eq!((seen.size, seen.touched), (walked[0].size, walked[0].touched));
        for nothing in ["content/a/b.md~", "content/.x/c.md", "content/a/x", "content/a/b.md/x"] {
            assert!(matches!(look(nothing), Look::Nothing), "{nothing}");
        }
        assert!(matches!(look("content/a"), Look::Unclear));
        assert!(matches!(look("content"), Look::Unclear));
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink("a", root.path().join("content/link")).unwrap();
            assert!(matches!(look("content/link/b.md"), Look::Unclear));
        }
    }

    #[cfg(unix)]
    #[test]
    fn the_folder_itself_may_be_a_link() {
        let root = site(&["elsewhere/a.md"]);
        std::os::unix::fs::symlink("elsewhere", root.path().join("content")).unwrap();
        let (files, refused) = walk(root.path(), "content").unwrap();
        assert_eq!(relatives(&files), ["content/a.md"]);
        assert!(refused.is_empty());
    }
}
