//! The samples of a TIFF's chunks, as bytes.

use ::tiff::decoder::DecodingResult;

use super::RARE;
use crate::photos::PhotoError;

/// One row of a chunk.
pub(super) struct SampleRow {
    /// How many samples it has.
    pub(super) count: usize,
    pub(super) bits: u8,
}

impl SampleRow {
    /// The samples of all rows as bytes. Those of less than 8 bits become brighter, unless they are
    /// `indices`; rows of such samples end with whole bytes.
    pub(super) fn to_bytes(
        &self,
        read: DecodingResult,
        indices: bool,
    ) -> Result<Vec<u8>, PhotoError> {
        let scaled = |value: f64| (value.clamp(0.0, 1.0) * 255.0).round() as u8;
        Ok(match read {
            DecodingResult::U8(bytes) if self.bits == 8 => bytes,
            DecodingResult::U8(bytes) if matches!(self.bits, 1 | 2 | 4) => {
                let most = (1_u8 << self.bits) - 1;
                let factor = if indices { 1 } else { u8::MAX / most };
                let in_byte = 8 / usize::from(self.bits);
                let value = |row: &[u8], at: usize| {
                    let shift = 8 - usize::from(self.bits) * (at % in_byte + 1);
                    (row[at / in_byte] >> shift & most) * factor
                };
                let rows = bytes.chunks_exact(self.count.div_ceil(in_byte).max(1));
                rows.flat_map(|row| (0..self.count).map(move |at| value(row, at))).collect()
            }
            DecodingResult::U16(values) if self.bits == 16 => {
                values.iter().map(|&value| ((u32::from(value) + 128) / 257) as u8).collect()
            }
            DecodingResult::F32(values) => {
                values.iter().map(|&value| scaled(f64::from(value))).collect()
            }
            DecodingResult::F64(values) => values.iter().map(|&value| scaled(value)).collect(),
            _ => return Err(RARE),
        })
    }
}

/// As JPEG defines it (JFIF, ITU-T T.871).
pub(super) fn ycbcr_to_rgb(pixel: &[u8]) -> [u8; 3] {
    let (luma, blue, red) = (f32::from(pixel[0]), f32::from(pixel[1]), f32::from(pixel[2]));
    let (blue, red) = (blue - 128.0, red - 128.0);
    [luma + 1.402 * red, luma - 0.344_136 * blue - 0.714_136 * red, luma + 1.772 * blue]
        .map(|value| value.round().clamp(0.0, 255.0) as u8)
}
