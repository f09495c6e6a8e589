//! Reports over several centres, from their folders and from what their builds publish.
#![expect(clippy::print_stdout, reason = "figures of a test that measures")]

use std::fmt::Write;
use std::time::Instant;

use serde_json::{Value, json};

use crate::sandbox::{Run, SETTINGS, Site, post_text};

/// A folder with the sites `a` and `b` of two schools.
fn two() -> Site {
    let both = Site::empty();
    for (folder, school, host) in [("a", "Школа № 1", "a.example"), ("b", "Школа № 2", "b.example")]
    {
        let settings = SETTINGS
            .replace("МКОУ «СОШ № 7»", school)
            .replace("http://example.org/tochka/", &format!("http://{host}/tochka/"));
        both.file(&format!("{folder}/content/site.yaml"), settings);
    }
    let post = |title: &str, date: &str, more: &str| {
        post_text(title, date, "sovmestnye").replace("\n---\n\n", &format!("\n{more}---\n\n"))
    };
    both.file(
        "a/content/posts/igra.md",
        post("Игра", "5.10.2022", "участники: 20 обучающихся, 2 педагога\n"),
    );
    both.file("a/content/posts/den.md", post("День", "1.03.2023", ""));
    both.file(
        "a/content/posts/plan.md",
        post("Тайна", "7.10.2022", "черновик: да\nучастники: 5\n"),
    );
    both.file("a/content/posts/net.md", post("Отмена", "8.10.2022", "проведено: нет\n"));
    both.file(
        "b/content/posts/forum.md",
        post("Форум", "4.10.2022", "").replace("sovmestnye", "konferentsii"),
    );
    both.file("b/content/posts/vne.md", post("Совещание", "4.10.2022", "в_отчёт: нет\n"));
    both.file(
        "b/content/data/indicators.yaml",
        "- показатель: Охват\n  цель: не менее 70 %\n  значения:\n  - {дата: 30.12.2022, охвачено: 160, всего: 237}\n",
    );
    both.file("b/content/pages/p.md", "---\nназвание: Показатели\n---\n\n{{ indicators() }}\n");
    both
}

#[track_caller]
fn report(both: &Site, more: &[&str]) -> (Run, Vec<String>) {
    let mut line =
        vec!["report", "2022/23", "I", "--today", "2023-05-01", "--out", "o.csv", "--force"];
    line.extend(more);
    let run = both.run(&line);
    let text = if run.code == 0 { both.read("o.csv") } else { String::new() };
    let text = text.replace('\u{a0}', " ").replace('"', "");
    (run, text.lines().skip(1).map(str::to_owned).collect())
}

fn build(both: &Site) {
    for root in ["a", "b"] {
        both.run(&["build", "--root", root, "--today", "2023-05-01"]).ok();
    }
}

const ROWS: [&str; 2] = [
    "1;Школа № 2;Форум;Конференции, фестивали, форумы;—;4 октября 2022 г.;http://b.example/tochka/2022/forum.html",
    "2;Школа № 1;Игра;Проведение совместных мероприятий;20 обучающихся, 2 педагога;5 октября 2022 г.;http://a.example/tochka/2022/igra.html",
];

#[test]
fn a_build_publishes_its_events_and_nothing_private() {
    let both = two();
    build(&both);
    let file: Value = serde_json::from_str(&both.read("a/public/events.json")).unwrap();
    assert_eq!(
        file,
        json!({
            "version": 1,
            "centre": {
                "title": "Точка роста", "school": "Школа №\u{a0}1", "url": "http://a.example/tochka/",
            },
            "events": [
                {
                    "title": "Игра", "from": "2022-10-05", "date": "5\u{a0}октября 2022\u{a0}г.",
                    "direction": "Проведение совместных мероприятий", "path": "2022/igra.html",
                    "participants": "20\u{a0}обучающихся, 2\u{a0}педагога",
                    "counts": { "pupils": 20, "teachers": 2 },
                },
                {
                    "title": "Отмена", "from": "2022-10-08", "date": "8\u{a0}октября 2022\u{a0}г.",
                    "direction": "Проведение совместных мероприятий", "path": "2022/net.html",
                    "state": "cancelled",
                },
                {
                    "title": "День", "from": "2023-03-01", "date": "1\u{a0}марта 2023\u{a0}г.",
                    "direction": "Проведение совместных мероприятий", "path": "2023/den.html",
                },
            ],
        })
    );
    let other: Value = serde_json::from_str(&both.read("b/public/events.json")).unwrap();
    assert_eq!(other["events"].as_array().unwrap().len(), 1);
    assert_eq!(
        other["indicators"],
        json!([{
            "name": "Охват", "target": "не\u{a0}менее 70\u{a0}%",
            "values": [{ "date": "2022-12-30", "value": "67,5\u{a0}% (160 из\u{a0}237)", "met": false }],
        }])
    );
    // Drafts are published by nobody, even where they are shown.
    both.run(&["build", "--root", "a", "--drafts", "--today", "2023-05-01"]).ok();
    assert!(!both.read("a/public/events.json").contains("Тайна"));
    // The same content gives the same bytes, on any day.
    let before = both.read("b/public/events.json");
    both.run(&["build", "--root", "b", "--today", "2023-06-01"]).ok();
    assert_eq!(both.read("b/public/events.json"), before);
}

#[test]
fn several_centres_are_one_report() {
    let both = two();
    build(&both);
    let sources: [&[&str]; 5] = [
        &["--root", "a", "--root", "b"],
        &["--from", "a/public/events.json", "--from", "b/public/events.json"],
        &["--from", "."],
        &["--from", "list.txt"],
        &["--root", "a", "--from", "b/public"],
    ];
    both.file("list.txt", "# Школы\r\na\r\n\r\nb/public/events.json\r\n");
    for more in sources {
        let (run, rows) = report(&both, more);
        let told = run.ok().stdout.replace('\u{a0}', " ");
        assert_eq!(rows, ROWS, "{more:?}");
        assert!(told.contains("Готово: `o.csv`, 2 центра, 2 события, 22 участника"), "{told}");
        assert!(told.contains("Не вошли: 1 событие (не состоялись)"), "{told}");
        both.remove("o.csv");
    }
    both.run(&["report", "2022/23 I", "--from", ".", "--today", "2023-05-01"]).ok();
    assert!(both.root().join("otchet-tsentrov-2022-23-1.docx").is_file());
}

#[test]
fn centres_are_told_apart_and_counted() {
    let both = two();
    for root in ["a", "b"] {
        let file = format!("{root}/content/site.yaml");
        let settings = both.read(&file).replace("Школа № 1", "Школа").replace("Школа № 2", "Школа");
        both.file(&file, settings);
    }
    let (run, rows) = report(&both, &["--root", "a", "--root", "b"]);
    run.ok();
    assert!(rows[0].starts_with("1;Школа (b.example/tochka);Форум"), "{rows:?}");
    let line = [
        "report",
        "2022/23 I",
        "--root",
        "a",
        "--root",
        "b",
        "--today",
        "2023-05-01",
        "--out",
        "o.xlsx",
    ];
    both.run(&line).ok();
    let Some(book) = crate::python::ask("readers/excel.py", [both.root().join("o.xlsx")]) else {
        return;
    };
    let book: Value = serde_json::from_str(&book).unwrap();
    let rows: Vec<Value> = book["sheets"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|sheet| sheet["rows"].as_array().unwrap().clone())
        .collect();
    let has = |row: Value| assert!(rows.contains(&row), "{row}: {rows:#?}");
    has(json!(["Школа (a.example/tochka)", 1, 22, 20, 2, 0, 0]));
    has(json!(["Всего", 2, 22, 20, 2, 0, 1]));
    has(json!([
        "Школа (b.example/tochka)",
        "Охват",
        "не\u{a0}менее 70\u{a0}%",
        "30.12.2022",
        "67,5\u{a0}% (160 из\u{a0}237)",
        "не достигнуто"
    ]));
    crate::open_xml::assert_valid(&both.root().join("o.xlsx"));
}

#[test]
fn a_centre_that_cannot_be_read_is_named() {
    let both = two();
    build(&both);
    let newer = both.read("b/public/events.json").replace("\"version\":1", "\"version\":2");
    both.file("novyy.json", newer).file("plohoy.json", "{").file("chuzhoy.json", "{\"a\": 1}");
    for (name, why) in [
        ("novyy.json", "записан более новой версией Ростка"),
        ("plohoy.json", "это не файл `events.json`"),
        ("chuzhoy.json", "это не файл `events.json`"),
        ("net.json", "net.json"),
        ("a/content", "в папке нет ни одного файла"),
    ] {
        let sources = ["--from", "a/public", "--from", name];
        let (run, _) = report(&both, &sources);
        let told = &run.exits(1).stderr;
        assert!(told.contains(why) && told.contains(name), "{name}: {told}");
        assert!(!both.root().join("o.csv").exists(), "{name}");
        let (run, rows) = report(&both, &[&sources[..], &["--partial"]].concat());
        assert!(run.ok().stderr.contains(why), "{name}: {}", run.stderr);
        assert_eq!(rows.len(), 1);
        both.remove("o.csv");
    }
    both.file("a/content/posts/oshibka.md", "---\nназвание: Игра\n---\n");
    let (run, _) = report(&both, &["--root", "a", "--root", "b"]);
    assert!(run.exits(1).stderr.contains("a/content/posts/oshibka.md"), "{}", run.stderr);
    let (run, rows) = report(&both, &["--root", "a", "--root", "b", "--partial"]);
    run.ok();
    assert_eq!(rows.len(), 1);
    let run = both.run(&["build", "--root", "a", "--root", "b"]);
    assert!(run.exits(2).stderr.contains("указан дважды"), "{}", run.stderr);
}

/// `cargo test --release --test it -- --ignored hundreds_of_centres --nocapture`
#[test]
#[ignore = "measures a release build"]
fn hundreds_of_centres_are_reported_fast() {
    let all = Site::empty();
    for site in 0..500 {
        let mut events = String::new();
        for event in 0..200 {
            let (month, day) = (event % 9 + 1, event % 28 + 1);
            write!(
                events,
                "{}{{\"title\":\"Событие {event}\",\"from\":\"2022-{month:02}-{day:02}\",\"date\":\"{day} числа\",\
                 \"direction\":\"Проекты\",\"path\":\"2022/s{event}.html\",\"audience\":\"Обучающиеся 5–9 классов\",\
                 \"participants\":\"20 обучающихся\",\"counts\":{{\"pupils\":20}},\"level\":\"школьный\"}}",
                if event == 0 { "" } else { "," }
            )
            .unwrap();
        }
        all.file(
            &format!("s{site}.json"),
            format!(
                "{{\"version\":1,\"centre\":{{\"title\":\"Центр\",\"school\":\"Школа {site}\",\
                 \"url\":\"http://s{site}.example/\"}},\"events\":[{events}]}}"
            ),
        );
    }
    for out in ["o.xlsx", "o.docx", "o.csv"] {
        for period in ["2022", "октябрь 2022", "сентябрь 2022"] {
            let begin = Instant::now();
            all.run(&["report", period, "--from", ".", "--out", out, "--force"]).ok();
            println!("{period} {out}: {:?}", begin.elapsed());
        }
    }
}
