//! `rostok poster`: a sheet about an event that is to come.

use std::path::Path;

use rostok::diagnostic::{Diagnostic, Diagnostics};
use rostok::fs::shown_path;
use rostok::pipeline::{self, PosterRequest, SavedPoster};

use super::arguments::{PosterArguments, SiteArguments};
use super::terminal::Terminal;
use super::{Exit, report};

pub(super) fn run(root: &Path, args: PosterArguments, terminal: &Terminal) -> Exit {
    let mut problems = Diagnostics::new();
    match write_poster(root, args, &mut problems) {
        Ok(saved) => {
            if let Some(SavedPoster { path, written, url }) = saved {
                let what = if written { "Готово" } else { "Без изменений" };
                terminal
                    .print(&format!("{what}: `{}`; QR-код ведёт на {url}\n", shown_path(&path)));
            }
            report::report_problems(problems, terminal)
        }
        Err(problem) => report::report_failure(&problem, terminal),
    }
}

fn write_poster(
    root: &Path,
    args: PosterArguments,
    problems: &mut Diagnostics,
) -> Result<Option<SavedPoster>, Box<Diagnostic>> {
    let PosterArguments { event, out, force, overrides } = args;
    let site = SiteArguments { overrides, ..SiteArguments::default() };
    let request = super::request(root, &site)?;
    let wanted = PosterRequest { event: event.join(" "), out, force };
    pipeline::poster(&request, &wanted, problems)
        .map_err(|failure| super::failure_diagnostic(&failure))
}
