//! Animated GIFs: their frames as they are, in a new file, without whatever else was there.

use std::io::Cursor;

use gif::{DecodeOptions, DecodingError, Encoder, MemoryLimit};

use super::Trouble;

/// A film of this many pixels in all its frames would be a burden to any reader.
const MOST_PIXELS: u64 = 1_000_000_000;

/// The GIF `bytes` without comments, texts, metadata and what follows it; nothing where it has one
/// frame only. The compressed frames are copied byte for byte.
///
/// # Errors
/// Where a frame cannot be decoded.
pub(super) fn copy(bytes: &[u8]) -> Result<Option<Vec<u8>>, Trouble> {
    if frames(bytes)? < 2 {
        return Ok(None);
    }
    let mut options = DecodeOptions::new();
    options.skip_frame_decoding(true);
    let mut decoder = options.read_info(Cursor::new(bytes)).map_err(trouble)?;
    let failed = |_| Trouble::NotEncoded { format: "GIF" };
    let palette = decoder.global_palette().unwrap_or_default().to_vec();
    let mut encoder =
        Encoder::new(Vec::new(), decoder.width(), decoder.height(), &palette).map_err(failed)?;
    let mut first = true;
    while let Some(frame) = decoder.read_next_frame().map_err(trouble)? {
        let frame = frame.clone();
        if std::mem::take(&mut first) {
            // It stands before the first frame.
            encoder.set_repeat(decoder.repeat()).map_err(failed)?;
        }
        encoder.write_lzw_pre_encoded_frame(&frame).map_err(failed)?;
    }
    encoder.into_inner().map(Some).map_err(failed)
}

/// How many frames there are; all of them are decoded.
fn frames(bytes: &[u8]) -> Result<usize, Trouble> {
    let mut options = DecodeOptions::new();
    options.set_memory_limit(MemoryLimit::Bytes(std::num::NonZeroU64::MIN.saturating_add(1 << 28)));
    let mut decoder = options.read_info(Cursor::new(bytes)).map_err(trouble)?;
    let (mut frames, mut pixels) = (0, 0);
    while let Some(frame) = decoder.read_next_frame().map_err(trouble)? {
        frames += 1;
        pixels += u64::from(frame.width) * u64::from(frame.height);
        if pixels > MOST_PIXELS {
            let (width, height) = (u32::from(decoder.width()), u32::from(decoder.height()));
            return Err(Trouble::TooLarge { width, height });
        }
    }
    Ok(frames)
}

fn trouble(error: DecodingError) -> Trouble {
    match error {
        DecodingError::Io(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => {
            Trouble::Truncated
        }
        _ => Trouble::Damaged,
    }
}
