//! The engine of the preview: it notices every kind of change and shows what a build would write.
#![expect(clippy::disallowed_methods, reason = "the tests change files as editors do")]

use std::path::Path;
use std::time::{Duration, Instant};

use rostok::serve::engine::{Engine, EngineOptions, Served, Snapshot};

use crate::sandbox::{PHOTO, Site};

/// Longer than any step takes on a busy machine.
const TIMEOUT: Duration = Duration::from_secs(20);

pub(crate) fn start(site: &Site, poll: bool) -> Engine {
    // The files have this machine's times, so the engine needs its clock.
    let now = jiff::Timestamp::now;
    let today = Some(jiff::civil::date(2022, 12, 1));
    Engine::start(EngineOptions { root: site.root().to_owned(), now, today, poll }).unwrap()
}

/// A page as text, if there is one.
pub(crate) fn text(snapshot: &Snapshot, path: &str) -> Option<String> {
    match snapshot.page(path)? {
        Served::Bytes(bytes) => Some(String::from_utf8(bytes.to_vec()).unwrap()),
        Served::File(file) => Some(std::fs::read_to_string(file).unwrap()),
    }
}

/// Waits for a snapshot that satisfies `holds`.
#[track_caller]
pub(crate) fn until(engine: &Engine, what: &str, holds: impl Fn(&Snapshot) -> bool) -> Snapshot {
    let start = Instant::now();
    let mut snapshot = engine.snapshot();
    while !holds(&snapshot) {
        assert!(start.elapsed() < TIMEOUT, "{what}: {:?}", snapshot.diagnostics());
        let wait = Duration::from_millis(100);
        snapshot = engine.wait_newer(snapshot.generation(), wait).unwrap_or(snapshot);
    }
    snapshot
}

#[track_caller]
fn until_shows(engine: &Engine, path: &str, word: &str) -> Snapshot {
    until(engine, &format!("{path} shows {word}"), |snapshot| {
        text(snapshot, path).is_some_and(|page| page.contains(word))
    })
}

#[track_caller]
fn until_gone(engine: &Engine, path: &str) -> Snapshot {
    until(engine, &format!("{path} is gone"), |snapshot| snapshot.page(path).is_none())
}

fn post(title: &str, body: &str) -> String {
    format!("---\nназвание: {title}\nдата: 14.10.2022\nнаправление: sovmestnye\n---\n{body}\n")
}

fn site() -> Site {
    let site = Site::new();
    site.post("turnir.md", &post("Турнир", "Первый текст"));
    site.post("papka/den.md", &post("День науки", "Опыты"));
    site
}

const TURNIR: &str = "2022/turnir.html";

#[test]
fn every_way_of_saving_is_noticed() {
    let site = site();
    let engine = start(&site, false);
    until_shows(&engine, TURNIR, "Первый текст");
    let path = site.root().join("content/posts/turnir.md");
    let beside = |name: &str| path.with_file_name(name);

    std::fs::write(&path, post("Турнир", "Вписан")).unwrap();
    until_shows(&engine, TURNIR, "Вписан");

    std::fs::write(beside("sed12345"), post("Турнир", "Переименован")).unwrap();
    std::fs::rename(beside("sed12345"), &path).unwrap();
    until_shows(&engine, TURNIR, "Переименован");

    let file = std::fs::OpenOptions::new().write(true).truncate(true).open(&path).unwrap();
    std::io::Write::write_all(&mut &file, post("Турнир", "Опустошён").as_bytes()).unwrap();
    until_shows(&engine, TURNIR, "Опустошён");

    std::fs::remove_file(&path).unwrap();
    std::fs::write(&path, post("Турнир", "Создан заново")).unwrap();
    until_shows(&engine, TURNIR, "Создан заново");

    // Vim: a backup by renaming, a new file, the backup removed; swap files all the while.
    std::fs::write(beside(".turnir.md.swp"), "b0VIM").unwrap();
    std::fs::rename(&path, beside("turnir.md~")).unwrap();
    std::fs::write(&path, post("Турнир", "Вим")).unwrap();
    std::fs::remove_file(beside("turnir.md~")).unwrap();
    let snapshot = until_shows(&engine, TURNIR, "Вим");
    assert_eq!(snapshot.diagnostics(), []);
    assert_eq!(snapshot.events().count(), 2);
    engine.stop();
}

#[test]
fn a_file_that_is_gone_for_a_moment_stays_in_the_site() {
    let site = site();
    let engine = start(&site, false);
    let path = site.root().join("content/posts/turnir.md");
    let mut generation = engine.snapshot().generation();
    for round in 0..10 {
        let word = format!("раз{round}");
        std::fs::remove_file(&path).unwrap();
        std::fs::write(&path, "").unwrap();
        std::fs::write(&path, post("Турнир", &word)).unwrap();
        loop {
            let snapshot = engine.wait_newer(generation, TIMEOUT).unwrap();
            generation = snapshot.generation();
            let page = text(&snapshot, TURNIR).expect("the page vanished for a moment");
            assert_eq!(snapshot.diagnostics(), []);
            if page.contains(&word) {
                break;
            }
        }
    }
}

#[test]
fn folders_are_renamed_and_removed() {
    let site = site();
    site.post("novaya/itogi.md", &post("Итоги", "Ничья"));
    let engine = start(&site, false);
    let folder = site.root().join("content/posts/novaya");
    let other = site.root().join("content/posts/drugaya");
    until_shows(&engine, "2022/itogi.html", "Ничья");
    std::fs::rename(&folder, &other).unwrap();
    let moved = |snapshot: &Snapshot| {
        snapshot.events().any(|event| event.file == "content/posts/drugaya/itogi.md")
    };
    let snapshot = until(&engine, "the folder is renamed", moved);
    assert_eq!(snapshot.diagnostics(), []);
    // The renamed folder and a new one are watched like the old ones.
    std::fs::write(other.join("itogi.md"), post("Итоги", "Победа")).unwrap();
    until_shows(&engine, "2022/itogi.html", "Победа");
    site.post("a/b/c/novyj.md", &post("Новый", "Раз"));
    until_shows(&engine, "2022/novyj.html", "Раз");
    site.post("a/b/c/novyj.md", &post("Новый", "Два"));
    until_shows(&engine, "2022/novyj.html", "Два");
    std::fs::remove_dir_all(&other).unwrap();
    let snapshot = until_gone(&engine, "2022/itogi.html");
    assert!(!text(&snapshot, "index.html").unwrap().contains("Итоги"));
    // The whole content replaced by another, as when branches are switched.
    let content = site.root().join("content");
    std::fs::rename(&content, site.root().join("content-old")).unwrap();
    std::fs::create_dir_all(content.join("posts")).unwrap();
    std::fs::copy(site.root().join("content-old/site.yaml"), content.join("site.yaml")).unwrap();
    site.post("tretij.md", &post("Третий", "Раз"));
    until_shows(&engine, "2022/tretij.html", "Раз");
    let snapshot = until_gone(&engine, TURNIR);
    assert_eq!(snapshot.diagnostics(), []);
    site.post("tretij.md", &post("Третий", "Два"));
    until_shows(&engine, "2022/tretij.html", "Два");
}

#[test]
fn a_thousand_files_at_once_cause_few_rebuilds() {
    let site = site();
    let engine = start(&site, false);
    let before = engine.snapshot().generation();
    for number in 0..1000 {
        site.post(&format!("mnogo/post-{number}.md"), &post("Один из многих", "Текст"));
    }
    let snapshot = until(&engine, "all are there", |snapshot| snapshot.events().count() == 1002);
    assert_eq!(snapshot.diagnostics(), []);
    let rebuilds = snapshot.generation() - before;
    assert!(rebuilds < 20, "{rebuilds}");
    std::fs::remove_dir_all(site.root().join("content/posts/mnogo")).unwrap();
    until(&engine, "all are gone", |snapshot| snapshot.events().count() == 2);
}

#[test]
fn changes_without_events_are_found() {
    let site = site();
    let engine = start(&site, true);
    site.post("turnir.md", &post("Турнир", "Молчком"));
    until_shows(&engine, TURNIR, "Молчком");
    site.post("novyj.md", &post("Новый", "Текст"));
    until_shows(&engine, "2022/novyj.html", "Текст");
    site.remove("content/posts/novyj.md");
    until_gone(&engine, "2022/novyj.html");
    // The same length, within one tick of the disk's clock.
    site.post("turnir.md", &post("Турнир", "Молчкой"));
    until_shows(&engine, TURNIR, "Молчкой");
}

#[test]
fn with_errors_the_last_good_site_stays() {
    let site = site();
    let engine = start(&site, false);
    let has_error = |snapshot: &Snapshot| !snapshot.diagnostics().is_empty();
    site.post("turnir.md", "---\nназвание: Турнир\nдата: вчера\n---\n");
    let snapshot = until(&engine, "the error is reported", has_error);
    assert_eq!(snapshot.diagnostics()[0].place.as_ref().unwrap().file, "content/posts/turnir.md");
    assert!(text(&snapshot, TURNIR).unwrap().contains("Первый текст"));
    assert_eq!(
        snapshot.events().find(|event| event.path == TURNIR).unwrap().problems,
        snapshot.diagnostics().len()
    );
    site.post("turnir.md", &post("Турнир", "Исправлен"));
    let snapshot = until_shows(&engine, TURNIR, "Исправлен");
    assert_eq!(snapshot.diagnostics(), []);

    let settings = site.read("content/site.yaml");
    site.file("content/site.yaml", "title: [");
    let snapshot = until(&engine, "the settings are wrong", has_error);
    assert!(text(&snapshot, TURNIR).unwrap().contains("Исправлен"));
    site.file("content/site.yaml", settings.replace("Точка роста", "Другой центр"));
    let snapshot = until_shows(&engine, "index.html", "Другой центр");
    assert_eq!(snapshot.diagnostics(), []);

    site.file("themes/moya/theme.yaml", "contract: 1\nextends: tochka\n");
    site.file("content/site.yaml", format!("{settings}theme: moya\n"));
    until(&engine, "the theme is there", |snapshot| snapshot.diagnostics().is_empty());
    site.file("themes/moya/templates/post.html", "{{ post.net }}");
    let snapshot = until(&engine, "the template is wrong", has_error);
    assert!(text(&snapshot, TURNIR).unwrap().contains("Исправлен"));
    site.file("themes/moya/templates/post.html", "Свой шаблон");
    until_shows(&engine, TURNIR, "Свой шаблон");
    // Only one page has this error.
    site.file("themes/moya/templates/404.html", "{{ net }}");
    until(&engine, "another template is wrong", has_error);
    site.remove("themes/moya/templates/404.html");
    until(&engine, "all is corrected", |snapshot| !has_error(snapshot));
}

#[test]
fn a_site_with_errors_from_the_start_is_served_when_corrected() {
    let site = Site::new();
    site.file("content/site.yaml", "title: [");
    site.post("turnir.md", "---\nназвание: Турнир\n---\n");
    let engine = start(&site, false);
    let snapshot = engine.snapshot();
    assert!(snapshot.page("index.html").is_none() && !snapshot.diagnostics().is_empty());
    site.file("content/site.yaml", crate::sandbox::SETTINGS);
    let about_post = |snapshot: &Snapshot| {
        let places = snapshot.diagnostics().iter().filter_map(|problem| problem.place.as_ref());
        places.into_iter().any(|place| place.file.ends_with("turnir.md"))
    };
    until(&engine, "the post is reported", about_post);
    site.post("turnir.md", &post("Турнир", "Готово"));
    let snapshot = until_shows(&engine, TURNIR, "Готово");
    assert_eq!(snapshot.diagnostics(), []);
}

#[test]
fn a_changed_style_sheet_changes_no_pages() {
    let site = site();
    site.file("themes/tochka/theme.yaml", "contract: 1\n");
    copy(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/tochka"),
        &site.root().join("themes/tochka"),
    );
    let engine = start(&site, false);
    let before = until_shows(&engine, TURNIR, "Первый текст");
    let sheet = "themes/tochka/static/style.css";
    let css = site.read(sheet);
    site.file(sheet, format!("{css}\n.novoe {{ color: red }}\n"));
    let after = until_shows(&engine, "static/style.css", ".novoe");
    assert_eq!(after.changed().pages, before.changed().pages);
    assert_eq!(after.changed().problems, before.changed().problems);
    assert_eq!(after.changed().styles, after.generation());
    assert_ne!(text(&after, TURNIR), text(&before, TURNIR), "its address has a hash of it");
    site.post("turnir.md", &post("Турнир", "Второй"));
    let last = until_shows(&engine, TURNIR, "Второй");
    assert_eq!(last.changed().pages, last.generation());
}

fn copy(from: &Path, to: &Path) {
    for file in crate::sandbox::files(from) {
        let target = to.join(file.strip_prefix(from).unwrap());
        std::fs::create_dir_all(target.parent().unwrap()).unwrap();
        std::fs::copy(file, target).unwrap();
    }
}

#[test]
fn drafts_and_announcements_are_marked() {
    let site = site();
    site.post("chernovik.md", &post("Набросок", "Текст").replace("дата:", "черновик: да\nдата:"));
    site.post("budet.md", &post("Будет", "Текст").replace("14.10.2022", "24.12.2022"));
    let engine = start(&site, true);
    let snapshot = engine.snapshot();
    let states: Vec<_> = snapshot
        .events()
        .map(|event| (event.title.to_owned(), format!("{:?}", event.state)))
        .collect();
    assert_eq!(states[0], ("Будет".to_owned(), "Announcement".to_owned()));
    assert!(states.contains(&("Набросок".to_owned(), "Draft".to_owned())));
    assert!(states.contains(&("Турнир".to_owned(), "Published".to_owned())));
    assert!(snapshot.page("2022/chernovik.html").is_some());
}

#[test]
fn a_new_photo_is_shown_from_its_source_until_it_is_finished() {
    let site = site();
    site.post("den-nauki/index.md", &post("День", "![Опыты на столе](opyt.jpg)"));
    site.file("content/posts/den-nauki/opyt.jpg", PHOTO);
    let engine = start(&site, false);
    let page = "2022/den-nauki.html";
    // The first snapshot waits for no photo.
    let first = text(&engine.snapshot(), page).unwrap();
    assert!(first.contains("src=\"../2022/den-nauki/opyt"), "{first}");
    let finished = until_shows(&engine, page, "width=\"64\" height=\"48\"");
    let html = text(&finished, page).unwrap();
    let path = html.split("<img src=\"../").nth(1).unwrap().split('"').next().unwrap();
    assert!(matches!(finished.page(path), Some(Served::File(_))), "{path}");
    assert_eq!(finished.page("2022/den-nauki/opyt.jpg"), None);

    site.file("content/posts/den-nauki/opyt.jpg", &PHOTO[..PHOTO.len() / 2]);
    let broken = until(&engine, "the problem", |snapshot| !snapshot.diagnostics().is_empty());
    assert!(broken.diagnostics()[0].message.contains("обрывается"));
    assert!(text(&broken, page).unwrap().contains("src=\"../2022/den-nauki/opyt.jpg\""));
}
