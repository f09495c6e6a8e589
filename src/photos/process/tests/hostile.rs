//! Runs damaged files of all formats through the whole of `process`.

use std::sync::OnceLock;

use jpeg_encoder::{ColorType, Encoder};
use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::*;
use crate::photos::format::SourceFormat;

/// Less than a build has, so that a large picture is refused quickly.
const LITTLE_MEMORY: u64 = 48 * 1024 * 1024;

/// Boundary values of integers.
const EDGES: [u32; 8] = [0, 1, 0x7f, 0x80, 0xff, 0xffff, 0x7fff_ffff, u32::MAX];

#[derive(Clone, Debug)]
enum Damage {
    Byte(Index, u8),
    /// Overwrites a number: position, value, length of 1, 2 or 4 bytes, big-endian or not.
    Number(Index, u32, usize, bool),
    Cut(Index),
    Lose(Index, usize),
    Repeat(Index, usize),
}

fn damage() -> impl Strategy<Value = Damage> {
    let at = any::<Index>;
    // Headers are the shortest part of a file, and the part where max can go wrong.
    prop_oneof![
        4 => (at(), any::<u8>()).prop_map(|(at, byte)| Damage::Byte(at, byte)),
        4 => (at(), select(&EDGES), select(&[1, 2, 4]), any::<bool>())
            .prop_map(|(at, value, length, high)| Damage::Number(at, value, length, high)),
        1 => at().prop_map(Damage::Cut),
        1 => (at(), 1..40_usize).prop_map(|(at, length)| Damage::Lose(at, length)),
        1 => (at(), 1..40_usize).prop_map(|(at, length)| Damage::Repeat(at, length)),
    ]
}

/// Applies `damage` within the first `max` bytes.
fn apply_damage(bytes: &mut Vec<u8>, max: usize, damage: &Damage) {
    let reach = bytes.len().min(max);
    if reach == 0 {
        return;
    }
    match *damage {
        Damage::Byte(at, byte) => bytes[at.index(reach)] = byte,
        Damage::Number(at, value, length, high) => {
            let number = if high { value.to_be_bytes() } else { value.to_le_bytes() };
            let number = if high { &number[4 - length..] } else { &number[..length] };
            bytes.iter_mut().skip(at.index(reach)).zip(number).for_each(|(to, from)| *to = *from);
        }
        Damage::Cut(at) => bytes.truncate(at.index(reach)),
        Damage::Lose(at, length) => {
            let from = at.index(reach);
            bytes.drain(from..(from + length).min(reach));
        }
        Damage::Repeat(at, length) => {
            let from = at.index(reach);
            let part = bytes[from..(from + length).min(reach)].to_vec();
            bytes.splice(from..from, part);
        }
    }
}

/// Recomputes the checksums of a PNG, so that damage reaches the code behind them.
fn fix_checksums(png: &mut [u8]) {
    let mut at = 8;
    while let Some(length) = png.get(at..at + 4) {
        let length = u32::from_be_bytes(length.try_into().unwrap()) as usize;
        let end = at + 8 + length;
        if png.len() < end + 4 {
            return;
        }
        let mut sum = flate2::Crc::new();
        sum.update(&png[at + 4..end]);
        png[end..end + 4].copy_from_slice(&sum.sum().to_be_bytes());
        at = end + 4;
    }
}

/// A JPEG of `colours`, progressive or baseline, with or without a profile that is not sRGB.
fn any_jpeg(colours: ColorType, passes: bool, profile: bool) -> Vec<u8> {
    let samples: Vec<u8> = (0..40 * 30 * 4_u32).map(|at| (at * at / 7) as u8).collect();
    let count = match colours {
        ColorType::Luma => 1,
        ColorType::Rgb => 3,
        _ => 4,
    };
    let samples = &samples[..40 * 30 * count];
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, 80);
    encoder.set_progressive(passes);
    if profile {
        let icc = moxcms::ColorProfile::new_display_p3().encode().unwrap();
        encoder.add_icc_profile(&icc).unwrap();
    }
    encoder.encode(samples, 40, 30, colours).unwrap();
    bytes
}

fn animated_gif() -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = gif::Encoder::new(&mut bytes, 20, 10, &[]).unwrap();
    for colour in [10, 120, 240] {
        let mut pixels: Vec<u8> = (0..200_u8).flat_map(|at| [colour, at, 0, 255]).collect();
        encoder.write_frame(&gif::Frame::from_rgba(20, 10, &mut pixels)).unwrap();
    }
    drop(encoder);
    bytes
}

/// Valid files of all supported formats, and one SVG.
fn valid_files() -> &'static [(&'static str, Vec<u8>)] {
    static FILES: OnceLock<Vec<(&str, Vec<u8>)>> = OnceLock::new();
    FILES.get_or_init(|| {
        let opaque = DynamicImage::from(photo(40, 30));
        let glass = RgbaImage::from_fn(40, 30, |x, y| Rgba([x as u8, y as u8, 9, (x * 6) as u8]));
        let drawn = RgbImage::from_fn(40, 30, |x, _| Rgb([(x / 9) as u8 * 50, 7, 7]));
        let raster = |image: &RgbImage| Raster { width: 40, height: 30, samples: image.to_vec() };
        vec![
            ("JPEG", any_jpeg(ColorType::Rgb, false, true)),
            ("grey JPEG", any_jpeg(ColorType::Luma, false, false)),
            ("progressive JPEG", any_jpeg(ColorType::Rgb, true, false)),
            ("CMYK JPEG", any_jpeg(ColorType::Cmyk, false, false)),
            ("progressive CMYK JPEG", any_jpeg(ColorType::CmykAsYcck, true, true)),
            ("turned JPEG", turned(&jpeg(&photo(40, 30)), 6, 1)),
            ("PNG", encoded(opaque.clone(), ImageFormat::Png)),
            ("deep PNG", encoded(opaque.to_rgb16(), ImageFormat::Png)),
            ("PNG to be seen through", encoded(glass.clone(), ImageFormat::Png)),
            ("PNG with a palette", encode::png(&raster(&drawn)).unwrap()),
            ("GIF", encoded(opaque.clone(), ImageFormat::Gif)),
            ("animated GIF", animated_gif()),
            ("BMP", encoded(opaque.clone(), ImageFormat::Bmp)),
            ("TIFF", encoded(opaque.clone(), ImageFormat::Tiff)),
            ("lossless WebP", encoded(glass, ImageFormat::WebP)),
            ("WebP", encode::webp(&raster(&photo(40, 30)), 80).unwrap()),
            ("SVG", b"<?xml version='1.0'?><svg width='9' height='9'><g/></svg>".to_vec()),
        ]
    })
}

fn run_with_little_memory(bytes: &[u8]) -> Result<Processed, PhotoError> {
    process(bytes, &recipe(), &MemoryBudget::with_limit(LITTLE_MEMORY))
}

#[test]
fn undamaged_files_are_read() {
    for (kind, bytes) in valid_files() {
        let expected =
            (*kind == "SVG").then_some(PhotoError::NotForTheWeb { format: SourceFormat::SVG });
        assert_eq!(run_with_little_memory(bytes).err(), expected, "{kind}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 768, ..ProptestConfig::default() })]
    #[test]
    fn damaged_files_fail_cleanly(
        (kind, bytes) in select(valid_files()),
        damages in prop::collection::vec(damage(), 1..5),
        max in select(&[64_usize, 400, usize::MAX]),
        fix: bool,
    ) {
        let mut bytes = bytes;
        damages.iter().for_each(|damage| apply_damage(&mut bytes, max, damage));
        if fix && kind.contains("PNG") {
            fix_checksums(&mut bytes);
        }
        // The memory that a header asks for is checked before it is reserved, and the output is
        // valid.
        if let Ok(processed) = run_with_little_memory(&bytes) {
            for file in &processed.files {
                let decoded = SourceImage::open(&file.bytes).unwrap();
                prop_assert_eq!((decoded.width, decoded.height), (file.width, file.height), "{}", kind);
                decoded.decode(1).unwrap();
            }
        }
    }
}
