//! `rostok build`.

use std::path::Path;

use rayon::ThreadPoolBuilder;

use super::Exit;
use super::arguments::BuildArguments;
use super::report::{self, Task};
use super::terminal::{ProgressLine, Terminal};
use rostok::diagnostic::Diagnostic;
use rostok::pipeline::{self, Outcome, Request};

pub(super) fn run(root: &Path, args: &BuildArguments, terminal: &Terminal) -> Exit {
    let progress = terminal.progress("Собираю сайт");
    let outcome = build(root, args, &progress);
    drop(progress);
    report::report_outcome(outcome, args.site.format, Task::Build, terminal)
}

fn build(
    root: &Path,
    args: &BuildArguments,
    progress: &ProgressLine,
) -> Result<Outcome, Box<Diagnostic>> {
    let request = Request { adopt: args.adopt, ..super::request(root, &args.site)? };
    // This thread joins the pool instead of waiting for one more thread. If a global pool exists
    // already, this fails, and the thread waits.
    drop(ThreadPoolBuilder::new().use_current_thread().build_global());
    pipeline::build(&request, progress).map_err(|failure| super::failure_diagnostic(&failure))
}
