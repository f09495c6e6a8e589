//! A laptop that slept for days, and a clock that was set: the work goes on.
#![expect(clippy::disallowed_methods, reason = "the tests set up the disk by hand")]

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use serde_json::{Value, json};

use super::{ApiReply, Call, Query, routes};
use crate::editor::EditorOptions;
use crate::editor::app::App;
use crate::editor::session::Session;

const EVENT: &str = "content/posts/turnir.md";
const HOUR: i64 = 60 * 60;

/// 5 December 2022.
static CLOCK: AtomicI64 = AtomicI64::new(1_670_230_800);

fn now() -> Timestamp {
    Timestamp::from_second(CLOCK.load(Ordering::SeqCst)).unwrap()
}

fn call(app: &Arc<App>, path: &str, query: &str, body: &Value) -> Value {
    let route = routes().find(|route| route.path == path).unwrap();
    let body = body.to_string();
    let call = Call { query: Query(query), body: body.as_bytes(), upload: None.into(), app };
    match (route.function)(&call) {
        Ok(ApiReply::Json(value)) => value,
        Ok(ApiReply::Bytes { bytes, .. }) => serde_json::from_slice(&bytes).unwrap_or_default(),
        Err(error) => panic!("{path}: {} {}", error.status, error.message),
    }
}

fn get(app: &Arc<App>, path: &str) -> Value {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    call(app, path, query, &Value::Null)
}

/// Saves the text of the event; returns the hash of the file.
fn save(app: &Arc<App>, base: &Value, body: &str) -> Value {
    let change = json!({ "file": EVENT, "base": base, "body": body });
    call(app, "/api/document/save", "", &change)["hash"].clone()
}

#[test]
fn the_work_goes_on_after_days_of_sleep_and_on_a_clock_that_was_set_back() {
    let folder = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    let settings =
        "title: Т\nschool: Ш\nbase_url: http://a.ru/\ndirections:\n  - id: igry\n    title: Игры\n";
    write("content/site.yaml", settings);
    write(
        EVENT,
        "---\nназвание: Турнир\nдата: 7.12.2022\nнаправление: igry\n---\n\nПриглашаем на турнир.\n",
    );
    let options = EditorOptions { root: folder.path().to_owned(), port: 0, now, today: None };
    let app = Arc::new(App::new(options, 0, 0, Session::new().unwrap()));
    app.open_site().unwrap();
    let state = || get(&app, "/api/events")["events"][0]["state"].clone();
    let code = app.session.new_code().unwrap();
    let generation = get(&app, "/api/state")["generation"].clone();
    let base = get(&app, &format!("/api/document?file={EVENT}"))["hash"].clone();
    assert_eq!(state(), "announcement");

    // The page waits for changes while the lid is closed.
    let waiting = {
        let (app, since) = (Arc::clone(&app), format!("/api/changes?since={generation}"));
        std::thread::spawn(move || get(&app, &since))
    };
    CLOCK.fetch_add(4 * 24 * HOUR, Ordering::SeqCst);
    let base = save(&app, &base, "Прошёл турнир, победила команда 7 класса.");
    let change = waiting.join().unwrap();
    // With another day anything may have changed: then no file is named.
    assert!(change["generation"].as_u64() > generation.as_u64(), "{change}");
    assert!([json!([]), json!([EVENT])].contains(&change["files"]), "{change}");
    assert_eq!(state(), "published", "the day is another one");
    let key = app.session.redeem(&code).unwrap();
    assert!(app.session.is_key(key));

    CLOCK.fetch_sub(30 * 24 * HOUR, Ordering::SeqCst);
    let begun = Instant::now();
    let base = save(&app, &base, "Прошёл турнир, победила команда 8 класса.");
    let base = save(&app, &base, "Прошёл турнир, победила команда 9 класса.");
    assert!(begun.elapsed() < Duration::from_secs(10), "no wait is counted by the clock");
    assert_eq!(state(), "announcement");
    let versions = get(&app, &format!("/api/history/file?file={EVENT}"));
    assert_eq!(versions["versions"].as_array().unwrap().len(), 2, "{versions}");
    let read = get(&app, &format!("/api/document?file={EVENT}"));
    assert_eq!((&read["hash"], read["problems"].as_array().unwrap().len()), (&base, 0), "{read}");
    let trashed = call(&app, "/api/document/trash", "", &json!({ "file": EVENT }));
    assert_eq!(call(&app, "/api/document/restore", "", &trashed)["file"], EVENT);
}
