//! A sound site with its theme, and those of its pages that were asked for.

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::run::Message;
use super::snapshot::Served;
use crate::diagnostic::Diagnostic;
use crate::output::{Body, OutputSet};
use crate::render::{Renderer, Theme};
use crate::site::{Route, Routed, Site};

/// A site and a theme: all that pages are made of.
#[derive(Debug)]
pub(super) struct Shown {
    site: Site,
    theme: Arc<Theme>,
    kept: Mutex<HashMap<String, Arc<[u8]>>>,
    /// Told of pages that cannot be made.
    engine: Sender<Message>,
    /// Nobody wants to know any more whether all pages can be made.
    outdated: AtomicBool,
}

/// A page that a template cannot make.
#[derive(Debug)]
pub(super) struct Spoilt {
    /// Its address.
    pub(super) path: String,
    /// Why.
    pub(super) problems: Vec<Diagnostic>,
}

impl Shown {
    pub(super) fn new(site: Site, theme: Arc<Theme>, engine: Sender<Message>) -> Self {
        let outdated = AtomicBool::new(false);
        Self { site, theme, kept: Mutex::default(), engine, outdated }
    }

    pub(super) fn site(&self) -> &Site {
        &self.site
    }

    pub(super) fn theme(&self) -> &Arc<Theme> {
        &self.theme
    }

    /// All addresses, in order.
    pub(super) fn paths(&self) -> Vec<String> {
        let pages = self.site.routes.iter().map(|routed| routed.path.clone());
        let mut paths: Vec<_> = pages.chain(self.theme.statics().map(|(path, _)| path)).collect();
        paths.sort_unstable();
        paths
    }

    /// The file at an address, if there is one.
    ///
    /// # Errors
    /// Where a template cannot make it; the engine is told.
    pub(super) fn page(self: &Arc<Self>, path: &str) -> Result<Option<Served>, ()> {
        let Some(routed) = self.routed(path) else {
            let mut statics = self.theme.statics();
            let found = statics.find(|(known, _)| known == path);
            return Ok(found.map(|(_, bytes)| Served::Bytes(bytes.into())));
        };
        if let Some(bytes) = self.kept().get(path) {
            return Ok(Some(Served::Bytes(Arc::clone(bytes))));
        }
        let renderer = Renderer::new(&self.site, &self.theme);
        self.make(&renderer, routed).map(Some).map_err(|spoilt| {
            // If the engine has stopped, nobody looks at problems either.
            let _ = self.engine.send(Message::Spoilt(Arc::clone(self), spoilt));
        })
    }

    fn routed(&self, path: &str) -> Option<&Routed> {
        let routes = &self.site.routes;
        let at = routes.binary_search_by(|routed| routed.path.as_str().cmp(path)).ok()?;
        routes.get(at)
    }

    fn make(&self, renderer: &Renderer<'_>, routed: &Routed) -> Result<Served, Spoilt> {
        match renderer.page(routed) {
            Ok(Body::File(source)) => Ok(Served::File(source)),
            Ok(Body::Bytes(bytes)) => {
                let bytes: Arc<[u8]> = bytes.into();
                self.kept().insert(routed.path.clone(), Arc::clone(&bytes));
                Ok(Served::Bytes(bytes))
            }
            Err(problems) => Err(Spoilt { path: routed.path.clone(), problems }),
        }
    }

    /// Tries the pages of the texts `files`, and those at `paths`.
    ///
    /// # Errors
    /// The first that cannot be made.
    pub(super) fn try_some(&self, files: &HashSet<&str>, paths: &[String]) -> Result<(), Spoilt> {
        let renderer = Renderer::new(&self.site, &self.theme);
        let is_changed = |routed: &&Routed| match routed.route {
            Route::Event(id) => files.contains(&*self.site.events[id].post.file),
            Route::Page(id) => files.contains(&*self.site.pages[id].page.file),
            _ => false,
        };
        let changed = self.site.routes.iter().filter(is_changed);
        let named = paths.iter().filter_map(|path| self.routed(path));
        changed.chain(named).try_for_each(|routed| self.make(&renderer, routed).map(drop))
    }

    /// Tries one page of each kind.
    ///
    /// # Errors
    /// The first that cannot be made.
    pub(super) fn try_each_kind(&self) -> Result<(), Spoilt> {
        let renderer = Renderer::new(&self.site, &self.theme);
        let mut kinds = HashSet::new();
        let mut first = self.site.routes.iter();
        let mut first =
            first.by_ref().filter(|routed| kinds.insert(std::mem::discriminant(&routed.route)));
        first.try_for_each(|routed| self.make(&renderer, routed).map(drop))
    }

    /// Tries all pages, and whether their addresses can stand side by side, until it is told that
    /// this is [outdated](Self::outdate). On one thread: it is not urgent.
    ///
    /// # Errors
    /// The first that cannot be made.
    pub(super) fn try_all(&self) -> Result<(), Spoilt> {
        let renderer = Renderer::new(&self.site, &self.theme);
        let mut set = OutputSet::new();
        let mut take = |path: &str| {
            set.insert(path, Body::Bytes(Vec::new())).map_err(|refusal| Spoilt {
                path: path.to_owned(),
                problems: vec![Diagnostic::error(refusal.to_string())],
            })
        };
        for routed in &self.site.routes {
            if self.outdated.load(Ordering::Relaxed) {
                return Ok(());
            }
            take(&routed.path)?;
            let spoilt = |problems| Spoilt { path: routed.path.clone(), problems };
            renderer.page(routed).map_err(spoilt)?;
        }
        self.theme.statics().try_for_each(|(path, _)| take(&path))
    }

    /// Says that there is a newer one.
    pub(super) fn outdate(&self) {
        self.outdated.store(true, Ordering::Relaxed);
    }

    fn kept(&self) -> MutexGuard<'_, HashMap<String, Arc<[u8]>>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
