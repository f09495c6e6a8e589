//! Runs generated pictures through the whole of `process`.

use std::io::Cursor;

use image::{DynamicImage, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};

use super::super::memory::MEMORY;
use super::*;
use crate::content::gallery::Focus;
use crate::photos::recipe::Crop;

mod hostile;
mod kinds;

const RECIPE: [Size; 3] = [
    Size { width: 160, crop: None },
    Size { width: 96, crop: None },
    Size { width: 48, crop: None },
];

fn recipe() -> Recipe {
    Recipe { sizes: RECIPE.to_vec(), quality: Quality::Given(80), webp: false }
}

/// A picture with many colours, like a photo.
fn photo(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        let wave = |of: u32, by: f32| ((of as f32 / by).sin() * 100.0 + 128.0) as u8;
        Rgb([wave(x, 23.0), wave(y, 17.0), wave(x + 2 * y, 31.0)])
    })
}

fn jpeg(image: &RgbImage) -> Vec<u8> {
    let raster = Raster { width: image.width(), height: image.height(), samples: image.to_vec() };
    encode::jpeg(&raster, 95).unwrap()
}

fn encoded(image: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image.into().write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// A JPEG with an EXIF block that holds one entry, the orientation, and claims to hold `entries`.
fn turned(jpeg: &[u8], orientation: u8, entries: u8) -> Vec<u8> {
    let mut tiff = b"Exif\0\0MM\0\x2a\0\0\0\x08\0".to_vec();
    tiff.extend([entries, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0]);
    let mut bytes = jpeg[..2].to_vec();
    bytes.extend([0xff, 0xe1, 0, tiff.len() as u8 + 2]);
    bytes.extend(tiff);
    bytes.extend(&jpeg[2..]);
    bytes
}

fn run(bytes: &[u8]) -> Result<Processed, PhotoError> {
    process(bytes, &recipe(), &MEMORY)
}

fn decode_file(file: &EncodedFile) -> Raster<3> {
    match SourceImage::open(&file.bytes).unwrap().decode(1).unwrap() {
        Pixels::Opaque(raster) => raster,
        Pixels::Alpha(_) => panic!("it can be seen through"),
    }
}

fn shapes(processed: &Processed) -> Vec<(u32, u32, &'static str)> {
    processed.files.iter().map(|file| (file.width, file.height, file.extension)).collect()
}

#[test]
fn a_photo_comes_in_all_sizes_it_is_wide_enough_for() {
    let all = run(&jpeg(&photo(400, 300))).unwrap();
    assert_eq!(shapes(&all), [(160, 120, "jpg"), (96, 72, "jpg"), (48, 36, "jpg")]);
    let narrow = run(&jpeg(&photo(90, 300))).unwrap();
    assert_eq!(shapes(&narrow), [(90, 300, "jpg"), (48, 160, "jpg")]);
    let tiny = run(&jpeg(&photo(1, 1))).unwrap();
    assert_eq!(shapes(&tiny), [(1, 1, "jpg")]);
    let panorama = run(&jpeg(&photo(2000, 3))).unwrap();
    assert_eq!(shapes(&panorama), [(160, 1, "jpg"), (96, 1, "jpg"), (48, 1, "jpg")]);
}

#[test]
fn a_thumbnail_is_cut_and_webp_stands_beside_it() {
    let crop = Some(Crop { ratio: (3, 2), focus: Some(Focus { x: 50, y: 40 }) });
    let sizes = vec![Size { width: 60, crop }, Size { width: 96, crop: None }];
    let recipe = Recipe { sizes, quality: Quality::Given(80), webp: true };
    let both = process(&jpeg(&photo(300, 400)), &recipe, &MEMORY).unwrap();
    let expected = [(60, 40, "jpg"), (96, 128, "jpg"), (96, 128, "webp")];
    assert_eq!(shapes(&both), expected);
    assert!(both.files[2].bytes.starts_with(b"RIFF"));
}

#[test]
fn the_pixels_stand_upright_whatever_the_camera_says() {
    // Red above, blue below.
    let image =
        RgbImage::from_fn(80, 60, |_, y| Rgb(if y < 30 { [255, 0, 0] } else { [0, 0, 255] }));
    let jpeg = jpeg(&image);
    // Where the stored top ends up: pixels from the left and from the top.
    let tops = [(40, 5), (40, 5), (40, 54), (40, 54), (5, 40), (54, 40), (54, 40), (5, 40)];
    for (value, (x, y)) in (1..).zip(tops) {
        // With 3, EXIF claims more entries than it has, as some cameras do.
        for entries in [1, 3] {
            let processed = run(&turned(&jpeg, value, entries)).unwrap();
            let shape = if value < 5 { (80, 60) } else { (60, 80) };
            let file = &processed.files[0];
            assert_eq!((file.width, file.height), shape);
            let raster = decode_file(&processed.files[0]);
            let at = ((y * shape.0 + x) * 3) as usize;
            let [red, _, blue] = raster.samples[at..at + 3] else { panic!() };
            assert!(red > 200 && blue < 60, "{value}, {entries} entries: {red} {blue}");
        }
    }
}

#[test]
fn flat_colours_are_read_as_they_are() {
    // Few different blocks make short Huffman tables, which decoders have failed on.
    let colours = [[255, 0, 0], [0, 0, 255], [0, 255, 0], [255; 3], [0; 3], [120, 90, 30]];
    for first in 0..6 {
        let colour = |x: u32| colours[(first + x / 32) as usize % 6];
        let image = RgbImage::from_fn(96, 64, |x, _| Rgb(colour(x)));
        let processed = run(&jpeg(&image)).unwrap();
        let raster = decode_file(&processed.files[0]);
        for x in [16, 48, 80] {
            let now = &raster.samples[(30 * 96 + x) * 3..][..3];
            let far =
                now.iter().zip(colour(x as u32)).any(|(now, expected)| now.abs_diff(expected) > 8);
            assert!(!far, "{now:?}, not {:?}", colour(x as u32));
        }
    }
}

#[test]
fn graphics_stay_as_they_are() {
    let drawn =
        RgbImage::from_fn(90, 60, |x, y| Rgb([((x / 20) * 60) as u8, ((y / 20) * 80) as u8, 7]));
    for format in
        [ImageFormat::Png, ImageFormat::Bmp, ImageFormat::Tiff, ImageFormat::Gif, ImageFormat::WebP]
    {
        let processed = run(&encoded(drawn.clone(), format)).unwrap();
        assert_eq!(shapes(&processed)[0], (90, 60, "png"), "{format:?}");
        assert_eq!(decode_file(&processed.files[0]).samples, drawn.to_vec(), "{format:?}");
    }
    let glass = RgbaImage::from_fn(40, 40, |x, y| Rgba([x as u8, y as u8, 9, (x * 6) as u8]));
    let processed = run(&encoded(glass.clone(), ImageFormat::Png)).unwrap();
    assert_eq!(shapes(&processed), [(40, 40, "png")]);
    let Pixels::Alpha(raster) =
        SourceImage::open(&processed.files[0].bytes).unwrap().decode(1).unwrap()
    else {
        panic!("it cannot be seen through")
    };
    // A fully transparent pixel may have any colour.
    for (now, before) in raster.samples.chunks(4).zip(glass.chunks(4)) {
        assert!(now == before || (now[3] == 0 && before[3] == 0), "{now:?} {before:?}");
    }
}

#[test]
fn photos_in_other_formats_become_jpeg() {
    let photo = DynamicImage::from(photo(200, 150));
    let deep = photo.to_rgb16();
    let grey = photo.to_luma8();
    for bytes in [
        encoded(photo.clone(), ImageFormat::Png),
        encoded(photo, ImageFormat::Tiff),
        encoded(deep, ImageFormat::Png),
    ] {
        assert_eq!(shapes(&run(&bytes).unwrap())[0], (160, 120, "jpg"));
    }
    let grey = run(&encoded(grey, ImageFormat::Png)).unwrap();
    assert_eq!(shapes(&grey)[0], (160, 120, "png"));
}

#[test]
fn an_animation_keeps_its_frames_and_nothing_else() {
    let mut bytes = Vec::new();
    let mut encoder = gif::Encoder::new(&mut bytes, 20, 10, &[]).unwrap();
    encoder.set_repeat(gif::Repeat::Infinite).unwrap();
    for colour in [10, 120, 240] {
        let mut pixels: Vec<u8> = (0..200_u8).flat_map(|at| [colour, at, 0, 255]).collect();
        let mut frame = gif::Frame::from_rgba(20, 10, &mut pixels);
        frame.delay = 30;
        encoder.write_frame(&frame).unwrap();
        encoder.write_raw_extension(gif::AnyExtension(0xfe), &[b"Ivanov, 5th form"]).unwrap();
    }
    drop(encoder);
    bytes.extend(b"GPS 55.75, 37.61");
    let crop = Some(Crop { ratio: (1, 1), focus: Some(Focus { x: 50, y: 50 }) });
    let sizes = vec![RECIPE[0], RECIPE[1], Size { width: 8, crop }];
    let recipe = Recipe { sizes, quality: Quality::Given(80), webp: false };
    let processed = process(&bytes, &recipe, &MEMORY).unwrap();
    assert_eq!(shapes(&processed), [(8, 8, "png"), (20, 10, "gif")]);
    let animation = &processed.files[1].bytes;
    for secret in ["Ivanov", "GPS"] {
        assert!(!animation.windows(secret.len()).any(|part| part == secret.as_bytes()), "{secret}");
    }
    let frames = |bytes: &[u8]| {
        let mut options = gif::DecodeOptions::new();
        options.set_color_output(gif::ColorOutput::RGBA);
        let mut decoder = options.read_info(Cursor::new(bytes)).unwrap();
        let mut frames = Vec::new();
        while let Some(frame) = decoder.read_next_frame().unwrap() {
            frames.push((frame.delay, frame.buffer.to_vec()));
        }
        (decoder.repeat(), frames)
    };
    assert_eq!(frames(animation), frames(&bytes));
    assert_eq!(frames(animation).1.len(), 3);
}

#[test]
fn what_cannot_be_used_is_named() {
    let jpeg = jpeg(&photo(200, 150));
    assert_eq!(run(&jpeg[..jpeg.len() / 2]), Err(PhotoError::Truncated));
    let png = encoded(photo(200, 150), ImageFormat::Png);
    assert_eq!(run(&png[..png.len() / 2]), Err(PhotoError::Truncated));
    assert_eq!(run(b""), Err(PhotoError::Empty));
    assert_eq!(run("Фотографии".as_bytes()), Err(PhotoError::NotAPicture));
    let mut with_trailing_film = jpeg.clone();
    with_trailing_film.extend(b"\0\0\0\x18ftypmp42 and a film");
    assert_eq!(run(&with_trailing_film), run(&jpeg));
}

#[test]
fn a_bomb_is_refused_by_its_header() {
    let mut png = encoded(photo(2, 2), ImageFormat::Png);
    png[16..24].copy_from_slice(&[0, 0, 0xea, 0x60, 0, 0, 0xea, 0x60]);
    // The header's checksum is wrong now, which is one more reason to refuse.
    assert!(run(&png).is_err());
    let mut jpeg = jpeg(&photo(2, 2));
    let frame = jpeg.windows(2).position(|bytes| bytes == [0xff, 0xc0]).unwrap();
    jpeg[frame + 5..frame + 9].copy_from_slice(&[0xff, 0xff, 0xff, 0xff]);
    assert_eq!(run(&jpeg), Err(PhotoError::TooLarge { width: 65_535, height: 65_535 }));
}
