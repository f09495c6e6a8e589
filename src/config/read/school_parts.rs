//! `half_years:` and `quarters:`: the parts of a school year.

use crate::calendar::{HalfYearBounds, MonthSpan, QuarterBounds};
use crate::diagnostic::Diagnostics;
use crate::yaml::{Fields, Key};

pub(super) const HALF_YEARS: &[Key] = &[("first", "первое"), ("second", "второе")];
pub(super) const QUARTERS: &[Key] =
    &[("first", "первая"), ("second", "вторая"), ("third", "третья"), ("fourth", "четвёртая")];

pub(super) fn half_years(fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> HalfYearBounds {
    let default = HalfYearBounds::default();
    let Some(item) = fields.map("half_years", HALF_YEARS, diagnostics) else { return default };
    let (first, second) = (item.text("first", diagnostics), item.text("second", diagnostics));
    let (Some(first), Some(second)) = (first, second) else {
        diagnostics.push(
            fields
                .error("half_years", "нужны оба полугодия")
                .hint("например, `первое: сентябрь-декабрь` и под ним `второе: январь-май`"),
        );
        return default;
    };
    let span = |key, text: &str| MonthSpan::parse(text).map_err(|error| (key, error));
    let read = || {
        let (first, second) = (span("first", &first)?, span("second", &second)?);
        HalfYearBounds::new(first, second).map_err(|error| ("second", error))
    };
    read().unwrap_or_else(|(key, error)| {
        diagnostics.push(item.error(key, error.message()).hint(error.hint()));
        default
    })
}

pub(super) fn quarters(fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> QuarterBounds {
    let default = QuarterBounds::default();
    let Some(item) = fields.map("quarters", QUARTERS, diagnostics) else { return default };
    let mut text = |at: usize| item.text(QUARTERS[at].0, diagnostics);
    let (Some(first), Some(second), Some(third), Some(fourth)) =
        (text(0), text(1), text(2), text(3))
    else {
        diagnostics.push(
            fields
                .error("quarters", "нужны все четыре четверти")
                .hint("например, `первая: 1.09-26.10` и под ней `вторая: 5.11-28.12`"),
        );
        return default;
    };
    QuarterBounds::parse([&first, &second, &third, &fourth]).unwrap_or_else(|(at, error)| {
        let hint = QuarterBounds::EXAMPLE;
        diagnostics.push(item.error(QUARTERS[at].0, error.message()).hint(hint));
        default
    })
}
