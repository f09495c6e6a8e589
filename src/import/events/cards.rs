//! Cards of single events: «Название | Квиз», «Дата | 5 мая», as tables of two columns or as lines with
//! colons. Each card is read as a row of a table whose head are the words on its left.

use super::EventExtractor;
use super::above::RowAbove;
use crate::import::columns::{ColumnKind, Columns, TableColumn, column_of};
use crate::import::head_words::kind_of_head;
use crate::import::rows::{RowLocation, SourceCell, SourceRow};
use crate::import::years::is_term;

/// After so many lines the next card begins anew.
const LINES: usize = 400;
/// The words on the left are short, in letters.
const LABEL: usize = 60;

#[derive(Default)]
struct Card {
    columns: Vec<TableColumn>,
    cells: Vec<SourceCell>,
    rows: Option<(RowLocation, RowLocation)>,
}

#[derive(Default)]
struct Cards {
    done: Vec<Card>,
    current: Card,
    /// Rows of a single text.
    headings: Vec<SourceRow>,
}

impl EventExtractor<'_> {
    /// Reads the cards that begin with the first of `rows`; returns the number of their rows, `None` if
    /// there are none.
    pub(super) fn read_cards(&mut self, rows: &[SourceRow]) -> Option<usize> {
        let row = rows.first()?;
        let (cards, height) = match row.table {
            Some(table) if self.seen_table == Some(table) => return None,
            Some(_) => of_table(rows)?,
            None => of_lines(rows)?,
        };
        for row in &cards.headings {
            self.read_heading(row);
        }
        let columns = cards.done.first()?.columns();
        self.start_table(row, columns);
        self.table = None;
        self.rest.add_head(std::slice::from_ref(row), true);
        for card in cards.done {
            let columns = card.columns();
            let Some((first, last)) = card.rows else { continue };
            let row = SourceRow { location: first.to(&last), table: None, cells: card.cells };
            (self.above, self.can_continue_title) = (RowAbove::default(), false);
            self.read_event(&row, &row.cells.iter().collect::<Vec<_>>(), &columns);
        }
        self.can_continue_title = false;
        Some(height)
    }
}

impl Card {
    fn columns(&self) -> Columns {
        Columns { all: self.columns.clone(), width: self.columns.len() }
    }

    fn has(&self, wanted: &[ColumnKind]) -> bool {
        self.columns.iter().any(|column| column.kind.is_some_and(|kind| wanted.contains(&kind)))
    }

    /// Whether it tells of an event: it has a title and a date, and most of its words are known.
    fn is_event(&self) -> bool {
        let known = self.columns.iter().filter(|column| column.kind.is_some()).count();
        let is_date = |(column, cell): (&TableColumn, &SourceCell)| {
            matches!(column.kind, Some(ColumnKind::Date | ColumnKind::PlannedDate))
                && (cell.text().contains(|c: char| c.is_ascii_digit()) || is_term(&cell.text()))
        };
        self.has(&[ColumnKind::Title])
            && self.columns.iter().zip(&self.cells).any(is_date)
            && known * 2 >= self.columns.len()
    }
}

impl Cards {
    fn add(&mut self, row: &SourceRow, label: &str, value: &SourceCell) {
        let head = label.trim().trim_end_matches([':', '.']).trim_end();
        // The same words again begin another card.
        if self.current.columns.iter().any(|column| column.head == head) {
            self.end();
        }
        let card = &mut self.current;
        let at = card.columns.len();
        card.columns.push(column_of(&SourceCell {
            lines: vec![head.to_owned()],
            ..SourceCell::new(at, 1)
        }));
        card.cells.push(SourceCell { column: at, width: 1, repeated: false, ..value.clone() });
        let first = card.rows.take().map_or_else(|| row.location.clone(), |(first, _)| first);
        card.rows = Some((first, row.location.clone()));
    }

    fn end(&mut self) {
        let card = std::mem::take(&mut self.current);
        if !card.columns.is_empty() {
            self.done.push(card);
        }
    }

    /// The cards, if they tell of events.
    fn finish(mut self) -> Option<Self> {
        self.end();
        let events = self.done.iter().filter(|card| card.is_event()).count();
        (events > 0 && events * 2 >= self.done.len()).then_some(self)
    }
}

/// The cards of a table, and the number of its rows. The number of a row may stand before its words.
fn of_table(rows: &[SourceRow]) -> Option<(Cards, usize)> {
    let table = rows.first()?.table;
    let mut cards = Cards::default();
    let of_table = rows.iter().take_while(|row| row.table == table);
    for row in of_table.clone() {
        let own = row.cells.iter().filter(|cell| !cell.repeated && !cell.is_empty());
        let mut own: Vec<&SourceCell> = own.collect();
        let is_number = |cell: &&SourceCell| {
            cell.text().trim_end_matches(['.', ')']).bytes().all(|byte| byte.is_ascii_digit())
        };
        if own.len() % 2 == 1 && own.first().is_some_and(is_number) {
            own.remove(0);
        }
        match own[..] {
            [] => cards.end(),
            // More of the value above, whose words are merged over several rows.
            [value] if row.cells.iter().any(|cell| cell.repeated && !cell.is_empty()) => {
                if let Some(last) = cards.current.cells.last_mut() {
                    last.lines.extend(value.lines.iter().cloned());
                    last.links.extend(value.links.iter().cloned());
                }
            }
            [label] if kind_of_head(&label.text()).is_some() && label.width == 1 => {}
            [_] => {
                if cards.current.has(&[ColumnKind::Title]) {
                    cards.end();
                }
                cards.headings.push(row.clone());
            }
            [label, value] => cards.add(row, &label.text(), value),
            ref cells if cells.len() % 2 == 0 => {
                for pair in cells.chunks(2) {
                    kind_of_head(&pair[0].text())?;
                    cards.add(row, &pair[0].text(), pair[1]);
                }
            }
            _ => return None,
        }
    }
    Some((cards.finish()?, of_table.count()))
}

/// The cards in lines: «Название: Квиз», «Дата: 5 мая».
fn of_lines(rows: &[SourceRow]) -> Option<(Cards, usize)> {
    let mut cards = Cards::default();
    let mut height = 0;
    for row in rows.iter().take_while(|row| row.table.is_none()) {
        let Some((label, value)) = split_line(row) else { break };
        if height == 0 {
            kind_of_head(&label)?;
        }
        if height >= LINES && cards.current.columns.first().is_some_and(|first| first.head == label)
        {
            break;
        }
        cards.add(row, &label, &value);
        height += 1;
    }
    Some((cards.finish()?, height))
}

/// The words before the colon, and what follows.
fn split_line(row: &SourceRow) -> Option<(String, SourceCell)> {
    let [cell] = &row.cells[..] else { return None };
    let (label, value) = cell.lines.first()?.split_once(':')?;
    let is_label = label.starts_with(char::is_uppercase)
        && label.chars().count() < LABEL
        && !label.contains(|c: char| c.is_ascii_digit());
    let value = value.trim();
    if !is_label || value.is_empty() {
        return None;
    }
    Some((label.to_owned(), SourceCell { lines: vec![value.to_owned()], ..cell.clone() }))
}
