//! The command line: arguments, the terminal, exit codes. The only place that prints.
//!
//! 1. `arguments` says what can be asked for; `refusal` puts the parser's complaints into Russian;
//! 2. each command has a file that calls the library once and hands on what came of it;
//! 3. `report` draws the problems (`draw`) and the closing line, or writes both as JSON;
//! 4. `terminal` alone knows whether there are colours, a width, or anybody watching.

mod arguments;
mod build;
mod check;
mod clipboard;
mod document;
mod draw;
mod fragment;
mod import;
mod init;
mod list;
mod new;
mod pack;
mod publish;
mod refusal;
mod report;
mod serve;
mod summary;
mod table;
mod terminal;

use std::ffi::OsString;
use std::path::Path;
use std::process::ExitCode;

use arguments::{Arguments, Command, SiteArguments};
use jiff::Timestamp;
use jiff::civil::Date;
use rostok::calendar::EventDate;
use rostok::diagnostic::Diagnostic;
use rostok::pipeline::{DocumentKind, Failure, Request};
use rostok::site::Site;
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
        Some(Command::Serve(asked)) => serve::run(&root, &asked, &terminal),
        Some(Command::Import(asked)) => import::run(&root, &asked, &terminal),
        Some(Command::Publish(asked)) => publish::run(&root, &asked, &terminal),
        Some(Command::Undo(asked)) => publish::undo(&root, &asked, &terminal),
        Some(Command::Report(asked)) => {
            document::run(&root, DocumentKind::Report, asked, &terminal)
        }
        Some(Command::Plan(asked)) => document::run(&root, DocumentKind::Plan, asked, &terminal),
        Some(Command::List(asked)) => list::run(&root, &asked, &terminal),
        Some(Command::Probe(asked)) => publish::probe(&root, &asked, &terminal),
        Some(Command::Pack(asked)) => pack::run(&root, &asked, &terminal),
        Some(Command::Fragment(asked)) => fragment::run(&root, &asked, &terminal),
        None => build::run_by_double_click(&root, &terminal),
    }
}

/// What the library is to do: the site of `root`, and the clock, which is read here and nowhere
/// else.
fn request(root: &Path, site: &SiteArguments) -> Result<Request, Box<Diagnostic>> {
    let base_url = match &site.base_url {
        None => None,
        Some(text) => Some(rostok::config::base_url(text).ok_or_else(|| {
            problem(
                format!("«{text}» — не полный адрес"),
                "он начинается с `http://` или `https://`, в нём нет пробелов, `?` и `#`",
            )
        })?),
    };
    let today = site.today.as_deref().map(day).transpose()?;
    Ok(Request {
        root: root.to_owned(),
        out: site.out(root),
        now: now(),
        today,
        drafts: site.drafts,
        base_url,
        adopt: false,
    })
}

#[expect(clippy::disallowed_methods, reason = "this is the edge where the clock is read, once")]
fn now() -> Timestamp {
    Timestamp::now()
}

/// The day that an argument names.
fn day(text: &str) -> Result<Date, Box<Diagnostic>> {
    Ok(date(text)?.first())
}

/// The date that an argument names.
fn date(text: &str) -> Result<EventDate, Box<Diagnostic>> {
    EventDate::parse(text, None).map_err(|error| problem(error.message(), error.hint()))
}

/// The direction of `site` that an argument names; its place in the settings.
fn direction(site: &Site, text: &str) -> Result<usize, Box<Diagnostic>> {
    site.config.direction(text).ok_or_else(|| {
        let ids: Vec<_> = site.config.directions.iter().map(|direction| &*direction.id).collect();
        let message = match text {
            "" => "не указано направление".to_owned(),
            text => format!("неизвестное направление «{text}»"),
        };
        problem(message, format!("направления этого сайта: {}", ids.join(", ")))
    })
}

fn problem(message: impl Into<String>, hint: impl Into<String>) -> Box<Diagnostic> {
    Box::new(Diagnostic::error(message).hint(hint))
}

/// A failure of the library, to be told like any other problem.
fn failed(failure: &Failure) -> Box<Diagnostic> {
    problem(failure.to_string(), failure.hint())
}
