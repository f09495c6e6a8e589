//! Words of the command line: dashes of other kinds, and words that belong together.

use std::ffi::OsString;

use clap::ArgMatches;
use clap::error::{ContextKind, ContextValue, ErrorKind};

/// The arguments that take several words without quotes, as one title, name or period.
const SEVERAL_WORDS: [&str; 7] = ["title", "file", "period", "folder", "to", "id", "event"];

/// The line with `--` before the names of options, where another dash stands: editors of texts make
/// «—drafts» of `--drafts`, and people write `-drafts`.
pub(super) fn with_plain_dashes(line: &[OsString], program: &clap::Command) -> Vec<OsString> {
    let plain = |word: &OsString| {
        let text = word.to_str()?;
        let option = text.trim_start_matches(['-', '–', '—', '−']);
        let name = option.split('=').next()?;
        let is_option = option.len() < text.len() && is_option(name, program);
        is_option.then(|| OsString::from(format!("--{option}")))
    };
    line.iter().map(|word| plain(word).unwrap_or_else(|| word.clone())).collect()
}

/// Whether any command has an option with this name.
fn is_option(name: &str, program: &clap::Command) -> bool {
    let commands = || std::iter::once(program).chain(program.get_subcommands());
    commands().flat_map(clap::Command::get_arguments).any(|option| option.get_long() == Some(name))
}

/// Refuses words of one argument with an option between them: in `new Турнир --direction Совместные
/// мероприятия` the last word would silently join the title.
pub(super) fn check_order(matches: &ArgMatches) -> Result<(), clap::Error> {
    let Some((_, matches)) = matches.subcommand() else { return Ok(()) };
    for name in SEVERAL_WORDS {
        if !matches.try_contains_id(name).unwrap_or(false) {
            continue;
        }
        let indices: Vec<usize> = matches.indices_of(name).into_iter().flatten().collect();
        let apart = indices.windows(2).position(|pair| pair[0] + 1 != pair[1]);
        let mut words = matches.get_raw(name).into_iter().flatten();
        if let Some(word) = apart.and_then(|before| words.nth(before + 1)) {
            let mut error = clap::Error::new(ErrorKind::UnknownArgument);
            let word = word.to_string_lossy().into_owned();
            error.insert(ContextKind::InvalidArg, ContextValue::String(word));
            return Err(error);
        }
    }
    Ok(())
}
