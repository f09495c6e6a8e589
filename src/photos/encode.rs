//! Pixels → the bytes of a file, which hold pixels and nothing else.

use std::collections::HashMap;

use jpeg_encoder::{ChromaSubsamplingMethod, ColorType, Encoder};

use super::Trouble;
use super::likeness::likeness;
use super::raster::Raster;

/// The qualities that are tried: the first looks clean, and more than the last is spent on grain.
const QUALITIES: [u8; 3] = [75, 80, 85];
const MOST: u8 = 89;

/// How like its picture a photo is to be. Shrinking costs up to 0.015 beside, against a filter that
/// sees all pixels of the original, so that 0.95 remain. `tests/photos/quality.py` measures it.
const ENOUGH: f64 = 0.965;

/// The qualities are tried on bands of as many rows as a block of JPEG with halved colours has: what
/// becomes of a block depends on nothing outside it.
const BAND: usize = 16;
/// One band in so many is tried.
const ONE_OF: usize = 4;

/// A photo: JPEG of the least quality that is enough, and that quality.
pub(super) fn like_jpeg(raster: &Raster<3>) -> Result<(Vec<u8>, u8), Trouble> {
    let sample = sample(raster);
    let mut enough = MOST;
    for quality in QUALITIES {
        if likeness(&sample, &jpeg(&sample, quality)?)? >= ENOUGH {
            enough = quality;
            break;
        }
    }
    Ok((jpeg(raster, enough)?, enough))
}

/// Bands of the picture, one under the other: enough of it to tell how it fares.
fn sample(raster: &Raster<3>) -> Raster<3> {
    let row = raster.width as usize * 3;
    let bands = raster.samples.chunks(row * BAND);
    let samples = bands.step_by(ONE_OF).flatten().copied().collect::<Vec<_>>();
    Raster { width: raster.width, height: (samples.len() / row.max(1)) as u32, samples }
}

/// A photo: JPEG.
pub(super) fn jpeg(raster: &Raster<3>, quality: u8) -> Result<Vec<u8>, Trouble> {
    let failed = Trouble::NotEncoded { format: "JPEG" };
    let (Ok(width), Ok(height)) = (u16::try_from(raster.width), u16::try_from(raster.height))
    else {
        return Err(failed);
    };
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, quality);
    encoder.set_optimized_huffman_tables(true);
    encoder.set_chroma_subsampling_method(ChromaSubsamplingMethod::Average);
    encoder.encode(&raster.samples, width, height, ColorType::Rgb).map_err(|_| failed)?;
    Ok(bytes)
}

/// A photo: WebP.
pub(super) fn webp(raster: &Raster<3>, quality: u8) -> Result<Vec<u8>, Trouble> {
    webp::Encoder::from_rgb(&raster.samples, raster.width, raster.height)
        .encode_simple(false, f32::from(quality))
        .map(|bytes| bytes.to_vec())
        .map_err(|_| Trouble::NotEncoded { format: "WebP" })
}

/// A graphic: PNG, with a palette where its colours fit into one.
pub(super) fn png<const N: usize>(raster: &Raster<N>) -> Result<Vec<u8>, Trouble> {
    let mut bytes = Vec::new();
    write_png(raster, &mut bytes).map_err(|_| Trouble::NotEncoded { format: "PNG" })?;
    Ok(bytes)
}

fn write_png<const N: usize>(
    raster: &Raster<N>,
    bytes: &mut Vec<u8>,
) -> Result<(), png::EncodingError> {
    let mut encoder = png::Encoder::new(bytes, raster.width, raster.height);
    encoder.set_compression(png::Compression::High);
    encoder.set_depth(png::BitDepth::Eight);
    let Some(Palette { colours, opacities, indices }) = palette(raster) else {
        encoder.set_color(if N == 4 { png::ColorType::Rgba } else { png::ColorType::Rgb });
        return encoder.write_header()?.write_image_data(&raster.samples);
    };
    encoder.set_color(png::ColorType::Indexed);
    // Neighbouring numbers of a palette are no neighbouring colours.
    encoder.set_filter(png::Filter::NoFilter);
    encoder.set_palette(colours);
    if N == 4 {
        encoder.set_trns(opacities);
    }
    encoder.write_header()?.write_image_data(&indices)
}

struct Palette {
    /// Three samples to a colour.
    colours: Vec<u8>,
    /// One to a colour.
    opacities: Vec<u8>,
    /// For each pixel, its colour.
    indices: Vec<u8>,
}

fn palette<const N: usize>(raster: &Raster<N>) -> Option<Palette> {
    let mut known: HashMap<[u8; N], u8> = HashMap::new();
    let (mut colours, mut opacities) = (Vec::new(), Vec::new());
    let mut indices = Vec::with_capacity(raster.samples.len() / N);
    for pixel in raster.samples.chunks_exact(N) {
        let pixel: [u8; N] = pixel.try_into().ok()?;
        let index = match known.get(&pixel) {
            Some(&index) => index,
            None => {
                let index = u8::try_from(known.len()).ok()?;
                colours.extend_from_slice(&pixel[..3]);
                opacities.push(pixel.get(3).copied().unwrap_or(u8::MAX));
                known.insert(pixel, index);
                index
            }
        };
        indices.push(index);
    }
    Some(Palette { colours, opacities, indices })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Waves of so many pixels, and some grain.
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
        let quality = |length, grain| like_jpeg(&waves(length, grain)).unwrap().1;
        let (sky, grass, night) = (quality(30.0, 0), quality(4.0, 24), quality(30.0, 16));
        assert_eq!((sky, grass, night), (75, 85, 89));
        let grass = waves(4.0, 24);
        let like = |quality| likeness(&grass, &jpeg(&grass, quality).unwrap()).unwrap();
        assert!(like(80) < ENOUGH && like(85) >= ENOUGH, "{} {}", like(80), like(85));
    }
}
