//! What forms have beside empty rows: examples, lines below the table, months, heads that name two things.
#![expect(clippy::disallowed_methods, reason = "tests look at files that the program wrote")]

use std::io::Read;

use serde_json::{Value, json};

use crate::python::{ask, python};
use crate::sandbox::{SETTINGS, Site, post_text};

/// A site with two events of the first half of 2022/23, and the forms of `tests/writers/forms.py`. None
/// without Python.
fn site() -> Option<Site> {
    let site = Site::empty();
    site.file("content/site.yaml", format!("{SETTINGS}event_keys: [социальный партнёр]\n"));
    let post = |title: &str, date: &str, more: &str| {
        post_text(title, date, "sovmestnye").replace("\n---\n\n", &format!("\n{more}---\n\n"))
    };
    let more =
        "участники: 20 обучающихся, 3 педагога\nместо: Спортзал\nсоциальный партнёр: Музей\n";
    site.post("igra.md", &post("Игра", "5.10.2022", more));
    site.post("forum.md", &post("Форум", "8.11.2022", "участники: 12 чел.\n"));
    python("writers/forms.py")?.arg(site.root()).status().unwrap();
    Some(site)
}

/// Fills a form and returns what the program says, with plain spaces, and what was written.
#[track_caller]
fn fill(site: &Site, form: &str) -> (String, Value) {
    let line = ["report", "2022/23", "I", "--today", "2023-05-01", "--form", form];
    let told = site.run(&line).ok().stdout.replace('\u{a0}', " ");
    let (name, kind) = form.rsplit_once('.').unwrap();
    let file = site.root().join(format!("{name}-2022-23-1.{kind}"));
    (told, serde_json::from_str(&ask("readers/form.py", [file]).unwrap()).unwrap())
}

#[test]
fn an_example_is_replaced_and_what_asks_for_a_text_is_none() {
    let Some(site) = site() else { return };
    let (told, form) = fill(&site, "example.docx");
    let url = |name: &str| format!("http://example.org/tochka/2022/{name}.html");
    assert_eq!(
        form["tables"][0].as_array().unwrap()[1..],
        [
            json!([
                "1",
                "Игра",
                "5\u{a0}октября 2022\u{a0}г., Спортзал",
                "23",
                "Музей",
                url("igra")
            ]),
            json!(["2", "Форум", "8\u{a0}ноября 2022\u{a0}г.", "12", "", url("forum")]),
            json!(["Итого", "", "", "35", "", ""]),
        ],
        "{told}"
    );
    assert!(told.contains("Вместо строки с примером записаны события"), "{told}");
    // The empty row has no formatting: the text has the font of the example.
    let file = std::fs::File::open(site.root().join("example-2022-23-1.docx")).unwrap();
    let mut package = zip::ZipArchive::new(file).unwrap();
    let mut xml = String::new();
    package.by_name("word/document.xml").unwrap().read_to_string(&mut xml).unwrap();
    let font = "<w:rPr><w:sz w:val=\"18\"/></w:rPr><w:t xml:space=\"preserve\">Игра</w:t>";
    assert!(xml.contains(font), "{xml}");
}

#[test]
fn a_line_below_the_table_stays_below() {
    let Some(site) = site() else { return };
    let (told, form) = fill(&site, "below.xlsx");
    assert_eq!(
        form["sheets"]["Sheet"]["rows"].as_array().unwrap()[2..],
        [
            json!(["1", "Линейка", "2022-09-01 00:00:00", "120", "9", "=D3+E3"]),
            json!(["2", "Игра", "2022-10-05 00:00:00", "20", "3", "=D4+E4"]),
            json!(["3", "Форум", "2022-11-08 00:00:00", "", "", "=D5+E5"]),
            json!(["Исполнитель: Петрова П. П.", "", "", "", "", ""]),
        ],
        "{told}"
    );
    assert!(told.contains("уже были данные, 1 строка:"), "{told}");
    // What formulas fill lacks nothing.
    assert!(!told.contains("итого"), "{told}");
}

#[test]
fn events_stand_below_the_headings_of_their_time() {
    let Some(site) = site() else { return };
    for (form, headings) in [
        ("months.docx", ["ОКТЯБРЬ", "Ноябрь 2022 г."]),
        ("quarters.docx", ["I четверть", "II четверть"]),
    ] {
        let (told, filled) = fill(&site, form);
        assert_eq!(
            filled["tables"][0].as_array().unwrap()[1..],
            [
                json!([headings[0]]),
                json!(["Игра", "5\u{a0}октября 2022\u{a0}г."]),
                json!([headings[1]]),
                json!(["Форум", "8\u{a0}ноября 2022\u{a0}г."]),
            ],
            "{told}"
        );
    }
}
