//! Parses the year of a date: a calendar year or a school year.

use crate::calendar::SchoolYear;
use crate::calendar::tokens::DateToken::{self, Dash, Dot, Number, Slash, Word};

/// Words that may follow a year. The last one comes from the misspelling «7.12.2022г ода».
const YEAR_WORDS: [&str; 10] =
    ["г", "гг", "год", "года", "году", "уч", "учебный", "учебного", "учебном", "ода"];

/// A year as written after a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::calendar) enum Year {
    /// «2022», «22»: two digits are in this century.
    Calendar(i16),
    /// «2022/23»: the month decides which of the two years it is.
    School(SchoolYear),
}

impl Year {
    /// The calendar year of `month`, counted from 1.
    pub(in crate::calendar) fn calendar_year(self, month: u32) -> i16 {
        match self {
            Self::Calendar(year) => year,
            Self::School(school_year) => school_year.year_of(month),
        }
    }
}

/// Parses the year at the start of `tokens`; returns it with the remaining tokens. Two years joined
/// by a dash are a school year only at the end of the text: «28 декабря 2022 – 23 января 2023» has
/// a dash after a year too.
pub(in crate::calendar) fn parse_year<'t>(
    tokens: &'t [DateToken<'t>],
) -> Option<(Year, &'t [DateToken<'t>])> {
    match *tokens {
        [Number(y, n @ (2 | 4)), sign, Number(z, m @ (2 | 4)), ref rest @ ..]
            if follows(z, m, y, n)
                && (sign == Slash || sign == Dash && skip_year_words(rest).is_empty()) =>
        {
            Some((Year::School(SchoolYear::starting(full_year(y, n))), rest))
        }
        [Number(y, n @ (2 | 4)), ref rest @ ..] => Some((Year::Calendar(full_year(y, n)), rest)),
        _ => None,
    }
}

/// Expands a year of two digits, which is in this century.
pub(super) fn full_year(year: u32, digits: usize) -> i16 {
    let year = if digits == 2 { 2000 + year } else { year };
    i16::try_from(year).unwrap_or(i16::MAX)
}

/// Whether the year `next`, written with `next_digits` digits, follows `year`.
pub(super) fn follows(next: u32, next_digits: usize, year: u32, digits: usize) -> bool {
    let expected = full_year(year, digits).saturating_add(1);
    i16::try_from(next) == Ok(if next_digits == 2 { expected % 100 } else { expected })
}

/// Skips «г.», «года», «учебного года» and the like, and single full stops.
pub(in crate::calendar) fn skip_year_words<'t>(
    mut tokens: &'t [DateToken<'t>],
) -> &'t [DateToken<'t>] {
    loop {
        match tokens {
            [Dot, rest @ ..] => tokens = rest,
            [Word(word), rest @ ..] if YEAR_WORDS.contains(word) => tokens = rest,
            rest => return rest,
        }
    }
}
