//! What a poster says of an event.

use super::compose::EventFacts;
use super::text::plain;
use crate::characters::capitalised;
use crate::export::Poster;
use crate::photos::EmbeddedImage;
use crate::site::{Event, Site};
use crate::typography::sentence_end;

/// The longest sentence about an event that a sheet has room for, in letters.
const LONGEST: usize = 200;

/// The poster of `event`.
pub fn announce(site: &Site, event: &Event, logo: Option<EmbeddedImage>) -> Poster {
    let post = &event.document;
    let facts = EventFacts::new(site, event);
    let lead = &post.body.lead;
    let first = post.summary.as_deref().unwrap_or(&lead[..sentence_end(lead)]);
    let config = &site.config;
    let organizer = [&config.title, &config.school].into_iter().filter(|name| !name.is_empty());
    Poster {
        title: post.title.clone(),
        organizer: organizer.cloned().collect(),
        logo,
        about: Some(first.trim().to_owned())
            .filter(|first| !first.is_empty() && first.chars().count() <= LONGEST),
        when: capitalised(&facts.when),
        place: post.meta.place.as_deref().map(capitalised),
        audience: post.meta.audience.as_deref().map(capitalised),
        url: plain(&facts.url),
        date: post.meta.date.first(),
    }
}
