//! Pixels in memory: turned upright, and brought to a size.

use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{PixelType, ResizeOptions, Resizer};

use super::exif::Orientation;
use super::recipe::Part;

/// Pixels of sRGB, `N` samples of 8 bits each; the fourth sample is how opaque they are.
pub(super) struct Raster<const N: usize> {
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) samples: Vec<u8>,
}

impl<const N: usize> Raster<N> {
    const KIND: PixelType = if N == 4 { PixelType::U8x4 } else { PixelType::U8x3 };

    /// The picture turned as the camera was held.
    pub(super) fn upright(self, orientation: Orientation) -> Self {
        let Orientation { transpose, flip_x, flip_y } = orientation;
        if orientation == Orientation::default() {
            return self;
        }
        let (width, height) =
            if transpose { (self.height, self.width) } else { (self.width, self.height) };
        let mut samples = Vec::with_capacity(self.samples.len());
        for y in 0..height {
            for x in 0..width {
                let (x, y) = if transpose { (y, x) } else { (x, y) };
                let x = if flip_x { self.width - 1 - x } else { x };
                let y = if flip_y { self.height - 1 - y } else { y };
                let at = (y as usize * self.width as usize + x as usize) * N;
                samples.extend_from_slice(&self.samples[at..at + N]);
            }
        }
        Self { width, height, samples }
    }

    /// A part of the picture as `width` × `height` pixels. Eight bits of sRGB are enough for less
    /// than a half, which is all that is left to be shrunk here; see `linear`.
    pub(super) fn resized(&self, part: Part, width: u32, height: u32) -> Option<Self> {
        let from = ImageRef::new(self.width, self.height, &self.samples, Self::KIND).ok()?;
        let mut to = Image::new(width, height, Self::KIND);
        let options = ResizeOptions::new().crop(part.left, part.top, part.width, part.height);
        Resizer::new().resize(&from, &mut to, &options).ok()?;
        Some(Self { width, height, samples: to.into_vec() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_resized_stays_as_it_is() {
        let samples: Vec<u8> =
            (0..=255).flat_map(|value| [value, 255 - value, value / 2]).collect();
        let raster = Raster::<3> { width: 16, height: 16, samples };
        let part = Part { left: 0.0, top: 0.0, width: 16.0, height: 16.0 };
        let same = raster.resized(part, 16, 16).unwrap();
        assert_eq!(same.samples, raster.samples);
    }

    #[test]
    fn all_eight_orientations_turn_the_picture() {
        // a b c
        // d e f
        let samples: Vec<u8> = (0..6).flat_map(|number| [number; 3]).collect();
        let turned = |value| {
            let picture = Raster::<3> { width: 3, height: 2, samples: samples.clone() };
            let picture = picture.upright(Orientation::of(value));
            let letters = picture.samples.iter().step_by(3).map(|&at| char::from(b'a' + at));
            (picture.width, letters.collect::<String>())
        };
        let wanted = [
            (3, "abcdef"),
            (3, "abcdef"),
            (3, "cbafed"),
            (3, "fedcba"),
            (3, "defabc"),
            (2, "adbecf"),
            (2, "daebfc"),
            (2, "fcebda"),
            (2, "cfbead"),
            (3, "abcdef"),
        ];
        for (value, (width, letters)) in (0..).zip(wanted) {
            assert_eq!(turned(value), (width, letters.to_owned()), "{value}");
        }
    }
}
