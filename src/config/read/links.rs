//! `navigation:` and `links:`: the menu and the links of the footer.

use super::place;
use crate::config::{NavigationItem, NavigationTarget, OutsideLink};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::url;
use crate::yaml::{Fields, Key};

pub(super) const NAVIGATION: &[Key] =
    &[("title", "название"), ("page", "страница"), ("url", "ссылка")];
pub(super) const LINK: &[Key] = &[("title", "название"), ("url", "ссылка")];

pub(super) fn navigation(
    fields: &Fields<'_>,
    diagnostics: &mut Diagnostics,
) -> Vec<NavigationItem> {
    let mut items = Vec::new();
    for item in fields.items("navigation", NAVIGATION, diagnostics) {
        let title = item.text("title", diagnostics);
        let page = item.text("page", diagnostics);
        let url = item.text("url", diagnostics);
        let target = match (page, url) {
            (Some(page), None) => NavigationTarget::Inside(page),
            (None, Some(url)) => NavigationTarget::Outside(url),
            _ => {
                diagnostics.push(
                    item.error("page", "у строки меню должна быть или страница, или ссылка").hint(
                        "например, `страница: pages/zadachi.md` или `ссылка: https://edu.gov.ru/`",
                    ),
                );
                continue;
            }
        };
        if let NavigationTarget::Outside(url) = &target
            && !url::is_absolute(url)
        {
            diagnostics.push(relative_url(&item, url));
            continue;
        }
        match title {
            Some(title) => {
                let key =
                    if matches!(target, NavigationTarget::Inside(_)) { "page" } else { "url" };
                items.push(NavigationItem { title, target, place: place(&item, key) });
            }
            None => diagnostics.push(
                item.error("title", "у строки меню нет названия").hint("добавьте `название: …`"),
            ),
        }
    }
    items
}

pub(super) fn links(fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> Vec<OutsideLink> {
    let mut links = Vec::new();
    for item in fields.items("links", LINK, diagnostics) {
        let title = item.text("title", diagnostics);
        let url = item.text("url", diagnostics);
        match (title, url) {
            (Some(title), Some(url)) if url::is_absolute(&url) => {
                links.push(OutsideLink { title, url });
            }
            (Some(_), Some(url)) => diagnostics.push(relative_url(&item, &url)),
            _ => diagnostics.push(
                item.error("title", "у ссылки должны быть название и адрес")
                    .hint("например, `- название: Минпросвещения России` и под ним `ссылка: https://edu.gov.ru/`"),
            ),
        }
    }
    links
}

fn relative_url(item: &Fields<'_>, url: &str) -> Diagnostic {
    item.error("url", format!("«{url}» — не полный адрес"))
        .hint("адрес другого сайта начинается с `http://` или `https://`")
}
