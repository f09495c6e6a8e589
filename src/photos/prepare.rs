//! Makes the planned pictures on all cores, or takes them from the cache.

use std::path::Path;

use rayon::prelude::*;

use super::cache::{Cache, CacheEntry, Index, hash_content, picture_key};
use super::pictures::{Picture, Pictures};
use super::plan::{PhotoPlan, PlannedPicture};
use super::{MemoryBudget, process};
use crate::diagnostic::{Diagnostic, Place};
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

/// Makes the pictures of `plan` for the site in `root`. The diagnostics name the files that cannot
/// be published, in the order of the plan.
///
/// # Errors
/// If the cache cannot be read or written.
pub fn prepare(
    plan: &PhotoPlan,
    root: &Path,
    progress: &dyn Progress,
) -> Result<(Pictures, Vec<Diagnostic>), fs::Error> {
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
                return Ok(None);
            }
            let entry = match prepare_one(planned, &cache, &memory)? {
                Ok(entry) => entry,
                Err(problem) => return Ok(Some(Err(problem))),
            };
            let mut picture = Picture::from_cached(&planned.path, &entry.picture, &cache);
            if planned.is_embedded {
                picture.read_embedded()?;
            }
            progress.finished(&planned.path, &picture, plan.pictures.len());
            Ok(Some(Ok((entry, picture))))
        })
        .collect::<Result<_, fs::Error>>()?;
    let mut index = Index::new();
    let mut pictures = Pictures::default();
    let mut diagnostics = Vec::new();
    for (planned, finished) in plan.pictures.iter().zip(finished) {
        match finished {
            Some(Ok((entry, picture))) => {
                index.insert(&planned.file, &planned.stamp, &entry);
                pictures.add(planned, picture);
            }
            Some(Err(problem)) => diagnostics.push(problem),
            None => {}
        }
    }
    cache.close(index, root)?;
    Ok((pictures, diagnostics))
}

/// Finds a picture in the cache or makes it. The inner error says why it cannot be published.
fn prepare_one(
    planned: &PlannedPicture,
    cache: &Cache,
    memory: &MemoryBudget,
) -> Result<Result<CacheEntry, Diagnostic>, fs::Error> {
    let recipe = &planned.recipe;
    if let Some(content) = cache.content_hash(&planned.file, &planned.stamp) {
        let key = picture_key(content, recipe);
        if let Some(picture) = cache.get(&key) {
            let (content, picture) = (content.to_owned(), picture.clone());
            return Ok(Ok(CacheEntry { content, key, picture }));
        }
    }
    let refuse = |problem: Diagnostic| Ok(Err(problem.at(Place::file(&*planned.file))));
    let bytes = match fs::read(&planned.source) {
        Ok(bytes) => bytes,
        Err(error) => return refuse(Diagnostic::error(error.to_string())),
    };
    let content = hash_content(&bytes);
    let key = picture_key(&content, recipe);
    let picture = match cache.get(&key) {
        Some(picture) => picture.clone(),
        None => match process(&bytes, recipe, memory) {
            Ok(processed) => cache.store(&content, recipe, processed)?,
            Err(error) => {
                return refuse(Diagnostic::error(error.to_string()).hint(error.hint()));
            }
        },
    };
    Ok(Ok(CacheEntry { content, key, picture }))
}
