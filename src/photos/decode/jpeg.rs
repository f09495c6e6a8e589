//! JPEG: reads the header, converts samples to RGB, and completes a file that lacks its last bytes.

use jpeg_decoder::UnsupportedFeature;
use jpeg_decoder::{CodingProcess, Decoder as JpegDecoder, Error as JpegError, PixelFormat};

use super::{BytesPerPixel, Decoder, OpenDecoder, Pixels};
use crate::photos::raster::Raster;
use crate::photos::{PhotoError, profile};

/// Cameras write about ten scans of a progressive JPEG; each costs a pass over the picture.
const MAX_SCANS: usize = 64;

/// Reads the header.
pub(super) fn open(bytes: &[u8]) -> Result<OpenDecoder<'_>, PhotoError> {
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

/// Decodes the pixels of a JPEG of `width` × `height`, reduced by `scale`.
pub(super) fn decode(
    decoder: &mut JpegDecoder<&[u8]>,
    (width, height): (u32, u32),
    scale: u32,
) -> Result<Pixels, PhotoError> {
    let scaled = |side: u32| u16::try_from(side.div_ceil(scale)).unwrap_or(u16::MAX);
    let (width, height) = decoder.scale(scaled(width), scaled(height)).map_err(jpeg_error)?;
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
pub(super) fn cmyk_without_profile(samples: &[u8]) -> Vec<u8> {
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

fn jpeg_error(error: JpegError) -> PhotoError {
    match error {
        JpegError::Unsupported(UnsupportedFeature::ArithmeticEntropyCoding) => {
            PhotoError::ArithmeticJpeg
        }
        JpegError::Unsupported(_) => PhotoError::Rare { format: "JPEG" },
        JpegError::Io(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => {
            PhotoError::Truncated
        }
        JpegError::Io(_) | JpegError::Format(_) | JpegError::Internal(_) => PhotoError::Damaged,
    }
}
