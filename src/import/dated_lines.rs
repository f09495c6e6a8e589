//! Reads a report without a table: lines that begin with a date.

mod words;

use super::rest::{Rest, RestPart};
use super::years::{NamedYears, YearOfDates, parse_date};
use super::{ImportedDirection, ImportedEvent, ImportedReport};
use crate::calendar::Precision;
use crate::config::Config;
use words::read_line;

/// A date is at most as many words: «с 12 по 14 мая 2023 учебного года г.».
const MAX_WORDS: usize = 9;

/// The events among the lines of `rest`, which keeps the others. `None` if no line begins with a date.
pub(super) fn extract(
    rest: Rest,
    given_year: Option<YearOfDates>,
    config: &Config,
) -> Result<(ImportedReport, Rest), Rest> {
    let mut result = ImportedReport::default();
    let mut left = Rest { untaken: rest.untaken.clone(), ..Rest::default() };
    let mut named = NamedYears::default();
    let mut direction = ImportedDirection::Missing;
    let mut continues = false;
    for part in &rest.parts {
        let RestPart::Text(line) = part else {
            left.parts.push(part.clone());
            continues = false;
            continue;
        };
        let year = given_year.or_else(|| named.of_table());
        let (text, rest_of_line) = (line.text.as_str(), split_date(&line.text, year));
        let Some((date, words)) = rest_of_line else {
            named.add_line(text);
            if let Some(known) = config.find_direction(text) {
                direction = ImportedDirection::Known(known);
            } else if continues && goes_on(text) {
                if let Some(event) = result.events.last_mut() {
                    event.text.push_str(if event.text.is_empty() { "" } else { "\n\n" });
                    event.text.push_str(text);
                    continue;
                }
            } else if !is_month(text) {
                left.parts.push(part.clone());
            }
            continues = false;
            continue;
        };
        let event = read_line(&line.row, date, words, year, &mut result.problems);
        result.events.push(ImportedEvent { direction: direction.clone(), ..event });
        if result.year.is_none() {
            result.year = year;
        }
        continues = true;
    }
    if result.events.is_empty() { Err(rest) } else { Ok((result, left)) }
}

/// Whether a line goes on with the sentence above it.
fn goes_on(text: &str) -> bool {
    text.starts_with(|c: char| c.is_lowercase() || c == '(')
}

/// A heading such as «Сентябрь».
fn is_month(text: &str) -> bool {
    parse_date(text.trim_end_matches([':', '.']), Some(YearOfDates::Calendar(2000)))
        .is_ok_and(|date| date.precision() == Precision::Month)
}

/// A title and the date in it: «05.09 – Старт кружков», «Хакатон (15–17 ноября)», «Квиз – 5 мая».
pub(super) fn split_dated_title(
    title: &str,
    year: Option<YearOfDates>,
) -> Option<(String, String)> {
    if let Some((date, words)) = date_at_start(title, year) {
        return Some((words.to_owned(), date.to_owned()));
    }
    let (words, date) = date_at_end(title, year)?;
    Some((words.to_owned(), date.to_owned()))
}

/// The date at the start of a line and the words after it. An item of a list may have it at its end.
fn split_date(line: &str, year: Option<YearOfDates>) -> Option<(&str, &str)> {
    let text = line.trim_start_matches(['•', '·', '-', '–', '—', '*', '●', '▪', ' ']);
    let is_item = text.len() < line.len();
    // «1. 12.10.2023 – Квиз», «2) с 16 по 20 сентября – неделя»
    let numbered = || {
        let (number, rest) = text.split_once(['.', ')'])?;
        let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
        let rest = rest.strip_prefix(' ').filter(|_| is_number && number.len() < 3)?.trim_start();
        let is_list = text[number.len()..].starts_with(')');
        Some((rest, is_list))
    };
    match numbered() {
        Some((rest, true)) => dated_item(rest, year),
        Some((rest, false)) => date_at_start(text, year).or_else(|| dated_item(rest, year)),
        None if is_item => dated_item(text, year),
        None => date_at_start(text, year),
    }
}

/// The date at the start or at the end of an item of a list.
fn dated_item(text: &str, year: Option<YearOfDates>) -> Option<(&str, &str)> {
    date_at_start(text, year).or_else(|| date_at_end(text, year).map(|(words, date)| (date, words)))
}

/// The words before a date at the end of `text`, and the date: «Хакатон (15–17 ноября)».
fn date_at_end(text: &str, year: Option<YearOfDates>) -> Option<(&str, &str)> {
    let text = text.trim_end_matches([' ', ';', '.', ',']);
    let is_date =
        |date: &str| parse_date(date, year).is_ok() && date.contains(|c: char| c.is_ascii_digit());
    let (words, date) = match text.strip_suffix(')').and_then(|text| text.rsplit_once('(')) {
        Some((words, inside)) => (words, inside),
        None => {
            let dashes = text.rmatch_indices([',', '–', '—', '-']);
            let mut splits = dashes.map(|(at, dash)| (&text[..at], &text[at + dash.len()..]));
            splits.find(|(words, date)| words.ends_with(' ') && is_date(date.trim()))?
        }
    };
    let (words, date) = (words.trim_end_matches([' ', '–', '—', '-', ',', ':']), date.trim());
    (is_date(date) && words.contains(char::is_alphabetic)).then_some((words, date))
}

fn date_at_start(line: &str, year: Option<YearOfDates>) -> Option<(&str, &str)> {
    let ends: Vec<usize> = line
        .char_indices()
        .filter(|(_, c)| c.is_whitespace())
        .map(|(at, _)| at)
        .chain([line.len()])
        .take(MAX_WORDS)
        .collect();
    let marks = [' ', '–', '—', '-', ':', ',', ';', '.'];
    ends.iter().rev().find_map(|&end| {
        let date = line[..end].trim_end_matches(marks);
        let words = line[end..].trim_start_matches(marks);
        let read = parse_date(date, year).ok()?;
        // «Май — месяц победы» is a sentence; «Май 2023: экскурсия» is not.
        let is_exact = date.contains(|c: char| c.is_ascii_digit())
            && !matches!(read.precision(), Precision::Month if !date.contains("20"));
        (is_exact && words.contains(char::is_alphabetic)).then_some((date, words))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::SchoolYear;

    #[test]
    fn a_line_begins_with_a_date() {
        let year = Some(YearOfDates::School(SchoolYear::starting(2023)));
        for (line, date, words) in [
            ("01.09.2023 – торжественная линейка", "01.09.2023", "торжественная линейка"),
            ("12.10.2023 г. Квиз «Физик»", "12.10.2023 г", "Квиз «Физик»"),
            ("16-20.10.2023 Неделя наук", "16-20.10.2023", "Неделя наук"),
            ("1 сентября: линейка", "1 сентября", "линейка"),
            ("3. 12.10.2023 – Квиз", "12.10.2023", "Квиз"),
            ("• 5 октября 2023 года прошёл квиз", "5 октября 2023 года", "прошёл квиз"),
            ("с 12 по 14 мая – поход", "с 12 по 14 мая", "поход"),
            ("2) с 16 по 20 сентября – неделя", "с 16 по 20 сентября", "неделя"),
            (
                "4) Экскурсия для первых классов – 11 октября;",
                "11 октября",
                "Экскурсия для первых классов",
            ),
            ("- Хакатон (15–17 ноября)", "15–17 ноября", "Хакатон"),
        ] {
            assert_eq!(split_date(line, year), Some((date, words)), "{line}");
        }
        for line in [
            "Экскурсия – 11 октября",
            "Май — месяц победы",
            "5 класс был в музее",
            "Сентябрь",
            "12.10.2023",
            "1. Квиз",
        ] {
            assert_eq!(split_date(line, year), None, "{line}");
        }
    }
}
