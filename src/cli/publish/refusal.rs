//! Why a command of publishing ended without doing its work, and how the user is told.

use rostok::diagnostic::{Diagnostic, Diagnostics};
use rostok::pipeline::{self, NotPublishable};
use rostok::publish::PublishError;
use rostok::publish::verify::preflight::NotReady;

use crate::cli::arguments::ReportFormat;
use crate::cli::terminal::Terminal;
use crate::cli::{Exit, failure_diagnostic, report};

/// Why nothing was published.
pub(in crate::cli) enum Refusal {
    /// Problems of the settings or the content.
    Content(Diagnostics),
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

impl From<PublishError> for Refusal {
    fn from(error: PublishError) -> Self {
        Self::Problem(error.into_diagnostic())
    }
}

impl From<NotReady> for Refusal {
    fn from(error: NotReady) -> Self {
        PublishError::from(error).into()
    }
}

impl From<pipeline::Failure> for Refusal {
    fn from(failure: pipeline::Failure) -> Self {
        Self::Problem(failure_diagnostic(&failure))
    }
}

impl From<NotPublishable> for Refusal {
    fn from(error: NotPublishable) -> Self {
        match error {
            NotPublishable::Content(problems) => Self::Content(problems),
            NotPublishable::Environment(failure) => failure.into(),
            NotPublishable::Output(error) => error.into(),
        }
    }
}

/// Prints the result of a command.
pub(in crate::cli) fn finish(
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
