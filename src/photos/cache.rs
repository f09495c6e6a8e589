//! The folder of finished pictures, `.rostok-cache/photos`, so that each is made once.
//!
//! A file is named by the content of its source and by what was asked for, so that it is right as
//! long as it is whole; whether it is whole, its size tells. `index.json` says what came of each
//! source, and the size and time of sources whose content is known. It is written last. If it is
//! lost or damaged, the pictures are made anew.
//!
//! What cannot be used is not kept: it fails each build until it is mended, a preview reads it again
//! only when other pictures are wanted, and a newer program may be able to use it.
//!
//! Two builds may run at once: every file is written beside its place and renamed, and of the files
//! that nobody uses only those are removed that were there before the last index was.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

use super::process::Processed;
use super::recipe::Recipe;
use crate::digest::Digest;
use crate::fs::{self, Kind, Listed};

/// The folder, relative to the site's root.
const FOLDER: &str = ".rostok-cache/photos";
const INDEX: &str = "index.json";

/// The form of the index; one of another form is none.
const FORM: u32 = 1;
/// The way pictures are made. It is part of their published names: a change makes and publishes
/// all of them anew.
const MAKING: u32 = 1;

/// What is known of earlier builds.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Index {
    form: u32,
    /// By the path of the source.
    sources: BTreeMap<String, Source>,
    /// By the key.
    made: BTreeMap<String, Made>,
}

/// A source that was read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Source {
    size: u64,
    /// Nanoseconds since 1970.
    touched: u64,
    /// The hash of its content.
    content: String,
    /// What was made of it.
    keys: BTreeSet<String>,
}

/// What came of a source.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Made {
    pub(super) taken: Option<String>,
    pub(super) tells_place: bool,
    pub(super) placeholder: Option<String>,
    pub(super) files: Vec<File>,
}

/// A finished file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct File {
    /// What its name begins with, here and where it is published.
    pub(super) key: String,
    pub(super) extension: String,
    pub(super) width: u32,
    pub(super) height: u32,
    /// Around which point it was cut, in hundredths, if it was.
    pub(super) cut: Option<(u8, u8)>,
    pub(super) size: u64,
    /// The digest of its bytes.
    #[serde(with = "hex")]
    pub(super) digest: Digest,
}

/// Digests in the index.
mod hex {
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serializer};

    use crate::digest::Digest;

    pub(super) fn serialize<S: Serializer>(
        digest: &Digest,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_str(digest)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Digest, D::Error> {
        let text = String::deserialize(deserializer)?;
        Digest::parse(&text).ok_or_else(|| D::Error::custom("no digest"))
    }
}

/// The cache as a build finds it.
pub(super) struct Cache {
    folder: PathBuf,
    index: Index,
    /// When the index was written.
    written: SystemTime,
    listed: BTreeMap<String, Listed>,
}

impl Cache {
    /// Reads the cache of the site in `root`; an unreadable one is an empty one.
    pub(super) fn open(root: &Path) -> Result<Self, fs::Error> {
        let folder = root.join(FOLDER);
        let listed: BTreeMap<_, _> = fs::list(&folder)?
            .into_iter()
            .map(|listed| (listed.relative.clone(), listed))
            .collect();
        let index = listed.get(INDEX).and_then(|_| {
            let bytes = fs::read(&folder.join(INDEX)).ok()?;
            serde_json::from_slice(&bytes).ok().filter(|index: &Index| index.form == FORM)
        });
        let written = listed.get(INDEX).map_or(UNIX_EPOCH, |listed| listed.modified);
        Ok(Self { folder, index: index.unwrap_or_default(), written, listed })
    }

    /// The hash of a source's content, if it has not changed since it was read. A file as new as
    /// the index may have changed within the same tick of the disk's clock.
    pub(super) fn content(&self, file: &str, stamp: &fs::Stamp) -> Option<&str> {
        let known = self.index.sources.get(file)?;
        (known.is(stamp) && stamp.touched < self.written).then_some(&known.content)
    }

    /// What came of `key` before, if all its files are there.
    pub(super) fn made(&self, key: &str) -> Option<&Made> {
        let made = self.index.made.get(key)?;
        let whole = |file: &File| {
            let listed = self.listed.get(&file.name());
            listed.is_some_and(|listed| listed.kind == Kind::File && listed.size == file.size)
        };
        made.files.iter().all(whole).then_some(made)
    }

    /// Where a file of the cache is.
    pub(super) fn path(&self, file: &File) -> PathBuf {
        self.folder.join(file.name())
    }

    /// Writes the files of a picture.
    pub(super) fn put(
        &self,
        content: &str,
        recipe: &Recipe,
        processed: Processed,
    ) -> Result<Made, fs::Error> {
        let Processed { facts, placeholder, files: encoded } = processed;
        let mut files = Vec::new();
        for encoded in encoded {
            let what = format!("{} {} {}", encoded.size, encoded.extension, recipe.quality());
            let file = File {
                key: hash_of(content, &what),
                extension: encoded.extension.to_owned(),
                width: encoded.width,
                height: encoded.height,
                cut: encoded.size.crop.map(|crop| (crop.focus.x, crop.focus.y)),
                size: encoded.bytes.len() as u64,
                digest: Digest::of(&encoded.bytes),
            };
            fs::replace(&self.path(&file), &encoded.bytes)?;
            files.push(file);
        }
        Ok(Made { taken: facts.taken, tells_place: facts.tells_place, placeholder, files })
    }

    /// Makes the folder, with a note that keeps it out of Git.
    pub(super) fn create(&self) -> Result<(), fs::Error> {
        fs::create_dir_all(&self.folder)?;
        let note = self.folder.with_file_name(".gitignore");
        if fs::exists(&note) { Ok(()) } else { fs::replace(&note, b"*\n") }
    }

    /// Writes the index and removes what nothing uses any more. What is known of sources that
    /// `index` does not speak of stays as long as they do: drafts are shown in previews only.
    pub(super) fn close(&self, mut index: Index, root: &Path) -> Result<(), fs::Error> {
        for (file, source) in &self.index.sources {
            let known = index.sources.contains_key(file);
            if !known && fs::stamp(&root.join(file)).is_ok_and(|stamp| source.is(&stamp)) {
                for key in &source.keys {
                    let made = self.index.made.get(key).cloned();
                    index.made.extend(made.map(|made| (key.clone(), made)));
                }
                index.sources.insert(file.clone(), source.clone());
            }
        }
        let used = |index: &Index| -> BTreeSet<String> {
            index.made.values().flat_map(|made| made.files.iter().map(File::name)).collect()
        };
        let (now, before) = (used(&index), used(&self.index));
        for listed in self.listed.values() {
            let name = &listed.relative;
            let ours = listed.kind == Kind::File && name != INDEX;
            // What is newer may be another build's, under way now.
            if ours
                && listed.modified < self.written
                && !now.contains(name)
                && !before.contains(name)
            {
                fs::remove_file(&self.folder.join(name))?;
            }
        }
        if index == self.index {
            return Ok(());
        }
        self.create()?;
        let bytes = serde_json::to_vec(&index).unwrap_or_default();
        fs::replace(&self.folder.join(INDEX), &bytes)
    }
}

impl Index {
    /// An index that knows nothing yet.
    pub(super) fn new() -> Self {
        Self { form: FORM, ..Self::default() }
    }

    /// Remembers what came of a source; `content` and `key` name it and what was asked for.
    pub(super) fn remember(
        &mut self,
        (file, stamp): (&str, &fs::Stamp),
        (content, key): (&str, &str),
        made: &Made,
    ) {
        let source = self.sources.entry(file.to_owned()).or_insert_with(|| Source {
            size: stamp.size,
            touched: nanoseconds(stamp.touched),
            content: content.to_owned(),
            keys: BTreeSet::new(),
        });
        source.keys.insert(key.to_owned());
        self.made.insert(key.to_owned(), made.clone());
    }
}

impl Source {
    /// Whether a file with this stamp is as this one was.
    fn is(&self, stamp: &fs::Stamp) -> bool {
        self.size == stamp.size && self.touched == nanoseconds(stamp.touched)
    }
}

impl File {
    fn name(&self) -> String {
        format!("{}.{}", self.key, self.extension)
    }
}

/// What names the content `bytes`.
pub(super) fn content_of(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex().to_string()
}

/// What names all that `recipe` makes of `content`.
pub(super) fn key_of(content: &str, recipe: &Recipe) -> String {
    hash_of(content, &recipe.to_string())
}

fn hash_of(content: &str, what: &str) -> String {
    let hash = blake3::hash(format!("{MAKING}\n{content}\n{what}").as_bytes());
    hash.to_hex()[..32].to_owned()
}

fn nanoseconds(time: SystemTime) -> u64 {
    time.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_nanos() as u64)
}
