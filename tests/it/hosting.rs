//! Warnings of `build` and `check` about the hosting, and files that it refuses.

use crate::sandbox::{SETTINGS, Site, post_text};

fn site(hosting: &str) -> Site {
    let site = Site::new();
    site.file("content/site.yaml", format!("{SETTINGS}хостинг: {hosting}\n"));
    site.post("a.md", &post_text("Турнир", "07.12.2022", "sovmestnye"));
    site
}

#[test]
fn files_of_a_refused_kind_are_left_out_with_their_links_and_named() {
    for (kind, word) in [("xml", "карта сайта"), ("woff2", "файл темы")] {
        let site = site(&format!("{{запрещены: [{kind}]}}"));
        let run = site.build();
        assert!(run.ok().stdout.contains(word), "{}", run.stdout);
        let pages = site.pages();
        assert!(pages.keys().all(|path| !path.ends_with(kind)), "{:?}", pages.keys());
        for (path, bytes) in pages.iter().filter(|(path, _)| path.ends_with(".html")) {
            let text = String::from_utf8_lossy(bytes);
            assert!(!text.contains(&format!(".{kind}")), "{path} names a file that was left out");
        }
    }
}

#[test]
fn notes_about_the_hosting_are_shown_on_request() {
    let site = site("{ftp: {сервер: a.ru, логин: a, папка: /news}}");
    let plain = site.run(&["check"]);
    assert!(plain.ok().stderr.contains("папка `news` занята"), "{}", plain.stderr);
    assert!(!plain.stdout.contains("40\u{a0}дней"), "{}", plain.stdout);
    let asked = site.run(&["check", "--hosting"]);
    assert!(asked.ok().stdout.contains("40\u{a0}дней"), "{}", asked.stdout);
    assert!(asked.stdout.contains("rostok probe"), "{}", asked.stdout);
    let json = site.run(&["check", "--hosting", "--format", "json"]);
    let document: serde_json::Value = serde_json::from_str(&json.ok().stdout).unwrap();
    assert!(document["notes"].as_array().unwrap().len() >= 3, "{document}");
}

#[test]
fn limits_are_read_from_their_old_key_too() {
    let site = site("{образец: ucoz}");
    let large = format!("{SETTINGS}ограничения: {{файл_мб: 1}}\n");
    site.file("content/site.yaml", large);
    site.post("a.md", &(post_text("Т", "07.12.2022", "sovmestnye") + "\n[план](plan.pdf)\n"));
    site.file("content/posts/plan.pdf", vec![b'a'; 1024 * 1024 + 1]);
    let run = site.run(&["check"]);
    assert!(run.ok().stderr.contains("принимает до 1\u{a0}МБ\n"), "{}", run.stderr);
}
