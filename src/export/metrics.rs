//! Font metrics for narrow columns: where a line can break, and how wide the unbroken parts are.

use std::borrow::Cow;
use std::sync::LazyLock;

#[derive(Clone, Copy, Debug)]
pub(super) enum FontWeight {
    Regular,
    Bold,
}

/// Letters of Times New Roman grouped by width: the upper bound of the group, in thousandths of the
/// font size, and its letters.
const REGULAR_WIDTHS: &[(u64, &str)] = &[
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
const BOLD_WIDTHS: &[(u64, &str)] = &[
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

/// The width of any other letter.
const DEFAULT_WIDTH: u64 = 750;

/// Longer words may be broken.
const MAX_UNBROKEN_LETTERS: usize = 24;

/// The font size in tables, in twips.
const FONT_SIZE: u64 = 220;

/// Makes non-breaking spaces breakable, except after numbers: columns are narrow, and a part that
/// cannot break would be cut within a word.
pub(super) fn with_breakable_spaces(text: &str) -> Cow<'_, str> {
    if !text.contains('\u{a0}') {
        return Cow::Borrowed(text);
    }
    let before = std::iter::once(' ').chain(text.chars());
    let letters = text.chars().zip(before);
    let is_breakable = |letter, before: char| letter == '\u{a0}' && !before.is_ascii_digit();
    letters
        .map(|(letter, before)| if is_breakable(letter, before) { ' ' } else { letter })
        .collect()
}

/// Makes non-breaking spaces breakable, except where typography needs them: after numbers, № and
/// initials. Others would leave holes in justified text.
pub(super) fn with_needed_spaces(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    for letter in text.chars() {
        let is_needed = letter != '\u{a0}' || {
            let mut before = kept.chars().rev();
            match before.next() {
                Some(last) if last.is_ascii_digit() || matches!(last, '№' | '§') => true,
                Some('.') => {
                    before.next().is_some_and(char::is_uppercase)
                        && before.next().is_none_or(|letter| !letter.is_alphabetic())
                }
                _ => false,
            }
        };
        kept.push(if is_needed { letter } else { ' ' });
    }
    kept
}

/// Whether a hyphen between `before` and `after` joins a number and its suffix, as in «5-х»: no
/// line breaks there.
pub(super) fn is_ordinal_suffix(before: &str, after: &str) -> bool {
    before.ends_with(|letter: char| letter.is_ascii_digit())
        && after.starts_with(char::is_alphabetic)
}

/// The width of the widest unbreakable part of `text`, in twips. A line may break after each of
/// `ends`, and within very long words.
pub(super) fn widest_part(text: &str, weight: FontWeight, ends: &[char]) -> u64 {
    let mut widest = 0;
    let mut start = 0;
    for (index, end) in text.match_indices(ends).chain([(text.len(), "")]) {
        if end == "-" && is_ordinal_suffix(&text[..index], &text[index + 1..]) {
            continue;
        }
        let part = text[start..index + end.len()].trim_end();
        widest = widest.max(
            part.chars()
                .take(MAX_UNBROKEN_LETTERS)
                .map(|letter| letter_width(letter, weight))
                .sum(),
        );
        start = index + end.len();
    }
    widest * FONT_SIZE / 1000
}

/// The width of `text` on one line, in twips.
pub(super) fn text_width(text: &str, weight: FontWeight) -> u64 {
    text.chars().map(|letter| letter_width(letter, weight)).sum::<u64>() * FONT_SIZE / 1000
}

fn letter_width(letter: char, weight: FontWeight) -> u64 {
    static REGULAR: LazyLock<Vec<u64>> = LazyLock::new(|| width_of_letters(REGULAR_WIDTHS));
    static BOLD: LazyLock<Vec<u64>> = LazyLock::new(|| width_of_letters(BOLD_WIDTHS));
    let widths = match weight {
        FontWeight::Regular => &REGULAR,
        FontWeight::Bold => &BOLD,
    };
    widths.get(letter as usize).copied().unwrap_or(DEFAULT_WIDTH)
}

/// The widths by the codes of letters, up to the last one that is known.
fn width_of_letters(classes: &[(u64, &str)]) -> Vec<u64> {
    let mut widths = Vec::new();
    let classes = classes.iter().rev();
    for (letter, width) in
        classes.flat_map(|(width, all)| all.chars().map(move |one| (one, *width)))
    {
        let at = letter as usize;
        if widths.len() <= at {
            widths.resize(at + 1, DEFAULT_WIDTH);
        }
        if let Some(known) = widths.get_mut(at) {
            *known = width;
        }
    }
    let space = widths.get(usize::from(b' ')).copied();
    if let (Some(space), Some(unbroken)) = (space, widths.get_mut(0xa0)) {
        *unbroken = space;
    }
    widths
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_held_together_is_one_part() {
        let width = |text| widest_part(text, FontWeight::Regular, &[' ', '-', '–']);
        assert_eq!(width("и (21\u{a0}обучающийся) и"), width("(21\u{a0}обучающийся)"));
        assert!(width("21\u{a0}обучающийся") > width("обучающийся"));
        assert_eq!(width("5-х и"), width("5-х"));
        assert_eq!(width("дизайн-проект"), width("дизайн-"));
        assert_eq!(width("5–11 а"), width("11"));
        assert_eq!(width(""), 0);
    }

    #[test]
    fn a_word_is_as_wide_as_its_letters() {
        let width = |text, look| widest_part(text, look, &[' ']);
        // The fonts themselves give 66.86 and 71.01 points.
        let (plain, bold) =
            (width("Обучающиеся", FontWeight::Regular), width("Обучающиеся", FontWeight::Bold));
        assert!((1337..1358).contains(&plain) && (1420..1445).contains(&bold), "{plain}, {bold}");
        assert_eq!(
            width(&"ш".repeat(30), FontWeight::Bold),
            width(&"ш".repeat(24), FontWeight::Bold)
        );
    }

    #[test]
    fn spaces_that_typography_needs_hold() {
        for (text, kept) in [
            ("в_школе №_7 —_21_человек", "в школе №_7 — 21_человек"),
            ("И._О._Фамилия и_др.", "И._О._Фамилия и др."),
            ("г._Курск, 2022_г.", "г. Курск, 2022_г."),
        ] {
            let nbsp = |text: &str| text.replace('_', "\u{a0}");
            assert_eq!(with_needed_spaces(&nbsp(text)), nbsp(kept));
        }
    }

    #[test]
    fn spaces_after_numbers_hold() {
        assert_eq!(
            with_breakable_spaces("7\u{a0}декабря\u{a0}2022\u{a0}г."),
            "7\u{a0}декабря 2022\u{a0}г."
        );
    }
}
