//! `rostok check`: everything a build would say, and nothing written.

use std::path::Path;

use super::Exit;
use super::arguments::CheckArguments;
use super::report::{self, Work};
use super::terminal::{Progress, Terminal};
use rostok::diagnostic::Diagnostic;
use rostok::pipeline::{self, Outcome};

/// Looks for problems in the site of `root`.
pub(super) fn run(root: &Path, asked: &CheckArguments, terminal: &Terminal) -> Exit {
    let progress = terminal.progress("Проверяю сайт");
    let outcome = check(root, asked, &progress);
    drop(progress);
    let work = Work::Check { strict: asked.strict, hosting: asked.hosting };
    report::tell(outcome, asked.site.format, work, terminal)
}

fn check(
    root: &Path,
    asked: &CheckArguments,
    progress: &Progress,
) -> Result<Outcome, Box<Diagnostic>> {
    let request = super::request(root, &asked.site)?;
    pipeline::check(&request, progress).map_err(|failure| super::failed(&failure))
}
