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
mod archive;
mod cards;
mod drawings;
mod embedded;
mod event;
mod events_file;
mod excerpt;
mod feed;
mod folder_links;
mod frame;
mod front;
mod gallery;
mod globals;
mod ics;
mod json;
mod json_ld;
mod lists;
mod page_error;
mod pages;
mod palette;
mod picture;
mod renderer;
mod report;
mod search;
mod section;
mod sitemap;
mod standing_page;
mod theme;
mod views;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::file_kind::extension;
use crate::output::{FileContent, Sink, SitePath};
use folder_links::find_folder_link;

pub use drawings::DrawnPictures;
pub use embedded::{
    DEFAULT as DEFAULT_THEME, theme as embedded_theme, theme_names as embedded_theme_names,
};
pub use folder_links::FolderLink;
pub use palette::ShownColour;
pub use renderer::Renderer;
pub use theme::{CONTRACT, OptionKind, Theme, ThemeAbout, ThemeLayer, ThemeOption};

/// Puts all files of the output into `sink`: every route of the renderer's site, with finished pictures
/// instead of their originals, and the static files of its theme. Returns the pages with a link to a
/// folder, which not every hosting opens; `None` after mistakes in templates, each of which is
/// reported once however many pages have it, in the order of the pages.
pub fn render(
    renderer: &Renderer,
    sink: &dyn Sink,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<FolderLink>> {
    let found_before = diagnostics.len();
    let mut folder_links = pages::render_all(renderer, sink, diagnostics);
    let hosting = &renderer.site.config.hosting;
    for (path, bytes) in
        renderer.theme.statics().filter(|(path, _)| hosting.takes(&extension(path)))
    {
        let content = FileContent::Bytes(bytes.to_vec());
        folder_links.extend(find_folder_link(&path, &content));
        put_at(sink, &path, content, diagnostics);
    }
    (diagnostics.len() == found_before).then_some(folder_links)
}

/// Puts a file into `sink`; an invalid or taken path is a diagnostic.
fn put_at(sink: &dyn Sink, path: &str, content: FileContent, diagnostics: &mut Diagnostics) {
    match SitePath::parse(path) {
        Ok(path) => put(sink, path, content, diagnostics),
        Err(error) => diagnostics.push(Diagnostic::error(error.to_string())),
    }
}

/// Puts a file into `sink`; a taken path is a diagnostic.
fn put(sink: &dyn Sink, path: SitePath, content: FileContent, diagnostics: &mut Diagnostics) {
    if let Err(error) = sink.put(path, content) {
        diagnostics.push(Diagnostic::error(error.to_string()));
    }
}

#[cfg(test)]
mod tests;
