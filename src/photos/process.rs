//! Processes one picture: from the bytes of the source to the encoded bytes of all sizes.

use std::collections::HashSet;

use super::chunks::is_animated;
use super::complete::decode_completed;
use super::decode::{Pixels, SourceImage, count_pages};
use super::exif::{ExifData, Orientation};
use super::format::SourceFormat;
use super::notice::Notice;
use super::raster::Raster;
use super::recipe::{Recipe, Size};
use super::{MemoryBudget, PhotoError, animation, encode, linear, placeholder};
use crate::config::Quality;

/// Keeps the sums of linear light in `linear` from overflowing.
const MAX_SHRINK_FACTOR: u32 = 128;

/// A picture with at most this many colours is a graphic, not a photo.
const MAX_GRAPHIC_COLOURS: usize = 4096;

/// A processed picture.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Processed {
    pub exif: ExifData,
    /// A CSS declaration that shows a blur until the photo has loaded.
    pub placeholder: Option<String>,
    pub files: Vec<EncodedFile>,
    /// What the files lack that the source had.
    pub notices: Vec<Notice>,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct EncodedFile {
    /// The requested size.
    pub size: Size,
    /// In pixels; at most the width of the picture.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    /// The file name extension: `jpg`, `webp`, `png`, `gif`.
    pub extension: &'static str,
    pub bytes: Vec<u8>,
}

/// Makes all sizes of `recipe` from the picture `bytes`. Blocks until `memory` has room for it.
///
/// # Errors
/// If the picture cannot be published.
pub(super) fn process(
    bytes: &[u8],
    recipe: &Recipe,
    memory: &MemoryBudget,
) -> Result<Processed, PhotoError> {
    let (mut processed, is_incomplete) =
        decode_completed(bytes, |bytes| process_whole(bytes, recipe, memory))?;
    processed.notices.extend(is_incomplete.then_some(Notice::Incomplete));
    Ok(processed)
}

fn process_whole(
    bytes: &[u8],
    recipe: &Recipe,
    memory: &MemoryBudget,
) -> Result<Processed, PhotoError> {
    let source = SourceImage::open(bytes)?;
    let (exif, format) = (source.exif.clone(), source.format);
    let stored = (source.width, source.height);
    let (width, height) = if exif.orientation.transpose { (stored.1, stored.0) } else { stored };
    let sizes = distinct_sizes(recipe, width, height);
    let scale = source.decode_scale(max_decode_scale(&sizes, width, height));
    // Beside the decoded pixels stand the resized ones, and a second copy while they are turned.
    let pixels = u64::from(width / scale) * u64::from(height / scale);
    let reservation = memory.reserve(source.decode_memory(scale) + pixels * 8);
    let _reservation = reservation.ok_or(PhotoError::TooLarge { width, height })?;

    let animation = if format == SourceFormat::Gif { animation::copy_frames(bytes)? } else { None };
    let may_be_graphic = format != SourceFormat::Jpeg;
    let (still_sizes, animated_file) = match animation {
        Some(bytes) => {
            let uncropped = sizes.iter().filter(|size| size.crop.is_none());
            let file = uncropped.max_by_key(|size| size.width).map(|&size| EncodedFile {
                size,
                width,
                height,
                extension: "gif",
                bytes,
            });
            (sizes.into_iter().filter(|size| size.crop.is_some()).collect(), file)
        }
        None => (sizes, None),
    };
    let orientation = exif.orientation;
    let job = EncodingJob { recipe, sizes: still_sizes, width, height, orientation };
    let mut placeholder = None;
    let mut files = match source.decode(scale)? {
        Pixels::Opaque(raster) => {
            let is_graphic = may_be_graphic && has_few_colours(&raster);
            let encode = |raster: &Raster<3>, size| match is_graphic {
                true => Ok(vec![("png", encode::png(raster)?)]),
                false => job.encode_photo(raster, size),
            };
            let (files, mut smallest) = job.encode_sizes(raster, linear::shrink_rgb, encode)?;
            if !is_graphic {
                placeholder = smallest.as_mut().and_then(placeholder::style);
            }
            files
        }
        Pixels::Alpha(raster) => {
            let lossless = |raster: &Raster<4>, _| Ok(vec![("png", encode::png(raster)?)]);
            job.encode_sizes(raster, linear::shrink_rgba, lossless)?.0
        }
    };
    files.extend(animated_file);
    Ok(Processed { exif, placeholder, files, notices: notices(bytes, format) })
}

/// What only the first frame or page of a picture does not show.
fn notices(bytes: &[u8], format: SourceFormat) -> Vec<Notice> {
    match format {
        SourceFormat::Png | SourceFormat::WebP if is_animated(bytes) => {
            vec![Notice::FirstFrame { format: format.name().to_owned() }]
        }
        SourceFormat::Tiff => match count_pages(bytes) {
            pages @ 2.. => vec![Notice::FirstPage { pages }],
            _ => Vec::new(),
        },
        _ => Vec::new(),
    }
}

/// The sizes to make. Of sizes wider than the picture, the first stands for all.
fn distinct_sizes(recipe: &Recipe, width: u32, height: u32) -> Vec<Size> {
    let mut seen = HashSet::new();
    let is_new = |size: &&Size| seen.insert((size.dimensions(width, height), size.crop));
    recipe.sizes.iter().filter(is_new).copied().collect()
}

/// The largest factor by which decoding may reduce the picture and still leave enough pixels for
/// each size.
fn max_decode_scale(sizes: &[Size], width: u32, height: u32) -> u32 {
    let scale = |size: &Size| {
        size.region(width, height).width / f64::from(size.dimensions(width, height).0)
    };
    let min = sizes.iter().map(scale).fold(f64::INFINITY, f64::min);
    (min.clamp(1.0, 128.0) as u32).min(height).min(width)
}

/// The whole factor by which `raster` can be shrunk where `region_width` pixels become `width`.
fn shrink_factor<const N: usize>(region_width: f64, width: u32, raster: &Raster<N>) -> u32 {
    // Keep at least one pixel of a very narrow panorama.
    let max = raster.width.min(raster.height).clamp(1, MAX_SHRINK_FACTOR);
    ((region_width / f64::from(width)) as u32).clamp(1, max)
}

struct EncodingJob<'a> {
    recipe: &'a Recipe,
    sizes: Vec<Size>,
    width: u32,
    height: u32,
    orientation: Orientation,
}

impl EncodingJob<'_> {
    /// Resizes and encodes all sizes. Also returns the smallest uncropped raster, for the
    /// placeholder. `shrink` reduces a raster by a whole factor.
    fn encode_sizes<const N: usize>(
        &self,
        raster: Raster<N>,
        shrink: fn(&Raster<N>, u32) -> Raster<N>,
        encode: impl Fn(&Raster<N>, Size) -> Result<Vec<(&'static str, Vec<u8>)>, PhotoError>,
    ) -> Result<(Vec<EncodedFile>, Option<Raster<N>>), PhotoError> {
        let mut original = raster.upright(self.orientation);
        // Reuse the last shrunk raster: the next sizes are mostly smaller.
        let mut shrunk: Option<(u32, Raster<N>)> = None;
        let mut smallest = None;
        let mut files = Vec::new();
        for &size in &self.sizes {
            let (width, height) = size.dimensions(self.width, self.height);
            let region = size.region(original.width, original.height);
            let factor = shrink_factor(region.width, width, &original);
            let (by, from) = match &shrunk {
                Some((by, from)) if factor % by == 0 => (*by, from),
                _ => (1, &original),
            };
            if by < factor {
                shrunk = Some((factor, shrink(from, factor / by)));
            }
            let from = match &mut shrunk {
                Some((by, from)) if *by == factor => from,
                _ => &mut original,
            };
            let region = size.region(from.width, from.height);
            let resized = from.resized(region, width, height).ok_or(PhotoError::Damaged)?;
            for (extension, bytes) in encode(&resized, size)? {
                files.push(EncodedFile { size, width, height, extension, bytes });
            }
            if size.crop.is_none() {
                smallest = Some(resized);
            }
        }
        Ok((files, smallest))
    }

    fn encode_photo(
        &self,
        raster: &Raster<3>,
        size: Size,
    ) -> Result<Vec<(&'static str, Vec<u8>)>, PhotoError> {
        let (jpeg, quality) = match self.recipe.quality {
            // WebP needs a higher number than JPEG for the same similarity.
            Quality::Enough => {
                encode::jpeg_auto_quality(raster).map(|(jpeg, quality)| (jpeg, quality + 8))?
            }
            Quality::Given(quality) => (encode::jpeg(raster, quality)?, quality),
        };
        let mut files = vec![("jpg", jpeg)];
        // Crops for lists are small: JPEG alone is enough.
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
        // Graphics have runs of one colour.
        if pixel != last && colours.insert(pixel) && colours.len() > MAX_GRAPHIC_COLOURS {
            return false;
        }
        last = pixel;
    }
    true
}

#[cfg(test)]
mod tests;
