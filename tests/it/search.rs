//! The search: the size of its scripts, and what a reader finds in a browser, from a disk.

use std::fmt::Write as _;

#[cfg(target_os = "linux")]
use crate::browser::Browser;
use crate::python::ask;
use crate::sandbox::Site;

/// The files of the output whose paths begin with `kind`, with their sizes.
fn scripts(site: &Site, kind: &str) -> Vec<(String, usize)> {
    let files = site.pages().into_iter().filter(|(path, _)| path.starts_with(kind));
    files.map(|(path, bytes)| (path, bytes.len())).collect()
}

/// As many different words as a language has, the frequent ones short, so that they compress as a
/// real text does.
struct Words(u64);

impl Words {
    fn number(&mut self) -> u64 {
        // The generator of Numerical Recipes.
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        self.0 >> 33
    }

    fn word(&mut self) -> String {
        const SYLLABLES: [&str; 24] = [
            "на", "по", "ро", "ни", "то", "ра", "ко", "ла", "ве", "де", "ли", "ста", "при", "пре",
            "сть", "ку", "мо", "бо", "ди", "ше", "ги", "хо", "цы", "жа",
        ];
        // Zipf's law: the logarithm of the rank is evenly distributed.
        let rank = (14_000_f64.ln() * (self.number() % 10_000) as f64 / 10_000.0).exp() as usize;
        let mut rest = rank * 7919 % 331_776 + 1;
        let mut word = String::new();
        while rest > 0 {
            word.push_str(SYLLABLES[rest % SYLLABLES.len()]);
            rest /= SYLLABLES.len();
        }
        word
    }

    fn text(&mut self, words: usize) -> String {
        (0..words).map(|_| self.word()).collect::<Vec<_>>().join(" ")
    }
}

/// A site with a thousand events of some two hundred and fifty words each, built.
pub(crate) fn thousand() -> Site {
    let site = Site::new();
    let mut words = Words(1);
    for number in 0..1000 {
        let mut post = format!("---\nназвание: {} {number}\n", words.text(4));
        let (year, month, day) = (2015 + number / 100, number / 10 % 9 + 1, number % 28 + 1);
        let direction = if number % 2 == 0 { "sovmestnye" } else { "konferentsii" };
        let (summary, place) = (words.text(14), words.text(2));
        let results = words.text(8);
        write!(
            post,
            "дата: {year}-0{month}-{day:02}\nнаправление: {direction}\nкратко: {summary}\nместо: {place}\nитоги: {results}\n---\n\n{}\n",
            words.text(250)
        )
        .unwrap();
        site.post(&format!("{number}.md"), &post);
    }
    site.build().ok();
    site
}

/// At most 150 KB before the first answer, compressed, and 60 KB for each later file.
#[test]
fn a_thousand_events_are_light_enough_to_search() {
    let site = thousand();
    for (path, size) in scripts(&site, "poisk/") {
        assert!(size <= 60_000, "{path}: {size}");
    }
    let before_an_answer = scripts(&site, "poisk/nazvaniya")
        .into_iter()
        .map(|(path, _)| path)
        .chain(["minisearch", "stemmer-ru", "search"].map(|name| format!("static/{name}.js")))
        .chain(["poisk.html".to_owned()])
        .map(|path| site.root().join("public").join(path));
    let Some(sizes) = ask("readers/gzip_size.py", before_an_answer) else { return };
    let size: usize = sizes.trim().parse().unwrap();
    assert!(size <= 150_000, "{size} bytes before the first answer");
}

#[test]
fn a_small_section_has_one_search_file() {
    let site = Site::new();
    let mut words = Words(1);
    let post = |number: usize, text: &str| {
        let title = format!("Событие {number}");
        let date = format!("2022-{:02}-{:02}", 1 + number / 28, 1 + number % 28);
        let head = crate::sandbox::post_text(&title, &date, "sovmestnye");
        site.post(&format!("{number}.md"), &format!("{head}\n\n{text}\n"));
    };
    let paths =
        || -> Vec<_> { scripts(&site, "poisk").into_iter().map(|(path, _)| path).collect() };
    (0..30).for_each(|number| post(number, &words.text(100)));
    site.build().ok();
    assert_eq!(paths(), ["poisk.html", "poisk.js"]);
    assert!(scripts(&site, "poisk.js")[0].1 < 200_000);
    (30..70).for_each(|number| post(number, &words.text(300)));
    site.build().ok();
    assert!(paths().len() > 5 && !paths().contains(&"poisk.js".to_owned()), "{:?}", paths());
}

/// A new event changes the last files, and nothing else of the search.
#[test]
fn a_new_event_changes_a_handful_of_search_files() {
    let site = Site::new();
    let mut words = Words(1);
    for number in 0..70 {
        let date = format!("2022-{:02}-{:02}", 1 + number / 28, 1 + number % 28);
        let title = format!("Событие {number}");
        let head = crate::sandbox::post_text(&title, &date, "sovmestnye");
        site.post(&format!("{number}.md"), &format!("{head}\n\n{}\n", words.text(250)));
    }
    site.build().ok();
    let before = site.pages();
    site.post("new.md", &crate::sandbox::post_text("Новое", "2022-09-05", "sovmestnye"));
    site.build().ok();
    let after = site.pages();
    let changed: Vec<_> = after
        .iter()
        .filter(|(path, bytes)| path.starts_with("poisk") && before.get(*path) != Some(bytes))
        .map(|(path, _)| path.as_str())
        .collect();
    assert_eq!(
        changed,
        ["poisk.html", "poisk/nazvaniya-0.js", "poisk/slova-64.js", "poisk/teksty-64.js"]
    );
}

#[test]
fn a_site_may_have_no_search() {
    let site = Site::new();
    site.file("content/site.yaml", format!("{}поиск: нет\n", crate::sandbox::SETTINGS));
    site.build().ok();
    assert!(scripts(&site, "poisk").is_empty());
    assert!(!site.public("index.html").contains("poisk.html"));
}

/// A site with events that are found by different parts of them, and `others` that are not.
#[cfg(target_os = "linux")]
fn sample(others: usize) -> Site {
    let site = Site::new();
    let post = |name: &str, date: &str, front: &str, body: &str| {
        let direction = if name == "hackathon" { "konferentsii" } else { "sovmestnye" };
        let text = format!("---\nдата: {date}\nнаправление: {direction}\n{front}\n---\n\n{body}\n");
        site.post(&format!("{name}.md"), &text);
    };
    post(
        "turnir",
        "2022-12-07",
        "название: Турнир по шахматам\nметки: [Игры]",
        "Играли две команды.",
    );
    post(
        "hackathon",
        "2022-10-05",
        "название: Хакатон\nместо: Актовый зал",
        &format!(
            "{}\n\nВ конце вручили ёлочные игрушки и R&D <призы>.",
            "Длинный рассказ о дне. ".repeat(40)
        ),
    );
    post("olimpiada", "2021-11-10", "название: Олимпиада\nитоги: [Три призёра]", "Решали задачи.");
    site.file(
        "content/pages/zadachi.md",
        "---\nназвание: Задачи центра\n---\n\nОхват дополнительным образованием.\n",
    );
    for number in 0..others {
        let date = format!("2020-{:02}-{:02}", 1 + number / 28, 1 + number % 28);
        let text = "Обычная среда за кружком. ".repeat(100);
        post(&format!("sreda-{number}"), &date, &format!("название: Среда {number}"), &text);
    }
    let teacher = "строки: [{фио: Смирнова Ольга, должность: учитель химии}]";
    site.file("content/data/teachers.yaml", teacher);
    let teachers = "---\nназвание: Педагоги\n---\n\n{{ teachers() }}\n";
    site.file("content/pages/pedagogi.md", teachers);
    let report = "---\nпериод: 2022/23 I\n---\n\nИтоги обсудили на педсовете.\n\n{{ events() }}\n";
    site.file("content/reports/otchet.md", report);
    site.build().ok();
    site
}

/// The titles that are shown when `query` is typed.
#[cfg(target_os = "linux")]
fn find(browser: &Browser, query: &str) -> Vec<String> {
    let script = format!(
        "(search_query.value = {query:?}, search_form.dispatchEvent(new Event('input', {{bubbles: true}})), true)"
    );
    browser.value(&script);
    browser.until("search_query.value.length < 3 || (document.querySelectorAll('script[src*=slova]').length === JSON.parse(search_later.textContent).words.length && search_results.ariaBusy === 'false')");
    titles(browser)
}

#[cfg(target_os = "linux")]
fn titles(browser: &Browser) -> Vec<String> {
    let titles = browser
        .value("[...document.querySelectorAll('#search_results a')].map(a => a.textContent)");
    titles
        .as_array()
        .unwrap()
        .iter()
        .map(|title| title.as_str().unwrap().replace('\u{a0}', " "))
        .collect()
}

#[cfg(target_os = "linux")]
#[test]
fn words_are_found_in_every_form_from_a_disk() {
    let Some(browser) = Browser::start() else { return };
    let small = sample(0);
    assert!(small.pages().contains_key("poisk.js"));
    finds_words_in_every_form(&browser, &small);
    let large = sample(60);
    assert!(large.pages().contains_key("poisk/slova-0.js"));
    finds_words_in_every_form(&browser, &large);
}

#[cfg(target_os = "linux")]
fn finds_words_in_every_form(browser: &Browser, site: &Site) {
    let page = format!("file://{}/public/poisk.html", site.root().display());
    browser.open(&page);
    browser.until("typeof poisk === 'object' && document.readyState === 'complete'");
    let loaded = "[...document.scripts].filter(s => /slova|teksty/.test(s.src)).length";
    assert_eq!(browser.value(loaded), 0, "nothing but titles before somebody types");

    for query in
        ["турниры", "турнира", "Турнир", "ТУРНИРАМИ", "турн", "шахматы", "турнмр", "турнир команды"]
    {
        assert_eq!(find(browser, query), ["Турнир по шахматам"], "{query}");
    }
    assert_eq!(find(browser, "актовом зале"), ["Хакатон"]);
    assert_eq!(find(browser, "призер"), ["Олимпиада"]);
    assert_eq!(find(browser, "охват"), ["Задачи центра"]);
    assert_eq!(find(browser, "учителя химии"), ["Педагоги"], "what a table says");
    let report = find(browser, "педсовет");
    assert!(report.len() == 1 && report[0].contains("I полугодие 2022/23"), "{report:?}");
    let kind = browser.value("document.querySelector('#search_results .facts').textContent");
    assert_eq!(kind, "Отчёт");
    for query in ["комнды", "комаанды", "комзнды", "команжы"] {
        assert_eq!(find(browser, query), ["Турнир по шахматам"], "{query}");
    }
    for query in ["каманды", "турмнр", "комндв", "верблюд"] {
        assert_eq!(find(browser, query), [""; 0], "{query}");
    }
    assert!(
        browser.value("search_status.textContent").as_str().unwrap().contains("Ничего не нашлось")
    );

    // Found in the text alone, and shown with what is around it; ё is е.
    assert_eq!(find(browser, "елочная"), ["Хакатон"]);
    browser.until("document.querySelector('#search_results mark')?.textContent === 'ёлочные'");
    let context = browser.value("document.querySelector('#search_results .context').textContent");
    assert!(context.as_str().unwrap().contains("R&D <призы>"), "{context}");
    assert!(context.as_str().unwrap().chars().count() < 220, "{context}");
}

#[cfg(target_os = "linux")]
#[test]
fn an_empty_search_offers_directions_and_tags() {
    let Some(browser) = Browser::start() else { return };
    let site = sample(0);
    browser.open(&format!("file://{}/public/poisk.html", site.root().display()));
    let offered = "search_offers.checkVisibility() && [...search_offers.querySelectorAll('a')].map(a => a.textContent)";
    assert_eq!(
        browser.value(offered),
        serde_json::json!([
            "Проведение совместных мероприятий",
            "Конференции, фестивали, форумы",
            "Игры"
        ])
    );
    find(&browser, "турнир");
    assert_eq!(browser.value("search_offers.checkVisibility()"), false);
    find(&browser, "");
    assert_eq!(browser.value("search_offers.checkVisibility()"), true);
}

#[cfg(target_os = "linux")]
#[test]
fn results_can_be_narrowed() {
    let Some(browser) = Browser::start() else { return };
    let site = sample(0);
    browser.open(&format!("file://{}/public/poisk.html?q=рассказ+играли", site.root().display()));
    browser.until("document.readyState === 'complete'");
    assert_eq!(browser.value("search_query.value"), "рассказ играли");
    let choose = |field: &str, value: &str| {
        browser.value(&format!("({field}.value = {value:?}, true)"));
    };
    // A letter that all events have in a word.
    assert_eq!(find(&browser, "а").len(), 0);
    let all = find(&browser, "задач");
    assert_eq!(all.len(), 2, "{all:?}");
    choose("search_year", "2021/22");
    assert_eq!(find(&browser, "задач"), ["Олимпиада"]);
    choose("search_direction", "1");
    assert_eq!(find(&browser, "задачи"), [""; 0]);
    choose("search_year", "");
    assert_eq!(find(&browser, "рассказ"), ["Хакатон"]);
}

/// The words of `poisk.js`, unpacked as its format says.
#[cfg(target_os = "linux")]
fn packed_words(script: &str) -> Vec<String> {
    let (_, packed) = script.split_once("poisk.words([").unwrap();
    let (packed, _) = packed.split_once('"').unwrap().1.split_once('"').unwrap();
    let mut words: Vec<String> = Vec::new();
    for entry in packed.split(' ') {
        let (entry, _) = entry.split_once('|').unwrap();
        let (same, rest) = entry.split_at(1);
        let same = usize::from_str_radix(same, 36).unwrap();
        let before = words.last().cloned().unwrap_or_default();
        words.push(before.chars().take(same).chain(rest.chars()).collect());
    }
    words
}

#[cfg(target_os = "linux")]
#[test]
fn the_program_and_the_script_cut_texts_into_the_same_words() {
    let Some(browser) = Browser::start() else { return };
    let texts = [
        "Классы 7Б, 7-Б, 7\u{2011}Б, 8–В, 9 «Г», 10«А», 11\u{a0}«А», 6 А и 5 б класс, 1-й, 2-х, 5 и 6.",
        "За\u{301}мок и замо\u{301}к, шах\u{ad}маты, мо\u{200b}й, чаи\u{306}, все\u{308}, Е\u{308}лка, О\u{feff}на.",
        "ИИ, ОГЭ, 3D-принтер, 2022-Б, А7-Б, R&D, №5-В, naïve, Київ, 1½, x\u{300}y, 7-Бис, 7-Б\u{301}.",
    ];
    let site = Site::new();
    for (number, text) in texts.iter().enumerate() {
        let head =
            crate::sandbox::post_text("Событие", &format!("2022-12-0{}", number + 1), "sovmestnye");
        site.post(&format!("{number}.md"), &format!("{head}\n\n{text}\n"));
    }
    site.build().ok();
    browser.open(&format!("file://{}/public/poisk.html", site.root().display()));
    browser.until("typeof poisk === 'object' && document.readyState === 'complete'");
    let script = site.public("poisk.js");
    let (_, shown) = script.split_once("poisk.texts([").unwrap();
    let shown: Vec<String> =
        serde_json::from_str(&shown[shown.find(",[").unwrap() + 1..=shown.rfind("]]").unwrap()])
            .unwrap();
    let mut cut = std::collections::BTreeSet::new();
    for text in &shown {
        let words = browser.value(&format!("poisk.wordsOf({})", serde_json::json!(text)));
        let words = words.as_array().unwrap().iter().map(|word| word.as_str().unwrap().to_owned());
        cut.extend(words.filter(|word| (2..=40).contains(&word.chars().count())));
    }
    let packed: std::collections::BTreeSet<_> = packed_words(&script).into_iter().collect();
    assert_eq!(packed, cut);
    for word in
        ["7б", "8в", "9г", "10а", "11а", "6а", "5б", "5в", "замок", "шахматы", "чай", "все", "елка"]
    {
        assert!(packed.contains(word), "{word}: {packed:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn classes_abbreviations_and_stressed_words_are_found_and_marked() {
    let Some(browser) = Browser::start() else { return };
    let site = Site::new();
    let post = |name: &str, title: &str, text: &str| {
        let head = crate::sandbox::post_text(title, "2022-12-07", "sovmestnye");
        site.post(&format!("{name}.md"), &format!("{head}\n\n{text}\n"));
    };
    post(
        "a",
        "Игры и идеи",
        "Интересная история из жизни, изучали иностранный, его и её доклад, но дом.",
    );
    post("b", "Урок про ИИ", "Рисовали на ИЗО, сдавали ОГЭ, ЕГЭ. ДОО и НОО. Печать 3D.");
    post("v", "Экскурсия 7-Б", "Ехали 8«В», 9 «Г» и 10\u{2011}А.");
    post("g", "Замок", "Видели за\u{301}мок и шах\u{ad}маты.");
    site.build().ok();
    browser.open(&format!("file://{}/public/poisk.html", site.root().display()));
    browser.until("typeof poisk === 'object' && document.readyState === 'complete'");
    let marked = || {
        let marks = browser.value(
            "[...new Set([...document.querySelectorAll('#search_results mark')].map(of => of.textContent))]",
        );
        let marks = marks.as_array().unwrap().iter();
        marks.map(|mark| mark.as_str().unwrap().replace('\u{a0}', " ")).collect::<Vec<_>>()
    };
    for (query, title, mark) in [
        ("ИИ", "Урок про ИИ", "ИИ"),
        ("ии", "Урок про ИИ", "ИИ"),
        ("ОГЭ", "Урок про ИИ", "ОГЭ"),
        ("егэ", "Урок про ИИ", "ЕГЭ"),
        ("ИЗО", "Урок про ИИ", "ИЗО"),
        ("доо", "Урок про ИИ", "ДОО"),
        ("ноо", "Урок про ИИ", "НОО"),
        ("3d", "Урок про ИИ", "3D"),
        ("7б", "Экскурсия 7-Б", "7-Б"),
        ("7 «Б»", "Экскурсия 7-Б", "7-Б"),
        ("7 б", "Экскурсия 7-Б", "7-Б"),
        ("8-в", "Экскурсия 7-Б", "8«В"),
        ("9Г", "Экскурсия 7-Б", "9 «Г"),
        ("10 «а»", "Экскурсия 7-Б", "10\u{2011}А"),
        ("шахматы", "Замок", "шах\u{ad}маты"),
        ("шах\u{ad}мат", "Замок", "шах\u{ad}маты"),
    ] {
        assert_eq!(find(&browser, query), [title], "{query}");
        assert_eq!(marked(), [mark], "{query}");
    }
    assert_eq!(find(&browser, "за\u{301}мки"), ["Замок"]);
    assert_eq!(marked(), ["Замок", "за\u{301}мок"]);
    // A single letter among words need not be in the text.
    assert_eq!(find(&browser, "экскурсия в 10а"), ["Экскурсия 7-Б"]);
}

#[cfg(target_os = "linux")]
#[test]
fn an_address_cannot_stop_the_search() {
    let Some(browser) = Browser::start() else { return };
    let site = sample(60);
    let page = format!("file://{}/public/poisk.html", site.root().display());
    let long = "а".repeat(100_000);
    let began = std::time::Instant::now();
    browser.open(&format!("{page}?q={long}"));
    browser.until(
        "search_results.ariaBusy === 'false' && search_status.textContent.includes('Ничего')",
    );
    assert!(began.elapsed().as_secs() < 5, "{:?}", began.elapsed());
    assert_eq!(browser.value("search_query.value.length"), 200);
    browser.open(&format!("{page}?length=1&action=2&submit=3&god=1900/01&q=турнир"));
    browser.until("search_results.ariaBusy === 'false' && search_results.children.length > 0");
    assert_eq!(titles(&browser), ["Турнир по шахматам"]);
    assert_eq!(browser.value("search_year.selectedIndex"), 0);
}
