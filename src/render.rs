//! Pages, feeds and the sitemap, out of a site and a theme.
//!
//! 1. [`Theme`] reads templates, static files and options from values.
//! 2. [`Renderer`] lays out what many pages share, once: the site's own values, directions, cards.
//! 3. [`Renderer::page`] makes one file of the output; the preview asks for what it needs, and
//!    [`render`] makes them all, on all cores. Both give the same bytes.
//!
//! No disk, no clock. Site-wide values live in Tera's global context and are never copied into the
//! context of a page: a page's own context holds only what that page shows.

mod address;
mod embedded;
mod event;
mod feed;
mod front;
mod globals;
mod json_ld;
mod lists;
mod palette;
mod picture;
mod renderer;
mod report;
mod search;
mod section;
mod sitemap;
mod theme;
mod views;

use std::cmp::Reverse;

use rayon::prelude::*;

use crate::config::kind;
use crate::diagnostic::Diagnostic;
use crate::output::{Arena, Body, Digested, OutputSet};
use crate::site::{Route, Site};

pub use renderer::{Cards, Renderer};
pub use theme::{Theme, ThemeLayer};

/// How many pages a core makes before it asks for more.
const PART: usize = 8;

/// What one core has made.
#[derive(Default)]
struct Made {
    arena: Arena,
    /// Which routes the bodies in the arena belong to.
    places: Vec<usize>,
    /// What is wrong, by routes.
    problems: Vec<(usize, Vec<Diagnostic>)>,
}

/// All files of the output: every route of the renderer's site, with the finished pictures, and the
/// static files of its theme.
///
/// # Errors
/// Mistakes in templates, each once however many pages it spoils, in the order of the pages.
pub fn render(renderer: &Renderer<'_>) -> Result<OutputSet, Vec<Diagnostic>> {
    let Renderer { site, theme, .. } = renderer;
    let (bodies, mut problems) = pages(renderer);
    let mut set = OutputSet::with_capacity(bodies.len());
    let mut add = |path: &str, body| {
        if let Err(refusal) = set.insert(path, body) {
            problems.push(Diagnostic::error(refusal.to_string()));
        }
    };
    for (routed, body) in site.routes.iter().zip(bodies) {
        // A finished picture is published in its sizes, never as it came.
        match renderer.picture(&routed.path) {
            Some(picture) => {
                for file in &picture.files {
                    add(&file.path, file.body());
                }
            }
            None => add(&routed.path, body),
        }
    }
    let hosting = &site.config.hosting;
    for (path, bytes) in theme.statics().filter(|(path, _)| hosting.takes(&kind(path))) {
        add(&path, Body::Bytes(bytes.to_vec().into()));
    }
    if problems.is_empty() { Ok(set) } else { Err(problems) }
}

/// The files at the addresses of the site, in their order, and what is wrong with templates; a page
/// with problems is empty.
fn pages(renderer: &Renderer<'_>) -> (Vec<Body>, Vec<Diagnostic>) {
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

    // Each core lays what it makes close together.
    let make = |mut made: Made, part: &[(usize, usize)]| {
        for &(_, place) in part {
            match renderer.page(&routes[place]) {
                Ok(body) => {
                    made.arena.add(body);
                    made.places.push(place);
                }
                Err(found) => made.problems.push((place, found)),
            }
        }
        made
    };
    let made: Vec<Made> = order.chunks(PART).par_bridge().fold(Made::default, make).collect();

    let mut bodies = vec![Body::Bytes(Digested::default()); routes.len()];
    let mut found = Vec::new();
    for Made { arena, places, problems } in made {
        for (place, body) in places.into_iter().zip(arena.into_bodies()) {
            bodies[place] = body;
        }
        found.extend(problems);
    }
    found.sort_by_key(|(place, _)| *place);
    let mut problems: Vec<Diagnostic> = Vec::new();
    for problem in found.into_iter().flat_map(|(_, found)| found) {
        if !problems.contains(&problem) {
            problems.push(problem);
        }
    }
    (bodies, problems)
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

#[cfg(test)]
mod tests;
