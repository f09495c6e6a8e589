//! Splits the text of a date into numbers, words and signs. Spaces, quotes («12» мая) and the endings
//! of numbers (1-го) are dropped.

/// The number of tokens in «12–14 мая 2023 г.».
const USUAL_TOKENS: usize = 8;

/// The endings of ordinal numbers: «14-го», «2-е», «1-я», «4-й».
const NUMBER_ENDINGS: [&str; 10] = ["го", "ого", "е", "ое", "я", "ая", "й", "ый", "ой", "ий"];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DateToken<'a> {
    /// The value and the number of digits; `u32::MAX` if the value does not fit.
    Number(u32, usize),
    /// A sequence of letters, in lower case.
    Word(&'a str),
    /// One full stop.
    Dot,
    /// Two full stops or more, or an ellipsis.
    Dots,
    /// A dash of any kind.
    Dash,
    Slash,
    Colon,
    /// A comma or a semicolon.
    Comma,
    /// A round bracket of either kind.
    Bracket,
    /// Any other character, which no pattern accepts.
    Other,
}

/// Normalises a text for comparison: lower case, `е` for `ё`, `-` for any dash, a plain space for
/// any other space, no invisible characters.
pub(crate) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            // Most characters, without a lookup in Unicode tables.
            '0'..='9' | 'а'..='я' => folded.push(character),
            'ё' | 'Ё' => folded.push('е'),
            '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' => folded.push('-'),
            // Soft hyphens and zero-width characters occur in text copied from Word and PDF.
            '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' => {}
            space if space.is_whitespace() => folded.push(' '),
            other => folded.extend(other.to_lowercase()),
        }
    }
    folded
}

/// Splits a text normalised by [`fold`].
pub(super) fn tokenize(folded: &str) -> Vec<DateToken<'_>> {
    let mut tokens = Vec::with_capacity(USUAL_TOKENS);
    let mut rest = folded.trim_start();
    while let Some(first) = rest.chars().next() {
        let length = match first {
            digit if digit.is_ascii_digit() => prefix_len(rest, |c| c.is_ascii_digit()),
            letter if is_letter(letter) => prefix_len(rest, is_letter),
            '.' => prefix_len(rest, |c| c == '.'),
            other => other.len_utf8(),
        };
        let (lexeme, tail) = rest.split_at(length);
        rest = tail.trim_start();
        match (lexeme, tokens.as_slice()) {
            ("«" | "»" | "\"" | "„" | "“" | "”", _) => continue,
            (ending, [.., DateToken::Number(..)]) if NUMBER_ENDINGS.contains(&ending) => continue,
            (ending, [.., DateToken::Number(..), DateToken::Dash])
                if NUMBER_ENDINGS.contains(&ending) =>
            {
                tokens.pop();
                continue;
            }
            // «II-я декада»
            (ending, [.., DateToken::Word(roman), DateToken::Dash])
                if NUMBER_ENDINGS.contains(&ending)
                    && roman.chars().all(|c| matches!(c, 'i' | 'v' | 'і')) =>
            {
                tokens.pop();
                continue;
            }
            _ => {}
        }
        tokens.push(match first {
            digit if digit.is_ascii_digit() => {
                DateToken::Number(lexeme.parse().unwrap_or(u32::MAX), length)
            }
            letter if is_letter(letter) => DateToken::Word(lexeme),
            '.' if length == 1 => DateToken::Dot,
            '.' | '…' => DateToken::Dots,
            '-' => DateToken::Dash,
            '/' => DateToken::Slash,
            ':' => DateToken::Colon,
            ',' | ';' => DateToken::Comma,
            '(' | ')' => DateToken::Bracket,
            _ => DateToken::Other,
        });
    }
    tokens
}

/// Tests small Russian letters first: most letters are, and `is_alphabetic` is slower.
fn is_letter(character: char) -> bool {
    matches!(character, 'а'..='я') || character.is_alphabetic()
}

/// The length in bytes of the longest prefix whose characters all satisfy `belongs`.
fn prefix_len(text: &str, belongs: impl Fn(char) -> bool) -> usize {
    text.find(|character| !belongs(character)).unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::DateToken::{Bracket, Colon, Comma, Dash, Dot, Dots, Number, Other, Slash, Word};
    use super::{fold, tokenize};

    #[test]
    fn folding_ignores_spaces_case_and_kinds_of_dashes() {
        assert_eq!(fold("ЕЩЁ\u{a0}\u{ad}12\u{2011}14 − 3"), "еще 12-14 - 3");
    }

    #[test]
    fn a_text_is_numbers_words_and_signs() {
        assert_eq!(
            tokenize("7.12.2022г ода"),
            [Number(7, 1), Dot, Number(12, 2), Dot, Number(2022, 4), Word("г"), Word("ода")]
        );
        assert_eq!(
            tokenize(" 2022/23 ..-*05"),
            [Number(2022, 4), Slash, Number(23, 2), Dots, Dash, Other, Number(5, 2)]
        );
        assert_eq!(
            tokenize("2-я, (14:30)"),
            [Number(2, 1), Comma, Bracket, Number(14, 2), Colon, Number(30, 2), Bracket]
        );
        assert_eq!(tokenize("99999999999"), [Number(u32::MAX, 11)]);
    }
}
