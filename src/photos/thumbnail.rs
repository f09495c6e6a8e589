//! A small JPEG of one picture, for programs that show what they have before anything is published.
//!
//! It takes the same way as a published picture: the format by the first bytes, turned upright, pixels
//! alone, an incomplete file completed. What cannot be made here, a build refuses too.

use super::complete::decode_completed;
use super::decode::{Pixels, SourceImage};
use super::exif::{ExifData, Orientation};
use super::format::SourceFormat;
use super::memory::MAX_BYTES;
use super::raster::Raster;
use super::recipe::Size;
use super::{PhotoError, encode, linear};

/// A thumbnail is not looked at closely.
const QUALITY: u8 = 78;

/// A small JPEG, and what its source is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thumbnail {
    pub jpeg: Vec<u8>,
    /// When the picture was taken, by the camera's clock: `2022-10-14 12:30:05`.
    pub taken: Option<String>,
    /// Of the whole picture, upright, in pixels.
    pub width: u32,
    pub height: u32,
    /// Whether the file lacks its last bytes: it is published, but its lower end may be damaged.
    pub is_incomplete: bool,
}

/// Why a picture cannot be published, in Russian.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefusedPicture {
    /// What is wrong with it.
    pub message: String,
    /// What to do.
    pub hint: &'static str,
    /// Whether it is no picture at all: the message says nothing that its kind would not say better.
    pub is_other: bool,
    /// Whether it is a picture of a phone in a format that the phone can be told not to use.
    pub is_heic: bool,
}

impl From<PhotoError> for RefusedPicture {
    fn from(error: PhotoError) -> Self {
        let is_heic =
            matches!(error, PhotoError::NotForTheWeb { format } if format == SourceFormat::HEIC);
        Self {
            message: error.to_string(),
            hint: error.hint(),
            is_other: error == PhotoError::NotAPicture,
            is_heic,
        }
    }
}

/// Makes a thumbnail, at most `width` pixels wide, of the picture `bytes`.
///
/// # Errors
/// If the picture cannot be published.
pub fn thumbnail(bytes: &[u8], width: u32) -> Result<Thumbnail, RefusedPicture> {
    let (thumbnail, is_incomplete) = decode_completed(bytes, |bytes| make(bytes, width))?;
    Ok(Thumbnail { is_incomplete, ..thumbnail })
}

/// The extension of a file with the picture that begins with `start`, and the other extensions that
/// may stand for it.
///
/// # Errors
/// If it is no picture that can be published.
pub fn extensions(start: &[u8]) -> Result<&'static [&'static str], RefusedPicture> {
    Ok(match SourceFormat::detect(start)? {
        SourceFormat::Jpeg => &["jpg", "jpeg", "jpe", "jfif", "mpo"],
        SourceFormat::Png => &["png"],
        SourceFormat::WebP => &["webp"],
        SourceFormat::Gif => &["gif"],
        SourceFormat::Bmp => &["bmp"],
        SourceFormat::Tiff => &["tif", "tiff"],
    })
}

/// When the picture was taken, by the camera's clock, as far as the first bytes of the file tell:
/// `2022-10-14 12:30:05`.
pub fn time_taken(start: &[u8]) -> Option<String> {
    ExifData::read(start).taken
}

fn make(bytes: &[u8], width: u32) -> Result<Thumbnail, PhotoError> {
    let source = SourceImage::open(bytes)?;
    let ExifData { taken, orientation, .. } = source.exif.clone();
    let stored = (source.width, source.height);
    let upright = if orientation.transpose { (stored.1, stored.0) } else { stored };
    // Of a panorama on end, as much as fits into four times the width.
    let most = u64::from(width) * 4 * u64::from(upright.0) / u64::from(upright.1);
    let width = width.min(u32::try_from(most).unwrap_or(u32::MAX)).max(1);
    let (small_width, small_height) = Size { width, crop: None }.dimensions(upright.0, upright.1);
    // The short side decides how far decoding may go.
    let scale = (upright.0 / small_width).min(stored.0).min(stored.1).max(1);
    let scale = source.decode_scale(scale);
    // A picture that a build has no memory for is refused here too; nothing waits.
    let (width, height) = upright;
    if source.decode_memory(scale) > MAX_BYTES {
        return Err(PhotoError::TooLarge { width, height });
    }
    let raster = match source.decode(scale)? {
        Pixels::Opaque(raster) => {
            shrink(raster, small_width, small_height, orientation, linear::shrink_rgb)?
        }
        Pixels::Alpha(raster) => {
            let small =
                shrink(raster, small_width, small_height, orientation, linear::shrink_rgba)?;
            on_white(&small)
        }
    };
    let jpeg = encode::jpeg(&raster, QUALITY)?;
    Ok(Thumbnail { jpeg, taken, width, height, is_incomplete: false })
}

/// Makes `raster` small first and turns it then: both are cheap in this order.
fn shrink<const N: usize>(
    raster: Raster<N>,
    width: u32,
    height: u32,
    orientation: Orientation,
    shrink: fn(&Raster<N>, u32) -> Raster<N>,
) -> Result<Raster<N>, PhotoError> {
    let (width, height) = if orientation.transpose { (height, width) } else { (width, height) };
    let factor = (raster.width / width.max(1)).min(raster.height / height.max(1)).clamp(1, 128);
    let mut raster = if factor > 1 { shrink(&raster, factor) } else { raster };
    let region = Size { width, crop: None }.region(raster.width, raster.height);
    let small = raster.resized(region, width, height).ok_or(PhotoError::Damaged)?;
    Ok(small.upright(orientation))
}

/// The picture on white paper: a JPEG has no transparency.
fn on_white(raster: &Raster<4>) -> Raster<3> {
    let over = |sample: u8, opacity: u8| {
        let (sample, opacity) = (u16::from(sample), u16::from(opacity));
        ((sample * opacity + 255 * (255 - opacity) + 127) / 255) as u8
    };
    let pixels = raster.samples.chunks_exact(4);
    let samples = pixels.flat_map(|pixel| [0, 1, 2].map(|at| over(pixel[at], pixel[3])));
    Raster { width: raster.width, height: raster.height, samples: samples.collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PHOTO: &[u8] = include_bytes!("../../tests/photos/small.jpg");

    /// `PHOTO` with these entries in its EXIF (Exif 2.3, big-endian): a place, and the orientation.
    fn photo_of_a_phone(orientation: u8) -> Vec<u8> {
        let mut exif = b"Exif\0\0MM\0\x2a\0\0\0\x08".to_vec();
        exif.extend(b"\0\x02\x01\x12\0\x03\0\0\0\x01\0");
        exif.extend([orientation, 0, 0]);
        exif.extend(b"\x88\x25\0\x04\0\0\0\x01\0\0\0\x26\0\0\0\0");
        exif.extend(b"\0\x01\0\x02\0\x05\0\0\0\x03\0\0\0\x38\0\0\0\0");
        exif.extend(b"\0\0\0\x37\0\0\0\x01\0\0\0\x2d\0\0\0\x01\0\0\0\0\0\0\0\x01");
        let mut photo = PHOTO[..2].to_vec();
        photo.extend([0xff, 0xe1, 0, exif.len() as u8 + 2]);
        photo.extend(exif);
        photo.extend(&PHOTO[2..]);
        photo
    }

    #[test]
    fn a_thumbnail_is_a_small_upright_jpeg_without_metadata() {
        let source = photo_of_a_phone(6);
        assert!(super::super::has_gps(&source));
        let made = thumbnail(&source, 24).unwrap();
        assert_eq!((made.width, made.height), (48, 64), "turned");
        let small = SourceImage::open(&made.jpeg).unwrap();
        assert_eq!((small.width, small.height), (24, 32));
        assert!(!made.jpeg.windows(4).any(|part| part == b"Exif"));
        assert!(!super::super::has_gps(&made.jpeg));
        let whole = thumbnail(PHOTO, 2000).unwrap();
        assert_eq!((whole.width, whole.height, whole.is_incomplete), (64, 48, false));
    }

    #[test]
    fn it_refuses_what_a_build_refuses() {
        let refused = |bytes: &[u8]| thumbnail(bytes, 100).unwrap_err();
        assert_eq!(refused(b"").message, "файл картинки пуст");
        assert!(refused(&PHOTO[..PHOTO.len() / 2]).message.contains("обрывается"));
        let heic = refused(b"\0\0\0\x18ftypheic\0\0\0\0");
        assert!(heic.is_heic && !heic.is_other, "{heic:?}");
        let other = refused(b"%PDF-1.4");
        assert!(other.is_other && !other.is_heic, "{other:?}");
        assert!(thumbnail(&PHOTO[..PHOTO.len() - 2], 100).unwrap().is_incomplete);
    }

    #[test]
    fn invisible_pixels_are_white() {
        let raster =
            Raster::<4> { width: 2, height: 1, samples: vec![0, 0, 0, 0, 10, 20, 30, 255] };
        assert_eq!(on_white(&raster).samples, [255, 255, 255, 10, 20, 30]);
    }

    #[test]
    fn extensions_go_by_the_content() {
        assert_eq!(extensions(PHOTO).unwrap()[0], "jpg");
        assert_eq!(extensions(b"\x89PNG\r\n").unwrap(), ["png"]);
        assert!(extensions(b"\0\0\0\x18ftypheic").unwrap_err().is_heic);
    }
}
