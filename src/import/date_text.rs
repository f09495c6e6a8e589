//! What cells about a date say besides it, and readings of dates that only cells have.

use crate::calendar::fold;

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
    readings
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
    fn dates_side_by_side_are_a_list() {
        assert_eq!(readings("24.10.2024г. 25.10.2024г."), ["24.10.2024г., 25.10.2024г."]);
        assert_eq!(readings("Декабрь (16.12–20.12)"), ["16.12–20.12", "Декабрь"]);
        assert!(readings("с 11.11. по 15.11.2024").is_empty());
    }
}
