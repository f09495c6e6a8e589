//! What of a file is no event: text around the tables, other tables, columns without a key.

use super::columns::TableColumn;
use super::head_words::kind_of_head;
use super::rows::{SourceCell, SourceRow};
use crate::calendar::{DayTime, EventDate, Precision, SchoolYear, fold};

/// What of a file is no event, in the order of the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rest {
    pub parts: Vec<RestPart>,
    /// Columns whose cells are not taken, each once.
    pub untaken: Vec<UntakenColumn>,
    /// The number of rows with totals.
    pub totals: usize,
    /// What else the file has and is not read, in Russian: pictures in a document, hidden sheets.
    pub unread: Vec<String>,
}

/// A part of a file besides its events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RestPart {
    /// A paragraph.
    Text(RestLine),
    /// A table of events stands here.
    Events,
    Table(OtherTable),
}

/// A paragraph outside the tables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RestLine {
    /// As messages name it: «строка 3».
    pub row: String,
    pub text: String,
    /// Whether the word processor numbers it.
    pub numbered: bool,
    /// The targets of its links.
    pub links: Vec<String>,
    /// The names of its pictures. A line of pictures has no text.
    pub pictures: Vec<String>,
}

/// A table that is none of events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherTable {
    /// As messages name its first row: «таблица 2, строка 1».
    pub row: String,
    /// The text of each column's head.
    pub head: Vec<String>,
    /// As wide as the head.
    pub rows: Vec<Vec<String>>,
    number: usize,
}

/// A column that posts have no key for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UntakenColumn {
    pub head: String,
    /// Cells with text.
    pub values: usize,
}

impl Rest {
    /// Adds the head of a table, which may be one of events.
    pub(super) fn add_head(&mut self, rows: &[SourceRow], is_events: bool) {
        if is_events {
            if self.parts.last() != Some(&RestPart::Events) {
                self.parts.push(RestPart::Events);
            }
            return;
        }
        let Some(row) = rows.first() else { return };
        let width = rows.iter().map(width).max().unwrap_or(0);
        let mut head = vec![String::new(); width];
        for cell in rows.iter().flat_map(|row| &row.cells) {
            let text = cell.text();
            for column in head.iter_mut().skip(cell.column).take(cell.width) {
                if !column.contains(&text) {
                    column.push_str(if column.is_empty() { "" } else { ": " });
                    column.push_str(&text);
                }
            }
        }
        let row_name = row.location.to_string();
        let number = row.table.unwrap_or_default();
        self.parts.push(RestPart::Table(OtherTable {
            row: row_name,
            head,
            rows: Vec::new(),
            number,
        }));
    }

    /// Adds a row of a table that is none of events. The first of a table is its head.
    pub(super) fn add_row(&mut self, row: &SourceRow) {
        match self.parts.last_mut() {
            Some(RestPart::Table(table)) if Some(table.number) == row.table => {
                let mut cells = vec![String::new(); table.head.len()];
                for cell in &row.cells {
                    if let Some(text) = cells.get_mut(cell.column) {
                        *text = cell.text();
                    }
                }
                if cells.iter().any(|text| !text.is_empty()) {
                    table.rows.push(cells);
                }
            }
            _ if row.cells.iter().any(|cell| !cell.is_empty()) => {
                self.add_head(std::slice::from_ref(row), false);
            }
            _ => {}
        }
    }

    /// Whether the last part is the table with this number.
    pub(super) fn is_in_table(&self, number: usize) -> bool {
        matches!(self.parts.last(), Some(RestPart::Table(table)) if table.number == number)
    }

    pub(super) fn add_line(&mut self, row: &SourceRow, text: &str) {
        let pictures: Vec<String> =
            row.cells.iter().flat_map(|cell| cell.pictures.iter().cloned()).collect();
        if !text.is_empty() || !pictures.is_empty() {
            self.parts.push(RestPart::Text(RestLine {
                row: row.location.to_string(),
                text: text.to_owned(),
                numbered: row.cells.iter().any(|cell| cell.numbered),
                links: row.cells.iter().flat_map(|cell| cell.links.iter().cloned()).collect(),
                pictures,
            }));
        }
    }

    /// Counts a cell that is not taken.
    pub(super) fn add_untaken(&mut self, column: Option<&TableColumn>, at: usize) {
        let head = match column.map(|column| column.head.as_str()) {
            None | Some("") => format!("столбец {} без названия", at + 1),
            Some(head) => head.to_owned(),
        };
        match self.untaken.iter_mut().find(|known| known.head == head) {
            Some(known) => known.values += 1,
            None => self.untaken.push(UntakenColumn { head, values: 1 }),
        }
    }

    /// Whether the file has a table of events.
    pub(super) fn has_events(&self) -> bool {
        self.parts.contains(&RestPart::Events)
    }

    /// The tables that are none of events, with their heads: «таблица 1, строка 1: „№“, „ФИО“».
    pub fn describe_tables(&self) -> Vec<String> {
        let tables = self.parts.iter().filter_map(|part| match part {
            RestPart::Table(table) => Some(table),
            _ => None,
        });
        tables.map(OtherTable::describe).collect()
    }
}

impl OtherTable {
    /// «таблица 1, строка 1: „№“, „ФИО“, „Должность“».
    pub fn describe(&self) -> String {
        let heads: Vec<_> = self
            .head
            .iter()
            .filter(|head| !head.is_empty())
            .map(|head| format!("„{}“", shortened(head)))
            .collect();
        format!("{}: {}", self.row, heads.join(", "))
    }

    /// Whether it has no head: its first row has a date or a time, and no word that heads have.
    fn begins_with_values(&self) -> bool {
        let is_value = |head: &String| is_day(head) || DayTime::parse(head).is_some();
        self.head.iter().any(is_value) && self.head.iter().all(|head| kind_of_head(head).is_none())
    }

    /// Whether it may hold events all the same: most of its rows have a date.
    pub fn has_dates(&self) -> bool {
        let dated = self.rows.iter().filter(|row| row.iter().any(|text| is_day(text))).count();
        dated > 0 && dated * 2 >= self.rows.len()
    }

    /// The word in the head that would make it a table of events.
    pub fn advice(&self) -> &'static str {
        if self.begins_with_values() {
            return "допишите над ней строку с названиями столбцов, среди них „Дата“ и „Мероприятие“";
        }
        let has = |words: &[&str]| {
            self.head.iter().any(|head| words.iter().any(|word| fold(head).contains(word)))
        };
        match (has(&["мероприят", "событи"]), has(&["дата", "срок"])) {
            (false, false) => {
                "назовите столбец с названием „Мероприятие“, а столбец с датой „Дата“"
            }
            (false, true) => "назовите столбец с названием „Мероприятие“",
            (true, _) => "назовите столбец с датой „Дата“",
        }
    }
}

fn is_day(text: &str) -> bool {
    EventDate::parse(text, Some(SchoolYear::starting(2000)))
        .is_ok_and(|date| !matches!(date.precision(), Precision::Month | Precision::Months))
}

/// A long head, cut for a message.
fn shortened(head: &str) -> String {
    const LETTERS: usize = 40;
    match head.char_indices().nth(LETTERS) {
        Some((end, _)) => format!("{}…", head[..end].trim_end()),
        None => head.to_owned(),
    }
}

fn width(row: &SourceRow) -> usize {
    let end = |cell: &SourceCell| cell.column + cell.width;
    // A cell that claims to be as wide as the sheet is no column.
    row.cells.iter().map(end).max().unwrap_or(0).min(MAX_WIDTH)
}

/// No table with a meaning is wider.
const MAX_WIDTH: usize = 60;
