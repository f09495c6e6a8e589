//! `rostok report` and `rostok plan`: write one document.

use std::path::Path;

use rostok::diagnostic::{Diagnostic, Diagnostics};
use rostok::pipeline::{self, DocumentKind, DocumentRequest, SavedDocument};
use rostok::quantity::count;
use rostok::report::ReportCounts;

use super::arguments::{DocumentArguments, SiteArguments};
use super::terminal::Terminal;
use super::{Exit, report, summary};

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
            if let Some(SavedDocument { path, written, counts, unsound_drafts }) = saved {
                let what = if written { "Готово" } else { "Без изменений" };
                terminal.print(&format!("{what}: `{}`\n", path.display()));
                terminal.print(&counts.map(|counts| describe(&counts)).unwrap_or_default());
                terminal.print(&summary::unsound_drafts(&unsound_drafts));
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
    let DocumentArguments { period, from, to, out, force, base_url, today } = args;
    let period = match (from, to) {
        (Some(from), Some(to)) => format!("{from} – {to}"),
        _ => period.join(" "),
    };
    let site = SiteArguments { base_url, today, ..SiteArguments::default() };
    let request = super::request(root, &site)?;
    let wanted = DocumentRequest { kind, period, out, force };
    pipeline::document(&request, &wanted, problems)
        .map_err(|failure| super::failure_diagnostic(&failure))
}

/// What is in a report, what of its period is not, and what to do about that.
fn describe(counts: &ReportCounts) -> String {
    let ReportCounts { held, participations, drafts, awaiting_story, cancelled, to_come } = *counts;
    let mut text = match held {
        0 => "В отчёте нет ни одного события\n".to_owned(),
        _ => {
            let participations = usize::try_from(participations).unwrap_or(usize::MAX);
            format!(
                "В отчёте {}, {}\n",
                count(held, "событие", "события", "событий"),
                count(participations, "участие", "участия", "участий")
            )
        }
    };
    let left_out: Vec<String> = [
        (drafts, "черновики"),
        (awaiting_story, "ждут рассказа"),
        (cancelled, "не состоялись"),
        (to_come, "ещё впереди"),
    ]
    .into_iter()
    .filter(|(number, _)| *number > 0)
    .map(|(number, what)| format!("{what}\u{a0}— {number}"))
    .collect();
    if !left_out.is_empty() {
        text += &format!("Не вошли: {}\n", left_out.join(", "));
    }
    if drafts > 0 {
        text += "Черновик войдёт в отчёт, если убрать в нём строку `черновик: да` или добавить \
                 `проведено: да`\n";
    }
    if awaiting_story > 0 {
        text += "Какие события ждут рассказа, покажет `rostok list --waiting`\n";
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_of_a_report_are_told() {
        let none = ReportCounts::default();
        assert_eq!(describe(&none), "В отчёте нет ни одного события\n");
        let some = ReportCounts { held: 2, participations: 21, drafts: 9, to_come: 1, ..none };
        assert_eq!(
            describe(&some).replace('\u{a0}', " "),
            "В отчёте 2 события, 21 участие\nНе вошли: черновики — 9, ещё впереди — 1\n\
             Черновик войдёт в отчёт, если убрать в нём строку `черновик: да` или добавить \
             `проведено: да`\n"
        );
        let waiting = ReportCounts { awaiting_story: 1, ..none };
        assert!(describe(&waiting).contains("`rostok list --waiting`"));
    }
}
