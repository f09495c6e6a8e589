//! Reports the outcome of a command: the problems and a closing line, or one JSON document.
//!
//! The document is `{"version": 1, "diagnostics": […], "notes": […], "written": {…} | null,
//! "unsound_drafts": […], "photos": {…}}`. A diagnostic has `severity` (`error`, `warning`), `message`, `place` (`file`,
//! `line`, `column`, `length`, `text`; `null` for the site as a whole), `other` (a second place and
//! its label, or `null`) and `hint`. Lines and columns start at 1, columns count characters; 0 means
//! the whole line or file. `notes` are sentences about the hosting. `written` counts the files
//! `created`, `changed`, `unchanged` and `removed`; it is `null` if the output was not changed.
//! `unsound_drafts` are the files of drafts that are left out because of their errors.
//! `photos` has their number (`count`), their size (`bytes_before`, `bytes_after`) and the source
//! files that contain the place where they were taken (`tell_place`). A failure of the command is
//! one error without a place.

use std::cmp::Reverse;

use rostok::diagnostic::{Diagnostic, Diagnostics, Severity};
use rostok::output::Written;
use rostok::photos::Summary;
use rostok::pipeline::Outcome;
use rostok::publish::compatibility::Compatibility;
use rostok::quantity::count_problems;
use serde::Serialize;

use super::Exit;
use super::arguments::ReportFormat;
use super::draw;
use super::problems::{print_all_problems, print_problems};
use super::summary;
use super::terminal::Terminal;

/// Numbers of output files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
struct Counts {
    created: usize,
    changed: usize,
    unchanged: usize,
    removed: usize,
}

impl From<&Written> for Counts {
    fn from(written: &Written) -> Self {
        Self {
            created: written.created.len(),
            changed: written.changed.len(),
            unchanged: written.unchanged,
            removed: written.removed.len(),
        }
    }
}

/// The command whose outcome is reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Task {
    Build,
    Check {
        /// Whether warnings count as errors.
        strict: bool,
        /// Whether all notes about the hosting are printed.
        hosting: bool,
        /// Whether every problem is drawn, however many there are.
        all: bool,
    },
}

pub(super) fn report_outcome(
    outcome: Result<Outcome, Box<Diagnostic>>,
    format: ReportFormat,
    task: Task,
    terminal: &Terminal,
) -> Exit {
    let outcome = match (outcome, format) {
        (Ok(outcome), _) => outcome,
        (Err(problem), ReportFormat::Text) => return report_failure(&problem, terminal),
        (Err(problem), ReportFormat::Json) => {
            terminal.print(&json_problems(&[*problem]));
            return Exit::Environment;
        }
    };
    let Outcome { hosting, written, photos, weight, events, unsound_drafts, .. } = outcome;
    let mut problems = outcome.diagnostics;
    let strict = matches!(task, Task::Check { strict: true, .. });
    let notes = notes(&hosting, matches!(task, Task::Check { hosting: true, .. }));
    let built = written.as_ref().map(|written| summary::built(events, &photos, written));
    let written = written.as_ref().map(Counts::from);
    draw::sort(&mut problems);
    let errors = problems.iter().filter(|problem| problem.is_error()).count();
    match format {
        ReportFormat::Json => {
            terminal.print(&json(&problems, &notes, written, &photos, &unsound_drafts));
        }
        ReportFormat::Text => {
            if matches!(task, Task::Check { all: true, .. }) {
                print_all_problems(&problems, terminal);
            } else {
                print_problems(&problems, terminal);
            }
            for note in &notes {
                terminal.print(&format!("Хостинг: {note}\n"));
            }
            terminal.print(&summary::unsound_drafts(&unsound_drafts));
            let warnings = problems.len() - errors;
            if errors == 0 && warnings > 0 && strict {
                terminal.print_error(&strict_line(warnings));
            } else {
                let line = closing_line(errors, warnings, task, built.as_deref());
                if errors > 0 { terminal.print_error(&line) } else { terminal.print(&line) }
            }
            match task {
                Task::Check { .. } => terminal.print(&summary::location_warning(&photos)),
                Task::Build if written.is_some() => {
                    terminal.print(&summary::photo_sizes(&photos, weight));
                }
                Task::Build => {}
            }
        }
    }
    exit_code(&problems, strict)
}

/// Prints the problems only, the errors last, otherwise in their order.
pub(super) fn report_in_order(mut problems: Diagnostics, terminal: &Terminal) -> Exit {
    problems.sort_by_key(|problem| Reverse(problem.severity));
    print_problems(&problems, terminal);
    exit_code(&problems, false)
}

/// Prints the problems only.
pub(super) fn report_problems(mut problems: Diagnostics, terminal: &Terminal) -> Exit {
    draw::sort(&mut problems);
    print_problems(&problems, terminal);
    exit_code(&problems, false)
}

pub(super) fn exit_code(problems: &[Diagnostic], strict: bool) -> Exit {
    let failing = problems.iter().any(|problem| strict || problem.is_error());
    if failing { Exit::Content } else { Exit::Done }
}

/// Prints why the command cannot run.
pub(super) fn report_failure(problem: &Diagnostic, terminal: &Terminal) -> Exit {
    terminal.print_error(&draw::draw(problem, terminal));
    Exit::Environment
}

/// Notes about the hosting: always what was left out of the section, and with `all` the others.
fn notes(hosting: &Compatibility, all: bool) -> Vec<String> {
    let left_out = hosting.left_out.iter().map(|what| format!("в раздел не вошли {what}"));
    left_out.chain(hosting.notes.iter().filter(|_| all).cloned()).collect()
}

/// A JSON document with problems only.
pub(super) fn json_problems(problems: &[Diagnostic]) -> String {
    json(problems, &[], None, &Summary::default(), &[])
}

fn json(
    problems: &[Diagnostic],
    notes: &[String],
    written: Option<Counts>,
    photos: &Summary,
    unsound_drafts: &[String],
) -> String {
    let Summary { pictures, bytes_before, bytes_after, with_gps } = photos;
    let document = serde_json::json!({
        "version": 1,
        "diagnostics": problems,
        "notes": notes,
        "written": written,
        "unsound_drafts": unsound_drafts,
        "photos": {
            "count": pictures,
            "bytes_before": bytes_before,
            "bytes_after": bytes_after,
            "tell_place": with_gps,
        },
    });
    format!("{document:#}\n")
}

fn strict_line(warnings: usize) -> String {
    let found = count_problems(Severity::Warning, warnings);
    format!("{found}; с ключом `--strict` это ошибки\n")
}

/// `built` says what a build made.
fn closing_line(errors: usize, warnings: usize, task: Task, built: Option<&str>) -> String {
    let mut found = Vec::new();
    if errors > 0 {
        found.push(count_problems(Severity::Error, errors));
    }
    if warnings > 0 {
        found.push(count_problems(Severity::Warning, warnings));
    }
    let found = found.join(", ");
    match built {
        Some(built) if found.is_empty() => format!("Готово: {built}\n"),
        Some(built) => format!("{found}\nГотово: {built}\n"),
        None if found.is_empty() => "Ошибок нет\n".to_owned(),
        None if errors == 0 => format!("{found}, ошибок нет\n"),
        None if task == Task::Build => format!("{found}; сайт не изменён\n"),
        None => format!("{found}\n"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOTHING: Counts = Counts { created: 0, changed: 0, unchanged: 9, removed: 0 };

    fn line(errors: usize, warnings: usize, built: Option<&str>) -> String {
        closing_line(errors, warnings, Task::Build, built).replace('\u{a0}', " ")
    }

    #[test]
    fn the_closing_line_counts_in_correct_russian() {
        assert_eq!(line(2, 1, None), "2 ошибки, 1 предупреждение; сайт не изменён\n");
        assert_eq!(line(21, 0, None), "21 ошибка; сайт не изменён\n");
        let checked =
            closing_line(2, 0, Task::Check { strict: false, hosting: false, all: false }, None);
        assert_eq!(checked, "2\u{a0}ошибки\n");
        assert_eq!(line(0, 0, None), "Ошибок нет\n");
        assert_eq!(line(0, 1, None), "1 предупреждение, ошибок нет\n");
        assert_eq!(line(0, 0, Some("2 события")), "Готово: 2 события\n");
        assert_eq!(line(0, 12, Some("2 события")), "12 предупреждений\nГотово: 2 события\n");
    }

    #[test]
    fn the_exit_code_follows_errors_and_strictness() {
        let warning = [Diagnostic::warning("предупреждение")];
        assert_eq!(exit_code(&[], true), Exit::Done);
        assert_eq!(exit_code(&warning, false), Exit::Done);
        assert_eq!(exit_code(&warning, true), Exit::Content);
        assert_eq!(exit_code(&[Diagnostic::error("ошибка")], false), Exit::Content);
    }

    #[test]
    fn the_json_document_keeps_its_format() {
        let problem = Diagnostic::error("нет даты").hint("добавьте `date:`");
        let document: serde_json::Value = serde_json::from_str(&json(
            &[problem],
            &["о хостинге".to_owned()],
            Some(NOTHING),
            &Summary::default(),
            &["content/posts/a.md".to_owned()],
        ))
        .unwrap();
        assert_eq!(
            document,
            serde_json::json!({
                "version": 1,
                "diagnostics": [{
                    "severity": "error",
                    "message": "нет даты",
                    "place": null,
                    "other": null,
                    "hint": "добавьте `date:`",
                }],
                "notes": ["о хостинге"],
                "written": { "created": 0, "changed": 0, "unchanged": 9, "removed": 0 },
                "unsound_drafts": ["content/posts/a.md"],
                "photos": { "count": 0, "bytes_before": 0, "bytes_after": 0, "tell_place": [] },
            })
        );
    }
}
