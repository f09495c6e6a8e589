//! One value of a row, as its column needs it.

use super::amount::{Amount, Measure, Target};
use super::schema::{Column, Shape};
use super::{Value, When};
use crate::calendar::EventDate;
use crate::config;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::yaml::{Fields, Key};

const MEASURE: &[Key] =
    &[("date", "дата"), ("value", "значение"), ("part", "охвачено"), ("whole", "всего")];
/// A larger count is taken for a slip of the pen.
const MOST: u32 = 1_000_000;

/// Where a value stands.
pub(super) struct Cell<'a> {
    /// Its row.
    pub(super) fields: &'a Fields<'a>,
    /// Its column.
    pub(super) column: &'a Column,
    /// The target in the column before.
    pub(super) target: Option<&'a Target>,
}

/// The value of `cell`; none where there is none or it is wrong, which is told.
pub(super) fn read(
    cell: &Cell<'_>,
    typeset: &dyn Fn(String) -> String,
    problems: &mut Diagnostics,
) -> Option<Value> {
    let (key, fields) = (cell.column.key.0, cell.fields);
    match cell.column.shape {
        Shape::Number => fields.number(key, 0..=MOST, problems).map(Value::Number),
        Shape::Measures => {
            Some(cell.measures(problems)).filter(|list| !list.is_empty()).map(Value::Measures)
        }
        shape => {
            let text = fields.text(key, problems)?;
            match checked(shape, text, cell, typeset) {
                Ok(value) => Some(value),
                Err(problem) => {
                    problems.push(*problem);
                    None
                }
            }
        }
    }
}

fn checked(
    shape: Shape,
    text: String,
    cell: &Cell<'_>,
    typeset: &dyn Fn(String) -> String,
) -> Result<Value, Box<Diagnostic>> {
    let wrong = |message: String, hint: &str| Box::new(cell.error(message).hint(hint));
    match shape {
        Shape::When => When::parse(&text)
            .map(Value::When)
            .map_err(|error| Box::new(cell.error(error.message()).hint(error.hint()))),
        Shape::Address if config::is_address(&text) => Ok(Value::Address(text)),
        Shape::Address => Err(wrong(
            format!("«{text}» — не полный адрес страницы"),
            "адрес начинается с `http://` или `https://`, в нём нет пробелов",
        )),
        Shape::Mail if is_mail(&text) => Ok(Value::Mail(text)),
        Shape::Mail => Err(wrong(
            format!("«{text}» — не адрес электронной почты"),
            "например, `почта: school7@example.ru`",
        )),
        Shape::Phone if is_phone(&text) => Ok(Value::Phone(text)),
        Shape::Phone => Err(wrong(
            format!("«{text}» — не номер телефона"),
            "один номер цифрами: `+7 (86555) 1-23-45` или `+7 (86555) 1-23-45, доб. 3`",
        )),
        Shape::Target => Target::parse(&text).map(Value::Target).ok_or_else(|| {
            wrong(
                format!("не удалось прочитать цель «{text}»"),
                "напишите число и в чём оно: `100 %`, `не менее 70 %`, `не более 5 чел.`",
            )
        }),
        Shape::File => {
            let document = cell.fields.document();
            let span = cell.fields.node(cell.column.key.0).map(|node| node.span);
            Ok(Value::File(text, document.place(span.unwrap_or_default())))
        }
        Shape::Text | Shape::Number | Shape::Measures => Ok(Value::Text(typeset(text))),
    }
}

impl Cell<'_> {
    fn error(&self, message: impl Into<String>) -> Diagnostic {
        self.fields.error(self.column.key.0, message)
    }

    /// What an indicator came to, the earliest first.
    fn measures(&self, problems: &mut Diagnostics) -> Vec<Measure> {
        let mut measures: Vec<Measure> = Vec::new();
        for item in self.fields.items(self.column.key.0, MEASURE, problems) {
            let date = date(&item, problems);
            let amount = self.amount(&item, problems);
            let (Some(date), Some((amount, share))) = (date, amount) else { continue };
            if measures.iter().any(|known| known.date == date) {
                problems.push(
                    item.error("date", "значение на этот день уже есть")
                        .hint("оставьте одно из них"),
                );
                continue;
            }
            measures.push(Measure { date, amount, share });
        }
        measures.sort_by_key(|measure| measure.date);
        measures
    }

    fn amount(
        &self,
        item: &Fields<'_>,
        problems: &mut Diagnostics,
    ) -> Option<(Amount, Option<(u32, u32)>)> {
        let told = problems.len();
        let unit = self.target.map_or("", |target| &target.unit);
        let value = item.text("value", problems);
        let part = item.number("part", 0..=MOST, problems);
        let whole = item.number("whole", 1..=MOST, problems);
        if problems.len() > told {
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
        // Without a target that could be read, its unit is not known.
        if self.target.is_some() {
            problems.push(item.error(key, message).hint(hint));
        }
        None
    }
}

fn date(item: &Fields<'_>, problems: &mut Diagnostics) -> Option<jiff::civil::Date> {
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

fn is_mail(text: &str) -> bool {
    let sound = |part: &str| !part.is_empty() && !part.contains(['@', ',', ';', ' ', '<', '>']);
    text.split_once('@').is_some_and(|(name, host)| {
        sound(name) && sound(host) && host.contains('.') && !host.ends_with('.')
    })
}

fn is_phone(text: &str) -> bool {
    let (number, extension) = text.split_once("доб").unwrap_or((text, ""));
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    (5..=15).contains(&digits)
        && number.chars().all(|c| c.is_ascii_digit() || "+()-–, \u{a0}".contains(c))
        && extension.chars().all(|c| c.is_ascii_digit() || ". \u{a0}".contains(c))
}
