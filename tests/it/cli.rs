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
        Some("edit"),
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
    assert!(version.stdout.starts_with(&format!("rostok {}\n\n", env!("CARGO_PKG_VERSION"))));
    assert!(version.stdout.contains("  список готовых файлов           2 (понимает и прежние)\n"));
    assert!(!version.stdout.contains("В этой папке"));
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
        ("build --out", "ошибка: после `--out` не указано, какая папка"),
        ("report 2022/23 --out", "ошибка: после `--out` не указано, какой файл"),
        ("serve --port abc", "ошибка: значение «abc» не подходит для `--port`"),
        ("build --root a --root b", "ошибка: параметр `--root` указан дважды"),
        ("check --strict --strict", "ошибка: параметр `--strict` указан дважды"),
        ("list --format xml", "ошибка: значение «xml» не подходит для `--format`"),
        ("new", "ошибка: не указано название события"),
        ("import", "ошибка: не указан файл с таблицей мероприятий"),
        ("report", "ошибка: не указано, за какой период"),
        ("plan", "ошибка: не указано, за какой период"),
        ("fragment", "ошибка: не указано, что показать"),
        ("fragment всё", "ошибка: здесь не подходит «всё»"),
        ("list по", "ошибка: лишнее слово «по»"),
        ("new Турнир --direction Совместные мероприятия", "ошибка: лишнее слово «мероприятия»"),
    ] {
        let run = site.run(&line.split(' ').collect::<Vec<_>>());
        run.exits(2);
        assert_eq!(run.stdout, "", "{line}");
        assert_eq!(run.stderr.lines().next(), Some(message), "{line}");
        assert!(run.stderr.contains("`rostok "), "{}", run.stderr);
        assert!(!run.stderr.contains(['<', '[', '‹']), "an example, no grammar: {}", run.stderr);
        assert_russian(line, &run.stderr);
    }
}

#[test]
fn a_misspelt_word_is_answered_with_the_right_one() {
    let site = Site::empty();
    let hint = |line: &[&str]| site.run(line).stderr;
    assert!(hint(&["biuld"]).contains("похоже на `build`"));
    assert!(hint(&["build", "--drfts"]).contains("похоже на `--drafts`"));
    assert!(
        hint(&["list", "--format", "xml"])
            .contains("подходят: `table` (для чтения), `json` (для программ), `csv`")
    );
    assert!(hint(&["list", "--format", "xml"]).contains("`rostok list --help`"));
    let stray = hint(&["list", "--direction", "Совместные", "мероприятия", "--year", "2022/23"]);
    assert!(stray.contains("в кавычки: `--direction \"Совместные мероприятия\"`"), "{stray}");
    for (line, example) in [
        (&["new"] as &[&str], "например: `rostok new \"Турнир по шахматам\"`"),
        (&["import"], "например: `rostok import otchet.docx`"),
        (&["report"], "например: `rostok report 2022/23 I`, "),
        (&["fragment"], "например: `rostok fragment latest`, "),
        (&["build", "--out"], "например: `--out gotovo`"),
        (&["serve", "--port", "abc"], "например: `--port 8080`"),
        (&["fragment", "всё"], "подходят: `latest` (последние события), "),
    ] {
        assert!(hint(line).contains(example), "{line:?}: {}", hint(line));
    }
}

#[test]
fn words_without_quotes_are_taken_together() {
    let site = Site::empty();
    site.run(&["init", "наш", "центр"]).ok();
    assert!(site.root().join("наш центр/content/site.yaml").exists());
    let site = Site::new();
    let made = site.run(&["new", "Турнир", "по", "шахматам", "--date", "7.12.2022"]);
    assert!(made.ok().stdout.contains("turnir-po-shakhmatam"), "{}", made.stdout);
    let listed = site.run(&["list", "--format", "json"]);
    assert!(
        listed.stdout.contains("\"Турнир по шахматам\"") || listed.code == 1,
        "{}",
        listed.stdout
    );
    site.file("мой отчёт.csv", "Мероприятие;Дата\nТурнир;7.12.2022\n");
    let missing = site.run(&["import", "мой", "отчёт.csv"]);
    assert!(!missing.stderr.contains("нет такого файла"), "{}", missing.stderr);
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
