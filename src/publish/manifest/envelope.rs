//! How a record of ours is written as a file: text that any hosting takes, and that says itself
//! whether it is whole.
//!
//! ```text
//! //rostok-manifest 1 <BLAKE3 of the content, 16 hexadecimal digits>
//! //<the content, deflated (RFC 1951), in base64>
//! ```
//!
//! The slashes make it a script without a command, as the kind of file, `.js` by default, promises.

use std::io::{Read, Write};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;

const VERSION: u32 = 1;

/// No record becomes larger than this when it is unpacked: a damaged one must not eat the memory.
const MOST: u64 = 256 * 1024 * 1024;

/// Why a record cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// It is cut, or changed, or something else.
    Damaged,
    /// A newer version of the program wrote it.
    Newer(u32),
}

/// `content` as a file of this `kind` of record, for example `manifest`.
pub(in crate::publish) fn wrap(kind: &str, content: &[u8]) -> Vec<u8> {
    let mut packer = DeflateEncoder::new(Vec::new(), Compression::default());
    // Writing into memory does not fail.
    let packed = packer.write_all(content).and_then(|()| packer.finish()).unwrap_or_default();
    let text = STANDARD.encode(packed);
    format!("//rostok-{kind} {VERSION} {}\n//{text}\n", checksum(content)).into_bytes()
}

/// The content of a file made by [`wrap`].
pub(in crate::publish) fn open(kind: &str, file: &[u8]) -> Result<Vec<u8>, Unreadable> {
    let damaged = Unreadable::Damaged;
    let text = std::str::from_utf8(file).map_err(|_| damaged)?;
    let rest = text.strip_prefix("//rostok-").and_then(|rest| rest.strip_prefix(kind));
    let (head, body) = rest.and_then(|rest| rest.trim_start().split_once('\n')).ok_or(damaged)?;
    let (version, sum) = head.split_once(' ').ok_or(damaged)?;
    match version.parse::<u32>() {
        Ok(VERSION) => {}
        Ok(version) if version > VERSION => return Err(Unreadable::Newer(version)),
        _ => return Err(damaged),
    }
    // An old server may have turned line feeds into CR LF.
    let body = body.trim_end().strip_prefix("//").ok_or(damaged)?;
    let packed = STANDARD.decode(body).map_err(|_| damaged)?;
    let mut content = Vec::new();
    let unpacked = DeflateDecoder::new(packed.as_slice()).take(MOST).read_to_end(&mut content);
    let sound = unpacked.is_ok() && checksum(&content) == sum.trim();
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
        fn what_is_wrapped_is_opened_and_what_is_cut_or_changed_is_not(
            content: Vec<u8>, cut in 0..100_usize, change: u8
        ) {
            let file = wrap("claim", &content);
            prop_assert_eq!(open("claim", &file), Ok(content.clone()));
            prop_assert_eq!(open("manifest", &file), Err(Unreadable::Damaged));
            let end = (file.len() - 1) * cut / 100;
            prop_assert!(open("claim", &file[..end]) != Ok(content.clone()) || end + 2 > file.len());
            let mut other = file.clone();
            other[end] = change;
            if let Ok(read) = open("claim", &other) {
                prop_assert_eq!(read, content);
            }
        }

        #[test]
        fn anything_is_looked_at_without_harm(bytes: Vec<u8>, text: String) {
            prop_assert_eq!(open("claim", &bytes), Err(Unreadable::Damaged));
            let text = format!("//rostok-claim 1 {text}");
            prop_assert!(open("claim", text.as_bytes()).is_err());
        }
    }

    #[test]
    fn a_newer_one_is_told_from_a_damaged_one() {
        let file = wrap("claim", b"abc");
        let newer = String::from_utf8(file.clone()).unwrap().replace(" 1 ", " 2 ");
        assert_eq!(open("claim", newer.as_bytes()), Err(Unreadable::Newer(2)));
        let windows = String::from_utf8(file).unwrap().replace('\n', "\r\n");
        assert_eq!(open("claim", windows.as_bytes()), Ok(b"abc".to_vec()));
    }
}
