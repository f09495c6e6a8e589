//! `rostok import`: plans and reports as schools write them. Each test is one habit.

use crate::sandbox::{Run, Site, tree};

/// The drafts of a site: file, then the lines of its front matter that say something, joined by «|».
pub(crate) fn drafts(site: &Site) -> Vec<String> {
    let lines = |text: &str| {
        let said = text.lines().filter(|line| {
            let is_empty = line.trim_end().ends_with(':') || line.is_empty();
            let is_default = ["---", "черновик: да", "направление: sovmestnye"].contains(line);
            !is_empty && !is_default && !line.starts_with('#')
        });
        said.collect::<Vec<_>>().join("|")
    };
    tree(&site.root().join("content/posts"))
        .into_values()
        .map(|text| lines(&String::from_utf8(text).unwrap()))
        .collect()
}

pub(crate) fn import(name: &str, text: &str) -> (Site, Run) {
    let site = Site::new();
    site.file(name, text);
    let run = site.run(&["import", name, "--direction", "sovmestnye"]);
    (site, run)
}

/// The drafts that `text` gives, without a complaint.
#[track_caller]
pub(crate) fn imported(name: &str, text: &str) -> Vec<String> {
    let (site, run) = import(name, text);
    assert_eq!(run.ok().stderr, "", "{}", run.stdout);
    drafts(&site)
}

#[test]
fn months_and_weeks_may_be_columns() {
    let found = imported(
        "plan.csv",
        "Циклограмма мероприятий на 2024-2025 учебный год;;;\n\
         Направление;Сентябрь;Октябрь;Ноябрь\n\
         Техника;\"Экскурсия в центр\nМастер-класс «Робот»\";Турнир;—\n\
         Наука;;;День химика (15 ноября)\n",
    );
    assert_eq!(
        found,
        [
            "название: День химика|дата: 15 ноября 2024 г.",
            "название: Экскурсия в центр|дата: сентябрь 2024 г.",
            "название: Мастер-класс «Робот»|дата: сентябрь 2024 г.",
            "название: Турнир|дата: октябрь 2024 г.",
        ]
    );
    let weeks = imported(
        "plan.csv",
        "План на ноябрь 2024 года;;\nРабота;1 неделя;2 неделя\nУчебная;Урок;Олимпиада\n",
    );
    assert_eq!(
        weeks,
        [
            "название: Олимпиада|дата: 2 неделя ноября 2024",
            "название: Урок|дата: 1 неделя ноября 2024"
        ]
    );
    let rows = imported(
        "plan.csv",
        "План на 2024-2025 учебный год;;\nНеделя;Сентябрь;Октябрь\n1 неделя;Линейка;Турнир\n",
    );
    assert_eq!(
        rows,
        ["название: Линейка|дата: 1 неделя сентября", "название: Турнир|дата: 1 неделя октября"]
    );
}

#[test]
fn a_head_may_have_three_rows() {
    let found = imported(
        "t.html",
        "<p>Информация за 2023 год</p><table><tr><th rowspan=3>№<th rowspan=3>Мероприятие\
         <th rowspan=3>Дата<th colspan=3>Количество участников<th rowspan=3>Итоги</tr>\
         <tr><th colspan=2>обучающиеся<th>взрослые</tr><tr><th>1-4 кл.<th>5-11 кл.<th>педагоги</tr>\
         <tr><td>1<td>День науки<td>08.02.2023<td>20<td>45<td>6<td>-</tr></table>",
    );
    let [event] = &found[..] else { panic!("{found:?}") };
    assert!(
        event.contains("участники: 20 обучающихся 1-4 кл., 45 обучающихся 5-11 кл., 6 педагогов"),
        "{event}"
    );
}

#[test]
fn a_section_of_a_table_may_be_a_month_or_a_number_with_a_direction() {
    let site = Site::new();
    site.file(
        "t.html",
        "<p>План на 2024-2025 учебный год</p><table><tr><th>Дата<th>Мероприятие<th>Класс</tr>\
         <tr><td colspan=3>Сентябрь</tr><tr><td>9-13<td>Неделя<td>5</tr><tr><td>до 20<td>Набор<td>6</tr>\
         <tr><td colspan=3>II полугодие</tr><tr><td>5 мая<td>Итоги<td>9</tr>\
         <tr><td colspan=3>I. Техническая направленность</tr><tr><td>6 мая<td>Лего<td>3</tr></table>",
    );
    let run = site.run(&["import", "t.html"]);
    run.exits(1);
    assert!(
        run.stderr.contains("«Техническая направленность», в нём 1\u{a0}событие"),
        "{}",
        run.stderr
    );
    let found = drafts(&site);
    assert!(
        found.contains(&"название: Набор|дата: до 20 сентября|классы: '6'".to_owned())
            || found.iter().any(|it| it.starts_with("название: Набор|дата: до 20 сентября|")),
        "{found:?}"
    );
    assert!(
        found.iter().any(|it| it.starts_with("название: Неделя|дата: 9–13 сентября 2024 г.|")),
        "{found:?}"
    );
    assert!(!run.stderr.contains("полугодие"), "{}", run.stderr);
}

#[test]
fn an_empty_cell_or_a_ditto_means_the_one_above() {
    let (site, run) = import(
        "plan.csv",
        "План на 2024-2025 учебный год;;\nСроки;Мероприятие;Ответственные\n\
         Сентябрь;Линейка;Зайцев\n;Экскурсия;-//-\nОктябрь;Турнир;Котова\n;Урок;»\n",
    );
    assert!(run.stderr.contains("дата взята из строки выше"), "{}", run.stderr);
    assert_eq!(
        drafts(&site),
        [
            "название: Экскурсия|дата: сентябрь 2024 г.|ответственный: Зайцев",
            "название: Линейка|дата: сентябрь 2024 г.|ответственный: Зайцев",
            "название: Турнир|дата: октябрь 2024 г.|ответственный: Котова",
            "название: Урок|дата: октябрь 2024 г.|ответственный: Котова",
        ]
    );
}

#[test]
fn a_cell_for_the_date_may_say_what_became_of_the_event() {
    let found = imported(
        "t.csv",
        "Отчёт за 1 полугодие 2023-2024 учебного года;;;\n№;Мероприятие;Срок (план);Дата (факт)\n\
         1;Квиз;октябрь;перенесено на ноябрь\n2;Олимпиада;ноябрь;не проведено\n\
         3;Акция;декабрь;проведено 18.12.2023\n4;Чтения;апрель;26/04/2024\n\
         5;Сбор;октябрь;24.10.2023г. 25.10.2023г.\n6;Конкурс;;Декабрь (16.12–20.12)\n",
    );
    assert_eq!(
        found,
        [
            "название: Акция|дата: 18 декабря 2023 г.|проведено: да|срок: декабрь",
            "название: Чтения|дата: 26 апреля 2024 г.|срок: апрель",
            "название: Конкурс|дата: 16–20 декабря 2023 г.",
            "название: Квиз|дата: ноябрь 2023 г.|срок: октябрь",
            "название: Олимпиада|дата: ноябрь 2023 г.|проведено: нет",
            "название: Сбор|дата: 24–25 октября 2023 г.|срок: октябрь",
        ]
    );
}

#[test]
fn items_of_a_list_and_dates_in_titles_are_events() {
    let found = imported(
        "t.csv",
        "План на 2024-2025 учебный год;;\n№;Мероприятия;Ответственные\n\
         1;\"• 05.09 – Старт кружков;\n• Хакатон (15–17 ноября)\";Орлов Д.А.\n",
    );
    assert_eq!(
        found,
        [
            "название: Хакатон|дата: 15–17 ноября 2024 г.|ответственный: Орлов Д.А.",
            "название: Старт кружков|дата: 5 сентября 2024 г.|ответственный: Орлов Д.А.",
        ]
    );
    let lines = imported(
        "t.txt",
        "Отчёт за I четверть 2024-2025 учебного года\n1) 2 сентября 2024 года – линейка (охват 210 чел.);\n\
         2) с 16 по 20 сентября – Неделя безопасности;\n3) 04.10.2024 состоялся мастер-класс;\n\
         4) Экскурсия для первоклассников – 11 октября;\n",
    );
    assert_eq!(
        lines,
        [
            "название: Экскурсия для первоклассников|дата: 11 октября 2024 г.",
            "название: Линейка|дата: 2 сентября 2024 г.|участники: 210 человек",
            "название: Мастер-класс|дата: 4 октября 2024 г.",
            "название: Неделя безопасности|дата: 16–20 сентября 2024 г.",
        ]
    );
}

#[test]
fn numbers_of_classes_are_added_and_footnotes_go_to_their_events() {
    let found = imported(
        "t.csv",
        "Отчёт за апрель 2024 г.;;;\n№;Название мероприятия;Сроки;Участники (класс, кол-во)\n\
         1;Квест*;11.04.2024;5 кл., 22\n2;ВПР;15-19.04.2024 г.;\"8 «А» - 20, 8 «Б» - 18\"\n\
         3;Марафон;20.04.2024;1 200 чел.\n\n* совместно с библиотекой\n",
    );
    assert_eq!(
        found[0],
        "название: Квест|дата: 11 апреля 2024 г.|аудитория: 5 кл.|участники: 22 человека|совместно с библиотекой"
    );
    assert!(
        found
            .iter()
            .any(|it| it.ends_with("аудитория: 8 «А» - 20, 8 «Б» - 18|участники: 38 человек")),
        "{found:?}"
    );
}

#[test]
fn titles_of_sheets_and_of_layouts_are_headings() {
    // Each sheet has a title; a page is laid out with tables.
    let found = imported(
        "t.html",
        "<table><tr><td>Меню<td><h2>Мероприятия 2023-2024 уч. год</h2><table><tr><th>№<th>Мероприятие\
         <th>Дата</tr><tr><td>1<td>Посвящение<td>20 октября</tr></table><p>Подпись</p></table>",
    );
    assert_eq!(found, ["название: Посвящение|дата: 20 октября 2023 г."]);
    let titled = imported(
        "t.html",
        "<table><tr><td colspan=3>План за октябрь 2024 года</tr><tr><td>№<td>Мероприятие<td>Дата</tr>\
         <tr><td>1<td>Неделя<td>21-25</tr></table>",
    );
    assert_eq!(titled, ["название: Неделя|дата: 21–25 октября 2024 г."]);
}

#[test]
fn the_year_is_that_of_the_title_and_not_of_the_story() {
    let found = imported(
        "t.csv",
        "Отчёт о самообследовании за 2023 год;;\n\
         Центр открыт в 2021 году на базе школы. Педагоги работают давно.;;\n\
         Месяц;Название мероприятия;Уровень\nФевраль;День науки;школьный\n",
    );
    assert_eq!(found, ["название: День науки|дата: февраль 2023 г.|уровень: школьный"]);
}

#[test]
fn the_pictures_of_a_saved_page_come_along() {
    let site = Site::new();
    let page = "<html><body><article><h2 class='entry-title'>Робофест</h2><time datetime='2024-10-20'></time>\
        <div class='entry-content'><p>Победили.</p><img src='novosti_files/Снимок 1.jpg'>\
        <img src='novosti_files/r2.png'></div></article></body></html>";
    site.file("novosti.html", page).file("novosti_files/Снимок 1.jpg", "JPEG");
    let run = site.run(&["import", "novosti.html", "--direction", "sovmestnye"]);
    run.ok();
    let folder = "content/posts/2024-25/robofest";
    assert_eq!(site.read(&format!("{folder}/snimok-1.jpg")), "JPEG");
    let text = site.read(&format!("{folder}.md"));
    assert!(text.contains("# Снимки: r2.png. Положите"), "{text}");
    assert!(run.stdout.contains(&format!("{folder}: 1\u{a0}снимок")), "{}", run.stdout);
}
