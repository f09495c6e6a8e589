//! Reports whose columns and totals are chosen, in all formats; own keys of a site.

use crate::python::ask;
use crate::sandbox::{SETTINGS, Site};

/// A site with own keys and events of three school years, none of them in 2023/24.
fn site() -> Site {
    let site = Site::empty();
    let own = "event_keys:\n- кабинет\n- Социальный партнёр\n- охват онлайн\n";
    site.file("content/site.yaml", format!("{SETTINGS}{own}"));
    for (name, date, more) in [
        ("a", "5.10.2021", "уровень: школьный\nучастники: 20 обучающихся\n"),
        (
            "b",
            "7.10.2022",
            "уровень: муниципальный\nучастники: 58 чел. (в т.ч. 4 педагога)\nаудитория: Обучающиеся\n\
             кабинет: 101\nсоциальный партнер: [Музей, Библиотека]\n",
        ),
        (
            "c",
            "3.11.2022",
            "уровень: Школьный\nучастники: 20 обучающихся, 3 педагога, 2 родителя\nКабинет: физики\n\
             охват_онлайн: 150\n",
        ),
        ("d", "1.12.2022", "участники: 12 чел.\nдоговор: да\n"),
        ("e", "2.10.2024", "уровень: региональный\nformat: викторина\n"),
    ] {
        let more = more.replace("договор: да\n", "").replace("format:", "форма:");
        site.post(
            &format!("{name}.md"),
            &format!("---\nназвание: Игра {name}\nдата: {date}\nнаправление: sovmestnye\n{more}---\n\nТекст.\n"),
        );
    }
    site
}

/// The lines of the report of 2022/23 as CSV.
fn csv(site: &Site, arguments: &[&str]) -> Vec<String> {
    let mut line = vec!["report", "2022/23", "--today", "2025-06-01"];
    line.extend(arguments);
    line.extend(["--out", "o.csv", "--force"]);
    site.run(&line).ok();
    let text = site.read("o.csv").replace('\u{a0}', " ").replace(['"', '\u{feff}'], "");
    text.lines().map(str::to_owned).collect()
}

#[test]
fn a_report_has_the_columns_that_are_chosen() {
    let site = site();
    let columns = "№, дата, название, уровень, кабинет, социальный партнёр, охват онлайн, обучающиеся, \
                   педагоги, родители";
    assert_eq!(
        csv(&site, &["--columns", columns]),
        [
            "№ п/п;Дата проведения;Мероприятие;Уровень;Кабинет;Социальный партнёр;Охват онлайн;\
             Обучающиеся;Педагоги;Родители;Вместе или не указано",
            "Проведение совместных мероприятий;;;;;;;;;;",
            "1;7 октября 2022 г.;Игра b;муниципальный;101;Музей, Библиотека;—;54;4;0;0",
            "2;3 ноября 2022 г.;Игра c;Школьный;физики;—;150;20;3;2;0",
            "3;1 декабря 2022 г.;Игра d;—;—;—;—;—;—;—;12",
            "Конференции, фестивали, форумы;;;;;;;;;;",
            ";—;Мероприятий не было;—;—;—;—;—;—;—;—",
            ";;Всего;;;;;74;7;2;12",
        ]
    );
    // With the total of all, nobody is lost.
    let rows = csv(&site, &["--columns", "направление; №; название; педагоги; всего участников"]);
    assert_eq!(
        rows,
        [
            "Направление;№ п/п;Мероприятие;Педагоги;Количество участников",
            "Проведение совместных мероприятий;1;Игра b;4;58",
            "Проведение совместных мероприятий;2;Игра c;3;25",
            "Проведение совместных мероприятий;3;Игра d;—;12",
            ";;Всего;7;95",
        ]
    );
}

#[test]
fn the_front_matter_of_a_report_chooses_and_the_command_overrides() {
    let site = site();
    let head = "---\nпериод: 2022/23\nколонки: [№, название]\nпустые_направления: пропустить\n";
    site.file("content/reports/g.md", format!("{head}---\n\n{{{{ события() }}}}\n"));
    assert_eq!(csv(&site, &[])[2], "1;Игра b");
    assert_eq!(csv(&site, &["--columns", "название, месяц"])[2], "Игра b;октябрь 2022 г.");
    // A code has the last word about its own table.
    let code = "{{ события(\"уровень; название\") }}";
    site.file("content/reports/g.md", format!("{head}---\n\n{code}\n"));
    assert_eq!(csv(&site, &[])[2], "муниципальный;Игра b");
}

#[test]
fn a_column_that_is_none_is_told_before_anything_is_written() {
    let site = site();
    let run = site.run(&["report", "2022/23", "--columns", "№, уровнь", "--out", "o.csv"]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert!(run.stderr.contains("нет колонки «уровнь»"), "{}", run.stderr);
    assert!(run.stderr.contains("похоже на `уровень`"), "{}", run.stderr);
    assert!(run.stderr.contains("Социальный партнёр"), "{}", run.stderr);
    let run = site.run(&["report", "2022/23", "--totals", "ссылка", "--out", "o.csv"]);
    assert!(run.stderr.contains("по колонке «ссылка» итоги не подводят"), "{}", run.stderr);
    let run = site.run(&["plan", "2022/23", "--totals", "месяц", "--out", "o.csv"]);
    assert!(run.stderr.contains("у плана нет итогов"), "{}", run.stderr);
    let run = site.run(&["report", "2022/23", "--columns", "№", "--form", "f.xlsx"]);
    assert!(run.stderr.contains("колонки формы определяет её шапка"), "{}", run.stderr);
    let run = site.run(&["report", "2022/23", "--totals", "месяц", "--from", "events"]);
    assert!(run.stderr.contains("в отчёте нескольких центров"), "{}", run.stderr);
    assert!(!site.root().join("o.csv").exists());
}

/// The rows of the table with this caption in a page, cells between `|`.
fn table(page: &str, caption: &str) -> Vec<String> {
    let start =
        page.find(&format!("<caption>{caption} (")).unwrap_or_else(|| panic!("no {caption}"));
    let table = &page[start..start + page[start..].find("</table>").unwrap()];
    let cells = |row: &str| {
        let cells = row.split("</t").filter_map(|cell| cell.rsplit_once('>'));
        let texts = cells.map(|(_, text)| text.trim().replace('\u{a0}', " "));
        texts.filter(|text| !text.is_empty()).collect::<Vec<_>>().join("|")
    };
    table.split("<tr").skip(1).map(cells).collect()
}

#[test]
fn totals_are_counted_by_what_is_chosen() {
    let site = site();
    site.file(
        "content/reports/g.md",
        "---\nпериод: 2022/23\nитоги: [направление, уровень, месяц, социальный партнёр]\n---\n\n\
         {{ итого() }}\n\n{{ итого(\"учебный год, 2024/25\") }}\n\n\
         {{ диаграмма(\"события по учебным годам, 2024/25\") }}\n\n\
         {{ диаграмма(\"участия по социальным партнёрам\") }}\n",
    );
    site.run(&["build", "--today", "2025-06-01"]).ok();
    let page = site.public("reports/g.html");
    let levels = table(&page, "Итоги по уровням");
    assert_eq!(
        levels,
        [
            "Уровень|Событий|Участий|Обучающиеся|Педагоги|Родители|Вместе или не указано",
            "Школьный|1|25|20|3|2|0",
            "Муниципальный|1|58|54|4|0|0",
            "Не указано|1|12|0|0|0|12",
            "Всего|3|95|74|7|2|12",
        ]
    );
    let months = table(&page, "Итоги по месяцам");
    assert_eq!((months.len(), &*months[1]), (14, "сентябрь 2022 г.|0|0|0|0|0|0"));
    let partners = table(&page, "Итоги: Социальный партнёр");
    assert_eq!(partners[1..3], ["Библиотека|1|58|54|4|0|0", "Музей|1|58|54|4|0|0"]);
    assert!(page.contains("событие с несколькими значениями стоит в каждой строке"));
    // A year without events is a row of zeros between the others.
    let years = table(&page, "Итоги по учебным годам");
    let counted: Vec<_> =
        years.iter().map(|row| row.split('|').take(2).collect::<Vec<_>>()).collect();
    assert_eq!(
        counted[1..],
        [["2021/22", "1"], ["2022/23", "3"], ["2023/24", "0"], ["2024/25", "1"], ["Всего", "5"]]
    );
    assert!(page.contains("Мероприятия по учебным годам"), "{page}");
    assert!(page.contains("Участия: Социальный партнёр"), "{page}");
}

#[test]
fn office_programs_read_back_what_was_chosen() {
    let site = site();
    for file in ["o.docx", "o.xlsx"] {
        let columns =
            "№, дата, название, уровень, кабинет, охват онлайн, обучающиеся, педагоги, ссылка";
        let totals = "направление, уровень, месяц";
        let line = ["report", "2022/23", "--today", "2025-06-01", "--columns", columns];
        site.run(&[&line[..], &["--totals", totals, "--out", file]].concat()).ok();
    }
    let file = |name: &str| site.root().join(name).to_str().unwrap().to_owned();
    ask("readers/chosen_columns.py", [file("o.docx"), file("o.xlsx")]);
}

#[test]
fn what_was_chosen_is_imported_again_as_it_was() {
    let site = site();
    let columns = "№, дата, название, направление, уровень, кабинет, обучающиеся, педагоги, ссылка";
    let line = ["report", "2022/23", "--today", "2025-06-01", "--columns", columns];
    site.run(&[&line[..], &["--totals", "месяц, уровень", "--out", "o.xlsx"]].concat()).ok();
    let other = Site::empty();
    let own = "event_keys: [кабинет]\n";
    other.file("content/site.yaml", format!("{SETTINGS}{own}"));
    let table = site.root().join("o.xlsx");
    let run = other.run(&["import", table.to_str().unwrap(), "--direction", "sovmestnye"]);
    // The tables of totals are none of events.
    assert!(run.ok().stdout.contains("Прочитано: 3\u{a0}события"), "{}", run.stdout);
    let draft = other.read("content/posts/2022-23/igra-b.md");
    for line in ["участники: 54 обучающихся, 4 педагога", "уровень: муниципальный", "кабинет: 101"]
    {
        assert!(draft.contains(&format!("\n{line}\n")), "{line}{draft}");
    }
}

#[test]
fn a_table_of_others_fills_own_keys() {
    let site = site();
    site.file(
        "t.csv",
        "№;Мероприятие;Дата;Социальный партнер;КАБИНЕТ;Уровень;Форма проведения\n\
         1;Квиз;1.10.2022;Музей;12;школьный;викторина\n",
    );
    let run = site.run(&["import", "t.csv", "--direction", "sovmestnye"]);
    assert_eq!(run.ok().stderr, "");
    let draft = site.read("content/posts/2022-23/kviz.md");
    for line in [
        "уровень: школьный\n",
        "форма: викторина\n",
        "кабинет: 12\n",
        "Социальный партнёр: Музей\n",
    ] {
        assert!(draft.contains(&format!("\n{line}")), "{line}{draft}");
    }
    assert_eq!(site.run(&["check", "--drafts"]).ok().stderr, "");
    // An address that an own key takes is no news about the event.
    let own = format!("{SETTINGS}event_keys: [договор]\n");
    let site = Site::empty();
    site.file("content/site.yaml", &own);
    site.file(
        "t.csv",
        "Партнёрство;Мероприятие;Дата;Договор\nда;Квиз;1.10.2022;https://a.example/d\n",
    );
    site.run(&["import", "t.csv", "--direction", "sovmestnye"]).ok();
    let draft = site.read("content/posts/2022-23/kviz.md");
    assert!(draft.contains("\nдоговор: https://a.example/d\n"), "{draft}");
    assert!(!draft.contains("\nссылка:"), "{draft}");
}

#[test]
fn an_event_shows_the_own_keys_of_the_site() {
    let site = site();
    let text = site.read("content/posts/b.md");
    let more = "охват онлайн: 'https://музей.example/?a=1&b=2'\nсоциальный партнер: [Музей <i>, Школа & сад]\n";
    let text = text.replace("социальный партнер: [Музей, Библиотека]\n", more);
    site.file("content/posts/b.md", text);
    for (theme, shown) in [
        (
            "tochka",
            "<div><dt>Кабинет</dt><dd>101</dd></div>\n\
             <div><dt>Социальный партнёр</dt><dd>Музей &lt;i&gt;, Школа &amp; сад</dd></div>\n\
             <div><dt>Охват онлайн</dt><dd><a href=\"https:&#x2F;&#x2F;музей.example&#x2F;?a=1&amp;b=2\">\
             на сайте музей.example</a></dd></div>",
        ),
        (
            "plain",
            "<dt>Кабинет</dt><dd>101</dd>\n\
             <dt>Социальный партнёр</dt><dd>Музей &lt;i&gt;, Школа &amp; сад</dd>\n",
        ),
    ] {
        let settings = site.read("content/site.yaml");
        let settings = settings.split("theme:").next().unwrap();
        site.file("content/site.yaml", format!("{settings}theme: {theme}\n"));
        site.run(&["build", "--today", "2025-06-01"]).ok();
        let page = site.read("public/2022/b.html").replace("&#x2F;", "/");
        assert!(page.contains(&shown.replace("&#x2F;", "/")), "{theme}: {page}");
        // An event that says nothing of them has no empty labels.
        assert!(!site.read("public/2022/d.html").contains("Социальный партнёр"));
    }
}
