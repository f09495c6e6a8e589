//! Two versions of a document, settled: what stays, what comes along and what goes to the trash.

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
    let copy = TEXT.replace("1.2.2022", "2.2.2022").replace("Второй.", "Другой второй.\n\nТретий.");
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
fn a_file_that_is_written_in_another_encoding_is_told() {
    let copy = TEXT.replace("Второй.", "Росток 🌱");
    for (choice, is_told) in [(VersionChoice::Joined, true), (VersionChoice::Original, false)] {
        let folder = tempfile::tempdir().unwrap();
        let (documents, pair) = site(folder.path(), TEXT, &copy);
        let russian = encoding_rs::WINDOWS_1251.encode(TEXT).0;
        fs::replace(&folder.path().join(FILE), &russian).unwrap();
        let hashes = [&*russian, copy.as_bytes()].map(hash);
        let saved = documents.settle_copy(&pair, [&hashes[0], &hashes[1]], choice).unwrap();
        assert_eq!(saved.notes.iter().any(|note| note.contains("UTF-8")), is_told, "{saved:?}");
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
