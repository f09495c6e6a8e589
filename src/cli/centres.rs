//! `rostok report` over several centres.

use std::path::PathBuf;

use rostok::diagnostic::{Diagnostic, Diagnostics};
use rostok::pipeline::{self, CentresRequest, SavedCentres};
use rostok::quantity::count;

use super::arguments::{DocumentArguments, ReportArguments, SiteArguments};
use super::terminal::Terminal;
use super::{Exit, document, problem, report};

/// Whether the report is one of several centres: files are named from which their events come.
pub(super) fn is_wanted(args: &ReportArguments) -> bool {
    let sources = &args.document.from;
    args.document.to.is_none() && !sources.is_empty() && !is_day(sources)
}

/// A day, after which the last day is missing.
fn is_day(sources: &[String]) -> bool {
    matches!(sources, [only] if super::day(only).is_ok())
}

pub(super) fn run(roots: Vec<PathBuf>, args: ReportArguments, terminal: &Terminal) -> Exit {
    let progress = terminal.progress("Составляю отчёт");
    let mut problems = Diagnostics::new();
    let outcome = write(roots, args, &mut problems);
    drop(progress);
    match outcome {
        Ok(saved) => {
            if let Some(SavedCentres { path, written, centres, counts, is_without_events }) = saved
            {
                let what = if written { "Готово" } else { "Без изменений" };
                let centres = count(centres, "центр", "центра", "центров");
                let done = format!("{what}: `{}`, {centres}", path.display());
                terminal.print(&document::describe(&done, &counts));
                if is_without_events {
                    terminal.print(
                        "Таблица мероприятий слишком длинна для текста, в файле только итоги; вся \
                         она — в книге: `--out otchet.xlsx`\n",
                    );
                }
            }
            report::report_problems(problems, terminal)
        }
        Err(problem) => report::report_failure(&problem, terminal),
    }
}

fn write(
    roots: Vec<PathBuf>,
    args: ReportArguments,
    problems: &mut Diagnostics,
) -> Result<Option<SavedCentres>, Box<Diagnostic>> {
    let ReportArguments { document: args, form, partial, .. } = args;
    if form.is_some() {
        return Err(problem(
            "форма заполняется событиями одного центра",
            "для нескольких центров есть отчёт в Word, Excel и CSV: `--out otchet.xlsx`",
        ));
    }
    document::refuse_columns(&args, "в отчёте нескольких центров колонки не выбирают")?;
    let period = document::period(&args);
    let is_period = args.to.is_some();
    let DocumentArguments { from, out, force, base_url, today, .. } = args;
    if base_url.is_some() {
        return Err(problem(
            "у нескольких центров нет общего адреса",
            "уберите `--base-url`: адрес каждого раздела записан в его настройках",
        ));
    }
    let sources =
        if is_period { Vec::new() } else { from.into_iter().map(PathBuf::from).collect() };
    let site = SiteArguments { today, ..SiteArguments::default() };
    let root = roots.first().cloned().unwrap_or_default();
    let request = super::request(&root, &site)?;
    let wanted = CentresRequest { roots, sources, period, out, force, partial };
    pipeline::centres(&request, &wanted, problems)
        .map_err(|failure| super::failure_diagnostic(&failure))
}
