//! Tables of a report that belong to the section's data: courses, staff, equipment, programmes,
//! indicators.

mod forms;

use super::head_words::is_number_head;
use super::rest::OtherTable;
use crate::calendar::{EventDate, fold};
use crate::content::data::TableKind;
use forms::FORMS;

/// A table as rows of a data file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportedTable {
    pub kind: TableKind,
    /// For each row its Russian keys and values.
    pub rows: Vec<Vec<(&'static str, ImportedValue)>>,
    /// Heads of columns with text that the kind has no key for.
    pub untaken: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ImportedValue {
    Text(String),
    /// The value of an indicator on a day.
    Measured {
        date: String,
        value: String,
    },
}

impl OtherTable {
    /// The table as data of the section; `above` is the text before it. `None` if it is none of those
    /// that a section has.
    pub fn as_data(&self, above: &str) -> Option<ImportedTable> {
        let heads: Vec<String> = self.head.iter().map(|head| fold(head)).collect();
        let words = format!("{} {}", heads.join(" "), fold(above));
        let has = |group: &&[&str]| group.iter().any(|word| words.contains(word));
        let form = FORMS.iter().find(|form| {
            form.marks.iter().all(has) && form.columns(&heads).iter().flatten().any(|key| *key == 0)
        })?;
        let columns = form.columns(&heads);
        let mut rows = Vec::new();
        let mut untaken = Vec::new();
        for row in &self.rows {
            let mut values = Vec::new();
            for (at, text) in row.iter().enumerate().filter(|(_, text)| !text.is_empty()) {
                match columns.get(at).copied().flatten() {
                    Some(key) => {
                        let key = form.keys[key].0;
                        values.extend(self.value(key, at, text).map(|value| (key, value)));
                    }
                    None if is_number_head(&heads[at]) => {}
                    None if !untaken.contains(&self.head[at]) => {
                        untaken.push(self.head[at].clone())
                    }
                    None => {}
                }
            }
            if let Some((_, ImportedValue::Text(name))) =
                values.iter().find(|(key, _)| *key == form.keys[0].0)
            {
                let unit = unit(name).map(|unit| format!(" {unit}")).unwrap_or_default();
                for (key, value) in &mut values {
                    if let ("цель", ImportedValue::Text(target)) = (*key, value)
                        && target.bytes().all(|byte| byte.is_ascii_digit())
                    {
                        target.push_str(&unit);
                    }
                }
                rows.push(values);
            }
        }
        (!rows.is_empty()).then_some(ImportedTable { kind: form.kind, rows, untaken })
    }

    fn value(&self, key: &str, column: usize, text: &str) -> Option<ImportedValue> {
        if super::audience::is_dash(text) {
            return None;
        }
        let text = text.trim();
        let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
        Some(match key {
            "значения" => {
                let date = self.head[column]
                    .split_whitespace()
                    .find(|word| EventDate::one_day(word.trim_end_matches(['.', ','])).is_ok())?;
                ImportedValue::Measured {
                    date: date.trim_end_matches(['.', ',']).to_owned(),
                    value: text.trim_end_matches(|c: char| !c.is_ascii_digit()).to_owned(),
                }
            }
            // «36 часов», «2 шт.»
            "часы" | "количество" | "численность" if !digits.is_empty() => {
                ImportedValue::Text(digits)
            }
            "дата" => ImportedValue::Text(text.trim_end_matches(['г', '.', ' ']).to_owned()),
            _ => ImportedValue::Text(text.to_owned()),
        })
    }
}

/// The unit of an indicator at the end of its name: «Численность обучающихся (чел.)».
fn unit(name: &str) -> Option<&str> {
    let (_, unit) = name.trim().strip_suffix(')')?.rsplit_once('(')?;
    (unit.chars().count() <= 5 && !unit.contains(char::is_whitespace)).then_some(unit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::rest::Rest;
    use crate::import::rows::{RowLocation, SourceCell, SourceRow};

    fn table(rows: &[&[&str]]) -> OtherTable {
        let mut rest = Rest::default();
        for (number, cells) in (1..).zip(rows) {
            let cell = |(column, text): (usize, &&str)| SourceCell {
                lines: vec![(*text).to_owned()],
                ..SourceCell::new(column, 1)
            };
            let location = RowLocation::TableRow { table: 1, row: number };
            let cells = cells.iter().enumerate().map(cell).collect();
            rest.add_row(&SourceRow { location, table: Some(1), cells });
        }
        match rest.parts.pop() {
            Some(crate::import::RestPart::Table(table)) => table,
            other => panic!("{other:?}"),
        }
    }

    fn written(rows: &[&[&str]], above: &str) -> Option<(TableKind, Vec<String>, Vec<String>)> {
        let ImportedTable { kind, rows, untaken } = table(rows).as_data(above)?;
        let value = |(key, value): &(&str, ImportedValue)| match value {
            ImportedValue::Text(text) => format!("{key}={text}"),
            ImportedValue::Measured { date, value } => format!("{key}={date}:{value}"),
        };
        let row = |row: &Vec<_>| row.iter().map(value).collect::<Vec<_>>().join("; ");
        Some((kind, rows.iter().map(row).collect(), untaken))
    }

    #[test]
    fn tables_of_reports_become_data() {
        let courses: [&[&str]; 2] = [
            &[
                "№",
                "Название программы повышения квалификации, количество часов",
                "Дата выдачи удостоверения о повышении квалификации",
                "Наименование организации, реализующей программу",
                "Численность слушателей программы из ОО",
            ],
            &["1", "Химия (24 часа)", "10.12.2021г.", "СКИРО", "1 чел."],
        ];
        assert_eq!(
            written(&courses, ""),
            Some((
                TableKind::Training,
                vec![
                    "программа=Химия (24 часа); дата=10.12.2021; организация=СКИРО; численность=1"
                        .to_owned()
                ],
                Vec::new()
            ))
        );
        let equipment: [&[&str]; 2] =
            [&["№", "Наименование", "Кол-во", "Инв. номер"], &["1", "Ноутбук", "10 шт.", "77"]];
        assert_eq!(written(&equipment, "Расписание звонков"), None);
        assert_eq!(
            written(&equipment, "Оборудование центра"),
            Some((
                TableKind::Equipment,
                vec!["название=Ноутбук; количество=10".to_owned()],
                vec!["Инв. номер".to_owned()]
            ))
        );
        let indicators: [&[&str]; 2] = [
            &[
                "№",
                "Наименование индикатора",
                "Минимальное значение",
                "Фактическое значение на 31.12.2024",
            ],
            &["1", "Численность обучающихся (чел.)", "120", "126"],
        ];
        assert_eq!(
            written(&indicators, ""),
            Some((
                TableKind::Indicators,
                vec!["показатель=Численность обучающихся (чел.); цель=120 чел.; значения=31.12.2024:126".to_owned()],
                Vec::new()
            ))
        );
    }
}
