//! `rostok import`: creates drafts from the table of an existing report.
//!
//! The output of `--format json` is `{"version": 1, "diagnostics": […], "imported": {…} | null}`.
//! `diagnostics` is as in the other commands. `imported` has `read` (the number of events in the
//! table), `year` (the school year for dates without a year, or `null`), `created` and `existing`
//! (events with `at`, the row; `title`; `date`; `file`) and `unknown_directions`.

use std::path::Path;

use rostok::calendar::SchoolYear;
use rostok::diagnostic::{Diagnostic, Diagnostics};
use rostok::pipeline::{self, Imported, MatchedEvent};
use rostok::quantity::count;
use serde_json::{Value, json};

use super::arguments::{ImportArguments, ReportFormat, SiteArguments};
use super::report;
use super::terminal::Terminal;
use super::{Exit, draw};

pub(super) fn run(root: &Path, args: &ImportArguments, terminal: &Terminal) -> Exit {
    let progress = terminal.progress("Читаю таблицу");
    let mut problems = Diagnostics::new();
    let outcome = import(root, args, &mut problems);
    drop(progress);
    match (outcome, args.format) {
        (Err(problem), ReportFormat::Text) => report::report_failure(&problem, terminal),
        (Err(problem), ReportFormat::Json) => {
            terminal.print(&json_document(None, &[*problem]));
            Exit::Environment
        }
        (Ok(imported), ReportFormat::Text) => {
            if let Some(imported) = &imported {
                terminal.print(&summary(imported));
            }
            report::report_problems(problems, terminal)
        }
        (Ok(imported), ReportFormat::Json) => {
            draw::sort(&mut problems);
            terminal.print(&json_document(imported.as_ref(), &problems));
            report::exit_code(&problems, false)
        }
    }
}

fn import(
    root: &Path,
    args: &ImportArguments,
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
    pipeline::import(&request, &file, year, problems)
        .map_err(|failure| super::failure_diagnostic(&failure))
}

fn summary(imported: &Imported) -> String {
    let Imported { read, created, existing, unknown_directions, year } = imported;
    let events = |number| count(number, "событие", "события", "событий");
    let mut text = format!("Прочитано: {}", events(*read));
    if let Some(year) = year {
        text.push_str(&format!("; даты без года отнесены к {year} учебному году"));
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
    if !created.is_empty() {
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
    let imported =
        imported.map(|Imported { read, created, existing, unknown_directions, year }| {
            json!({
                "read": read,
                "year": year.map(|year| year.to_string()),
                "created": events(created),
                "existing": events(existing),
                "unknown_directions": unknown_directions,
            })
        });
    let document = json!({ "version": 1, "diagnostics": problems, "imported": imported });
    format!("{document:#}\n")
}
