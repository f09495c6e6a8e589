//! Deleted documents with their files, and single files, in `.rostok-trash/deleted/`.

use std::collections::BTreeSet;
use std::path::PathBuf;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{DocumentStore, EditError, FieldValue};
use crate::content::{
    Attachment, CONTENT, Content, DATA, InvalidDocument, PAGES, POSTS, REPORTS, TRASH, is_below,
    is_markdown, last_name,
};
use crate::editor::json;
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
    /// As the document states it.
    pub date: Option<String>,
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
        let content = self.file_names()?;
        let mut files = vec![file.to_owned()];
        files.extend(site::files_of(&content, file).into_iter().map(str::to_owned));
        self.put_away(&lock, title(file, text.text()), files, FileTransaction::default())
    }

    /// Moves a single file of the content to the trash and returns its identifier there.
    ///
    /// # Errors
    /// As [`Self::trash`].
    pub fn trash_file(&self, file: &str) -> Result<String, EditError> {
        let lock = self.exclusive()?;
        if !fs::exists(&self.inside(file)?) {
            return Err(EditError::Missing(file.to_owned()));
        }
        let title = self.title_of_file(file);
        self.put_away(&lock, title, vec![file.to_owned()], FileTransaction::default())
    }

    /// What the trash calls a single file: the title of a document, or else the name.
    pub(super) fn title_of_file(&self, file: &str) -> String {
        match is_markdown(file).then(|| self.read(file).ok()).flatten() {
            Some((text, _)) => title(file, text.text()),
            None => last_name(file).to_owned(),
        }
    }

    /// Puts a copy of `file`, which has these bytes, into the trash; the file stays.
    pub(super) fn put_copy_away(
        &self,
        lock: &fs::TransactionLock,
        file: &str,
        bytes: &[u8],
    ) -> Result<(), EditError> {
        let (id, record) = self.new_item(last_name(file).to_owned(), vec![file.to_owned()]);
        let place = format!("{}/files/{file}", folder(&id));
        let writes = vec![(place, bytes.to_owned()), record];
        lock.run(&FileTransaction { writes, ..FileTransaction::default() })?;
        Ok(())
    }

    /// Moves `files` to the trash, where the first gives the item its name, and makes `change` too.
    pub(super) fn put_away(
        &self,
        lock: &fs::TransactionLock,
        title: String,
        files: Vec<String>,
        mut change: FileTransaction,
    ) -> Result<String, EditError> {
        let empty = emptied(&files);
        let (id, record) = self.new_item(title, files.clone());
        let place = |file: String| (file.clone(), format!("{}/files/{file}", folder(&id)));
        change.moves.extend(files.into_iter().map(place));
        change.writes.push(record);
        change.empty.extend(empty);
        lock.run(&change)?;
        Ok(id)
    }

    /// The identifier of a new item, and the file that describes it.
    fn new_item(&self, title: String, files: Vec<String>) -> (String, (String, Vec<u8>)) {
        let deleted = (self.now)().as_millisecond();
        let id = (deleted..)
            .map(|number| number.to_string())
            .find(|id| !fs::exists(&self.root.join(folder(id))))
            .unwrap_or_default();
        let file = files.first().cloned().unwrap_or_default();
        let record = DeletedRecord { file, title, deleted, files };
        let bytes = serde_json::to_vec(&record).unwrap_or_default();
        let place = format!("{}/{RECORD}", folder(&id));
        (id, (place, bytes))
    }

    /// Puts a deleted document back and returns its file. A single file that is no text gets another name if
    /// its own is taken.
    ///
    /// # Errors
    /// If there is none, if a file is in its place, or the disk fails; then all is as before.
    pub fn restore(&self, id: &str) -> Result<String, EditError> {
        let lock = self.exclusive()?;
        let record = self.record(id).ok_or_else(|| EditError::Missing(id.to_owned()))?;
        self.inside(&record.file)?;
        let is_text = [".md", ".yaml"].iter().any(|end| record.file.to_lowercase().ends_with(end));
        if record.files.len() == 1 && !is_text {
            return self.restore_file(&lock, id, &record.file);
        }
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

    fn restore_file(
        &self,
        lock: &fs::TransactionLock,
        id: &str,
        file: &str,
    ) -> Result<String, EditError> {
        let (stem, end) = file.rsplit_once('.').unwrap_or((file, ""));
        let numbered = (2..).map(|number| format!("{stem}-{number}.{end}"));
        let free = std::iter::once(file.to_owned())
            .chain(numbered)
            .find(|free| !fs::exists(&self.root.join(free)))
            .unwrap_or_default();
        let kept = format!("{}/files/{file}", folder(id));
        let moves = vec![(kept.clone(), free.clone())];
        lock.run(&FileTransaction { moves, writes: Vec::new(), empty: emptied(&[kept]) })?;
        self.remove_for_good(id);
        Ok(free)
    }

    /// Where the file of an item of the trash lies; `None` if there is no such item.
    pub(in crate::editor) fn trashed_path(&self, id: &str) -> Option<PathBuf> {
        let record = self.record(id)?;
        Some(self.root.join(folder(id)).join("files").join(record.file))
    }

    /// The deleted documents, the latest first.
    ///
    /// # Errors
    /// If the disk fails.
    pub fn trash_items(&self) -> Result<Vec<TrashItem>, EditError> {
        let item = |id: String| {
            let DeletedRecord { file, title, deleted, .. } = self.record(&id)?;
            let deleted = Timestamp::from_millisecond(deleted).ok()?;
            let date = is_markdown(&file).then(|| self.trashed_date(&id, &file)).flatten();
            Some(TrashItem { id, file, title, date, deleted })
        };
        let ids = fs::subfolders(&self.root.join(TRASH).join("deleted"));
        let mut items: Vec<_> = ids.into_iter().filter_map(item).collect();
        items.sort_by_key(|item| std::cmp::Reverse(item.deleted));
        Ok(items)
    }

    fn trashed_date(&self, id: &str, file: &str) -> Option<String> {
        let bytes = fs::read(&self.root.join(folder(id)).join("files").join(file)).ok()?;
        stated(file, self.decode(file, &bytes).ok()?.text(), "date")
    }

    /// The record of a document that is in the trash: not of one whose restoring was killed at its end.
    fn record(&self, id: &str) -> Option<DeletedRecord> {
        if id.is_empty() || !id.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let path = self.root.join(folder(id));
        let record: DeletedRecord = json::read(&fs::read(&path.join(RECORD)).ok()?)?;
        fs::exists(&path.join("files").join(&record.file)).then_some(record)
    }

    /// Removes an item of the trash with its files, one by one.
    pub(super) fn remove_for_good(&self, id: &str) {
        let folder = self.root.join(folder(id));
        let mut entries = fs::list(&folder).unwrap_or_default();
        // What is in a folder comes before it.
        entries
            .sort_unstable_by_key(|entry| std::cmp::Reverse(entry.relative.matches('/').count()));
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

/// The title that a document states; else the name of its file.
fn title(file: &str, text: &str) -> String {
    stated(file, text, "title").unwrap_or_else(|| last_name(file).to_owned())
}

/// What a document states under this key.
fn stated(file: &str, text: &str, key: &str) -> Option<String> {
    super::opened::fields(file, text).into_iter().find_map(|field| match field.value {
        FieldValue::Text(text) if field.key == key && !text.is_empty() => Some(text),
        _ => None,
    })
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
    // What is in a folder has its name and more, so that it comes before it from behind.
    folders.into_iter().rev().filter(|folder| !stays(folder)).collect()
}
