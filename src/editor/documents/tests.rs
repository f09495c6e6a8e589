//! Documents are opened, edited, saved, deleted and moved.

mod killed;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::Timestamp;

use super::*;
use crate::config::Config;
use crate::diagnostic::Diagnostics;
use crate::fs::EntryKind;

const POST: &str = "content/posts/2022-23/turnir.md";
const TEXT: &str = "---\r\n# как назвали\r\nназвание: Турнир # да\r\nдата:7.12.2022\r\nнаправление: Игры\r\n\
                    классы: 7а, 8б\r\n# участники: 21\r\n---\r\n\r\nПервый абзац.\r\n\r\nВторой абзац.\n";

static CLOCK: AtomicI64 = AtomicI64::new(1_700_000_000_000);

fn now() -> Timestamp {
    Timestamp::from_millisecond(CLOCK.load(Ordering::SeqCst)).unwrap()
}

fn write(root: &Path, file: &str, bytes: impl AsRef<[u8]>) {
    let path = root.join(file);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::replace(&path, bytes.as_ref()).unwrap();
}

/// The files below `content/` with their texts; temporary ones left out.
fn tree(root: &Path) -> BTreeMap<String, String> {
    let entries = fs::list(&root.join("content")).unwrap().into_iter();
    let files = entries.filter(|entry| entry.kind == EntryKind::File);
    let files = files.filter(|entry| !fs::is_temporary(entry.relative.rsplit('/').next().unwrap()));
    files
        .map(|entry| {
            let bytes = fs::read(&root.join("content").join(&entry.relative)).unwrap();
            (entry.relative, String::from_utf8_lossy(&bytes).into_owned())
        })
        .collect()
}

fn site(root: &Path) -> Documents {
    write(root, POST, TEXT);
    Documents::new(root, now)
}

fn text(value: &str) -> Option<FieldValue> {
    Some(FieldValue::Text(value.to_owned()))
}

fn fields(fields: &[(&str, Option<FieldValue>)]) -> Edit {
    let fields = fields.iter().map(|(key, value)| ((*key).to_owned(), value.clone()));
    Edit { fields: fields.collect(), ..Edit::default() }
}

fn body(body: &str) -> Edit {
    Edit { body: Some(body.to_owned()), ..Edit::default() }
}

fn on_disk(root: &Path, file: &str) -> String {
    String::from_utf8(fs::read(&root.join(file)).unwrap()).unwrap()
}

#[test]
fn a_document_is_opened_as_fields_and_body() {
    let folder = tempfile::tempdir().unwrap();
    let opened = site(folder.path()).open(POST).unwrap();
    let found: Vec<_> = opened
        .fields
        .iter()
        .map(|field| (field.key.as_str(), field.value.clone(), field.line))
        .collect();
    let text = |text: &str| FieldValue::Text(text.to_owned());
    assert_eq!(
        found,
        [
            ("title", text("Турнир"), 3),
            ("date", text("7.12.2022"), 4),
            ("direction", text("Игры"), 5),
            ("classes", text("7а, 8б"), 6),
        ]
    );
    assert_eq!((&*opened.body, opened.body_line), ("Первый абзац.\n\nВторой абзац.", 10));
    assert_eq!(&opened.text[opened.body_start..][..6], "Пер");
    let photos =
        "---\nфото:\n  - а.jpg\n  - файл: б.jpg\n    описание: Б\nобложка: {file: а.jpg}\n---\n";
    write(folder.path(), POST, photos);
    let documents = Documents::new(folder.path(), now);
    let opened = documents.open(POST).unwrap();
    let pair = |key: &str, value: &str| (key.to_owned(), value.to_owned());
    let entries = vec![vec![pair("file", "а.jpg")], vec![pair("file", "б.jpg"), pair("alt", "Б")]];
    assert_eq!(opened.value("photos"), Some(&FieldValue::Entries(entries)));
    assert_eq!(
        opened.value("cover"),
        Some(&FieldValue::Entries(vec![vec![pair("file", "а.jpg")]]))
    );
}

#[test]
fn an_edit_changes_what_it_names_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let documents = site(folder.path());
    let base = documents.open(POST).unwrap().hash;
    let edit = fields(&[
        ("title", text("Игра: финал")),
        ("date", text("7.12.2022")),
        ("дата", text("8.12.2022")),
        ("participants", text("21")),
        ("classes", Some(FieldValue::List(vec!["7а".into(), "9в".into()]))),
        ("place", text("")),
        ("direction", text("")),
    ]);
    let edit = Edit {
        body: Some("Первый абзац.\n\nДругой\nконец.\n\n".to_owned()), ..edit
    };
    let saved = documents.save(POST, &base, &edit).unwrap();
    assert_eq!(
        on_disk(folder.path(), POST),
        "---\r\n# как назвали\r\nназвание: 'Игра: финал' # да\r\nдата: 8.12.2022\r\nнаправление:\r\n\
         классы: 7а, 9в\r\n# участники: 21\r\nучастники: 21\r\n---\r\n\r\nПервый абзац.\r\n\r\nДругой\r\nконец.\n"
    );
    assert!(saved.notes.is_empty() && saved.merged.is_none());
    assert_eq!(documents.open(POST).unwrap().hash, saved.hash);
    let again = documents.save(POST, &saved.hash, &edit).unwrap();
    assert_eq!(again.hash, saved.hash);
    let removed = fields(&[("participants", None), ("tags", None)]);
    documents.save(POST, &saved.hash, &removed).unwrap();
    assert!(!on_disk(folder.path(), POST).contains("\nучастники"));
}

#[test]
fn a_first_body_and_a_first_field_find_their_places() {
    let folder = tempfile::tempdir().unwrap();
    let documents = site(folder.path());
    let unreadable = Edit { body: Some("Нет".to_owned()), ..fields(&[("place", text(""))]) };
    for (before, edit, after) in [
        ("---\na: b\n---\n", body("Да"), "---\na: b\n---\n\nДа\n"),
        ("---\na: b\n---", body("\nДа\n"), "---\na: b\n---\n\nДа\n"),
        ("---\na: b\n---\n\n\n", body("Да"), "---\na: b\n---\n\n\nДа\n"),
        ("", body("Да"), "Да\n"),
        ("Да\n", fields(&[("title", text("А"))]), "---\nназвание: А\n---\n\nДа\n"),
        ("", fields(&[("title", text("А"))]), "---\nназвание: А\n---\n"),
        ("---\na: b\n---\nДа\n", body(""), "---\na: b\n---\n\n"),
        // Fields without values ask for nothing, and the body of an unreadable file is saved.
        ("Да\n", fields(&[("title", text("")), ("tags", None)]), "Да\n"),
        ("---\na: [b\n---\nДа\n", unreadable, "---\na: [b\n---\nНет\n"),
    ] {
        write(folder.path(), POST, before);
        let base = documents.open(POST).unwrap().hash;
        documents.save(POST, &base, &edit).unwrap();
        assert_eq!(on_disk(folder.path(), POST), after, "{before:?}");
    }
}

#[test]
fn a_character_that_the_file_cannot_have_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let documents = site(folder.path());
    let russian = encoding_rs::WINDOWS_1251.encode(TEXT).0.into_owned();
    write(folder.path(), POST, &russian);
    let base = documents.open(POST).unwrap().hash;
    let saved = documents.save(POST, &base, &fields(&[("place", text("Зал"))])).unwrap();
    assert!(saved.notes.is_empty());
    let bytes = fs::read(&folder.path().join(POST)).unwrap();
    assert!(encoding_rs::WINDOWS_1251.decode(&bytes).0.contains("\r\nместо: Зал\r\n"));
    let saved = documents.save(POST, &saved.hash, &fields(&[("place", text("Зал 🌱"))])).unwrap();
    assert!(saved.notes[0].contains("🌱") && saved.notes[0].contains("UTF-8"), "{:?}", saved.notes);
    assert!(on_disk(folder.path(), POST).contains("\r\nместо: Зал 🌱\r\n"));
}

/// The hash of the file as it is.
fn current(documents: &Documents) -> String {
    documents.open(POST).unwrap().hash
}

#[test]
fn edits_of_two_programs_are_joined_or_refused() {
    let folder = tempfile::tempdir().unwrap();
    let documents = site(folder.path());
    let base = documents.open(POST).unwrap().hash;
    let theirs = TEXT.replace("Второй", "Третий");
    write(folder.path(), POST, &theirs);
    let title = fields(&[("title", text("Игра"))]);
    assert!(documents.compose(POST, &base, &title).unwrap().text().contains("Третий"));
    let saved = documents.save(POST, &base, &title).unwrap();
    assert_eq!(on_disk(folder.path(), POST), theirs.replace("Турнир", "Игра"));
    assert!(saved.notes[0].contains("соединены"), "{:?}", saved.notes);
    assert!(saved.merged.unwrap().body.contains("Третий"));

    // The page goes on with both.
    let first = body("Первое слово.\n\nТретий абзац.");
    let further = documents.save(POST, &saved.hash, &first).unwrap();
    let text = on_disk(folder.path(), POST);
    assert!(text.contains("Первое слово") && text.contains("Третий") && text.contains("Игра"));

    // The same again, after an answer that was lost.
    let again = documents.save(POST, &saved.hash, &first).unwrap();
    assert!(again.notes.is_empty() || again.hash == further.hash, "{again:?}");
    let lost = documents.save(POST, &further.hash, &body("Новое.")).unwrap();
    let twice = documents.save(POST, &further.hash, &body("Новое.")).unwrap();
    assert_eq!((twice.hash, twice.notes.len(), twice.merged), (lost.hash, 0, None));

    let further = current(&documents);
    write(folder.path(), POST, TEXT.replace("Первый", "Чужой"));
    let before = on_disk(folder.path(), POST);
    let refused = documents.save(POST, &further, &body("Мой абзац.\n\nВторой абзац."));
    let Err(EditError::Conflict(disk)) = refused else { panic!("{refused:?}") };
    assert!(disk.body.contains("Чужой"));
    assert_eq!(on_disk(folder.path(), POST), before);
    // Mine again, now on the disk's text: theirs is kept.
    documents.save(POST, &disk.hash, &body("Мой абзац.")).unwrap();
    let versions = documents.versions(POST).unwrap();
    let kept = versions.iter().map(|version| documents.version_text(POST, &version.id).unwrap());
    assert!(kept.clone().any(|text| text.contains("Чужой")), "{:?}", kept.collect::<Vec<_>>());
    let unknown = documents.save(POST, "0123", &body("Ещё"));
    assert!(matches!(unknown, Err(EditError::Conflict(_))), "{unknown:?}");
}

#[test]
fn a_file_that_somebody_broke_is_saved_and_one_that_is_gone_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let documents = site(folder.path());
    let base = documents.open(POST).unwrap().hash;
    write(folder.path(), POST, TEXT.replace("классы: 7а", "классы: [7а"));
    let title = fields(&[("title", text("Игра"))]);
    // What somebody else broke stays theirs to mend; an edit of another line is no worse for it.
    documents.save(POST, &base, &title).unwrap();
    let text = on_disk(folder.path(), POST);
    assert!(text.contains("[7а") && text.contains("название: Игра # да"), "{text}");
    fs::remove_file(&folder.path().join(POST)).unwrap();
    for refused in [documents.save(POST, &base, &title).err(), documents.trash(POST).err()] {
        assert!(matches!(&refused, Some(EditError::Missing(_))), "{refused:?}");
    }
    assert!(tree(folder.path()).is_empty());
}

#[test]
fn only_texts_of_the_content_are_opened() {
    let folder = tempfile::tempdir().unwrap();
    let documents = site(folder.path());
    write(folder.path(), "secret.md", "a");
    write(folder.path(), "content/posts/a.jpg", "a");
    for file in [
        "secret.md",
        "content/../secret.md",
        "content/posts/../../secret.md",
        "/content/posts/a.md",
        "content/posts/a.jpg",
        "content/posts/.a.md",
        "content\\posts\\a.md",
        "content//a.md",
        "content/posts/no.md",
        "",
    ] {
        assert!(matches!(documents.open(file), Err(EditError::Missing(_))), "{file}");
        assert!(documents.trash(file).is_err(), "{file}");
    }
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(folder.path(), folder.path().join("content/posts/out")).unwrap();
        assert!(documents.open("content/posts/out/secret.md").is_err());
    }
    write(folder.path(), POST, b"\xff\xd8\xff\xe0\0\x10JFIF");
    assert!(matches!(documents.open(POST), Err(EditError::Refused { .. })));
}

#[cfg(unix)]
#[test]
fn permissions_stay_and_a_closed_file_is_not_written() {
    use std::os::unix::fs::PermissionsExt;

    let folder = tempfile::tempdir().unwrap();
    let documents = site(folder.path());
    let path = folder.path().join(POST);
    let set = |mode| {
        let file = std::fs::File::options().read(true).open(&path).unwrap();
        file.set_permissions(PermissionsExt::from_mode(mode)).unwrap();
    };
    let mode = || {
        std::fs::File::options()
            .read(true)
            .open(&path)
            .unwrap()
            .metadata()
            .unwrap()
            .permissions()
            .mode()
    };
    set(0o664);
    let base = documents.open(POST).unwrap().hash;
    let saved = documents.save(POST, &base, &body("Да")).unwrap();
    assert_eq!(mode() & 0o777, 0o664);
    set(0o444);
    let refused = documents.save(POST, &saved.hash, &body("Нет"));
    assert!(matches!(refused, Err(EditError::Refused { .. })), "{refused:?}");
    assert!(documents.open(POST).unwrap().locked);
}

#[test]
fn versions_are_kept_each_ten_minutes_and_for_ninety_days() {
    let folder = tempfile::tempdir().unwrap();
    let clock = || {
        static CLOCK: AtomicI64 = AtomicI64::new(1_700_000_000_000);
        CLOCK.fetch_add(60_000, Ordering::SeqCst);
        Timestamp::from_millisecond(CLOCK.load(Ordering::SeqCst)).unwrap()
    };
    write(folder.path(), POST, TEXT);
    let documents = Documents::new(folder.path(), clock);
    let mut base = documents.open(POST).unwrap().hash;
    for number in 0..25 {
        base = documents.save(POST, &base, &body(&format!("Текст {number}"))).unwrap().hash;
    }
    let versions = documents.versions(POST).unwrap();
    assert_eq!(versions.len(), 3, "{versions:?}");
    let oldest = documents.version_text(POST, &versions[2].id).unwrap();
    assert_eq!(oldest, TEXT.replace("\r\n", "\n"));
    // A base that only a version knows.
    let fresh = Documents::new(folder.path(), clock);
    let saved = fresh.save(POST, &hash(TEXT.as_bytes()), &fields(&[("title", text("Игра"))]));
    assert!(on_disk(folder.path(), POST).contains("Игра"), "{saved:?}");
    let later = || Timestamp::from_millisecond(1_700_000_000_000 + 91 * 86_400_000).unwrap();
    let id = fresh.trash(POST).unwrap();
    Documents::new(folder.path(), later).recover().unwrap();
    assert!(fresh.versions(POST).unwrap().is_empty() && fresh.restore(&id).is_err());
    assert!(fresh.version_text(POST, "../../x").is_err());
}

const BUNDLE: [(&str, &str); 5] = [
    ("content/posts/2022-23/igra/index.md", "---\nназвание: Игра\n---\n"),
    ("content/posts/2022-23/igra/1.jpg", "1"),
    ("content/posts/2022-23/igra/foto/2.jpg", "2"),
    ("content/posts/2022-23/igra/foto/drugoe/index.md", "---\nназвание: Другое\n---\n"),
    ("content/posts/2022-23/igra/foto/drugoe/3.jpg", "3"),
];

#[test]
fn a_document_goes_to_the_trash_with_its_files_and_comes_back() {
    let folder = tempfile::tempdir().unwrap();
    let documents = site(folder.path());
    BUNDLE.iter().for_each(|(file, text)| write(folder.path(), file, text));
    let before = tree(folder.path());
    let id = documents.trash(BUNDLE[0].0).unwrap();
    let left: Vec<_> = tree(folder.path()).into_keys().collect();
    assert_eq!(
        left,
        [
            "posts/2022-23/igra/foto/drugoe/3.jpg",
            "posts/2022-23/igra/foto/drugoe/index.md",
            "posts/2022-23/turnir.md"
        ]
    );
    let items = documents.trash_items().unwrap();
    assert_eq!((&*items[0].id, &*items[0].title, &*items[0].file), (&*id, "Игра", BUNDLE[0].0));
    write(folder.path(), BUNDLE[1].0, "другое");
    let refused = documents.restore(&id).unwrap_err();
    assert!(refused.to_string().contains("igra/1.jpg"), "{refused}");
    fs::remove_file(&folder.path().join(BUNDLE[1].0)).unwrap();
    assert_eq!(documents.restore(&id).unwrap(), BUNDLE[0].0);
    assert_eq!(tree(folder.path()), before);
    assert!(documents.trash_items().unwrap().is_empty() && documents.restore(&id).is_err());
    let second = documents.trash(POST).unwrap();
    assert_ne!(documents.trash(BUNDLE[0].0).unwrap(), second);
    assert!(!fs::exists(&folder.path().join("content/posts/2022-23/turnir.md")));
    assert!(documents.restore("../x").is_err());
}

/// A flat event with files beside it and in a folder of its name, and others that link to all of them.
const FLAT: [(&str, &str); 7] = [
    (
        POST,
        "---\r\nназвание: Турнир\r\nфото:\r\n  - файл: turnir/2.jpg # два\r\n  - turnir-1.jpg\r\nобложка: turnir/2.jpg\r\n---\r\n\
         [б](b.md) ![а](turnir/2.jpg) [в](#itogi)\r\n\r\n[г]: ../../pages/z.md\r\n",
    ),
    ("content/posts/2022-23/turnir-1.jpg", "1"),
    ("content/posts/2022-23/turnir/2.jpg", "2"),
    ("content/posts/2022-23/b.md", "---\nфото: turnir-1.jpg\n---\n[а](turnir.md#itogi)\n"),
    ("content/pages/z.md", "<a href=\"posts/2022-23/turnir.md\">а</a>\n"),
    ("content/site.yaml", "меню:\n  - название: Турнир # да\n    куда: posts/2022-23/turnir.md\n"),
    ("content/data/documents.yaml", "- название: План\n  файл: ../posts/2022-23/turnir-1.jpg\n"),
];

const IN_FOLDER: [(&str, &str); 7] = [
    (
        "content/posts/2022-23/turnir/index.md",
        "---\r\nназвание: Турнир\r\nфото:\r\n  - файл: 2.jpg # два\r\n  - turnir-1.jpg\r\nобложка: 2.jpg\r\n---\r\n\
         [б](../b.md) ![а](2.jpg) [в](#itogi)\r\n\r\n[г]: ../../../pages/z.md\r\n",
    ),
    ("content/posts/2022-23/turnir/turnir-1.jpg", "1"),
    ("content/posts/2022-23/turnir/2.jpg", "2"),
    (
        "content/posts/2022-23/b.md",
        "---\nфото: turnir/turnir-1.jpg\n---\n[а](turnir/index.md#itogi)\n",
    ),
    ("content/pages/z.md", "<a href=\"posts/2022-23/turnir/index.md\">а</a>\n"),
    (
        "content/site.yaml",
        "меню:\n  - название: Турнир # да\n    куда: posts/2022-23/turnir/index.md\n",
    ),
    (
        "content/data/documents.yaml",
        "- название: План\n  файл: ../posts/2022-23/turnir/turnir-1.jpg\n",
    ),
];

fn state(files: &[(&str, &str)]) -> BTreeMap<String, String> {
    let inner = |file: &str| file["content/".len()..].to_owned();
    files.iter().map(|(file, text)| (inner(file), (*text).to_owned())).collect()
}

#[test]
fn a_flat_event_moves_into_a_folder_and_links_follow() {
    let folder = tempfile::tempdir().unwrap();
    FLAT.iter().for_each(|(file, text)| write(folder.path(), file, text));
    let documents = Documents::new(folder.path(), now);
    let moved = documents.move_to_folder(POST).unwrap();
    assert_eq!(tree(folder.path()), state(&IN_FOLDER));
    assert_eq!(moved.file, IN_FOLDER[0].0);
    assert_eq!(moved.rewritten.len(), 4, "{:?}", moved.rewritten);
    assert_eq!(documents.open(&moved.file).unwrap().hash, moved.hash);
    assert_eq!(documents.move_to_folder(&moved.file).unwrap().file, moved.file);
    // Nothing is overwritten.
    write(folder.path(), POST, TEXT);
    let refused = documents.move_to_folder(POST).unwrap_err();
    assert!(refused.to_string().contains("turnir/index.md"), "{refused}");
    let year = "content/posts/2023-24.md";
    write(folder.path(), year, TEXT);
    assert!(documents.move_to_folder(year).is_err());
    // Earlier texts come along, also where the name ends in capitals.
    let loud = "content/posts/2022-23/VECHER.MD";
    write(folder.path(), loud, TEXT);
    let hash = documents.open(loud).unwrap().hash;
    documents.save(loud, &hash, &body("Другой.")).unwrap();
    let moved = documents.move_to_folder(loud).unwrap().file;
    assert_eq!(moved, "content/posts/2022-23/VECHER/index.md");
    assert_eq!(documents.versions(&moved).unwrap().len(), 1);
}

#[test]
fn a_new_event_is_a_draft_in_a_folder_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let settings = "название: Ц\nшкола: Ш\nадрес_сайта: http://a.ru/\nнаправления:\n  - код: igry\n    название: Игры\n";
    write(folder.path(), "content/site.yaml", settings);
    let config = Config::parse("content/site.yaml", settings, &mut Diagnostics::new()).unwrap();
    let documents = Documents::new(folder.path(), now);
    let today = jiff::civil::date(2022, 12, 7);
    let new =
        NewEvent { title: "Игра: финал", date: None, direction: None, today, draft: true };
    let file = documents.create(&config, &new).unwrap();
    assert_eq!(file, "content/posts/2022-23/igra-final/index.md");
    let opened = documents.open(&file).unwrap();
    let value = |key| opened.value(key).cloned();
    assert_eq!((value("title"), value("draft")), (text("Игра: финал"), text("да")));
    assert_eq!((value("date"), value("direction"), &*opened.body), (text(""), text(""), ""));
    let dated =
        NewEvent {
            date: Some("3 октября 2023 г."), direction: Some("Игры"), draft: false, ..new
        };
    assert_eq!(
        documents.create(&config, &dated).unwrap(),
        "content/posts/2023-24/igra-final/index.md"
    );
    assert_eq!(
        documents.create(&config, &new).unwrap(),
        "content/posts/2022-23/igra-final-2/index.md"
    );
    let nameless = NewEvent { title: "!!!", date: Some("не знаю"), ..new };
    let file = documents.create(&config, &nameless).unwrap();
    assert_eq!(file, "content/posts/2022-23/sobytie/index.md");
    assert_eq!(documents.open(&file).unwrap().value("date").cloned(), text("не знаю"));
    let unknown = NewEvent { direction: Some("Пение"), ..new };
    assert!(matches!(documents.create(&config, &unknown), Err(EditError::Refused { .. })));
}
