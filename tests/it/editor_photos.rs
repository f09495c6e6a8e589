//! The photos of an event in the editor, over HTTP with the real program: uploads, what is said of them,
//! the trash, thumbnails.
#![expect(clippy::disallowed_methods, reason = "tests read and write their own files")]

use std::time::Duration;

use serde_json::{Value, json};

use crate::editor_client::{EditorClient, RunningEditor};
use crate::photos::{photo_taken_at, photo_taken_in_moscow};
use crate::sandbox::{PHOTO, Site, files};

/// The event in the tests, with a comment and a key that nothing here knows.
const HEAD: &str =
    "---\n# Наш турнир\nназвание: Турнир\nдата: 14.10.2022 # пятница\nнаправление: sovmestnye\n";
const BODY: &str = "---\n\nРассказ о турнире. Третий класс победил, четвёртый догонял.\n";
const FOLDER: &str = "content/posts/turnir";
pub(crate) const FILE: &str = "content/posts/turnir/index.md";

/// A site with one event in a folder of its own, and the editor.
pub(crate) fn start() -> (Site, RunningEditor) {
    let site = Site::new();
    site.post("turnir/index.md", &format!("{HEAD}{BODY}"));
    let editing = RunningEditor::start(&site, &["--today", "2023-01-01"]);
    (site, editing)
}

pub(crate) fn upload(editing: &EditorClient, file: &str, name: &str, bytes: &[u8]) -> (u16, Value) {
    let query = [("file", file), ("name", name)].map(|(key, value)| {
        let value =
            percent_encoding::utf8_percent_encode(value, percent_encoding::NON_ALPHANUMERIC);
        format!("{key}={value}")
    });
    editing.upload(&format!("/api/photo?{}", query.join("&")), bytes)
}

/// Uploads a photo that is taken; gives its name.
#[track_caller]
fn add(editing: &EditorClient, name: &str, bytes: &[u8]) -> String {
    let (status, answer) = upload(editing, FILE, name, bytes);
    assert_eq!(status, 200, "{answer}");
    answer["name"].as_str().unwrap().to_owned()
}

#[track_caller]
pub(crate) fn listed(editing: &EditorClient, file: &str) -> Value {
    let (status, answer) = editing.get(&format!("/api/photos?file={file}"));
    assert_eq!(status, 200, "{answer}");
    answer
}

fn names(answer: &Value) -> Vec<&str> {
    answer["photos"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect()
}

/// Makes a change based on the file as it is; gives the answer.
#[track_caller]
fn change(editing: &EditorClient, mut change: Value) -> Value {
    change["file"] = FILE.into();
    change["base"] = listed(editing, FILE)["hash"].clone();
    let (status, answer) = editing.post("/api/photos/change", &change);
    assert_eq!(status, 200, "{answer}");
    answer
}

/// Another picture than `PHOTO` each time: bytes behind the end of a JPEG belong to no pixel.
fn photo(number: u8) -> Vec<u8> {
    [PHOTO, &[number; 3]].concat()
}

#[test]
fn photos_get_names_of_their_own_and_keep_their_bytes() {
    let (site, editing) = start();
    let taken = photo_taken_in_moscow();
    assert_eq!(add(&editing, "Кубок 1.JPG", &taken), "kubok-1.jpg");
    assert_eq!(add(&editing, "кубок 1.jpg", &photo(1)), "kubok-1-2.jpg");
    assert_eq!(add(&editing, "KUBOK-1.JPEG", &photo(2)), "kubok-1.jpeg");
    // What Windows takes for the same name is taken.
    site.file(&format!("{FOLDER}/ZAL.JPG"), photo(3));
    assert_eq!(add(&editing, "zal.jpg", &photo(4)), "zal-2.jpg");
    // The bytes decide what it is.
    assert_eq!(add(&editing, "../../skrin.heic", &photo(5)), "skrin.jpg");
    // Sent again because an answer was lost.
    let (_, again) = upload(&editing, FILE, "Кубок 1.JPG", &taken);
    assert_eq!((&again["name"], &again["already"]), (&json!("kubok-1.jpg"), &json!(true)));
    assert_eq!(std::fs::read(site.root().join(FOLDER).join("kubok-1.jpg")).unwrap(), taken);
    let found = files(&site.root().join(FOLDER));
    assert_eq!(found.len(), 7, "{found:?}");
    assert_eq!(site.read(FILE), format!("{HEAD}{BODY}"), "nothing is said of them yet");

    change(&editing, json!({ "common": { "alt": "Ребята за досками" } }));
    site.run(&["build", "--today", "2023-01-01"]).ok();
    for path in files(&site.root().join("public")) {
        let bytes = std::fs::read(&path).unwrap();
        assert!(!bytes.windows(4).any(|part| part == b"Exif"), "{}", path.display());
        assert_ne!(bytes, taken, "{}", path.display());
    }
}

#[test]
fn what_is_no_photo_is_refused_with_what_to_do() {
    let (site, editing) = start();
    for (name, bytes, status, words, advice) in [
        ("a.heic", &b"\0\0\0\x18ftypheic\0\0\0\0"[..], 415, "HEIC", "Наиболее совместимый"),
        ("a.jpg", b"\0\0\0\x18ftypheic\0\0\0\0", 415, "HEIC", "Наиболее совместимый"),
        ("a.mp4", b"\0\0\0\x18ftypmp42\0\0\0\0", 415, "видео", "Rutube"),
        ("a.jpg", b"\0\0\0\x18ftypmp42\0\0\0\0", 415, "видео", "Rutube"),
        ("a.dng", b"II\x2a\0\x08\0\0\0\0\0\0\0\0\0", 415, "фотоаппарата", "JPEG"),
        ("a.zip", b"PK\x03\x04\0\0", 415, "архив", "распакуйте"),
        ("a.docx", b"PK\x03\x04\0\0", 415, "не снимок", "JPEG"),
        ("a.jpg", &PHOTO[..PHOTO.len() / 2], 422, "обрывается", "скопируйте"),
        ("a.jpg", b"", 422, "пуст", "скопируйте"),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", 422, "SVG", "PNG"),
    ] {
        let (got, answer) = upload(&editing, FILE, name, bytes);
        assert_eq!(got, status, "{name}: {answer}");
        assert!(answer["message"].as_str().unwrap().contains(words), "{name}: {answer}");
        assert!(answer["hint"].as_str().unwrap().contains(advice), "{name}: {answer}");
    }
    let found = files(&site.root().join("content/posts"));
    assert_eq!(found.len(), 1, "{found:?}");
    // A photo without its last bytes is published, and that is said.
    add(&editing, "b.jpg", &PHOTO[..PHOTO.len() - 2]);
    let problem = &listed(&editing, FILE)["photos"][0]["problem"];
    assert!(problem["message"].as_str().unwrap().contains("не целиком"), "{problem}");
}

#[test]
fn nothing_is_put_outside_the_events() {
    let (site, editing) = start();
    site.file("secret/index.md", format!("{HEAD}{BODY}"));
    site.file("content/posts/ne-sobytie.txt", "Текст");
    for file in [
        "secret/index.md",
        "../index.md",
        "content/posts/../../secret/index.md",
        "/etc/index.md",
        "content/site.yaml",
        "content/posts/net/index.md",
        "content/posts/ne-sobytie.txt",
        "",
    ] {
        let before = files(site.root()).len();
        let (status, answer) = upload(&editing, file, "a.jpg", PHOTO);
        assert!((400..500).contains(&status), "{file}: {status} {answer}");
        assert_eq!(files(site.root()).len(), before, "{file}");
    }
    let (status, _) = editing.get(&format!("/api/thumb?file={FILE}&name=../../site.yaml"));
    assert_eq!(status, 404);
}

#[test]
fn the_first_photo_gives_a_flat_event_a_folder_and_links_follow() {
    let site = Site::new();
    site.post("turnir.md", &format!("{HEAD}{BODY}"));
    site.post(
        "itogi.md",
        &format!(
            "{}\nСм. [турнир](turnir.md).\n",
            format!("{HEAD}---\n").replace("Турнир", "Итоги")
        ),
    );
    let editing = RunningEditor::start(&site, &["--today", "2023-01-01"]);
    let flat = "content/posts/turnir.md";
    // Three at once, as a drop sends them.
    let answers: Vec<(u16, Value)> = std::thread::scope(|scope| {
        let send = |number: u8| {
            let editing: &EditorClient = &editing;
            scope.spawn(move || upload(editing, flat, &format!("{number}.jpg"), &photo(number)))
        };
        let sent: Vec<_> = (1..=3).map(send).collect();
        sent.into_iter().map(|sent| sent.join().unwrap()).collect()
    });
    for (status, answer) in &answers {
        assert_eq!((*status, &answer["file"]), (200, &json!(FILE)), "{answer}");
    }
    assert_eq!(names(&listed(&editing, FILE)), ["1.jpg", "2.jpg", "3.jpg"]);
    assert!(!site.root().join(flat).exists());
    assert_eq!(site.read(FILE), format!("{HEAD}{BODY}"));
    assert!(site.read("content/posts/itogi.md").contains("(turnir/index.md)"));
    change(&editing, json!({ "common": { "alt": "Ребята за досками" } }));
    site.run(&["build", "--today", "2023-01-01"]).ok();
    assert!(site.root().join("public/2022/turnir.html").is_file(), "the address stays");
}

#[test]
fn what_is_said_is_written_where_it_belongs_and_nothing_else_changes() {
    let (site, editing) = start();
    for number in 1..=4 {
        add(&editing, &format!("{number}.jpg"), &photo(number));
    }
    let before = format!("{HEAD}{BODY}");
    let kept = |text: &str| before.lines().all(|line| text.contains(line));

    let said =
        json!({ "common": { "alt": "Ребята: за «досками»", "people": "group", "consent": true } });
    let answer = change(&editing, said);
    assert_eq!(answer["common"]["alt"], "Ребята: за «досками»");
    assert_eq!(answer["common"]["people"], "group");
    let text = site.read(FILE);
    assert!(
        text.contains("люди: группа\n") && text.contains("согласие: да\n") && kept(&text),
        "{text}"
    );
    assert!(!text.contains("\nфото:"), "no photo has anything of its own: {text}");

    // The second one is described: the gallery keeps its order.
    let answer = change(
        &editing,
        json!({ "photos": { "2.jpg": {
        "alt": " Доска\nс фигурами ", "caption": "Перед партией", "people": "child", "focus": { "x": 30, "y": 20 },
    } } }),
    );
    assert_eq!(names(&answer), ["1.jpg", "2.jpg", "3.jpg", "4.jpg"]);
    assert_eq!(answer["photos"][1]["alt"], "Доска с фигурами");
    assert_eq!(answer["photos"][1]["focus"], json!({ "x": 30, "y": 20 }));
    let text = site.read(FILE);
    assert!(text.contains("описание: Доска с фигурами\n") && kept(&text), "{text}");
    assert_eq!(text.matches("файл:").count(), 2, "only as many entries as the order needs: {text}");

    // The last one comes first.
    let order = ["4.jpg", "1.jpg", "2.jpg", "3.jpg"];
    let answer = change(&editing, json!({ "order": order, "cover": "3.jpg" }));
    assert_eq!(names(&answer), order);
    assert_eq!(answer["photos"][3]["cover"], true);
    // One is hidden, and shown again: the order stays.
    let answer = change(&editing, json!({ "photos": { "1.jpg": { "shown": false } } }));
    assert_eq!((names(&answer), &answer["photos"][1]["shown"]), (order.to_vec(), &json!(false)));
    let answer = change(&editing, json!({ "photos": { "1.jpg": { "shown": true } } }));
    assert_eq!(names(&answer), order);
    let run = site.run(&["build", "--today", "2023-01-01"]);
    run.ok();
    let page = site.public("2022/turnir.html");
    // The cover opens the page; the others follow in their order.
    let (_, photos) = page.split_once("<figure").unwrap();
    let places = ["3", "4", "1", "2"].map(|name| photos.find(&format!("turnir/{name}-")));
    assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{places:?}");

    // Everything is taken back.
    let nothing = json!({ "alt": null, "caption": null, "people": null, "consent": null, "focus": null, "shown": true });
    let all: serde_json::Map<_, _> =
        order.iter().map(|name| ((*name).to_owned(), nothing.clone())).collect();
    change(
        &editing,
        json!({
            "common": { "alt": null, "people": null, "consent": null }, "cover": null, "photos": all,
            "order": ["1.jpg", "2.jpg", "3.jpg", "4.jpg"],
        }),
    );
    assert_eq!(site.read(FILE), before);
}

#[test]
fn entries_written_by_hand_stay_as_they_are() {
    let (site, editing) = start();
    let list = "фото:\n  # первой — доска\n  - b.jpg\n  - file: a.jpg   # общий план\n    alt: 'Зал'\n    своё: 1\n\
                обложка: {файл: b.jpg, фокус: слева}\n";
    site.file(FILE, format!("{HEAD}{list}{BODY}"));
    for name in ["a", "b", "v"] {
        site.file(&format!("{FOLDER}/{name}.jpg"), PHOTO);
    }
    let answer = listed(&editing, FILE);
    assert_eq!(names(&answer), ["b.jpg", "a.jpg", "v.jpg"]);
    assert_eq!(
        (&answer["photos"][0]["cover"], &answer["photos"][1]["alt"]),
        (&json!(true), &json!("Зал"))
    );
    change(&editing, json!({ "photos": { "v.jpg": { "caption": "Итог" } } }));
    let text = site.read(FILE);
    assert!(
        text.starts_with(&format!("{HEAD}{}", list.split_once("обложка").unwrap().0)),
        "{text}"
    );
    change(
        &editing,
        json!({ "cover": "a.jpg", "photos": { "b.jpg": { "alt": "Доска с фигурами" } } }),
    );
    let text = site.read(FILE);
    assert!(text.contains("своё: 1\n") && text.contains("# общий план\n"), "{text}");
    assert!(text.contains("{файл: a.jpg, фокус: слева}"), "{text}");
    assert_eq!(names(&listed(&editing, FILE)), ["b.jpg", "a.jpg", "v.jpg"]);
}

#[test]
fn what_a_build_would_refuse_is_said_before() {
    let (site, editing) = start();
    let need = |answer: &Value, place: &str| answer.pointer(&format!("{place}/text")).cloned();
    assert_eq!(need(&listed(&editing, FILE), "/common/needs/alt"), None, "there is no photo yet");
    add(&editing, "1.jpg", &photo(1));
    add(&editing, "2.jpg", &photo(2));
    let answer = listed(&editing, FILE);
    assert!(need(&answer, "/common/needs/alt").is_some(), "{answer}");
    let answer = change(&editing, json!({ "common": { "alt": "фото 1" } }));
    assert!(
        need(&answer, "/common/needs/alt").unwrap().as_str().unwrap().contains("фото 1"),
        "{answer}"
    );
    let answer =
        change(&editing, json!({ "common": { "alt": "Ребята за досками", "people": "child" } }));
    assert_eq!(answer["common"]["needs"]["consent"]["error"], true, "{answer}");
    site.run(&["check", "--today", "2023-01-01"]).exits(1);
    let answer = change(&editing, json!({ "common": { "consent": true } }));
    assert_eq!(answer["common"]["needs"], json!({ "alt": null, "people": null, "consent": null }));
    site.run(&["check", "--today", "2023-01-01"]).ok();
    // One photo differs from the others.
    let answer =
        change(&editing, json!({ "photos": { "2.jpg": { "people": "child", "consent": false } } }));
    assert_eq!(answer["photos"][1]["needs"]["consent"]["error"], true, "{answer}");
    site.run(&["check", "--today", "2023-01-01"]).exits(1);
    change(&editing, json!({ "photos": { "2.jpg": { "shown": false } } }));
    site.run(&["check", "--today", "2023-01-01"]).ok();
}

#[test]
fn a_removed_photo_comes_back_with_all_that_was_said_of_it() {
    let (site, editing) = start();
    for number in 1..=3 {
        add(&editing, &format!("{number}.jpg"), &photo(number));
    }
    change(
        &editing,
        json!({ "cover": "2.jpg", "photos": { "2.jpg": { "alt": "Доска с фигурами" } } }),
    );
    let before = site.read(FILE);
    let request = |editing: &EditorClient| json!({ "file": FILE, "name": "2.jpg", "base": listed(editing, FILE)["hash"] });
    let (status, answer) = editing.post("/api/photo/remove", &request(&editing));
    assert_eq!((status, names(&answer)), (200, vec!["1.jpg", "3.jpg"]), "{answer}");
    let text = site.read(FILE);
    assert!(!text.contains("2.jpg") && !text.contains("обложка"), "{text}");
    assert!(!site.root().join(FOLDER).join("2.jpg").exists());
    // Another photo has taken the name meanwhile.
    add(&editing, "2.jpg", &photo(9));
    let (status, answer) = editing.post("/api/photo/restore", &request(&editing));
    assert_eq!((status, &answer["restored"]), (200, &json!("2-2.jpg")), "{answer}");
    assert_eq!(std::fs::read(site.root().join(FOLDER).join("2-2.jpg")).unwrap(), photo(2));
    let (status, _) = editing.post(
        "/api/photo/remove",
        &json!({
            "file": FILE, "name": "2.jpg", "base": answer["hash"],
        }),
    );
    assert_eq!(status, 200);
    let restored = listed(&editing, FILE);
    assert_eq!(names(&restored), ["1.jpg", "2-2.jpg", "3.jpg"]);
    assert_eq!(
        (&restored["photos"][1]["alt"], &restored["photos"][1]["cover"]),
        (&json!("Доска с фигурами"), &json!(true))
    );
    assert_eq!(site.read(FILE), before.replace("2.jpg", "2-2.jpg"));
    let (status, answer) = editing.post(
        "/api/photo/restore",
        &json!({
            "file": FILE, "name": "net.jpg", "base": restored["hash"],
        }),
    );
    assert_eq!(status, 404, "{answer}");
}

#[test]
fn a_photo_in_the_story_is_not_taken_from_under_it() {
    let (site, editing) = start();
    site.file(FILE, format!("{HEAD}{BODY}\n![Доска с фигурами](1.jpg)\n"));
    add(&editing, "1.jpg", &photo(1));
    let answer = listed(&editing, FILE);
    assert_eq!(
        (&answer["photos"][0]["inText"], &answer["common"]["needs"]["alt"]),
        (&json!(true), &Value::Null)
    );
    let (status, answer) = editing.post(
        "/api/photo/remove",
        &json!({
            "file": FILE, "name": "1.jpg", "base": answer["hash"],
        }),
    );
    assert_eq!(status, 409, "{answer}");
    assert!(site.root().join(FOLDER).join("1.jpg").exists());
}

#[test]
fn a_change_based_on_another_state_of_the_file_is_not_made() {
    let (site, editing) = start();
    add(&editing, "1.jpg", &photo(1));
    let (status, answer) = editing.post(
        "/api/photos/change",
        &json!({
            "file": FILE, "base": "00", "common": { "alt": "Ребята за досками" },
        }),
    );
    assert_eq!(status, 412, "{answer}");
    assert_eq!(site.read(FILE), format!("{HEAD}{BODY}"));
    for wrong in
        [json!({ "common": { "people": "crowd" } }), json!({ "photos": { "1.jpg": { "x": 1 } } })]
    {
        let mut request = wrong;
        request["file"] = FILE.into();
        request["base"] = listed(&editing, FILE)["hash"].clone();
        assert_eq!(editing.post("/api/photos/change", &request).0, 400);
    }
}

#[test]
fn thumbnails_are_small_upright_and_without_metadata() {
    let (site, editing) = start();
    add(&editing, "1.jpg", &photo_taken_in_moscow());
    let answer = editing.fetch(&format!("/api/thumb?file={FILE}&name=1.jpg&width=480"));
    assert_eq!((answer.status, answer.header("Content-Type")), (200, Some("image/jpeg")));
    assert!(!answer.body.windows(4).any(|part| part == b"Exif"));
    // One that was put there by hand and is damaged says so.
    site.file(&format!("{FOLDER}/2.jpg"), &PHOTO[..PHOTO.len() / 2]);
    let (status, refused) = editing.get(&format!("/api/thumb?file={FILE}&name=2.jpg&width=480"));
    assert_eq!(status, 422, "{refused}");
    let problem = &listed(&editing, FILE)["photos"][1]["problem"];
    assert!(problem["message"].as_str().unwrap().contains("обрывается"), "{problem}");
}

#[test]
fn photos_tell_when_they_were_taken() {
    let (_site, editing) = start();
    add(&editing, "b.jpg", &photo_taken_at("2022:10:14 12:00:00"));
    let listed = listed(&editing, FILE);
    assert_eq!(listed["photos"][0]["taken"], "2022-10-14 12:00:00");
}

#[cfg(unix)]
#[test]
fn a_killed_upload_leaves_no_photo_or_the_whole_one() {
    let (site, mut editing) = start();
    let large = [PHOTO.to_vec(), vec![7; 8 << 20]].concat();
    let mut whole = 0;
    for delay in 0..12_u64 {
        std::thread::scope(|scope| {
            let RunningEditor { editing: process, client } = &mut editing;
            let (client, large, name) = (&*client, &large, format!("{delay}.jpg"));
            scope.spawn(move || upload(client, FILE, &name, large));
            std::thread::sleep(Duration::from_millis(delay * 7));
            process.kill();
        });
        let path = site.root().join(FOLDER).join(format!("{delay}.jpg"));
        if let Ok(bytes) = std::fs::read(path) {
            assert_eq!(bytes, large);
            whole += 1;
        }
        assert_eq!(site.read(FILE), format!("{HEAD}{BODY}"));
        // What lies there under a temporary name is none of the photos.
        site.run(&["check", "--drafts", "--today", "2023-01-01"]);
        editing = RunningEditor::start(&site, &["--today", "2023-01-01"]);
        assert_eq!(names(&listed(&editing, FILE)).len(), whole);
    }
    assert!(whole < 12, "each upload was faster than its kill");
}
