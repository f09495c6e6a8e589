//! Two versions of a file that a cloud made: one of them stays, or both are joined; the other one goes to the
//! trash.

use std::path::PathBuf;

use super::merge::merge;
use super::trash::emptied;
use super::{DocumentStore, EditError, diff, encode, hash};
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
    /// along, or to the document, if what they belong to stays and it has none of their names. Returns the hash of the
    /// file.
    ///
    /// # Errors
    /// If one of them has changed since, they cannot be joined, or the disk fails; then all is as before.
    pub(in crate::editor) fn settle_copy(
        &self,
        pair: &ConflictCopy,
        hashes: [&str; 2],
        choice: VersionChoice,
    ) -> Result<String, EditError> {
        let lock = self.exclusive()?;
        let files = [&*pair.original, &*pair.file];
        let [original, copy] = [self.bytes_of(files[0])?, self.bytes_of(files[1])?];
        if [hash(&original), hash(&copy)] != hashes {
            return Err(EditError::refused(
                "файл изменился, пока вы сравнивали",
                "посмотрите на различия ещё раз",
            ));
        }
        let new = match choice {
            VersionChoice::Original => original.clone(),
            VersionChoice::Copy => copy,
            VersionChoice::Joined => {
                let mut text = self.decode(files[0], &original)?;
                let joined = self.joined(pair)?.ok_or_else(cannot_join)?;
                let whole = 0..text.text().len();
                text.replace(whole, &joined);
                encode(text, &mut Vec::new())
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
        Ok(new_hash)
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
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::editor::documents::Documents;

    const FILE: &str = "content/posts/a/index.md";
    const COPY: &str = "content/posts/a/index (1).md";
    const TEXT: &str = "---\nназвание: А\nдата: 1.2.2022\n---\n\nПервый.\n\nВторой.\n";

    fn site(folder: &std::path::Path, original: &str, copy: &str) -> (Documents, ConflictCopy) {
        for (file, text) in [(FILE, original), (COPY, copy)] {
            let path = folder.join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::replace(&path, text.as_bytes()).unwrap();
        }
        let pair = ConflictCopy { file: COPY.into(), original: FILE.into(), is_certain: true };
        (Documents::new(folder, || Timestamp::from_second(1_700_000_000).unwrap()), pair)
    }

    #[test]
    fn texts_without_a_common_past_keep_what_either_has() {
        let copy =
            TEXT.replace("1.2.2022", "2.2.2022").replace("Второй.", "Другой второй.\n\nТретий.");
        assert_eq!(
            union(TEXT, &copy),
            TEXT.replace("Второй.\n", "Второй.\n\nДругой второй.\n\nТретий.\n")
        );
        assert_eq!(union(TEXT, TEXT), TEXT);
        assert_eq!(union(TEXT, &TEXT.replace("Первый.\n\n", "")), TEXT);
        let no_end = TEXT.trim_end();
        assert!(union(no_end, &copy).ends_with("Второй.\n\nДругой второй.\n\nТретий.\n"));
    }

    #[test]
    fn one_version_stays_and_the_other_can_be_had_back() {
        let copy = TEXT.replace("Второй.", "Другой.");
        for (choice, expected) in [
            (VersionChoice::Original, TEXT.to_owned()),
            (VersionChoice::Copy, copy.clone()),
            (VersionChoice::Joined, TEXT.replace("Второй.\n", "Второй.\n\nДругой.\n")),
        ] {
            let folder = tempfile::tempdir().unwrap();
            let (documents, pair) = site(folder.path(), TEXT, &copy);
            let hashes = [TEXT, &*copy].map(|text| hash(text.as_bytes()));
            let wrong = documents.settle_copy(&pair, [&hashes[1], &hashes[0]], choice);
            assert!(matches!(wrong, Err(EditError::Refused { .. })), "{choice:?}");
            documents.settle_copy(&pair, [&hashes[0], &hashes[1]], choice).unwrap();
            assert_eq!(documents.open(FILE).unwrap().text, expected, "{choice:?}");
            assert!(documents.open(COPY).is_err(), "{choice:?}");
            let versions = documents.versions(FILE).unwrap();
            assert_eq!(versions.len(), usize::from(expected != TEXT), "{choice:?}");
            for version in versions {
                assert_eq!(documents.version_text(FILE, &version.id).unwrap(), TEXT);
            }
            let item = documents.trash_items().unwrap().remove(0);
            assert_eq!((&*item.file, &*item.title), (COPY, "А"));
            documents.restore(&item.id).unwrap();
            assert_eq!(documents.open(COPY).unwrap().text, copy, "{choice:?}");
        }
    }

    #[test]
    fn edits_of_two_computers_are_joined_by_what_was_there_before() {
        let folder = tempfile::tempdir().unwrap();
        let mine = TEXT.replace("Первый.", "Мой первый.");
        let theirs = TEXT.replace("дата: 1.2", "дата: 3.2").replace("Второй.", "Их второй.");
        let (documents, pair) = site(folder.path(), &mine, &theirs);
        documents.write_version(FILE, TEXT.as_bytes()).unwrap();
        let joined = documents.joined(&pair).unwrap().unwrap();
        assert_eq!(joined, theirs.replace("Первый.", "Мой первый."));
    }

    #[test]
    fn the_folder_of_a_copy_is_settled_with_it() {
        const FLAT: &str = "content/posts/2022-23/turnir.md";
        for choice in [VersionChoice::Original, VersionChoice::Copy] {
            let folder = tempfile::tempdir().unwrap();
            let write = |file: &str, text: &str| {
                let path = folder.path().join(format!("content/posts/2022-23/{file}"));
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::replace(&path, text.as_bytes()).unwrap();
            };
            for (file, text) in [
                ("turnir.md", TEXT),
                ("turnir (1).md", "Второй."),
                ("turnir/1.jpg", "own"),
                ("turnir (1)/1.jpg", "other"),
                ("turnir (1)/zal/2.jpg", "new"),
                ("turnir-1.jpg", "beside"),
                ("turnir (2).md", "Третий."),
                ("turnir (2)/index.md", "Событие."),
                ("turnir (2)/3.jpg", "of the event"),
            ] {
                write(file, text);
            }
            let documents =
                Documents::new(folder.path(), || Timestamp::from_second(1_700_000_000).unwrap());
            let settle = |number: u8, text: &str| {
                let file = format!("content/posts/2022-23/turnir ({number}).md");
                let pair = ConflictCopy { file, original: FLAT.into(), is_certain: true };
                let now = documents.hash_of(FLAT).unwrap();
                documents.settle_copy(&pair, [&now, &hash(text.as_bytes())], choice).unwrap();
            };
            settle(1, "Второй.");
            let files = || {
                let files = fs::list(&folder.path().join("content/posts/2022-23")).unwrap();
                let mut files: Vec<_> = files.into_iter().map(|file| file.relative).collect();
                files.sort_unstable();
                files
            };
            let mut kept =
                vec!["turnir (2)", "turnir (2).md", "turnir (2)/3.jpg", "turnir (2)/index.md"];
            kept.extend(["turnir", "turnir-1.jpg", "turnir.md", "turnir/1.jpg"]);
            if choice == VersionChoice::Copy {
                kept.extend(["turnir/zal", "turnir/zal/2.jpg"]);
            }
            kept.sort_unstable();
            assert_eq!(files(), kept, "{choice:?}");
            let item = documents.trash_items().unwrap().remove(0);
            documents.restore(&item.id).unwrap();
            assert!(files().iter().any(|file| file == "turnir (1)/1.jpg"), "{choice:?}");
            // Another event lies in the folder of the other copy.
            settle(2, "Третий.");
            assert!(files().iter().any(|file| file == "turnir (2)/3.jpg"), "{choice:?}");
        }
    }

    #[test]
    fn of_two_photos_neither_is_lost() {
        let folder = tempfile::tempdir().unwrap();
        let (documents, _) = site(folder.path(), TEXT, TEXT);
        let photo = "content/posts/a/1.jpg";
        let copy = "content/posts/a/1 (conflicted copy 2022-10-14 101112).jpg";
        for (file, bytes) in [(photo, b"old"), (copy, b"new")] {
            fs::replace(&folder.path().join(file), bytes).unwrap();
        }
        let pair = ConflictCopy { file: copy.into(), original: photo.into(), is_certain: true };
        let hashes = [photo, copy].map(|file| documents.hash_of(file).unwrap());
        assert_eq!(hashes, [hash(b"old"), hash(b"new")]);
        documents.settle_copy(&pair, [&hashes[0], &hashes[1]], VersionChoice::Copy).unwrap();
        let read = |file: &str| fs::read(&folder.path().join(file)).unwrap();
        assert_eq!(read(photo), b"new");
        let former = documents.trash_items().unwrap().into_iter().find(|item| item.file == photo);
        assert_eq!(documents.restore(&former.unwrap().id).unwrap(), "content/posts/a/1-2.jpg");
        assert_eq!((read(photo), read("content/posts/a/1-2.jpg")), (b"new".into(), b"old".into()));
    }
}
