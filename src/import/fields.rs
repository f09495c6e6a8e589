//! The cells of a row by their columns.

mod counts;
mod date_cells;
mod links;

use super::audience::is_dash;
use super::columns::{ColumnKind, Columns, PostKey};
use super::date_text::take_mark;
use super::rows::{SourceCell, SourceRow};
use super::years::YearOfDates;
use crate::calendar::fold;
use crate::url;
pub(super) use counts::CountCell;
use counts::{groups_of_head, is_count_of_audience};
use date_cells::DateCells;
pub(super) use date_cells::in_genitive;
use links::{cell_links, written_links};

/// The cells of a row by their columns, paragraph by paragraph.
#[derive(Clone, Debug, Default)]
pub(super) struct RowFields {
    pub(super) title: Vec<String>,
    /// Whether the paragraphs of the title are items of a list.
    pub(super) is_title_list: bool,
    pub(super) audience: Vec<String>,
    pub(super) counts: Vec<CountCell<Vec<String>>>,
    pub(super) date: Vec<String>,
    /// Whether the date is that of the section alone.
    pub(super) is_date_of_section: bool,
    pub(super) time: Vec<String>,
    /// The URLs of all cells; those of columns for links first.
    pub(super) links: Vec<String>,
    pub(super) pictures: Vec<String>,
    pub(super) direction: Option<String>,
    pub(super) fields: Vec<(PostKey, Vec<String>)>,
    /// The columns whose text is not taken, by their first column of the grid.
    pub(super) untaken: Vec<usize>,
}

impl RowFields {
    /// Includes merged cells, which are repeated in each row. `month` is that of the section of the
    /// table, «Ноябрь».
    pub(super) fn from_row(
        row: &SourceRow,
        columns: &Columns,
        year: Option<YearOfDates>,
        month: Option<&str>,
    ) -> Self {
        let mut fields = Self::default();
        let mut when = DateCells::default();
        let mut other_links = Vec::new();
        for cell in &row.cells {
            fields.pictures.extend(cell.pictures.iter().filter(|_| !cell.repeated).cloned());
            if cell.is_empty() {
                continue;
            }
            let column = columns.at(cell.column);
            let kind = column.and_then(|column| column.kind);
            // An address that an own key takes is no page about the event.
            let is_taken = |link: &str| match kind {
                Some(ColumnKind::PostKey(PostKey::Own(_))) => cell.text().contains(link),
                kind => kind == Some(ColumnKind::Link),
            };
            let others = cell.links.iter().filter(|link| url::is_absolute(link) && !is_taken(link));
            other_links.extend(others.cloned());
            if is_dash(&cell.text()) {
                continue;
            }
            let lines = cell.lines.clone();
            let head = column.map(|column| &*column.head).unwrap_or_default();
            let is_of_people =
                matches!(kind, Some(ColumnKind::Audience | ColumnKind::Count | ColumnKind::People));
            if is_of_people && let Some(groups) = groups_of_head(head, &cell.text()) {
                fields.counts.extend(groups);
                continue;
            }
            match kind {
                Some(ColumnKind::Audience) if is_count_of_audience(head, &cell.text()) => {
                    fields.push_count(columns, cell);
                }
                Some(ColumnKind::Title) => {
                    fields.is_title_list =
                        cell.list_lines > 1 && cell.list_lines == cell.lines.len();
                    fields.title.extend(lines);
                }
                Some(ColumnKind::Audience) => {
                    let head = fold(head);
                    let counts = ["кол", "числ", "чел"].iter().any(|word| head.contains(word));
                    let unit = |line| if counts { with_unit(line) } else { line };
                    fields.audience.extend(lines.into_iter().map(unit));
                }
                Some(ColumnKind::People) if is_count_of_people(cell) => {
                    fields.push_count(columns, cell);
                }
                Some(ColumnKind::People) => fields.add_people(column.map(|it| &*it.head), lines),
                Some(ColumnKind::Count) => fields.push_count(columns, cell),
                Some(ColumnKind::Date) => fields.add_date(lines, &mut when),
                Some(ColumnKind::PlannedDate) => when.planned = lines,
                Some(ColumnKind::DateEnd) => when.end = Some(lines),
                Some(ColumnKind::Time) => fields.time.extend(lines),
                Some(ColumnKind::Link) if matches!(&*fold(&cell.text()), "нет" | "отсутствует") =>
                    {}
                Some(ColumnKind::Link) => {
                    let links = cell_links(cell);
                    if links.is_empty() {
                        fields.untaken.push(cell.column);
                    }
                    fields.links.extend(links);
                }
                Some(ColumnKind::Photos) => fields.add_photos(cell),
                Some(ColumnKind::Held) => match held(&cell.text()) {
                    Some(held) => fields.push(PostKey::Held, vec![held.to_owned()]),
                    None => fields.untaken.push(cell.column),
                },
                Some(ColumnKind::Direction) => fields.direction = Some(cell.text()),
                Some(ColumnKind::PostKey(PostKey::Teachers)) if is_bare_number(cell) => {
                    fields.counts.push(CountCell {
                        noun: Some("педагогов".to_owned()),
                        is_total: false,
                        text: lines,
                    });
                }
                Some(ColumnKind::PostKey(field)) => {
                    // «Количество победителей»: the number alone says nothing.
                    let head = column.map(|column| &*column.head).filter(|_| is_bare_number(cell));
                    match head {
                        Some(head) if field == PostKey::Results => {
                            fields.push(field, vec![format!("{head}: {}", cell.text())]);
                        }
                        _ => fields.push(field, lines),
                    }
                }
                Some(ColumnKind::Number) => {}
                None if cell.repeated => {}
                None => {
                    other_links.extend(written_links(cell));
                    fields.untaken.push(cell.column);
                }
            }
        }
        fields.is_date_of_section = month.is_some() && when.is_empty();
        let (date, planned) = when.choose(year, month);
        fields.date = date;
        if !planned.is_empty() {
            fields.push(PostKey::Planned, planned);
        }
        for link in other_links {
            if !fields.links.contains(&link) {
                fields.links.push(link);
            }
        }
        fields
    }

    fn push(&mut self, field: PostKey, lines: Vec<String>) {
        match self.fields.iter_mut().find(|(known, _)| *known == field) {
            Some((_, known)) => known.extend(lines),
            None => self.fields.push((field, lines)),
        }
    }

    /// Adds a date, or the mark that stands in its place: «не проведено», «перенесено на ноябрь».
    fn add_date(&mut self, lines: Vec<String>, when: &mut DateCells) {
        let Some(mark) = take_mark(&lines.join(" ")) else { return when.dates.push(lines) };
        if let Some(held) = mark.held {
            self.push(PostKey::Held, vec![held.to_owned()]);
        }
        if !mark.date.is_empty() {
            when.dates.push(vec![mark.date]);
        }
    }

    fn push_count(&mut self, columns: &Columns, cell: &SourceCell) {
        let column = columns.at(cell.column);
        let head = column.map(|column| fold(&column.head)).unwrap_or_default();
        self.counts.push(CountCell {
            noun: column.and_then(|column| column.noun.clone()),
            is_total: ["всего", "итого", "общее"].iter().any(|word| head.contains(word)),
            text: cell.lines.clone(),
        });
    }

    /// Words in a column for a group of people: who of them takes part, or the teachers' names.
    fn add_people(&mut self, head: Option<&str>, lines: Vec<String>) {
        let head = head.map(fold).unwrap_or_default();
        let is_staff = ["педагог", "учител"].iter().any(|word| head.contains(word));
        if is_staff {
            self.push(PostKey::Teachers, lines);
        } else {
            self.audience.extend(lines);
        }
    }

    fn add_photos(&mut self, cell: &SourceCell) {
        let links = cell_links(cell);
        if !links.is_empty() {
            self.links.extend(links);
            return;
        }
        let names = cell.lines.iter().flat_map(|line| line.split([',', ';']));
        self.pictures
            .extend(names.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()));
    }
}

fn is_bare_number(cell: &SourceCell) -> bool {
    cell.text().bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether the cell begins with a number or a word for one: «20», «более 20 чел.».
fn is_count_of_people(cell: &SourceCell) -> bool {
    let text = cell.text();
    text.starts_with(|c: char| c.is_ascii_digit()) && !fold(&text).contains("кл")
        || super::audience::is_inexact(&text)
}

/// Whether the event was held, as plans mark it.
fn held(text: &str) -> Option<&'static str> {
    let folded = fold(text);
    let text = folded.trim_matches(|c: char| !c.is_alphanumeric() && c != '+');
    let begins = |words: &[&str]| words.iter().any(|word| text.starts_with(word));
    if text.chars().count() > 30 {
        return None;
    }
    if begins(&["не провед", "не состо", "не выполн", "отмен"]) || text == "нет"
    {
        Some("нет")
    } else if begins(&["провед", "выполн", "состоял", "исполн"])
        || matches!(text, "да" | "+" | "v" | "исп" | "вып" | "пров")
        || matches!(folded.trim(), "√" | "✓" | "✔" | "☑")
    {
        Some("да")
    } else {
        None
    }
}

/// «5 кл., 22» in a column that counts people too: «5 кл., 22 чел.».
fn with_unit(line: String) -> String {
    let before = line.trim_end_matches(|c: char| c.is_ascii_digit());
    let is_bare = before.len() < line.len()
        && before.trim_end().ends_with([',', ';', ':', '–', '—', '-'])
        && before.contains(char::is_alphabetic)
        // «5–9» are classes.
        && before.ends_with(' ')
        && !super::audience::is_list_of_classes(&line);
    if is_bare { format!("{line} чел.") } else { line }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_says_whether_an_event_was_held() {
        assert_eq!(held("Проведено"), Some("да"));
        assert_eq!(held("не проводилось"), None);
        assert_eq!(held("Не проведено"), Some("нет"));
        assert_eq!(held("+"), Some("да"));
        assert_eq!(held("приказ № 5"), None);
    }
}
