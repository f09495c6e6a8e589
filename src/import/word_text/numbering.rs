//! Which lists of a Word document are numbered, and the numbers of their items.

use std::collections::HashMap;

use quick_xml::events::BytesStart;

use super::styles::number;
use crate::import::ImportError;
use crate::import::archive::attribute;
use crate::import::xml::{ElementContent, XmlHandler};

/// Word has nine levels.
const LEVELS: usize = 9;

/// A level of a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct WordListLevel {
    ordered: bool,
    start: usize,
}

/// The lists of a document, and how far their items are counted.
#[derive(Debug, Default)]
pub(super) struct WordNumbering {
    /// Levels by the id of what lists are made from.
    abstracts: HashMap<String, [WordListLevel; LEVELS]>,
    /// What each list is made from.
    lists: HashMap<String, String>,
    counts: HashMap<(String, usize), usize>,
    open_abstract: Option<String>,
    open_list: Option<String>,
    level: usize,
}

impl WordNumbering {
    /// The number of the next item of `list` at `level`; `None` of those with bullets.
    pub(super) fn next(&mut self, list: &str, level: usize) -> Option<usize> {
        // Lists that begin anew share what they are made from, and not its numbers.
        let levels = self.lists.get(list).and_then(|from| self.abstracts.get(from));
        let found = levels.and_then(|levels| levels.get(level)).copied().unwrap_or_default();
        for deeper in level + 1..LEVELS {
            self.counts.remove(&(list.to_owned(), deeper));
        }
        let count = self.counts.entry((list.to_owned(), level)).or_insert(0);
        *count = count.saturating_add(1);
        found.ordered.then(|| found.start.saturating_add(*count).saturating_sub(1))
    }

    fn open_level(&mut self) -> Option<&mut WordListLevel> {
        let from = self.open_abstract.as_ref()?;
        self.abstracts.get_mut(from)?.get_mut(self.level)
    }
}

impl XmlHandler for WordNumbering {
    fn start(&mut self, tag: &BytesStart<'_>) -> Result<ElementContent, ImportError> {
        match tag.local_name().as_ref() {
            "abstractNum" => {
                let id = attribute(tag, "abstractNumId").unwrap_or_default();
                let levels = [WordListLevel { ordered: false, start: 1 }; LEVELS];
                self.abstracts.insert(id.clone(), levels);
                self.open_abstract = Some(id);
            }
            "num" => self.open_list = attribute(tag, "numId"),
            "abstractNumId" => {
                if let (Some(list), Some(from)) = (self.open_list.clone(), attribute(tag, "val")) {
                    self.lists.insert(list, from);
                }
            }
            "lvl" => {
                let level = attribute(tag, "ilvl").and_then(|level| level.parse().ok());
                self.level = level.unwrap_or(LEVELS);
            }
            "numFmt" => {
                let format = attribute(tag, "val").unwrap_or_default();
                if let Some(level) = self.open_level() {
                    level.ordered = format != "bullet" && format != "none";
                }
            }
            "start" => {
                if let (Some(start), Some(level)) = (number(tag), self.open_level()) {
                    level.start = start;
                }
            }
            _ => {}
        }
        Ok(ElementContent::Read)
    }

    fn end(&mut self, name: &str) -> Result<(), ImportError> {
        match name {
            "abstractNum" => self.open_abstract = None,
            "num" => self.open_list = None,
            _ => {}
        }
        Ok(())
    }

    fn text(&mut self, _: &str) -> Result<(), ImportError> {
        Ok(())
    }
}
