//! Tables whose columns are months or weeks, «Направление | Сентябрь | Октябрь», or whose rows are
//! months and whose columns are directions, «Месяц | Техническое направление | Работа с родителями». Each
//! cell holds the titles of its events.

mod detect;
mod marks;

use std::ops::Range;

use super::EventExtractor;
use crate::calendar::fold;
use crate::import::ImportedDirection;
use crate::import::audience::is_dash;
use crate::import::columns::{Columns, RowContext};
use crate::import::dated_lines::split_dated_title;
use crate::import::fields::in_genitive;
use crate::import::rows::{SourceCell, SourceRow};
use crate::import::split::{self, RawEvent};
use crate::import::years::{YearOfDates, parse_term};

/// The head of such a table.
pub(super) struct Grid {
    table: usize,
    /// Columns of the grid, with what their head says.
    columns: Vec<(Range<usize>, String)>,
    /// The first column whose head is none of these: directions or weeks; of directions, the times.
    label: Option<usize>,
    has: GridColumns,
    /// The last time in the column of labels.
    time: String,
    /// The columns of a table that marks the months of each event: «Мероприятие | Сентябрь | Октябрь»
    /// with «+» below. They have one for the date in place of the months.
    marked: Option<Columns>,
    /// For messages.
    names: Columns,
}

/// What the columns of a grid are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum GridColumns {
    Times,
    Directions,
}

impl EventExtractor<'_> {
    /// Reads the first of `rows` if it is a row of such a table, or its head; `false` if it is neither.
    pub(super) fn read_grid(&mut self, rows: &[SourceRow]) -> bool {
        let Some(row) = rows.first().filter(|row| row.table.is_some()) else { return false };
        if self.grid.as_ref().is_some_and(|known| Some(known.table) != row.table) {
            self.grid = None;
        }
        let in_events = self.table.as_ref().is_some_and(|(table, _)| Some(*table) == row.table);
        let year = self.given_year.or_else(|| self.named.of_table());
        let head = || Grid::of_times(rows, year).or_else(|| Grid::of_directions(rows, year));
        if !in_events && let Some(head) = head() {
            self.start_table(row, head.names.clone());
            self.table = None;
            self.rest.add_head(std::slice::from_ref(row), true);
            self.grid = Some(head);
            return true;
        }
        let Some(mut grid) = self.grid.take() else { return false };
        self.read_row_of_grid(row, &mut grid);
        self.grid = Some(grid);
        true
    }

    fn read_row_of_grid(&mut self, row: &SourceRow, grid: &mut Grid) {
        let own = || row.cells.iter().filter(|cell| !cell.repeated && !cell.is_empty());
        if let (Some(cell), None) = (own().next(), own().nth(1))
            && cell.width >= grid.names.width
        {
            return self.begin_section(row, &cell.text());
        }
        if let Some((row, columns)) = grid.marked_row(row) {
            return self.read_event(&row, &row.cells.iter().collect::<Vec<_>>(), &columns);
        }
        let label = row.cells.iter().find(|cell| Some(cell.column) == grid.label);
        let label = label.map(SourceCell::text).unwrap_or_default();
        let place = match grid.has {
            GridColumns::Times => GridLabel::of_direction(self, &label),
            GridColumns::Directions => {
                let time = label.trim_matches([' ', '.', ':']);
                if !time.is_empty() {
                    grid.time = time.to_owned();
                }
                GridLabel::Time(grid.time.clone())
            }
        };
        let context = RowContext { location: &row.location, columns: &grid.names };
        for cell in own() {
            let Some((_, head)) =
                grid.columns.iter().find(|(range, _)| range.contains(&cell.column))
            else {
                if Some(cell.column) != grid.label && cell.text().contains(char::is_alphabetic) {
                    self.rest.add_untaken(grid.names.at(cell.column), cell.column);
                }
                continue;
            };
            let (date, direction) = self.place_of(&place, head);
            let titles = split::titles_of_cell(&cell.lines, cell.list_lines);
            let events = titles.into_iter().filter(|title| !is_dash(title)).map(|title| {
                let (title, date) =
                    split_dated_title(&title, self.year_of(&date)).unwrap_or((title, date.clone()));
                RawEvent { title, date, ..RawEvent::default() }
            });
            let events: Vec<RawEvent> = events.collect();
            self.add_events(events, &direction, context);
        }
        if let Some(event) = self.result.events.last_mut() {
            for link in row.cells.iter().flat_map(|cell| &cell.links) {
                if crate::url::is_absolute(link) {
                    event.add_link(link.clone());
                }
            }
        }
    }

    /// The date and the direction of the events in the column `head` of a row.
    fn place_of(&self, label: &GridLabel, head: &str) -> (String, ImportedDirection) {
        match label {
            GridLabel::Time(time) => {
                let direction = self.parse_direction(head);
                let direction =
                    direction.unwrap_or_else(|| ImportedDirection::Unknown(head.to_owned()));
                (self.with_month(time), direction)
            }
            GridLabel::PartOfMonth(part) => {
                (format!("{part} {}", in_genitive(head)), self.direction.clone())
            }
            GridLabel::Direction(direction) => (self.with_month(head), direction.clone()),
        }
    }

    /// «2 неделя» with the month of the heading.
    fn with_month(&self, time: &str) -> String {
        match self.month.as_ref().filter(|_| is_part_of_month(time)) {
            Some(month) => format!("{time} {month}"),
            None => time.to_owned(),
        }
    }

    /// The year of dates in the column of `time`, which may name its own: «Сентябрь 2024».
    fn year_of(&self, time: &str) -> Option<YearOfDates> {
        let named = || {
            let term = parse_term(time, None, &self.config.bounds).ok()?;
            Some(YearOfDates::Calendar(term.date.first().year()))
        };
        self.year.or_else(named)
    }
}

/// What the first cell of a row says.
enum GridLabel {
    Time(String),
    PartOfMonth(String),
    Direction(ImportedDirection),
}

impl GridLabel {
    fn of_direction(extractor: &EventExtractor<'_>, label: &str) -> Self {
        match extractor.parse_direction(label) {
            Some(direction) => Self::Direction(direction),
            None if is_part_of_month(label) => Self::PartOfMonth(label.to_owned()),
            None if label.contains(char::is_alphabetic) => {
                Self::Direction(ImportedDirection::Unknown(label.to_owned()))
            }
            None => Self::Direction(extractor.direction.clone()),
        }
    }
}

/// «2 неделя», «I декада».
fn is_part_of_month(text: &str) -> bool {
    let folded = fold(text);
    ["недел", "декад"].iter().any(|part| folded.contains(part))
}
