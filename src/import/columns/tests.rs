//! Heads of tables.

use super::ColumnKind::{
    Audience, Count, Date, DateEnd, Direction, Link, Number, People, PlannedDate, Time, Title,
};
use super::*;
use crate::import::rows::{SourceCell, SourceRow};

fn row(cells: &[&str]) -> SourceRow {
    let cell = |(column, text): (usize, &&str)| SourceCell {
        lines: if text.is_empty() { Vec::new() } else { vec![(*text).to_owned()] },
        ..SourceCell::new(column, 1)
    };
    let cells = cells.iter().enumerate().map(cell).collect();
    SourceRow { location: RowLocation::Line(1), table: Some(0), cells }
}

fn head(cells: &[&str]) -> Option<TableHead> {
    TableHead::detect(&[row(cells)], Expectation::Head).map(|(head, _)| head)
}

fn kinds_of(rows: &[SourceRow]) -> Vec<Option<ColumnKind>> {
    match TableHead::detect(rows, Expectation::Head) {
        Some((TableHead::Events(columns), _)) => {
            (0..columns.width).map(|at| columns.kind_at(at)).collect()
        }
        other => panic!("{rows:?}: {other:?}"),
    }
}

fn kinds(cells: &[&str]) -> Vec<Option<ColumnKind>> {
    kinds_of(&[row(cells)])
}

#[test]
fn the_heads_of_reports_are_understood() {
    assert_eq!(
        kinds(&[
            "№ п/п",
            "Мероприятие",
            "Целевая аудитория, количество участников",
            "Дата проведения",
            "Ссылка на сайт с новостью о мероприятии (при наличии)",
        ]),
        [Number, Title, Audience, Date, Link].map(Some)
    );
    assert_eq!(
        kinds(&[
            "№",
            "Направление",
            "Наименование мероприятия",
            "Категория участников",
            "Кол-во участников",
            "Сроки проведения мероприятия",
            "Ответственный",
        ]),
        [
            Number,
            Direction,
            Title,
            Audience,
            Count,
            Date,
            ColumnKind::PostKey(PostKey::Responsible)
        ]
        .map(Some)
    );
    assert_eq!(kinds(&["НАЗВАНИЕ", "Дата"]), [Title, Date].map(Some));
    assert_eq!(kinds(&["№", "Название конкурса", "Дата"]), [Number, Title, Date].map(Some));
    assert_eq!(
        kinds(&["Дата", "Мероприятие", "Время", "Место"]),
        [Date, Title, Time, ColumnKind::PostKey(PostKey::Place)].map(Some)
    );
    // A table whose only title is the content of the work, and whose only date is a time.
    assert_eq!(kinds(&["Содержание работы", "Сроки"]), [Title, Date].map(Some));
    assert_eq!(kinds(&["Мероприятия", "Время проведения"]), [Title, Date].map(Some));
}

#[test]
fn other_tables_and_rows_of_events_are_no_such_heads() {
    let courses = [
        "№",
        "Название программы повышения квалификации, количество часов",
        "Дата выдачи удостоверения о повышении квалификации",
        "Численность слушателей программы из ОО",
    ];
    for other in [
        &courses[..],
        &["№", "Наименование", "Количество"],
        &["№", "Наименование оборудования", "Количество", "Дата поступления"],
        &["№", "Наименование", "Дата приобретения", "Кол-во"],
        &["№", "ФИО", "Должность"],
        &["№", "Наименование индикатора/показателя", "Значение", "Факт на 31.12.2024"],
    ] {
        assert_eq!(head(other), Some(TableHead::Other), "{other:?}");
    }
    for event in [
        &["5.", "Мероприятие для педагогов", "Участники ЕГЭ (20 чел.)", "Дата 5.10.22"][..],
        &["", "Мероприятие для педагогов", "Участники конкурса", "сентябрь"],
        &["1", "День науки", "Обучающиеся", "8 февраля"],
    ] {
        assert_eq!(head(event), None, "{event:?}");
    }
    let numbered = ["№ 5", "Мероприятие для педагогов", "Участники конкурса", "сентябрь"];
    assert_eq!(TableHead::detect(&[row(&numbered)], Expectation::Row), None);
}

#[test]
fn two_rows_are_one_head() {
    // As a CSV has it, without merged cells.
    let rows = [
        row(&["№", "Мероприятие", "Дата", "Количество участников", "", "", "Ссылки", ""]),
        row(&["", "", "", "дети", "педагоги", "всего", "сайт", "ВК"]),
        row(&["1", "Квиз", "3.10.2024", "32", "2", "34", "http://a", "http://b"]),
    ];
    assert_eq!(kinds_of(&rows), [Number, Title, Date, Count, Count, Count, Link, Link].map(Some));
    let Some((TableHead::Events(columns), 2)) = TableHead::detect(&rows, Expectation::Head) else {
        panic!("one row")
    };
    let nouns: Vec<_> = columns.all.iter().map(|column| column.noun.as_deref()).collect();
    assert_eq!(nouns[3..6], [Some("обучающихся"), Some("педагоги"), None]);
    // With merged cells.
    let mut upper = row(&["№", "Мероприятие", "Дата", ""]);
    upper.cells[2].width = 2;
    upper.cells.pop();
    let mut lower = row(&["№", "Мероприятие", "план", "факт"]);
    lower.cells[0].repeated = true;
    lower.cells[1].repeated = true;
    assert_eq!(kinds_of(&[upper, lower]), [Number, Title, PlannedDate, Date].map(Some));
    assert_eq!(
        kinds_of(&[
            row(&["Мероприятие", "Сроки", "", "Обучающиеся"]),
            row(&["", "начало", "окончание", ""]),
        ]),
        [Title, Date, DateEnd, People].map(Some)
    );
}

#[test]
fn an_event_below_a_head_is_no_part_of_it() {
    for next in [
        row(&["1", "Квиз", "3.10.2024", "Обучающиеся"]),
        row(&["", "Квиз", "ноябрь", ""]),
        row(&["Проведение совместных мероприятий", "", "", ""]),
    ] {
        let rows = [row(&["№", "Мероприятие", "Дата", "Участники"]), next];
        let found = TableHead::detect(&rows, Expectation::Head);
        assert!(matches!(found, Some((TableHead::Events(_), 1))), "{found:?}");
    }
}
