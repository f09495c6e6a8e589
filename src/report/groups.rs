//! Puts the events of a report into groups, for totals and charts.

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap};

use jiff::ToSpan;
use jiff::civil::Date;

use super::scope::{ReportEvent, Scope};
use super::totals::Totals;
use super::values::month_name;
use crate::calendar::{HalfYear, SchoolYear, fold};
use crate::characters::capitalised;
use crate::config::{Direction, EventColumn};

/// The group of events that do not say to which they belong.
const NOT_STATED: &str = "Не указано";

/// The groups of events by one column.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct EventGroups {
    /// The name and the totals of each group, in a sensible order.
    pub(super) groups: Vec<(String, Totals)>,
    /// Of all events, each counted once.
    pub(super) all: Totals,
    /// Whether an event belongs to several groups.
    pub(super) overlap: bool,
}

impl EventGroups {
    /// The held events grouped by `column`. Half-years and years are compared up to the end of the
    /// period, whatever its beginning; all else within the period.
    pub(super) fn of(
        scope: &Scope<'_>,
        column: EventColumn,
        direction_name: fn(&Direction) -> &str,
    ) -> Self {
        let compares_years = matches!(
            column,
            EventColumn::HalfYear | EventColumn::SchoolYear | EventColumn::CalendarYear
        );
        let events = if compares_years { scope.held_up_to_end() } else { scope.held() };
        let groups = match column {
            EventColumn::Direction => by_direction(scope, &events, direction_name),
            EventColumn::Month => by_month(scope, &events),
            EventColumn::HalfYear => by_half_year(scope, &events),
            EventColumn::SchoolYear => by_year(
                &events,
                |day| SchoolYear::containing(day).start(),
                |year| SchoolYear::starting(year).to_string(),
            ),
            EventColumn::CalendarYear => by_year(&events, Date::year, |year| year.to_string()),
            _ => return Self::by_value(scope, column, &events),
        };
        Self { groups, all: Totals::sum(&events), overlap: false }
    }

    /// The groups of equal values, regardless of case and «ё».
    fn by_value(scope: &Scope<'_>, column: EventColumn, events: &[ReportEvent<'_>]) -> Self {
        let mut groups: Vec<(String, Totals)> = Vec::new();
        let mut positions: HashMap<String, usize> = HashMap::new();
        let mut not_stated = Totals::default();
        let mut overlap = false;
        for event in events {
            let names = scope.groups_of(column, event);
            overlap |= names.len() > 1;
            if names.is_empty() {
                not_stated.add(event.post);
            }
            for name in names {
                let at = *positions.entry(fold(&name)).or_insert(groups.len());
                match groups.get_mut(at) {
                    Some((_, totals)) => totals.add(event.post),
                    None => {
                        let mut totals = Totals::default();
                        totals.add(event.post);
                        groups.push((capitalised(&name), totals));
                    }
                }
            }
        }
        groups.sort_by(|(a, _), (b, _)| compare(column, a, b));
        if not_stated.events > 0 {
            groups.push((NOT_STATED.to_owned(), not_stated));
        }
        Self { groups, all: Totals::sum(events), overlap }
    }
}

/// All directions, also those without events.
fn by_direction(
    scope: &Scope<'_>,
    events: &[ReportEvent<'_>],
    name: fn(&Direction) -> &str,
) -> Vec<(String, Totals)> {
    let directions = scope.site.config.directions.iter();
    let mut groups: Vec<_> =
        directions.map(|direction| (name(direction).to_owned(), Totals::default())).collect();
    for event in events {
        if let Some((_, totals)) = groups.get_mut(event.post.meta.direction.index()) {
            totals.add(event.post);
        }
    }
    groups
}

/// All months of the period. An event counts in the month in which it began, or in the first one if it
/// began earlier.
fn by_month(scope: &Scope<'_>, events: &[ReportEvent<'_>]) -> Vec<(String, Totals)> {
    let mut months: BTreeMap<Date, Totals> = BTreeMap::new();
    let mut month = scope.period.first().first_of_month();
    while month <= scope.period.last() {
        months.insert(month, Totals::default());
        month = month.saturating_add(1.month());
    }
    for event in events {
        let first = event.post.meta.date.first().max(scope.period.first());
        months.entry(first.first_of_month()).or_default().add(event.post);
    }
    months.into_iter().map(|(month, totals)| (month_name(month), totals)).collect()
}

/// The half-years with events. An event counts in the half-year in which it began.
fn by_half_year(scope: &Scope<'_>, events: &[ReportEvent<'_>]) -> Vec<(String, Totals)> {
    let bounds = scope.site.config.bounds.half_years;
    let mut halves: BTreeMap<HalfYear, Totals> = BTreeMap::new();
    for event in events {
        if let Some(half_year) = bounds.half_of(event.post.meta.date.first()) {
            halves.entry(half_year).or_default().add(event.post);
        }
    }
    let name = |half_year: HalfYear| format!("{} {}", half_year.short(), half_year.year);
    halves.into_iter().map(|(half_year, totals)| (name(half_year), totals)).collect()
}

/// The years from the first to the last one with events, also those without. An event counts in the
/// year in which it began.
fn by_year(
    events: &[ReportEvent<'_>],
    year_of: impl Fn(Date) -> i16,
    name: impl Fn(i16) -> String,
) -> Vec<(String, Totals)> {
    let mut years: BTreeMap<i16, Totals> = BTreeMap::new();
    for event in events {
        years.entry(year_of(event.post.meta.date.first())).or_default().add(event.post);
    }
    let (first, last) = (years.keys().next().copied(), years.keys().next_back().copied());
    let (Some(first), Some(last)) = (first, last) else { return Vec::new() };
    let totals = |year| years.get(&year).copied().unwrap_or_default();
    (first..=last).map(|year| (name(year), totals(year))).collect()
}

/// Levels go from the school to the world, all else by number and letter: «5А» before «10Б».
fn compare(column: EventColumn, a: &str, b: &str) -> Ordering {
    let rank = |name: &str| if column == EventColumn::Level { level_rank(name) } else { 0 };
    let key = |name: &str| {
        let digits: String = name.chars().take_while(char::is_ascii_digit).collect();
        (rank(name), digits.parse().unwrap_or(u32::MAX), fold(name))
    };
    key(a).cmp(&key(b))
}

/// The stems of levels, from the smallest on.
const LEVELS: [&[&str]; 7] = [
    &["класс", "школ", "учрежд", "внутри", "институц"],
    &["муницип", "район", "город", "окруж", "поселк"],
    &["межмуницип", "зонал", "межрайон"],
    &["регион", "област", "краев", "республик"],
    &["межрегион"],
    &["всеросс", "федерал", "националь"],
    &["международ", "мирово"],
];

fn level_rank(name: &str) -> usize {
    let folded = fold(name);
    let is_of = |stems: &&[&str]| stems.iter().any(|stem| folded.starts_with(stem));
    LEVELS.iter().position(is_of).unwrap_or(LEVELS.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_and_classes_are_in_their_order() {
        let sorted = |column, names: &[&str]| {
            let mut names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
            names.sort_by(|a, b| compare(column, a, b));
            names.join(" ")
        };
        assert_eq!(
            sorted(
                EventColumn::Level,
                &["Всероссийский", "домашний", "муниципальный", "региональный", "Школьный"]
            ),
            "Школьный муниципальный региональный Всероссийский домашний"
        );
        assert_eq!(
            sorted(EventColumn::Classes, &["10Б", "5А", "кружок", "5Б"]),
            "5А 5Б 10Б кружок"
        );
    }
}
