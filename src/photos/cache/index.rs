//! The record of what was made of each source, `index.json`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

use super::hex;
use crate::digest::Digest;
use crate::fs;
use crate::photos::notice::Notice;

/// Version of the index format; the pictures of an index of another version are made again.
pub const INDEX_VERSION: u32 = 1;

/// The record of earlier builds.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(in crate::photos) struct Index {
    form: u32,
    /// By path of the source.
    pub(super) sources: BTreeMap<String, CachedSource>,
    /// By picture key.
    #[serde(rename = "made")]
    pub(super) pictures: BTreeMap<String, CachedPicture>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct CachedSource {
    size: u64,
    /// Nanoseconds since 1970.
    touched: u64,
    /// The hash of its content.
    pub(super) content: String,
    /// Keys of the pictures made of it.
    pub(super) keys: BTreeSet<String>,
}

/// What was made of a source with one recipe.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(in crate::photos) struct CachedPicture {
    pub(in crate::photos) taken: Option<String>,
    #[serde(rename = "tells_place")]
    pub(in crate::photos) has_gps: bool,
    pub(in crate::photos) placeholder: Option<String>,
    pub(in crate::photos) files: Vec<CachedFile>,
    /// What the files lack that the source had. `None` in the index of a version that did not look.
    #[serde(default)]
    pub(in crate::photos) notices: Option<Vec<Notice>>,
}

/// A cached picture with its content hash and key.
pub(in crate::photos) struct CacheEntry {
    /// The hash of the source's content.
    pub(in crate::photos) content: String,
    /// The key of the picture.
    pub(in crate::photos) key: String,
    pub(in crate::photos) picture: CachedPicture,
}

/// A finished file of a picture.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(in crate::photos) struct CachedFile {
    /// The file's name without extension. The published name contains a part of it.
    #[serde(with = "hex")]
    pub(in crate::photos) key: Digest,
    pub(in crate::photos) extension: String,
    pub(in crate::photos) width: u32,
    pub(in crate::photos) height: u32,
    /// Whether it is a crop.
    #[serde(default)]
    pub(in crate::photos) is_cut: bool,
    /// The focus of a crop, in hundredths of width and height, if one was asked for.
    pub(in crate::photos) cut: Option<(u8, u8)>,
    pub(in crate::photos) size: u64,
    #[serde(with = "hex")]
    pub(in crate::photos) digest: Digest,
}

impl Index {
    pub(in crate::photos) fn new() -> Self {
        Self { form: INDEX_VERSION, ..Self::default() }
    }

    /// Reads an index; `None` if it is damaged, or another version of the program wrote it.
    pub(super) fn read(path: &Path) -> Option<Self> {
        let index: Self = serde_json::from_slice(&fs::read(path).ok()?).ok()?;
        (index.form == INDEX_VERSION).then_some(index)
    }

    /// Records the picture `entry` of the source `file`.
    pub(in crate::photos) fn insert(
        &mut self,
        file: &str,
        stamp: &fs::FileStat,
        entry: CacheEntry,
    ) {
        let source = self.sources.entry(file.to_owned()).or_insert_with(|| CachedSource {
            size: stamp.size,
            touched: unix_nanoseconds(stamp.touched),
            content: entry.content,
            keys: BTreeSet::new(),
        });
        source.keys.insert(entry.key.clone());
        self.pictures.insert(entry.key, entry.picture);
    }
}

impl CachedSource {
    /// Whether the source is unchanged.
    pub(super) fn matches(&self, stamp: &fs::FileStat) -> bool {
        self.size == stamp.size && self.touched == unix_nanoseconds(stamp.touched)
    }
}

impl CachedFile {
    pub(super) fn name(&self) -> String {
        file_name(self.key, &self.extension)
    }
}

/// The name of the file with this key.
pub(in crate::photos) fn file_name(key: Digest, extension: &str) -> String {
    format!("{key}.{extension}")
}

fn unix_nanoseconds(time: SystemTime) -> u64 {
    time.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_nanos() as u64)
}
