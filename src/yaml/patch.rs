//! Changes values of a YAML text and leaves every other byte as it is: comments, order, quotes,
//! unknown keys.
//!
//! 1. `spots` finds the bytes of each key and value.
//! 2. `apply` makes of one [`Patch`] the pieces of text to replace; `scalar` writes values, in quotes
//!    only where YAML needs them, `insert` new keys, `within` the maps that lead to them, `lists` items,
//!    `entries` the keys of an item.
//! 3. The text that comes of it is read again. If any value but the one that was to change is another
//!    than `model` expects, the patch is refused.
//!
//! The files here have a declared set of keys, no anchors and no tags, so that this is less than a
//! general editor of YAML, and safer.

mod apply;
mod entries;
mod insert;
mod lists;
mod model;
mod scalar;
mod spots;
mod within;

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use super::keys::{Key, find_key, fold_key};
use crate::characters::has_controls;
use model::Model;
use spots::Spot;

/// The keys that a text may have, and those of the items in its lists.
#[derive(Clone, Copy, Debug)]
pub struct Schema {
    pub keys: &'static [Key],
    /// The English names of a key and of those above it, joined by dots, and the keys of the maps in its value.
    pub nested: &'static [(&'static str, &'static [Key])],
}

/// A step from a value to one inside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PathStep<'a> {
    /// A key, by either of its names.
    Key(&'a str),
    /// An item of a list, counted from 0.
    Index(usize),
}

/// A new item of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item<'a> {
    Text(&'a str),
    /// Keys and values; those without a value are left out.
    Map(&'a [(&'a str, &'a str)]),
}

/// A change of one value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Patch<'a> {
    /// The value becomes this text. A missing key is inserted with the maps that lead to it; an item that was a text alone becomes a
    /// map, the text being the value of its first key.
    Set(&'a [PathStep<'a>], &'a str),
    /// The value becomes a list of texts; without any, the key is removed.
    SetList(&'a [PathStep<'a>], &'a [String]),
    /// The value becomes a list of maps. Items are recognised by the value of their first key, keep
    /// what is written about them, and move.
    SetEntries(&'a [PathStep<'a>], &'a [Vec<(String, String)>]),
    /// Removes a key or an item; nothing happens if there is none. A list that loses its last item
    /// loses its key, and so does a map below a key, unless it has comments.
    Remove(&'a [PathStep<'a>]),
    /// Inserts an item before the item `at`, or at the end.
    InsertItem { list: &'a [PathStep<'a>], at: usize, item: Item<'a> },
    /// Moves the item `from` to the position `to`.
    Move { list: &'a [PathStep<'a>], from: usize, to: usize },
}

/// A piece of a text, in bytes, and what replaces it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextEdit {
    pub range: Range<usize>,
    pub text: String,
}

/// A patched text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Patched {
    pub text: String,
    /// What was replaced, each range in the text that the edits before leave.
    pub edits: Vec<TextEdit>,
}

/// Why nothing was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// The text cannot be read, or has neither keys nor items.
    Unreadable,
    /// There is no such value, or it is written in a way that is not changed here.
    NoPlace,
    /// Another value would change.
    TouchesOthers,
}

/// A key of the outermost map.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeySpan {
    /// As written.
    pub key: String,
    pub range: Range<usize>,
    /// Empty, behind the colon, where there is no value.
    pub value: Range<usize>,
}

/// Applies `patches` to `text`, one after another.
///
/// # Errors
/// See [`Refused`]; then nothing is changed.
pub fn patch(text: &str, patches: &[Patch<'_>], schema: &Schema) -> Result<Patched, Refused> {
    let mut patched = Patched { text: text.to_owned(), edits: Vec::new() };
    for patch in patches {
        match *patch {
            Patch::SetList(path, values) => lists::set(&mut patched, path, values, schema)?,
            Patch::SetEntries(path, entries) => entries::set(&mut patched, path, entries, schema)?,
            patch => apply_checked(&mut patched, patch, schema)?,
        }
    }
    Ok(patched)
}

/// The keys of `text` with their places; none if it cannot be read.
pub fn key_spans(text: &str) -> Vec<KeySpan> {
    let shadow = without_controls(text);
    let Some(Spot { shape: spots::SpotShape::Map { entries, .. }, .. }) = spots::read(&shadow)
    else {
        return Vec::new();
    };
    let span = |entry: spots::EntrySpot| KeySpan {
        key: spots::key_text(text, &entry.key).to_owned(),
        value: entry.value.start..entry.value.end,
        range: entry.key,
    };
    entries.into_iter().map(span).collect()
}

/// Applies a patch that is neither `SetList` nor `SetEntries`, and checks what came of it.
fn apply_checked(patched: &mut Patched, patch: Patch<'_>, schema: &Schema) -> Result<(), Refused> {
    let shadow = without_controls(&patched.text);
    let mut expected = Model::read(&shadow).ok_or(Refused::Unreadable)?;
    let root = spots::read(&shadow).ok_or(Refused::Unreadable)?;
    let patch = match patch {
        Patch::Remove(path) => Patch::Remove(within::emptied(&shadow, &root, path, schema)),
        other => other,
    };
    let Some(edit) = apply::edit(&shadow, &root, patch, schema)? else { return Ok(()) };
    expected.apply(patch, schema).ok_or(Refused::NoPlace)?;
    let mut text = patched.text.clone();
    if text.get(edit.range.clone()).is_none() {
        return Err(Refused::NoPlace);
    }
    text.replace_range(edit.range.clone(), &edit.text);
    let found = Model::read(&without_controls(&text));
    if !found.is_some_and(|found| found.equals(&expected, schema)) {
        return Err(Refused::TouchesOthers);
    }
    patched.text = text;
    patched.edits.push(edit);
    Ok(())
}

/// `text` with other characters of the same length in the place of control characters, which YAML
/// refuses: the places of all others stay.
fn without_controls(text: &str) -> Cow<'_, str> {
    if !has_controls(text) {
        return Cow::Borrowed(text);
    }
    let harmless = |letter: char| match letter {
        '\n' | '\t' => letter,
        '\0'..=' ' | '\u{7f}' => ' ',
        '\u{80}'..='\u{9f}' => '\u{a0}',
        '\u{2028}' | '\u{2029}' | '\u{fffe}' | '\u{ffff}' => '\u{2003}',
        letter => letter,
    };
    Cow::Owned(text.chars().map(harmless).collect())
}

/// Whether `a` and `b` mean the same key.
fn is_same_key(a: &str, b: &str, keys: &[Key]) -> bool {
    a == b
        || fold_key(a) == fold_key(b)
        || matches!((find_key(a, keys), find_key(b, keys)), (Some(a), Some(b)) if a.0 == b.0)
}

impl Schema {
    /// The keys of the map that `path` leads to.
    fn keys_at(&self, path: &[PathStep<'_>]) -> &'static [Key] {
        let mut keys = self.keys;
        let mut known = String::new();
        for step in path {
            let PathStep::Key(name) = step else { continue };
            let name = find_key(name, keys).map_or(*name, |key| key.0);
            known.push_str(if known.is_empty() { "" } else { "." });
            known.push_str(name);
            keys = self.nested_keys(&known);
        }
        keys
    }

    /// The keys of the maps in the value of a key: its English name, behind those above it and dots.
    pub fn nested_keys(&self, key: &str) -> &'static [Key] {
        self.nested.iter().find(|(name, _)| *name == key).map_or(&[], |(_, keys)| keys)
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Unreadable => "сведения в начале файла не читаются",
            Self::NoPlace => "эта строка файла записана так, что отсюда её не изменить",
            Self::TouchesOthers => "эта правка задела бы соседние строки файла",
        })
    }
}

impl std::error::Error for Refused {}

#[cfg(test)]
mod tests;
