//! Reads what stands in the brackets of a short code: columns, what a chart compares, a period.

use super::parse::{ShortcodeError, nearest};
use super::{Counted, Part};
use crate::calendar::{Period, SchoolBounds};
use crate::config::{EventColumn, OwnKey, UnknownColumn};
use crate::yaml::fold_key;

/// What the argument of a code says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::content) struct CodeArgument {
    pub(in crate::content) period: Option<Period>,
    pub(in crate::content) columns: Vec<EventColumn>,
}

/// The names of columns, and of the site's own keys.
type FindColumn = fn(&str, &[OwnKey]) -> Result<EventColumn, UnknownColumn>;

/// Reads `text`: columns that `find` knows, and a period, in any order, with commas or semicolons between
/// them: «уровень, месяц; 2022/23».
///
/// # Errors
/// At the first piece that is neither.
pub(super) fn columns(
    text: &str,
    find: FindColumn,
    own: &[OwnKey],
    bounds: &SchoolBounds,
) -> Result<CodeArgument, ShortcodeError> {
    let mut argument = CodeArgument::default();
    for clause in text.split(';').map(str::trim).filter(|clause| !clause.is_empty()) {
        let names = without_label(clause);
        if argument.period.is_none()
            && let Ok(period) = Period::parse(names, bounds)
        {
            argument.period = Some(period);
            continue;
        }
        let pieces: Vec<&str> = names.split(',').map(str::trim).collect();
        for (at, piece) in pieces.iter().enumerate().filter(|(_, piece)| !piece.is_empty()) {
            match find(piece, own) {
                Ok(column) => argument.columns.push(column),
                // «уровень, IV квартал 2022».
                Err(error) => {
                    let rest = pieces[at..].join(", ");
                    match Period::parse(&rest, bounds) {
                        Ok(period) if argument.period.is_none() => {
                            argument.period = Some(period);
                            break;
                        }
                        Err(no_period) if rest.contains(|c: char| c.is_ascii_digit()) => {
                            return Err(ShortcodeError {
                                message: no_period.message(),
                                hint: no_period.hint(),
                            });
                        }
                        _ => {
                            let UnknownColumn { message, hint } = error;
                            return Err(ShortcodeError { message, hint });
                        }
                    }
                }
            }
        }
    }
    Ok(argument)
}

/// «№, дата» of «колонки: №, дата».
fn without_label(clause: &str) -> &str {
    match clause.split_once(':') {
        Some((label, rest)) if matches!(&*fold_key(label), "колонки" | "columns" | "по" | "by") => {
            rest.trim()
        }
        _ => clause,
    }
}

/// What charts count.
const COUNTED: [(Counted, &str, &str); 2] =
    [(Counted::Events, "events", "события"), (Counted::Participants, "participants", "участия")];

/// Reads the argument of a chart: «участия по месяцам», and maybe a period after a comma.
///
/// # Errors
/// If it does not say what is counted and by what; `name` is that of the code.
pub(super) fn chart(
    name: &str,
    text: &str,
    own: &[OwnKey],
    bounds: &SchoolBounds,
) -> Result<(Part, Option<Period>), ShortcodeError> {
    if let Some(part) = chart_of(text, own) {
        return Ok((part, None));
    }
    if let Some((first, period)) = text.split_once([',', ';'])
        && let Some(part) = chart_of(first, own)
    {
        let error = match Period::parse(period, bounds) {
            Ok(period) => return Ok((part, Some(period))),
            Err(error) => error,
        };
        return Err(ShortcodeError { message: error.message(), hint: error.hint() });
    }
    let message = if text.is_empty() {
        format!("у кода «{name}» не сказано, что показать")
    } else {
        format!("код «{name}» не знает, что такое «{text}»")
    };
    let groups = || EventColumn::groups(own);
    let russian = |column: EventColumn| column.many().unwrap_or_else(|| column.name(own));
    let all: Vec<String> = COUNTED
        .iter()
        .flat_map(|(_, english, what)| {
            let in_russian = groups().map(move |column| format!("{what} по {}", russian(column)));
            in_russian.chain(groups().map(move |by| format!("{english} by {}", by.english(own))))
        })
        .collect();
    let by: Vec<_> = groups().map(russian).collect();
    let by = format!("бывает по: {}", by.join(", "));
    let hint = match nearest(text, all.iter().map(String::as_str)) {
        Some(near) => format!("вероятно, это `{{{{ {name}(\"{near}\") }}}}`; {by}"),
        None => format!(
            "в скобках пишут в кавычках, например «события по направлениям» или «участия по \
             месяцам»; {by}"
        ),
    };
    Err(ShortcodeError { message, hint })
}

/// The chart that `text` names: «события по уровням», `events by level`.
fn chart_of(text: &str, own: &[OwnKey]) -> Option<Part> {
    let folded = fold_key(text);
    COUNTED.iter().find_map(|(counted, english, russian)| {
        let by_english = || folded.strip_prefix(english)?.strip_prefix("_by_");
        let by_russian = || folded.strip_prefix(russian)?.strip_prefix("_по_");
        let by = by_english().or_else(by_russian)?;
        Some(Part::Chart(*counted, EventColumn::find_compared(by, own)?))
    })
}
