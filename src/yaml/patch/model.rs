//! The values of a text, without places, and what a patch makes of them.

use super::{Item, Patch, PathStep, Schema, is_same_key, scalar};
use crate::diagnostic::Diagnostics;
use crate::yaml::{Node, Value, YamlDocument};

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Model {
    Empty,
    Text(String),
    List(Vec<Model>),
    Map(Vec<(String, Model)>),
}

impl Model {
    /// The values of `text`; `None` where it is neither a map nor a list.
    pub(super) fn read(text: &str) -> Option<Self> {
        let document = YamlDocument::whole("", text);
        let node = document.parse_any(&mut Diagnostics::new())?;
        Some(Self::of(&node)).filter(|model| model.text().is_none())
    }

    fn of(node: &Node<'_>) -> Self {
        match &node.value {
            Value::Empty => Self::Empty,
            Value::Text(text) => Self::Text(text.clone().into_owned()),
            Value::List(items) => Self::List(items.iter().map(Self::of).collect()),
            Value::Map(entries) => {
                let entry = |entry: &super::super::MapEntry<'_>| {
                    (entry.key.clone().into_owned(), Self::of(&entry.value))
                };
                Self::Map(entries.iter().map(entry).collect())
            }
        }
    }

    /// The text of a scalar.
    pub(super) fn text(&self) -> Option<&str> {
        match self {
            Self::Empty => Some(""),
            Self::Text(text) => Some(text),
            Self::List(_) | Self::Map(_) => None,
        }
    }

    /// The value that `path` leads to.
    pub(super) fn at(&self, path: &[PathStep<'_>], schema: &Schema) -> Option<&Self> {
        let mut value = self;
        for (depth, step) in path.iter().enumerate() {
            value = match (step, value) {
                (PathStep::Key(name), Self::Map(entries)) => {
                    let keys = schema.keys_at(&path[..depth]);
                    &entries.iter().find(|(key, _)| is_same_key(key, name, keys))?.1
                }
                (PathStep::Index(index), Self::List(items)) => items.get(*index)?,
                _ => return None,
            };
        }
        Some(value)
    }

    fn at_mut(&mut self, path: &[PathStep<'_>], schema: &Schema) -> Option<&mut Self> {
        let mut value = self;
        for (depth, step) in path.iter().enumerate() {
            value = match (step, value) {
                (PathStep::Key(name), Self::Map(entries)) => {
                    let keys = schema.keys_at(&path[..depth]);
                    &mut entries.iter_mut().find(|(key, _)| is_same_key(key, name, keys))?.1
                }
                (PathStep::Index(index), Self::List(items)) => items.get_mut(*index)?,
                _ => return None,
            };
        }
        Some(value)
    }

    /// As [`Self::at_mut`], with maps in the place of what is missing.
    fn map_at(&mut self, path: &[PathStep<'_>], schema: &Schema) -> Option<&mut Self> {
        let mut value = self;
        for (depth, step) in path.iter().enumerate() {
            if *value == Self::Empty {
                *value = Self::Map(Vec::new());
            }
            value = match (step, value) {
                (PathStep::Key(name), Self::Map(entries)) => {
                    let keys = schema.keys_at(&path[..depth]);
                    let found = entries.iter().position(|(key, _)| is_same_key(key, name, keys));
                    let found = found.unwrap_or_else(|| {
                        entries.push(((*name).to_owned(), Self::Empty));
                        entries.len() - 1
                    });
                    &mut entries.get_mut(found)?.1
                }
                (PathStep::Index(index), Self::List(items)) => items.get_mut(*index)?,
                _ => return None,
            };
        }
        if *value == Self::Empty && !matches!(path.last(), Some(PathStep::Index(_))) {
            *value = Self::Map(Vec::new());
        }
        Some(value)
    }

    /// Does what `patch` should do; `None` if it leads nowhere.
    pub(super) fn apply(&mut self, patch: Patch<'_>, schema: &Schema) -> Option<()> {
        match patch {
            Patch::Set(path, value) => {
                let (last, above) = path.split_last()?;
                let keys = schema.keys_at(above);
                let parent = self.map_at(above, schema)?;
                if let (Self::Text(_), PathStep::Key(_)) = (&*parent, last) {
                    let first = keys.first()?.0.to_owned();
                    let text = std::mem::replace(parent, Self::Empty);
                    *parent = Self::Map(vec![(first, text)]);
                }
                let value = Self::Text(scalar::clean(value));
                match (last, parent) {
                    (PathStep::Key(name), Self::Map(entries)) => {
                        match entries.iter_mut().find(|(key, _)| is_same_key(key, name, keys)) {
                            Some((_, old)) => *old = value,
                            None => entries.push(((*name).to_owned(), value)),
                        }
                    }
                    (PathStep::Index(index), Self::List(items)) => *items.get_mut(*index)? = value,
                    _ => return None,
                }
            }
            Patch::Remove(path) => {
                let Some((last, above)) = path.split_last() else {
                    *self = Self::Map(Vec::new());
                    return Some(());
                };
                let keys = schema.keys_at(above);
                match (last, self.at_mut(above, schema)?) {
                    (PathStep::Key(name), Self::Map(entries)) => {
                        let at =
                            entries.iter().position(|(key, _)| is_same_key(key, name, keys))?;
                        entries.remove(at);
                    }
                    (PathStep::Index(_), Self::List(items)) if items.len() == 1 => {
                        return self.apply(Patch::Remove(above), schema);
                    }
                    (PathStep::Index(index), Self::List(items)) if *index < items.len() => {
                        items.remove(*index);
                    }
                    _ => return None,
                }
            }
            Patch::InsertItem { list: [], at, item } => {
                let Self::List(items) = self else { return None };
                items.insert(at.min(items.len()), Self::new_item(item));
            }
            Patch::InsertItem { list, at, item } => {
                let (last, above) = list.split_last()?;
                let keys = schema.keys_at(above);
                let (PathStep::Key(name), Self::Map(entries)) = (last, self.at_mut(above, schema)?)
                else {
                    return None;
                };
                let found = entries.iter().position(|(key, _)| is_same_key(key, name, keys));
                let found = found.unwrap_or_else(|| {
                    entries.push(((*name).to_owned(), Self::Empty));
                    entries.len() - 1
                });
                let value = &mut entries[found].1;
                let mut items = match std::mem::replace(value, Self::Empty) {
                    Self::Empty => Vec::new(),
                    Self::List(items) => items,
                    other => vec![other],
                };
                items.insert(at.min(items.len()), Self::new_item(item));
                *value = Self::List(items);
            }
            Patch::Move { list, from, to } => {
                let Self::List(items) = self.at_mut(list, schema)? else { return None };
                if from >= items.len() || to >= items.len() {
                    return None;
                }
                let item = items.remove(from);
                items.insert(to, item);
            }
            Patch::SetList(..) | Patch::SetEntries(..) => return None,
        }
        Some(())
    }

    fn new_item(item: Item<'_>) -> Self {
        match item {
            Item::Text(text) => Self::Text(scalar::clean(text)),
            Item::Map(entries) => {
                let written = entries.iter().map(|(key, value)| (key, scalar::clean(value)));
                let written = written.filter(|(_, value)| !value.is_empty());
                Self::Map(
                    written.map(|(key, value)| ((*key).to_owned(), Self::Text(value))).collect(),
                )
            }
        }
    }

    /// Whether both say the same: white space around texts and the order of keys aside. A map without keys says
    /// as much as nothing.
    pub(super) fn equals(&self, other: &Self, schema: &Schema) -> bool {
        self.equals_at(other, schema, &[])
    }

    fn equals_at(&self, other: &Self, schema: &Schema, path: &[PathStep<'_>]) -> bool {
        match (self, other) {
            (Self::List(a), Self::List(b)) => {
                a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.equals_at(b, schema, path))
            }
            (Self::Map(a), Self::Map(b)) => {
                let keys = schema.keys_at(path);
                let mut left: Vec<_> = b.iter().collect();
                a.len() == b.len()
                    && a.iter().all(|(key, value)| {
                        let inner = [path, &[PathStep::Key(key)]].concat();
                        let found =
                            left.iter().position(|(other, _)| is_same_key(key, other, keys));
                        found.is_some_and(|at| value.equals_at(&left.remove(at).1, schema, &inner))
                    })
            }
            (Self::Map(map), Self::Empty) | (Self::Empty, Self::Map(map)) => map.is_empty(),
            _ => match (self.text(), other.text()) {
                (Some(a), Some(b)) => a.trim() == b.trim(),
                _ => false,
            },
        }
    }
}
