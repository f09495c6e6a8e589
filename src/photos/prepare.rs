//! Makes the planned pictures on all cores, or takes them from the cache.

use std::path::Path;

use rayon::prelude::*;

use super::cache::{Cache, CacheEntry, CachedPicture, Index, hash_content, picture_key};
use super::pictures::{Picture, Pictures};
use super::plan::{PhotoPlan, PlannedPicture};
use super::{MemoryBudget, process};
use crate::config::kind;
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::fs;

/// Follows the making of pictures. Its methods are called from several threads.
pub trait Progress: Sync {
    /// The picture at `path` is finished, one of `all` in the plan.
    fn finished(&self, path: &str, picture: &Picture, all: usize);

    /// Whether to begin with further pictures.
    fn should_continue(&self) -> bool {
        true
    }
}

/// Ignores the progress.
impl Progress for () {
    fn finished(&self, _: &str, _: &Picture, _: usize) {}
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
    if !plan.pictures.is_empty() {
        cache.create()?;
    }
    let memory = MemoryBudget::default();
    let finished: Vec<_> = plan
        .pictures
        .par_iter()
        .map(|planned| {
            if !progress.should_continue() {
                return Ok((None, Diagnostics::new()));
            }
            let mut diagnostics = Diagnostics::new();
            let Some(entry) = prepare_one(planned, &cache, &memory, &mut diagnostics)? else {
                return Ok((None, diagnostics));
            };
            let mut picture = Picture::from_cached(&planned.path, &entry.picture, &cache);
            if planned.is_embedded {
                picture.read_embedded()?;
            }
            progress.finished(&planned.path, &picture, plan.pictures.len());
            Ok((Some((entry, picture)), diagnostics))
        })
        .collect::<Result<_, fs::Error>>()?;
    let mut index = Index::new();
    let mut pictures = Pictures::default();
    for (planned, (finished, found)) in plan.pictures.iter().zip(finished) {
        diagnostics.extend(found);
        if let Some((entry, picture)) = finished {
            index.insert(&planned.file, &planned.stamp, &entry);
            pictures.add(planned, picture);
        }
    }
    cache.close(index, root)?;
    Ok(pictures)
}

/// Finds a picture in the cache or makes it; `None` if it cannot be published.
fn prepare_one(
    planned: &PlannedPicture,
    cache: &Cache,
    memory: &MemoryBudget,
    diagnostics: &mut Diagnostics,
) -> Result<Option<CacheEntry>, fs::Error> {
    let recipe = &planned.recipe;
    let place = || Place::file(&*planned.file);
    let warn = |picture: &CachedPicture, diagnostics: &mut Diagnostics| {
        let notices = picture.notices.iter().flatten();
        diagnostics.extend(notices.map(|notice| notice.warning().at(place())));
    };
    if let Some(content) = cache.content_hash(&planned.file, &planned.stamp) {
        let key = picture_key(content, recipe);
        let is_jpeg = matches!(&*kind(&planned.file), "jpg" | "jpeg");
        if let Some(picture) = cache.get(&key, is_jpeg) {
            let (content, picture) = (content.to_owned(), picture.clone());
            warn(&picture, diagnostics);
            return Ok(Some(CacheEntry { content, key, picture }));
        }
    }
    let refuse = |problem: Diagnostic, diagnostics: &mut Diagnostics| {
        diagnostics.push(problem.at(place()));
        Ok(None)
    };
    let bytes = match fs::read(&planned.source) {
        Ok(bytes) => bytes,
        Err(error) => return refuse(Diagnostic::error(error.to_string()), diagnostics),
    };
    let content = hash_content(&bytes);
    let key = picture_key(&content, recipe);
    let is_jpeg = bytes.starts_with(b"\xff\xd8\xff");
    let picture = match cache.get(&key, is_jpeg) {
        Some(picture) => picture.clone(),
        None => match process(&bytes, recipe, memory) {
            Ok(processed) => cache.store(&content, recipe, processed)?,
            Err(error) => {
                let problem = Diagnostic::error(error.to_string()).hint(error.hint());
                return refuse(problem, diagnostics);
            }
        },
    };
    warn(&picture, diagnostics);
    Ok(Some(CacheEntry { content, key, picture }))
}
