//! `rostok edit`: the first start in an empty folder, a second start, busy ports, the end.
#![expect(clippy::disallowed_methods, reason = "tests look at the folder")]

use std::net::TcpListener;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::editing::Editing;
use crate::sandbox::{Site, tree};

fn entered() -> Value {
    json!({
        "school": "МКОУ «СОШ № 7»",
        "center": "Центр «Точка роста»",
        "address": "school.ucoz.ru/tochka",
        "directions": ["Наставничество", "Робототехника: 5–7 классы"],
    })
}

#[test]
fn an_empty_folder_becomes_a_site_with_what_was_entered() {
    let site = Site::empty();
    let editing = Editing::start(&site, &[]);
    let key = editing.key();
    let state = editing.json(&editing.get(&key, "/api/state"));
    assert_eq!((&state["site"], &state["preview"]), (&Value::Null, &Value::Null));
    let choices = editing.json(&editing.get(&key, "/api/setup"));
    assert_eq!(choices["directions"].as_array().unwrap().len(), 6);

    let wrong = editing.post(&key, "/api/setup", &json!({ "school": "", "directions": [] }));
    assert_eq!(wrong.status, 422);
    assert!(!site.root().join("content").exists(), "nothing is made");

    site.file("content/pages/svoya.md", "---\nназвание: Своя\n---\n\nТекст.\n");
    assert_eq!(editing.post(&key, "/api/setup", &entered()).status, 200);
    let state = editing.json(&editing.get(&key, "/api/state"));
    assert_eq!(state["site"]["school"], "МКОУ «СОШ №\u{a0}7»");
    assert_eq!(state["site"]["address"], "http://school.ucoz.ru/tochka/");
    let names: Vec<_> =
        state["site"]["directions"].as_array().unwrap().iter().map(|one| &one["id"]).collect();
    assert_eq!(names, ["nastavnichestvo", "robototekhnika-5-7-klassy"]);
    assert!(state["preview"].as_str().unwrap().starts_with("http://127.0.0.1:"));
    assert!(state["generation"].as_u64().is_some());
    assert!(site.read("content/pages/svoya.md").contains("Текст."));
    assert!(site.read("content/site.yaml").contains("# Школа, как её называют в документах."));
    site.run(&["check"]).ok();

    // A site is never made twice.
    let before = tree(&site.root().join("content"));
    assert_eq!(editing.post(&key, "/api/setup", &entered()).status, 409);
    crate::sandbox::assert_same(&before, &tree(&site.root().join("content")));
}

#[test]
fn a_second_start_opens_a_tab_of_the_first() {
    let site = Site::new();
    let editing = Editing::start(&site, &[]);
    let key = editing.key();
    for _ in 0..2 {
        let second = site.run(&["edit", "--no-open", "--port", "0"]);
        second.ok();
        let url = second.stdout.trim_end();
        assert!(url.starts_with(&format!("http://127.0.0.1:{}/#code=", editing.port)), "{url}");
        assert_eq!(second.stdout.lines().count(), 1);
        let answer = editing.redeem(Editing::code(url));
        assert_eq!(editing.json(&answer)["key"], key);
        assert_eq!(editing.redeem(Editing::code(url)).status, 401, "once");
    }
    // Neither the key of the page nor nothing opens a tab.
    assert_eq!(editing.post(&key, "/api/code", &json!({})).status, 401);
    assert_eq!(editing.post("", "/api/code", &json!({})).status, 401);
}

#[test]
fn a_killed_editor_leaves_the_folder_to_the_next() {
    let site = Site::new();
    let mut first = Editing::start(&site, &[]);
    let key = first.key();
    site.file(".rostok/uploads/.~rostok-1-1.tmp", "rest");
    first.kill();
    let second = Editing::start(&site, &[]);
    assert!(!site.root().join(".rostok/uploads/.~rostok-1-1.tmp").exists());
    assert_eq!(second.get(&key, "/api/state").status, 401, "another run, another key");
    let key = second.key();
    assert_eq!(second.get(&key, "/api/state").status, 200);
}

#[test]
fn a_busy_port_is_skipped_and_the_preview_has_its_own() {
    let busy = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = busy.local_addr().unwrap().port();
    let site = Site::new();
    let editing = Editing::start(&site, &["--port", &port.to_string()]);
    assert!(editing.port > port && editing.port <= port + 50, "{port} → {}", editing.port);
    let key = editing.key();
    let state = editing.json(&editing.get(&key, "/api/state"));
    let preview = state["preview"].as_str().unwrap();
    assert!(!preview.contains(&format!(":{}/", editing.port)), "{preview}");
}

#[test]
fn the_end_in_the_browser_ends_the_program() {
    let site = Site::new();
    let mut editing = Editing::start(&site, &[]);
    let key = editing.key();
    let state = editing.json(&editing.get(&key, "/api/state"));
    // A page that waits for changes is told.
    let mut waiting = editing.connect();
    let path = format!("/api/changes?since={}", state["generation"]);
    let head = editing.head("GET", &path, &[&format!("X-Rostok-Key: {key}")]);
    std::io::Write::write_all(&mut waiting, format!("{head}\r\n").as_bytes()).unwrap();
    std::thread::sleep(Duration::from_millis(100));
    let start = Instant::now();
    assert_eq!(editing.post(&key, "/api/quit", &json!({})).status, 200);
    let told = crate::serving::Answer::read(waiting);
    assert_eq!(editing.json(&told)["closing"], true);
    assert_eq!(editing.wait_for_exit(), 0);
    assert!(start.elapsed() < Duration::from_secs(3), "{:?}", start.elapsed());
    assert_eq!(editing.next_line(), None, "the address is the only line");
    assert!(!site.root().join(".rostok/editor.json").exists());
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_it_and_a_folder_without_a_site_is_left_as_it_was() {
    let site = Site::empty();
    let mut editing = Editing::start(&site, &[]);
    let id = editing.id().to_string();
    let kill = std::process::Command::new("kill").args(["-INT", &id]).status();
    assert!(kill.unwrap().success());
    let start = Instant::now();
    assert_eq!(editing.wait_for_exit(), 0);
    assert!(start.elapsed() < Duration::from_secs(2), "{:?}", start.elapsed());
    assert_eq!(std::fs::read_dir(site.root()).unwrap().count(), 0);
}

#[test]
fn changes_are_told_as_they_come() {
    let site = Site::new();
    let editing = Editing::start(&site, &[]);
    let key = editing.key();
    let state = editing.json(&editing.get(&key, "/api/state"));
    let generation = state["generation"].as_u64().unwrap();
    let now = editing.json(&editing.get(&key, "/api/changes?since=0"));
    assert!(now["generation"].as_u64().unwrap() >= generation);
    site.post("turnir.md", &crate::sandbox::post_text("Турнир", "7.12.2022", "sovmestnye"));
    let path = format!("/api/changes?since={}", now["generation"]);
    let later = editing.json(&editing.get(&key, &path));
    assert!(later["generation"].as_u64() > now["generation"].as_u64(), "{later}");
    assert_eq!(later["files"], json!(["content/posts/turnir.md"]));
    // Its problems are told with the page that they are about.
    site.file("content/pages/turnir.md", "---\nназвание: Т\n---\n[А](../posts/turnir.md)\n");
    let path = format!("/api/changes?since={}", later["generation"]);
    let page = editing.json(&editing.get(&key, &path));
    assert_eq!(page["files"], json!(["content/pages/turnir.md"]));
    site.remove("content/posts/turnir.md");
    let path = format!("/api/changes?since={}", page["generation"]);
    let gone = editing.json(&editing.get(&key, &path));
    assert_eq!(gone["files"], json!(["content/pages/turnir.md", "content/posts/turnir.md"]));
}

#[test]
fn a_start_beside_the_site_opens_it_and_so_does_a_broken_one() {
    let site = Site::new();
    site.file("content/posts/a.txt", "");
    let missing = site.run(&["edit", "--no-open", "--root", "нет"]);
    missing.exits(2);
    assert_eq!(missing.stdout, "");
    {
        let editing = Editing::start(&site, &["--root", "content/posts"]);
        let key = editing.key();
        let state = editing.json(&editing.get(&key, "/api/state"));
        assert_eq!(state["site"]["school"], "МКОУ «СОШ №\u{a0}7»");
    }
    assert!(!site.root().join("content/posts/.rostok").exists());

    site.file("content/site.yaml", "title: [");
    let editing = Editing::start(&site, &[]);
    let key = editing.key();
    let state = editing.json(&editing.get(&key, "/api/state"));
    assert!(!state["site"]["ready"].as_array().unwrap().is_empty(), "{state}");
}
