//! The page of an event.

use tera::Value;

use super::address::root;
use super::json_ld::{self, Facts, json_ld};
use super::page_error::PageError;
use super::renderer::{Renderer, shortened};
use super::views::{OutsideView, OwnKeyView, PageView, PhotoView, PostView, SiblingsView};
use crate::config::OwnKeyId;
use crate::photos::in_order;
use crate::site::{EventId, ListPage, ShownPhoto};

impl Renderer {
    pub(super) fn event_page(&self, id: EventId, path: &str) -> Result<Vec<u8>, PageError> {
        let event = self.site.event(id);
        let post = &event.document;
        let links = &event.links;
        let config = &self.site.config;
        let cover_photo = self.cover_photo(event);
        let cover = cover_photo.map(|photo| self.photo_view(photo, true));
        // A picture that stands in the text does not stand above it as well.
        let in_text = |photo: &ShownPhoto| event.pictures_in_text().any(|path| path == photo.path);
        let opening = cover_photo.filter(|cover| !in_text(cover));
        let image = cover.as_ref().map(|cover| config.url(cover.path));
        let description = post.summary.as_deref().or_else(|| shortened(&post.body.lead));
        let updated = post.updated.map(|day| day.to_string());
        let published = (!event.details.announcement).then(|| post.meta.date.first().to_string());
        let (start, end) = json_ld::ends(&post.meta.date, &config.timezone);
        let direction = &config.direction(post.meta.direction).short;
        let list = self.site.direction_list(post.meta.direction).path(ListPage::Newest);
        let page = PageView {
            title: format!("{}, {}", post.title, post.meta.date_text()),
            heading: &post.title,
            description,
            path,
            url: config.url(path),
            kind: "article",
            embeds: post.body.embeds,
            gallery: !links.photos.is_empty() || opening.is_some(),
            ..PageView::default()
        };
        let page = match &cover {
            Some(cover) => PageView {
                image: image.as_deref(),
                image_alt: Some(cover.alt).filter(|alt| !alt.is_empty()).or(Some(&post.title)),
                image_width: cover.width,
                image_height: cover.height,
                ..page
            },
            None => page.with_shared(self.shared(Some(post.meta.direction))),
        };
        let facts = json_ld(&Facts {
            title: &post.title,
            url: &page.url,
            description,
            // Of what was held, search engines want a picture, not a drawing.
            image: image.as_deref().or(page.image.filter(|_| published.is_none())),
            start: &start,
            end: end.as_deref(),
            published: published.as_deref(),
            modified: updated.as_deref(),
            place: post.meta.place.as_deref(),
            cancelled: post.meta.held == Some(false),
            centre: &self.centre,
            above: [(&config.short_title, &config.base_url), (direction, &config.url(&list))],
        });
        let page = PageView { json_ld: Some(Value::safe_string(&facts)), ..page };
        let illustrated = event.pictures_in_text().next().is_some();
        let photos = self.in_order(&links.photos);
        let is_other = |photo: &&&ShownPhoto| opening.is_none_or(|of| of.path != photo.path);
        let half_year =
            event.details.half_year.and_then(|half_year| self.half_years.get(&half_year));
        let direction = &self.directions[post.meta.direction.index()];
        let html = self.splice(&post.body, &links.body, &root(path), "");
        let view = PostView {
            audience: post.meta.audience.as_deref(),
            form: post.meta.form.as_deref(),
            level: post.meta.level.as_deref(),
            classes: &post.meta.classes,
            teachers: &post.meta.teachers,
            results: &post.meta.results,
            own_keys: self.own_keys(&post.meta.own),
            tags: event.details.tags.iter().map(|&tag| self.tags[tag].clone()).collect(),
            link: post.meta.link.as_deref().map(OutsideView::new),
            photos: photos
                .iter()
                .enumerate()
                .map(|(at, photo)| self.photo_view(photo, illustrated || at > 0))
                .collect(),
            opening: opening.map(|photo| self.photo_view(photo, false)),
            others: photos
                .iter()
                .filter(is_other)
                .map(|photo| self.photo_view(photo, true))
                .collect(),
            illustrated,
            updated,
            half_year,
            html: Value::safe_string(&html),
        };
        self.html("post.html", &page, html.len(), |context| {
            context.insert_value("post", view.with_card(self.card(id)));
            context.insert(
                "crumbs",
                &[Some(direction), half_year.or(self.years.get(&event.details.year))],
            );
            context.insert(
                "in_direction",
                &self.siblings(
                    &self.site.direction_list(post.meta.direction).events,
                    event.details.in_direction,
                ),
            );
            context.insert("in_site", &self.siblings(&self.site.all.events, id.index()));
        })
    }

    /// The photos of a gallery in their order on the page.
    pub(super) fn in_order<'p>(&self, photos: &'p [ShownPhoto]) -> Vec<&'p ShownPhoto> {
        let taken = |path: &str| self.picture(path)?.taken.as_deref();
        in_order(photos, self.site.config.photos.order, taken)
    }

    pub(super) fn photo_view<'a>(&'a self, photo: &'a ShownPhoto, lazy: bool) -> PhotoView<'a> {
        PhotoView::new(photo, self.picture(&photo.path), lazy)
    }

    /// What an event says in the own keys of the site.
    fn own_keys<'a>(&self, own: &'a [(OwnKeyId, Vec<String>)]) -> Vec<OwnKeyView<'a>> {
        let view = |(id, values): &'a (OwnKeyId, Vec<String>)| {
            OwnKeyView::new(self.site.config.own_key(*id), values)
        };
        own.iter().map(view).collect()
    }

    fn siblings(&self, events: &[EventId], at: usize) -> SiblingsView {
        let card = |at: usize| events.get(at).map(|&id| self.card(id).clone());
        SiblingsView { older: at.checked_sub(1).and_then(card), newer: card(at + 1) }
    }
}
