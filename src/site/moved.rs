//! Addresses that a build would move: a report that cites the old one would lead nowhere.
//!
//! Each build leaves a record of the addresses of its events beside them, and the next one
//! compares. An address that an event has lost stays in the record until something else stands
//! there, so that every build tells of it. A line of the record: the address, the file and the
//! title, with tabs between.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::{Event, Site};
use crate::diagnostic::{Diagnostic, Diagnostics, Place};

/// The name of the record in the output folder.
pub const RECORD: &str = ".rostok-addresses";

/// The addresses of a record where nothing stands now, each with the event that stood there.
#[derive(Debug)]
pub struct Lost<'a>(Vec<(&'a str, usize)>);

impl Site {
    /// The record of this build; `lost` is what the last one had and this one has not.
    pub fn addresses(&self, lost: &Lost<'_>) -> String {
        const LINE: usize = 300;
        let mut record = String::with_capacity(self.events.len() * LINE);
        let mut line = |path: &str, event: &Event| {
            for part in [path, "\t", &event.post.file, "\t", &event.post.title, "\n"] {
                record.push_str(part);
            }
        };
        for event in &self.events {
            line(&event.path, event);
        }
        for &(path, id) in &lost.0 {
            line(path, &self.events[id]);
        }
        record
    }

    /// Warns of each lost address: its event is now found only at another one.
    pub fn moved(&self, Lost(lost): &Lost<'_>, diagnostics: &mut Diagnostics) {
        let mut of_event: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
        for &(path, id) in lost {
            of_event.entry(id).or_default().push(path);
        }
        let moved = lost.iter().map(|&(path, id)| {
            let post = &self.events[id].post;
            let now = &self.events[id].path;
            let known = post.aliases.iter().map(|(alias, _)| &**alias);
            let all: Vec<_> = known.chain(of_event[&id].iter().copied()).collect();
            let written = match &*all {
                [one] => (*one).to_owned(),
                several => format!("[{}]", several.join(", ")),
            };
            let how = if post.aliases.is_empty() {
                "добавьте в файл строку"
            } else {
                "замените в файле строку с прежними адресами на"
            };
            Diagnostic::warning(format!("адрес страницы изменился: был `{path}`, стал `{now}`"))
                .at(Place::file(&*post.file))
                .hint(format!("чтобы прежние ссылки работали, {how} `прежние_адреса: {written}`"))
        });
        diagnostics.extend(moved);
    }

    /// What stood at an address in `before`, the record of the last build, and stands there no more.
    /// An event whose file was renamed is known by its title.
    pub fn lost<'a>(&self, before: &'a str) -> Lost<'a> {
        let lines: Vec<_> = before.lines().filter_map(parts).collect();
        if lines.is_empty() {
            return Lost(Vec::new());
        }
        let addresses: HashSet<&str> = self.routes.iter().map(|routed| &*routed.path).collect();
        let gone = lines.iter().filter(|(path, ..)| !addresses.contains(path));
        let gone: Vec<_> = gone.collect();
        if gone.is_empty() {
            return Lost(Vec::new());
        }
        let known: HashSet<&str> = lines.iter().map(|(_, file, _)| *file).collect();
        let events = || self.events.iter().enumerate();
        let by_file: HashMap<&str, usize> =
            events().map(|(id, event)| (&*event.post.file, id)).collect();
        let new = events().filter(|(_, event)| !known.contains(&*event.post.file));
        let new_by_title: HashMap<&str, usize> =
            new.map(|(id, event)| (&*event.post.title, id)).collect();
        let found = gone.into_iter().filter_map(|&(path, file, title)| {
            let id = by_file.get(file).or_else(|| new_by_title.get(title))?;
            Some((path, *id))
        });
        Lost(found.collect())
    }
}

fn parts(line: &str) -> Option<(&str, &str, &str)> {
    let (path, rest) = line.split_once('\t')?;
    let (file, title) = rest.split_once('\t')?;
    Some((path, file, title))
}
