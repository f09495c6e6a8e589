//! Looks for a place in the metadata of raw photos and recordings.

use std::io::{self, Cursor, Read, Seek};

use memchr::memmem;

use super::read_at;
use super::tiff::TiffReader;

/// How much of the beginning and of the end of a file is read where its structure is not known.
const ENDS: usize = 1 << 20;
/// How much of the metadata of one recording is read.
const MAX_METADATA: u64 = 64 << 20;
/// How many boxes of one recording are looked at: a live recording has thousands.
const MAX_BOXES: usize = 100_000;
/// How much of an EXIF block is read.
const MAX_EXIF: usize = 64 * 1024;

/// Names under which XMP and programs of phones keep coordinates.
const NAMES: [&[u8]; 4] =
    [b"GPSLatitude", b"GPSCoordinates", b"location.ISO6709", b"G\0P\0S\0L\0a\0t\0i\0t\0u\0d\0e\0"];
/// Marks before coordinates in the form of ISO 6709, `+55.7500+037.6167/`: QuickTime, Matroska.
const MARKS: [&[u8]; 2] = [b"\xa9xyz", b"LOCATION"];
/// How far behind the mark the coordinates begin at most.
const MARK_DISTANCE: usize = 32;

/// Whether a raw photo holds GPS coordinates.
pub(super) fn in_raw_photo(file: &mut (impl Read + Seek), size: u64) -> io::Result<bool> {
    if TiffReader::new(&mut *file).is_some_and(|mut reader| reader.has_gps()) {
        return Ok(true);
    }
    in_ends(file, size, |bytes| has_name(bytes) || has_exif_gps(bytes))
}

/// Whether an MP4, a QuickTime film or a relative tells where it was made: all boxes but those with
/// the pictures and the sound are searched (ISO/IEC 14496-12, 4.2).
pub(super) fn in_iso_media(file: &mut (impl Read + Seek), size: u64) -> io::Result<bool> {
    let (mut at, mut left) = (0, MAX_METADATA);
    for _ in 0..MAX_BOXES {
        let header = read_at(file, at, 16)?;
        let (Some(short), Some(kind)) = (header.first_chunk::<4>(), header.get(4..8)) else {
            break;
        };
        let length = match (u32::from_be_bytes(*short), header.get(8..16)) {
            // Up to the end of the file.
            (0, _) => size.saturating_sub(at),
            (1, Some(long)) => long.iter().fold(0, |length, byte| length << 8 | u64::from(*byte)),
            (short, _) => u64::from(short),
        };
        if length < 8 {
            break;
        }
        if !matches!(kind, b"mdat" | b"free" | b"skip" | b"wide") {
            let bytes = read_at(file, at, length.min(left) as usize)?;
            if has_name(&bytes) || has_mark(&bytes) || has_location_box(&bytes) {
                return Ok(true);
            }
            left -= bytes.len() as u64;
        }
        at = at.saturating_add(length);
        if at >= size || left == 0 {
            break;
        }
    }
    Ok(false)
}

/// Whether any other recording tells where it was made.
pub(super) fn in_other_recording(file: &mut (impl Read + Seek), size: u64) -> io::Result<bool> {
    in_ends(file, size, |bytes| has_name(bytes) || has_mark(bytes))
}

/// Looks at the beginning and at the end of a file.
fn in_ends(
    file: &mut (impl Read + Seek),
    size: u64,
    found: impl Fn(&[u8]) -> bool,
) -> io::Result<bool> {
    if found(&read_at(file, 0, ENDS)?) {
        return Ok(true);
    }
    let end = size.saturating_sub(ENDS as u64);
    Ok(end > 0 && found(&read_at(file, end, ENDS)?))
}

fn has_name(bytes: &[u8]) -> bool {
    NAMES.iter().any(|name| memmem::find(bytes, name).is_some())
}

fn has_mark(bytes: &[u8]) -> bool {
    MARKS.iter().any(|mark| {
        memmem::find_iter(bytes, mark).any(|at| {
            let rest = &bytes[at + mark.len()..];
            (0..MARK_DISTANCE.min(rest.len())).any(|at| are_coordinates(&rest[at..]))
        })
    })
}

/// Whether `bytes` begin with latitude and longitude: a sign and digits, twice.
fn are_coordinates(bytes: &[u8]) -> bool {
    let number = |bytes: &[u8]| {
        let is_signed = matches!(bytes, [b'+' | b'-', b'0'..=b'9', b'0'..=b'9', ..]);
        let rest = bytes.get(1..).unwrap_or_default();
        let digits = rest.iter().take_while(|byte| byte.is_ascii_digit() || **byte == b'.').count();
        is_signed.then_some(1 + digits)
    };
    number(bytes).is_some_and(|length| number(&bytes[length..]).is_some())
}

/// Whether there is a location box of 3GPP phones (TS 26.244, 8.2) or the track of a GoPro camera.
fn has_location_box(bytes: &[u8]) -> bool {
    let is_location = |at: usize| {
        let length = at.checked_sub(4).and_then(|begin| bytes.get(begin..at));
        // The length is that of a short text and three numbers; version and flags are 0.
        matches!(length, Some([0, 0, 0..=3, _])) && bytes.get(at + 4..at + 8) == Some(&[0; 4])
    };
    memmem::find_iter(bytes, b"loci").any(is_location) || memmem::find(bytes, b"gpmd").is_some()
}

/// Whether there are coordinates in an EXIF block: in a JPEG inside (Fujifilm), in a box of Canon's,
/// or in the resources of Photoshop.
fn has_exif_gps(bytes: &[u8]) -> bool {
    [&b"Exif\0\0"[..], b"CMT4", b"8BIM\x04\x22"].iter().any(|mark| {
        memmem::find_iter(bytes, mark).any(|at| {
            let rest = &bytes[at + mark.len()..];
            let rest = &rest[..rest.len().min(MAX_EXIF)];
            // Photoshop writes a name and a length first.
            let headers = [&b"II*\0"[..], b"MM\0*"];
            let start = headers.iter().filter_map(|header| memmem::find(rest, header)).min();
            let start = start.filter(|&start| start <= 8);
            let Some(exif) = start.and_then(|start| rest.get(start..)) else { return false };
            let Some(mut reader) = TiffReader::new(Cursor::new(exif)) else { return false };
            if *mark == b"CMT4" { reader.is_gps() } else { reader.has_gps() }
        })
    })
}
