//! `rostok report` over several centres.

use std::path::PathBuf;

use rostok::diagnostic::{Diagnostic, Diagnostics};
use rostok::fs::shown_path;
use rostok::pipeline::{self, CentresRequest, FormFile, Request, SavedCentres};
use rostok::quantity::count;

use super::arguments::{DocumentArguments, ReportArguments, SiteArguments};
use super::terminal::Terminal;
use super::{Exit, document, form, problem, report};

/// Whether the report is one of several centres: files are named from which their events come.
pub(super) fn is_wanted(args: &ReportArguments) -> bool {
    let sources = &args.document.from;
    args.document.to.is_none() && !sources.is_empty() && !is_day(sources)
}

/// A day, after which the last day is missing.
fn is_day(sources: &[String]) -> bool {
    matches!(sources, [only] if super::day(only).is_ok())
}

pub(super) fn run(roots: Vec<PathBuf>, mut args: ReportArguments, terminal: &Terminal) -> Exit {
    let form = args.form.take().map(|file| FormFile { file, table: args.table.take() });
    let (request, wanted) = match wanted(roots, args, form.is_some()) {
        Ok(wanted) => wanted,
        Err(problem) => return report::report_failure(&problem, terminal),
    };
    match form {
        Some(form) => form::run_centres(&request, &wanted, &form, terminal),
        None => write(&request, &wanted, terminal),
    }
}

fn write(request: &Request, wanted: &CentresRequest, terminal: &Terminal) -> Exit {
    let progress = terminal.progress("Составляю отчёт");
    let mut problems = Diagnostics::new();
    let outcome = pipeline::centres(request, wanted, &mut problems);
    drop(progress);
    match outcome {
        Ok(saved) => {
            if let Some(SavedCentres { path, written, centres, counts, is_without_events }) = saved
            {
                let what = if written { "Готово" } else { "Без изменений" };
                let centres = count(centres, "центр", "центра", "центров");
                let done = format!("{what}: `{}`, {centres}", shown_path(&path));
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
        Err(failure) => report::report_failure(&super::failure_diagnostic(&failure), terminal),
    }
}

/// What `args` ask for.
fn wanted(
    roots: Vec<PathBuf>,
    args: ReportArguments,
    is_form: bool,
) -> Result<(Request, CentresRequest), Box<Diagnostic>> {
    let ReportArguments { document: args, partial, .. } = args;
    if is_form {
        form::refuse_columns(&args)?;
    } else {
        document::refuse_columns(&args, "в отчёте нескольких центров колонки не выбирают")?;
    }
    let period = document::period(&args);
    let is_period = args.to.is_some();
    let DocumentArguments { from, out, force, overrides, .. } = args;
    if overrides.base_url.is_some() {
        return Err(problem(
            "у нескольких центров нет общего адреса",
            "уберите `--base-url`: адрес каждого раздела записан в его настройках",
        ));
    }
    let sources =
        if is_period { Vec::new() } else { from.into_iter().map(PathBuf::from).collect() };
    let site = SiteArguments { overrides, ..SiteArguments::default() };
    let root = roots.first().cloned().unwrap_or_default();
    let request = super::request(&root, &site)?;
    Ok((request, CentresRequest { roots, sources, period, out, force, partial }))
}
