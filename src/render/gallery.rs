//! The photos of all events: by school year, each with a page of its own, and by event.

use serde::Serialize;
use tera::Value;

use super::address::root;
use super::archive::year_title;
use super::page_error::PageError;
use super::renderer::Renderer;
use super::views::{PageView, PhotoView};
use crate::site::{EventId, StandingPage};

/// A photo with its event.
#[derive(Serialize)]
struct GalleryPhoto<'a> {
    #[serde(flatten)]
    photo: PhotoView<'a>,
    /// The event's card.
    post: &'a Value,
}

/// An event with its photos.
#[derive(Serialize)]
struct GalleryEvent<'a> {
    post: &'a Value,
    photos: Vec<PhotoView<'a>>,
}

/// A link to the photos of a school year.
#[derive(Serialize)]
struct GalleryYear {
    title: String,
    path: String,
    current: bool,
}

impl Renderer {
    /// The photos of the latest school year that has some, with links to those of the others.
    pub(super) fn newest_gallery(
        &self,
        page: &StandingPage,
        root: &str,
    ) -> Result<String, PageError> {
        match self.site.gallery_years().next() {
            Some(year) => self.gallery_of(page, year, root),
            None => Ok(String::new()),
        }
    }

    /// The page with the photos of a school year.
    pub(super) fn gallery_page(
        &self,
        page: usize,
        year: usize,
        path: &str,
    ) -> Result<Vec<u8>, PageError> {
        let page = &self.site.pages[page];
        let html = self.gallery_of(page, year, &root(path))?;
        let title = format!("{}: {}", page.document.title, year_title(self.site.years[year].year));
        let view = PageView { gallery: true, ..self.page_view(title.clone(), &title, path) };
        self.html("page.html", &view, html.len(), |context| {
            context.insert_value("html", Value::safe_string(&html));
        })
    }

    fn gallery_of(
        &self,
        page: &StandingPage,
        year: usize,
        root: &str,
    ) -> Result<String, PageError> {
        let years: Vec<GalleryYear> = self
            .site
            .gallery_years()
            .map(|index| GalleryYear {
                title: self.site.years[index].year.to_string(),
                path: self.site.gallery_path(page, index),
                current: index == year,
            })
            .collect();
        self.gallery(self.site.years[year].events.iter().rev().copied(), &years, root)
    }

    /// The photos of all events, for a report.
    pub(super) fn whole_gallery(&self, root: &str) -> Result<String, PageError> {
        self.gallery(self.site.all.events.iter().rev().copied(), &[], root)
    }

    fn gallery(
        &self,
        events: impl Iterator<Item = EventId>,
        years: &[GalleryYear],
        root: &str,
    ) -> Result<String, PageError> {
        let (mut all, mut by_event) = (Vec::new(), Vec::new());
        for id in events {
            let post = self.card(id);
            let mut photos = Vec::new();
            for photo in self.in_order(&self.site.event(id).links.photos) {
                let is_later = !all.is_empty();
                all.push(GalleryPhoto { photo: self.photo_view(photo, is_later), post });
                photos.push(self.photo_view(photo, is_later));
            }
            if !photos.is_empty() {
                by_event.push(GalleryEvent { post, photos });
            }
        }
        if all.is_empty() {
            return Ok(String::new());
        }
        self.render_part("gallery.html", root, |context| {
            context.insert("photos", &all);
            context.insert("events", &by_event);
            context.insert("years", years);
        })
    }
}
