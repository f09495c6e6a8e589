//! The API of the section's tables: a list of them with what they lack, their columns as fields of a form, a
//! new table, files that rows lead to.
//!
//! The rows are read and changed as every document is (`document_api`, `documents::rows`).

mod form;

use serde::Deserialize;
use serde_json::Value;

use super::api::{ApiError, Bound, Call, Reply, Route};
use super::app::App;
use super::documents::{TableRow, table_rows};
use super::pages::{self, PageText};
use super::{attachments, document_api, events, settings};
use crate::content::data::{DATA, LinkPolicy, TableKind, ValueType};
use crate::editor::json::json;
use crate::fs;
use crate::serve::engine::Snapshot;

pub(super) const ROUTES: &[Route] = &[
    Route::get("/api/tables", list),
    Route::get("/api/table", describe),
    Route::post("/api/table/new", create),
    Route::upload("/api/table/file", Bound::Photo, attach),
];

fn list(call: &Call<'_>) -> Result<Reply, ApiError> {
    let app = call.app;
    let snapshot = events::snapshot(app)?;
    let shown = pages_of(app)?;
    let table = |kind: TableKind| table(app, kind, &snapshot, &shown);
    Ok(Reply::Json(json!({ "tables": TableKind::ALL.map(table) })))
}

/// The table `kind` in the list.
fn table(app: &App, kind: TableKind, snapshot: &Snapshot, pages: &[PageText]) -> Value {
    let file = kind.file();
    let is_there = fs::exists(&app.root.join(&file));
    let rows = if is_there { rows(app, &file) } else { None };
    let (errors, warnings) = pages::counts(snapshot, &file);
    json!({
        "name": kind.name(),
        "title": kind.schema().title,
        "file": file,
        // What stands for it in the text of a page.
        "code": format!("{{{{ {}() }}}}", kind.schema().name.1),
        "exists": is_there,
        // None where it cannot be read.
        "rows": rows.as_ref().map(Vec::len),
        "gaps": rows.map(|rows| gaps(kind, &rows)),
        "pages": shown_on(kind, snapshot, pages),
        "errors": errors,
        "warnings": warnings,
    })
}

/// The rows of `file` with something in them, read without remembering its text.
fn rows(app: &App, file: &str) -> Option<Vec<TableRow>> {
    let text = fs::read_text(&app.root.join(file)).ok()?;
    let rows = table_rows(file, &text)?;
    Some(rows.into_iter().filter(|row| row.is_map).collect())
}

/// What some rows lack, with their number: values of required columns, and of those that other rows have.
fn gaps(kind: TableKind, rows: &[TableRow]) -> Vec<Value> {
    let schema = kind.schema();
    let has = |row: &TableRow, key: &str| row.value(key).is_some_and(|value| !value.is_blank());
    let is_link = |value_type| matches!(value_type, ValueType::File | ValueType::Url);
    let mut gaps = Vec::new();
    let mut note = |label: &str, count: usize| {
        if count > 0 {
            gaps.push(json!({ "label": label, "count": count }));
        }
    };
    for column in schema.columns {
        if schema.links != LinkPolicy::None && is_link(column.value_type) {
            continue;
        }
        let lacking = rows.iter().filter(|row| !has(row, column.key.0)).count();
        if column.example.is_some() || lacking < rows.len() {
            note(form::label(column), lacking);
        }
    }
    if schema.links == LinkPolicy::Required {
        let lacking = |row: &&TableRow| !has(row, "file") && !has(row, "link");
        note("Файл или ссылка", rows.iter().filter(lacking).count());
    }
    gaps
}

/// The pages that show the table, as their files say it.
fn pages_of(app: &App) -> Result<Vec<PageText>, ApiError> {
    let config = settings::read(&app.root)?.0.ok_or_else(events::no_site)?;
    pages::read_all(app, &config)
}

fn shown_on(kind: TableKind, snapshot: &Snapshot, pages: &[PageText]) -> Value {
    let shown = pages.iter().filter(|page| page.tables().contains(&kind));
    let page = |page: &PageText| {
        let path = snapshot.site().and_then(|site| pages::path_of(site, &page.file));
        // Without an address: a draft that is not shown, or a page whose tables have no rows.
        json!({ "title": page.title, "file": page.file, "path": path, "draft": page.is_draft() })
    };
    shown.map(page).collect()
}

/// The kind that the page names.
fn kind(name: &str) -> Result<TableKind, ApiError> {
    let kind = TableKind::ALL.into_iter().find(|kind| kind.name() == name);
    kind.ok_or_else(|| ApiError::new(404, "Такой таблицы нет"))
}

/// `GET /api/table?name=`: the form of a table and its place in the section.
fn describe(call: &Call<'_>) -> Result<Reply, ApiError> {
    let kind = kind(&call.query.required("name")?)?;
    let snapshot = events::snapshot(call.app)?;
    let mut answer = table(call.app, kind, &snapshot, &pages_of(call.app)?);
    answer["columns"] = form::columns(kind);
    Ok(Reply::Json(answer))
}

fn create(call: &Call<'_>) -> Result<Reply, ApiError> {
    #[derive(Deserialize)]
    struct NewTableRequest {
        name: String,
    }
    let app = call.app;
    let kind = kind(&call.json::<NewTableRequest>()?.name)?;
    app.documents.create_table(kind).map_err(document_api::refusal)?;
    document_api::settled(app, &kind.file(), None)?;
    Ok(Reply::Json(json!({ "file": kind.file() })))
}

/// Puts a file beside the tables; a row can lead to it then.
fn attach(call: &Call<'_>) -> Result<Reply, ApiError> {
    let name = call.query.required("name")?;
    let attached = attachments::attach(call.app, DATA, &name, call.take_upload()?)?;
    Ok(Reply::Json(json!({ "name": attached.name, "notes": attached.notes })))
}
