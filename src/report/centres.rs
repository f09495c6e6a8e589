//! One report over several centres, for the municipality: their events, their numbers and their
//! indicators, with the centre as a column.

mod file;
mod from_site;
mod held;

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::counts::ReportCounts;
use super::document::{Block, Cell, Column, EMPTY_CELL, ReportDocument, Row, Table};
use super::events::EVENTS_TABLE;
use crate::calendar::{Period, fold, in_figures};
use crate::content::participants::PeopleCounts;
use crate::quantity::count;

pub use file::{
    CENTRE_FILE_VERSION, CentreCounts, CentreDirection, CentreEvent, CentreEventState, CentreFile,
    CentreIndicator, CentreMeasurement, CentreName,
};
pub use held::{HeldEvent, HeldInCentres};

/// No more directions are compared in a table.
const MAX_DIRECTIONS: usize = 8;

/// The report of `centres` for `period`. An event that began after `today` is none that was held.
/// `missing` names the centres that are left out. Of more than `max_rows` events the table is left out,
/// and the document says so.
pub fn compose_centres(
    period: Period,
    today: Date,
    centres: &[CentreFile<'_>],
    missing: &[String],
    max_rows: usize,
) -> (ReportDocument, ReportCounts) {
    let HeldInCentres { names, events: held, counts, .. } =
        HeldInCentres::new(period, today, centres);

    let title = format!("Отчёт центров {}", period.during());
    let paragraph = |text: &str| Block::Paragraph(vec![text.into()]);
    let mut blocks = vec![Block::Heading { level: 1, spans: vec![(&*title).into()] }];
    if !missing.is_empty() {
        blocks.push(paragraph(&format!("Не вошли: {}.", missing.join(", "))));
    }
    blocks.push(Block::Table(totals(&held, &names)));
    blocks.extend(directions(&held, &names).map(Block::Table));
    blocks.extend(indicators(centres, &names, &period).map(Block::Table));
    blocks.push(if held.len() > max_rows {
        let number = count(held.len(), "мероприятие", "мероприятия", "мероприятий");
        paragraph(&format!("Таблица мероприятий ({number}) — в файле Excel или CSV."))
    } else {
        Block::Table(events(&held, centres, &names))
    });
    (ReportDocument { title, date: period.last(), blocks }, counts)
}

/// The names of the centres: the schools, since centres are often called alike. Equal ones are told
/// apart by their addresses.
fn names(centres: &[CentreFile<'_>]) -> Vec<String> {
    let own = |file: &CentreFile<'_>| {
        let CentreName { title, school, .. } = &file.centre;
        if school.is_empty() { title.to_string() } else { school.to_string() }
    };
    let mut uses: BTreeMap<String, usize> = BTreeMap::new();
    for file in centres {
        *uses.entry(fold(&own(file))).or_default() += 1;
    }
    let name = |file: &CentreFile<'_>| {
        let name = own(file);
        if uses.get(&fold(&name)).is_none_or(|uses| *uses < 2) {
            return name;
        }
        let address = file.centre.url.split_once("://").map_or(&*file.centre.url, |(_, rest)| rest);
        format!("{name} ({})", address.trim_end_matches('/'))
    };
    centres.iter().map(name).collect()
}

/// The numbers of each centre.
fn totals(held: &[HeldEvent<'_>], names: &[String]) -> Table {
    let mut sums = vec![(0_u64, PeopleCounts::default(), 0_u64); names.len()];
    let mut all = (0_u64, PeopleCounts::default(), 0_u64);
    for event in held {
        for (events, people, uncounted) in [&mut sums[event.centre], &mut all] {
            *events += 1;
            *people += event.people;
            *uncounted += u64::from(event.people.total() == 0);
        }
    }
    type Number = fn(&(u64, PeopleCounts, u64)) -> u64;
    let columns: [(&str, u16, bool, Number); 8] = [
        ("Событий", 3, true, |sum| sum.0),
        ("Участий", 3, true, |sum| sum.1.total()),
        ("Обучающиеся", 4, true, |sum| sum.1.pupils),
        ("Педагоги", 3, true, |sum| sum.1.teachers),
        ("Родители", 3, false, |sum| sum.1.parents),
        ("Другие участники", 4, false, |sum| sum.1.others),
        ("Вместе или не указано", 4, true, |sum| sum.1.mixed),
        ("Событий без числа участников", 4, false, |sum| sum.2),
    ];
    let shown: Vec<_> =
        columns.iter().filter(|(.., always, number)| *always || number(&all) > 0).collect();
    let cells = |name: &str, sum: &(u64, PeopleCounts, u64)| {
        let numbers = shown.iter().map(|(.., number)| Cell::number(number(sum)));
        std::iter::once(Cell::from(name)).chain(numbers).collect()
    };
    let mut rows: Vec<Row> =
        names.iter().zip(&sums).map(|(name, sum)| Row::Cells(cells(name, sum))).collect();
    rows.push(Row::Total(cells("Всего", &all)));
    let mut heads = vec![Column::new("Центр", 9)];
    heads.extend(shown.iter().map(|(title, width, ..)| Column::new(title, *width)));
    Table {
        name: "centres".to_owned(),
        title: "Показатели по центрам (один человек мог участвовать несколько раз)".to_owned(),
        columns: heads,
        rows,
    }
}

/// How many events each centre had in each direction; `None` if the directions are too many or one.
fn directions(held: &[HeldEvent<'_>], names: &[String]) -> Option<Table> {
    let mut titles: Vec<(String, &str)> = Vec::new();
    let mut numbers: Vec<Vec<u64>> = vec![Vec::new(); names.len()];
    for event in held {
        let key = fold(&event.event.direction);
        let known = titles.iter().position(|(known, _)| *known == key);
        let at = known.unwrap_or_else(|| {
            titles.push((key, &event.event.direction));
            titles.len() - 1
        });
        let own = &mut numbers[event.centre];
        own.resize(own.len().max(at + 1), 0);
        own[at] += 1;
    }
    if !(2..=MAX_DIRECTIONS).contains(&titles.len()) {
        return None;
    }
    let of = |own: &[u64], at: usize| own.get(at).copied().unwrap_or_default();
    let row = |(name, own): (&String, &Vec<u64>)| {
        let cells = (0..titles.len()).map(|at| Cell::number(of(own, at)));
        Row::Cells(std::iter::once(Cell::from(&**name)).chain(cells).collect())
    };
    let mut rows: Vec<Row> = names.iter().zip(&numbers).map(row).collect();
    let sums = (0..titles.len()).map(|at| numbers.iter().map(|own| of(own, at)).sum());
    rows.push(Row::Total(
        std::iter::once(Cell::from("Всего")).chain(sums.map(Cell::number)).collect(),
    ));
    let mut heads = vec![Column::new("Центр", 9)];
    heads.extend(titles.iter().map(|(_, title)| Column::new(title, 4)));
    let title = "Событий по направлениям".to_owned();
    Some(Table { name: "directions".to_owned(), title, columns: heads, rows })
}

/// The indicators that the centres publish, with their last values in the period; `None` without any.
fn indicators(centres: &[CentreFile<'_>], names: &[String], period: &Period) -> Option<Table> {
    let mut rows = Vec::new();
    for (file, name) in centres.iter().zip(names) {
        for indicator in &file.indicators {
            let day = |measure: &CentreMeasurement<'_>| measure.date.parse::<Date>().ok();
            let values = indicator.values.iter().filter_map(|value| Some((day(value)?, value)));
            let last = values.filter(|(day, _)| *day <= period.last()).max_by_key(|(day, _)| *day);
            let [date, value, met] = match last {
                Some((day, value)) => [
                    in_figures(day),
                    value.value.to_string(),
                    if value.met { "достигнуто" } else { "не достигнуто" }.to_owned(),
                ],
                None => [EMPTY_CELL; 3].map(str::to_owned),
            };
            let cells = [name, &*indicator.name, &*indicator.target, &*date, &*value, &*met];
            rows.push(Row::Cells(cells.map(Cell::from).into()));
        }
    }
    let columns = [
        ("Центр", 7),
        ("Показатель", 7),
        ("Цель", 3),
        ("Дата", 3),
        ("Значение", 4),
        ("Выполнение", 4),
    ];
    (!rows.is_empty()).then(|| Table {
        name: "indicators".to_owned(),
        title: "Выполнение показателей".to_owned(),
        columns: columns.map(|(title, width)| Column::new(title, width)).into(),
        rows,
    })
}

fn events(held: &[HeldEvent<'_>], centres: &[CentreFile<'_>], names: &[String]) -> Table {
    let row = |(number, held): (u64, &HeldEvent<'_>)| {
        let event = held.event;
        let link = held.link(centres);
        let people = match event.attendance() {
            people if people.is_empty() => EMPTY_CELL.to_owned(),
            people => people,
        };
        Row::Cells(vec![
            Cell::row_number(number),
            Cell::from(&*names[held.centre]),
            Cell::from(&*event.title),
            Cell::from(&*event.direction),
            Cell::from(&*people),
            Cell::from(&*event.date),
            Cell { text: link.clone().unwrap_or_else(|| EMPTY_CELL.to_owned()), value: None, link },
        ])
    };
    let columns = [
        ("№ п/п", 2),
        ("Центр", 6),
        ("Мероприятие", 8),
        ("Направление", 6),
        ("Целевая аудитория, количество участников", 6),
        ("Дата проведения", 4),
        ("Ссылка", 6),
    ];
    Table {
        name: EVENTS_TABLE.to_owned(),
        title: "Мероприятия".to_owned(),
        columns: columns.map(|(title, width)| Column::new(title, width)).into(),
        rows: (1..).zip(held).map(row).collect(),
    }
}
