//! Applies an edit to a text: what the edit does not name keeps its bytes.

use std::ops::Range;

use super::Field;
use super::opened;
use super::rows::{self, RowEdit};
use super::{DocumentStore, EditError, FieldValue, Opened, diff, merge, settings};
use crate::config;
use crate::content::data::TableKind;
use crate::content::{schema, split_text};
use crate::fs::TextFile;
use crate::yaml::{self, Patch, PathStep, Schema, TextEdit};

/// A change of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DocumentEdit {
    /// Keys by either name; `None` removes one.
    pub fields: Vec<(String, Option<FieldValue>)>,
    /// The body, without the empty lines around it.
    pub body: Option<String>,
    /// The whole text instead.
    pub text: Option<String>,
    /// The rows of a table.
    pub rows: Option<Vec<RowEdit>>,
}

/// A document with an edit applied.
pub(super) struct Composed {
    /// With what else the disk has.
    pub(super) merged: TextFile,
    /// The edit alone, on the text that it was made on, if the disk has another one.
    pub(super) mine: Option<TextFile>,
}

/// Keys without which there is no event: their lines stay when they are emptied.
const REQUIRED: [&str; 3] = ["title", "date", "direction"];
/// Keys whose one line may hold several values.
const COMMA_LISTS: [&str; 3] = ["classes", "teachers", "tags"];

impl DocumentStore {
    /// Applies `edit`, made on the text with the hash `base`, to the text of the disk.
    pub(super) fn composed(
        &self,
        file: &str,
        disk: TextFile,
        disk_hash: &str,
        base: &str,
        edit: &DocumentEdit,
    ) -> Result<Composed, EditError> {
        if base == disk_hash {
            let mut merged = disk;
            apply(&mut merged, file, edit)?;
            return Ok(Composed { merged, mine: None });
        }
        let conflict = |disk: &TextFile| {
            let disk = Opened::read(file, disk.text(), disk_hash.to_owned(), self.is_locked(file));
            EditError::Conflict(Box::new(disk))
        };
        let Some(old) = self.remembered(file, base) else { return Err(conflict(&disk)) };
        let mut mine = TextFile::new(&old);
        apply(&mut mine, file, edit)?;
        let joined = merge::merge(&old, mine.text(), disk.text());
        let is_readable = |text: &str| opened::is_readable(file, text);
        let joined = joined.filter(|joined| {
            is_readable(joined) || !is_readable(mine.text()) || !is_readable(disk.text())
        });
        let Some(joined) = joined else {
            return Err(conflict(&disk));
        };
        let mut merged = disk;
        let whole = 0..merged.text().len();
        replace_lines(&mut merged, whole, &joined);
        Ok(Composed { merged, mine: Some(mine) })
    }
}

/// Applies `edit` to `text`, the text of `file`.
pub(super) fn apply(text: &mut TextFile, file: &str, edit: &DocumentEdit) -> Result<(), EditError> {
    if let Some(whole) = &edit.text {
        let range = 0..text.text().len();
        replace_lines(text, range, whole);
    }
    if !edit.fields.is_empty() {
        set_fields(text, file, &edit.fields)?;
    }
    if let Some(rows) = &edit.rows {
        rows::set(text, file, rows)?;
    }
    if let Some(body) = &edit.body {
        set_body(text, body);
    }
    Ok(())
}

fn set_body(text: &mut TextFile, body: &str) {
    let body = body.replace("\r\n", "\n").replace('\r', "\n");
    let body = body.trim_matches('\n');
    let range = opened::body_range(text.text());
    if !range.is_empty() || body.is_empty() {
        return replace_lines(text, range, body);
    }
    // The first words: an empty line keeps them apart from the front matter.
    let before = &text.text()[..range.start];
    let blank = match () {
        () if before.is_empty() || before.ends_with("\n\n") => "",
        () if before.ends_with('\n') => "\n",
        () => "\n\n",
    };
    text.replace(range, &format!("{blank}{body}\n"));
}

/// Replaces the bytes `range` by `new`, line by line: lines that stay keep their ends.
fn replace_lines(text: &mut TextFile, range: Range<usize>, new: &str) {
    let new = new.replace("\r\n", "\n").replace('\r', "\n");
    let old = text.text()[range.clone()].to_owned();
    let (old, new) = (diff::lines(&old), diff::lines(&new));
    let start =
        |lines: &[&str], line: usize| lines[..line].iter().map(|line| line.len()).sum::<usize>();
    for hunk in diff::hunks(&old, &new).into_iter().rev() {
        let from = range.start + start(&old, hunk.old.start);
        let to = range.start + start(&old, hunk.old.end);
        text.replace(from..to, &new[hunk.new].concat());
    }
}

/// Changes fields one by one.
fn set_fields(
    text: &mut TextFile,
    file: &str,
    fields: &[(String, Option<FieldValue>)],
) -> Result<(), EditError> {
    if file == config::FILE {
        return settings::set(text, fields);
    }
    let table = TableKind::of_file(file);
    let schema = table.map_or_else(|| schema(file), |kind| kind.file_schema(false));
    let required: &[&str] = if table.is_some() { &[] } else { &REQUIRED };
    for (name, value) in fields {
        let known = opened::fields(file, text.text());
        let key = opened::english(name, schema.keys);
        let old = known.iter().find(|field| field.key == key);
        let path = [PathStep::Key(name)];
        let Some(change) = Change::of(&key, old, value.as_ref(), required) else { continue };
        let yaml = match table {
            Some(_) => 0..text.text().len(),
            None => front_matter(text)?,
        };
        let change = match &change {
            Change::Remove => Patch::Remove(&path),
            Change::Text(text) => Patch::Set(&path, text),
            Change::List(texts) => Patch::SetList(&path, texts),
            Change::Entries(entries) => Patch::SetEntries(&path, entries),
        };
        patch(text, yaml, change, &schema)?;
    }
    Ok(())
}

/// Makes a change of the YAML at the bytes `yaml` of `text`.
pub(super) fn patch(
    text: &mut TextFile,
    yaml: Range<usize>,
    change: Patch<'_>,
    schema: &Schema,
) -> Result<(), yaml::Refused> {
    let patched = yaml::patch(&text.text()[yaml.clone()], &[change], schema)?;
    for TextEdit { range, text: new } in patched.edits {
        text.replace(yaml.start + range.start..yaml.start + range.end, &new);
    }
    Ok(())
}

/// The bytes of the front matter; a text that has none gets an empty one.
fn front_matter(text: &mut TextFile) -> Result<Range<usize>, EditError> {
    if let Some((yaml, _)) = split_text(text.text()) {
        return Ok(yaml);
    }
    if text.text().trim_start().starts_with(['-', '–', '—', '―']) {
        return Err(EditError::refused(
            "сведения в начале файла не закрыты строкой `---`",
            "поставьте строку `---` между сведениями и рассказом: нажмите «Текст файла целиком»",
        ));
    }
    let blank = if text.text().is_empty() || text.text().starts_with('\n') { "" } else { "\n" };
    text.replace(0..0, &format!("---\n---\n{blank}"));
    let begun = split_text(text.text()).map(|(yaml, _)| yaml);
    begun.ok_or_else(|| yaml::Refused::Unreadable.into())
}

/// What is to be done to a field.
enum Change {
    Remove,
    Text(String),
    List(Vec<String>),
    Entries(Vec<Vec<(String, String)>>),
}

impl Change {
    /// `None` if the value is that already.
    fn of(
        key: &str,
        old: Option<&Field>,
        new: Option<&FieldValue>,
        required: &[&str],
    ) -> Option<Self> {
        let old = old.map(|field| &field.value);
        if old == new {
            return None;
        }
        let remove = || old.map(|_| Self::Remove);
        match new {
            None => remove(),
            Some(FieldValue::Text(text)) => {
                let text = text.trim();
                match old {
                    _ if text.is_empty() && !required.contains(&key) => remove(),
                    None if text.is_empty() => None,
                    Some(FieldValue::Text(old)) if old.trim() == text => None,
                    Some(FieldValue::List(old)) if !text.is_empty() => {
                        if old.join(", ") == text {
                            return None;
                        }
                        let split = |text: &str| text.split([',', ';']).map(owned).collect();
                        let is_split = COMMA_LISTS.contains(&key);
                        Some(Self::List(if is_split { split(text) } else { vec![owned(text)] }))
                    }
                    _ => Some(Self::Text(text.to_owned())),
                }
            }
            Some(FieldValue::List(texts)) => {
                let texts: Vec<_> = texts.iter().map(|text| owned(text)).collect();
                let texts: Vec<_> = texts.into_iter().filter(|text| !text.is_empty()).collect();
                let is_one_line =
                    !matches!(old, Some(FieldValue::List(_) | FieldValue::Entries(_)));
                let may_join = COMMA_LISTS.contains(&key)
                    && !texts.iter().any(|text| text.contains([',', ';', '\n']));
                match texts.len() {
                    0 => remove(),
                    1 if is_one_line && (may_join || key == "results") => Self::of(
                        key,
                        old_field(key, old).as_ref(),
                        Some(&FieldValue::Text(texts.concat())),
                        required,
                    ),
                    _ if is_one_line && may_join => {
                        let joined = FieldValue::Text(texts.join(", "));
                        Self::of(key, old_field(key, old).as_ref(), Some(&joined), required)
                    }
                    _ => Some(Self::List(texts)),
                }
            }
            Some(FieldValue::Entries(entries)) if entries.is_empty() => remove(),
            Some(FieldValue::Entries(entries)) => Some(Self::Entries(entries.clone())),
        }
    }
}

fn old_field(key: &str, old: Option<&FieldValue>) -> Option<Field> {
    old.map(|value| Field { key: key.to_owned(), value: value.clone(), line: 0 })
}

fn owned(text: &str) -> String {
    text.trim().to_owned()
}
