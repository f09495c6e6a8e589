//! What is written in the settings, by the names in the table of `config`.

use super::OPTIONS;
use crate::characters::printable;
use crate::config::{RowColumn, SCHEMA, SettingKind, setting};
use crate::diagnostic::Diagnostics;
use crate::editor::documents::{Field, FieldValue};
use crate::yaml::{MapEntry, Node, Value, YamlDocument, find_key};

/// What is written in the settings.
#[derive(Debug, Default)]
pub(in crate::editor) struct WrittenSettings {
    /// In the order of the file; unknown keys too, as they are written.
    pub(in crate::editor) fields: Vec<Field>,
    /// The lines of items of lists, from 1, and their keys: `directions.2`.
    pub(in crate::editor) items: Vec<(usize, String)>,
    /// The keys among the fields that no setting has.
    pub(in crate::editor) unknown: Vec<String>,
}

/// Reads `text`; nothing if it is not YAML.
pub(in crate::editor) fn read(text: &str) -> WrittenSettings {
    let text = printable(text, ' ');
    let document = YamlDocument::whole("", &text);
    let mut written = WrittenSettings::default();
    if let Some(Node { value: Value::Map(entries), .. }) = document.parse(&mut Diagnostics::new()) {
        written.add("", &entries);
    }
    written
}

impl WrittenSettings {
    fn add(&mut self, above: &str, entries: &[MapEntry<'_>]) {
        let keys = if above.is_empty() { SCHEMA.keys } else { SCHEMA.nested_keys(above) };
        let prefix = if above.is_empty() { String::new() } else { format!("{above}.") };
        for entry in entries {
            let name = find_key(&entry.key, keys).map_or(&*entry.key, |key| key.0);
            let key = format!("{prefix}{name}");
            let line = entry.key_span.line;
            let is_map = |node: &Node<'_>| matches!(node.value, Value::Map(_) | Value::Empty);
            let has_inner = key == OPTIONS || !SCHEMA.nested_keys(&key).is_empty();
            match (setting(&key), &entry.value.value) {
                (Some(known), value) if key != OPTIONS => {
                    if let (SettingKind::Rows(_), Value::List(items)) = (known.kind, value) {
                        let place = |(at, item): (usize, &Node<'_>)| {
                            (item.span.line, format!("{key}.{at}"))
                        };
                        self.items.extend(items.iter().enumerate().map(place));
                    }
                    let value = value_of(known.kind, &entry.value, &key);
                    self.fields.push(Field { key, value, line });
                }
                (_, Value::Map(inner)) if has_inner => self.add(&key, inner),
                _ if has_inner && is_map(&entry.value) => {}
                (_, Value::Text(text)) if above == OPTIONS => {
                    let value = FieldValue::Text(text.trim().to_owned());
                    self.fields.push(Field { key, value, line });
                }
                _ => {
                    self.unknown.push(format!("{prefix}{}", entry.key));
                    let value = FieldValue::Text(String::new());
                    self.fields.push(Field { key, value, line });
                }
            }
        }
    }
}

fn value_of(kind: SettingKind, node: &Node<'_>, key: &str) -> FieldValue {
    match (kind, &node.value) {
        (_, Value::Empty) => FieldValue::Text(String::new()),
        (SettingKind::Rows(columns), Value::List(items)) => {
            FieldValue::Entries(items.iter().map(|item| row(item, columns, key)).collect())
        }
        (SettingKind::Names, Value::Map(entries)) => {
            let name = |entry: &MapEntry<'_>| match one_text(&entry.value, ", ") {
                name if name.is_empty() => entry.key.trim().to_owned(),
                name => format!("{}: {name}", entry.key.trim()),
            };
            FieldValue::List(entries.iter().map(name).collect())
        }
        (SettingKind::Lines | SettingKind::Names, Value::List(items)) => {
            FieldValue::List(items.iter().map(|item| one_text(item, ", ")).collect())
        }
        (SettingKind::Lines | SettingKind::Names, _) => {
            FieldValue::List(vec![one_text(node, ", ")])
        }
        _ => FieldValue::Text(one_text(node, ", ")),
    }
}

fn row(item: &Node<'_>, columns: &[RowColumn], key: &str) -> Vec<(String, String)> {
    let Value::Map(entries) = &item.value else {
        let first = columns.first().map_or("", |column| column.key);
        return vec![(first.to_owned(), one_text(item, ", "))];
    };
    let keys = SCHEMA.nested_keys(key);
    let pair = |entry: &MapEntry<'_>| {
        let name = find_key(&entry.key, keys).map_or(&*entry.key, |key| key.0);
        let is_list = columns.iter().any(|column| column.key == name && column.is_list);
        (name.to_owned(), one_text(&entry.value, if is_list { "\n" } else { ", " }))
    };
    entries.iter().map(pair).collect()
}

fn one_text(node: &Node<'_>, between: &str) -> String {
    match &node.value {
        Value::Text(text) => text.split_whitespace().collect::<Vec<_>>().join(" "),
        Value::List(items) => {
            items.iter().map(|item| one_text(item, ", ")).collect::<Vec<_>>().join(between)
        }
        Value::Empty | Value::Map(_) => String::new(),
    }
}
