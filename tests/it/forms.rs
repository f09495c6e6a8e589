//! Forms of others, filled with the events of a report: read back by python-docx and openpyxl, validated,
//! opened in LibreOffice.
#![expect(clippy::disallowed_methods, reason = "tests look at files that the program wrote")]
#![expect(clippy::print_stdout, reason = "figures of a test that measures")]

use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;
use std::time::Instant;

use serde_json::{Value, json};

use crate::open_xml::{assert_as_valid_as, assert_valid};
use crate::python::{ask, python};
use crate::sandbox::{Run, Site, post_text};
use crate::{import_files, office};

fn post(title: &str, date: &str, more: &str) -> String {
    post_text(title, date, "sovmestnye").replace("\n---\n\n", &format!("\n{more}---\n\n"))
}

/// A site with four events of the first half of 2022/23, and the forms of `tests/writers/forms.py`. None
/// without Python.
fn site() -> Option<Site> {
    let site = Site::new();
    let people = "участники: 20 обучающихся, 3 педагога\nуровень: школьный\n";
    site.post("turnir.md", &post("Турнир «Ладья»", "7.12.2022", people));
    site.post(
        "chtec.md",
        &post(
            "Конкурс чтецов",
            "октябрь 2022",
            "участники: 12 чел.\nаудитория: Обучающиеся и педагоги\n",
        ),
    );
    site.post("forum.md", &post("Форум", "12.11.2022", "").replace("sovmestnye", "konferentsii"));
    site.post("igra.md", &post("Игра <&>", "14.10.2022", "участники: 5 обучающихся\n"));
    site.post("plan.md", &post("Поход", "15.10.2022", "черновик: да\n"));
    let made = python("writers/forms.py")?.arg(site.root()).status().unwrap();
    assert!(made.success());
    Some(site)
}

/// Fills a form and returns what the program says, with plain spaces.
#[track_caller]
fn fill(site: &Site, form: &str, more: &[&str]) -> (Run, String) {
    let mut line = vec!["report", "2022/23", "I", "--form", form, "--today", "2023-05-01"];
    line.extend(more);
    let run = site.run(&line);
    let told = run.stdout.replace('\u{a0}', " ");
    (run, told)
}

fn read(file: &Path) -> Value {
    serde_json::from_str(&ask("readers/form.py", [file]).unwrap()).unwrap()
}

/// The parts of a package.
fn parts(file: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut zip = zip::ZipArchive::new(std::fs::File::open(file).unwrap()).unwrap();
    let mut parts = BTreeMap::new();
    for index in 0..zip.len() {
        let mut part = zip.by_index(index).unwrap();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).unwrap();
        parts.insert(part.name().unwrap().into_owned(), bytes);
    }
    parts
}

/// The names of the parts that differ.
fn changed(before: &Path, after: &Path) -> Vec<String> {
    let (before, after) = (parts(before), parts(after));
    let names: Vec<&String> = before.keys().chain(after.keys()).collect();
    let mut changed: Vec<String> =
        names.into_iter().filter(|name| before.get(*name) != after.get(*name)).cloned().collect();
    changed.dedup();
    changed.sort();
    changed.dedup();
    changed
}

#[test]
fn a_word_form_is_filled_in_its_own_formatting() {
    let Some(site) = site() else { return };
    let before = std::fs::read(site.root().join("ministry.docx")).unwrap();
    let (run, told) = fill(&site, "ministry.docx", &[]);
    run.ok();
    let file = site.root().join("ministry-2022-23-1.docx");
    let form = read(&file);
    let url = |name: &str| format!("http://example.org/tochka/2022/{name}.html");
    assert_eq!(
        form["tables"][1].as_array().unwrap()[2..],
        [
            json!(["1", "2", "3", "4", "5", "6", "7", "8"]),
            json!(["1", "Конкурс чтецов", "октябрь 2022\u{a0}г.", "", "", "", url("chtec"), ""]),
            json!(["2", "Игра <&>", "14\u{a0}октября 2022\u{a0}г.", "5", "0", "", url("igra"), ""]),
            json!(["3", "Форум", "12\u{a0}ноября 2022\u{a0}г.", "", "", "", url("forum"), ""]),
            json!([
                "4",
                "Турнир «Ладья»",
                "7\u{a0}декабря 2022\u{a0}г.",
                "20",
                "3",
                "",
                url("turnir"),
                ""
            ]),
            json!(["", "Итого", "", "25", "3", "", "", ""]),
        ]
    );
    assert_eq!(
        form["tables"][0],
        json!([["Наименование организации", "________________"], ["Телефон", ""]])
    );
    assert_eq!(form["links"].as_array().unwrap().len(), 4);
    assert_eq!(form["paragraphs"][3], "Руководитель _______________ /_____________/");
    assert_eq!(
        changed(&site.root().join("ministry.docx"), &file),
        ["word/_rels/document.xml.rels", "word/document.xml"]
    );
    assert_eq!(std::fs::read(site.root().join("ministry.docx")).unwrap(), before);
    // All but the rows of the table is as it was.
    let text = |file: &Path| String::from_utf8(parts(file)["word/document.xml"].clone()).unwrap();
    let (old, new) = (text(&site.root().join("ministry.docx")), text(&file));
    let head = old.find(">8</w:t>").unwrap();
    assert_eq!(new[..head], old[..head]);
    let end = old.find("Руководитель").unwrap();
    assert!(new.ends_with(&old[end..]));
    assert!(told.contains("ministry-2022-23-1.docx`, таблица 2, 4 события\n"), "{told}");
    assert!(
        told.contains("Столбец „Примечание“ не заполнен: в событиях нет таких сведений"),
        "{told}"
    );
    assert!(
        told.contains("с ОВЗ“ не заполнен: таких участников события отдельно не считают"),
        "{told}"
    );
    assert!(told.contains("3 педагога`): «Конкурс чтецов», «Форум»"), "{told}");
    assert!(told.contains("Не вошли, черновики"), "{told}");
    assert!(told.contains("«Поход»"), "{told}");
    assert_valid(&file);
    let Some(pdf) = office::convert(&file, "pdf") else { return };
    let pages = office::pages(&pdf).unwrap_or_default();
    assert!(pages.is_empty() || pages.concat().contains("Итого"), "{pages:?}");
    // Never over a file with other content.
    let (again, _) = fill(&site, "ministry.docx", &[]);
    assert!(again.ok().stdout.contains("Без изменений"));
    std::fs::write(&file, "другое").unwrap();
    fill(&site, "ministry.docx", &[]).0.exits(2);
    fill(&site, "ministry.docx", &["--out", "ministry.docx", "--force"]).0.exits(2);
    let other = fill(&site, "ministry.docx", &["--out", "o.xlsx"]).0;
    assert!(other.exits(2).stderr.contains("имя кончается на `.docx`"), "{}", other.stderr);
}

#[test]
fn events_stand_below_the_headings_of_their_directions() {
    let Some(site) = site() else { return };
    let settings = site.read("content/site.yaml");
    site.file("content/site.yaml", format!("{settings}event_keys:\n  - кабинет\n"));
    site.post("turnir.md", &post("Турнир", "7.12.2022", "кабинет: 204\n"));
    let (run, told) = fill(&site, "directions.docx", &[]);
    run.ok();
    let file = site.root().join("directions-2022-23-1.docx");
    assert_eq!(
        read(&file)["tables"][0].as_array().unwrap()[1..],
        [
            json!(["Конференции, фестивали, форумы"]),
            json!(["Форум", "12\u{a0}ноября 2022\u{a0}г.", ""]),
            json!(["1. Проведение совместных мероприятий"]),
            json!(["Конкурс чтецов", "октябрь 2022\u{a0}г.", ""]),
            json!(["Игра <&>", "14\u{a0}октября 2022\u{a0}г.", ""]),
            json!(["Турнир", "7\u{a0}декабря 2022\u{a0}г.", "204"]),
        ]
    );
    assert!(told.contains("«Кабинет»") || told.contains("„Кабинет“"), "{told}");
    assert_valid(&file);
}

#[test]
fn the_table_is_chosen_and_named() {
    let Some(site) = site() else { return };
    let (run, told) = fill(&site, "several.docx", &[]);
    run.ok();
    assert!(told.contains("таблица 2, 4 события"), "{told}");
    assert!(
        told.contains("Так же подходят таблица 3: другую таблицу выбирает ключ `--table`"),
        "{told}"
    );
    let (run, told) = fill(&site, "several.docx", &["--table", "3", "--force"]);
    run.ok();
    assert!(told.contains("таблица 3, 4 события"), "{told}");
    let tables = read(&site.root().join("several-2022-23-1.docx"));
    assert_eq!(tables["tables"][1].as_array().unwrap().len(), 2);
    assert_eq!(tables["tables"][2].as_array().unwrap().len(), 5);
    let run = fill(&site, "several.docx", &["--table", "1"]).0;
    assert!(run.exits(2).stderr.contains("таблица 2"), "{}", run.stderr);
    let run = fill(&site, "other.docx", &[]).0;
    let told = &run.exits(2).stderr;
    assert!(told.contains("в форме не нашлась таблица мероприятий"), "{told}");
    assert!(told.contains("„ФИО педагога“"), "{told}");
    assert!(told.contains("„Мероприятие“"), "{told}");
    // A head alone gives rows of its own width, but is none of them.
    let (run, told) = fill(&site, "bare.docx", &[]);
    run.ok();
    assert!(told.contains("Столбец „Фото“ не заполнен: фотографии вставьте сами"), "{told}");
    let rows = &read(&site.root().join("bare-2022-23-1.docx"))["tables"][0];
    assert_eq!(rows[2], json!(["Игра <&>", "5\u{a0}обучающихся", ""]));
    assert_eq!(rows.as_array().unwrap().len(), 5);
    assert_valid(&site.root().join("bare-2022-23-1.docx"));
}

#[test]
fn an_excel_form_moves_what_lies_below() {
    let Some(site) = site() else { return };
    let (run, told) = fill(&site, "monitoring.xlsx", &[]);
    run.ok();
    let file = site.root().join("monitoring-2022-23-1.xlsx");
    let form = read(&file);
    let sheet = &form["sheets"]["Мониторинг"];
    let rows = sheet["rows"].as_array().unwrap();
    let url = |name: &str| format!("http://example.org/tochka/2022/{name}.html");
    assert_eq!(
        rows[4..9],
        [
            json!([
                "1",
                "Конкурс чтецов",
                "октябрь 2022\u{a0}г.",
                "",
                "",
                "=D5+E5",
                "",
                url("chtec")
            ]),
            json!(["2", "Игра <&>", "2022-10-14 00:00:00", "5", "0", "=D6+E6", "", url("igra")]),
            json!(["3", "Форум", "2022-11-12 00:00:00", "", "", "=D7+E7", "", url("forum")]),
            json!([
                "4",
                "Турнир «Ладья»",
                "2022-12-07 00:00:00",
                "20",
                "3",
                "=D8+E8",
                "школьный",
                url("turnir")
            ]),
            json!(["", "Итого", "", "=SUM(D5:D8)", "=SUM(E5:E8)", "=SUM(F5:F8)", "", ""]),
        ]
    );
    assert_eq!(rows[10][5], "=F9*2");
    assert_eq!(sheet["types"][5], "nsdnnfns");
    assert_eq!(sheet["borders"].as_array().unwrap()[4..8], [8, 8, 8, 8]);
    let merged = sheet["merged"].as_array().unwrap();
    assert!(
        merged.contains(&json!("B11:D11")) && !merged.contains(&json!("B10:D10")),
        "{merged:?}"
    );
    assert_eq!(sheet["rules"], json!(["D9:F9 $D9>10"]));
    assert_eq!(sheet["lists"], json!(["G5:G8"]));
    assert_eq!(sheet["filter"], "A4:H8");
    assert_eq!(sheet["print"], json!(["'Мониторинг'!$A$1:$H$11", "$3:$4"]));
    assert_eq!(sheet["breaks"], json!([10]));
    assert_eq!(sheet["comments"], json!(["B11"]));
    assert_eq!(sheet["charts"][0][0], 12);
    assert!(sheet["charts"][0][1].as_str().unwrap().contains("$D$9"), "{}", sheet["charts"]);
    assert_eq!(form["names"]["Итог"], "Мониторинг!$F$9");
    let summary = &form["sheets"]["Свод"]["rows"];
    assert_eq!(*summary, json!([["=Мониторинг!F9"], ["=SUM(Мониторинг!D5:D8)"], ["=A10"]]));
    assert!(told.contains("лист „Мониторинг“, 4 события"), "{told}");
    assert_as_valid_as(&site.root().join("monitoring.xlsx"), &file);
    let Some(csv) = office::convert(&file, "csv:Text - txt - csv (StarCalc):44,34,76") else {
        return;
    };
    let text = std::fs::read_to_string(csv).unwrap();
    assert!(text.contains("Итого,,25,3,28"), "{text}");
}

#[test]
fn tables_and_merges_of_excel_grow() {
    let Some(site) = site() else { return };
    fill(&site, "table.xlsx", &["--table", "sheet"]).0.ok();
    let file = site.root().join("table-2022-23-1.xlsx");
    let table = String::from_utf8(parts(&file)["xl/tables/table1.xml"].clone()).unwrap();
    assert_eq!(table.matches("ref=\"A1:C5\"").count(), 2, "{table}");
    assert_as_valid_as(&site.root().join("table.xlsx"), &file);
    fill(&site, "table.xlsx", &["--table", "Второй", "--force"]).0.ok();
    let sheet = &read(&file)["sheets"]["Второй"];
    assert_eq!(sheet["merged"], json!(["B1:C1", "B2:C2", "B3:C3", "B4:C4", "B5:C5"]));
    let rows = sheet["rows"].as_array().unwrap();
    let school = "МКОУ «СОШ №\u{a0}7»";
    assert_eq!(
        rows[1],
        json!(["1", "Конкурс чтецов", "", "октябрь 2022\u{a0}г.", school, "", "Заметка сбоку"])
    );
    assert_eq!(
        rows[4],
        json!(["4", "Турнир «Ладья»", "", "7\u{a0}декабря 2022\u{a0}г.", school, "", ""])
    );
    assert_eq!(rows[5][1], "Всего");
    assert_eq!(sheet["borders"].as_array().unwrap()[1..5], [4, 4, 4, 4]);
}

#[test]
fn what_fits_into_the_form_moves_nothing() {
    let Some(site) = site() else { return };
    for file in ["chtec.md", "forum.md"] {
        site.remove(&format!("content/posts/{file}"));
    }
    fill(&site, "monitoring.xlsx", &[]).0.ok();
    let form = site.root().join("monitoring.xlsx");
    let file = site.root().join("monitoring-2022-23-1.xlsx");
    let changed = changed(&form, &file);
    assert_eq!(changed, ["xl/workbook.xml", "xl/worksheets/sheet1.xml"]);
    let rows = &read(&file)["sheets"]["Мониторинг"]["rows"];
    assert_eq!(rows[6], json!(["3", "", "", "", "", "=D7+E7", "", ""]));
    assert_eq!(rows[7][3], "=SUM(D5:D7)");
    // A second sheet, and cells without formatting.
    fill(&site, "plain.xlsx", &[]).0.ok();
    let rows = &read(&site.root().join("plain-2022-23-1.xlsx"))["sheets"]["События"]["rows"];
    assert_eq!(rows[1], json!(["Игра <&>", "14\u{a0}октября 2022\u{a0}г.", "5"]));
    assert_eq!(rows[2], json!(["Турнир «Ладья»", "7\u{a0}декабря 2022\u{a0}г.", "23"]));
    fill(&site, "gap.xlsx", &[]).0.ok();
    let rows = &read(&site.root().join("gap-2022-23-1.xlsx"))["sheets"]["Sheet"]["rows"];
    assert_eq!(rows[2][0], "Турнир «Ладья»");
    assert_eq!((&rows[3][0], &rows[4][0]), (&json!(""), &json!("Составил: ________")));
    assert_as_valid_as(&site.root().join("gap.xlsx"), &site.root().join("gap-2022-23-1.xlsx"));
}

const RELATION: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

/// A Word file with `body`, and further parts.
pub(crate) fn docx(body: &str, more: &[(&str, &str)]) -> Vec<u8> {
    let main = format!(
        "<Relationships><Relationship Id='r' Type='{RELATION}/officeDocument' Target='word/document.xml'/></Relationships>"
    );
    let document = format!("<x:document xmlns:x='{WORD}'><x:body>{body}</x:body></x:document>");
    let mut parts = vec![("_rels/.rels", &*main), ("word/document.xml", &*document)];
    parts.extend(more);
    import_files::archive(&parts)
}

#[test]
fn peculiarities_of_word_forms_are_kept_or_let_go() {
    let site = Site::new();
    site.post(
        "igra.md",
        &post("Игра", "5.10.2022", "участники: 20 обучающихся\nссылка: http://a.ru/1?b=1&c=2\n"),
    );
    site.post("den.md", &post("День\u{a0}науки", "6.10.2022", ""));
    let cell = |content: &str| format!("<x:tc>{content}</x:tc>");
    let text = |text: &str| cell(&format!("<x:p><x:r><x:t>{text}</x:t></x:r></x:p>"));
    let row = |cells: &[String]| format!("<x:tr>{}</x:tr>", cells.concat());
    let head = row(&[text("№"), text("Мероприятие"), text("Дата"), text("Кол-во обучающихся")]);
    let deleted = format!(
        "<x:tr><x:trPr><x:del x:id='1'/></x:trPr>{}</x:tr>",
        [text("x"), text("Удалённая"), text(""), text("")].concat()
    );
    // An automatic number, a content control that asks for a text, a merge with the row below, and the
    // beginning of a bookmark that ends below the table.
    let pattern = format!(
        "<x:tr x:rsidR='1'><x:trPr><x:trHeight x:val='300' x:hRule='exact'/></x:trPr>{}{}{}{}</x:tr>",
        cell(
            "<x:p><x:pPr><x:numPr><x:ilvl x:val='0'/><x:numId x:val='3'/></x:numPr></x:pPr></x:p>"
        ),
        cell(
            "<x:tcPr><x:vMerge x:val='restart'/></x:tcPr><x:sdt><x:sdtPr><x:showingPlcHdr/></x:sdtPr><x:sdtContent><x:p><x:pPr><x:jc x:val='left'/><x:rPr><x:i/></x:rPr></x:pPr><x:r><x:rPr><x:rStyle x:val='Gray'/></x:rPr><x:t>…</x:t></x:r></x:p></x:sdtContent></x:sdt>"
        ),
        cell("<x:p><x:bookmarkStart x:id='7' x:name='m'/></x:p>"),
        cell("<x:p><x:pPr><x:rPr><x:ins x:id='2'/><x:b/></x:rPr></x:pPr></x:p>"),
    );
    let nested = format!("<x:tbl><x:tr>{}</x:tr></x:tbl>", cell("<x:p/>"));
    let body = format!(
        "<x:tbl><x:tr>{}</x:tr></x:tbl><x:p><x:bookmarkEnd x:id='7'/></x:p>",
        cell(&format!("<x:p/><x:tbl>{head}{deleted}{pattern}</x:tbl>{nested}"))
    );
    let macros = ("word/vbaProject.bin", "макрос");
    let settings = (
        "word/settings.xml",
        "<x:settings xmlns:x='x'><x:documentProtection x:edit='forms' x:enforcement='1'/></x:settings>",
    );
    site.file("forma.docm", docx(&body, &[macros, settings]));
    let (run, told) = fill(&site, "forma.docm", &[]);
    run.ok();
    let filled = parts(&site.root().join("forma-2022-23-1.docm"));
    let xml = String::from_utf8(filled["word/document.xml"].clone()).unwrap();
    let begin = xml.find(&deleted).unwrap() + deleted.len();
    let end = xml.find(&format!("</x:tbl>{nested}")).unwrap();
    let paragraph = "<x:p><x:pPr><x:jc x:val='left'/><x:rPr><x:i/></x:rPr></x:pPr>";
    let number = "<x:tc><x:p><x:pPr><x:numPr><x:ilvl x:val='0'/><x:numId x:val='3'/></x:numPr></x:pPr></x:p></x:tc>";
    let filled_row = |title: &str, date: &str, count: &str| {
        let run = |properties: &str, text: &str| {
            if text.is_empty() {
                return String::new();
            }
            format!("<x:r>{properties}<x:t xml:space=\"preserve\">{text}</x:t></x:r>")
        };
        let bold = "<x:rPr><x:b/></x:rPr>";
        format!(
            "<x:tr><x:trPr><x:trHeight x:val='300' x:hRule='atLeast'/></x:trPr>{number}\
             <x:tc><x:tcPr></x:tcPr>{paragraph}{}</x:p></x:tc><x:tc><x:p>{}</x:p></x:tc>\
             <x:tc><x:p><x:pPr>{bold}</x:pPr>{}</x:p></x:tc></x:tr>",
            run("<x:rPr><x:i/></x:rPr>", title),
            run("", date),
            run(bold, count)
        )
    };
    let expected = format!(
        "<x:bookmarkStart x:id='7' x:name='m'/>{}{}",
        filled_row("Игра", "5\u{a0}октября 2022\u{a0}г.", "20"),
        filled_row("День\u{a0}науки", "6\u{a0}октября 2022\u{a0}г.", ""),
    );
    assert_eq!(xml[begin..end], expected);
    assert_eq!(filled["word/vbaProject.bin"], "макрос".as_bytes());
    assert!(told.contains("Форма защищена от правки"), "{told}");
}

#[test]
fn what_is_no_form_is_refused_with_what_to_do() {
    let site = Site::new();
    site.post("igra.md", &post("Игра", "5.10.2022", ""));
    let refused = |name: &str, bytes: &[u8]| {
        site.file(name, bytes);
        let run = fill(&site, name, &[]).0;
        run.exits(2).stderr.replace('\u{a0}', " ")
    };
    let mut old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    let in_utf16 = |name: &str| name.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let encrypted = [old.clone(), in_utf16("EncryptedPackage")].concat();
    old.extend(in_utf16("WordDocument"));
    let told = refused("staraya.doc", &old);
    assert!(told.contains("такую форму не заполнить") && told.contains(".docx"), "{told}");
    let told = refused("zakryta.docx", &encrypted);
    assert!(told.contains("закрыт паролем"), "{told}");
    let odt = import_files::archive(&[("mimetype", "application/vnd.oasis.opendocument.text")]);
    let told = refused("forma.odt", &odt);
    assert!(told.contains("сохраните его как документ Word (.docx)"), "{told}");
    let told = refused("forma.pdf", b"%PDF-1.7");
    assert!(told.contains("документ Word (.docx) или книгу Excel (.xlsx)"), "{told}");
    let told = refused("pustaya.docx", b"");
    assert!(told.contains("файл пуст"), "{told}");
    // Nothing to fill it with.
    let form = [("_rels/.rels", ""), ("word/document.xml", "")];
    site.file("pusto.docx", import_files::archive(&form));
    let empty = site.run(&["report", "2010/11", "--form", "pusto.docx"]);
    assert_ne!(empty.code, 0);
}

/// `cargo test --release --test it -- --ignored a_form_is_filled_fast --nocapture`
#[test]
#[ignore = "measures a release build"]
fn a_form_is_filled_fast() {
    let Some(site) = site() else { return };
    for number in 0..1000 {
        let date = format!("{}.11.2022", number % 28 + 1);
        let people = format!("участники: {} обучающихся, 2 педагога\n", number % 90 + 1);
        site.post(
            &format!("2022-23/s{number}.md"),
            &post(&format!("Событие {number}"), &date, &people),
        );
    }
    for form in ["ministry.docx", "monitoring.xlsx"] {
        let begin = Instant::now();
        fill(&site, form, &[]).0.ok();
        let time = begin.elapsed();
        println!("{form}: {time:?}");
        assert!(time.as_millis() < 500, "{time:?}");
    }
}
