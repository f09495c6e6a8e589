//! The commit of a transaction; see [the module](super).

use std::collections::BTreeMap;
use std::sync::PoisonError;

use super::error::WriteError;
use super::manifest::{self, FileDigest};
use super::plan::{Action, CommitPlan};
use super::transaction::Transaction;
use super::write_files::write_files;
use crate::digest::Digest;
use crate::fs;

/// What the user allows.
#[derive(Clone, Copy, Debug, Default)]
pub struct WriteOptions {
    /// Overwrite foreign files with other content (`--adopt`).
    pub adopt: bool,
}

/// The result of a commit. Paths are sorted without regard to case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    pub created: Vec<String>,
    pub changed: Vec<String>,
    /// Files that are no longer part of the site.
    pub removed: Vec<String>,
    /// The number of unchanged files.
    pub unchanged: usize,
    /// The size in bytes of the created and changed files.
    pub bytes: u64,
}

impl Transaction {
    /// Changes the output folder.
    ///
    /// # Errors
    /// If foreign files are in the way (then nothing was changed), or the disk fails.
    pub fn commit(mut self, options: WriteOptions) -> Result<Written, WriteError> {
        let files = self.files.get_mut().unwrap_or_else(PoisonError::into_inner);
        let files = std::mem::take(files);
        let (out, old) = (&*self.state.out, &self.state.manifest);
        let plan = CommitPlan::new(&files, &self.state)?;
        plan.check(options)?;

        self.state.remove_leftovers()?;
        // A digest: the text of a site with all its photos takes megabytes.
        let mut on_disk = Digest::hash(old.to_text().as_bytes());
        if plan.changes_anything() {
            let pending = plan.pending_manifest(old);
            // Equal if a killed build had the same plan.
            let digest = Digest::hash(pending.as_bytes());
            if digest != on_disk {
                fs::create_dir_all(out)?;
                fs::replace(&out.join(manifest::NAME), pending.as_bytes())?;
                on_disk = digest;
            }
        }
        for path in &plan.to_remove {
            fs::remove_file(&out.join(path))?;
        }
        // Inner folders first.
        for folder in plan.to_empty.iter().rev() {
            fs::remove_dir_if_empty(&out.join(folder));
        }
        let (deviations, (mut written, mut finished)) = rayon::join(
            || write_files(&plan.files, out, &self.staging),
            || (written(&plan), manifest::to_text(plan.digests())),
        );
        let deviations = deviations?;
        if !deviations.is_empty() {
            let mut digests: BTreeMap<&str, Option<FileDigest>> = plan.digests().collect();
            for (path, digest) in deviations {
                let planned = digests.insert(path, Some(digest)).flatten();
                written.bytes =
                    written.bytes + digest.size - planned.map_or(0, |planned| planned.size);
            }
            finished = manifest::to_text(digests.into_iter());
        }
        if Digest::hash(finished.as_bytes()) != on_disk {
            // Also what a killed build wrote.
            let is_new = |path: &str, digest| old.files.get(path) != Some(&Some(digest));
            let new = plan
                .files
                .iter()
                .filter(|file| file.action != Action::Keep || is_new(file.path, file.digest));
            fs::flush(out, &new.map(|file| out.join(file.path)).collect::<Vec<_>>())?;
            fs::replace_flushed(&out.join(manifest::NAME), finished.as_bytes())?;
        }
        Ok(written)
    }
}

/// The result of a plan that is carried out.
fn written(plan: &CommitPlan<'_>) -> Written {
    let removed = plan.to_remove.iter().map(|path| (*path).to_owned()).collect();
    let mut written = Written { removed, ..Written::default() };
    for file in &plan.files {
        let list = match file.action {
            Action::Keep => {
                written.unchanged += 1;
                continue;
            }
            Action::Create => &mut written.created,
            Action::Change | Action::Overwrite | Action::Blocked => &mut written.changed,
        };
        list.push(file.path.to_owned());
        written.bytes += file.digest.size;
    }
    written
}
