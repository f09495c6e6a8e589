//! A sound site with its theme, and those of its pages that were asked for.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::batch::Message;
use super::snapshot::Served;
use crate::diagnostic::Diagnostic;
use crate::output::{Body, Digested, OutputSet};
use crate::photos::Pictures;
use crate::render::{Renderer, Theme};
use crate::site::{Route, Routed, Site};

/// A site and a theme: all that pages are made of.
#[derive(Debug)]
pub(super) struct Shown {
    site: Site,
    theme: Arc<Theme>,
    /// Those photos that are finished.
    pictures: Arc<Pictures>,
    kept: Mutex<HashMap<String, Arc<[u8]>>>,
    /// Told of pages that cannot be made.
    engine: Sender<Message>,
    /// Nobody wants to know any more whether all pages can be made.
    outdated: AtomicBool,
}

/// Pages that cannot be made.
#[derive(Debug, Default)]
pub(super) struct Spoilt {
    /// Their addresses.
    pub(super) paths: BTreeSet<String>,
    /// Why, each reason once.
    pub(super) problems: Vec<Diagnostic>,
}

impl Spoilt {
    fn add(&mut self, path: &str, problems: Vec<Diagnostic>) {
        self.paths.insert(path.to_owned());
        for problem in problems {
            if !self.problems.contains(&problem) {
                self.problems.push(problem);
            }
        }
    }

    fn found(self) -> Result<(), Self> {
        if self.paths.is_empty() { Ok(()) } else { Err(self) }
    }
}

impl Shown {
    pub(super) fn new(
        site: Site,
        theme: Arc<Theme>,
        pictures: Arc<Pictures>,
        engine: Sender<Message>,
    ) -> Self {
        let outdated = AtomicBool::new(false);
        Self { site, theme, pictures, kept: Mutex::default(), engine, outdated }
    }

    pub(super) fn site(&self) -> &Site {
        &self.site
    }

    pub(super) fn theme(&self) -> &Arc<Theme> {
        &self.theme
    }

    /// All addresses, in order.
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
    /// Where a template cannot make it; the engine is told.
    pub(super) fn page(self: &Arc<Self>, path: &str) -> Result<Option<Served>, ()> {
        let Some(routed) = self.routed(path).filter(|_| self.pictures.get(path).is_none()) else {
            if let Some(file) = self.pictures.file_at(path) {
                return Ok(Some(Served::File(file.source.clone())));
            }
            let mut statics = self.theme.statics();
            let found = statics.find(|(known, _)| known == path);
            return Ok(found.map(|(_, bytes)| Served::Bytes(bytes.into())));
        };
        if let Some(bytes) = self.kept().get(path) {
            return Ok(Some(Served::Bytes(Arc::clone(bytes))));
        }
        let renderer = self.renderer();
        self.make(&renderer, routed).map(Some).map_err(|problems| {
            let mut spoilt = Spoilt::default();
            spoilt.add(path, problems);
            // If the engine has stopped, nobody looks at problems either.
            let _ = self.engine.send(Message::Spoilt(Arc::clone(self), spoilt));
        })
    }

    /// What is published of the route at `path`: a finished picture in its sizes, all else there.
    fn published<'a>(&'a self, path: &'a str) -> Vec<&'a str> {
        match self.pictures.get(path) {
            Some(picture) => picture.files.iter().map(|file| &*file.path).collect(),
            None => vec![path],
        }
    }

    fn renderer(&self) -> Renderer<'_> {
        Renderer::new(&self.site, &self.theme).with_pictures(&self.pictures)
    }

    fn routed(&self, path: &str) -> Option<&Routed> {
        let routes = &self.site.routes;
        let at = routes.binary_search_by(|routed| routed.path.as_str().cmp(path)).ok()?;
        routes.get(at)
    }

    fn make(&self, renderer: &Renderer<'_>, routed: &Routed) -> Result<Served, Vec<Diagnostic>> {
        match renderer.page(routed)? {
            Body::File(source) | Body::Known { source, .. } => Ok(Served::File(source)),
            Body::Bytes(bytes) => {
                let bytes: Arc<[u8]> = Arc::from(&*bytes);
                self.kept().insert(routed.path.clone(), Arc::clone(&bytes));
                Ok(Served::Bytes(bytes))
            }
        }
    }

    /// Tries the pages of the texts `files`, those at `paths`, and if `kinds`, one of each kind.
    ///
    /// # Errors
    /// What is wrong with any of them.
    pub(super) fn try_some(
        &self,
        files: &HashSet<&str>,
        paths: &BTreeSet<String>,
        kinds: bool,
    ) -> Result<(), Spoilt> {
        let renderer = self.renderer();
        let mut seen = HashSet::new();
        let mut spoilt = Spoilt::default();
        for routed in &self.site.routes {
            let changed = match routed.route {
                Route::Event(id) => files.contains(&*self.site.events[id].post.file),
                Route::Page(id) => {
                    let page = &self.site.pages[id];
                    files.contains(&*page.page.file)
                        || files.iter().any(|file| self.site.shows(page, file))
                }
                Route::Report(id) => files.contains(&*self.site.reports[id].report.file),
                // No template makes them, and they take a while.
                Route::ReportFile(..) => continue,
                _ => false,
            };
            let first = kinds && seen.insert(std::mem::discriminant(&routed.route));
            if (changed || first || paths.contains(&routed.path))
                && let Err(problems) = self.make(&renderer, routed)
            {
                spoilt.add(&routed.path, problems);
            }
        }
        spoilt.found()
    }

    /// Tries all pages, and whether their addresses can stand side by side, until it is told that
    /// this is [outdated](Self::outdate). On one thread: it is not urgent.
    ///
    /// # Errors
    /// What is wrong with any of them.
    pub(super) fn try_all(&self) -> Result<(), Spoilt> {
        let renderer = self.renderer();
        let mut spoilt = Spoilt::default();
        let mut set = OutputSet::new();
        let mut take = |path: &str, spoilt: &mut Spoilt| {
            if let Err(refusal) = set.insert(path, Body::Bytes(Digested::default())) {
                spoilt.add(path, vec![Diagnostic::error(refusal.to_string())]);
            }
        };
        for routed in &self.site.routes {
            if self.outdated.load(Ordering::Relaxed) {
                return Ok(());
            }
            for path in self.published(&routed.path) {
                take(path, &mut spoilt);
            }
            if matches!(routed.route, Route::ReportFile(..)) {
                continue;
            }
            if let Err(problems) = renderer.page(routed) {
                spoilt.add(&routed.path, problems);
            }
        }
        self.theme.statics().for_each(|(path, _)| take(&path, &mut spoilt));
        spoilt.found()
    }

    /// Says that there is a newer one.
    pub(super) fn outdate(&self) {
        self.outdated.store(true, Ordering::Relaxed);
    }

    fn kept(&self) -> MutexGuard<'_, HashMap<String, Arc<[u8]>>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
