//! Makes the planned pictures on all cores, or takes them from the cache.

use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;

use super::cache::{Cache, CacheEntry, CachedPicture, Index, hash_content, picture_key};
use super::memory::MEMORY;
use super::pictures::{Picture, Pictures};
use super::plan::{PhotoPlan, PlannedPicture};
use super::{MemoryBudget, process};
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::file_kind::extension;
use crate::fs;

/// Follows the making of pictures. Its methods are called from several threads.
pub trait Progress: Sync {
    /// The picture at `path` is finished, one of `all` in the plan.
    fn finished(&self, path: &str, picture: &Arc<Picture>, all: usize);

    /// Whether to begin with further pictures, and in a build with its next step.
    fn should_continue(&self) -> bool {
        true
    }
}

/// Ignores the progress.
impl Progress for () {
    fn finished(&self, _: &str, _: &Arc<Picture>, _: usize) {}
}

/// Makes the pictures of `plan` for the site in `root`. Reports the files that cannot be published, in
/// the order of the plan.
///
/// # Errors
/// If the cache cannot be read or written.
pub fn prepare(
    plan: &PhotoPlan,
    root: &Path,
    progress: &dyn Progress,
    diagnostics: &mut Diagnostics,
) -> Result<Pictures, fs::Error> {
    let cache = Cache::open(root)?;
    if cache.has_unknown_index {
        let message = "список готовых фотографий не прочитан: все фотографии сделаны заново";
        let hint = "так бывает с другой версией Ростка, или если компьютер выключился, не успев его записать";
        diagnostics.push(Diagnostic::warning(message).hint(hint));
    }
    if !plan.pictures.is_empty() {
        cache.create()?;
    }
    let finished: Vec<_> = plan
        .pictures
        .par_iter()
        .map(|planned| {
            if !progress.should_continue() {
                return Ok((None, Diagnostics::new()));
            }
            let mut diagnostics = Diagnostics::new();
            let maker = PictureMaker { planned, root, cache: &cache, memory: &MEMORY };
            let Some(mut entry) = maker.prepare(&mut diagnostics)? else {
                return Ok((None, diagnostics));
            };
            let mut picture = Picture::from_cached(&planned.path, &entry.picture, &cache);
            if planned.is_embedded && !picture.read_embedded()? {
                let Some(again) = maker.make(false, &mut diagnostics)? else {
                    return Ok((None, diagnostics));
                };
                entry = again;
                picture = Picture::from_cached(&planned.path, &entry.picture, &cache);
                picture.read_embedded()?;
            }
            let picture = Arc::new(picture);
            progress.finished(&planned.path, &picture, plan.pictures.len());
            Ok((Some((entry, picture)), diagnostics))
        })
        .collect::<Result<_, fs::Error>>()?;
    let mut index = Index::new();
    let mut pictures = Pictures::default();
    for (planned, (finished, found)) in plan.pictures.iter().zip(finished) {
        diagnostics.extend(found);
        if let Some((entry, picture)) = finished {
            index.insert(&planned.file, &planned.stamp, entry);
            pictures.add(planned, picture);
        }
    }
    cache.close(index, root, plan.is_aside)?;
    Ok(pictures)
}

/// A planned picture, and what is needed to make it.
struct PictureMaker<'a> {
    planned: &'a PlannedPicture,
    /// The root of the site.
    root: &'a Path,
    cache: &'a Cache,
    memory: &'a MemoryBudget,
}

impl PictureMaker<'_> {
    /// Finds the picture in the cache or makes it; `None` if it cannot be published.
    fn prepare(&self, diagnostics: &mut Diagnostics) -> Result<Option<CacheEntry>, fs::Error> {
        let Self { planned, cache, .. } = self;
        let cached = cache.content_hash(&planned.file, &planned.stamp).and_then(|content| {
            let key = picture_key(content, &planned.recipe);
            let is_jpeg = matches!(&*extension(&planned.file), "jpg" | "jpeg");
            let picture = cache.get(&key, is_jpeg)?.clone();
            Some(CacheEntry { content: content.to_owned(), key, picture })
        });
        let entry = match cached {
            Some(entry) => Some(entry),
            None => self.make(true, diagnostics)?,
        };
        if let Some(entry) = &entry {
            self.warn(&entry.picture, diagnostics);
        }
        Ok(entry)
    }

    /// Reads the source, and makes the picture unless the cache has it and `trusts_cache` is set;
    /// `None` if it cannot be published.
    fn make(
        &self,
        trusts_cache: bool,
        diagnostics: &mut Diagnostics,
    ) -> Result<Option<CacheEntry>, fs::Error> {
        let Self { planned, root, cache, memory } = self;
        let recipe = &planned.recipe;
        let mut refuse = |problem: Diagnostic| {
            diagnostics.push(problem.at(Place::file(&*planned.file)));
            Ok(None)
        };
        let bytes = match fs::read(&planned.source) {
            Ok(bytes) => bytes,
            Err(error) => return refuse(Diagnostic::error(error.within(root).to_string())),
        };
        let content = hash_content(&bytes);
        let key = picture_key(&content, recipe);
        let is_jpeg = bytes.starts_with(b"\xff\xd8\xff");
        let _turn = cache.turn(&key);
        let known = || cache.get(&key, is_jpeg).cloned().or_else(|| cache.recorded(&key));
        let picture = match trusts_cache.then(known).flatten() {
            Some(picture) => picture,
            None => match process(&bytes, recipe, memory) {
                Ok(processed) => cache.store(&content, &key, recipe, processed)?,
                Err(error) => {
                    return refuse(Diagnostic::error(error.to_string()).hint(error.hint()));
                }
            },
        };
        Ok(Some(CacheEntry { content, key, picture }))
    }

    /// Adds the warnings that belong to a picture.
    fn warn(&self, picture: &CachedPicture, diagnostics: &mut Diagnostics) {
        let notices = picture.notices.iter().flatten();
        let place = || Place::file(&*self.planned.file);
        diagnostics.extend(notices.map(|notice| notice.warning().at(place())));
    }
}
