//! What to make of a picture: its sizes, crops and quality.

use std::fmt;

use crate::config::Quality;
use crate::content::gallery::Focus;

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Recipe {
    /// Sizes wider than the picture are made once, as wide as the picture is.
    pub sizes: Vec<Size>,
    /// Of JPEG and WebP.
    pub quality: Quality,
    /// Whether to write each photo as WebP too.
    pub webp: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Size {
    /// In pixels.
    pub width: u32,
    /// The shown region; `None` for the whole picture.
    pub crop: Option<Crop>,
}

/// The largest region with the given aspect ratio, as close to `focus` as possible.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Crop {
    /// Width and height; only their ratio counts.
    pub ratio: (u32, u32),
    /// The point to centre on; `None` for [`Focus::default_for`] the picture.
    pub focus: Option<Focus>,
}

/// A rectangle of a picture, in pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Region {
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) width: f64,
    pub(super) height: f64,
}

/// Part of the names of published files: a change renames all of them.
impl fmt::Display for Size {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}", self.width)?;
        let Some(Crop { ratio: (across, down), focus }) = self.crop else { return Ok(()) };
        write!(out, " of {across}:{down}")?;
        focus.map_or(Ok(()), |Focus { x, y }| write!(out, " around {x},{y}"))
    }
}

/// Identifies the whole recipe in the cache.
impl fmt::Display for Recipe {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for size in &self.sizes {
            write!(out, "{size}; ")?;
        }
        write!(out, "{}{}", self.quality(), if self.webp { " webp" } else { "" })
    }
}

impl Recipe {
    /// Part of the names of published files.
    pub(super) fn quality(&self) -> String {
        match self.quality {
            Quality::Enough => "enough".to_owned(),
            Quality::Given(quality) => quality.to_string(),
        }
    }
}

impl Size {
    /// Width and height of this size of a picture of `width` × `height`; never larger than the
    /// picture.
    pub(super) fn dimensions(&self, width: u32, height: u32) -> (u32, u32) {
        let region = self.region(width, height);
        let scaled_width = f64::from(self.width.max(1)).min(region.width.floor().max(1.0));
        let scaled_height = (scaled_width * region.height / region.width).round().max(1.0);
        // At most the sides of a picture, so both fit.
        (scaled_width as u32, scaled_height as u32)
    }

    /// The region of a picture of `width` × `height` that this size shows.
    pub(super) fn region(&self, width: u32, height: u32) -> Region {
        let default_focus = Focus::default_for(width, height);
        let (width, height) = (f64::from(width), f64::from(height));
        let Some(Crop { ratio: (across, down), focus }) = self.crop else {
            return Region { left: 0.0, top: 0.0, width, height };
        };
        let focus = focus.unwrap_or(default_focus);
        let ratio = f64::from(across.max(1)) / f64::from(down.max(1));
        let region_width = width.min(height * ratio);
        let region_height = height.min(width / ratio);
        let start = |side: f64, region_side: f64, hundredths: u8| {
            (side * f64::from(hundredths.min(100)) / 100.0 - region_side / 2.0)
                .clamp(0.0, side - region_side)
        };
        Region {
            left: start(width, region_width, focus.x),
            top: start(height, region_height, focus.y),
            width: region_width,
            height: region_height,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_keep_the_proportions_and_never_grow() {
        let size = |width| Size { width, crop: None };
        assert_eq!(size(1600).dimensions(4000, 3000), (1600, 1200));
        assert_eq!(size(1600).dimensions(1000, 10), (1000, 10));
        assert_eq!(size(480).dimensions(10_000, 1), (480, 1));
    }

    #[test]
    fn a_crop_stays_inside_and_keeps_to_the_focus() {
        let around = |focus| Size { width: 480, crop: Some(Crop { ratio: (3, 2), focus }) };
        let crop = |(x, y)| around(Some(Focus { x, y }));
        let region = crop((50, 40)).region(3000, 4000);
        assert_eq!(region, Region { left: 0.0, top: 600.0, width: 3000.0, height: 2000.0 });
        assert_eq!(crop((50, 0)).region(3000, 4000).top, 0.0);
        assert_eq!(crop((50, 100)).region(3000, 4000).top, 2000.0);
        assert_eq!(crop((100, 50)).region(4000, 2000).left, 1000.0);
        assert_eq!(crop((50, 50)).dimensions(3000, 4000), (480, 320));
        assert_eq!(crop((50, 50)).dimensions(300, 400), (300, 200));
        // Where no point is named, faces are nearer to the top of an upright picture.
        assert_eq!(around(None).region(3000, 4000).top, 200.0);
        assert_eq!(around(None).region(3000, 3000).top, 200.0);
        assert_eq!(around(None).to_string(), "480 of 3:2");
    }
}
