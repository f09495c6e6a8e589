//! Inserts keys: below the comment that has them, or in the order in which keys are declared.

use super::apply::PatchWriter;
use super::scalar::{self, Slot};
use super::spots::{EntrySpot, Spot, SpotShape, key_text};
use super::{PathStep, Refused, TextEdit, is_same_key};
use crate::yaml::keys::{Key, find_key};

impl PatchWriter<'_> {
    pub(super) fn insert_text(
        &self,
        parent: &Spot,
        above: &[PathStep<'_>],
        name: &str,
        value: &str,
    ) -> Result<TextEdit, Refused> {
        let flow = matches!(parent.shape, SpotShape::Map { flow: true, .. });
        let indent = self.key_column(parent) + 2;
        let slot = Slot { flow, item: false, followed: false, indent };
        let written = scalar::write(value, "", None, slot);
        let blank = if written.is_empty() { "" } else { " " };
        self.insert_key(parent, above, name, &format!("{blank}{written}"))
    }

    /// Inserts the key `name` into the map `parent`; `written` is what follows its colon.
    pub(super) fn insert_key(
        &self,
        parent: &Spot,
        above: &[PathStep<'_>],
        name: &str,
        written: &str,
    ) -> Result<TextEdit, Refused> {
        let SpotShape::Map { flow, entries } = &parent.shape else { return Err(Refused::NoPlace) };
        let keys = self.schema.keys_at(above);
        let body = format!("{}:{written}", self.name(name, keys));
        if *flow {
            let close = parent.end.saturating_sub(1);
            let comma = if entries.is_empty() { "" } else { ", " };
            let text = format!("{comma}{body}");
            return if self.text[close..].starts_with('}') && !written.contains('\n') {
                Ok(TextEdit { range: close..close, text })
            } else {
                Err(Refused::NoPlace)
            };
        }
        let commented =
            if above.is_empty() { self.commented_key(entries, name, keys) } else { None };
        let at = commented.unwrap_or_else(|| self.place_in_order(entries, name, keys, above));
        Ok(self.insert_lines(at, &format!("{}{body}", " ".repeat(self.key_column(parent)))))
    }

    /// The column at which the keys of a map begin.
    pub(super) fn key_column(&self, map: &Spot) -> usize {
        match &map.shape {
            SpotShape::Map { entries, .. } => {
                entries.first().map_or(0, |entry| self.column(entry.key.start))
            }
            _ => 0,
        }
    }

    /// Inserts `lines` at `at`, where a line begins or the text ends.
    pub(super) fn insert_lines(&self, at: usize, lines: &str) -> TextEdit {
        let is_open = at == self.text.len() && !self.text.is_empty() && !self.text.ends_with('\n');
        let text = if is_open { format!("\n{lines}") } else { format!("{lines}\n") };
        TextEdit { range: at..at, text }
    }

    /// The name of a key as the file would write it.
    pub(super) fn name<'n>(&self, name: &'n str, keys: &[Key]) -> &'n str {
        // Of a list, its first item shows how keys are written.
        let shown = match &self.root.shape {
            SpotShape::List { items, .. } => items.first().unwrap_or(self.root),
            _ => self.root,
        };
        let is_english = match &shown.shape {
            SpotShape::Map { entries, .. } => {
                let ascii = |entry: &EntrySpot| key_text(self.text, &entry.key).is_ascii();
                !entries.is_empty() && entries.iter().all(ascii)
            }
            _ => false,
        };
        match find_key(name, keys) {
            Some(&(english, russian)) if is_english || russian.is_empty() => english,
            Some(&(_, russian)) => russian,
            None => name,
        }
    }

    /// Where the key belongs that stands in a comment, `# участники: 21`: below that line and what of
    /// it goes on.
    fn commented_key(&self, entries: &[EntrySpot], name: &str, keys: &[Key]) -> Option<usize> {
        let is_inside =
            |at: usize| entries.iter().any(|entry| entry.key.start <= at && at < entry.value.end);
        let mut at = 0;
        let mut found = None;
        for line in self.text.split_inclusive('\n') {
            let comment = line.strip_prefix('#').filter(|_| !is_inside(at));
            at += line.len();
            let Some(comment) = comment.map(str::trim_end) else {
                if found.is_some() {
                    return found;
                }
                continue;
            };
            match found {
                Some(_) if comment.starts_with("  ") || comment.trim_start().starts_with("- ") => {
                    found = Some(at);
                }
                Some(_) => return found,
                None => {
                    let key = comment.trim_start().split_once(':').map(|(key, _)| key);
                    if key.is_some_and(|key| is_same_key(key, name, keys)) {
                        found = Some(at);
                    }
                }
            }
        }
        found
    }

    /// Behind the last key that stands before `name` in the order of `keys`.
    fn place_in_order(
        &self,
        entries: &[EntrySpot],
        name: &str,
        keys: &[Key],
        above: &[PathStep<'_>],
    ) -> usize {
        let rank = |name: &str| {
            keys.iter().position(|key| is_same_key(key.0, name, keys)).unwrap_or(usize::MAX)
        };
        let own = rank(name);
        let before = entries.iter().filter_map(|entry| {
            let rank = rank(key_text(self.text, &entry.key));
            (rank <= own).then_some((rank, entry))
        });
        let last = before.max_by_key(|(rank, entry)| (*rank, entry.key.start));
        // An item's first key shares its line with the dash.
        let last = last
            .map(|(_, entry)| entry)
            .or_else(|| if above.is_empty() { None } else { entries.first() });
        match (last, entries.first()) {
            (Some(entry), _) => self.line_end(entry.value.end.max(entry.key.end)),
            (None, Some(first)) => self.above_comments(self.line_start(first.key.start)),
            (None, None) => self.text.len(),
        }
    }

    /// The start of the comment lines right above the line that begins at `at`, or `at`.
    fn above_comments(&self, at: usize) -> usize {
        let mut start = at;
        while start > 0 {
            let above = self.line_start(start - 1);
            if !self.text[above..start].starts_with('#') {
                break;
            }
            start = above;
        }
        start
    }
}
