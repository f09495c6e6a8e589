//! What cells about a date say besides it, and readings of dates that only cells have.

use crate::calendar::{fold, month_genitive};

/// Other readings of a cell: «24.10.2024г. 25.10.2024г.» are two dates, and of «Декабрь (16.12–20.12)»
/// the exact one counts.
pub(super) fn readings(text: &str) -> Vec<String> {
    let mut readings = Vec::new();
    readings.extend(with_commas(text));
    if let Some((before, inside)) = text.trim().strip_suffix(')').and_then(|it| it.rsplit_once('('))
    {
        let parts = [inside.trim(), before.trim()].into_iter().filter(|part| !part.is_empty());
        readings.extend(parts.map(str::to_owned));
    }
    readings.extend(in_russian(text));
    readings.extend(with_roman_month(text));
    readings
}

/// «12 октября 2023» for «Oct 12, 2023», as programs in English write it.
fn in_russian(text: &str) -> Option<String> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let month = |word: &str| {
        let word = word.trim_end_matches('.').to_ascii_lowercase();
        let at = MONTHS.iter().position(|month| word.len() > 2 && month.starts_with(&word))?;
        i8::try_from(at + 1).ok().map(month_genitive)
    };
    let words = text.split(|c: char| c.is_whitespace() || c == ',');
    let mut words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    let at = words.iter().position(|word| month(word).is_some())?;
    words[at] = month(words[at])?;
    let is_day = |word: &&str| word.len() < 3 && word.bytes().all(|byte| byte.is_ascii_digit());
    if at == 0 && words.get(1).is_some_and(is_day) {
        words.swap(0, 1);
    }
    Some(words.join(" "))
}

/// «12.9.2023» for «12.IX.2023».
fn with_roman_month(text: &str) -> Option<String> {
    const MONTHS: [&str; 12] =
        ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"];
    let (day, rest) = text.split_once('.')?;
    let (roman, year) = rest.split_once('.')?;
    // In Latin or in Cyrillic letters.
    let roman = roman.trim().replace('Х', "X").replace('І', "I");
    let month = MONTHS.iter().position(|month| *month == roman)? + 1;
    Some(format!("{day}.{month}.{year}"))
}

/// `text` without the midnight that spreadsheets append to a day: «15.09.2023 00:00:00».
pub(super) fn without_midnight(text: &str) -> &str {
    [" 00:00:00", " 00:00", " 0:00:00", " 0:00", "T00:00:00"]
        .iter()
        .find_map(|midnight| text.trim_end().strip_suffix(midnight))
        .unwrap_or(text)
}

/// `text` with commas between the dates that follow each other; `None` if there are none.
fn with_commas(text: &str) -> Option<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_day = |word: &str| {
        let parts: Vec<&str> = word.trim_end_matches(['г', '.', ',', ';']).split('.').collect();
        parts.len() == 3
            && parts.iter().all(|part| {
                (1..=4).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
            })
    };
    let pairs = || words.windows(2).map(|pair| is_day(pair[0]) && is_day(pair[1]));
    if !pairs().any(|follows| follows) {
        return None;
    }
    let follows = pairs().chain([false]);
    let listed = words.iter().zip(follows).map(|(word, follows)| {
        let comma = if follows && !word.ends_with([',', ';']) { "," } else { "" };
        format!("{word}{comma}")
    });
    Some(listed.collect::<Vec<_>>().join(" "))
}

/// What a cell about the date says of the event: «не проведено», «проведено 5.11.2024», «перенесено на
/// ноябрь».
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct DateMark {
    /// Whether it was held, as posts have it.
    pub(super) held: Option<&'static str>,
    /// The date beside it; may be empty.
    pub(super) date: String,
}

/// The mark in a cell about the date; `None` if it has none.
pub(super) fn take_mark(text: &str) -> Option<DateMark> {
    let folded = fold(text);
    let folded = folded.trim();
    let begins = |words: &[&str]| words.iter().any(|word| folded.starts_with(word));
    if begins(&["не провед", "не провод", "не состо", "отмен", "снят"])
    {
        return Some(DateMark { held: Some("нет"), date: String::new() });
    }
    let after = |word: &str| {
        let rest = text.trim().split_once(char::is_whitespace).map_or("", |(_, rest)| rest);
        rest.trim()
            .strip_prefix(word)
            .unwrap_or(rest)
            .trim_start_matches([':', ',', ' '])
            .to_owned()
    };
    if begins(&["перенес"]) {
        let date =
            text.split_once(" на ").map_or(String::new(), |(_, date)| date.trim().to_owned());
        return Some(DateMark { held: None, date });
    }
    begins(&["провед", "состоял", "выполн", "исполн"])
        .then(|| DateMark { held: Some("да"), date: after("") })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_may_say_more_than_a_date() {
        let mark = |text| take_mark(text).map(|mark| (mark.held.unwrap_or(""), mark.date));
        let some = |held, date: &str| Some((held, date.to_owned()));
        assert_eq!(mark("перенесено на ноябрь"), some("", "ноябрь"));
        assert_eq!(mark("Не проведено"), some("нет", ""));
        assert_eq!(mark("отменено (карантин)"), some("нет", ""));
        assert_eq!(mark("Проведено 5.11.2024"), some("да", "5.11.2024"));
        assert_eq!(mark("5.11.2024"), None);
    }

    #[test]
    fn dates_of_programs_in_english_are_read() {
        assert_eq!(in_russian("Oct 12, 2023").as_deref(), Some("12 октября 2023"));
        assert_eq!(in_russian("5 October 2023").as_deref(), Some("5 октября 2023"));
        assert_eq!(in_russian("мая 2023"), None);
        assert_eq!(with_roman_month("12.IX.2023 г.").as_deref(), Some("12.9.2023 г."));
        assert_eq!(with_roman_month("12.09.2023"), None);
        assert_eq!(without_midnight("15.09.2023 00:00:00"), "15.09.2023");
        assert_eq!(without_midnight("15.09.2023 10:00"), "15.09.2023 10:00");
    }

    #[test]
    fn dates_side_by_side_are_a_list() {
        assert_eq!(readings("24.10.2024г. 25.10.2024г."), ["24.10.2024г., 25.10.2024г."]);
        assert_eq!(readings("Декабрь (16.12–20.12)"), ["16.12–20.12", "Декабрь"]);
        assert!(readings("с 11.11. по 15.11.2024").is_empty());
    }
}
