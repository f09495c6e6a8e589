//! Reads the texts of one event: its date, the number of participants, its links.

use super::audience::{self, ParsedAudience};
use super::columns::{ColumnKind, PostKey, RowContext};
use super::fields::CountCell;
use super::split::{self, RawEvent};
use super::years::{YearOfDates, parse_term, written};
use super::{ImportProblem, ImportedDirection, ImportedEvent};
use crate::calendar::{DateError, EventDate, Precision, SchoolBounds, SchoolYear, fold};
use crate::content::participants::{Participants, last_kind_in};
use crate::diagnostic::Severity;
use crate::url;

/// The days on which Excel's serial numbers of dates count from the year 2000 to 2099.
const SERIAL_DATES: std::ops::RangeInclusive<i64> = 36_526..=73_050;

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
    for problem in std::mem::take(&mut people.problems) {
        let columns = [ColumnKind::Count, ColumnKind::People, ColumnKind::Audience];
        let hint = "оно осталось словами в строке `аудитория`; точное впишите в `участники`";
        let problem = context.warning(&columns, problem);
        problems.push(ImportProblem { hint: hint.to_owned(), ..problem });
    }
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

/// The school year in whose folder the post belongs. August before a school year belongs to its plan, and
/// terms have the year of their folder.
fn folder_year(date: Option<EventDate>, heading: Option<SchoolYear>) -> Option<SchoolYear> {
    let Some(date) = date.filter(|date| !date.is_unknown()) else { return heading };
    let is_august_before =
        |year: &SchoolYear| date.first().month() == 8 && date.first().year() == year.start();
    Some(heading.filter(is_august_before).unwrap_or_else(|| SchoolYear::containing(date.first())))
}

/// The date, and the place behind it in a column for both: «12 сентября, 10:00, каб. 5».
fn split_place(date: String, when: When<'_>, context: RowContext<'_>) -> (String, Option<String>) {
    let column = context.columns.position(&[ColumnKind::Date]);
    let head =
        column.and_then(|column| context.columns.at(column)).map(|column| fold(&column.head));
    let has_place = head.is_some_and(|head| head.contains("мест"));
    let is_date = |text: &str| {
        matches!(parse_term(text, when.year, when.bounds), Ok(_) | Err(DateError::NoYear))
    };
    if !has_place || is_date(&date) {
        return (date, None);
    }
    let mut ends = date.rmatch_indices([',', ';']).map(|(at, _)| at);
    match ends.find(|at| is_date(&date[..*at])) {
        Some(at) => {
            let place = date[at + 1..].trim().to_owned();
            (date[..at].to_owned(), Some(place))
        }
        None => (date, None),
    }
}

/// The date with its time, where that is one on the clock; other words for the time stay alone.
fn join_time(date: &str, time: String, when: When<'_>) -> (String, String) {
    let joined = format!("{date}, {time}");
    let is_clock = !time.is_empty()
        && parse_term(&joined, when.year, when.bounds).is_ok_and(|term| term.date.time().is_some());
    if is_clock { (joined, String::new()) } else { (date.to_owned(), time) }
}

/// The days of the date in `text`, and the date as posts have it.
fn read_date(
    text: &str,
    when: When<'_>,
    context: RowContext<'_>,
    problems: &mut Vec<ImportProblem>,
) -> Option<(EventDate, String)> {
    let error = match parse_term(text, when.year, when.bounds) {
        Ok(term) if term.date.is_unknown() => {
            let problem = context.warning(&[ColumnKind::Date], "в сроке не указан год".to_owned());
            let hint = "укажите учебный год плана: `--year 2022/23`".to_owned();
            problems.push(ImportProblem { hint, ..problem });
            return Some((term.date, written(&term, text)));
        }
        Ok(term) => {
            let august = august_before(text, term.date, when);
            let line = august.map_or_else(
                || written(&term, text),
                |august| august.to_string().replace('\u{a0}', " "),
            );
            return Some((august.unwrap_or(term.date), line));
        }
        Err(error) => error,
    };
    let problem = context.error(ColumnKind::Date, error.message());
    if error == DateError::NoYear
        && let Some(year) = when.neighbour
        && let Ok(term) = parse_term(text, Some(YearOfDates::School(year)), when.bounds)
    {
        problems.push(ImportProblem {
            severity: Severity::Warning,
            message: format!("в дате не указан год: взят {year} учебный год, как в строках выше"),
            hint: "если это не так, укажите учебный год: `--year 2022/23`".to_owned(),
            ..problem
        });
        return Some((term.date, written(&term, text)));
    }
    let hint = match error {
        DateError::NoYear => "укажите учебный год отчёта: `--year 2022/23`".to_owned(),
        _ if serial_date(text).is_some() => {
            let day = serial_date(text).map(|day| EventDate::day(day).to_string());
            let day = day.unwrap_or_default();
            let message = format!("в ячейке число {text}, а не дата");
            let hint = format!(
                "похоже, это {day}: Excel хранит даты числами. Выделите столбец, задайте ему формат \
                 «Дата», сохраните файл и повторите"
            );
            problems.push(ImportProblem { message, hint, ..problem });
            return None;
        }
        error => error.hint(),
    };
    problems.push(ImportProblem { hint, ..problem });
    None
}

/// «Август» without a year at the start of a plan is the month before its school year.
fn august_before(text: &str, date: EventDate, when: When<'_>) -> Option<EventDate> {
    let Some(YearOfDates::School(year)) = when.year else { return None };
    let is_after = date.first().month() == 8
        && date.last().month() == 8
        && date.first().year() == year.start() + 1
        && date.precision() != Precision::Months;
    let is_first = when.latest.is_none_or(|latest| latest.first() < year.first_day());
    let has_year = EventDate::parse(text, None).is_ok();
    if !is_after || !is_first || has_year {
        return None;
    }
    EventDate::parse(text, Some(SchoolYear::starting(year.start() - 1))).ok()
}

/// The day that a serial number of Excel means.
fn serial_date(text: &str) -> Option<jiff::civil::Date> {
    let number: i64 = text.trim().parse().ok().filter(|day| SERIAL_DATES.contains(day))?;
    let start = jiff::civil::Date::new(1899, 12, 30).ok()?;
    start.checked_add(jiff::Span::new().try_days(number).ok()?).ok()
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

/// «5А (20 чел.)» in a column for classes.
fn take_count_of_classes(fields: &mut [(PostKey, String)], people: &mut Attendance) {
    if people.has_count() {
        return;
    }
    for (_, text) in fields.iter_mut().filter(|(field, _)| *field == PostKey::Classes) {
        let ParsedAudience { audience, participants, .. } = audience::parse_audience(text);
        if let (Some(classes), Some(participants)) = (audience, participants) {
            people.groups.push(participants.to_string());
            *text = classes;
        }
    }
}

/// «обучающихся» for «обучающиеся».
fn many(noun: &str) -> String {
    let five = Participants::from_list([("5", noun)]).map(|five| five.to_string());
    let words = five.unwrap_or_default();
    words.strip_prefix("5\u{a0}").unwrap_or(noun).to_owned()
}

/// Who took part, from all cells about it.
#[derive(Default)]
struct Attendance {
    audience: Vec<String>,
    /// Each as posts have it: «20 обучающихся».
    groups: Vec<String>,
    /// The number in the audience's cell; a column for the number is more exact.
    in_audience: Option<Participants>,
    total: Option<u32>,
    awards: Vec<String>,
    problems: Vec<String>,
}

impl Attendance {
    fn has_count(&self) -> bool {
        !self.groups.is_empty() || self.total.is_some() || self.in_audience.is_some()
    }

    fn add_audience(&mut self, text: &str) {
        let (text, awards) = audience::take_awards(text);
        self.awards.extend(awards);
        let ParsedAudience { audience, participants, unclear } = audience::parse_audience(&text);
        if unclear && participants.is_none() {
            self.add_unclear(&text);
        }
        self.audience.extend(audience);
        self.in_audience = participants;
    }

    fn add_count(&mut self, cell: &CountCell<String>) {
        let (text, awards) = audience::take_awards(cell.text.trim());
        self.awards.extend(awards);
        if text.is_empty() || audience::is_dash(&text) {
            return;
        }
        if let Some(number) = audience::bare_number(&text) {
            match &cell.noun {
                _ if number == 0 => {}
                Some(noun) => self.groups.push(format!("{number} {noun}")),
                None if cell.is_total || self.total.is_none() => self.total = Some(number),
                None => self.groups.push(format!("{number} участников")),
            }
            return;
        }
        if !audience::is_inexact(&text) {
            if let Ok(participants) = Participants::parse(text.trim_end_matches('.')) {
                self.groups.push(participants.to_string());
                return;
            }
            let ParsedAudience { audience, participants, .. } = audience::parse_audience(&text);
            if let Some(participants) = participants {
                self.groups.push(participants.to_string());
                self.audience.extend(audience);
                return;
            }
        }
        self.add_unclear(&text);
        let says_who = last_kind_in(&text).is_some() || text.contains("чел");
        let noun = cell.noun.as_ref().filter(|_| !says_who);
        self.audience
            .push(noun.map_or_else(|| text.clone(), |noun| format!("{text} {}", many(noun))));
    }

    fn add_unclear(&mut self, text: &str) {
        let why = if audience::is_inexact(text) { " — не точное число" } else { "" };
        self.problems.push(format!("число участников не удалось прочитать: «{text}»{why}"));
    }

    fn participants(&mut self) -> Option<Participants> {
        if self.groups.is_empty() {
            return match self.total {
                Some(total) => Participants::parse(&total.to_string()).ok(),
                None => self.in_audience.clone(),
            };
        }
        let text = self.groups.join(", ").replace('\u{a0}', " ");
        let Ok(participants) = Participants::parse(&text) else {
            self.problems.push(format!("число участников не удалось прочитать: «{text}»"));
            self.audience.push(text);
            return None;
        };
        let sum = participants.total();
        if let Some(total) = self.total.filter(|total| u64::from(*total) != sum) {
            self.problems.push(format!("в столбцах групп вместе {sum}, а всего указано {total}"));
        }
        Some(participants)
    }
}
