//! Earlier texts of documents, in `.rostok-trash/versions/`.
//!
//! A text is kept before a save replaces it: the first time in a session, then every ten minutes, and
//! whenever somebody else has written it. So an automatic save each second leaves a handful of versions.

use std::collections::HashSet;
use std::sync::Arc;

use jiff::Timestamp;

use super::{DocumentStore, Edit, EditError, hash};
use crate::content::{TRASH, document_path};
use crate::digest::Digest;
use crate::fs::{self, EntryKind, TextFile};

/// At least this long between two versions of one session, in milliseconds.
const INTERVAL: i64 = 10 * 60 * 1000;

/// Deleted files and versions are kept for so long, in milliseconds.
pub(in crate::editor) const KEPT: i64 = 90 * 24 * 60 * 60 * 1000;

/// An earlier text of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptVersion {
    pub id: String,
    /// When the text was replaced.
    pub replaced: Timestamp,
    /// In bytes.
    pub size: u64,
}

impl DocumentStore {
    /// The earlier texts of a document, the latest first.
    ///
    /// # Errors
    /// If the disk fails.
    pub fn versions(&self, file: &str) -> Result<Vec<KeptVersion>, EditError> {
        let entries = fs::list(&self.root.join(folder(file)))?;
        let mut versions: Vec<_> = entries
            .into_iter()
            .filter(|entry| entry.kind == EntryKind::File)
            .filter_map(|entry| {
                let id = entry.relative.strip_suffix(".md")?.to_owned();
                let replaced = Timestamp::from_millisecond(id.parse().ok()?).ok()?;
                Some(KeptVersion { id, replaced, size: entry.size })
            })
            .collect();
        versions.sort_by_key(|version| std::cmp::Reverse(version.replaced));
        Ok(versions)
    }

    /// The text of a version.
    ///
    /// # Errors
    /// If there is none.
    pub fn version_text(&self, file: &str, id: &str) -> Result<String, EditError> {
        let missing = || EditError::Missing(file.to_owned());
        if id.is_empty() || !id.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(missing());
        }
        let path = self.root.join(format!("{}/{id}.md", folder(file)));
        if !fs::exists(&path) {
            return Err(missing());
        }
        Ok(self.decode(file, &fs::read(&path)?)?.text().to_owned())
    }

    /// Keeps `bytes`, the file as it is, if a version is due.
    pub(super) fn keep_version(
        &self,
        file: &str,
        hash: &str,
        bytes: &[u8],
    ) -> Result<(), EditError> {
        let now = (self.now)().as_millisecond();
        let versions = self.versions(file)?;
        let is_ours =
            self.state().saved.iter().any(|(known, saved)| known == file && saved == hash);
        // Not the latest alone: the clock may have been put back.
        let is_recent = versions.iter().any(|version| {
            let replaced = version.replaced.as_millisecond();
            (replaced..replaced + INTERVAL).contains(&now)
        });
        if is_ours && is_recent || bytes.is_empty() {
            return Ok(());
        }
        self.write_version(file, bytes)?;
        Ok(())
    }

    /// Keeps `edit`, made on the file with the hash `base`, as a version, and returns its identifier; the file
    /// stays as it is.
    ///
    /// # Errors
    /// If the edit cannot be made, or the disk fails.
    pub fn keep(&self, file: &str, base: &str, edit: &Edit) -> Result<String, EditError> {
        let _one_at_a_time = self.exclusive()?;
        let bytes = super::encode(self.compose(file, base, edit)?, &mut Vec::new());
        self.write_version(file, &bytes)
    }

    /// The versions that are kept of each of `files`: how many, and when the last text was replaced; of those that
    /// have any.
    pub(in crate::editor) fn with_versions<'a>(
        &self,
        files: impl Iterator<Item = &'a str>,
    ) -> Vec<(&'a str, usize, Timestamp)> {
        let all = format!("{TRASH}/versions");
        let kept: HashSet<_> = fs::subfolders(&self.root.join(&all)).into_iter().collect();
        let has_any = |file: &&str| {
            !kept.is_empty() && kept.contains(folder(file).rsplit('/').next().unwrap_or_default())
        };
        let described = |file: &'a str| {
            let versions = self.versions(file).ok()?;
            Some((file, versions.len(), versions.first()?.replaced))
        };
        files.filter(has_any).filter_map(described).collect()
    }

    /// Keeps these bytes, the file as it was, as a version, and returns its identifier.
    pub(super) fn write_version(&self, file: &str, bytes: &[u8]) -> Result<String, EditError> {
        let now = (self.now)().as_millisecond();
        let folder = self.root.join(folder(file));
        fs::create_dirs_flushed(&folder)?;
        let free = (now..).find(|number| !fs::exists(&folder.join(format!("{number}.md"))));
        let id = free.unwrap_or(now).to_string();
        fs::create_flushed(&folder.join(format!("{id}.md")), bytes)?;
        Ok(id)
    }

    /// The text of the version whose file has this hash.
    pub(super) fn version_with(&self, file: &str, wanted: &str) -> Option<Arc<str>> {
        let folder = self.root.join(folder(file));
        self.versions(file).ok()?.into_iter().find_map(|version| {
            let bytes = fs::read(&folder.join(format!("{}.md", version.id))).ok()?;
            (hash(&bytes) == wanted)
                .then(|| TextFile::decode(&bytes).ok().map(|text| text.text().into()))?
        })
    }

    /// Removes what was kept for 90 days. What cannot be removed now is removed another time.
    pub(super) fn purge(&self) {
        let oldest = (self.now)().as_millisecond() - KEPT;
        let all = self.root.join(TRASH).join("versions");
        for entry in fs::list(&all).unwrap_or_default() {
            let name = entry.relative.rsplit('/').next().unwrap_or_default();
            let replaced = name.strip_suffix(".md").and_then(|id| id.parse::<i64>().ok());
            if entry.kind == EntryKind::File && replaced.is_some_and(|replaced| replaced < oldest) {
                let _ = fs::remove_file(&all.join(&entry.relative));
            }
        }
        for item in self.trash_items().unwrap_or_default() {
            if item.deleted.as_millisecond() < oldest {
                self.remove_for_good(&item.id);
            }
        }
    }
}

/// The folder of a document's versions: the same for `a.md` and `a/index.md`, which it may become.
fn folder(file: &str) -> String {
    format!("{TRASH}/versions/{}", Digest::hash(document_path(file).as_bytes()))
}
