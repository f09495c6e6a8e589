//! Reads the texts of one event: its date, the number of participants, its links.

mod attendance;
mod dates;

use super::columns::{ColumnKind, PostKey, RowContext};
use super::date_text::without_midnight;
use super::split::{self, RawEvent};
use super::years::YearOfDates;
use super::{ImportProblem, ImportedDirection, ImportedEvent};
use crate::calendar::{EventDate, SchoolBounds, SchoolYear};
use crate::url;
use attendance::{Attendance, take_count_of_classes};
use dates::{folder_year, join_time, read_date, split_place};

/// What is known of the time of the events in a table.
#[derive(Clone, Copy)]
pub(super) struct When<'a> {
    pub(super) bounds: &'a SchoolBounds,
    /// The year of dates without one.
    pub(super) year: Option<YearOfDates>,
    /// The latest date above.
    pub(super) latest: Option<EventDate>,
    /// The school year of a date above that names its year, where no heading names one.
    pub(super) neighbour: Option<SchoolYear>,
}

pub(super) fn event(
    raw: RawEvent,
    direction: ImportedDirection,
    when: When<'_>,
    context: RowContext<'_>,
    problems: &mut Vec<ImportProblem>,
) -> ImportedEvent {
    let RawEvent { title, audience, counts, date, time, links, pictures, mut fields } = raw;
    let mut people = Attendance::default();
    people.add_audience(&audience);
    for count in &counts {
        people.add_count(count);
    }
    take_count_of_classes(&mut fields, &mut people);
    let participants = people.participants();
    let columns = [ColumnKind::Count, ColumnKind::People, ColumnKind::Audience];
    let mut warn = |message, hint: &str| {
        let problem = context.warning(&columns, message);
        problems.push(ImportProblem { hint: hint.to_owned(), ..problem });
    };
    for problem in std::mem::take(&mut people.problems) {
        warn(problem, "оно осталось словами в строке `аудитория`; точное впишите в `участники`");
    }
    if let Some(mismatch) = people.mismatch.take() {
        warn(mismatch, "проверьте строку `участники`");
    }
    let date = without_midnight(&date).to_owned();
    let (date, place) = split_place(date, when, context);
    if let Some(place) = place {
        fields.push((PostKey::Place, place));
    }
    let (date_with_time, time) = join_time(&date, time, when);
    let read = read_date(&date_with_time, when, context, problems);
    let parsed_date = read.as_ref().map(|(date, _)| *date);
    if !time.is_empty() {
        fields.push((PostKey::Time, time));
    }
    for award in people.awards {
        match fields.iter_mut().find(|(field, _)| *field == PostKey::Results) {
            Some((_, results)) if results.contains(&award) => {}
            Some((_, results)) => *results = format!("{award}; {results}"),
            None => fields.push((PostKey::Results, award)),
        }
    }
    fields.sort_by_key(|(field, _)| *field);
    let audience = people.audience.join(", ");
    let school_year = when.year.and_then(YearOfDates::school_year);
    let mut event = ImportedEvent {
        row: context.location.to_string(),
        title: split::clean_title(&title),
        date: parsed_date,
        date_line: read.map_or(date_with_time, |(_, line)| line),
        date_text: date,
        school_year: folder_year(parsed_date, school_year),
        direction,
        audience: (!audience.is_empty()).then_some(audience),
        participants,
        link: None,
        partial_link: None,
        more_links: Vec::new(),
        fields,
        text: String::new(),
        pictures,
    };
    for link in checked_links(links, context, problems) {
        event.add_link(link);
    }
    event
}

/// Links that posts accept; the others are reported.
pub(super) fn checked_links(
    links: Vec<String>,
    context: RowContext<'_>,
    problems: &mut Vec<ImportProblem>,
) -> Vec<String> {
    let mut checked = |link: &String| {
        let is_absolute = url::is_absolute(link);
        if !is_absolute {
            let problem = format!("«{link}» — не полный адрес страницы");
            problems.push(context.warning(&[ColumnKind::Link], problem));
        }
        is_absolute
    };
    links.into_iter().filter(|link| checked(link)).collect()
}
