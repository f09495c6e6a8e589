//! `rostok pack`: uploads by hand.
#![expect(clippy::disallowed_methods, reason = "a server is filled as its user would by hand")]

use crate::sandbox::{SETTINGS, Site, Tree, post_text, tree};

fn site() -> Site {
    let site = Site::new();
    site.post("turnir.md", &post_text("Турнир", "07.12.2022", "sovmestnye"));
    site.post("konkurs.md", &post_text("Конкурс", "08.12.2022", "sovmestnye"));
    site
}

/// The files of the pack, without the manifest of the output.
fn packed(site: &Site) -> Tree {
    let mut files = tree(&site.root().join("upload"));
    files.retain(|path, _| path != ".rostok-manifest");
    files
}

/// The files that the pack puts on the server, by their paths there.
fn inner(pack: &Tree) -> Tree {
    let steps = pack.iter().filter_map(|(path, bytes)| {
        let (_, inner) = path.split_once('/')?;
        Some((inner.to_owned(), bytes.clone()))
    });
    steps.filter(|(path, _)| !path.starts_with("rostok-data/")).collect()
}

#[test]
fn a_pack_holds_what_changed_since_the_last_one_that_was_confirmed() {
    let site = site();
    let first = site.run(&["pack"]);
    assert!(first.ok().stdout.contains("pack --done"), "{}", first.stdout);
    assert_eq!(inner(&packed(&site)), site.pages(), "the first one holds everything");
    site.run(&["pack"]).ok();
    assert_eq!(inner(&packed(&site)), site.pages(), "and again, as nobody said that it is there");
    assert!(site.run(&["pack", "--done"]).ok().stdout.contains("Ничего не записано"));
    assert!(site.run(&["pack", "--done", "--yes"]).ok().stdout.contains("Записано"));
    site.run(&["pack", "--done", "--yes"]).exits(2);
    assert!(site.run(&["pack"]).ok().stdout.contains("Отправлять нечего"));

    site.file("upload/zametki.txt", "моё");
    site.remove("content/posts/konkurs.md");
    site.post("forum.md", &post_text("Форум", "09.12.2022", "konferentsii"));
    let run = site.run(&["pack", "--format", "json"]);
    let document: serde_json::Value = serde_json::from_str(&run.ok().stdout).unwrap();
    assert_eq!(document["remove"], serde_json::json!(["2022/konkurs.html"]));
    let pack = packed(&site);
    assert!(pack.contains_key("zametki.txt"), "what is not ours stays");
    let files = inner(&pack);
    assert!(files.contains_key("2022/forum.html") && files.contains_key("index.html"));
    assert!(!files.contains_key("static/style.css"), "{:?}", files.keys());
    let note = String::from_utf8(pack["что-делать.txt"].clone()).unwrap();
    assert!(note.contains("папку /tochka\r\n") && note.contains("2022/konkurs.html"), "{note}");
}

#[test]
fn a_pack_may_be_a_zip_archive_and_overwrites_nothing_foreign() {
    let site = site();
    site.run(&["pack", "nabor.zip"]).ok();
    assert!(std::fs::read(site.root().join("nabor.zip")).unwrap().starts_with(b"PK"));
    let again = site.run(&["pack", "nabor.zip"]);
    assert!(again.exits(2).stderr.starts_with("ошибка: "), "{}", again.stderr);
    let before = site.pages();
    let public = site.run(&["pack", "public"]);
    assert!(public.exits(2).stderr.contains("занята"), "{}", public.stderr);
    assert_eq!(site.pages(), before);
    site.post("plokho.md", "---\nназвание: Без даты\n---\n");
    site.run(&["pack"]).exits(1);
    assert!(!site.root().join("upload").exists());
}

#[test]
fn what_would_change_is_known_without_a_server() {
    use rostok::pipeline::{build_to_publish, settings_to_publish};
    use rostok::publish::{Publisher, forecast};

    let site = site();
    let request = site.request(jiff::civil::date(2023, 1, 1));
    let look = || {
        let settings = settings_to_publish(&request).unwrap();
        let built = build_to_publish(&request, &settings, true, &()).unwrap();
        let publisher = Publisher::from_environment();
        forecast(site.root(), &settings.config, &publisher, &built).unwrap()
    };
    let first = look();
    assert!(!first.is_known && !first.is_packed && first.undo.is_none());
    let titles = first.summary.new.events.iter().map(|event| event.title.clone().unwrap());
    let titles: Vec<_> = titles.map(|title| title.replace('\u{a0}', " ")).collect();
    assert_eq!(titles, ["Конкурс, 8 декабря 2022 г.", "Турнир, 7 декабря 2022 г."]);
    site.run(&["pack", "--today", "2023-01-01"]).ok();
    assert!(look().is_packed);
    site.run(&["pack", "--done", "--yes"]).ok();
    let known = look();
    assert!(known.is_known && !known.is_packed && known.plan.is_empty());
    site.post("forum.md", &post_text("Форум", "09.12.2022", "konferentsii"));
    let changed = look();
    assert_eq!(changed.summary.new.events[0].path, "2022/forum.html");
    assert_eq!(changed.summary.new.event_count(), 1);
}

#[cfg(target_os = "linux")]
#[test]
fn what_was_uploaded_by_hand_is_known_to_an_upload_over_ftp() {
    use crate::ftp_servers::{Kind, SECRET, Server};

    let Some(server) = Server::start(Kind::Pyftpdlib(&[]), false) else { return };
    let site = site();
    site.run(&["pack", "--today", "2023-01-01"]).ok();
    for (path, bytes) in packed(&site) {
        let Some((_, inner)) = path.split_once('/') else { continue };
        let target = server.site().join("tochka").join(inner);
        std::fs::create_dir_all(target.parent().unwrap()).unwrap();
        std::fs::write(target, bytes).unwrap();
    }
    site.file("content/site.yaml", format!("{SETTINGS}{}", server.settings()));
    let line = ["publish", "--dry-run", "--json", "--today", "2023-01-01"];
    let run = site.run_with(&line, &[SECRET]);
    let document: serde_json::Value = serde_json::from_str(&run.ok().stdout).unwrap();
    let none = serde_json::json!([]);
    assert_eq!((&document["plan"]["new"], &document["plan"]["changed"]), (&none, &none));
}
