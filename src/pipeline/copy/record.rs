//! What was copied to a channel: `.rostok/copied/CHANNEL`, an event a line.
//!
//! An announcement and the story of the same event are two copies. The first line is a day: what is over before
//! it was published elsewhere long before there was a record, and counts as copied.

use std::collections::BTreeSet;
use std::fs::File;
use std::path::{Path, PathBuf};

use jiff::ToSpan;
use jiff::civil::Date;

use super::CopyError;
use crate::copy::Channel;
use crate::fs;
use crate::pipeline::Failure;
use crate::pipeline::sources::read_if_exists;
use crate::publish::local_folder;
use crate::site::{Event, Site};

/// How old an event may be that a new record does not take for copied, in days.
const FIRST_DAYS: i64 = 30;

/// What the first line of a later form begins with.
const LATER: &str = "rostok-copied ";

/// The record of a channel. Only one process has it open at a time.
pub(super) struct CopyRecord {
    path: PathBuf,
    since: Date,
    entries: BTreeSet<String>,
    /// Held for as long as the value lives.
    _lock: File,
}

impl CopyRecord {
    pub(super) fn open(root: &Path, channel: Channel, today: Date) -> Result<Self, Failure> {
        let folder = local_folder(root)?.join("copied");
        fs::create_dir(&folder)?;
        let lock = fs::try_lock(&folder.join("lock"))?.ok_or(CopyError::Busy)?;
        let path = folder.join(channel.id());
        let text = read_if_exists(&path)?.unwrap_or_default();
        let mut lines = text.lines();
        let first = lines.next().unwrap_or_default();
        if first.starts_with(LATER) {
            return Err(CopyError::NewerRecord.into());
        }
        let since = first.parse().ok();
        let since = since.unwrap_or_else(|| today.saturating_sub(FIRST_DAYS.days()));
        Ok(Self { path, since, entries: lines.map(str::to_owned).collect(), _lock: lock })
    }

    /// The events of `site` that were not copied, the earliest first.
    pub(super) fn not_copied<'s>(&self, site: &'s Site) -> impl Iterator<Item = &'s Event> {
        let events = site.events.iter().map(|event| &**event);
        events.filter(|event| !event.details.awaits_story && self.is_new(event))
    }

    /// Whether the event, as it is now, was not copied.
    fn is_new(&self, event: &Event) -> bool {
        let is_recent = event.details.announcement || event.document.meta.date.last() >= self.since;
        is_recent && !self.entries.contains(&entry(event))
    }

    /// Notes that the event was copied as it is now.
    pub(super) fn add(&mut self, event: &Event) -> Result<(), fs::Error> {
        if !self.entries.insert(entry(event)) {
            return Ok(());
        }
        let mut text = format!("{}\n", self.since);
        for entry in &self.entries {
            text.push_str(entry);
            text.push('\n');
        }
        fs::replace(&self.path, text.as_bytes())
    }
}

fn entry(event: &Event) -> String {
    let state = if event.details.announcement { "announcement" } else { "news" };
    format!("{state} {}", event.path)
}
