//! Forms of a municipality, filled with the events of several centres.

use serde_json::{Value, json};

use crate::python::{ask, python};
use crate::sandbox::{SETTINGS, Site, post_text};

/// The sites `a` and `b`, built, and the forms of `tests/writers/forms.py`. None without Python.
fn two() -> Option<Site> {
    let both = Site::empty();
    for (folder, school) in [("a", "Школа № 1"), ("b", "Школа № 2")] {
        let settings = SETTINGS
            .replace("МКОУ «СОШ № 7»", school)
            .replace("http://example.org/", &format!("http://{folder}.example/"))
            .replace(
                "Конференции, фестивали, форумы",
                "Конференции, фестивали, форумы и слёты\n    short: Форумы",
            );
        both.file(
            &format!("{folder}/content/site.yaml"),
            settings + "event_keys: [социальный партнёр]\n",
        );
    }
    let post = |title: &str, date: &str, more: &str| {
        post_text(title, date, "sovmestnye").replace("\n---\n\n", &format!("\n{more}---\n\n"))
    };
    both.file(
        "a/content/posts/igra.md",
        post(
            "Игра",
            "5.10.2022",
            "участники: 20 обучающихся, 2 педагога\nответственный: И. О. Петрова\n",
        ),
    );
    both.file("a/content/posts/net.md", post("Отмена", "8.10.2022", "проведено: нет\n"));
    both.file(
        "b/content/posts/forum.md",
        post(
            "Форум",
            "4.10.2022",
            "Социальный партнер: [Музей, Библиотека]\nответственный: К. Иванов\n",
        )
        .replace("sovmestnye", "konferentsii"),
    );
    for root in ["a", "b"] {
        both.run(&["build", "--root", root, "--today", "2023-05-01"]).ok();
    }
    python("writers/forms.py")?.arg(both.root()).status().unwrap();
    Some(both)
}

/// Fills a form and returns what the program says, with plain spaces, and the rows of its last table.
#[track_caller]
fn fill(both: &Site, form: &str, more: &[&str]) -> (String, Vec<Value>) {
    let mut line =
        vec!["report", "2022/23", "I", "--today", "2023-05-01", "--form", form, "--force"];
    line.extend(more);
    let told = both.run(&line).ok().stdout.replace('\u{a0}', " ");
    let (name, kind) = form.rsplit_once('.').unwrap();
    let file = both.root().join(format!("{name}-2022-23-1.{kind}"));
    let read: Value = serde_json::from_str(&ask("readers/form.py", [file]).unwrap()).unwrap();
    let rows =
        if kind == "xlsx" { &read["sheets"]["Свод"]["rows"] } else { &read["tables"][0] };
    (told, rows.as_array().unwrap().clone())
}

const BOTH: [&str; 4] = ["--root", "a", "--root", "b"];

#[test]
fn a_form_takes_the_events_of_several_centres() {
    let Some(both) = two() else { return };
    let partner = "Музей, Библиотека";
    let forum = |who: &str| {
        json!([
            "1",
            "Школа №\u{a0}2",
            "Форум",
            "4\u{a0}октября 2022\u{a0}г.",
            "",
            "",
            partner,
            who,
            "http://b.example/tochka/2022/forum.html"
        ])
    };
    let game = |who: &str| {
        json!([
            "2",
            "Школа №\u{a0}1",
            "Игра",
            "5\u{a0}октября 2022\u{a0}г.",
            "20",
            "2",
            "",
            who,
            "http://a.example/tochka/2022/igra.html"
        ])
    };
    let (told, rows) = fill(&both, "svod.xlsx", &BOTH);
    assert_eq!(rows[2..], [forum("К.\u{a0}Иванов"), game("И.\u{a0}О.\u{a0}Петрова")]);
    assert!(told.contains("лист „Свод“, 2 центра, 2 события\n"), "{told}");
    let told = told.replace('\u{a0}', " ");
    assert!(told.contains("3 педагога`): «Форум, Школа № 2»"), "{told}");
    assert!(told.contains("Не вошли: 1 событие (не состоялись)"), "{told}");
    assert!(!told.contains("events.json"), "{told}");
    // What builds publish names nobody.
    let files = ["--from", "a/public/events.json", "--from", "b/public"];
    let (told, rows) = fill(&both, "svod.xlsx", &files);
    assert_eq!(rows[2..], [forum(""), game("")]);
    assert!(told.contains("Имён, итогов и сроков плана в файлах `events.json` нет"), "{told}");
    let (_, rows) = fill(&both, "svod.xlsx", &["--from", "."]);
    assert_eq!(rows[2..], [forum(""), game("")]);
}

#[test]
fn a_form_has_headings_for_the_directions_of_all_centres() {
    let Some(both) = two() else { return };
    for more in [&BOTH[..], &["--from", "."]] {
        let (told, rows) = fill(&both, "svod.docx", more);
        let expected = [
            json!(["2. Проведение совместных мероприятий"]),
            json!(["Игра", "5\u{a0}октября 2022\u{a0}г."]),
            json!(["Конференции, фестивали, форумы и слёты"]),
            json!(["Форум", "4\u{a0}октября 2022\u{a0}г."]),
        ];
        assert_eq!(rows[1..], expected, "{more:?}");
        assert!(told.contains("Столбца для центра в форме нет"), "{told}");
    }
    let run = both.run(&["report", "2010/11", "--form", "svod.docx", "--from", "."]);
    assert!(run.exits(1).stderr.contains("форма не заполнена"), "{}", run.stderr);
    let line = ["report", "2022/23", "--form", "svod.docx", "--from", ".", "--columns", "№"];
    assert!(both.run(&line).exits(2).stderr.contains("колонки формы определяет её шапка"));
}
