//! The names of the months.

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
pub(super) fn genitive(month: i8) -> &'static str {
    name(month).1
}

fn name(month: i8) -> (&'static str, &'static str) {
    NAMES[(month - 1).rem_euclid(12) as usize]
}

/// The month, from 1, that a folded word names: in the nominative, the genitive, or cut short
/// («сен», «сент», «нояб»); three letters tell any two months apart.
pub(super) fn recognise(word: &str) -> Option<u32> {
    word.chars().nth(2)?;
    (1..).zip(NAMES).find_map(|(number, (nominative, genitive))| {
        (nominative.starts_with(word) || genitive.starts_with(word)).then_some(number)
    })
}

#[cfg(test)]
mod tests {
    use super::{NAMES, recognise};

    #[test]
    fn every_month_is_known_by_its_names_and_their_beginnings() {
        for (number, (nominative, genitive)) in (1..).zip(NAMES) {
            let short: String = nominative.chars().take(3).collect();
            for word in [nominative, genitive, &short] {
                assert_eq!(recognise(word), Some(number), "{word}");
            }
        }
        assert_eq!(recognise("сент"), Some(9));
        assert_eq!(recognise("нояб"), Some(11));
        for word in ["", "ма", "и", "год", "мартобря", "октябрьский"] {
            assert_eq!(recognise(word), None, "{word}");
        }
    }
}
