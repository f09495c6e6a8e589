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

/// The date at the start of a line and the words after it.
fn split_date(line: &str, year: Option<YearOfDates>) -> Option<(&str, &str)> {
    let line = line.trim_start_matches(['•', '·', '-', '–', '—', '*', ' ']);
    date_at_start(line, year).or_else(|| {
        // «1. 12.10.2023 – Квиз»
        let (number, rest) = line.split_once(['.', ')'])?;
        let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
        date_at_start(rest.strip_prefix(' ').filter(|_| is_number)?.trim_start(), year)
    })
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
        ] {
            assert_eq!(split_date(line, year), Some((date, words)), "{line}");
        }
        for line in
            ["Май — месяц победы", "5 класс был в музее", "Сентябрь", "12.10.2023", "1. Квиз"]
        {
            assert_eq!(split_date(line, year), None, "{line}");
        }
    }
}
