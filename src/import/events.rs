//! Turns rows into events, following the conventions of reports.
//!
//! 1. A head («№», «Мероприятие», «Дата»…) starts a table of events; the head of another table ends
//!    it.
//! 2. A row with a single text is a direction, or continues the title above.
//! 3. Any other row is an event, even without №, or several events in parallel paragraphs.

use super::audience::{self, ParsedAudience};
use super::columns::{ColumnKind, Columns, RowContext, TableHead};
use super::rows::{SourceCell, SourceRow};
use super::split::{self, RawEvent, RowFields};
use super::{ImportProblem, ImportedDirection, ImportedEvent, ImportedReport};
use crate::calendar::{DateError, EventDate, SchoolYear, fold};
use crate::config::Config;
use crate::content::participants::Participants;
use crate::diagnostic::Severity;
use crate::report;
use crate::url;

/// Extracts all events of `rows`; dates without a year belong to `year`. `None` if there is no
/// table of events.
pub(super) fn extract(
    rows: &[SourceRow],
    year: Option<SchoolYear>,
    config: &Config,
) -> Option<ImportedReport> {
    let mut extractor = EventExtractor {
        year,
        config,
        table: None,
        direction: ImportedDirection::Missing,
        announced_direction: None,
        last_line: None,
        can_continue_title: false,
        result: ImportedReport::default(),
    };
    let mut has_table = false;
    for row in rows {
        match TableHead::detect(row) {
            Some(TableHead::Events(columns)) => {
                has_table = true;
                extractor.start_table(row, columns);
            }
            Some(TableHead::Other) => extractor.table = None,
            None => extractor.read_row(row),
        }
    }
    has_table.then_some(extractor.result)
}

struct EventExtractor<'a> {
    year: Option<SchoolYear>,
    config: &'a Config,
    /// Number and columns of the current table of events.
    table: Option<(usize, Columns)>,
    direction: ImportedDirection,
    /// A direction named by a line between tables.
    announced_direction: Option<ImportedDirection>,
    /// The last line between tables. It is a direction after all if the table continues below it.
    last_line: Option<String>,
    /// Whether the last event is in the row right above.
    can_continue_title: bool,
    result: ImportedReport,
}

impl EventExtractor<'_> {
    fn start_table(&mut self, row: &SourceRow, columns: Columns) {
        let same_table = self.table.as_ref().is_some_and(|(table, _)| Some(*table) == row.table);
        if let Some(heading) = self.announced_direction.take() {
            self.direction = heading;
        } else if !same_table {
            self.direction = ImportedDirection::Missing;
        }
        (self.last_line, self.can_continue_title) = (None, false);
        self.table = row.table.map(|table| (table, columns));
    }

    fn read_row(&mut self, row: &SourceRow) {
        let Some(table) = row.table else {
            let text = row.cells.iter().map(SourceCell::text).collect::<Vec<_>>().join(" ");
            match self.parse_direction(&text) {
                Some(heading) => self.announced_direction = Some(heading),
                None => self.last_line = Some(text),
            }
            return;
        };
        let Some((current, columns)) = &mut self.table else { return };
        if *current != table {
            // A table without a head continues the one above if it is as wide.
            let width = row.cells.last().map_or(0, |cell| cell.column + cell.width);
            if width != columns.width {
                self.table = None;
                return;
            }
            *current = table;
        }
        let columns = columns.clone();
        let filled: Vec<&SourceCell> =
            row.cells.iter().filter(|cell| !cell.repeated && !cell.is_empty()).collect();
        // A direction may have its own №.
        let with_text =
            filled.iter().filter(|cell| columns.kind_at(cell.column) != Some(ColumnKind::Number));
        let with_text: Vec<_> = with_text.map(|cell| cell.text()).collect();
        if let [text] = &with_text[..]
            && let Some(heading) = self.parse_direction(text)
        {
            return self.begin_direction(heading);
        }
        // «Мероприятий не было» with dashes in the other columns: a direction without events.
        let has_words = |text: &&String| text.contains(char::is_alphabetic);
        if with_text.iter().filter(has_words).eq([report::NO_EVENTS]) {
            self.can_continue_title = false;
            return;
        }
        match filled[..] {
            [] => {}
            [cell] => self.read_single_cell(cell, &columns, row),
            _ => self.read_event(row, &filled, &columns),
        }
    }

    /// The direction that `text` names; `None` if it does not look like a direction.
    fn parse_direction(&self, text: &str) -> Option<ImportedDirection> {
        match self.config.find_direction(text) {
            Some(direction) => Some(ImportedDirection::Known(direction)),
            None if fold(text).starts_with("направление") => {
                Some(ImportedDirection::Unknown(text.to_owned()))
            }
            None => None,
        }
    }

    fn read_single_cell(&mut self, cell: &SourceCell, columns: &Columns, row: &SourceRow) {
        let text = cell.text();
        if let Some(heading) = self.parse_direction(&text) {
            self.begin_direction(heading);
            return;
        }
        // An empty row may already have its № or a dash.
        if !text.contains(char::is_alphabetic) {
            return;
        }
        let spans_row = cell.width > 1 && cell.width + 1 >= columns.width;
        let is_numbered = row.cells.iter().any(|cell| cell.numbered);
        match columns.kind_at(cell.column) {
            _ if spans_row => self.begin_direction(ImportedDirection::Unknown(text)),
            Some(ColumnKind::Number) => self.begin_direction(ImportedDirection::Unknown(text)),
            None if cell.column == 0 => self.begin_direction(ImportedDirection::Unknown(text)),
            None => {}
            Some(ColumnKind::Title) if !is_numbered && self.continue_title(&text) => {}
            Some(ColumnKind::Title) => self.read_event(row, &[cell], columns),
            Some(kind) => {
                let message = format!("не понять, к какому мероприятию относится «{text}»");
                let context = RowContext { location: &row.location, columns };
                self.result.problems.push(context.error(kind, message));
            }
        }
    }

    fn begin_direction(&mut self, heading: ImportedDirection) {
        self.direction = heading;
        (self.announced_direction, self.last_line, self.can_continue_title) = (None, None, false);
    }

    /// Appends `text` to the title of the event right above; `false` if there is none.
    fn continue_title(&mut self, text: &str) -> bool {
        if !self.can_continue_title {
            return false;
        }
        let Some(event) = self.result.events.last_mut() else { return false };
        event.title = split::clean_title(&format!("{} {text}", event.title));
        true
    }

    fn read_event(&mut self, row: &SourceRow, filled: &[&SourceCell], columns: &Columns) {
        if let Some(heading) = self
            .announced_direction
            .take()
            .or(self.last_line.take().map(ImportedDirection::Unknown))
        {
            self.direction = heading;
        }
        // Skip the row of column numbers and the totals below the table.
        let texts: Vec<String> = filled.iter().map(|cell| cell.text()).collect();
        let all_numbers =
            texts.iter().all(|text| text.trim_end_matches('.').parse::<u32>().is_ok());
        let is_total =
            |text: &String| ["итого", "всего"].iter().any(|word| fold(text).starts_with(word));
        if all_numbers && filled.len() > 2 || texts.first().is_some_and(is_total) {
            return;
        }
        let has_column = |kinds: &[ColumnKind]| {
            filled
                .iter()
                .any(|cell| columns.kind_at(cell.column).is_some_and(|kind| kinds.contains(&kind)))
        };
        let is_numbered =
            has_column(&[ColumnKind::Number]) || row.cells.iter().any(|cell| cell.numbered);
        let fields = RowFields::from_row(row, columns);
        let context = RowContext { location: &row.location, columns };
        if !is_numbered && !has_column(&[ColumnKind::Audience, ColumnKind::Count, ColumnKind::Date])
        {
            // The rest of a row that a page break has split.
            if self.continue_title(&fields.title.join(" ")) {
                self.add_link(&fields, context);
                return;
            }
        }
        if fields.title.is_empty() {
            let message = "нет названия мероприятия".to_owned();
            self.result.problems.push(context.error(ColumnKind::Title, message));
            return;
        }
        let (events, problem) = split::split_row(&fields, self.year);
        self.can_continue_title = !events.is_empty();
        if let Some(problem) = problem {
            let severity = if events.is_empty() { Severity::Error } else { Severity::Warning };
            self.result.problems.push(context.problem(severity, &[ColumnKind::Title], problem));
        }
        let direction = split::direction_cell(row, columns).map_or_else(
            || self.direction.clone(),
            |text| {
                self.config
                    .find_direction(&text)
                    .map_or(ImportedDirection::Unknown(text), ImportedDirection::Known)
            },
        );
        for event in events {
            self.push_event(event, direction.clone(), context);
        }
    }

    fn add_link(&mut self, fields: &RowFields, context: RowContext<'_>) {
        let Some(link) = fields.links.first() else { return };
        let link = self.checked_link(link, context);
        if let Some(event) = self.result.events.last_mut() {
            event.link = event.link.take().or(link);
        }
    }

    fn push_event(
        &mut self,
        event: RawEvent,
        direction: ImportedDirection,
        context: RowContext<'_>,
    ) {
        let RawEvent { title, audience, count, date, link } = event;
        let ParsedAudience { audience, participants, unclear } =
            audience::parse_audience(&audience);
        let separate_count = audience::parse_count(&count);
        let is_unread = |text: &str| !text.is_empty() && !audience::is_dash(text);
        if separate_count.is_none() && (unclear && participants.is_none() || is_unread(&count)) {
            let problem = "число участников не удалось прочитать".to_owned();
            let columns = [ColumnKind::Count, ColumnKind::Audience];
            self.result.problems.push(context.warning(&columns, problem));
        }
        let participants: Option<Participants> = separate_count.or(participants);
        let date_text = if audience::is_dash(&date) { String::new() } else { date };
        let parsed_date = match EventDate::parse(&date_text, self.year) {
            Ok(date) => Some(date),
            Err(error) => {
                let problem = context.error(ColumnKind::Date, error.message());
                let hint = match error {
                    DateError::NoYear => "укажите учебный год отчёта: `--year 2022/23`".to_owned(),
                    error => error.hint(),
                };
                self.result.problems.push(ImportProblem { hint, ..problem });
                None
            }
        };
        let link = link.and_then(|link| self.checked_link(&link, context));
        let title = split::clean_title(&title);
        let row = context.location.to_string();
        self.result.events.push(ImportedEvent {
            row,
            title,
            date: parsed_date,
            date_text,
            direction,
            audience,
            participants,
            link,
        });
    }

    /// Returns the link if posts accept it; otherwise reports it.
    fn checked_link(&mut self, link: &str, context: RowContext<'_>) -> Option<String> {
        if url::is_absolute(link) {
            return Some(link.to_owned());
        }
        let problem = format!("«{link}» — не полный адрес страницы");
        self.result.problems.push(context.warning(&[ColumnKind::Link], problem));
        None
    }
}
