//! What a build does to the output folder, through the command line.

use crate::links;
use crate::sandbox::{Site, post_text};

fn site() -> Site {
    let site = Site::new();
    site.post("turnir.md", &post_text("Турнир", "7.12.2022", "sovmestnye"));
    site.post("chay.md", &post_text("Чай", "8.12.2022", "konferentsii"));
    site
}

fn build(site: &Site, arguments: &[&str]) -> crate::sandbox::Run {
    let line = [&["build", "--today", "2023-01-15"], arguments].concat();
    site.run(&line)
}

#[test]
fn a_foreign_file_is_left_alone() {
    let site = site();
    site.file("public/google123.html", "чужой").file("public/2022/foto.txt", "чужой");
    build(&site, &[]).ok();
    site.remove("content/posts/chay.md").remove("content/posts/turnir.md");
    build(&site, &[]).ok();
    assert_eq!(site.public("google123.html"), "чужой");
    assert_eq!(site.public("2022/foto.txt"), "чужой");
}

#[test]
fn a_foreign_file_in_the_way_is_an_error_with_advice() {
    let site = site();
    site.file("public/index.html", "старый сайт");
    let refused = build(&site, &[]);
    refused.exits(2).wrote(&[]);
    for word in ["`index.html`", "`--adopt`"] {
        assert!(refused.stderr.contains(word), "{}", refused.stderr);
    }
    build(&site, &["--adopt"]).ok();
    assert!(site.public("index.html").contains("Турнир"));
    build(&site, &[]).ok().wrote(&[]);
}

#[test]
fn files_of_another_program_with_the_same_bytes_are_adopted() {
    let site = site();
    build(&site, &[]).ok();
    site.remove("public/.rostok-manifest").remove("public/.rostok-addresses");
    build(&site, &[]).ok().wrote(&[]);
    site.remove("content/posts/chay.md");
    assert!(build(&site, &[]).ok().stdout.contains("удалено"), "adopted files are ours");
}

#[test]
fn the_output_never_overlaps_the_sources() {
    let site = site();
    for out in ["content", "content/public", "themes/public", ".", "content/../content/x"] {
        let refused = build(&site, &["--out", out]);
        refused.exits(2);
        assert!(refused.stderr.contains("`--out`"), "{out}: {}", refused.stderr);
    }
    build(&site, &["--out", "готовый сайт"]).ok();
    assert!(site.read("готовый сайт/index.html").contains("Турнир"));
    assert!(!site.root().join("public").exists());
}

#[test]
fn the_page_of_a_removed_post_is_removed() {
    let site = site();
    build(&site, &[]).ok();
    site.remove("content/posts/turnir.md");
    build(&site, &[]).ok().wrote(&[
        "- 2022/turnir.html",
        "~ 2022/chay.html",
        "~ feed.xml",
        "~ god/2022-23-1.html",
        "~ god/2022-23.html",
        "~ god/index.html",
        "~ index.html",
        "~ napravlenie/sovmestnye.html",
        "~ napravlenie/sovmestnye.xml",
        "~ poisk.html",
        "~ poisk.js",
        "~ sitemap.xml",
    ]);
}

#[test]
fn a_moved_event_is_a_warning_and_its_old_address_can_be_kept() {
    let site = site();
    build(&site, &[]).ok();
    let text = site.read("content/posts/turnir.md");
    site.remove("content/posts/turnir.md").post("shakhmaty.md", &text);
    let warned = site.run(&["check"]);
    warned.exits(0);
    let line = "прежние_адреса: 2022/turnir.html";
    assert!(warned.stderr.contains(line), "{}", warned.stderr);
    assert!(warned.stderr.contains("content/posts/shakhmaty.md"), "{}", warned.stderr);
    site.post("shakhmaty.md", &text.replacen("---\n", &format!("---\n{line}\n"), 1));
    let kept = build(&site, &[]);
    assert_eq!(kept.ok().stderr, "");
    let redirect = site.public("2022/turnir.html");
    assert!(redirect.contains("url=../2022/shakhmaty.html"), "{redirect}");
    links::assert_sound(&site.pages(), "http://example.org/tochka/");
    build(&site, &[]).ok().wrote(&[]);
}

#[test]
fn an_event_moved_by_its_date_is_a_warning_too() {
    let site = site();
    build(&site, &[]).ok();
    site.post("turnir.md", &post_text("Турнир", "7.12.2021", "sovmestnye"));
    let warned = build(&site, &[]);
    warned.exits(0);
    assert!(warned.stderr.contains("прежние_адреса: 2022/turnir.html"), "{}", warned.stderr);
    // Every build reports it until it is fixed, even if the event moves again.
    let again = build(&site, &[]);
    assert_eq!(again.ok().stderr, warned.stderr);
    let text = post_text("Турнир", "7.12.2020", "sovmestnye");
    let kept = text.replacen("---\n", "---\nпрежние_адреса: 2019/turnir.html\n", 1);
    site.remove("content/posts/turnir.md").post("shakhmaty.md", &kept);
    let all = "прежние_адреса: [2019/turnir.html, 2021/turnir.html, 2022/turnir.html]";
    for _ in 0..2 {
        let warned = build(&site, &[]).ok().stderr.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(warned.matches(all).count() == 2, "{warned}");
    }
    site.post("shakhmaty.md", &text.replacen("---\n", &format!("---\n{all}\n"), 1));
    assert_eq!(build(&site, &[]).ok().stderr, "");
}

#[test]
fn drafts_are_built_on_request() {
    let site = site();
    let draft =
        post_text("Чай", "8.12.2022", "konferentsii").replacen("---\n", "---\nчерновик: да\n", 1);
    site.post("chay.md", &draft);
    build(&site, &[]).ok();
    assert!(site.pages().iter().all(|(path, bytes)| {
        !path.contains("chay") && !String::from_utf8_lossy(bytes).contains("Чай")
    }));
    build(&site, &["--drafts"]).ok();
    assert!(site.public("2022/chay.html").contains("Черновик"));
    assert!(site.public("index.html").contains("Черновик"));
    build(&site, &[]).ok();
    assert!(!site.pages().contains_key("2022/chay.html"));
}

#[test]
fn a_future_event_is_an_announcement_until_its_day() {
    let site = site();
    let marked = |today: &str| {
        site.run(&["build", "--today", today]).ok();
        ["2022/turnir.html", "index.html", "god/2022-23-1.html"]
            .map(|path| site.public(path).matches("Анонс").count())
    };
    // The main page lists announcements under a heading of their own.
    assert_eq!(marked("2022-12-06"), [1, 1, 2]);
    assert_eq!(marked("07.12.2022"), [0, 1, 1]);
    assert_eq!(marked("2022-12-08"), [0, 0, 0]);
}

#[test]
fn another_base_url_changes_absolute_addresses_only() {
    let site = site();
    build(&site, &[]).ok();
    let before = site.pages();
    build(&site, &["--base-url", "https://school.example/rost"]).ok();
    let after = site.pages();
    links::assert_sound(&after, "https://school.example/rost/");
    for (path, bytes) in &after {
        let Ok(text) = str::from_utf8(bytes) else {
            assert!(*bytes == before[path], "{path}");
            continue;
        };
        assert!(!text.contains("http://example.org"), "{path}");
        let back = text.replace("https://school.example/rost/", "http://example.org/tochka/");
        assert_eq!(back.as_bytes(), before[path], "{path}");
    }
}
