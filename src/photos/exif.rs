//! What a picture's EXIF says that we need: which way is up, when it was taken, whether it tells
//! the place. Nothing else is read, and nothing of it is written.

use std::io::Cursor;

use exif::{DateTime, Exif, In, Reader, Tag, Value};

/// What the camera wrote about a picture.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Facts {
    /// When it was taken, by the camera's clock: `2022-10-14 12:30:05`.
    pub taken: Option<String>,
    /// Whether it tells where it was taken.
    pub tells_place: bool,
    pub(super) orientation: Orientation,
}

/// How the stored pixels are to be turned: EXIF's values 1 to 8 as three switches.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Orientation {
    /// Rows and columns change places, after the flips.
    pub(super) transpose: bool,
    /// Left and right change places.
    pub(super) flip_x: bool,
    /// Top and bottom change places.
    pub(super) flip_y: bool,
}

impl Orientation {
    /// By the value of the tag, CIPA DC-008 4.6.4 A; what is no value of it turns nothing.
    pub(super) fn of(value: u32) -> Self {
        let turn = |transpose, flip_x, flip_y| Self { transpose, flip_x, flip_y };
        match value {
            2 => turn(false, true, false),
            3 => turn(false, true, true),
            4 => turn(false, false, true),
            5 => turn(true, false, false),
            6 => turn(true, false, true),
            7 => turn(true, true, true),
            8 => turn(true, true, false),
            _ => Self::default(),
        }
    }
}

impl Facts {
    /// What the file `bytes` says. Broken entries are passed over, as libvips and browsers do.
    pub(super) fn of(bytes: &[u8]) -> Self {
        let read = Reader::new()
            .continue_on_error(true)
            .read_from_container(&mut Cursor::new(bytes))
            .or_else(|error| error.distill_partial_result(drop));
        let Ok(exif) = read else { return Self::default() };
        let orientation = exif
            .get_field(Tag::Orientation, In::PRIMARY)
            .and_then(|field| field.value.get_uint(0))
            .map(Orientation::of)
            .unwrap_or_default();
        let tells_place = [Tag::GPSLatitude, Tag::GPSLongitude]
            .iter()
            .any(|&tag| exif.get_field(tag, In::PRIMARY).is_some());
        Self { taken: taken(&exif), tells_place, orientation }
    }
}

fn taken(exif: &Exif) -> Option<String> {
    let field = exif.get_field(Tag::DateTimeOriginal, In::PRIMARY)?;
    let Value::Ascii(texts) = &field.value else { return None };
    let time = DateTime::from_ascii(texts.first()?).ok()?;
    // Cameras whose clock was never set write zeros.
    (time.year > 0).then(|| time.to_string())
}
