//! Makes one file of the output at a time.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use jiff::civil::Date;
use tera::{Context, Tera, Value};

use super::address;
use super::address::{Insertions, root};
use super::archive::year_title;
use super::drawings::{DrawnPictures, SharedPicture, shared_pictures};
use super::frame::SharedTemplates;
use super::globals::{self, PerThread};
use super::json_ld::Centre;
use super::page_error::PageError;
use super::theme::{PageTemplates, Theme};
use super::views::{PageView, TitledPath, plain};
use crate::calendar::{HalfYear, SchoolYear};
use crate::content::markdown;
use crate::diagnostic::Diagnostics;
use crate::output::FileContent;
use crate::photos::{EmbeddedImages, Picture, Pictures};
use crate::site::{Address, EventId, ICON, INDEX, List, ListPage, Route, RouteEntry, Site};

/// Somewhat more than the bytes of the frame of `tochka`: a page that outgrows its memory is copied.
const FRAME: usize = 8 * 1024;

/// A site and a theme, ready to make any of their pages.
#[derive(Debug)]
pub struct Renderer {
    pub(super) site: Arc<Site>,
    pub(super) theme: Arc<Theme>,
    /// The finished pictures. Without one a page shows the source file, which only a preview does.
    pub(super) pictures: Option<Arc<Pictures>>,
    templates: PerThread,
    /// The pages in the menu.
    menu: BTreeSet<String>,
    /// The pictures that are drawn and have been drawn before.
    pub(super) drawn: Option<Arc<DrawnPictures>>,
    /// What others show of pages without a picture; see [`Renderer::shared`].
    pub(super) shared: Vec<SharedPicture>,
    /// The centre, for the structured data of events.
    pub(super) centre: Centre,
    /// Links to directions, in the order of the settings.
    pub(super) directions: Vec<Value>,
    /// In the theme's parts of a direction, which all pages show.
    mistake: Option<tera::Error>,
    /// Links to tags, in the order of the site.
    pub(super) tags: Vec<Value>,
    pub(super) years: BTreeMap<SchoolYear, Value>,
    pub(super) half_years: BTreeMap<HalfYear, Value>,
    /// Cards of events, each made when a page first shows it.
    pub(super) cards: Vec<OnceLock<Value>>,
}

impl Renderer {
    /// Prepares the values that many pages share.
    pub fn new(site: Arc<Site>, theme: Arc<Theme>) -> Self {
        let path = |list: &List| list.path(ListPage::Newest);
        let link = |title: &str, path: &str| Value::from_serializable(&TitledPath { title, path });
        let halves = site.years.iter().flat_map(|year| &year.halves);
        let (directions, mistake) = globals::directions(&site, &theme);
        Self {
            tags: site.tags.iter().map(|tag| link(&tag.title, &path(&tag.list))).collect(),
            years: site
                .years
                .iter()
                .map(|year| (year.year, link(&year_title(year.year), &year.path())))
                .collect(),
            half_years: halves
                .map(|half| (half.half_year, link(&half.half_year.to_string(), &half.path())))
                .collect(),
            cards: site.events.iter().map(|_| OnceLock::new()).collect(),
            menu: globals::menu_paths(&site),
            centre: centre(&site, None),
            drawn: None,
            shared: shared_pictures(&site),
            directions,
            mistake,
            site,
            theme,
            pictures: None,
            templates: PerThread::new(),
        }
    }

    /// Shows these finished pictures instead of their source files.
    #[must_use]
    pub fn with_pictures(mut self, pictures: Arc<Pictures>) -> Self {
        self.centre = centre(&self.site, Some(&pictures));
        self.pictures = Some(pictures);
        self.templates = PerThread::new();
        self
    }

    /// Takes these pictures as drawn before.
    #[must_use]
    pub fn with_drawn(mut self, drawn: Arc<DrawnPictures>) -> Self {
        self.drawn = Some(drawn);
        self
    }

    /// The theme's templates with the values that are the same on every page.
    pub(super) fn tera(&self) -> &Tera {
        &self.templates().tera
    }

    fn templates(&self) -> &SharedTemplates {
        self.templates.get(|| globals::templates(self))
    }

    /// The finished picture of the source file at `path`, an address of the output.
    pub(super) fn picture(&self, path: &str) -> Option<&Picture> {
        self.pictures.as_ref()?.get(path)
    }

    /// The finished pictures at `paths`, for a document.
    pub(super) fn embedded_images(&self, paths: &[&str]) -> EmbeddedImages {
        self.pictures.as_ref().map(|pictures| pictures.embedded(paths)).unwrap_or_default()
    }

    /// Makes the file at an address; `None` after a mistake in a template that only rendering finds,
    /// such as a value that does not exist.
    pub fn page(&self, routed: &RouteEntry, diagnostics: &mut Diagnostics) -> Option<FileContent> {
        if let Some(mistake) = &self.mistake {
            diagnostics.extend(self.theme.diagnose(mistake));
            return None;
        }
        match self.try_page(routed) {
            Ok(content) => return Some(content),
            Err(PageError::Template(error)) => diagnostics.extend(self.theme.diagnose(&error)),
            Err(PageError::Other(diagnostic)) => diagnostics.push(*diagnostic),
        }
        None
    }

    fn try_page(&self, routed: &RouteEntry) -> Result<FileContent, PageError> {
        let path = routed.path.as_str();
        let bytes = match routed.route {
            Route::Front => self.front_page(path),
            Route::All(page) => self.news_page(page, path),
            Route::Direction(direction, page) => self.direction_page(direction, page, path),
            Route::Tag(tag, page) => self.tag_page(tag, page, path),
            Route::Tags => self.tags_page(path),
            Route::Archive => self.archive_page(path),
            Route::Year(year) => self.year_page(&self.site.years[year], path),
            Route::HalfYear(year, half) => self.half_year_page(&self.site.years[year], half, path),
            Route::Event(id) => self.event_page(id, path),
            Route::Page(id) => self.standing_page(id, path),
            Route::Gallery(id, year) => self.gallery_page(id, year, path),
            Route::Reports => self.reports_page(path),
            Route::Report(id) => self.report_page(&self.site.reports[id], path),
            Route::ReportFile(id, format) => self.report_file(&self.site.reports[id], format),
            Route::Alias(id, _) => {
                let document = self.site.document(id);
                self.redirect_page(document.title, document.path, path)
            }
            Route::Calendar => Ok(self.calendar()),
            Route::EventsFile => Ok(self.events_file()),
            Route::Feed => self.feed(&self.site.config.title, &self.site.all, INDEX),
            Route::DirectionFeed(direction) => {
                let short = &self.site.config.direction(direction).short;
                let title = format!("{short} — {}", self.site.config.short_title);
                let list = self.site.direction_list(direction);
                self.feed(&title, list, &list.path(ListPage::Newest))
            }
            Route::Search => self.search_page(path),
            Route::SearchWhole => Ok(self.search_whole()),
            Route::SearchHeads(part) => Ok(self.search_heads(part)),
            Route::SearchWords(part) => Ok(self.search_words(part)),
            Route::SearchTexts(part) => Ok(self.search_texts(part)),
            Route::Icon | Route::Picture(_) => Ok(self.drawn(routed.route, path)),
            Route::Sitemap => Ok(self.sitemap()),
            Route::SitemapEvents(part) => Ok(self.sitemap_events(part)),
            Route::SitemapOthers => Ok(self.sitemap_others()),
            Route::NotFound => self.not_found_page(path),
            Route::Table(id, format) => self.table_file(&self.site.tables[id], format),
            Route::File(id) => {
                let file = &self.site.files[id];
                let (source, size) = (file.source.as_path().into(), file.stamp.size);
                return Ok(FileContent::Copy { source, size, digest: None });
            }
        };
        bytes.map(FileContent::Bytes)
    }

    /// Renders `template` or its fallback with `page` and the values that `fill` adds. `size` is
    /// about how many bytes the page has besides its frame.
    pub(super) fn html(
        &self,
        template: &str,
        page: &PageView<'_>,
        size: usize,
        fill: impl FnOnce(&mut Context),
    ) -> Result<Vec<u8>, PageError> {
        let mut context = Context::new();
        let root = root(page.path);
        let current = if self.menu.contains(page.path) { page.path } else { "" };
        context.insert_value("frame", self.templates().frame(&self.theme, &root, current)?);
        context.insert_value("root", plain(&root));
        context.insert("page", page);
        fill(&mut context);
        let PageTemplates { whole, text } = self.theme.templates_for(template);
        let mut bytes = Vec::with_capacity(size + FRAME);
        let rendered = match text {
            Some(text) => self.tera().render(&text, &context).map(|html| {
                context.insert_value("html", Value::safe_string(&html));
            }),
            None => Ok(()),
        };
        rendered.and_then(|()| self.tera().render_to(&whole, &context, &mut bytes))?;
        Ok(bytes)
    }

    /// `page` for the page at `path`, without a description, a picture or a feed.
    pub(super) fn page_view<'a>(
        &'a self,
        title: String,
        heading: &'a str,
        path: &'a str,
    ) -> PageView<'a> {
        let url = self.site.config.url(path);
        let view = PageView { title, heading, path, url, kind: "website", ..PageView::default() };
        view.with_shared(self.shared(None))
    }

    /// The HTML of a body without short codes, with its links and pictures in place. Addresses
    /// inside the section follow `root`, those on the same page follow `page`.
    pub(super) fn splice<'a>(
        &self,
        body: &'a markdown::Body,
        addresses: &[Address],
        root: &str,
        page: &str,
    ) -> Cow<'a, str> {
        let picture = |path: &str| self.picture(path);
        address::splice(body, addresses, &Insertions { root, page, picture: &picture, parts: &[] })
    }

    /// The day of an event's last change: `updated`, else the day it was held. None for an
    /// announcement without `updated`.
    pub(super) fn last_change(&self, id: EventId) -> Option<Date> {
        let event = self.site.event(id);
        let held = (!event.details.announcement).then_some(event.document.meta.date.first());
        event.document.updated.or(held)
    }
}

/// The centre for structured data, with its logo.
fn centre(site: &Site, pictures: Option<&Pictures>) -> Centre {
    let config = &site.config;
    let address = [&config.address, &config.school].into_iter().find(|text| !text.is_empty());
    let icon = config.hosting.takes("png").then_some(ICON);
    let finished = |path: &str| Some(&*pictures?.get(path)?.uncropped().next()?.path);
    let logo = site.logo.as_ref().map(|logo| finished(&logo.path).unwrap_or(&logo.path)).or(icon);
    let logo = logo.map(|path| config.url(path));
    let address = address.map_or("", |text| text);
    Centre::new(&config.title, &config.base_url, address, logo.as_deref())
}

/// The beginning of a text as a description, at most as long as search engines show.
pub(super) fn shortened(text: &str) -> Option<&str> {
    const LONGEST: usize = 200;
    let end = text
        .char_indices()
        .nth(LONGEST)
        .map_or(text.len(), |(at, _)| text[..at].rfind(' ').unwrap_or(at));
    (end > 0).then(|| text[..end].trim_end_matches([' ', ',', ';', ':', '—', '\u{a0}']))
}
