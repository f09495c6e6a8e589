//! The charts of a report: events or participations by direction, month or half-year.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::Date;

use super::document::{Chart, Series};
use super::scope::{ReportEvent, Scope};
use super::totals::Totals;
use crate::calendar::{EventDate, HalfYear};
use crate::content::short_code::{By, Counted};

/// The chart of `counted` grouped by `by`.
pub(super) fn build_chart(scope: &Scope<'_>, counted: Counted, by: By) -> Chart {
    let bars = match by {
        By::Direction => by_direction(scope),
        By::Month => by_month(scope),
        By::HalfYear => by_half_year(scope),
    };
    let (what, unit, slug) = match counted {
        Counted::Events => ("Мероприятия", "Мероприятий", "events"),
        Counted::Participants => ("Участия", "Участий", "participants"),
    };
    let (by_text, axis, by_slug) = match by {
        By::Direction => ("по направлениям", "Направление", "directions"),
        By::Month => ("по месяцам", "Месяц", "months"),
        By::HalfYear => ("по полугодиям", "Полугодие", "half-years"),
    };
    let (categories, values): (Vec<_>, Vec<_>) = bars
        .into_iter()
        .map(|(category, totals)| {
            let value = match counted {
                Counted::Events => totals.events,
                Counted::Participants => totals.participations,
            };
            (category, value)
        })
        .unzip();
    let descriptions: Vec<_> = categories
        .iter()
        .zip(&values)
        .map(|(category, value)| format!("{category} — {value}"))
        .collect();
    Chart {
        name: format!("{slug}-{by_slug}"),
        title: format!("{what} {by_text}"),
        description: descriptions.join("; "),
        axis: axis.to_owned(),
        categories,
        series: vec![Series { name: unit.to_owned(), values }],
    }
}

type Bars = Vec<(String, Totals)>;

fn by_direction(scope: &Scope<'_>) -> Bars {
    let directions = scope.site.config.directions.iter();
    let mut bars: Bars =
        directions.map(|direction| (direction.short.clone(), Totals::default())).collect();
    for event in scope.held() {
        if let Some((_, totals)) = bars.get_mut(event.post.meta.direction.index()) {
            totals.add(event.post);
        }
    }
    bars
}

/// An event counts in the month in which it began, or in the first month of the period if it began
/// earlier.
fn by_month(scope: &Scope<'_>) -> Bars {
    let mut months: BTreeMap<Date, Totals> = BTreeMap::new();
    let mut month = scope.period.first().first_of_month();
    while month <= scope.period.last() {
        months.insert(month, Totals::default());
        month = month.saturating_add(1.month());
    }
    for event in scope.held() {
        let first = event.post.meta.date.first().max(scope.period.first());
        months.entry(first.first_of_month()).or_default().add(event.post);
    }
    let name = |month: Date| EventDate::month_of(month).to_string();
    months.into_iter().map(|(month, totals)| (name(month), totals)).collect()
}

/// The half-years with events, up to the end of the period. An event counts in the half-year in
/// which it began.
fn by_half_year(scope: &Scope<'_>) -> Bars {
    let bounds = scope.site.config.bounds.half_years;
    let mut halves: BTreeMap<HalfYear, Totals> = BTreeMap::new();
    for event in scope.held_up_to_end() {
        let ReportEvent { post, .. } = event;
        if let Some(half_year) = bounds.half_of(post.meta.date.first()) {
            halves.entry(half_year).or_default().add(post);
        }
    }
    let name = |half_year: HalfYear| format!("{} {}", half_year.short(), half_year.year);
    halves.into_iter().map(|(half_year, totals)| (name(half_year), totals)).collect()
}
