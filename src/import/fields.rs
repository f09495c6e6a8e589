//! The cells of a row by their columns.

use super::audience::is_dash;
use super::columns::{ColumnKind, Columns, PostKey};
use super::date_text::take_mark;
use super::rows::{SourceCell, SourceRow};
use super::years::{YearOfDates, parse_date, parse_term};
use crate::calendar::{DateError, Precision, SchoolBounds, fold, month_genitive};
use crate::url;

/// The cells of a row by their columns, paragraph by paragraph.
#[derive(Clone, Debug, Default)]
pub(super) struct RowFields {
    pub(super) title: Vec<String>,
    /// Whether the paragraphs of the title are items of a list.
    pub(super) is_title_list: bool,
    pub(super) audience: Vec<String>,
    pub(super) counts: Vec<CountCell<Vec<String>>>,
    pub(super) date: Vec<String>,
    pub(super) time: Vec<String>,
    /// The URLs of all cells; those of columns for links first.
    pub(super) links: Vec<String>,
    pub(super) pictures: Vec<String>,
    pub(super) direction: Option<String>,
    pub(super) fields: Vec<(PostKey, Vec<String>)>,
    /// The columns whose text is not taken, by their first column of the grid.
    pub(super) untaken: Vec<usize>,
}

/// The cell of a number of participants.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct CountCell<T> {
    /// Whom the column counts, if its head says.
    pub(super) noun: Option<String>,
    /// Whether the column says that it is the total of others.
    pub(super) is_total: bool,
    pub(super) text: T,
}

impl<T> CountCell<T> {
    pub(super) fn with_text<U>(&self, text: U) -> CountCell<U> {
        CountCell { noun: self.noun.clone(), is_total: self.is_total, text }
    }
}

/// The cells about when the event is.
#[derive(Default)]
struct DateCells {
    dates: Vec<Vec<String>>,
    planned: Vec<String>,
    end: Option<Vec<String>>,
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
            match kind {
                Some(ColumnKind::Title) => {
                    fields.is_title_list =
                        cell.list_lines > 1 && cell.list_lines == cell.lines.len();
                    fields.title.extend(lines);
                }
                Some(ColumnKind::Audience) => {
                    let head = column.map(|column| fold(&column.head)).unwrap_or_default();
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

impl DateCells {
    /// The date as one text, or as one for each paragraph, and the planned one if it is another.
    fn choose(self, year: Option<YearOfDates>, month: Option<&str>) -> (Vec<String>, Vec<String>) {
        let mut planned = self.planned;
        let is_date = |text: &str| parse_date(text, year).is_ok();
        let mut date = match &self.dates[..] {
            [] => Vec::new(),
            [date] => date.clone(),
            // A month and a day in columns of their own, or two versions of which the exact one counts.
            [first, .., last] => {
                let (first, last) = (first.join(" "), last.join(" "));
                let joined = [format!("{last} {first}"), format!("{first} {last}")];
                let exact = |text: &&String| {
                    parse_date(text, year).is_ok_and(|date| date.precision() == Precision::Day)
                };
                let both = joined.into_iter().find(|text| is_date(text));
                let one = [&last, &first].into_iter().find(exact).cloned();
                vec![one.or(both).unwrap_or(last)]
            }
        };
        if date.is_empty() || date == planned {
            date = std::mem::take(&mut planned);
        }
        if let Some(end) = self.end {
            let (first, last) = (date.join(" "), end.join(" "));
            let range = format!("{first} – {last}");
            date = if first.is_empty() || first == last {
                end
            } else if is_date(&range) {
                vec![range]
            } else {
                vec![format!("{first}, {last}")]
            };
        }
        let Some(month) = month else { return (date, planned) };
        if date.is_empty() {
            return (vec![month.to_owned()], planned);
        }
        let month = in_genitive(month);
        // «5», «12-14», «до 20», «2 неделя» below «Ноябрь».
        let bounds = SchoolBounds::default();
        let term = |text: &str| parse_term(text, year, &bounds);
        let day = |text: &String| {
            let with_month = format!("{text} {month}");
            let folded = fold(text);
            let is_part = ["недел", "декад", "половин"].iter().any(|part| folded.contains(part));
            let lacks_month = match term(text) {
                Err(error) => error != DateError::NoYear,
                Ok(term) => is_part && !term.is_exact,
            };
            if lacks_month && term(&with_month).is_ok() { with_month } else { text.clone() }
        };
        (date.iter().map(day).collect(), planned)
    }
}

/// «ноября 2024» for «Ноябрь 2024 г.».
pub(super) fn in_genitive(month: &str) -> String {
    let read = parse_date(month, Some(YearOfDates::Calendar(2000)));
    let Some(date) = read.ok().filter(|date| date.precision() == Precision::Month) else {
        return month.to_owned();
    };
    let name = month_genitive(date.first().month());
    let has_year = month.chars().filter(char::is_ascii_digit).count() == 4;
    if has_year { format!("{name} {}", date.first().year()) } else { name.to_owned() }
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

/// The whole URLs in the text of a cell.
fn written_links(cell: &SourceCell) -> impl Iterator<Item = String> {
    let words = cell.lines.iter().flat_map(|line| line.split_whitespace());
    words
        .map(|word| word.trim_matches(['.', ',', ';', '(', ')', '<', '>']))
        .filter(|word| url::is_absolute(word))
        .map(str::to_owned)
}

/// The URLs in a cell for links: link targets, otherwise URLs in the text, otherwise words that
/// resemble a URL, to be reported.
fn cell_links(cell: &SourceCell) -> Vec<String> {
    let behind: Vec<_> = cell.links.iter().filter(|link| url::has_scheme(link)).cloned().collect();
    if !behind.is_empty() {
        return behind;
    }
    let words = || cell.lines.iter().flat_map(|line| line.split_whitespace());
    let trimmed = |word: &str| {
        let word = word.trim_matches(['.', ',', ';', '(', ')', '<', '>']);
        // Networks that schools use are sure to have `https`.
        let is_network =
            ["vk.com/", "ok.ru/", "t.me/", "rutube.ru/"].iter().any(|host| word.starts_with(host));
        if is_network { format!("https://{word}") } else { word.to_owned() }
    };
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_date_is_chosen_among_several_cells() {
        let lines = |text: &str| vec![text.to_owned()];
        let year = Some(YearOfDates::Calendar(2024));
        let chosen = |dates: &[&str], planned: &str, end: &str, month: Option<&str>| {
            let cells = DateCells {
                dates: dates.iter().map(|text| lines(text)).collect(),
                planned: if planned.is_empty() { Vec::new() } else { lines(planned) },
                end: (!end.is_empty()).then(|| lines(end)),
            };
            let (date, planned) = cells.choose(year, month);
            (date.join("|"), planned.join("|"))
        };
        let one = |text: &str| (text.to_owned(), String::new());
        let both = ("9.12.2024".to_owned(), "8.12.2024".to_owned());
        assert_eq!(chosen(&["9.12.2024"], "8.12.2024", "", None), both);
        assert_eq!(chosen(&["9.12.2024"], "9.12.2024", "", None), one("9.12.2024"));
        assert_eq!(chosen(&[], "8.12.2024", "", None), one("8.12.2024"));
        assert_eq!(chosen(&["1.10.2024"], "", "5.10.2024", None), one("1.10.2024 – 5.10.2024"));
        assert_eq!(chosen(&["ноябрь", "5"], "", "", None), one("5 ноябрь"));
        assert_eq!(chosen(&["ноябрь 2024", "5.11.2024"], "", "", None), one("5.11.2024"));
        assert_eq!(chosen(&["12-14"], "", "", Some("Ноябрь")), one("12-14 ноября"));
        assert_eq!(chosen(&["5.12"], "", "", Some("Ноябрь")), one("5.12"));
        assert_eq!(chosen(&[], "", "", Some("Ноябрь")), one("Ноябрь"));
    }

    #[test]
    fn a_mark_says_whether_an_event_was_held() {
        assert_eq!(held("Проведено"), Some("да"));
        assert_eq!(held("не проводилось"), None);
        assert_eq!(held("Не проведено"), Some("нет"));
        assert_eq!(held("+"), Some("да"));
        assert_eq!(held("приказ № 5"), None);
    }
}
