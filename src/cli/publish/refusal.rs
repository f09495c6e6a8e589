//! Why nothing was published, and how the user hears of it.

use rostok::diagnostic::Diagnostic;
use rostok::pipeline;
use rostok::publish::Failure;

use crate::cli::arguments::ReportFormat;
use crate::cli::terminal::Terminal;
use crate::cli::{Exit, failure_diagnostic, problem, report};

/// Why nothing was published.
pub(in crate::cli) enum Refusal {
    /// The content, told already or to be told.
    Content(Vec<Diagnostic>),
    /// Everything else.
    Problem(Box<Diagnostic>),
    /// The user said no.
    Declined,
}

impl From<Box<Diagnostic>> for Refusal {
    fn from(problem: Box<Diagnostic>) -> Self {
        Self::Problem(problem)
    }
}

impl From<Failure> for Refusal {
    fn from(failure: Failure) -> Self {
        Self::Problem(problem(failure.to_string(), failure.hint()))
    }
}

impl From<pipeline::Failure> for Refusal {
    fn from(failure: pipeline::Failure) -> Self {
        Self::Problem(failure_diagnostic(&failure))
    }
}

/// Ends a run: its text, or what kept it from coming about.
pub(in crate::cli) fn tell(
    result: Result<String, Refusal>,
    format: ReportFormat,
    terminal: &Terminal,
) -> Exit {
    match (result, format) {
        (Ok(text), _) => {
            terminal.print(&text);
            Exit::Done
        }
        (Err(Refusal::Declined), _) => {
            terminal.print("Ничего не отправлено\n");
            Exit::Done
        }
        (Err(Refusal::Content(problems)), ReportFormat::Text) => {
            report::report_problems(problems, terminal)
        }
        (Err(Refusal::Problem(problem)), ReportFormat::Text) => {
            report::report_failure(&problem, terminal)
        }
        (Err(Refusal::Content(problems)), ReportFormat::Json) => {
            terminal.print(&report::json_problems(&problems));
            Exit::Content
        }
        (Err(Refusal::Problem(problem)), ReportFormat::Json) => {
            terminal.print(&report::json_problems(&[*problem]));
            Exit::Environment
        }
    }
}
