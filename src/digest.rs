//! Digests that tell versions of a file apart: 128-bit XXH3 of the bytes.
//!
//! Two versions have the same digest by chance once in 10^38 cases. Such a pair could be made on
//! purpose, with no gain for the attacker. Marks that must not be forged and permanent names of files
//! use BLAKE3, which takes ten times as long.
//!
//! The algorithm: <https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md>.

use std::fmt;

use twox_hash::XxHash3_128;
use twox_hash::xxhash3_128::Hasher;

/// The digest of a file's bytes, displayed as 32 hexadecimal digits. Bytes, because a number would be aligned to 16,
/// and lists of files have many of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Digest([u8; 16]);

impl Digest {
    /// Hashes `bytes`.
    pub fn hash(bytes: &[u8]) -> Self {
        Self(XxHash3_128::oneshot(bytes).to_be_bytes())
    }

    /// Parses what `Display` writes; `None` for any other text.
    pub fn parse(text: &str) -> Option<Self> {
        let is_digit = |byte: &u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
        let is_sound = text.len() == 32 && text.as_bytes().iter().all(is_digit);
        is_sound
            .then(|| u128::from_str_radix(text, 16).ok().map(|number| Self(number.to_be_bytes())))?
    }

    /// A digest of another kind of the same length.
    pub fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// The bytes in the order in which `Display` writes them.
    pub fn to_bytes(self) -> [u8; 16] {
        self.0
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:032x}", u128::from_be_bytes(self.0))
    }
}

/// Computes the size and the digest of bytes that come in chunks.
#[derive(Default)]
pub struct Digester {
    hasher: Hasher,
    size: u64,
}

impl Digester {
    pub fn update(&mut self, chunk: &[u8]) {
        self.hasher.write(chunk);
        self.size += chunk.len() as u64;
    }

    /// The number of bytes and their digest.
    pub fn finish(self) -> (u64, Digest) {
        (self.size, Digest(self.hasher.finish_128().to_be_bytes()))
    }
}

impl fmt::Debug for Digester {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Digester").field("size", &self.size).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn matches_the_specification() {
        assert_eq!(Digest::hash(b"").to_string(), "99aa06d3014798d86001c324468d497f");
    }

    #[test]
    fn chunks_give_the_digest_of_the_whole() {
        let bytes: Vec<u8> =
            (0..100_000_u32).map(|number| (number.wrapping_mul(number) >> 3) as u8).collect();
        for length in [0, 1, 16, 17, 128, 129, 240, 241, 1024, 1025, 9_000, 100_000] {
            for size in [1, 7, 64, 1000, 70_000] {
                let mut digester = Digester::default();
                bytes[..length].chunks(size).for_each(|chunk| digester.update(chunk));
                let whole = (length as u64, Digest::hash(&bytes[..length]));
                assert_eq!(digester.finish(), whole, "{length} by {size}");
            }
        }
    }

    #[test]
    fn only_displayed_digests_are_parsed() {
        let digest = Digest::hash("Росток".as_bytes());
        let text = digest.to_string();
        assert_eq!(Digest::parse(&text), Some(digest));
        assert_eq!(digest.to_bytes()[0], u8::from_str_radix(&text[..2], 16).unwrap());
        for other in [&text[1..], "", &text.to_uppercase(), &format!("+{}", &text[1..])] {
            assert_eq!(Digest::parse(other), None, "{other}");
        }
        assert_eq!(Digest::parse(&"f".repeat(33)), None);
    }
}
