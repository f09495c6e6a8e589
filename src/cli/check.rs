//! `rostok check`: everything a build would say, and nothing written.

use std::path::Path;

use super::arguments::CheckArguments;
use super::report::{self, Outcome};
use super::terminal::Terminal;
use super::{Exit, not_wired};
use rostok::diagnostic::Diagnostic;

/// Looks for problems in the site of `root`.
pub(super) fn run(root: &Path, asked: &CheckArguments, terminal: &Terminal) -> Exit {
    let progress = terminal.progress("Проверяю сайт");
    let outcome = check(root, asked);
    drop(progress);
    report::tell(outcome, asked.site.format, asked.strict, terminal)
}

fn check(root: &Path, asked: &CheckArguments) -> Result<Outcome, Box<Diagnostic>> {
    // rostok::pipeline::check(&BuildOptions { root, out: asked.site.out(root), … })
    let _ = (root, asked);
    not_wired()
}
