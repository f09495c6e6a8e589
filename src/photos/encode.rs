//! Pixels → the bytes of a file, which hold pixels and nothing else.

use std::collections::HashMap;

use jpeg_encoder::{ChromaSubsamplingMethod, ColorType, Encoder};

use super::Trouble;
use super::raster::Raster;

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
