//! Converts the colours of an embedded ICC profile to sRGB, which browsers assume by default.

use moxcms::{ColorProfile, DataColorSpace, Layout, TransformOptions};

use super::linear::srgb_value;
use super::raster::Raster;

/// Converts 8-bit `samples`, `N` per pixel (RGB or RGBA), from the profile `icc` to sRGB. An
/// unreadable or unsuitable profile is ignored, as browsers do.
pub(super) fn to_srgb<const N: usize>(samples: &mut [u8], width: u32, icc: &[u8]) {
    let Ok(profile) = ColorProfile::new_from_slice(icc) else { return };
    match profile.color_space {
        DataColorSpace::Rgb => rgb::<N>(samples, width, &profile),
        DataColorSpace::Gray => grey::<N>(samples, &profile),
        _ => {}
    }
}

/// Converts CMYK `inks`, four 8-bit samples per pixel, from the profile `icc` to RGB in sRGB.
/// `None` if the profile is not a readable CMYK profile.
pub(super) fn cmyk_to_srgb(inks: &[u8], icc: &[u8]) -> Option<Vec<u8>> {
    let profile = ColorProfile::new_from_slice(icc).ok()?;
    if profile.color_space != DataColorSpace::Cmyk {
        return None;
    }
    let (srgb, options) = (ColorProfile::new_srgb(), TransformOptions::default());
    // Any layout of four samples is accepted for CMYK.
    let transform =
        profile.create_transform_8bit(Layout::Rgba, &srgb, Layout::Rgb, options).ok()?;
    let mut rgb = vec![0; inks.len() / 4 * 3];
    transform.transform(inks, &mut rgb).ok()?;
    Some(rgb)
}

fn rgb<const N: usize>(samples: &mut [u8], width: u32, profile: &ColorProfile) {
    let srgb = ColorProfile::new_srgb();
    let layout = if N == 4 { Layout::Rgba } else { Layout::Rgb };
    let transform =
        profile.create_transform_8bit(layout, &srgb, layout, TransformOptions::default());
    let Ok(transform) = transform else { return };
    let row = width as usize * N;
    let mut before = vec![0; row];
    for after in samples.chunks_exact_mut(row) {
        before.copy_from_slice(after);
        if transform.transform(&before, after).is_err() {
            after.copy_from_slice(&before);
        }
    }
}

/// A grey picture has been decoded as RGB with three equal samples.
fn grey<const N: usize>(samples: &mut [u8], profile: &ColorProfile) {
    let srgb = ColorProfile::new_srgb();
    let options = TransformOptions::default();
    let transform = profile.create_transform_8bit(Layout::Gray, &srgb, Layout::Rgb, options);
    let Ok(transform) = transform else { return };
    let greys: Vec<u8> = (0..=u8::MAX).collect();
    let mut table = vec![0; greys.len() * 3];
    if transform.transform(&greys, &mut table).is_err() {
        return;
    }
    for pixel in samples.chunks_exact_mut(N) {
        let at = usize::from(pixel[0]) * 3;
        pixel[..3].copy_from_slice(&table[at..at + 3]);
    }
}

/// Converts samples that are light to the power of `gamma` to sRGB.
pub(super) fn gamma_to_srgb<const N: usize>(raster: &mut Raster<N>, gamma: f64) {
    let table: [u8; 256] =
        std::array::from_fn(|value| srgb_value((value as f64 / 255.0).powf(1.0 / gamma)));
    for pixel in raster.samples.chunks_exact_mut(N) {
        for sample in &mut pixel[..3] {
            *sample = table[usize::from(*sample)];
        }
    }
}
