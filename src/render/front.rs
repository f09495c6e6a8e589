//! What only the first screen of all events shows.

use tera::Value;

use super::lists::counted_link;
use super::renderer::Renderer;
use super::views::{Figure, FiguresView, FrontView};
use crate::config::DirectionId;
use crate::site::{CALENDAR, Event, List, ListPage, YearEvents};

impl Renderer {
    /// Cards of a page's events without announcements, which the first screen shows apart.
    pub(super) fn held_on(&self, list: &List, page: ListPage) -> Vec<Value> {
        let held = list.on(page).filter(|&id| !self.site.event(id).details.announcement);
        held.map(|id| self.card(id).clone()).collect()
    }

    pub(super) fn front(&self) -> FrontView<'_> {
        let site = &*self.site;
        let coming =
            site.all.on(ListPage::Newest).filter(|&id| site.event(id).details.announcement);
        let mut announcements: Vec<Value> = coming.map(|id| self.card(id).clone()).collect();
        announcements.reverse();
        let lists = self.directions.iter().zip(&site.directions);
        let years = site.years.iter();
        FrontView {
            announcements,
            calendar: site.has_calendar().then_some(CALENDAR),
            year: site.years.iter().find_map(|year| self.figures(year)),
            directions: lists.map(|(link, list)| counted_link(link, &list.events)).collect(),
            years: years
                .filter_map(|year| Some(counted_link(self.years.get(&year.year)?, &year.events)))
                .collect(),
        }
    }

    /// The figures of a school year; none if it has only announcements.
    fn figures(&self, year: &YearEvents) -> Option<FiguresView<'_>> {
        let events = year.events.iter().map(|&id| self.site.event(id));
        let held: Vec<&Event> = events.filter(|event| !event.details.announcement).collect();
        if held.is_empty() {
            return None;
        }
        let totals = held.iter().filter_map(|event| event.document.meta.participants.as_ref());
        let participations: u64 = totals.map(|participants| participants.total()).sum();
        let mut directions: Vec<DirectionId> =
            held.iter().map(|event| event.document.meta.direction).collect();
        directions.sort_unstable();
        directions.dedup();
        Some(FiguresView {
            link: self.years.get(&year.year)?,
            events: Figure::new(held.len() as u64, ["событие", "события", "событий"]),
            participations: (participations > 0)
                .then(|| Figure::new(participations, ["участие", "участия", "участий"])),
            directions: Figure::new(
                directions.len() as u64,
                ["направление", "направления", "направлений"],
            ),
        })
    }
}
