//! Looks at eight bytes of a text at a time.
//!
//! Each text is looked through several times, and whether the compiler makes one comparison of many changes
//! from build to build: loops over single bytes were a fifth of a build's instructions at 1,000 posts.

/// Eight times the byte 1.
pub(crate) const ONES: u64 = 0x0101_0101_0101_0101;
/// The high bits of eight bytes.
pub(crate) const HIGH_BITS: u64 = 0x80 * ONES;

/// Not zero if any of the bytes is less than `limit`, at most 0x80.
pub(crate) const fn below(eight: u64, limit: u8) -> u64 {
    eight.wrapping_sub(ONES * limit as u64) & !eight & HIGH_BITS
}

/// Not zero if any of the bytes is `byte`.
pub(crate) const fn equal(eight: u64, byte: u8) -> u64 {
    below(eight ^ (ONES * byte as u64), 1)
}

/// Not zero if any of the bytes is one of the sixteen from `first`, a multiple of 16.
const fn in_row(eight: u64, first: u8) -> u64 {
    below(eight ^ (ONES * first as u64), 16)
}

/// Whether `test` is not zero for any eight bytes. It must not look for the letter «a».
pub(crate) fn any(bytes: &[u8], test: impl Fn(u64) -> u64) -> bool {
    let (eights, rest) = bytes.as_chunks::<8>();
    let mut last = [b'a'; 8];
    last[..rest.len()].copy_from_slice(rest);
    let all = eights.iter().chain([&last]);
    all.fold(0, |found, eight| found | test(u64::from_le_bytes(*eight))) != 0
}

/// The places of the bytes that `is_sought`. They are looked for only where `test` is not zero.
fn places(
    bytes: &[u8],
    test: impl Fn(u64) -> u64,
    is_sought: impl Fn(u8) -> bool + Copy,
) -> impl Iterator<Item = usize> {
    let (eights, rest) = bytes.as_chunks::<8>();
    let found = move |start: usize, bytes: &[u8]| {
        let bytes: [Option<u8>; 8] = std::array::from_fn(|at| bytes.get(at).copied());
        let bytes = bytes.into_iter().flatten().enumerate();
        bytes.filter(move |&(_, byte)| is_sought(byte)).map(move |(at, _)| start + at)
    };
    let starts = eights.iter().enumerate();
    let starts = starts.filter(move |(_, eight)| test(u64::from_le_bytes(**eight)) != 0);
    let last = found(eights.len() * 8, rest);
    starts.flat_map(move |(number, eight)| found(number * 8, eight)).chain(last)
}

/// The places of ASCII digits.
pub(crate) fn digits(bytes: &[u8]) -> impl Iterator<Item = usize> {
    let test = |eight| below(eight ^ (ONES * b'0' as u64), 10);
    places(bytes, test, |byte| byte.is_ascii_digit())
}

/// The places of ASCII control characters but line feeds and tabs.
pub(crate) fn controls(bytes: &[u8]) -> impl Iterator<Item = usize> {
    let test = |eight| below(eight, b' ') | equal(eight, 0x7f);
    places(bytes, test, |byte| byte.is_ascii_control() && byte != b'\n' && byte != b'\t')
}

/// The places of the letters А–Я, without Ё, which shares its second byte with с.
pub(crate) fn capitals(bytes: &[u8]) -> impl Iterator<Item = usize> {
    let test = |eight| in_row(eight, 0x90) | in_row(eight, 0xa0);
    let seconds = places(bytes, test, |byte| matches!(byte, 0x90..=0xaf));
    let firsts = seconds.filter_map(|at| at.checked_sub(1));
    firsts.filter(|&at| bytes[at] == 0xd0)
}

#[cfg(test)]
mod tests {
    use super::{any, below, capitals, controls, digits, equal};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn bytes_are_found_as_one_by_one(bytes: Vec<u8>, limit in 1..=0x80_u8, byte: u8) {
            prop_assert_eq!(
                any(&bytes, |eight| below(eight, limit.min(b'a'))),
                bytes.iter().any(|byte| *byte < limit.min(b'a'))
            );
            if byte != b'a' {
                prop_assert_eq!(any(&bytes, |eight| equal(eight, byte)), bytes.contains(&byte));
            }
        }

        #[test]
        fn places_are_those_of_the_characters(text in "[а-яёА-ЯЁ0-9 «»—\u{1}\u{7f}\n\t№]{0,60}") {
            let sought = |is_sought: fn(char) -> bool| -> Vec<usize> {
                text.char_indices().filter(|(_, letter)| is_sought(*letter)).map(|(at, _)| at).collect()
            };
            let bytes = text.as_bytes();
            prop_assert_eq!(digits(bytes).collect::<Vec<_>>(), sought(|letter| letter.is_ascii_digit()));
            prop_assert_eq!(
                controls(bytes).collect::<Vec<_>>(),
                sought(|letter| letter.is_ascii_control() && letter != '\n' && letter != '\t')
            );
            prop_assert_eq!(
                capitals(bytes).collect::<Vec<_>>(),
                sought(|letter| matches!(letter, 'А'..='Я'))
            );
        }
    }
}
