//! What this computer remembers of its uploads, in `.rostok/` of the site, which git ignores:
//!
//! | file | what it is for |
//! |---|---|
//! | `place` | tells this copy of the site from others |
//! | `SECTION/lock` | keeps a second window out |
//! | `SECTION/began` | a lock without a claim on the server is ours |
//! | `SECTION/journal` | what the upload under way has done, so that nothing is sent twice |
//! | `SECTION/manifest` | the server's manifest as we left it, should that be lost |
//! | `SECTION/speed` | bytes per second of the last upload |
//! | `SECTION/packed` | what the server will hold once the last pack is there |
//! | `SECTION/kept/`, `undo-…`, `left-…`, `undone` | what was replaced: see `undo` |

mod undo;

use std::collections::BTreeMap;
use std::fs::File;
use std::path::{Path, PathBuf};

pub use undo::Kept;

use super::failure::Failure;
use super::manifest::{Manifest, Stamp, is_sound};
use crate::fs;

/// The folder in the site's root.
const FOLDER: &str = ".rostok";

/// The memory of one section on one server.
#[derive(Debug)]
pub struct Keep {
    pub(super) folder: PathBuf,
    place: String,
    /// Held for as long as the value lives.
    _lock: File,
}

/// What an upload that was cut off had done.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Journal {
    /// Which upload; before it the one whose work it took over, if that was ours too.
    pub(super) ids: Vec<String>,
    /// What stands at these paths now; nothing where the file was removed.
    pub(super) done: BTreeMap<String, Option<Stamp>>,
}

impl Keep {
    /// Opens the memory of `section`, any words that tell the section from others; `seed` is random
    /// and names this copy of the site where it has no name yet.
    ///
    /// # Errors
    /// [`Failure::Busy`] where another process has it open.
    pub fn open(root: &Path, section: &str, seed: &str) -> Result<Self, Failure> {
        let all = root.join(FOLDER);
        let name = blake3::hash(section.as_bytes()).to_hex();
        let folder = all.join(&name[..12]);
        fs::create_dir_all(&folder)?;
        let ignore = all.join(".gitignore");
        if !fs::exists(&ignore) {
            fs::replace(&ignore, b"*\n")?;
        }
        let lock = fs::try_lock(&folder.join("lock"))?.ok_or(Failure::Busy)?;
        let path = all.join("place");
        if !fs::exists(&path) {
            fs::replace(&path, seed.as_bytes())?;
        }
        let place = String::from_utf8_lossy(&fs::read(&path)?).trim().to_owned();
        Ok(Self { folder, place, _lock: lock })
    }

    /// What tells this copy of the site from others.
    pub fn place(&self) -> &str {
        &self.place
    }

    pub(super) fn file(&self, name: &str) -> Result<Option<Vec<u8>>, fs::Error> {
        let path = self.folder.join(name);
        if fs::exists(&path) { fs::read(&path).map(Some) } else { Ok(None) }
    }

    pub(super) fn began(&self) -> bool {
        fs::exists(&self.folder.join("began"))
    }

    pub(super) fn set_began(&self, began: bool) -> Result<(), fs::Error> {
        let path = self.folder.join("began");
        if began { fs::replace(&path, b"") } else { fs::remove_file(&path) }
    }

    /// The manifest as the last upload from here left it.
    pub fn manifest(&self) -> Result<Option<Manifest>, fs::Error> {
        Ok(self.file("manifest")?.and_then(|file| Manifest::from_file(&file).ok()))
    }

    pub(super) fn set_manifest(&self, manifest: &Manifest) -> Result<(), fs::Error> {
        fs::replace(&self.folder.join("manifest"), &manifest.to_file())
    }

    /// Bytes per second of the last upload that was long enough to tell.
    pub fn speed(&self) -> Option<u64> {
        let file = self.file("speed").ok()??;
        String::from_utf8(file).ok()?.trim().parse().ok().filter(|speed| *speed > 0)
    }

    /// Remembers how fast the server took files.
    pub fn set_speed(&self, bytes_per_second: u64) -> Result<(), Failure> {
        Ok(fs::replace(&self.folder.join("speed"), bytes_per_second.to_string().as_bytes())?)
    }

    /// The journal; lines that were cut short are left out.
    pub(super) fn journal(&self) -> Result<Journal, fs::Error> {
        let text = self.file("journal")?.unwrap_or_default();
        let text = String::from_utf8_lossy(&text);
        let mut lines = text.split_inclusive('\n').filter_map(|line| line.strip_suffix('\n'));
        let ids = lines.next().unwrap_or_default().split_whitespace().map(str::to_owned).collect();
        Ok(Journal { ids, done: lines.filter_map(read_line).collect() })
    }

    pub(super) fn start_journal(&self, journal: &Journal) -> Result<(), fs::Error> {
        let mut text = format!("{}\n", journal.ids.join(" "));
        for (path, stamp) in &journal.done {
            text.push_str(&line(path, *stamp));
        }
        fs::replace(&self.folder.join("journal"), text.as_bytes())
    }

    pub(super) fn add_to_journal(&self, path: &str, stamp: Option<Stamp>) -> Result<(), fs::Error> {
        fs::append(&self.folder.join("journal"), line(path, stamp).as_bytes())
    }

    pub(super) fn end_journal(&self) -> Result<(), fs::Error> {
        fs::remove_file(&self.folder.join("journal"))
    }
}

fn line(path: &str, stamp: Option<Stamp>) -> String {
    match stamp {
        Some(stamp) => format!("{} {:016x} {path}\n", stamp.size, u64::from_be_bytes(stamp.digest)),
        None => format!("- - {path}\n"),
    }
}

fn read_line(line: &str) -> Option<(String, Option<Stamp>)> {
    let mut parts = line.splitn(3, ' ');
    let (size, digest, path) = (parts.next()?, parts.next()?, parts.next()?);
    let stamp = match size {
        "-" => None,
        size => Some(Stamp {
            size: size.parse().ok()?,
            digest: u64::from_str_radix(digest, 16).ok()?.to_be_bytes(),
        }),
    };
    is_sound(path).then(|| (path.to_owned(), stamp))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_journal_that_was_cut_short_says_what_is_sure() {
        let folder = tempfile::tempdir().unwrap();
        let keep = Keep::open(folder.path(), "ftp.example.org/tochka", "здесь").unwrap();
        keep.start_journal(&Journal { ids: vec!["7".to_owned()], ..Journal::default() }).unwrap();
        let stamp = Stamp::of(b"abc");
        keep.add_to_journal("a b.html", Some(stamp)).unwrap();
        keep.add_to_journal("c.html", None).unwrap();
        fs::append(&keep.folder.join("journal"), b"3 00ff d.ht").unwrap();
        let journal = keep.journal().unwrap();
        assert_eq!(journal.ids, ["7"]);
        let done = [("a b.html".to_owned(), Some(stamp)), ("c.html".to_owned(), None)];
        assert_eq!(journal.done, done.into());
    }

    #[test]
    fn one_process_at_a_time_has_it_and_the_place_stays() {
        let folder = tempfile::tempdir().unwrap();
        let keep = Keep::open(folder.path(), "a", "первое").unwrap();
        assert!(matches!(Keep::open(folder.path(), "a", "второе"), Err(Failure::Busy)));
        let other = Keep::open(folder.path(), "b", "третье").unwrap();
        assert_eq!((keep.place(), other.place()), ("первое", "первое"));
        drop(keep);
        Keep::open(folder.path(), "a", "четвёртое").unwrap();
    }
}
