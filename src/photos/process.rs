//! One picture, from its bytes to the bytes of all its sizes.

use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::decode::{Picture, Pixels, Raster};
use super::exif::{Facts, Orientation};
use super::format::Format;
use super::linear::Linear;
use super::recipe::{Recipe, Size};
use super::{Memory, Trouble, animation, encode, placeholder};

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
    let by = shrinking(&sizes, width, height);
    // The raster in linear light stands beside the pixels, once more while it is being turned.
    let linear = u64::from(width / by) * u64::from(height / by) * 16;
    let taken = memory.take(picture.memory + linear);
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
    let mut files = match picture.decode()? {
        Pixels::Opaque(raster) => {
            let graphic = graphic && has_few_colours(&raster);
            let linear = Linear::opaque(&raster, by);
            drop(raster);
            let (files, smallest) = job.files(linear, |raster, size| match graphic {
                true => Ok(vec![("png", encode::png(raster)?)]),
                false => job.photo(raster, size),
            })?;
            if !graphic {
                placeholder = smallest.as_ref().and_then(placeholder::style);
            }
            files
        }
        Pixels::Alpha(raster) => {
            let linear = Linear::transparent(&raster, by);
            drop(raster);
            job.files(linear, |raster, _| Ok(vec![("png", encode::png(raster)?)]))?.0
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

/// By how much the picture can be shrunk before the sizes are made of it.
fn shrinking(sizes: &[Size], width: u32, height: u32) -> u32 {
    let scale = |size: &Size| size.part(width, height).width / f64::from(size.of(width, height).0);
    let least = sizes.iter().map(scale).fold(f64::INFINITY, f64::min);
    // A panorama must not vanish, nor may the sums of light overflow.
    (least.clamp(1.0, 128.0) as u32).min(height).min(width)
}

struct Job<'a> {
    recipe: &'a Recipe,
    sizes: Vec<Size>,
    width: u32,
    height: u32,
    orientation: Orientation,
}

impl Job<'_> {
    /// The files, and the smallest raster of the whole picture.
    fn files<const N: usize>(
        &self,
        linear: Linear<N>,
        encode: impl Fn(&Raster<N>, Size) -> Result<Vec<(&'static str, Vec<u8>)>, Trouble>,
    ) -> Result<(Vec<Encoded>, Option<Linear<N>>), Trouble> {
        let linear = linear.upright(self.orientation);
        // Each size is made of the one before it where that is larger: there is less to read.
        let mut last: Option<Linear<N>> = None;
        let mut files = Vec::new();
        for &size in &self.sizes {
            let (width, height) = size.of(self.width, self.height);
            let whole = size.crop.is_none();
            let larger = last.as_ref().filter(|last| whole && last.width >= width);
            let from = larger.unwrap_or(&linear);
            let part = size.part(from.width, from.height);
            let resized = from.resized(part, width, height).ok_or(Trouble::Damaged)?;
            for (extension, bytes) in encode(&resized.raster(), size)? {
                files.push(Encoded { size, width, height, extension, bytes });
            }
            if whole {
                last = Some(resized);
            }
        }
        Ok((files, last))
    }

    fn photo(
        &self,
        raster: &Raster<3>,
        size: Size,
    ) -> Result<Vec<(&'static str, Vec<u8>)>, Trouble> {
        let quality = self.recipe.quality;
        let mut files = vec![("jpg", encode::jpeg(raster, quality)?)];
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
