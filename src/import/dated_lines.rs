//! Reads a report without a table: lines that begin with a date.

mod words;

use std::borrow::Cow;

use super::items::escape;
use super::rest::{Rest, RestLine, RestPart};
use super::years::{NamedYears, YearOfDates, parse_date, parse_one_date};
use super::{ImportedDirection, ImportedEvent, ImportedReport};
use crate::calendar::{EventDate, Precision};
use crate::config::Config;
use crate::url;
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
    let mut left = Rest { untaken: rest.untaken.clone(), totals: rest.totals, ..Rest::default() };
    let mut named = NamedYears::default();
    let mut direction = ImportedDirection::Missing;
    let mut continues = false;
    // A date on a line of its own, and whether all lines below it belong to its event.
    let mut date_above: Option<&RestLine> = None;
    let mut is_block = false;
    for part in &rest.parts {
        let RestPart::Text(line) = part else {
            left.parts.extend(date_above.take().cloned().map(RestPart::Text));
            left.parts.push(part.clone());
            (continues, is_block) = (false, false);
            continue;
        };
        let year = given_year.or_else(|| named.of_table());
        let text = line.text.as_str();
        // Pictures of a page stand below their event.
        if text.is_empty() {
            if let Some(event) = result.events.last_mut() {
                event.pictures.extend(line.pictures.iter().cloned());
            }
            continue;
        }
        let dated = split_line(text, line.numbered, year);
        if dated.is_none() && is_day(text, year) {
            left.parts.extend(date_above.replace(line).cloned().map(RestPart::Text));
            (continues, is_block) = (false, false);
            continue;
        }
        let heading = config.find_direction(text);
        let dated = match (dated, heading, date_above) {
            (None, None, Some(date)) => {
                (date_above, is_block) = (None, true);
                Some((date.text.trim_end_matches(':'), Cow::Borrowed(text)))
            }
            (dated, ..) => {
                is_block &= dated.is_none();
                dated
            }
        };
        let Some((date, words)) = dated else {
            named.add_line(text);
            if let Some(known) = heading {
                direction = ImportedDirection::Known(known);
                is_block = false;
            } else if is_block || continues && goes_on(text) {
                if let Some(event) = result.events.last_mut() {
                    event.text.push_str(if event.text.is_empty() { "" } else { "\n\n" });
                    event.text.push_str(&escape(text));
                    event.pictures.extend(line.pictures.iter().cloned());
                    add_links(event, line);
                    continue;
                }
            } else if !is_month(text) {
                left.parts.push(part.clone());
            }
            continues = false;
            continue;
        };
        let event = read_line(&line.row, date, &words, year, &mut result.problems);
        let pictures = line.pictures.clone();
        let mut event = ImportedEvent { direction: direction.clone(), pictures, ..event };
        add_links(&mut event, line);
        result.events.push(event);
        if result.year.is_none() {
            result.year = year;
        }
        continues = true;
    }
    left.parts.extend(date_above.cloned().map(RestPart::Text));
    if result.events.is_empty() { Err(rest) } else { Ok((result, left)) }
}

/// The date that a part of a line is, in some year where none is known. «1.2» is the number of a section.
fn line_date(text: &str, year: Option<YearOfDates>) -> Option<EventDate> {
    let is_number = text.split_once('.').is_some_and(|(first, second)| {
        let is_figures = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        is_figures(first) && is_figures(second) && second.len() < 2
    });
    let read = |year| parse_one_date(text, year).ok();
    if is_number { None } else { read(year.or(Some(YearOfDates::Calendar(2000)))) }
}

/// Whether a line is the day of an event and nothing else.
fn is_day(text: &str, year: Option<YearOfDates>) -> bool {
    let is_by_day = |date: EventDate| matches!(date.precision(), Precision::Day | Precision::Days);
    line_date(text.trim_end_matches(':'), year).is_some_and(is_by_day)
}

fn add_links(event: &mut ImportedEvent, line: &RestLine) {
    for link in &line.links {
        if url::is_absolute(link) {
            event.add_link(link.clone());
        } else if link.starts_with('/') && event.partial_link.is_none() {
            event.partial_link = Some(link.clone());
        }
    }
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

/// The date of a line and its other words. In an item of a list a date in brackets may stand anywhere:
/// «1. Квиз (12.10.2023), 5 класс».
fn split_line(
    line: &str,
    is_numbered: bool,
    year: Option<YearOfDates>,
) -> Option<(&str, Cow<'_, str>)> {
    // The word processor numbers items without writing the number.
    let read = if is_numbered { dated_item(line, year) } else { split_date(line, year) };
    if let Some((date, words)) = read {
        return Some((date, Cow::Borrowed(words)));
    }
    let item = if is_numbered { line } else { item_of_list(line)? };
    item.match_indices('(').find_map(|(at, _)| {
        let (inside, after) = item[at + 1..].split_once(')')?;
        let is_date = inside.contains(|c: char| c.is_ascii_digit());
        line_date(inside, year).filter(|_| is_date)?;
        let words = format!("{}{after}", item[..at].trim_end());
        words.contains(char::is_alphabetic).then_some((inside, Cow::Owned(words)))
    })
}

/// The text of an item: «Квиз» of «1. Квиз», «2) Квиз», «• Квиз».
fn item_of_list(line: &str) -> Option<&str> {
    let text = line.trim_start_matches(['•', '·', '-', '–', '—', '*', '●', '▪', ' ']);
    if text.len() < line.len() {
        return Some(text);
    }
    let (number, rest) = text.split_once(['.', ')'])?;
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    rest.strip_prefix(' ').filter(|_| is_number && number.len() < 3).map(str::trim_start)
}

/// The date at the start of a line and the words after it. An item of a list may have it at its end.
fn split_date(line: &str, year: Option<YearOfDates>) -> Option<(&str, &str)> {
    match item_of_list(line) {
        // «1. 12.10.2023 – Квиз», «2) с 16 по 20 сентября – неделя»; «12. 10.2023» is a date.
        Some(item) if line.starts_with(|c: char| c.is_ascii_digit()) => {
            let is_list = line.trim_start_matches(|c: char| c.is_ascii_digit()).starts_with(')');
            let whole = if is_list { None } else { date_at_start(line, year) };
            whole.or_else(|| dated_item(item, year))
        }
        Some(item) => dated_item(item, year),
        None => date_at_start(line, year),
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
        |date: &str| line_date(date, year).is_some() && date.contains(|c: char| c.is_ascii_digit());
    let (words, date) = match text.strip_suffix(')').and_then(|text| text.rsplit_once('(')) {
        Some((words, inside)) => (words, inside),
        None => {
            let dashes = text.rmatch_indices([',', '–', '—', '-']);
            let mut splits = dashes.map(|(at, dash)| (&text[..at], dash, &text[at + dash.len()..]));
            let (words, _, date) = splits.find(|(words, dash, date)| {
                (*dash == "," || words.ends_with(' ')) && is_date(date.trim())
            })?;
            (words, date)
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
        let last = date.rsplit(' ').next().unwrap_or_default();
        // «в» begins the words: «5 октября в центре прошёл квиз».
        if matches!(last, "в" | "во" | "с" | "на") {
            return None;
        }
        let read = line_date(date, year)?;
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
