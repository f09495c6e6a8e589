//! Reports what of a file is not understood or not taken.

use std::collections::HashSet;

use super::files::ImportFile;
use super::rest::RestFiles;
use crate::config::{self, Config};
use crate::diagnostic::{Diagnostic, Diagnostics, Place, Severity};
use crate::import::{ImportProblem, ImportedDirection, RestLine, RestPart};
use crate::quantity;

/// The same complaint about more places names the first of them.
const PLACES: usize = 8;
/// So many paragraphs that are not taken are named by their first words.
const PARAGRAPHS: usize = 5;

/// The rows of the events with new and with existing posts.
pub(super) struct WrittenRows<'a> {
    pub(super) created: &'a HashSet<&'a str>,
    pub(super) existing: &'a HashSet<&'a str>,
}

/// Reports the problems of a file, each once, and returns the headings of unknown directions. Problems
/// of events whose posts exist are left out: the posts may have been corrected since.
pub(super) fn report(
    source: &ImportFile,
    written: &WrittenRows<'_>,
    config: &Config,
    diagnostics: &mut Diagnostics,
) -> Vec<String> {
    let report = &source.report;
    let is_relevant = |problem: &&ImportProblem| {
        written.created.contains(&*problem.row) || !written.existing.contains(&*problem.row)
    };
    let mut complaints: Vec<Complaint> = Vec::new();
    for problem in report.problems.iter().filter(is_relevant) {
        let ImportProblem { place, severity, message, hint, .. } = problem;
        add(&mut complaints, *severity, message, hint, place);
    }
    let known = config.list_directions();
    let new = || report.events.iter().filter(|event| written.created.contains(&*event.row));
    let hint = format!(
        "впишите его в черновики или назовите одно для всех: `--direction НАПРАВЛЕНИЕ`; {known}"
    );
    for event in new().filter(|event| event.direction == ImportedDirection::Missing) {
        add(&mut complaints, Severity::Error, "не указано направление", &hint, &event.row);
    }
    let of_file = |diagnostic: Diagnostic| diagnostic.at(Place::file(&source.file));
    diagnostics.extend(complaints.iter().map(|complaint| of_file(complaint.diagnostic())));
    let mut unknown: Vec<(String, usize)> = Vec::new();
    for event in new() {
        let ImportedDirection::Unknown(heading) = &event.direction else { continue };
        match unknown.iter_mut().find(|(one, _)| one == heading) {
            Some((_, count)) => *count += 1,
            None => unknown.push((heading.clone(), 1)),
        }
    }
    if !unknown.is_empty() {
        diagnostics.push(of_file(unknown_directions(&unknown, &known)));
    }
    if report.events.is_empty() {
        diagnostics.push(of_file(no_events(source)));
    }
    unknown.into_iter().map(|(heading, _)| heading).collect()
}

/// The error for directions that the site does not have, with their numbers of events.
fn unknown_directions(unknown: &[(String, usize)], known: &str) -> Diagnostic {
    let named: Vec<_> = unknown
        .iter()
        .map(|(heading, count)| {
            let events = quantity::count(*count, "событие", "события", "событий");
            format!("«{heading}», в нём {events}")
        })
        .collect();
    let (message, what) = match &named[..] {
        [one] => (format!("неизвестное направление {one}"), "добавьте его"),
        _ => (format!("неизвестные направления: {}", named.join("; ")), "добавьте их"),
    };
    Diagnostic::error(message).hint(format!(
        "{what} в `{}`, впишите в черновики другое или назовите одно для всех: `--direction \
         НАПРАВЛЕНИЕ`; {known}",
        config::FILE
    ))
}

/// The same complaint about one place or several.
struct Complaint {
    severity: Severity,
    message: String,
    hint: String,
    places: Vec<String>,
}

fn add(all: &mut Vec<Complaint>, severity: Severity, message: &str, hint: &str, place: &str) {
    let is_same = |known: &&mut Complaint| {
        known.severity == severity && known.message == message && known.hint == hint
    };
    match all.iter_mut().find(is_same) {
        // Several events may stand in one cell.
        Some(known) if known.places.last().is_some_and(|last| last == place) => {}
        Some(known) => known.places.push(place.to_owned()),
        None => all.push(Complaint {
            severity,
            message: message.to_owned(),
            hint: hint.to_owned(),
            places: vec![place.to_owned()],
        }),
    }
}

impl Complaint {
    fn diagnostic(&self) -> Diagnostic {
        let message = match &self.places[..] {
            [place] => format!("{place}: {}", self.message),
            places => format!("{}: {}", self.message, listed(places)),
        };
        Diagnostic { severity: self.severity, ..Diagnostic::error(message) }.hint(&*self.hint)
    }
}

/// «строки 3, 5, 8 и ещё 12», «таблица 2, строки 3, 5; таблица 3, строка 2».
fn listed(places: &[String]) -> String {
    let (first, more) = places.split_at(places.len().min(PLACES));
    let mut text = String::new();
    let mut last_table = None;
    for (at, place) in first.iter().enumerate() {
        let row = place.rsplit_once("строка ");
        let row = row.filter(|(_, row)| row.bytes().all(|byte| byte.is_ascii_digit()));
        match row {
            Some((table, row)) if last_table == Some(table) => text.push_str(&format!(", {row}")),
            _ => {
                text.push_str(if at > 0 { "; " } else { "" });
                let next = first.get(at + 1).map(String::as_str).unwrap_or_default();
                match row {
                    Some((table, row)) if next.starts_with(&format!("{table}строка ")) => {
                        text.push_str(&format!("{table}строки {row}"));
                    }
                    _ => text.push_str(place),
                }
            }
        }
        last_table = row.map(|(table, _)| table);
    }
    if !more.is_empty() {
        text.push_str(&format!(" и ещё {}", more.len()));
    }
    text
}

/// The error for a file without events: what it has instead, and what would make it one.
fn no_events(source: &ImportFile) -> Diagnostic {
    let rest = &source.report.rest;
    if rest.parts.contains(&RestPart::Events) {
        return Diagnostic::error("в таблице мероприятий нет ни одного мероприятия")
            .hint("заполните в ней хотя бы одну строку под названиями столбцов");
    }
    let tables = rest.parts.iter().filter_map(|part| match part {
        RestPart::Table(table) => Some(table),
        _ => None,
    });
    let seen: Vec<_> = tables.clone().map(|table| table.describe()).collect();
    let hint = match tables.clone().next() {
        Some(table) => format!(
            "в нём есть: {}. Чтобы таблица читалась, {}",
            seen.join("; "),
            table.advice()
        ),
        None => "таблиц в нём нет, и ни одна строка не начинается с даты. В первой строке таблицы \
                 назовите столбцы: „Мероприятие“, „Целевая аудитория, количество участников“, „Дата \
                 проведения“, „Ссылка“; без таблицы начните строку с даты: „12.10.2023 – квиз“"
            .to_owned(),
    };
    let unread: String = rest.unread.iter().map(|part| format!("; не прочитано: {part}")).collect();
    Diagnostic::error("в файле нет таблицы мероприятий").hint(format!("{hint}{unread}"))
}

/// What of the file went nowhere, each part once.
pub(super) fn untaken(source: &ImportFile, files: &RestFiles) -> Vec<String> {
    let rest = &source.report.rest;
    let mut told: Vec<String> = rest
        .untaken
        .iter()
        .map(|column| {
            let values = quantity::count(column.values, "значение", "значения", "значений");
            source.label(&format!("столбец „{}“, {values}", column.head))
        })
        .collect();
    told.extend(files.untaken.iter().map(|column| source.label(column)));
    let mut lines: Vec<&RestLine> = Vec::new();
    for (at, part) in rest.parts.iter().enumerate() {
        match part {
            _ if files.taken.contains(&at) => {}
            RestPart::Text(line) if line.text.is_empty() => {}
            RestPart::Text(line) => lines.push(line),
            RestPart::Events => {}
            RestPart::Table(table) => {
                let rows = quantity::count(table.rows.len(), "строка", "строки", "строк");
                let advice = if table.has_dates() {
                    format!("; если это мероприятия, {}", table.advice())
                } else {
                    String::new()
                };
                told.push(source.label(&format!("{}, {rows}{advice}", table.describe())));
            }
        }
    }
    if rest.totals > 0 {
        let rows = quantity::count(rest.totals, "строка", "строки", "строк");
        told.push(source.label(&format!("итоги, {rows}: их «Росток» считает сам")));
    }
    told.extend(rest.unread.iter().map(|part| source.label(part)));
    if !lines.is_empty() {
        let count = quantity::count(lines.len(), "абзац", "абзаца", "абзацев");
        let starts: Vec<_> =
            lines.iter().take(PARAGRAPHS).map(|line| beginning(&line.text)).collect();
        let more = match lines.len() - starts.len() {
            0 => String::new(),
            more => format!(" и ещё {more}"),
        };
        let starts = starts.join(", ");
        told.push(source.label(&format!("текст вокруг мероприятий, {count}: {starts}{more}")));
    }
    told
}

/// The first words of a paragraph in quotation marks.
fn beginning(text: &str) -> String {
    match text.char_indices().nth(50) {
        Some((end, _)) => format!("«{}…»", text[..end].trim_end()),
        None => format!("«{text}»"),
    }
}

#[cfg(test)]
mod tests {
    use super::listed;

    #[test]
    fn places_of_the_same_table_are_rows() {
        let list = |places: &[&str]| {
            listed(&places.iter().map(|place| (*place).to_owned()).collect::<Vec<_>>())
        };
        assert_eq!(list(&["строка 3", "строка 10"]), "строки 3, 10");
        assert_eq!(
            list(&["таблица 1, строка 2", "таблица 2, строка 2", "таблица 2, строка 3"]),
            "таблица 1, строка 2; таблица 2, строки 2, 3"
        );
        assert_eq!(list(&["лист «А», ячейка B2", "новость 1"]), "лист «А», ячейка B2; новость 1");
        assert_eq!(list(&["строка 1"; 10]), "строки 1, 1, 1, 1, 1, 1, 1, 1 и ещё 2");
    }
}
