//! Levels of headings, and their ids, readable and unique within the body.

use std::collections::HashMap;

use pulldown_cmark::{Event, Tag};

use crate::content::markdown::{Body, Heading, Spanned};
use crate::slug;

/// The change of heading levels that makes the highest heading `h2`.
pub(super) fn level_shift(events: &[Spanned<'_>]) -> isize {
    let level = |(event, _): &Spanned<'_>| match event {
        Event::Start(Tag::Heading { level, .. }) => Some(*level as isize),
        _ => None,
    };
    events.iter().filter_map(level).min().map_or(0, |highest| 2 - highest)
}

/// The id of a heading without letters or digits.
const FALLBACK_ID: &str = "razdel";

/// The headings read so far.
#[derive(Debug, Default)]
pub(super) struct Headings {
    list: Vec<Heading>,
    /// The last number given to each id. The first heading is added only when a second one comes:
    /// most texts have one heading and need no map.
    used_ids: HashMap<String, usize>,
}

impl Headings {
    /// Adds a heading and returns its id. Repeated ids get `-2`, `-3`, ….
    pub(super) fn add(&mut self, level: u8, text: &str) -> &str {
        let text = text.trim().to_owned();
        let mut id = slug::slugify(&text);
        if id.is_empty() {
            id.push_str(FALLBACK_ID);
        }
        if let [only] = &self.list[..] {
            self.used_ids.insert(only.id.clone(), 1);
        }
        if let Some(&count) = self.used_ids.get(&id) {
            let mut number = count + 1;
            while self.used_ids.contains_key(&format!("{id}-{number}")) {
                number += 1;
            }
            let numbered = format!("{id}-{number}");
            self.used_ids.insert(id, number);
            id = numbered;
        }
        if !self.list.is_empty() {
            self.used_ids.insert(id.clone(), 1);
        }
        self.list.push(Heading { level, id, text });
        self.list.last().map_or(FALLBACK_ID, |heading| &heading.id)
    }

    pub(super) fn into_list(self) -> Vec<Heading> {
        self.list
    }
}

/// Inserts the id of the last heading at the byte `at` of the HTML, and shifts the positions of the
/// links and short codes after it.
pub(super) fn insert_id(body: &mut Body, at: usize, id: &str) {
    let attribute = format!(" id=\"{id}\"");
    body.html.insert_str(at, &attribute);
    for link in body.links.iter_mut().rev().take_while(|link| link.at >= at) {
        link.at += attribute.len();
    }
    for code in body.codes.iter_mut().rev().take_while(|code| code.at >= at) {
        code.at += attribute.len();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_headings_get_unique_numbers() {
        let mut headings = Headings::default();
        let ids: Vec<_> = ["Итоги", "Итоги 2", "Итоги", "Итоги", "***", "!"]
            .map(|text| headings.add(2, text).to_owned())
            .into();
        assert_eq!(ids, ["itogi", "itogi-2", "itogi-3", "itogi-4", "razdel", "razdel-2"]);
        assert_eq!(headings.into_list().len(), 6);
    }
}
