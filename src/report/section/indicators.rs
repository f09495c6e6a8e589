//! The table of indicators: targets, values by half-year, and their changes.

use super::TableOptions;
use crate::calendar::in_figures;
use crate::content::data::{CellValue, DataRow, DataTable, IndicatorTarget, Measurement};
use crate::report::document::{Cell, Column, EMPTY_CELL, Row, Table};

/// One row per indicator and half-year with its last measure. Columns without any value are left
/// out.
pub(super) fn table(records: &DataTable, options: &TableOptions<'_>) -> Table {
    let rows: Vec<_> = records
        .rows
        .iter()
        .filter_map(|record| Some((record, target(records, record)?)))
        .map(|(record, target)| {
            (record, target, last_measures_by_half_year(records, record, options))
        })
        .collect();
    let has_measures = rows.iter().any(|(_, _, measures)| !measures.is_empty());
    let has_changes = rows.iter().any(|(_, _, measures)| measures.len() > 1);
    let mut columns = vec![Column::new("Показатель", 6), Column::new("Цель", 2)];
    if has_measures {
        columns.extend([
            Column::new("Дата", 2),
            Column::new("Значение", 3),
            Column::new("Выполнение", 2),
        ]);
    }
    if has_changes {
        columns.push(Column::new("Как изменилось", 3));
    }
    let mut table_rows = Vec::new();
    for (record, target, measures) in rows {
        let name = match records.value(record, "name") {
            Some(CellValue::Text(name)) => name.as_str(),
            _ => EMPTY_CELL,
        };
        let head = [name.to_owned(), target.to_string()];
        if measures.is_empty() {
            let texts = head.iter().cloned().chain(std::iter::repeat_n(EMPTY_CELL.to_owned(), 4));
            table_rows.push(row(texts, columns.len()));
        }
        for (at, measure) in measures.iter().enumerate() {
            let before = at.checked_sub(1).map(|before| measures[before]);
            let values = [
                in_figures(measure.date),
                value_text(target, measure),
                if target.is_met(measure.amount) {
                    "достигнуто"
                } else {
                    "не достигнуто"
                }
                .to_owned(),
                change_text(target, measure, before),
            ];
            table_rows.push(row(head.iter().cloned().chain(values), columns.len()));
        }
    }
    Table {
        name: records.kind.name().to_owned(),
        title: records.title().to_owned(),
        columns,
        rows: table_rows,
    }
}

fn row(texts: impl Iterator<Item = String>, columns: usize) -> Row {
    Row::Cells(texts.take(columns).map(|text| Cell { text, ..Cell::default() }).collect())
}

fn target<'a>(records: &DataTable, record: &'a DataRow) -> Option<&'a IndicatorTarget> {
    match records.value(record, "target")? {
        CellValue::Target(target) => Some(target),
        _ => None,
    }
}

/// The last measure of each half-year; measures outside all half-years are all kept.
fn last_measures_by_half_year<'a>(
    records: &DataTable,
    record: &'a DataRow,
    options: &TableOptions<'_>,
) -> Vec<&'a Measurement> {
    let Some(CellValue::Measurements(all)) = records.value(record, "values") else {
        return Vec::new();
    };
    let is_in_time = |measure: &&Measurement| options.until.is_none_or(|day| measure.date <= day);
    let mut last_measures: Vec<&Measurement> = Vec::new();
    for measure in all.iter().filter(is_in_time) {
        let half_year = |measure: &Measurement| options.half_years.half_of(measure.date);
        if let Some(last) = last_measures.last()
            && half_year(last).is_some()
            && half_year(last) == half_year(measure)
        {
            last_measures.pop();
        }
        last_measures.push(measure);
    }
    last_measures
}

/// «67,5 % (160 из 237)»
pub(in crate::report) fn value_text(target: &IndicatorTarget, measure: &Measurement) -> String {
    let value = target.with_unit(measure.amount);
    match measure.share {
        Some((part, whole)) => format!("{value} ({part} из\u{a0}{whole})"),
        None => value,
    }
}

/// «больше на 3,5 п. п., чем 30.12.2022»: percentages differ by percentage points.
fn change_text(
    target: &IndicatorTarget,
    measure: &Measurement,
    before: Option<&Measurement>,
) -> String {
    let Some(before) = before else { return EMPTY_CELL.to_owned() };
    let Some((is_more, by)) = measure.amount.change_from(before.amount) else {
        return format!("столько\u{a0}же, сколько {}", in_figures(before.date));
    };
    let word = if is_more { "больше" } else { "меньше" };
    let by = match &*target.unit {
        "" => by.to_string(),
        "%" => format!("{by}\u{a0}п.\u{a0}п."),
        unit => format!("{by}\u{a0}{unit}"),
    };
    format!("{word} на\u{a0}{by}, чем {}", in_figures(before.date))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::{HalfYearBounds, MonthSpan};
    use crate::content::data::TableKind;
    use crate::diagnostic::Diagnostics;

    fn cells(text: &str, until: Option<jiff::civil::Date>) -> Vec<Vec<String>> {
        let (kind, mut problems) = (TableKind::Indicators, Diagnostics::new());
        let records = DataTable::parse(kind, "indicators.yaml", text, &|text| text, &mut problems);
        assert_eq!(*problems, []);
        let month = |text| MonthSpan::parse(text).unwrap();
        let half_years = HalfYearBounds::new(month("9-12"), month("1-5")).unwrap();
        let table =
            table(&records, &TableOptions { url_prefix: "", until, half_years: &half_years });
        let texts = |cells: Vec<Cell>| {
            cells.into_iter().map(|cell| cell.text.replace('\u{a0}', " ")).collect::<Vec<_>>()
        };
        let rows = table.rows.into_iter().map(|row| match row {
            Row::Cells(cells) => texts(cells),
            other => panic!("{other:?}"),
        });
        let rows: Vec<_> = rows.collect();
        assert!(rows.iter().all(|row| row.len() == table.columns.len()));
        rows
    }

    const COVERAGE: &str = "
- показатель: Охват
  цель: не менее 70 %
  значения:
  - {дата: 31.05.2023, охвачено: 166, всего: 237}
  - {дата: 15.11.2022, значение: 50}
  - {дата: 30.12.2022, охвачено: 160, всего: 237}
- показатель: Кружки
  цель: 5
";

    #[test]
    fn each_half_year_has_its_last_value_and_what_it_moved_by() {
        assert_eq!(
            cells(COVERAGE, None),
            [
                vec![
                    "Охват",
                    "не менее 70 %",
                    "30.12.2022",
                    "67,5 % (160 из 237)",
                    "не достигнуто",
                    "—"
                ],
                vec![
                    "Охват",
                    "не менее 70 %",
                    "31.05.2023",
                    "70 % (166 из 237)",
                    "достигнуто",
                    "больше на 2,5 п. п., чем 30.12.2022"
                ],
                vec!["Кружки", "5", "—", "—", "—", "—"],
            ]
        );
    }

    #[test]
    fn a_report_knows_nothing_of_later_days() {
        let until = jiff::civil::date(2022, 12, 31);
        let rows = cells(COVERAGE, Some(until));
        assert_eq!(rows[0].len(), 5, "nothing has moved yet");
        assert_eq!((rows.len(), &*rows[0][2]), (2, "30.12.2022"));
        let rows = cells(COVERAGE, Some(jiff::civil::date(2022, 9, 1)));
        assert_eq!(rows, [["Охват", "не менее 70 %"], ["Кружки", "5"]]);
    }

    #[test]
    fn what_stays_or_falls_is_told_in_its_unit() {
        let rows = cells(
            "
- показатель: Победители
  цель: 5 чел.
  значения:
  - {дата: 1.12.2022, значение: 5}
  - {дата: 1.03.2023, значение: 3 чел.}
  - {дата: 1.10.2023, значение: 3}
",
            None,
        );
        let texts: Vec<_> = rows.iter().map(|row| (&*row[4], &*row[5])).collect();
        assert_eq!(
            texts,
            [
                ("достигнуто", "—"),
                ("не достигнуто", "меньше на 2 чел., чем 01.12.2022"),
                ("не достигнуто", "столько же, сколько 01.03.2023")
            ]
        );
    }
}
