//! The theme's templates with the values that are the same on every page.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use tera::{Context, Tera, Value};

use super::frame::SharedTemplates;
use super::lists::{ARCHIVE_TITLE, NEWS};
use super::renderer::Renderer;
use super::report::REPORTS_TITLE;
use super::section;
use super::theme::Theme;
use super::views::{DirectionView, NavView, SiteView};
use crate::file_kind::extension;
use crate::site::{ARCHIVE, INDEX, ListPage, SEARCH, Site};

/// Templates and values for each thread of the pool, made when it renders its first page. Each use
/// of a value in Tera changes a reference count, and cores that share the count wait for each other.
#[derive(Debug)]
pub(super) struct PerThread(Vec<OnceLock<SharedTemplates>>);

impl PerThread {
    pub(super) fn new() -> Self {
        // The first is for threads outside the pool.
        Self((0..=rayon::current_num_threads()).map(|_| OnceLock::new()).collect())
    }

    /// The templates of this thread; `make` is called at its first use.
    pub(super) fn get(&self, make: impl FnOnce() -> Tera) -> &SharedTemplates {
        let slot = rayon::current_thread_index().map_or(0, |index| index + 1);
        self.0.get(slot).unwrap_or(&self.0[0]).get_or_init(|| SharedTemplates::new(make()))
    }
}

/// The theme's templates with the site-wide values in their global context.
pub(super) fn templates(renderer: &Renderer) -> Tera {
    let Renderer { site, theme, pictures, .. } = renderer;
    let assets = theme.assets(|path| site.config.hosting.takes(&extension(path)));
    let mut tera = theme.tera().clone();
    let global = tera.global_context();
    global.insert("site", &SiteView::new(site, pictures.as_deref()));
    global.insert("navigation", &navigation(site));
    global.insert("directions", &directions(site, theme).0);
    global.insert("assets", &assets);
    global.insert("data", &section::data(site));
    global.insert("options", theme.options());
    global.insert("palette", &theme.palette());
    tera
}

/// Links to directions, in the order of the settings, and the first mistake in the theme's parts of a
/// direction.
pub(super) fn directions(site: &Site, theme: &Theme) -> (Vec<Value>, Option<tera::Error>) {
    let directions = site.config.directions.iter().zip(site.directions.iter()).enumerate();
    let mut mistake = None;
    let values = directions.map(|(place, (direction, list))| {
        let mut view = DirectionView {
            id: &direction.id,
            title: &direction.title,
            short: &direction.short,
            path: &list.path(ListPage::Newest),
            place,
            colour: theme.palette().and_then(|palette| palette.direction(place)),
            parts: BTreeMap::new(),
        };
        let mut context = Context::new();
        context.insert("direction", &view);
        for (name, template) in theme.direction_parts() {
            match theme.tera().render(template, &context) {
                Ok(html) => {
                    view.parts.insert(name, Value::safe_string(&html));
                }
                Err(error) => mistake = mistake.take().or(Some(error)),
            }
        }
        Value::from_serializable(&view)
    });
    (values.collect(), mistake)
}

/// The pages that the menu or the link to the search leads to.
pub(super) fn menu_paths(site: &Site) -> BTreeSet<String> {
    let search = site.config.has_search().then_some(SEARCH);
    let menu = navigation(site).into_iter().filter_map(|item| item.path);
    menu.chain(search).map(str::to_owned).collect()
}

/// The menu of the settings, else news, archive, reports and the standing pages.
fn navigation(site: &Site) -> Vec<NavView<'_>> {
    let reports = site.reports_path().map(|path| (REPORTS_TITLE, path));
    let index = [(NEWS, INDEX), (ARCHIVE_TITLE, ARCHIVE)].into_iter().chain(reports);
    let index = index.map(|(title, path)| NavView { title, path: Some(path), url: None });
    let is_given = !site.config.navigation.is_empty();
    let first = index.filter(|_| !is_given);
    first.chain(site.menu.iter().map(NavView::new)).collect()
}
