//! Looks for bytes in long texts, most of which have few of them.
//!
//! Each text is looked through several times: loops that test one byte after another were a fifth of a
//! build's instructions at 1,000 posts.

/// How many bytes are tested together, without a jump between two of them, so that the compiler makes
/// a few comparisons of all. Saves 3 % of a build's instructions at 1,000 posts (2026-11-30).
const TOGETHER: usize = 32;

/// Whether there is a byte for which `test` is true.
pub(crate) fn any(bytes: &[u8], test: impl Fn(u8) -> bool + Copy) -> bool {
    let (chunks, rest) = bytes.as_chunks();
    chunks.iter().any(|chunk| has(chunk, test)) || rest.iter().any(|&byte| test(byte))
}

/// The places of the bytes for which `test` is true.
fn places(bytes: &[u8], test: impl Fn(u8) -> bool + Copy) -> impl Iterator<Item = usize> {
    let mut next = 0;
    std::iter::from_fn(move || {
        while next < bytes.len() {
            let (chunks, _) = bytes[next..].as_chunks();
            next += chunks.iter().take_while(|chunk| !has(chunk, test)).count() * TOGETHER;
            let rest = &bytes[next..];
            let near = &rest[..rest.len().min(TOGETHER)];
            match near.iter().position(|&byte| test(byte)) {
                Some(at) => {
                    next += at + 1;
                    return Some(next - 1);
                }
                None => next += near.len(),
            }
        }
        None
    })
}

fn has(chunk: &[u8; TOGETHER], test: impl Fn(u8) -> bool) -> bool {
    chunk.iter().fold(false, |found, &byte| found | test(byte))
}

/// The places of ASCII digits.
pub(crate) fn digits(bytes: &[u8]) -> impl Iterator<Item = usize> {
    places(bytes, |byte| byte.is_ascii_digit())
}

/// Whether there are ASCII control characters but line feeds and tabs.
pub(crate) fn has_controls(bytes: &[u8]) -> bool {
    any(bytes, |byte| (byte < b' ') & (byte != b'\n') & (byte != b'\t') | (byte == 0x7f))
}

/// The places of the letters А–Я, without Ё, which shares its second byte with с.
pub(crate) fn capitals(bytes: &[u8]) -> impl Iterator<Item = usize> {
    let seconds = places(bytes, |byte| (0x90..0xb0).contains(&byte));
    let firsts = seconds.filter_map(|at| at.checked_sub(1));
    firsts.filter(|&at| bytes[at] == 0xd0)
}

#[cfg(test)]
mod tests {
    use super::{any, capitals, digits, has_controls};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn bytes_are_found_as_one_by_one(bytes: Vec<u8>, limit: u8) {
            prop_assert_eq!(
                any(&bytes, |byte| byte < limit),
                bytes.iter().any(|&byte| byte < limit)
            );
        }

        #[test]
        fn places_are_those_of_the_characters(
            text in "[а-яёА-ЯЁ0-9 «»—\u{1}\u{7f}\n\t№]{0,60}",
            rare in "[а-я \n]{0,60}[А-Я0-9]?[а-я ]{0,60}",
        ) {
            for text in [text, rare] {
                let sought = |is_sought: fn(char) -> bool| -> Vec<usize> {
                    text.char_indices().filter(|(_, letter)| is_sought(*letter)).map(|(at, _)| at).collect()
                };
                let bytes = text.as_bytes();
                prop_assert_eq!(digits(bytes).collect::<Vec<_>>(), sought(|letter| letter.is_ascii_digit()));
                prop_assert_eq!(
                    capitals(bytes).collect::<Vec<_>>(),
                    sought(|letter| matches!(letter, 'А'..='Я'))
                );
                let is_control = |letter: char| letter.is_ascii_control() && letter != '\n' && letter != '\t';
                prop_assert_eq!(has_controls(bytes), text.contains(is_control));
            }
        }
    }
}
