//! A document as the page gets it: values of its fields, what was understood of them, its problems.

use serde_json::{Map, Value};

use super::echo;
use super::problems::{self, PlacedText};
use super::table_problems;
use crate::config::{self, Config, OwnKey};
use crate::content::{schema, split_text};
use crate::diagnostic::Diagnostics;
use crate::editor::api::ApiError;
use crate::editor::app::App;
use crate::editor::documents::{FieldValue, Opened, RowField, TableRow, read_settings};
use crate::editor::fields::form_key;
use crate::editor::json::json;
use crate::editor::{events, pages, settings, titles};
use crate::serve::engine::Snapshot;
use crate::yaml::YamlDocument;

/// What the page shows after each change: problems, what was understood, where the page is.
///
/// # Errors
/// If the settings cannot be read.
pub(super) fn shown(document: &Opened, app: &App, snapshot: &Snapshot) -> Result<Value, ApiError> {
    let (config, _) = settings::read(&app.root)?;
    Ok(shown_with(document, config.as_ref(), snapshot))
}

/// As [`shown`], with settings that were read before.
pub(super) fn shown_with(document: &Opened, config: Option<&Config>, snapshot: &Snapshot) -> Value {
    let value = |key: &str| document.value(key);
    let echo = config.map(|config| echo::of_fields(&document.file, value, config));
    let own = own_keys(config);
    let keys = document.fields.iter().map(|field| (field.line, form_key(&field.key, own)));
    let mut keys: Vec<_> = keys.collect();
    let is_settings = document.file == config::FILE;
    if is_settings {
        keys.extend(read_settings(&document.text).items);
        keys.sort_by_key(|(line, _)| *line);
    }
    let text = PlacedText {
        file: &document.file,
        text: &document.text,
        // Settings have no body.
        body_start: if is_settings { usize::MAX } else { document.body_start },
        keys,
    };
    let row = snapshot.document(&document.file);
    let problems = match &document.rows {
        Some(rows) => table_problems::of_table(snapshot.diagnostics(), &document.file, rows),
        None => problems::of_document(snapshot.diagnostics(), &text),
    };
    let page = row.and_then(|row| row.path);
    json!({
        "file": document.file,
        "problems": problems,
        "echo": echo,
        "page": page.or_else(|| snapshot.site().and_then(|site| pages::path_of(site, &document.file))),
        "title": row.map(|row| row.title),
        "state": row.map(|row| events::state_name(row.state)),
        "generation": snapshot.generation(),
    })
}

pub(super) fn own_keys(config: Option<&Config>) -> &[OwnKey] {
    config.map_or(&[], |config| &config.own_keys)
}

/// Everything about the document.
///
/// # Errors
/// As of [`shown`].
pub(super) fn whole(document: &Opened, app: &App, snapshot: &Snapshot) -> Result<Value, ApiError> {
    let (config, _) = settings::read(&app.root)?;
    let own = own_keys(config.as_ref());
    let mut answer = shown_with(document, config.as_ref(), snapshot);
    let is_settings = document.file == config::FILE;
    let keys = schema(&document.file).keys;
    let is_known =
        |key: &str| keys.iter().any(|known| known.0 == key) || OwnKey::find(key, own).is_some();
    let others = document.fields.iter().map(|field| &field.key).filter(|key| !is_known(key));
    answer["hash"] = document.hash.as_str().into();
    answer["text"] = document.text.as_str().into();
    answer["fields"] = fields(document, own);
    answer["body"] = document.body.as_str().into();
    answer["rows"] = rows(document);
    answer["others"] = match is_settings {
        true => json!(read_settings(&document.text).unknown),
        false => others.map(String::as_str).collect(),
    };
    answer["writable"] = is_readable(document).into();
    answer["locked"] = document.locked.into();
    answer["name"] = titles::text_name(&document.file, title(document)).into();
    let mut copies = snapshot.site().into_iter().flat_map(|site| site.copies.iter());
    let copy = copies.find(|copy| [&copy.original, &copy.file].contains(&&document.file));
    answer["copy"] = copy.map(|copy| &*copy.file).into();
    answer["published"] = published(document, app, config.as_ref(), snapshot).into();
    Ok(answer)
}

/// The rows of a table; null of other documents.
pub(super) fn rows(document: &Opened) -> Value {
    let value = |field: &RowField| (field.key.clone(), json_value(&field.value));
    let row = |(number, row): (usize, &TableRow)| {
        json!({
            "from": number,
            "values": row.fields.iter().map(value).collect::<Map<String, Value>>(),
            // What is written in another way can be moved and removed.
            "isForm": row.is_map,
        })
    };
    let rows = document.rows.as_ref();
    rows.map_or(Value::Null, |rows| rows.iter().enumerate().map(row).collect())
}

fn title(document: &Opened) -> Option<&str> {
    match document.value("title") {
        Some(FieldValue::Text(title)) => Some(title),
        _ => None,
    }
}

/// The values by the English names of their keys, those of own keys by their names in the form; without
/// those that are empty.
pub(super) fn fields(document: &Opened, own: &[OwnKey]) -> Value {
    let filled = |value: &FieldValue| !matches!(value, FieldValue::Text(text) if text.is_empty());
    let fields = document.fields.iter().filter(|field| filled(&field.value));
    let pairs = fields.map(|field| (form_key(&field.key, own), json_value(&field.value)));
    Value::Object(pairs.collect())
}

/// Whether the front matter or the table can be read, so that its fields can be edited.
fn is_readable(document: &Opened) -> bool {
    if document.file == config::FILE {
        return !document.fields.is_empty();
    }
    document.rows.is_some()
        || split_text(&document.text).is_some_and(|(yaml, _)| {
            let part = YamlDocument::part(&document.file, &document.text, yaml.start, yaml.end);
            part.parse(&mut Diagnostics::new()).is_some()
        })
}

fn published(
    document: &Opened,
    app: &App,
    config: Option<&Config>,
    snapshot: &Snapshot,
) -> &'static str {
    let server = config.and_then(|config| events::ServerCopy::read(&app.root, config));
    let row = snapshot.document(&document.file);
    row.map_or("unknown", |row| events::published(&row, snapshot, server.as_ref(), &app.root))
}

fn json_value(value: &FieldValue) -> Value {
    match value {
        FieldValue::Text(text) => text.as_str().into(),
        FieldValue::List(texts) => json!(texts),
        FieldValue::Entries(entries) => {
            let item = |entry: &Vec<(String, String)>| {
                let pairs = entry.iter().map(|(key, value)| (key.clone(), value.as_str().into()));
                pairs.collect::<Map<String, Value>>()
            };
            entries.iter().map(item).collect::<Vec<_>>().into()
        }
    }
}
