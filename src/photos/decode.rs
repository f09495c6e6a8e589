//! The bytes of a picture → its pixels: 8 bits to a sample, RGB or RGBA, colours in sRGB, as they
//! are stored (not yet turned upright).
//!
//! JPEG is decoded by zune-jpeg itself, the others through `image`, which has one interface for
//! all. What is known before the pixels are is asked of [`Picture`].

use std::io::Cursor;

use image::codecs::bmp::BmpDecoder;
use image::codecs::gif::GifDecoder;
use image::codecs::png::PngDecoder;
use image::codecs::tiff::TiffDecoder;
use image::codecs::webp::WebPDecoder;
use image::error::ImageError;
use image::{DynamicImage, ImageDecoder, Limits};
use zune_jpeg::JpegDecoder;
use zune_jpeg::errors::DecodeErrors;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

use super::Trouble;
use super::exif::{Facts, Orientation};
use super::format::Format;
use super::profile;

/// More pixels than the largest sensors of phones have (200 Mpx) are a mistake or an attack.
const MOST_PIXELS: u64 = 210_000_000;

/// A camera writes some ten scans of a progressive JPEG; each costs a pass over the picture.
const MOST_SCANS: usize = 64;

/// A picture whose header has been read.
pub(super) struct Picture<'a> {
    pub(super) format: Format,
    /// As stored.
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) facts: Facts,
    /// The most bytes that decoding takes at once.
    pub(super) memory: u64,
    decoder: Decoder<'a>,
}

enum Decoder<'a> {
    Jpeg(Box<JpegDecoder<ZCursor<&'a [u8]>>>),
    Other(Box<dyn ImageDecoder + 'a>),
}

/// Pixels, `N` samples of 8 bits each.
pub(super) struct Raster<const N: usize> {
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) samples: Vec<u8>,
}

/// What came out of a picture.
pub(super) enum Pixels {
    Opaque(Raster<3>),
    /// Some pixels can be seen through.
    Alpha(Raster<4>),
}

impl<'a> Picture<'a> {
    /// Reads the header.
    ///
    /// # Errors
    /// Where there is nothing to be decoded, or too much.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, Trouble> {
        let format = Format::of(bytes)?;
        let mut facts = Facts::of(bytes);
        let (decoder, width, height, per_pixel) = match format {
            Format::Jpeg => jpeg(bytes)?,
            _ => {
                let decoder = other(format, bytes)?;
                let (width, height) = decoder.dimensions();
                // What is decoded, and what it becomes: four samples.
                let per_pixel = u64::from(decoder.color_type().bytes_per_pixel()) + 4;
                (Decoder::Other(decoder), width, height, per_pixel)
            }
        };
        if width == 0 || height == 0 {
            return Err(Trouble::Damaged);
        }
        let pixels = u64::from(width) * u64::from(height);
        if pixels > MOST_PIXELS {
            return Err(Trouble::TooLarge { width, height });
        }
        // The formats themselves know no other use of it.
        if matches!(format, Format::Bmp | Format::Gif) {
            facts.orientation = Orientation::default();
        }
        Ok(Self { format, width, height, facts, memory: pixels * per_pixel, decoder })
    }

    /// Reads the pixels.
    ///
    /// # Errors
    /// Where the file is not whole or not sound.
    pub(super) fn decode(self) -> Result<Pixels, Trouble> {
        match self.decoder {
            Decoder::Jpeg(mut decoder) => {
                let mut samples = decoder.decode().map_err(jpeg_trouble)?;
                if samples.len() as u64 != u64::from(self.width) * u64::from(self.height) * 3 {
                    return Err(Trouble::Damaged);
                }
                if let Some(icc) = decoder.icc_profile() {
                    profile::to_srgb::<3>(&mut samples, self.width, &icc);
                }
                Ok(Pixels::Opaque(Raster { width: self.width, height: self.height, samples }))
            }
            Decoder::Other(mut decoder) => {
                let icc = decoder.icc_profile().ok().flatten();
                let image = DynamicImage::from_decoder(decoder).map_err(image_trouble)?;
                Ok(of_image(image, icc.as_deref()))
            }
        }
    }
}

/// The decoder, width, height and the bytes it takes for a pixel.
fn jpeg(bytes: &[u8]) -> Result<(Decoder<'_>, u32, u32, u64), Trouble> {
    let (end, passes) = extent_of_jpeg(bytes).ok_or(Trouble::Truncated)?;
    // The decoder's strict mode refuses what cameras write between headers too. What it would
    // otherwise say of missing data is known by now.
    let options = DecoderOptions::new_fast()
        .set_strict_mode(false)
        .set_max_width(usize::from(u16::MAX))
        .set_max_height(usize::from(u16::MAX))
        .jpeg_set_max_scans(MOST_SCANS)
        .jpeg_set_out_colorspace(ColorSpace::RGB);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(&bytes[..end]), options);
    decoder.decode_headers().map_err(jpeg_trouble)?;
    let info = decoder.info().ok_or(Trouble::Damaged)?;
    // A picture in one pass needs its pixels; one in several needs all its coefficients too, two
    // bytes for each sample.
    let coefficients = if passes == 1 { 0 } else { 2 * u64::from(info.components) };
    let (width, height) = (u32::from(info.width), u32::from(info.height));
    Ok((Decoder::Jpeg(Box::new(decoder)), width, height, 3 + coefficients))
}

/// Where the picture ends, behind its end marker, and in how many passes it is stored. Motion
/// photos and panoramas append films and further pictures. Nothing where the marker is missing.
fn extent_of_jpeg(bytes: &[u8]) -> Option<(usize, usize)> {
    let mut passes = 0;
    let mut at = 0;
    loop {
        at += bytes.get(at..)?.iter().position(|&byte| byte == 0xff)?;
        // Markers by ITU-T T.81, annex B.
        match *bytes.get(at + 1)? {
            // The end.
            0xd9 => return Some((at + 2, passes)),
            // A filler before a marker.
            0xff => at += 1,
            // Data of a scan, restarts within it, the start: nothing follows that has a length.
            0x00 | 0x01 | 0xd0..=0xd8 => at += 2,
            marker => {
                passes += usize::from(marker == 0xda);
                let length = [*bytes.get(at + 2)?, *bytes.get(at + 3)?];
                at += 2 + usize::from(u16::from_be_bytes(length));
            }
        }
    }
}

fn other<'a>(format: Format, bytes: &'a [u8]) -> Result<Box<dyn ImageDecoder + 'a>, Trouble> {
    let cursor = Cursor::new(bytes);
    let mut decoder: Box<dyn ImageDecoder + 'a> = match format {
        Format::Png => Box::new(PngDecoder::new(cursor).map_err(image_trouble)?),
        Format::WebP => Box::new(WebPDecoder::new(cursor).map_err(image_trouble)?),
        Format::Gif => Box::new(GifDecoder::new(cursor).map_err(image_trouble)?),
        Format::Bmp => Box::new(BmpDecoder::new(cursor).map_err(image_trouble)?),
        Format::Tiff | Format::Jpeg => Box::new(TiffDecoder::new(cursor).map_err(image_trouble)?),
    };
    let mut limits = Limits::default();
    // Twice what the pixels may take: decoders count their own tables in.
    limits.max_alloc = Some(MOST_PIXELS * 8);
    decoder.set_limits(limits).map_err(image_trouble)?;
    Ok(decoder)
}

fn of_image(image: DynamicImage, icc: Option<&[u8]>) -> Pixels {
    let (width, height) = (image.width(), image.height());
    if image.color().has_alpha() {
        let mut samples = image.into_rgba8().into_raw();
        if samples.chunks_exact(4).any(|pixel| pixel[3] != u8::MAX) {
            if let Some(icc) = icc {
                profile::to_srgb::<4>(&mut samples, width, icc);
            }
            return Pixels::Alpha(Raster { width, height, samples });
        }
        let samples = samples.chunks_exact(4).flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]);
        return opaque(width, height, samples.collect(), icc);
    }
    opaque(width, height, image.into_rgb8().into_raw(), icc)
}

fn opaque(width: u32, height: u32, mut samples: Vec<u8>, icc: Option<&[u8]>) -> Pixels {
    if let Some(icc) = icc {
        profile::to_srgb::<3>(&mut samples, width, icc);
    }
    Pixels::Opaque(Raster { width, height, samples })
}

fn jpeg_trouble(error: DecodeErrors) -> Trouble {
    match error {
        DecodeErrors::Unsupported(_) => Trouble::RareJpeg,
        DecodeErrors::ExhaustedData => Trouble::Truncated,
        _ => Trouble::Damaged,
    }
}

fn image_trouble(error: ImageError) -> Trouble {
    match error {
        ImageError::IoError(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => {
            Trouble::Truncated
        }
        _ => Trouble::Damaged,
    }
}
