//! Sets a list of maps, such as photos, keeping what is written about each item.

use super::model::Model;
use super::scalar::clean;
use super::{
    Item, Patch, Patched, PathStep, Refused, Schema, apply_checked, is_same_key, without_controls,
};

/// Makes the value at `path` the list of `entries`.
pub(super) fn set(
    patched: &mut Patched,
    path: &[PathStep<'_>],
    entries: &[Vec<(String, String)>],
    schema: &Schema,
) -> Result<(), Refused> {
    if entries.is_empty() {
        return apply_checked(patched, Patch::Remove(path), schema);
    }
    match items(patched, path, schema)? {
        Found::Map if entries.len() == 1 => return set_keys(patched, path, &entries[0], schema),
        Found::Text(text) if is_text_alone(&entries[0], &text) && entries.len() == 1 => {
            return Ok(());
        }
        Found::Map | Found::Text(_) => apply_checked(patched, Patch::Remove(path), schema)?,
        Found::List(_) => {}
    }
    let keys = schema.keys_at(path);
    let rank = |name: &str| keys.iter().position(|key| is_same_key(key.0, name, keys));
    for (at, entry) in entries.iter().enumerate() {
        // In the order in which people write them; the first names the item.
        let mut entry = entry.clone();
        entry.sort_by_key(|(key, _)| rank(key).unwrap_or(usize::MAX));
        let Found::List(names) = items(patched, path, schema)? else {
            return Err(Refused::NoPlace);
        };
        let wanted = entry.first().map(|(_, value)| clean(value)).unwrap_or_default();
        match names.iter().skip(at).position(|name| *name == wanted) {
            Some(0) => {}
            Some(further) => {
                let patch = Patch::Move { list: path, from: at + further, to: at };
                apply_checked(patched, patch, schema)?;
            }
            None => {
                let pairs: Vec<_> = entry.iter().map(|(key, value)| (&**key, &**value)).collect();
                let patch = Patch::InsertItem { list: path, at, item: Item::Map(&pairs) };
                apply_checked(patched, patch, schema)?;
                continue;
            }
        }
        let item = [path, &[PathStep::Index(at)]].concat();
        set_keys(patched, &item, &entry, schema)?;
    }
    let Found::List(names) = items(patched, path, schema)? else { return Ok(()) };
    for index in (entries.len()..names.len()).rev() {
        let item = [path, &[PathStep::Index(index)]].concat();
        apply_checked(patched, Patch::Remove(&item), schema)?;
    }
    Ok(())
}

enum Found {
    /// The values of the items' first keys.
    List(Vec<String>),
    Map,
    Text(String),
}

/// Whether `entry` has no other value than `text`, that of its first key.
fn is_text_alone(entry: &[(String, String)], text: &str) -> bool {
    let mut values = entry.iter().map(|(_, value)| clean(value));
    values.next().is_some_and(|first| first == text) && values.all(|other| other.is_empty())
}

fn items(patched: &Patched, path: &[PathStep<'_>], schema: &Schema) -> Result<Found, Refused> {
    let root = Model::read(&without_controls(&patched.text)).ok_or(Refused::Unreadable)?;
    let keys = schema.keys_at(path);
    let first = keys.first().map_or("", |key| key.0);
    let name = |item: &Model| match item {
        Model::Map(entries) => {
            let named = entries.iter().find(|(key, _)| is_same_key(key, first, keys));
            named.and_then(|(_, value)| value.text()).unwrap_or_default().trim().to_owned()
        }
        other => other.text().unwrap_or_default().trim().to_owned(),
    };
    Ok(match root.at(path, schema) {
        None | Some(Model::Empty) => Found::List(Vec::new()),
        Some(Model::List(items)) => Found::List(items.iter().map(name).collect()),
        Some(Model::Map(_)) => Found::Map,
        Some(text) => Found::Text(name(text)),
    })
}

/// Makes the keys of the item at `path` those of `entry`; unknown ones stay.
fn set_keys(
    patched: &mut Patched,
    path: &[PathStep<'_>],
    entry: &[(String, String)],
    schema: &Schema,
) -> Result<(), Refused> {
    let keys = schema.keys_at(path);
    let root = Model::read(&without_controls(&patched.text)).ok_or(Refused::Unreadable)?;
    let old = root.at(path, schema).ok_or(Refused::NoPlace)?;
    let value_of = |name: &str| match old {
        Model::Map(entries) => {
            entries.iter().find(|(key, _)| is_same_key(key, name, keys)).map(|(_, value)| value)
        }
        text => keys.first().filter(|key| is_same_key(key.0, name, keys)).map(|_| text),
    };
    for (key, value) in entry {
        let value = clean(value);
        let old = value_of(key).and_then(Model::text).map(str::trim);
        if old.unwrap_or_default() == value {
            continue;
        }
        let step = [path, &[PathStep::Key(key)]].concat();
        let patch = if value.is_empty() { Patch::Remove(&step) } else { Patch::Set(&step, &value) };
        apply_checked(patched, patch, schema)?;
    }
    if let Model::Map(old) = old {
        let is_known = |name: &str| keys.iter().any(|key| is_same_key(key.0, name, keys));
        let is_left = |name: &str| entry.iter().any(|(key, _)| is_same_key(key, name, keys));
        for (name, _) in old.iter().filter(|(name, _)| is_known(name) && !is_left(name)) {
            let step = [path, &[PathStep::Key(name)]].concat();
            apply_checked(patched, Patch::Remove(&step), schema)?;
        }
    }
    Ok(())
}
