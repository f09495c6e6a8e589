//! What PNG and WebP files say in chunks beside their pixels.

/// The chunks of a PNG, kind and content (PNG, section 5); damage ends the list.
pub(super) fn png_chunks(bytes: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    let mut rest = bytes.get(8..).unwrap_or_default();
    std::iter::from_fn(move || {
        let length = u32::from_be_bytes(*rest.first_chunk()?) as usize;
        let (kind, content) = (rest.get(4..8)?, rest.get(8..length.checked_add(8)?)?);
        // A checksum of four bytes follows.
        rest = rest.get(length + 12..).unwrap_or_default();
        Some((kind, content))
    })
}

/// The chunks of a WebP, kind and content (RFC 9649); damage ends the list.
pub(super) fn webp_chunks(bytes: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    let mut rest = bytes.get(12..).unwrap_or_default();
    std::iter::from_fn(move || {
        let length = u32::from_le_bytes(*rest.get(4..)?.first_chunk()?) as usize;
        let (kind, content) = (rest.get(..4)?, rest.get(8..length.checked_add(8)?)?);
        // An odd length is followed by a zero.
        rest = rest.get(length + 8 + length % 2..).unwrap_or_default();
        Some((kind, content))
    })
}

/// The EXIF data of a PNG or a WebP. Many programs put JPEG's prefix before it.
pub(super) fn exif(bytes: &[u8]) -> Option<&[u8]> {
    let exif = match bytes {
        [0x89, ..] => png_chunks(bytes).find(|(kind, _)| kind == b"eXIf"),
        [b'R', b'I', b'F', b'F', ..] => webp_chunks(bytes).find(|(kind, _)| kind == b"EXIF"),
        _ => None,
    };
    let (_, exif) = exif?;
    Some(exif.strip_prefix(b"Exif\0\0").unwrap_or(exif))
}

/// Whether a PNG or a WebP has several frames.
pub(super) fn is_animated(bytes: &[u8]) -> bool {
    match bytes {
        [0x89, ..] => {
            let control = png_chunks(bytes).take_while(|(kind, _)| kind != b"IDAT");
            let mut control = control.filter(|(kind, _)| kind == b"acTL");
            let frames = control.next().and_then(|(_, content)| content.first_chunk::<4>());
            frames.is_some_and(|frames| u32::from_be_bytes(*frames) > 1)
        }
        [b'R', b'I', b'F', b'F', ..] => {
            webp_chunks(bytes).filter(|(kind, _)| kind == b"ANMF").nth(1).is_some()
        }
        _ => false,
    }
}

/// The exponent that a PNG names for its samples, if nothing else tells what they mean (PNG, 11.3.2)
/// and it is not that of sRGB.
pub(super) fn png_gamma(bytes: &[u8]) -> Option<f64> {
    let mut gamma = None;
    for (kind, content) in png_chunks(bytes).take_while(|(kind, _)| kind != b"IDAT") {
        match kind {
            b"iCCP" | b"sRGB" | b"cICP" => return None,
            b"gAMA" => gamma = content.first_chunk().map(|value| u32::from_be_bytes(*value)),
            _ => {}
        }
    }
    let gamma = f64::from(gamma?) / 100_000.0;
    // 1/2.2 is how programs have always named sRGB.
    ((0.01..=10.0).contains(&gamma) && (gamma - 1.0 / 2.2).abs() > 0.01).then_some(gamma)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn damaged_chunks_end_the_list() {
        for bytes in
            [&b""[..], b"\x89PNG\r\n\x1a\n\xff\xff\xff\xffIHDR", b"RIFF\0\0\0\0WEBPVP8 \xff"]
        {
            assert_eq!(png_chunks(bytes).chain(webp_chunks(bytes)).count(), 0);
            assert!(exif(bytes).is_none() && !is_animated(bytes) && png_gamma(bytes).is_none());
        }
    }
}
