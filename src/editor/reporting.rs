//! «Отчёт»: the report of a period to look at, and as a file of Word or Excel.

mod view;

use serde_json::json;

use super::api::{ApiError, Bound, Call, Method, Reply, Route};
use super::publishing::{self, problem_json};
use super::titles::Titles;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::pipeline::{self, ChosenColumns, DocumentKind};
use crate::site::Format;

pub(super) const ROUTES: &[Route] = &[
    Route { method: Method::Get, path: "/api/report", body: Bound::None, function: show },
    Route { method: Method::Get, path: "/api/report/file", body: Bound::None, function: file },
];

/// The report of `period`, or of the latest one.
fn show(call: &Call<'_>) -> Result<Reply, ApiError> {
    let request = publishing::request(call.app);
    let period = call.query.get("period");
    let mut problems = Diagnostics::new();
    match pipeline::preview_report(&request, period.as_deref(), &mut problems) {
        Ok(Some(report)) => Ok(Reply::Json(view::report(&report, &Titles::new(call.app)))),
        Ok(None) => Err(unsound(call, &problems)),
        Err(failure) => Err(failure.into()),
    }
}

/// The same bytes as `rostok report` writes.
fn file(call: &Call<'_>) -> Result<Reply, ApiError> {
    let period = call.query.required("period")?;
    let (format, media) = match call.query.get("format").as_deref() {
        Some("docx") => (
            Format::Docx,
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        Some("xlsx") => {
            (Format::Xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
        }
        _ => return Err(ApiError::new(400, "Такого вида файла у отчёта нет")),
    };
    let request = publishing::request(call.app);
    let mut problems = Diagnostics::new();
    let made = pipeline::make_document(
        &request,
        DocumentKind::Report,
        &period,
        format,
        &ChosenColumns::default(),
        &mut problems,
    );
    match made {
        Ok(Some(made)) => Ok(Reply::Bytes { media, name: Some(made.name), bytes: made.bytes }),
        Ok(None) => Err(unsound(call, &problems)),
        Err(failure) => Err(failure.into()),
    }
}

/// A report that lacks an event is worse than none: its errors are shown instead.
fn unsound(call: &Call<'_>, problems: &[Diagnostic]) -> ApiError {
    let titles = Titles::new(call.app);
    let errors = problems.iter().filter(|problem| problem.is_error());
    let errors: Vec<_> = errors.map(|problem| problem_json(problem, &titles)).collect();
    ApiError {
        status: 422,
        message: "Отчёт не составлен: в нём не хватило бы событий с ошибками".to_owned(),
        hint: Some("Исправьте ошибки или отложите эти события в черновики.".to_owned()),
        data: Some(json!({ "problems": errors })),
    }
}
