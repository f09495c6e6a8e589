//! The bytes of a picture → its pixels: 8 bits to a sample, RGB or RGBA, colours in sRGB, as they
//! are stored (not yet turned upright).
//!
//! JPEG can be made smaller while it is decoded: of each block of 8 × 8 coefficients those of the
//! coarse structure alone are used. That averages numbers of sRGB, not light, but it makes half of
//! all the work unnecessary, which is why libvips and browsers do it too; whatever remains to be
//! shrunk is shrunk in linear light.
//!
//! The other formats are read through `image`, which has one interface for all. What is known
//! before the pixels are is asked of [`Picture`].

use std::io::Cursor;

use image::codecs::bmp::BmpDecoder;
use image::codecs::gif::GifDecoder;
use image::codecs::png::PngDecoder;
use image::codecs::tiff::TiffDecoder;
use image::codecs::webp::WebPDecoder;
use image::error::ImageError;
use image::{DynamicImage, ImageDecoder, Limits};
use jpeg_decoder::{CodingProcess, Decoder as JpegDecoder, Error as JpegError, PixelFormat};

use super::Trouble;
use super::exif::{Facts, Orientation};
use super::format::Format;
use super::profile;
use super::raster::Raster;

/// More pixels than the largest sensors of phones have (200 Mpx) are a mistake or an attack.
const MOST_PIXELS: u64 = 210_000_000;

/// A camera writes some ten scans of a progressive JPEG; each costs a pass over the picture.
const MOST_SCANS: usize = 64;

/// What stands in a PNG before its pixels, profiles and texts unpacked, takes less; a longer
/// profile is passed over, a longer text is an error.
const MOST_BEFORE_PIXELS: u64 = 32 * 1024 * 1024;

/// JPEG can be decoded at a half, a fourth, an eighth of its width and height.
const SCALES: [u32; 3] = [8, 4, 2];

/// A picture whose header has been read.
pub(super) struct Picture<'a> {
    pub(super) format: Format,
    /// As stored.
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) facts: Facts,
    decoder: Decoder<'a>,
    /// Bytes for each pixel of the file that decoding takes, and for each pixel that comes out.
    per_pixel: (u64, u64),
}

enum Decoder<'a> {
    Jpeg(Box<JpegDecoder<&'a [u8]>>),
    Other(Box<dyn ImageDecoder + 'a>),
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
                (Decoder::Other(decoder), width, height, (0, per_pixel))
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
        Ok(Self { format, width, height, facts, decoder, per_pixel })
    }

    /// By how much the picture is made smaller while it is decoded, if it may be by `most`.
    pub(super) fn scale(&self, most: u32) -> u32 {
        let scale = SCALES.into_iter().find(|&scale| scale <= most);
        scale.filter(|_| matches!(self.decoder, Decoder::Jpeg(_))).unwrap_or(1)
    }

    /// The most bytes that decoding takes at once, made smaller by `scale`.
    pub(super) fn memory(&self, scale: u32) -> u64 {
        let pixels = u64::from(self.width) * u64::from(self.height);
        let (of_file, of_raster) = self.per_pixel;
        pixels * of_file + pixels / u64::from(scale * scale) * of_raster
    }

    /// Reads the pixels, made smaller by `scale`, which is one that [`Self::scale`] gave.
    ///
    /// # Errors
    /// Where the file is not whole or not sound.
    pub(super) fn decode(self, scale: u32) -> Result<Pixels, Trouble> {
        match self.decoder {
            Decoder::Jpeg(mut decoder) => {
                let part = |side: u32| u16::try_from(side.div_ceil(scale)).unwrap_or(u16::MAX);
                let (width, height) =
                    decoder.scale(part(self.width), part(self.height)).map_err(jpeg_trouble)?;
                let samples = decoder.decode().map_err(jpeg_trouble)?;
                let info = decoder.info().ok_or(Trouble::Damaged)?;
                let icc = decoder.icc_profile();
                let (width, height) = (u32::from(width), u32::from(height));
                let samples = rgb_of_jpeg(samples, info.pixel_format, width, icc.as_deref());
                if samples.len() as u64 != u64::from(width) * u64::from(height) * 3 {
                    return Err(Trouble::Damaged);
                }
                Ok(Pixels::Opaque(Raster { width, height, samples }))
            }
            Decoder::Other(mut decoder) => {
                let icc = decoder.icc_profile().ok().flatten();
                let image = DynamicImage::from_decoder(decoder).map_err(image_trouble)?;
                Ok(of_image(image, icc.as_deref()))
            }
        }
    }
}

/// The decoder, width, height and the bytes it takes for a pixel of the file and of the raster.
fn jpeg(bytes: &[u8]) -> Result<(Decoder<'_>, u32, u32, (u64, u64)), Trouble> {
    let (end, passes) = extent_of_jpeg(bytes).ok_or(Trouble::Truncated)?;
    if passes > MOST_SCANS {
        return Err(Trouble::Damaged);
    }
    let mut decoder = JpegDecoder::new(&bytes[..end]);
    decoder.read_info().map_err(jpeg_trouble)?;
    let info = decoder.info().ok_or(Trouble::Damaged)?;
    let samples = match info.pixel_format {
        PixelFormat::L8 => 1,
        PixelFormat::L16 => 2,
        PixelFormat::RGB24 => 3,
        PixelFormat::CMYK32 => 4,
    };
    // A picture in one pass needs its planes and what they become; one in several needs all its
    // coefficients too, two bytes for each sample.
    let in_passes = info.coding_process == CodingProcess::DctProgressive || passes > 1;
    let of_file = if in_passes { 2 * samples } else { 0 };
    let (width, height) = (u32::from(info.width), u32::from(info.height));
    Ok((Decoder::Jpeg(Box::new(decoder)), width, height, (of_file, 2 * samples + 3)))
}

/// What a JPEG holds → RGB, with the colours of its profile turned into sRGB.
fn rgb_of_jpeg(samples: Vec<u8>, format: PixelFormat, width: u32, icc: Option<&[u8]>) -> Vec<u8> {
    let mut rgb: Vec<u8> = match format {
        PixelFormat::RGB24 => samples,
        PixelFormat::L8 => samples.iter().flat_map(|&grey| [grey; 3]).collect(),
        // The higher byte comes last on the machines that there are.
        PixelFormat::L16 => samples.chunks_exact(2).flat_map(|grey| [grey[1]; 3]).collect(),
        PixelFormat::CMYK32 => {
            return icc
                .and_then(|icc| profile::cmyk_to_srgb(&samples, icc))
                .unwrap_or_else(|| plain_cmyk(&samples));
        }
    };
    if let Some(icc) = icc {
        profile::to_srgb::<3>(&mut rgb, width, icc);
    }
    rgb
}

/// Four inks without a profile, as if each took away its light.
fn plain_cmyk(samples: &[u8]) -> Vec<u8> {
    let light = |ink: u8, black: u8| {
        let left = u16::from(u8::MAX - ink) * u16::from(u8::MAX - black);
        ((left + 127) / 255) as u8
    };
    let pixels = samples.chunks_exact(4);
    pixels.flat_map(|inks| [0, 1, 2].map(|at| light(inks[at], inks[3]))).collect()
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
        Format::Png => {
            // It unpacks the profile at once, to any length unless it is told.
            let mut limits = Limits::no_limits();
            limits.max_alloc = Some(MOST_BEFORE_PIXELS);
            Box::new(PngDecoder::with_limits(cursor, limits).map_err(image_trouble)?)
        }
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

fn jpeg_trouble(error: JpegError) -> Trouble {
    match error {
        JpegError::Unsupported(_) => Trouble::RareJpeg,
        JpegError::Io(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => {
            Trouble::Truncated
        }
        JpegError::Io(_) | JpegError::Format(_) | JpegError::Internal(_) => Trouble::Damaged,
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
