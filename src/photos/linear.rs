//! A picture in linear light, from which all its sizes are made.
//!
//! The light of several pixels adds up; the numbers of sRGB do not, and shrinking them darkens fine
//! detail such as grass, hair and lines. Sixteen bits to a sample keep the shadows of eight-bit
//! sRGB apart (its first step is 20 of 65 535).

use std::sync::LazyLock;

use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{PixelType, ResizeOptions, Resizer};

use super::decode::Raster;
use super::exif::Orientation;
use super::recipe::Part;

/// Pixels of `N` samples in linear light; the fourth sample is how opaque they are.
pub(super) struct Linear<const N: usize> {
    pub(super) width: u32,
    pub(super) height: u32,
    samples: Vec<u16>,
}

/// The light of each value of sRGB; IEC 61966-2-1.
static LIGHT: LazyLock<[u16; 256]> = LazyLock::new(|| {
    std::array::from_fn(|value| {
        let value = value as f64 / 255.0;
        let light =
            if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) };
        (light * 65_535.0).round() as u16
    })
});

/// The value of sRGB for each light.
static VALUE: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let value = |light: u16| {
        let light = f64::from(light) / 65_535.0;
        let value = if light <= 0.003_130_8 {
            light * 12.92
        } else {
            1.055 * light.powf(1.0 / 2.4) - 0.055
        };
        (value * 255.0).round() as u8
    };
    (0..=u16::MAX).map(value).collect()
});

impl Linear<3> {
    /// An opaque picture, each `by` × `by` pixels of it as one.
    pub(super) fn opaque(raster: &Raster<3>, by: u32) -> Self {
        let samples = match by {
            // The compiler makes fast code where it knows the number.
            1 => shrink(raster, 1),
            2 => shrink(raster, 2),
            3 => shrink(raster, 3),
            4 => shrink(raster, 4),
            _ => shrink(raster, by as usize),
        };
        Self { width: raster.width / by, height: raster.height / by, samples }
    }
}

#[inline(always)]
fn shrink(raster: &Raster<3>, by: usize) -> Vec<u16> {
    let light = &*LIGHT;
    let row_length = raster.width as usize * 3;
    let (width, height) = (raster.width as usize / by, raster.height as usize / by);
    let count = (by * by) as u32;
    let mut sums = vec![0_u32; width * 3];
    let mut samples = Vec::with_capacity(width * height * 3);
    for rows in raster.samples.chunks_exact(row_length * by) {
        sums.fill(0);
        for row in rows.chunks_exact(row_length) {
            for (sum, block) in sums.chunks_exact_mut(3).zip(row.chunks_exact(by * 3)) {
                for pixel in block.chunks_exact(3) {
                    sum[0] += u32::from(light[usize::from(pixel[0])]);
                    sum[1] += u32::from(light[usize::from(pixel[1])]);
                    sum[2] += u32::from(light[usize::from(pixel[2])]);
                }
            }
        }
        samples.extend(sums.iter().map(|sum| ((sum + count / 2) / count) as u16));
    }
    samples
}

impl Linear<4> {
    /// A picture with transparency, each `by` × `by` pixels of it as one. What cannot be seen has
    /// no say in the colour.
    pub(super) fn transparent(raster: &Raster<4>, by: u32) -> Self {
        let light = &*LIGHT;
        let (width, height, by) = (raster.width / by, raster.height / by, by as usize);
        let row_length = raster.width as usize * 4;
        let mut samples = Vec::with_capacity(width as usize * height as usize * 4);
        for rows in raster.samples.chunks_exact(row_length * by) {
            for x in 0..width as usize {
                let mut colour = [0_u64; 3];
                let mut opacity = 0;
                for row in rows.chunks_exact(row_length) {
                    for pixel in row[x * by * 4..(x + 1) * by * 4].chunks_exact(4) {
                        let weight = u64::from(pixel[3]);
                        opacity += weight;
                        for (sum, &value) in colour.iter_mut().zip(&pixel[..3]) {
                            *sum += u64::from(light[usize::from(value)]) * weight;
                        }
                    }
                }
                let mean = |sum: u64| (sum + opacity / 2).checked_div(opacity).unwrap_or(0) as u16;
                samples.extend(colour.map(mean));
                samples.push((opacity * 257 / (by * by) as u64) as u16);
            }
        }
        Self { width, height, samples }
    }
}

impl<const N: usize> Linear<N> {
    const KIND: PixelType = if N == 4 { PixelType::U16x4 } else { PixelType::U16x3 };

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

    /// A part of the picture as `width` × `height` pixels.
    pub(super) fn resized(&self, part: Part, width: u32, height: u32) -> Option<Self> {
        let bytes = bytemuck::cast_slice(&self.samples);
        let from = ImageRef::new(self.width, self.height, bytes, Self::KIND).ok()?;
        let mut to = Image::new(width, height, Self::KIND);
        let options = ResizeOptions::new().crop(part.left, part.top, part.width, part.height);
        Resizer::new().resize(&from, &mut to, &options).ok()?;
        let samples: &[u16] = bytemuck::try_cast_slice(to.buffer()).ok()?;
        Some(Self { width, height, samples: samples.to_vec() })
    }

    /// The picture in sRGB, 8 bits to a sample.
    pub(super) fn raster(&self) -> Raster<N> {
        Raster { width: self.width, height: self.height, samples: values::<N>(&self.samples) }
    }
}

fn values<const N: usize>(samples: &[u16]) -> Vec<u8> {
    let value = &*VALUE;
    let mut values: Vec<u8> = samples.iter().map(|&light| value[usize::from(light)]).collect();
    if N == 4 {
        for (value, sample) in values.iter_mut().zip(samples).skip(3).step_by(4) {
            *value = (sample / 257) as u8;
        }
    }
    values
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_resized_stays_as_it_is() {
        let samples: Vec<u8> =
            (0..=255).flat_map(|value| [value, 255 - value, value / 2]).collect();
        let raster = Raster { width: 16, height: 16, samples };
        let part = Part { left: 0.0, top: 0.0, width: 16.0, height: 16.0 };
        let same = Linear::opaque(&raster, 1).resized(part, 16, 16).unwrap().raster();
        assert_eq!(same.samples, raster.samples);
    }

    #[test]
    fn black_and_white_make_the_grey_of_half_the_light() {
        let samples = [[0; 3], [255; 3], [255; 3], [0; 3]].concat();
        let raster = Raster { width: 2, height: 2, samples };
        let part = Part { left: 0.0, top: 0.0, width: 1.0, height: 1.0 };
        let one = Linear::opaque(&raster, 2).resized(part, 1, 1).unwrap().raster();
        // Half the light is 188 in sRGB, not 128.
        assert_eq!(one.samples, [188; 3]);
    }

    #[test]
    fn what_cannot_be_seen_has_no_colour() {
        let samples = [[255, 0, 0, 0], [0, 0, 255, 255], [9, 9, 9, 0], [0, 0, 255, 255]].concat();
        let raster = Raster { width: 2, height: 2, samples };
        let part = Part { left: 0.0, top: 0.0, width: 1.0, height: 1.0 };
        let one = Linear::transparent(&raster, 2).resized(part, 1, 1).unwrap().raster();
        assert_eq!(one.samples, [0, 0, 255, 127]);
    }

    #[test]
    fn all_eight_orientations_turn_the_picture() {
        // a b c
        // d e f
        let samples: Vec<u16> = (0..6).flat_map(|number| [number; 3]).collect();
        let turned = |value| {
            let picture = Linear::<3> { width: 3, height: 2, samples: samples.clone() };
            let picture = picture.upright(Orientation::of(value));
            let letters = picture.samples.iter().step_by(3).map(|&at| char::from(b'a' + at as u8));
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
