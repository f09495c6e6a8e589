//! «Отчёт и план»: forms of others filled, and the screen in a real browser with columns in an order of one's own.
#![cfg(target_os = "linux")]

use serde_json::json;

use crate::edit_publish_looks::Screen;
use crate::editor_client::RunningEditor;
use crate::forms::docx;
use crate::sandbox::{Site, assert_same, post_text, tree};

const PERIOD: &str = "2022-23-1";

fn form() -> Vec<u8> {
    let cell = |text: &str| format!("<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>");
    let row = |cells: [&str; 3]| format!("<w:tr>{}</w:tr>", cells.map(cell).concat());
    let body =
        format!("<w:tbl>{}{}</w:tbl>", row(["Мероприятие", "Дата", "Уровень"]), row(["", "", ""]));
    docx(&body, &[])
}

#[test]
fn a_form_is_filled_and_fetched_and_nothing_stays_behind() {
    let site = Site::new();
    site.post("turnir.md", &post_text("Турнир по шахматам", "7.12.2022", "sovmestnye"));
    let editor = RunningEditor::start(&site, &["--today", "2022-12-30"]);
    let path = |name: &str| format!("/api/report/form?period={PERIOD}&name={name}");
    let before = tree(site.root());
    let (status, filled) = editor.upload(&path("forma.docx"), &form());
    assert_eq!(status, 200, "{filled:#}");
    assert_eq!(filled["name"], "forma, заполнено.docx");
    assert_eq!(filled["rows"], "1\u{a0}событие");
    let told = filled["told"].to_string();
    assert!(told.contains("„Уровень“") && !told.contains("--"), "{told}");
    let answer = editor.fetch(&format!("/api/report/form?id={}", filled["id"]));
    assert_eq!(answer.status, 200);
    site.file("forma.docx", form());
    site.run(&[
        "report",
        PERIOD,
        "--form",
        "forma.docx",
        "--out",
        "f.docx",
        "--today",
        "2022-12-30",
    ])
    .ok();
    let by_command = tree(site.root())["f.docx"].clone();
    assert_eq!(answer.body, by_command);
    for name in ["forma.docx", "f.docx"] {
        site.remove(name);
    }
    assert_same(&tree(site.root()), &before);

    for (name, bytes, words) in
        [("forma.doc", &form()[..], "docx"), ("forma.docx", b"%PDF-1.4", "forma.docx")]
    {
        let (status, refused) = editor.upload(&path(name), bytes);
        assert_eq!(status, 422, "{refused:#}");
        assert!(refused.to_string().contains(words), "{refused:#}");
    }
    assert_eq!(editor.upload(&path("forma.docx").replace(PERIOD, "2010"), &form()).0, 422);
    assert_same(&tree(site.root()), &before);
    assert_eq!(editor.fetch("/api/report/form?id=99").status, 404);
}

#[test]
fn plans_columns_and_formats_are_those_of_the_command() {
    let site = Site::repository();
    let editor = RunningEditor::start(&site, &["--today", "2023-01-01"]);
    let months =
        "columns=%E2%84%96,%20%D0%BC%D0%B5%D1%81%D1%8F%D1%86&totals=%D0%BC%D0%B5%D1%81%D1%8F%D1%86";
    let (_, report) = editor.get(&format!("/api/report?period=2022&{months}"));
    assert_eq!(report["columns"]["chosen"], json!(["№", "месяц"]), "{:#}", report["columns"]);
    let run = ["report", "2022", "--columns", "№, месяц", "--totals", "месяц", "--out", "m.ods"];
    let of_plan = ["plan", PERIOD, "--out", "p.csv"];
    for (path, run, file) in [
        (format!("period=2022&format=ods&{months}"), &run[..], "m.ods"),
        (format!("kind=plan&period={PERIOD}&format=csv"), &of_plan[..], "p.csv"),
    ] {
        let answer = editor.fetch(&format!("/api/report/file?{path}"));
        site.run(&[run, &["--today", "2023-01-01"]].concat()).ok();
        assert_eq!(answer.body, tree(site.root())[file], "{file}");
    }
    let (_, plan) = editor.get(&format!("/api/report?kind=plan&period={PERIOD}"));
    assert_eq!(plan["columns"]["allTotals"], json!([]), "{:#}", plan["columns"]);
    let (status, refused) = editor.get("/api/report?columns=%D1%86%D0%B2%D0%B5%D1%82");
    assert_eq!(status, 422, "{refused:#}");
}

#[test]
fn periods_plans_and_columns_are_chosen_on_the_screen() {
    let Some(mut screen) = Screen::open("", None) else { return };
    screen.go("#/report");
    screen.sees("В отчёте 2");
    // Any period, and what is none is said at its field.
    let period = |screen: &Screen, text: &str| {
        screen.browser.value(
            "(one => { one.value = 'other'; one.dispatchEvent(new Event('change')) })(document.querySelector('#period'))",
        );
        screen.browser.value("document.querySelector('#report_period').select()");
        screen.browser.devtools("Input.insertText", &json!({ "text": text }));
        screen.browser.value("document.querySelector('#report_period').blur()");
    };
    period(&screen, "когда-нибудь");
    screen
        .browser
        .until("document.querySelector('#report_period').getAttribute('aria-invalid') === 'true'");
    screen.look("report-period");
    period(&screen, "8.12.2022–31.12.2022");
    screen.sees("В отчёте 1");

    // Ticks and order.
    screen.browser.value("document.querySelector('.report-columns').open = true");
    screen.look("report-columns");
    let heads = "[...document.querySelectorAll('.sheet thead')][0].innerText.split('\\t').map(one => one.trim()).join()";
    let tick = |screen: &Screen, label: &str| {
        screen.browser.value(&format!(
            "[...document.querySelectorAll('.report-order label')].find(one => one.textContent === '{label}').control.click()"
        ));
    };
    tick(&screen, "Целевая аудитория, количество участников");
    tick(&screen, "Месяц");
    screen.browser.until(&format!("{heads}.endsWith('Месяц') && !{heads}.includes('аудитория')"));
    screen.browser.value("document.querySelector('[aria-label=\"Месяц: раньше\"]').click()");
    screen.browser.until(&format!("!{heads}.endsWith('Месяц') && {heads}.includes('Месяц')"));
    screen.browser.until("document.activeElement.getAttribute('aria-label') === 'Месяц: раньше'");
    screen.click("Обычные колонки и итоги");
    screen.browser.until(&format!("!{heads}.includes('Месяц')"));

    let bytes = json!(form());
    screen.browser.value(&format!(
        "(() => {{ const data = new DataTransfer(), input = document.querySelector('.report-form input[type=file]'); \
           data.items.add(new File([new Uint8Array({bytes})], 'forma.docx')); \
           input.files = data.files; input.dispatchEvent(new Event('change')) }})()"
    ));
    screen.sees("Скачать заполненную форму");
    screen.look("report-form");

    screen.browser.value("document.querySelector('#report_plan').click()");
    screen.sees("План: ");
    screen.look("report-plan");
    screen.assert_sound();
}
