//! A process that is killed at any step of taking a photo away or bringing it back loses neither the photo nor
//! a word about it.

use std::collections::BTreeMap;
use std::path::Path;

use jiff::Timestamp;

use super::*;
use crate::editor::EditorOptions;
use crate::editor::session::Session;
use crate::fs::{EntryKind, fuse};

const FILE: &str = "content/posts/2022-23/turnir/index.md";
const PHOTO: &str = "content/posts/2022-23/turnir/1.jpg";
const TEXT: &str = "---\nназвание: Турнир\nдата: 7.12.2022\nнаправление: а\nобложка: 1.jpg\nфото:\n  \
                    - файл: 1.jpg\n    описание: Доска\n  - файл: 2.jpg\n    описание: Кубок\n---\n\nРассказ.\n";

fn app(root: &Path) -> App {
    let options = EditorOptions {
        root: root.to_owned(),
        port: 0,
        now: || Timestamp::from_second(1_700_000_000).unwrap(),
        today: None,
    };
    App::new(options, 0, 0, Session::new().unwrap())
}

fn write(root: &Path, file: &str, text: &str) {
    let path = root.join(file);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::replace(&path, text.as_bytes()).unwrap();
}

fn prepare(root: &Path) {
    let settings =
        "title: Т\nschool: Ш\nbase_url: http://a.ru/\ndirections:\n  - id: а\n    title: А\n";
    write(root, "content/site.yaml", settings);
    write(root, FILE, TEXT);
    write(root, PHOTO, "bytes of a photo");
    write(root, "content/posts/2022-23/turnir/2.jpg", "others");
}

/// Files with their texts, those that are being written left out.
fn tree(folder: &Path) -> BTreeMap<String, String> {
    let entries = fs::list(folder).unwrap().into_iter();
    let files = entries.filter(|entry| entry.kind == EntryKind::File);
    let files = files.filter(|entry| !fs::is_temporary(last_name(&entry.relative)));
    let text = |file: &str| String::from_utf8(fs::read(&folder.join(file)).unwrap()).unwrap();
    files.map(|entry| (entry.relative.clone(), text(&entry.relative))).collect()
}

fn remove_first(root: &Path) {
    let app = app(root);
    let (photos, hash) = super::super::read(&app, FILE).unwrap();
    remove(&app, &photos, &hash, "1.jpg").unwrap();
}

fn restore_first(root: &Path) {
    let app = app(root);
    let (_, hash) = super::super::read(&app, FILE).unwrap();
    assert_eq!(restore(&app, FILE, &hash, "1.jpg").unwrap(), "1.jpg");
}

/// Kills `act` at each step: what is there is the state before or after, and the photo is in one place.
fn kill(name: &str, prepare: fn(&Path), act: fn(&Path)) -> usize {
    if fuse::is_child(act) {
        return usize::MAX;
    }
    let whole = tempfile::tempdir().unwrap();
    prepare(whole.path());
    let old = tree(&whole.path().join("content"));
    act(whole.path());
    let new = tree(&whole.path().join("content"));
    let mut seen = [false; 2];
    let name = format!("editor::photos::trash::tests::{name}");
    let kills = fuse::kill_at_each_step(&name, prepare, |root, steps| {
        let app = app(root);
        app.documents.recover().unwrap();
        let after = tree(&root.join("content"));
        assert!(after == old || after == new, "{steps}: {after:?}");
        seen[usize::from(after == new)] = true;
        let in_trash = records(&app).len();
        assert_eq!(in_trash, usize::from(!fs::exists(&root.join(PHOTO))), "{steps}");
        // What was taken away comes back, whole.
        if in_trash == 1 {
            restore_first(root);
            assert_eq!(fs::read(&root.join(PHOTO)).unwrap(), b"bytes of a photo");
            let text = String::from_utf8(fs::read(&root.join(FILE)).unwrap()).unwrap();
            assert!(text.contains("обложка: 1.jpg") && text.contains("описание: Доска"), "{text}");
        }
    });
    assert_eq!(seen, [true, true]);
    kills
}

#[test]
fn a_photo_whose_removal_is_killed_is_there_or_in_the_trash() {
    let name = "a_photo_whose_removal_is_killed_is_there_or_in_the_trash";
    let kills = kill(name, prepare, remove_first);
    assert!(kills > 10, "{kills}");
}

#[test]
fn a_photo_whose_return_is_killed_is_in_the_trash_or_back() {
    let name = "a_photo_whose_return_is_killed_is_in_the_trash_or_back";
    let prepare = |root: &Path| {
        prepare(root);
        remove_first(root);
    };
    let kills = kill(name, prepare, restore_first);
    assert!(kills > 10, "{kills}");
}

/// A flat event has its photos in a folder of its name, beside it.
#[test]
fn a_photo_comes_back_to_where_its_event_looks_for_it() {
    const FLAT: &str = "content/posts/2022-23/turnir.md";
    let flat = TEXT.replace("1.jpg", "turnir/1.jpg").replace("2.jpg", "turnir/2.jpg");
    let forms = [(FLAT, &*flat, "turnir/1.jpg"), (FILE, TEXT, "1.jpg")];
    for (before, text, name) in forms {
        for (after, other, present) in forms {
            let folder = tempfile::tempdir().unwrap();
            let root = folder.path();
            prepare(root);
            fs::remove_file(&root.join(FILE)).unwrap();
            write(root, before, text);
            let app = app(root);
            let (photos, hash) = super::super::read(&app, before).unwrap();
            remove(&app, &photos, &hash, name).unwrap();
            assert!(!fs::exists(&root.join(PHOTO)));
            let was = fs::read_text(&root.join(before)).unwrap();
            if after != before {
                fs::remove_file(&root.join(before)).unwrap();
                write(root, after, &was);
            }
            let coming = coming_back(&app, after, other).moves;
            assert_eq!(coming.iter().map(|(_, to)| &**to).collect::<Vec<_>>(), [PHOTO]);
            let item = trashed(&app).remove(0);
            assert_eq!(restore_trashed(&app, &item.id).unwrap(), after);
            assert!(fs::exists(&root.join(PHOTO)), "{before} {after}");
            let photos = super::super::read(&app, after).unwrap().0;
            assert!(photos.named(present).unwrap().on_disk.is_some(), "{before} {after}");
        }
    }
}
