//! What this computer remembers of the server, event by event.

use std::path::Path;
use std::time::{Duration, SystemTime};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::config::Config;
use crate::content::own_folder;
use crate::fs;
use crate::publish::{ContentHash, SectionManifest, local_folder, remembered};
use crate::serve::engine::{DocumentRow, EventState, Served, Snapshot};

/// A site is built before it is sent: what was touched so long before the end of an upload may have been
/// touched after the build, where it is not known when that was.
const LONGEST_UPLOAD: Duration = Duration::from_secs(2 * 60 * 60);

/// How much the times of files may be behind the clock; those of flash drives have steps of 2 s.
const COARSE: Duration = Duration::from_secs(3);

/// In `.rostok/`: when the pages of the last publication from the editor were prepared.
const BUILT: &str = "built.json";

#[derive(Deserialize, Serialize)]
struct BuiltRecord {
    /// When the publication ended, which tells it from others; in seconds since 1970.
    published: i64,
    /// When its preparation began.
    built: i64,
}

/// The files of the server after the last upload from here.
#[derive(Debug)]
pub(in crate::editor) struct ServerCopy {
    manifest: SectionManifest,
    /// What was not touched since is on the server as it is.
    since: SystemTime,
}

impl ServerCopy {
    /// `None` if nothing was published from this computer.
    pub(in crate::editor) fn read(root: &Path, config: &Config) -> Option<Self> {
        let manifest = remembered(root, config)?;
        let record = local_folder(root).and_then(|folder| fs::read(&folder.join(BUILT)));
        let record = serde_json::from_slice::<BuiltRecord>(&record.unwrap_or_default()).ok();
        let record = record.filter(|record| record.published == manifest.edition.time);
        let (time, before) = match record {
            Some(record) => (record.built, COARSE),
            None => (manifest.edition.time, LONGEST_UPLOAD),
        };
        let time = Duration::from_secs(u64::try_from(time).unwrap_or_default());
        let since = SystemTime::UNIX_EPOCH + time.saturating_sub(before);
        Some(Self { manifest, since })
    }

    /// Remembers that the preparation of what was just published began at `built`. Without that more events
    /// are compared, with drafts beside them that the server does not have.
    pub(in crate::editor) fn note_built(root: &Path, config: &Config, built: Timestamp) {
        let Some(manifest) = remembered(root, config) else { return };
        let published = manifest.edition.time;
        let record = BuiltRecord { published, built: built.as_second() };
        let record = serde_json::to_vec(&record).unwrap_or_default();
        let _ = local_folder(root).and_then(|folder| fs::replace(&folder.join(BUILT), &record));
    }

    /// `new`: the server has no page of the event; `changed`: it has another one; `same`.
    ///
    /// A page is compared only if its event was touched after the last upload: rendering all of them
    /// takes long, and a change of the theme would otherwise count as one of every event.
    pub(super) fn compare(
        &self,
        row: &DocumentRow<'_>,
        snapshot: &Snapshot,
        root: &Path,
    ) -> &'static str {
        let Some(path) = row.path else { return "new" };
        let Some(on_server) = self.manifest.files.get(path) else { return "new" };
        if row.draft {
            return "changed";
        }
        if !self.is_touched(root, row.file) {
            return "same";
        }
        // Its page is the last good one.
        if row.state == EventState::Unsound {
            return "changed";
        }
        let page = match snapshot.page(path) {
            Some(Served::Bytes(bytes)) => Some(ContentHash::from_bytes(&bytes)),
            _ => None,
        };
        if page == *on_server { "same" } else { "changed" }
    }

    /// Whether the text of an event, or what lies in its folder, may have changed since the last upload.
    fn is_touched(&self, root: &Path, file: &str) -> bool {
        let paths = [Some(file), own_folder(file)].into_iter().flatten();
        let mut stats = paths.map(|path| fs::stat(&root.join(path)));
        stats.any(|stat| stat.map_or(true, |stat| stat.touched > self.since))
    }
}
