//! The plan → finished pictures, on all cores, from the cache where they are there.

use std::path::Path;

use rayon::prelude::*;

use super::cache::{Cache, Index, Made, content_of, key_of};
use super::pictures::{Picture, Pictures};
use super::plan::{PhotoPlan, Wanted};
use super::{Memory, process};
use crate::diagnostic::{Diagnostic, Place};
use crate::fs;

/// Looks on while pictures are made, from several threads.
pub trait Watch: Sync {
    /// The picture placed at `path` is finished; the plan has `all`.
    fn finished(&self, path: &str, picture: &Picture, all: usize);

    /// Whether those that are not begun are still wanted.
    fn goes_on(&self) -> bool {
        true
    }
}

/// Nobody looks on.
impl Watch for () {
    fn finished(&self, _: &str, _: &Picture, _: usize) {}
}

/// Makes what `plan` asks for. Whatever cannot be published is in the diagnostics, in the order of
/// the plan.
///
/// # Errors
/// Where the cache cannot be written.
pub fn prepare(
    plan: &PhotoPlan,
    root: &Path,
    watch: &dyn Watch,
) -> Result<(Pictures, Vec<Diagnostic>), fs::Error> {
    let cache = Cache::open(root)?;
    if !plan.wanted.is_empty() {
        cache.create()?;
    }
    let memory = Memory::default();
    let wanted = plan.wanted.par_iter();
    let finished: Vec<_> = wanted
        .map(|wanted| {
            if !watch.goes_on() {
                return Ok(None);
            }
            let finished = finish(wanted, &cache, &memory)?.map(|finished| {
                let mut picture = Picture::of(&wanted.path, &finished.made, &cache);
                if wanted.printed {
                    picture.read_print()?;
                }
                watch.finished(&wanted.path, &picture, plan.wanted.len());
                Ok((finished, picture))
            });
            finished.map_or_else(|problem| Ok(Err(problem)), |made| made.map(Ok)).map(Some)
        })
        .collect::<Result<_, fs::Error>>()?;
    let mut index = Index::new();
    let mut pictures = Pictures::default();
    let mut diagnostics = Vec::new();
    for (wanted, finished) in plan.wanted.iter().zip(finished) {
        match finished {
            Some(Ok((Finished { content, key, made }, picture))) => {
                index.remember((&wanted.file, &wanted.stamp), (&content, &key), &made);
                pictures.add(wanted, picture);
            }
            Some(Err(problem)) => diagnostics.push(problem),
            None => {}
        }
    }
    cache.close(index, root)?;
    Ok((pictures, diagnostics))
}

struct Finished {
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
    if let Some(content) = cache.content(&wanted.file, &wanted.stamp) {
        let key = key_of(content, recipe);
        if let Some(made) = cache.made(&key) {
            let (content, made) = (content.to_owned(), made.clone());
            return Ok(Ok(Finished { content, key, made }));
        }
    }
    let refuse = |problem: Diagnostic| Ok(Err(problem.at(Place::file(&*wanted.file))));
    let bytes = match fs::read(&wanted.source) {
        Ok(bytes) => bytes,
        Err(error) => return refuse(Diagnostic::error(error.to_string())),
    };
    let content = content_of(&bytes);
    let key = key_of(&content, recipe);
    let made = match cache.made(&key) {
        Some(made) => made.clone(),
        None => match process(&bytes, recipe, memory) {
            Ok(processed) => cache.put(&content, recipe, processed)?,
            Err(trouble) => {
                return refuse(Diagnostic::error(trouble.to_string()).hint(trouble.hint()));
            }
        },
    };
    Ok(Ok(Finished { content, key, made }))
}
