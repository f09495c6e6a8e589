//! Decodes a picture, also one that lacks only its last bytes, as copying from a phone leaves it.

mod jpeg;

use std::io::Read;
use std::panic::{AssertUnwindSafe, catch_unwind};

use flate2::Compression;
use flate2::read::{ZlibDecoder, ZlibEncoder};

use super::PhotoError;
use super::chunks::png_chunks;
use super::format::SourceFormat;

/// How many zeros are appended: one for so many bytes, and a few more.
const SHARE: usize = 400;
const FEW: usize = 16;
/// How many of the unpacked bytes of a PNG may be missing, beside one row.
const UNPACKED_SHARE: u64 = 50;

/// The most unpacked bytes of a PNG that is completed.
const MAX_UNPACKED: u64 = 256 << 20;

/// What `decode` makes of the picture `bytes`, and whether its end was missing and was added.
///
/// # Errors
/// That of `decode`; [`PhotoError::Truncated`] if more is missing than an end.
pub(super) fn decode_completed<T>(
    bytes: &[u8],
    decode: impl Fn(&[u8]) -> Result<T, PhotoError>,
) -> Result<(T, bool), PhotoError> {
    // Last line of defence: a decoder that panics on a hostile file fails that file only.
    let decode = |bytes: &[u8]| {
        catch_unwind(AssertUnwindSafe(|| decode(bytes))).unwrap_or(Err(PhotoError::Damaged))
    };
    let error = match decode(bytes) {
        Ok(decoded) => return Ok((decoded, false)),
        Err(error) => error,
    };
    let format = SourceFormat::detect(bytes)?;
    let is_cut = match error {
        PhotoError::Truncated => true,
        PhotoError::Damaged => lacks_end(bytes, format),
        _ => false,
    };
    if !is_cut {
        return Err(error);
    }
    let completed = complete(bytes, format).and_then(|bytes| decode(&bytes).ok());
    completed.map(|decoded| (decoded, true)).ok_or(PhotoError::Truncated)
}

/// `bytes` with an end, if at most a small part can be missing; whether it is only that, decoding
/// tells.
fn complete(bytes: &[u8], format: SourceFormat) -> Option<Vec<u8>> {
    let few = bytes.len() / SHARE + FEW;
    let with = |tail: &[u8]| [bytes, tail].concat();
    match format {
        // A scan that lacks more than the zeros make up for reaches the marker FF 00, which is an
        // error there. Behind a whole scan everything is skipped up to the end marker.
        SourceFormat::Jpeg => {
            let mut tail = vec![0; jpeg::zeros(bytes).unwrap_or(few)];
            tail.extend([0xff, 0xff, 0x00, 0xff, 0xd9]);
            Some(with(&tail))
        }
        SourceFormat::Png => complete_png(bytes),
        // The end of a block of pixels, and of the file.
        SourceFormat::Gif if bytes.ends_with(&[0]) => Some(with(&[0x3b])),
        SourceFormat::Gif => Some(with(&[0, 0x3b])),
        SourceFormat::WebP => {
            let missing = webp_missing(bytes)?;
            (missing <= few).then(|| with(&vec![0; missing]))
        }
        SourceFormat::Bmp | SourceFormat::Tiff => Some(with(&vec![0; few])),
    }
}

/// Whether the file says itself that its end is missing.
fn lacks_end(bytes: &[u8], format: SourceFormat) -> bool {
    match format {
        SourceFormat::Gif => !bytes.ends_with(&[0x3b]),
        SourceFormat::WebP => webp_missing(bytes).is_some_and(|missing| missing > 0),
        _ => false,
    }
}

/// How many bytes a WebP lacks by its own word; `None` if it has more.
fn webp_missing(bytes: &[u8]) -> Option<usize> {
    let length = u32::from_le_bytes(*bytes.get(4..)?.first_chunk()?) as usize;
    length.checked_add(8)?.checked_sub(bytes.len())
}

/// A PNG with the pixels that can be unpacked, and zeros for the few rows that are missing.
fn complete_png(bytes: &[u8]) -> Option<Vec<u8>> {
    let (mut head, mut packed) = (bytes.get(..8)?.to_vec(), Vec::new());
    let mut read = 8;
    for (kind, content) in png_chunks(bytes) {
        match kind {
            b"IDAT" => packed.extend_from_slice(content),
            // What an incomplete file has behind its pixels is not needed.
            _ if packed.is_empty() => push_chunk(&mut head, kind, content),
            _ => break,
        }
        read += content.len() + 12;
    }
    if let Some(rest) = bytes.get(read..)
        && rest.get(4..8) == Some(b"IDAT")
    {
        packed.extend_from_slice(rest.get(8..)?);
    }
    let (_, header) = png_chunks(bytes).next().filter(|(kind, _)| kind == b"IHDR")?;
    let [w0, w1, w2, w3, h0, h1, h2, h3, bits, colours, _, _, 0] = *header else { return None };
    let (width, height) =
        (u32::from_be_bytes([w0, w1, w2, w3]), u32::from_be_bytes([h0, h1, h2, h3]));
    let samples = match colours {
        0 | 3 => 1,
        4 => 2,
        2 => 3,
        6 => 4,
        _ => return None,
    };
    let row = (u64::from(width) * samples * u64::from(bits)).div_ceil(8) + 1;
    let whole = row.checked_mul(u64::from(height)).filter(|whole| *whole <= MAX_UNPACKED)?;
    let mut pixels = Vec::new();
    // An error is where the file ends; what was read until then is there.
    let unpacked = ZlibDecoder::new(&packed[..]).take(whole).read_to_end(&mut pixels);
    drop(unpacked);
    let missing = whole - pixels.len() as u64;
    if missing > whole / UNPACKED_SHARE + row {
        return None;
    }
    pixels.resize(whole as usize, 0);
    let mut packed = Vec::new();
    ZlibEncoder::new(&pixels[..], Compression::fast()).read_to_end(&mut packed).ok()?;
    push_chunk(&mut head, b"IDAT", &packed);
    push_chunk(&mut head, b"IEND", b"");
    Some(head)
}

fn push_chunk(png: &mut Vec<u8>, kind: &[u8], content: &[u8]) {
    let mut sum = flate2::Crc::new();
    sum.update(kind);
    sum.update(content);
    png.extend((content.len() as u32).to_be_bytes());
    png.extend(kind);
    png.extend(content);
    png.extend(sum.sum().to_be_bytes());
}
