//! Reads a short code as authors write it.

use super::argument::{self, CodeArgument};
use super::schema::{CODES, CodeContent, CodeSchema};
use super::{Part, ShortcodeContext};
use crate::calendar::{Period, SchoolBounds};
use crate::config::{EventColumn, OwnKey};
use crate::yaml::fold_key;

/// Why a code cannot be read, in Russian.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::content) struct ShortcodeError {
    pub(in crate::content) message: String,
    pub(in crate::content) hint: String,
}

/// Whether `text` is a code and nothing else.
pub(in crate::content) fn is_code(text: &str) -> bool {
    inside(text).is_some()
}

/// The first code in `text` that has a known name.
pub(in crate::content) fn find(text: &str) -> Option<&str> {
    let start = text.find("{{")?;
    let end = start + text[start..].find("}}")? + 2;
    let code = &text[start..end];
    let (name, _) = split_argument(inside(code)?);
    schema_of(name).map(|_| code)
}

/// Reads the code `text`, which stands in `context` on a site with these own keys.
///
/// # Errors
/// An unknown name or argument, or a code that belongs elsewhere.
pub(in crate::content) fn parse(
    text: &str,
    context: ShortcodeContext,
    own: &[OwnKey],
    bounds: &SchoolBounds,
) -> Result<(Part, CodeArgument), ShortcodeError> {
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
    let error = |message: String, hint: String| Err(ShortcodeError { message, hint });
    let no_argument = || {
        error(
            format!("у кода «{name}» в скобках ничего не пишут"),
            format!("напишите `{{{{ {name}() }}}}`"),
        )
    };
    let (part, argument) = match code.content {
        CodeContent::Part(part) if argument.is_empty() => (part, CodeArgument::default()),
        CodeContent::Part(_) => return no_argument(),
        CodeContent::OfPeriod(part) if argument.is_empty() => (part, CodeArgument::default()),
        CodeContent::OfPeriod(part) => match Period::parse(argument, bounds) {
            Ok(period) => (part, CodeArgument { period: Some(period), columns: Vec::new() }),
            Err(no_period) => return error(no_period.message(), no_period.hint()),
        },
        CodeContent::WithColumns(part) => {
            (part, argument::columns(argument, EventColumn::resolve, own, bounds)?)
        }
        CodeContent::WithGroups(part) => {
            (part, argument::columns(argument, EventColumn::resolve_group, own, bounds)?)
        }
        CodeContent::Chart => {
            let (part, period) = argument::chart(name, argument, own, bounds)?;
            (part, CodeArgument { period, columns: Vec::new() })
        }
    };
    // A page has no period of its own.
    if part == Part::Plan && context == ShortcodeContext::Page && argument.period.is_none() {
        return error(
            format!("у кода «{name}» не сказано, за какой период"),
            format!("напишите, например, `{{{{ {name}(\"2022/23\") }}}}`"),
        );
    }
    Ok((part, argument))
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
    let folded = fold_key(name);
    CODES.iter().find(|code| fold_key(code.name.0) == folded || fold_key(code.name.1) == folded)
}

/// The name that `written` misspells.
pub(super) fn nearest<'n>(written: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let folded = fold_key(written);
    let limit = folded.chars().count() / 3;
    names
        .map(|name| (strsim::osa_distance(&folded, &fold_key(name)), name))
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::data::TableKind;
    use crate::content::short_code::Counted;

    fn read(text: &str, context: ShortcodeContext) -> Result<(Part, CodeArgument), ShortcodeError> {
        let own = ["кабинет", "социальный партнёр"]
            .map(|name| OwnKey { id: name.to_owned(), name: name.to_owned() });
        parse(text, context, &own, &SchoolBounds::default())
    }

    #[test]
    fn a_code_may_name_a_period() {
        for (text, part, slug) in [
            ("{{ план(2022/23) }}", Part::Plan, "2022-23"),
            ("{{ events(\"IV квартал 2022\") }}", Part::Events, "2022-kv4"),
            ("{{ итого(2022) }}", Part::Totals, "2022"),
            (
                "{{ диаграмма(\"события по месяцам, 2022/23 I\") }}",
                Part::Chart(Counted::Events, EventColumn::Month),
                "2022-23-1",
            ),
        ] {
            let (found, argument) = read(text, ShortcodeContext::Report).unwrap();
            assert_eq!((found, argument.period.unwrap().slug()), (part, slug.to_owned()), "{text}");
        }
        assert!(read("{{ план(2022/23) }}", ShortcodeContext::Page).is_ok());
    }

    #[test]
    fn a_code_may_name_columns_and_groups() {
        use EventColumn::{CalendarYear, Date, Level, Month, Number, SchoolYear, Title};
        for (text, part, columns, slug) in [
            (
                "{{ события(\"№, дата, название, уровень\") }}",
                Part::Events,
                &[Number, Date, Title, Level] as &[_],
                "",
            ),
            (
                "{{ события(\"колонки: дата, название; IV квартал 2022\") }}",
                Part::Events,
                &[Date, Title],
                "2022-kv4",
            ),
            ("{{ events(\"2022/23; title, level\") }}", Part::Events, &[Title, Level], "2022-23"),
            ("{{ итого(\"уровень, месяц, 2022\") }}", Part::Totals, &[Level, Month], "2022"),
            ("{{ totals(\"school year\") }}", Part::Totals, &[SchoolYear], ""),
            ("{{ план(\"2022/23; срок\") }}", Part::Plan, &[EventColumn::Term], "2022-23"),
            (
                "{{ диаграмма(\"участия по уровням\") }}",
                Part::Chart(Counted::Participants, Level),
                &[],
                "",
            ),
            (
                "{{ диаграмма(\"события по учебным годам\") }}",
                Part::Chart(Counted::Events, SchoolYear),
                &[],
                "",
            ),
            (
                "{{ chart(\"events by calendar year\") }}",
                Part::Chart(Counted::Events, CalendarYear),
                &[],
                "",
            ),
        ] {
            let (found, argument) = read(text, ShortcodeContext::Report).unwrap();
            assert_eq!((found, &*argument.columns), (part, columns), "{text}");
            assert_eq!(argument.period.map_or(String::new(), |it| it.slug()), slug, "{text}");
        }
        for text in ["{{ диаграмма(\"события по кабинетам\") }}", "{{ итого(Социальный партнер) }}"]
        {
            assert!(read(text, ShortcodeContext::Report).is_ok(), "{text}");
        }
    }

    #[test]
    fn a_code_is_read_in_both_languages() {
        for (text, part) in [
            ("{{ events() }}", Part::Events),
            ("{{События}}", Part::Events),
            ("{{ training() }}", Part::Table(TableKind::Training)),
            ("{{ Педагоги() }}", Part::Table(TableKind::Teachers)),
            ("{{ не проведено() }}", Part::NotHeld),
            ("{{ chart(\"events by month\") }}", Part::Chart(Counted::Events, EventColumn::Month)),
            (
                "{{ диаграмма(«Участия по направлениям») }}",
                Part::Chart(Counted::Participants, EventColumn::Direction),
            ),
        ] {
            assert_eq!(
                read(text, ShortcodeContext::Report),
                Ok((part, CodeArgument::default())),
                "{text}"
            );
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
            ("{{ события(1) }}", ShortcodeContext::Report, "период «1»", "«2022/23 I»"),
            (
                "{{ события(дата, уровнь) }}",
                ShortcodeContext::Report,
                "нет колонки «уровнь»",
                "похоже на `уровень`",
            ),
            ("{{ итого(название) }}", ShortcodeContext::Report, "итоги не подводят", "уровень"),
            ("{{ план }}", ShortcodeContext::Page, "за какой период", "{{ план(\"2022/23\") }}"),
            ("{{ учителя(1) }}", ShortcodeContext::Page, "учителя", ""),
            ("{{ педагоги(1) }}", ShortcodeContext::Page, "ничего не пишут", "{{ педагоги() }}"),
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
            let wrong = read(text, context).unwrap_err();
            assert!(wrong.message.contains(message), "{text}: {wrong:?}");
            assert!(wrong.hint.contains(hint), "{text}: {wrong:?}");
        }
    }

    #[test]
    fn every_table_has_a_code() {
        for kind in TableKind::ALL {
            let code = format!("{{{{ {}() }}}}", kind.name());
            for context in [ShortcodeContext::Page, ShortcodeContext::Report] {
                assert_eq!(read(&code, context), Ok((Part::Table(kind), CodeArgument::default())));
            }
        }
    }

    #[test]
    fn names_belong_to_one_code() {
        let mut names: Vec<_> =
            CODES.iter().flat_map(|code| [code.name.0, code.name.1]).map(fold_key).collect();
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
