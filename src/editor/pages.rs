//! The API of the standing pages: a list, a new page, what leads to one, files that its text links to.
//!
//! A page is opened, saved and deleted as every document (`document_api`).

use serde::Deserialize;
use serde_json::Value;

use super::api::{ApiError, Bound, Call, Reply, Route};
use super::app::App;
use super::{attachments, document_api, events, settings};
use crate::config::Config;
use crate::content::data::TableKind;
use crate::content::short_code::Part;
use crate::content::{ConflictCopy, PAGES, Page, is_markdown, name_of, own_folder};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::editor::json::json;
use crate::fs;
use crate::serve::engine::Snapshot;
use crate::site::{Address, Links, Site};

pub(super) const ROUTES: &[Route] = &[
    Route::get("/api/pages", list),
    Route::get("/api/page/leading", leading),
    Route::post("/api/page/new", create),
    Route::upload("/api/page/file", Bound::Photo, attach),
];

/// A page as its file says it.
#[derive(Debug)]
pub(super) struct PageText {
    /// Relative to the site's root.
    pub(super) file: String,
    /// As far as it can be read; else the file's name.
    pub(super) title: String,
    /// None if it has errors.
    page: Option<Page>,
}

impl PageText {
    /// The kinds of the tables that it shows.
    pub(super) fn tables(&self) -> Vec<TableKind> {
        let codes = self.page.iter().flat_map(|page| &page.body.codes);
        let kinds = codes.filter_map(|code| match code.part {
            Part::Table(kind) => Some(kind),
            _ => None,
        });
        kinds.collect()
    }

    pub(super) fn is_draft(&self) -> bool {
        self.page.as_ref().is_some_and(|page| page.draft)
    }
}

/// The pages on the disk, in the order of the menu.
///
/// # Errors
/// If the disk fails.
pub(super) fn read_all(app: &App, config: &Config) -> Result<Vec<PageText>, ApiError> {
    let mut pages = Vec::new();
    for entry in fs::list(&app.root.join(PAGES))? {
        let is_hidden = entry.relative.split('/').any(|name| name.starts_with('.'));
        if entry.kind != fs::EntryKind::File || is_hidden || !is_markdown(&entry.relative) {
            continue;
        }
        let file = format!("{PAGES}/{}", entry.relative);
        // «Корзина и версии» shows second versions.
        if ConflictCopy::certain(&file, |other| fs::exists(&app.root.join(other))).is_some() {
            continue;
        }
        let text = fs::read_text(&app.root.join(&file)).unwrap_or_default();
        let page = Page::parse(&file, &text, config, &mut Diagnostics::new());
        let (page, title) = match page {
            Ok(page) => {
                let title = page.title.clone();
                (Some(page), Some(title))
            }
            Err(invalid) => (None, invalid.head.title),
        };
        let title = title.filter(|title| !title.is_empty());
        pages.push(PageText {
            title: title.unwrap_or_else(|| name_of(&file).to_owned()),
            file,
            page,
        });
    }
    pages.sort_by_key(|page| {
        let order = page.page.as_ref().and_then(|page| page.meta.order);
        (order.unwrap_or(u32::MAX), page.title.clone(), page.file.clone())
    });
    Ok(pages)
}

/// The address of the page whose file is `file`, or of the first that shows the table `file`.
pub(super) fn path_of<'a>(site: &'a Site, file: &str) -> Option<&'a str> {
    let shows = |page: &&crate::site::StandingPage| match TableKind::of_file(file) {
        Some(kind) => page.document.body.codes.iter().any(|code| code.part == Part::Table(kind)),
        None => page.document.file == file,
    };
    site.pages.iter().find(shows).map(|page| &*page.path)
}

/// How many errors and warnings there are about `file`.
pub(super) fn counts(snapshot: &Snapshot, file: &str) -> (usize, usize) {
    let is_own = |one: &&Diagnostic| one.place.as_ref().is_some_and(|place| place.file == file);
    let own = snapshot.diagnostics().iter().filter(is_own);
    own.fold((0, 0), |(errors, warnings), one| match one.is_error() {
        true => (errors + 1, warnings),
        false => (errors, warnings + 1),
    })
}

fn list(call: &Call<'_>) -> Result<Reply, ApiError> {
    let app = call.app;
    let snapshot = events::snapshot(app)?;
    let config = settings::read(&app.root)?.0.ok_or_else(events::no_site)?;
    let mut unwritten = document_api::Unwritten::of(snapshot.diagnostics());
    let page = |page: &PageText| {
        let (errors, warnings) = counts(&snapshot, &page.file);
        let left = unwritten.take(&page.file, page.is_draft());
        let meta = page.page.as_ref().map(|page| &page.meta);
        json!({
            "file": page.file,
            "title": page.title,
            "draft": page.is_draft(),
            "menu": meta.is_some_and(|meta| meta.menu),
            "order": meta.and_then(|meta| meta.order),
            "tables": page.tables().iter().map(|kind| kind.schema().title).collect::<Vec<_>>(),
            // A page of tables without rows is not published.
            "path": snapshot.site().and_then(|site| path_of(site, &page.file)),
            "errors": errors.saturating_sub(left.errors),
            "warnings": warnings.saturating_sub(left.warnings),
            "left": left.words,
        })
    };
    let pages = read_all(app, &config)?;
    Ok(Reply::Json(json!({ "pages": pages.iter().map(page).collect::<Vec<_>>() })))
}

fn create(call: &Call<'_>) -> Result<Reply, ApiError> {
    #[derive(Deserialize)]
    struct NewPageRequest {
        title: String,
    }
    let app = call.app;
    let NewPageRequest { title } = call.json()?;
    if title.trim().is_empty() {
        let problem = ApiError::new(422, "Напишите, как называется страница");
        return Err(problem.data(json!({ "field": "title" })));
    }
    let file = app.documents.create_page(title.trim()).map_err(document_api::refusal)?;
    document_api::settled(app, &file, None)?;
    Ok(Reply::Json(json!({ "file": file })))
}

/// The documents whose texts lead to a page: their links would break without it.
fn leading(call: &Call<'_>) -> Result<Reply, ApiError> {
    let file = document_api::story_file(&call.query.required("file")?)?;
    let snapshot = events::snapshot(call.app)?;
    let found = snapshot.site().map(|site| linking(site, &file)).unwrap_or_default();
    let found: Vec<Value> =
        found.iter().map(|(title, file)| json!({ "title": title, "file": file })).collect();
    Ok(Reply::Json(json!({ "documents": found })))
}

/// The titles and files of the documents that link to the page `file`.
fn linking<'a>(site: &'a Site, file: &str) -> Vec<(&'a str, &'a str)> {
    let Some(path) = path_of(site, file) else { return Vec::new() };
    let leads = |links: &Links| {
        let is_there = |address: &Address| matches!(address, Address::Inside(to) if to.split(['#', '?']).next() == Some(path));
        links.body.iter().any(is_there)
    };
    let events =
        site.events.iter().map(|one| (&one.links, &*one.document.title, &*one.document.file));
    let pages =
        site.pages.iter().map(|one| (&one.links, &*one.document.title, &*one.document.file));
    let reports =
        site.reports.iter().map(|one| (&one.links, &*one.document.title, &*one.document.file));
    let all = events.chain(pages).chain(reports);
    let found = all.filter(|(links, _, from)| *from != file && leads(links));
    found.map(|(_, title, file)| (title, file)).collect()
}

/// Puts a file beside a page; its text can link to it then.
fn attach(call: &Call<'_>) -> Result<Reply, ApiError> {
    let app = call.app;
    let file = document_api::story_file(&call.query.required("file")?)?;
    let name = call.query.required("name")?;
    app.documents.open(&file).map_err(document_api::refusal)?;
    let beside = file.rfind('/').map_or("", |end| &file[..=end]);
    // What it is called from the page.
    let inner = if own_folder(&file).is_some() { "" } else { name_of(&file) };
    let folder = format!("{beside}{inner}");
    let folder = folder.trim_end_matches('/');
    let attached = attachments::attach(app, folder, &name, call.take_upload()?)?;
    let link = match inner {
        "" => attached.name.clone(),
        inner => format!("{inner}/{}", attached.name),
    };
    document_api::settled(app, &file, None)?;
    Ok(Reply::Json(json!({
        "name": attached.name,
        "link": link,
        "isPicture": attached.is_picture,
        "notes": attached.notes,
    })))
}
