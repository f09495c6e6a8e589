//! The command line: arguments, the terminal, exit codes. The only place that prints.
//!
//! 1. `arguments` says what can be asked for; `refusal` puts the parser's complaints into Russian;
//! 2. each command has a file that calls the library once and hands on what came of it;
//! 3. `report` draws the problems (`draw`) and the closing line, or writes both as JSON;
//! 4. `terminal` alone knows whether there are colours, a width, or anybody watching.

mod arguments;
mod build;
mod check;
mod draw;
mod init;
mod list;
mod new;
mod refusal;
mod report;
mod table;
mod terminal;

use std::ffi::OsString;
use std::process::ExitCode;

use arguments::{Arguments, Command};
use rostok::diagnostic::Diagnostic;
use terminal::Terminal;

/// What the caller of the program learns; scripts rely on the numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Done.
    Done = 0,
    /// The content has problems.
    Content = 1,
    /// The arguments or the environment do not allow the work.
    Environment = 2,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// Does what `arguments`, the program's name first, ask for.
pub(crate) fn run(arguments: impl IntoIterator<Item = OsString>) -> Exit {
    let terminal = Terminal::of_this_process();
    let line: Vec<OsString> = arguments.into_iter().collect();
    let parsed = match Arguments::read(&line) {
        Ok(parsed) => parsed,
        Err(error) => return refusal::answer(&error, &line, &terminal),
    };
    let Arguments { command, root, .. } = parsed;
    match command {
        Some(Command::Init(asked)) => init::run(&root, &asked, &terminal),
        Some(Command::New(asked)) => new::run(&root, &asked, &terminal),
        Some(Command::Build(asked)) => build::run(&root, &asked, &terminal),
        Some(Command::Check(asked)) => check::run(&root, &asked, &terminal),
        Some(Command::List(asked)) => list::run(&root, &asked, &terminal),
        None => build::run_by_double_click(&root, &terminal),
    }
}

/// Stands where a command will call the library, until the pipeline is there.
fn not_wired<T>() -> Result<T, Box<Diagnostic>> {
    Err(Box::new(Diagnostic::error("эта команда ещё не готова")))
}
