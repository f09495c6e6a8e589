//! Finds cached pictures whose bytes are not those that were written: after a power cut, a file may have
//! its size and be full of zeros.

use std::path::Path;

use rayon::prelude::*;

use super::Cache;
use crate::diagnostic::Diagnostic;
use crate::digest::{Digest, Digester};
use crate::fs;

/// Removes the damaged pictures of the site in `root` from the cache, so that the next [`prepare`]
/// makes them again. Reads all of the cache. Returns a warning with their number, if there are any.
///
/// [`prepare`]: crate::photos::prepare()
///
/// # Errors
/// If the cache cannot be read, or a picture cannot be removed.
pub fn remove_damaged(root: &Path) -> Result<Option<Diagnostic>, fs::Error> {
    let cache = Cache::open(root)?;
    let files: Vec<_> = cache.index.pictures.values().flat_map(|picture| &picture.files).collect();
    let removed = files.into_par_iter().map(|file| -> Result<usize, fs::Error> {
        let path = cache.path(file);
        let is_damaged = fs::exists(&path) && digest(&path)? != file.digest;
        if is_damaged {
            fs::remove_file(&path)?;
        }
        Ok(usize::from(is_damaged))
    });
    let removed = removed.sum::<Result<usize, fs::Error>>()?;
    Ok((removed > 0).then(|| {
        Diagnostic::warning(format!(
            "готовые фотографии на этом компьютере были повреждены (файлов: {removed}): они сделаны заново"
        ))
        .hint("так бывает, если компьютер выключился, не успев их записать; если это повторяется, проверьте диск")
    }))
}

pub(super) fn digest(path: &Path) -> Result<Digest, fs::Error> {
    let mut digester = Digester::default();
    fs::read_chunks(path, |chunk| digester.update(chunk))?;
    Ok(digester.finish().1)
}
