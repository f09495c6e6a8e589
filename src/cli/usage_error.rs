//! Explains errors in the command line in Russian. clap reports the cause of an error as data, so
//! its English texts are not needed.

use std::ffi::OsString;

use clap::CommandFactory;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use rostok::diagnostic::Diagnostic;

use super::Exit;
use super::arguments::Arguments;
use super::report::report_failure;
use super::terminal::Terminal;

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
    // `--format <ВИД>` is shown as `--format`, `<НАЗВАНИЕ>` as `НАЗВАНИЕ`.
    let argument = argument.split(" <").next().unwrap_or_default().trim_matches(['<', '>']);
    let message = match error.kind() {
        ErrorKind::InvalidSubcommand => {
            let command = first(ContextKind::InvalidSubcommand).unwrap_or_default();
            format!("неизвестная команда «{command}»")
        }
        ErrorKind::UnknownArgument if argument.starts_with('-') => {
            format!("неизвестный параметр `{argument}`")
        }
        ErrorKind::UnknownArgument => format!("лишнее слово «{argument}»"),
        ErrorKind::InvalidValue if value.is_empty() => {
            format!("после `{argument}` не указано значение")
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            format!("значение «{value}» не подходит для `{argument}`")
        }
        ErrorKind::TooManyValues => format!("у параметра `{argument}` не бывает значения"),
        ErrorKind::MissingRequiredArgument => format!("не указано {}", argument.to_lowercase()),
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
        hints.push(format!("подходят: {}", values.join(", ")));
    } else if error.kind() == ErrorKind::UnknownArgument && !argument.starts_with('-') {
        hints.push("несколько слов вместе берут в кавычки".to_owned());
    }
    let usage = usage(line);
    let name = usage.split(" [").next().unwrap_or_default();
    hints.push(format!("как писать: `{usage}`"));
    hints.push(format!("подробнее: `{name} --help`"));
    Diagnostic::error(message).hint(hints.join("\n"))
}

/// The usage of the command on the line, or of the program if there is none.
fn usage(line: &[OsString]) -> String {
    let program = Arguments::command();
    let named = line.iter().skip(1).find_map(|word| program.find_subcommand(word));
    let usage = named.unwrap_or(&program).clone().render_usage().to_string();
    usage.trim_start_matches("Usage:").trim().to_owned()
}

fn words(error: &clap::Error, kind: ContextKind) -> Option<Vec<String>> {
    match error.get(kind)? {
        ContextValue::String(word) => Some(vec![word.clone()]),
        ContextValue::Strings(words) if !words.is_empty() => Some(words.clone()),
        _ => None,
    }
}
