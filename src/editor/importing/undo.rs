//! Takes an import back: its drafts go to the trash, and tables are as they were.

use std::collections::HashMap;
use std::path::Path;

use serde::Deserialize;

use crate::content::DATA;
use crate::editor::api::{ApiError, Call, Reply};
use crate::editor::app::App;
use crate::editor::document_api::PATIENCE;
use crate::editor::documents::{Edit, EditError};
use crate::editor::json::json;
use crate::editor::titles::Titles;
use crate::fs;
use crate::pipeline::Imported;
use crate::quantity::count;

/// What an import has made, as long as it can be taken back.
#[derive(Debug)]
pub(super) struct MadeImport {
    id: u64,
    drafts: Vec<String>,
    /// New tables and reports.
    texts: Vec<String>,
    /// Tables that it has added to.
    changed: Vec<ChangedTable>,
}

#[derive(Debug)]
struct ChangedTable {
    file: String,
    before: String,
    /// Of the file that the import has left: what was edited since then stays.
    hash: String,
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
                && let Ok(text) = fs::read_text_file(&root.join(&file))
            {
                texts.insert(file, text.text().to_owned());
            }
        }
        Ok(Self(texts))
    }
}

impl MadeImport {
    pub(super) fn new(app: &App, id: u64, imported: &Imported, mut before: TextsBefore) -> Self {
        let drafts = imported.created.iter().map(|event| event.file.clone()).collect();
        let mut made = Self { id, drafts, texts: Vec::new(), changed: Vec::new() };
        for file in &imported.texts {
            let file = file.clone();
            match before.0.remove(&file) {
                Some(before) => {
                    let opened = app.documents.open(&file);
                    let hash = opened.map(|opened| opened.hash).unwrap_or_default();
                    made.changed.push(ChangedTable { file, before, hash });
                }
                None => made.texts.push(file),
            }
        }
        made
    }

    /// Takes it back. It can be tried again after an error: what is gone already is passed over.
    fn take_back(&self, app: &App) -> Result<TakenBack, ApiError> {
        let mut taken = TakenBack::default();
        for ChangedTable { file, before, hash } in &self.changed {
            let edit = Edit { text: Some(before.clone()), ..Edit::default() };
            match app.documents.save(file, hash, &edit) {
                Ok(_) | Err(EditError::Missing(_)) => {}
                Err(EditError::Conflict(_)) => taken.edited.push(file.clone()),
                Err(error) => return Err(error.into()),
            }
        }
        for (files, trashed) in [(&self.drafts, &mut taken.drafts), (&self.texts, &mut taken.texts)]
        {
            for file in files {
                match app.documents.trash(file) {
                    Ok(_) => *trashed += 1,
                    // Somebody has deleted or moved it meanwhile.
                    Err(EditError::Missing(_)) => {}
                    Err(error) => return Err(error.into()),
                }
            }
        }
        Ok(taken)
    }

    fn files(&self) -> impl Iterator<Item = &str> {
        let changed = self.changed.iter().map(|table| &table.file);
        self.drafts.iter().chain(&self.texts).chain(changed).map(String::as_str)
    }
}

/// What has become of an import.
#[derive(Debug, Default)]
struct TakenBack {
    drafts: usize,
    texts: usize,
    /// Tables whose new rows were edited since: they stay.
    edited: Vec<String>,
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
    let taken = made.take_back(app);
    settle(app, made.files());
    let TakenBack { drafts, texts, edited } = taken.inspect_err(|_| {
        app.importing.lock().made.get_or_insert(made);
    })?;
    let mut words = count(drafts, "черновик", "черновика", "черновиков");
    if texts > 0 {
        words = format!("{words} и {}", count(texts, "файл", "файла", "файлов"));
    }
    let titles = Titles::new(app);
    let note = |file: &String| {
        let name = titles.name(file);
        format!("{name}: строки из файла правили, поэтому они остались. Уберите их сами.")
    };
    let notes: Vec<_> = edited.iter().map(note).collect();
    Ok(Reply::Json(json!({ "text": words, "notes": notes })))
}

/// Waits until the engine has seen `files` as the disk has them.
pub(super) fn settle<'a>(app: &App, files: impl Iterator<Item = &'a str>) {
    let Some(engine) = app.engine() else { return };
    let last = files.map(|file| engine.overlay(file, None)).last();
    if let Some(ticket) = last {
        engine.settled(ticket, PATIENCE);
    }
}
