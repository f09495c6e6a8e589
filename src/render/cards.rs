//! Cards of events, as lists and neighbours show them.

use tera::Value;

use super::excerpt::first_sentence;
use super::renderer::Renderer;
use super::views::{CardView, DateView};
use crate::config::Order;
use crate::site::{Event, EventId, ShownPhoto};

impl Renderer {
    /// The card of an event.
    pub(super) fn card(&self, id: EventId) -> &Value {
        self.cards[id.index()]
            .get_or_init(|| Value::from_serializable(&self.card_view(self.site.event(id))))
    }

    fn card_view<'a>(&'a self, event: &'a Event) -> CardView<'a> {
        let post = &event.document;
        let participants = post.meta.participants.as_ref();
        CardView {
            title: &post.title,
            path: &event.path,
            date: DateView::new(&post.meta),
            direction: &self.directions[post.meta.direction.index()],
            school_year: self.years.get(&event.details.year),
            summary: post.summary.as_deref(),
            excerpt: match post.summary {
                Some(_) => None,
                None => first_sentence(&post.body.lead),
            },
            time: post.meta.time.as_deref(),
            place: post.meta.place.as_deref(),
            participants: participants.map(ToString::to_string),
            participants_total: participants.map(|participants| participants.total()),
            cover: self.cover_photo(event).map(|photo| self.photo_view(photo, true)),
            announcement: event.details.announcement,
            draft: post.draft,
        }
    }

    /// The picture of an event for lists: its cover, else the first photo of its gallery.
    pub(super) fn cover_photo<'a>(&self, event: &'a Event) -> Option<&'a ShownPhoto> {
        let cover = event.links.cover.as_ref()?;
        if self.site.config.photos.order == Order::Taken && event.document.gallery.cover.is_none() {
            return self.in_order(&event.links.photos).first().copied().or(Some(cover));
        }
        Some(cover)
    }
}
