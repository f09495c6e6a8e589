//! One picture, from its bytes to the bytes of all its sizes.

use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::decode::{Picture, Pixels};
use super::exif::{Facts, Orientation};
use super::format::Format;
use super::raster::Raster;
use super::recipe::{Recipe, Size};
use super::{Memory, Trouble, animation, encode, linear, placeholder};
use crate::config::Quality;

/// The sums of light must not overflow.
const MOST_AT_ONCE: u32 = 128;

/// A picture of at most so many colours is drawn, not photographed.
const COLOURS_OF_A_GRAPHIC: usize = 4096;

/// What came of a picture.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Processed {
    /// What the camera wrote about it.
    pub facts: Facts,
    /// The style that shows something until a photo has come.
    pub placeholder: Option<String>,
    /// The files to be published.
    pub files: Vec<Encoded>,
}

/// A file to be published.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Encoded {
    /// The size that was asked for.
    pub size: Size,
    /// The width in pixels, at most that of the picture.
    pub width: u32,
    /// The height in pixels.
    pub height: u32,
    /// The ending of its name: `jpg`, `webp`, `png`, `gif`.
    pub extension: &'static str,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Makes what `recipe` asks for of the picture `bytes`. Waits until `memory` allows it.
///
/// # Errors
/// Where the picture cannot be published.
pub(super) fn process(
    bytes: &[u8],
    recipe: &Recipe,
    memory: &Memory,
) -> Result<Processed, Trouble> {
    // The last line of defence: a decoder that panics at a hostile file stops that file only.
    catch_unwind(AssertUnwindSafe(|| make(bytes, recipe, memory))).unwrap_or(Err(Trouble::Damaged))
}

fn make(bytes: &[u8], recipe: &Recipe, memory: &Memory) -> Result<Processed, Trouble> {
    let picture = Picture::open(bytes)?;
    let (facts, format) = (picture.facts.clone(), picture.format);
    let stored = (picture.width, picture.height);
    let (width, height) = if facts.orientation.transpose { (stored.1, stored.0) } else { stored };
    let sizes = sizes(recipe, width, height);
    let scale = picture.scale(shrinking(&sizes, width, height));
    // Beside what is decoded stands what is made of it, once more while it is being turned.
    let pixels = u64::from(width / scale) * u64::from(height / scale);
    let taken = memory.take(picture.memory(scale) + pixels * 8);
    let _taken = taken.ok_or(Trouble::TooLarge { width, height })?;

    let film = if format == Format::Gif { animation::copy(bytes)? } else { None };
    let graphic = format != Format::Jpeg;
    let (still, moving) = match film {
        Some(film) => {
            let whole =
                sizes.iter().filter(|size| size.crop.is_none()).max_by_key(|size| size.width);
            let film =
                whole.map(|&size| Encoded { size, width, height, extension: "gif", bytes: film });
            (sizes.into_iter().filter(|size| size.crop.is_some()).collect(), film)
        }
        None => (sizes, None),
    };
    let job = Job { recipe, sizes: still, width, height, orientation: facts.orientation };
    let mut placeholder = None;
    let mut files = match picture.decode(scale)? {
        Pixels::Opaque(raster) => {
            let graphic = graphic && has_few_colours(&raster);
            let encode = |raster: &Raster<3>, size| match graphic {
                true => Ok(vec![("png", encode::png(raster)?)]),
                false => job.photo(raster, size),
            };
            let (files, smallest) = job.files(raster, linear::opaque, encode)?;
            if !graphic {
                placeholder = smallest.as_ref().and_then(placeholder::style);
            }
            files
        }
        Pixels::Alpha(raster) => {
            let lossless = |raster: &Raster<4>, _| Ok(vec![("png", encode::png(raster)?)]);
            job.files(raster, linear::transparent, lossless)?.0
        }
    };
    files.extend(moving);
    Ok(Processed { facts, placeholder, files })
}

/// The sizes to be made: of those that the picture is too narrow for, the first stands for all.
fn sizes(recipe: &Recipe, width: u32, height: u32) -> Vec<Size> {
    let mut made = HashSet::new();
    let is_new = |size: &&Size| made.insert((size.of(width, height), size.crop));
    recipe.sizes.iter().filter(is_new).copied().collect()
}

/// By how much the picture can be made smaller before the sizes are made of it.
fn shrinking(sizes: &[Size], width: u32, height: u32) -> u32 {
    let scale = |size: &Size| size.part(width, height).width / f64::from(size.of(width, height).0);
    let least = sizes.iter().map(scale).fold(f64::INFINITY, f64::min);
    (least.clamp(1.0, 128.0) as u32).min(height).min(width)
}

/// The whole factor by which `raster` can be shrunk where `part` pixels are to become `width`.
fn factor<const N: usize>(part: f64, width: u32, raster: &Raster<N>) -> u32 {
    // A panorama must not vanish.
    let most = raster.width.min(raster.height).clamp(1, MOST_AT_ONCE);
    ((part / f64::from(width)) as u32).clamp(1, most)
}

struct Job<'a> {
    recipe: &'a Recipe,
    sizes: Vec<Size>,
    width: u32,
    height: u32,
    orientation: Orientation,
}

impl Job<'_> {
    /// The files, and the smallest raster of the whole picture; `shrink` makes a raster smaller by
    /// a whole factor.
    fn files<const N: usize>(
        &self,
        raster: Raster<N>,
        shrink: fn(&Raster<N>, u32) -> Raster<N>,
        encode: impl Fn(&Raster<N>, Size) -> Result<Vec<(&'static str, Vec<u8>)>, Trouble>,
    ) -> Result<(Vec<Encoded>, Option<Raster<N>>), Trouble> {
        let whole = raster.upright(self.orientation);
        // What was shrunk last serves the next sizes too, which are mostly smaller.
        let mut shrunk: Option<(u32, Raster<N>)> = None;
        let mut smallest = None;
        let mut files = Vec::new();
        for &size in &self.sizes {
            let (width, height) = size.of(self.width, self.height);
            let factor = factor(size.part(whole.width, whole.height).width, width, &whole);
            let (by, from) = match &shrunk {
                Some((by, from)) if factor % by == 0 => (*by, from),
                _ => (1, &whole),
            };
            if by < factor {
                shrunk = Some((factor, shrink(from, factor / by)));
            }
            let from = match &shrunk {
                Some((by, from)) if *by == factor => from,
                _ => &whole,
            };
            let part = size.part(from.width, from.height);
            let resized = from.resized(part, width, height).ok_or(Trouble::Damaged)?;
            for (extension, bytes) in encode(&resized, size)? {
                files.push(Encoded { size, width, height, extension, bytes });
            }
            if size.crop.is_none() {
                smallest = Some(resized);
            }
        }
        Ok((files, smallest))
    }

    fn photo(
        &self,
        raster: &Raster<3>,
        size: Size,
    ) -> Result<Vec<(&'static str, Vec<u8>)>, Trouble> {
        let (jpeg, quality) = match self.recipe.quality {
            // WebP of the same number is a little less like.
            Quality::Enough => {
                encode::like_jpeg(raster).map(|(jpeg, quality)| (jpeg, quality + 8))?
            }
            Quality::Given(quality) => (encode::jpeg(raster, quality)?, quality),
        };
        let mut files = vec![("jpg", jpeg)];
        // The parts for lists are small: one file of each is enough.
        if self.recipe.webp && size.crop.is_none() {
            files.push(("webp", encode::webp(raster, quality)?));
        }
        Ok(files)
    }
}

fn has_few_colours(raster: &Raster<3>) -> bool {
    let mut colours = HashSet::new();
    let mut last: &[u8] = &[];
    for pixel in raster.samples.chunks_exact(3) {
        // Drawn pictures have runs of one colour.
        if pixel != last && colours.insert(pixel) && colours.len() > COLOURS_OF_A_GRAPHIC {
            return false;
        }
        last = pixel;
    }
    true
}

#[cfg(test)]
mod tests;
