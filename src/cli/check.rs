//! `rostok check`: everything a build would say, and nothing written.

use std::path::Path;

use super::Exit;
use super::arguments::CheckArguments;
use super::report::{self, Work};
use super::terminal::Terminal;
use rostok::diagnostic::Diagnostic;
use rostok::pipeline::{self, Outcome};

/// Looks for problems in the site of `root`.
pub(super) fn run(root: &Path, asked: &CheckArguments, terminal: &Terminal) -> Exit {
    let progress = terminal.progress("Проверяю сайт");
    let outcome = check(root, asked);
    drop(progress);
    let work = Work::Check { strict: asked.strict, hosting: asked.hosting };
    report::tell(outcome, asked.site.format, work, terminal)
}

fn check(root: &Path, asked: &CheckArguments) -> Result<Outcome, Box<Diagnostic>> {
    pipeline::check(&super::request(root, &asked.site)?).map_err(|failure| super::failed(&failure))
}
