//! All pages, on all cores.

use std::cmp::Reverse;

use rayon::prelude::*;

use super::folder_links::{FolderLink, Links};
use super::renderer::Renderer;
use crate::diagnostic::Diagnostic;
use crate::output::{Body, Digested};
use crate::site::{Route, Site};

/// What is to be done with a page that has been made: it may be written, and forgotten but for what is
/// known of it.
pub type Keep<'a> = dyn Fn(&str, Body) -> Body + Sync + 'a;

/// How many pages a core makes at most before another, which has none left, may take over.
const PART: usize = 8;

/// What came of one page.
struct Made {
    body: Result<Body, Vec<Diagnostic>>,
    folder_link: Option<FolderLink>,
}

/// The files at the addresses of the renderer's site.
pub(super) struct Pages {
    /// The files in the order of the addresses; one with problems is empty.
    pub(super) bodies: Vec<Body>,
    /// What `links` found on them, in the same order.
    pub(super) folder_links: Vec<FolderLink>,
    /// What is wrong with templates, in the same order, each once.
    pub(super) problems: Vec<Diagnostic>,
}

/// Makes all of them. What is to be known of a page is found out while it is in the processor's cache.
pub(super) fn all(renderer: &Renderer, links: &Links, keep: &Keep<'_>) -> Pages {
    let routes = &renderer.site.routes;
    // By what they show, not by their addresses: pages one after another show the same events, which
    // are then still in the processor's cache. Backwards, because feeds come first then: the last
    // pages are to be small, or one core would wait for the other.
    let mut order: Vec<(usize, usize)> = routes
        .iter()
        .enumerate()
        .map(|(place, routed)| (latest(&renderer.site, routed.route), place))
        .collect();
    order.par_sort_unstable_by_key(|&page| Reverse(page));

    let make = |&(_, place): &(usize, usize)| {
        let routed = &routes[place];
        let made = renderer.page(routed);
        let folder_link = made.as_ref().ok().and_then(|body| links.look_at(&routed.path, body));
        Made { body: made.map(|body| keep(&routed.path, body)), folder_link }
    };
    // Each core begins in another time, so mostly in another folder of the output.
    let made: Vec<Made> = order.par_iter().with_max_len(PART).map(make).collect();

    let mut bodies = vec![Body::Bytes(Digested::default()); routes.len()];
    let (mut folder_links, mut found) = (Vec::new(), Vec::new());
    for (Made { body, folder_link }, (_, place)) in made.into_iter().zip(order) {
        folder_links.extend(folder_link.map(|link| (place, link)));
        match body {
            Ok(body) => bodies[place] = body,
            Err(problems) => found.push((place, problems)),
        }
    }
    let mut problems: Vec<Diagnostic> = Vec::new();
    for problem in in_order(found).flatten() {
        if !problems.contains(&problem) {
            problems.push(problem);
        }
    }
    Pages { bodies, folder_links: in_order(folder_links).collect(), problems }
}

/// What was found, by the order of the addresses.
fn in_order<T>(mut found: Vec<(usize, T)>) -> impl Iterator<Item = T> {
    found.sort_by_key(|(place, _)| *place);
    found.into_iter().map(|(_, found)| found)
}

/// The latest event that stands on a page; after all of them where there is none in particular.
fn latest(site: &Site, route: Route) -> usize {
    let latest = match route {
        Route::Event(id) | Route::EventAlias(id, _) => Some(id),
        Route::All(page) => site.all.on(page).next(),
        Route::Direction(direction, page) => site.directions[direction].on(page).next(),
        Route::Tag(tag, page) => site.tags[tag].list.on(page).next(),
        Route::Year(year) => site.years[year].events.last().copied(),
        Route::HalfYear(year, half) => site.years[year].halves[half].events.last().copied(),
        _ => None,
    };
    latest.unwrap_or(usize::MAX)
}
