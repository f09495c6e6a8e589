//! What only the front page shows.

use tera::Value;

use super::renderer::Renderer;
use super::views::{Figure, FiguresView, FrontView};
use crate::config::DirectionId;
use crate::site::{CALENDAR, Event, EventId, List, ListPage, ON_FRONT, YearEvents};

/// How many events have cards, the first one included; the others have rows.
const CARDS: usize = 7;

impl Renderer {
    /// Cards of a page's events without announcements, which the front page shows apart.
    pub(super) fn held_on(&self, list: &List, page: ListPage) -> Vec<Value> {
        list.on(page).filter(|&id| self.is_held(id)).map(|id| self.card(id).clone()).collect()
    }

    fn is_held(&self, id: EventId) -> bool {
        !self.site.event(id).details.announcement
    }

    pub(super) fn front(&self) -> FrontView<'_> {
        let site = &*self.site;
        let cards = |ids: &[EventId]| ids.iter().map(|&id| self.card(id).clone()).collect();
        let newest_first = || site.all.events.iter().rev().copied();
        let mut coming: Vec<EventId> = newest_first().filter(|&id| !self.is_held(id)).collect();
        coming.reverse();
        let has_photo = |id: &EventId| site.event(*id).links.cover.is_some();
        let story = site.all.on(ListPage::Newest).filter(|&id| self.is_held(id)).find(has_photo);
        let shown = ON_FRONT - usize::from(story.is_some());
        let others = newest_first().filter(|&id| self.is_held(id) && Some(id) != story);
        let others: Vec<EventId> = others.take(shown).collect();
        let (first, rest) = others.split_at(others.len().min(CARDS - usize::from(story.is_some())));
        let lists = self.directions.iter().zip(site.directions.iter());
        let years = site.years.iter();
        FrontView {
            announcements: cards(&coming),
            calendar: site.has_calendar().then_some(CALENDAR),
            story: story.map(|id| self.card(id)),
            cards: cards(first),
            rows: cards(rest),
            all: site.has_news_list().then(|| site.news_path()),
            year: site.years.iter().find_map(|year| self.figures(year)),
            directions: lists.map(|(link, list)| self.counted_link(link, &list.events)).collect(),
            years: years
                .filter_map(|year| {
                    Some(self.counted_link(self.years.get(&year.year)?, &year.events))
                })
                .collect(),
        }
    }

    /// The figures of a school year; none if it has only announcements.
    fn figures(&self, year: &YearEvents) -> Option<FiguresView<'_>> {
        let held: Vec<&Event> = year
            .events
            .iter()
            .filter(|&&id| self.is_held(id))
            .map(|&id| self.site.event(id))
            .collect();
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
            events: self.figure(&year.events),
            participations: (participations > 0)
                .then(|| Figure::new(participations, ["участие", "участия", "участий"])),
            directions: Figure::new(
                directions.len() as u64,
                ["направление", "направления", "направлений"],
            ),
        })
    }
}
