//! Drafts with errors: they are left out and named, and stop nobody.

use crate::sandbox::{Site, post_text};

/// A site with one sound event.
fn site() -> Site {
    let site = Site::new();
    site.post("turnir.md", &post_text("Турнир", "7.12.2022", "sovmestnye"));
    site
}

const NAMED: &str = "Не вошли черновики с ошибками: `content/posts/a.md`; `rostok check --drafts` \
                     покажет их\n";

#[test]
fn drafts_with_errors_stop_no_build() {
    for draft in [
        "---\nназвание: Игра\nчерновик: да\n---\n",
        "---\nназвание: Игра\nдата: вчера\nнаправление: Шахматы\nчерновик: да\n---\nТекст\n",
        "---\nназвание: \"Игра\" и чай\nчерновик: да\n---\nТекст\n",
        "---\nназвание: [Игра\nчерновик: да\nТекст без второй черты\n",
        "---\ntitle: Игра\ndate: 2022-12-08\ndirection: sovmestnye\ndraft: true\nphotos: [a.jpg]\n\
         ---\n<style>\n",
    ] {
        let site = site();
        site.post("a.md", draft);
        let built = site.build();
        let said = built.ok().stdout.clone();
        assert!(said.contains(NAMED) && built.stderr.is_empty(), "{draft}{said}{}", built.stderr);
        assert!(said.contains("Готово: 1\u{a0}событие"), "{said}");
        assert!(!site.pages().keys().any(|path| path.contains("/a.")), "{draft}");
        assert!(site.run(&["check", "--strict"]).ok().stdout.contains(NAMED));
        let checked = site.run(&["check", "--drafts"]);
        assert!(checked.exits(1).stderr.contains("content/posts/a.md"), "{}", checked.stderr);
        assert!(!checked.stdout.contains("Не вошли"), "{}", checked.stdout);
        site.run(&["build", "--drafts"]).exits(1).wrote(&[]);
        let json = site.run(&["check", "--format", "json"]);
        let json: serde_json::Value = serde_json::from_str(&json.ok().stdout).unwrap();
        assert_eq!(json["unsound_drafts"], serde_json::json!(["content/posts/a.md"]));
        assert_eq!(json["diagnostics"], serde_json::json!([]));
    }
}

#[test]
fn pages_and_reports_with_errors_wait_too() {
    let site = site();
    site.file("content/pages/a.md", "---\nчерновик: да\n---\n");
    site.file("content/reports/1.md", "---\nпериод: вчера\nчерновик: да\n---\n");
    let said = site.build().ok().stdout.clone();
    assert!(said.contains("`content/pages/a.md`, `content/reports/1.md`;"), "{said}");
}

#[test]
fn what_is_no_draft_is_an_error_as_before() {
    for text in [
        "---\nназвание: Игра\n---\n",
        "---\nназвание: \"Игра\" и чай\n---\nчерновик: да\n",
        "---\nназвание: Игра\nчерновик: может быть\n---\n",
        "---\nназвание: Игра\n# черновик: да\n---\n",
        // Reports count it.
        "---\nназвание: Игра\nчерновик: да\nпроведено: да\n---\n",
    ] {
        let site = site();
        site.post("a.md", text);
        let built = site.build();
        assert!(built.exits(1).stderr.contains("content/posts/a.md"), "{}", built.stderr);
        built.wrote(&[]);
        site.run(&["report", "2022/23"]).exits(1);
    }
}

#[test]
fn links_to_a_draft_with_errors_are_links_to_a_draft() {
    let site = site();
    site.post("a.md", "---\nназвание: Игра\nчерновик: да\n---\n");
    let text = post_text("Чай", "8.12.2022", "sovmestnye");
    site.post("b.md", &format!("{text}\n[Игра](a.md)\n"));
    let built = site.build();
    assert!(built.exits(1).stderr.contains("ссылка ведёт на черновик `a.md`"), "{}", built.stderr);
    let checked = site.run(&["check", "--drafts"]);
    assert!(checked.exits(1).stderr.contains("не указана дата"), "{}", checked.stderr);
    assert!(!checked.stderr.contains("ссылка"), "{}", checked.stderr);
}

#[test]
fn photos_of_a_draft_with_errors_stop_nobody() {
    let site = site();
    for folder in ["igra", "chay"] {
        let draft = "---\nназвание: Игра\nчерновик: да\n---\n![](1.jpg)\n";
        site.post(&format!("{folder}/index.md"), draft);
        site.file(&format!("content/posts/{folder}/1.jpg"), crate::sandbox::PHOTO);
        site.file(&format!("content/posts/{folder}/2.jpg"), crate::sandbox::PHOTO);
    }
    let built = site.build();
    let said = built.ok().stdout.clone();
    assert!(
        said.contains("`content/posts/chay/index.md`, `content/posts/igra/index.md`"),
        "{said}"
    );
    assert_eq!(built.stderr, "");
}

#[test]
fn lists_reports_and_packs_go_on_and_name_them() {
    let site = site();
    site.post("a.md", "---\nназвание: Игра\nчерновик: да\n---\n");
    let listed = site.run(&["list"]);
    assert!(listed.ok().stdout.contains("Турнир"), "{}", listed.stdout);
    assert_eq!(listed.stderr, NAMED);
    let reported = site.run(&["report", "2022/23"]);
    assert!(reported.ok().stdout.contains(NAMED), "{}", reported.stdout);
    let packed = site.run(&["pack"]);
    assert!(packed.ok().stderr.contains(NAMED), "{}", packed.stderr);
}
