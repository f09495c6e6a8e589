//! What the page sends about a document, and what it is told where that cannot be done.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::view;
use crate::config::OwnKey;
use crate::content::{POSTS, is_below};
use crate::editor::api::{ApiError, sentence};
use crate::editor::documents::{Documents, Edit, EditError, FieldValue, RowEdit};
use crate::editor::json::json;

/// A change of a document: fields and body, or its whole text.
#[derive(Debug, Deserialize)]
pub(in crate::editor) struct DocumentChange {
    pub(super) file: String,
    /// The hash of the file that the page knows.
    pub(in crate::editor) base: String,
    #[serde(default)]
    fields: Map<String, Value>,
    body: Option<String>,
    text: Option<String>,
    /// All rows of a table.
    rows: Option<Vec<RowChange>>,
}

/// A row of a table: its number in the file, and the values that it is to have.
#[derive(Debug, Deserialize)]
struct RowChange {
    from: Option<usize>,
    values: Map<String, Value>,
}

impl RowChange {
    /// None if a value has a form that no field has.
    fn edit(&self) -> Option<RowEdit> {
        let values = self.values.iter().filter(|(_, value)| !value.is_null());
        let values = values.map(|(key, value)| Some((key.clone(), field_value(value)?)));
        Some(RowEdit { from: self.from, values: values.collect::<Option<Vec<_>>>()? })
    }
}

impl DocumentChange {
    /// The edit; own keys of the site keep the spelling that the file has.
    ///
    /// # Errors
    /// If a value has a form that no field has.
    pub(in crate::editor) fn edit(
        &self,
        own: &[OwnKey],
        documents: &Documents,
    ) -> Result<Edit, ApiError> {
        let has_own = self.fields.keys().any(|key| OwnKey::find(key, own).is_some());
        let opened = if has_own { documents.open(&self.file).ok() } else { None };
        let written = |key: &String| {
            let Some(id) = OwnKey::find(key, own) else { return key.clone() };
            let fields = opened.iter().flat_map(|opened| &opened.fields);
            let same =
                fields.map(|field| &field.key).find(|key| OwnKey::find(key, own) == Some(id));
            let declared =
                || own.get(id.index()).map_or_else(|| key.clone(), |key| key.name.clone());
            same.cloned().unwrap_or_else(declared)
        };
        let fields = self.fields.iter().map(|(key, value)| {
            let value = if value.is_null() { None } else { Some(field_value(value)?) };
            Some((written(key), value))
        });
        let fields = fields.collect::<Option<Vec<_>>>();
        let fields = fields.ok_or_else(not_understood)?;
        let rows = self.rows.as_ref().map(|rows| rows.iter().map(RowChange::edit).collect());
        let rows: Option<Option<Vec<RowEdit>>> = rows;
        let rows = rows.map(|rows| rows.ok_or_else(not_understood)).transpose()?;
        Ok(Edit { fields, body: self.body.clone(), text: self.text.clone(), rows })
    }
}

fn not_understood() -> ApiError {
    ApiError::new(400, "Запрос не понят")
}

/// The words for an edit that was not made.
pub(in crate::editor) fn refusal(error: EditError) -> ApiError {
    refusal_with(error, &[])
}

/// As [`refusal`], on a site with these own keys.
pub(super) fn refusal_with(error: EditError, own: &[OwnKey]) -> ApiError {
    let (message, hint) = (error.to_string(), error.hint().to_owned());
    match error {
        EditError::Conflict(disk) => {
            let data = json!({
                "hash": disk.hash,
                "text": disk.text,
                "fields": view::fields(&disk, own),
                "body": disk.body,
                "rows": view::rows(&disk),
            });
            ApiError::new(412, sentence(&message)).data(data)
        }
        EditError::Refused { .. } => ApiError::new(422, sentence(&message)).hint(hint),
        EditError::Missing(file) if is_below(&file, POSTS) => {
            ApiError::new(404, "Такого события нет").hint(hint)
        }
        EditError::Missing(_) => {
            ApiError::new(404, "Такого файла нет").hint("возможно, его удалили или переименовали")
        }
        EditError::Disk(error) => error.into(),
    }
}

fn field_value(value: &Value) -> Option<FieldValue> {
    match value {
        Value::String(text) => Some(FieldValue::Text(text.clone())),
        Value::Array(items) if items.iter().all(Value::is_string) => {
            let texts = items.iter().filter_map(Value::as_str).map(str::to_owned);
            Some(FieldValue::List(texts.collect()))
        }
        Value::Array(items) => {
            let entry = |item: &Value| {
                let pairs = item.as_object()?.iter();
                let pairs =
                    pairs.map(|(key, value)| Some((key.clone(), value.as_str()?.to_owned())));
                pairs.collect::<Option<Vec<_>>>()
            };
            items.iter().map(entry).collect::<Option<Vec<_>>>().map(FieldValue::Entries)
        }
        _ => None,
    }
}
