//! The words of terms, by their stems.

use crate::calendar::month;

/// What a word says of a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum WordMeaning {
    /// Nothing that would change the days.
    Idle,
    /// «первая», «II»; 0 is «последняя».
    Ordinal(u32),
    TermUnit(TermUnit),
    /// From 1.
    Month(u32),
    MonthPart(MonthPart),
    Season(Season),
    Holidays,
    /// «ежемесячно», «каждый», «постоянно».
    Recurring,
    /// «по графику», «согласно»: whatever follows is no part of the term.
    SomebodysPlan,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TermUnit {
    Week,
    /// «декада»
    TenDays,
    /// «половина»
    HalfMonth,
    Month,
    /// «квартал»
    CalendarQuarter,
    /// «четверть»
    SchoolQuarter,
    Trimester,
    HalfYear,
    Year,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum MonthPart {
    Start,
    Middle,
    End,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Season {
    Autumn,
    Winter,
    Spring,
    Summer,
}

/// In Latin and in Cyrillic letters.
const ROMAN: [(&[&str], u32); 4] =
    [(&["i", "і"], 1), (&["ii", "іі"], 2), (&["iii", "ііі"], 3), (&["iv", "іv"], 4)];

const WHOLE_WORDS: &[(WordMeaning, &[&str])] = &[
    (
        WordMeaning::Idle,
        &[
            "в",
            "во",
            "с",
            "со",
            "c",
            "по",
            "на",
            "и",
            "до",
            "к",
            "за",
            "из",
            "не",
            "реже",
            "чаще",
            "менее",
            "более",
            "один",
            "два",
            "три",
            "течение",
            "теч",
            "течении",
            "протяжении",
            "период",
            "времени",
            "время",
            "день",
            "дни",
            "дня",
            "дней",
            "или",
            "около",
            "примерно",
            "ориентировочно",
            "предварительно",
        ],
    ),
    (WordMeaning::TermUnit(TermUnit::Year), &["г", "год", "года", "году", "годом", "уч"]),
    (WordMeaning::TermUnit(TermUnit::CalendarQuarter), &["кв"]),
    (WordMeaning::TermUnit(TermUnit::Month), &["мес"]),
    (WordMeaning::TermUnit(TermUnit::Week), &["нед"]),
    (
        WordMeaning::TermUnit(TermUnit::SchoolQuarter),
        &["четверть", "четверти", "четвертью", "четвертям", "четвертей"],
    ),
    (
        WordMeaning::Recurring,
        &[
            "раз",
            "раза",
            "весь",
            "всего",
            "круглый",
            "целый",
            "пн",
            "вт",
            "ср",
            "чт",
            "пт",
            "сб",
            "вс",
        ],
    ),
    (WordMeaning::Season(Season::Summer), &["лето", "лета", "летом"]),
    (WordMeaning::Season(Season::Winter), &["зима", "зимы", "зимой"]),
    (WordMeaning::Season(Season::Spring), &["весна", "весны", "весной"]),
    (WordMeaning::Season(Season::Autumn), &["осень", "осени", "осенью"]),
    (WordMeaning::MonthPart(MonthPart::End), &["конец", "конце", "конца", "концу"]),
    (WordMeaning::SomebodysPlan, &["рамках", "ходе", "мере", "дата", "даты", "срок", "сроки"]),
];

/// The beginnings of words.
const STEMS: &[(WordMeaning, &[&str])] = &[
    (WordMeaning::TermUnit(TermUnit::Week), &["недел"]),
    (WordMeaning::TermUnit(TermUnit::TenDays), &["декад"]),
    (WordMeaning::TermUnit(TermUnit::HalfMonth), &["половин"]),
    (WordMeaning::TermUnit(TermUnit::Month), &["месяц"]),
    (WordMeaning::TermUnit(TermUnit::CalendarQuarter), &["квартал"]),
    (WordMeaning::TermUnit(TermUnit::Trimester), &["триместр"]),
    (WordMeaning::TermUnit(TermUnit::HalfYear), &["полугод", "семестр"]),
    (WordMeaning::TermUnit(TermUnit::Year), &["учебн", "календарн"]),
    (WordMeaning::Ordinal(1), &["перв"]),
    (WordMeaning::Ordinal(2), &["втора", "второ"]),
    (WordMeaning::Ordinal(3), &["треть", "третий"]),
    (WordMeaning::Ordinal(4), &["четверта", "четверто", "четверты"]),
    (WordMeaning::Ordinal(0), &["последн"]),
    (WordMeaning::MonthPart(MonthPart::Start), &["начал"]),
    (WordMeaning::MonthPart(MonthPart::Middle), &["середин"]),
    (WordMeaning::Season(Season::Autumn), &["осенн"]),
    (WordMeaning::Season(Season::Winter), &["зимн"]),
    (WordMeaning::Season(Season::Spring), &["весенн"]),
    (WordMeaning::Season(Season::Summer), &["летни"]),
    (WordMeaning::Holidays, &["каникул"]),
    (
        WordMeaning::Recurring,
        &[
            "ежеднев",
            "еженед",
            "ежемес",
            "ежекварт",
            "ежегод",
            "ежечетверт",
            "кажд",
            "постоянно",
            "регулярн",
            "систематическ",
            "периодическ",
            "круглогодичн",
            "понедельник",
            "вторник",
            "среда",
            "среду",
            "среды",
            "средам",
            "четверг",
            "пятниц",
            "суббот",
            "воскресен",
        ],
    ),
    (
        WordMeaning::SomebodysPlan,
        &[
            "расписани",
            "график",
            "план",
            "согласн",
            "согласован",
            "соответств",
            "необходимост",
            "запрос",
            "заявк",
            "положени",
            "приказ",
            "назначени",
            "уточня",
            "отдельн",
            "итог",
        ],
    ),
];

pub(super) fn meaning(word: &str) -> Option<WordMeaning> {
    find(WHOLE_WORDS, |known| known == word)
        .or_else(|| {
            let roman = ROMAN.iter().find(|(forms, _)| forms.contains(&word));
            roman.map(|(_, number)| WordMeaning::Ordinal(*number))
        })
        .or_else(|| month::month_in_any_case(word).map(WordMeaning::Month))
        .or_else(|| find(STEMS, |stem| word.starts_with(stem)))
}

fn find(rows: &[(WordMeaning, &[&str])], is_same: impl Fn(&str) -> bool) -> Option<WordMeaning> {
    let row = rows.iter().find(|(_, words)| words.iter().any(|known| is_same(known)));
    row.map(|(meaning, _)| *meaning)
}

/// The name of a month, counted from 1.
pub(super) fn month_name(month: u32) -> &'static str {
    month::nominative(i8::try_from(month).unwrap_or(1))
}
