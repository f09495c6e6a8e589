//! Classes of a school as one word each: «7-Б», «7 «Б»» and «7 Б» are found as «7б».
//!
//! `search.js` finds the same ones, by the regular expression `CLASS`; a test compares them.

use super::lower::is_hidden;
use crate::characters::scan::digits;

/// Calls `found` with each class that `text` names.
pub(super) fn each_class(text: &str, mut found: impl FnMut(&str)) {
    let bytes = text.as_bytes();
    let ends_number = |&at: &usize| !bytes.get(at + 1).is_some_and(u8::is_ascii_digit);
    let classes = digits(bytes).filter(ends_number).filter_map(|at| class_at(text, at));
    classes.for_each(|class| found(&class));
}

/// The class whose number ends with the digit at `last`.
fn class_at(text: &str, last: usize) -> Option<String> {
    let (before, rest) = text.split_at(last + 1);
    let digits = before.bytes().rev().take(3).take_while(u8::is_ascii_digit).count();
    let (before, number) = before.split_at(before.len() - digits);
    let is_inside_word =
        before.chars().rev().find(|letter| !is_hidden(*letter)).is_some_and(char::is_alphanumeric);
    if digits > 2 || is_inside_word {
        return None;
    }
    let mut rest = rest.chars().peekable();
    let spaced = rest.next_if(|sign| is_space(*sign)).is_some();
    let is_joined = match rest.peek()? {
        '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' => !spaced,
        '"' | '«' | '„' | '“' => true,
        _ => false,
    };
    if is_joined {
        rest.next();
    } else if !spaced {
        return None;
    }
    let letter = rest.next().filter(|letter| matches!(letter, 'А'..='я' | 'Ё' | 'ё'))?;
    if rest.peek().is_some_and(|next| next.is_alphanumeric() || is_hidden(*next)) {
        return None;
    }
    // «5 и 6» is no class, «5 а класс» is.
    if !is_joined && !letter.is_uppercase() {
        let is_named = rest.next().is_some_and(is_space) && rest.take(5).eq("класс".chars());
        if !is_named {
            return None;
        }
    }
    Some(format!("{number}{letter}"))
}

fn is_space(sign: char) -> bool {
    matches!(sign, ' ' | '\u{a0}' | '\u{2009}' | '\u{202f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn classes(text: &str) -> Vec<String> {
        let mut found = Vec::new();
        each_class(text, |class| found.push(class.to_owned()));
        found
    }

    #[test]
    fn a_class_is_one_word_however_it_is_written() {
        for text in [
            "7-Б",
            "7\u{2011}Б",
            "7–Б",
            "7«Б»",
            "7 «Б»",
            "7\u{a0}„Б“",
            "7 \"Б\"",
            "7 Б",
            "№7-Б",
            "в 7-Б.",
            "из 5-7-Б классов",
            "7-Б-В",
        ] {
            assert_eq!(classes(text), ["7Б"], "{text}");
        }
        assert_eq!(classes("10-а, 9 «Г» и 5 в классах"), ["10а", "9Г", "5в"]);
        for text in [
            "7Б",
            "5 и 6",
            "3D",
            "2022-Б",
            "А7-Б",
            "а\u{301}7-Б",
            "7-Бис",
            "7-Б\u{301}",
            "7 - Б",
            "7, Б",
            "7  Б",
            "7 а также",
            "7 «Бис»",
            "7",
            "7-",
            "",
        ] {
            assert_eq!(classes(text), [""; 0], "{text}");
        }
        let far = "слово ".repeat(20) + "11-А";
        assert_eq!(classes(&far), ["11А"]);
    }
}
