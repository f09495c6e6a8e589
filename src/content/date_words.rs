//! Dates of posts that words say better than days: several days, terms of plans, planned terms.

use jiff::civil::Date;

use super::post::PostMeta;
use crate::calendar::EventDate;
use crate::diagnostic::Place;

/// A date in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateWords {
    /// «10, 12 и 14 марта 2025 г.», «в течение года».
    pub text: String,
    /// Each of several days.
    pub parts: Vec<EventDate>,
    /// Whether the words name the days of the event. Those of a term do not, so that the event can be
    /// planned and announced, but not told of as held.
    pub is_exact: bool,
    /// Where the date is written.
    pub place: Place,
}

/// The term of the approved plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned {
    /// The days within which it lies, as far as the words tell them.
    pub date: EventDate,
    pub is_exact: bool,
    /// As shown.
    pub text: String,
}

impl PostMeta {
    /// The date as readers see it, without the time of day.
    pub fn date_text(&self) -> String {
        match &self.date_words {
            Some(words) => words.text.clone(),
            None => self.date.to_string(),
        }
    }

    /// The date and the time of day: «5 декабря 2024 г., 14:30».
    pub fn date_and_time(&self) -> String {
        let mut text = self.date_text();
        if let Some(time) = self.date.time() {
            text = format!("{text}, {time}");
        }
        text
    }

    /// The days of the event, which need not follow each other, with their time.
    pub fn separate_dates(&self) -> Vec<EventDate> {
        let parts = self.date_words.as_ref().map_or(&[][..], |words| &words.parts);
        if parts.is_empty() {
            return vec![self.date];
        }
        let timed = |part: &EventDate| match self.date.time() {
            Some(time) => part.at(time),
            None => *part,
        };
        parts.iter().map(timed).collect()
    }

    /// Whether the days of the event are known.
    pub fn has_days(&self) -> bool {
        self.date_words.as_ref().is_none_or(|words| words.is_exact)
    }

    /// The day by which an event stands in a plan: the first day of a date, the last one of a term,
    /// until which the event can take place.
    pub fn due(&self) -> Date {
        if self.has_days() { self.date.first() } else { self.date.last() }
    }
}

impl Planned {
    /// As [`PostMeta::due`].
    pub fn due(&self) -> Date {
        if self.is_exact { self.date.first() } else { self.date.last() }
    }
}
