//! Addresses that a build would move: a report that cites the old one would lead nowhere.

use std::collections::{HashMap, HashSet};

use super::{Event, Site};
use crate::diagnostic::{Diagnostic, Place};

/// What the manifest keeps of an event beside its address, so that a later build knows it again:
/// its file and its title.
pub fn note(event: &Event) -> String {
    format!("{}\t{}", event.post.file, event.post.title)
}

impl Site {
    /// A warning for each event of the last build, given as its address and [`note`], that is now
    /// found only at another one. A renamed file is known by the event's title.
    pub fn moved<'a>(
        &self,
        before: impl Iterator<Item = (&'a str, &'a str)> + Clone,
    ) -> Vec<Diagnostic> {
        let addresses: HashSet<&str> = self.routes.iter().map(|routed| &*routed.path).collect();
        let mut gone = before.clone().filter(|(path, _)| !addresses.contains(path)).peekable();
        if gone.peek().is_none() {
            return Vec::new();
        }
        let files: HashSet<&str> =
            before.filter_map(|(_, note)| parts(note)).map(|of| of.0).collect();
        let by_file: HashMap<&str, &Event> =
            self.events.iter().map(|event| (&*event.post.file, event)).collect();
        let new_by_title: HashMap<&str, &Event> = self
            .events
            .iter()
            .filter(|event| !files.contains(&*event.post.file))
            .map(|event| (&*event.post.title, event))
            .collect();
        gone.filter_map(|(path, note)| {
            let (file, title) = parts(note)?;
            let event = by_file.get(file).or_else(|| new_by_title.get(title))?;
            Some(
                Diagnostic::warning(format!(
                    "адрес страницы меняется: был `{path}`, станет `{}`",
                    event.path
                ))
                .at(Place::file(&*event.post.file))
                .hint(format!(
                    "чтобы прежние ссылки работали, добавьте строку `прежние_адреса: {path}`"
                )),
            )
        })
        .collect()
    }
}

fn parts(note: &str) -> Option<(&str, &str)> {
    note.split_once('\t')
}
