//! Rows → events, by the habits of reports.
//!
//! 1. A head («№», «Мероприятие», «Дата»…) begins a table of events or ends it with another one.
//! 2. A row with one text alone is a direction, or continues the title above.
//! 3. Any other row is an event, also one without №, or several in parallel paragraphs.

use super::audience::{self, People};
use super::columns::{Columns, Head, Kind};
use super::fields;
use super::rows::{Cell, Row};
use super::split::{self, Fields, Part};
use super::spot::Spot;
use super::{Event, Found, Heading, Problem};
use crate::calendar::{DateError, EventDate, SchoolYear, fold};
use crate::config::{self, Config};
use crate::content::participants::Participants;
use crate::diagnostic::Severity;
use crate::report;

/// All events in `rows`; dates without a year are of `year`. None where no table is one of events.
pub(super) fn of(rows: &[Row], year: Option<SchoolYear>, config: &Config) -> Option<Found> {
    let mut walk = Walk {
        year,
        config,
        table: None,
        direction: Heading::Missing,
        announced: None,
        last_line: None,
        open: false,
        found: Found::default(),
    };
    let mut any = false;
    for row in rows {
        match Head::of(row) {
            Some(Head::Events(columns)) => {
                any = true;
                walk.head(row, columns);
            }
            Some(Head::Other) => walk.table = None,
            None => walk.row(row),
        }
    }
    any.then_some(walk.found)
}

struct Walk<'a> {
    year: Option<SchoolYear>,
    config: &'a Config,
    /// The table of events that is being read.
    table: Option<(usize, Columns)>,
    direction: Heading,
    /// The direction that a line between tables named.
    announced: Option<Heading>,
    /// The last line between tables; a direction after all where the table goes on below it.
    last_line: Option<String>,
    /// Whether the last event read stands right above.
    open: bool,
    found: Found,
}

impl Walk<'_> {
    fn head(&mut self, row: &Row, columns: Columns) {
        let goes_on = self.table.as_ref().is_some_and(|(table, _)| Some(*table) == row.table);
        if let Some(heading) = self.announced.take() {
            self.direction = heading;
        } else if !goes_on {
            self.direction = Heading::Missing;
        }
        (self.last_line, self.open) = (None, false);
        self.table = row.table.map(|table| (table, columns));
    }

    fn row(&mut self, row: &Row) {
        let Some(table) = row.table else {
            let text = row.cells.iter().map(Cell::text).collect::<Vec<_>>().join(" ");
            match self.heading(&text) {
                Some(heading) => self.announced = Some(heading),
                None => self.last_line = Some(text),
            }
            return;
        };
        let Some((read, columns)) = &mut self.table else { return };
        if *read != table {
            // A table without a head goes on with the one above if it is as wide.
            let width = row.cells.last().map_or(0, |cell| cell.column + cell.width);
            if width != columns.width {
                self.table = None;
                return;
            }
            *read = table;
        }
        let columns = columns.clone();
        let own: Vec<&Cell> =
            row.cells.iter().filter(|cell| !cell.repeated && !cell.is_empty()).collect();
        // A direction may have a № of its own.
        let worded = own.iter().filter(|cell| columns.kind(cell.column) != Some(Kind::Number));
        let worded: Vec<_> = worded.map(|cell| cell.text()).collect();
        if let [text] = &worded[..]
            && let Some(heading) = self.heading(text)
        {
            return self.begin_direction(heading);
        }
        // A report says of a direction that it had none, with dashes in the other columns.
        let has_words = |text: &&String| text.contains(char::is_alphabetic);
        if worded.iter().filter(has_words).eq([report::NO_EVENTS]) {
            self.open = false;
            return;
        }
        match own[..] {
            [] => {}
            [alone] => self.alone(alone, &columns, row),
            _ => self.event(row, &own, &columns),
        }
    }

    /// The direction that `text` names; none where it does not look like one.
    fn heading(&self, text: &str) -> Option<Heading> {
        match self.config.direction(text) {
            Some(direction) => Some(Heading::Known(direction)),
            None if fold(text).starts_with("направление") => {
                Some(Heading::Unknown(text.to_owned()))
            }
            None => None,
        }
    }

    fn alone(&mut self, cell: &Cell, columns: &Columns, row: &Row) {
        let text = cell.text();
        if let Some(heading) = self.heading(&text) {
            self.begin_direction(heading);
            return;
        }
        // An empty row may have its № or a dash already.
        if !text.contains(char::is_alphabetic) {
            return;
        }
        let wide = cell.width > 1 && cell.width + 1 >= columns.width;
        let numbered = row.cells.iter().any(|cell| cell.numbered);
        match columns.kind(cell.column) {
            _ if wide => self.begin_direction(Heading::Unknown(text)),
            Some(Kind::Number) => self.begin_direction(Heading::Unknown(text)),
            None if cell.column == 0 => self.begin_direction(Heading::Unknown(text)),
            None => {}
            Some(Kind::Title) if !numbered && self.continue_title(&text) => {}
            Some(Kind::Title) => self.event(row, &[cell], columns),
            Some(kind) => {
                let message = format!("не понять, к какому мероприятию относится «{text}»");
                let spot = Spot { at: &row.at, columns };
                self.found.problems.push(spot.error(kind, message));
            }
        }
    }

    fn begin_direction(&mut self, heading: Heading) {
        self.direction = heading;
        (self.announced, self.last_line, self.open) = (None, None, false);
    }

    /// Adds `text` to the title of the event right above; there may be none.
    fn continue_title(&mut self, text: &str) -> bool {
        if !self.open {
            return false;
        }
        let Some(event) = self.found.events.last_mut() else { return false };
        event.title = clean_title(&format!("{} {text}", event.title));
        true
    }

    fn event(&mut self, row: &Row, own: &[&Cell], columns: &Columns) {
        if let Some(heading) = self.announced.take().or(self.last_line.take().map(Heading::Unknown))
        {
            self.direction = heading;
        }
        // The columns' numbers, and the sums below the table.
        let texts: Vec<String> = own.iter().map(|cell| cell.text()).collect();
        let numbers = texts.iter().all(|text| text.trim_end_matches('.').parse::<u32>().is_ok());
        let sums =
            |text: &String| ["итого", "всего"].iter().any(|word| fold(text).starts_with(word));
        if numbers && own.len() > 2 || texts.first().is_some_and(sums) {
            return;
        }
        let says = |kinds: &[Kind]| {
            own.iter()
                .any(|cell| columns.kind(cell.column).is_some_and(|kind| kinds.contains(&kind)))
        };
        let numbered = says(&[Kind::Number]) || row.cells.iter().any(|cell| cell.numbered);
        let fields = fields::of(row, columns);
        let spot = Spot { at: &row.at, columns };
        if !numbered && !says(&[Kind::Audience, Kind::Count, Kind::Date]) {
            // The rest of a row that a page's end has cut.
            if self.continue_title(&fields.title.join(" ")) {
                self.add_link(&fields, spot);
                return;
            }
        }
        if fields.title.is_empty() {
            let message = "нет названия мероприятия".to_owned();
            self.found.problems.push(spot.error(Kind::Title, message));
            return;
        }
        let (parts, problem) = split::parts(&fields, self.year);
        self.open = !parts.is_empty();
        if let Some(problem) = problem {
            let severity = if parts.is_empty() { Severity::Error } else { Severity::Warning };
            self.found.problems.push(spot.problem(severity, &[Kind::Title], problem));
        }
        let direction = fields::direction(row, columns).map_or_else(
            || self.direction.clone(),
            |text| self.config.direction(&text).map_or(Heading::Unknown(text), Heading::Known),
        );
        for part in parts {
            self.add(part, direction.clone(), spot);
        }
    }

    fn add_link(&mut self, fields: &Fields, spot: Spot<'_>) {
        let Some(link) = fields.links.first() else { return };
        let link = self.link(link, spot);
        if let Some(event) = self.found.events.last_mut() {
            event.link = event.link.take().or(link);
        }
    }

    fn add(&mut self, part: Part, direction: Heading, spot: Spot<'_>) {
        let Part { title, audience, count, date, link } = part;
        let People { audience, participants, unclear } = audience::people(&audience);
        let counted = audience::count(&count);
        let unread = |text: &str| !text.is_empty() && !audience::is_dash(text);
        if counted.is_none() && (unclear && participants.is_none() || unread(&count)) {
            let problem = "число участников не удалось прочитать".to_owned();
            let columns = [Kind::Count, Kind::Audience];
            self.found.problems.push(spot.warning(&columns, problem));
        }
        let participants: Option<Participants> = counted.or(participants);
        let date = if audience::is_dash(&date) { String::new() } else { date };
        let read = match EventDate::parse(&date, self.year) {
            Ok(read) => Some(read),
            Err(error) => {
                let problem = spot.error(Kind::Date, error.message());
                let hint = match error {
                    DateError::NoYear => "укажите учебный год отчёта: `--year 2022/23`".to_owned(),
                    error => error.hint(),
                };
                self.found.problems.push(Problem { hint, ..problem });
                None
            }
        };
        let link = link.and_then(|link| self.link(&link, spot));
        let title = clean_title(&title);
        let written_date = date;
        let at = spot.at.to_string();
        self.found.events.push(Event {
            at,
            title,
            date: read,
            written_date,
            direction,
            audience,
            participants,
            link,
        });
    }

    /// The link, if posts can have it.
    fn link(&mut self, link: &str, spot: Spot<'_>) -> Option<String> {
        if config::is_address(link) {
            return Some(link.to_owned());
        }
        let problem = format!("«{link}» — не полный адрес страницы");
        self.found.problems.push(spot.warning(&[Kind::Link], problem));
        None
    }
}

/// A title without the full stop of a sentence.
fn clean_title(title: &str) -> String {
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
