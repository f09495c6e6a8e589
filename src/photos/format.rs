//! Detects the format of an image file by its content, because extensions can be wrong.

use super::PhotoError;

/// A supported format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SourceFormat {
    Jpeg,
    Png,
    WebP,
    Gif,
    Bmp,
    Tiff,
}

impl SourceFormat {
    /// Named in errors; refused because it may hold scripts.
    pub(super) const SVG: &str = "SVG";
    /// Named in errors; phones write it, and how they can be told not to is known.
    pub(super) const HEIC: &str = "HEIC";

    /// Its name in messages.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Jpeg => "JPEG",
            Self::Png => "PNG",
            Self::WebP => "WebP",
            Self::Gif => "GIF",
            Self::Bmp => "BMP",
            Self::Tiff => "TIFF",
        }
    }

    /// Detects the format of `bytes`.
    ///
    /// # Errors
    /// If the file is no image that can be published.
    pub(super) fn detect(bytes: &[u8]) -> Result<Self, PhotoError> {
        match bytes {
            [] => Err(PhotoError::Empty),
            [0xff, 0xd8, 0xff, ..] => Ok(Self::Jpeg),
            [0x89, b'P', b'N', b'G', ..] => Ok(Self::Png),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Ok(Self::WebP),
            [b'G', b'I', b'F', b'8', ..] => Ok(Self::Gif),
            [b'B', b'M', ..] => Ok(Self::Bmp),
            [b'I', b'I', 42 | 43, 0, ..] | [b'M', b'M', 0, 42 | 43, ..] => Ok(Self::Tiff),
            [_, _, _, _, b'f', b't', b'y', b'p', brand @ ..] => Err(iso_media_error(brand)),
            [0xff, 0x0a, ..] | [0, 0, 0, 12, b'J', b'X', b'L', b' ', ..] => {
                Err(PhotoError::NotForTheWeb { format: "JPEG XL" })
            }
            [0xff, 0x4f, 0xff, 0x51, ..] | [0, 0, 0, 12, b'j', b'P', b' ', b' ', ..] => {
                Err(PhotoError::NotForTheWeb { format: "JPEG 2000" })
            }
            [b'I', b'I', 0xbc, 1, ..] => Err(PhotoError::NotForTheWeb { format: "JPEG XR" }),
            _ if is_svg(bytes) => Err(PhotoError::NotForTheWeb { format: Self::SVG }),
            _ => Err(PhotoError::NotAPicture),
        }
    }
}

/// The image formats in ISO media containers, ISO/IEC 23008-12, annex B.
fn iso_media_error(brand: &[u8]) -> PhotoError {
    match brand {
        [b'h', b'e' | b'v', ..] | [b'm', b'i' | b's', b'f', b'1', ..] => {
            PhotoError::NotForTheWeb { format: SourceFormat::HEIC }
        }
        [b'a', b'v', b'i', ..] => PhotoError::NotForTheWeb { format: "AVIF" },
        _ => PhotoError::NotAPicture,
    }
}

fn is_svg(bytes: &[u8]) -> bool {
    let start = bytes.get(..bytes.len().min(4096)).unwrap_or_default();
    let text = String::from_utf8_lossy(start);
    text.trim_start_matches('\u{feff}').trim_start().starts_with('<') && text.contains("<svg")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn goes_by_the_content() {
        let heic = PhotoError::NotForTheWeb { format: "HEIC" };
        let svg = PhotoError::NotForTheWeb { format: "SVG" };
        let cases: [(&[u8], Result<SourceFormat, PhotoError>); 11] = [
            (b"\xff\xd8\xff\xe0", Ok(SourceFormat::Jpeg)),
            (b"\x89PNG\r\n\x1a\n", Ok(SourceFormat::Png)),
            (b"RIFF\0\0\0\0WEBPVP8 ", Ok(SourceFormat::WebP)),
            (b"GIF89a", Ok(SourceFormat::Gif)),
            (b"BM\0\0", Ok(SourceFormat::Bmp)),
            (b"MM\0\x2a", Ok(SourceFormat::Tiff)),
            (b"\0\0\0\x18ftypheic", Err(heic.clone())),
            (b"\0\0\0\x18ftypmif1", Err(heic)),
            (b"\0\0\0\x18ftypmp42", Err(PhotoError::NotAPicture)),
            ("\u{feff}\n<?xml version='1.0'?><svg/>".as_bytes(), Err(svg)),
            (b"", Err(PhotoError::Empty)),
        ];
        for (bytes, expected) in cases {
            assert_eq!(SourceFormat::detect(bytes), expected, "{bytes:?}");
        }
    }
}
