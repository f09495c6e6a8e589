//! Errors in dates, with messages for the author.

use jiff::ToSpan;
use jiff::civil::Date;

use crate::calendar::month::genitive;
use crate::calendar::{EventDate, QuarterBounds, plural};

/// Why a text is not a date, a school year or a half-year's bounds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DateError {
    /// The text is empty.
    Missing,
    /// The text matches no known pattern.
    Unreadable {
        /// The text as written.
        text: String,
    },
    /// A year without a month.
    OnlyYear,
    /// More than one day where a single day is required.
    NotADay,
    /// No year, and no school year to derive it from.
    NoYear,
    NoSuchMonth {
        /// The number written as the month.
        number: u32,
    },
    NoSuchDay {
        /// The day as written.
        day: u32,
        /// Any day of its month.
        month: Date,
    },
    /// The year is before 1900 or after 2099, probably a typing error.
    UnlikelyYear {
        /// The year as read.
        year: i16,
    },
    /// The range ends before it begins.
    Backwards {
        /// The first day, or any day of the first month.
        first: Date,
        /// The last day, or any day of the last month.
        last: Date,
        /// Whether days are given, not only months.
        by_day: bool,
    },
    /// Not two consecutive years.
    NotASchoolYear {
        /// The text as written.
        text: String,
    },
    /// Neither a half-year nor a school year nor a range of days.
    NotAPeriod {
        /// The text as written.
        text: String,
    },
    /// Not two months in the order of the school year.
    NotAMonthSpan {
        /// The text as written.
        text: String,
    },
    /// The second half-year does not begin after the end of the first.
    HalvesOverlap,
    /// A quarter does not begin after the end of the one before, or not in the school year.
    QuartersOverlap,
}

impl DateError {
    /// What is wrong, in Russian.
    pub fn message(&self) -> String {
        match self {
            Self::Missing => "дата не указана".to_owned(),
            Self::Unreadable { text } => format!("не удалось прочитать дату «{text}»"),
            Self::OnlyYear => "в дате не указан месяц".to_owned(),
            Self::NotADay => "нужен один день".to_owned(),
            Self::NoYear => "в дате не указан год".to_owned(),
            Self::NoSuchMonth { number } => format!("месяца с номером {number} нет"),
            Self::NoSuchDay { day, month } => {
                let (name, year) = (genitive(month.month()), month.year());
                format!("{day}\u{a0}{name} {year}\u{a0}года нет в календаре")
            }
            Self::UnlikelyYear { year } => format!("год {year} не похож на год события"),
            Self::Backwards { .. } => "событие кончается раньше, чем начинается".to_owned(),
            Self::NotASchoolYear { text } => format!("не удалось прочитать учебный год «{text}»"),
            Self::NotAPeriod { text } => format!("не удалось прочитать период «{text}»"),
            Self::NotAMonthSpan { text } => {
                format!("не удалось прочитать месяцы полугодия «{text}»")
            }
            Self::HalvesOverlap => {
                "второе полугодие должно начинаться после конца первого".to_owned()
            }
            Self::QuartersOverlap => {
                "четверть должна начинаться после конца предыдущей, с\u{a0}сентября по\u{a0}август"
                    .to_owned()
            }
        }
    }

    /// What to do about it, in Russian.
    pub fn hint(&self) -> String {
        match self {
            Self::Missing | Self::Unreadable { .. } => {
                "напишите, например: «14 октября 2022», «7.12.2022», «12–14 мая 2023» или \
                 «ноябрь-декабрь 2022»"
                    .to_owned()
            }
            Self::OnlyYear => {
                "добавьте месяц или день, например: «ноябрь 2022» или «14 октября 2022»".to_owned()
            }
            Self::NotADay => "напишите его, например, так: 14.10.2022".to_owned(),
            Self::NoYear => "допишите год, например «14 октября 2022», или добавьте строку \
                             `учебный_год: 2022/23`"
                .to_owned(),
            Self::NoSuchMonth { .. } => {
                "сначала пишется день, потом месяц: «7.12.2022»; в записи с чертой — год, месяц, \
                 день: «2022-12-07»"
                    .to_owned()
            }
            Self::NoSuchDay { month, .. } => {
                let days = month.days_in_month();
                let noun = plural(days.unsigned_abs().into(), "день", "дня", "дней");
                let name = genitive(month.month());
                format!("в этом месяце {days}\u{a0}{noun}: с\u{a0}1 по {days}\u{a0}{name}")
            }
            Self::UnlikelyYear { .. } => "проверьте год: он пишется четырьмя цифрами, от 1900 до \
                                          2099, или двумя последними"
                .to_owned(),
            Self::Backwards { first, last, by_day } => {
                let swap = "поменяйте начало и конец местами".to_owned();
                let earlier = EventDate::between(first.saturating_sub(1.year()), *last, *by_day);
                let later = EventDate::between(*first, last.saturating_add(1.year()), *by_day);
                match (earlier, later) {
                    (Some(earlier), Some(later)) if first.month() > last.month() => format!(
                        "если событие переходит через Новый год, укажите оба года: «{earlier}» \
                         или «{later}»; иначе {swap}"
                    ),
                    _ => swap,
                }
            }
            Self::NotASchoolYear { .. } => {
                "учебный год — это два года подряд, например «2022/23»".to_owned()
            }
            Self::NotAPeriod { .. } => "напишите учебный год («2022/23»), полугодие («2022/23 I»), \
                                        четверть («II четверть 2022/23»), календарный год («2022»), \
                                        квартал («IV квартал 2022»), месяц («октябрь 2022») или \
                                        первый и последний день («1.09.2022–15.10.2022»)"
                .to_owned(),
            Self::NotAMonthSpan { .. } => "укажите первый и последний месяц в порядке учебного \
                                           года, с сентября по август, например «январь-май»"
                .to_owned(),
            Self::HalvesOverlap => {
                "например: первое — «сентябрь-декабрь», второе — «январь-май»".to_owned()
            }
            Self::QuartersOverlap => QuarterBounds::EXAMPLE.to_owned(),
        }
    }
}
