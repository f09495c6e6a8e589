//! What events would lose by a change of the settings: directions and own keys that they name.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::config::{self, Config, OwnKey};
use crate::content::{POSTS, is_markdown};
use crate::diagnostic::Diagnostics;
use crate::editor::api::{ApiError, Call, Reply};
use crate::editor::app::App;
use crate::editor::document_api::DocumentChange;
use crate::editor::documents::{FieldValue, Opened};
use crate::editor::json::json;
use crate::{fs, slug};

/// A code for a direction of this name.
pub(super) fn new_code(call: &Call<'_>) -> Result<Reply, ApiError> {
    /// Codes stand in addresses, which people read aloud.
    const MAX_WORDS: usize = 3;

    let title = call.query.required("title")?;
    let code = slug::slugify(&title).split('-').take(MAX_WORDS).collect::<Vec<_>>().join("-");
    let code = if code.is_empty() { "napravlenie".to_owned() } else { code };
    let (config, _) = super::read(&call.app.root)?;
    let is_free = |code: &String| {
        !config.iter().flat_map(|config| &config.directions).any(|one| one.id == *code)
    };
    let numbered = (2..1000).map(|number| format!("{code}-{number}"));
    let free = std::iter::once(code.clone()).chain(numbered).find(is_free);
    Ok(Reply::Json(json!({ "code": free.unwrap_or(code) })))
}

/// The events that would not find their direction, or one of their keys, after a change.
pub(super) fn orphans(call: &Call<'_>) -> Result<Reply, ApiError> {
    let app = call.app;
    let change: DocumentChange = call.json()?;
    let edit = change.edit(&[], &app.documents)?;
    let text = app.documents.compose(config::FILE, &change.base, &edit)?;
    let new = Config::parse(config::FILE, text.text(), &mut Diagnostics::new());
    let (old, _) = super::read(&app.root)?;
    let (Some(old), Some(new)) = (old, new) else { return Ok(Reply::Json(found(&[]))) };
    Ok(Reply::Json(found(&lost(app, &old, &new)?)))
}

/// An event that loses something, and the words by which it names it.
type Lost = (String, String);

fn lost(app: &App, old: &Config, new: &Config) -> Result<Vec<Lost>, ApiError> {
    // Not those of the engine: with a mistake in the settings it has none.
    let (entries, _) = fs::walk(&app.root, POSTS)?;
    let files = entries.into_iter().map(|entry| entry.relative);
    let mut lost = Vec::new();
    for file in files.filter(|file| is_markdown(file)) {
        // Not through the store of documents: it remembers what it opens.
        let Ok(text) = fs::read_text(&app.root.join(&file)) else { continue };
        let opened = Opened::read(&file, &text, String::new(), false);
        if let Some(FieldValue::Text(name)) = opened.value("direction") {
            let id = |config: &Config| {
                let id = config.resolve_direction(name).ok()?;
                Some(config.direction(id).id.clone())
            };
            let (before, after) = (id(old), id(new));
            if before.is_some() && after.is_none() {
                lost.push((file.clone(), name.clone()));
            }
        }
        for key in opened.fields.iter().map(|field| &field.key) {
            if OwnKey::find(key, &old.own_keys).is_some()
                && OwnKey::find(key, &new.own_keys).is_none()
            {
                lost.push((file.clone(), key.clone()));
            }
        }
    }
    Ok(lost)
}

/// The number of events, and the words without which they would be lost.
fn found(lost: &[Lost]) -> Value {
    let events: BTreeSet<&String> = lost.iter().map(|(file, _)| file).collect();
    let names: BTreeSet<&String> = lost.iter().map(|(_, name)| name).collect();
    json!({ "events": events.len(), "names": names })
}
