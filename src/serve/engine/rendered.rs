//! A site with its theme, and its rendered pages.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::batch::Message;
use super::snapshot::Served;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::output::{FileContent, FileMap, SitePath};
use crate::photos::Pictures;
use crate::render::{Renderer, Theme};
use crate::site::{DocumentId, Event, EventId, List, ListPage, Route, RouteEntry, RouteKind, Site};

/// A site whose pages are rendered at their first request and kept.
#[derive(Debug)]
pub(super) struct RenderedSite {
    site: Arc<Site>,
    theme: Arc<Theme>,
    /// The finished photos.
    pictures: Arc<Pictures>,
    renderer: Renderer,
    pages: Mutex<HashMap<String, Arc<[u8]>>>,
    /// Receives pages that cannot be rendered.
    engine: Sender<Message>,
}

/// Pages that cannot be rendered.
#[derive(Debug, Default)]
pub(super) struct RenderErrors {
    pub(super) paths: BTreeSet<String>,
    /// Each diagnostic once.
    pub(super) problems: Diagnostics,
}

impl RenderErrors {
    pub(super) fn add(&mut self, path: &str, problems: Diagnostics) {
        self.paths.insert(path.to_owned());
        for problem in problems {
            if !self.problems.contains(&problem) {
                self.problems.push(problem);
            }
        }
    }

    pub(super) fn into_result(self) -> Result<(), Self> {
        if self.paths.is_empty() { Ok(()) } else { Err(self) }
    }
}

impl RenderedSite {
    pub(super) fn new(
        site: Arc<Site>,
        theme: Arc<Theme>,
        pictures: Arc<Pictures>,
        engine: Sender<Message>,
    ) -> Self {
        let renderer = Renderer::new(Arc::clone(&site), Arc::clone(&theme))
            .with_pictures(Arc::clone(&pictures));
        Self { site, theme, pictures, renderer, pages: Mutex::default(), engine }
    }

    pub(super) fn site(&self) -> &Site {
        &self.site
    }

    pub(super) fn theme(&self) -> &Arc<Theme> {
        &self.theme
    }

    /// The finished photos.
    pub(super) fn pictures(&self) -> &Arc<Pictures> {
        &self.pictures
    }

    /// All addresses, sorted.
    pub(super) fn paths(&self) -> Vec<String> {
        let pages = self.site.routes.iter().flat_map(|routed| self.published(&routed.path));
        let mut paths: Vec<_> = pages.map(str::to_owned).collect();
        paths.extend(self.theme.statics().map(|(path, _)| path));
        paths.sort_unstable();
        paths
    }

    /// The file at an address, if there is one.
    ///
    /// # Errors
    /// If a template fails; the errors are sent to the engine.
    pub(super) fn page(self: &Arc<Self>, path: &str) -> Result<Option<Served>, ()> {
        let Some(routed) = self.routed(path).filter(|_| self.pictures.get(path).is_none()) else {
            if let Some(file) = self.pictures.file_at(path) {
                return Ok(Some(Served::File(file.source())));
            }
            let mut statics = self.theme.statics();
            let found = statics.find(|(address, _)| address == path);
            return Ok(found.map(|(_, bytes)| Served::Bytes(bytes.into())));
        };
        if let Some(bytes) = self.pages().get(path) {
            return Ok(Some(Served::Bytes(Arc::clone(bytes))));
        }
        let mut diagnostics = Diagnostics::new();
        self.render(routed, &mut diagnostics).map(Some).ok_or_else(|| {
            let mut errors = RenderErrors::default();
            errors.add(path, diagnostics);
            // An error means that the engine has stopped.
            let _ = self.engine.send(Message::RenderFailed(Arc::clone(self), errors));
        })
    }

    /// The addresses of the files of a route: those of a finished picture, else `path`.
    fn published<'a>(&'a self, path: &'a str) -> Vec<&'a str> {
        match self.pictures.get(path) {
            Some(picture) => picture.files.iter().map(|file| &*file.path).collect(),
            None => vec![path],
        }
    }

    fn routed(&self, path: &str) -> Option<&RouteEntry> {
        let routes = &self.site.routes;
        let at = routes.binary_search_by(|routed| routed.path.as_str().cmp(path)).ok()?;
        routes.get(at)
    }

    /// `None` if a template fails.
    fn render(&self, routed: &RouteEntry, diagnostics: &mut Diagnostics) -> Option<Served> {
        match self.renderer.page(routed, diagnostics)? {
            FileContent::Copy { source, .. } => Some(Served::File(source.to_path_buf())),
            FileContent::Bytes(bytes) => {
                let bytes: Arc<[u8]> = bytes.into();
                self.pages().insert(routed.path.to_string(), Arc::clone(&bytes));
                Some(Served::Bytes(bytes))
            }
        }
    }

    /// Renders the pages of `events` and those of the other texts and tables `files`, those at `paths`,
    /// and with `kinds` one of each kind.
    ///
    /// # Errors
    /// If a template fails.
    pub(super) fn try_some<'p>(
        &'p self,
        events: Vec<EventId>,
        files: &[&str],
        paths: impl Iterator<Item = &'p str>,
        kinds: bool,
    ) -> Result<(), RenderErrors> {
        let Site { pages, reports, .. } = &*self.site;
        let mut seen = HashSet::new();
        let mut is_first =
            |routed: &&RouteEntry| seen.insert(std::mem::discriminant(&routed.route));
        let first = self.checked_routes().filter(|_| kinds).map(|(_, routed)| routed);
        let first = first.filter(|routed| is_first(routed));
        let events = events.into_iter().filter_map(|id| self.path_of(id));
        let is_wanted = |route| self.is_page_of(route, |file| files.contains(&file));
        let pages = pages.iter().enumerate().filter(|(id, _)| is_wanted(Route::Page(*id)));
        let reports = reports.iter().enumerate().filter(|(id, _)| is_wanted(Route::Report(*id)));
        let texts =
            pages.map(|(_, page)| &*page.path).chain(reports.map(|(_, report)| &*report.path));
        let named = events.chain(texts).chain(paths).filter_map(|path| self.routed(path));
        let mut tried: Vec<_> =
            first.chain(named.filter(|routed| routed.route.kind() != RouteKind::Data)).collect();
        tried.sort_unstable_by(|a, b| a.path.cmp(&b.path));
        tried.dedup_by(|a, b| a.path == b.path);
        let mut errors = RenderErrors::default();
        for routed in tried {
            let mut diagnostics = Diagnostics::new();
            if self.render(routed, &mut diagnostics).is_none() {
                errors.add(&routed.path, diagnostics);
            }
        }
        errors.into_result()
    }

    /// The address of an event, unless it belongs to something else.
    pub(super) fn path_of(&self, id: EventId) -> Option<&str> {
        let path = &self.site.event(id).path;
        self.routed(path).is_some_and(|routed| routed.route == Route::Event(id)).then_some(path)
    }

    /// The event whose page is at `path`.
    pub(super) fn event_at(&self, path: &str) -> Option<&Event> {
        match self.routed(path)?.route {
            Route::Event(id) => Some(self.site.event(id)),
            _ => None,
        }
    }

    /// Whether a route is the page of a text that `is_wanted`, or shows a table that is.
    fn is_page_of(&self, route: Route, is_wanted: impl Fn(&str) -> bool) -> bool {
        match route {
            Route::Event(id) => is_wanted(&self.site.event(id).document.file),
            Route::Page(id) => {
                let page = &self.site.pages[id];
                is_wanted(&page.document.file) || self.site.shows(page, is_wanted)
            }
            Route::Report(id) => is_wanted(&self.site.reports[id].document.file),
            _ => false,
        }
    }

    /// The routes whose files can fail, with their places in the list of all.
    pub(super) fn checked_routes(&self) -> impl Iterator<Item = (usize, &RouteEntry)> {
        let routes = self.site.routes.iter().enumerate();
        routes.filter(|(_, routed)| routed.route.kind() != RouteKind::Data)
    }

    /// Renders a page without keeping it; whether that succeeds.
    pub(super) fn try_page(&self, routed: &RouteEntry, diagnostics: &mut Diagnostics) -> bool {
        self.pages().contains_key(&*routed.path)
            || self.renderer.page(routed, diagnostics).is_some()
    }

    /// The places of the routes whose pages show one of the texts or tables `files`, also as a card.
    pub(super) fn routes_showing(&self, files: &HashSet<String>) -> Vec<usize> {
        let Site { events, all, directions, tags, years, .. } = &*self.site;
        let files: HashSet<&str> = files.iter().map(String::as_str).collect();
        let changed: Vec<bool> =
            events.iter().map(|event| files.contains(&*event.document.file)).collect();
        let any = |ids: &[EventId]| ids.iter().any(|&id| changed[id.index()]);
        let on_page = |list: &List, page| list.on(page).any(|id| changed[id.index()]);
        let beside =
            |ids: &[EventId], at: usize| any(&ids[at.saturating_sub(1)..ids.len().min(at + 2)]);
        let shows = |route: Route| match route {
            Route::Front => on_page(all, ListPage::Newest),
            Route::All(page) => on_page(all, page),
            Route::Direction(direction, page) => on_page(&directions[direction.index()], page),
            Route::Tag(tag, page) => on_page(&tags[tag].list, page),
            Route::Year(year) | Route::Gallery(_, year) => any(&years[year].events),
            Route::HalfYear(year, half) => any(&years[year].halves[half].events),
            Route::Event(id) => {
                let event = &events[id.index()];
                beside(&all.events, id.index())
                    || beside(
                        &directions[event.document.meta.direction.index()].events,
                        event.details.in_direction,
                    )
            }
            Route::Alias(DocumentId::Event(id), _) => changed[id.index()],
            Route::Page(_) | Route::Report(_) => {
                self.is_page_of(route, |file| files.contains(file))
            }
            Route::Feed
            | Route::Calendar
            | Route::DirectionFeed(_)
            | Route::Tags
            | Route::Archive => true,
            _ => false,
        };
        let shown = self.checked_routes().filter(|(_, routed)| shows(routed.route));
        shown.map(|(at, _)| at).collect()
    }

    /// Adds the addresses that cannot exist side by side.
    pub(super) fn add_collisions(&self, errors: &mut RenderErrors) {
        let mut files = FileMap::default();
        let mut insert = |path: &str| {
            let added = match SitePath::parse(path) {
                Ok(path) => files.insert(path, ()).map_err(|error| error.to_string()),
                Err(error) => Err(error.to_string()),
            };
            if let Err(message) = added {
                errors.add(path, Diagnostic::error(message).into());
            }
        };
        let routes = self.site.routes.iter();
        routes.flat_map(|routed| self.published(&routed.path)).for_each(&mut insert);
        self.theme.statics().for_each(|(path, _)| insert(&path));
    }

    fn pages(&self) -> MutexGuard<'_, HashMap<String, Arc<[u8]>>> {
        self.pages.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
