//! What the preview shows of documents with errors, and of texts that an editor has not saved.

use std::sync::Arc;
use std::time::Duration;

use rostok::serve::engine::{DocumentRow, Engine, EventState, Snapshot};

use crate::sandbox::{PHOTO, SETTINGS, Site};
use crate::serve_engine::{start, text, until};

const TIMEOUT: Duration = Duration::from_secs(20);

fn post(title: &str, date: &str, body: &str) -> String {
    format!("---\nназвание: {title}\nдата: {date}\nнаправление: sovmestnye\n---\n{body}\n")
}

/// Two events on following days.
fn site() -> Site {
    let site = Site::new();
    site.post("turnir.md", &post("Турнир", "14.10.2022", "Играли долго."));
    site.post("den.md", &post("День науки", "15.10.2022", "Ставили опыты."));
    site
}

const TURNIR: &str = "2022/turnir.html";
const DEN: &str = "2022/den.html";

#[track_caller]
fn shows(snapshot: &Snapshot, path: &str, words: &str) {
    let page = text(snapshot, path).unwrap_or_else(|| panic!("no {path}"));
    assert!(page.contains(words), "{path} without {words}: {:?}", snapshot.diagnostics());
}

/// The state after this text of the file of posts.
fn with(engine: &Engine, file: &str, text: &str) -> Snapshot {
    let file = format!("content/posts/{file}");
    let ticket = engine.overlay(&file, Some(Arc::from(text)));
    engine.settled(ticket, TIMEOUT)
}

fn row<'s>(snapshot: &'s Snapshot, file: &str) -> DocumentRow<'s> {
    let file = format!("content/posts/{file}");
    let rows = snapshot.documents();
    *rows.iter().find(|row| row.file == file).unwrap_or_else(|| panic!("no {file}: {rows:?}"))
}

#[test]
fn an_event_with_errors_keeps_its_page_while_others_refresh() {
    let site = site();
    let engine = start(&site, false);
    site.post("turnir.md", "---\nназвание: Новый турнир\nдата: вчера\n---\nДругой рассказ.\n");
    let unsound = until(&engine, "the error", |snapshot| !snapshot.diagnostics().is_empty());
    assert!(!unsound.is_held_up());
    shows(&unsound, TURNIR, "Играли долго.");
    site.post("den.md", &post("День открытий", "15.10.2022", "Открывали новое."));
    let refreshed = until(&engine, "the other event", |snapshot| {
        text(snapshot, DEN).is_some_and(|page| page.contains("Открывали новое."))
    });
    for (path, words) in [
        ("index.html", "День открытий"),
        ("index.html", "Турнир"),
        (TURNIR, "День открытий"),
        (TURNIR, "Играли долго."),
        ("god/2022-23.html", "День открытий"),
    ] {
        shows(&refreshed, path, words);
    }
    assert_eq!(refreshed.diagnostics().len(), 2, "{:?}", refreshed.diagnostics());
    let turnir = row(&refreshed, "turnir.md");
    assert_eq!((turnir.title, turnir.state), ("Новый турнир", EventState::Unsound));
    assert_eq!((turnir.path, turnir.errors, turnir.warnings), (Some(TURNIR), 2, 0));
    assert_eq!((turnir.date, turnir.date_text()), (None, "вчера".to_owned()));
    let states: Vec<_> = refreshed.events().map(|event| event.state).collect();
    assert_eq!(states, [EventState::Published, EventState::Unsound]);
    // The build stays strict.
    site.build().exits(1);
    site.post("turnir.md", &post("Турнир", "14.10.2022", "Исправлен."));
    let sound = until(&engine, "no errors", |snapshot| snapshot.diagnostics().is_empty());
    shows(&sound, TURNIR, "Исправлен.");
}

#[test]
fn at_the_start_an_unreadable_event_is_left_out() {
    let site = site();
    site.post("turnir.md", "---\nназвание: Турнир\n---\nИграли.\n");
    site.post("chay.md", "---\nназвание: \"Чай\" и игры\nчерновик: да\n---\nПили.\n");
    site.post("den.md", &post("День науки", "15.10.2022", "[Турнир](turnir.md)"));
    let engine = start(&site, false);
    let snapshot = engine.snapshot();
    shows(&snapshot, DEN, "Турнир");
    assert!(snapshot.page(TURNIR).is_none());
    let turnir = row(&snapshot, "turnir.md");
    assert_eq!((turnir.path, turnir.state), (None, EventState::Unsound));
    let chay = row(&snapshot, "chay.md");
    assert_eq!((chay.path, chay.state, chay.draft), (None, EventState::Draft, true));
    assert_eq!((chay.title, chay.errors), ("\"Чай\" и игры", 1));
    assert_eq!(snapshot.events().count(), 1);
    assert_eq!(snapshot.documents().len(), 3);
    site.post("turnir.md", &post("Турнир", "14.10.2022", "Играли."));
    let snapshot = until(&engine, "the event", |snapshot| snapshot.page(TURNIR).is_some());
    shows(&snapshot, DEN, TURNIR.strip_prefix("2022/").unwrap());
}

#[test]
fn problems_between_documents_hold_up_nothing_else() {
    let site = site();
    let engine = start(&site, false);
    // A broken link.
    let broken = with(&engine, "turnir.md", &post("Турнир", "14.10.2022", "[Нет](net.md)"));
    assert!(broken.diagnostics()[0].message.contains("никуда не ведёт"));
    shows(&broken, TURNIR, "Играли долго.");
    let other = with(&engine, "den.md", &post("День", "15.10.2022", "Иначе."));
    shows(&other, DEN, "Иначе.");
    shows(&other, TURNIR, "Играли долго.");
    // Two events with one address: the one that came later gives way, whatever their order.
    for (file, date) in [("a/turnir.md", "13.10.2022"), ("ya/turnir.md", "16.10.2022")] {
        let both = with(&engine, file, &post("Второй турнир", date, "Снова играли."));
        shows(&both, TURNIR, "Играли долго.");
        assert!(!text(&both, "index.html").unwrap().contains("Второй турнир"), "{file}");
        let second = row(&both, file);
        assert_eq!((second.path, second.state), (None, EventState::Unsound), "{file}");
        let back = with(&engine, "den.md", &post("День", "15.10.2022", file));
        shows(&back, DEN, file);
        engine.overlay(&format!("content/posts/{file}"), None);
    }
    // A removed event to which others link.
    let linking = with(&engine, "turnir.md", &post("Турнир", "14.10.2022", "[Наука](den.md)"));
    assert_eq!(linking.diagnostics(), []);
    site.remove("content/posts/den.md");
    let removed = engine.settled(engine.overlay("content/posts/den.md", None), TIMEOUT);
    assert!(removed.page(DEN).is_none() && removed.diagnostics().len() == 1);
    shows(&removed, TURNIR, "Наука");
}

#[test]
fn drafts_are_shown_as_far_as_they_can_be_read() {
    let site = site();
    let engine = start(&site, false);
    let draft = |date: &str, body: &str| {
        post("Игра", date, body).replacen("---\n", "---\nчерновик: да\n", 1)
    };
    let path = "2022/igra.html";
    let first = with(&engine, "igra.md", &draft("16.10.2022", "Раз."));
    shows(&first, path, "Раз.");
    let broken = with(&engine, "igra.md", &draft("16.10.2022", "Два. [Нет](net.md)"));
    shows(&broken, path, "Два.");
    let unreadable = with(&engine, "igra.md", &draft("вчера", "Три."));
    shows(&unreadable, path, "Два.");
    let igra = row(&unreadable, "igra.md");
    assert_eq!((igra.state, igra.path, igra.errors), (EventState::Draft, Some(path), 1));
    let undated = with(&engine, "igra.md", &draft("в течение года", "Когда-нибудь."));
    let igra = row(&undated, "igra.md");
    assert_eq!((igra.date, igra.date_text()), (None, "в\u{a0}течение года".to_owned()));
    let sound = with(&engine, "igra.md", &draft("17.10.2022", "Четыре."));
    shows(&sound, path, "Четыре.");
    assert_eq!(sound.diagnostics(), []);
}

#[test]
fn errors_of_the_whole_keep_the_whole_site() {
    let site = site();
    let engine = start(&site, false);
    site.file("content/site.yaml", "title: [");
    let held = until(&engine, "the settings are wrong", Snapshot::is_held_up);
    let still = with(&engine, "den.md", &post("День", "15.10.2022", "Скрыто."));
    shows(&still, DEN, "Ставили опыты.");
    assert_eq!(row(&held, "den.md").title, "День науки");
    // A direction that is gone: its events cannot be read, and none may vanish.
    let other = SETTINGS.replace("id: sovmestnye", "id: drugoe");
    site.file("content/site.yaml", other);
    let lost = until(&engine, "the direction is gone", |snapshot| {
        snapshot.diagnostics().iter().any(|problem| problem.message.contains("«sovmestnye»"))
    });
    assert!(lost.is_held_up());
    shows(&lost, DEN, "Ставили опыты.");
    site.file("content/site.yaml", SETTINGS);
    let back = until(&engine, "all is well", |snapshot| snapshot.diagnostics().is_empty());
    shows(&back, DEN, "Скрыто.");
}

#[test]
fn other_settings_keep_the_pages_of_events_with_errors() {
    let site = site();
    let engine = start(&site, false);
    with(&engine, "turnir.md", "---\nназвание: Турнир\nдата: вчера\n---\n");
    site.file("content/site.yaml", SETTINGS.replace("title: Точка роста", "title: Наш центр"));
    let renamed = until(&engine, "the other title", |snapshot| {
        text(snapshot, DEN).is_some_and(|page| page.contains("Наш центр"))
    });
    shows(&renamed, TURNIR, "Играли долго.");
    // With other directions nobody knows what the former page would be, and nothing waits for it.
    let other = "directions:\n  - id: novoe\n    title: Новое направление\n";
    site.file("content/site.yaml", SETTINGS.replace("directions:\n", other));
    let left_out = until(&engine, "the other direction", |snapshot| {
        snapshot.page("napravlenie/novoe.html").is_some()
    });
    assert!(left_out.page(TURNIR).is_none() && !left_out.is_held_up());
    let sound = with(&engine, "turnir.md", &post("Турнир", "14.10.2022", "Играли долго."));
    shows(&sound, TURNIR, "Играли долго.");
}

#[test]
fn an_overlay_is_shown_as_if_it_were_saved() {
    let site = site();
    let engine = start(&site, false);
    let saved = site.read("content/posts/turnir.md");
    for number in 0..40 {
        let body = format!("Ход{number}.\r\n");
        let snapshot = with(&engine, "turnir.md", &post("Турнир", "14.10.2022", &body));
        shows(&snapshot, TURNIR, &format!("Ход{number}."));
        assert_eq!(snapshot.diagnostics(), []);
    }
    assert_eq!(site.read("content/posts/turnir.md"), saved);
    // Other changes of the disk show beside it, those of its own file do not.
    site.post("den.md", &post("День", "15.10.2022", "Прочитано."));
    site.post("turnir.md", &post("Турнир", "14.10.2022", "Изменено."));
    let snapshot = until(&engine, "the other file", |snapshot| {
        text(snapshot, DEN).is_some_and(|page| page.contains("Прочитано."))
    });
    shows(&snapshot, TURNIR, "Ход39.");
    let unchanged = engine.settled(engine.overlay("content/posts/net.md", None), TIMEOUT);
    assert_eq!(unchanged.diagnostics(), []);
    let removed = engine.settled(engine.overlay("content/posts/turnir.md", None), TIMEOUT);
    shows(&removed, TURNIR, "Изменено.");
}

#[test]
fn an_overlay_of_a_new_file_is_an_event() {
    let site = site();
    let engine = start(&site, false);
    let file = "2022-23/novoe/index.md";
    let new = with(&engine, file, &post("Новое", "16.10.2022", "Новинка."));
    shows(&new, "2022/novoe.html", "Новинка.");
    shows(&new, "index.html", "Новое");
    assert!(!site.root().join("content/posts/2022-23").exists());
    let row = row(&new, file);
    assert_eq!((row.title, row.path), ("Новое", Some("2022/novoe.html")));
    assert_eq!(row.direction.map(|direction| &*direction.id), Some("sovmestnye"));
    // A scan of the disk does not remove it, and a photo of its folder belongs to it.
    site.file("content/posts/2022-23/novoe/1.jpg", PHOTO);
    let with_photo = until(&engine, "the photo", |snapshot| !snapshot.diagnostics().is_empty());
    assert!(with_photo.diagnostics()[0].message.contains("описания фотографии"));
    shows(&with_photo, "2022/novoe.html", "Новинка.");
    let removed = engine.overlay(&format!("content/posts/{file}"), None);
    assert!(engine.settled(removed, TIMEOUT).page("2022/novoe.html").is_none());
}

#[test]
fn a_saved_overlay_is_as_on_the_disk() {
    let site = site();
    let engine = start(&site, false);
    let written = post("Турнир", "14.10.2022", "Сохранено.");
    with(&engine, "turnir.md", &written);
    site.file("content/posts/turnir.md", written.replace('\n', "\r\n"));
    // Once the engine has seen the saved text, another program's change shows.
    std::thread::sleep(Duration::from_millis(300));
    site.post("turnir.md", &post("Турнир", "14.10.2022", "Поправлено."));
    let snapshot = until(&engine, "the other change", |snapshot| {
        text(snapshot, TURNIR).is_some_and(|page| page.contains("Поправлено."))
    });
    assert_eq!(snapshot.diagnostics(), []);
}

#[test]
fn settings_and_tables_have_overlays_and_other_files_none() {
    let site = site();
    site.file("content/data/teachers.yaml", "- фио: Иванов И. И.\n");
    let code = "---\nназвание: Педагоги\n---\n{{ teachers() }}\n";
    site.file("content/pages/pedagogi.md", code);
    let engine = start(&site, false);
    let set = |file: &str, text: &str| {
        engine.settled(engine.overlay(file, Some(Arc::from(text))), TIMEOUT)
    };
    let table = set("content/data/teachers.yaml", "- фио: Петров П. П.\n");
    shows(&table, "pedagogi.html", "Петров");
    let broken = set("content/data/teachers.yaml", "- фио: [Сидоров\n");
    assert!(!broken.diagnostics().is_empty());
    shows(&broken, "pedagogi.html", "Петров");
    let settings = set("content/site.yaml", &SETTINGS.replace("title: Точка роста", "title: Наш"));
    shows(&settings, TURNIR, "Наш");
    let before = engine.snapshot().generation();
    for file in ["content/posts/../../a.md", "themes/tochka/theme.yaml", "a.md", "content/a.jpg"] {
        assert_eq!(set(file, "---\n").generation(), before, "{file}");
    }
}

#[test]
fn a_wait_ends_with_the_engine_and_with_its_time() {
    let site = site();
    let engine = start(&site, false);
    let ticket = engine.overlay("content/posts/den.md", Some(post("А", "1.2.2022", "").into()));
    engine.settled(ticket, TIMEOUT);
    let start = std::time::Instant::now();
    // Settled already: there is nothing to wait for.
    engine.settled(ticket, TIMEOUT);
    assert!(start.elapsed() < TIMEOUT / 2);
    engine.stop();
}
