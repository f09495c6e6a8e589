//! `rostok import`: tables that are no list of events with a head, and what of a file is no event.

use crate::import_files::archive;
use crate::import_plans::{drafts, import, imported};
use crate::sandbox::Site;

#[test]
fn months_may_be_rows_and_directions_columns() {
    let (site, run) = import(
        "plan.csv",
        "План на 2023-2024 учебный год;;;\n№;Месяц;Техническое направление;Работа с родителями\n\
         1;Сентябрь;\"Экскурсия\nУрок «Цифровой микроскоп»\";\n2;Октябрь;-;Собрание\n\
         3;;Лекторий (12.10);\n",
    );
    assert_eq!(run.ok().stderr, "", "{}", run.stdout);
    assert_eq!(
        drafts(&site),
        [
            "название: Экскурсия|дата: сентябрь 2023 г.",
            "название: Лекторий|дата: 12 октября 2023 г.",
            "название: Собрание|дата: октябрь 2023 г.",
            "название: Урок «Цифровой микроскоп»|дата: сентябрь 2023 г.",
        ]
    );
    let site = Site::new();
    site.file(
        "plan.csv",
        "План на 2023-2024 учебный год;;\nСроки;sovmestnye;Физика\nсентябрь;Встреча;Опыты\n",
    );
    let run = site.run(&["import", "plan.csv"]);
    run.exits(1);
    assert!(run.stderr.contains("«Физика», в нём 1\u{a0}событие"), "{}", run.stderr);
    assert!(site.read("content/posts/2023-24/vstrecha.md").contains("направление: sovmestnye"));
}

#[test]
fn tables_of_counts_by_months_make_no_events() {
    let tables = [
        "Направление;Сентябрь;Октябрь\nsovmestnye;12;30\nproekty;5;-\n",
        "Месяц;Мероприятий;Участники\nСентябрь;3;120\nОктябрь;4;96\n",
    ];
    for table in tables {
        let (site, run) = import("counts.csv", table);
        run.exits(1);
        assert_eq!(drafts(&site), [""; 0], "{table}");
        assert!(run.stderr.contains("counts.csv"), "{}{}", run.stderr, run.stdout);
    }
}

#[test]
fn a_card_is_one_event() {
    let (site, run) = import(
        "cards.html",
        "<p>Карточки</p><table><tr><td>Название мероприятия<td>Квест</tr><tr><td>Дата проведения:<td>17.11.2023</tr>\
         <tr><td>Участники<td>8-9 классы (34 чел.)</tr><tr><td>Место<td>каб. 5</tr><tr><td>Бюджет<td>0</tr></table>\
         <table><tr><td colspan=2>Карточка № 2</tr><tr><td>1.<td>Дата<td>3 марта 2024</tr><tr><td>2.<td>Мероприятие<td>Игра</tr>\
         <tr><td>3.<td>Дата<td>4 марта 2024</tr><tr><td>4.<td>Мероприятие<td>Финал</tr></table>",
    );
    assert_eq!(run.ok().stderr, "");
    assert_eq!(
        drafts(&site),
        [
            "название: Финал|дата: 4 марта 2024 г.",
            "название: Игра|дата: 3 марта 2024 г.",
            "название: Квест|дата: 17 ноября 2023 г.|аудитория: 8-9 классы|участники: 34 человека|место: каб. 5",
        ]
    );
    for said in ["таблица 1, строки 1–5: Квест", "столбец „Бюджет“", "«Карточка № 2»"]
    {
        assert!(run.stdout.contains(said), "{said}\n{}", run.stdout);
    }
    let lines = imported(
        "cards.txt",
        "Название: Квиз «Орбита»\nДата: 12 апреля 2024 г.\nУчастники: 5–7 классы, 40 чел.\n\n\
         Название: Запуск ракет\nДата: 13.04.2024\n",
    );
    assert_eq!(
        lines,
        [
            "название: Квиз «Орбита»|дата: 12 апреля 2024 г.|аудитория: 5–7 классы|участники: 40 человек",
            "название: Запуск ракет|дата: 13 апреля 2024 г.",
        ]
    );
}

#[test]
fn a_table_without_a_head_is_read_if_it_is_certain() {
    let (site, run) =
        import("t.csv", "1;Экскурсия;5 октября 2023;20 чел.\n2;Квиз;12 октября 2023;18 чел.\n");
    run.exits(0);
    assert!(
        run.stderr.contains("столбец 3 прочитан как дата, столбец 2 — как название"),
        "{}",
        run.stderr
    );
    assert_eq!(
        drafts(&site)[0],
        "название: Экскурсия|дата: 5 октября 2023 г.|участники: 20 человек"
    );
    let (_, run) = import("t.csv", "5.10.2023;Экскурсия;Ким;музей\n6.10.2023;Квиз;Орлов;класс\n");
    run.exits(1);
    assert!(run.stderr.contains("допишите над ней строку с названиями"), "{}", run.stderr);
}

#[test]
fn a_title_names_the_event_and_not_the_school() {
    let (site, run) = import(
        "t.csv",
        "Наименование ОО;Название;Наименование мероприятия;Дата;Планируемое количество участников;\
         Фактическое кол-во участников;Контакты\nШкола № 3;Точка;Хакатон;24.11.2023;30;28;Ким\n",
    );
    assert_eq!(run.ok().stderr, "");
    assert_eq!(
        drafts(&site),
        ["название: Хакатон|дата: 24 ноября 2023 г.|участники: 28 участников"]
    );
    for head in ["Наименование ОО", "Название", "Планируемое количество участников", "Контакты"]
    {
        assert!(run.stdout.contains(&format!("столбец „{head}“, 1")), "{head}\n{}", run.stdout);
    }
    let groups = imported(
        "t.csv",
        "№;Мероприятие;Дата;Количество участников;;Обучающиеся;\n;;;план;факт;нач. школа;осн. школа\n\
         1;Квиз;24.11.2023;30;28;12;16\n",
    );
    assert_eq!(
        groups,
        [
            "название: Квиз|дата: 24 ноября 2023 г.|участники: 12 обучающихся (нач. школа), 16 обучающихся (осн. школа)"
        ]
    );
}

#[test]
fn things_and_totals_are_no_events_and_final_events_are() {
    let (site, run) = import(
        "t.html",
        "<p>Оборудование</p><table><tr><td>№<td>Наименование<td>Кол-во<td>Дата поставки</tr><tr><td>1<td>Ноутбук<td>10<td>1.09.2023</tr></table>\
         <table><tr><td>№<td>Название<td>Цена<td>Дата</tr><tr><td>1<td>Дрон<td>100<td>1.09.2023</tr></table>\
         <table><tr><td>Мероприятие<td>Дата<td>Участники</tr><tr><td>Итоговая линейка<td>25.05.2024<td>40</tr>\
         <tr><td colspan=3>* даты уточняются</tr><tr><td>Итого: 1<td><td>40</tr><tr><td>Директор школы<td>П. П. Петров</tr></table>",
    );
    assert_eq!(run.ok().stderr, "");
    assert_eq!(
        drafts(&site),
        ["название: Итоговая линейка|дата: 25 мая 2024 г.|участники: 40 участников"]
    );
    for said in
        ["итоги, 1\u{a0}строка", "«* даты уточняются»", "«Директор школы П. П. Петров»", "„Цена“"]
    {
        assert!(run.stdout.contains(said), "{said}\n{}", run.stdout);
    }
}

#[test]
fn numbers_are_counts_in_every_form() {
    let (site, run) = import(
        "t.csv",
        "Мероприятие;Дата;Количество участников (обучающиеся/педагоги);Кол-во взрослых\n\
         А;1.10.2024;20/3;4\nБ;2.10.2024;Дети – 20, взрослые – 5;\nВ;3.10.2024;охват 40 чел.;\n\
         Г;4.10.2024;20-25 человек;\n",
    );
    run.exits(0);
    assert!(run.stderr.contains("«20-25 человек» — не точное число"), "{}", run.stderr);
    let found = drafts(&site).join("\n");
    for said in [
        "участники: 20 обучающихся, 3 педагога, 4 взрослых",
        "участники: 20 детей, 5 взрослых",
        "дата: 3 октября 2024 г.|участники: 40 человек",
        "аудитория: 20-25 человек",
    ] {
        assert!(found.contains(said), "{said}\n{found}");
    }
}

#[test]
fn a_term_within_the_month_of_a_section_is_of_that_month() {
    let found = imported(
        "t.html",
        "<p>План на 2024-2025 учебный год</p><table><tr><th>Мероприятие<th>Дата<th>Класс</tr>\
         <tr><td colspan=3>Октябрь</tr><tr><td>А<td>в течение месяца<td></tr><tr><td>Б<td>каждый вторник<td></tr>\
         <tr><td>В, 16.10<td><td>5А</tr><tr><td>Г<td>25.08 – 5.09<td></tr></table>",
    );
    for said in [
        "название: А|дата: в течение октября",
        "название: Б|дата: каждый вторник октября",
        "название: В|дата: 16 октября 2024 г.",
        "название: Г|дата: 25 августа — 5 сентября 2024 г.",
    ] {
        assert!(found.iter().any(|draft| draft.starts_with(said)), "{said}\n{found:?}");
    }
}

#[test]
fn a_line_keeps_its_title_and_the_pictures_below_it() {
    let site = Site::new();
    site.file(
        "t.html",
        "<html><body><p>1. Квиз «Космос» (12.10.2023), 5 класс, 20 чел.</p><p><img src='t_files/k.jpg'></p>\
         <p>15.11.2023 в центре прошёл хакатон.</p><div><img src='t_files/h.jpg'></div><p>Следите за новостями.</p></body></html>",
    );
    let run = site.run(&["import", "t.html", "--direction", "sovmestnye"]);
    assert_eq!(run.ok().stderr, "");
    let quiz = site.read("content/posts/2023-24/kviz-kosmos.md");
    assert!(quiz.contains("участники: 20 человек") && quiz.contains("# Снимки: k.jpg."), "{quiz}");
    let other = site.read("content/posts/2023-24/v-tsentre-proshyol-khakaton.md");
    assert!(other.contains("# Снимки: h.jpg."), "{other}");
    assert!(run.stdout.contains("«Следите за новостями.»"), "{}", run.stdout);
}

#[test]
fn a_line_may_hold_a_time_a_room_and_who_is_responsible() {
    let found = imported(
        "t.txt",
        "План на ноябрь 2024 года\n05.11 Мастер-класс «Дрон» в 14:30, каб. 12\n\
         06.11 – 08.11 Неделя химии (отв. Иванова)\n20 ноября, 10:00 — квиз\n",
    );
    assert_eq!(
        found,
        [
            "название: Квиз|дата: 20 ноября 2024 г., 10:00",
            "название: Мастер-класс «Дрон»|дата: 5 ноября 2024 г., 14:30|место: каб. 12",
            "название: Неделя химии|дата: 6–8 ноября 2024 г.|ответственный: Иванова",
        ]
    );
    let below = imported(
        "t.txt",
        "12.11.2024\nСостоялся квиз для 5 класса.\nПобедили все.\n\n15.11.2024:\nПрошла экскурсия.\n",
    );
    assert_eq!(
        below,
        [
            "название: Экскурсия|дата: 15 ноября 2024 г.",
            "название: Квиз для 5 класса|дата: 12 ноября 2024 г.|Победили все.",
        ]
    );
    let (_, run) =
        import("t.html", "<html><body><p>5.10.2023 – <a href='/n/1'>квиз</a></p></body></html>");
    assert_eq!(run.ok().stderr, "");
}

#[test]
fn dated_lines_without_any_year_ask_for_it_and_numbers_of_sections_are_no_dates() {
    let (site, run) =
        import("t.txt", "1.2. Общие положения\n1. Линейка – 2 сентября\n15.09 – экскурсия\n");
    run.exits(1);
    assert!(run.stderr.contains("в дате не указан год: строки 2, 3"), "{}", run.stderr);
    assert!(run.stderr.contains("--year 2022/23"), "{}", run.stderr);
    assert_eq!(
        drafts(&site),
        ["название: Экскурсия|дата: 15.09", "название: Линейка|дата: 2 сентября"]
    );
}

#[test]
fn a_place_may_stand_before_its_date_and_a_direction_once_for_several_rows() {
    let (site, run) = import(
        "t.csv",
        "Направление;Мероприятие;Место и дата проведения\nsovmestnye;Квиз;каб. 5, 12.10.2023\n;Игра;14.10.2023, актовый зал\n",
    );
    run.exits(0);
    assert!(run.stderr.contains("направление взято из строки выше"), "{}", run.stderr);
    assert_eq!(
        drafts(&site),
        [
            "название: Игра|дата: 14 октября 2023 г.|место: актовый зал",
            "название: Квиз|дата: 12 октября 2023 г.|место: каб. 5",
        ]
    );
}

#[test]
fn marks_below_months_are_dates_and_numbered_sections_are_no_events() {
    let found = imported(
        "t.html",
        "<p>План на 2024-2025 учебный год</p><table><tr><th>№<th>Мероприятие<th>Ответственный<th>Сентябрь<th>Октябрь<th>Ноябрь</tr>\
         <tr><td>1<td>Экскурсии<td>Ким<td>+<td><td>+</tr><tr><td>2<td>Квиз<td>Ли<td><td>15.10<td></tr></table>\
         <table><tr><th>№<th>Мероприятие<th>Срок<th>Всего</tr><tr><td>I<td>Методическая работа<td><td></tr>\
         <tr><td>1.1<td>Семинар<td>май<td>12</tr></table>",
    );
    assert_eq!(
        found,
        [
            "название: Экскурсии|дата: сентябрь и ноябрь 2024 г.|ответственный: Ким",
            "название: Квиз|дата: 15 октября 2024 г.|ответственный: Ли",
            "название: Семинар|дата: май 2025 г.|участники: 12 участников",
        ]
    );
}

#[test]
fn pictures_inside_a_document_are_named() {
    let site = Site::new();
    let content = "<office:document-content xmlns:office='o' xmlns:text='x'><office:body><office:text>\
        <text:p>5.10.2023 – квиз</text:p></office:text></office:body></office:document-content>";
    let parts = [
        ("mimetype", "application/vnd.oasis.opendocument.text"),
        ("content.xml", content),
        ("Pictures/1.jpg", ""),
        ("Thumbnails/thumbnail.png", ""),
    ];
    site.file("t.odt", archive(&parts));
    let run = site.run(&["import", "t.odt", "--direction", "sovmestnye"]);
    assert!(run.ok().stdout.contains("1\u{a0}рисунок внутри файла"), "{}", run.stdout);
}
