//! The piece of text that a patch of one value replaces.

use super::scalar::{self, Slot};
use super::spots::{EntrySpot, Spot, SpotShape, key_text};
use super::{Patch, PathStep, Refused, Schema, TextEdit, is_same_key, lists};
use crate::diagnostic::Diagnostics;
use crate::yaml::keys::Key;
use crate::yaml::{Value, YamlDocument};

/// What is replaced in `text` for `patch`; `None` if nothing is to be done.
pub(super) fn edit(
    text: &str,
    root: &Spot,
    patch: Patch<'_>,
    schema: &Schema,
) -> Result<Option<TextEdit>, Refused> {
    let writer = PatchWriter { text, root, schema };
    match patch {
        Patch::Set(path, value) => writer.set(path, value).map(Some),
        Patch::Remove(path) => writer.remove(path),
        Patch::InsertItem { list, at, item } => lists::insert(&writer, list, at, item).map(Some),
        Patch::Move { list, from, to } => lists::move_item(&writer, list, from, to),
        Patch::SetList(..) | Patch::SetEntries(..) => Err(Refused::NoPlace),
    }
}

#[derive(Clone, Copy)]
pub(super) struct PatchWriter<'a> {
    pub(super) text: &'a str,
    pub(super) root: &'a Spot,
    pub(super) schema: &'a Schema,
}

impl<'a> PatchWriter<'a> {
    /// The value that `path` leads to.
    pub(super) fn walk(&self, path: &[PathStep<'_>]) -> Result<&'a Spot, Refused> {
        let mut spot = self.root;
        for (depth, step) in path.iter().enumerate() {
            let inner = match (step, &spot.shape) {
                (PathStep::Key(name), SpotShape::Map { entries, .. }) => {
                    let keys = self.schema.keys_at(&path[..depth]);
                    self.find(entries, name, keys).map(|entry| &entry.value)
                }
                (PathStep::Index(index), SpotShape::List { items, .. }) => items.get(*index),
                _ => None,
            };
            spot = inner.ok_or(Refused::NoPlace)?;
        }
        Ok(spot)
    }

    pub(super) fn find<'s>(
        &self,
        entries: &'s [EntrySpot],
        name: &str,
        keys: &[Key],
    ) -> Option<&'s EntrySpot> {
        entries.iter().find(|entry| is_same_key(key_text(self.text, &entry.key), name, keys))
    }

    pub(super) fn line_start(&self, at: usize) -> usize {
        self.text[..at].rfind('\n').map_or(0, |end| end + 1)
    }

    /// The end of the line of the byte `at`, with its line feed.
    pub(super) fn line_end(&self, at: usize) -> usize {
        self.text[at..].find('\n').map_or(self.text.len(), |end| at + end + 1)
    }

    /// What stands on the line from `at` on.
    pub(super) fn rest_of_line(&self, at: usize) -> &'a str {
        self.text[at..].split('\n').next().unwrap_or_default()
    }

    /// How many characters stand before `at` on its line.
    pub(super) fn column(&self, at: usize) -> usize {
        self.text[self.line_start(at)..at].chars().count()
    }

    /// The byte behind the colon of `entry`.
    pub(super) fn behind_colon(&self, entry: &EntrySpot) -> usize {
        let colon = self.text[entry.key.end..].find(':').map_or(0, |at| at + 1);
        entry.key.end + colon
    }

    fn set(&self, path: &[PathStep<'_>], value: &str) -> Result<TextEdit, Refused> {
        let (last, above) = path.split_last().ok_or(Refused::NoPlace)?;
        let parent = match self.walk(above) {
            Ok(parent) if !self.is_nothing(parent) || above.is_empty() => parent,
            _ => return self.set_within(above, last, value),
        };
        match (last, &parent.shape) {
            (PathStep::Key(name), SpotShape::Map { flow, entries }) => {
                match self.find(entries, name, self.schema.keys_at(above)) {
                    Some(entry) => Ok(self.replace_value(entry, *flow, value)),
                    None => self.insert_text(parent, above, name, value),
                }
            }
            (PathStep::Key(name), SpotShape::Scalar) if !parent.is_empty() => {
                self.make_map(above, parent, name, value)
            }
            (PathStep::Index(index), SpotShape::List { flow, items }) => {
                let item = items.get(*index).ok_or(Refused::NoPlace)?;
                let indent = self.column(item.start) + 2;
                let slot =
                    Slot { flow: *flow, item: true, followed: self.is_followed(item), indent };
                let written = self.write(value, item, slot);
                let blank = if item.is_empty() && !flow { " " } else { "" };
                Ok(TextEdit { range: item.start..item.end, text: format!("{blank}{written}") })
            }
            _ => Err(Refused::NoPlace),
        }
    }

    /// Whether nothing is written at `spot`.
    pub(super) fn is_nothing(&self, spot: &Spot) -> bool {
        matches!(&self.text[spot.start..spot.end], "" | "~" | "null")
    }

    /// Whether something follows `spot` on its last line.
    fn is_followed(&self, spot: &Spot) -> bool {
        !self.rest_of_line(spot.end).trim().is_empty()
    }

    fn write(&self, value: &str, old: &Spot, slot: Slot) -> String {
        let written = &self.text[old.start..old.end];
        let old = if matches!(old.shape, SpotShape::Scalar) { written } else { "" };
        scalar::write(value, old, text_of(old).as_deref(), slot)
    }

    fn replace_value(&self, entry: &EntrySpot, flow: bool, value: &str) -> TextEdit {
        let old = &entry.value;
        let indent = self.column(entry.key.start) + 2;
        let slot = Slot { flow, item: false, followed: self.is_followed(old), indent };
        let written = self.write(value, old, slot);
        let colon = self.behind_colon(entry);
        let is_beside = matches!(old.shape, SpotShape::Scalar)
            && old.start > colon
            && !self.text[colon..old.start].contains('\n');
        if is_beside && !written.is_empty() {
            return TextEdit { range: old.start..old.end, text: written };
        }
        let blank = if written.is_empty() { "" } else { " " };
        TextEdit { range: colon..old.end.max(colon), text: format!("{blank}{written}") }
    }

    /// Makes the text `item`, which `path` leads to, a map with a second key.
    fn make_map(
        &self,
        path: &[PathStep<'_>],
        item: &Spot,
        name: &str,
        value: &str,
    ) -> Result<TextEdit, Refused> {
        let (last, above) = path.split_last().ok_or(Refused::NoPlace)?;
        let (PathStep::Index(_), SpotShape::List { flow, .. }) = (last, &self.walk(above)?.shape)
        else {
            return Err(Refused::NoPlace);
        };
        let keys = self.schema.keys_at(path);
        let first = keys.first().ok_or(Refused::NoPlace)?;
        let (first, name) = (self.name(first.0, keys), self.name(name, keys));
        let source = &self.text[item.start..item.end];
        if source.contains('\n') {
            return Err(Refused::NoPlace);
        }
        let column = self.column(item.start);
        let slot = Slot { flow: *flow, item: false, followed: false, indent: column + 2 };
        let written = scalar::write(value, "", None, slot);
        if *flow {
            let text = format!("{{{first}: {source}, {name}: {written}}}");
            return Ok(TextEdit { range: item.start..item.end, text });
        }
        let rest = self.rest_of_line(item.end);
        let text = format!("{first}: {source}{rest}\n{}{name}: {written}", " ".repeat(column));
        Ok(TextEdit { range: item.start..item.end + rest.len(), text })
    }

    fn remove(&self, path: &[PathStep<'_>]) -> Result<Option<TextEdit>, Refused> {
        let (last, above) = path.split_last().ok_or(Refused::NoPlace)?;
        let Ok(parent) = self.walk(above) else { return Ok(None) };
        match (last, &parent.shape) {
            (PathStep::Key(name), SpotShape::Map { flow, entries }) => {
                let keys = self.schema.keys_at(above);
                let Some(entry) = self.find(entries, name, keys) else { return Ok(None) };
                let at = entries.iter().position(|other| other.key == entry.key).unwrap_or(0);
                self.remove_entry(entries, at, *flow).map(Some)
            }
            (PathStep::Index(_), SpotShape::List { items, .. })
                if items.len() == 1 && !above.is_empty() =>
            {
                self.remove(above)
            }
            (PathStep::Index(index), SpotShape::List { flow, items }) if *index < items.len() => {
                let range = if *flow {
                    match index.checked_sub(1) {
                        Some(before) => items[before].end..items[*index].end,
                        None => items[0].start..items[1].start,
                    }
                } else {
                    lists::lines(self, &items[*index])?
                };
                Ok(Some(TextEdit { range, text: String::new() }))
            }
            _ => Ok(None),
        }
    }

    fn remove_entry(
        &self,
        entries: &[EntrySpot],
        at: usize,
        flow: bool,
    ) -> Result<TextEdit, Refused> {
        let entry = &entries[at];
        let end = entry.value.end.max(entry.key.end);
        let start = self.line_start(entry.key.start);
        let is_first_of_line = self.text[start..entry.key.start].trim().is_empty();
        let range = match (flow, at.checked_sub(1), entries.get(at + 1)) {
            (true, Some(before), _) => entries[before].value.end..end,
            (true, None, Some(next)) => entry.key.start..next.key.start,
            (true, None, None) => entry.key.start..end,
            (false, ..) if is_first_of_line => start..self.line_end(end),
            // Behind the dash of an item.
            (false, _, Some(next)) => entry.key.start..next.key.start,
            (false, _, None) => return Err(Refused::NoPlace),
        };
        Ok(TextEdit { range, text: String::new() })
    }
}

/// The text of a scalar as written.
fn text_of(written: &str) -> Option<String> {
    let text = format!("a: {written}\n");
    let node = YamlDocument::whole("", &text).parse(&mut Diagnostics::new())?;
    let Value::Map(entries) = node.value else { return None };
    entries.first()?.value.as_text().map(str::to_owned)
}
