//! The command line: arguments, the terminal, exit codes. The only module that prints.
//!
//! 1. `arguments` defines the command line; `usage_error` explains the parser's errors in Russian;
//! 2. each command has a file, which calls the library and passes the result on;
//! 3. `report` prints the problems (drawn by `draw`) and a closing line, or both as JSON;
//! 4. `terminal` knows the width, whether colours are allowed, and whether a person is watching.

mod arguments;
mod build;
mod centres;
mod check;
mod clipboard;
mod copy;
mod document;
mod draw;
mod edit;
mod form;
mod fragment;
mod import;
mod init;
mod list;
mod memory;
mod new;
mod pack;
mod poster;
mod problems;
mod publish;
mod report;
mod serve;
mod summary;
mod table;
mod terminal;
mod theme;
mod usage_error;
mod version;

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use arguments::{Arguments, Command, EditArguments, ReportArguments, SiteArguments};
use jiff::Timestamp;
use jiff::civil::Date;
use rostok::calendar::EventDate;
use rostok::config::DirectionId;
use rostok::diagnostic::Diagnostic;
use rostok::pipeline::{DocumentKind, Failure, FormFile, Request};
use rostok::site::Site;
use terminal::Terminal;

/// The exit code. Scripts rely on the numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    Done = 0,
    /// The content has problems.
    Content = 1,
    /// The command cannot run because of its arguments or the environment.
    Environment = 2,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// Runs the command given by `arguments`, which start with the program's name.
pub(crate) fn run(arguments: impl IntoIterator<Item = OsString>) -> Exit {
    let terminal = Terminal::detect();
    let line: Vec<OsString> = arguments.into_iter().collect();
    let parsed = match Arguments::read(&line) {
        Ok(parsed) => parsed,
        Err(error) => return usage_error::report(&error, &line, &terminal),
    };
    if parsed.version {
        return version::run(&parsed.only_root().unwrap_or_default(), &terminal);
    }
    let Some(root) = parsed.only_root() else {
        return match parsed.command {
            Some(Command::Report(args)) => centres::run(parsed.root, args, &terminal),
            _ => report::report_failure(
                &problem(
                    "параметр `--root` указан дважды",
                    "несколько папок бывает у отчёта: `rostok report 2022/23 I --root A --root Б`",
                ),
                &terminal,
            ),
        };
    };
    let command = parsed.command;
    let is_for_programs = line.iter().any(|word| word.to_string_lossy().ends_with("json"));
    if let Some(Command::Report(args)) = &command
        && centres::is_wanted(args)
    {
        let Some(Command::Report(args)) = command else { return Exit::Environment };
        return centres::run(parsed.root, args, &terminal);
    }
    let makes_a_site = matches!(command, None | Some(Command::Init(_) | Command::Edit(_)));
    if !is_for_programs && !makes_a_site {
        init::offer(&root, &terminal);
    }
    match command {
        Some(Command::Init(args)) => init::run(&root, &args, &terminal),
        Some(Command::New(args)) => new::run(&root, &args, &terminal),
        Some(Command::Theme(args)) => theme::run(&root, &args, &terminal),
        Some(Command::Build(args)) => build::run(&root, &args, &terminal),
        Some(Command::Check(args)) => check::run(&root, &args, &terminal),
        Some(Command::Serve(args)) => serve::run(&root, &args, &terminal),
        Some(Command::Import(args)) => import::run(&root, &args, &terminal),
        Some(Command::Publish(args)) => publish::run(&root, &args, &terminal),
        Some(Command::Undo(args)) => publish::undo(&root, &args, &terminal),
        Some(Command::Report(args)) => report_command(&root, args, &terminal),
        Some(Command::Plan(args)) => document::run(&root, DocumentKind::Plan, args, &terminal),
        Some(Command::Copy(args)) => copy::run(&root, args, &terminal),
        Some(Command::Poster(args)) => poster::run(&root, args, &terminal),
        Some(Command::List(args)) => list::run(&root, &args, &terminal),
        Some(Command::Probe(args)) => publish::probe(&root, &args, &terminal),
        Some(Command::Pack(args)) => pack::run(&root, &args, &terminal),
        Some(Command::Fragment(args)) => fragment::run(&root, &args, &terminal),
        Some(Command::Edit(args)) => edit::run(&root, &args, &terminal),
        None => edit::run(&root, &EditArguments::default(), &terminal),
    }
}

fn report_command(root: &Path, args: ReportArguments, terminal: &Terminal) -> Exit {
    let ReportArguments { document: args, form, table, .. } = args;
    match form {
        Some(file) => form::run(root, args, FormFile { file, table }, terminal),
        None => document::run(root, DocumentKind::Report, args, terminal),
    }
}

/// The request to the library for the site in `root`. Only this module reads the clock.
fn request(root: &Path, site: &SiteArguments) -> Result<Request, Box<Diagnostic>> {
    let base_url = match &site.overrides.base_url {
        None => None,
        Some(text) => Some(rostok::url::base(text).ok_or_else(|| {
            problem(
                format!("«{text}» — не полный адрес"),
                "он начинается с `http://` или `https://`, в нём нет пробелов, `?` и `#`",
            )
        })?),
    };
    let today = site.overrides.today.as_deref().map(day).transpose()?;
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

#[expect(clippy::disallowed_methods, reason = "the only place that reads the clock")]
fn now() -> Timestamp {
    Timestamp::now()
}

/// The path whose words were typed without quotes; `None` without words.
fn joined_path(words: &[OsString]) -> Option<PathBuf> {
    (!words.is_empty()).then(|| words.join(OsStr::new(" ")).into())
}

/// Parses the day in an argument.
fn day(text: &str) -> Result<Date, Box<Diagnostic>> {
    Ok(date(text)?.first())
}

/// Parses the date in an argument.
fn date(text: &str) -> Result<EventDate, Box<Diagnostic>> {
    EventDate::parse(text, None).map_err(|error| problem(error.message(), error.hint()))
}

/// The direction that an argument names.
fn direction(site: &Site, text: &str) -> Result<DirectionId, Box<Diagnostic>> {
    site.config.resolve_direction(text).map_err(|error| problem(error.message, error.hint))
}

fn problem(message: impl Into<String>, hint: impl Into<String>) -> Box<Diagnostic> {
    Box::new(Diagnostic::error(message).hint(hint))
}

/// A failure of the library as a problem.
fn failure_diagnostic(failure: &Failure) -> Box<Diagnostic> {
    problem(failure.to_string(), failure.hint())
}
