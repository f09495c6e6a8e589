//! Items of lists: their lines, new ones, their order, and a list of texts as a whole.

use std::ops::Range;

use super::apply::PatchWriter;
use super::model::Model;
use super::scalar::{self, Slot};
use super::spots::{Spot, SpotShape};
use super::{
    Item, Patch, Patched, PathStep, Refused, Schema, TextEdit, apply_checked, without_controls,
};
use crate::yaml::Key;

/// The lines of an item of a list without brackets: from the comments above its dash to its end.
pub(super) fn lines(writer: &PatchWriter<'_>, item: &Spot) -> Result<Range<usize>, Refused> {
    let dash = dash(writer, item)?;
    let column = writer.column(dash);
    let mut start = writer.line_start(dash);
    while start > 0 {
        let above = writer.line_start(start - 1);
        let line = &writer.text[above..start];
        let content = line.trim_start_matches(' ');
        if !content.starts_with('#') || line.len() - content.len() != column {
            break;
        }
        start = above;
    }
    Ok(start..writer.line_end(item.end.max(dash + 1)))
}

/// The byte of the dash before `item`, which begins its line.
fn dash(writer: &PatchWriter<'_>, item: &Spot) -> Result<usize, Refused> {
    let before = writer.text[..item.start].trim_end();
    let at = before.strip_suffix('-').map(str::len).ok_or(Refused::NoPlace)?;
    let begins_line = writer.text[writer.line_start(at)..at].trim().is_empty();
    if begins_line { Ok(at) } else { Err(Refused::NoPlace) }
}

/// Inserts an item.
pub(super) fn insert(
    writer: &PatchWriter<'_>,
    list: &[PathStep<'_>],
    at: usize,
    item: Item<'_>,
) -> Result<TextEdit, Refused> {
    let keys = writer.schema.keys_at(list);
    let Some((last, above)) = list.split_last() else {
        let SpotShape::List { flow: false, items } = &writer.root.shape else {
            return Err(Refused::NoPlace);
        };
        return insert_lines(writer, items, at, item, keys);
    };
    let PathStep::Key(name) = last else { return Err(Refused::NoPlace) };
    let parent = writer.walk(above)?;
    let SpotShape::Map { flow, entries } = &parent.shape else { return Err(Refused::NoPlace) };
    let column = writer.key_column(parent) + 2;
    let Some(entry) = writer.find(entries, name, writer.schema.keys_at(above)) else {
        if *flow {
            let list = format!(" [{}]", flow_item(writer, item, keys));
            return writer.insert_key(parent, above, name, &list);
        }
        let lines = block_item(writer, item, column, keys)?;
        return writer.insert_key(parent, above, name, &format!("\n{lines}"));
    };
    let value = &entry.value;
    let colon = writer.behind_colon(entry);
    let is_nothing = matches!(&writer.text[value.start..value.end], "" | "~" | "null");
    match &value.shape {
        SpotShape::List { flow: true, items } => {
            let written = flow_item(writer, item, keys);
            match items.get(at) {
                Some(next) => {
                    Ok(TextEdit { range: next.start..next.start, text: format!("{written}, ") })
                }
                None => {
                    let end = items.last().map_or(value.start + 1, |last| last.end);
                    let comma = if items.is_empty() { "" } else { ", " };
                    Ok(TextEdit { range: end..end, text: format!("{comma}{written}") })
                }
            }
        }
        SpotShape::List { flow: false, items } => insert_lines(writer, items, at, item, keys),
        _ if *flow => Err(Refused::NoPlace),
        SpotShape::Scalar if is_nothing => {
            let item = block_item(writer, item, column, keys)?;
            if value.is_empty() {
                return Ok(writer.insert_lines(writer.line_end(colon), &item));
            }
            Ok(TextEdit { range: colon..value.end, text: format!("\n{item}") })
        }
        SpotShape::Scalar => {
            let source = &writer.text[value.start..value.end];
            if source.contains('\n') {
                return Err(Refused::NoPlace);
            }
            let old = format!("{}- {source}", " ".repeat(column));
            let item = block_item(writer, item, column, keys)?;
            let (first, second) = if at == 0 { (item, old) } else { (old, item) };
            Ok(TextEdit { range: colon..value.end, text: format!("\n{first}\n{second}") })
        }
        SpotShape::Map { .. } => Err(Refused::NoPlace),
    }
}

/// Inserts an item into a list without brackets.
fn insert_lines(
    writer: &PatchWriter<'_>,
    items: &[Spot],
    at: usize,
    item: Item<'_>,
    keys: &[Key],
) -> Result<TextEdit, Refused> {
    let (Some(first), Some(last)) = (items.first(), items.last()) else {
        return Err(Refused::NoPlace);
    };
    let column = writer.column(dash(writer, first)?);
    let item = block_item(writer, item, column, keys)?;
    let at = match items.get(at) {
        Some(next) => lines(writer, next)?.start,
        None => lines(writer, last)?.end,
    };
    Ok(writer.insert_lines(at, &item))
}

/// The lines of a new item, without the last line feed.
fn block_item(
    writer: &PatchWriter<'_>,
    item: Item<'_>,
    column: usize,
    keys: &[Key],
) -> Result<String, Refused> {
    let indent = " ".repeat(column);
    let slot = |item| Slot { flow: false, item, followed: false, indent: column + 2 };
    match item {
        Item::Text(text) => {
            let written = scalar::write(text, "", None, slot(true));
            if written.is_empty() {
                Err(Refused::NoPlace)
            } else {
                Ok(format!("{indent}- {written}"))
            }
        }
        Item::Map(entries) => {
            let mut lines = Vec::new();
            for (key, value) in entries {
                let slot = Slot { indent: column + 4, ..slot(false) };
                let written = scalar::write(value, "", None, slot);
                if !written.is_empty() {
                    let begin = if lines.is_empty() { "- " } else { "  " };
                    lines.push(format!("{indent}{begin}{}: {written}", writer.name(key, keys)));
                }
            }
            if lines.is_empty() { Err(Refused::NoPlace) } else { Ok(lines.join("\n")) }
        }
    }
}

fn flow_item(writer: &PatchWriter<'_>, item: Item<'_>, keys: &[Key]) -> String {
    let slot = Slot { flow: true, item: false, followed: true, indent: 0 };
    match item {
        Item::Text(text) => scalar::write(text, "", None, slot),
        Item::Map(entries) => {
            let written = entries.iter().filter(|(_, value)| !scalar::clean(value).is_empty());
            let written = written.map(|(key, value)| {
                let value = scalar::write(value, "", None, slot);
                format!("{}: {value}", writer.name(key, keys))
            });
            format!("{{{}}}", written.collect::<Vec<_>>().join(", "))
        }
    }
}

/// Moves an item; what stands between the items stays where it is.
pub(super) fn move_item(
    writer: &PatchWriter<'_>,
    list: &[PathStep<'_>],
    from: usize,
    to: usize,
) -> Result<Option<TextEdit>, Refused> {
    let SpotShape::List { flow, items } = &writer.walk(list)?.shape else {
        return Err(Refused::NoPlace);
    };
    if from >= items.len() || to >= items.len() {
        return Err(Refused::NoPlace);
    }
    if from == to {
        return Ok(None);
    }
    let range = |item: &Spot| if *flow { Ok(item.start..item.end) } else { lines(writer, item) };
    let ranges: Vec<_> = items.iter().map(range).collect::<Result<_, _>>()?;
    let mut order: Vec<usize> = (0..items.len()).collect();
    let moved = order.remove(from);
    order.insert(to, moved);
    let mut text = String::new();
    for (place, &index) in order.iter().enumerate() {
        let piece = &writer.text[ranges[index].clone()];
        text.push_str(piece);
        if !flow && !piece.ends_with('\n') {
            text.push('\n');
        }
        if let Some(next) = ranges.get(place + 1) {
            text.push_str(writer.text.get(ranges[place].end..next.start).unwrap_or_default());
        }
    }
    let whole = ranges[0].start..ranges[ranges.len() - 1].end;
    if !flow && !writer.text[whole.clone()].ends_with('\n') {
        text.pop();
    }
    Ok(Some(TextEdit { range: whole, text }))
}

/// Makes the value at `path` a list of `values`, item by item.
pub(super) fn set(
    patched: &mut Patched,
    path: &[PathStep<'_>],
    values: &[String],
    schema: &Schema,
) -> Result<(), Refused> {
    let values: Vec<_> = values.iter().map(|value| scalar::clean(value)).collect();
    let values: Vec<_> =
        values.iter().map(String::as_str).filter(|value| !value.is_empty()).collect();
    let root = Model::read(&without_controls(&patched.text)).ok_or(Refused::Unreadable)?;
    let old: Vec<String> = match root.at(path, schema) {
        Some(Model::List(items)) => {
            items.iter().map(|item| item.text().unwrap_or_default().trim().to_owned()).collect()
        }
        // It becomes the first or the last item.
        Some(Model::Text(text))
            if [values.first(), values.last()].contains(&Some(&text.trim())) =>
        {
            vec![text.trim().to_owned()]
        }
        Some(Model::Empty) | None => Vec::new(),
        Some(_) => {
            apply_checked(patched, Patch::Remove(path), schema)?;
            Vec::new()
        }
    };
    if values.is_empty() {
        return apply_checked(patched, Patch::Remove(path), schema);
    }
    let same = |(a, b): &(&String, &&str)| a.as_str() == **b;
    let before = old.iter().zip(&values).take_while(same).count();
    let behind = old[before..].iter().rev().zip(values[before..].iter().rev());
    let behind = behind.take_while(same).count();
    let (old, new) = (old.len() - before - behind, &values[before..values.len() - behind]);
    // Insert first: a list that loses its last item would lose its key.
    for (index, value) in new.iter().enumerate() {
        let at = before + index;
        if index < old {
            let path = [path, &[PathStep::Index(at)]].concat();
            apply_checked(patched, Patch::Set(&path, value), schema)?;
        } else {
            let item = Item::Text(value);
            apply_checked(patched, Patch::InsertItem { list: path, at, item }, schema)?;
        }
    }
    for index in (before + new.len()..before + old).rev() {
        let path = [path, &[PathStep::Index(index)]].concat();
        apply_checked(patched, Patch::Remove(&path), schema)?;
    }
    Ok(())
}
