//! Addresses that two sources claim, or that belong to the theme: an error that names both. Equal
//! regardless of case, since Windows and some servers ignore it.

use memchr::memrchr;
use rayon::prelude::*;

use super::{Route, RouteEntry};
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::site::{DocumentId, Site, addresses};

/// Sorts `routes`; reports and removes those whose address is taken.
pub(super) fn remove(
    site: &Site,
    mut routes: Vec<RouteEntry>,
    diagnostics: &mut Diagnostics,
) -> Vec<RouteEntry> {
    // All names are lower case, so paths that differ only in case do not occur; the output checks it.
    sort(&mut routes);
    routes.retain(|entry| !belongs_to_theme(site, entry, diagnostics));
    routes.dedup_by(|later, first| {
        let collide = later.path == first.path;
        if collide {
            diagnostics.push(collision(site, first.route, later));
        }
        collide
    });
    remove_below_files(site, routes, diagnostics)
}

/// Sorts by address; equal ones keep their order. Most addresses differ in their first bytes, which are
/// compared without a look at the text: a third of the time.
fn sort(routes: &mut [RouteEntry]) {
    let beginning = |entry: &RouteEntry| -> u128 {
        let mut bytes = [0; size_of::<u128>()];
        let length = entry.path.len().min(bytes.len());
        bytes[..length].copy_from_slice(&entry.path.as_bytes()[..length]);
        u128::from_be_bytes(bytes)
    };
    routes.par_sort_by_cached_key(beginning);
    for ties in routes.chunk_by_mut(|a, b| beginning(a) == beginning(b)) {
        ties.sort_by(|a, b| a.path.cmp(&b.path));
    }
}

/// Whether the address belongs to the theme: everything below `static/`. Reports a former address
/// there, and a page whose files would lie there.
fn belongs_to_theme(site: &Site, entry: &RouteEntry, diagnostics: &mut Diagnostics) -> bool {
    let below = entry.path.strip_prefix(addresses::STATIC);
    let is_below = below.is_some_and(|rest| rest.starts_with('/'));
    let hint = match entry.route {
        Route::Page(_) if addresses::stem(&entry.path) == addresses::STATIC => {
            "переименуйте файл или добавьте в него строку `адрес: …`"
        }
        Route::Alias(..) if is_below => "уберите этот прежний адрес",
        _ => return is_below,
    };
    let message = format!("адрес `{}` занят: `static` — папка оформления", entry.path);
    let problem = Diagnostic::error(message).hint(hint);
    diagnostics.extend(source(site, entry.route).map(|place| problem.at(place)));
    true
}

/// Reports and removes routes below an address that is a file: a folder cannot have the name of one.
fn remove_below_files(
    site: &Site,
    mut routes: Vec<RouteEntry>,
    diagnostics: &mut Diagnostics,
) -> Vec<RouteEntry> {
    let at = |path: &str| routes.binary_search_by(|entry| entry.path.as_str().cmp(path)).ok();
    let file_above = |path: &str| {
        let mut folders = path.match_indices('/').map(|(at, _)| &path[..at]);
        folders.find_map(|folder| Some((folder.to_owned(), routes[at(folder)?].route)))
    };
    // Neighbours of one folder have the same file above them.
    let folder = |entry: &RouteEntry| memrchr(b'/', entry.path.as_bytes()).unwrap_or_default();
    let folders = routes.chunk_by(|a, b| a.path[..folder(a)] == b.path[..folder(b)]);
    let blocked: Vec<_> = folders
        .flat_map(|routes| std::iter::repeat_n(file_above(&routes[0].path), routes.len()))
        .collect();
    let mut blocked = blocked.into_iter();
    routes.retain(|entry| {
        let Some((folder, file)) = blocked.next().flatten() else { return true };
        let hint = match entry.route {
            Route::Alias(..) => "уберите этот прежний адрес",
            _ => "переименуйте файл или папку",
        };
        let message = format!("по адресу `{folder}` должны быть и файл, и папка");
        let problem = Diagnostic {
            place: source(site, entry.route),
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

fn collision(site: &Site, first: Route, second: &RouteEntry) -> Diagnostic {
    let claimants =
        if matches!(second.route, Route::File(_)) { "файлам" } else { "страницам" };
    let message = format!("адрес `{}` нужен двум {claimants}", second.path);
    let hint = match second.route {
        Route::File(_) => "переименуйте файл",
        Route::Alias(..) => "уберите этот прежний адрес: он занят",
        _ => "переименуйте файл или добавьте в него строку `адрес: …`",
    };
    let problem = Diagnostic::error(message).hint(hint);
    if let Route::Alias(id, _) = second.route
        && document(first) == Some(id)
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

/// The document whose page this is.
fn document(route: Route) -> Option<DocumentId> {
    match route {
        Route::Event(id) => Some(DocumentId::Event(id)),
        Route::Page(id) => Some(DocumentId::Page(id)),
        Route::Report(id) => Some(DocumentId::Report(id)),
        _ => None,
    }
}

/// Where the author can change the address.
pub(super) fn source(site: &Site, route: Route) -> Option<Place> {
    match route {
        Route::Alias(id, alias) => Some(site.document(id).aliases[alias].1.clone()),
        Route::File(id) => Some(Place::file(&*site.files[id].file)),
        Route::ReportFile(id, _) => Some(Place::file(&*site.reports[id].document.file)),
        _ => Some(Place::file(site.document(document(route)?).file)),
    }
}

/// What a route without a source is called, in Russian.
fn generated(route: Route) -> &'static str {
    match route {
        Route::Front => "первая страница раздела",
        Route::All(_) => "лента всех событий",
        Route::Direction(..) => "список направления",
        Route::Tag(..) | Route::Tags => "список меток",
        Route::Gallery(..) => "галерея учебного года",
        Route::Reports => "список отчётов",
        Route::Archive | Route::Year(_) | Route::HalfYear(..) => "архив",
        Route::Table(..) => "таблица раздела",
        Route::Search => "поиск",
        _ => "служебный файл",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::SitePath;

    #[test]
    fn addresses_are_sorted_and_equal_ones_keep_their_order() {
        let paths = [
            "2022/turnir-po-shashkam.html",
            "2022/turnir-po-shahmatam-2.html",
            "2022/turnir-po-shahmatam.html",
            "a.html",
            "2022/turnir-po-shashkam.html",
            "2022.html",
            "a",
            "2022/tur.html",
        ];
        let entry = |(number, path): (usize, &&str)| RouteEntry {
            path: SitePath::parse(*path).unwrap(),
            route: Route::Page(number),
        };
        let mut routes: Vec<_> = paths.iter().enumerate().map(entry).collect();
        let mut expected = routes.clone();
        expected.sort_by(|a, b| a.path.cmp(&b.path));
        sort(&mut routes);
        assert_eq!(routes, expected);
    }
}
