//! All pages, on all cores.

use std::cmp::Reverse;

use rayon::prelude::*;

use super::folder_links::{FolderLink, Links};
use super::renderer::Renderer;
use crate::diagnostic::Diagnostic;
use crate::output::{Body, Digested};
use crate::site::{Route, Site};

/// What is to be done with a file that has been made: it may be written, and forgotten but for what is
/// known of it.
pub type Keep<'a> = dyn Fn(&str, Body) -> Body + Sync + 'a;

/// How many pages a core makes before it asks for more.
const PART: usize = 8;

/// What one core has made.
#[derive(Default)]
struct Made {
    /// Files, by routes.
    bodies: Vec<(usize, Body)>,
    /// Links to folders, by routes.
    folder_links: Vec<(usize, FolderLink)>,
    /// What is wrong, by routes.
    problems: Vec<(usize, Vec<Diagnostic>)>,
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

/// Makes all of them. What is to be known of a page is found out while it is in the processor's memory.
pub(super) fn all(renderer: &Renderer<'_>, links: &Links, keep: &Keep<'_>) -> Pages {
    let routes = &renderer.site.routes;
    // By what they show, not by their addresses: pages one after another show the same events, which
    // are then still in the processor's memory. Backwards, because feeds come first then: the last
    // pages are to be small, or one core would wait for the other.
    let mut order: Vec<(usize, usize)> = routes
        .iter()
        .enumerate()
        .map(|(place, routed)| (latest(renderer.site, routed.route), place))
        .collect();
    order.par_sort_unstable_by_key(|&page| Reverse(page));

    let make = |mut made: Made, part: &[(usize, usize)]| {
        for &(_, place) in part {
            match renderer.page(&routes[place]) {
                Ok(body) => {
                    let path = &routes[place].path;
                    let found = links.look_at(path, &body);
                    made.folder_links.extend(found.map(|link| (place, link)));
                    made.bodies.push((place, keep(path, body)));
                }
                Err(found) => made.problems.push((place, found)),
            }
        }
        made
    };
    let made: Vec<Made> = order.chunks(PART).par_bridge().fold(Made::default, make).collect();

    let mut bodies = vec![Body::Bytes(Digested::default()); routes.len()];
    let (mut folder_links, mut found) = (Vec::new(), Vec::new());
    for made in made {
        for (place, body) in made.bodies {
            bodies[place] = body;
        }
        folder_links.extend(made.folder_links);
        found.extend(made.problems);
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
