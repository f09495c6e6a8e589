//! Tells the files beside a text apart by their first bytes, because extensions can be wrong, and
//! looks for a place in the metadata of videos and raw photos.
//!
//! A picture is published as new files without metadata. Any other file is published with its
//! bytes, so a video or a raw photo tells each reader where it was made.

mod place;
mod tiff;

use std::borrow::Cow;
use std::io::{self, Read, Seek, SeekFrom};

pub use tiff::{TiffDirectory, TiffReader};

/// How many bytes tell the formats apart.
const START_BYTES: usize = 64;

/// The extensions of pictures. A file with one of them is a picture whatever it holds: if it cannot
/// be published, that is an error.
const PICTURES: [&str; 28] = [
    "jpg", "jpeg", "png", "gif", "webp", "bmp", "tif", "tiff", "heic", "heif", "svg", "avif",
    "jfif", "jpe", "jif", "jfi", "pjp", "pjpeg", "mpo", "jps", "apng", "dib", "hif", "heics",
    "jxl", "jp2", "jxr", "wdp",
];

/// The extensions of cameras' raw photos, most of which begin like a TIFF.
const RAW_PHOTOS: [&str; 28] = [
    "3fr", "arw", "cr2", "cr3", "crw", "dcr", "dng", "erf", "fff", "gpr", "iiq", "kdc", "mef",
    "mos", "mrw", "nef", "nrw", "orf", "pef", "raf", "raw", "rw2", "rwl", "sr2", "srf", "srw",
    "x3f", "xcf",
];

/// What a file beside a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// A picture, also one in a format that cannot be published.
    Picture,
    /// A photo as a camera or a graphics editor keeps it.
    RawPhoto {
        /// Whether its metadata hold GPS coordinates.
        has_gps: bool,
    },
    /// A video or a sound recording.
    Recording {
        /// Whether its metadata tell where it was made.
        has_gps: bool,
    },
    /// An archive, whose content nobody looks at.
    Archive,
    /// A document, or anything else.
    Other,
}

/// A format as far as the first bytes tell it.
enum FileFormat {
    Picture,
    RawPhoto,
    /// MP4, QuickTime and their relatives.
    IsoMedia,
    OtherRecording,
    Archive,
    Other,
}

impl FileKind {
    /// The kind of a file that need not be read.
    pub fn from_name(name: &str) -> Option<Self> {
        PICTURES.contains(&&*extension(name)).then_some(Self::Picture)
    }

    /// The kind of the `file` called `name`, of `size` bytes.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn detect(name: &str, file: &mut (impl Read + Seek), size: u64) -> io::Result<Self> {
        if let Some(kind) = Self::from_name(name) {
            return Ok(kind);
        }
        let start = read_at(file, 0, START_BYTES)?;
        Ok(match FileFormat::detect(&start, &extension(name)) {
            FileFormat::Picture => Self::Picture,
            FileFormat::RawPhoto => Self::RawPhoto { has_gps: place::in_raw_photo(file, size)? },
            FileFormat::IsoMedia => Self::Recording { has_gps: place::in_iso_media(file, size)? },
            FileFormat::OtherRecording => {
                Self::Recording { has_gps: place::in_other_recording(file, size)? }
            }
            FileFormat::Archive => Self::Archive,
            FileFormat::Other => Self::Other,
        })
    }
}

impl FileFormat {
    fn detect(start: &[u8], extension: &str) -> Self {
        match start {
            // JPEG, PNG, WebP, GIF.
            [0xff, 0xd8, 0xff, ..]
            | [0x89, b'P', b'N', b'G', ..]
            | [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..]
            | [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..]
            // JPEG XL, JPEG 2000, JPEG XR.
            | [0xff, 0x0a, ..]
            | [0, 0, 0, 12, b'J', b'X', b'L', b' ', ..]
            | [0, 0, 0, 12, b'j', b'P', b' ', b' ', ..]
            | [0xff, 0x4f, 0xff, 0x51, ..]
            | [b'I', b'I', 0xbc, 1, ..] => Self::Picture,
            [b'B', b'M', ..] if is_bitmap(start) => Self::Picture,
            [b'I', b'I', 42 | 43, 0, ..] | [b'M', b'M', 0, 42 | 43, ..] => {
                if RAW_PHOTOS.contains(&extension) { Self::RawPhoto } else { Self::Picture }
            }
            [_, _, _, _, b'f', b't', b'y', b'p', brand @ ..] => match brand {
                [b'h', b'e' | b'v', ..]
                | [b'm', b'i' | b's', b'f', b'1', ..]
                | [b'a', b'v', b'i' | b'c', ..] => Self::Picture,
                [b'c', b'r', b'x', ..] => Self::RawPhoto,
                _ => Self::IsoMedia,
            },
            // QuickTime before it had a type.
            [_, _, _, _, b'm', b'o', b'o', b'v', ..]
            | [_, _, _, _, b'm', b'd', b'a', b't', ..]
            | [_, _, _, _, b'w', b'i', b'd', b'e', ..] => Self::IsoMedia,
            // Olympus, Panasonic, Fujifilm, Sigma; Photoshop, GIMP.
            [b'I', b'I', b'R', b'O' | b'S', ..]
            | [b'M', b'M', b'O', b'R', ..]
            | [b'I', b'I', b'U', 0, ..]
            | [b'F', b'U', b'J', b'I', b'F', b'I', b'L', b'M', ..]
            | [b'F', b'O', b'V', b'b', ..]
            | [b'8', b'B', b'P', b'S', ..]
            | [b'g', b'i', b'm', b'p', b' ', b'x', b'c', b'f', ..] => Self::RawPhoto,
            // AVI, WAV; Matroska and WebM; Windows Media; MPEG, Flash; MP3, Ogg.
            [b'R', b'I', b'F', b'F', _, _, _, _, b'A' | b'W', b'V' | b'A', b'I' | b'V', ..]
            | [0x1a, 0x45, 0xdf, 0xa3, ..]
            | [0x30, 0x26, 0xb2, 0x75, 0x8e, 0x66, 0xcf, 0x11, ..]
            | [0, 0, 1, 0xba | 0xb3, ..]
            | [b'F', b'L', b'V', ..]
            | [b'I', b'D', b'3', ..]
            | [b'O', b'g', b'g', b'S', ..] => Self::OtherRecording,
            [b'P', b'K', 3 | 5, 4 | 6, ..] if extension == "zip" => Self::Archive,
            [b'R', b'a', b'r', b'!', ..] | [b'7', b'z', 0xbc, 0xaf, ..] | [0x1f, 0x8b, ..] => {
                Self::Archive
            }
            _ if ["mts", "m2ts", "mpg", "mp3"].contains(&extension) => Self::OtherRecording,
            _ if RAW_PHOTOS.contains(&extension) => Self::RawPhoto,
            _ => Self::Other,
        }
    }
}

/// Whether a file that begins with `BM` is a bitmap: its reserved bytes are zero, and the size of
/// its second header is one that was ever used.
fn is_bitmap(start: &[u8]) -> bool {
    matches!(start.get(6..10), Some([0, 0, 0, 0]))
        && matches!(start.get(14..18), Some([12 | 40 | 52 | 56 | 64 | 108 | 124, 0, 0, 0]))
}

/// The lower-case extension of `path`, without the dot; empty if it has none.
pub fn extension(path: &str) -> Cow<'_, str> {
    let name = path.rsplit('/').next().unwrap_or(path);
    match name.rsplit_once('.') {
        Some((_, kind)) if kind.contains(|c: char| !c.is_ascii_lowercase()) => {
            Cow::Owned(kind.to_lowercase())
        }
        Some((_, kind)) => Cow::Borrowed(kind),
        None => Cow::Borrowed(""),
    }
}

/// Up to `length` bytes of `file` from `at`; fewer where it ends.
fn read_at(file: &mut (impl Read + Seek), at: u64, length: usize) -> io::Result<Vec<u8>> {
    file.seek(SeekFrom::Start(at))?;
    let mut bytes = Vec::new();
    file.take(length as u64).read_to_end(&mut bytes)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests;
