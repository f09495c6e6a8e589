//! Errors of Tera as diagnostics in Russian, with their places.
//!
//! Tera gives the positions of syntax and rendering errors as values. Unknown filters, tests,
//! functions, components and blocks come as one formatted text, which is parsed here.

use tera::ErrorKind;

use crate::diagnostic::{Diagnostic, Diagnostics, Place, SourceText};

/// Finds the file and text of a template by its name.
type Sources<'a> = &'a dyn Fn(&str) -> Option<(&'a str, &'a str)>;

/// The diagnostics of one error, in the order of the templates.
pub(super) fn diagnose(error: &tera::Error, sources: Sources<'_>) -> Diagnostics {
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            let span = report.span();
            let length = if span.end_line == span.start_line {
                span.end_col.saturating_sub(span.start_col)
            } else {
                usize::MAX
            };
            let place =
                place(sources, report.filename(), span.start_line, span.start_col + 1, length);
            russian(report.message()).at(place).into()
        }
        ErrorKind::Msg(text) if text.starts_with("error: ") => parse_formatted(text, sources),
        ErrorKind::MissingParent { current, parent } => {
            Diagnostic::error(format!("шаблон продолжает `{parent}`, которого нет"))
                .at(whole_template(sources, current))
                .hint("проверьте имя в `{% extends %}`; шаблоны темы, которую продолжает эта, зовутся `имя-темы/шаблон.html`")
                .into()
        }
        ErrorKind::CircularExtend { tpl, inheritance_chain: chain }
        | ErrorKind::CircularInclude { tpl, include_chain: chain } => {
            Diagnostic::error(format!("шаблоны ссылаются друг на друга по кругу: {}", chain.join(" → ")))
                .at(whole_template(sources, tpl))
                .hint("чтобы дополнить шаблон той темы, которую продолжает эта, назовите его с её именем: `{% extends \"tochka/post.html\" %}`")
                .into()
        }
        ErrorKind::TemplateNotFound(name) => {
            Diagnostic::error(format!("нет шаблона `{name}`")).into()
        }
        other => russian(&other.to_string()).into(),
    }
}

/// Parses the text that Tera formats for unknown names, several in one:
///
/// ```text
/// error: Unknown filter `blow`
///  --> post.html:4:12
///   |
/// 4 | {{ title | blow }}
///   |            ^^^^
/// ```
fn parse_formatted(text: &str, sources: Sources<'_>) -> Diagnostics {
    let mut problems = Diagnostics::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let Some(message) = line.strip_prefix("error: ") else { continue };
        let problem = russian(message);
        let position = lines.next().and_then(|line| {
            let (rest, column) = line.split_once("--> ")?.1.rsplit_once(':')?;
            let (template, number) = rest.rsplit_once(':')?;
            Some((template, number.parse().ok()?, column.parse().ok()?))
        });
        problems.push(match position {
            Some((template, number, column)) => {
                let carets = lines
                    .by_ref()
                    .take(3)
                    .last()
                    .map_or(1, |line| line.chars().filter(|&c| c == '^').count());
                problem.at(place(sources, template, number, column, carets))
            }
            None => problem,
        });
    }
    problems
}

fn place(sources: Sources<'_>, template: &str, line: usize, column: usize, length: usize) -> Place {
    let Some((file, source)) = sources(template) else { return Place::file(template) };
    let source = SourceText::new(source);
    let left = (source.line(line).chars().count() + 1).saturating_sub(column);
    source.place_at(file, line, column, length.min(left))
}

fn whole_template(sources: Sources<'_>, template: &str) -> Place {
    Place::file(sources(template).map_or(template, |(file, _)| file))
}

/// The usual messages in Russian; for the others the hint quotes Tera, so that they can be searched
/// for.
fn russian(message: &str) -> Diagnostic {
    let (what, rest) = message.split_once(". ").unwrap_or((message, ""));
    let name = what.split('`').nth(1).unwrap_or_default();
    let known = |label: &str| rest.split_once(label).map(|(_, names)| names.to_owned());
    let unknown = [
        ("Unknown filter", "неизвестный фильтр"),
        ("Unknown test", "неизвестная проверка"),
        ("Unknown function", "неизвестная функция"),
        ("Unknown component", "неизвестный компонент"),
        ("Unknown template", "нет шаблона"),
    ];
    if let Some((_, words)) = unknown.iter().find(|(english, _)| message.starts_with(english)) {
        return Diagnostic::error(format!("{words} «{name}»"));
    }
    let (text, hint) = match () {
        () if what.starts_with("Variable `") => {
            let known = known("Available variables: ");
            (
                format!("в шаблоне нет значения «{name}»"),
                known.map(|names| format!("есть: {names}")),
            )
        }
        () if what.starts_with("Field `") => {
            let known = known("Available fields: ");
            (format!("нет поля «{name}»"), known.map(|names| format!("есть: {names}")))
        }
        () if what.starts_with("Block `") => (
            format!("блока «{name}» нет в шаблоне, который продолжает этот"),
            Some("проверьте имя блока".to_owned()),
        ),
        () if what.starts_with("Unknown tag") => ("неизвестный тег".to_owned(), None),
        () if what.starts_with("Unexpected end of input") => (
            "шаблон обрывается".to_owned(),
            Some("закройте тег: `endif`, `endfor`, `endblock`, `}}` или `%}`".to_owned()),
        ),
        () if what.starts_with("Tried to render a variable that is undefined") => {
            ("это значение не задано".to_owned(), Some("проверьте его: `{% if … %}`".to_owned()))
        }
        () if what.starts_with("Iteration not possible") => {
            ("по этому значению нельзя пройти циклом".to_owned(), None)
        }
        () if what.starts_with("Found ") => (
            misplaced(message).unwrap_or_else(|| "ошибка в записи шаблона".to_owned()),
            misplaced(message).map(|_| "проверьте скобки и знаки рядом".to_owned()),
        ),
        () => ("ошибка в шаблоне".to_owned(), None),
    };
    Diagnostic::error(text).hint(hint.unwrap_or_else(|| format!("в оригинале: {message}")))
}

/// «Found `}` but expected }}.» in Russian, if both are signs and not words.
fn misplaced(message: &str) -> Option<String> {
    let (found, wanted) = message.strip_prefix("Found ")?.split_once(" but expected ")?;
    let sign = |text: &str| {
        let sign = text.trim_end_matches('.').trim_matches('`').to_owned();
        (!sign.contains(|c: char| c.is_alphabetic() || c == ' ')).then_some(sign)
    };
    Some(format!("здесь стоит `{}`, а нужно `{}`", sign(found)?, sign(wanted)?))
}
