//! Explains errors in the command line in Russian. clap reports the cause of an error as data, so
//! its English texts are not needed.

mod examples;

use std::ffi::OsString;

use clap::CommandFactory;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use rostok::diagnostic::Diagnostic;

use super::Exit;
use super::arguments::Arguments;
use super::report::report_failure;
use super::terminal::Terminal;
use examples::{command_examples, missing_argument, missing_value, option_example, value_meaning};

/// Prints the requested help or version, or explains the error.
pub(super) fn report(error: &clap::Error, line: &[OsString], terminal: &Terminal) -> Exit {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            terminal.print(&error.render().ansi().to_string());
            Exit::Done
        }
        _ => report_failure(&explain(error, line), terminal),
    }
}

fn explain(error: &clap::Error, line: &[OsString]) -> Diagnostic {
    let first = |kind| words(error, kind).and_then(|words| words.into_iter().next());
    let value = first(ContextKind::InvalidValue).unwrap_or_default();
    let argument = first(ContextKind::InvalidArg).unwrap_or_default();
    // `--format <ВИД>` is shown as `--format`, `<НАЗВАНИЕ>...` as `НАЗВАНИЕ`.
    let (argument, value_name) = argument.split_once(" <").unwrap_or((&argument, ""));
    let argument = argument.trim_end_matches('.').trim_matches(['<', '>', '[', ']']);
    let value_name = value_name.trim_end_matches('>');
    let is_option = argument.starts_with('-');
    let message = match error.kind() {
        ErrorKind::InvalidSubcommand => {
            let command = first(ContextKind::InvalidSubcommand).unwrap_or_default();
            format!("неизвестная команда «{command}»")
        }
        ErrorKind::UnknownArgument if is_option => format!("неизвестный параметр `{argument}`"),
        ErrorKind::UnknownArgument => format!("лишнее слово «{argument}»"),
        ErrorKind::InvalidValue if value.is_empty() => {
            format!("после `{argument}` не указано, {}", missing_value(value_name))
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation if is_option => {
            format!("значение «{value}» не подходит для `{argument}`")
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            format!("здесь не подходит «{value}»")
        }
        ErrorKind::TooManyValues => format!("у параметра `{argument}` не бывает значения"),
        ErrorKind::MissingRequiredArgument => missing_argument(argument).to_owned(),
        ErrorKind::ArgumentConflict => format!("параметр `{argument}` указан дважды"),
        ErrorKind::InvalidUtf8 => "в команде есть знаки, которые не удалось прочитать".to_owned(),
        _ => "команда не понята".to_owned(),
    };

    let mut hints = Vec::new();
    let guess = words(error, ContextKind::SuggestedSubcommand)
        .or_else(|| words(error, ContextKind::SuggestedArg));
    if let Some(guess) = guess {
        hints.push(format!("похоже на `{}`", guess.join("`, `")));
    } else if let Some(values) = words(error, ContextKind::ValidValue) {
        let values: Vec<_> = values.iter().map(|value| value_meaning(value)).collect();
        hints.push(format!("подходят: {}", values.join(", ")));
    } else if error.kind() == ErrorKind::UnknownArgument && !is_option {
        hints.extend(in_quotes(line, argument));
    }
    let command = command_name(line);
    // An option that this command does not have needs no example of its value.
    let is_unknown = error.kind() == ErrorKind::UnknownArgument;
    let example = option_example(argument, value_name).filter(|_| !is_unknown);
    let examples: Vec<_> = match (example, &command) {
        (Some(value), _) => vec![format!("`{argument} {value}`")],
        (None, Some(name)) => {
            command_examples(name).iter().map(|example| format!("`{example}`")).collect()
        }
        (None, None) => Vec::new(),
    };
    if !examples.is_empty() {
        hints.push(format!("например: {}", examples.join(", ")));
    }
    hints.push(match command {
        Some(name) => format!("подробнее: `rostok {name} --help`"),
        None => "все команды: `rostok --help`".to_owned(),
    });
    Diagnostic::error(message).hint(hints.join("\n"))
}

/// The command on the line.
fn command_name(line: &[OsString]) -> Option<String> {
    let program = Arguments::command();
    let command = line.iter().skip(1).find_map(|word| program.find_subcommand(word))?;
    Some(command.get_name().to_owned())
}

/// The hint that puts the words around `stray`, which follow an option, in quotes:
/// `--direction Совместные мероприятия`.
fn in_quotes(line: &[OsString], stray: &str) -> Option<String> {
    let line: Vec<_> = line.iter().map(|word| word.to_string_lossy()).collect();
    let at = line.iter().rposition(|word| *word == stray)?;
    let is_option = |word: &str| word.starts_with("--");
    let option = line[..at].iter().rposition(|word| is_option(word))?;
    let end = line[at..].iter().position(|word| is_option(word)).map_or(line.len(), |end| at + end);
    let value = line[option + 1..end].join(" ");
    Some(format!("несколько слов вместе берут в кавычки: `{} \"{value}\"`", line[option]))
}

fn words(error: &clap::Error, kind: ContextKind) -> Option<Vec<String>> {
    match error.get(kind)? {
        ContextValue::String(word) => Some(vec![word.clone()]),
        ContextValue::Strings(words) if !words.is_empty() => Some(words.clone()),
        _ => None,
    }
}
