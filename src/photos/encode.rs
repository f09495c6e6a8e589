//! Encodes pixels as JPEG, WebP or PNG files without any metadata.

use std::collections::HashMap;

use jpeg_encoder::{ChromaSubsamplingMethod, Encoder, ImageBuffer, JpegColorType, rgb_to_ycbcr};

use super::PhotoError;
use super::raster::Raster;
use super::ssim::ssim;

/// The qualities to try, from the lowest that looks clean. Above [`MAX_QUALITY`] the extra bytes
/// only encode noise.
const QUALITIES: [u8; 3] = [75, 80, 85];
const MAX_QUALITY: u8 = 89;

/// The SSIM that a photo must reach. Resizing costs up to 0.015 more, compared with a filter that
/// reads all pixels of the original, so 0.95 remain in all. `tests/photos/quality.py` measures it.
const SSIM_TARGET: f64 = 0.965;

/// Qualities are tried on bands as high as a JPEG block with halved chroma: the encoding of a block
/// depends on nothing outside it.
const BAND_ROWS: usize = 16;
/// One band in this many is sampled.
const SAMPLE_EVERY: usize = 4;

/// Encodes a photo with the lowest sufficient quality; also returns the quality.
pub(super) fn jpeg_auto_quality(raster: &Raster<3>) -> Result<(Vec<u8>, u8), PhotoError> {
    let sample = sample_bands(raster);
    let mut chosen = MAX_QUALITY;
    for quality in QUALITIES {
        if ssim(&sample, &jpeg(&sample, quality)?)? >= SSIM_TARGET {
            chosen = quality;
            break;
        }
    }
    Ok((jpeg(raster, chosen)?, chosen))
}

/// A sample of the picture: some bands of it, stacked.
fn sample_bands(raster: &Raster<3>) -> Raster<3> {
    let row = raster.width as usize * 3;
    let bands = raster.samples.chunks(row * BAND_ROWS);
    let samples = bands.step_by(SAMPLE_EVERY).flatten().copied().collect::<Vec<_>>();
    Raster { width: raster.width, height: (samples.len() / row.max(1)) as u32, samples }
}

pub(super) fn jpeg(raster: &Raster<3>, quality: u8) -> Result<Vec<u8>, PhotoError> {
    let failed = PhotoError::NotEncoded { format: "JPEG" };
    let (Ok(width), Ok(height)) = (u16::try_from(raster.width), u16::try_from(raster.height))
    else {
        return Err(failed);
    };
    if raster.samples.len() < usize::from(width) * usize::from(height) * 3 {
        return Err(failed);
    }
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, quality);
    encoder.set_optimized_huffman_tables(true);
    encoder.set_chroma_subsampling_method(ChromaSubsamplingMethod::Average);
    encoder.encode_image(JpegSource { raster, width, height }).map_err(|_| failed)?;
    Ok(bytes)
}

/// A photo as the encoder reads it. With a type of its own the encoder is compiled for that alone;
/// [`Encoder::encode`] has eleven.
struct JpegSource<'a> {
    raster: &'a Raster<3>,
    width: u16,
    height: u16,
}

impl ImageBuffer for JpegSource<'_> {
    fn get_jpeg_color_type(&self) -> JpegColorType {
        JpegColorType::Ycbcr
    }

    fn width(&self) -> u16 {
        self.width
    }

    fn height(&self) -> u16 {
        self.height
    }

    fn fill_buffers(&self, y: u16, buffers: &mut [Vec<u8>; 4]) {
        let row = usize::from(self.width) * 3;
        let (pixels, _) = self.raster.samples[usize::from(y) * row..][..row].as_chunks::<3>();
        // The compiler converts so many pixels at once.
        let (blocks, rest) = pixels.as_chunks::<16>();
        blocks.iter().for_each(|block| push_pixels(block, buffers));
        push_pixels(rest, buffers);
    }
}

/// Appends luma and both chromas of at most 16 pixels.
#[inline(always)]
fn push_pixels(pixels: &[[u8; 3]], buffers: &mut [Vec<u8>; 4]) {
    let mut planes = [[0; 16]; 3];
    for (at, &[red, green, blue]) in pixels.iter().enumerate() {
        let (luma, blueness, redness) = rgb_to_ycbcr(red, green, blue);
        planes[0][at] = luma;
        planes[1][at] = blueness;
        planes[2][at] = redness;
    }
    for (buffer, plane) in buffers.iter_mut().zip(&planes) {
        buffer.extend_from_slice(&plane[..pixels.len()]);
    }
}

pub(super) fn webp(raster: &Raster<3>, quality: u8) -> Result<Vec<u8>, PhotoError> {
    webp::Encoder::from_rgb(&raster.samples, raster.width, raster.height)
        .encode_simple(false, f32::from(quality))
        .map(|bytes| bytes.to_vec())
        .map_err(|_| PhotoError::NotEncoded { format: "WebP" })
}

/// Encodes a graphic, with a palette if it has at most 256 colours.
pub(super) fn png<const N: usize>(raster: &Raster<N>) -> Result<Vec<u8>, PhotoError> {
    let mut bytes = Vec::new();
    write_png(raster, &mut bytes).map_err(|_| PhotoError::NotEncoded { format: "PNG" })?;
    Ok(bytes)
}

fn write_png<const N: usize>(
    raster: &Raster<N>,
    bytes: &mut Vec<u8>,
) -> Result<(), png::EncodingError> {
    let mut encoder = png::Encoder::new(bytes, raster.width, raster.height);
    encoder.set_compression(png::Compression::High);
    encoder.set_depth(png::BitDepth::Eight);
    let Some(ColorTable { colours, opacities, indices }) = build_color_table(raster) else {
        encoder.set_color(if N == 4 { png::ColorType::Rgba } else { png::ColorType::Rgb });
        return encoder.write_header()?.write_image_data(&raster.samples);
    };
    encoder.set_color(png::ColorType::Indexed);
    // Neighbouring palette indices are unrelated colours, so filters do not help.
    encoder.set_filter(png::Filter::NoFilter);
    encoder.set_palette(colours);
    if N == 4 {
        encoder.set_trns(opacities);
    }
    encoder.write_header()?.write_image_data(&indices)
}

struct ColorTable {
    /// Three samples per colour.
    colours: Vec<u8>,
    /// One sample per colour.
    opacities: Vec<u8>,
    /// The colour of each pixel.
    indices: Vec<u8>,
}

fn build_color_table<const N: usize>(raster: &Raster<N>) -> Option<ColorTable> {
    let mut index_by_colour: HashMap<[u8; N], u8> = HashMap::new();
    let (mut colours, mut opacities) = (Vec::new(), Vec::new());
    let mut indices = Vec::with_capacity(raster.samples.len() / N);
    for pixel in raster.samples.chunks_exact(N) {
        let pixel: [u8; N] = pixel.try_into().ok()?;
        let index = match index_by_colour.get(&pixel) {
            Some(&index) => index,
            None => {
                let index = u8::try_from(index_by_colour.len()).ok()?;
                colours.extend_from_slice(&pixel[..3]);
                opacities.push(pixel.get(3).copied().unwrap_or(u8::MAX));
                index_by_colour.insert(pixel, index);
                index
            }
        };
        indices.push(index);
    }
    Some(ColorTable { colours, opacities, indices })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Waves of this length in pixels, with noise.
    fn waves(length: f64, grain: u32) -> Raster<3> {
        let mut state = 7_u32;
        let samples = (0..160 * 120).flat_map(|at| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let wave = (f64::from(at % 160) / length).sin() * 60.0 + 100.0;
            [(wave as u32 + (state >> 24) * grain / 255) as u8; 3]
        });
        Raster { width: 160, height: 120, samples: samples.collect() }
    }

    #[test]
    fn a_photo_gets_the_quality_it_needs_within_bounds() {
        let quality = |length, grain| jpeg_auto_quality(&waves(length, grain)).unwrap().1;
        let (sky, grass, night) = (quality(30.0, 0), quality(4.0, 24), quality(30.0, 16));
        assert_eq!((sky, grass, night), (75, 85, 89));
        let grass = waves(4.0, 24);
        let similarity = |quality| ssim(&grass, &jpeg(&grass, quality).unwrap()).unwrap();
        assert!(
            similarity(80) < SSIM_TARGET && similarity(85) >= SSIM_TARGET,
            "{} {}",
            similarity(80),
            similarity(85)
        );
    }
}
