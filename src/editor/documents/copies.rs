//! Two versions of a file that a cloud made: one of them stays, or both are joined; the other one goes to the
//! trash.

use std::path::PathBuf;

use super::merge::merge;
use super::trash::emptied;
use super::{DocumentStore, EditError, Saved, diff, encode, hash};
use crate::content::{ConflictCopy, document_path, is_markdown, own_folder};
use crate::digest::Digester;
use crate::fs::{self, EntryKind, FileTransaction};

/// What becomes of two versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VersionChoice {
    /// The file stays as it is.
    Original,
    /// The copy takes its place.
    Copy,
    /// The file gets what either has.
    Joined,
}

impl DocumentStore {
    /// Settles which of two versions stays. `hashes` are those of the file and of the copy that the choice was made
    /// on. The copy goes to the trash, the file's earlier text among its versions. Files that came with the copy go
    /// along, or to the document, if what they belong to stays and it has none of their names.
    ///
    /// # Errors
    /// If one of them has changed since, they cannot be joined, or the disk fails; then all is as before.
    pub(in crate::editor) fn settle_copy(
        &self,
        pair: &ConflictCopy,
        hashes: [&str; 2],
        choice: VersionChoice,
    ) -> Result<Saved, EditError> {
        let lock = self.exclusive()?;
        let files = [&*pair.original, &*pair.file];
        let [original, copy] = [self.bytes_of(files[0])?, self.bytes_of(files[1])?];
        if [hash(&original), hash(&copy)] != hashes {
            return Err(EditError::refused(
                "файл изменился, пока вы сравнивали",
                "посмотрите на различия ещё раз",
            ));
        }
        let mut notes = Vec::new();
        let new = match choice {
            VersionChoice::Original => original.clone(),
            VersionChoice::Copy => copy,
            VersionChoice::Joined => {
                let mut text = self.decode(files[0], &original)?;
                let joined = self.joined(pair)?.ok_or_else(cannot_join)?;
                let whole = 0..text.text().len();
                text.replace(whole, &joined);
                encode(text, &mut notes)
            }
        };
        let mut change = FileTransaction::default();
        let new_hash = hash(&new);
        if new != original {
            match is_text(files[0]) {
                true => self.write_version(files[0], &original).map(drop)?,
                // A photo has no versions: the former one lies in the trash.
                false => self.put_copy_away(&lock, files[0], &original)?,
            }
            change.writes.push((pair.original.clone(), new));
            self.state().note_saved(files[0], &new_hash);
        }
        let title = self.title_of_file(files[1]);
        let mut away = vec![pair.file.clone()];
        let beside = self.files_with_copy(&pair.file)?;
        change.empty.extend(emptied(&beside));
        let [own, other] = files.map(document_path);
        for file in beside {
            let place = format!("{own}{}", &file[other.len()..]);
            if choice == VersionChoice::Original || fs::exists(&self.root.join(&place)) {
                away.push(file);
            } else {
                change.moves.push((file, place));
            }
        }
        self.put_away(&lock, title, away, change)?;
        Ok(Saved { hash: new_hash, notes, merged: None })
    }

    /// The files in the folder that has the name of the copy of a document: they came with it. None if another
    /// document lies there.
    ///
    /// # Errors
    /// If the disk fails.
    pub(in crate::editor) fn files_with_copy(&self, copy: &str) -> Result<Vec<String>, EditError> {
        if !is_markdown(copy) || own_folder(copy).is_some() {
            return Ok(Vec::new());
        }
        let folder = document_path(copy);
        let files = fs::list(&self.root.join(folder))?.into_iter();
        let files = files.filter(|entry| entry.kind == EntryKind::File);
        let mut files: Vec<_> = files.map(|entry| format!("{folder}/{}", entry.relative)).collect();
        if files.iter().any(|file| is_markdown(file)) {
            files.clear();
        }
        files.sort_unstable();
        Ok(files)
    }

    /// Both versions of a text in one: by what was the same before, if an earlier version shows it, else with what
    /// only one of them has, and with both where they differ. Lines of front matter and of tables that differ are
    /// those of the file. `None` for a file that is no text, and where that would be no table any more.
    ///
    /// # Errors
    /// If one of them cannot be read.
    pub(in crate::editor) fn joined(
        &self,
        pair: &ConflictCopy,
    ) -> Result<Option<String>, EditError> {
        if !is_text(&pair.original) {
            return Ok(None);
        }
        let (original, copy) = (self.read(&pair.original)?.0, self.read(&pair.file)?.0);
        let (original, copy) = (original.text(), copy.text());
        for version in self.versions(&pair.original)? {
            let base = self.version_text(&pair.original, &version.id)?;
            if let Some(joined) = merge(&base, original, copy) {
                return Ok(Some(joined));
            }
        }
        Ok(is_markdown(&pair.original).then(|| union(original, copy)))
    }

    /// The hash of a file of the content.
    ///
    /// # Errors
    /// If there is none, or the disk fails.
    pub(in crate::editor) fn hash_of(&self, file: &str) -> Result<String, EditError> {
        let mut digester = Digester::default();
        fs::read_chunks(&self.existing(file)?, |chunk| digester.update(chunk))?;
        Ok(digester.finish().1.to_string())
    }

    fn bytes_of(&self, file: &str) -> Result<Vec<u8>, EditError> {
        Ok(fs::read(&self.existing(file)?)?)
    }

    fn existing(&self, file: &str) -> Result<PathBuf, EditError> {
        let path = self.inside(file)?;
        if fs::exists(&path) { Ok(path) } else { Err(EditError::Missing(file.to_owned())) }
    }
}

fn is_text(file: &str) -> bool {
    let lower = file.to_ascii_lowercase();
    [".md", ".yaml"].iter().any(|end| lower.ends_with(end))
}

fn cannot_join() -> EditError {
    EditError::refused(
        "эти версии не соединить",
        "выберите одну из них: вторая останется в корзине",
    )
}

/// What either text has; where they differ, the front matter of `original` and both bodies.
fn union(original: &str, copy: &str) -> String {
    let [front, other_front] = [original, copy].map(|text| text.len() - body(text).len());
    let ours = diff::lines(&original[front..]);
    let theirs = diff::lines(&copy[other_front..]);
    let mut joined = original[..front].to_owned();
    let mut done = 0;
    for hunk in diff::hunks(&ours, &theirs) {
        joined.push_str(&ours[done..hunk.old.end].concat());
        done = hunk.old.end;
        let new = theirs[hunk.new].concat();
        if new.trim().is_empty() {
            continue;
        }
        // Paragraphs stay apart.
        if !hunk.old.is_empty() || !joined.ends_with('\n') {
            let gap = if joined.ends_with('\n') { "\n" } else { "\n\n" };
            joined.push_str(gap);
        }
        joined.push_str(&new);
    }
    joined.push_str(&ours[done..].concat());
    joined
}

fn body(text: &str) -> &str {
    &text[super::body_range(text).start..]
}

#[cfg(test)]
mod tests;
