//! Renders all pages, on all cores.

use std::cmp::Reverse;

use rayon::prelude::*;

use super::folder_links::{FolderLink, LinkFinder};
use super::put;
use super::renderer::Renderer;
use crate::diagnostic::Diagnostic;
use crate::output::Sink;
use crate::site::{DocumentId, Route, RouteEntry, Site};

/// The most pages in one task; smaller tasks are shared between cores.
const PAGES_PER_TASK: usize = 8;

/// The result of rendering all pages, in the order of the site's routes.
pub(super) struct RenderedPages {
    pub(super) folder_links: Vec<FolderLink>,
    /// Each once, however many pages have it.
    pub(super) problems: Vec<Diagnostic>,
}

/// Renders the file of every route and puts it into `sink` while it is in the processor's cache.
pub(super) fn render_all(
    renderer: &Renderer,
    links: &LinkFinder,
    sink: &dyn Sink,
) -> RenderedPages {
    let routes = &renderer.site.routes;
    // Pages that show the same events come one after another, while the events are in the cache. The
    // newest come last and feeds first: the last pages should be small, or one core waits for another.
    let mut order: Vec<(usize, usize)> = routes
        .iter()
        .enumerate()
        .map(|(at, routed)| (latest_event(&renderer.site, routed.route), at))
        .collect();
    order.par_sort_unstable_by_key(|&page| Reverse(page));

    let mut rendered: Vec<_> = order
        .par_iter()
        .with_max_len(PAGES_PER_TASK)
        .map(|&(_, at)| (at, render_one(renderer, &routes[at], links, sink)))
        .collect();
    rendered.par_sort_unstable_by_key(|(at, _)| *at);

    let mut pages = RenderedPages { folder_links: Vec::new(), problems: Vec::new() };
    for (_, result) in rendered {
        match result {
            Ok(link) => pages.folder_links.extend(link),
            Err(problems) => {
                for problem in problems {
                    if !pages.problems.contains(&problem) {
                        pages.problems.push(problem);
                    }
                }
            }
        }
    }
    pages
}

/// Renders one file; a finished picture is published in its sizes, not as its original.
fn render_one(
    renderer: &Renderer,
    routed: &RouteEntry,
    links: &LinkFinder,
    sink: &dyn Sink,
) -> Result<Option<FolderLink>, Vec<Diagnostic>> {
    if let Some(picture) = renderer.picture(&routed.path) {
        let put = picture.files.iter().map(|file| put(sink, &file.path, file.content()));
        let problems: Vec<_> = put.filter_map(Result::err).collect();
        return if problems.is_empty() { Ok(None) } else { Err(problems) };
    }
    let content = renderer.page(routed)?;
    let folder_link = links.find_in(&routed.path, &content);
    put(sink, &routed.path, content).map_err(|problem| vec![problem])?;
    Ok(folder_link)
}

/// The latest event on a page; after all events if the page shows none in particular.
fn latest_event(site: &Site, route: Route) -> usize {
    let latest = match route {
        Route::Event(id) | Route::Alias(DocumentId::Event(id), _) => Some(id),
        Route::All(page) => site.all.on(page).next(),
        Route::Direction(direction, page) => site.directions[direction].on(page).next(),
        Route::Tag(tag, page) => site.tags[tag].list.on(page).next(),
        Route::Year(year) => site.years[year].events.last().copied(),
        Route::HalfYear(year, half) => site.years[year].halves[half].events.last().copied(),
        _ => None,
    };
    latest.unwrap_or(usize::MAX)
}
