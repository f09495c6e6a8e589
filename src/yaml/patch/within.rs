//! Maps that are written with their first key, and removed with their last one.

use super::apply::PatchWriter;
use super::scalar::{self, Slot};
use super::spots::{Spot, SpotShape};
use super::{PathStep, Refused, Schema, TextEdit};

impl PatchWriter<'_> {
    /// Writes the key `last` into the map at `above`, which is written with it.
    pub(super) fn set_within(
        &self,
        above: &[PathStep<'_>],
        last: &PathStep<'_>,
        value: &str,
    ) -> Result<TextEdit, Refused> {
        let is_map = |path: &[PathStep<'_>]| {
            self.walk(path).ok().filter(|spot| matches!(spot.shape, SpotShape::Map { .. }))
        };
        let depths = (0..above.len()).rev();
        let found = depths.filter_map(|depth| Some((depth, is_map(&above[..depth])?))).next();
        let (depth, parent) = found.ok_or(Refused::NoPlace)?;
        let SpotShape::Map { flow, entries } = &parent.shape else { return Err(Refused::NoPlace) };
        let (outer, missing) = above.split_at(depth);
        let names = missing.iter().chain([last]).map(|step| match step {
            PathStep::Key(name) => Ok(*name),
            PathStep::Index(_) => Err(Refused::NoPlace),
        });
        let names = names.collect::<Result<Vec<_>, _>>()?;
        let (first, inner) = names.split_first().ok_or(Refused::NoPlace)?;
        let column = self.key_column(parent) + 2;
        let mut path = outer.to_vec();
        let mut written = String::new();
        for (level, name) in inner.iter().enumerate() {
            path.push(missing[level]);
            let name = self.name(name, self.schema.keys_at(&path));
            let indent = column + 2 * level;
            written += &match flow {
                true => format!(" {{{name}:"),
                false => format!("\n{}{name}:", " ".repeat(indent)),
            };
        }
        let indent = column + 2 * inner.len();
        let slot = Slot { flow: *flow, item: false, followed: *flow, indent };
        let value = scalar::write(value, "", None, slot);
        let blank = if value.is_empty() { "" } else { " " };
        let close = if *flow { "}".repeat(inner.len()) } else { String::new() };
        let written = format!("{written}{blank}{value}{close}");
        let keys = self.schema.keys_at(outer);
        let Some(entry) = self.find(entries, first, keys) else {
            return self.insert_key(parent, outer, first, &written);
        };
        if !self.is_nothing(&entry.value) {
            return Err(Refused::NoPlace);
        }
        let colon = self.behind_colon(entry);
        match written.strip_prefix('\n') {
            // A comment may follow the key.
            Some(lines) if entry.value.is_empty() => {
                Ok(self.insert_lines(self.line_end(colon), lines))
            }
            _ => Ok(TextEdit { range: colon..entry.value.end.max(colon), text: written }),
        }
    }
}

/// What is to be removed for `path` to be gone: a map that it is alone in goes too, unless a comment would.
pub(super) fn emptied<'p, 'k>(
    text: &str,
    root: &Spot,
    path: &'p [PathStep<'k>],
    schema: &Schema,
) -> &'p [PathStep<'k>] {
    let writer = PatchWriter { text, root, schema };
    let mut path = path;
    while let Some((PathStep::Key(name), above)) = path.split_last()
        && let Some((PathStep::Key(outer), further)) = above.split_last()
        && let Ok(Spot { shape: SpotShape::Map { entries, .. }, .. }) = writer.walk(above)
        && let [inner] = entries.as_slice()
        && writer.find(entries, name, schema.keys_at(above)).is_some()
        && let Ok(Spot { shape: SpotShape::Map { entries, .. }, .. }) = writer.walk(further)
        && let Some(outer) = writer.find(entries, outer, schema.keys_at(further))
    {
        let end = inner.value.end.max(inner.key.end);
        let around = [&text[outer.key.end..inner.key.start], writer.rest_of_line(end)];
        if around.iter().any(|part| part.contains('#')) {
            break;
        }
        path = above;
    }
    path
}
