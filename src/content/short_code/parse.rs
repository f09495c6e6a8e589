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
mod tests;
