//! Finished pictures: which files stand for a picture, where they are and what they weigh.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

use super::cache::{Cache, File, Made};
use super::plan::{PhotoPlan, Wanted};
use super::print::Print;
use crate::content::post::Focus;
use crate::digest::Digest;
use crate::output::Body;

/// How much of a key stands in an address: enough that two photos of one name do not meet.
const KEY_IN_NAME: usize = 10;

/// The finished pictures of a site, by the addresses that its model gives them.
#[derive(Clone, Debug, Default)]
pub struct Pictures {
    by_path: HashMap<String, Known>,
}

#[derive(Clone, Debug)]
struct Known {
    wanted: Wanted,
    picture: Arc<Picture>,
}

/// What the care for photos is worth.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// How many pictures there are.
    pub pictures: usize,
    /// How much their files weigh, in bytes.
    pub before: u64,
    /// How much what is published of them weighs, in bytes.
    pub after: u64,
    /// The files that tell where they were taken, sorted; what is published of them does not.
    pub tell_place: Vec<String>,
}

/// A finished picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// All its files, the largest first.
    pub files: Vec<PublishedPicture>,
    /// When it was taken, by the camera's clock: `2022-10-14 12:30:05`.
    pub taken: Option<String>,
    /// The style that shows something until the picture has come.
    pub placeholder: Option<String>,
    /// The file for documents, where one shows the picture.
    pub print: Option<Arc<Print>>,
    tells_place: bool,
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
    /// Around which point it was cut, for lists; nothing where it shows all.
    pub cut: Option<Focus>,
    /// Whether it is the WebP that stands beside a JPEG.
    pub webp: bool,
    /// How much it weighs, in bytes.
    pub bytes: u64,
    digest: Digest,
}

impl Pictures {
    /// The picture that the model places at `path`.
    pub fn get(&self, path: &str) -> Option<&Picture> {
        self.by_path.get(path).map(|known| &*known.picture)
    }

    /// What they weigh, and more that is to be told of them.
    pub fn summary(&self) -> Summary {
        let known = || self.by_path.values();
        let placed = known().filter(|known| known.picture.tells_place);
        let mut tell_place: Vec<_> = placed.map(|known| known.wanted.file.clone()).collect();
        tell_place.sort_unstable();
        tell_place.dedup();
        let files = known().flat_map(|known| &known.picture.files);
        Summary {
            pictures: self.by_path.len(),
            before: known().map(|known| known.wanted.stamp.size).sum(),
            after: files.map(|file| file.bytes).sum(),
            tell_place,
        }
    }

    pub(super) fn add(&mut self, wanted: &Wanted, picture: Picture) {
        let known = Known { wanted: wanted.clone(), picture: Arc::new(picture) };
        self.by_path.insert(wanted.path.clone(), known);
    }

    /// Adds what `plan` wanted at `path`.
    pub fn insert(&mut self, plan: &PhotoPlan, path: &str, picture: Picture) {
        let wanted = plan.wanted.binary_search_by(|wanted| wanted.path.as_str().cmp(path));
        if let Some(wanted) = wanted.ok().and_then(|at| plan.wanted.get(at)) {
            self.add(wanted, picture);
        }
    }

    /// The file that is published at `path`.
    pub fn published(&self, path: &str) -> Option<&PublishedPicture> {
        let mut files = self.by_path.values().flat_map(|known| &known.picture.files);
        files.find(|file| file.path == path)
    }

    /// Those of them that are what `plan` asks for.
    #[must_use]
    pub fn of(&self, plan: &PhotoPlan) -> Self {
        let fitting = plan.wanted.iter().filter_map(|wanted| {
            let known = self.by_path.get(&wanted.path).filter(|known| known.wanted == *wanted)?;
            Some((wanted.path.clone(), known.clone()))
        });
        Self { by_path: fitting.collect() }
    }
}

impl Picture {
    /// The picture that the model places at `path`, as it was made.
    pub(super) fn of(path: &str, made: &Made, cache: &Cache) -> Self {
        let stem = path.rsplit_once('.').map_or(path, |(stem, _)| stem);
        let still = made.files.iter().any(|file| file.extension == "jpg");
        let publish = |file: &File| {
            let key = file.key.get(..KEY_IN_NAME).unwrap_or(&file.key);
            let (width, extension) = (file.width, &file.extension);
            PublishedPicture {
                path: format!("{stem}-{key}-{width}.{extension}"),
                source: cache.path(file),
                width,
                height: file.height,
                cut: file.cut.map(|(x, y)| Focus { x, y }),
                webp: still && extension == "webp",
                bytes: file.size,
                digest: file.digest,
            }
        };
        let mut files: Vec<_> = made.files.iter().map(publish).collect();
        files.sort_by_key(|file| std::cmp::Reverse(file.width));
        let Made { taken, placeholder, tells_place, .. } = made.clone();
        Self { files, taken, placeholder, print: None, tells_place }
    }

    /// The whole picture in the format that all browsers show, the largest size first.
    pub fn whole(&self) -> impl Iterator<Item = &PublishedPicture> {
        self.files.iter().filter(|file| file.cut.is_none() && !file.webp)
    }

    /// The same as WebP.
    pub fn webp(&self) -> impl Iterator<Item = &PublishedPicture> {
        self.files.iter().filter(|file| file.cut.is_none() && file.webp)
    }

    /// The part for lists around `focus`.
    pub fn cut(&self, focus: Focus) -> Option<&PublishedPicture> {
        self.files.iter().find(|file| file.cut == Some(focus) && !file.webp)
    }
}

impl PublishedPicture {
    /// What is published.
    pub fn body(&self) -> Body {
        Body::Known { source: self.source.clone(), size: self.bytes, digest: self.digest }
    }
}
