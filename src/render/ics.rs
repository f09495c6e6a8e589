//! The calendar file (iCalendar, RFC 5545) of announcements, for calendars of phones and computers.

use icalendar::{Calendar, Component, Event, EventLike, Property};
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use jiff::{ToSpan, ZonedDateTime};

use super::renderer::{Renderer, shortened};
use crate::calendar::EventDate;
use crate::content::post::Post;

/// Who made the file.
const PRODUCER: &str = "-//Rostok//RU";

impl Renderer {
    /// The calendar of all announcements with known days, the soonest first. It depends on nothing but
    /// the content and the day: an event is known by its address and stamped with the day of its last
    /// change.
    pub(super) fn calendar(&self) -> Vec<u8> {
        let config = &self.site.config;
        let mut calendar = Calendar::empty();
        for (key, value) in [
            ("VERSION", "2.0"),
            ("PRODID", PRODUCER),
            ("CALSCALE", "GREGORIAN"),
            ("METHOD", "PUBLISH"),
        ] {
            calendar.append_property(Property::new(key, value));
        }
        calendar.name(&plain(&config.title));
        for event in self.site.events.iter().filter(|event| event.is_in_calendar()) {
            let post = &event.document;
            let url = config.url(&event.path);
            let dates = post.meta.separate_dates();
            for date in &dates {
                // Separate days are entries of their own: one span would fill the days between them.
                let uid = match dates.len() {
                    1 => url.clone(),
                    _ => format!("{url}#{}", date.first()),
                };
                calendar.push(self.calendar_entry(post, &url, &uid, date));
            }
        }
        calendar.to_string().into_bytes()
    }

    fn calendar_entry(&self, post: &Post, url: &str, uid: &str, date: &EventDate) -> Event {
        let config = &self.site.config;
        let mut entry = Event::with_uid(uid);
        entry
            .append_property(Property::new("DTSTAMP", stamp(post)))
            .summary(&plain(&post.title))
            .append_property(Property::new("URL", url))
            .append_property(Property::new(
                "CATEGORIES",
                plain(&config.direction(post.meta.direction).short),
            ));
        for property in ends(date, &config.timezone) {
            entry.append_property(property);
        }
        if let Some(place) = &post.meta.place {
            entry.location(&plain(place));
        }
        if let Some(description) = description(post) {
            entry.description(&description);
        }
        entry.done()
    }
}

/// When the calendar last learned of the event.
fn stamp(post: &Post) -> String {
    let day = post.updated.unwrap_or_else(|| post.meta.date.first());
    day.strftime("%Y%m%dT000000Z").to_string()
}

/// The summary or the beginning of the text, below the days that a range does not tell.
fn description(post: &Post) -> Option<String> {
    let words = post.meta.date_words.as_ref().map(|words| words.text.as_str());
    let text = post.summary.as_deref().or_else(|| shortened(&post.body.lead));
    let parts: Vec<&str> = words.into_iter().chain(text).collect();
    (!parts.is_empty()).then(|| plain(&parts.join("\n")))
}

/// The beginning and the end: moments where the time is known, else whole days, of which the last is the
/// day after the event.
fn ends(date: &EventDate, zone: &TimeZone) -> Vec<Property> {
    let day = |key: &str, day: Date| {
        let mut property = Property::new(key, day.strftime("%Y%m%d").to_string());
        property.add_parameter("VALUE", "DATE").done()
    };
    let moment = |key: &str, day: Date, time: Time| {
        let zoned = day.to_datetime(time).to_zoned_datetime(zone.clone()).ok()?;
        Some(Property::new(key, in_utc(&zoned)))
    };
    let timed = date.time().and_then(|time| {
        let start = moment("DTSTART", date.first(), time.start)?;
        let end = time.end.and_then(|end| moment("DTEND", date.last(), end));
        Some(std::iter::once(start).chain(end).collect())
    });
    timed.unwrap_or_else(|| {
        vec![day("DTSTART", date.first()), day("DTEND", date.last().saturating_add(1.day()))]
    })
}

/// Without a description of the zone in the file, no other form is understood everywhere.
fn in_utc(zoned: &ZonedDateTime) -> String {
    zoned.with_time_zone(TimeZone::UTC).strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// Calendars show non-breaking spaces in their own ways.
fn plain(text: &str) -> String {
    text.replace('\u{a0}', " ")
}
