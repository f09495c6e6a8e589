//! QR codes (ISO/IEC 18004) as PNG.

use qrcode::{Color, EcLevel, QrCode};

use super::ExportError;

/// The empty border that the standard asks for, in modules.
const QUIET_ZONE: usize = 4;
/// The side of a module in pixels: sharp on paper however the picture is scaled.
const MODULE: usize = 10;

/// A QR code that holds `text`, as a black and white PNG. A seventh of it may be damaged or dirty.
///
/// # Errors
/// If `text` is longer than a code can hold, about 2300 bytes.
pub(crate) fn qr_png(text: &str) -> Result<Vec<u8>, ExportError> {
    let failed = ExportError::new("QR-код");
    let code =
        QrCode::with_error_correction_level(text, EcLevel::M).map_err(|error| failed(&error))?;
    let modules = code.width();
    let colours = code.to_colors();
    let side = (modules + 2 * QUIET_ZONE) * MODULE;
    let is_dark = |x: usize, y: usize| {
        let (Some(x), Some(y)) = (x.checked_sub(QUIET_ZONE), y.checked_sub(QUIET_ZONE)) else {
            return false;
        };
        x < modules && y < modules && colours.get(y * modules + x) == Some(&Color::Dark)
    };
    let row = |y: usize| -> Vec<u8> {
        let byte = |at: usize| {
            (0..8).fold(0, |byte, bit| {
                let is_white = !is_dark((at * 8 + bit) / MODULE, y / MODULE);
                byte << 1 | u8::from(is_white)
            })
        };
        (0..side.div_ceil(8)).map(byte).collect()
    };
    let pixels: Vec<u8> = (0..side).flat_map(row).collect();
    let mut bytes = Vec::new();
    let side = u32::try_from(side).unwrap_or_default();
    let mut encoder = png::Encoder::new(&mut bytes, side, side);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::One);
    let mut writer = encoder.write_header().map_err(|error| failed(&error))?;
    writer.write_image_data(&pixels).map_err(|error| failed(&error))?;
    writer.finish().map_err(|error| failed(&error))?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_a_square_with_an_empty_border() {
        let bytes = qr_png("http://example.org/tochka/2023/den.html").unwrap();
        let decoder = png::Decoder::new(std::io::Cursor::new(&bytes));
        let reader = decoder.read_info().unwrap();
        let (width, height) = (reader.info().width, reader.info().height);
        // A code of the smallest kind has 21 modules a side, and each kind four more.
        assert_eq!((width, width % 10), (height, 0));
        let modules = usize::try_from(width).unwrap() / MODULE - 2 * QUIET_ZONE;
        assert_eq!(modules % 4, 1);
        assert!(bytes.len() < 4096, "{}", bytes.len());
        assert!(qr_png(&"а".repeat(5000)).is_err());
    }
}
