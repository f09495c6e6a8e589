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
            let source = sources(report.filename()).map_or("", |(_, source)| source);
            let line = source.lines().nth(span.start_line.saturating_sub(1)).unwrap_or_default();
            let at = line.char_indices().nth(span.start_col).map_or(line.len(), |(at, _)| at);
            with_written(russian(report.message()), line.split_at(at)).at(place).into()
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

/// The tags of templates, with what ends them.
const TAGS: [(&str, &str); 10] = [
    ("if", "endif"),
    ("elif", ""),
    ("else", ""),
    ("for", "endfor"),
    ("block", "endblock"),
    ("extends", ""),
    ("include", ""),
    ("set", "endset"),
    ("filter", "endfilter"),
    ("component", "endcomponent"),
];

/// Completes a hint with what the template has before and after the beginning of the problem.
fn with_written(problem: Diagnostic, (before, after): (&str, &str)) -> Diagnostic {
    let is_in_name = |sign: char| sign.is_alphanumeric() || "_.?[]\"".contains(sign);
    let hint = match &*problem.message {
        UNKNOWN_TAG => tag_hint(after),
        UNDEFINED => {
            // The problem may begin at the last part of a name: `post.updated.day`.
            let start = before.trim_end_matches(is_in_name).len();
            let end = after.find(|sign| !is_in_name(sign)).unwrap_or(after.len());
            let name = format!("{}{}", &before[start..], &after[..end]);
            if name.is_empty() {
                return problem;
            }
            format!("проверьте его: `{{% if {name} %}}{{{{ {name} }}}}{{% endif %}}`")
        }
        _ => return problem,
    };
    problem.hint(hint)
}

/// The tags that may be meant by `written`: the nearest one, else all of them.
fn tag_hint(written: &str) -> String {
    let word = written.trim_start_matches(['{', '%', '-', ' ']);
    let end = word.find(|sign: char| !sign.is_alphanumeric() && sign != '_');
    let word = &word[..end.unwrap_or(word.len())];
    let names = TAGS.iter().flat_map(|(tag, end)| [*tag, *end]).filter(|tag| !tag.is_empty());
    match nearest(word, names.clone()) {
        Some(tag) => {
            let rest = if tag.starts_with("end") || tag == "else" { "" } else { " …" };
            format!("наверное, `{{% {tag}{rest} %}}`")
        }
        _ => {
            let names: Vec<_> = names.map(|tag| format!("`{tag}`")).collect();
            format!("бывают: {}", names.join(", "))
        }
    }
}

/// The names that there are, the one first that may be meant by `written`.
fn known_names(written: &str, names: &str) -> String {
    match nearest(written, names.split(", ")) {
        Some(near) => format!("наверное, `{near}`; есть: {names}"),
        None => format!("есть: {names}"),
    }
}

/// The name that differs from `written` in two letters at most.
fn nearest<'n>(written: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let (distance, name) = names.map(|name| (strsim::osa_distance(written, name), name)).min()?;
    (distance <= 2 && distance < name.chars().count().min(written.chars().count())).then_some(name)
}

const UNKNOWN_TAG: &str = "неизвестный тег";
const UNDEFINED: &str = "это значение не задано";

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
                known.map(|names| known_names(name, &names)),
            )
        }
        () if what.starts_with("Field `") => {
            let known = known("Available fields: ");
            (format!("нет поля «{name}»"), known.map(|names| known_names(name, &names)))
        }
        () if what.starts_with("Block `") => (
            format!("блока «{name}» нет в шаблоне, который продолжает этот"),
            Some("проверьте имя блока".to_owned()),
        ),
        () if what.starts_with("Unknown tag") => (UNKNOWN_TAG.to_owned(), Some(tag_hint(""))),
        () if what.starts_with("Unexpected end of input") => (
            "шаблон обрывается".to_owned(),
            Some("закройте тег: `endif`, `endfor`, `endblock`, `}}` или `%}`".to_owned()),
        ),
        () if what.starts_with("Tried to render a variable that is undefined") => {
            (UNDEFINED.to_owned(), Some("проверьте его: `{% if … %}`".to_owned()))
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
