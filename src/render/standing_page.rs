//! The pages that list nothing: standing pages, redirects, the page for lost addresses.

use tera::Value;

use super::address::{self, Insertions, root};
use super::page_error::PageError;
use super::renderer::{Renderer, shortened};
use super::views::PageView;

impl Renderer {
    pub(super) fn standing_page(&self, id: usize, path: &str) -> Result<Vec<u8>, PageError> {
        let standing = &self.site.pages[id];
        let page = &standing.document;
        let parts = self.parts(standing, path)?;
        let html = address::splice(
            &page.body,
            &standing.links.body,
            &Insertions {
                root: &root(path),
                page: "",
                picture: &|path: &str| self.picture(path),
                parts: &parts,
            },
        );
        let title = page.title.clone();
        let view = PageView {
            description: page.summary.as_deref().or_else(|| shortened(&page.body.lead)),
            embeds: page.body.embeds,
            gallery: page.body.has_gallery(),
            ..self.page_view(title, &page.title, path)
        };
        self.html("page.html", &view, html.len(), |context| {
            context.insert_value("html", Value::safe_string(&html));
        })
    }

    pub(super) fn redirect_page(
        &self,
        title: &str,
        target: &str,
        path: &str,
    ) -> Result<Vec<u8>, PageError> {
        let url = self.site.config.url(target);
        let view = PageView { url, ..self.page_view(title.to_owned(), title, path) };
        self.html("redirect.html", &view, 0, |context| context.insert("target", target))
    }

    pub(super) fn not_found_page(&self, path: &str) -> Result<Vec<u8>, PageError> {
        let title = "Такой страницы нет";
        self.html("404.html", &self.page_view(title.to_owned(), title, path), 0, |_| ())
    }
}
