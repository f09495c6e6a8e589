//! `rostok check`: reports everything that a build would report, and writes nothing.

use std::path::Path;

use super::Exit;
use super::arguments::CheckArguments;
use super::report::{self, Task};
use super::terminal::{ProgressLine, Terminal};
use rostok::diagnostic::Diagnostic;
use rostok::pipeline::{self, Outcome};
use rostok::spelling::dictionary_folders;

pub(super) fn run(root: &Path, args: &CheckArguments, terminal: &Terminal) -> Exit {
    let progress = terminal.progress("Проверяю сайт");
    let outcome = check(root, args, &progress);
    drop(progress);
    let task = Task::Check { strict: args.strict, hosting: args.hosting, all: args.all };
    report::report_outcome(outcome, args.site.format, task, terminal)
}

fn check(
    root: &Path,
    args: &CheckArguments,
    progress: &ProgressLine,
) -> Result<Outcome, Box<Diagnostic>> {
    let request = super::request(root, &args.site)?;
    let mut outcome = pipeline::check(&request, progress)
        .map_err(|failure| super::failure_diagnostic(&failure))?;
    if args.spelling {
        let folders = dictionary_folders(|name| std::env::var_os(name));
        pipeline::check_spelling(&request, &folders, &mut outcome.diagnostics)
            .map_err(|failure| super::failure_diagnostic(&failure))?;
    }
    Ok(outcome)
}
