//! Shrinks pictures by a whole factor in linear light.
//!
//! Light adds up; sRGB values do not, and averaging them darkens fine detail such as grass, hair
//! and lines. The factor that remains after a whole one is below two and is resized in sRGB: that
//! is four times as fast, with no visible difference.

use std::sync::LazyLock;

use super::raster::Raster;

/// Linear light of each sRGB value; IEC 61966-2-1.
static LIGHT: LazyLock<[u16; 256]> = LazyLock::new(|| {
    std::array::from_fn(|value| {
        let value = value as f64 / 255.0;
        let light =
            if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) };
        (light * 65_535.0).round() as u16
    })
});

/// The sRGB value of each linear light.
static VALUE: LazyLock<Vec<u8>> =
    LazyLock::new(|| (0..=u16::MAX).map(|light| srgb_value(f64::from(light) / 65_535.0)).collect());

/// The sRGB value of a linear light from 0 to 1; IEC 61966-2-1.
pub(super) fn srgb_value(light: f64) -> u8 {
    let value =
        if light <= 0.003_130_8 { light * 12.92 } else { 1.055 * light.powf(1.0 / 2.4) - 0.055 };
    (value * 255.0).round() as u8
}

/// Averages each block of `by` × `by` pixels of an opaque picture.
pub(super) fn shrink_rgb(raster: &Raster<3>, by: u32) -> Raster<3> {
    let samples = match by {
        // The compiler generates faster code for constant factors.
        2 => sum_blocks(raster, 2),
        3 => sum_blocks(raster, 3),
        4 => sum_blocks(raster, 4),
        _ => sum_blocks(raster, by as usize),
    };
    Raster { width: raster.width / by, height: raster.height / by, samples }
}

#[inline(always)]
fn sum_blocks(raster: &Raster<3>, by: usize) -> Vec<u8> {
    let (light, value) = (&*LIGHT, &*VALUE);
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
        samples.extend(sums.iter().map(|sum| value[((sum + count / 2) / count) as usize]));
    }
    samples
}

/// Averages each block of `by` × `by` pixels of a picture with transparency. Colours are weighted
/// by opacity, so invisible pixels do not count.
pub(super) fn shrink_rgba(raster: &Raster<4>, by: u32) -> Raster<4> {
    let (light, value) = (&*LIGHT, &*VALUE);
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
                    for (sum, &sample) in colour.iter_mut().zip(&pixel[..3]) {
                        *sum += u64::from(light[usize::from(sample)]) * weight;
                    }
                }
            }
            let mean = |sum: u64| (sum + opacity / 2).checked_div(opacity).unwrap_or(0);
            samples.extend(colour.map(|sum| value[mean(sum) as usize]));
            samples.push((opacity / (by * by) as u64) as u8);
        }
    }
    Raster { width, height, samples }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn black_and_white_make_the_grey_of_half_the_light() {
        let samples = [[0; 3], [255; 3], [255; 3], [0; 3]].concat();
        let pixel = shrink_rgb(&Raster { width: 2, height: 2, samples }, 2);
        // Half the light is 188 in sRGB, not 128.
        assert_eq!(pixel.samples, [188; 3]);
    }

    #[test]
    fn what_cannot_be_seen_has_no_colour() {
        let samples = [[255, 0, 0, 0], [0, 0, 255, 255], [9, 9, 9, 0], [0, 0, 255, 255]].concat();
        let pixel = shrink_rgba(&Raster { width: 2, height: 2, samples }, 2);
        assert_eq!(pixel.samples, [0, 0, 255, 127]);
    }
}
