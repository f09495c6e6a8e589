//! Addresses of events that a build changes: reports that cite the old address would have a dead link.
//!
//! Each build writes a record of the addresses of its events, and the next one compares. An address
//! that an event has lost stays in the record until another page takes it, so that every build warns
//! of it. A line of the record is the address, the file and the title, separated by tabs.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::{Event, EventId, Site};
use crate::content::Document;
use crate::diagnostic::{Diagnostic, Diagnostics, Place};

/// The name of the record in the output folder.
pub const RECORD: &str = ".rostok-addresses";

/// The addresses of a record that no page has now.
#[derive(Debug)]
pub struct LostUrls<'a>(Vec<LostUrl<'a>>);

#[derive(Clone, Copy, Debug)]
struct LostUrl<'a> {
    path: &'a str,
    /// The event that had this address.
    event: EventId,
}

impl Site {
    /// The record of this build; `lost` is from [`Self::lost_urls`].
    pub fn url_record(&self, lost: &LostUrls<'_>) -> String {
        const USUAL_LINE: usize = 300;
        let mut record = String::with_capacity(self.events.len() * USUAL_LINE);
        let mut push_line = |path: &str, event: &Event| {
            let Document { file, title, .. } = &*event.document;
            for part in [path, "\t", file, "\t", title, "\n"] {
                record.push_str(part);
            }
        };
        for event in &self.events {
            push_line(&event.path, event);
        }
        for lost in &lost.0 {
            push_line(lost.path, self.event(lost.event));
        }
        record
    }

    /// The addresses of drafts, also those that the last build, of which `before` is the record, gave to
    /// drafts that cannot be read now.
    pub fn draft_urls(&self, before: &str) -> Vec<String> {
        let mut urls = self.drafts.to_vec();
        if !self.unsound_drafts.is_empty() {
            let lines = before.lines().filter_map(parse_line);
            let unsound =
                lines.filter(|(_, file, _)| self.unsound_drafts.iter().any(|one| one == file));
            urls.extend(unsound.map(|(path, ..)| path.to_owned()));
        }
        urls
    }

    /// Warns of each lost address: its event has another one now.
    pub fn warn_of_lost_urls(&self, LostUrls(lost): &LostUrls<'_>, diagnostics: &mut Diagnostics) {
        let mut of_event: BTreeMap<EventId, Vec<&str>> = BTreeMap::new();
        for &LostUrl { path, event } in lost {
            of_event.entry(event).or_default().push(path);
        }
        diagnostics.extend(lost.iter().map(|&LostUrl { path, event: id }| {
            let post = &self.event(id).document;
            let now = &self.event(id).path;
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
        }));
    }

    /// The addresses of `before`, the record of the last build, that no page has now, though their
    /// events are still there. An event whose file was renamed is recognised by its title.
    pub fn lost_urls<'a>(&self, before: &'a str) -> LostUrls<'a> {
        let lines: Vec<_> = before.lines().filter_map(parse_line).collect();
        let addresses: HashSet<&str> = self.routes.iter().map(|entry| &*entry.path).collect();
        let gone: Vec<_> = lines.iter().filter(|(path, ..)| !addresses.contains(path)).collect();
        if gone.is_empty() {
            return LostUrls(Vec::new());
        }
        let known: HashSet<&str> = lines.iter().map(|(_, file, _)| *file).collect();
        let events = || self.events_by_id();
        let by_file: HashMap<&str, EventId> =
            events().map(|(id, event)| (&*event.document.file, id)).collect();
        let new = events().filter(|(_, event)| !known.contains(&*event.document.file));
        let new_by_title: HashMap<&str, EventId> =
            new.map(|(id, event)| (&*event.document.title, id)).collect();
        let found = gone.into_iter().filter_map(|&(path, file, title)| {
            let event = *by_file.get(file).or_else(|| new_by_title.get(title))?;
            Some(LostUrl { path, event })
        });
        LostUrls(found.collect())
    }
}

/// The address, the file and the title.
fn parse_line(line: &str) -> Option<(&str, &str, &str)> {
    let (path, rest) = line.split_once('\t')?;
    let (file, title) = rest.split_once('\t')?;
    Some((path, file, title))
}
