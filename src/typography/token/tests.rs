//! Tests of tokens: each fast scan against a slow one.

use proptest::prelude::*;

use super::*;
use crate::typography::word::WordKind;

/// Texts of plain words and words that are almost plain.
fn words() -> impl Strategy<Value = String> {
    let word = "[а-яЁѿ]{0,12}([а-яѐ]{0,3}[0-9w«№Ωѱ\u{301}\u{a0}-])?[,.!)]{0,2}";
    (" {0,2}", prop::collection::vec((word, " {1,2}"), 0..6), "[а-я]{0,9}[.:]?").prop_map(
        |(before, words, last)| {
            let words = words.into_iter().map(|(word, gap)| word + &gap);
            before + &words.collect::<String>() + &last
        },
    )
}

/// Whether `word` is plain, tested letter by letter.
fn is_plain(word: &str) -> bool {
    let letters = word.strip_suffix([',', '.', ':', ';', '!', '?', ')']).unwrap_or(word);
    letters.chars().count() > 3 && letters.chars().all(|c| ('\u{400}'..='\u{47f}').contains(&c))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn a_token_is_found_as_byte_by_byte(text in "([а-яёw«»“—. \u{a0}\u{a1}№Ââ0-9-]|[а-я]{1,9}){0,12}") {
        let (found, flags) = split_token(text.as_bytes(), 0);
        let space = text.find([' ', '\u{a0}']).unwrap_or(text.len());
        let expected = text[..space].bytes().fold(0, |all, byte| all | FLAGS[usize::from(byte)].0);
        prop_assert_eq!((found, flags), (space, CharFlags(expected)));
    }

    #[test]
    fn plain_words_are_found_as_letter_by_letter(text in words()) {
        prop_assume!(!text.is_empty());
        let mut end = 0;
        for word in text.strip_prefix(' ').unwrap_or(&text).split(' ') {
            if !is_plain(word) {
                break;
            }
            end += usize::from(text[end..].starts_with(' ')) + word.len();
        }
        prop_assert_eq!(skip_plain_words(text.as_bytes(), 0), end);
    }

    #[test]
    fn plain_words_change_nothing(word in "[\u{400}-\u{47f}]{4,9}[,.:;!?)]?", after in any::<Option<char>>()) {
        let len = word.len();
        prop_assert_eq!(skip_plain_words(word.as_bytes(), 0), len);
        let (_, flags) = split_token(word.as_bytes(), 0);
        for before in [Some(' '), Some('8'), Some('«'), None] {
            let token = Token { text: &word, flags, before, after };
            prop_assert!(!token.is_address() && !token.is_dash() && !token.has_dots());
            prop_assert!(token.range().is_none() && !flags.contains(CharFlags::QUOTE));
            prop_assert!(!WordKind::Other.binds(&token) && WordKind::Short.binds(&token));
            for left in [WordKind::Other, WordKind::Short, WordKind::Number, WordKind::Sign, WordKind::Initial, WordKind::Abbreviation] {
                prop_assert_eq!(WordKind::classify(&token, left), WordKind::Other);
            }
        }
    }
}
