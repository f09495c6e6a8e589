//! Reads a period as people write it.

use super::{Period, PeriodKind};
use crate::calendar::parse::year::{Year, parse_year, skip_year_words};
use crate::calendar::tokens::DateToken::{self, Comma, Dot, Number, Word};
use crate::calendar::tokens::{fold, tokenize};
use crate::calendar::{
    DateError, EventDate, Half, HalfYear, SchoolBounds, SchoolQuarter, SchoolYear,
};

impl Period {
    /// Parses «2022/23», «2022/23 I», «I полугодие 2022/23», «II четверть 2022/23», «2022 год»,
    /// «IV квартал 2022», or days in any form of [`EventDate::parse`]: «1.09.2022–15.10.2022»,
    /// «сентябрь-декабрь 2022», «октябрь 2022»; also what [`Self::slug`] gives.
    ///
    /// # Errors
    /// [`DateError::NotAPeriod`], or the error in the range of dates.
    pub fn parse(text: &str, bounds: &SchoolBounds) -> Result<Self, DateError> {
        if let Ok(year) = SchoolYear::parse(text) {
            return Ok(Self::school_year(year));
        }
        let folded = fold(text);
        if let Some(half_year) = parse_half_year(&folded) {
            return Ok(Self::half_year(half_year, bounds));
        }
        let tokens = tokenize(&folded);
        if let Some(kind) = parse_quarter(&tokens).or_else(|| parse_calendar_year(&tokens)) {
            return kind
                .days(bounds)
                .map(|days| Self { first: *days.start(), last: *days.end(), kind })
                .ok_or(DateError::NotAPeriod { text: text.trim().to_owned() });
        }
        match EventDate::parse(text, None) {
            Ok(date) => {
                Ok(Self { first: date.first(), last: date.last(), kind: PeriodKind::Days(date) })
            }
            Err(DateError::Missing | DateError::Unreadable { .. } | DateError::OnlyYear) => {
                Err(DateError::NotAPeriod { text: text.trim().to_owned() })
            }
            Err(error) => Err(error),
        }
    }
}

/// «2022», «2022 год», «2022 календарный год».
fn parse_calendar_year(tokens: &[DateToken<'_>]) -> Option<PeriodKind> {
    let (year, rest) = parse_year(tokens)?;
    let is_year_word = |token: &DateToken<'_>| match token {
        Dot => true,
        Word(word) => word.starts_with("календарн"),
        _ => false,
    };
    let rest: Vec<_> = rest.iter().copied().filter(|token| !is_year_word(token)).collect();
    match (tokens, year) {
        ([Number(_, 4), ..], Year::Calendar(year)) if skip_year_words(&rest).is_empty() => {
            Some(PeriodKind::Year(year))
        }
        _ => None,
    }
}

/// «IV квартал 2022», «2022, 4 кв.», `2022-kv4`, «II четверть 2022/23», `2022-23-ch2`.
fn parse_quarter(tokens: &[DateToken<'_>]) -> Option<PeriodKind> {
    let (mut number, mut year, mut is_school) = (None, None, None);
    let mut rest = tokens;
    while let [token, after @ ..] = rest {
        match *token {
            Number(_, 4) if year.is_none() => {
                let (found, after) = parse_year(rest)?;
                // Of `2022-23-ch2`; elsewhere a dash after the school year is no end of the text.
                let (found, after) = match (rest, found) {
                    (
                        [Number(_, 4), DateToken::Dash, Number(next, 2), ..],
                        Year::Calendar(first),
                    ) if i32::from(first + 1) % 100 == i32::try_from(*next).unwrap_or(-1) => {
                        (Year::School(SchoolYear::starting(first)), &rest[3..])
                    }
                    _ => (found, after),
                };
                year = Some(found);
                rest = skip_year_words(after);
                continue;
            }
            Number(found @ 1..=4, 1) if number.is_none() => number = Some(found),
            Word(word) => match word {
                "кв" | "kv" => is_school = Some(false),
                "ch" => is_school = Some(true),
                _ if word.starts_with("квартал") => is_school = Some(false),
                _ if is_school_quarter(word) => is_school = Some(true),
                _ if number.is_none() => number = Some(ordinal(word)?),
                _ => return None,
            },
            Dot | Comma | DateToken::Dash => {}
            _ => return None,
        }
        rest = after;
    }
    let number = u8::try_from(number?).ok()?;
    match (is_school?, year?) {
        (false, Year::Calendar(year)) => Some(PeriodKind::Quarter(year, number)),
        (false, Year::School(_)) => None,
        (true, year) => {
            let year = match year {
                Year::School(year) => year,
                // The second half of a school year is in its second calendar year.
                Year::Calendar(year) if number > 2 => SchoolYear::starting(year.saturating_sub(1)),
                Year::Calendar(year) => SchoolYear::starting(year),
            };
            Some(PeriodKind::SchoolQuarter(SchoolQuarter { year, number }))
        }
    }
}

fn is_school_quarter(word: &str) -> bool {
    matches!(word, "четверть" | "четверти" | "чет" | "четв")
}

/// «IV», «четвёртый».
fn ordinal(word: &str) -> Option<u32> {
    let roman = ["i", "ii", "iii", "iv"].iter().position(|numeral| *numeral == word);
    let stems = ["перв", "втор", "трет", "четверт"];
    let number = roman.or_else(|| stems.iter().position(|stem| word.starts_with(stem)))?;
    u32::try_from(number + 1).ok()
}

/// Parses a half-year in a text normalised by [`fold`].
fn parse_half_year(folded: &str) -> Option<HalfYear> {
    let mut half = None;
    let mut rest = Vec::new();
    for word in folded.split([' ', ',']).filter(|word| !word.is_empty()) {
        let named = match word {
            "i" | "1" | "1-е" | "1-ое" | "1-го" | "первое" | "первого" => {
                Some(Half::First)
            }
            "ii" | "2" | "2-е" | "2-ое" | "2-го" | "второе" | "второго" => {
                Some(Half::Second)
            }
            _ => None,
        };
        match named {
            Some(_) if half.is_some() => return None,
            Some(_) => half = named,
            None if word.starts_with("полугоди") => {}
            None => rest.push(word),
        }
    }
    let rest = rest.join(" ");
    let (year, half) = match (half, rest.rsplit_once('-')) {
        (Some(half), _) => (&*rest, half),
        (None, Some((year, "1"))) => (year, Half::First),
        (None, Some((year, "2"))) => (year, Half::Second),
        _ => return None,
    };
    Some(HalfYear { year: SchoolYear::parse(year).ok()?, half })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Period, DateError> {
        Period::parse(text, &SchoolBounds::default())
    }

    #[test]
    fn a_half_year_is_read_as_people_write_it() {
        for text in [
            "2022/23 I",
            "I 2022/23",
            "2022/23, i полугодие",
            "I полугодие 2022/23 учебного года",
            "первое полугодие 2022–2023 уч. года",
            "1-е полугодие 2022/2023",
            "2022-23-1",
            "2022-2023-1",
        ] {
            let period = read(text).unwrap();
            assert_eq!(period.slug(), "2022-23-1", "{text}");
            assert_eq!(
                period.during().replace('\u{a0}', " "),
                "за I полугодие 2022/23 учебного года"
            );
        }
        let second = read("2022/23 II").unwrap();
        assert_eq!(second.slug(), "2022-23-2");
        assert_eq!(second.brief().replace('\u{a0}', " "), "2-е полугодие 2022/23");
        assert_eq!(read(&second.brief()), Ok(second));
        assert_eq!(read("2022/23 II").unwrap().last(), jiff::civil::date(2023, 8, 31));
    }

    #[test]
    fn years_and_days_are_periods_too() {
        assert_eq!(read("2022/23").unwrap().to_string(), "2022/23 учебный\u{a0}год");
        let days = read("1.09.2022-30.12.2022").unwrap();
        assert_eq!(days.slug(), "2022-09-01-2022-12-30");
        assert_eq!(read("сентябрь-декабрь 2022").unwrap().last(), jiff::civil::date(2022, 12, 31));
    }

    #[test]
    fn quarters_months_and_calendar_years_are_periods() {
        for (slug, days, name, texts) in [
            (
                "2022-kv4",
                "2022-10-01 2022-12-31",
                "за IV квартал 2022 г.",
                &[
                    "IV квартал 2022",
                    "4 квартал 2022 года",
                    "4 кв. 2022",
                    "4-й кв. 2022 г.",
                    "2022, IV квартал",
                    "четвёртый квартал 2022",
                ] as &[&str],
            ),
            (
                "2022-23-ch2",
                "2022-11-01 2022-12-31",
                "за II четверть 2022/23 учебного года",
                &[
                    "II четверть 2022/23",
                    "2 четверть 2022-2023 учебного года",
                    "2-я четверть 2022/23 уч. г.",
                    "2022/23, II четверть",
                    "II четверть 2022",
                ],
            ),
            (
                "2022-23-ch3",
                "2023-01-01 2023-03-31",
                "за III четверть 2022/23 учебного года",
                &["3 четверть 2023", "III четверть 2022-2023"],
            ),
            (
                "2022",
                "2022-01-01 2022-12-31",
                "за 2022 год",
                &["2022", "2022 год", "2022 г.", "2022 года", "2022 календарный год"],
            ),
            (
                "2022-10-01-2022-10-31",
                "2022-10-01 2022-10-31",
                "за октябрь 2022 г.",
                &["октябрь 2022", "10.2022", "2022-10"],
            ),
            (
                "2022-09-01-2022-10-15",
                "2022-09-01 2022-10-15",
                "за период: 1 сентября — 15 октября 2022 г.",
                &[
                    "с 1.09.2022 по 15.10.2022",
                    "1.09.2022–15.10.2022",
                    "с 1 сентября по 15 октября 2022 г.",
                ],
            ),
        ] {
            for text in texts {
                let period = read(text).unwrap_or_else(|error| panic!("{text}: {error:?}"));
                assert_eq!(period.slug(), slug, "{text}");
                assert_eq!(format!("{} {}", period.first(), period.last()), days, "{text}");
                assert_eq!(period.during().replace('\u{a0}', " "), name, "{text}");
            }
        }
        for slug in ["2022-kv4", "2022-23-ch2", "2022", "2022-23", "2022-23-1"] {
            assert_eq!(read(slug).unwrap().slug(), slug);
        }
        let hint = read("осень").unwrap_err().hint();
        for example in ["«2022/23»", "«IV квартал 2022»", "«II четверть 2022/23»", "«2022»"]
        {
            assert!(hint.contains(example), "{hint}");
        }
    }

    #[test]
    fn other_texts_are_rejected() {
        for text in [
            "",
            "I",
            "I II 2022/23",
            "2022-23-3",
            "осень",
            "V квартал 2022",
            "квартал 2022",
            "IV квартал",
            "осен1",
            "IV квартал 2022/23",
            "5 четверть 2022/23",
            "2022 февраль",
        ] {
            let error = read(text).unwrap_err();
            assert!(matches!(error, DateError::NotAPeriod { .. }), "{text}: {error:?}");
        }
        assert!(matches!(read("31.12.2022-1.09.2022"), Err(DateError::Backwards { .. })));
    }
}
