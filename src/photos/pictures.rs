//! Finished pictures: the published files of each, and the image that a document embeds.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::cache::{self, Cache, CachedFile, CachedPicture};
use super::plan::{PhotoPlan, PlannedPicture};
use crate::content::gallery::Focus;
use crate::digest::Digest;
use crate::fs;
use crate::output::FileContent;

/// How many characters of a key stand in a published name: enough to keep photos of one name apart.
const KEY_CHARS_IN_NAME: usize = 10;

/// The preferred maximum width in pixels: across a sheet of paper it is as sharp as office printers
/// print.
const MAX_EMBEDDED_WIDTH: u32 = 1600;

/// The finished pictures of a site, by their paths in it. A large site has ten thousands of them: copies share
/// them.
#[derive(Clone, Debug, Default)]
pub struct Pictures {
    by_path: HashMap<Arc<str>, FinishedPicture>,
}

#[derive(Clone, Debug)]
struct FinishedPicture {
    planned: Arc<PlannedPicture>,
    picture: Arc<Picture>,
}

/// Totals before and after processing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    pub pictures: usize,
    /// Total size of the source files, in bytes.
    pub bytes_before: u64,
    /// Total size of the published files, in bytes.
    pub bytes_after: u64,
    /// Source files whose EXIF holds GPS coordinates, sorted. Published files never hold them.
    pub with_gps: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// Its files, the widest first.
    pub files: Vec<PublishedPicture>,
    /// When it was taken, by the camera's clock: `2022-10-14 12:30:05`.
    pub taken: Option<String>,
    /// A CSS declaration that shows a blur until the picture has loaded.
    pub placeholder: Option<String>,
    /// The image for documents; only where a document embeds the picture.
    pub embedded: Option<Arc<EmbeddedImage>>,
    has_gps: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishedPicture {
    /// Its path in the site.
    pub path: String,
    /// The folder of the file.
    folder: Arc<Path>,
    /// The name of the file without extension.
    key: Digest,
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    /// Whether it is cropped, for lists.
    pub is_cropped: bool,
    /// The focus that the author asked for.
    pub crop_focus: Option<Focus>,
    /// Whether it is the WebP version of a JPEG.
    pub webp: bool,
    pub bytes: u64,
    digest: Digest,
}

/// The images of a document, by the paths of the pictures in the site.
pub type EmbeddedImages = HashMap<String, Arc<EmbeddedImage>>;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmbeddedImage {
    /// The file name extension: `jpg`, `png`, `gif`.
    pub extension: String,
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    /// The encoded file.
    pub bytes: Vec<u8>,
}

impl Pictures {
    /// The picture at `path`, its path in the site.
    pub fn get(&self, path: &str) -> Option<&Picture> {
        self.by_path.get(path).map(|entry| &*entry.picture)
    }

    pub fn summary(&self) -> Summary {
        let entries = || self.by_path.values();
        let located = entries().filter(|entry| entry.picture.has_gps);
        let mut with_gps: Vec<_> = located.map(|entry| entry.planned.file.clone()).collect();
        with_gps.sort_unstable();
        with_gps.dedup();
        let files = entries().flat_map(|entry| &entry.picture.files);
        Summary {
            pictures: self.by_path.len(),
            bytes_before: entries().map(|entry| entry.planned.stamp.size).sum(),
            bytes_after: files.map(|file| file.bytes).sum(),
            with_gps,
        }
    }

    pub(super) fn add(&mut self, planned: &Arc<PlannedPicture>, picture: Arc<Picture>) {
        let entry = FinishedPicture { planned: Arc::clone(planned), picture };
        self.by_path.insert(Arc::clone(&planned.path), entry);
    }

    /// Adds the finished picture that `plan` has at `path`; does nothing if the plan has none
    /// there.
    pub fn insert(&mut self, plan: &PhotoPlan, path: &str, picture: Arc<Picture>) {
        let found = plan.pictures.binary_search_by(|planned| (*planned.path).cmp(path));
        if let Some(planned) = found.ok().and_then(|at| plan.pictures.get(at)) {
            self.add(planned, picture);
        }
    }

    /// The published file at `path`.
    pub fn file_at(&self, path: &str) -> Option<&PublishedPicture> {
        let mut files = self.by_path.values().flat_map(|entry| &entry.picture.files);
        files.find(|file| file.path == path)
    }

    /// The images at `paths` for a document. Pictures that are not finished are left out.
    pub fn embedded(&self, paths: &[&str]) -> EmbeddedImages {
        let image = |path: &&str| Some(((*path).to_owned(), self.get(path)?.embedded.clone()?));
        paths.iter().filter_map(image).collect()
    }

    /// The pictures that `plan` still asks for in the same way.
    #[must_use]
    pub fn matching(&self, plan: &PhotoPlan) -> Self {
        let matching = plan.pictures.iter().filter_map(|planned| {
            let entry = self.by_path.get(&planned.path);
            let entry = entry.filter(|entry| entry.planned == *planned)?;
            Some((Arc::clone(&planned.path), entry.clone()))
        });
        Self { by_path: matching.collect() }
    }
}

impl Picture {
    /// Builds the picture at `path` from its cache record.
    pub(super) fn from_cached(path: &str, cached: &CachedPicture, cache: &Cache) -> Self {
        // A picture need not have an extension, and a folder may have one.
        let stem = path.rsplit_once('.').filter(|(_, end)| !end.contains('/'));
        let stem = stem.map_or(path, |(stem, _)| stem);
        let has_jpeg = cached.files.iter().any(|file| file.extension == "jpg");
        let published = |file: &CachedFile| {
            let key = file.key.to_string();
            let key = key.get(..KEY_CHARS_IN_NAME).unwrap_or(&key);
            let (width, extension) = (file.width, &file.extension);
            PublishedPicture {
                path: format!("{stem}-{key}-{width}.{extension}"),
                folder: Arc::clone(&cache.folder),
                key: file.key,
                width,
                height: file.height,
                // Earlier versions noted only the focus.
                is_cropped: file.is_cut || file.cut.is_some(),
                crop_focus: file.cut.map(|(x, y)| Focus { x, y }),
                webp: has_jpeg && extension == "webp",
                bytes: file.size,
                digest: file.digest,
            }
        };
        let mut files: Vec<_> = cached.files.iter().map(published).collect();
        files.sort_by_key(|file| std::cmp::Reverse(file.width));
        let CachedPicture { taken, placeholder, has_gps, .. } = cached.clone();
        Self { files, taken, placeholder, embedded: None, has_gps }
    }

    /// Reads the image for documents: the widest file of at most [`MAX_EMBEDDED_WIDTH`] pixels, else
    /// the narrowest one. Returns whether it is what was written.
    pub(super) fn read_embedded(&mut self) -> Result<bool, fs::Error> {
        let file = self
            .uncropped()
            .find(|file| file.width <= MAX_EMBEDDED_WIDTH)
            .or_else(|| self.uncropped().last());
        let Some(file) = file else { return Ok(true) };
        let image = EmbeddedImage::read(file)?;
        let is_intact = Digest::hash(&image.bytes) == file.digest;
        self.embedded = Some(Arc::new(image));
        Ok(is_intact)
    }

    /// The uncropped picture in the format that all browsers show, the widest file first.
    pub fn uncropped(&self) -> impl Iterator<Item = &PublishedPicture> {
        self.files.iter().filter(|file| !file.is_cropped && !file.webp)
    }

    /// The uncropped picture as WebP, the widest file first; empty if there is no WebP.
    pub fn uncropped_webp(&self) -> impl Iterator<Item = &PublishedPicture> {
        self.files.iter().filter(|file| !file.is_cropped && file.webp)
    }

    /// The crop for lists around `focus`, as the author asks for it.
    pub fn cropped(&self, focus: Option<Focus>) -> Option<&PublishedPicture> {
        let mut crops = self.files.iter().filter(|file| file.is_cropped && !file.webp);
        crops.find(|file| file.crop_focus == focus)
    }
}

impl PublishedPicture {
    /// The file in the cache.
    pub fn source(&self) -> PathBuf {
        self.folder.join(cache::file_name(self.key, self.extension()))
    }

    fn extension(&self) -> &str {
        self.path.rsplit('.').next().unwrap_or_default()
    }

    /// The file in the output.
    pub fn content(&self) -> FileContent {
        let (source, digest) = (self.source().into(), Some(self.digest));
        FileContent::Copy { source, size: self.bytes, digest }
    }
}

impl EmbeddedImage {
    /// Reads the file of a finished picture.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn read(file: &PublishedPicture) -> Result<Self, fs::Error> {
        let extension = file.extension().to_owned();
        let (width, height) = (file.width, file.height);
        Ok(Self { extension, width, height, bytes: fs::read(&file.source())? })
    }
}
