//! The first commands for a new site: init, new, build, list, and a start without a command.

use crate::links;
use crate::sandbox::{Site, post_text};

#[test]
fn a_new_site_builds_in_an_empty_folder() {
    let site = Site::empty();
    let made = site.run(&["init"]);
    made.ok();
    for word in ["content/site.yaml", "`rostok new", "`rostok build`"] {
        assert!(made.stdout.replace('\\', "/").contains(word), "{}", made.stdout);
    }
    assert!(!site.root().join("themes").exists(), "the theme is inside the program");
    site.build().ok();
    let settings = site.read("content/site.yaml");
    let base_url = settings.lines().find_map(|line| line.strip_prefix("адрес_сайта: ")).unwrap();
    links::assert_sound(&site.pages(), base_url);
    for direction in [
        "sovmestnye",
        "konferentsii",
        "populyarizatsiya",
        "nastavnichestvo",
        "proforientatsiya",
        "proekty",
    ] {
        assert!(site.pages().contains_key(&format!("napravlenie/{direction}.html")), "{direction}");
    }
    site.build().wrote(&[]);
}

/// Replaces a part of a file.
fn edit(site: &Site, file: &str, from: &str, to: &str) {
    let text = site.read(file);
    assert!(text.contains(from), "{from}: {text}");
    site.file(file, text.replace(from, to));
}

#[test]
fn the_samples_of_a_new_site_are_told_and_not_published() {
    let site = Site::empty();
    site.run(&["init"]).ok();
    let teachers = "content/data/teachers.yaml";
    edit(&site, teachers, "#   - фио", "   - фио");
    let samples = [
        "не указана школа",
        "`example.ucoz.ru`",
        "«Расскажите здесь о центре»",
        "«Фамилия Имя Отчество»",
    ];
    let told = [site.build().ok().stderr.clone(), site.run(&["check"]).ok().stderr.clone()];
    for sample in samples {
        assert!(told.iter().all(|told| told.contains(sample)), "{sample}: {told:?}");
    }
    let refused = site.run(&["pack"]);
    refused.exits(1).wrote(&[]);
    assert_eq!(refused.stderr.matches("ошибка:").count(), samples.len(), "{}", refused.stderr);
    assert!(!site.root().join("upload").exists());
    edit(&site, "content/site.yaml", "школа: ''", "школа: МКОУ «СОШ № 7»");
    edit(&site, "content/site.yaml", "http://example.ucoz.ru/tochka/", "http://school.example/t/");
    edit(&site, "content/pages/o-tsentre.md", "Расскажите здесь о центре: когда", "Когда");
    edit(&site, teachers, "Фамилия Имя Отчество", "Иванова Мария Петровна");
    assert_eq!(site.build().ok().stderr, "");
    site.run(&["pack"]).ok();
}

#[test]
fn an_event_without_a_text_is_told_and_not_published() {
    let site = Site::new();
    let text = post_text("Турнир", "7.12.2022", "sovmestnye").replace("Рассказ о событии.", "");
    site.post("a.md", &text.replacen("дата", "проведено: да\nдата", 1));
    let built = site.build();
    assert!(built.ok().stderr.contains("предупреждение: у события нет текста"), "{}", built.stderr);
    let refused = site.run(&["pack"]);
    assert!(refused.exits(1).stderr.contains("ошибка: у события нет текста"), "{}", refused.stderr);
    // A draft needs no text.
    site.post("a.md", &text.replacen("дата", "черновик: да\nдата", 1));
    site.post("b.md", &post_text("Игра", "7.12.2022", "sovmestnye"));
    assert_eq!(site.run(&["pack"]).ok().stderr, "");
}

#[test]
fn past_announcements_are_listed_until_their_story_is_told() {
    let site = listed();
    let post = post_text("Час кода", "5.12.2022", "konferentsii");
    let announcement = post.replace("Рассказ о событии.", "Приглашаем всех 5 декабря в 14:30.");
    site.post("chas.md", &announcement);
    let waiting = |today: &str| {
        let run = site.run(&["list", "--waiting", "--format", "json"]);
        let rows: serde_json::Value = serde_json::from_str(&run.ok().stdout).unwrap();
        let told = site.run(&["check", "--today", today]).ok().stderr.contains("ждёт рассказа");
        (rows.as_array().unwrap().len(), told)
    };
    assert_eq!(waiting("6.12.2022"), (1, true));
    assert_eq!(waiting("5.12.2022"), (1, false), "it is still the day");
    let table = site.run(&["list", "--waiting"]);
    assert!(table.ok().stdout.contains("ждёт рассказа") && table.stdout.contains("Час кода"));
    let built = site.build();
    assert!(built.ok().stderr.contains("content/posts/chas.md"), "{}", built.stderr);
    site.run(&["pack"]).ok();
    site.post("chas.md", &(announcement + "\nЧас кода прошёл, ребята написали программы.\n"));
    assert_eq!(waiting("6.12.2022"), (0, false));
    let none = site.run(&["list", "--waiting"]);
    assert!(none.ok().stdout.contains("рассказа не ждёт"), "{}", none.stdout);
}

#[test]
fn theme_writes_a_theme_to_be_changed_and_overwrites_nothing() {
    let site = Site::new();
    let written = site.run(&["theme", "plain", "svoya"]);
    assert!(written.ok().stdout.contains("themes/svoya/templates/list.html"), "{}", written.stdout);
    let settings = site.read("content/site.yaml");
    site.file("content/site.yaml", format!("{settings}theme: svoya\n"));
    let style = site.read("themes/svoya/static/style.css");
    site.file("themes/svoya/static/style.css", format!("{style}/* моё */\n"));
    site.build().ok();
    assert!(site.public("static/style.css").ends_with("/* моё */\n"));
    let again = site.run(&["theme", "plain", "svoya"]);
    again.exits(2);
    assert!(again.stderr.contains("папка `themes/svoya` уже есть"), "{}", again.stderr);
    for (arguments, words) in [
        (&["theme", "drugaya"][..], "есть `plain` и `tochka`"),
        (&["theme", "plain", "Моя"], "строчные латинские буквы"),
        (&["theme"], "не указана тема"),
    ] {
        let refused = site.run(arguments);
        refused.exits(2);
        assert!(refused.stderr.contains(words), "{}", refused.stderr);
    }
    site.run(&["theme", "tochka"]).ok();
    assert!(site.read("themes/tochka/theme.yaml").contains("contract: 1"));
}

#[test]
fn init_leaves_a_site_alone() {
    let site = Site::new();
    let before = crate::sandbox::tree(site.root());
    let refused = site.run(&["init"]);
    refused.exits(2);
    assert!(refused.stderr.starts_with("ошибка: "), "{}", refused.stderr);
    assert_eq!(crate::sandbox::tree(site.root()), before);
    site.run(&["init", "новый центр"]).ok();
    site.run(&["build", "--root", "новый центр"]).ok();
    assert!(site.root().join("новый центр/public/index.html").exists());
}

#[test]
fn a_new_event_builds_as_it_is() {
    let site = Site::empty();
    site.run(&["init"]).ok();
    let line = [
        "new",
        "Турнир по шахматам: \"Дебют\" #1",
        "--date",
        "7.12.2022",
        "--direction",
        "proekty",
    ];
    let made = site.run(&line);
    let file = made.ok().stdout.split('`').nth(1).unwrap().replace('\\', "/");
    let file = file.trim_start_matches("./").to_owned();
    assert!(file.ends_with("/2022-23/turnir-po-shakhmatam-debyut-1/index.md"), "{file}");
    let text = site.read(&file);
    let built = site.build();
    assert!(built.ok().stderr.contains("событие прошло и ждёт рассказа"), "{text}");
    let listed = site.run(&["list", "--format", "json"]);
    let rows: serde_json::Value = serde_json::from_str(&listed.ok().stdout).unwrap();
    assert_eq!(rows[0]["title"], "Турнир по шахматам: «Дебют» #1");
    assert_eq!(rows[0]["date"], "7 декабря 2022 г.");
    assert_eq!(rows[0]["direction"], "proekty");
    assert_eq!(rows[0]["file"], file);
    let refused = site.run(&line);
    refused.exits(2);
    assert!(refused.stderr.contains(&file), "{}", refused.stderr);
    assert_eq!(site.read(&file), text, "nothing is overwritten");
}

#[test]
fn a_new_event_needs_an_existing_direction() {
    let site = Site::empty();
    site.run(&["init"]).ok();
    let refused = site.run(&["new", "Турнир", "--direction", "шахматы"]);
    refused.exits(2);
    assert!(refused.stderr.contains("sovmestnye"), "{}", refused.stderr);
    site.run(&["new", "Турнир", "--date", "31.02.2022"]).exits(2);
    site.run(&["new", "   "]).exits(2);
    let full = "Популяризация национального проекта \"Образование\"";
    site.run(&["new", "Без даты", "--direction", full]).ok();
    site.build().ok();
}

fn listed() -> Site {
    let site = Site::new();
    site.post("a.md", &post_text("Турнир", "7.12.2022", "sovmestnye"));
    site.post("b.md", &post_text("Чай; «с мёдом»", "8.02.2022", "konferentsii"));
    let draft = post_text("Черновик", "9.12.2022", "sovmestnye");
    site.post("c.md", &draft.replacen("---\n", "---\nчерновик: да\n", 1));
    site
}

#[test]
fn the_list_is_a_table_csv_or_json() {
    let site = listed();
    let table = site.run(&["list"]);
    let lines: Vec<&str> = table.ok().stdout.lines().collect();
    assert!(lines[0].starts_with("Дата"), "{lines:?}");
    let starts = ["9 декабря 2022 г.", "7 декабря 2022 г.", "8 февраля 2022 г."];
    for (line, start) in lines[1..].iter().zip(starts) {
        assert!(line.starts_with(start), "newest first: {line}");
    }
    assert!(lines[1].contains("черновик") && lines[2].contains("опубликовано"));
    assert!(lines[3].contains("Конференции, фестивали,…"), "a name, no code: {}", lines[3]);
    let csv = site.run(&["list", "--format", "csv"]);
    assert!(csv.ok().stdout.starts_with("\u{feff}Дата;"));
    assert!(csv.stdout.contains("\"Чай; «с мёдом»\";konferentsii"), "{}", csv.stdout);
    let json = site.run(&["list", "--format", "json"]);
    let rows: serde_json::Value = serde_json::from_str(&json.ok().stdout).unwrap();
    assert_eq!(rows.as_array().unwrap().len(), 3);
    assert_eq!(rows[1]["path"], "2022/a.html");
    assert!(!site.root().join("public").exists(), "a list writes nothing");
}

#[test]
fn the_list_is_narrowed() {
    let site = listed();
    let titles = |line: &[&str]| -> Vec<String> {
        let run = site.run(&[&["list", "--format", "json"], line].concat());
        let rows: serde_json::Value = serde_json::from_str(&run.ok().stdout).unwrap();
        let titles = rows.as_array().unwrap().iter().map(|row| row["title"].as_str().unwrap());
        titles.map(str::to_owned).collect()
    };
    assert_eq!(
        titles(&["--direction", "Проведение совместных мероприятий"]),
        ["Черновик", "Турнир"]
    );
    assert_eq!(titles(&["--direction", "конференциях"]), ["Чай; «с мёдом»"]);
    assert_eq!(titles(&["--year", "2021/22"]), ["Чай; «с мёдом»"]);
    assert_eq!(titles(&["--year", "2022-23", "--direction", "konferentsii"]), [""; 0]);
    for wrong in [["--direction", "шахматы"], ["--year", "2022"]] {
        let run = site.run(&["list", wrong[0], wrong[1]]);
        run.exits(2);
        assert_eq!(run.stdout, "");
    }
}

#[test]
fn a_list_of_a_site_with_mistakes_says_so() {
    let site = listed();
    site.post("d.md", &post_text("Турнир", "31.02.2022", "sovmestnye"));
    let run = site.run(&["list"]);
    run.exits(1);
    assert!(run.stdout.contains("8 февраля 2022 г."));
    assert!(run.stderr.contains("d.md, строка 3"), "{}", run.stderr);
}

#[test]
fn a_list_without_events_says_why() {
    let site = Site::new();
    let run = site.run(&["list"]);
    assert!(run.ok().stdout.starts_with("Событий пока нет"), "{}", run.stdout);
    site.post("a.md", &post_text("А", "1.02.2022", "sovmestnye"));
    let run = site.run(&["list", "--year", "2019/20"]);
    assert_eq!(run.ok().stdout, "Таких событий нет\n");
    site.file("content/site.yaml", "название: [");
    let run = site.run(&["list"]);
    run.exits(1);
    assert_eq!(run.stdout, "");
}

#[test]
fn init_in_a_folder_says_to_enter_it() {
    let site = Site::empty();
    let made = site.run(&["init", "наш центр"]);
    assert!(made.ok().stdout.contains("`cd \"наш центр\"`"), "{}", made.stdout);
    let made = site.run(&["init", "tsentr"]);
    assert!(made.ok().stdout.contains("`cd tsentr`"), "{}", made.stdout);
    assert!(!site.run(&["init"]).stdout.contains("`cd"));
}

#[test]
fn without_a_command_the_editor_is_opened_and_nothing_else_is_asked() {
    let site = Site::empty();
    let mut child = site
        .command()
        // No browser is found.
        .env("PATH", "")
        .stdin(std::process::Stdio::null())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let lines = std::io::BufReader::new(child.stdout.take().unwrap());
    let lines: Vec<_> = std::io::BufRead::lines(lines).take(3).map(|line| line.unwrap()).collect();
    drop(child.kill());
    drop(child.wait());
    assert!(lines[0].starts_with("Росток открыт в браузере: http://127.0.0.1:"), "{lines:?}");
    assert!(lines[1].starts_with("Не закрывайте это окно"), "{lines:?}");
    assert!(lines[2].contains("«Завершить»"), "{lines:?}");
}
