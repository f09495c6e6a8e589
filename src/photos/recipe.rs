//! What is to be made of a picture.

use std::fmt;

use crate::config::Quality;
use crate::content::post::Focus;

/// All that is to be made of one picture.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Recipe {
    /// The sizes; those wider than the picture are made once, as wide as it is.
    pub sizes: Vec<Size>,
    /// The quality of JPEG and WebP.
    pub quality: Quality,
    /// Whether each photo is written as WebP too.
    pub webp: bool,
}

/// One size.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Size {
    /// The width in pixels.
    pub width: u32,
    /// The part that is shown, if not all of it.
    pub crop: Option<Crop>,
}

/// The largest part with given proportions, as near as can be to a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Crop {
    /// Width and height, of which only the proportion counts.
    pub ratio: (u32, u32),
    /// What is to be in its middle.
    pub focus: Focus,
}

/// A rectangle of a picture: left, top, width, height, in pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Part {
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) width: f64,
    pub(super) height: f64,
}

/// What names a size; part of the names of published files.
impl fmt::Display for Size {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}", self.width)?;
        let Some(Crop { ratio: (across, down), focus: Focus { x, y } }) = self.crop else {
            return Ok(());
        };
        write!(out, " of {across}:{down} around {x},{y}")
    }
}

/// What names all that is to be made.
impl fmt::Display for Recipe {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for size in &self.sizes {
            write!(out, "{size}; ")?;
        }
        write!(out, "{}{}", self.quality(), if self.webp { " webp" } else { "" })
    }
}

impl Recipe {
    /// What names the quality; part of the names of published files.
    pub(super) fn quality(&self) -> String {
        match self.quality {
            Quality::Enough => "enough".to_owned(),
            Quality::Given(quality) => quality.to_string(),
        }
    }
}

impl Size {
    /// Width and height of this size of a picture of `width` × `height`; never larger than that.
    pub(super) fn of(&self, width: u32, height: u32) -> (u32, u32) {
        let part = self.part(width, height);
        let made = f64::from(self.width.max(1)).min(part.width.floor().max(1.0));
        let made_height = (made * part.height / part.width).round().max(1.0);
        // Both were pixels of a picture, or less: they fit.
        (made as u32, made_height as u32)
    }

    /// The part of a picture of `width` × `height` that is shown.
    pub(super) fn part(&self, width: u32, height: u32) -> Part {
        let (width, height) = (f64::from(width), f64::from(height));
        let Some(Crop { ratio: (across, down), focus }) = self.crop else {
            return Part { left: 0.0, top: 0.0, width, height };
        };
        let ratio = f64::from(across.max(1)) / f64::from(down.max(1));
        let part_width = width.min(height * ratio);
        let part_height = height.min(width / ratio);
        let start = |whole: f64, part: f64, hundredths: u8| {
            (whole * f64::from(hundredths.min(100)) / 100.0 - part / 2.0).clamp(0.0, whole - part)
        };
        Part {
            left: start(width, part_width, focus.x),
            top: start(height, part_height, focus.y),
            width: part_width,
            height: part_height,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_keep_the_proportions_and_never_grow() {
        let size = |width| Size { width, crop: None };
        assert_eq!(size(1600).of(4000, 3000), (1600, 1200));
        assert_eq!(size(1600).of(1000, 10), (1000, 10));
        assert_eq!(size(480).of(10_000, 1), (480, 1));
    }

    #[test]
    fn a_crop_stays_inside_and_keeps_to_the_focus() {
        let crop =
            |(x, y)| Size { width: 480, crop: Some(Crop { ratio: (3, 2), focus: Focus { x, y } }) };
        let part = crop((50, 40)).part(3000, 4000);
        assert_eq!(part, Part { left: 0.0, top: 600.0, width: 3000.0, height: 2000.0 });
        assert_eq!(crop((50, 0)).part(3000, 4000).top, 0.0);
        assert_eq!(crop((50, 100)).part(3000, 4000).top, 2000.0);
        assert_eq!(crop((100, 50)).part(4000, 2000).left, 1000.0);
        assert_eq!(crop((50, 50)).of(3000, 4000), (480, 320));
        assert_eq!(crop((50, 50)).of(300, 400), (300, 200));
    }
}
