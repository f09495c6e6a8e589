//! What a file is, by its content: names lie.

use super::Trouble;

/// A format that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    Jpeg,
    Png,
    WebP,
    Gif,
    Bmp,
    Tiff,
}

impl Format {
    /// The name of the format that may hold scripts.
    pub(super) const SVG: &str = "SVG";

    /// What `bytes` are.
    ///
    /// # Errors
    /// Where they are nothing that can be published.
    pub(super) fn of(bytes: &[u8]) -> Result<Self, Trouble> {
        match bytes {
            [] => Err(Trouble::Empty),
            [0xff, 0xd8, 0xff, ..] => Ok(Self::Jpeg),
            [0x89, b'P', b'N', b'G', ..] => Ok(Self::Png),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Ok(Self::WebP),
            [b'G', b'I', b'F', b'8', ..] => Ok(Self::Gif),
            [b'B', b'M', ..] => Ok(Self::Bmp),
            [b'I', b'I', 42 | 43, 0, ..] | [b'M', b'M', 0, 42 | 43, ..] => Ok(Self::Tiff),
            [_, _, _, _, b'f', b't', b'y', b'p', brand @ ..] => Err(iso_media(brand)),
            _ if is_svg(bytes) => Err(Trouble::NotForTheWeb { format: Self::SVG }),
            _ => Err(Trouble::NotAPicture),
        }
    }
}

/// The kinds of picture that are kept in the container of MP4; ISO/IEC 23008-12, annex B.
fn iso_media(brand: &[u8]) -> Trouble {
    match brand {
        [b'h', b'e' | b'v', ..] | [b'm', b'i' | b's', b'f', b'1', ..] => {
            Trouble::NotForTheWeb { format: "HEIC" }
        }
        [b'a', b'v', b'i', ..] => Trouble::NotForTheWeb { format: "AVIF" },
        _ => Trouble::NotAPicture,
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
        let heic = Trouble::NotForTheWeb { format: "HEIC" };
        let svg = Trouble::NotForTheWeb { format: "SVG" };
        let cases: [(&[u8], Result<Format, Trouble>); 11] = [
            (b"\xff\xd8\xff\xe0", Ok(Format::Jpeg)),
            (b"\x89PNG\r\n\x1a\n", Ok(Format::Png)),
            (b"RIFF\0\0\0\0WEBPVP8 ", Ok(Format::WebP)),
            (b"GIF89a", Ok(Format::Gif)),
            (b"BM\0\0", Ok(Format::Bmp)),
            (b"MM\0\x2a", Ok(Format::Tiff)),
            (b"\0\0\0\x18ftypheic", Err(heic.clone())),
            (b"\0\0\0\x18ftypmif1", Err(heic)),
            (b"\0\0\0\x18ftypmp42", Err(Trouble::NotAPicture)),
            ("\u{feff}\n<?xml version='1.0'?><svg/>".as_bytes(), Err(svg)),
            (b"", Err(Trouble::Empty)),
        ];
        for (bytes, wanted) in cases {
            assert_eq!(Format::of(bytes), wanted, "{bytes:?}");
        }
    }
}
