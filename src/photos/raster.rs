//! Pixels in memory, with turning and resizing.

use fast_image_resize::images::{TypedImage, TypedImageRef};
use fast_image_resize::pixels::{U8x3, U8x4};
use fast_image_resize::{PixelTrait, ResizeOptions, Resizer};

use super::exif::Orientation;
use super::recipe::Region;

/// sRGB pixels with `N` samples of 8 bits each; the fourth sample is opacity.
pub(super) struct Raster<const N: usize> {
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) samples: Vec<u8>,
}

impl<const N: usize> Raster<N> {
    /// Turns the picture upright.
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

    /// Resizes a region to `width` × `height` pixels. The reduction left to do here is below two,
    /// for which 8 bits of sRGB are enough; see `linear`.
    pub(super) fn resized(&self, region: Region, width: u32, height: u32) -> Option<Self> {
        // The types of pixels are named here because `Resizer::resize` compiles all fourteen.
        if N == 4 {
            self.resized_as::<U8x4>(region, width, height)
        } else {
            self.resized_as::<U8x3>(region, width, height)
        }
    }

    fn resized_as<P: PixelTrait>(&self, region: Region, width: u32, height: u32) -> Option<Self> {
        let from = TypedImageRef::<P>::from_buffer(self.width, self.height, &self.samples).ok()?;
        let mut samples = vec![0; width as usize * height as usize * N];
        let mut to = TypedImage::<P>::from_buffer(width, height, &mut samples).ok()?;
        let options =
            ResizeOptions::new().crop(region.left, region.top, region.width, region.height);
        Resizer::new().resize_typed(&from, &mut to, &options).ok()?;
        Some(Self { width, height, samples })
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
        let region = Region { left: 0.0, top: 0.0, width: 16.0, height: 16.0 };
        let same = raster.resized(region, 16, 16).unwrap();
        assert_eq!(same.samples, raster.samples);
    }

    #[test]
    fn all_eight_orientations_turn_the_picture() {
        // a b c
        // d e f
        let samples: Vec<u8> = (0..6).flat_map(|number| [number; 3]).collect();
        let turned = |value| {
            let picture = Raster::<3> { width: 3, height: 2, samples: samples.clone() };
            let picture = picture.upright(Orientation::from_exif(value));
            let letters = picture.samples.iter().step_by(3).map(|&at| char::from(b'a' + at));
            (picture.width, letters.collect::<String>())
        };
        let expected = [
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
        for (value, (width, letters)) in (0..).zip(expected) {
            assert_eq!(turned(value), (width, letters.to_owned()), "{value}");
        }
    }
}
