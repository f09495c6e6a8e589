//! The directories of a TIFF file (TIFF 6.0, section 2), which raw photos and EXIF data have too.

use std::io::{Read, Seek};

use super::read_at;

/// More entries than any program writes.
const MAX_ENTRIES: u64 = 4096;

/// The tag of the directory with GPS data, and in it latitude and longitude; CIPA DC-008.
const GPS_DIRECTORY: u16 = 0x8825;
const COORDINATES: [u16; 2] = [2, 4];

/// Reads directories from a file with the byte order and the widths of its header.
pub struct TiffReader<R> {
    file: R,
    big_endian: bool,
    /// BigTIFF: offsets of 8 bytes.
    is_wide: bool,
    first: u64,
}

/// One directory: in a file of several pages, one page.
#[derive(Clone, Debug, Default)]
pub struct TiffDirectory {
    entries: Vec<TiffEntry>,
    /// Where the next directory is; 0 after the last one.
    pub next: u64,
}

#[derive(Clone, Copy, Debug)]
struct TiffEntry {
    tag: u16,
    /// Where its value stands in the file.
    at: u64,
    /// The value, or where the values are if they need more room.
    value: u64,
}

impl TiffDirectory {
    /// The number that `tag` has; for a list, its place in the file.
    pub fn number(&self, tag: u16) -> Option<u64> {
        self.entry(tag).map(|entry| entry.value)
    }

    fn has_coordinates(&self) -> bool {
        COORDINATES.iter().any(|&tag| self.number(tag).is_some())
    }

    /// Where the value of `tag` stands in the file.
    pub fn position(&self, tag: u16) -> Option<u64> {
        self.entry(tag).map(|entry| entry.at)
    }

    fn entry(&self, tag: u16) -> Option<&TiffEntry> {
        self.entries.iter().find(|entry| entry.tag == tag)
    }
}

impl<R: Read + Seek> TiffReader<R> {
    /// Reads the header; `None` if it is none of TIFF. Raw photos have other numbers than TIFF's 42.
    pub fn new(mut file: R) -> Option<Self> {
        let header = read_at(&mut file, 0, 16).ok()?;
        let big_endian = match header.get(..2)? {
            b"II" => false,
            b"MM" => true,
            _ => return None,
        };
        let version = number(header.get(2..4)?, big_endian);
        let is_wide = version == 43;
        let first = header.get(if is_wide { 8..16 } else { 4..8 })?;
        let first = number(first, big_endian);
        Some(Self { file, big_endian, is_wide, first })
    }

    /// The directories from the first on, at most `limit`; in damaged files fewer.
    pub fn directories(&mut self, limit: usize) -> Vec<TiffDirectory> {
        let mut found = Vec::new();
        let mut seen = Vec::new();
        let mut at = self.first;
        while at != 0 && found.len() < limit && !seen.contains(&at) {
            seen.push(at);
            let Some(directory) = self.directory(at) else { break };
            at = directory.next;
            found.push(directory);
        }
        found
    }

    /// Whether the first directory leads to GPS coordinates.
    pub fn has_gps(&mut self) -> bool {
        let first = self.directory(self.first);
        let gps = first.and_then(|first| self.directory(first.number(GPS_DIRECTORY)?));
        gps.is_some_and(|gps| gps.has_coordinates())
    }

    /// Whether the first directory holds GPS coordinates itself.
    pub(super) fn is_gps(&mut self) -> bool {
        self.directory(self.first).is_some_and(|gps| gps.has_coordinates())
    }

    /// The directory at `at`.
    fn directory(&mut self, at: u64) -> Option<TiffDirectory> {
        let (count_bytes, entry_bytes, offset_bytes) =
            if self.is_wide { (8, 20, 8) } else { (2, 12, 4) };
        let big_endian = self.big_endian;
        let count = read_at(&mut self.file, at, count_bytes).ok()?;
        let count = number(count.get(..count_bytes)?, big_endian);
        if count > MAX_ENTRIES {
            return None;
        }
        let length = count as usize * entry_bytes;
        let begin = at.checked_add(count_bytes as u64)?;
        let bytes = read_at(&mut self.file, begin, length + offset_bytes).ok()?;
        let entries = bytes.get(..length)?.chunks_exact(entry_bytes).enumerate();
        let entries = entries.filter_map(|(place, entry)| {
            let tag = number(entry.get(..2)?, big_endian) as u16;
            let value = entry.get(entry_bytes - offset_bytes..)?;
            // A single number of two bytes stands at the beginning of its field.
            let is_short = entry.get(2..4).map(|kind| number(kind, big_endian)) == Some(3);
            let is_single = number(entry.get(4..entry_bytes - offset_bytes)?, big_endian) == 1;
            let used = if is_short && is_single { value.get(..2)? } else { value };
            let at = begin + (place * entry_bytes + entry_bytes - offset_bytes) as u64;
            Some(TiffEntry { tag, at, value: number(used, big_endian) })
        });
        let entries = entries.collect();
        // Some programs leave out the offset of the next directory.
        let next = bytes.get(length..length + offset_bytes).unwrap_or_default();
        Some(TiffDirectory { entries, next: number(next, big_endian) })
    }
}

fn number(bytes: &[u8], big_endian: bool) -> u64 {
    let add = |number: u64, byte: &u8| number << 8 | u64::from(*byte);
    if big_endian { bytes.iter().fold(0, add) } else { bytes.iter().rev().fold(0, add) }
}
