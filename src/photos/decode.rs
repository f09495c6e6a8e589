//! Decodes an image into pixels: 8 bits per sample, RGB or RGBA, colours in sRGB, in the stored
//! orientation.
//!
//! JPEG can be reduced while it is decoded: of each block of 8 × 8 coefficients only those of the
//! lowest frequencies are used. That averages sRGB values instead of light, but saves half of all
//! the work, which is why libvips and browsers do it too. The remaining reduction is done in linear
//! light.
//!
//! The other formats are decoded by `image` through one interface. [`SourceImage`] answers what the
//! header alone tells.

use std::io::Cursor;

use image::codecs::bmp::BmpDecoder;
use image::codecs::gif::GifDecoder;
use image::codecs::png::PngDecoder;
use image::codecs::tiff::TiffDecoder;
use image::codecs::webp::WebPDecoder;
use image::error::ImageError;
use image::{DynamicImage, ImageDecoder, Limits};
use jpeg_decoder::{CodingProcess, Decoder as JpegDecoder, Error as JpegError, PixelFormat};

use super::PhotoError;
use super::exif::{ExifData, Orientation};
use super::format::SourceFormat;
use super::profile;
use super::raster::Raster;

/// More than the largest phone sensors have (200 Mpx). A larger picture is a mistake or an attack.
const MAX_PIXELS: u64 = 210_000_000;

/// Cameras write about ten scans of a progressive JPEG; each costs a pass over the picture.
const MAX_SCANS: usize = 64;

/// Limit for the unpacked profiles and texts before the pixels of a PNG. A longer profile is
/// ignored, a longer text is an error.
const MAX_METADATA_BYTES: u64 = 32 * 1024 * 1024;

/// JPEG can be decoded at an eighth, a fourth or a half of its width and height.
const JPEG_SCALES: [u32; 3] = [8, 4, 2];

/// An image whose header has been read.
pub(super) struct SourceImage<'a> {
    pub(super) format: SourceFormat,
    /// As stored, in pixels.
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) exif: ExifData,
    decoder: Decoder<'a>,
    bytes_per_pixel: BytesPerPixel,
}

/// The memory that decoding takes, in bytes.
#[derive(Clone, Copy)]
struct BytesPerPixel {
    /// For each pixel of the file.
    stored: u64,
    /// For each pixel of the decoded raster, which may be smaller.
    decoded: u64,
}

struct OpenDecoder<'a> {
    decoder: Decoder<'a>,
    width: u32,
    height: u32,
    bytes_per_pixel: BytesPerPixel,
}

enum Decoder<'a> {
    Jpeg(Box<JpegDecoder<&'a [u8]>>),
    Other(Box<dyn ImageDecoder + 'a>),
}

pub(super) enum Pixels {
    Opaque(Raster<3>),
    /// At least one pixel is not fully opaque.
    Alpha(Raster<4>),
}

impl<'a> SourceImage<'a> {
    /// Reads the header.
    ///
    /// # Errors
    /// If the file is no supported image, or has too many pixels.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, PhotoError> {
        let format = SourceFormat::detect(bytes)?;
        let mut exif = ExifData::read(bytes);
        let OpenDecoder { decoder, width, height, bytes_per_pixel } = match format {
            SourceFormat::Jpeg => open_jpeg(bytes)?,
            _ => open_other(format, bytes)?,
        };
        if width == 0 || height == 0 {
            return Err(PhotoError::Damaged);
        }
        let pixels = u64::from(width) * u64::from(height);
        if pixels > MAX_PIXELS {
            return Err(PhotoError::TooLarge { width, height });
        }
        // These formats define no orientation.
        if matches!(format, SourceFormat::Bmp | SourceFormat::Gif) {
            exif.orientation = Orientation::default();
        }
        Ok(Self { format, width, height, exif, decoder, bytes_per_pixel })
    }

    /// The largest supported reduction factor up to `max`: 1 for all formats but JPEG.
    pub(super) fn decode_scale(&self, max: u32) -> u32 {
        let scale = JPEG_SCALES.into_iter().find(|&scale| scale <= max);
        scale.filter(|_| matches!(self.decoder, Decoder::Jpeg(_))).unwrap_or(1)
    }

    /// The peak memory of decoding with the reduction factor `scale`, in bytes.
    pub(super) fn decode_memory(&self, scale: u32) -> u64 {
        let pixels = u64::from(self.width) * u64::from(self.height);
        let BytesPerPixel { stored, decoded } = self.bytes_per_pixel;
        pixels * stored + pixels / u64::from(scale * scale) * decoded
    }

    /// Decodes the pixels, reduced by `scale`, a factor that [`Self::decode_scale`] returned.
    ///
    /// # Errors
    /// If the file is truncated or damaged.
    pub(super) fn decode(self, scale: u32) -> Result<Pixels, PhotoError> {
        match self.decoder {
            Decoder::Jpeg(mut decoder) => {
                let scaled = |side: u32| u16::try_from(side.div_ceil(scale)).unwrap_or(u16::MAX);
                let (width, height) =
                    decoder.scale(scaled(self.width), scaled(self.height)).map_err(jpeg_error)?;
                let samples = decoder.decode().map_err(jpeg_error)?;
                let info = decoder.info().ok_or(PhotoError::Damaged)?;
                let icc = decoder.icc_profile();
                let (width, height) = (u32::from(width), u32::from(height));
                let samples = jpeg_to_rgb(samples, info.pixel_format, width, icc.as_deref());
                if samples.len() as u64 != u64::from(width) * u64::from(height) * 3 {
                    return Err(PhotoError::Damaged);
                }
                Ok(Pixels::Opaque(Raster { width, height, samples }))
            }
            Decoder::Other(mut decoder) => {
                let icc = decoder.icc_profile().ok().flatten();
                let image = DynamicImage::from_decoder(decoder).map_err(image_error)?;
                Ok(from_dynamic_image(image, icc.as_deref()))
            }
        }
    }
}

fn open_jpeg(bytes: &[u8]) -> Result<OpenDecoder<'_>, PhotoError> {
    let (end, passes) = find_jpeg_end(bytes).ok_or(PhotoError::Truncated)?;
    if passes > MAX_SCANS {
        return Err(PhotoError::Damaged);
    }
    let mut decoder = JpegDecoder::new(&bytes[..end]);
    decoder.read_info().map_err(jpeg_error)?;
    let info = decoder.info().ok_or(PhotoError::Damaged)?;
    let samples = match info.pixel_format {
        PixelFormat::L8 => 1,
        PixelFormat::L16 => 2,
        PixelFormat::RGB24 => 3,
        PixelFormat::CMYK32 => 4,
    };
    // A baseline JPEG needs its planes and the output; a JPEG in several passes also needs all
    // coefficients, two bytes per sample.
    let in_passes = info.coding_process == CodingProcess::DctProgressive || passes > 1;
    let stored = if in_passes { 2 * samples } else { 0 };
    Ok(OpenDecoder {
        decoder: Decoder::Jpeg(Box::new(decoder)),
        width: u32::from(info.width),
        height: u32::from(info.height),
        bytes_per_pixel: BytesPerPixel { stored, decoded: 2 * samples + 3 },
    })
}

/// Converts the samples of a JPEG to RGB in sRGB, using its profile if it has one.
fn jpeg_to_rgb(samples: Vec<u8>, format: PixelFormat, width: u32, icc: Option<&[u8]>) -> Vec<u8> {
    let mut rgb: Vec<u8> = match format {
        PixelFormat::RGB24 => samples,
        PixelFormat::L8 => samples.iter().flat_map(|&grey| [grey; 3]).collect(),
        // The decoder writes native-endian samples; the high byte comes second on little-endian
        // machines.
        PixelFormat::L16 => samples.chunks_exact(2).flat_map(|grey| [grey[1]; 3]).collect(),
        PixelFormat::CMYK32 => {
            return icc
                .and_then(|icc| profile::cmyk_to_srgb(&samples, icc))
                .unwrap_or_else(|| cmyk_without_profile(&samples));
        }
    };
    if let Some(icc) = icc {
        profile::to_srgb::<3>(&mut rgb, width, icc);
    }
    rgb
}

/// Without a profile: each ink absorbs its complementary light.
fn cmyk_without_profile(samples: &[u8]) -> Vec<u8> {
    let light = |ink: u8, black: u8| {
        let left = u16::from(u8::MAX - ink) * u16::from(u8::MAX - black);
        ((left + 127) / 255) as u8
    };
    let pixels = samples.chunks_exact(4);
    pixels.flat_map(|inks| [0, 1, 2].map(|at| light(inks[at], inks[3]))).collect()
}

/// The offset after the end marker, and the number of scans. Motion photos and panoramas append
/// videos and further pictures behind it. `None` if the marker is missing.
fn find_jpeg_end(bytes: &[u8]) -> Option<(usize, usize)> {
    let mut passes = 0;
    let mut at = 0;
    loop {
        at += bytes.get(at..)?.iter().position(|&byte| byte == 0xff)?;
        // Markers are defined in ITU-T T.81, annex B.
        match *bytes.get(at + 1)? {
            // End of image.
            0xd9 => return Some((at + 2, passes)),
            // Fill byte before a marker.
            0xff => at += 1,
            // Scan data, restart markers, start of image: no length follows.
            0x00 | 0x01 | 0xd0..=0xd8 => at += 2,
            marker => {
                passes += usize::from(marker == 0xda);
                let length = [*bytes.get(at + 2)?, *bytes.get(at + 3)?];
                at += 2 + usize::from(u16::from_be_bytes(length));
            }
        }
    }
}

fn open_other(format: SourceFormat, bytes: &[u8]) -> Result<OpenDecoder<'_>, PhotoError> {
    let decoder = image_decoder(format, bytes)?;
    let (width, height) = decoder.dimensions();
    // The decoded samples, and the four samples that each pixel is converted to.
    let decoded = u64::from(decoder.color_type().bytes_per_pixel()) + 4;
    let bytes_per_pixel = BytesPerPixel { stored: 0, decoded };
    Ok(OpenDecoder { decoder: Decoder::Other(decoder), width, height, bytes_per_pixel })
}

fn image_decoder<'a>(
    format: SourceFormat,
    bytes: &'a [u8],
) -> Result<Box<dyn ImageDecoder + 'a>, PhotoError> {
    let cursor = Cursor::new(bytes);
    let mut decoder: Box<dyn ImageDecoder + 'a> = match format {
        SourceFormat::Png => {
            // The constructor unpacks the profile, without any limit by default.
            let mut limits = Limits::no_limits();
            limits.max_alloc = Some(MAX_METADATA_BYTES);
            Box::new(PngDecoder::with_limits(cursor, limits).map_err(image_error)?)
        }
        SourceFormat::WebP => Box::new(WebPDecoder::new(cursor).map_err(image_error)?),
        SourceFormat::Gif => Box::new(GifDecoder::new(cursor).map_err(image_error)?),
        SourceFormat::Bmp => Box::new(BmpDecoder::new(cursor).map_err(image_error)?),
        SourceFormat::Tiff | SourceFormat::Jpeg => {
            Box::new(TiffDecoder::new(cursor).map_err(image_error)?)
        }
    };
    let mut limits = Limits::default();
    // Twice the size of the pixels, because decoders count their own tables too.
    limits.max_alloc = Some(MAX_PIXELS * 8);
    decoder.set_limits(limits).map_err(image_error)?;
    Ok(decoder)
}

fn from_dynamic_image(image: DynamicImage, icc: Option<&[u8]>) -> Pixels {
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

fn jpeg_error(error: JpegError) -> PhotoError {
    match error {
        JpegError::Unsupported(_) => PhotoError::RareJpeg,
        JpegError::Io(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => {
            PhotoError::Truncated
        }
        JpegError::Io(_) | JpegError::Format(_) | JpegError::Internal(_) => PhotoError::Damaged,
    }
}

fn image_error(error: ImageError) -> PhotoError {
    match error {
        ImageError::IoError(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => {
            PhotoError::Truncated
        }
        _ => PhotoError::Damaged,
    }
}
