//! The plan → finished pictures, on all cores, from the cache where they are there.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::cache::{Cache, File, Index, Made, content_of, key_of};
use super::plan::{PhotoPlan, Wanted};
use super::{Memory, process};
use crate::diagnostic::{Diagnostic, Place};
use crate::fs;
use crate::output::Body;

/// How much of a key stands in an address: enough that two photos of one name do not meet.
const KEY_IN_NAME: usize = 10;

/// The finished pictures of a site, by the addresses that its model gives them.
#[derive(Clone, Debug, Default)]
pub struct Pictures {
    by_path: HashMap<String, Picture>,
    weight: Weight,
}

/// What the care for photos is worth.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Weight {
    /// How many pictures there are.
    pub pictures: usize,
    /// How much their files weigh, in bytes.
    pub before: u64,
    /// How much what is published of them weighs, in bytes.
    pub after: u64,
}

/// A finished picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// All its files.
    pub files: Vec<PublishedPicture>,
}

/// One size of a picture in one format.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishedPicture {
    /// Its address.
    pub path: String,
    /// Where its bytes are.
    pub source: PathBuf,
    /// The width in pixels.
    pub width: u32,
    /// The height in pixels.
    pub height: u32,
    /// Whether it shows a part only, for lists.
    pub cropped: bool,
    /// Whether it is the WebP that stands beside a JPEG.
    pub webp: bool,
    /// How much it weighs, in bytes.
    pub bytes: u64,
    hash: blake3::Hash,
}

impl PublishedPicture {
    /// What is published.
    pub fn body(&self) -> Body {
        Body::Known { source: self.source.clone(), size: self.bytes, hash: self.hash }
    }
}

impl Pictures {
    /// The picture that the model places at `path`.
    pub fn get(&self, path: &str) -> Option<&Picture> {
        self.by_path.get(path)
    }

    /// How much they weigh.
    pub fn weight(&self) -> Weight {
        self.weight
    }
}

impl Picture {
    /// The whole picture in the format that all browsers show, the largest size first.
    pub fn whole(&self) -> impl Iterator<Item = &PublishedPicture> {
        self.files.iter().filter(|file| !file.cropped && !file.webp)
    }

    /// The same as WebP.
    pub fn webp(&self) -> impl Iterator<Item = &PublishedPicture> {
        self.files.iter().filter(|file| !file.cropped && file.webp)
    }

    /// The part for lists.
    pub fn cropped(&self) -> Option<&PublishedPicture> {
        self.files.iter().find(|file| file.cropped && !file.webp)
    }
}

/// Makes what `plan` asks for. Whatever cannot be published is in the diagnostics, in the order of
/// the plan.
///
/// # Errors
/// Where the cache cannot be written.
pub fn prepare(plan: &PhotoPlan, root: &Path) -> Result<(Pictures, Vec<Diagnostic>), fs::Error> {
    let cache = Cache::open(root)?;
    if !plan.wanted.is_empty() {
        cache.create()?;
    }
    let memory = Memory::default();
    let wanted = plan.wanted.par_iter();
    let finished: Vec<_> = wanted.map(|wanted| finish(wanted, &cache, &memory)).collect();
    let mut index = Index::new();
    let mut pictures = Pictures::default();
    let mut diagnostics = Vec::new();
    for (wanted, finished) in plan.wanted.iter().zip(finished) {
        match finished? {
            Ok(Finished { stamp, content, key, made }) => {
                index.remember(&wanted.file, &stamp, &content, &key, &made);
                pictures.weight.pictures += 1;
                pictures.weight.before += stamp.size;
                pictures.weight.after += made.files.iter().map(|file| file.size).sum::<u64>();
                pictures.by_path.insert(wanted.path.clone(), picture(wanted, &made, &cache));
            }
            Err(problem) => diagnostics.push(problem),
        }
    }
    cache.close(&index)?;
    Ok((pictures, diagnostics))
}

struct Finished {
    stamp: fs::Stamp,
    content: String,
    key: String,
    made: Made,
}

fn finish(
    wanted: &Wanted,
    cache: &Cache,
    memory: &Memory,
) -> Result<Result<Finished, Diagnostic>, fs::Error> {
    let recipe = &wanted.recipe;
    let unreadable =
        |error: fs::Error| Diagnostic::error(error.to_string()).at(Place::file(&*wanted.file));
    // The time comes before the bytes: what changes between the two is read again next time.
    let stamp = match fs::stamp(&wanted.source) {
        Ok(stamp) => stamp,
        Err(error) => return Ok(Err(unreadable(error))),
    };
    if let Some(content) = cache.content(&wanted.file, &stamp) {
        let key = key_of(content, recipe);
        if let Some(made) = cache.made(&key) {
            return Ok(Ok(Finished {
                stamp,
                content: content.to_owned(),
                key,
                made: made.clone(),
            }));
        }
    }
    let bytes = match fs::read(&wanted.source) {
        Ok(bytes) => bytes,
        Err(error) => return Ok(Err(unreadable(error))),
    };
    let content = content_of(&bytes);
    let key = key_of(&content, recipe);
    let made = match cache.made(&key) {
        Some(made) => made.clone(),
        None => match process(&bytes, recipe, memory) {
            Ok(processed) => cache.put(&content, recipe, processed)?,
            Err(trouble) => {
                let problem = Diagnostic::error(trouble.to_string()).hint(trouble.hint());
                return Ok(Err(problem.at(Place::file(&*wanted.file))));
            }
        },
    };
    Ok(Ok(Finished { stamp, content, key, made }))
}

fn picture(wanted: &Wanted, made: &Made, cache: &Cache) -> Picture {
    let stem = wanted.path.rsplit_once('.').map_or(&*wanted.path, |(stem, _)| stem);
    let still = made.files.iter().any(|file| file.extension == "jpg");
    let publish = |file: &File| {
        let key = file.key.get(..KEY_IN_NAME).unwrap_or(&file.key);
        let (width, extension) = (file.width, &file.extension);
        PublishedPicture {
            path: format!("{stem}-{key}-{width}.{extension}"),
            source: cache.path(file),
            width,
            height: file.height,
            cropped: file.cropped,
            webp: still && extension == "webp",
            bytes: file.size,
            hash: file.hash,
        }
    };
    let mut files: Vec<_> = made.files.iter().map(publish).collect();
    files.sort_by_key(|file| std::cmp::Reverse(file.width));
    Picture { files }
}
