//! Kinds of pictures that few programs write: TIFF in all its forms, animations, incomplete files.

use super::*;
use crate::photos::notice::Notice;

/// An entry of a TIFF: tag, type (1 byte, 3 short, 4 long) and values.
type Entry<'a> = (u16, u16, &'a [u32]);

const SHORT: u16 = 3;

/// A little-endian TIFF of one strip for each plane.
fn tiff(
    (width, height): (u32, u32),
    (photometric, bits): (u32, &[u32]),
    more: &[Entry<'_>],
    planes: &[&[u8]],
) -> Vec<u8> {
    let mut bytes = b"II\x2a\0\0\0\0\0".to_vec();
    let mut offsets = Vec::new();
    for plane in planes {
        offsets.push(bytes.len() as u32);
        bytes.extend(*plane);
    }
    let lengths: Vec<_> = planes.iter().map(|plane| plane.len() as u32).collect();
    let samples = [bits.len() as u32];
    let (width, height, photometric) = ([width], [height], [photometric]);
    let mut entries: Vec<Entry<'_>> = vec![
        (256, 4, &width),
        (257, 4, &height),
        (258, SHORT, bits),
        (262, SHORT, &photometric),
        (273, 4, &offsets),
        (277, SHORT, &samples),
        (278, 4, &height),
        (279, 4, &lengths),
    ];
    entries.extend(more);
    entries.sort();
    push_directory(&mut bytes, 4, &entries);
    bytes
}

/// Appends a directory; its place is written to `link`, as that of the first or the next one.
fn push_directory(bytes: &mut Vec<u8>, link: usize, entries: &[Entry<'_>]) {
    let mut directory = (entries.len() as u16).to_le_bytes().to_vec();
    for (tag, kind, values) in entries {
        let size = if *kind == SHORT { 2 } else { 4 };
        let packed: Vec<u8> =
            values.iter().flat_map(|value| value.to_le_bytes()[..size].to_vec()).collect();
        directory.extend(tag.to_le_bytes());
        directory.extend(kind.to_le_bytes());
        directory.extend((values.len() as u32).to_le_bytes());
        if packed.len() <= 4 {
            directory.extend([&packed[..], &vec![0; 4 - packed.len()]].concat());
        } else {
            directory.extend((bytes.len() as u32).to_le_bytes());
            bytes.extend(packed);
        }
    }
    directory.extend([0; 4]);
    let at = bytes.len() as u32;
    bytes[link..link + 4].copy_from_slice(&at.to_le_bytes());
    bytes.extend(directory);
}

/// The pixels that a picture shows.
fn pixels(bytes: &[u8]) -> Result<Vec<u8>, PhotoError> {
    run(bytes).map(|processed| decode_file(&processed.files[0]).samples)
}

const DRAWN: [[u8; 3]; 4] = [[255, 0, 0], [0, 255, 0], [0, 0, 255], [250, 240, 30]];

#[test]
fn all_that_a_tiff_can_mean_is_read() {
    let size = (2, 2);
    let colours = DRAWN.concat();
    let each = |sample: usize| DRAWN.map(|colour| colour[sample]);
    let rgb = [8, 8, 8];
    let four = [8, 8, 8, 8];
    let with_fourth = DRAWN.map(|[r, g, b]| [r, g, b, 7]).concat();
    let inks = DRAWN.map(|[r, g, b]| [255 - r, 255 - g, 255 - b, 0]).concat();
    let map: Vec<u32> = (0..3)
        .flat_map(|sample| (0..16).map(move |at| u32::from(DRAWN[at % 4][sample]) << 8))
        .collect();
    let cases = [
        ("plain", tiff(size, (2, &rgb), &[], &[&colours])),
        ("in planes", {
            let planar: Entry<'_> = (284, SHORT, &[2]);
            tiff(size, (2, &rgb), &[planar], &[&each(0), &each(1), &each(2)])
        }),
        ("a fourth sample", tiff(size, (2, &four), &[(338, SHORT, &[0])], &[&with_fourth])),
        ("an undeclared sample", tiff(size, (2, &four), &[], &[&with_fourth])),
        ("palette", tiff(size, (3, &[4]), &[(320, SHORT, &map)], &[&[0x01, 0x23]])),
        ("CMYK", tiff(size, (5, &four), &[], &[&inks])),
    ];
    for (kind, bytes) in cases {
        assert_eq!(pixels(&bytes), Ok(colours.clone()), "{kind}");
    }
    let chroma =
        tiff((1, 2), (6, &rgb), &[(530, SHORT, &[1, 1])], &[&[76, 85, 255, 255, 128, 128]]);
    assert_eq!(pixels(&chroma), Ok(vec![254, 0, 0, 255, 255, 255]));
    let bit = |white: u32| tiff((3, 1), (white, &[1]), &[], &[&[0b0100_0000]]);
    assert_eq!(pixels(&bit(1)), Ok([[0; 3], [255; 3], [0; 3]].concat()));
    assert_eq!(pixels(&bit(0)), Ok([[255; 3], [0; 3], [255; 3]].concat()));
    let deep = tiff((1, 1), (1, &[16]), &[], &[&[0x80, 0x80]]);
    assert_eq!(pixels(&deep), Ok(vec![128; 3]));
}

#[test]
fn opacity_of_a_tiff_is_read_as_it_is_declared() {
    let half = |meaning: u32| {
        let alpha: Entry<'_> = (338, SHORT, &[meaning]);
        let bytes = tiff((1, 1), (2, &[8, 8, 8, 8]), &[alpha], &[&[64, 32, 0, 128]]);
        match SourceImage::open(&bytes).unwrap().decode(1).unwrap() {
            Pixels::Alpha(raster) => raster.samples,
            Pixels::Opaque(raster) => raster.samples,
        }
    };
    assert_eq!(half(0), [64, 32, 0]);
    assert_eq!(half(1), [127, 63, 0, 128], "colours are multiplied by opacity");
    assert_eq!(half(2), [64, 32, 0, 128]);
}

#[test]
fn a_tiff_that_cannot_be_read_is_never_called_damaged() {
    let rare = Err(PhotoError::Rare { format: "TIFF" });
    let of = |photometric, bits: &[u32], more: &[Entry<'_>]| {
        run(&tiff((2, 2), (photometric, bits), more, &[&[9; 64]])).map(|_| ())
    };
    for fax in [2, 3] {
        assert_eq!(of(1, &[1], &[(259, SHORT, &[fax])]), rare, "fax");
    }
    assert_eq!(of(6, &[8, 8, 8], &[]), rare, "shared chroma");
    assert_eq!(of(8, &[8, 8, 8], &[]), rare, "CIE L*a*b*");
    assert_eq!(of(2, &[12, 12, 12], &[]), rare, "12 bits");
    assert_eq!(of(2, &[5, 6, 5], &[]), rare, "different bits");
    assert_eq!(of(1, &[8], &[(339, SHORT, &[2])]), rare, "signed numbers");
    assert_eq!(of(1, &[8], &[(259, SHORT, &[34_712])]), rare, "JPEG 2000 inside");
}

#[test]
fn further_pages_of_a_tiff_are_told_small_copies_are_not() {
    let mut bytes = tiff((2, 2), (2, &[8, 8, 8]), &[], &[&DRAWN.concat()]);
    assert_eq!(run(&bytes).unwrap().notices, []);
    let add = |bytes: &mut Vec<u8>, subfile: u32| {
        let link = bytes.len() - 4;
        push_directory(bytes, link, &[(254, 4, &[subfile]), (256, 4, &[2]), (257, 4, &[2])]);
    };
    add(&mut bytes, 1);
    assert_eq!(run(&bytes).unwrap().notices, []);
    add(&mut bytes, 0);
    add(&mut bytes, 2);
    assert_eq!(run(&bytes).unwrap().notices, [Notice::FirstPage { pages: 3 }]);
}

fn png_chunk(kind: &[u8], content: &[u8]) -> Vec<u8> {
    let mut sum = flate2::Crc::new();
    sum.update(kind);
    sum.update(content);
    let length = (content.len() as u32).to_be_bytes();
    [&length[..], kind, content, &sum.sum().to_be_bytes()].concat()
}

/// A PNG with `chunk` behind its header.
fn png_with(image: RgbImage, chunk: &[u8]) -> Vec<u8> {
    let png = encoded(image, ImageFormat::Png);
    [&png[..33], chunk, &png[33..]].concat()
}

fn webp_chunk(kind: &[u8], content: &[u8]) -> Vec<u8> {
    let pad = &[0][..content.len() % 2];
    [kind, &(content.len() as u32).to_le_bytes(), content, pad].concat()
}

/// An extended WebP of 60 × 40 pixels with these chunks.
fn webp_of(flags: u8, chunks: &[u8]) -> Vec<u8> {
    let head = webp_chunk(b"VP8X", &[flags, 0, 0, 0, 59, 0, 0, 39, 0, 0]);
    let content = [&b"WEBP"[..], &head, chunks].concat();
    webp_chunk(b"RIFF", &content)
}

fn webp_pixels() -> Vec<u8> {
    let raster = Raster { width: 60, height: 40, samples: photo(60, 40).to_vec() };
    encode::webp(&raster, 90).unwrap()[12..].to_vec()
}

#[test]
fn an_animation_that_is_shown_still_is_told() {
    let frame = [&[0; 6][..], &[59, 0, 0, 39, 0, 0, 100, 0, 0, 0], &webp_pixels()].concat();
    let frames = webp_chunk(b"ANMF", &frame).repeat(2);
    let webp = webp_of(2, &[&webp_chunk(b"ANIM", &[0; 6]), &frames[..]].concat());
    let processed = run(&webp).unwrap();
    assert_eq!(processed.notices, [Notice::FirstFrame { format: "WebP".to_owned() }]);
    assert_eq!(shapes(&processed)[0], (60, 40, "png"));
    let control = |frames: u8| png_chunk(b"acTL", &[0, 0, 0, frames, 0, 0, 0, 0]);
    let png = |frames| run(&png_with(photo(60, 40), &control(frames))).unwrap().notices;
    assert_eq!(png(3), [Notice::FirstFrame { format: "PNG".to_owned() }]);
    assert_eq!(png(1), []);
}

#[test]
fn exif_with_the_prefix_of_jpeg_is_read() {
    let turned = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
    let gps = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x88\x25\0\x04\0\0\0\x01\0\0\0\x1a\0\0\0\0\0\x01\0\x02\0\x05\0\0\0\x01\0\0\0\x1a\0\0\0\0";
    for prefix in [0, 6] {
        let webp = |exif: &[u8]| {
            run(&webp_of(8, &[webp_pixels(), webp_chunk(b"EXIF", &exif[prefix..])].concat()))
        };
        let png = |exif: &[u8]| run(&png_with(photo(60, 40), &png_chunk(b"eXIf", &exif[prefix..])));
        for read in [webp(turned), png(turned)] {
            assert_eq!(shapes(&read.unwrap())[0], (40, 60, "png"), "{prefix}");
        }
        for read in [webp(gps), png(gps)] {
            assert!(read.unwrap().exif.has_gps, "{prefix}");
        }
    }
    let xmp = webp_chunk(b"XMP ", b"<x exif:GPSLatitude='55,45N'/>");
    assert!(run(&webp_of(4, &[webp_pixels(), xmp].concat())).unwrap().exif.has_gps);
}

#[test]
fn an_exponent_without_a_profile_is_obeyed() {
    let grey = |gamma: u32, more: &[u8]| {
        let image = RgbImage::from_pixel(8, 8, Rgb([55; 3]));
        let gamma = png_chunk(b"gAMA", &gamma.to_be_bytes());
        pixels(&png_with(image, &[&gamma[..], more].concat())).unwrap()[0]
    };
    // Linear light of 55/255 is 128 in sRGB.
    assert_eq!(grey(100_000, b""), 128);
    assert_eq!(grey(45_455, b""), 55);
    assert_eq!(grey(100_000, &png_chunk(b"sRGB", &[0])), 55);
    assert_eq!(grey(0, b""), 55);
}

#[test]
fn a_picture_that_lacks_only_its_last_bytes_is_published_with_a_warning() {
    let photo = photo(400, 300);
    let raster = Raster { width: 400, height: 300, samples: photo.to_vec() };
    let mut jpeg = Vec::new();
    let encoder = jpeg_encoder::Encoder::new(&mut jpeg, 95);
    encoder.encode(&photo, 400, 300, jpeg_encoder::ColorType::Rgb).unwrap();
    let png = encoded(photo.clone(), ImageFormat::Png);
    let webp = encode::webp(&raster, 90).unwrap();
    let bmp = encoded(photo.clone(), ImageFormat::Bmp);
    let gif = encoded(photo, ImageFormat::Gif);
    let mut wrong = Vec::new();
    for (kind, bytes, cuts) in [
        ("JPEG", &jpeg, &[1, 2, 3, 40][..]),
        ("PNG", &png, &[12, 13, 40]),
        ("WebP", &webp, &[3, 30]),
        ("BMP", &bmp, &[1, 40]),
        ("GIF", &gif, &[1]),
    ] {
        let whole = run(bytes).unwrap();
        for cut in cuts {
            let short = run(&bytes[..bytes.len() - cut]);
            // Without the end marker of a JPEG nothing of the picture is missing.
            let is_right = short.as_ref().is_ok_and(|short| {
                short.notices == [Notice::Incomplete]
                    && shapes(short) == shapes(&whole)
                    && (*cut > 2 || kind != "JPEG" || short.files == whole.files)
            });
            if !is_right {
                wrong.push(format!("{kind} without {cut} bytes: {:?}", short.err()));
            }
        }
        for part in [2, 10] {
            let cut = run(&bytes[..bytes.len() - bytes.len() / part]);
            if cut.as_ref().err() != Some(&PhotoError::Truncated) {
                let cut = cut.map(|cut| cut.notices);
                wrong.push(format!("{kind} without 1/{part}: {cut:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
