//! The tables of the section: their pages, their files for download, and pages without rows.

use rostok::content::data::{DataTable, TableKind};
use rostok::content::short_code;
use rostok::diagnostic::Diagnostics;

use crate::links;
use crate::python::ask;
use crate::sandbox::{Site, post_text};

const GUIDE: &str = include_str!("../../GUIDE.ru.md");

fn page(title: &str, text: &str) -> String {
    format!("---\nназвание: {title}\n---\n\n{text}\n")
}

/// A site with a page for teachers and one for documents.
fn site() -> Site {
    let site = Site::new();
    site.post("turnir.md", &post_text("Турнир", "7.12.2022", "sovmestnye"));
    site.file("content/pages/pedagogi.md", page("Педагоги", "{{ teachers() }}"));
    site.file("content/pages/dokumenty.md", page("Документы", "## Приказы\n\n{{ документы }}"));
    site.file("content/data/teachers.yaml", "строки:\n");
    site.file("content/data/documents.yaml", "# Пока пусто.\n");
    site
}

const TEACHERS: &str = "строки:\n- фио: <Иванов>\n  должность: \"учитель\"\n- фио: Петрова\n";

#[test]
fn a_page_comes_with_its_first_row_and_goes_with_its_last() {
    let site = site();
    site.build().ok();
    let empty = site.pages();
    assert!(!empty.contains_key("pedagogi.html") && !empty.contains_key("dokumenty.html"));
    assert!(!site.public("index.html").contains("pedagogi.html"), "nor is it in the menu");
    site.file("content/data/teachers.yaml", TEACHERS);
    let run = site.build();
    assert_eq!(run.ok().stderr, "");
    links::assert_sound(&site.pages(), "http://example.org/tochka/");
    let html = site.public("pedagogi.html");
    assert!(
        html.contains(
            "<th scope=\"row\">&lt;Иванов&gt;</th><td data-head=\"Должность\">учитель</td>"
        ),
        "{html}"
    );
    assert!(
        html.contains("<th scope=\"row\">Петрова</th><td data-head=\"Должность\">—</td>"),
        "{html}"
    );
    assert!(!html.contains("Образование"), "a column without values is not shown");
    assert!(site.public("index.html").contains("pedagogi.html"));
    site.file("content/data/teachers.yaml", "строки:\n");
    site.build().ok();
    assert_eq!(site.pages(), empty);
}

#[test]
fn the_settings_menu_leaves_out_a_page_that_shows_nothing() {
    let site = site();
    let settings = site.read("content/site.yaml");
    let menu = "меню:\n  - название: Педагоги\n    страница: pages/pedagogi.md\n";
    site.file("content/site.yaml", format!("{settings}{menu}"));
    assert_eq!(site.build().ok().stderr, "");
    assert!(!site.public("index.html").contains("Педагоги"));
    site.file("content/data/teachers.yaml", TEACHERS);
    site.build().ok();
    assert!(site.public("index.html").contains("pedagogi.html"));
}

#[test]
fn the_settings_menu_leads_to_a_document_too() {
    let site = site();
    let settings = site.read("content/site.yaml");
    let menu = "меню:\n  - название: Приказ\n    страница: data/Приказ № 1.pdf\n";
    site.file("content/site.yaml", format!("{settings}{menu}"));
    site.file("content/data/Приказ № 1.pdf", "%PDF");
    assert_eq!(site.build().ok().stderr, "");
    links::assert_sound(&site.pages(), "http://example.org/tochka/");
    let file = "data/documents/prikaz-1.pdf";
    assert!(site.public("index.html").contains(&format!("<a href=\"{file}\">Приказ</a>")));
    assert_eq!(site.pages()[file], b"%PDF");
    site.remove("content/data/Приказ № 1.pdf");
    assert!(site.build().exits(1).stderr.contains("меню ведёт на страницу"));
}

#[test]
fn a_document_is_published_with_its_format_and_size_where_a_page_shows_it() {
    let site = site();
    let rows = "- название: Положение\n  файл: акты/Положение № 1.pdf\n  дата: 1.09.2022\n\
                - название: Рекомендации\n  ссылка: https://www.example.com/a.pdf\n";
    site.file("content/data/documents.yaml", rows);
    site.file("content/data/акты/Положение № 1.pdf", vec![b'1'; 2049]);
    assert_eq!(site.build().ok().stderr, "");
    links::assert_sound(&site.pages(), "http://example.org/tochka/");
    let html = site.public("dokumenty.html");
    let file = "data/documents/akty/polozhenie-1.pdf";
    for cell in [
        format!("<a href=\"{file}\">Положение</a>"),
        ">01.09.2022</td><td data-head=\"Файл\">PDF, 3\u{a0}КБ</td>".to_owned(),
        "<a href=\"https://www.example.com/a.pdf\">Рекомендации</a>".to_owned(),
        ">—</td><td data-head=\"Файл\">example.com</td>".to_owned(),
    ] {
        assert!(html.contains(&cell), "{cell}\n{html}");
    }
    assert_eq!(site.pages()[file].len(), 2049);
    site.remove("content/pages/dokumenty.md").build().ok();
    assert!(!site.pages().contains_key(file), "no page shows it");
}

#[test]
fn a_table_can_be_downloaded_as_files_that_other_programs_read() {
    let site = site();
    let rows = "обновлено: 1.09.2022\nстроки:\n- название: Положение\n  файл: polozhenie.pdf\n\
                - название: =1+1\n  ссылка: https://example.com/a.pdf\n";
    site.file("content/data/documents.yaml", rows).file("content/data/polozhenie.pdf", "%PDF");
    site.build().ok();
    links::assert_sound(&site.pages(), "http://example.org/tochka/");
    let html = site.public("dokumenty.html");
    for format in ["xlsx", "csv"] {
        let link = format!("<a href=\"data/documents.{format}\" download");
        assert!(html.contains(&link), "{html}");
    }
    assert!(!site.pages().contains_key("data/teachers.csv"), "there are none");
    let public = site.root().join("public/data");
    if let Some(read) = ask("readers/csv_excel.py", [public.join("documents.csv")]) {
        let rows =
            r#"[["Документ", "Файл"], ["Положение", "PDF, 4 байта"], ["'=1+1", "example.com"]]"#;
        assert_eq!(read.replace('\u{a0}', " "), rows);
    }
    if let Some(read) = ask("readers/excel.py", [public.join("documents.xlsx")]) {
        let read: serde_json::Value = serde_json::from_str(&read).unwrap();
        assert_eq!(read["dates"][0], "2022-09-01T00:00:00");
        let sheet = &read["sheets"][0];
        assert_eq!(sheet["rows"][2], serde_json::json!(["=1+1", "example.com"]));
        let whole = "http://example.org/tochka/data/documents/polozhenie.pdf";
        assert_eq!(sheet["links"]["A2"], whole);
        assert_eq!(sheet["links"]["A3"], "https://example.com/a.pdf");
    }
}

#[test]
fn the_gallery_holds_the_photos_of_all_events_and_leads_to_them() {
    let site = site();
    site.file("content/pages/galereya.md", page("Галерея", "{{ галерея() }}"));
    site.build().ok();
    assert!(!site.pages().contains_key("galereya.html"));
    // A picture in a text is not part of the gallery.
    let shown = post_text("Урок", "2.09.2022", "sovmestnye") + "\n![Класс](klass.jpg)\n";
    site.post("urok/index.md", &shown);
    site.file("content/posts/urok/klass.jpg", crate::sandbox::PHOTO);
    site.build().ok();
    assert!(!site.pages().contains_key("galereya.html"));
    let post = post_text("Открытие", "1.09.2022", "sovmestnye");
    let photo = "фото:\n  - файл: zal.jpg\n    описание: Зал\n    люди: нет\n";
    let photo = post.replacen("направление", &format!("{photo}направление"), 1);
    site.post("den/index.md", &photo);
    site.file("content/posts/den/zal.jpg", crate::sandbox::PHOTO);
    site.build().ok();
    links::assert_sound(&site.pages(), "http://example.org/tochka/");
    let html = site.public("galereya.html");
    assert!(
        html.contains("alt=\"Зал\"") && html.contains("<a href=\"2022/den.html\">Открытие</a>")
    );
    assert!(html.contains("gallery.js"));
}

#[test]
fn a_theme_shows_the_same_data_in_a_way_of_its_own() {
    let site = site();
    let settings = site.read("content/site.yaml");
    site.file("content/site.yaml", format!("{settings}theme: moya\n"));
    site.file("themes/moya/theme.yaml", "contract: 1\nextends: tochka\n");
    let own = "{% for row in data.teachers.rows %}[{{ row.name }}: {{ row.position or 'нет' }}]{% endfor %}";
    site.file("themes/moya/templates/page.html", own);
    site.file("content/data/teachers.yaml", TEACHERS);
    site.build().ok();
    assert_eq!(site.public("pedagogi.html"), "[&lt;Иванов&gt;: учитель][Петрова: нет]");
}

#[test]
fn the_repository_shows_the_tables_of_the_report_and_no_others() {
    let site = Site::repository();
    assert_eq!(site.run(&["build", "--today", "2023-01-15"]).ok().stderr, "");
    let html = site.public("pedagogi.html");
    for cell in [
        "(24\u{a0}часа)",
        "10.12.2021",
        "2022\u{a0}г.",
        "Цифровая экосистема ДПО",
        "(72\u{a0}часа)",
    ] {
        assert!(html.contains(cell), "{cell}");
    }
    assert_eq!(html.matches("<tr>").count(), 5, "a head and four rows");
    assert!(site.public("dopolnitelnaya-informatsiya.html").contains(">237</td>"));
    let tasks = site.public("zadachi.html");
    assert!(tasks.contains(">не\u{a0}менее 70\u{a0}%</td>"), "{tasks}");
    assert!(!tasks.contains("Выполнение"), "there are no values yet");
    for empty in ["galereya.html", "dokumenty.html", "rezhim-zanyatiy.html"] {
        assert!(!site.pages().contains_key(empty), "{empty}");
    }
}

#[test]
fn a_new_site_brings_a_page_for_each_table_that_comes_with_its_rows() {
    let site = Site::empty();
    site.run(&["init"]).ok();
    site.build().ok();
    let empty = site.pages();
    assert!(!empty.contains_key("pedagogi.html"));
    for kind in TableKind::ALL {
        let (head, rows) = {
            let text = site.read(&kind.file());
            let (head, rows) = text.split_once("строки:\n").unwrap();
            (head.to_owned(), rows.replace("\n#", "\n"))
        };
        let text = format!("{head}строки:\n{}", rows.trim_start_matches('#'));
        let mut problems = Diagnostics::new();
        let records = DataTable::parse(kind, "a.yaml", &text, &|text| text, &mut problems);
        assert_eq!(*problems, [], "{kind:?}");
        assert!(!records.rows.is_empty(), "{kind:?}");
        if !text.contains("файл:") {
            site.file(&kind.file(), text);
            site.build().ok();
            let shown = format!("data/{}.csv", kind.name());
            assert!(site.pages().contains_key(&shown), "{kind:?} is on no page");
        }
    }
}

#[test]
fn the_guide_names_every_short_code_and_no_other() {
    for (english, russian) in short_code::names() {
        for name in [english, russian] {
            assert!(GUIDE.contains(&format!("{{{{ {name}(")), "{name} is not in the guide");
        }
    }
    for code in GUIDE.split("{{ ").skip(1) {
        let name = code.split('(').next().unwrap();
        let known =
            short_code::names().any(|(english, russian)| name == english || name == russian);
        assert!(known, "there is no {name}");
    }
}

/// The guide's example of a file of this kind.
pub(crate) fn example(kind: TableKind) -> String {
    let intro = format!("`{}`:\n\n", kind.file());
    let (_, rest) = GUIDE.split_once(&intro).unwrap_or_else(|| panic!("{intro}"));
    let block = rest.lines().take_while(|line| line.starts_with("    "));
    block.map(|line| format!("{}\n", &line[4..])).collect()
}

#[test]
fn each_file_of_data_is_shown_in_the_guide_with_all_its_keys() {
    for kind in TableKind::ALL {
        let mut problems = Diagnostics::new();
        let records = DataTable::parse(kind, "a.yaml", &example(kind), &|text| text, &mut problems);
        assert_eq!(*problems, [], "{kind:?}");
        for (at, column) in kind.schema().columns.iter().enumerate() {
            let shown = records.rows.iter().any(|row| row.values[at].is_some());
            assert!(shown, "{kind:?}: {} is not in the example", column.key.1);
        }
    }
}
