//! One file of the output at a time.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::OnceLock;

use jiff::civil::Date;
use serde_json::value::RawValue;
use tera::{Context, Tera, Value};

use super::address::{Insertions, root};
use super::globals::{self, PerCore};
use super::lists::year_title;
use super::theme::{Shown, Theme};
use super::views::{CardView, DateView, PageView, PhotoView, TitledPath, plain};
use super::{address, json_ld};
use crate::calendar::{HalfYear, SchoolYear};
use crate::config::Order;
use crate::content::markdown;
use crate::content::short_code::Part;
use crate::diagnostic::Diagnostic;
use crate::output::Body;
use crate::photos::{EmbeddedImages, Picture, Pictures};
use crate::site::{Address, Event, List, ListPage, Route, Routed, Site};

/// The page with the newest events.
pub(super) const INDEX: &str = "index.html";

/// A site and a theme, ready to make any of their pages.
#[derive(Debug)]
pub struct Renderer<'a> {
    pub(super) site: &'a Site,
    pub(super) theme: &'a Theme,
    /// The finished pictures; others are shown as they came, which only a preview does.
    pub(super) pictures: Option<&'a Pictures>,
    templates: PerCore,
    /// The centre in the data of an event's page.
    pub(super) centre: Box<RawValue>,
    /// Links to directions, in the order of the settings.
    pub(super) directions: Vec<Value>,
    /// Links to tags, in the order of the site.
    pub(super) tags: Vec<Value>,
    pub(super) years: BTreeMap<SchoolYear, Value>,
    pub(super) half_years: BTreeMap<HalfYear, Value>,
    cards: Cards,
}

/// Cards of events, each made when a page first shows it.
#[derive(Debug)]
pub struct Cards(Vec<OnceLock<Value>>);

impl<'a> Renderer<'a> {
    /// Lays out what pages share.
    pub fn new(site: &'a Site, theme: &'a Theme) -> Self {
        let config = &site.config;
        let path = |list: &List| list.path(ListPage::Newest);
        let link = |title: &str, path: &str| Value::from_serializable(&TitledPath { title, path });
        let halves = site.years.iter().flat_map(|year| &year.halves);
        Self {
            tags: site.tags.iter().map(|tag| link(&tag.title, &path(&tag.list))).collect(),
            years: site
                .years
                .iter()
                .map(|of| (of.year, link(&year_title(of.year), &of.path())))
                .collect(),
            half_years: halves
                .map(|of| (of.half_year, link(&of.half_year.to_string(), &of.path())))
                .collect(),
            cards: Cards(site.events.iter().map(|_| OnceLock::new()).collect()),
            centre: json_ld::centre(&config.title, &config.base_url),
            site,
            theme,
            pictures: None,
            templates: PerCore::new(),
            directions: globals::directions(site, theme),
        }
    }

    /// The same, with finished pictures to be shown.
    #[must_use]
    pub fn with_pictures(mut self, pictures: &'a Pictures) -> Self {
        self.pictures = Some(pictures);
        self.templates = PerCore::new();
        self
    }

    /// What pages shared, for who frees it at a better time.
    #[must_use]
    pub fn into_cards(self) -> Cards {
        self.cards
    }

    /// The theme's templates, with the values that are the same on every page.
    pub(super) fn tera(&self) -> &Tera {
        self.templates.get(|| globals::templates(self))
    }

    /// The finished picture that the model places at `path`.
    pub(super) fn picture(&self, path: &str) -> Option<&'a Picture> {
        self.pictures?.get(path)
    }

    /// Those of the finished pictures at `paths`, for a document.
    pub(super) fn embedded_images(&self, paths: &[&str]) -> EmbeddedImages {
        self.pictures.map(|pictures| pictures.embedded(paths)).unwrap_or_default()
    }

    /// The file at an address.
    ///
    /// # Errors
    /// A mistake in a template that shows only now: a value that is not there.
    pub fn page(&self, routed: &Routed) -> Result<Body, Vec<Diagnostic>> {
        let path = routed.path.as_str();
        let bytes = match routed.route {
            Route::All(page) => self.all(page, path),
            Route::Direction(direction, page) => self.direction(direction, page, path),
            Route::Tag(tag, page) => self.tag(tag, page, path),
            Route::Tags => self.tags_page(path),
            Route::Archive => self.archive(path),
            Route::Year(year) => self.year(&self.site.years[year], path),
            Route::HalfYear(year, half) => self.half_year(&self.site.years[year], half, path),
            Route::Event(id) => self.event(&self.site.events[id], id, path),
            Route::Page(id) => self.standing(id, path),
            Route::Reports => self.reports_page(path),
            Route::Report(id) => self.report(&self.site.reports[id], path),
            Route::ReportFile(id, format) => self.report_file(&self.site.reports[id], format),
            Route::EventAlias(id, _) => {
                let event = &self.site.events[id];
                self.redirect(&event.post.title, &event.path, path)
            }
            Route::PageAlias(id, _) => {
                let page = &self.site.pages[id];
                self.redirect(&page.page.title, &page.path, path)
            }
            Route::Feed => self.feed(&self.site.config.title, &self.site.all),
            Route::DirectionFeed(direction) => {
                let short = &self.site.config.directions[direction].short;
                let title = format!("{short} — {}", self.site.config.short_title);
                self.feed(&title, &self.site.directions[direction])
            }
            Route::Search => self.search_page(path),
            Route::SearchWhole => Ok(self.search_whole()),
            Route::SearchHeads(part) => Ok(self.search_heads(part)),
            Route::SearchWords(part) => Ok(self.search_words(part)),
            Route::SearchTexts(part) => Ok(self.search_texts(part)),
            Route::Sitemap => Ok(self.sitemap()),
            Route::SitemapEvents(part) => Ok(self.sitemap_events(part)),
            Route::SitemapOthers => Ok(self.sitemap_others()),
            Route::NotFound => self.not_found(path),
            Route::Table(id, format) => self.table_file(&self.site.tables[id], format),
            Route::File(id) => return Ok(Body::File(self.site.files[id].source.clone())),
        };
        bytes.map(|bytes| Body::Bytes(bytes.into()))
    }

    /// The page that `template`, or what stands in for it, makes of `page` and what `fill` adds;
    /// `size` is about how many bytes it shows besides the frame.
    pub(super) fn html(
        &self,
        template: &str,
        page: &PageView<'_>,
        size: usize,
        fill: impl FnOnce(&mut Context),
    ) -> Result<Vec<u8>, Vec<Diagnostic>> {
        let mut context = Context::new();
        context.insert_value("root", plain(&root(page.path)));
        context.insert("page", page);
        fill(&mut context);
        let Shown { whole, text } = self.theme.shown(template);
        let mut bytes = Vec::with_capacity(size + 6 * 1024);
        let made = match text {
            Some(text) => self.tera().render(&text, &context).map(|html| {
                context.insert_value("html", Value::safe_string(&html));
            }),
            None => Ok(()),
        };
        made.and_then(|()| self.tera().render_to(&whole, &context, &mut bytes))
            .map_err(|error| self.theme.diagnose(&error))?;
        Ok(bytes)
    }

    /// What the head of the page at `path` says unless it has more to say.
    pub(super) fn page_view<'b>(
        &self,
        title: String,
        heading: &'b str,
        path: &'b str,
    ) -> PageView<'b> {
        let url = self.site.config.url(path);
        PageView { title, heading, path, url, kind: "website", ..PageView::default() }
    }

    /// The card of an event.
    pub(super) fn card(&self, id: usize) -> &Value {
        self.cards.0[id]
            .get_or_init(|| Value::from_serializable(&self.card_view(&self.site.events[id])))
    }

    /// What the card of an event says.
    fn card_view(&self, event: &'a Event) -> CardView<'_> {
        let post = &event.post;
        let participants = post.participants.as_ref();
        CardView {
            title: &post.title,
            path: &event.path,
            date: DateView::new(&post.date),
            direction: &self.directions[post.direction],
            school_year: self.years.get(&event.year),
            summary: post.summary.as_deref(),
            participants: participants.map(ToString::to_string),
            participants_total: participants.map(|participants| participants.total()),
            cover: self.cover(event),
            announcement: event.announcement,
            draft: post.draft,
        }
    }

    /// The picture of an event for lists: its cover, else the first photo as the gallery shows them.
    pub(super) fn cover(&self, event: &'a Event) -> Option<PhotoView<'a>> {
        let mut cover = event.links.cover.as_ref()?;
        if self.site.config.photos.order == Order::Taken && event.post.cover.is_none() {
            cover = self.in_order(&event.links.photos).first().copied().unwrap_or(cover);
        }
        Some(PhotoView::new(cover, self.picture(&cover.path), true))
    }

    /// The HTML of a body without short codes, with its links and pictures in place: addresses
    /// inside the section after `root`, those on the same page after `page`.
    pub(super) fn splice<'b>(
        &self,
        body: &'b markdown::Body,
        addresses: &[Address],
        root: &str,
        page: &str,
    ) -> Cow<'b, str> {
        let picture = |path: &str| self.picture(path);
        address::splice(body, addresses, &Insertions { root, page, picture: &picture, parts: &[] })
    }

    fn standing(&self, id: usize, path: &str) -> Result<Vec<u8>, Vec<Diagnostic>> {
        let standing = &self.site.pages[id];
        let page = &standing.page;
        let parts = self.parts(&page.body, path)?;
        let html = address::splice(
            &page.body,
            &standing.links.body,
            &Insertions {
                root: &root(path),
                page: "",
                picture: &|path: &str| self.picture(path),
                parts: &parts,
            },
        );
        let title = page.title.clone();
        let view = PageView {
            description: page.summary.as_deref().or_else(|| lead(&page.body.lead)),
            embeds: page.body.embeds,
            gallery: page.body.codes.iter().any(|code| code.part == Part::Gallery),
            ..self.page_view(title, &page.title, path)
        };
        self.html("page.html", &view, html.len(), |context| {
            context.insert_value("html", Value::safe_string(&html));
        })
    }

    fn redirect(&self, title: &str, target: &str, path: &str) -> Result<Vec<u8>, Vec<Diagnostic>> {
        let url = self.site.config.url(target);
        let view = PageView { url, ..self.page_view(title.to_owned(), title, path) };
        self.html("redirect.html", &view, 0, |context| context.insert("target", target))
    }

    fn not_found(&self, path: &str) -> Result<Vec<u8>, Vec<Diagnostic>> {
        let title = "Такой страницы нет";
        self.html("404.html", &self.page_view(title.to_owned(), title, path), 0, |_| ())
    }

    /// The day of an event's last change, as far as the content tells: a day to come is none.
    pub(super) fn changed(&self, id: usize) -> Option<Date> {
        let event = &self.site.events[id];
        let held = (!event.announcement).then_some(event.post.date.first());
        event.post.updated.or(held)
    }
}

/// The first paragraph of a text as a description, cut where searches cut it anyway.
pub(super) fn lead(text: &str) -> Option<&str> {
    const LONGEST: usize = 200;
    let end = text
        .char_indices()
        .nth(LONGEST)
        .map_or(text.len(), |(at, _)| text[..at].rfind(' ').unwrap_or(at));
    (end > 0).then(|| text[..end].trim_end_matches([' ', ',', ';', ':', '—', '\u{a0}']))
}
