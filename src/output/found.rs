//! The output folder as it was found.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::manifest::{self, Manifest, Record};
use super::set::ancestors;
use super::write::WriteError;
use crate::fs::{self, Kind, Listed, disk_key};

/// The output folder before anything is written to it.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) out: PathBuf,
    /// The topmost folder that was missing of the way to `out`, itself included.
    pub(super) missing: Option<PathBuf>,
    /// What the last build wrote.
    pub(super) old: Manifest,
    /// All that is in it, but for `left`.
    pub(super) listed: Vec<Listed>,
    /// The temporary files and folders of a build that was killed.
    pub(super) left: Vec<Listed>,
    manifest_time: SystemTime,
    /// The records of the manifest, as the disk compares paths.
    ours: HashMap<String, Option<Record>>,
    /// The places in `listed`, likewise.
    disk: HashMap<String, usize>,
}

impl Found {
    /// Lists the folder `out` and reads its manifest.
    pub(super) fn read(out: &Path) -> Result<Self, WriteError> {
        let (old, listed) = rayon::join(|| Manifest::read(out), || fs::list(out));
        let (old, listed) = (old?, listed?);
        let (left, listed): (Vec<_>, Vec<_>) =
            listed.into_iter().partition(|listed| listed.relative.split('/').any(fs::is_temporary));
        let key = |path: &str| disk_key(path).into_owned();
        Ok(Self {
            out: out.to_owned(),
            missing: out
                .ancestors()
                .take_while(|above| !fs::exists(above))
                .last()
                .map(Path::to_owned),
            manifest_time: listed
                .iter()
                .find(|listed| listed.relative == manifest::NAME)
                .map_or(SystemTime::UNIX_EPOCH, |listed| listed.modified),
            ours: old.iter().map(|(path, record)| (key(path), record)).collect(),
            disk: listed.iter().zip(0..).map(|(listed, at)| (key(&listed.relative), at)).collect(),
            old,
            listed,
            left,
        })
    }

    /// What stands at `path`.
    pub(super) fn kind(&self, path: &str) -> Option<Kind> {
        self.at(path).map(|listed| listed.kind)
    }

    /// The topmost folder of `path` that is not there, where that can come in one piece. All above it
    /// are folders: through a link the way would lead somewhere else.
    pub(super) fn new_folder<'p>(&self, path: &'p str) -> Option<&'p str> {
        ancestors(path)
            .find(|above| self.kind(above) != Some(Kind::Folder))
            .filter(|above| fs::FOLDERS_MOVE && self.kind(above).is_none())
    }

    /// What the disk says of `path`.
    pub(super) fn at(&self, path: &str) -> Option<&Listed> {
        self.disk.get(&*disk_key(path)).map(|&at| &self.listed[at])
    }

    /// Whether the file at `path` is known to have these bytes, without a look at them.
    pub(super) fn is_as_written(&self, path: &str, record: Record) -> bool {
        // The manifest was written after the files. One that was touched within the same tick of the
        // disk's clock, or later, may be another by now: only its bytes can tell.
        self.ours.get(&*disk_key(path)) == Some(&Some(record))
            && self.at(path).is_some_and(|listed| {
                listed.kind == Kind::File
                    && listed.size == record.size
                    && listed.touched < self.manifest_time
            })
    }

    /// Whether the manifest lists the file at `path`.
    pub(super) fn is_ours(&self, path: &str) -> bool {
        self.ours.contains_key(&*disk_key(path))
    }
}
