//! `rostok import`: creates drafts from existing reports, plans and news.
//!
//! The output of `--format json` is `{"version": 1, "diagnostics": […], "imported": {…} | null}`.
//! `diagnostics` is as in the other commands. `imported` has `read` (the number of events in the
//! files), `year` (the year for dates without a year, or `null`), `created` and `existing` (events with
//! `at`, the row; `title`; `date`; `file`), `unknown_directions`, `files` (other files that were written,
//! with what they hold), `untaken` (what of the files went nowhere, in words) and `declined` (the number of
//! drafts that were not written without `--yes`, or `null`).

use std::io::IsTerminal;
use std::path::Path;

use rostok::calendar::SchoolYear;
use rostok::diagnostic::{Diagnostic, Diagnostics};
use rostok::import::YearOfDates;
use rostok::pipeline::{self, ImportOptions, Imported, MatchedEvent};
use rostok::quantity::count;
use serde_json::{Value, json};

use super::arguments::{ImportArguments, ReportFormat, SiteArguments};
use super::report;
use super::terminal::Terminal;
use super::{Exit, publish};

pub(super) fn run(root: &Path, args: &ImportArguments, terminal: &Terminal) -> Exit {
    let mut progress = Some(terminal.progress("Читаю"));
    let mut problems = Diagnostics::new();
    let mut confirm = |drafts| {
        args.yes || {
            drop(progress.take());
            confirm(drafts, args.format, terminal)
        }
    };
    let outcome = import(root, args, &mut confirm, &mut problems);
    drop(progress);
    match (outcome, args.format) {
        (Err(problem), ReportFormat::Text) => report::report_failure(&problem, terminal),
        (Err(problem), ReportFormat::Json) => {
            terminal.print(&json_document(None, &[*problem]));
            Exit::Environment
        }
        (Ok(imported), format) => {
            problems.extend(imported.as_ref().and_then(|imported| imported.declined).map(declined));
            if format == ReportFormat::Json {
                terminal.print(&json_document(imported.as_ref(), &problems));
                return report::exit_code(&problems, false);
            }
            if let Some(imported) = &imported {
                terminal.print(&summary(imported));
            }
            report::report_in_order(problems, terminal)
        }
    }
}

/// Asks whether to write so many drafts. Programs and pipes are not asked.
fn confirm(drafts: usize, format: ReportFormat, terminal: &Terminal) -> bool {
    let is_watched = std::io::stdin().is_terminal() && std::io::stdout().is_terminal();
    let drafts = count(drafts, "черновик", "черновика", "черновиков");
    format == ReportFormat::Text
        && is_watched
        && publish::ask(&format!("Получится {drafts}. Создать их?"), terminal)
}

/// The error for drafts that were not written.
fn declined(drafts: usize) -> Diagnostic {
    let drafts = count(drafts, "черновик", "черновика", "черновиков");
    Diagnostic::error(format!("получилось бы {drafts}; ничего не создано"))
        .hint("если это и правда мероприятия, повторите команду с ключом `--yes`")
}

fn import(
    root: &Path,
    args: &ImportArguments,
    confirm: &mut dyn FnMut(usize) -> bool,
    problems: &mut Diagnostics,
) -> Result<Option<Imported>, Box<Diagnostic>> {
    let year = match &args.year {
        None => None,
        Some(text) => Some(
            SchoolYear::parse(text)
                .map_err(|error| super::problem(error.message(), error.hint()))?,
        ),
    };
    let request = super::request(root, &SiteArguments::default())?;
    let file = super::joined_path(&args.file).unwrap_or_default();
    let options = ImportOptions { year, direction: args.direction.as_deref(), confirm };
    pipeline::import(&request, &file, options, problems)
        .map_err(|failure| super::failure_diagnostic(&failure))
}

fn summary(imported: &Imported) -> String {
    let Imported {
        read,
        created,
        existing,
        unknown_directions,
        year,
        files,
        untaken,
        declined,
        ..
    } = imported;
    let events = |number| count(number, "событие", "события", "событий");
    let mut text = format!("Прочитано: {}", events(*read));
    if let Some(year) = year.filter(|_| *read > 0) {
        text.push_str(&match year {
            YearOfDates::School(year) => format!("; даты без года отнесены к {year} учебному году"),
            YearOfDates::Calendar(year) => format!("; даты без года отнесены к {year} году"),
        });
    }
    text.push('\n');
    let mut list = |head: &str, all: &[MatchedEvent]| {
        if !all.is_empty() {
            text.push_str(&format!("\n{head}: {}\n", events(all.len())));
        }
        for MatchedEvent { at, title, date, file } in all {
            let date = if date.is_empty() { "без даты" } else { date };
            text.push_str(&format!("  {at}: {title}, {date}\n    {file}\n"));
        }
    };
    list("Созданы черновики", created);
    list("Уже есть на сайте", existing);
    if !unknown_directions.is_empty() {
        let lines: String =
            unknown_directions.iter().map(|heading| format!("  {heading}\n")).collect();
        text.push_str(&format!("\nНеизвестные направления:\n{lines}"));
    }
    if !files.is_empty() {
        let lines: String = files.iter().map(|file| format!("  {file}\n")).collect();
        text.push_str(&format!("\nСозданы и другие файлы:\n{lines}"));
    }
    if !untaken.is_empty() {
        let lines: String = untaken.iter().map(|part| format!("  {part}\n")).collect();
        text.push_str(&format!("\nНе перенесено:\n{lines}"));
    }
    if declined.is_none() && !created.is_empty() {
        text.push_str(
            "\nЧто дальше:\n  \
             проверьте черновики: `rostok check --drafts`\n  \
             впишите в каждый рассказ о событии и уберите строку `черновик: да`\n",
        );
    }
    text + "\n"
}

fn json_document(imported: Option<&Imported>, problems: &[Diagnostic]) -> String {
    let events = |all: &[MatchedEvent]| -> Vec<Value> {
        all.iter()
            .map(|MatchedEvent { at, title, date, file }| {
                json!({ "at": at, "title": title, "date": date, "file": file })
            })
            .collect()
    };
    let imported = imported.map(|imported| {
        json!({
            "read": imported.read,
            "year": imported.year.map(|year| year.to_string()),
            "created": events(&imported.created),
            "existing": events(&imported.existing),
            "unknown_directions": imported.unknown_directions,
            "files": imported.files,
            "untaken": imported.untaken,
            "declined": imported.declined,
        })
    });
    let document = json!({ "version": 1, "diagnostics": problems, "imported": imported });
    format!("{document:#}\n")
}
