//! The drawn pictures of a build, each drawn once: `.rostok-cache/drawings` keeps them by what they show.

use std::path::Path;

use rayon::prelude::*;

use super::Mode;
use crate::digest::Digest;
use crate::export::PictureSpec;
use crate::fs;
use crate::photos;
use crate::render::{DrawnPictures, Renderer};

/// Relative to the site's root.
const FOLDER: &str = ".rostok-cache/drawings";

/// How every whole PNG ends.
const END: &[u8] = b"IEND\xae\x42\x60\x82";

/// The drawn pictures of `renderer`. The cache is a help only: what cannot be kept there is drawn again
/// the next time. A check keeps nothing.
pub(super) fn drawings(renderer: &Renderer, root: &Path, mode: Mode) -> DrawnPictures {
    let folder = root.join(FOLDER);
    let drawings = renderer.drawings();
    let finished = drawings.par_iter().filter_map(|(path, drawing)| {
        Some(((*path).to_owned(), finished(drawing, &folder, mode)?))
    });
    finished.collect()
}

fn finished(drawing: &PictureSpec, folder: &Path, mode: Mode) -> Option<Vec<u8>> {
    let file = folder.join(format!("{}.png", Digest::hash(drawing.description().as_bytes())));
    if let Ok(bytes) = fs::read(&file)
        && bytes.ends_with(END)
    {
        return Some(bytes);
    }
    let bytes = drawing.png()?;
    if mode == Mode::Build && photos::create_cache_folder(folder).is_ok() {
        fs::replace(&file, &bytes).ok();
    }
    Some(bytes)
}
