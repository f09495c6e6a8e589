//! The settings of the site as fields, each by its name in the table of `config`: `hosting.ftp.host`.
//!
//! Values are written at their places one by one, as those of other documents.

mod rows;

use super::{EditError, Field, FieldValue};
use crate::characters::printable;
use crate::config::{RowColumn, SCHEMA, SettingKind, setting};
use crate::diagnostic::Diagnostics;
use crate::fs::TextFile;
use crate::yaml::{self, MapEntry, Node, Patch, PathStep, TextEdit, Value, YamlDocument, find_key};
use rows::{ListEdit, edits};

/// The settings without which there is no site: their lines stay when they are emptied.
const REQUIRED: [&str; 2] = ["title", "base_url"];

/// The key of values that the theme names.
const OPTIONS: &str = "theme_options";

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

/// Changes settings one by one.
///
/// # Errors
/// If one is written in a way that is not changed here, or there is no such setting.
pub(super) fn set(
    text: &mut TextFile,
    fields: &[(String, Option<FieldValue>)],
) -> Result<(), EditError> {
    for (key, value) in fields {
        Change { text, key }.make(value.as_ref())?;
    }
    Ok(())
}

/// The change of one setting.
struct Change<'t, 'k> {
    text: &'t mut TextFile,
    key: &'k str,
}

impl Change<'_, '_> {
    fn make(&mut self, new: Option<&FieldValue>) -> Result<(), EditError> {
        let old = read(self.text.text()).fields.into_iter().find(|field| field.key == self.key);
        let old = old.map(|field| field.value);
        let kind = match setting(self.key) {
            Some(setting) => setting.kind,
            None if is_option(self.key) => SettingKind::Text,
            None => return Err(EditError::refused("такой настройки нет", "обновите страницу")),
        };
        if old.as_ref() == new {
            return Ok(());
        }
        match (kind, new) {
            (SettingKind::Rows(columns), _) => {
                let new = match new {
                    Some(FieldValue::Entries(rows)) => rows.as_slice(),
                    _ => &[],
                };
                self.set_rows(columns, old.as_ref(), new)
            }
            (SettingKind::Lines, _) => self.set_list(old.as_ref(), &lines(new)),
            (SettingKind::Names, _) => self.set_names(old.as_ref(), &lines(new)),
            (_, new) => self.set_text(old.as_ref(), &lines(new).join(" ")),
        }
    }

    fn set_text(&mut self, old: Option<&FieldValue>, new: &str) -> Result<(), EditError> {
        match (new.is_empty(), old) {
            (true, None) => Ok(()),
            (true, Some(_)) if !REQUIRED.contains(&self.key) => self.remove(),
            _ => self.apply(&Patch::Set(&steps(self.key), new)),
        }
    }

    fn set_list(&mut self, old: Option<&FieldValue>, new: &[String]) -> Result<(), EditError> {
        match (new.first(), old) {
            (None, None) => Ok(()),
            (None, Some(_)) => self.remove(),
            // The maps that lead to it may be missing.
            (Some(first), None) if self.key.contains('.') => {
                self.apply(&Patch::Set(&steps(self.key), first))?;
                self.apply(&Patch::SetList(&steps(self.key), new))
            }
            _ => self.apply(&Patch::SetList(&steps(self.key), new)),
        }
    }

    /// Names with English ones stand in a map, others in a list.
    fn set_names(&mut self, old: Option<&FieldValue>, new: &[String]) -> Result<(), EditError> {
        let pair = |line: &str| match line.split_once(':') {
            Some((id, name)) => (id.trim().to_owned(), name.trim().to_owned()),
            None => (line.trim().to_owned(), String::new()),
        };
        let was_map = self.is_map();
        if !was_map && !new.iter().any(|line| line.contains(':')) {
            return self.set_list(old, new);
        }
        if !was_map || new.is_empty() {
            self.remove()?;
        }
        let steps = steps(self.key);
        let new: Vec<_> = new.iter().map(|line| pair(line)).collect();
        let old: Vec<_> = if was_map { lines(old) } else { Vec::new() };
        let old: Vec<_> = old.iter().map(|line| pair(line)).collect();
        for (id, name) in new.iter().filter(|one| !old.contains(one)) {
            let path = [&steps[..], &[PathStep::Key(id)]].concat();
            self.apply(&Patch::Set(&path, name))?;
        }
        for (id, _) in &old {
            if !new.iter().any(|(other, _)| other == id) {
                let path = [&steps[..], &[PathStep::Key(id)]].concat();
                self.apply(&Patch::Remove(&path))?;
            }
        }
        Ok(())
    }

    fn is_map(&self) -> bool {
        let text = printable(self.text.text(), ' ');
        let document = YamlDocument::whole("", &text);
        let Some(Node { value: Value::Map(entries), .. }) = document.parse(&mut Diagnostics::new())
        else {
            return false;
        };
        let is_it = |entry: &&MapEntry<'_>| {
            find_key(&entry.key, SCHEMA.keys).is_some_and(|key| key.0 == self.key)
        };
        entries.iter().find(is_it).is_some_and(|entry| matches!(entry.value.value, Value::Map(_)))
    }

    fn set_rows(
        &mut self,
        columns: &[RowColumn],
        old: Option<&FieldValue>,
        new: &[Vec<(String, String)>],
    ) -> Result<(), EditError> {
        let old = match old {
            Some(FieldValue::Entries(rows)) => rows.as_slice(),
            Some(FieldValue::Text(text)) if text.is_empty() => &[],
            None => &[],
            Some(_) => return Err(yaml::Refused::NoPlace.into()),
        };
        if new.is_empty() {
            return self.remove();
        }
        let list = [PathStep::Key(self.key)];
        for edit in edits(old, new, columns) {
            match &edit {
                ListEdit::Move { from, to } => {
                    self.apply(&Patch::Move { list: &list, from: *from, to: *to })?;
                }
                ListEdit::Insert { at, pairs } => {
                    let pairs: Vec<_> =
                        pairs.iter().map(|(key, value)| (&**key, &**value)).collect();
                    let item = yaml::Item::Map(&pairs);
                    self.apply(&Patch::InsertItem { list: &list, at: *at, item })?;
                }
                ListEdit::Remove { at } => {
                    self.apply(&Patch::Remove(&[list[0], PathStep::Index(*at)]))?;
                }
                ListEdit::Set { at, key, value } => {
                    let path = [list[0], PathStep::Index(*at), PathStep::Key(key)];
                    self.apply(&match value.is_empty() {
                        true => Patch::Remove(&path),
                        false => Patch::Set(&path, value),
                    })?;
                }
                ListEdit::SetList { at, key, values } => {
                    let path = [list[0], PathStep::Index(*at), PathStep::Key(key)];
                    self.apply(&Patch::SetList(&path, values))?;
                }
            }
        }
        Ok(())
    }

    fn remove(&mut self) -> Result<(), EditError> {
        self.apply(&Patch::Remove(&steps(self.key)))
    }

    fn apply(&mut self, patch: &Patch<'_>) -> Result<(), EditError> {
        let patched = yaml::patch(self.text.text(), &[*patch], &SCHEMA)?;
        self.take(patched.edits);
        Ok(())
    }

    fn take(&mut self, edits: Vec<TextEdit>) {
        for TextEdit { range, text } in edits {
            self.text.replace(range, &text);
        }
    }
}

fn steps(key: &str) -> Vec<PathStep<'_>> {
    key.split('.').map(PathStep::Key).collect()
}

/// Whether `key` is one of the theme.
fn is_option(key: &str) -> bool {
    key.strip_prefix(OPTIONS)
        .and_then(|rest| rest.strip_prefix('.'))
        .is_some_and(|name| !name.is_empty() && !name.contains('.'))
}

/// The lines of a value, without white space around them, and without empty ones.
fn lines(value: Option<&FieldValue>) -> Vec<String> {
    let texts = match value {
        Some(FieldValue::Text(text)) => std::slice::from_ref(text),
        Some(FieldValue::List(texts)) => texts.as_slice(),
        Some(FieldValue::Entries(_)) | None => &[],
    };
    let words = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
    let lines = texts.iter().flat_map(|text| text.lines()).map(words);
    lines.filter(|line| !line.is_empty()).collect()
}

#[cfg(test)]
mod tests;
