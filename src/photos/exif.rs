//! Reads from EXIF only what is needed: the orientation, the time, and whether there are GPS
//! coordinates, which may also stand in XMP. None of it is published.

use std::io::Cursor;

use exif::{DateTime, Exif, In, Reader, Tag, Value};
use memchr::memmem;

use super::chunks;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct ExifData {
    /// When the picture was taken, by the camera's clock: `2022-10-14 12:30:05`.
    pub taken: Option<String>,
    /// Whether it holds GPS coordinates.
    pub has_gps: bool,
    pub(super) orientation: Orientation,
}

/// How to turn the stored pixels: the EXIF values 1 to 8 as three switches.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Orientation {
    /// Swap rows and columns, after the flips.
    pub(super) transpose: bool,
    /// Swap left and right.
    pub(super) flip_x: bool,
    /// Swap top and bottom.
    pub(super) flip_y: bool,
}

impl Orientation {
    /// From the value of the tag, CIPA DC-008 4.6.4 A; an invalid value turns nothing.
    pub(super) fn from_exif(value: u32) -> Self {
        let new = |transpose, flip_x, flip_y| Self { transpose, flip_x, flip_y };
        match value {
            2 => new(false, true, false),
            3 => new(false, true, true),
            4 => new(false, false, true),
            5 => new(true, false, false),
            6 => new(true, false, true),
            7 => new(true, true, true),
            8 => new(true, true, false),
            _ => Self::default(),
        }
    }
}

impl ExifData {
    /// Reads the EXIF data of the file `bytes`. Broken entries are skipped, as libvips and browsers
    /// do.
    pub(super) fn read(bytes: &[u8]) -> Self {
        let mut reader = Reader::new();
        reader.continue_on_error(true);
        let read = match chunks::exif(bytes) {
            Some(exif) => reader.read_raw(exif.to_vec()),
            None => reader.read_from_container(&mut Cursor::new(bytes)),
        };
        let in_xmp = || memmem::find(bytes, b"GPSLatitude").is_some();
        let Ok(exif) = read.or_else(|error| error.distill_partial_result(drop)) else {
            return Self { has_gps: in_xmp(), ..Self::default() };
        };
        let orientation = exif
            .get_field(Tag::Orientation, In::PRIMARY)
            .and_then(|field| field.value.get_uint(0))
            .map(Orientation::from_exif)
            .unwrap_or_default();
        let has_gps = [Tag::GPSLatitude, Tag::GPSLongitude]
            .iter()
            .any(|&tag| exif.get_field(tag, In::PRIMARY).is_some());
        Self { taken: time_taken(&exif), has_gps: has_gps || in_xmp(), orientation }
    }
}

fn time_taken(exif: &Exif) -> Option<String> {
    let field = exif.get_field(Tag::DateTimeOriginal, In::PRIMARY)?;
    let Value::Ascii(texts) = &field.value else { return None };
    let time = DateTime::from_ascii(texts.first()?).ok()?;
    // Cameras whose clock was never set write zeros.
    (time.year > 0).then(|| time.to_string())
}
