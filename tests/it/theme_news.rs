//! The section as a news front: a site of sixty events over three school years, with photos wide and
//! upright, without any, and with one event alone, on four screens.

use jpeg_encoder::{ColorType, Encoder};
use serde_json::{Value, json};

use crate::browser::Browser;
use crate::html::tags;
use crate::links;
use crate::sandbox::Site;
use crate::theme_viewer::Viewer;

/// A phone, a tablet, a laptop, a large screen.
pub(crate) const SCREENS: [(u32, u32); 4] = [(390, 844), (768, 1024), (1280, 800), (1920, 1080)];
pub(crate) const TODAY: &str = "2026-02-10";

const SETTINGS: &str = "\
название: Центр образования естественно-научной и технологической направленностей «Точка роста»
короткое_название: Точка роста
школа: МКОУ «СОШ № 7»
описание: Кружки, турниры, экскурсии и проекты центра
адрес: ул. Примерная, 1
адрес_сайта: http://example.org/tochka/
направления:
  - {код: sovmestnye, название: Проведение совместных мероприятий, кратко: Совместные мероприятия}
  - {код: konferentsii, название: Конференции и форумы}
  - {код: populyarizatsiya, название: Популяризация нацпроекта}
  - {код: nastavnichestvo, название: Наставничество}
  - {код: proforientatsiya, название: Профориентация}
  - {код: proekty, название: Проектная деятельность}
";

/// A JPEG of this size whose shades are those of `seed`.
fn photo(width: u16, height: u16, seed: usize) -> Vec<u8> {
    let row = usize::from(width);
    let shade = |at: usize| ((at % row) / 7 + (at / row) / 5 + seed * 13) as u8;
    let samples: Vec<u8> = (0..row * usize::from(height))
        .flat_map(|at| [shade(at), shade(at) / 2 + 60, 140])
        .collect();
    let mut bytes = Vec::new();
    Encoder::new(&mut bytes, 80).encode(&samples, width, height, ColorType::Rgb).unwrap();
    bytes
}

/// Sixty events and three announcements; every event but each fifth has photos, if `photos` says so. Two of
/// three have a summary.
pub(crate) fn section(photos: bool) -> Site {
    let site = Site::empty();
    site.file("content/site.yaml", SETTINGS);
    let directions =
        ["sovmestnye", "konferentsii", "populyarizatsiya", "proforientatsiya", "proekty"];
    let months = [(9, 0), (10, 0), (11, 0), (12, 0), (1, 1), (2, 1), (3, 1), (4, 1), (5, 1)];
    let mut files = Vec::new();
    for number in 0..60_usize {
        let start = 2023 + number / 20;
        // The last year has just begun its second half.
        let month = if start == 2025 { number % 20 / 4 } else { number % 20 * 9 / 20 };
        let (month, later) = months[month];
        let (year, day) = (start + later, 1 + number * 7 % 28);
        let direction = directions[number % 5];
        let mut head = format!(
            "название: Событие {number}: команды собирают и защищают модели\nдата: {day}.{month}.{year}\nнаправление: {direction}\nучастники: {} обучающихся\n",
            40 + number
        );
        if number % 3 > 0 {
            head.push_str("кратко: Показали, как устроен центр\n");
        }
        if photos && number % 5 != 4 {
            head.push_str("описание_фото: Ребята за работой\nлюди: группа\n");
            for at in 0..1 + number % 4 * 2 {
                let (width, height) = [(320, 240), (240, 320), (400, 225)][(number + at) % 3];
                files
                    .push((format!("{number:02}/{at}.jpg"), photo(width, height, number * 9 + at)));
            }
        }
        site.post(
            &format!("{number:02}/index.md"),
            &format!("---\n{head}---\n\nРебята собрали модель. Потом запустили её по разметке.\n"),
        );
    }
    for (name, date, place) in [
        ("urok", "19.02.2026 14:30", "место: Кабинет физики"),
        ("turnir", "27.02.2026", "время: после уроков"),
        ("leto", "5.06.2026", "место: Школьный двор"),
    ] {
        let head = format!("название: Скоро {name}\nдата: {date}\nнаправление: proekty\n{place}\n");
        site.post(&format!("{name}.md"), &format!("---\n{head}---\n\nПриходите всей семьёй.\n"));
    }
    for (path, bytes) in files {
        site.file(&format!("content/posts/{path}"), bytes);
    }
    if photos {
        let page = "---\nназвание: Галерея\n---\n\n{{ gallery() }}\n";
        site.file("content/pages/galereya.md", page);
    }
    site.run(&["build", "--today", TODAY]).ok();
    site
}

pub(crate) fn viewer(site: Site) -> Option<Viewer> {
    Some(Viewer { browser: Browser::start()?, site })
}

/// Scripts that measure a page.
const TOOLS: &str = "
    const box = (of) => (typeof of === 'string' ? document.querySelector(of) : of).getBoundingClientRect();
    const all = (of) => [...document.querySelectorAll(of)];
";

pub(crate) fn measured(viewer: &Viewer, expression: &str) -> Value {
    viewer.browser.value(&format!("(() => {{ {TOOLS} return {expression}; }})()"))
}

/// How far anything jumped while the page was loading, by the measure of search engines.
pub(crate) fn layout_shift(viewer: &Viewer) -> f64 {
    let shift = viewer.browser.promised(
        "new Promise(done => {
            let sum = 0;
            new PerformanceObserver(list => { for (const of of list.getEntries()) sum += of.value; })
                .observe({ type: 'layout-shift', buffered: true });
            setTimeout(() => done(sum), 150);
        })",
    );
    shift.as_f64().unwrap()
}

const LEVELS: &str =
    "all('h1, h2, h3, h4').filter(of => of.checkVisibility()).map(of => Number(of.localName[1]))";

fn assert_levels(levels: &Value, at: &str) {
    let levels: Vec<i64> =
        levels.as_array().unwrap().iter().map(|level| level.as_i64().unwrap()).collect();
    assert_eq!(levels.first(), Some(&1), "{at}: {levels:?}");
    assert!(levels.windows(2).all(|pair| pair[1] - pair[0] <= 1), "{at}: {levels:?}");
}

#[test]
fn the_front_page_says_who_this_is_and_shows_the_newest_photo_at_once() {
    let Some(viewer) = viewer(section(true)) else { return };
    for (width, height) in SCREENS {
        viewer.set_screen(width, height);
        viewer.open("index.html");
        let at = format!("{width} × {height}");
        assert_eq!(viewer.overflow(), 0, "{at}");
        let found = measured(
            &viewer,
            "({
                hero: box('.hero').height, photo: box('.story img').top, end: box('.story img').bottom,
                cards: all('.card, .story').length, rows: all('.rows > li').length,
                page: document.documentElement.scrollHeight,
            })",
        );
        let number = |name: &str| found[name].as_f64().unwrap();
        let screen = f64::from(height);
        assert!(number("hero") <= 0.4 * screen, "{at}: {found}");
        assert!(number("photo") >= 0.0 && number("end") <= screen, "{at}: {found}");
        assert_eq!((&found["cards"], &found["rows"]), (&json!(7), &json!(5)), "{at}");
        assert!(number("page") <= 6_000.0, "{at}: {found}");
        assert_levels(&measured(&viewer, LEVELS), &at);
        assert!(layout_shift(&viewer) <= 0.01, "{at}: {}", layout_shift(&viewer));
    }
    let text = |of: &str| measured(&viewer, &format!("document.querySelector('{of}').innerText"));
    let first = text(".announcements li").as_str().unwrap().replace('\u{a0}', " ");
    assert_eq!(first, "19 февраля 2026 г., 14:30\n\nСкоро urok\n\nКабинет физики");
    let second = text(".announcements li:nth-child(2)");
    assert!(second.as_str().unwrap().contains(", после уроков"), "{second}");
    let all = viewer.browser.value("document.querySelector('.more a').href");
    assert!(all.as_str().unwrap().ends_with("/stranica/index.html"), "{all}");
    // Each event stands on the front page once.
    let titles =
        measured(&viewer, "all('.story h2, .cards h3, .rows h3').map(of => of.textContent)");
    let mut titles: Vec<String> = serde_json::from_value(titles).unwrap();
    titles.sort();
    titles.dedup();
    assert_eq!(titles.len(), 12);
}

#[test]
fn without_photos_the_patterns_of_the_directions_stand_in() {
    let Some(viewer) = viewer(section(false)) else { return };
    for (width, height) in SCREENS {
        viewer.set_screen(width, height);
        viewer.open("index.html");
        let found = measured(
            &viewer,
            "({ hero: box('.hero').height, cards: all('.card').length, drawn: all('.card .drawn').length,
                rows: all('.rows > li').length, first: box('.card').top })",
        );
        let counts = [&found["cards"], &found["drawn"], &found["rows"]];
        assert_eq!(counts, [&json!(7), &json!(7), &json!(5)], "{width}");
        assert!(found["hero"].as_f64().unwrap() <= 0.4 * f64::from(height), "{width}: {found}");
        assert_eq!(viewer.overflow(), 0, "{width}");
    }
    for page in ["napravlenie/proekty.html", "god/2025-26.html"] {
        viewer.open(page);
        let drawn = measured(&viewer, "all('.rows > li').every(of => of.querySelector('.drawn'))");
        assert_eq!(drawn, true, "{page}");
    }
    viewer.open("2026/59.html");
    let height = measured(&viewer, "box('.opening.drawn').height");
    assert!(height.as_f64().unwrap() >= 100.0, "{height}");
    // A direction without events says so.
    let empty = viewer.site.public("napravlenie/nastavnichestvo.html");
    assert!(empty.contains("Здесь пока нет событий"), "{empty}");
}

#[test]
fn a_section_of_one_event_or_none_is_whole() {
    let site = Site::empty();
    site.file("content/site.yaml", SETTINGS);
    site.run(&["build", "--today", TODAY]).ok();
    assert!(site.public("index.html").contains("Здесь появятся новости"));
    assert!(!site.pages().contains_key("stranica/index.html"), "the front page shows all");
    let head =
        "название: Событие\nдата: 1.02.2026\nнаправление: proekty\nописание_фото: Зал\nлюди: нет";
    site.post("odno/index.md", &format!("---\n{head}\n---\n\nРассказ.\n"));
    site.file("content/posts/odno/1.jpg", photo(320, 240, 1));
    site.run(&["build", "--today", TODAY]).ok();
    links::assert_sound(&site.pages(), "http://example.org/tochka/");
    let Some(viewer) = viewer(site) else { return };
    for (width, height) in SCREENS {
        viewer.set_screen(width, height);
        viewer.open("index.html");
        assert_eq!(measured(&viewer, "all('.story, .card').length"), 1, "{width}");
        assert_eq!(viewer.overflow(), 0, "{width}");
        viewer.open("2026/odno.html");
        assert_eq!(measured(&viewer, "all('main img').length"), 1, "{width}");
        assert_eq!(viewer.overflow(), 0, "{width}");
    }
}

#[test]
fn counts_are_the_same_on_every_page() {
    let site = section(false);
    // Twenty events of the year were held; three are still to come.
    let plain = |page: &str| site.public(page).replace(['\u{a0}', '\n'], " ");
    let front = plain("index.html");
    for part in ["<b>20</b> событий", "<b>1 790</b> участий"] {
        assert!(front.contains(part), "{part}: {front}");
    }
    assert!(front.contains("2025/26 учебный год</a> <small>20 событий</small>"), "{front}");
    assert!(plain("god/index.html").contains("2025/26 учебный год</a> <small>20 событий</small>"));
    let halves = [plain("god/2025-26-1.html"), plain("god/2025-26-2.html")];
    assert!(halves[0].contains("<p class=\"count\">16 событий</p>"), "{}", halves[0]);
    assert!(halves[1].contains("<p class=\"count\">4 события</p>"), "{}", halves[1]);
    let year = plain("god/2025-26.html");
    assert!(
        year.contains("<small>16 событий</small>") && year.contains("<small>4 события</small>")
    );
}

#[test]
fn lists_have_pictures_and_a_first_sentence_and_readers_numbers() {
    let Some(viewer) = viewer(section(true)) else { return };
    for (width, height) in SCREENS {
        viewer.set_screen(width, height);
        for page in [
            "stranica/index.html",
            "napravlenie/proekty.html",
            "god/2024-25.html",
            "god/2024-25-1.html",
        ] {
            viewer.open(page);
            let at = format!("{page}, {width}");
            let found = measured(
                &viewer,
                "({
                    rows: all('.rows > li').length,
                    covers: all('.rows > li > .cover, .rows > li > picture').filter(of => box(of).width >= 80).length,
                    texts: all('.rows > li p').length, edge: box('h1').left,
                    edges: all('.count, .rows').map(of => box(of).left),
                })",
            );
            assert_eq!(found["rows"], found["covers"], "{at}: {found}");
            assert_eq!(found["rows"], found["texts"], "{at}: {found}");
            for edge in found["edges"].as_array().unwrap() {
                assert_eq!(edge, &found["edge"], "{at}: {found}");
            }
            assert_eq!(viewer.overflow(), 0, "{at}");
            assert_levels(&measured(&viewer, LEVELS), &at);
            assert!(layout_shift(&viewer) <= 0.01, "{at}: {}", layout_shift(&viewer));
        }
    }
    // Sixty-three events on pages of twenty, the last of which is part of the first.
    let current = "document.querySelector('.pages [aria-current]').textContent";
    let mut page = "stranica/index.html".to_owned();
    for number in ["1", "2", "3"] {
        viewer.open(&page);
        assert_eq!(viewer.browser.value(current), format!("Страница {number}"), "{page}");
        let title = viewer.browser.value("document.title").as_str().unwrap().replace('\u{a0}', " ");
        let in_title = format!("страница {number}");
        assert_eq!(title.contains(&in_title), number != "1", "{title}");
        let older = viewer
            .browser
            .value("document.querySelector('.pages [rel=next]')?.getAttribute('href')");
        page = older.as_str().unwrap_or_default().replace("../", "");
    }
    assert_eq!(page, "", "the third page is the last");
    let excerpt = viewer.site.public("stranica/index.html");
    assert!(excerpt.contains("<p>Ребята собрали модель.</p>"), "{excerpt}");
}

#[test]
fn an_event_opens_with_its_cover_and_its_gallery_stands_in_even_rows() {
    let Some(viewer) = viewer(section(true)) else { return };
    // Seven photos, wide and upright.
    let page = "2026/58.html";
    let Some((_, post)) = viewer.site.pages().into_iter().find(|(path, _)| path == page) else {
        panic!("{page}")
    };
    let post = String::from_utf8(post).unwrap();
    assert!(post.len() < 40 * 1024, "{}", post.len());
    for (width, height) in SCREENS {
        viewer.set_screen(width, height);
        viewer.open(page);
        let found = measured(
            &viewer,
            "({
                cover: box('.opening').top, title: box('h1').bottom, text: box('.text').top,
                rows: Object.entries(Object.groupBy(all('.photos img').map(box), at => Math.round(at.top)))
                    .map(([, row]) => row.map(at => Math.round(at.height))),
            })",
        );
        let at = format!("{width}: {found}");
        let number = |name: &str| found[name].as_f64().unwrap();
        assert!(number("title") <= number("cover") && number("cover") < number("text"), "{at}");
        assert!(number("cover") < f64::from(height) * 0.6, "{at}");
        let rows: Vec<Vec<i64>> = serde_json::from_value(found["rows"].clone()).unwrap();
        for row in &rows {
            let (least, most) = (row.iter().min().unwrap(), row.iter().max().unwrap());
            assert!(most - least <= 1, "{at}");
        }
        assert_eq!(rows.iter().map(Vec::len).sum::<usize>(), 4, "{at}");
        if width == 390 {
            assert!(rows.iter().all(|row| row.len() == 2), "{at}");
        }
        assert_eq!(viewer.overflow(), 0, "{width}");
        assert_levels(&measured(&viewer, LEVELS), &at);
        assert!(layout_shift(&viewer) <= 0.01, "{at}: {}", layout_shift(&viewer));
    }
}

#[test]
fn the_gallery_has_a_page_for_each_year_and_a_part_for_each_event() {
    let Some(viewer) = viewer(section(true)) else { return };
    links::assert_sound(&viewer.site.pages(), "http://example.org/tochka/");
    let years = ["galereya.html", "galereya/2024-25.html", "galereya/2023-24.html"];
    for (page, year) in years.into_iter().zip(["2025/26", "2024/25", "2023/24"]) {
        viewer.set_screen(390, 844);
        viewer.open(page);
        let current =
            viewer.browser.value("document.querySelector('.pages [aria-current]').textContent");
        assert_eq!(current, year, "{page}");
        assert_eq!(measured(&viewer, "all('.text h2').length"), 16, "{page}");
        assert_eq!(measured(&viewer, "all('.pages a').length"), 3, "{page}");
        assert_levels(&measured(&viewer, LEVELS), page);
        assert_eq!(viewer.overflow(), 0, "{page}");
        let alone = "all('.photos img').every(of => of.alt.startsWith('Ребята за'))";
        assert_eq!(measured(&viewer, alone), true, "{page}");
    }
    // The viewer opens the photos of the page.
    viewer.browser.value("document.querySelector('.photo > a').click()");
    assert_eq!(viewer.browser.value("document.querySelector('dialog').open"), true);
}

#[test]
fn tables_on_a_phone_are_blocks_or_scroll_with_a_shadow() {
    let site = Site::new();
    let rows = "строки:\n- {день: понедельник, время: '14:00', занятие: Роботы, кабинет: '12'}\n- {день: вторник, время: '14:00', занятие: Физика}\n- {день: понедельник, время: '15:00', занятие: Шахматы}\n";
    site.file("content/data/schedule.yaml", rows);
    let contacts = "строки:\n- {название: Центр, телефон: '+7 (86500) 4-12-34'}\n";
    site.file("content/data/contacts.yaml", contacts);
    let page = "---\nназвание: Занятия\n---\n\n{{ schedule() }}\n\n{{ contacts() }}\n";
    site.file("content/pages/zanyatiya.md", page);
    let cells = |word: &str| format!("|{}\n", format!(" {word} |").repeat(9));
    let table = cells("Показатель") + &cells("---") + &cells("значение");
    let head = "---\nназвание: Таблица\nдата: 3.12.2022\nнаправление: sovmestnye\n---\n\n";
    site.post("tablitsa.md", &format!("{head}{table}"));
    let report = "---\nпериод: 2022/23\nназвание: Отчёт\n---\n\n{{ events() }}\n";
    site.file("content/reports/god.md", report);
    site.run(&["build", "--today", "2022-12-10"]).ok();
    let Some(viewer) = viewer(site) else { return };
    viewer.set_screen(390, 844);
    viewer.open("zanyatiya.html");
    let days = measured(&viewer, "all('[scope=rowgroup]').map(of => of.textContent)");
    assert_eq!(days, json!(["понедельник", "вторник"]));
    let blocks = "all('tbody td').every(of => getComputedStyle(of).display === 'block' && box(of).right <= innerWidth)";
    assert_eq!(measured(&viewer, blocks), true);
    let label = "getComputedStyle(document.querySelector('tbody td'), '::before').content";
    assert_ne!(viewer.browser.value(label), "none");
    let phone = measured(
        &viewer,
        "(of => ({ href: of.getAttribute('href'), lines: of.getClientRects().length }))(document.querySelector('td a[href^=tel]'))",
    );
    assert_eq!(phone, json!({ "href": "tel:+78650041234", "lines": 1 }));
    viewer.open("2022/tablitsa.html");
    let scrolls = "(of => [of.scrollWidth > of.clientWidth, getComputedStyle(of).backgroundAttachment.includes('local')])(document.querySelector('.text table').closest('.table') ?? document.querySelector('.text table'))";
    assert_eq!(measured(&viewer, scrolls), json!([true, true]));
    viewer.open("reports/god.html");
    let caption = "all('caption').every(of => box(of).left >= 0 && box(of).right <= innerWidth)";
    assert_eq!(measured(&viewer, caption), true);
    assert_eq!(
        measured(&viewer, scrolls.replace("'.text table'", "'.report table'").as_str()),
        json!([true, true])
    );
}

#[test]
fn the_menu_of_a_tablet_is_two_lines_at_most() {
    let site = Site::repository();
    site.run(&["build", "--today", "2023-01-15"]).ok();
    let Some(viewer) = viewer(site) else { return };
    for width in [768, 1024, 1280] {
        viewer.set_screen(width, 1024);
        viewer.open("index.html");
        let lines = "new Set(all('header.site nav li, header.site summary').filter(of => of.checkVisibility())
            .map(of => box(of).top)).size";
        let lines = measured(&viewer, lines).as_i64().unwrap();
        assert!((1..=2).contains(&lines), "{width}: {lines}");
    }
}

#[test]
fn every_page_has_a_picture_for_others_with_its_size_and_words() {
    let site = section(true);
    let pages = site.pages();
    for (path, bytes) in
        pages.iter().filter(|(path, _)| path.ends_with(".html") && *path != "404.html")
    {
        let html = str::from_utf8(bytes).unwrap();
        let tags = tags(html);
        let meta = |name: &str| {
            let found = tags.iter().find(|tag| tag.get("property") == name);
            found.unwrap_or_else(|| panic!("{path}: no {name}")).get("content").to_owned()
        };
        let image = meta("og:image");
        let file = image.strip_prefix("http://example.org/tochka/").unwrap();
        let picture = &pages[file];
        if file.ends_with(".png") {
            assert!(picture.starts_with(b"\x89PNG"), "{path}: {file}");
            assert_eq!(
                (&*meta("og:image:width"), &*meta("og:image:height")),
                ("1200", "630"),
                "{path}"
            );
            let number = |at: usize| u32::from_be_bytes(picture[at..at + 4].try_into().unwrap());
            assert_eq!((number(16), number(20)), (1200, 630), "{file}");
        }
        assert!(!meta("og:image:alt").is_empty(), "{path}");
        let icon = tags.iter().find(|tag| tag.get("rel") == "icon").unwrap().get("href");
        assert!(icon.ends_with("znak.png"), "{path}");
    }
    let drawn: Vec<_> = pages.keys().filter(|path| path.ends_with(".png")).collect();
    assert_eq!(drawn.len(), 8, "six directions, the section, the icon: {drawn:?}");
    // What was drawn once is not drawn again, and the same words give the same bytes.
    let cached = crate::sandbox::files(&site.root().join(".rostok-cache/drawings"));
    assert_eq!(cached.len(), 8);
    site.run(&["build", "--today", TODAY]).ok().wrote(&[]);
    let other = section(false);
    assert_eq!(pages["napravlenie/proekty.png"], other.pages()["napravlenie/proekty.png"]);
}

#[test]
fn the_feed_shows_the_cover_and_names_its_file() {
    let site = section(true);
    let feed = site.public("feed.xml");
    let links: Vec<_> = feed.matches("rel=\"enclosure\"").collect();
    assert!(links.len() > 10, "{}", links.len());
    let (_, rest) = feed.split_once("rel=\"enclosure\"").unwrap();
    assert!(feed.contains("type=\"image/jpeg\"") && rest.contains("length="), "{rest}");
    assert!(feed.contains("&lt;p&gt;&lt;img src=&quot;http://example.org/tochka/20"), "{feed}");
}
