//! The words of narrow columns: where a line may end, and how wide is what stays whole.

/// How words look.
#[derive(Clone, Copy, Debug)]
pub(super) enum Look {
    Plain,
    Bold,
}

/// The letters of Times New Roman by their widths, in thousandths of their size; each up to so wide.
const PLAIN: &[(u64, &str)] = &[
    (250, " .,"),
    (278, "ijlt:;/"),
    (334, "frI()-!"),
    (396, "sJз"),
    (411, "\"г"),
    (444, "этаесёacez?"),
    (460, "ья"),
    (473, "в"),
    (486, "к"),
    (509, "лорухbdghknopquvxy0123456789«»–_Зчбд"),
    (536, "ъийнпц"),
    (564, "РFPS=+"),
    (579, "БЬГ"),
    (611, "ЕТЁELTZ"),
    (650, "мфЧ"),
    (672, "ЭВКСЯBCRы"),
    (691, "ЛДж"),
    (723, "ЪУАИЙНОПХЦwADGHKNOQUVXY"),
    (748, "ю"),
    (791, "шщm&Ф"),
    (834, "%"),
    (896, "ЫМMЖ"),
    (955, "W№"),
    (1028, "—…ШЩЮ"),
];
const BOLD: &[(u64, &str)] = &[
    (250, " .,"),
    (278, "il/"),
    (334, "jt:;f()-!"),
    (402, "sIз"),
    (455, "эесёcerzг"),
    (506, "табоухagovxyJ0123456789«»–_?д"),
    (542, "Зьвя"),
    (564, "\"рbdhknpquSлч"),
    (584, "=+ийкнпцъ"),
    (611, "РFP"),
    (637, "Г"),
    (667, "БЬВЕТЁBELTZ"),
    (692, "ЭмДф"),
    (734, "АСХЯwACDNRUVXYКжУЧ"),
    (781, "ЛюЪИЙНОПЦGHKOQы"),
    (859, "m&шщФ"),
    (944, "МM"),
    (1005, "ЫЖW—%…№"),
    (1126, "ШЩЮ"),
];

/// What any other letter takes.
const OTHER: u64 = 750;

/// The longest word that stays whole.
const LONGEST: usize = 24;

/// The size of the letters in a table, in twentieths of a point.
const SIZE: u64 = 240;

/// `text` with spaces that may break after words, though not after numbers: columns are narrow, and
/// what is held together is broken in the middle of a word.
pub(super) fn loosened(text: &str) -> String {
    let before = std::iter::once(' ').chain(text.chars());
    let letters = text.chars().zip(before);
    let space = |letter, before: char| letter == '\u{a0}' && !before.is_ascii_digit();
    letters.map(|(letter, before)| if space(letter, before) { ' ' } else { letter }).collect()
}

/// Whether a hyphen between `before` and `after` is that of «5-х»: no line ends there.
pub(super) fn is_ending(before: &str, after: &str) -> bool {
    before.ends_with(|letter: char| letter.is_ascii_digit())
        && after.starts_with(char::is_alphabetic)
}

/// How wide the widest part of `text` is that no line end cuts, in twentieths of a point; a line
/// may end after each of `ends`, and in a very long word.
pub(super) fn widest(text: &str, look: Look, ends: &[char]) -> u64 {
    let mut widest = 0;
    let mut start = 0;
    for (place, end) in text.match_indices(ends).chain([(text.len(), "")]) {
        if end == "-" && is_ending(&text[..place], &text[place + 1..]) {
            continue;
        }
        let part = text[start..place + end.len()].trim_end();
        widest = widest.max(part.chars().take(LONGEST).map(|letter| width(letter, look)).sum());
        start = place + end.len();
    }
    widest * SIZE / 1000
}

fn width(letter: char, look: Look) -> u64 {
    let letter = if letter == '\u{a0}' { ' ' } else { letter };
    let mut classes = match look {
        Look::Plain => PLAIN,
        Look::Bold => BOLD,
    }
    .iter();
    classes.find(|(_, letters)| letters.contains(letter)).map_or(OTHER, |(width, _)| *width)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_held_together_is_one_part() {
        let width = |text| widest(text, Look::Plain, &[' ', '-', '–']);
        assert_eq!(width("и (21\u{a0}обучающийся) и"), width("(21\u{a0}обучающийся)"));
        assert!(width("21\u{a0}обучающийся") > width("обучающийся"));
        assert_eq!(width("5-х и"), width("5-х"));
        assert_eq!(width("дизайн-проект"), width("дизайн-"));
        assert_eq!(width("5–11 а"), width("11"));
        assert_eq!(width(""), 0);
    }

    #[test]
    fn a_word_is_as_wide_as_its_letters() {
        let width = |text, look| widest(text, look, &[' ']);
        // In the fonts themselves: 72.94 and 77.46 points.
        let (plain, bold) = (width("Обучающиеся", Look::Plain), width("Обучающиеся", Look::Bold));
        assert!((1459..1480).contains(&plain) && (1549..1575).contains(&bold), "{plain}, {bold}");
        assert_eq!(width(&"ш".repeat(30), Look::Bold), width(&"ш".repeat(24), Look::Bold));
    }

    #[test]
    fn spaces_after_numbers_hold() {
        assert_eq!(loosened("7\u{a0}декабря\u{a0}2022\u{a0}г."), "7\u{a0}декабря 2022\u{a0}г.");
    }
}
