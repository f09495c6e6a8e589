//! The rows of a table: read as they are written, changed one by one.
//!
//! An edit names all rows that the table is to have: a row of the file by its number there, with the values
//! that it is to have, or a new one. What it does not change keeps its bytes, comments and unknown keys too.

use super::opened::{self, DocumentField, FieldValue};
use super::{EditError, compose};
use crate::characters::printable;
use crate::content::data::TableKind;
use crate::diagnostic::Diagnostics;
use crate::fs::TextFile;
use crate::yaml::{
    Item, Key, MapEntry, Node, Patch, PathStep, Refused, Schema, Span, Value, YamlDocument,
};

/// A table that was read.
#[derive(Debug)]
pub(super) struct TableText {
    /// Whether the file is the list of rows itself, without keys above it.
    pub(super) is_list: bool,
    /// The keys above the rows.
    pub(super) head: Vec<DocumentField>,
    pub(super) rows: Vec<TableRow>,
}

/// A row as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableRow {
    /// Where it begins.
    pub span: Span,
    /// Its keys, in English where they are known.
    pub fields: Vec<RowField>,
    /// Whether it is written as keys with values; otherwise it is nothing, or cannot be edited here.
    pub is_map: bool,
}

/// A key of a row with its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowField {
    pub key: String,
    pub value: FieldValue,
    pub span: Span,
}

/// A row that a table is to have.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RowEdit {
    /// Its number in the file, from 0; none for a new one.
    pub from: Option<usize>,
    /// The values of its columns, by their English names. A column without one is emptied.
    pub values: Vec<(String, FieldValue)>,
}

/// Reads a data file; none if it is no table, or cannot be read.
pub(super) fn read(file: &str, text: &str) -> Option<TableText> {
    let kind = TableKind::of_file(file)?;
    let text = printable(text, ' ');
    let document = YamlDocument::whole(file, &text);
    let node = document.parse_any(&mut Diagnostics::new())?;
    let row = |node: &Node<'_>| read_row(node, kind);
    let (mut head, mut rows) = (Vec::new(), Vec::new());
    match &node.value {
        Value::List(items) => rows = items.iter().map(row).collect(),
        Value::Map(entries) => {
            let keys = kind.file_schema(false).keys;
            for entry in entries {
                let key = opened::english(&entry.key, keys);
                match &entry.value.value {
                    Value::List(items) if key == TableKind::ROWS => {
                        rows = items.iter().map(row).collect();
                    }
                    Value::Empty if key == TableKind::ROWS => {}
                    _ if key == TableKind::ROWS => return None,
                    _ => head.push(DocumentField {
                        key,
                        value: opened::value(&entry.value, &[]),
                        line: entry.key_span.line,
                    }),
                }
            }
        }
        Value::Text(_) | Value::Empty => return None,
    }
    let is_list = matches!(node.value, Value::List(_));
    Some(TableText { is_list, head, rows })
}

/// The rows of the table `file` with this text; none if it cannot be read.
pub(in crate::editor) fn table_rows(file: &str, text: &str) -> Option<Vec<TableRow>> {
    read(file, text).map(|table| table.rows)
}

fn read_row(node: &Node<'_>, kind: TableKind) -> TableRow {
    let Value::Map(entries) = &node.value else {
        return TableRow { span: node.span, fields: Vec::new(), is_map: false };
    };
    let schema = kind.file_schema(true);
    let field = |entry: &MapEntry<'_>| {
        let key = opened::english(&entry.key, schema.keys);
        let value = opened::value(&entry.value, schema.nested_keys(&key));
        RowField { key, value, span: entry.key_span }
    };
    TableRow { span: node.span, fields: entries.iter().map(field).collect(), is_map: true }
}

impl TableRow {
    pub fn value(&self, key: &str) -> Option<&FieldValue> {
        self.fields.iter().find(|field| field.key == key).map(|field| &field.value)
    }
}

impl RowEdit {
    /// The value of a column; none if it is empty.
    fn value(&self, key: &str) -> Option<&FieldValue> {
        let found = self.values.iter().find(|(name, _)| name == key)?;
        Some(&found.1).filter(|value| !value.is_blank())
    }

    fn is_blank(&self) -> bool {
        self.values.iter().all(|(_, value)| value.is_blank())
    }
}

/// Makes the rows of the table `file` those of `rows`.
///
/// # Errors
/// If the table cannot be read, or a row is written in a way that is not changed here.
pub(super) fn set(text: &mut TextFile, file: &str, rows: &[RowEdit]) -> Result<(), EditError> {
    let kind = TableKind::of_file(file).ok_or(Refused::NoPlace)?;
    let table = read(file, text.text()).ok_or(Refused::Unreadable)?;
    let list = if table.is_list { vec![] } else { vec![PathStep::Key(TableKind::ROWS)] };
    let schema = kind.file_schema(table.is_list);
    let rows: Vec<_> = rows.iter().filter(|row| row.from.is_some() || !row.is_blank()).collect();
    let mut writer = RowPatcher { text, list: &list, keys: kind.keys(), schema };
    let mut kept: Vec<usize> = Vec::new();
    for row in &rows {
        let Some(at) = row.from else { continue };
        let old = table.rows.get(at).filter(|_| !kept.contains(&at)).ok_or(Refused::NoPlace)?;
        kept.push(at);
        if old.is_map {
            writer.change(at, old, row)?;
        }
    }
    let is_kept = |at: &usize| kept.contains(at);
    let gone = (0..table.rows.len()).rev().filter(|at| !is_kept(at));
    if kept.is_empty() {
        // A list that loses its last item would lose its key: the new ones are there before.
        for (at, row) in rows.iter().enumerate() {
            writer.insert(table.rows.len() + at, row)?;
        }
        return gone.into_iter().try_for_each(|at| writer.remove(at));
    }
    gone.into_iter().try_for_each(|at| writer.remove(at))?;
    writer.arrange(&kept)?;
    for (at, row) in rows.iter().enumerate().filter(|(_, row)| row.from.is_none()) {
        writer.insert(at, row)?;
    }
    Ok(())
}

struct RowPatcher<'a> {
    text: &'a mut TextFile,
    /// The path of the list.
    list: &'a [PathStep<'a>],
    /// Of a row.
    keys: &'static [Key],
    schema: Schema,
}

impl RowPatcher<'_> {
    fn patch(&mut self, patch: Patch<'_>) -> Result<(), Refused> {
        let whole = 0..self.text.text().len();
        compose::patch(self.text, whole, patch, &self.schema)
    }

    fn remove(&mut self, at: usize) -> Result<(), EditError> {
        let path = [self.list, &[PathStep::Index(at)]].concat();
        Ok(self.patch(Patch::Remove(&path))?)
    }

    /// Sets the values of the row `at` that are others than in the file.
    fn change(&mut self, at: usize, old: &TableRow, row: &RowEdit) -> Result<(), EditError> {
        for (number, key) in self.keys.iter().enumerate() {
            let (before, now) = (old.value(key.0), row.value(key.0));
            if is_same(before, now) {
                continue;
            }
            let path = [self.list, &[PathStep::Index(at), PathStep::Key(key.0)]].concat();
            match now {
                Some(value) => self.set(&path, value)?,
                // The first key says what the row is about: its line stays.
                None if number == 0 => self.patch(Patch::Set(&path, ""))?,
                None => match self.patch(Patch::Remove(&path)) {
                    // The only key of the row.
                    Err(Refused::NoPlace) => self.patch(Patch::Set(&path, ""))?,
                    done => done?,
                },
            }
        }
        Ok(())
    }

    fn set(&mut self, path: &[PathStep<'_>], value: &FieldValue) -> Result<(), EditError> {
        match value {
            FieldValue::Text(text) => self.patch(Patch::Set(path, text.trim()))?,
            FieldValue::List(texts) => self.patch(Patch::SetList(path, texts))?,
            FieldValue::Entries(entries) => {
                let filled = entries
                    .iter()
                    .filter(|entry| entry.iter().any(|(_, text)| !text.trim().is_empty()));
                let filled: Vec<_> = filled.cloned().collect();
                self.patch(Patch::SetEntries(path, &filled))?;
            }
        }
        Ok(())
    }

    /// Inserts a new row before the row `at`.
    fn insert(&mut self, at: usize, row: &RowEdit) -> Result<(), EditError> {
        let mut pairs = Vec::new();
        for key in self.keys {
            if let Some(FieldValue::Text(text)) = row.value(key.0) {
                pairs.push((key.0, text.as_str()));
            }
        }
        let item = Item::Map(&pairs);
        let list = self.list;
        self.patch(Patch::InsertItem { list, at, item })?;
        for key in self.keys {
            let Some(value @ FieldValue::Entries(_)) = row.value(key.0) else { continue };
            self.set(&[list, &[PathStep::Index(at), PathStep::Key(key.0)]].concat(), value)?;
        }
        Ok(())
    }

    /// Puts the rows of the file that are left into the order of `wanted`, their former numbers.
    fn arrange(&mut self, wanted: &[usize]) -> Result<(), EditError> {
        let mut order = wanted.to_vec();
        order.sort_unstable();
        let list = self.list;
        for at in 0..wanted.len() {
            while order[at] != wanted[at] {
                // One that goes down moves once, instead of each that it passes.
                let (from, to) = if order.get(at + 1) == wanted.get(at) {
                    (at, wanted.iter().position(|row| *row == order[at]).unwrap_or(at + 1))
                } else {
                    (order.iter().position(|row| *row == wanted[at]).unwrap_or(at), at)
                };
                self.patch(Patch::Move { list, from, to })?;
                let moved = order.remove(from);
                order.insert(to, moved);
            }
        }
        Ok(())
    }
}

/// Whether two values say the same; a list in one line is one text.
fn is_same(old: Option<&FieldValue>, new: Option<&FieldValue>) -> bool {
    let old = old.filter(|value| !value.is_blank());
    match (old, new) {
        (Some(FieldValue::Text(old)), Some(FieldValue::Text(new))) => old.trim() == new.trim(),
        (Some(FieldValue::List(old)), Some(FieldValue::Text(new))) => old.join(", ") == new.trim(),
        (old, new) => old == new,
    }
}

#[cfg(test)]
mod tests;
