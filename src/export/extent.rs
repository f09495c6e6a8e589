//! How large charts and photos are on the page.

use super::page::TEXT_WIDTH;
use crate::photos::EmbeddedImage;

/// The maximum height of a picture that fits on a page with its caption, in twips.
const MAX_HEIGHT: u32 = 13_000;
/// The maximum height of a photo, in twips, so that more than one fits on a page.
const MAX_PHOTO_HEIGHT: u32 = TEXT_WIDTH;
/// The maximum size of a pixel: 96 to the inch.
const TWIPS_PER_PIXEL: u32 = 15;

/// Width and height, in twips.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Extent {
    pub(super) width: u32,
    pub(super) height: u32,
}

/// The width of a chart, in twips.
const CHART_WIDTH: u32 = TEXT_WIDTH * 2 / 3;

/// The extent of a chart with this aspect ratio: its usual width, or as high as a page allows.
pub(super) fn chart_extent(width: u32, height: u32) -> Extent {
    match CHART_WIDTH * height / width {
        scaled @ 0..=MAX_HEIGHT => Extent { width: CHART_WIDTH, height: scaled },
        _ => Extent { width: MAX_HEIGHT * width / height, height: MAX_HEIGHT },
    }
}

/// The extent of a photo: as wide as the text or as high as allowed, without enlarging its pixels.
pub(super) fn photo_extent(image: &EmbeddedImage) -> Extent {
    let (width, height) = (image.width.max(1), image.height.max(1));
    let scaled = |length: u32, by: u32, to: u32| {
        let scaled = u64::from(length) * u64::from(by) / u64::from(to);
        u32::try_from(scaled).unwrap_or(u32::MAX).max(1)
    };
    let max_width = TEXT_WIDTH.min(width.saturating_mul(TWIPS_PER_PIXEL));
    let across = max_width.min(scaled(MAX_PHOTO_HEIGHT, width, height));
    Extent { width: across, height: scaled(across, height, width).min(MAX_PHOTO_HEIGHT) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_photo_keeps_its_shape_within_the_text() {
        let size = |width, height| {
            let extension = "jpg".to_owned();
            let image = EmbeddedImage { extension, width, height, bytes: Vec::new() };
            let Extent { width, height } = photo_extent(&image);
            (width, height)
        };
        assert_eq!(size(1600, 1200), (9354, 7015));
        assert_eq!(size(1200, 1600), (7015, 9353));
        assert_eq!(size(100, 50), (1500, 750));
        assert_eq!(size(16_000, 1), (9354, 1));
        assert_eq!(size(1, 60_000), (1, 9354));
        assert_eq!(size(u32::MAX, 0), (9354, 1));
    }
}
