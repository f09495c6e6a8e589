//! The names of the months.

use super::fold;

const NAMES: [(&str, &str); 12] = [
    ("январь", "января"),
    ("февраль", "февраля"),
    ("март", "марта"),
    ("апрель", "апреля"),
    ("май", "мая"),
    ("июнь", "июня"),
    ("июль", "июля"),
    ("август", "августа"),
    ("сентябрь", "сентября"),
    ("октябрь", "октября"),
    ("ноябрь", "ноября"),
    ("декабрь", "декабря"),
];

/// «ноябрь»; `month` is counted from 1.
pub(super) fn nominative(month: i8) -> &'static str {
    name(month).0
}

/// «ноября»; `month` is counted from 1.
pub(crate) fn genitive(month: i8) -> &'static str {
    name(month).1
}

fn name(month: i8) -> (&'static str, &'static str) {
    NAMES[(month - 1).rem_euclid(12) as usize]
}

/// The number, from 1, of the month that a folded word names: the nominative, the genitive, or an
/// abbreviation («сен», «сент», «нояб»). Three letters are enough to distinguish the months.
pub(super) fn month_from_name(word: &str) -> Option<u32> {
    word.chars().nth(2)?;
    (1..).zip(NAMES).find_map(|(number, (nominative, genitive))| {
        (nominative.starts_with(word) || genitive.starts_with(word)).then_some(number)
    })
}

/// The number, from 1, of the month that a heading names: «СЕНТЯБРЬ», «сентябрь 2022 г.».
pub(super) fn month_of_heading(text: &str) -> Option<i8> {
    let folded = fold(text);
    let word = folded.trim_matches(|c: char| !c.is_alphabetic()).trim_end_matches(" г").trim();
    let word = word.trim_end_matches(|c: char| !c.is_alphabetic());
    (1..).zip(NAMES).find_map(|(number, (name, _))| (name == word).then_some(number))
}

/// As [`month_from_name`], also in the other cases: «в ноябре», «к маю».
pub(super) fn month_in_any_case(word: &str) -> Option<u32> {
    month_from_name(word).or_else(|| {
        let stem = word.strip_suffix(['е', 'ю', 'у'])?;
        let is_stem = |name: &str| name.trim_end_matches(['ь', 'й']) == stem;
        (1..).zip(NAMES).find_map(|(number, (name, _))| is_stem(name).then_some(number))
    })
}

#[cfg(test)]
mod tests {
    use super::{NAMES, month_from_name, month_in_any_case};

    #[test]
    fn a_month_is_a_heading() {
        for (text, number) in [
            ("СЕНТЯБРЬ", Some(9)),
            ("1. Май:", Some(5)),
            ("октябрь 2022 г.", Some(10)),
            ("Март 2023", Some(3)),
            ("сентябрьский турнир", None),
            ("в мае", None),
            ("мар", None),
        ] {
            assert_eq!(super::month_of_heading(text), number, "{text}");
        }
    }

    #[test]
    fn a_month_is_found_in_any_case() {
        for (word, number) in [
            ("ноябре", 11),
            ("ноября", 11),
            ("мае", 5),
            ("маю", 5),
            ("марте", 3),
            ("марту", 3),
            ("июню", 6),
            ("августе", 8),
        ] {
            assert_eq!(month_in_any_case(word), Some(number), "{word}");
        }
        for word in ["мартене", "е", "море", "полю"] {
            assert_eq!(month_in_any_case(word), None, "{word}");
        }
    }

    #[test]
    fn a_month_is_found_by_its_names_and_abbreviations() {
        for (number, (nominative, genitive)) in (1..).zip(NAMES) {
            let short: String = nominative.chars().take(3).collect();
            for word in [nominative, genitive, &short] {
                assert_eq!(month_from_name(word), Some(number), "{word}");
            }
        }
        assert_eq!(month_from_name("сент"), Some(9));
        assert_eq!(month_from_name("нояб"), Some(11));
        for word in ["", "ма", "и", "год", "мартобря", "октябрьский"] {
            assert_eq!(month_from_name(word), None, "{word}");
        }
    }
}
