//! A document's text as fields and body.

use std::ops::Range;

use super::rows::{self, TableRow};
use crate::characters::printable;
use crate::config;
use crate::content::data::TableKind;
use crate::content::{schema, split_text};
use crate::diagnostic::Diagnostics;
use crate::yaml::{Key, MapEntry, Node, Value, YamlDocument, find_key};

/// A document that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    /// Relative to the site's root.
    pub file: String,
    /// Of the file's bytes.
    pub hash: String,
    /// The whole text, with `\n` line ends.
    pub text: String,
    /// In the order of the file; none if the front matter cannot be read.
    pub fields: Vec<DocumentField>,
    /// Without the empty lines around it.
    pub body: String,
    /// The byte of `text` at which it begins.
    pub body_start: usize,
    /// The line on which it begins, from 1.
    pub body_line: usize,
    /// Whether the file is closed for writing.
    pub locked: bool,
    /// Of a table; none if it cannot be read, or the file is no table.
    pub rows: Option<Vec<TableRow>>,
}

/// A key of the front matter with its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentField {
    /// The English name; of an unknown key, as written.
    pub key: String,
    pub value: FieldValue,
    /// Of the key, from 1.
    pub line: usize,
}

/// A value as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldValue {
    /// Empty where nothing is written.
    Text(String),
    List(Vec<String>),
    /// Maps; an item that is a text alone is the value of the first key that such maps have. Keys are in
    /// English where they are known.
    Entries(Vec<Vec<(String, String)>>),
}

impl FieldValue {
    /// Whether nothing is written.
    pub(in crate::editor) fn is_blank(&self) -> bool {
        match self {
            Self::Text(text) => text.trim().is_empty(),
            Self::List(texts) => texts.iter().all(|text| text.trim().is_empty()),
            Self::Entries(entries) => {
                entries.iter().flatten().all(|(_, text)| text.trim().is_empty())
            }
        }
    }
}

impl Opened {
    pub(in crate::editor) fn read(file: &str, text: &str, hash: String, locked: bool) -> Self {
        let body = body_range(text);
        let (fields, rows) = match rows::read(file, text) {
            Some(table) => (table.head, Some(table.rows)),
            None => (fields(file, text), None),
        };
        Self {
            file: file.to_owned(),
            hash,
            fields,
            rows,
            body: text[body.clone()].to_owned(),
            body_start: body.start,
            body_line: 1 + text[..body.start].matches('\n').count(),
            text: text.to_owned(),
            locked,
        }
    }

    /// The value of a key, by its English name.
    pub fn value(&self, key: &str) -> Option<&FieldValue> {
        self.fields.iter().find(|field| field.key == key).map(|field| &field.value)
    }
}

/// The bytes of the body of `text`, without the empty lines around it; all of it where there is no front
/// matter.
pub fn body_range(text: &str) -> Range<usize> {
    let start = split_text(text).map_or(0, |(_, start)| start);
    let body = &text[start..];
    let trimmed = body.trim_start_matches('\n');
    let start = start + body.len() - trimmed.len();
    start..start + trimmed.trim_end_matches('\n').len()
}

/// Whether the fields of `text`, the text of `file`, can be read.
pub(super) fn is_readable(file: &str, text: &str) -> bool {
    match TableKind::of_file(file) {
        Some(_) => rows::read(file, text).is_some(),
        None => !fields(file, text).is_empty(),
    }
}

/// The fields of `text`, the text of `file`; of a table, those above its rows.
pub(super) fn fields(file: &str, text: &str) -> Vec<DocumentField> {
    if file == config::FILE {
        return super::settings::read(text).fields;
    }
    if TableKind::of_file(file).is_some() {
        return rows::read(file, text).map(|table| table.head).unwrap_or_default();
    }
    let Some((yaml, _)) = split_text(text) else { return Vec::new() };
    let lines_before = text[..yaml.start].matches('\n').count();
    let yaml = printable(&text[yaml], ' ');
    let document = YamlDocument::whole(file, &yaml);
    let Some(node) = document.parse(&mut Diagnostics::new()) else { return Vec::new() };
    let Value::Map(entries) = &node.value else { return Vec::new() };
    let schema = schema(file);
    let field = |entry: &MapEntry<'_>| {
        let key = english(&entry.key, schema.keys);
        let nested = schema.nested_keys(&key);
        DocumentField {
            value: value(&entry.value, nested),
            key,
            line: lines_before + entry.key_span.line,
        }
    };
    entries.iter().map(field).collect()
}

/// The English name of a key; an unknown one as it is.
pub(super) fn english(key: &str, keys: &[Key]) -> String {
    find_key(key, keys).map_or(key, |key| key.0).to_owned()
}

pub(super) fn value(node: &Node<'_>, keys: &[Key]) -> FieldValue {
    match &node.value {
        Value::Empty => FieldValue::Text(String::new()),
        Value::Text(text) => FieldValue::Text(text.trim().to_owned()),
        Value::Map(entries) => FieldValue::Entries(vec![pairs(entries, keys)]),
        Value::List(items) if items.iter().any(|item| matches!(item.value, Value::Map(_))) => {
            let entry = |item: &Node<'_>| match &item.value {
                Value::Map(entries) => pairs(entries, keys),
                _ => {
                    let first = keys.first().map_or("", |key| key.0);
                    vec![(first.to_owned(), one_text(item))]
                }
            };
            FieldValue::Entries(items.iter().map(entry).collect())
        }
        Value::List(items) => FieldValue::List(items.iter().map(one_text).collect()),
    }
}

fn pairs(entries: &[MapEntry<'_>], keys: &[Key]) -> Vec<(String, String)> {
    entries.iter().map(|entry| (english(&entry.key, keys), one_text(&entry.value))).collect()
}

/// A value as one text; a list with commas.
fn one_text(node: &Node<'_>) -> String {
    match &node.value {
        Value::Text(text) => text.trim().to_owned(),
        Value::List(items) => items.iter().map(one_text).collect::<Vec<_>>().join(", "),
        Value::Empty | Value::Map(_) => String::new(),
    }
}
