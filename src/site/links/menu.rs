//! The menu: the lines of the settings, or the standing pages in their order.

use super::path::candidates;
use super::{Origin, Resolver};
use crate::config::{Config, FILE, NavigationTarget};
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::site::addresses::DOCUMENTS;
use crate::site::{RouteEntry, StandingPage};

/// A line of the menu.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MenuItem {
    pub title: String,
    /// An address from the section's root, or a full one.
    pub target: String,
    /// Whether it leads to another site.
    pub outside: bool,
}

impl Resolver<'_> {
    /// The lines of the menu; the files that they link to are published.
    pub(super) fn menu(&mut self, pages: &[StandingPage], config: &Config) -> Vec<MenuItem> {
        if config.navigation.is_empty() {
            let shown = pages.iter().filter(|page| page.document.meta.menu);
            let item = |page: &StandingPage| MenuItem {
                title: page.document.title.clone(),
                target: page.path.clone(),
                outside: false,
            };
            return shown.map(item).collect();
        }
        let mut menu = Vec::new();
        for item in &config.navigation {
            let (target, outside) = match &item.target {
                NavigationTarget::Outside(url) => (url.clone(), true),
                // An address of the output, such as `god/index.html`; see `check_menu`.
                NavigationTarget::Inside(path) if path.ends_with(".html") => (path.clone(), false),
                NavigationTarget::Inside(file) => match self.document(&candidates(FILE, file)) {
                    Some(document) => (document.path.to_owned(), false),
                    // The menu shows it as soon as it has content.
                    None if self.is_empty(file) => continue,
                    None => match self.menu_file(file) {
                        Some(path) => (path, false),
                        None => {
                            self.diagnostics.push(no_page(file, &item.place));
                            continue;
                        }
                    },
                },
            };
            menu.push(MenuItem { title: item.title.clone(), target, outside });
        }
        menu
    }

    /// Whether `file`, as the settings name it, is a page that shows nothing yet.
    fn is_empty(&self, file: &str) -> bool {
        candidates(FILE, file).iter().any(|file| self.empty.contains(&&**file))
    }

    /// The address of a file that the menu links to. Pictures are published in sizes: they have no
    /// single address.
    fn menu_file(&mut self, file: &str) -> Option<String> {
        let origin = Origin { file: FILE, path: Some(DOCUMENTS) };
        let attachment =
            self.attachment(origin, file).filter(|attachment| !attachment.is_picture())?;
        Some(self.publish(origin, attachment))
    }
}

/// Reports lines of the menu that name an address of the output which does not exist. Called when
/// all routes are known.
pub(in crate::site) fn check_menu(
    routes: &[RouteEntry],
    config: &Config,
    diagnostics: &mut Diagnostics,
) {
    let exists = |path: &str| routes.iter().any(|entry| *entry.path == *path);
    for item in &config.navigation {
        if let NavigationTarget::Inside(path) = &item.target
            && path.ends_with(".html")
            && !exists(path)
        {
            diagnostics.push(no_page(path, &item.place));
        }
    }
}

fn no_page(target: &str, place: &Place) -> Diagnostic {
    Diagnostic::error(format!("меню ведёт на страницу `{target}`, которой нет"))
        .at(place.clone())
        .hint("напишите путь от папки `content`, например `pages/zadachi.md`")
}
