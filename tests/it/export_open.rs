//! Documents as OpenDocument texts and spreadsheets, read by odfdo and LibreOffice.
#![expect(clippy::disallowed_methods, reason = "tests make and read files of their own")]

use std::path::Path;
use std::process::Command;

use rostok::export;
use rostok::photos::EmbeddedImages;
use rostok::site::Format;
use serde_json::{Value, json};

use crate::export::{DAY, document, events, save};
use crate::{office, tools};

fn read(name: &str, bytes: &[u8]) -> Option<Value> {
    let file = save(name, bytes);
    let tool = tools::installed("odfdo/installed.txt", "odfdo.txt")?;
    let reader = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/readers/opendocument.py");
    let said = Command::new(tool.join("bin/python")).arg(reader).arg(file).output().unwrap();
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    Some(serde_json::from_slice(&said.stdout).unwrap())
}

#[test]
fn a_text_has_the_blocks_of_the_document() {
    let bytes = export::odt(&document(), &EmbeddedImages::new()).unwrap();
    let Some(read) = read("document.odt", &bytes) else { return };
    assert_eq!((&read["kind"], &read["missing"]), (&json!("text"), &json!([])));
    assert_eq!(read["title"], document().title);
    assert_eq!(read["created"], "2022-12-30 00:00:00");
    let texts = read["text"].as_array().unwrap();
    let styles: Vec<_> = texts.iter().map(|it| it[0].as_str().unwrap()).collect();
    for style in ["Heading1", "BodyText", "ListParagraph", "Caption", "Picture", "Signature"] {
        assert!(styles.contains(&style), "{style}: {styles:?}");
    }
    let table = &read["tables"][0];
    assert_eq!(table["repeated"], 1);
    assert_eq!(table["rows"][1], json!(["Проведение совместных мероприятий для обучающихся"]));
    assert_eq!(table["rows"][2][1], "Турнир по шахматам");
    assert_eq!(table["rows"][4], json!(["", "Всего участий", "24", "", ""]));
    assert_eq!(table["links"], json!(["https://school.example/tochka/2022/turnir.html"]));
    assert!(read["pictures"][0][0].as_str().unwrap().contains('.'), "{}", read["pictures"]);
    assert_eq!(read["pictures"][0][1], "Pictures/picture1.png");
}

#[test]
fn a_spreadsheet_has_numbers_and_a_head() {
    let bytes = export::to_bytes(&document(), Format::Ods, &EmbeddedImages::new()).unwrap();
    let Some(read) = read("document.ods", &bytes) else { return };
    assert_eq!((&read["kind"], &read["missing"]), (&json!("spreadsheet"), &json!([])));
    let sheet = &read["tables"][0];
    assert_eq!(sheet["name"], "Мероприятия за I полугодие");
    assert_eq!(sheet["repeated"], 1);
    assert!(sheet["numbers"].as_array().unwrap().contains(&json!("24")), "{}", sheet["numbers"]);
    let rows = sheet["rows"].as_array().unwrap();
    assert!(rows.iter().any(|row| row[1] == "=1+1"), "a text stays one: {rows:?}");
}

#[test]
fn libreoffice_opens_both() {
    let texts = export::odt(&document(), &EmbeddedImages::new()).unwrap();
    let sheets = export::ods(&[&events()], &export::SignedLines::default(), DAY).unwrap();
    for (name, bytes, filter) in [
        ("open.odt", texts, "txt:Text (encoded):UTF8"),
        ("open.ods", sheets, "txt:Text - txt - csv (StarCalc):9,0,76"),
    ] {
        let Some(shown) = office::convert(&save(name, &bytes), filter) else { return };
        let shown = std::fs::read_to_string(shown).unwrap();
        assert!(shown.contains("Турнир по шахматам") && shown.contains("24"), "{name}: {shown}");
    }
}

#[test]
fn the_same_document_gives_the_same_bytes_of_both() {
    for format in [Format::Odt, Format::Ods] {
        let write = || export::to_bytes(&document(), format, &EmbeddedImages::new()).unwrap();
        assert_eq!(write(), write());
        // The kind of the file is read from its first part.
        assert!(write()[30..].starts_with(b"mimetypeapplication/vnd.oasis.opendocument."));
    }
}
