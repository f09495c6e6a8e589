//! The archive: events by school year and half-year.

use std::collections::BTreeMap;

use super::{Event, EventId, addresses};
use crate::calendar::{HalfYear, SchoolYear};

/// The events of a school year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct YearEvents {
    pub year: SchoolYear,
    /// The earliest first.
    pub events: Vec<EventId>,
    /// The half-years that have events, the earlier first.
    pub halves: Vec<HalfYearEvents>,
}

/// The events of a half-year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HalfYearEvents {
    pub half_year: HalfYear,
    /// The earliest first.
    pub events: Vec<EventId>,
}

impl YearEvents {
    /// The address of its page.
    pub fn path(&self) -> String {
        addresses::school_year(self.year)
    }
}

impl HalfYearEvents {
    /// The address of its page.
    pub fn path(&self) -> String {
        addresses::half_year(self.half_year)
    }
}

/// The school years of `events`, the latest first. An event belongs to the year and the half-year
/// of its first day.
pub(super) fn years(events: &[Event]) -> Vec<YearEvents> {
    type Halves = BTreeMap<HalfYear, Vec<EventId>>;
    let mut years: BTreeMap<SchoolYear, (Vec<EventId>, Halves)> = BTreeMap::new();
    for (index, event) in events.iter().enumerate() {
        let id = EventId::new(index);
        let (all, halves) = years.entry(event.details.year).or_default();
        all.push(id);
        if let Some(half_year) = event.details.half_year {
            halves.entry(half_year).or_default().push(id);
        }
    }
    let halves = |halves: Halves| {
        let halves = halves.into_iter();
        halves.map(|(half_year, events)| HalfYearEvents { half_year, events }).collect()
    };
    let latest_first = years.into_iter().rev();
    latest_first
        .map(|(year, (events, by_half))| YearEvents { year, events, halves: halves(by_half) })
        .collect()
}
