//! Copies the frames of animated GIFs into a new file, without any other data.

use std::io::Cursor;

use gif::{DecodeOptions, DecodingError, Encoder, MemoryLimit};

use super::PhotoError;

/// Limit for the pixels of all frames together: more would be a burden for readers.
const MAX_PIXELS: u64 = 1_000_000_000;

/// The GIF `bytes` without comments, texts, metadata and trailing data; `None` if it has only one
/// frame. The compressed frames are copied byte for byte.
///
/// # Errors
/// If a frame cannot be decoded.
pub(super) fn copy_frames(bytes: &[u8]) -> Result<Option<Vec<u8>>, PhotoError> {
    if count_frames(bytes)? < 2 {
        return Ok(None);
    }
    let mut options = DecodeOptions::new();
    options.skip_frame_decoding(true);
    let mut decoder = options.read_info(Cursor::new(bytes)).map_err(gif_error)?;
    let failed = |_| PhotoError::NotEncoded { format: "GIF" };
    let palette = decoder.global_palette().unwrap_or_default().to_vec();
    let mut encoder =
        Encoder::new(Vec::new(), decoder.width(), decoder.height(), &palette).map_err(failed)?;
    let mut first = true;
    while let Some(frame) = decoder.read_next_frame().map_err(gif_error)? {
        let frame = frame.clone();
        if std::mem::take(&mut first) {
            // The repeat count stands before the first frame.
            encoder.set_repeat(decoder.repeat()).map_err(failed)?;
        }
        encoder.write_lzw_pre_encoded_frame(&frame).map_err(failed)?;
    }
    encoder.into_inner().map(Some).map_err(failed)
}

/// Counts the frames, decoding each of them.
fn count_frames(bytes: &[u8]) -> Result<usize, PhotoError> {
    let mut options = DecodeOptions::new();
    options.set_memory_limit(MemoryLimit::Bytes(std::num::NonZeroU64::MIN.saturating_add(1 << 28)));
    let mut decoder = options.read_info(Cursor::new(bytes)).map_err(gif_error)?;
    let (mut frames, mut pixels) = (0, 0);
    while let Some(frame) = decoder.read_next_frame().map_err(gif_error)? {
        frames += 1;
        pixels += u64::from(frame.width) * u64::from(frame.height);
        if pixels > MAX_PIXELS {
            let (width, height) = (u32::from(decoder.width()), u32::from(decoder.height()));
            return Err(PhotoError::TooLarge { width, height });
        }
    }
    Ok(frames)
}

fn gif_error(error: DecodingError) -> PhotoError {
    match error {
        DecodingError::Io(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => {
            PhotoError::Truncated
        }
        _ => PhotoError::Damaged,
    }
}
