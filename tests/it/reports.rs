//! Reports and plans made from posts, read by third-party programs.
#![expect(clippy::disallowed_methods, reason = "tests look at files that the program wrote")]

use std::path::Path;

use crate::python::ask;
use crate::sandbox::{Site, post_text};

/// A post of the direction `sovmestnye` with additional front matter.
fn post(title: &str, date: &str, more: &str) -> String {
    post_text(title, date, "sovmestnye").replace("\n---\n\n", &format!("\n{more}---\n\n"))
}

/// The rows of a CSV document made with these arguments, without the BOM and the header.
fn rows(site: &Site, arguments: &[&str]) -> Vec<String> {
    let mut line = arguments.to_vec();
    line.extend(["--out", "d.csv", "--force"]);
    site.run(&line).ok();
    let text = site.read("d.csv").replace('\u{a0}', " ").replace('"', "");
    text.lines().skip(1).map(str::to_owned).collect()
}

fn base() -> Site {
    let site = Site::new();
    site.post("igra.md", &post("Игра", "5.10.2022", "участники: 20 обучающихся\n"));
    site
}

#[test]
fn the_report_of_the_posts_equals_the_seed_report() {
    let site = Site::repository();
    site.build().ok();
    let seed = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/seed/report-2022-2023-1.txt");
    let public = site.root().join("public");
    let (seed, public) = (seed.to_str().unwrap(), public.to_str().unwrap());
    let arguments = [seed, public, "http://baltika7.ucoz.ru/tochka/", "reports/2022-2023-1"];
    ask("readers/seed_report.py", arguments);
    let totals = site.public("reports/2022-2023-1.html");
    let total = totals.split("<tr class=\"total\">").nth(1).unwrap();
    let total = &total[..total.find("</tr>").unwrap()];
    for number in [9, 238, 82, 8, 148] {
        assert!(total.contains(&format!(">{number}</td>")), "{total}");
    }
}

#[test]
fn the_command_writes_the_same_report_as_the_build() {
    let site = Site::repository();
    site.build().ok();
    site.run(&["report", "2022/23", "I", "--out", "o.docx"]).ok();
    let file = |path| std::fs::read(site.root().join(path)).unwrap();
    assert_eq!(file("o.docx"), file("public/reports/2022-2023-1.docx"));
}

#[test]
fn a_report_is_looked_at_before_it_is_written() {
    use rostok::pipeline::{ChosenColumns, DocumentKind, make_document, preview_document};
    use rostok::report::NotHeldReason;

    let site = base();
    site.post("forum.md", &post("Форум", "12.11.2022", "черновик: да\n"));
    site.post("vesna.md", &post("Весна", "1.03.2023", ""));
    site.post("osen.md", &post("Осень", "1.10.2023", ""));
    let request = site.request(jiff::civil::date(2023, 5, 1));
    let mut problems = rostok::diagnostic::Diagnostics::new();
    let (kind, usual) = (DocumentKind::Report, ChosenColumns::default());
    let latest = preview_document(&request, kind, None, &usual, &mut problems).unwrap().unwrap();
    assert_eq!(latest.period.slug(), "2022-23-2", "the latest that has begun");
    let slugs: Vec<_> = latest.periods.iter().map(|period| period.slug()).collect();
    assert_eq!(slugs, ["2022-23-2", "2022-23-1", "2022-23"]);
    let of_first = Some("2022-23-1");
    let first = preview_document(&request, kind, of_first, &usual, &mut problems).unwrap().unwrap();
    assert_eq!((first.counts.held, first.counts.participations), (1, 20));
    let left_out = &first.left_out[..];
    assert!(matches!(left_out, [event] if event.title == "Форум"), "{left_out:?}");
    assert_eq!(left_out[0].reason, NotHeldReason::Draft);
    assert_eq!(left_out[0].file, "content/posts/forum.md");

    let format = rostok::site::Format::Xlsx;
    let made = make_document(
        &request,
        DocumentKind::Report,
        "2022-23-1",
        format,
        &ChosenColumns::default(),
        &mut problems,
    );
    let made = made.unwrap().unwrap();
    assert_eq!(*problems, []);
    let arguments = ["report", "2022/23 I", "--today", "2023-05-01", "--out", "o.xlsx"];
    site.run(&arguments).ok();
    assert_eq!(made.name, "otchet-2022-23-1.xlsx");
    assert_eq!(made.bytes, std::fs::read(site.root().join("o.xlsx")).unwrap());
}

#[test]
fn an_event_in_two_periods_is_in_both_and_marked() {
    let site = base();
    site.post("kruzhok.md", &post("Кружок", "ноябрь 2022 — февраль 2023", ""));
    let row = |period| {
        let rows = rows(&site, &["report", period]);
        rows.into_iter().find(|row| row.contains("Кружок")).unwrap()
    };
    let date = "ноябрь 2022 г. — февраль 2023 г.";
    assert!(row("2022/23 I").contains(&format!("{date} (продолжается)")));
    assert!(row("II 2022/23").contains(&format!("{date} (продолжение)")));
    assert!(row("2022/23").contains(&format!(";{date};")));
}

#[test]
fn only_events_that_took_place_are_reported() {
    let site = base();
    site.post("otmena.md", &post("Отмена", "6.10.2022", "проведено: нет\n"));
    site.post("chernovik.md", &post("Черновик", "7.10.2022", "черновик: да\n"));
    site.post("bez.md", &post("Без страницы", "8.10.2022", "черновик: да\nпроведено: да\n"));
    site.post("ne-v-otchet.md", &post("Совещание", "9.10.2022", "в_отчёт: нет\n"));
    site.post("potom.md", &post("Потом", "20.12.2022", ""));
    site.file(
        "content/reports/1.md",
        "---\nпериод: 2022/23 I\n---\n\n{{ events() }}\n\n{{ not_held() }}\n",
    );
    let rows = rows(&site, &["report", "2022/23", "I", "--today", "1.12.2022"]);
    assert_eq!(
        rows,
        [
            "Проведение совместных мероприятий;;;;",
            "1;Игра;20 обучающихся;5 октября 2022 г.;http://example.org/tochka/2022/igra.html",
            ";Без страницы;—;8 октября 2022 г.;—",
            "Конференции, фестивали, форумы;;;;",
            ";Мероприятий не было;—;—;—",
        ]
    );
    site.run(&["build", "--today", "1.12.2022"]).ok();
    let page = site.public("reports/1.html");
    let planned = page.split("Запланировано, но не проведено</caption>").nth(1).unwrap();
    for (title, fate) in [
        ("Отмена", "не проведено"),
        ("Черновик", "нет сведений о проведении"),
        ("Потом", "ещё впереди"),
    ] {
        let row = planned.split("<tr>").find(|row| row.contains(title)).unwrap();
        assert!(row.contains(fate), "{row}");
    }
    assert!(!page.contains("Совещание"));
}

#[test]
fn a_past_announcement_is_reported_when_its_story_is_told() {
    let site = base();
    let announcement = post("Час кода", "5.12.2022", "участники: 20 чел.\n")
        .replace("Рассказ о событии.", "Приглашаем всех 5 декабря в 14:30 в кабинет информатики.");
    site.post("chas.md", &announcement);
    let reported = || {
        let rows = rows(&site, &["report", "2022/23", "I", "--today", "8.12.2022"]);
        rows.iter().any(|row| row.contains("Час кода"))
    };
    assert!(!reported());
    let told = site.run(&["report", "2022/23", "I", "--today", "8.12.2022", "--force"]);
    for words in [", 1 событие, 20 участников", "1 анонс (ждут рассказа", "`rostok list --waiting`"]
    {
        assert!(told.ok().stdout.replace('\u{a0}', " ").contains(words), "{}", told.stdout);
    }
    site.post("chas.md", &announcement.replacen("дата", "проведено: да\nдата", 1));
    assert!(reported());
    site.post("chas.md", &announcement.replace("Приглашаем всех", "Собрались"));
    assert!(reported());
}

#[test]
fn a_report_without_events_says_so() {
    let site = Site::new();
    site.post("a.md", &post("А", "5.10.2022", "черновик: да\n"));
    let told = site.run(&["report", "2022/23", "I"]);
    let said = told.ok().stdout.replace('\u{a0}', " ");
    assert!(
        said.contains("но в отчёте нет ни одного события") && said.contains("1 черновик (добавьте"),
        "{said}"
    );
}

#[test]
fn a_report_chooses_how_its_table_is_made() {
    let site = base();
    site.post("vtoraya.md", &post("Вторая", "6.10.2022", "ссылка: http://b.example/a\n"));
    let head =
        "период: 2022/23 I\nнумерация: подряд\nпустые_направления: пропустить\nссылки: внешние\n";
    site.file("content/reports/1.md", format!("---\n{head}---\n"));
    assert_eq!(
        rows(&site, &["report", "2022/23", "I"]),
        [
            "Проведение совместных мероприятий;;;;",
            "1;Игра;20 обучающихся;5 октября 2022 г.;http://example.org/tochka/2022/igra.html",
            "2;Вторая;—;6 октября 2022 г.;http://b.example/a",
        ]
    );
}

#[test]
fn a_plan_has_all_events_and_what_became_of_them() {
    let site = Site::new();
    let more = "кратко: Партии\nаудитория: 5–9 классы\nответственный: И. О. Фамилия\n";
    site.post("2022-23/turnir.md", &post("Турнир", "7.12.2022", more));
    site.post("2022-23/chernovik.md", &post("Черновик", "май 2023", "черновик: да\n"));
    let told = |title: &str, date: &str, more: &str| {
        post(title, date, more).replace("Рассказ о событии.", "Ребята провели опыты.")
    };
    site.post("2022-23/avgust.md", &post("Совещание", "август 2022", "черновик: да\n"));
    site.post("2022-23/otkrytie.md", &told("Открытие", "2.09.2022", "кратко: Линейка\n"));
    site.post("2022-23/nedelya.md", &told("Неделя науки", "21.11.2022", "срок: 1 неделя ноября\n"));
    site.post("2022-23/net.md", &post("Поход", "до 5 октября", "черновик: да\nпроведено: нет\n"));
    site.post("2022-23/gost.md", &post("Гость", "3.03.2023", "черновик: да\nсрок: декабрь\n"));
    site.post("2022-23/god.md", &post("Кружок", "в течение года", "черновик: да\n"));
    site.post("2021-22/ranshe.md", &post("Раньше", "5.10.2021", ""));
    let plan = |today| rows(&site, &["plan", "2022/23", "--today", today]);
    let heading = "Проведение совместных мероприятий;;;;;;";
    let page = "http://example.org/tochka/2022";
    let expected = [
        heading,
        "1;Совещание;Рассказ о событии.;—;август 2022 г.;—;",
        "2;Открытие;Линейка;—;2 сентября 2022 г.;—;проведено 2 сентября 2022 г.",
        &format!("{page}/otkrytie.html"),
        "3;Поход;Рассказ о событии.;—;до 5 октября;—;не проведено",
        "4;Неделя науки;—;—;1 неделя ноября;—;проведено 21 ноября 2022 г. (перенесено)",
        &format!("{page}/nedelya.html"),
        "5;Гость;Рассказ о событии.;—;декабрь 2022 г.;—;перенесено на 3 марта 2023 г.",
        "6;Турнир;Партии;5–9 классы;7 декабря 2022 г.;И. О. Фамилия;",
        "7;Черновик;Рассказ о событии.;—;май 2023 г.;—;",
        "8;Кружок;Рассказ о событии.;—;в течение года;—;",
    ];
    let expected: Vec<String> = expected.iter().map(|row| row.to_string()).collect();
    for today in ["15.08.2022", "1.12.2022"] {
        assert_eq!(plan(today), expected, "{today}");
    }
    // A text that tells nothing is judged by its day.
    assert!(plan("8.12.2022").iter().any(|row| row.contains("проведено 7 декабря 2022 г.")));
    let report = rows(&site, &["report", "2022/23", "I", "--today", "8.12.2022"]);
    assert!(report.iter().any(|row| row.contains("Турнир")), "{report:?}");
}

#[test]
fn a_plan_is_approved_signed_and_has_a_page() {
    let site = base();
    let settings = site.read("content/site.yaml");
    let signatures = "подписи:\n  руководитель:\n    должность: Руководитель центра\n    имя: И. О. Первая\n  \
                      утверждаю:\n    должность: Директор школы\n    имя: И. О. Вторая\n    приказ: 45-од\n    дата: \
                      30.08.2022\n";
    site.file("content/site.yaml", settings + signatures);
    site.file("content/reports/plan.md", "---\nвид: план\nпериод: 2022/23\n---\n");
    site.file(
        "content/pages/plany.md",
        "---\nназвание: Планы\n---\n\n{{ план(IV квартал 2022) }}\n",
    );
    site.build().ok();
    let page = site.public("reports/plan.html").replace('\u{a0}', " ");
    for words in [
        "План мероприятий на 2022/23 учебный год",
        "<p>УТВЕРЖДАЮ</p>",
        "Директор школы",
        "И. О. Вторая",
        "Приказ от 30.08.2022 г. № 45-од",
        "Руководитель центра",
        "Отметка о выполнении",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(site.public("plany.html").contains("Отметка о выполнении"));
    site.run(&["plan", "2022/23", "--out", "o.docx"]).ok();
    let file = |path| std::fs::read(site.root().join(path)).unwrap();
    assert_eq!(file("o.docx"), file("public/reports/plan.docx"));
    if let Some(pdf) = crate::office::convert(&site.root().join("o.docx"), "pdf")
        && let Some(pages) = crate::office::pages(&pdf)
    {
        let text = pages.join("\n").replace('\u{a0}', " ");
        assert_eq!(pages.len(), 1, "{text}");
        for words in ["УТВЕРЖДАЮ", "Приказ от 30.08.2022", "Ответственный", "И. О. Первая"]
        {
            assert!(text.contains(words), "{words}: {text}");
        }
    }
    let rows = |path: &str| -> Vec<String> {
        let bytes = std::fs::read(site.root().join(path)).unwrap();
        let mut book = calamine::open_workbook_auto_from_rs(std::io::Cursor::new(bytes)).unwrap();
        let sheet = calamine::Reader::worksheet_range_at(&mut book, 0).unwrap().unwrap();
        sheet.rows().map(|row| row.iter().map(ToString::to_string).collect::<String>()).collect()
    };
    let sheet = rows("public/reports/plan.xlsx");
    assert_eq!(sheet[0], "УТВЕРЖДАЮ");
    assert!(sheet[5].starts_with("№ п/пМероприятие"), "{sheet:?}");
    assert!(sheet.iter().any(|row| row.contains("Руководитель центра")), "{sheet:?}");
    // A report is signed too, and approved where it asks for that.
    site.file("content/reports/o.md", "---\nпериод: 2022/23 I\nутверждаю: да\n---\n");
    site.build().ok();
    let page = site.public("reports/o.html");
    assert!(page.contains("И. О. Вторая") && page.contains("И. О. Первая"), "{page}");
}

#[test]
fn no_file_is_replaced_without_force() {
    let site = base();
    site.file("o.docx", "чужой");
    let line = ["report", "2022/23", "I", "--out", "o.docx"];
    let refused = site.run(&line);
    assert!(refused.exits(2).stderr.contains("--force"), "{}", refused.stderr);
    assert_eq!(site.read("o.docx"), "чужой");
    site.run(&[&line[..], &["--force"]].concat()).ok();
    // A file with the same content may be written again.
    site.run(&line).ok();
    for (line, words) in [
        (["report", "когда-то", "--out", "a.docx"], "период «когда-то»"),
        (["report", "2022/23", "--out", "a.pdf"], "`.docx`, `.xlsx`"),
        (["plan", "2031/32", "--out", "a.docx"], "планировать нечего"),
    ] {
        let run = site.run(&line);
        assert!(run.exits(2).stderr.contains(words), "{}", run.stderr);
    }
    assert!(!site.root().join("a.docx").exists());
}

#[test]
fn the_text_of_a_draft_is_left_out_with_a_warning() {
    let site = base();
    let text = "---\nпериод: 2022/23 I\nчерновик: да\n---\n\nРассказ.\n";
    site.file("content/reports/1.md", text);
    let line = ["report", "2022/23", "I", "--out", "o.csv"];
    let run = site.run(&line);
    let said = &run.ok().stderr;
    assert!(said.contains("ещё черновик") && said.contains("content/reports/1.md"), "{said}");
    site.file("content/reports/1.md", text.replace("черновик: да\n", ""));
    let run = site.run(&[&line[..], &["--force"]].concat());
    assert_eq!(run.ok().stderr, "");
}

#[test]
fn with_errors_in_the_content_there_is_no_report() {
    let site = base();
    site.post("bez-daty.md", "---\nназвание: Без даты\nнаправление: sovmestnye\n---\n");
    site.run(&["report", "2022/23", "I", "--out", "o.docx"]).exits(1);
    assert!(!site.root().join("o.docx").exists());
}

#[test]
fn several_reports_have_a_list_and_a_new_event_changes_only_its_own() {
    let site = base();
    for (name, period) in [("a", "2022/23 I"), ("b", "2022/23 II")] {
        site.file(&format!("content/reports/{name}.md"), format!("---\nпериод: {period}\n---\n"));
    }
    site.build().ok();
    let list = site.public("reports/index.html");
    assert!(list.find("b.html").unwrap() < list.find("a.html").unwrap());
    assert!(site.public("index.html").contains("href=\"reports/index.html\""));
    let before = site.pages();
    site.post("vesna.md", &post("Весна", "5.04.2023", ""));
    site.build().ok();
    let after = site.pages();
    let same = |path: &str| before[path] == after[path];
    for end in ["html", "docx", "xlsx", "csv"] {
        assert!(same(&format!("reports/a.{end}")) && !same(&format!("reports/b.{end}")), "{end}");
    }
}
