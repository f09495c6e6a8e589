//! Messages for teachers: `tests/cases/problems/<case>/in` is a site with mistakes, `out.txt` the
//! expected messages. See `cases` for how to refresh them.

use crate::cases::{Case, cases};
use crate::sandbox::{Run, Site, Tree, post_text};

fn check(site: &Site) -> Run {
    site.run(&["check", "--today", "2023-01-15"])
}

#[test]
fn messages_equal_their_snapshots() {
    let told = |case: &Case| {
        let run = check(&case.site);
        let is_error = run.stderr.contains("ошибка:");
        assert_eq!(run.code, i32::from(is_error), "{}", case.name());
        assert!(!case.site.root().join("public").exists(), "a check writes nothing");
        let out: Tree = [("out.txt".to_owned(), run.stderr.into_bytes())].into();
        case.compare(&out)
    };
    let wrong: Vec<_> = cases("problems").iter().flat_map(told).collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn a_build_says_the_same_as_a_check_and_changes_nothing() {
    let site = Site::new();
    site.post("a.md", &post_text("А", "1.09.2022", "sovmestnye"));
    site.build().ok();
    let before = site.output();
    site.post("b.md", &post_text("Б", "31.02.2022", "sovmestnye"));
    site.post("c.md", &post_text("В", "2.09.2022", "sovmestnye"));
    let build = site.run(&["build", "--today", "2023-01-15"]);
    build.exits(1).wrote(&[]);
    let checked = check(&site).stderr;
    let closing = checked.trim_end();
    assert_eq!(build.stderr, format!("{closing}; сайт не изменён\n"));
    assert_eq!(site.output(), before);
}

#[test]
fn a_failed_build_makes_no_folder_either() {
    let site = Site::new();
    site.post("a.md", &post_text("А", "31.02.2022", "sovmestnye"));
    let build = || {
        let run = site.run(&["build", "--today", "2023-01-15", "--out", "new/public"]);
        run.exits(1);
        run.stderr
    };
    assert!(build().contains("31.02.2022"));
    assert!(!site.root().join("new").exists());
    // A template fails only while pages are rendered, when some of them are on the disk already.
    site.post("a.md", &post_text("А", "1.09.2022", "sovmestnye"));
    site.file("themes/own/theme.yaml", "contract: 1\nextends: tochka\n");
    site.file("themes/own/templates/404.html", "{{ page.nothing }}");
    let settings = rostok::fs::read_text(&site.root().join("content/site.yaml")).unwrap();
    site.file("content/site.yaml", format!("{settings}тема: own\n"));
    let said = build();
    assert!(said.contains("nothing") && said.contains("404.html"), "{said}");
    assert!(!site.root().join("new").exists());
}

#[cfg(unix)]
#[test]
fn a_symlink_out_of_the_content_is_refused() {
    use std::os::unix::fs::symlink;
    let site = Site::new();
    site.file("secret.md", "секрет").post("a.md", &post_text("А", "1.09.2022", "sovmestnye"));
    symlink("../../secret.md", site.root().join("content/posts/b.md")).unwrap();
    symlink("/nowhere/at/all", site.root().join("content/posts/c.md")).unwrap();
    let run = check(&site);
    run.exits(1);
    for (file, message) in
        [("b.md", "ссылка ведёт за пределы папки"), ("c.md", "ссылка никуда не ведёт")]
    {
        let found = run.stderr.split("\n\n").find(|problem| problem.contains(file));
        assert!(found.unwrap_or_default().contains(message), "{}", run.stderr);
    }
    assert!(!run.stderr.contains("секрет"));
}

#[test]
fn editors_get_the_same_list_as_json() {
    let site = Site::new();
    site.post("a.md", &post_text("А", "31.02.2022", "sovmestnye"));
    site.post("b.md", &post_text("Б", "1.09.2022", "шахматы"));
    let run = site.run(&["check", "--format", "json"]);
    run.exits(1);
    assert_eq!(run.stderr, "", "an editor reads one stream");
    let told: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let problems = told["diagnostics"].as_array().unwrap();
    assert_eq!(problems.len(), 2);
    assert_eq!(problems[0]["place"]["file"], "content/posts/a.md");
    assert_eq!(problems[0]["place"]["line"], 3);
    assert_eq!(problems[0]["place"]["column"], 7);
    assert_eq!(problems[1]["severity"], "error");
    assert_eq!(problems[1]["message"], "неизвестное направление «шахматы»");
    assert_eq!(told["written"], serde_json::Value::Null);
}

#[test]
fn warnings_fail_a_strict_check_only() {
    let site = Site::new();
    let with_comment = post_text("Турнир #1", "1.09.2022", "sovmestnye");
    site.post("a.md", &with_comment);
    let run = check(&site);
    run.exits(0);
    assert!(run.stderr.contains("предупреждение:"), "{}", run.stderr);
    let strict = site.run(&["check", "--strict"]);
    strict.exits(1);
    assert!(strict.stderr.contains("с ключом `--strict` это ошибки"), "{}", strict.stderr);
    assert_eq!(strict.stdout, "");
    site.build().exits(0);
    site.post("a.md", &with_comment.replace(" #1", ""));
    site.run(&["check", "--strict"]).exits(0);
}

#[test]
fn errors_of_the_environment_end_with_2() {
    let site = Site::empty();
    let run = site.build();
    run.exits(2);
    assert!(run.stderr.contains("нет файла настроек `content/site.yaml`"), "{}", run.stderr);
    assert!(run.stderr.contains("`rostok init`"), "{}", run.stderr);
    let run = site.run(&["check", "--root", "нет такой папки"]);
    assert!(
        run.exits(2).stderr.starts_with("ошибка: нет папки `нет такой папки`"),
        "{}",
        run.stderr
    );
    site.run(&["init", "центр"]).ok();
    let run = site.build();
    assert!(run.exits(2).stderr.contains("сайт есть в папке `центр`"), "{}", run.stderr);
    let run = site.run(&["check", "--root", "центр/content/posts"]);
    assert!(run.exits(2).stderr.contains("сайт есть в папке `центр`"), "{}", run.stderr);
    let site = Site::new();
    for line in [
        ["build", "--today", "31.02.2022"],
        ["build", "--today", "вчера"],
        ["build", "--base-url", "school.example"],
        ["check", "--out", "content/public"],
    ] {
        let run = site.run(&line);
        run.exits(2);
        assert!(run.stderr.starts_with("ошибка: "), "{line:?}: {}", run.stderr);
        let for_editors = site.run(&[line.as_slice(), &["--format", "json"]].concat());
        for_editors.exits(2);
        let told: serde_json::Value = serde_json::from_str(&for_editors.stdout).unwrap();
        assert_eq!(told["diagnostics"][0]["severity"], "error", "{line:?}");
        assert_eq!((&told["written"], &*for_editors.stderr), (&serde_json::Value::Null, ""));
    }
}

#[test]
fn what_can_mean_only_one_thing_is_understood() {
    let site = Site::new();
    site.post(
        "a.md",
        "—\nназвание: Игра: финал\nдата:7.12.2022\nнаправление: конференции\n\
         итоги:\n  - 1 место: команда 7а\n——\n\nРассказ о событии.\n",
    );
    let run = site.run(&["build", "--today", "2023-01-15"]);
    assert_eq!(run.ok().stderr, "");
    assert!(run.stdout.starts_with("Готово: 1\u{a0}событие; новых страниц"), "{}", run.stdout);
    let page = site.public("2022/a.html");
    for part in ["Игра: финал", "7\u{a0}декабря 2022", "1 место: команда 7а"]
    {
        assert!(page.contains(part), "{part}: {page}");
    }
    assert!(page.contains("konferentsii.html"), "{page}");
}

#[test]
fn the_guide_shows_a_message_as_it_is() {
    let site = Site::empty();
    site.run(&["init"]).ok();
    let text = "---\nназвание: Турнир\nдата: 7.12.2022\nнаправление: Шахматы\n---\n";
    site.post("2022-23/turnir-po-shakhmatam.md", text);
    let told = check(&site).stderr;
    let message = told.split("\n\n").find(|message| message.contains("Шахматы")).unwrap();
    let indented: String = message.lines().map(|line| format!("    {line}\n")).collect();
    let indented = indented.replace('\u{a0}', " ");
    assert!(include_str!("../../GUIDE.ru.md").contains(&indented), "{indented}");
}
