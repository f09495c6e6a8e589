//! Values of the front page alone: its news, the school year in figures, directions and school years
//! with their counts.

use std::fmt;

use serde::Serialize;
use tera::Value;

use crate::calendar::plural;

/// `front`: values that change with nearly every event, so no other page shows them.
#[derive(Debug, Serialize)]
pub(in crate::render) struct FrontView<'a> {
    /// Cards of announcements, the soonest first.
    pub(in crate::render) announcements: Vec<Value>,
    /// The address of the announcements as a calendar file.
    pub(in crate::render) calendar: Option<&'static str>,
    /// The card of the newest event of the list's first page that has a photo.
    pub(in crate::render) story: Option<&'a Value>,
    /// Cards of the newest other events.
    pub(in crate::render) cards: Vec<Value>,
    /// Cards of those before them, for a shorter form.
    pub(in crate::render) rows: Vec<Value>,
    /// The address of the list of all events, if that is another page.
    pub(in crate::render) all: Option<String>,
    /// The latest school year with an event that was held.
    pub(in crate::render) year: Option<FiguresView<'a>>,
    /// Directions in the order of the settings.
    pub(in crate::render) directions: Vec<CountedView<'a>>,
    /// School years, the latest first.
    pub(in crate::render) years: Vec<CountedView<'a>>,
}

/// A school year in figures.
#[derive(Debug, Serialize)]
pub(in crate::render) struct FiguresView<'a> {
    /// The year's title and page.
    pub(in crate::render) link: &'a Value,
    /// Events that were held.
    pub(in crate::render) events: Figure,
    /// Participations: a person counts once per event. None if no post states participants.
    pub(in crate::render) participations: Option<Figure>,
    /// The number of directions with events that were held.
    pub(in crate::render) directions: Figure,
}

/// A page with the number of the events that it lists.
#[derive(Debug, Serialize)]
pub(in crate::render) struct CountedView<'a> {
    /// A direction, a school year, a tag, a report.
    pub(in crate::render) link: &'a Value,
    /// The number of its events, with the noun; none if it lists no events.
    pub(in crate::render) count: Option<String>,
    /// The same in two parts.
    pub(in crate::render) figure: Option<Figure>,
}

/// A number and its noun, for templates that style them apart.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(in crate::render) struct Figure {
    /// Digits in groups of three: «1 238».
    number: String,
    noun: &'static str,
}

impl Figure {
    /// `count` with a noun in its three forms: after 1, after 2, after 5.
    pub(in crate::render) fn new(count: u64, [one, few, many]: [&'static str; 3]) -> Self {
        let digits = count.to_string();
        let mut number = String::with_capacity(digits.len() * 2);
        for (at, digit) in digits.char_indices() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                number.push('\u{a0}');
            }
            number.push(digit);
        }
        Self { number, noun: plural(count, one, few, many) }
    }
}

impl fmt::Display for Figure {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}\u{a0}{}", self.number, self.noun)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_numbers_are_grouped() {
        let figure = |count| Figure::new(count, ["событие", "события", "событий"]);
        for (count, number, noun) in [
            (0, "0", "событий"),
            (1, "1", "событие"),
            (238, "238", "событий"),
            (1_002, "1\u{a0}002", "события"),
            (12_345, "12\u{a0}345", "событий"),
            (1_234_567, "1\u{a0}234\u{a0}567", "событий"),
        ] {
            assert_eq!(figure(count), Figure { number: number.to_owned(), noun });
        }
    }
}
