//! The charts of a report: events or participations, by direction, month or half-year.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::Date;

use super::document::{Chart, Series};
use super::scope::{Listed, Scope};
use super::totals::Sum;
use crate::calendar::{EventDate, HalfYear};
use crate::content::short_code::{By, Counted};

/// The chart that counts `counted` and compares `by`.
pub(super) fn chart(scope: &Scope<'_>, counted: Counted, by: By) -> Chart {
    let bars = match by {
        By::Direction => by_direction(scope),
        By::Month => by_month(scope),
        By::HalfYear => by_half_year(scope),
    };
    let (what, unit, slug) = match counted {
        Counted::Events => ("Мероприятия", "Мероприятий", "events"),
        Counted::Participants => ("Участия", "Участий", "participants"),
    };
    let (over, axis, of) = match by {
        By::Direction => ("по направлениям", "Направление", "directions"),
        By::Month => ("по месяцам", "Месяц", "months"),
        By::HalfYear => ("по полугодиям", "Полугодие", "half-years"),
    };
    let (categories, values): (Vec<_>, Vec<_>) = bars
        .into_iter()
        .map(|(category, sum)| {
            let value = match counted {
                Counted::Events => sum.events,
                Counted::Participants => sum.all,
            };
            (category, value)
        })
        .unzip();
    let told: Vec<_> = categories
        .iter()
        .zip(&values)
        .map(|(category, value)| format!("{category} — {value}"))
        .collect();
    Chart {
        name: format!("{slug}-{of}"),
        title: format!("{what} {over}"),
        description: told.join("; "),
        axis: axis.to_owned(),
        categories,
        series: vec![Series { name: unit.to_owned(), values }],
    }
}

type Bars = Vec<(String, Sum)>;

fn by_direction(scope: &Scope<'_>) -> Bars {
    let directions = scope.site.config.directions.iter();
    let mut bars: Bars =
        directions.map(|direction| (direction.short.clone(), Sum::default())).collect();
    for listed in scope.held() {
        if let Some((_, sum)) = bars.get_mut(listed.post.direction) {
            sum.add(listed.post);
        }
    }
    bars
}

/// An event counts in the month in which it began, or the first of the period.
fn by_month(scope: &Scope<'_>) -> Bars {
    let mut months: BTreeMap<Date, Sum> = BTreeMap::new();
    let mut month = scope.period.first().first_of_month();
    while month <= scope.period.last() {
        months.insert(month, Sum::default());
        month = month.saturating_add(1.month());
    }
    for listed in scope.held() {
        let first = listed.post.date.first().max(scope.period.first());
        months.entry(first.first_of_month()).or_default().add(listed.post);
    }
    let name = |month: Date| EventDate::month_of(month).to_string();
    months.into_iter().map(|(month, sum)| (name(month), sum)).collect()
}

/// The half-years from the first that has events to that of the period's last day. An event counts
/// in the one in which it began.
fn by_half_year(scope: &Scope<'_>) -> Bars {
    let bounds = scope.site.config.half_years;
    let mut halves: BTreeMap<HalfYear, Sum> = BTreeMap::new();
    for listed in scope.held_before_the_end() {
        let Listed { post, .. } = listed;
        if let Some(half_year) = bounds.half_of(post.date.first()) {
            halves.entry(half_year).or_default().add(post);
        }
    }
    let name = |half_year: HalfYear| format!("{} {}", half_year.short(), half_year.year);
    halves.into_iter().map(|(half_year, sum)| (name(half_year), sum)).collect()
}
