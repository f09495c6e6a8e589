//! The API of the list of events, and of what a text can link to.

mod server_copy;

use std::borrow::Cow;
use std::path::Path;

use serde::Serialize;
use serde_json::Value;

use super::api::{ApiError, Call, JSON, Reply, Route};
use super::app::App;
use super::document_api::{Unwritten, UnwrittenParts};
use super::publishing::problem_json;
use super::titles::Titles;
use super::{fields, settings};
use crate::content::{document_path, is_markdown};
use crate::editor::json::json;
use crate::fs;
use crate::serve::engine::{DocumentRow, EventState, Snapshot};
use crate::site::Site;
pub(super) use server_copy::ServerCopy;

pub(super) const ROUTES: &[Route] = &[
    Route::get("/api/events", list),
    Route::get("/api/fields", fields::list),
    Route::get("/api/links", link_targets),
];

/// The present state of the site.
///
/// # Errors
/// If there is no site yet.
pub(super) fn snapshot(app: &App) -> Result<Snapshot, ApiError> {
    Ok(app.engine().ok_or_else(no_site)?.snapshot())
}

pub(super) fn no_site() -> ApiError {
    ApiError::new(409, "Сайта в этой папке ещё нет")
}

fn list(call: &Call<'_>) -> Result<Reply, ApiError> {
    let app = call.app;
    let snapshot = snapshot(app)?;
    let (config, problems) = settings::read(&app.root)?;
    let mut answer = EventsAnswer { generation: snapshot.generation(), ..EventsAnswer::default() };
    match config {
        // Nothing of an event is known without them.
        None => {
            let titles = Titles::new(app);
            answer.problems = problems.iter().map(|one| problem_json(one, &titles)).collect();
        }
        Some(config) => {
            let server = ServerCopy::read(&app.root, &config);
            let mut unwritten = Unwritten::of(snapshot.diagnostics());
            let rows = snapshot.documents().into_iter().map(|row| {
                let left = unwritten.take(row.file, row.draft);
                EventEntry::new(&row, left, &snapshot, server.as_ref(), &app.root)
            });
            answer.events = rows.collect();
            answer.copies = snapshot.site().map_or(0, |site| site.copies.len());
        }
    }
    // A list of thousands takes several times longer as a `Value`.
    let bytes = serde_json::to_vec(&answer).unwrap_or_default();
    Ok(Reply::Bytes { media: JSON, name: None, bytes })
}

/// The answer about all events; the page compares what stands before `generation`.
#[derive(Default, Serialize)]
struct EventsAnswer<'a> {
    /// Why the settings cannot be read.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    problems: Vec<Value>,
    /// How many files have a second version.
    copies: usize,
    events: Vec<EventEntry<'a>>,
    generation: u64,
}

#[derive(Serialize)]
struct EventEntry<'a> {
    file: &'a str,
    title: &'a str,
    date: String,
    iso: Option<String>,
    direction: Option<DirectionEntry<'a>>,
    state: &'static str,
    draft: bool,
    published: &'static str,
    path: Option<&'a str>,
    errors: usize,
    warnings: usize,
    /// What a draft lacks, which is no mistake.
    left: Vec<Cow<'static, str>>,
    photos: usize,
    cover: Option<&'a str>,
}

#[derive(Serialize)]
struct DirectionEntry<'a> {
    id: &'a str,
    name: &'a str,
}

impl<'a> EventEntry<'a> {
    fn new(
        row: &DocumentRow<'a>,
        left: UnwrittenParts,
        snapshot: &'a Snapshot,
        server: Option<&ServerCopy>,
        root: &Path,
    ) -> Self {
        Self {
            file: row.file,
            title: row.title,
            date: row.date_text(),
            iso: row.date.map(|date| date.iso_first()),
            direction: row.direction.map(|one| DirectionEntry { id: &one.id, name: &one.short }),
            state: state_name(row.state),
            draft: row.draft,
            published: published(row, snapshot, server, root),
            path: row.path,
            errors: row.errors.saturating_sub(left.errors),
            warnings: row.warnings.saturating_sub(left.warnings),
            left: left.words,
            photos: row.event.map_or(0, |event| event.links.photos.len()),
            cover: cover(row, snapshot.site()),
        }
    }
}

/// What the server has of an event, in a word of the API.
pub(super) fn published(
    row: &DocumentRow<'_>,
    snapshot: &Snapshot,
    server: Option<&ServerCopy>,
    root: &Path,
) -> &'static str {
    server.map_or("unknown", |server| server.compare(row, snapshot, root))
}

pub(super) fn state_name(state: EventState) -> &'static str {
    match state {
        EventState::Draft => "draft",
        EventState::Announcement => "announcement",
        EventState::Published => "published",
        EventState::Waiting => "waiting",
        EventState::Unsound => "unsound",
    }
}

/// The photo for the list: its path from the folder of the event.
fn cover<'a>(row: &DocumentRow<'a>, site: Option<&'a Site>) -> Option<&'a str> {
    let path = &row.event?.links.cover.as_ref()?.path;
    let files = &site?.files;
    let at = files.binary_search_by(|file| file.path.as_str().cmp(path)).ok()?;
    let folder = &row.file[..row.file.rfind('/')? + 1];
    files.get(at)?.file.strip_prefix(folder)
}

/// The events, pages and files that the text of an event or a page can link to.
fn link_targets(call: &Call<'_>) -> Result<Reply, ApiError> {
    let file = super::document_api::story_file(&call.query.required("file")?)?;
    let snapshot = snapshot(call.app)?;
    let documents = snapshot.documents();
    let events = documents.iter().filter(|row| row.file != file && !row.title.is_empty());
    let events: Vec<_> = events
        .map(|row| json!({ "file": row.file, "title": row.title, "date": row.date_text() }))
        .collect();
    let pages = snapshot.site().into_iter().flat_map(|site| site.pages.iter());
    let pages = pages.filter(|page| page.document.file != file);
    let pages: Vec<_> = pages
        .map(|page| json!({ "file": page.document.file, "title": page.document.title }))
        .collect();
    let files = files_beside(&call.app.root, &file)?;
    Ok(Reply::Json(json!({ "events": events, "pages": pages, "files": files })))
}

/// The files of an event but its text and hidden ones, relative to the root.
fn files_beside(root: &Path, file: &str) -> Result<Vec<String>, ApiError> {
    let folder = format!("{}/", document_path(file));
    let listed = fs::list(&root.join(&folder))?.into_iter();
    let is_shown = |entry: &fs::ListedEntry| {
        entry.kind == fs::EntryKind::File
            && !entry.relative.split('/').any(|name| name.starts_with('.'))
            && !is_markdown(&entry.relative)
    };
    let mut files: Vec<_> =
        listed.filter(is_shown).map(|entry| format!("{folder}{}", entry.relative)).collect();
    files.sort_unstable();
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[expect(clippy::disallowed_methods, reason = "the test sets up the disk by hand")]
    fn the_files_of_an_event_are_found_in_both_of_its_forms() {
        let folder = tempfile::tempdir().unwrap();
        let inner = folder.path().join("content/posts/a");
        std::fs::create_dir_all(&inner).unwrap();
        for name in ["index.md", "1.jpg", "polozhenie.pdf", ".hidden"] {
            std::fs::write(inner.join(name), "").unwrap();
        }
        let expected = ["content/posts/a/1.jpg", "content/posts/a/polozhenie.pdf"];
        for file in ["content/posts/a/index.md", "content/posts/a.md"] {
            assert_eq!(files_beside(folder.path(), file).unwrap(), expected, "{file}");
        }
        assert!(files_beside(folder.path(), "content/posts/b.md").unwrap().is_empty());
    }
}
