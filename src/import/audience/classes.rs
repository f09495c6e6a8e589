//! Numbers for each class: «6 кл. – 14 чел., 7 кл. – 9 чел.» are 23 people.

use crate::calendar::fold;

/// The sum of the numbers after each class; `None` if `text` is no such list.
pub(super) fn sum(text: &str) -> Option<u32> {
    let parts: Vec<&str> =
        text.split([',', ';']).map(str::trim).filter(|part| !part.is_empty()).collect();
    if parts.len() < 2 {
        return None;
    }
    parts.iter().try_fold(0_u32, |sum, part| sum.checked_add(count_of_class(part)?))
}

/// «8 «А» - 20», «6 кл. – 14 чел.»
fn count_of_class(part: &str) -> Option<u32> {
    let folded = fold(part);
    let (class, count) = folded.rsplit_once([':', '-'])?;
    let class = class.trim();
    let is_class = class.starts_with(|c: char| c.is_ascii_digit())
        && class.len() < 30
        && class.contains(char::is_alphabetic)
        && !class.ends_with(|c: char| c.is_ascii_digit())
        && class.chars().filter(char::is_ascii_digit).count() <= 2;
    let count = count.trim();
    let end = count.find(|c: char| !c.is_ascii_digit()).unwrap_or(count.len());
    let (number, unit) = count.split_at(end);
    let is_unit = matches!(
        unit.trim().trim_end_matches('.'),
        "" | "чел"
            | "человек"
            | "человека"
            | "уч"
            | "уч-ся"
            | "обучающихся"
            | "учащихся"
            | "детей"
    );
    if is_class && is_unit { number.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::sum;

    #[test]
    fn numbers_of_classes_are_added() {
        for (text, expected) in [
            ("6 кл. – 14 чел., 7 кл. – 9 чел.", Some(23)),
            ("8 «А» - 20, 8 «Б» - 18", Some(38)),
            ("5а: 20; 5б: 18 уч.", Some(38)),
            ("5-9 классы, 28 чел.", None),
            ("6 кл. – 14 чел.", None),
            ("Дети – 20, педагоги – 3", None),
            ("7а – 1-2 чел., 7б – 3", None),
        ] {
            assert_eq!(sum(text), expected, "{text}");
        }
    }
}
