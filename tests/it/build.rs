//! Builds of whole sites: the repository's own site, and the files that one new event changes.
#![expect(clippy::disallowed_methods, reason = "the report is read as a file")]

use std::path::Path;

use crate::html;
use crate::links;
use crate::sandbox::{Run, Site, Tree, post_text};

/// The events of the report in `tests/seed` as their pages have to show them: path, title, date,
/// direction, audience, participants, and whether the report links to a page about the event.
#[rustfmt::skip]
const EVENTS: [(&str, &str, &str, &str, &str, &str, bool); 9] = [
    ("2022/torzhestvennoe-otkrytie-tsentra.html", "Торжественное открытие центра «Точка роста»",
     "1 сентября 2022 г.", "sovmestnye",
     "Обучающиеся общеобразовательных организаций, педагогические работники, представители органов муниципальных образований",
     "120 человек", true),
    ("2022/munitsipalnyy-etap-olimpiady.html",
     "Организация участия обучающихся центров «Точка роста», детского технопарка «Кванториум», ИТ-куба и общеобразовательных организаций в муниципальном этапе Всероссийской олимпиады школьников",
     "ноябрь — декабрь 2022 г.", "sovmestnye",
     "Обучающиеся 5–11-х классов общеобразовательных организаций (по итогам школьного этапа)",
     "6 человек", true),
    ("2022/vsemirnyy-den-matematiki.html", "Всемирный День математики",
     "14 октября 2022 г.", "sovmestnye",
     "Обучающиеся и педагоги центра образования «Точка роста»", "28 человек", true),
    ("2022/turnir-po-shakhmatam.html", "Турнир по шахматам",
     "7 декабря 2022 г.", "sovmestnye",
     "Обучающиеся центра образования «Точка роста»", "21 человек", false),
    ("2022/tur-nir-i-ko.html",
     "Турнир научно-исследовательских работ команд центров «Точка роста» «Тур-НИР & Ко»",
     "ноябрь — декабрь 2022 г.", "konferentsii",
     "Педагогические команды центров «Точка роста»", "3 педагога", true),
    ("2022/flagmany-dopolnitelnogo-obrazovaniya.html",
     "Всероссийский профессиональный конкурс «Флагманы дополнительного образования»",
     "сентябрь — октябрь 2022 г.", "populyarizatsiya",
     "Педагогические команды центров «Точка роста»", "5 педагогов", true),
    ("2022/proektnyy-modul.html",
     "Реализация проектного модуля обучения в центре образования «Точка роста» — организация групп, в которых обучающиеся осуществляют межпредметную проектную деятельность (физика, информатика) для участия в конкурсах «Большие вызовы», «Таланты XXI века»",
     "октябрь — декабрь 2022 г.", "nastavnichestvo",
     "Педагоги центра образования «Точка роста», обучающиеся", "2 учащихся", false),
    ("2022/testirovanie-na-professionalnuyu-napravlennost.html",
     "Тестирование на определение профессиональной направленности",
     "октябрь — декабрь 2022 г.", "proforientatsiya",
     "Обучающиеся и педагогические работники школы", "50 учащихся", false),
    ("2022/biokhakaton.html", "Всероссийский хакатон по биотехнологиям «Биохакатон»",
     "5 октября 2022 г.", "proekty",
     "Обучающиеся общеобразовательных организаций", "3 учащихся", true),
];

const LINK: &str = "http://baltika7.ucoz.ru/index/meroprijatija/0-331";

fn build(site: &Site) -> Run {
    site.run(&["build", "--today", "2022-12-30"])
}

/// Text with spaces in place of non-breaking spaces.
fn plain(text: &str) -> String {
    html::decode(text).replace('\u{a0}', " ")
}

/// The HTML between two pieces of HTML.
fn between<'a>(html: &'a str, start: &str, end: &str) -> &'a str {
    let (_, rest) = html.split_once(start).unwrap_or_else(|| panic!("no {start} in\n{html}"));
    rest.split_once(end).unwrap().0
}

#[test]
fn the_repository_s_site_is_built_without_problems() {
    let site = Site::repository();
    let first = build(&site);
    assert_eq!(first.ok().stderr, "", "no problems");
    let pages = site.pages();
    links::assert_sound(&pages, "http://baltika7.ucoz.ru/tochka/");
    let events = pages.keys().filter(|path| path.starts_with("2022/")).count();
    assert_eq!(events, EVENTS.len());
    for (path, bytes) in &pages {
        let text = String::from_utf8_lossy(bytes);
        for sign in ["WebSocket", "EventSource", "localhost", "127.0.0.1"] {
            assert!(!text.contains(sign), "{path}: the preview's own `{sign}`");
        }
    }
    build(&site).wrote(&[]);
    assert!(build(&site).stdout.contains("всё уже готово"));
}

#[test]
fn the_nine_events_of_the_report_have_their_pages() {
    let site = Site::repository();
    build(&site).ok();
    for (path, title, date, direction, audience, participants, link) in EVENTS {
        let page = site.public(path);
        assert_eq!(plain(between(&page, "<h1>", "</h1>")), title);
        let facts = plain(between(&page, "<ul class=\"facts\">", "</ul>"));
        for fact in [date, audience, participants] {
            assert!(facts.contains(&format!(">{fact}<")), "{path}: no «{fact}» in {facts}");
        }
        let crumbs = between(&page, "<nav class=\"crumbs\"", "</nav>");
        assert!(crumbs.contains(&format!("../napravlenie/{direction}.html")), "{path}: {crumbs}");
        let article = between(&page, "<article", "</article>");
        assert_eq!(article.contains(LINK), link, "{path}");
        let list = plain(&site.public(&format!("napravlenie/{direction}.html")));
        assert!(list.contains(title), "{direction}: no «{title}»");
    }
    let half = plain(&site.public("god/2022-23-1.html"));
    assert!(EVENTS.iter().all(|(_, title, ..)| half.contains(title)), "{half}");
}

#[test]
fn the_events_table_equals_that_of_the_report() {
    let report = std::fs::read_to_string(
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/seed/report-2022-2023-1.txt"),
    );
    let report = rostok::slug::fold(&report.unwrap());
    for (path, title, _, direction, audience, ..) in EVENTS {
        // The report's table breaks this title in two and misspells this audience.
        if direction != "nastavnichestvo" {
            assert!(report.contains(&rostok::slug::fold(title)), "{path}");
        }
        if direction != "proekty" {
            assert!(report.contains(&rostok::slug::fold(audience)), "{path}");
        }
    }
}

#[test]
fn the_404_page_needs_no_other_file() {
    let site = Site::repository();
    build(&site).ok();
    let page = site.public("404.html");
    for tag in html::tags(&page) {
        assert!(!["link", "img"].contains(&tag.name.as_str()), "{tag:?}");
        assert!(tag.get("src").is_empty(), "{tag:?}");
    }
    assert!(!page.contains("url(") && !page.contains("@import"), "{page}");
}

/// A site with sixty events on successive days, alternating between two directions.
fn sixty() -> Site {
    let site = Site::new();
    for number in 0..60 {
        let (month, day) = (9 + number / 30, number % 30 + 1);
        let direction = ["sovmestnye", "konferentsii"][number % 2];
        let text =
            post_text(&format!("Событие {number}"), &format!("{day}.{month}.2022"), direction);
        site.post(&format!("2022-23/sobytie-{number:02}.md"), &text);
    }
    site.run(&["build", "--today", "2023-06-01"]).ok();
    site
}

#[test]
fn a_new_event_changes_a_handful_of_files() {
    let site = sixty();
    let links_ok = |site: &Site| links::assert_sound(&site.pages(), "http://example.org/tochka/");
    links_ok(&site);
    assert!(site.pages().len() > 70);
    site.post("2022-23/novoe.md", &post_text("Новое", "20.01.2023", "sovmestnye"));
    site.run(&["build", "--today", "2023-06-01"]).ok().wrote(&[
        "+ 2023/novoe.html",
        // The previous events in the direction and in the site: they link to the new one.
        "~ 2022/sobytie-58.html",
        "~ 2022/sobytie-59.html",
        "~ feed.xml",
        "+ god/2022-23-2.html",
        "~ god/2022-23.html",
        "~ god/index.html",
        "~ index.html",
        "~ napravlenie/sovmestnye.html",
        "~ napravlenie/sovmestnye.xml",
        "~ poisk.html",
        "~ poisk.js",
        "~ sitemap.xml",
        "~ stranica/index.html",
    ]);
    links_ok(&site);
}

#[test]
fn a_full_list_page_changes_only_when_another_is_full() {
    let site = sixty();
    let full = |site: &Site| -> Tree {
        let names = ["stranica/1.html", "stranica/2.html"];
        let mut pages = site.pages();
        pages.retain(|path, _| names.contains(&path.as_str()));
        assert_eq!(pages.len(), names.len());
        pages
    };
    let before = full(&site);
    for number in 0..20 {
        let (month, day) = (1, number + 1);
        let text =
            post_text(&format!("Ещё {number}"), &format!("{day}.{month}.2023"), "sovmestnye");
        site.post(&format!("2022-23/eshche-{number:02}.md"), &text);
        if number == 18 {
            site.run(&["build", "--today", "2023-06-01"]).ok();
            crate::sandbox::assert_same(&before, &full(&site));
        }
    }
    // The fourth full page: readers see other numbers, and the events stay where they are.
    site.run(&["build", "--today", "2023-06-01"]).ok();
    for (page, before) in &before {
        let links = |bytes: &[u8]| -> Vec<String> {
            let text = String::from_utf8_lossy(bytes).into_owned();
            text.split("href=\"../2022/").skip(1).map(|rest| rest[..12].to_owned()).collect()
        };
        assert_eq!(links(before), links(&full(&site)[page]), "{page}");
    }
    assert!(site.pages().contains_key("stranica/3.html"));
}

#[test]
fn a_file_over_the_hosting_s_limit_is_a_warning() {
    let site = Site::new();
    site.file(
        "content/site.yaml",
        format!("{}ограничения:\n  файл_мб: 1\n", crate::sandbox::SETTINGS),
    );
    site.post("a.md", &post_text("А", "1.09.2022", "sovmestnye"));
    site.build().ok();
    let text = post_text("Б", "2.09.2022", "sovmestnye") + "\n[Фильм](film.bin)\n";
    site.post("film/index.md", &text);
    site.file("content/posts/film/film.bin", vec![0; 1_200_000]);
    let run = site.build();
    run.exits(0);
    assert!(run.stderr.contains("`2022/film/film.bin` занимает 1,2\u{a0}МБ"), "{}", run.stderr);
    assert!(site.root().join("public/2022/film/film.bin").exists());
}
