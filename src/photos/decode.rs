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

mod jpeg;
mod tiff;

use std::io::Cursor;

use image::codecs::bmp::BmpDecoder;
use image::codecs::gif::GifDecoder;
use image::codecs::png::PngDecoder;
use image::codecs::webp::WebPDecoder;
use image::error::ImageError;
use image::{DynamicImage, ImageDecoder, Limits};
use jpeg_decoder::Decoder as JpegDecoder;

use self::tiff::TiffImage;
use super::PhotoError;
use super::chunks;
use super::exif::{ExifData, Orientation};
use super::format::SourceFormat;
use super::profile;
use super::raster::Raster;

pub(super) use self::tiff::count_pages;

/// More than the largest phone sensors have (200 Mpx). A larger picture is a mistake or an attack.
const MAX_PIXELS: u64 = 210_000_000;

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
    /// The exponent of a PNG that names one and has no profile.
    gamma: Option<f64>,
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
    Tiff(Box<TiffImage>),
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
            SourceFormat::Jpeg => jpeg::open(bytes)?,
            SourceFormat::Tiff => tiff::open(bytes)?,
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
        let gamma = if format == SourceFormat::Png { chunks::png_gamma(bytes) } else { None };
        Ok(Self { format, width, height, exif, gamma, decoder, bytes_per_pixel })
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
                jpeg::decode(&mut decoder, (self.width, self.height), scale)
            }
            Decoder::Tiff(image) => image.decode(),
            Decoder::Other(mut decoder) => {
                let icc = decoder.icc_profile().ok().flatten();
                let failed = |error| image_error(error, self.format);
                let image = DynamicImage::from_decoder(decoder).map_err(failed)?;
                let mut pixels = from_dynamic_image(image, icc.as_deref());
                if let Some(gamma) = self.gamma {
                    match &mut pixels {
                        Pixels::Opaque(raster) => profile::gamma_to_srgb(raster, gamma),
                        Pixels::Alpha(raster) => profile::gamma_to_srgb(raster, gamma),
                    }
                }
                Ok(pixels)
            }
        }
    }
}

fn open_other(format: SourceFormat, bytes: &[u8]) -> Result<OpenDecoder<'_>, PhotoError> {
    let decoder = image_decoder(format, bytes).map_err(|error| image_error(error, format))?;
    let (width, height) = decoder.dimensions();
    // The decoded samples, and the four samples that each pixel is converted to.
    let decoded = u64::from(decoder.color_type().bytes_per_pixel()) + 4;
    let bytes_per_pixel = BytesPerPixel { stored: 0, decoded };
    Ok(OpenDecoder { decoder: Decoder::Other(decoder), width, height, bytes_per_pixel })
}

fn image_decoder<'a>(
    format: SourceFormat,
    bytes: &'a [u8],
) -> Result<Box<dyn ImageDecoder + 'a>, ImageError> {
    let cursor = Cursor::new(bytes);
    let mut decoder: Box<dyn ImageDecoder + 'a> = match format {
        SourceFormat::Png => {
            // The constructor unpacks the profile, without any limit by default.
            let mut limits = Limits::no_limits();
            limits.max_alloc = Some(MAX_METADATA_BYTES);
            Box::new(PngDecoder::with_limits(cursor, limits)?)
        }
        SourceFormat::WebP => Box::new(WebPDecoder::new(cursor)?),
        SourceFormat::Gif => Box::new(GifDecoder::new(cursor)?),
        // JPEG and TIFF have readers of their own.
        SourceFormat::Bmp | SourceFormat::Jpeg | SourceFormat::Tiff => {
            Box::new(BmpDecoder::new(cursor)?)
        }
    };
    let mut limits = Limits::default();
    // Twice the size of the pixels, because decoders count their own tables too.
    limits.max_alloc = Some(MAX_PIXELS * 8);
    decoder.set_limits(limits)?;
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

fn image_error(error: ImageError, format: SourceFormat) -> PhotoError {
    match error {
        ImageError::IoError(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => {
            PhotoError::Truncated
        }
        ImageError::Unsupported(_) => PhotoError::Rare { format: format.name() },
        _ => PhotoError::Damaged,
    }
}
