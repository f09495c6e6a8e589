//! Personal data of children in a text: a name with a surname, a date of birth, a telephone number, an
//! address. A school may publish them with the parents' consent alone (Federal Law 152-FZ, art. 9 and
//! 10.1); a first name and a class say as much to readers.
//!
//! That a name is a child's is read from the words beside it: a class, «ученик», a place or a prize.
//! Two names in a row without such words are let be, since most of them are names of grown-ups.

mod evidence;
mod names;
mod private;
mod words;

use std::ops::Range;

use super::markdown::BodySource;
use crate::diagnostic::{Place, SourceText};
use evidence::Evidence;
use names::PersonName;
pub(crate) use names::has_surname_of;
use words::TextWords;

/// Something in a text that tells who or where a child is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChildData {
    pub kind: ChildDataKind,
    /// The words that tell it.
    pub words: String,
    pub place: Place,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChildDataKind {
    Name,
    BirthDate,
    Phone,
    Address,
}

/// What was found, with its bytes in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Finding {
    kind: ChildDataKind,
    range: Range<usize>,
}

/// Finds the data of children in a file, front matter included.
pub(super) fn find_in(source: &BodySource<'_>) -> Vec<ChildData> {
    let findings = find(source.text);
    if findings.is_empty() {
        return Vec::new();
    }
    let lines = SourceText::new(source.text);
    findings
        .into_iter()
        .map(|Finding { kind, range }| ChildData {
            kind,
            words: source.text[range.clone()].split_whitespace().collect::<Vec<_>>().join(" "),
            place: lines.place(source.file, range.start, range.end),
        })
        .collect()
}

/// Finds the data of children in `text`, in the order of their places.
fn find(text: &str) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut names = Vec::new();
    if names::may_have_names(text) {
        let words = TextWords::new(text);
        let people = PersonName::all(&words);
        for chain in people.chunk_by(|first, second| evidence::is_one_list(&words, first, second)) {
            let said: Vec<_> = chain.iter().map(|name| Evidence::about(&words, name)).collect();
            // Who stands in a list with a child is a child.
            if !said.contains(&Evidence::Child) {
                continue;
            }
            let children = chain.iter().zip(&said).filter(|(_, said)| **said != Evidence::Adult);
            names.extend(children.map(|(name, _)| name.range(&words)));
        }
        found.extend(
            names.iter().cloned().map(|range| Finding { kind: ChildDataKind::Name, range }),
        );
    }
    found.extend(private::find(text, &names));
    found.sort_by_key(|data| data.range.start);
    found
}

#[cfg(test)]
mod tests;
