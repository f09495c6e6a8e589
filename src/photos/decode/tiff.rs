//! TIFF: palettes, CMYK with a profile, samples in planes, and samples that are no colours.
//!
//! The library gives the samples of grey pictures with any number of samples for each pixel, and
//! refuses much else. So it is told that the picture is grey, and what its samples mean is decided
//! here (TIFF 6.0, sections 3 to 6, 16 to 21).

mod samples;

use std::io::Cursor;

use ::tiff::decoder::{Decoder as TiffDecoder, Limits};
use ::tiff::tags::Tag;
use ::tiff::{ColorType, TiffError, TiffFormatError};

use samples::{SampleRow, ycbcr_to_rgb};

use super::jpeg::cmyk_without_profile;
use super::{BytesPerPixel, Decoder, MAX_METADATA_BYTES, MAX_PIXELS, OpenDecoder, Pixels, opaque};
use crate::file_kind::{TiffDirectory, TiffReader};
use crate::photos::raster::Raster;
use crate::photos::{PhotoError, profile};

const PHOTOMETRIC: u16 = 262;
const SUBFILE: u16 = 254;
const YCBCR_SUBSAMPLING: Tag = Tag::Unknown(530);
const ICC_PROFILE: Tag = Tag::Unknown(34_675);

/// The photometric interpretation that all pictures are read as: black is 0.
const GREY: u8 = 1;
/// The compression whose decoder gives chroma for each pixel.
const JPEG: u64 = 7;
/// The bits of a subfile that is a small copy of another picture, or a mask of one.
const NO_PAGE: u64 = 0b101;
/// More pages are not counted.
const MAX_PAGES: usize = 1000;

const RARE: PhotoError = PhotoError::Rare { format: "TIFF" };

/// A TIFF whose header has been read.
pub(super) struct TiffImage {
    decoder: TiffDecoder<Cursor<Vec<u8>>>,
    width: usize,
    height: usize,
    colours: Colours,
    /// Of each sample.
    bits: u8,
    /// Samples of each pixel.
    samples: usize,
    /// Whether each sample has a plane of its own.
    is_planar: bool,
    alpha: Option<Alpha>,
}

/// What the first samples of a pixel mean.
enum Colours {
    Grey { white_is_zero: bool },
    Rgb,
    Palette(Vec<u16>),
    Cmyk,
    YCbCr,
}

#[derive(Clone, Copy)]
struct Alpha {
    /// The sample.
    at: usize,
    /// Whether the colours are multiplied by it.
    is_associated: bool,
}

impl Colours {
    /// How many samples they take.
    fn count(&self) -> usize {
        match self {
            Self::Grey { .. } | Self::Palette(_) => 1,
            Self::Rgb | Self::YCbCr => 3,
            Self::Cmyk => 4,
        }
    }
}

/// How many pages a TIFF has; small copies and masks do not count.
pub(in crate::photos) fn count_pages(bytes: &[u8]) -> usize {
    let Some(mut reader) = TiffReader::new(Cursor::new(bytes)) else { return 0 };
    reader.directories(MAX_PAGES).iter().filter(|directory| is_page(directory)).count()
}

fn is_page(directory: &TiffDirectory) -> bool {
    directory.number(SUBFILE).unwrap_or_default() & NO_PAGE == 0
}

/// Reads the header.
pub(super) fn open(bytes: &[u8]) -> Result<OpenDecoder<'_>, PhotoError> {
    let mut reader = TiffReader::new(Cursor::new(bytes)).ok_or(PhotoError::Damaged)?;
    let directories = reader.directories(MAX_PAGES);
    let first = directories.iter().position(is_page).unwrap_or(0);
    let page = directories.get(first).ok_or(PhotoError::Truncated)?;
    let (Some(photometric), Some(at)) = (page.number(PHOTOMETRIC), page.position(PHOTOMETRIC))
    else {
        return Err(RARE);
    };
    let mut as_grey = bytes.to_vec();
    let number = if bytes.starts_with(b"II") { [GREY, 0] } else { [0, GREY] };
    let place = usize::try_from(at).ok().and_then(|at| as_grey.get_mut(at..at.checked_add(2)?));
    place.ok_or(PhotoError::Damaged)?.copy_from_slice(&number);

    let mut limits = Limits::default();
    limits.decoding_buffer_size = MAX_PIXELS as usize * 8;
    limits.intermediate_buffer_size = limits.decoding_buffer_size;
    limits.ifd_value_size = MAX_METADATA_BYTES as usize;
    let decoder = TiffDecoder::new(Cursor::new(as_grey)).map_err(tiff_error)?;
    let mut decoder = decoder.with_limits(limits);
    if first > 0 {
        decoder.seek_to_image(first).map_err(tiff_error)?;
    }
    let (width, height) = decoder.dimensions().map_err(tiff_error)?;
    let (bits, samples) = match decoder.colortype().map_err(tiff_error)? {
        ColorType::Gray(bits) => (bits, 1),
        ColorType::Multiband { bit_depth, num_samples } => (bit_depth, usize::from(num_samples)),
        _ => return Err(RARE),
    };
    let colours = match photometric {
        0 | 1 => Colours::Grey { white_is_zero: photometric == 0 },
        2 => Colours::Rgb,
        3 if bits <= 8 => {
            Colours::Palette(decoder.get_tag_u16_vec(Tag::ColorMap).map_err(tiff_error)?)
        }
        5 => Colours::Cmyk,
        6 if !has_packed_chroma(&mut decoder)? => Colours::YCbCr,
        _ => return Err(RARE),
    };
    if samples < colours.count() {
        return Err(PhotoError::Damaged);
    }
    let planar = decoder.find_tag_unsigned::<u64>(Tag::PlanarConfiguration).map_err(tiff_error)?;
    let alpha = find_alpha(&mut decoder, colours.count())?;
    let image = TiffImage {
        decoder,
        width: width as usize,
        height: height as usize,
        bits,
        samples,
        is_planar: planar == Some(2),
        alpha: alpha.filter(|alpha| alpha.at < samples),
        colours,
    };
    // The stored samples of a chunk, which may be the whole picture, those that are used, and RGBA.
    let stored = (samples as u64 * u64::from(bits)).div_ceil(8);
    let decoded = stored + image.kept() as u64 + 4;
    let bytes_per_pixel = BytesPerPixel { stored: 0, decoded };
    Ok(OpenDecoder { decoder: Decoder::Tiff(Box::new(image)), width, height, bytes_per_pixel })
}

/// Whether several pixels share their chroma, in a form that the library does not unpack.
fn has_packed_chroma(decoder: &mut TiffDecoder<Cursor<Vec<u8>>>) -> Result<bool, PhotoError> {
    let compression = decoder.find_tag_unsigned::<u64>(Tag::Compression).map_err(tiff_error)?;
    let shared = decoder.find_tag_unsigned_vec::<u64>(YCBCR_SUBSAMPLING).map_err(tiff_error)?;
    Ok(compression != Some(JPEG) && shared.as_deref() != Some(&[1, 1]))
}

/// The sample of opacity among those after the colours. One that is not declared as opacity is
/// anything: a mask for print, an infrared scan.
fn find_alpha(
    decoder: &mut TiffDecoder<Cursor<Vec<u8>>>,
    colours: usize,
) -> Result<Option<Alpha>, PhotoError> {
    let extra = decoder.find_tag_unsigned_vec::<u64>(Tag::ExtraSamples).map_err(tiff_error)?;
    let extra = extra.unwrap_or_default();
    let place = extra.iter().position(|meaning| matches!(meaning, 1 | 2));
    Ok(place.map(|place| Alpha { at: colours + place, is_associated: extra[place] == 1 }))
}

impl TiffImage {
    /// How many samples of each pixel are used.
    fn kept(&self) -> usize {
        self.colours.count() + usize::from(self.alpha.is_some())
    }

    /// Decodes the pixels.
    pub(super) fn decode(mut self) -> Result<Pixels, PhotoError> {
        let samples = self.read_samples()?;
        let icc = self.decoder.get_tag_u8_vec(ICC_PROFILE).ok();
        let icc = icc.as_deref();
        let kept = self.kept();
        let (width, height) = (self.width as u32, self.height as u32);
        let pixels = samples.chunks_exact(kept);
        let rgb: Vec<u8> = match &self.colours {
            Colours::Grey { white_is_zero } => {
                let mask = if *white_is_zero { u8::MAX } else { 0 };
                pixels.flat_map(|pixel| [pixel[0] ^ mask; 3]).collect()
            }
            Colours::Rgb => pixels.flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect(),
            Colours::Palette(map) => {
                let count = map.len() / 3;
                let colour = |index: usize, plane: usize| {
                    map.get(plane * count + index).map_or(0, |colour| (colour >> 8) as u8)
                };
                let colour = |index| [colour(index, 0), colour(index, 1), colour(index, 2)];
                pixels.flat_map(|pixel| colour(usize::from(pixel[0]))).collect()
            }
            Colours::Cmyk => {
                let inks: Vec<u8> = pixels.flat_map(|pixel| &pixel[..4]).copied().collect();
                let converted = icc.and_then(|icc| profile::cmyk_to_srgb(&inks, icc));
                let rgb = converted.unwrap_or_else(|| cmyk_without_profile(&inks));
                return Ok(Pixels::Opaque(Raster { width, height, samples: rgb }));
            }
            Colours::YCbCr => pixels.flat_map(ycbcr_to_rgb).collect(),
        };
        let Some(alpha) = self.alpha else { return Ok(opaque(width, height, rgb, icc)) };
        // The sample of opacity is the last of those that are used.
        let opacities = || samples.chunks_exact(kept).map(|pixel| pixel[kept - 1]);
        if opacities().all(|opacity| opacity == u8::MAX) {
            return Ok(opaque(width, height, rgb, icc));
        }
        let mut samples = Vec::with_capacity(rgb.len() / 3 * 4);
        for (colour, opacity) in rgb.chunks_exact(3).zip(opacities()) {
            let whole = |sample: u8| match opacity {
                1.. if alpha.is_associated => {
                    (u16::from(sample) * 255 / u16::from(opacity)).min(255) as u8
                }
                _ => sample,
            };
            samples.extend([whole(colour[0]), whole(colour[1]), whole(colour[2]), opacity]);
        }
        if let Some(icc) = icc {
            profile::to_srgb::<4>(&mut samples, width, icc);
        }
        Ok(Pixels::Alpha(Raster { width, height, samples }))
    }

    /// The samples that are used, of 8 bits, pixel after pixel.
    fn read_samples(&mut self) -> Result<Vec<u8>, PhotoError> {
        let kept = self.kept();
        let (chunk_width, chunk_height) = self.decoder.chunk_dimensions();
        let (chunk_width, chunk_height) = (chunk_width as usize, chunk_height as usize);
        let across = self.width.div_ceil(chunk_width.max(1));
        let in_plane = across * self.height.div_ceil(chunk_height.max(1));
        let planes = if self.is_planar { self.samples } else { 1 };
        let stored = if self.is_planar { 1 } else { self.samples };
        let mut samples = vec![0; self.width * self.height * kept];
        for plane in 0..planes {
            // Where each stored sample goes.
            let targets: Vec<Option<usize>> =
                (plane..plane + stored).map(|sample| self.target(sample)).collect();
            if targets.iter().all(Option::is_none) {
                continue;
            }
            for place in 0..in_plane {
                let chunk = (plane * in_plane + place) as u32;
                let (left, top) = (place % across * chunk_width, place / across * chunk_height);
                let row_length = self.decoder.chunk_data_dimensions(chunk).0 as usize;
                let read = self.decoder.read_chunk(chunk).map_err(tiff_error)?;
                let row = SampleRow { count: row_length * stored, bits: self.bits };
                let values = row.to_bytes(read, matches!(self.colours, Colours::Palette(_)))?;
                let rows = values.chunks_exact((row_length * stored).max(1)).zip(top..self.height);
                for (row, y) in rows {
                    let pixels = row.chunks_exact(stored).zip(left..self.width);
                    for (pixel, x) in pixels {
                        let at = (y * self.width + x) * kept;
                        for (value, target) in pixel.iter().zip(&targets) {
                            if let Some(target) = target {
                                samples[at + target] = *value;
                            }
                        }
                    }
                }
            }
        }
        Ok(samples)
    }

    /// Where a sample stands among those that are used.
    fn target(&self, sample: usize) -> Option<usize> {
        let colours = self.colours.count();
        match self.alpha {
            _ if sample < colours => Some(sample),
            Some(alpha) if alpha.at == sample => Some(colours),
            _ => None,
        }
    }
}

fn tiff_error(error: TiffError) -> PhotoError {
    match error {
        TiffError::IoError(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => {
            PhotoError::Truncated
        }
        TiffError::IoError(_)
        | TiffError::FormatError(
            TiffFormatError::CompressedDataCorrupt(_)
            | TiffFormatError::CycleInOffsets
            | TiffFormatError::InvalidDimensions(..)
            | TiffFormatError::ImageFileDirectoryNotFound,
        ) => PhotoError::Damaged,
        _ => RARE,
    }
}
