//! A sound site with its theme, and those of its pages that were asked for.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::snapshot::Served;
use crate::diagnostic::Diagnostic;
use crate::output::Body;
use crate::render::{Renderer, Theme};
use crate::site::Site;

/// A site and a theme: all that pages are made of.
#[derive(Debug)]
pub(super) struct Shown {
    site: Arc<Site>,
    theme: Arc<Theme>,
    kept: Mutex<HashMap<String, Arc<[u8]>>>,
}

impl Shown {
    pub(super) fn new(site: Arc<Site>, theme: Arc<Theme>) -> Self {
        Self { site, theme, kept: Mutex::default() }
    }

    pub(super) fn site(&self) -> &Arc<Site> {
        &self.site
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
    /// Mistakes of templates that show only on that page.
    pub(super) fn page(&self, path: &str) -> Result<Option<Served>, Vec<Diagnostic>> {
        let routes = &self.site.routes;
        let Ok(at) = routes.binary_search_by(|routed| routed.path.as_str().cmp(path)) else {
            let mut statics = self.theme.statics();
            return Ok(statics
                .find(|(known, _)| known == path)
                .map(|(_, bytes)| Served::Bytes(bytes.into())));
        };
        if let Some(bytes) = self.kept().get(path) {
            return Ok(Some(Served::Bytes(Arc::clone(bytes))));
        }
        Ok(Some(match Renderer::new(&self.site, &self.theme).page(&routes[at])? {
            Body::File(source) => Served::File(source),
            Body::Bytes(bytes) => {
                let bytes: Arc<[u8]> = bytes.into();
                self.kept().insert(path.to_owned(), Arc::clone(&bytes));
                Served::Bytes(bytes)
            }
        }))
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, HashMap<String, Arc<[u8]>>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
