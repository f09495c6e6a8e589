//! Addresses that a build would move: a report that cites the old one would lead nowhere.
//!
//! Each build leaves a record of the addresses of its events beside them, and the next one
//! compares. A line of the record: the address, the file and the title, with tabs between.

use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;

use super::{Event, Site};
use crate::diagnostic::{Diagnostic, Place};

/// The name of the record in the output folder.
pub const RECORD: &str = ".rostok-addresses";

impl Site {
    /// The record of this build.
    pub fn addresses(&self) -> String {
        let mut record = String::new();
        for event in &self.events {
            let _ = writeln!(record, "{}\t{}\t{}", event.path, event.post.file, event.post.title);
        }
        record
    }

    /// A warning for each event of `before`, the record of the last build, that is now found only
    /// at another address. An event whose file was renamed is known by its title.
    pub fn moved(&self, before: &str) -> Vec<Diagnostic> {
        let lines: Vec<_> = before.lines().filter_map(parts).collect();
        let addresses: HashSet<&str> = self.routes.iter().map(|routed| &*routed.path).collect();
        let gone = lines.iter().filter(|(path, ..)| !addresses.contains(path));
        let gone: Vec<_> = gone.collect();
        if gone.is_empty() {
            return Vec::new();
        }
        let known: HashSet<&str> = lines.iter().map(|(_, file, _)| *file).collect();
        let by_file: HashMap<&str, &Event> =
            self.events.iter().map(|event| (&*event.post.file, event)).collect();
        let new = self.events.iter().filter(|event| !known.contains(&*event.post.file));
        let new_by_title: HashMap<&str, &Event> =
            new.map(|event| (&*event.post.title, event)).collect();
        let moved = gone.into_iter().filter_map(|(path, file, title)| {
            let event = by_file.get(file).or_else(|| new_by_title.get(title))?;
            let now = &event.path;
            let message = format!("адрес страницы меняется: был `{path}`, станет `{now}`");
            let hint = format!(
                "чтобы прежние ссылки работали, добавьте в файл строку `прежние_адреса: {path}`"
            );
            Some(Diagnostic::warning(message).at(Place::file(&*event.post.file)).hint(hint))
        });
        moved.collect()
    }
}

fn parts(line: &str) -> Option<(&str, &str, &str)> {
    let (path, rest) = line.split_once('\t')?;
    let (file, title) = rest.split_once('\t')?;
    Some((path, file, title))
}
