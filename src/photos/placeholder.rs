//! A CSS declaration that shows a blur until a photo has loaded: a WebP of a few pixels, which
//! browsers stretch.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::raster::Raster;
use super::recipe::Region;

/// Upper bound of the declaration in bytes: 200 with the attribute around it.
const MAX_STYLE_BYTES: usize = 200 - " style=\"\"".len();

/// The sizes to try, long and short side in pixels, the largest first.
const PIXEL_SIZES: [(u32, u32); 3] = [(6, 4), (4, 3), (3, 2)];

/// The placeholder of a photo; `None` if even the smallest size is too long.
pub(super) fn style(photo: &mut Raster<3>) -> Option<String> {
    let (width, height) = (f64::from(photo.width), f64::from(photo.height));
    let whole = Region { left: 0.0, top: 0.0, width, height };
    PIXEL_SIZES.iter().find_map(|&(long, short)| {
        let (across, down) = if width >= height { (long, short) } else { (short, long) };
        let bytes = lossless_webp(&photo.resized(whole, across, down)?)?;
        let picture = STANDARD.encode(bytes);
        let style = format!("background:url(data:image/webp;base64,{picture})0/100% 100%");
        (style.len() < MAX_STYLE_BYTES).then_some(style)
    })
}

fn lossless_webp(raster: &Raster<3>) -> Option<Vec<u8>> {
    // Sixteen levels per colour channel take fewer bytes, and a blur does not show the difference.
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
        let mut raster = Raster { width: 64, height: 48, samples: samples.collect() };
        let style = style(&mut raster).unwrap();
        assert!(style.len() < MAX_STYLE_BYTES, "{}: {style}", style.len());
    }
}
