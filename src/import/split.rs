//! Splits the cells of one row into its events: one, or several in parallel paragraphs.

use super::audience;
use super::columns::{ColumnKind, Columns};
use super::rows::{SourceCell, SourceRow};
use crate::calendar::{DateError, EventDate, SchoolYear};
use crate::quantity;
use crate::url;

/// The cells of a row by their columns, paragraph by paragraph.
#[derive(Clone, Debug, Default)]
pub(super) struct RowFields {
    pub(super) title: Vec<String>,
    pub(super) audience: Vec<String>,
    pub(super) count: Vec<String>,
    pub(super) date: Vec<String>,
    pub(super) links: Vec<String>,
}

impl RowFields {
    /// Includes merged cells, which are repeated in each row.
    pub(super) fn from_row(row: &SourceRow, columns: &Columns) -> Self {
        let mut fields = Self::default();
        for cell in &row.cells {
            let lines = match columns.kind_at(cell.column) {
                Some(ColumnKind::Title) => &mut fields.title,
                Some(ColumnKind::Audience) => &mut fields.audience,
                Some(ColumnKind::Count) => &mut fields.count,
                Some(ColumnKind::Date) => &mut fields.date,
                Some(ColumnKind::Link) => {
                    fields.links.extend(cell_links(cell));
                    continue;
                }
                Some(ColumnKind::Number | ColumnKind::Direction) | None => continue,
            };
            lines.extend(cell.lines.iter().cloned());
        }
        // Often the title itself is the link.
        if fields.links.is_empty() {
            let titles = row
                .cells
                .iter()
                .filter(|cell| columns.kind_at(cell.column) == Some(ColumnKind::Title));
            fields.links = titles
                .flat_map(|cell| cell.links.iter().filter(|link| url::has_scheme(link)))
                .cloned()
                .collect();
        }
        fields
    }
}

/// The text of one event.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct RawEvent {
    pub(super) title: String,
    pub(super) audience: String,
    pub(super) count: String,
    pub(super) date: String,
    pub(super) link: Option<String>,
}

/// The events of a row, and a problem if something is ambiguous. No events if it is unclear which
/// title belongs to which date.
pub(super) fn split_row(
    fields: &RowFields,
    year: Option<SchoolYear>,
) -> (Vec<RawEvent>, Option<String>) {
    let RowFields { title, audience, count, date, links } = fields;
    let dates = split_dates(date, title.len(), year);
    let all_read = |lines: &[String], read: fn(&str) -> bool| {
        lines.len() == title.len() && lines.iter().all(|line| read(line))
    };
    let parallel = all_read(audience, |line| audience::parse_audience(line).participants.is_some())
        || all_read(count, |line| audience::parse_count(line).is_some());
    let event_count = match dates.len() {
        0 | 1 if title.len() > 1 && parallel => title.len(),
        0 | 1 => 1,
        dates if title.len() == dates => dates,
        date_count => {
            let titles = quantity::count(title.len(), "название", "названия", "названий");
            let dates = quantity::count(date_count, "дата", "даты", "дат");
            return (Vec::new(), Some(format!("{titles} и {dates}: не понять, что к чему")));
        }
    };
    if event_count == 1 {
        let event = RawEvent {
            title: title.join(" "),
            audience: audience.join(" "),
            count: count.join(" "),
            date: dates.join(" "),
            link: links.first().cloned(),
        };
        return (vec![event], None);
    }
    let mut problem = None;
    let mut one_per_event = |lines: &[String], what: &str| match lines {
        lines if lines.len() == event_count => lines.to_vec(),
        [] => vec![String::new(); event_count],
        _ => {
            problem = Some(format!("{what} не перенесена: у мероприятий этой ячейки она не своя"));
            vec![String::new(); event_count]
        }
    };
    let audiences = one_per_event(audience, "аудитория");
    let counts = one_per_event(count, "численность");
    let date_of = |index: usize| dates.get(index).or(dates.first()).cloned().unwrap_or_default();
    let link_of = |index: usize| {
        let own = links.get(index).filter(|_| links.len() == event_count);
        own.or(links.first()).cloned()
    };
    let event = |(index, title): (usize, &String)| RawEvent {
        title: title.clone(),
        audience: audiences[index].clone(),
        count: counts[index].clone(),
        date: date_of(index),
        link: link_of(index),
    };
    (title.iter().enumerate().map(event).collect(), problem)
}

/// The dates of a cell: all paragraphs together are one date, or each paragraph is one. A line
/// break may split a date («7.12.2022г», «ода»), so the whole is tried first.
fn split_dates(lines: &[String], titles: usize, year: Option<SchoolYear>) -> Vec<String> {
    if lines.is_empty() {
        return Vec::new();
    }
    let is_date =
        |text: &str| matches!(EventDate::parse(text, year), Ok(_) | Err(DateError::NoYear));
    let whole = lines.join(" ");
    let each_is_date = lines.iter().all(|line| is_date(line)) || lines.len() == titles;
    if !is_date(&whole) && each_is_date { lines.to_vec() } else { vec![whole] }
}

/// The direction in a column of its own.
pub(super) fn direction_cell(row: &SourceRow, columns: &Columns) -> Option<String> {
    let cell = row
        .cells
        .iter()
        .find(|cell| columns.kind_at(cell.column) == Some(ColumnKind::Direction))?;
    Some(cell.text()).filter(|text| !text.is_empty())
}

/// The URLs in a cell for links: link targets, otherwise URLs in the text, otherwise words that
/// resemble a URL, to be reported.
fn cell_links(cell: &SourceCell) -> Vec<String> {
    let behind: Vec<_> = cell.links.iter().filter(|link| url::has_scheme(link)).cloned().collect();
    if !behind.is_empty() {
        return behind;
    }
    let words = || cell.lines.iter().flat_map(|line| line.split_whitespace());
    let trimmed = |word: &str| word.trim_matches(['.', ',', ';', '(', ')', '<', '>']).to_owned();
    let written: Vec<_> = words()
        .filter(|word| url::has_scheme(word.trim_start_matches(['(', '<'])))
        .map(trimmed)
        .collect();
    if written.is_empty() {
        return words()
            .filter(|word| word.contains('.') && word.contains('/') || word.starts_with("www."))
            .map(trimmed)
            .collect();
    }
    written
}

/// The title without a trailing full stop.
pub(super) fn clean_title(title: &str) -> String {
    let title = title.trim();
    match title.strip_suffix('.') {
        Some(rest) if !rest.ends_with('.') && last_word_is_whole(rest) => rest.to_owned(),
        _ => title.to_owned(),
    }
}

/// Whether `text` does not end in an abbreviation: «2022 г», «им».
fn last_word_is_whole(text: &str) -> bool {
    let word = text.rsplit(char::is_whitespace).next().unwrap_or_default();
    word.chars().count() > 3 || word.ends_with(|c: char| !c.is_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<String> {
        text.split('|').filter(|line| !line.is_empty()).map(str::to_owned).collect()
    }

    fn split(title: &str, audience: &str, date: &str, links: &str) -> Vec<[String; 4]> {
        let fields = RowFields {
            title: lines(title),
            audience: lines(audience),
            count: Vec::new(),
            date: lines(date),
            links: lines(links),
        };
        let (parts, _) = split_row(&fields, None);
        let cells =
            |part: RawEvent| [part.title, part.audience, part.date, part.link.unwrap_or_default()];
        parts.into_iter().map(cells).collect()
    }

    #[test]
    fn parallel_paragraphs_are_events() {
        assert_eq!(
            split("А|Б", "дети (1 чел.)|дети (2 чел.)", "1.09.2022|сентябрь-октябрь", "url"),
            [
                ["А", "дети (1 чел.)", "1.09.2022", "url"],
                ["Б", "дети (2 чел.)", "сентябрь-октябрь", "url"]
            ]
        );
        let own = split("А|Б", "", "1.09.2022|2.09.2022", "u|v");
        assert_eq!(own, [["А", "", "1.09.2022", "u"], ["Б", "", "2.09.2022", "v"]]);
        let shared = split("А|Б", "3 педагога|4 педагога", "1.09.2022", "");
        assert_eq!(
            shared,
            [["А", "3 педагога", "1.09.2022", ""], ["Б", "4 педагога", "1.09.2022", ""]]
        );
    }

    #[test]
    fn paragraphs_of_one_event_are_put_together() {
        assert_eq!(
            split("Турнир|по шахматам", "Дети|и педагоги", "7.12.2022г|ода", ""),
            [["Турнир по шахматам", "Дети и педагоги", "7.12.2022г ода", ""]]
        );
        assert_eq!(split("Турнир", "", "", ""), [["Турнир", "", "", ""]]);
    }

    #[test]
    fn what_cannot_be_told_apart_is_no_event() {
        assert_eq!(split("А|Б|В", "", "1.09.2022|2.09.2022", ""), [[""; 4]; 0]);
        assert_eq!(split("А", "", "1.09.2022|2.09.2022", ""), [[""; 4]; 0]);
    }

    #[test]
    fn an_audience_of_several_events_is_nobodys_own() {
        let fields = RowFields {
            title: lines("А|Б"),
            audience: lines("Дети (20 чел.)"),
            date: lines("1.09.2022|2.09.2022"),
            ..RowFields::default()
        };
        let (parts, problem) = split_row(&fields, None);
        assert!(parts.iter().all(|part| part.audience.is_empty()) && parts.len() == 2);
        assert!(problem.is_some());
    }
}
