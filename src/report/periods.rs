//! The periods for which a report can be made.

use std::cmp::Reverse;

use crate::calendar::{EventDate, Half, HalfYear, Period, SchoolBounds, SchoolYear};
use crate::site::Site;

/// The half-years and school years that have events: the latest year first, in it the later half first
/// and the whole year last. Periods that have not begun are left out.
pub fn periods(site: &Site) -> Vec<Period> {
    let bounds = &site.config.bounds;
    let published = site.events.iter().map(|event| &*event.document);
    let posts = published.chain(site.left_out.iter().map(|post| &**post));
    let mut periods: Vec<Period> = Vec::new();
    for post in posts.filter(|post| post.meta.report && !post.meta.date.is_unknown()) {
        for period in periods_of(&post.meta.date, bounds) {
            if period.first() <= site.today && !periods.contains(&period) {
                periods.push(period);
            }
        }
    }
    periods.sort_by_key(|period| {
        let year = SchoolYear::containing(period.first());
        let is_whole = *period == Period::school_year(year);
        (Reverse(year), is_whole, Reverse(period.first()))
    });
    periods
}

/// The half-years and school years that have a day of `date`.
fn periods_of(date: &EventDate, bounds: &SchoolBounds) -> Vec<Period> {
    let year_of = |day| SchoolYear::containing(day).start();
    let mut periods = Vec::new();
    for year in (year_of(date.first())..=year_of(date.last())).map(SchoolYear::starting) {
        let halves = [Half::First, Half::Second].map(|half| HalfYear { year, half });
        let halves = halves.map(|half| Period::half_year(half, bounds));
        let all = halves.into_iter().chain([Period::school_year(year)]);
        periods.extend(all.filter(|period| date.overlaps(&period.days())));
    }
    periods
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_belongs_to_the_half_years_it_touches_and_to_their_years() {
        let slugs = |date: &str| -> Vec<String> {
            let date = EventDate::parse(date, None).unwrap();
            let bounds = SchoolBounds::default();
            periods_of(&date, &bounds).iter().map(Period::slug).collect()
        };
        assert_eq!(slugs("7.12.2022"), ["2022-23-1", "2022-23"]);
        assert_eq!(slugs("декабрь 2022 — январь 2023"), ["2022-23-1", "2022-23-2", "2022-23"]);
        assert_eq!(
            slugs("май 2022 — сентябрь 2022"),
            ["2021-22-2", "2021-22", "2022-23-1", "2022-23"]
        );
    }
}
