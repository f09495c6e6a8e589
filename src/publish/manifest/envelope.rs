//! The file format of the program's records: text that every hosting accepts, with a checksum.
//!
//! ```text
//! //rostok-manifest 1 <BLAKE3 of the content, 16 hexadecimal digits>
//! //<the content, deflated (RFC 1951), in base64>
//! ```
//!
//! The slashes make it a valid script without statements, because the default extension is `.js`.

use std::io::{Read, Write};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;

/// The version of the records, on servers and on this computer. A newer one is refused.
pub const RECORD_VERSION: u32 = 1;

/// The largest unpacked content, in bytes, enough for 200,000 files: whoever can write to the server must
/// not fill the memory of those who publish.
const MAX_BYTES: u64 = 16 * 1024 * 1024;

/// The largest file of a record, in bytes: packed, it is smaller than its content.
pub(in crate::publish) const MAX_FILE_BYTES: u64 = MAX_BYTES * 3 / 2;

/// Why a record cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// It is incomplete, changed, or not a record.
    Damaged,
    /// A newer version of the program wrote it.
    Newer(u32),
}

/// Encodes a record of this kind, for example `manifest`.
pub(in crate::publish) fn encode(kind: &str, content: &[u8]) -> Vec<u8> {
    let mut packer = DeflateEncoder::new(Vec::new(), Compression::default());
    // Writing to memory does not fail.
    let packed = packer.write_all(content).and_then(|()| packer.finish()).unwrap_or_default();
    let text = STANDARD.encode(packed);
    format!("//rostok-{kind} {RECORD_VERSION} {}\n//{text}\n", checksum(content)).into_bytes()
}

/// Decodes a file written by [`encode`].
pub(in crate::publish) fn decode(kind: &str, file: &[u8]) -> Result<Vec<u8>, Unreadable> {
    let damaged = Unreadable::Damaged;
    let text = std::str::from_utf8(file).map_err(|_| damaged)?;
    let rest = text.strip_prefix("//rostok-").and_then(|rest| rest.strip_prefix(kind));
    let (head, body) = rest.and_then(|rest| rest.trim_start().split_once('\n')).ok_or(damaged)?;
    let (version, sum) = head.split_once(' ').ok_or(damaged)?;
    match version.parse::<u32>() {
        Ok(RECORD_VERSION) => {}
        Ok(version) if version > RECORD_VERSION => return Err(Unreadable::Newer(version)),
        _ => return Err(damaged),
    }
    // Old servers convert line feeds to CR LF.
    let body = body.trim_end().strip_prefix("//").ok_or(damaged)?;
    let packed = STANDARD.decode(body).map_err(|_| damaged)?;
    let mut content = Vec::new();
    let mut unpacked = DeflateDecoder::new(packed.as_slice()).take(MAX_BYTES + 1);
    let is_read = unpacked.read_to_end(&mut content).is_ok() && content.len() as u64 <= MAX_BYTES;
    let sound = is_read && checksum(&content) == sum.trim();
    sound.then_some(content).ok_or(damaged)
}

fn checksum(content: &[u8]) -> String {
    let mut hex = blake3::hash(content).to_hex().to_string();
    hex.truncate(16);
    hex
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]
        #[test]
        fn only_whole_files_are_decoded(
            content: Vec<u8>, cut in 0..100_usize, change: u8
        ) {
            let file = encode("claim", &content);
            prop_assert_eq!(decode("claim", &file), Ok(content.clone()));
            prop_assert_eq!(decode("manifest", &file), Err(Unreadable::Damaged));
            let end = (file.len() - 1) * cut / 100;
            prop_assert!(decode("claim", &file[..end]) != Ok(content.clone()) || end + 2 > file.len());
            let mut other = file.clone();
            other[end] = change;
            if let Ok(read) = decode("claim", &other) {
                prop_assert_eq!(read, content);
            }
        }

        #[test]
        fn no_bytes_make_decoding_panic(bytes: Vec<u8>, text: String) {
            prop_assert_eq!(decode("claim", &bytes), Err(Unreadable::Damaged));
            let text = format!("//rostok-claim 1 {text}");
            prop_assert!(decode("claim", text.as_bytes()).is_err());
        }
    }

    #[test]
    fn a_record_that_unpacks_to_too_much_is_damaged() {
        let most = usize::try_from(MAX_BYTES).unwrap();
        let file = encode("manifest", &vec![b'0'; most]);
        assert_eq!(decode("manifest", &file).map(|content| content.len()), Ok(most));
        let file = encode("manifest", &vec![b'0'; most + 1]);
        assert!(file.len() < 100_000);
        assert_eq!(decode("manifest", &file), Err(Unreadable::Damaged));
    }

    #[test]
    fn a_newer_version_is_not_a_damaged_file() {
        let file = encode("claim", b"abc");
        let newer = String::from_utf8(file.clone()).unwrap().replace(" 1 ", " 2 ");
        assert_eq!(decode("claim", newer.as_bytes()), Err(Unreadable::Newer(2)));
        let windows = String::from_utf8(file).unwrap().replace('\n', "\r\n");
        assert_eq!(decode("claim", windows.as_bytes()), Ok(b"abc".to_vec()));
    }
}
