//! A site in which texts of events have changed, made of the one before.
//!
//! Most edits change nothing but the page of an event and its cards: lists, addresses and links stay.
//! Assembling a site of 10,000 events takes some 20 ms, this a fraction of one.

use std::sync::Arc;

use super::{Event, EventDetails, EventId, PublishedDocument, Site};
use crate::content::gallery::{Gallery, Photo};
use crate::content::markdown::{Body, Link, LinkKind};
use crate::content::post::PostMeta;
use crate::content::{ChildData, Document, Post};
use crate::diagnostic::{Diagnostic, Place};

#[cfg(test)]
mod tests;

impl Site {
    /// The site that assembling would give if the events of `posts` were as they are now. `found` are
    /// the problems that were found when this one was assembled; they stay the same. None if more than
    /// the texts of these events may change.
    pub fn with_posts(&self, posts: &[&Arc<Post>], found: &[Diagnostic]) -> Option<Self> {
        let mut changed: Vec<(EventId, Event)> = Vec::new();
        for post in posts {
            let id = self.find_event(post)?;
            let event = self.event(id);
            let old = &event.document;
            if Arc::ptr_eq(old, post) {
                continue;
            }
            let is_same_target =
                !self.anchored.contains(&post.file) || has_same_headings(&old.body, &post.body);
            if !is_same_target || !has_same_place(old, post) || is_placed_in(&post.file, found) {
                return None;
            }
            changed.push((id, self.changed_event(event, post)?));
        }
        let search = match self.config.has_search() {
            true => Arc::new(self.search.with_events(&changed)),
            false => Arc::clone(&self.search),
        };
        // Other files have other addresses.
        if !search.has_files_of(&self.search) {
            return None;
        }
        let mut site = Self { search, ..self.clone() };
        for (id, event) in changed {
            site.events[id.index()] = Arc::new(event);
        }
        Some(site)
    }

    fn changed_event(&self, event: &Event, post: &Arc<Post>) -> Option<Event> {
        let mut is_clear = true;
        let awaits_story = match has_same_story(&event.document, post) {
            true => event.details.awaits_story,
            // Whether there are photos instead of a text, assembling finds out.
            false => post.awaits_story(self.today, || {
                is_clear = false;
                false
            }),
        };
        is_clear.then(|| PublishedDocument {
            document: Arc::clone(post),
            path: event.path.clone(),
            links: event.links.clone(),
            details: EventDetails { awaits_story, ..event.details.clone() },
        })
    }
}

/// Whether one of the problems is at a line of `file`, which may have another number now.
fn is_placed_in(file: &str, found: &[Diagnostic]) -> bool {
    let is_line = |place: &Place| place.line > 0 && place.file == file;
    found.iter().any(|problem| {
        let other = problem.other.as_ref().map(|(place, _)| place);
        problem.place.iter().chain(other).any(is_line)
    })
}

/// Whether the versions have equal addresses, places in lists, links and photos. What is not compared
/// shows on the page of the event and on its cards alone.
fn has_same_place(old: &Post, new: &Post) -> bool {
    let Document {
        file,
        slug,
        title: _,
        summary: _,
        gallery,
        draft,
        aliases,
        updated: _,
        body,
        meta:
            PostMeta {
                date,
                date_words,
                planned: _,
                direction,
                audience: _,
                participants: _,
                time: _,
                place: _,
                form: _,
                level: _,
                classes: _,
                teachers,
                results: _,
                tags,
                link: _,
                report: _,
                school_year: _,
                responsible,
                own: _,
                child_data,
                held,
                story: _,
            },
    } = new;
    // Names of those who prepared the event are not those of children.
    let adults = (teachers, responsible);
    let is_silent = child_data.is_empty() && old.meta.child_data.is_empty();
    let is_exact = |post: &Post| post.meta.date_words.as_ref().map(|words| words.is_exact);
    let words = date_words.as_ref().map(|words| &words.text);
    *file == old.file
        && *slug == old.slug
        && *draft == old.draft
        && (*date, *direction, *held) == (old.meta.date, old.meta.direction, old.meta.held)
        && is_exact(old) == is_exact(new)
        && words == old.meta.date_words.as_ref().map(|words| &words.text)
        && (is_silent || adults == (&old.meta.teachers, &old.meta.responsible))
        && child_words(child_data).eq(child_words(&old.meta.child_data))
        && values(aliases).eq(values(&old.aliases))
        && values(tags).eq(values(&old.meta.tags))
        && has_same_photos(gallery, &old.gallery)
        && link_targets(body).eq(link_targets(&old.body))
}

fn values(placed: &[(String, Place)]) -> impl Iterator<Item = &str> {
    placed.iter().map(|(value, _)| value.as_str())
}

fn child_words(found: &[ChildData]) -> impl Iterator<Item = impl PartialEq> {
    found.iter().map(|found| (found.kind, &found.words))
}

fn link_targets(body: &Body) -> impl Iterator<Item = impl PartialEq> {
    body.links.iter().map(|link| {
        let Link { at: _, target, fragment, kind, place: _ } = link;
        // A picture of the text may be the cover, with its description.
        let alt = (*kind == LinkKind::Image).then(|| body.picture_alt(link));
        (target, fragment, *kind, alt)
    })
}

/// Whether all is equal but for the lines on which it is written.
fn has_same_photos(a: &Gallery, b: &Gallery) -> bool {
    let placeless = |photo: &Photo| Photo { place: Place::file(""), ..photo.clone() };
    let gallery = |gallery: &Gallery| Gallery {
        photos: gallery.photos.iter().map(placeless).collect(),
        alt: gallery.alt.clone(),
        cover: gallery.cover.as_ref().map(placeless),
        people_place: None,
        ..*gallery
    };
    gallery(a) == gallery(b)
}

fn has_same_headings(a: &Body, b: &Body) -> bool {
    let ids = b.headings.iter().map(|heading| &heading.id);
    a.headings.iter().map(|heading| &heading.id).eq(ids)
}

/// Whether what tells if an event that is over awaits its story is equal.
fn has_same_story(old: &Post, new: &Post) -> bool {
    let told = |post: &Post| (post.meta.story, post.meta.results.is_empty(), post.updated);
    told(old) == told(new)
}
