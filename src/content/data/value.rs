//! Reads one value of a row by its column.

use super::{Amount, CellValue, ColumnSchema, DateOrYear, IndicatorTarget, Measurement, ValueType};
use crate::calendar::EventDate;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::url;
use crate::yaml::{Fields, Key};

pub(super) const MEASUREMENT_KEYS: &[Key] =
    &[("date", "дата"), ("value", "значение"), ("part", "охвачено"), ("whole", "всего")];
/// Larger counts are rejected as typing errors.
const MAX_COUNT: u32 = 1_000_000;

/// Reads one value of a row.
pub(super) struct CellReader<'a> {
    /// The row.
    pub(super) fields: &'a Fields<'a>,
    pub(super) column: &'a ColumnSchema,
    /// The value of the previous column, if it is a target.
    pub(super) target: Option<&'a IndicatorTarget>,
    /// Typesets a text.
    pub(super) typeset: &'a dyn Fn(String) -> String,
}

impl CellReader<'_> {
    /// Reads the value; `None` if it is missing, or if it is wrong and thus reported.
    pub(super) fn read(&self, problems: &mut Diagnostics) -> Option<CellValue> {
        let key = self.column.key.0;
        match self.column.value_type {
            ValueType::Number => {
                self.fields.number(key, 0..=MAX_COUNT, problems).map(CellValue::Number)
            }
            ValueType::Measurements => Some(self.measurements(problems))
                .filter(|list| !list.is_empty())
                .map(CellValue::Measurements),
            value_type => {
                let text = self.fields.text(key, problems)?;
                match self.parse(value_type, text) {
                    Ok(value) => Some(value),
                    Err(problem) => {
                        problems.push(*problem);
                        None
                    }
                }
            }
        }
    }

    fn parse(&self, value_type: ValueType, text: String) -> Result<CellValue, Box<Diagnostic>> {
        let wrong = |message: String, hint: &str| Box::new(self.error(message).hint(hint));
        match value_type {
            ValueType::Date => DateOrYear::parse(&text)
                .map(CellValue::Date)
                .map_err(|error| Box::new(self.error(error.message()).hint(error.hint()))),
            ValueType::Url if url::is_absolute(&text) => Ok(CellValue::Url(text)),
            ValueType::Url => Err(wrong(
                format!("«{text}» — не полный адрес страницы"),
                "адрес начинается с `http://` или `https://`, в нём нет пробелов",
            )),
            ValueType::Email if url::is_email(&text) => Ok(CellValue::Email(text)),
            ValueType::Email => Err(wrong(
                format!("«{text}» — не адрес электронной почты"),
                "например, `почта: school7@example.ru`",
            )),
            ValueType::Phone if url::is_phone(&text) => Ok(CellValue::Phone(text)),
            ValueType::Phone => Err(wrong(
                format!("«{text}» — не номер телефона"),
                "один номер цифрами: `+7 (86555) 1-23-45` или `+7 (86555) 1-23-45, доб. 3`",
            )),
            ValueType::Target => {
                IndicatorTarget::parse(&text).map(CellValue::Target).ok_or_else(|| {
                    wrong(
                        format!("не удалось прочитать цель «{text}»"),
                        "напишите число и в чём оно: `100 %`, `не менее 70 %`, `не более 5 чел.`",
                    )
                })
            }
            ValueType::File => {
                let span = self.fields.node(self.column.key.0).map(|node| node.span);
                let place = self.fields.document().place(span.unwrap_or_default());
                Ok(CellValue::File(text, place))
            }
            ValueType::Text | ValueType::Number | ValueType::Measurements => {
                Ok(CellValue::Text((self.typeset)(text)))
            }
        }
    }

    fn error(&self, message: impl Into<String>) -> Diagnostic {
        self.fields.error(self.column.key.0, message)
    }

    /// The measurements of an indicator, the earliest first.
    fn measurements(&self, problems: &mut Diagnostics) -> Vec<Measurement> {
        let mut measurements: Vec<Measurement> = Vec::new();
        for item in self.fields.items(self.column.key.0, MEASUREMENT_KEYS, problems) {
            let date = read_date(&item, problems);
            let amount = self.read_amount(&item, problems);
            let (Some(date), Some((amount, share))) = (date, amount) else { continue };
            if measurements.iter().any(|measurement| measurement.date == date) {
                problems.push(
                    item.error("date", "значение на этот день уже есть")
                        .hint("оставьте одно из них"),
                );
                continue;
            }
            measurements.push(Measurement { date, amount, share });
        }
        measurements.sort_by_key(|measurement| measurement.date);
        measurements
    }

    /// The amount of one measurement, with part and whole if it was given as two numbers.
    fn read_amount(
        &self,
        item: &Fields<'_>,
        problems: &mut Diagnostics,
    ) -> Option<(Amount, Option<(u32, u32)>)> {
        let problems_before = problems.len();
        let unit = self.target.map_or("", |target| &target.unit);
        let value = item.text("value", problems);
        let part = item.number("part", 0..=MAX_COUNT, problems);
        let whole = item.number("whole", 1..=MAX_COUNT, problems);
        if problems.len() > problems_before {
            return None;
        }
        let (key, message, hint) = match (value, part, whole) {
            (Some(text), None, None) => {
                let number = text.trim();
                let number = number.strip_suffix(unit).unwrap_or(number);
                match Amount::parse(number) {
                    Some(amount) => return Some((amount, None)),
                    None => (
                        "value",
                        format!("не удалось прочитать значение «{text}»"),
                        match unit {
                            "" => "напишите одно число: `значение: 96,5`".to_owned(),
                            "%" => "напишите `значение: 96,5 %` или два числа: `охвачено: 160` и \
                                 `всего: 240`"
                                .to_owned(),
                            unit => format!("напишите число, как у цели: `значение: 96,5 {unit}`"),
                        },
                    ),
                }
            }
            (None, Some(part), Some(whole)) if unit == "%" && part <= whole => {
                return Amount::percentage(part, whole).map(|share| (share, Some((part, whole))));
            }
            (None, Some(_), Some(_)) if unit == "%" => {
                ("part", "охвачено больше, чем всего".to_owned(), "проверьте оба числа".to_owned())
            }
            (None, Some(_), Some(_)) => (
                "part",
                "доля считается только у цели в процентах".to_owned(),
                "напишите `значение:` или цель в `%`".to_owned(),
            ),
            _ => (
                "value",
                "не указано значение".to_owned(),
                "добавьте `значение: 96,5` или два числа: `охвачено:` и `всего:`".to_owned(),
            ),
        };
        // Without a valid target the unit is unknown, and the target has its own error.
        if self.target.is_some() {
            problems.push(item.error(key, message).hint(hint));
        }
        None
    }
}

fn read_date(item: &Fields<'_>, problems: &mut Diagnostics) -> Option<jiff::civil::Date> {
    let hint = "добавьте строку `дата: 30.12.2022`";
    let text = item.required("date", "не указана дата", hint, problems)?;
    match EventDate::one_day(&text) {
        Ok(day) => Some(day),
        Err(error) => {
            problems.push(item.error("date", error.message()).hint(error.hint()));
            None
        }
    }
}
