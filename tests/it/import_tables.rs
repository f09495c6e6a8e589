//! `rostok import`: tables, plans and news as centres have them, and what comes of each cell.

use crate::import_files::archive;
use crate::sandbox::{Run, Site, tree};

/// The lines of a draft's front matter that are no explanations, and its text.
fn draft(site: &Site, file: &str) -> String {
    let text = site.read(&format!("content/posts/{file}"));
    let lines = text.lines().filter(|line| {
        let is_note = line.starts_with("# Снимки") || line.starts_with("# ссылка: /");
        !line.is_empty() && (!line.starts_with('#') || is_note)
    });
    lines.skip(1).collect::<Vec<_>>().join("\n")
}

fn import(site: &Site, file: &str) -> Run {
    site.run(&["import", file, "--direction", "sovmestnye"])
}

fn drafts(site: &Site) -> Vec<String> {
    tree(&site.root().join("content/posts")).into_keys().collect()
}

#[test]
fn every_column_goes_to_its_key_or_is_named_once() {
    let site = Site::new();
    site.file(
        "plan.csv",
        "План работы на ноябрь 2024 года;;;;;;;;;;;;\n\
         №;Название конкурса;Краткое содержание мероприятия;Категория участников мероприятия;Сроки проведения;\
         Время;Место проведения;Класс;Форма проведения;Уровень;Ответственные за реализацию мероприятия;Результат;Примечание\n\
         1;2;3;4;5;6;7;8;9;10;11;12;13\n\
         1;Квиз;Вопросы по физике;Обучающиеся;05.11;14:30;каб. 12;5А, 5Б;викторина;школьный;И. О. Петрова;1 место;взять проектор\n\
         2;Шахматы;;Обучающиеся (20 чел.);12-14.11;по расписанию;;;;;;;заранее\n",
    );
    let run = import(&site, "plan.csv");
    assert_eq!(run.ok().stderr, "");
    assert!(run.stdout.contains("столбец „Примечание“, 2\u{a0}значения"), "{}", run.stdout);
    assert_eq!(
        draft(&site, "2024-25/kviz.md"),
        "название: Квиз\nдата: 5 ноября 2024 г., 14:30\nнаправление: sovmestnye\n\
         аудитория: Обучающиеся\nкратко: Вопросы по физике\nместо: каб. 12\nформа: викторина\n\
         уровень: школьный\nклассы: 5А, 5Б\nитоги: 1 место\nответственный: И. О. Петрова\nчерновик: да\n---"
    );
    let chess = draft(&site, "2024-25/shakhmaty.md");
    assert!(chess.contains("дата: 12–14 ноября 2024 г.\n"), "{chess}");
    assert!(chess.contains("время: по расписанию\n") && chess.contains("участники: 20 человек\n"));
    let checked = site.run(&["check", "--drafts"]);
    assert_eq!(checked.ok().stderr, "");
}

#[test]
fn groups_below_a_head_become_groups_of_participants() {
    let site = Site::new();
    site.file(
        "t.csv",
        "№;Мероприятие;Дата: план;Дата: факт;Количество участников;;;Ссылка на публикацию;\n\
         ;;;;обучающихся;педагогов;всего;сайт;ВКонтакте\n\
         1;Квиз;1.10.2024;3.10.2024;32;2;34;https://a.example/1;https://vk.com/wall-1_1\n\
         2;Игра;4.10.2024;4.10.2024;10;0;12;;https://vk.com/wall-1_2\n",
    );
    let run = import(&site, "t.csv");
    run.exits(0);
    let quiz = draft(&site, "2024-25/kviz.md");
    for line in [
        "дата: 3 октября 2024 г.\n",
        "срок: 1.10.2024\n",
        "участники: 32 обучающихся, 2 педагога\n",
        "ссылка: https://a.example/1\n",
        "Ещё о событии: https://vk.com/wall-1_1",
    ] {
        assert!(quiz.contains(line), "{line}{quiz}");
    }
    let game = draft(&site, "2024-25/igra.md");
    assert!(
        game.contains("участники: 10 обучающихся, 2 участника\n") && !game.contains("срок"),
        "{game}"
    );
    assert!(run.stderr.contains("вместе 10, а всего указано 12"), "{}", run.stderr);
}

#[test]
fn what_is_no_number_of_people_is_told_and_kept() {
    let site = Site::new();
    site.file(
        "t.csv",
        "№;Мероприятие;Дата;Количество участников\n\
         1;А;1.10.2024;более 150 чел.\n\
         2;Б;2.10.2024;58 чел. / 12 победителей\n\
         3;В;3.10.2024;9 классов (187 уч.)\n\
         4;Г;45570;18 детей, 2 воспитателя\n\
         10;Д;неизвестно;5\n",
    );
    let run = import(&site, "t.csv");
    run.exits(1);
    let has = |file: &str, lines: &[&str]| {
        let text = draft(&site, file);
        for line in lines {
            assert!(text.contains(line), "{line}\n{text}");
        }
    };
    has("2024-25/a.md", &["аудитория: более 150 чел.\n"]);
    has("2024-25/b.md", &["участники: 58 человек\n", "итоги: 12 победителей\n"]);
    has("2024-25/v.md", &["участники: 187 учащихся\n", "аудитория: 9 классов\n"]);
    has("g.md", &["дата: 45570\n", "участники: 18 детей, 2 воспитателя\n"]);
    has("d.md", &["дата: неизвестно\n"]);
    let complaints = run.stderr.replace('\u{a0}', " ").replace("\n   ", " ");
    for said in [
        "строка 2: число участников не удалось прочитать: «более 150 чел.» — не точное число",
        "строка 5: в ячейке число 45570, а не дата",
        "похоже, это 5 октября 2024 г.",
        "строка 6: не удалось прочитать дату «неизвестно»",
    ] {
        assert!(complaints.contains(said), "{said}\n{complaints}");
    }
}

#[test]
fn terms_months_and_the_august_of_a_plan_are_kept() {
    let site = Site::new();
    site.file(
        "plan.csv",
        "План на 2024-2025 учебный год;;\nМероприятие;Сроки;Ответственный\n\
         Совещание;Август;Директор\nКурсы;В течение года;Педагоги\nНоябрь;;\nКвиз;5;Петрова\nИгра;;Петрова\n\
         \"Собрания\nродителей\";\"Февраль 2025\nАпрель 2025\";\nЛагерь;август;\n",
    );
    let run = import(&site, "plan.csv");
    run.exits(0);
    let date = |file: &str| {
        let text = draft(&site, &format!("2024-25/{file}.md"));
        text.lines().find_map(|line| line.strip_prefix("дата: ").map(str::to_owned)).unwrap()
    };
    assert_eq!(date("soveshchanie"), "август 2024 г.");
    assert_eq!(date("kursy"), "В течение года");
    assert_eq!(date("kviz"), "5 ноября 2024 г.");
    assert_eq!(date("igra"), "ноябрь 2024 г.");
    assert_eq!(date("sobraniya-roditeley"), "февраль и апрель 2025 г.");
    assert_eq!(date("lager"), "август 2025 г.");
    assert_eq!(drafts(&site).len(), 6);
    let again = import(&site, "plan.csv");
    assert!(again.stdout.contains("Уже есть на сайте: 6"), "{}", again.stdout);
}

#[test]
fn other_tables_make_no_events_and_are_named() {
    let site = Site::new();
    site.file(
        "t.html",
        "<table><tr><td>№<td>Мероприятие<td>Дата<tr><td>1<td>Квиз<td>3.10.2024</table>\
         <p>Оборудование</p><table><tr><td>№<td>Наименование<td>Количество<tr><td>1<td>Ноутбук<td>10</table>\
         <table><tr><td>Наименование<td>Количество<td>Кабинет<tr><td>Дрон<td>2<td>12</table>",
    );
    let run = import(&site, "t.html");
    run.exits(0);
    assert_eq!(drafts(&site), ["2024-25/kviz.md"]);
    for said in [
        "content/data/equipment.yaml: 1\u{a0}строка",
        "таблица 3, строка 1: „Наименование“, „Количество“, „Кабинет“, 1\u{a0}строка",
        "текст вокруг мероприятий, 1\u{a0}абзац: «Оборудование»",
    ] {
        assert!(run.stdout.contains(said), "{said}\n{}", run.stdout);
    }
}

#[test]
fn many_drafts_need_a_yes() {
    let site = Site::new();
    let rows: String = (1..=101).map(|number| format!("Игра {number};1.10.2024\n")).collect();
    site.file("t.csv", format!("Мероприятие;Дата;\n{rows}"));
    let run = import(&site, "t.csv");
    run.exits(1);
    assert!(
        run.stderr.contains("--yes") && run.stderr.contains("101\u{a0}черновик"),
        "{}",
        run.stderr
    );
    assert!(!site.root().join("content/posts").exists());
    site.run(&["import", "t.csv", "--yes", "--direction", "sovmestnye"]).ok();
    assert_eq!(drafts(&site).len(), 101);
}

#[test]
fn opendocument_texts_and_sheets_are_read() {
    let site = Site::new();
    let content = |body: &str| {
        format!(
            "<office:document-content xmlns:office='o' xmlns:table='t' xmlns:text='x' xmlns:xlink='l'>\
             <office:body>{body}</office:body></office:document-content>"
        )
    };
    let cell = |text: &str| format!("<table:table-cell><text:p>{text}</text:p></table:table-cell>");
    let head: String =
        ["№", "Мероприятие", "Дата", "Ссылка"].iter().map(|text| cell(text)).collect();
    let odt = content(&format!(
        "<office:text><text:tracked-changes><text:p>удалено</text:p></text:tracked-changes>\
         <text:p>План на 2024/25 учебный год</text:p><table:table><table:table-header-rows><table:table-row>{head}\
         </table:table-row></table:table-header-rows><table:table-row>{}\
         <table:table-cell><text:p>Квиз</text:p><text:p>по<text:s/>физике</text:p></table:table-cell>{}\
         <table:table-cell><text:p><text:a xlink:href='https://a.example/1'>тут</text:a></text:p></table:table-cell>\
         </table:table-row></table:table></office:text>",
        cell("1"),
        cell("3 октября"),
    ));
    let text = "application/vnd.oasis.opendocument.text";
    site.file("plan.odt", archive(&[("mimetype", text), ("content.xml", &odt)]));
    import(&site, "plan.odt").ok();
    let quiz = draft(&site, "2024-25/kviz-po-fizike.md");
    assert!(quiz.contains("дата: 3 октября 2024 г.\n"), "{quiz}");
    assert!(quiz.contains("ссылка: https://a.example/1\n"), "{quiz}");

    let empty = "<table:table-cell table:number-columns-repeated='1020'/>";
    let ods = content(&format!(
        "<office:spreadsheet><table:table table:name='Отчёт'><table:table-row>{head}{empty}</table:table-row>\
         <table:table-row>{0}{1}<table:table-cell office:value-type='date' office:date-value='2022-12-01'>\
         <text:p>дек.22</text:p></table:table-cell>{empty}</table:table-row>\
         <table:table-row table:number-rows-repeated='3'><table:table-cell table:number-columns-repeated='1024'/></table:table-row>\
         <table:table-row>{0}{2}<table:table-cell office:value-type='date' office:date-value='2022-12-05'>\
         <text:p>понедельник</text:p></table:table-cell></table:table-row>\
         <table:table-row>{0}{3}{4}</table:table-row>\
         <table:table-row table:number-rows-repeated='1048570'>{empty}</table:table-row></table:table></office:spreadsheet>",
        cell("1"),
        cell("Неделя"),
        cell("Игра"),
        cell("Поход"),
        cell("никогда"),
    ));
    let sheet = "application/vnd.oasis.opendocument.spreadsheet";
    site.file("t.ods", archive(&[("mimetype", sheet), ("content.xml", &ods)]));
    let run = import(&site, "t.ods");
    run.exits(1);
    assert!(draft(&site, "2022-23/nedelya.md").contains("дата: декабрь 2022 г.\n"));
    assert!(draft(&site, "2022-23/igra.md").contains("дата: 5 декабря 2022 г.\n"));
    assert!(run.stderr.contains("лист «Отчёт», ячейка C7"), "{}", run.stderr);
    let encrypted =
        [("mimetype", text), ("META-INF/manifest.xml", "<encryption-data/>"), ("content.xml", "?")];
    site.file("secret.odt", archive(&encrypted));
    let refused = import(&site, "secret.odt");
    refused.exits(2);
    assert!(refused.stderr.contains("закрыт паролем"), "{}", refused.stderr);
}

#[test]
fn a_folder_of_news_and_lines_is_read_at_once() {
    let site = Site::new();
    site.file(
        "old/news.html",
        "<html><body><table><tr><td><div class='eTitle'><a href='/news/den/2023-02-08-57'>День науки</a></div>\
         <div class='eMessage'><p>Прошёл *фестиваль*.</p><img src='/_nw/0/s1.jpg'></div>\
         <div class='eDetails'>Дата: 08.02.2023</div></td></tr></table></body></html>",
    )
    .file("old/news_files/page.html", "<html></html>")
    .file(
        "old/rss.xml",
        "<?xml version='1.0'?><rss><channel><item><title>Поход</title><link>https://a.example/2</link>\
         <description>&lt;p&gt;Были в лесу.&lt;/p&gt;</description><pubDate>Wed, 10 May 2023 11:25:00 GMT</pubDate></item></channel></rss>",
    )
    .file(
        "old/report.txt",
        "Отчёт за 2023-2024 учебный год\n\nСентябрь\n\
         1 сентября – линейка «Вместе» (1-11 кл., 186 чел.)\n\
         16-20.10 Неделя наук (5-11 классы), охват 120 человек. https://vk.com/wall-1_2\n\
         Участие в олимпиаде: 14 участников.\n",
    )
    .file("old/scan.pdf", "%PDF-1.7")
    .file("old/photo.jpg", "");
    let run = import(&site, "old");
    run.exits(1);
    assert_eq!(
        drafts(&site),
        [
            "2022-23/den-nauki.md",
            "2022-23/pokhod.md",
            "2023-24/lineyka-vmeste.md",
            "2023-24/nedelya-nauk.md"
        ]
    );
    let news = draft(&site, "2022-23/den-nauki.md");
    assert!(news.contains("# Снимки: s1.jpg."), "{news}");
    assert!(news.contains("# ссылка: /news/den/2023-02-08-57 "), "{news}");
    assert!(news.ends_with("---\nПрошёл \\*фестиваль\\*."), "{news}");
    let week = draft(&site, "2023-24/nedelya-nauk.md");
    for line in [
        "дата: 16–20 октября 2023 г.\n",
        "участники: 120 человек\n",
        "ссылка: https://vk.com/wall-1_2\n",
    ] {
        assert!(week.contains(line), "{line}{week}");
    }
    assert!(run.stdout.contains("«Отчёт за 2023-2024 учебный год»"), "{}", run.stdout);
    assert!(run.stderr.contains("это PDF"), "{}", run.stderr);
    assert!(run.stdout.contains("report.txt, строка 4"), "{}", run.stdout);
}

#[test]
fn the_same_complaint_is_told_once_and_rows_are_in_order() {
    let site = Site::new();
    let rows: String =
        (1..=12).map(|number| format!("{number};Игра {number};{number}.10.2024\n")).collect();
    site.file("t.csv", format!("№;Мероприятие;Дата\n{rows}13;А;?\n14;\"1. Б\n2. В\";??\n"));
    let run = site.run(&["import", "t.csv"]);
    run.exits(1);
    let told = "не указано направление: строки 2, 3, 4, 5, 6, 7, 8, 9 и ещё 6";
    assert!(run.stderr.contains(told), "{}", run.stderr);
    assert_eq!(run.stderr.matches("не указано направление").count(), 1);
    let wrong = site.run(&["import", "t.csv", "--direction", "шашки"]);
    wrong.exits(1);
    assert!(wrong.stderr.contains("неизвестное направление «шашки»"), "{}", wrong.stderr);
}

#[test]
fn indicators_and_equipment_of_a_report_become_data() {
    let site = Site::new();
    site.file("content/data/equipment.yaml", "# Оборудование\nстроки:\n#   - название: Дрон\n").file(
        "t.html",
        "<p>Показатели на 31.12.2024</p><table><tr><td>№<td>Наименование показателя<td>Минимальное значение<td>Фактическое значение на 31.12.2024\
         <tr><td>1<td>Охват программами (%)<td>70<td>72,5</table>\
         <table><tr><td>№<td>Мероприятие<td>Дата<tr><td>1<td>Квиз<td>3.10.2024</table>\
         <p>Оборудование центра</p><table><tr><td>№<td>Наименование<td>Количество<td>Инв. номер<tr><td colspan=4>Техника<tr><td>1<td>Ноутбук<td>10 шт.<td>77</table>",
    );
    let run = import(&site, "t.html");
    run.exits(0);
    let indicators = site.read("content/data/indicators.yaml");
    assert!(indicators.contains("    цель: 70 %\n"), "{indicators}");
    assert!(
        indicators.contains("      - дата: 31.12.2024\n        значение: 72,5\n"),
        "{indicators}"
    );
    assert_eq!(
        site.read("content/data/equipment.yaml"),
        "# Оборудование\nстроки:\n#   - название: Дрон\n  - название: Ноутбук\n    количество: 10\n"
    );
    assert!(run.stdout.contains("столбец „Инв. номер“"), "{}", run.stdout);
    assert_eq!(drafts(&site), ["2024-25/kviz.md"]);
    site.run(&["check", "--drafts"]).exits(0);
}

#[test]
fn a_year_of_the_rows_above_is_taken_and_told() {
    let site = Site::new();
    site.file(
        "t.csv",
        "Мероприятие;Дата, время и место;Из них педагогов;Ссылка\nА;12.09.24;2;vk.com/wall-1_2\n\
         Б;\"5 ноября, 10:00, каб. 5\";;\nВ;ноябрь;;\n",
    );
    let run = import(&site, "t.csv");
    run.exits(0);
    let first = draft(&site, "2024-25/a.md");
    assert!(first.contains("участники: 2 педагога\n"), "{first}");
    assert!(first.contains("ссылка: https://vk.com/wall-1_2\n"), "{first}");
    assert!(draft(&site, "2024-25/v.md").contains("дата: ноябрь 2024 г.\n"));
    assert!(run.stderr.contains("взят 2024/25 учебный год"), "{}", run.stderr);
    let second = draft(&site, "2024-25/b.md");
    assert!(second.contains("дата: 5 ноября 2024 г., 10:00\n"), "{second}");
    assert!(second.contains("место: каб. 5\n"), "{second}");
}
