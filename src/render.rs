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

use bytes::Bytes;
use rayon::prelude::*;

use crate::config::kind;
use crate::diagnostic::Diagnostic;
use crate::output::{Arena, Body, OutputSet};
use crate::site::Routed;

pub use renderer::{Cards, Renderer};
pub use theme::{Theme, ThemeLayer};

/// All files of the output: every route of the renderer's site, with the finished pictures, and the
/// static files of its theme.
///
/// # Errors
/// Mistakes in templates, each once however many pages it spoils, in the order of the pages.
pub fn render(renderer: &Renderer<'_>) -> Result<OutputSet, Vec<Diagnostic>> {
    let Renderer { site, theme, .. } = renderer;
    // Each core lays what it makes close together; pages with problems are none.
    let make = |(mut arena, mut problems): (Arena, Vec<_>), routed: &Routed| {
        match renderer.page(routed) {
            Ok(body) => arena.add(body),
            Err(found) => {
                arena.add(Body::Bytes(Bytes::new()));
                problems.extend(found);
            }
        }
        (arena, problems)
    };
    let made: Vec<(Arena, Vec<Diagnostic>)> =
        site.routes.par_iter().fold(Default::default, make).collect();
    let mut bodies = Vec::with_capacity(site.routes.len());
    let mut problems: Vec<Diagnostic> = Vec::new();
    for (arena, found) in made {
        bodies.extend(arena.into_bodies());
        for problem in found {
            if !problems.contains(&problem) {
                problems.push(problem);
            }
        }
    }
    let mut set = OutputSet::new();
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

#[cfg(test)]
mod tests;
