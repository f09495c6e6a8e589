//! A style that shows something like a photo until it has come: a few pixels, which browsers
//! stretch into a blur.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::raster::Raster;
use super::recipe::Part;

/// What it may cost in a page, in bytes, with the attribute around it.
const MOST: usize = 200 - " style=\"\"".len();

/// The most pixels that are tried, across and down.
const SIZES: [(u32, u32); 3] = [(6, 4), (4, 3), (3, 2)];

/// The style for a photo; none where it would cost too much.
pub(super) fn style(photo: &Raster<3>) -> Option<String> {
    let (width, height) = (f64::from(photo.width), f64::from(photo.height));
    let part = Part { left: 0.0, top: 0.0, width, height };
    SIZES.iter().find_map(|&(long, short)| {
        let (across, down) = if width >= height { (long, short) } else { (short, long) };
        let bytes = lossless(&photo.resized(part, across, down)?)?;
        let picture = STANDARD.encode(bytes);
        let style = format!("background:url(data:image/webp;base64,{picture})0/100% 100%");
        (style.len() < MOST).then_some(style)
    })
}

fn lossless(raster: &Raster<3>) -> Option<Vec<u8>> {
    // Sixteen steps for each colour: fewer bytes, and nobody sees it in a blur.
    let coarse: Vec<u8> = raster.samples.iter().map(|sample| sample & 0xf0 | 8).collect();
    let encoder = webp::Encoder::from_rgb(&coarse, raster.width, raster.height);
    Some(encoder.encode_simple(true, 100.0).ok()?.to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_costs_less_than_200_bytes_however_colourful_the_photo() {
        let mut state = 7_u32;
        let samples = (0..64 * 48 * 3).map(|_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8
        });
        let raster = Raster { width: 64, height: 48, samples: samples.collect() };
        let style = style(&raster).unwrap();
        assert!(style.len() < MOST, "{}: {style}", style.len());
    }
}
