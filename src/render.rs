//! Makes pages, feeds and the sitemap from a site and a theme.
//!
//! 1. [`Theme`] holds the compiled templates, static files and options.
//! 2. [`Renderer`] prepares the values that many pages share: the site, directions, cards.
//! 3. [`Renderer::page`] makes one file of the output, as the preview needs it; [`render`] makes all
//!    of them on all cores. Both give the same bytes.
//!
//! It uses neither the disk nor the clock. Site-wide values are in Tera's global context; the context
//! of a page has only the values of that page.

mod address;
mod embedded;
mod event;
mod feed;
mod folder_links;
mod front;
mod globals;
mod json_ld;
mod lists;
mod pages;
mod palette;
mod picture;
mod renderer;
mod report;
mod search;
mod section;
mod sitemap;
mod theme;
mod views;

use crate::config::kind;
use crate::diagnostic::Diagnostic;
use crate::output::{Body, OutputSet};
use folder_links::Links;
use pages::Pages;

pub use folder_links::FolderLink;
pub use pages::Keep;
pub use renderer::{Cards, Renderer};
pub use theme::{Theme, ThemeLayer};

/// What all pages of a site are.
#[derive(Debug)]
pub struct Rendered {
    /// The files.
    pub set: OutputSet,
    /// Pages with a link to a folder, which not every hosting opens.
    pub folder_links: Vec<FolderLink>,
}

/// All files of the output: every route of the renderer's site, with the finished pictures, and the
/// static files of its theme. Each page goes through `keep` when it has been made.
///
/// # Errors
/// Mistakes in templates, each once however many pages it spoils, in the order of the pages.
pub fn render(renderer: &Renderer, keep: &Keep<'_>) -> Result<Rendered, Vec<Diagnostic>> {
    let Renderer { site, theme, .. } = renderer;
    let links = Links::new();
    let Pages { bodies, mut folder_links, mut problems } = pages::all(renderer, &links, keep);
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
        let body = Body::Bytes(bytes.to_vec().into());
        folder_links.extend(links.look_at(&path, &body));
        add(&path, body);
    }
    if problems.is_empty() { Ok(Rendered { set, folder_links }) } else { Err(problems) }
}

#[cfg(test)]
mod tests;
