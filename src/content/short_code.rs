//! Short codes: a line `{{ events() }}` in Markdown stands for a generated part.
//!
//! A code stands alone in its paragraph, or with other codes, one a line. It has an English and a
//! Russian name, as keys of YAML have, and may have an argument in quotes: `{{ chart("…") }}`;
//! without one, the parentheses are optional. Codes are only read here:
//! [`Body::codes`](super::markdown::Body::codes) has each with its place in the HTML, where `render`
//! inserts the [`Part`].
//!
//! To add one: a variant of [`Part`], a row of `CODES`, an arm wherever parts are rendered (the
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
    /// Events that were planned but did not take place.
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

/// The kind of document that a code stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShortcodeContext {
    /// A standing page: parts that need no period.
    Page,
    /// A report: parts that can be printed.
    Report,
}

/// A code in a rendered body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShortCode {
    /// The byte of the HTML at which the part is inserted.
    pub at: usize,
    pub part: Part,
    /// Where the code is written.
    pub place: Place,
}

/// How a code is written.
struct CodeSchema {
    name: Key,
    contexts: &'static [ShortcodeContext],
    /// A part for each argument; [`NO_ARGUMENT`] for a code without one.
    parts: &'static [(Key, Part)],
}

const NO_ARGUMENT: Key = ("", "");

const REPORT: &[ShortcodeContext] = &[ShortcodeContext::Report];

/// The code of a table, named as the table.
const fn table(kind: TableKind, parts: &'static [(Key, Part)]) -> CodeSchema {
    let contexts = &[ShortcodeContext::Page, ShortcodeContext::Report];
    CodeSchema { name: kind.schema().name, contexts, parts }
}

/// The English and Russian names of all codes.
pub fn names() -> impl Iterator<Item = Key> {
    CODES.iter().map(|code| code.name)
}

const CODES: &[CodeSchema] = &[
    CodeSchema {
        name: ("events", "события"),
        contexts: REPORT,
        parts: &[(NO_ARGUMENT, Part::Events)],
    },
    CodeSchema {
        name: ("totals", "итого"),
        contexts: REPORT,
        parts: &[(NO_ARGUMENT, Part::Totals)],
    },
    CodeSchema {
        name: ("not_held", "не_проведено"),
        contexts: REPORT,
        parts: &[(NO_ARGUMENT, Part::NotHeld)],
    },
    CodeSchema {
        name: ("chart", "диаграмма"),
        contexts: REPORT,
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
    CodeSchema {
        name: ("gallery", "галерея"),
        contexts: &[ShortcodeContext::Page],
        parts: &[(NO_ARGUMENT, Part::Gallery)],
    },
    table(TableKind::Documents, &[(NO_ARGUMENT, Part::Table(TableKind::Documents))]),
    table(TableKind::Programmes, &[(NO_ARGUMENT, Part::Table(TableKind::Programmes))]),
    table(TableKind::Teachers, &[(NO_ARGUMENT, Part::Table(TableKind::Teachers))]),
    table(TableKind::Training, &[(NO_ARGUMENT, Part::Table(TableKind::Training))]),
    table(TableKind::Equipment, &[(NO_ARGUMENT, Part::Table(TableKind::Equipment))]),
    table(TableKind::Schedule, &[(NO_ARGUMENT, Part::Table(TableKind::Schedule))]),
    table(TableKind::Contacts, &[(NO_ARGUMENT, Part::Table(TableKind::Contacts))]),
    table(TableKind::Indicators, &[(NO_ARGUMENT, Part::Table(TableKind::Indicators))]),
    table(TableKind::Enrolment, &[(NO_ARGUMENT, Part::Table(TableKind::Enrolment))]),
];

/// Why a code cannot be read, in Russian.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct ShortcodeError {
    pub(super) message: String,
    pub(super) hint: String,
}

/// Whether `text` is a code and nothing else.
pub(super) fn is_code(text: &str) -> bool {
    inside(text).is_some()
}

/// The first code in `text` that has a known name.
pub(super) fn find(text: &str) -> Option<&str> {
    let start = text.find("{{")?;
    let end = start + text[start..].find("}}")? + 2;
    let code = &text[start..end];
    let (name, _) = split_argument(inside(code)?);
    schema_of(name).map(|_| code)
}

/// Reads the code `text`, which stands in `context`.
///
/// # Errors
/// An unknown name or argument, or a code that belongs elsewhere.
pub(super) fn parse(text: &str, context: ShortcodeContext) -> Result<Part, ShortcodeError> {
    let (name, argument) = split_argument(inside(text).unwrap_or(text));
    let here = || CODES.iter().filter(|code| code.contexts.contains(&context));
    let Some(code) = schema_of(name) else {
        let names = here().flat_map(|code| [code.name.0, code.name.1]);
        let hint = match nearest(name, names) {
            Some(near) => format!("вероятно, это `{{{{ {near}() }}}}`"),
            None => {
                let all: Vec<_> = here().map(|code| format!("`{}`", code.name.1)).collect();
                format!("здесь бывают: {}", all.join(", "))
            }
        };
        return Err(ShortcodeError {
            message: format!("неизвестный код «{name}»"), hint
        });
    };
    if !code.contexts.contains(&context) {
        let (only, hint) = match context {
            ShortcodeContext::Page => {
                ("в отчёте", "перенесите его в файл папки `content/reports`: у отчёта есть период")
            }
            ShortcodeContext::Report => ("на странице", "уберите его отсюда: отчёт печатают"),
        };
        let message = format!("код «{name}» бывает только {only}");
        return Err(ShortcodeError { message, hint: hint.to_owned() });
    }
    let folded = fold(argument);
    let part = code.parts.iter().find(|(key, _)| fold(key.0) == folded || fold(key.1) == folded);
    part.map(|(_, part)| *part).ok_or_else(|| {
        let arguments =
            || code.parts.iter().filter(|(key, _)| *key != NO_ARGUMENT).map(|(key, _)| key);
        if arguments().next().is_none() {
            return ShortcodeError {
                message: format!("у кода «{name}» в скобках ничего не пишут"),
                hint: format!("напишите `{{{{ {name}() }}}}`"),
            };
        }
        let near = nearest(argument, arguments().flat_map(|key| [key.0, key.1]));
        let all: Vec<_> = arguments().map(|key| format!("«{}»", key.1)).collect();
        ShortcodeError {
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

/// The text between the braces.
fn inside(text: &str) -> Option<&str> {
    let inner = text.trim().strip_prefix("{{")?.strip_suffix("}}")?;
    (!inner.contains("{{") && !inner.contains("}}")).then(|| inner.trim())
}

/// The name and the argument without its quotes.
fn split_argument(code: &str) -> (&str, &str) {
    let (name, rest) = code.split_once('(').unwrap_or((code, ""));
    let rest = rest.trim_end();
    let argument = rest.strip_suffix(')').unwrap_or(rest).trim();
    (name.trim(), argument.trim_matches(['"', '\'', '«', '»', '“', '”', '„']).trim())
}

fn schema_of(name: &str) -> Option<&'static CodeSchema> {
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

/// Names are equal regardless of case, ё/е and the separator between words.
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
            assert_eq!(parse(text, ShortcodeContext::Report), Ok(part), "{text}");
        }
    }

    #[test]
    fn a_mistake_is_named_with_the_nearest_code() {
        for (text, context, message, hint) in [
            (
                "{{ evnts() }}",
                ShortcodeContext::Report,
                "неизвестный код «evnts»",
                "`{{ events() }}`",
            ),
            (
                "{{ погода }}",
                ShortcodeContext::Page,
                "неизвестный код «погода»",
                "`галерея`, `документы`",
            ),
            ("{{ события }}", ShortcodeContext::Page, "только в отчёте", "content/reports"),
            ("{{ gallery }}", ShortcodeContext::Report, "только на странице", "печатают"),
            ("{{ события(1) }}", ShortcodeContext::Report, "ничего не пишут", "{{ события() }}"),
            (
                "{{ диаграмма }}",
                ShortcodeContext::Report,
                "не сказано",
                "«события по направлениям»",
            ),
            (
                "{{ chart(events by mont) }}",
                ShortcodeContext::Report,
                "events by mont",
                "events by month",
            ),
        ] {
            let wrong = parse(text, context).unwrap_err();
            assert!(wrong.message.contains(message), "{text}: {wrong:?}");
            assert!(wrong.hint.contains(hint), "{text}: {wrong:?}");
        }
    }

    #[test]
    fn every_table_has_a_code() {
        for kind in TableKind::ALL {
            let code = format!("{{{{ {}() }}}}", kind.name());
            for context in [ShortcodeContext::Page, ShortcodeContext::Report] {
                assert_eq!(parse(&code, context), Ok(Part::Table(kind)));
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
        assert_eq!(find("Вот {{ события() }} года"), Some("{{ события() }}"));
        assert_eq!(find("Вот {{ name }} года"), None);
        assert_eq!(find("Вот }} {{"), None);
    }
}
