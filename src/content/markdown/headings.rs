//! Heading ids: readable, and unique within the body.

use std::collections::HashMap;

use crate::content::markdown::{Body, Heading};
use crate::slug;

/// The id of a heading whose text holds no letter or figure.
const NAMELESS: &str = "razdel";

/// The headings met so far.
#[derive(Debug, Default)]
pub(super) struct Headings {
    list: Vec<Heading>,
    /// How often each id was asked for; the number to try next. Most texts have one heading, which
    /// needs no comparing: it is noted when a second one comes.
    taken: HashMap<String, usize>,
}

impl Headings {
    /// Adds a heading and gives its id; the second of a kind ends in `-2`.
    pub(super) fn add(&mut self, level: u8, text: &str) -> &str {
        let text = text.trim().to_owned();
        let mut id = slug::slugify(&text);
        if id.is_empty() {
            id.push_str(NAMELESS);
        }
        if let [only] = &self.list[..] {
            self.taken.insert(only.id.clone(), 1);
        }
        if let Some(&count) = self.taken.get(&id) {
            let mut number = count + 1;
            while self.taken.contains_key(&format!("{id}-{number}")) {
                number += 1;
            }
            let numbered = format!("{id}-{number}");
            self.taken.insert(id, number);
            id = numbered;
        }
        if !self.list.is_empty() {
            self.taken.insert(id.clone(), 1);
        }
        self.list.push(Heading { level, id, text });
        self.list.last().map_or(NAMELESS, |heading| &heading.id)
    }

    /// All of them, in their order.
    pub(super) fn into_list(self) -> Vec<Heading> {
        self.list
    }
}

/// Writes the id of the last heading into its opening tag, at the byte `at` of the HTML.
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
    fn equal_headings_get_numbers_that_clash_with_nothing() {
        let mut headings = Headings::default();
        let ids: Vec<_> = ["Итоги", "Итоги 2", "Итоги", "Итоги", "***", "!"]
            .map(|text| headings.add(2, text).to_owned())
            .into();
        assert_eq!(ids, ["itogi", "itogi-2", "itogi-3", "itogi-4", "razdel", "razdel-2"]);
        assert_eq!(headings.into_list().len(), 6);
    }
}
