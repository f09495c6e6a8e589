//! Deleted documents with their files, in `.rostok-trash/deleted/`.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{DocumentStore, EditError, FieldValue};
use crate::content::{
    Attachment, CONTENT, Content, DATA, InvalidDocument, PAGES, POSTS, REPORTS, TRASH, is_below,
    is_markdown,
};
use crate::file_kind::FileKind;
use crate::fs::{self, EntryKind, FileTransaction};
use crate::site;

const RECORD: &str = "record.json";

/// A deleted document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrashItem {
    pub id: String,
    /// The file that it was.
    pub file: String,
    /// As far as it could be read; else the file's name.
    pub title: String,
    pub deleted: Timestamp,
}

#[derive(Debug, Deserialize, Serialize)]
struct DeletedRecord {
    file: String,
    title: String,
    /// In milliseconds since 1970.
    deleted: i64,
    /// All files, the document too.
    files: Vec<String>,
}

impl DocumentStore {
    /// Moves a document with its files to the trash and returns its identifier there.
    ///
    /// # Errors
    /// If there is no such document, or the disk fails; then all is as before.
    pub fn trash(&self, file: &str) -> Result<String, EditError> {
        let lock = self.exclusive()?;
        let (text, _) = self.read(file)?;
        let title = super::opened::fields(file, text.text()).into_iter().find_map(|field| {
            match field.value {
                FieldValue::Text(title) if field.key == "title" && !title.is_empty() => Some(title),
                _ => None,
            }
        });
        let content = self.file_names()?;
        let mut files = vec![file.to_owned()];
        files.extend(site::files_of(&content, file).into_iter().map(str::to_owned));
        let deleted = (self.now)().as_millisecond();
        let id = (deleted..)
            .map(|number| number.to_string())
            .find(|id| !fs::exists(&self.root.join(folder(id))))
            .unwrap_or_default();
        let title = title.unwrap_or_else(|| file.rsplit('/').next().unwrap_or(file).to_owned());
        let record = DeletedRecord { file: file.to_owned(), title, deleted, files };
        let place = |file: &String| format!("{}/files/{file}", folder(&id));
        let change = FileTransaction {
            moves: record.files.iter().map(|file| (file.clone(), place(file))).collect(),
            writes: vec![(
                format!("{}/{RECORD}", folder(&id)),
                serde_json::to_vec(&record).unwrap_or_default(),
            )],
            empty: emptied(&record.files),
        };
        lock.run(&change)?;
        Ok(id)
    }

    /// Puts a deleted document back and returns its file.
    ///
    /// # Errors
    /// If there is none, if a file is in its place, or the disk fails; then all is as before.
    pub fn restore(&self, id: &str) -> Result<String, EditError> {
        let lock = self.exclusive()?;
        let record = self.record(id).ok_or_else(|| EditError::Missing(id.to_owned()))?;
        self.path(&record.file)?;
        if let Some(taken) = record.files.iter().find(|file| fs::exists(&self.root.join(file))) {
            return Err(EditError::refused(
                &format!("на прежнем месте уже лежит `{taken}`"),
                "переименуйте или удалите этот файл и повторите",
            ));
        }
        let place = |file: &String| format!("{}/files/{file}", folder(id));
        let kept: Vec<_> = record.files.iter().map(place).collect();
        let moves = kept.iter().cloned().zip(record.files.iter().cloned());
        let moves = moves.filter(|(kept, _)| fs::exists(&self.root.join(kept)));
        let change =
            FileTransaction { moves: moves.collect(), writes: Vec::new(), empty: emptied(&kept) };
        lock.run(&change)?;
        self.remove_for_good(id);
        Ok(record.file)
    }

    /// The deleted documents, the latest first.
    ///
    /// # Errors
    /// If the disk fails.
    pub fn trash_items(&self) -> Result<Vec<TrashItem>, EditError> {
        let item = |id: String| {
            let DeletedRecord { file, title, deleted, .. } = self.record(&id)?;
            Some(TrashItem { id, file, title, deleted: Timestamp::from_millisecond(deleted).ok()? })
        };
        let ids = fs::subfolders(&self.root.join(TRASH).join("deleted"));
        let mut items: Vec<_> = ids.into_iter().filter_map(item).collect();
        items.sort_by_key(|item| std::cmp::Reverse(item.deleted));
        Ok(items)
    }

    /// The record of a document that is in the trash: not of one whose restoring was killed at its end.
    fn record(&self, id: &str) -> Option<DeletedRecord> {
        if id.is_empty() || !id.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let path = self.root.join(folder(id));
        let record: DeletedRecord =
            serde_json::from_slice(&fs::read(&path.join(RECORD)).ok()?).ok()?;
        fs::exists(&path.join("files").join(&record.file)).then_some(record)
    }

    /// Removes an item of the trash with its files, one by one.
    pub(super) fn remove_for_good(&self, id: &str) {
        let folder = self.root.join(folder(id));
        let mut entries = fs::list(&folder).unwrap_or_default();
        // What is in a folder comes before it.
        entries.sort_by_key(|entry| std::cmp::Reverse(entry.relative.matches('/').count()));
        for entry in entries {
            let path = folder.join(&entry.relative);
            if entry.kind == EntryKind::Folder {
                fs::remove_dir_if_empty(&path);
            } else {
                let _ = fs::remove_file(&path);
            }
        }
        fs::remove_dir_if_empty(&folder);
    }

    /// All files of the content by their names alone: which of them belong together needs no more.
    pub(super) fn file_names(&self) -> Result<Content, EditError> {
        let (entries, _) = fs::walk(&self.root, CONTENT)?;
        let mut content = Content::default();
        for entry in entries {
            let file = entry.relative;
            let is_of_kind = [POSTS, PAGES, REPORTS].iter().any(|folder| is_below(&file, folder));
            if is_of_kind && is_markdown(&file) {
                let document = InvalidDocument { file, ..InvalidDocument::default() };
                content.invalid.push(document.into());
            } else if !is_below(&file, DATA) {
                let stamp = fs::FileStat { size: entry.size, touched: entry.touched };
                let kind = FileKind::from_name(&file).unwrap_or(FileKind::Other);
                content.attachments.push(Attachment { file, path: entry.path, stamp, kind }.into());
            }
        }
        Ok(content)
    }
}

fn folder(id: &str) -> String {
    format!("{TRASH}/deleted/{id}")
}

/// The folders of `files` that may be empty without them, the innermost first; those that are made for
/// many documents stay.
pub(super) fn emptied(files: &[String]) -> Vec<String> {
    let above = |file: &String| -> Vec<String> {
        let folders = file.match_indices('/').map(|(at, _)| file[..at].to_owned());
        folders.filter(|folder| folder.matches('/').count() > 1).collect()
    };
    let folders: BTreeSet<_> = files.iter().flat_map(above).collect();
    let stays = |folder: &String| crate::content::is_collection(folder);
    let mut folders: Vec<_> = folders.into_iter().filter(|folder| !stays(folder)).collect();
    folders.sort_by_key(|folder| std::cmp::Reverse(folder.matches('/').count()));
    folders
}
