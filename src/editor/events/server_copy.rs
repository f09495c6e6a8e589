//! What this computer remembers of the server, event by event.

use std::path::Path;
use std::time::{Duration, SystemTime};

use crate::config::Config;
use crate::content::own_folder;
use crate::fs;
use crate::publish::{ContentHash, SectionManifest, remembered};
use crate::serve::engine::{DocumentRow, Served, Snapshot};

/// A site is built before it is sent: what was touched so long before the end of an upload may have been
/// touched after the build.
const LONGEST_UPLOAD: Duration = Duration::from_secs(2 * 60 * 60);

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
        let seconds = u64::try_from(manifest.edition.time).unwrap_or_default();
        let time = SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
        let since = time.checked_sub(LONGEST_UPLOAD).unwrap_or(SystemTime::UNIX_EPOCH);
        Some(Self { manifest, since })
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
