//! When an event is: its date, its time, and the school year it belongs to.

use super::When;
use crate::calendar::{DateError, EventDate, Precision, SchoolYear, fold};
use crate::diagnostic::Severity;
use crate::import::ImportProblem;
use crate::import::columns::{ColumnKind, RowContext};
use crate::import::years::{YearOfDates, parse_term, written};

/// The days on which Excel's serial numbers of dates count from the year 2000 to 2099.
const SERIAL_DATES: std::ops::RangeInclusive<i64> = 36_526..=73_050;

/// The school year in whose folder the post belongs. The summer before a school year, in which it is
/// prepared, belongs to its plan, and terms have the year of their folder.
pub(super) fn folder_year(
    date: Option<EventDate>,
    heading: Option<SchoolYear>,
) -> Option<SchoolYear> {
    let Some(date) = date.filter(|date| !date.is_unknown()) else { return heading };
    let is_summer_before = |year: &SchoolYear| {
        (6..=8).contains(&date.first().month()) && date.first().year() == year.start()
    };
    Some(heading.filter(is_summer_before).unwrap_or_else(|| SchoolYear::containing(date.first())))
}

/// The date, and the place behind it in a column for both: «12 сентября, 10:00, каб. 5».
pub(super) fn split_place(
    date: String,
    when: When<'_>,
    context: RowContext<'_>,
) -> (String, Option<String>) {
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
    // Commas before spaces: «каб. 5, 12.10.2023».
    let split = |marks: &[char]| {
        let trim = |text: &str| text.trim_matches([',', ';', ' ']).to_owned();
        let parts = |at: usize| (trim(&date[..at]), trim(&date[at..]));
        let mut ends = date.rmatch_indices(marks).map(|(at, _)| parts(at));
        let mut starts = date.match_indices(marks).map(|(at, _)| parts(at));
        ends.find(|(date, _)| is_date(date))
            .or_else(|| starts.find(|(_, date)| is_date(date)).map(|(place, date)| (date, place)))
    };
    match split(&[',', ';']).or_else(|| split(&[' '])) {
        Some((date, place)) => (date, Some(place)),
        None => (date, None),
    }
}

/// The date with its time, where that is one on the clock; other words for the time stay alone.
pub(super) fn join_time(date: &str, time: String, when: When<'_>) -> (String, String) {
    let joined = format!("{date}, {time}");
    let is_clock = !time.is_empty()
        && parse_term(&joined, when.year, when.bounds).is_ok_and(|term| term.date.time().is_some());
    if is_clock { (joined, String::new()) } else { (date.to_owned(), time) }
}

/// The days of the date in `text`, and the date as posts have it.
pub(super) fn read_date(
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
