//! `rostok poster`: one sheet with a QR code that another program reads.
#![expect(clippy::disallowed_methods, reason = "tests look at the file of a poster")]

use std::path::Path;
use std::process::Command;

use crate::sandbox::{PHOTO, SETTINGS, Site, post_text};
use crate::tools::is_on_path;
use crate::{office, open_xml};

const POST: &str = "\
---
название: День открытых дверей «Точки роста»
дата: 8.02.2023, 14:30
направление: sovmestnye
место: кабинет 12
аудитория: 5–7 классы и родители
---

Покажем 3D-принтер, квадрокоптеры и цифровую лабораторию. Приходите!
";

fn site() -> Site {
    let site = Site::new();
    site.file("content/site.yaml", format!("{SETTINGS}логотип: data/logo.jpg\n"));
    site.file("content/data/logo.jpg", PHOTO);
    site.post("den.md", POST);
    site
}

/// The pages of a Word file as LibreOffice prints them; their pictures beside it.
fn printed(file: &Path) -> Option<Vec<String>> {
    let pdf = office::convert(file, "pdf")?;
    let pages = office::pages(&pdf)?;
    let mut draw = Command::new("pdftoppm");
    draw.args(["-r", "100", "-png"]).arg(&pdf).arg(file.with_extension(""));
    assert!(draw.status().unwrap().success());
    Some(pages)
}

#[test]
fn a_poster_is_one_sheet_whose_code_leads_to_the_page() {
    let site = site();
    let run = site.run(&["poster", "den", "--today", "2023-01-15"]);
    let said = run.ok().stdout.clone();
    assert!(
        said.contains(
            "Готово: `afisha-den.docx`; QR-код ведёт на http://example.org/tochka/2023/den.html"
        ),
        "{said}"
    );
    let file = site.root().join("afisha-den.docx");
    open_xml::assert_valid(&file);
    assert!(
        site.run(&["poster", "den", "--today", "2023-01-15"]).ok().stdout.contains("Без изменений")
    );
    let Some(pages) = printed(&file) else { return };
    assert_eq!(pages.len(), 1, "{pages:?}");
    let words: Vec<_> = pages[0].split_whitespace().collect();
    assert_eq!(
        words.join(" "),
        "Точка роста МКОУ «СОШ № 7» День открытых дверей «Точки роста» Покажем 3D-принтер, квадрокоптеры и \
         цифровую лабораторию. 8 февраля 2023 г., 14:30 Кабинет 12 5–7 классы и родители \
         http://example.org/tochka/2023/den.html"
    );
    if is_on_path("zbarimg") {
        let read = Command::new("zbarimg")
            .args(["-q", "--raw"])
            .arg(site.root().join("afisha-den-1.png"))
            .output();
        assert_eq!(
            String::from_utf8(read.unwrap().stdout).unwrap().trim(),
            "http://example.org/tochka/2023/den.html"
        );
    }
}

#[test]
fn the_longest_words_stay_on_one_sheet() {
    let site = site();
    let title = "Метапредметная интеллектуальная игра по естественнонаучной грамотности «Высокотехнологичное \
                 производство» для обучающихся общеобразовательных организаций муниципального района и их родителей";
    let about = "Слово за словом о событии, ".repeat(7);
    let post = POST.replace("День открытых дверей «Точки роста»", title);
    site.post("den.md", &post.replace("место:", &format!("кратко: {about}\nместо:")));
    site.run(&["poster", "den", "--today", "2023-01-15"]).ok();
    let Some(pages) = printed(&site.root().join("afisha-den.docx")) else { return };
    assert_eq!(pages.len(), 1, "{pages:?}");
}

#[test]
fn only_what_is_to_come_has_a_poster() {
    let site = site();
    let over = site.run(&["poster", "den", "--today", "2023-02-09"]);
    let said = over.exits(2).stderr.replace('\u{a0}', " ");
    assert!(said.contains("событие уже прошло: 8 февраля 2023 г."), "{said}");
    site.post(
        "b.md",
        &post_text("Было", "1.09.2022", "sovmestnye").replace("---\n\n", "черновик: да\n---\n\n"),
    );
    let draft = site.run(&["poster", "Было", "--today", "2023-01-15"]);
    assert!(draft.exits(2).stderr.contains("это черновик"), "{}", draft.stderr);
    let kind = site.run(&["poster", "den", "--out", "a.pdf", "--today", "2023-01-15"]);
    assert!(kind.exits(2).stderr.contains("афиша — файл Word, а не `a.pdf`"), "{}", kind.stderr);
    site.file("afisha-den.docx", "моё");
    site.run(&["poster", "den", "--today", "2023-01-15"]).exits(2);
    assert_eq!(site.read("afisha-den.docx"), "моё");
    site.run(&["poster", "den", "--force", "--today", "2023-01-15"]).ok();
    assert!(std::fs::read(site.root().join("afisha-den.docx")).unwrap().starts_with(b"PK"));
}
