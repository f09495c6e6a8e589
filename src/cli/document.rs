//! `rostok report` and `rostok plan`: one document alone.

use std::path::Path;

use rostok::diagnostic::Diagnostic;
use rostok::pipeline::{self, DocumentKind, Saved, Wanted};

use super::arguments::{DocumentArguments, SiteArguments};
use super::terminal::Terminal;
use super::{Exit, report};

/// Makes the document of the site of `root`.
pub(super) fn run(
    root: &Path,
    kind: DocumentKind,
    asked: DocumentArguments,
    terminal: &Terminal,
) -> Exit {
    let progress = terminal.progress("Составляю документ");
    let outcome = make(root, kind, asked);
    drop(progress);
    match outcome {
        Ok((saved, problems)) => {
            if let Some(Saved { path, written }) = saved {
                let what = if written { "Готово" } else { "Без изменений" };
                terminal.print(&format!("{what}: `{}`\n", path.display()));
            }
            report::complain(problems, terminal)
        }
        Err(problem) => report::refuse(&problem, terminal),
    }
}

type Outcome = Result<(Option<Saved>, Vec<Diagnostic>), Box<Diagnostic>>;

fn make(root: &Path, kind: DocumentKind, asked: DocumentArguments) -> Outcome {
    let DocumentArguments { period, out, force, base_url, today } = asked;
    let site = SiteArguments { base_url, today, ..SiteArguments::default() };
    let request = super::request(root, &site)?;
    let wanted = Wanted { kind, period: period.join(" "), out, force };
    pipeline::document(&request, &wanted).map_err(|failure| super::failed(&failure))
}
