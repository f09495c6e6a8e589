//! `rostok report` and `rostok plan`: write one document.

use std::path::Path;

use rostok::diagnostic::{Diagnostic, Diagnostics};
use rostok::pipeline::{self, DocumentKind, DocumentRequest, SavedDocument};

use super::arguments::{DocumentArguments, SiteArguments};
use super::terminal::Terminal;
use super::{Exit, report};

pub(super) fn run(
    root: &Path,
    kind: DocumentKind,
    args: DocumentArguments,
    terminal: &Terminal,
) -> Exit {
    let progress = terminal.progress("Составляю документ");
    let mut problems = Diagnostics::new();
    let outcome = write_document(root, kind, args, &mut problems);
    drop(progress);
    match outcome {
        Ok(saved) => {
            if let Some(SavedDocument { path, written }) = saved {
                let what = if written { "Готово" } else { "Без изменений" };
                terminal.print(&format!("{what}: `{}`\n", path.display()));
            }
            report::report_problems(problems, terminal)
        }
        Err(problem) => report::report_failure(&problem, terminal),
    }
}

fn write_document(
    root: &Path,
    kind: DocumentKind,
    args: DocumentArguments,
    problems: &mut Diagnostics,
) -> Result<Option<SavedDocument>, Box<Diagnostic>> {
    let DocumentArguments { period, out, force, base_url, today } = args;
    let site = SiteArguments { base_url, today, ..SiteArguments::default() };
    let request = super::request(root, &site)?;
    let wanted = DocumentRequest { kind, period: period.join(" "), out, force };
    pipeline::document(&request, &wanted, problems)
        .map_err(|failure| super::failure_diagnostic(&failure))
}
