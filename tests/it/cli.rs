//! The command line: all messages in Russian, and stable exit codes.

use crate::sandbox::Site;

/// Words of clap's own English messages, none of which may appear.
const CLAP_WORDS: [&str; 14] = [
    "Usage",
    "Options",
    "Commands",
    "Arguments",
    "error",
    "warning",
    "help:",
    "tip",
    "default:",
    "possible",
    "For more",
    "Print",
    "unexpected",
    "required",
];

fn assert_russian(what: &str, text: &str) {
    for word in CLAP_WORDS {
        assert!(!text.contains(word), "«{word}» in {what}:\n{text}");
    }
    for line in text.lines() {
        assert_eq!(line, line.trim_end(), "a space at a line's end in {what}");
    }
}

#[test]
fn help_is_in_russian() {
    let site = Site::empty();
    for command in [
        None,
        Some("init"),
        Some("new"),
        Some("build"),
        Some("check"),
        Some("serve"),
        Some("list"),
        Some("fragment"),
        Some("pack"),
        Some("probe"),
    ] {
        for flag in ["-h", "--help"] {
            let line: Vec<&str> = command.into_iter().chain([flag]).collect();
            let run = site.run(&line);
            run.exits(0);
            assert_eq!(run.stderr, "");
            assert!(run.stdout.contains("Использование: rostok"), "{}", run.stdout);
            assert!(run.stdout.contains("Показать эту справку"), "{}", run.stdout);
            assert_russian(&format!("{line:?}"), &run.stdout);
        }
    }
    for (words, flag) in
        [(&["help"] as &[&str], &["--help"] as &[&str]), (&["help", "new"], &["new", "--help"])]
    {
        assert_eq!(site.run(words).stdout, site.run(flag).stdout);
        site.run(words).exits(0);
    }
    let version = site.run(&["--version"]);
    version.exits(0);
    assert_eq!(version.stdout, format!("rostok {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn every_wrong_command_line_is_explained_and_ends_with_2() {
    let site = Site::empty();
    for (line, message) in [
        ("biuld", "ошибка: неизвестная команда «biuld»"),
        ("--drafts", "ошибка: неизвестный параметр `--drafts`"),
        ("build --drfts", "ошибка: неизвестный параметр `--drfts`"),
        ("build -x", "ошибка: неизвестный параметр `-x`"),
        ("build --drafts=1", "ошибка: у параметра `--drafts` не бывает значения"),
        ("build --out", "ошибка: после `--out` не указано значение"),
        ("build --root a --root b", "ошибка: параметр `--root` указан дважды"),
        ("check --strict --strict", "ошибка: параметр `--strict` указан дважды"),
        ("list --format xml", "ошибка: значение «xml» не подходит для `--format`"),
        ("new", "ошибка: не указано название"),
        ("new Турнир по", "ошибка: лишнее слово «по»"),
        ("init a b", "ошибка: лишнее слово «b»"),
    ] {
        let run = site.run(&line.split(' ').collect::<Vec<_>>());
        run.exits(2);
        assert_eq!(run.stdout, "", "{line}");
        assert_eq!(run.stderr.lines().next(), Some(message), "{line}");
        assert!(run.stderr.contains("как писать: `rostok"), "{}", run.stderr);
        assert_russian(line, &run.stderr);
    }
}

#[test]
fn a_misspelt_word_is_answered_with_the_right_one() {
    let site = Site::empty();
    let hint = |line: &[&str]| site.run(line).stderr;
    assert!(hint(&["biuld"]).contains("похоже на `build`"));
    assert!(hint(&["build", "--drfts"]).contains("похоже на `--drafts`"));
    assert!(hint(&["list", "--format", "xml"]).contains("подходят: table, json, csv"));
    assert!(hint(&["list", "--format", "xml"]).contains("`rostok list --help`"));
    assert!(hint(&["new", "Турнир", "по"]).contains("в кавычки"));
}

#[test]
fn colours_are_for_terminals_and_no_color_is_honoured() {
    let site = Site::empty();
    let line = ["biuld"];
    assert!(!site.run(&line).stderr.contains('\u{1b}'));
    let forced = site.run_with(&line, &[("CLICOLOR_FORCE", "1")]);
    assert!(forced.stderr.contains('\u{1b}'));
    let refused = site.run_with(&line, &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]);
    assert!(!refused.stderr.contains('\u{1b}'));
    let help = site.run_with(&["--help"], &[("NO_COLOR", "1")]);
    assert!(!help.stdout.contains('\u{1b}'));
}
