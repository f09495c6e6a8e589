//! The text of a date as tokens: numbers, words, signs; spaces between them, quotes («12» мая) and
//! the endings of numbers (1-го) do not count.

/// As many as «12–14 мая 2023 г.» has.
const USUAL_TOKENS: usize = 8;

/// One token of a folded text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// A number and how many digits it is written with; too long a number has the value `MAX`.
    Number(u32, usize),
    /// Letters in a row, in lower case.
    Word(&'a str),
    /// A single full stop.
    Dot,
    /// Two full stops or more, or an ellipsis.
    Dots,
    /// A dash of any kind.
    Dash,
    /// `/`.
    Slash,
    /// Any other character: no shape has a place for it.
    Other,
}

/// The text in lower case, with `е` for `ё`, `-` for any dash, a plain space for any other, and
/// without invisible characters: what differs only in these reads the same.
pub(crate) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            // Most are: the tables need not be asked about them.
            '0'..='9' | 'а'..='я' => folded.push(character),
            'ё' | 'Ё' => folded.push('е'),
            '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' => folded.push('-'),
            // Soft hyphens and zero-width characters come with text copied from Word and PDF.
            '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' => {}
            space if space.is_whitespace() => folded.push(' '),
            other => folded.extend(other.to_lowercase()),
        }
    }
    folded
}

/// The tokens of a text that [`fold`] has folded.
pub(super) fn tokens(folded: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::with_capacity(USUAL_TOKENS);
    let mut rest = folded.trim_start();
    while let Some(first) = rest.chars().next() {
        let length = match first {
            digit if digit.is_ascii_digit() => run(rest, |c| c.is_ascii_digit()),
            letter if is_letter(letter) => run(rest, is_letter),
            '.' => run(rest, |c| c == '.'),
            other => other.len_utf8(),
        };
        let (lexeme, tail) = rest.split_at(length);
        rest = tail.trim_start();
        match (lexeme, tokens.as_slice()) {
            ("«" | "»" | "\"" | "„" | "“" | "”", _) => continue,
            ("го" | "ого" | "е" | "ое", [.., Token::Number(..)]) => continue,
            ("го" | "ого" | "е" | "ое", [.., Token::Number(..), Token::Dash]) => {
                tokens.pop();
                continue;
            }
            _ => {}
        }
        tokens.push(match first {
            digit if digit.is_ascii_digit() => {
                Token::Number(lexeme.parse().unwrap_or(u32::MAX), length)
            }
            letter if is_letter(letter) => Token::Word(lexeme),
            '.' if length == 1 => Token::Dot,
            '.' | '…' => Token::Dots,
            '-' => Token::Dash,
            '/' => Token::Slash,
            _ => Token::Other,
        });
    }
    tokens
}

/// Most letters are small Russian ones: the tables need not be asked about them.
fn is_letter(character: char) -> bool {
    matches!(character, 'а'..='я') || character.is_alphabetic()
}

/// How many bytes at the start of `text` are of characters that belong together.
fn run(text: &str, belongs: impl Fn(char) -> bool) -> usize {
    text.find(|character| !belongs(character)).unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::Token::{Dash, Dot, Dots, Number, Other, Slash, Word};
    use super::{fold, tokens};

    #[test]
    fn spaces_case_and_the_kind_of_dash_do_not_count() {
        assert_eq!(fold("ЕЩЁ\u{a0}\u{ad}12\u{2011}14 − 3"), "еще 12-14 - 3");
    }

    #[test]
    fn a_text_is_numbers_words_and_signs() {
        assert_eq!(
            tokens("7.12.2022г ода"),
            [Number(7, 1), Dot, Number(12, 2), Dot, Number(2022, 4), Word("г"), Word("ода")]
        );
        assert_eq!(
            tokens(" 2022/23 ..-,05"),
            [Number(2022, 4), Slash, Number(23, 2), Dots, Dash, Other, Number(5, 2)]
        );
        assert_eq!(tokens("99999999999"), [Number(u32::MAX, 11)]);
    }
}
