//! Rows with an event, or with several in parallel paragraphs.

use super::EventExtractor;
use crate::calendar::EventDate;
use crate::diagnostic::Severity;
use crate::import::columns::{ColumnKind, Columns, RowContext};
use crate::import::dated_lines::split_dated_title;
use crate::import::fields::RowFields;
use crate::import::rows::{SourceCell, SourceRow};
use crate::import::{ImportProblem, ImportedDirection, record, split};

impl EventExtractor<'_> {
    pub(super) fn read_event(
        &mut self,
        row: &SourceRow,
        filled: &[&SourceCell],
        columns: &Columns,
    ) {
        if let Some(heading) = self
            .announced_direction
            .take()
            .or(self.last_line.take().map(ImportedDirection::Unknown))
        {
            self.direction = heading;
        }
        // The row of column numbers.
        let texts: Vec<String> = filled.iter().map(|cell| cell.text()).collect();
        let all_numbers =
            texts.iter().all(|text| text.trim_end_matches('.').parse::<u32>().is_ok());
        if all_numbers && filled.len() > 1 {
            return;
        }
        let has_column = |kinds: &[ColumnKind]| {
            filled
                .iter()
                .any(|cell| columns.kind_at(cell.column).is_some_and(|kind| kinds.contains(&kind)))
        };
        let is_numbered =
            has_column(&[ColumnKind::Number]) || row.cells.iter().any(|cell| cell.numbered);
        let date_above = self.above.date(columns).map(|cell| cell.lines.clone());
        let direction_above = self.above.direction(columns).map(SourceCell::text);
        let row = &self.above.complete(row);
        let fields = RowFields::from_row(row, columns, self.year, self.month.as_deref());
        let context = RowContext { location: &row.location, columns };
        let has_event_cell = has_column(&[
            ColumnKind::Audience,
            ColumnKind::Count,
            ColumnKind::People,
            ColumnKind::Date,
            ColumnKind::PlannedDate,
        ]);
        // The rest of a row that a page break has split.
        let is_title_alone = !is_numbered && !has_event_cell && fields.fields.is_empty();
        if is_title_alone && self.continue_title(&fields.title.join(" "), columns) {
            self.add_links(fields, context);
            return;
        }
        for column in &fields.untaken {
            self.rest.add_untaken(columns.at(*column), *column);
        }
        if fields.title.is_empty() {
            let message = "нет названия мероприятия".to_owned();
            let problem = context.error(ColumnKind::Title, message);
            let hint = "впишите его в эту строку файла и повторите".to_owned();
            self.result.problems.push(ImportProblem { hint, ..problem });
            return;
        }
        let (mut events, problem) = split::split_row(&fields, self.year);
        self.complete_dates(&mut events, date_above, fields.is_date_of_section, context);
        self.can_continue_title = true;
        if let Some(problem) = problem {
            let problem = context.problem(Severity::Warning, &[ColumnKind::Title], problem);
            self.result.problems.push(problem);
        }
        if fields.direction.is_none() && direction_above.is_some() {
            let problem = "направление взято из строки выше: в этой его нет".to_owned();
            let problem = context.warning(&[ColumnKind::Direction], problem);
            let hint = "если это не так, исправьте его в черновике".to_owned();
            self.result.problems.push(ImportProblem { hint, ..problem });
        }
        let direction = fields.direction.or(direction_above).map_or_else(
            || self.direction.clone(),
            |text| {
                self.config
                    .find_direction(&text)
                    .map_or(ImportedDirection::Unknown(text), ImportedDirection::Known)
            },
        );
        self.add_events(events, &direction, context);
    }

    /// Adds the events of a row, all of the same direction.
    pub(super) fn add_events(
        &mut self,
        events: Vec<split::RawEvent>,
        direction: &ImportedDirection,
        context: RowContext<'_>,
    ) {
        if !events.is_empty() {
            self.section = None;
        }
        for event in events {
            let problems = &mut self.result.problems;
            let when = record::When {
                bounds: &self.config.bounds,
                year: self.year,
                latest: self.latest,
                neighbour: self.neighbour.filter(|_| self.year.is_none()),
            };
            let event = record::event(event, direction.clone(), when, context, problems);
            if EventDate::parse(&event.date_text, None).is_ok() {
                self.neighbour = event.school_year;
            }
            self.latest = self.latest.max(event.date.filter(|date| !date.is_unknown()));
            self.result.events.push(event);
        }
    }

    /// Takes missing dates from the titles or the rows above. The day in a title is more exact than the
    /// month of the section.
    fn complete_dates(
        &mut self,
        events: &mut [split::RawEvent],
        above: Option<Vec<String>>,
        is_of_section: bool,
        context: RowContext<'_>,
    ) {
        for event in events.iter_mut().filter(|event| event.date.is_empty() || is_of_section) {
            if let Some((title, date)) = split_dated_title(&event.title, self.year) {
                (event.title, event.date) = (title, date);
            } else if let Some(above) = &above
                && !is_of_section
            {
                let problem = "дата взята из строки выше: в этой её нет".to_owned();
                let problem = context.warning(&[ColumnKind::Date], problem);
                let hint = "если это не так, исправьте её в черновике".to_owned();
                self.result.problems.push(ImportProblem { hint, ..problem });
                event.date = above.join(", ");
            }
        }
    }

    fn add_links(&mut self, fields: RowFields, context: RowContext<'_>) {
        let links = record::checked_links(fields.links, context, &mut self.result.problems);
        let Some(event) = self.result.events.last_mut() else { return };
        for link in links {
            event.add_link(link);
        }
    }
}
