//! SSIM of the luma: how similar a JPEG is to the picture it was made of. It is closer to what
//! people see than differences of pixels. (Wang, Bovik, Sheikh, Simoncelli: Image quality
//! assessment, 2004; here with windows of 8 × 8 pixels that overlap by half.)

use super::PhotoError;
use super::decode::{Pixels, SourceImage};
use super::raster::Raster;

/// Half the side of a window, in pixels.
const CELL_SIZE: usize = 4;

/// The paper's constants C1 and C2, which keep flat windows from dominating.
const STABILISERS: (f64, f64) = ((0.01 * 255.0) * (0.01 * 255.0), (0.03 * 255.0) * (0.03 * 255.0));

/// Sums over the pixels of a cell or a window.
#[derive(Clone, Copy, Default)]
struct Sums {
    before: u32,
    after: u32,
    squares: u32,
    products: u32,
}

/// The mean SSIM of `picture` and the JPEG made of it: 1 if they are equal, less otherwise.
///
/// # Errors
/// If `jpeg` cannot be decoded.
pub(super) fn ssim(picture: &Raster<3>, jpeg: &[u8]) -> Result<f64, PhotoError> {
    let Pixels::Opaque(decoded) = SourceImage::open(jpeg)?.decode(1)? else {
        return Err(PhotoError::Damaged);
    };
    let row = picture.width as usize * 3;
    let bands = picture
        .samples
        .chunks_exact(row * CELL_SIZE)
        .zip(decoded.samples.chunks_exact(row * CELL_SIZE));
    let mut above: Vec<Sums> = Vec::new();
    let (mut sum, mut windows) = (0.0, 0_u32);
    for (before, after) in bands {
        let cells = sum_cells(before, after, row);
        for (above, below) in above.windows(2).zip(cells.windows(2)) {
            sum += Sums::total(above.iter().chain(below)).ssim();
            windows += 1;
        }
        above = cells;
    }
    // A picture smaller than a window is too small to compare.
    Ok(if windows == 0 { 1.0 } else { sum / f64::from(windows) })
}

/// The sums of the cells in one band of rows; `row` is the number of samples in a row.
fn sum_cells(before: &[u8], after: &[u8], row: usize) -> Vec<Sums> {
    let mut cells = vec![Sums::default(); row / 3 / CELL_SIZE];
    for (before, after) in before.chunks_exact(row).zip(after.chunks_exact(row)) {
        let blocks = before.chunks_exact(3 * CELL_SIZE).zip(after.chunks_exact(3 * CELL_SIZE));
        for (cell, (before, after)) in cells.iter_mut().zip(blocks) {
            for (before, after) in before.chunks_exact(3).zip(after.chunks_exact(3)) {
                let (before, after) = (luma(before), luma(after));
                cell.before += before;
                cell.after += after;
                cell.squares += before * before + after * after;
                cell.products += before * after;
            }
        }
    }
    cells
}

/// As JPEG defines it (JFIF, ITU-T T.871).
fn luma(rgb: &[u8]) -> u32 {
    (19_595 * u32::from(rgb[0]) + 38_470 * u32::from(rgb[1]) + 7_471 * u32::from(rgb[2]) + 32_768)
        >> 16
}

impl Sums {
    fn total<'a>(cells: impl Iterator<Item = &'a Self>) -> Self {
        cells.fold(Self::default(), |all, cell| Self {
            before: all.before + cell.before,
            after: all.after + cell.after,
            squares: all.squares + cell.squares,
            products: all.products + cell.products,
        })
    }

    /// The SSIM of one window.
    fn ssim(&self) -> f64 {
        let mean = |sum: u32| f64::from(sum) / (4 * CELL_SIZE * CELL_SIZE) as f64;
        let (before, after) = (mean(self.before), mean(self.after));
        let (product, squares) = (before * after, before * before + after * after);
        let covariance = mean(self.products) - product;
        let variances = mean(self.squares) - squares;
        (2.0 * product + STABILISERS.0) * (2.0 * covariance + STABILISERS.1)
            / ((squares + STABILISERS.0) * (variances + STABILISERS.1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::photos::encode;

    /// Noise like grass: the stronger, the harder for JPEG.
    fn grass(strength: u32) -> Raster<3> {
        let mut state = 7_u32;
        let samples = (0..96 * 64).flat_map(|_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            [(100 + (state >> 24) * strength / 255) as u8; 3]
        });
        Raster { width: 96, height: 64, samples: samples.collect() }
    }

    #[test]
    fn it_is_1_for_the_same_and_less_for_less_quality() {
        let picture = grass(60);
        let at = |quality| ssim(&picture, &encode::jpeg(&picture, quality).unwrap()).unwrap();
        assert!(at(100) > 0.998, "{}", at(100));
        assert!(
            at(100) > at(80) && at(80) > at(50) && at(50) > at(10),
            "{} {} {} {}",
            at(100),
            at(80),
            at(50),
            at(10)
        );
        assert!(at(10) < 0.7, "{}", at(10));
    }
}
