//! Takes an import back: its drafts go to the trash, and tables are as they were.

use std::collections::HashMap;
use std::path::Path;

use serde::Deserialize;
use serde_json::json;

use crate::content::DATA;
use crate::editor::api::{ApiError, Call, Reply};
use crate::editor::app::App;
use crate::editor::document_api::PATIENCE;
use crate::editor::documents::{Edit, EditError};
use crate::fs::{self, TextFile};
use crate::pipeline::Imported;
use crate::quantity::count;

/// What an import has made, as long as it can be taken back.
#[derive(Debug)]
pub(super) struct MadeImport {
    id: u64,
    /// New files.
    created: Vec<String>,
    /// Files that it has added to, with their texts before.
    changed: Vec<(String, String)>,
}

/// The section's tables before an import.
#[derive(Debug, Default)]
pub(super) struct TextsBefore(HashMap<String, String>);

impl TextsBefore {
    pub(super) fn read(root: &Path) -> Result<Self, fs::Error> {
        let mut texts = HashMap::new();
        for entry in fs::list(&root.join(DATA))? {
            let file = format!("{DATA}/{}", entry.relative);
            if entry.relative.ends_with(".yaml")
                && let Ok(text) = TextFile::decode(&fs::read(&root.join(&file))?)
            {
                texts.insert(file, text.text().to_owned());
            }
        }
        Ok(Self(texts))
    }
}

impl MadeImport {
    pub(super) fn new(id: u64, imported: &Imported, mut before: TextsBefore) -> Self {
        let mut made = Self { id, created: Vec::new(), changed: Vec::new() };
        made.created.extend(imported.created.iter().map(|event| event.file.clone()));
        for file in &imported.texts {
            match before.0.remove(file) {
                Some(text) => made.changed.push((file.clone(), text)),
                None => made.created.push(file.clone()),
            }
        }
        made
    }
}

#[derive(Deserialize)]
struct UndoRequest {
    id: u64,
}

/// `POST /api/import/undo`
pub(super) fn undo(call: &Call<'_>) -> Result<Reply, ApiError> {
    let app = call.app;
    let UndoRequest { id } = call.json()?;
    let made = {
        let mut state = app.importing.lock();
        state.made.take_if(|made| made.id == id)
    };
    let made = made.ok_or_else(|| ApiError::new(409, "Этот перенос уже отменён"))?;
    let mut trashed = 0_usize;
    for file in &made.created {
        match app.documents.trash(file) {
            Ok(_) => trashed += 1,
            // Somebody has deleted or moved it meanwhile.
            Err(EditError::Missing(_)) => {}
            Err(error) => return Err(error.into()),
        }
    }
    for (file, text) in made.changed {
        let opened = app.documents.open(&file)?;
        let edit = Edit { text: Some(text), ..Edit::default() };
        app.documents.save(&file, &opened.hash, &edit)?;
    }
    settle(app, made.created.iter().map(String::as_str));
    let words = count(trashed, "черновик", "черновика", "черновиков");
    Ok(Reply::Json(json!({ "text": words })))
}

/// Waits until the engine has seen `files` as the disk has them.
pub(super) fn settle<'a>(app: &App, files: impl Iterator<Item = &'a str>) {
    let Some(engine) = app.engine() else { return };
    let last = files.map(|file| engine.overlay(file, None)).last();
    if let Some(ticket) = last {
        engine.settled(ticket, PATIENCE);
    }
}
