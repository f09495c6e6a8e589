//! Short codes: a line `{{ events() }}` in Markdown, where a generated part is to stand.
//!
//! A code stands alone in its paragraph (or with other codes, one a line). It has an English and a
//! Russian name, like the keys of YAML, and perhaps an argument in quotes: `{{ chart("…") }}`; the
//! parentheses may be left out where there is none. Here codes are only read: whoever renders a
//! body finds them in [`Body::codes`](super::markdown::Body::codes), each with its place in the
//! HTML, and puts there what the [`Part`] asks for.
//!
//! To add one: a variant of [`Part`], a row of `CODES`, an arm where parts are made (the
//! compiler names these places), a paragraph in GUIDE.ru.md.

use super::data::TableKind;
use crate::diagnostic::Place;
use crate::yaml::Key;

/// A generated part of a page or a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// The table of the report's events.
    Events,
    /// How many events and participants there were, by direction and in all.
    Totals,
    /// What was planned and not held.
    NotHeld,
    /// A chart of the report's events.
    Chart(Counted, By),
    /// A table of the section's data.
    Table(TableKind),
    /// The photos of all events.
    Gallery,
}

/// What a chart counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Counted {
    /// Events.
    Events,
    /// Participants; one who came twice counts twice.
    Participants,
}

/// What a chart compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum By {
    /// Directions.
    Direction,
    /// Months of the period.
    Month,
    /// Half-years, up to that of the report.
    HalfYear,
}

/// Where a code may stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Home {
    /// On a standing page: what depends on no period.
    Page,
    /// In a report: what can stand on paper.
    Report,
}

/// A code in a rendered body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShortCode {
    /// The byte of the HTML at which the part is to be inserted.
    pub at: usize,
    /// What is to stand there.
    pub part: Part,
    /// Where the code is written.
    pub place: Place,
}

/// A code as the author writes it: its names, where it may stand, and its arguments with what each
/// asks for; an empty argument is none.
struct Known {
    name: Key,
    homes: &'static [Home],
    parts: &'static [(Key, Part)],
}

const NONE: Key = ("", "");

const REPORT: &[Home] = &[Home::Report];

/// The code of a table, which has the table's names.
const fn table(kind: TableKind, parts: &'static [(Key, Part)]) -> Known {
    Known { name: kind.schema().name, homes: &[Home::Page, Home::Report], parts }
}

/// The English and Russian names of all codes.
pub fn names() -> impl Iterator<Item = Key> {
    CODES.iter().map(|code| code.name)
}

/// All codes.
const CODES: &[Known] = &[
    Known { name: ("events", "события"), homes: REPORT, parts: &[(NONE, Part::Events)] },
    Known { name: ("totals", "итого"), homes: REPORT, parts: &[(NONE, Part::Totals)] },
    Known {
        name: ("not_held", "не_проведено"), homes: REPORT, parts: &[(NONE, Part::NotHeld)]
    },
    Known {
        name: ("chart", "диаграмма"),
        homes: REPORT,
        parts: &[
            (
                ("events by direction", "события по направлениям"),
                Part::Chart(Counted::Events, By::Direction),
            ),
            (
                ("participants by direction", "участия по направлениям"),
                Part::Chart(Counted::Participants, By::Direction),
            ),
            (("events by month", "события по месяцам"), Part::Chart(Counted::Events, By::Month)),
            (
                ("participants by month", "участия по месяцам"),
                Part::Chart(Counted::Participants, By::Month),
            ),
            (
                ("events by half-year", "события по полугодиям"),
                Part::Chart(Counted::Events, By::HalfYear),
            ),
            (
                ("participants by half-year", "участия по полугодиям"),
                Part::Chart(Counted::Participants, By::HalfYear),
            ),
        ],
    },
    Known {
        name: ("gallery", "галерея"), homes: &[Home::Page], parts: &[(NONE, Part::Gallery)]
    },
    table(TableKind::Documents, &[(NONE, Part::Table(TableKind::Documents))]),
    table(TableKind::Programmes, &[(NONE, Part::Table(TableKind::Programmes))]),
    table(TableKind::Teachers, &[(NONE, Part::Table(TableKind::Teachers))]),
    table(TableKind::Training, &[(NONE, Part::Table(TableKind::Training))]),
    table(TableKind::Equipment, &[(NONE, Part::Table(TableKind::Equipment))]),
    table(TableKind::Schedule, &[(NONE, Part::Table(TableKind::Schedule))]),
    table(TableKind::Contacts, &[(NONE, Part::Table(TableKind::Contacts))]),
    table(TableKind::Indicators, &[(NONE, Part::Table(TableKind::Indicators))]),
    table(TableKind::Enrolment, &[(NONE, Part::Table(TableKind::Enrolment))]),
];

/// Why a code asks for nothing: what is wrong, and what to do.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Wrong {
    pub(super) message: String,
    pub(super) hint: String,
}

/// Whether `text` looks like a code and no more.
pub(super) fn is_code(text: &str) -> bool {
    inside(text).is_some()
}

/// The code in `text`, if there is one of ours among its words.
pub(super) fn within(text: &str) -> Option<&str> {
    let start = text.find("{{")?;
    let end = start + text[start..].find("}}")? + 2;
    let code = &text[start..end];
    let (name, _) = cut(inside(code)?);
    known(name).map(|_| code)
}

/// What the code `text` asks for where it stands.
///
/// # Errors
/// An unknown name or argument, or one that makes no sense there.
pub(super) fn read(text: &str, home: Home) -> Result<Part, Wrong> {
    let (name, argument) = cut(inside(text).unwrap_or(text));
    let here = || CODES.iter().filter(|code| code.homes.contains(&home));
    let Some(code) = known(name) else {
        let names = here().flat_map(|code| [code.name.0, code.name.1]);
        let hint = match nearest(name, names) {
            Some(near) => format!("вероятно, это `{{{{ {near}() }}}}`"),
            None => {
                let all: Vec<_> = here().map(|code| format!("`{}`", code.name.1)).collect();
                format!("здесь бывают: {}", all.join(", "))
            }
        };
        return Err(Wrong { message: format!("неизвестный код «{name}»"), hint });
    };
    if !code.homes.contains(&home) {
        let (only, hint) = match home {
            Home::Page => {
                ("в отчёте", "перенесите его в файл папки `content/reports`: у отчёта есть период")
            }
            Home::Report => ("на странице", "уберите его отсюда: отчёт печатают"),
        };
        let message = format!("код «{name}» бывает только {only}");
        return Err(Wrong { message, hint: hint.to_owned() });
    }
    let folded = fold(argument);
    let of = code.parts.iter().find(|(key, _)| fold(key.0) == folded || fold(key.1) == folded);
    of.map(|(_, part)| *part).ok_or_else(|| {
        let arguments = || code.parts.iter().filter(|(key, _)| *key != NONE).map(|(key, _)| key);
        if arguments().next().is_none() {
            return Wrong {
                message: format!("у кода «{name}» в скобках ничего не пишут"),
                hint: format!("напишите `{{{{ {name}() }}}}`"),
            };
        }
        let near = nearest(argument, arguments().flat_map(|key| [key.0, key.1]));
        let all: Vec<_> = arguments().map(|key| format!("«{}»", key.1)).collect();
        Wrong {
            message: if argument.is_empty() {
                format!("у кода «{name}» не сказано, что показать")
            } else {
                format!("код «{name}» не знает, что такое «{argument}»")
            },
            hint: match near {
                Some(near) => format!("вероятно, это `{{{{ {name}(\"{near}\") }}}}`"),
                None => format!("в скобках пишут в кавычках: {}", all.join(", ")),
            },
        }
    })
}

/// What stands between the braces.
fn inside(text: &str) -> Option<&str> {
    let inner = text.trim().strip_prefix("{{")?.strip_suffix("}}")?;
    (!inner.contains("{{") && !inner.contains("}}")).then(|| inner.trim())
}

/// The name and the argument, without the quotes around it.
fn cut(code: &str) -> (&str, &str) {
    let (name, rest) = code.split_once('(').unwrap_or((code, ""));
    let rest = rest.trim_end();
    let argument = rest.strip_suffix(')').unwrap_or(rest).trim();
    (name.trim(), argument.trim_matches(['"', '\'', '«', '»', '“', '”', '„']).trim())
}

fn known(name: &str) -> Option<&'static Known> {
    let folded = fold(name);
    CODES.iter().find(|code| fold(code.name.0) == folded || fold(code.name.1) == folded)
}

fn nearest(written: &str, names: impl Iterator<Item = &'static str>) -> Option<&'static str> {
    let folded = fold(written);
    let limit = folded.chars().count() / 3;
    names
        .map(|name| (strsim::osa_distance(&folded, &fold(name)), name))
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, name)| name)
}

/// Names are compared without regard to case, ё/е and the kind of separator between words.
fn fold(name: &str) -> String {
    let letters = name.trim().chars().flat_map(char::to_lowercase);
    letters
        .map(|letter| match letter {
            'ё' => 'е',
            ' ' | '-' | '\u{a0}' => '_',
            letter => letter,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_in_both_languages() {
        for (text, part) in [
            ("{{ events() }}", Part::Events),
            ("{{События}}", Part::Events),
            ("{{ training() }}", Part::Table(TableKind::Training)),
            ("{{ Педагоги() }}", Part::Table(TableKind::Teachers)),
            ("{{ не проведено() }}", Part::NotHeld),
            ("{{ chart(\"events by month\") }}", Part::Chart(Counted::Events, By::Month)),
            (
                "{{ диаграмма(«Участия по направлениям») }}",
                Part::Chart(Counted::Participants, By::Direction),
            ),
        ] {
            assert_eq!(read(text, Home::Report), Ok(part), "{text}");
        }
    }

    #[test]
    fn a_mistake_is_named_with_the_nearest_code() {
        for (text, home, message, hint) in [
            ("{{ evnts() }}", Home::Report, "неизвестный код «evnts»", "`{{ events() }}`"),
            ("{{ погода }}", Home::Page, "неизвестный код «погода»", "`галерея`, `документы`"),
            ("{{ события }}", Home::Page, "только в отчёте", "content/reports"),
            ("{{ gallery }}", Home::Report, "только на странице", "печатают"),
            ("{{ события(1) }}", Home::Report, "ничего не пишут", "{{ события() }}"),
            ("{{ диаграмма }}", Home::Report, "не сказано", "«события по направлениям»"),
            ("{{ chart(events by mont) }}", Home::Report, "events by mont", "events by month"),
        ] {
            let wrong = read(text, home).unwrap_err();
            assert!(wrong.message.contains(message), "{text}: {wrong:?}");
            assert!(wrong.hint.contains(hint), "{text}: {wrong:?}");
        }
    }

    #[test]
    fn every_table_has_a_code() {
        for kind in TableKind::ALL {
            let code = format!("{{{{ {}() }}}}", kind.name());
            for home in [Home::Page, Home::Report] {
                assert_eq!(read(&code, home), Ok(Part::Table(kind)));
            }
        }
    }

    #[test]
    fn names_belong_to_one_code() {
        let mut names: Vec<_> =
            CODES.iter().flat_map(|code| [code.name.0, code.name.1]).map(fold).collect();
        names.sort_unstable();
        let count = names.len();
        names.dedup();
        assert_eq!(names.len(), count);
    }

    #[test]
    fn a_code_among_words_is_found_if_it_is_ours() {
        assert_eq!(within("Вот {{ события() }} года"), Some("{{ события() }}"));
        assert_eq!(within("Вот {{ name }} года"), None);
        assert_eq!(within("Вот }} {{"), None);
    }
}
