//! Finds the time of day among the tokens of a date: «14:30», «в 14.30», «с 10 до 12», «в 14 ч. 30 мин.».
//!
//! Numbers with a full stop or a dash are dates more often, and a bare number is a day. So they are
//! times only after a word such as «в», after a comma or a bracket, or after a year; and whoever asks
//! takes a time only if the other tokens are a date.

use jiff::civil::Time;

use crate::calendar::DayTime;
use crate::calendar::tokens::DateToken::{
    self, Bracket, Colon, Comma, Dash, Dot, Dots, Number, Word,
};

/// Words before a time; «t» is that of ISO 8601.
const LEADS: [&str; 11] = ["в", "во", "к", "с", "со", "c", "от", "начало", "нач", "время", "t"];
/// Of these, what begins a range.
const FROM: [&str; 4] = ["с", "со", "c", "от"];
const HOURS: [&str; 5] = ["ч", "час", "часа", "часов", "часам"];
const MINUTES: [&str; 5] = ["м", "мин", "минут", "минуты", "минута"];
/// Words after a time that name its zone.
const ZONES: [&str; 7] = ["мск", "msk", "по", "московскому", "местному", "времени", "время"];

/// A time, and the tokens around it.
pub(super) struct Clocked<'t> {
    pub(super) time: DayTime,
    pub(super) rest: Vec<DateToken<'t>>,
}

/// The times that `tokens` may contain, in their order.
pub(super) fn times<'t>(tokens: &'t [DateToken<'t>]) -> impl Iterator<Item = Clocked<'t>> {
    (0..tokens.len()).filter_map(|at| {
        let (before, after) = tokens.split_at(at);
        let (time, after) = read_time(before.last(), after)?;
        let rest = before.iter().chain(after).copied().collect();
        Some(Clocked { time, rest })
    })
}

/// The time that `tokens` are.
pub(in crate::calendar) fn whole(tokens: &[DateToken<'_>]) -> Option<DayTime> {
    read_time(Some(&Comma), tokens).filter(|(_, rest)| rest.is_empty()).map(|(time, _)| time)
}

/// The time at the start of `tokens`, and what follows it.
fn read_time<'t>(
    before: Option<&DateToken<'_>>,
    tokens: &'t [DateToken<'t>],
) -> Option<(DayTime, &'t [DateToken<'t>])> {
    let mut rest = tokens;
    let mut is_led = matches!(before, Some(Comma | Bracket | Number(_, 4)))
        || matches!(before, Some(Word("г" | "года")));
    let mut is_from = false;
    while let [Word(word), after @ ..] = rest
        && LEADS.contains(word)
    {
        (is_led, is_from) = (true, FROM.contains(word));
        rest = match after {
            [Dot | Colon, after @ ..] => after,
            after => after,
        };
    }
    let has_word = rest.len() < tokens.len();
    let first = read_clock(rest, is_led, has_word)?;
    let end = match first.rest {
        [Dash | Dots | Word("до" | "по"), after @ ..] => read_clock(after, true, true),
        _ => None,
    };
    let (end, rest) = match end {
        Some(end) => (Some(end.time), end.rest),
        None => (None, first.rest),
    };
    // «с 10» alone is a day: only «с 10 до 12» and «с 10:00» are times.
    if end.is_some_and(|end| end <= first.time) || is_from && first.is_bare && end.is_none() {
        return None;
    }
    Some((DayTime { start: first.time, end }, skip_zone(rest)))
}

struct Clock<'t> {
    time: Time,
    rest: &'t [DateToken<'t>],
    /// An hour without minutes or a word.
    is_bare: bool,
}

/// `is_led`: something before the numbers says that they are a time; `has_word`: a word does.
fn read_clock<'t>(tokens: &'t [DateToken<'t>], is_led: bool, has_word: bool) -> Option<Clock<'t>> {
    let (hour, minute, rest, is_bare) = match tokens {
        [Number(h, 1 | 2), Colon, Number(m, 2), Colon, Number(_, 2), rest @ ..]
        | [Number(h, 1 | 2), Colon, Number(m, 2), rest @ ..] => (*h, *m, rest, false),
        [Number(h, 1 | 2), Word(word), rest @ ..] if HOURS.contains(word) => {
            let rest = skip_dot(rest);
            match rest {
                [Number(m, 1 | 2), Word(word), rest @ ..] if MINUTES.contains(word) => {
                    (*h, *m, skip_dot(rest), false)
                }
                rest => (*h, 0, rest, false),
            }
        }
        [Number(h, 1 | 2), Dot, Number(m, 2), rest @ ..] if is_led || !(1..=12).contains(m) => {
            (*h, *m, rest, false)
        }
        [Number(h, 1 | 2), Dash, Number(m, 2), rest @ ..]
            if has_word || is_led && (*m == 0 || *m > 12) =>
        {
            (*h, *m, rest, false)
        }
        [Number(h, 1 | 2), rest @ ..] if has_word => (*h, 0, rest, true),
        _ => return None,
    };
    let (hour, rest) = match rest {
        [Word("утра" | "ночи"), rest @ ..] => (hour, rest),
        [Word("дня" | "вечера"), rest @ ..] if hour < 12 => (hour + 12, rest),
        [Word("дня" | "вечера"), rest @ ..] => (hour, rest),
        rest => (hour, rest),
    };
    let rest = match rest {
        [Word(word), rest @ ..] if HOURS.contains(word) => skip_dot(rest),
        rest => rest,
    };
    let small = |number: u32| i8::try_from(number).ok();
    let time = Time::new(small(hour)?, small(minute)?, 0, 0).ok()?;
    Some(Clock { time, rest, is_bare })
}

fn skip_dot<'t>(tokens: &'t [DateToken<'t>]) -> &'t [DateToken<'t>] {
    match tokens {
        [Dot, rest @ ..] => rest,
        rest => rest,
    }
}

fn skip_zone<'t>(mut tokens: &'t [DateToken<'t>]) -> &'t [DateToken<'t>] {
    while let [Word(word), rest @ ..] = tokens
        && ZONES.contains(word)
    {
        tokens = rest;
    }
    tokens
}
