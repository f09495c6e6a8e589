//! The settings of the site as fields, each by its name in the table of `config`: `hosting.ftp.host`.
//!
//! Values are written at their places one by one, as those of other documents.

mod reading;
mod rows;

use super::{EditError, FieldValue};
use crate::characters::printable;
use crate::config::{RowColumn, SCHEMA, SettingKind, setting};
use crate::diagnostic::Diagnostics;
use crate::fs::TextFile;
use crate::yaml::{self, MapEntry, Node, Patch, PathStep, TextEdit, Value, YamlDocument, find_key};
pub(in crate::editor) use reading::read;
use rows::{ListEdit, edits};

/// The settings without which there is no site: their lines stay when they are emptied.
const REQUIRED: [&str; 2] = ["title", "base_url"];

/// The key of values that the theme names.
const OPTIONS: &str = "theme_options";

/// Changes settings one by one.
///
/// # Errors
/// If one is written in a way that is not changed here, or there is no such setting.
pub(super) fn set(
    text: &mut TextFile,
    fields: &[(String, Option<FieldValue>)],
) -> Result<(), EditError> {
    for (key, value) in fields {
        SettingChange { text, key }.make(value.as_ref())?;
    }
    Ok(())
}

/// The change of one setting.
struct SettingChange<'t, 'k> {
    text: &'t mut TextFile,
    key: &'k str,
}

impl SettingChange<'_, '_> {
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
