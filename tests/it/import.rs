//! `rostok import`: the nine events of the seed report from each file format, written by third-party
//! libraries.

use std::path::Path;

use rostok::config::Config;
use rostok::content::Post;
use rostok::diagnostic::Diagnostics;

use crate::python;
use crate::sandbox::{Site, tree};

const SEED: &str = "tests/seed/report-2022-2023-1.txt";

/// A site with the settings of the repository's own and no posts.
fn site() -> Site {
    let site = Site::empty();
    site.file("content/site.yaml", Site::repository().read("content/site.yaml"));
    site
}

fn seed() -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(SEED).to_str().unwrap().to_owned()
}

/// The events of a site's posts, without their texts: title, date, direction, audience, participants,
/// link.
fn events(site: &Site) -> Vec<[String; 6]> {
    let mut problems = Diagnostics::new();
    let settings = site.read("content/site.yaml");
    let config = Config::parse("content/site.yaml", &settings, &mut problems).unwrap();
    let mut events: Vec<_> = tree(&site.root().join("content/posts"))
        .into_iter()
        .map(|(path, text)| {
            let file = format!("content/posts/{path}");
            let text = String::from_utf8(text).unwrap();
            let mut problems = Diagnostics::new();
            let post = Post::parse(&file, &text, &config, &mut problems);
            assert!(problems.is_empty(), "{file}: {problems:?}");
            let post = post.unwrap();
            // A mistake of the report, corrected in the post.
            let audience = post.meta.audience.unwrap_or_default();
            let audience =
                audience.replace("образовательных организации", "образовательных организаций");
            let participants =
                post.meta.participants.map(|all| all.to_string()).unwrap_or_default();
            let direction = config.direction(post.meta.direction).id.clone();
            let (date, link) = (post.meta.date.to_string(), post.meta.link.unwrap_or_default());
            [post.title, date, direction, audience, participants, link]
        })
        .collect();
    events.sort();
    events
}

/// Fails unless the site has the nine events of the repository's posts. `пед.` and `педагога` count as
/// the same noun; «уча-ся» and «уч-ся» are printed as the same word.
#[track_caller]
fn assert_nine(site: &Site) {
    let expected = events(&Site::repository());
    assert_eq!(expected.len(), 9);
    assert_eq!(events(site), expected);
}

#[test]
fn the_seed_gives_the_nine_events_of_the_content() {
    let site = site();
    let run = site.run(&["import", &seed()]);
    assert_eq!(run.ok().stderr, "");
    assert!(run.stdout.contains("9\u{a0}событий"), "{}", run.stdout);
    assert!(
        run.stdout.contains("строка 40: Турнир по шахматам, 7 декабря 2022 г."),
        "{}",
        run.stdout
    );
    assert_nine(&site);
    let checked = site.run(&["check", "--drafts"]);
    assert_eq!(checked.ok().stdout, "Ошибок нет\n", "{}", checked.stderr);
    let built = site.build();
    assert_eq!(built.ok().stderr, "");
    assert!(!site.pages().contains_key("2022/turnir-po-shakhmatam.html"), "they are drafts");
}

#[test]
fn an_import_can_be_run_twice_and_overwrites_nothing() {
    let site = site();
    site.run(&["import", &seed()]).ok();
    let chess = "content/posts/2022-23/turnir-po-shakhmatam.md";
    site.file(chess, site.read(chess) + "\nРассказ.\n")
        .remove("content/posts/2022-23/vsemirnyy-den-matematiki.md");
    let before = tree(site.root());
    let run = site.run(&["import", &seed(), "--format", "json"]);
    let document: serde_json::Value = serde_json::from_str(&run.ok().stdout).unwrap();
    let imported = &document["imported"];
    assert_eq!(imported["read"], 9);
    assert_eq!(imported["year"], "2022/23");
    assert_eq!(imported["existing"].as_array().unwrap().len(), 8);
    assert_eq!(imported["created"][0]["title"], "Всемирный День математики");
    assert_eq!(imported["created"][0]["at"], "строка 38");
    let mut after = tree(site.root());
    assert!(after.remove("content/posts/2022-23/vsemirnyy-den-matematiki.md").is_some());
    crate::sandbox::assert_same(&after, &before);
}

#[test]
fn tables_of_a_report_come_also_where_its_events_are_there() {
    let site = site();
    let table = "content/data/teachers.yaml";
    let empty = "# педагоги\r\nстроки:\r\n";
    site.file(table, empty).file(
        "otchet.html",
        "<h1>Отчёт за 2022/23 учебный год</h1><table><tr><th>Мероприятие</th><th>Дата</th></tr>\
         <tr><td>Квиз</td><td>12.10.2022</td></tr></table><p>Педагоги центра</p>\
         <table><tr><th>ФИО</th><th>Должность</th></tr><tr><td>Иванова Анна</td><td>педагог</td></tr></table>",
    );
    let import =
        || site.run(&["import", "otchet.html", "--direction", "sovmestnye"]).ok().stdout.clone();
    import();
    let whole = format!("{empty}  - фио: Иванова Анна\r\n    должность: педагог\r\n");
    assert_eq!(site.read(table), whole);
    // The program was killed after the drafts.
    site.file(table, empty);
    let again = import();
    assert!(again.contains("teachers.yaml") && again.contains("Уже есть"), "{again}");
    assert_eq!(site.read(table), whole);
    let third = import();
    assert!(!third.contains("teachers.yaml") && !third.contains("Не перенесено"), "{third}");
}

#[test]
fn an_event_whose_title_was_edited_is_recognised() {
    let site = site();
    site.run(&["import", &seed()]).ok();
    let chess = "content/posts/2022-23/turnir-po-shakhmatam.md";
    let edit = |from: &str, to: &str| {
        let text = site.read(chess);
        assert!(text.contains(from), "{text}");
        site.file(chess, text.replace(from, to));
    };
    edit("название: Турнир по шахматам", "название: Шахматный турнир");
    let created = || {
        let run = site.run(&["import", &seed(), "--format", "json"]);
        let document: serde_json::Value = serde_json::from_str(&run.ok().stdout).unwrap();
        document["imported"]["created"].as_array().unwrap().len()
    };
    assert_eq!(created(), 0);
    // A date that cannot be read yet: the file name is compared.
    edit("дата: ", "дата: то ли ");
    assert_eq!(created(), 0);
    // Another event with the same file name, on another day.
    edit("дата: то ли ", "дата: 1.12.2022 # ");
    assert_eq!(created(), 1);
}

#[test]
fn events_that_were_written_by_hand_are_recognised() {
    let site = Site::repository();
    let before = tree(site.root());
    let run = site.run(&["import", &seed()]);
    assert!(!run.ok().stdout.contains("Созданы"), "{}", run.stdout);
    crate::sandbox::assert_same(&tree(site.root()), &before);
}

#[test]
fn every_kind_of_file_gives_the_same_events() {
    for name in ["отчёт.docx", "отчёт.xlsx", "отчёт.csv", "отчёт-1251.csv", "отчёт.html"]
    {
        let site = site();
        let file = site.root().join(name);
        let arguments = [std::ffi::OsString::from(seed()), file.clone().into()];
        if python::ask("writers/report.py", arguments).is_none() {
            return;
        }
        // A wrong extension: the format is found by the first bytes.
        let misnamed = site.root().join("отчёт.doc");
        site.file("отчёт.doc", tree(site.root()).remove(name).unwrap());
        for file in [file, misnamed] {
            let run = site.run(&["import", file.to_str().unwrap()]);
            assert_eq!(run.ok().stderr, "", "{name}");
            assert_nine(&site);
        }
    }
}

#[test]
fn missing_and_unreadable_cells_are_reported() {
    let site = Site::new();
    site.file(
        "report.csv",
        "№;Мероприятие;Целевая аудитория;Дата;Ссылка\n\
         Совместный труд;;;;\n\
         1;Субботник;Все (около 30);когда-нибудь;на сайте www.shkola.ru/a\n\
         2;Поход;;октябрь;\n\
         ;;Учителя;;\n",
    );
    let run = site.run(&["import", "report.csv"]);
    run.exits(1);
    for said in [
        "Неизвестные направления:\n  Совместный труд\n",
        "строка 3: Субботник, когда-нибудь\n    content/posts/subbotnik.md",
    ] {
        assert!(run.stdout.contains(said), "{}", run.stdout);
    }
    let complaints = run.stderr.replace('\u{a0}', " ");
    for said in [
        "строка 3: не удалось прочитать дату «когда-нибудь»",
        "строка 3: число участников не удалось прочитать",
        "строка 3: «www.shkola.ru/a» — не полный адрес страницы",
        "строка 4: в дате не указан год",
        "`--year 2022/23`",
        "строка 5: не понять, к какому мероприятию относится «Учителя»",
        "неизвестное направление «Совместный труд», в нём 2 события",
    ] {
        assert!(complaints.contains(said), "{said}\n{complaints}");
    }
    let checked = site.run(&["check", "--drafts"]);
    checked.exits(1);
    assert!(checked.stderr.contains("subbotnik.md, строка 8"), "{}", checked.stderr);
    let before = tree(site.root());
    let again = site.run(&["import", "report.csv"]);
    assert!(again.stdout.contains("Уже есть на сайте: 2"), "{}", again.stdout);
    crate::sandbox::assert_same(&tree(site.root()), &before);
    let dated = site.run(&["import", "report.csv", "--year", "2021/22"]);
    assert!(dated.stdout.contains("Поход, октябрь 2021 г."), "{}", dated.stdout);
}

#[test]
fn a_direction_that_had_no_events_gives_none() {
    let site = site();
    site.file(
        "content/posts/igra.md",
        "---\nназвание: Игра\nдата: 1.09.2022\nнаправление: proekty\n---\n\nТекст.\n",
    );
    site.run(&["report", "2022/23", "I", "--out", "report.docx"]).exits(0);
    let run = site.run(&["import", "report.docx"]);
    run.exits(0);
    let said = run.stdout.replace('\u{a0}', " ");
    assert!(said.contains("Прочитано: 1 событие"), "{said}");
    assert!(said.contains("Уже есть на сайте: 1"), "{said}");
}

#[test]
fn two_events_of_one_name_get_two_files() {
    let site = Site::new();
    let table = "Мероприятие\tДата\tСсылка\nПроведение совместных мероприятий\t\t\n\
                 Игра\t1.09.2022\t\nИгра\t2.09.2022\t\nИгра\t1.09.2022\t\n!!!\t3.09.2022\t\n";
    site.file("t.txt", table);
    let run = site.run(&["import", "t.txt"]);
    let files = tree(&site.root().join("content/posts"));
    let files: Vec<_> = files.keys().collect();
    assert_eq!(files, ["2022-23/igra-2.md", "2022-23/igra.md", "2022-23/sobytie.md"]);
    assert!(run.stdout.contains("строка 5: Игра, 1 сентября 2022 г."), "{}", run.stdout);
}

#[test]
fn files_that_cannot_be_imported_are_refused_with_a_hint() {
    let site = Site::new();
    site.file("b.pdf", "%PDF-1.7").file("c.txt", "Просто текст").file("d.txt", "");
    site.file("e.mhtml", "From: <Saved by Blink>\nSnapshot-Content-Location: https://a.example/\n");
    for (file, said, way) in [
        ("e.mhtml", "это веб-архив", "«Веб-страница, полностью»"),
        ("b.pdf", "это PDF", "документ Word (.docx)"),
        ("c.txt", "не удалось понять", ".xlsx"),
        ("d.txt", "файл пуст", "таблицей"),
        ("none.docx", "нет такого файла", ""),
        ("content", "это папка", ".docx"),
    ] {
        let run = site.run(&["import", file]);
        run.exits(2);
        assert!(run.stderr.contains(said) && run.stderr.contains(way), "{file}: {}", run.stderr);
    }
    site.run(&["import", "b.pdf", "--year", "2022"]).exits(2);
    assert!(!site.root().join("content/posts").exists());
}

#[test]
fn a_file_without_events_is_an_error_that_names_its_tables() {
    let site = Site::new();
    site.file("a.csv", "№;ФИО;Должность\n1;Иванов;учитель\n")
        .file("b.csv", "№;Наименование мероприятия;Дата\n;;\n")
        .file("c.html", "<html><p>Просто страница</p></html>");
    for (file, said, way) in [
        ("a.csv", "в файле нет таблицы мероприятий", "строка 1: „№“, „ФИО“, „Должность“"),
        ("a.csv", "в файле нет таблицы мероприятий", "„Мероприятие“, а столбец с датой „Дата“"),
        ("b.csv", "нет ни одного мероприятия", "хотя бы одну строку"),
        ("c.html", "в файле нет таблицы мероприятий", "начните строку с даты"),
    ] {
        let run = site.run(&["import", file]);
        run.exits(1);
        let complaints = run.stderr.replace("\n    ", " ");
        assert!(complaints.contains(said) && complaints.contains(way), "{file}: {}", run.stderr);
        assert!(run.stdout.contains("Прочитано: 0\u{a0}событий"), "{}", run.stdout);
    }
    assert!(!site.root().join("content/posts").exists());
}

#[test]
fn the_text_and_the_tables_of_a_report_get_files_of_their_own() {
    let site = site();
    let run = site.run(&["import", &seed()]);
    for said in [
        "content/data/training.yaml: 4\u{a0}строки",
        "content/reports/2022-23-1.md: текст отчёта, черновик",
    ] {
        assert!(run.ok().stdout.contains(said), "{}", run.stdout);
    }
    assert!(!run.stdout.contains("Не перенесено"), "{}", run.stdout);
    let report = site.read("content/reports/2022-23-1.md");
    let place = |text: &str| report.find(text).unwrap_or_else(|| panic!("{text}\n{report}"));
    assert!(place("период: 2022/23 I") < place("руководитель: Н.А. Кузьмичева"));
    assert!(place("дата_подписания: 30.12.2022") < place("В рамках федерального проекта"));
    assert!(place("{{ training() }}") < place("{{ events() }}"));
    assert!(place("{{ events() }}") < place("Функционирование Центра"));
    let training = site.read("content/data/training.yaml");
    assert!(training.contains("    дата: 30.09.2022\n"), "{training}");
    // What the site has stays.
    let site = Site::repository();
    site.remove("content/posts/2022-23/turnir-po-shakhmatam.md");
    let before = tree(&site.root().join("content/data"));
    let run = site.run(&["import", &seed()]);
    assert!(run.ok().stdout.contains("Не перенесено:\n  строка "), "{}", run.stdout);
    crate::sandbox::assert_same(&tree(&site.root().join("content/data")), &before);
}
