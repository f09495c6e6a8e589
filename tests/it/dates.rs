//! Dates with a time of day, terms in words, and periods, from a post to what is made of it.

use crate::python::ask;
use crate::sandbox::{Site, post_text};

fn post(title: &str, date: &str, more: &str) -> String {
    post_text(title, date, "sovmestnye").replace("\n---\n\n", &format!("\n{more}---\n\n"))
}

#[test]
fn the_time_of_an_announcement_is_on_its_pages_in_the_feed_and_for_search_engines() {
    let site = Site::new();
    let text = post("Турнир", "5 декабря 2024 в 14:30", "обновлено: 1.12.2024\n");
    site.post("2024-25/turnir.md", &text);
    site.post("2024-25/igra.md", &post("Игра", "7.12.2024", "время: с 10 до 12\n"));
    site.run(&["build", "--today", "2.12.2024"]).ok();
    for page in ["index.html", "2024/turnir.html"] {
        let html = site.public(page).replace('\u{a0}', " ");
        let time = "<time datetime=\"2024-12-05\">5 декабря 2024 г., 14:30</time>";
        assert!(html.contains(time), "{page}: {html}");
    }
    let page = site.public("2024/turnir.html");
    assert!(page.contains("\"startDate\":\"2024-12-05T14:30:00+03:00\""), "{page}");
    assert!(!page.contains("endDate"), "{page}");
    let game = site.public("2024/igra.html");
    assert!(game.contains("\"endDate\":\"2024-12-07T12:00:00+03:00\""), "{game}");
    let feed = site.public("feed.xml").replace('\u{a0}', " ");
    assert!(feed.contains("5 декабря 2024 г., 14:30"), "{feed}");
    // As news it has no line about its time, and reports name the day.
    site.run(&["build", "--today", "8.12.2024"]).ok();
    assert!(!site.public("feed.xml").contains("14:30"));
    site.run(&["report", "2024/25", "I", "--out", "o.csv", "--today", "8.12.2024"]).ok();
    let report = site.read("o.csv").replace('\u{a0}', " ");
    assert!(report.contains("\"5 декабря 2024 г.\""), "{report}");
}

/// Terms as plans have them.
const TERMS: [&str; 26] = [
    "5 декабря 2024 в 14:30",
    "5.12.2024 14:30",
    "12 апреля 2025, 10:00",
    "23.10.2024 (14:00)",
    "05.11 14:30",
    "в течение года",
    "сентябрь, октябрь",
    "3 неделя ноября",
    "I квартал 2025",
    "2 четверть",
    "до 5 мая 2025",
    "каждый вторник",
    "1-я половина июня 2025",
    "I половина июня",
    "10, 12 и 14 марта 2025",
    "осенние каникулы",
    "Постоянно",
    "2024-2025 учебный год",
    "II полугодие",
    "ежемесячно",
    "ежеквартально",
    "1 раз в четверть",
    "до 5 мая",
    "по расписанию",
    "по отдельному графику",
    "сентябрь – май",
];

#[test]
fn drafts_may_have_terms_in_words_wherever_they_lie() {
    let site = Site::new();
    for (at, term) in TERMS.iter().enumerate() {
        site.post(&format!("2024-25/a{at}.md"), &post(term, term, "черновик: да\n"));
        site.post(&format!("b{at}.md"), &post(term, term, "черновик: да\n"));
    }
    let run = site.run(&["check"]);
    let said = &run.ok().stderr;
    assert!(!said.contains("2024-25"), "{said}");
    assert!(said.contains("в дате не указан год"), "{said}");
    // The preview shows drafts.
    site.run(&["build", "--drafts"]).ok();
    let page = site.public("2024/a5.html").replace('\u{a0}', " ");
    assert!(page.contains(">в течение года</time>"), "{page}");
}

#[test]
fn a_term_is_announced_and_then_needs_its_day() {
    let site = Site::new();
    let text = |date: &str| post("Неделя науки", date, "");
    site.post("2024-25/nedelya.md", &text("3 неделя ноября"));
    site.run(&["build", "--today", "20.11.2024"]).ok();
    let page = site.public("2024/nedelya.html").replace('\u{a0}', " ");
    assert!(page.contains("Анонс"), "{page}");
    let run = site.run(&["build", "--today", "22.11.2024"]);
    let said = &run.exits(1).stdout;
    let said = format!("{said}{}", run.stderr).replace('\u{a0}', " ");
    assert!(said.contains("это срок, а не дата события"), "{said}");
    site.post("2024-25/nedelya.md", &text("18, 19 и 21 ноября"));
    site.run(&["build", "--today", "22.11.2024"]).ok();
    let page = site.public("2024/nedelya.html").replace('\u{a0}', " ");
    assert!(page.contains(">18, 19 и 21 ноября 2024 г.</time>"), "{page}");
}

#[test]
fn a_report_covers_any_period_that_schools_report_on() {
    let site = Site::new();
    for (file, date) in [("a", "5.10.2022"), ("b", "20.12.2022"), ("c", "14.02.2023")] {
        site.post(&format!("{file}.md"), &post(file, date, ""));
    }
    let held = |arguments: &[&str]| {
        let line = [&["report"], arguments, &["--out", "o.csv", "--force"]].concat();
        site.run(&line).ok();
        let text = site.read("o.csv");
        ["a", "b", "c"]
            .into_iter()
            .filter(|name| text.contains(&format!("\"{name}\"")))
            .collect::<String>()
    };
    for (period, events) in [
        ("IV квартал 2022", "ab"),
        ("4 кв. 2022", "ab"),
        ("2022", "ab"),
        ("2023 год", "c"),
        ("I четверть 2022/23", "a"),
        ("2 четверть 2022-2023", "b"),
        ("декабрь 2022", "b"),
        ("с 1.10.2022 по 15.10.2022", "a"),
        ("2022/23", "abc"),
    ] {
        assert_eq!(held(&[period]), events, "{period}");
    }
    assert_eq!(held(&["--from", "1.12.2022", "--to", "28.02.2023"]), "bc");
    let run = site.run(&["report", "осень 2022", "--out", "x.csv"]);
    let said = &run.exits(2).stderr.replace('\u{a0}', " ");
    for example in ["«2022/23 I»", "«IV квартал 2022»", "«2022»", "«октябрь 2022»"]
    {
        assert!(said.contains(example), "{said}");
    }
    // The settings know when quarters begin.
    let settings = site.read("content/site.yaml");
    let quarters = "четверти:\n  первая: 1.09-4.10\n  вторая: 5.10-28.12\n  третья: 9.01-21.03\n  \
                    четвёртая: 31.03-26.05\n";
    site.file("content/site.yaml", settings + quarters);
    assert_eq!(held(&["I четверть 2022/23"]), "");
    assert_eq!(held(&["II четверть 2022/23"]), "ab");
    // A report of its own knows them too.
    site.file("content/reports/god.md", "---\nпериод: 2022 год\n---\n");
    site.build().ok();
    let page = site.public("reports/god.html").replace('\u{a0}', " ");
    assert!(page.contains("Отчёт за 2022 год"), "{page}");
}

#[test]
fn announcements_are_a_calendar_that_other_programs_read() {
    let site = Site::new();
    let more = "место: Каб. 12; 2-й этаж\nкратко: 'Партии, призы; и другое'\n";
    site.post("2024-25/turnir.md", &post("Турнир, финал", "5 декабря 2024 с 14:30 до 16", more));
    site.post("2024-25/igra.md", &post("Игра", "7–9.12.2024", ""));
    site.post("2024-25/dni.md", &post("Дни науки", "10, 12 и 14 декабря 2024", ""));
    site.post("2024-25/srok.md", &post("Срок", "3 неделя декабря", ""));
    site.post("2024-25/proshlo.md", &post("Прошло", "1.12.2024", ""));
    let line = ["build", "--today", "2.12.2024"];
    site.run(&line).ok();
    let first = site.output();
    assert!(site.public("index.html").contains("href=\"calendar.ics\""));
    site.run(&line).ok();
    assert_eq!(first["calendar.ics"], site.output()["calendar.ics"]);
    let file = site.root().join("public/calendar.ics");
    if let Some(said) = ask("readers/ics.py", [&file]) {
        let read: serde_json::Value = serde_json::from_str(&said).unwrap();
        let events = read["events"].as_array().unwrap();
        let of = |event: &serde_json::Value| -> Vec<String> {
            let keys = ["title", "start", "end", "place", "description"];
            keys.iter().map(|key| event[key].as_str().unwrap_or("-").to_owned()).collect()
        };
        assert_eq!(
            of(&events[0]),
            [
                "Турнир, финал",
                "2024-12-05T11:30:00+00:00",
                "2024-12-05T13:00:00+00:00",
                "Каб. 12; 2-й этаж",
                "Партии, призы; и другое",
            ]
        );
        assert_eq!(&of(&events[1])[1..3], ["2024-12-07", "2024-12-10"]);
        // Separate days are separate entries, each known by its day.
        let days: Vec<_> = events[2..].iter().map(|event| of(event)[1..3].join(" ")).collect();
        assert_eq!(
            days,
            ["2024-12-10 2024-12-11", "2024-12-12 2024-12-13", "2024-12-14 2024-12-15"]
        );
        assert!(of(&events[2])[4].starts_with("10, 12 и 14 декабря 2024 г.\n"), "{events:?}");
        let uids = events[2..].iter().map(|event| event["uid"].as_str().unwrap());
        let ends: Vec<_> = uids.map(|uid| uid.rsplit('#').next().unwrap()).collect();
        assert_eq!(ends, ["2024-12-10", "2024-12-12", "2024-12-14"]);
        assert!(events[0]["url"].as_str().unwrap().ends_with("/2024/turnir.html"));
    }
    // Without announcements there is no file and no link.
    site.run(&["build", "--today", "20.01.2025", "--drafts"]).exits(1);
    site.remove("content/posts/2024-25/srok.md");
    site.run(&["build", "--today", "20.01.2025"]).ok();
    assert!(!site.root().join("public/calendar.ics").exists());
    assert!(!site.public("index.html").contains("calendar.ics"));
}
