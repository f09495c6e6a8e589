//! News and other texts with a date of their own, as events.

use super::years::{YearOfDates, parse_term, written};
use super::{ImportProblem, ImportedDirection, ImportedEvent};
use crate::calendar::{SchoolBounds, SchoolYear};
use crate::diagnostic::Severity;
use crate::url;

/// A piece of news, or a line that begins with a date.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct NewsItem {
    /// As messages name it: «новость 2», «строка 5».
    pub(super) row: String,
    pub(super) title: String,
    pub(super) date: String,
    /// Paragraphs.
    pub(super) text: Vec<String>,
    pub(super) link: String,
    /// File names.
    pub(super) pictures: Vec<String>,
}

impl NewsItem {
    /// The event, and what is wrong with it.
    pub(super) fn into_event(
        self,
        year: Option<YearOfDates>,
        bounds: &SchoolBounds,
        problems: &mut Vec<ImportProblem>,
    ) -> ImportedEvent {
        let term = match parse_term(&self.date, year, bounds) {
            Ok(term) => Some(term),
            Err(error) => {
                problems.push(ImportProblem {
                    row: self.row.clone(),
                    place: self.row.clone(),
                    severity: Severity::Error,
                    message: error.message(),
                    hint: error.hint(),
                });
                None
            }
        };
        let is_partial = self.link.starts_with(['/', '.']);
        if is_partial {
            problems.push(ImportProblem {
                row: self.row.clone(),
                place: self.row.clone(),
                severity: Severity::Warning,
                message: "в адресе новости нет имени сайта".to_owned(),
                hint: "адрес записан в черновик пояснением: допишите имя сайта и уберите знак `#`"
                    .to_owned(),
            });
        }
        ImportedEvent {
            row: self.row,
            title: self.title,
            date: term.as_ref().map(|term| term.date),
            date_line: term
                .as_ref()
                .map_or_else(|| self.date.clone(), |term| written(term, &self.date)),
            date_text: self.date,
            school_year: term
                .map(|term| term.date)
                .map(|date| SchoolYear::containing(date.first())),
            direction: ImportedDirection::Missing,
            audience: None,
            participants: None,
            partial_link: is_partial.then(|| self.link.clone()),
            link: url::is_absolute(&self.link).then_some(self.link),
            more_links: Vec::new(),
            fields: Vec::new(),
            text: self.text.iter().map(|line| escape(line)).collect::<Vec<_>>().join("\n\n"),
            pictures: self.pictures,
        }
    }
}

/// The name of the file that `address` of a picture leads to.
pub(super) fn file_name(address: &str) -> Option<String> {
    let path = address.split(['?', '#']).next()?;
    let name = path.rsplit('/').next()?;
    let name = percent_encoding::percent_decode_str(name).decode_utf8_lossy().into_owned();
    let is_picture = name
        .rsplit_once('.')
        .is_some_and(|(stem, end)| !stem.is_empty() && is_picture_extension(end));
    (is_picture && !path.starts_with("data:")).then_some(name)
}

fn is_picture_extension(extension: &str) -> bool {
    ["jpg", "jpeg", "png", "webp", "gif", "bmp", "heic", "tif", "tiff"]
        .iter()
        .any(|known| extension.eq_ignore_ascii_case(known))
}

/// The text of a page as a paragraph of Markdown.
pub(super) fn escape(line: &str) -> String {
    let mut escaped = String::with_capacity(line.len());
    for (at, c) in line.char_indices() {
        let opens_block = at == 0 && matches!(c, '#' | '+' | '-' | '>' | '=');
        if opens_block || matches!(c, '*' | '_' | '`' | '<' | '[' | '\\') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped.replace("{{", "{ {")
}
