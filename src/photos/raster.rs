//! Pixels in memory, with turning and resizing.

use fast_image_resize::images::TypedImage;
use fast_image_resize::pixels::U8x3;
use fast_image_resize::{ResizeOptions, Resizer};

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
    /// for which 8 bits of sRGB are enough; see `linear`. The samples stay as they are.
    pub(super) fn resized(&mut self, region: Region, width: u32, height: u32) -> Option<Self> {
        let size = (self.width, self.height);
        let resize = |samples: &mut [u8]| resize_rgb(samples, size, region, (width, height));
        let whole = (region.width, region.height) == (f64::from(width), f64::from(height))
            && (width, height) == size;
        let samples = match N {
            4 if whole => self.samples.clone(),
            4 => resize_transparent(&self.samples, resize)?,
            _ => resize(&mut self.samples)?,
        };
        Some(Self { width, height, samples })
    }
}

/// `samples` are only read: an image of this type wants to be able to write, and one that cannot is a type
/// of its own, for which everything would be compiled once more.
fn resize_rgb(
    samples: &mut [u8],
    (from_width, from_height): (u32, u32),
    region: Region,
    (width, height): (u32, u32),
) -> Option<Vec<u8>> {
    let from = TypedImage::<U8x3>::from_buffer(from_width, from_height, samples).ok()?;
    let mut resized = vec![0; width as usize * height as usize * 3];
    let mut to = TypedImage::<U8x3>::from_buffer(width, height, &mut resized).ok()?;
    let options = ResizeOptions::new().crop(region.left, region.top, region.width, region.height);
    // With its type the image compiles for that alone; `Resizer::resize` has fourteen.
    Resizer::new().resize_typed(&from, &mut to, &options).ok()?;
    Some(resized)
}

/// Resizes colours, weighted by their opacity, and opacity apart. Each type of pixels costs a tenth of
/// the compilation of the crate, so pictures with transparency, which are rare, take twice the time
/// instead of a type of their own.
fn resize_transparent(
    samples: &[u8],
    resize: impl Fn(&mut [u8]) -> Option<Vec<u8>>,
) -> Option<Vec<u8>> {
    let (pixels, _) = samples.as_chunks::<4>();
    let mut weighted: Vec<u8> = pixels
        .iter()
        .flat_map(|&[red, green, blue, opacity]| {
            [red, green, blue]
                .map(|colour| ((u32::from(colour) * u32::from(opacity) + 127) / 255) as u8)
        })
        .collect();
    let mut opacities: Vec<u8> = pixels.iter().flat_map(|pixel| [pixel[3]; 3]).collect();
    let (colours, opacities) = (resize(&mut weighted)?, resize(&mut opacities)?);
    let pixels = colours.chunks_exact(3).zip(opacities.iter().step_by(3));
    let resized = pixels.flat_map(|(colour, &opacity)| {
        let colour = |at: usize| match u32::from(opacity) {
            0 => 0,
            opacity => ((u32::from(colour[at]) * 255 + opacity / 2) / opacity).min(255) as u8,
        };
        [colour(0), colour(1), colour(2), opacity]
    });
    Some(resized.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_resized_stays_as_it_is() {
        let samples: Vec<u8> =
            (0..=255).flat_map(|value| [value, 255 - value, value / 2]).collect();
        let mut raster = Raster::<3> { width: 16, height: 16, samples };
        let region = Region { left: 0.0, top: 0.0, width: 16.0, height: 16.0 };
        let same = raster.resized(region, 16, 16).unwrap();
        assert_eq!(same.samples, raster.samples);
    }

    #[test]
    fn colours_of_invisible_pixels_do_not_count() {
        let samples = [[200, 100, 50, 255], [0, 255, 0, 0]].concat().repeat(8);
        let mut raster = Raster::<4> { width: 16, height: 1, samples };
        let region = Region { left: 0.0, top: 0.0, width: 16.0, height: 1.0 };
        let resized = raster.resized(region, 9, 1).unwrap();
        for pixel in resized.samples.chunks_exact(4) {
            let near = |at: usize, value: u8| pixel[at].abs_diff(value) <= 2;
            assert!(near(0, 200) && near(1, 100) && near(2, 50), "{pixel:?}");
            assert!((90..=165).contains(&pixel[3]), "{pixel:?}");
        }
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
