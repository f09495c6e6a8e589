//! Looks at eight bytes of a text at a time.
//!
//! Each text is looked through several times, and whether the compiler makes one comparison of many changes
//! from build to build: loops over single bytes were a fifth of a build's instructions at 1,000 posts.

/// Eight times the byte 1.
pub(crate) const ONES: u64 = 0x0101_0101_0101_0101;
/// The high bits of eight bytes.
pub(crate) const HIGH_BITS: u64 = 0x80 * ONES;

/// The high bit of each byte that is less than `limit`, at most 0x80.
pub(crate) const fn below(eight: u64, limit: u8) -> u64 {
    // No byte borrows from its neighbour: each is made larger than what is taken from it.
    !((eight | HIGH_BITS) - ONES * limit as u64) & !eight & HIGH_BITS
}

/// The high bit of each byte that is `byte`.
pub(crate) const fn equal(eight: u64, byte: u8) -> u64 {
    below(eight ^ (ONES * byte as u64), 1)
}

/// The high bit of each of the sixteen bytes from `first`, a multiple of 16.
const fn in_row(eight: u64, first: u8) -> u64 {
    below(eight ^ (ONES * first as u64), 16)
}

/// What lacks to eight at the end of a text, and is nowhere sought.
const FILLER: u8 = b'a';

/// Whether `test` gives a bit for any byte.
pub(crate) fn any(bytes: &[u8], test: impl Fn(u64) -> u64) -> bool {
    let (eights, rest) = bytes.as_chunks::<8>();
    let all =
        eights.iter().chain([&filled(rest)]).fold(0, |all, eight| all | test_of(eight, &test));
    all != 0
}

/// The places of the bytes for which `test` gives a bit.
fn places(bytes: &[u8], test: impl Fn(u64) -> u64) -> impl Iterator<Item = usize> {
    let (eights, rest) = bytes.as_chunks::<8>();
    let last = filled(rest);
    // Eights before `passed` are looked at one by one.
    let (mut bits, mut next, mut passed) = (0, 0, 0);
    std::iter::from_fn(move || {
        while bits == 0 {
            if next == passed && next < eights.len() {
                next += without(&eights[next..], &test);
                passed = (next + 4).min(eights.len());
            }
            let is_last = next == eights.len();
            bits = test_of(eights.get(next).or(is_last.then_some(&last))?, &test);
            next += 1;
        }
        let at = (next - 1) * 8 + bits.trailing_zeros() as usize / 8;
        bits &= bits - 1;
        Some(at)
    })
}

/// The number of leading `eights` that are known to have no byte for which `test` gives a bit. Looks at
/// four together: most texts have few such bytes.
fn without(eights: &[[u8; 8]], test: impl Fn(u64) -> u64) -> usize {
    let (fours, _) = eights.as_chunks::<4>();
    let has_none =
        |four: &&[[u8; 8]; 4]| four.iter().fold(0, |all, eight| all | test_of(eight, &test)) == 0;
    fours.iter().take_while(has_none).count() * 4
}

fn test_of(eight: &[u8; 8], test: impl Fn(u64) -> u64) -> u64 {
    test(u64::from_le_bytes(*eight))
}

fn filled(rest: &[u8]) -> [u8; 8] {
    let mut last = [FILLER; 8];
    last[..rest.len()].copy_from_slice(rest);
    last
}

/// The places of ASCII digits.
pub(crate) fn digits(bytes: &[u8]) -> impl Iterator<Item = usize> {
    places(bytes, |eight| below(eight ^ (ONES * b'0' as u64), 10))
}

/// The places of ASCII control characters but line feeds and tabs.
pub(crate) fn controls(bytes: &[u8]) -> impl Iterator<Item = usize> {
    // Adding 1 sets the high bit of 0x7f, and of no other byte of ASCII.
    let delete = |eight: u64| (eight & !HIGH_BITS) + ONES;
    let controls = places(bytes, move |eight| {
        (!((eight | HIGH_BITS) - ONES * u64::from(b' ')) | delete(eight)) & !eight & HIGH_BITS
    });
    controls.filter(|&at| !matches!(bytes[at], b'\n' | b'\t'))
}

/// The places of the letters А–Я, without Ё, which shares its second byte with с.
pub(crate) fn capitals(bytes: &[u8]) -> impl Iterator<Item = usize> {
    let seconds = places(bytes, |eight| in_row(eight, 0x90) | in_row(eight, 0xa0));
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
