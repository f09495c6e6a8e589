//! The journal of an upload: what it has done so far, a line for each file.

use std::collections::BTreeMap;

use super::LocalState;
use crate::fs;
use crate::publish::manifest::{ContentHash, is_safe_path};

/// What an interrupted upload had done.
#[derive(Debug, Default, PartialEq, Eq)]
pub(in crate::publish) struct Journal {
    /// The identifier of the upload, after that of the upload of ours that it continues.
    pub(in crate::publish) upload_ids: Vec<String>,
    /// What is at these paths now; `None` for removed files.
    pub(in crate::publish) done: BTreeMap<String, Option<ContentHash>>,
}

impl LocalState {
    /// Reads the journal; incomplete lines are skipped.
    pub(in crate::publish) fn journal(&self) -> Result<Journal, fs::Error> {
        let text = self.read_file("journal")?.unwrap_or_default();
        let text = String::from_utf8_lossy(&text);
        let mut lines = text.split_inclusive('\n').filter_map(|line| line.strip_suffix('\n'));
        let head = lines.next().unwrap_or_default();
        let upload_ids = head.split_whitespace().map(str::to_owned).collect();
        Ok(Journal { upload_ids, done: lines.filter_map(parse_line).collect() })
    }

    pub(in crate::publish) fn start_journal(&self, journal: &Journal) -> Result<(), fs::Error> {
        let mut text = format!("{}\n", journal.upload_ids.join(" "));
        for (path, hash) in &journal.done {
            text.push_str(&line(path, *hash));
        }
        fs::replace(&self.folder.join("journal"), text.as_bytes())
    }

    pub(in crate::publish) fn add_to_journal(
        &self,
        path: &str,
        hash: Option<ContentHash>,
    ) -> Result<(), fs::Error> {
        fs::append(&self.folder.join("journal"), line(path, hash).as_bytes())
    }

    pub(in crate::publish) fn remove_journal(&self) -> Result<(), fs::Error> {
        fs::remove_file(&self.folder.join("journal"))
    }
}

fn line(path: &str, hash: Option<ContentHash>) -> String {
    match hash {
        Some(hash) => format!("{} {:016x} {path}\n", hash.size, u64::from_be_bytes(hash.digest)),
        None => format!("- - {path}\n"),
    }
}

fn parse_line(line: &str) -> Option<(String, Option<ContentHash>)> {
    let mut parts = line.splitn(3, ' ');
    let (size, digest, path) = (parts.next()?, parts.next()?, parts.next()?);
    let hash = match size {
        "-" => None,
        size => Some(ContentHash {
            size: size.parse().ok()?,
            digest: u64::from_str_radix(digest, 16).ok()?.to_be_bytes(),
        }),
    };
    is_safe_path(path).then(|| (path.to_owned(), hash))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_truncated_journal_gives_its_complete_lines() {
        let folder = tempfile::tempdir().unwrap();
        let local = LocalState::open(folder.path(), "ftp.example.org/tochka", "здесь").unwrap();
        let journal = Journal { upload_ids: vec!["7".to_owned()], ..Journal::default() };
        local.start_journal(&journal).unwrap();
        let hash = ContentHash::from_bytes(b"abc");
        local.add_to_journal("a b.html", Some(hash)).unwrap();
        local.add_to_journal("c.html", None).unwrap();
        fs::append(&local.folder.join("journal"), b"3 00ff d.ht").unwrap();
        let journal = local.journal().unwrap();
        assert_eq!(journal.upload_ids, ["7"]);
        let done = [("a b.html".to_owned(), Some(hash)), ("c.html".to_owned(), None)];
        assert_eq!(journal.done, done.into());
    }
}
