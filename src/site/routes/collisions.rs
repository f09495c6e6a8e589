//! Addresses that two sources want, also when they differ only in case (Windows, and servers that
//! fold case), or that belong to the theme: an error that names both.

use rayon::prelude::*;

use super::{Route, Routed};
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::site::Site;

/// `routes`, sorted, without those whose address is taken; of these `diagnostics` tells.
pub(super) fn without(
    site: &Site,
    mut routes: Vec<Routed>,
    diagnostics: &mut Diagnostics,
) -> Vec<Routed> {
    // Names are made of small letters everywhere, so paths that differ in case cannot come about;
    // `FileMap` stands behind this.
    routes.par_sort_by(|a, b| a.path.cmp(&b.path));
    routes.retain(|routed| !is_of_theme(site, routed, diagnostics));
    routes.dedup_by(|later, first| {
        let collide = later.path == first.path;
        if collide {
            diagnostics.push(collision(site, first.route, later));
        }
        collide
    });
    without_files_in_the_way(site, routes, diagnostics)
}

/// Whether the address of `routed` belongs to the theme, as all of `static/` does. Of a page that
/// would have its files there, and of a former address, this is told.
fn is_of_theme(site: &Site, routed: &Routed, diagnostics: &mut Diagnostics) -> bool {
    let below = routed.path.strip_prefix("static").is_some_and(|rest| rest.starts_with('/'));
    let hint = match routed.route {
        Route::Page(_) if routed.path == "static.html" => {
            "переименуйте файл или добавьте в него строку `адрес: …`"
        }
        Route::EventAlias(..) | Route::PageAlias(..) if below => "уберите этот прежний адрес",
        _ => return below,
    };
    let message = format!("адрес `{}` занят: `static` — папка оформления", routed.path);
    let problem = Diagnostic::error(message).hint(hint);
    diagnostics.extend(source(site, routed.route).map(|place| problem.at(place)));
    true
}

/// The routes but for those that would have to lie in a file, which is told: no file can have the
/// name of a folder.
fn without_files_in_the_way(
    site: &Site,
    mut routes: Vec<Routed>,
    diagnostics: &mut Diagnostics,
) -> Vec<Routed> {
    let at = |path: &str| routes.binary_search_by(|routed| routed.path.as_str().cmp(path)).ok();
    let in_the_way = |path: &str| {
        let mut folders = path.match_indices('/').map(|(at, _)| &path[..at]);
        folders.find_map(|folder| Some((folder.to_owned(), routes[at(folder)?].route)))
    };
    // What stands in one folder comes one after another, and has the same in its way.
    let folder = |routed: &Routed| routed.path.rfind('/').unwrap_or_default();
    let folders = routes.chunk_by(|a, b| a.path[..folder(a)] == b.path[..folder(b)]);
    let blocked: Vec<_> = folders
        .flat_map(|routes| std::iter::repeat_n(in_the_way(&routes[0].path), routes.len()))
        .collect();
    let mut blocked = blocked.into_iter();
    routes.retain(|routed| {
        let Some((folder, file)) = blocked.next().flatten() else { return true };
        let hint = match routed.route {
            Route::EventAlias(..) | Route::PageAlias(..) => "уберите этот прежний адрес",
            _ => "переименуйте файл или папку",
        };
        let message = format!("по адресу `{folder}` должны быть и файл, и папка");
        let problem = Diagnostic {
            place: source(site, routed.route),
            ..Diagnostic::error(message).hint(hint)
        };
        diagnostics.push(match source(site, file) {
            Some(file) => problem.and(file, "а это файл с таким же адресом"),
            None => problem.hint(format!("по этому адресу стоит {}; {hint}", generated(file))),
        });
        false
    });
    routes
}

fn collision(site: &Site, first: Route, second: &Routed) -> Diagnostic {
    let who =
        if matches!(second.route, Route::File(_)) { "файлам" } else { "страницам" };
    let message = format!("адрес `{}` нужен двум {who}", second.path);
    let hint = match second.route {
        Route::File(_) => "переименуйте файл",
        Route::EventAlias(..) | Route::PageAlias(..) => "уберите этот прежний адрес: он занят",
        _ => "переименуйте файл или добавьте в него строку `адрес: …`",
    };
    let problem = Diagnostic::error(message).hint(hint);
    if let (Route::Event(page), Route::EventAlias(id, _))
    | (Route::Page(page), Route::PageAlias(id, _)) = (first, second.route)
        && page == id
        && let Some(place) = source(site, second.route)
    {
        return Diagnostic::error(format!("прежний адрес `{}` — и нынешний тоже", second.path))
            .at(place)
            .hint("уберите его из прежних");
    }
    match (source(site, first), source(site, second.route)) {
        (Some(first), Some(second)) => problem.at(second).and(first, "он же нужен здесь"),
        (None, Some(second)) => {
            problem.at(second).hint(format!("по этому адресу стоит {}; {hint}", generated(first)))
        }
        (Some(first), None) => problem
            .at(first)
            .hint(format!("по этому адресу стоит {}; {hint}", generated(second.route))),
        (None, None) => problem.at(Place::file(crate::config::FILE)),
    }
}

/// Where the author can change the address.
fn source(site: &Site, route: Route) -> Option<Place> {
    match route {
        Route::Event(id) => Some(Place::file(&*site.events[id].post.file)),
        Route::Page(id) => Some(Place::file(&*site.pages[id].page.file)),
        Route::Report(id) | Route::ReportFile(id, _) => {
            Some(Place::file(&*site.reports[id].report.file))
        }
        Route::EventAlias(id, alias) => Some(site.events[id].post.aliases[alias].1.clone()),
        Route::PageAlias(id, alias) => Some(site.pages[id].page.aliases[alias].1.clone()),
        Route::File(id) => Some(Place::file(&*site.files[id].file)),
        _ => None,
    }
}

fn generated(route: Route) -> &'static str {
    match route {
        Route::All(_) => "лента всех событий",
        Route::Direction(..) => "список направления",
        Route::Tag(..) | Route::Tags => "список меток",
        Route::Reports => "список отчётов",
        Route::Archive | Route::Year(_) | Route::HalfYear(..) => "архив",
        Route::Table(..) => "таблица раздела",
        Route::Search => "поиск",
        _ => "служебный файл",
    }
}
