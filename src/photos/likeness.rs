//! How like a picture its JPEG is: SSIM of the luma, which is nearer to what people see than the
//! differences of pixels are. (Wang, Bovik, Sheikh, Simoncelli: Image quality assessment, 2004; here
//! with windows of 8 × 8 pixels, each half over the one before.)

use super::Trouble;
use super::decode::{Picture, Pixels};
use super::raster::Raster;

/// Half of a window, in pixels.
const CELL: usize = 4;

/// What keeps flat windows from counting for much, by the paper.
const STABLE: (f64, f64) = ((0.01 * 255.0) * (0.01 * 255.0), (0.03 * 255.0) * (0.03 * 255.0));

/// Sums over the pixels of a cell or of a window.
#[derive(Clone, Copy, Default)]
struct Sums {
    before: u32,
    after: u32,
    squares: u32,
    products: u32,
}

/// The likeness of `picture` and the JPEG that was made of it: 1 for the same, less for what is less
/// like.
///
/// # Errors
/// Where `jpeg` cannot be decoded.
pub(super) fn likeness(picture: &Raster<3>, jpeg: &[u8]) -> Result<f64, Trouble> {
    let Pixels::Opaque(decoded) = Picture::open(jpeg)?.decode(1)? else {
        return Err(Trouble::Damaged);
    };
    let row = picture.width as usize * 3;
    let bands =
        picture.samples.chunks_exact(row * CELL).zip(decoded.samples.chunks_exact(row * CELL));
    let mut above: Vec<Sums> = Vec::new();
    let (mut sum, mut windows) = (0.0, 0_u32);
    for (before, after) in bands {
        let cells = cells(before, after, row);
        for (above, below) in above.windows(2).zip(cells.windows(2)) {
            sum += Sums::of(above.iter().chain(below)).likeness();
            windows += 1;
        }
        above = cells;
    }
    // Less than a window is too little to be told apart.
    Ok(if windows == 0 { 1.0 } else { sum / f64::from(windows) })
}

/// The sums of the cells side by side in rows of `row` samples.
fn cells(before: &[u8], after: &[u8], row: usize) -> Vec<Sums> {
    let mut cells = vec![Sums::default(); row / 3 / CELL];
    for (before, after) in before.chunks_exact(row).zip(after.chunks_exact(row)) {
        let blocks = before.chunks_exact(3 * CELL).zip(after.chunks_exact(3 * CELL));
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

/// As JPEG has it (JFIF, ITU-T T.871).
fn luma(rgb: &[u8]) -> u32 {
    (19_595 * u32::from(rgb[0]) + 38_470 * u32::from(rgb[1]) + 7_471 * u32::from(rgb[2]) + 32_768)
        >> 16
}

impl Sums {
    fn of<'a>(cells: impl Iterator<Item = &'a Self>) -> Self {
        cells.fold(Self::default(), |all, cell| Self {
            before: all.before + cell.before,
            after: all.after + cell.after,
            squares: all.squares + cell.squares,
            products: all.products + cell.products,
        })
    }

    /// The likeness of a window.
    fn likeness(&self) -> f64 {
        let mean = |sum: u32| f64::from(sum) / (4 * CELL * CELL) as f64;
        let (before, after) = (mean(self.before), mean(self.after));
        let (product, squares) = (before * after, before * before + after * after);
        let covariance = mean(self.products) - product;
        let variances = mean(self.squares) - squares;
        (2.0 * product + STABLE.0) * (2.0 * covariance + STABLE.1)
            / ((squares + STABLE.0) * (variances + STABLE.1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::photos::encode;

    /// Grass, as it were: the finer and the stronger, the harder for JPEG.
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
        let at = |quality| likeness(&picture, &encode::jpeg(&picture, quality).unwrap()).unwrap();
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
