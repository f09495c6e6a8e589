//! Files with and without a place, made by hand.

use std::io::Cursor;

use super::*;

fn kind(name: &str, bytes: &[u8]) -> FileKind {
    FileKind::detect(name, &mut Cursor::new(bytes), bytes.len() as u64).unwrap()
}

const NO_PLACE: [FileKind; 2] =
    [FileKind::RawPhoto { has_gps: false }, FileKind::Recording { has_gps: false }];
const PLACE: [FileKind; 2] =
    [FileKind::RawPhoto { has_gps: true }, FileKind::Recording { has_gps: true }];

/// A TIFF whose first directory leads to GPS data with these tags.
fn tiff_with_gps(tags: &[u16]) -> Vec<u8> {
    let mut bytes = b"MM\0\x2a\0\0\0\x08\0\x01\x88\x25\0\x04\0\0\0\x01\0\0\0\x1a\0\0\0\0".to_vec();
    bytes.extend((tags.len() as u16).to_be_bytes());
    for tag in tags {
        bytes.extend(tag.to_be_bytes());
        bytes.extend(b"\0\x05\0\0\0\x03\0\0\0\0");
    }
    bytes.extend([0; 4]);
    bytes
}

fn media_box(kind: &[u8], content: &[u8]) -> Vec<u8> {
    [&(8 + content.len() as u32).to_be_bytes()[..], kind, content].concat()
}

#[test]
fn pictures_are_known_by_their_first_bytes_whatever_their_name() {
    for name in ["foto.jfif", "foto.jpe", "foto.mpo", "foto", "foto.docx", "foto.mp4", "foto.dng"] {
        assert_eq!(kind(name, b"\xff\xd8\xff\xe1 and more"), FileKind::Picture, "{name}");
    }
    let pictures: [&[u8]; 8] = [
        b"\x89PNG\r\n\x1a\n",
        b"RIFF\0\0\0\0WEBPVP8 ",
        b"GIF89a",
        b"II*\0\x08\0\0\0",
        b"\0\0\0\x18ftypheic",
        b"\0\0\0\x18ftypavif",
        b"BM\x40\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0",
        b"\0\0\0\x0cJXL \r\n\x87\n",
    ];
    for bytes in pictures {
        assert_eq!(kind("fayl.dat", bytes), FileKind::Picture, "{bytes:?}");
    }
    let others: [(&str, &[u8]); 6] = [
        ("tekst.txt", "BMW и другие".as_bytes()),
        ("plan.docx", b"PK\x03\x04"),
        ("prikaz.pdf", b"%PDF-1.7"),
        ("kod.ts", b"let x"),
        ("pusto", b""),
        ("stranica.html", b"<html><svg></svg>"),
    ];
    for (name, bytes) in others {
        assert_eq!(kind(name, bytes), FileKind::Other, "{name}");
    }
    assert_eq!(kind("foto.zip", b"PK\x03\x04"), FileKind::Archive);
}

#[test]
fn raw_photos_tell_their_place() {
    assert_eq!(kind("a.dng", &tiff_with_gps(&[1, 2])), PLACE[0]);
    assert_eq!(kind("a.nef", &tiff_with_gps(&[0])), NO_PLACE[0]);
    let olympus = [b"MMOR", &tiff_with_gps(&[4])[4..]].concat();
    assert_eq!(kind("a.orf", &olympus), PLACE[0]);
    let canon = [&b"\0\0\0\x18ftypcrx "[..], &[0; 99], b"CMT4", &gps_directory()].concat();
    assert_eq!(kind("a.cr3", &canon), PLACE[0]);
    let exif = [&b"Exif\0\0"[..], &tiff_with_gps(&[2])].concat();
    assert_eq!(kind("a.raf", &[&b"FUJIFILMCCD-RAW "[..], &exif].concat()), PLACE[0]);
    let resource = [&b"8BPS8BIM\x04\x22\0\0\0\0\0\x40"[..], &tiff_with_gps(&[2])].concat();
    assert_eq!(kind("a.psd", &resource), PLACE[0]);
    assert_eq!(kind("a.psd", b"8BPS <exif:GPSLatitude>55"), PLACE[0]);
    assert_eq!(kind("a.psd", b"8BPS and nothing else"), NO_PLACE[0]);
}

/// A TIFF whose first directory holds a latitude itself.
fn gps_directory() -> Vec<u8> {
    b"II\x2a\0\x08\0\0\0\x01\0\x02\0\x05\0\x03\0\0\0\0\0\0\0\0\0\0\0".to_vec()
}

#[test]
fn videos_tell_their_place() {
    let start = media_box(b"ftyp", b"mp42");
    let film = |inner: &[u8]| {
        // A place in the sound or the pictures is none.
        let data = media_box(b"mdat", b"\xa9xyz\0\x12\x15\xc7+55.7500+037.6167/");
        [&start[..], &data, &media_box(b"moov", inner)].concat()
    };
    let udta = |content: &[u8]| film(&media_box(b"udta", content));
    assert_eq!(kind("a.mp4", &film(b"trak")), NO_PLACE[1]);
    let apple = media_box(b"\xa9xyz", b"\0\x12\x15\xc7+55.7500+037.6167/");
    assert_eq!(kind("a.mp4", &udta(&apple)), PLACE[1]);
    assert_eq!(kind("a.mov", &film(b"mdta com.apple.quicktime.location.ISO6709")), PLACE[1]);
    let phone = media_box(b"loci", &[0; 24]);
    assert_eq!(kind("a.3gp", &udta(&phone)), PLACE[1]);
    assert_eq!(kind("a.mp4", &udta(b"loci in a text")), NO_PLACE[1]);
    assert_eq!(kind("a.mp4", &film(b"gpmd")), PLACE[1]);
    assert_eq!(kind("a.mkv", b"\x1a\x45\xdf\xa3 LOCATION\x44\x87+55.7500+037.6167/"), PLACE[1]);
    assert_eq!(kind("a.mkv", b"\x1a\x45\xdf\xa3 LOCATION: unknown"), NO_PLACE[1]);
    assert_eq!(kind("a.avi", b"RIFF\0\0\0\0AVI LIST"), NO_PLACE[1]);
}

#[test]
fn damaged_lengths_end_the_search() {
    for length in [0_u32, 1, 7, 8, u32::MAX] {
        let film = [&length.to_be_bytes()[..], b"moov", &[0xff; 40]].concat();
        assert_eq!(kind("a.mp4", &film), NO_PLACE[1], "{length}");
    }
    let mut endless = tiff_with_gps(&[0]);
    // The next directory is the first one again.
    endless[22..26].copy_from_slice(&8_u32.to_be_bytes());
    let mut reader = TiffReader::new(Cursor::new(endless)).unwrap();
    assert_eq!(reader.directories(100).len(), 1);
}
