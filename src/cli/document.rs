//! `rostok report` and `rostok plan`: write one document.

use std::path::Path;

use rostok::diagnostic::{Diagnostic, Diagnostics};
use rostok::fs::shown_path;
use rostok::pipeline::{self, ChosenColumns, DocumentKind, DocumentRequest, SavedDocument};
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
            if let Some(SavedDocument { path, written, counts, planned, unsound_drafts }) = saved {
                let what = if written { "Готово" } else { "Без изменений" };
                let done = format!("{what}: `{}`", shown_path(&path));
                terminal.print(&match counts {
                    Some(counts) => describe(&done, &counts),
                    None => {
                        format!("{done}, {}\n", count(planned, "событие", "события", "событий"))
                    }
                });
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
    if let Some(source) = args.from.first().filter(|_| args.to.is_none()) {
        return Err(super::problem(
            format!("после `--from {source}` не указан последний день"),
            "добавьте его: `--to 15.10.2022`",
        ));
    }
    let period = period(&args);
    let DocumentArguments { out, columns, totals, force, overrides, .. } = args;
    let site = SiteArguments { overrides, ..SiteArguments::default() };
    let request = super::request(root, &site)?;
    let chosen = ChosenColumns { columns, totals };
    let wanted = DocumentRequest { kind, period, out, force, chosen };
    pipeline::document(&request, &wanted, problems)
        .map_err(|failure| super::failure_diagnostic(&failure))
}

/// Refuses columns and totals that a document does not take; `why` says so.
///
/// # Errors
/// If the user chose any.
pub(super) fn refuse_columns(args: &DocumentArguments, why: &str) -> Result<(), Box<Diagnostic>> {
    if args.columns.is_none() && args.totals.is_none() {
        return Ok(());
    }
    Err(super::problem(why, "уберите `--columns` и `--totals`"))
}

/// The period as the user wrote it.
pub(super) fn period(args: &DocumentArguments) -> String {
    match (&args.from[..], &args.to) {
        ([from], Some(to)) => format!("{from} – {to}"),
        _ => args.period.join(" "),
    }
}

/// The closing lines: the file and what is in it, what of its period is not, and what to do about that.
pub(super) fn describe(done: &str, counts: &ReportCounts) -> String {
    let participations = usize::try_from(counts.participations).unwrap_or(usize::MAX);
    let mut text = match counts.held {
        0 => format!("{done}, но в\u{a0}отчёте нет ни одного события\n"),
        held => format!(
            "{done}, {}, {}\n",
            count(held, "событие", "события", "событий"),
            count(participations, "участник", "участника", "участников")
        ),
    };
    if let Some(left_out) = left_out(counts) {
        text += &format!("{left_out}\n");
    } else if counts.held == 0 {
        text += "За этот период нет и черновиков: проверьте период и даты событий, `rostok list`\n";
    }
    text
}

/// How many events of the period are not in the document, and what to do about that.
pub(super) fn left_out(counts: &ReportCounts) -> Option<String> {
    let ReportCounts { drafts, awaiting_story, cancelled, to_come, .. } = *counts;
    let left_out = [
        (
            drafts,
            ["черновик", "черновика", "черновиков"],
            "добавьте `проведено: да` или уберите `черновик: да`",
        ),
        (awaiting_story, ["анонс", "анонса", "анонсов"], "ждут рассказа: `rostok list --waiting`"),
        (cancelled, ["событие", "события", "событий"], "не состоялись"),
        (to_come, ["событие", "события", "событий"], "ещё впереди"),
    ];
    let left_out: Vec<String> = left_out
        .into_iter()
        .filter(|(number, ..)| *number > 0)
        .map(|(number, [one, few, many], what)| {
            format!("{} ({what})", count(number, one, few, many))
        })
        .collect();
    (!left_out.is_empty()).then(|| format!("Не вошли: {}", left_out.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_of_a_report_are_told() {
        let none = ReportCounts::default();
        let described = |counts| describe("Готово: `o.docx`", counts).replace('\u{a0}', " ");
        let empty = described(&none);
        assert!(empty.starts_with("Готово: `o.docx`, но в отчёте нет ни одного события\n"));
        assert!(empty.contains("`rostok list`"), "{empty}");
        let some = ReportCounts { held: 9, participations: 238, drafts: 9, to_come: 1, ..none };
        assert_eq!(
            described(&some),
            "Готово: `o.docx`, 9 событий, 238 участников\nНе вошли: 9 черновиков (добавьте \
             `проведено: да` или уберите `черновик: да`), 1 событие (ещё впереди)\n"
        );
        let waiting = ReportCounts { awaiting_story: 1, ..none };
        assert!(described(&waiting).contains("1 анонс (ждут рассказа: `rostok list --waiting`)"));
    }
}
