//! «Отчёт и план»: the report or the plan of any period to look at, as a file, and as the form of somebody else.

mod form;
mod view;

use super::api::{ApiError, Bound, Call, Reply, Route};
use super::publishing::{self, problem_json};
use super::titles::Titles;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::editor::json::json;
use crate::pipeline::{self, ChosenColumns, DocumentKind};
use crate::site::Format;

pub(super) use form::FilledForms;

pub(super) const ROUTES: &[Route] = &[
    Route::get("/api/report", show),
    Route::get("/api/report/file", file),
    Route::upload("/api/report/form", Bound::Import, form::fill),
    Route::get("/api/report/form", form::give),
];

/// The report or plan of `period`, or of the latest one.
fn show(call: &Call<'_>) -> Result<Reply, ApiError> {
    let request = publishing::request(call.app);
    let period = call.query.get("period").filter(|period| !period.trim().is_empty());
    let mut problems = Diagnostics::new();
    let made = pipeline::preview_document(
        &request,
        kind(call),
        period.as_deref(),
        &chosen(call),
        &mut problems,
    );
    match made {
        Ok(Some(report)) => {
            let titles = Titles::new(call.app);
            let mut answer = view::report(&report, &titles);
            let warnings = problems.iter().map(|problem| problem_json(problem, &titles));
            answer["warnings"] = warnings.collect();
            Ok(Reply::Json(answer))
        }
        Ok(None) => Err(unsound(call, &problems)),
        Err(failure) => Err(failure.into()),
    }
}

/// The same bytes as `rostok report` and `rostok plan` write.
fn file(call: &Call<'_>) -> Result<Reply, ApiError> {
    let period = call.query.required("period")?;
    let wanted = call.query.required("format")?;
    let format = Format::FILE.into_iter().find(|format| format.extension() == wanted);
    let format = format.ok_or_else(|| ApiError::new(400, "Такого вида файла у отчёта нет"))?;
    let request = publishing::request(call.app);
    let mut problems = Diagnostics::new();
    let made = pipeline::make_document(
        &request,
        kind(call),
        &period,
        format,
        &chosen(call),
        &mut problems,
    );
    match made {
        Ok(Some(made)) => {
            Ok(Reply::Bytes { media: media(format), name: Some(made.name), bytes: made.bytes })
        }
        Ok(None) => Err(unsound(call, &problems)),
        Err(failure) => Err(failure.into()),
    }
}

fn kind(call: &Call<'_>) -> DocumentKind {
    match call.query.get("kind").as_deref() {
        Some("plan") => DocumentKind::Plan,
        _ => DocumentKind::Report,
    }
}

/// The columns as `--columns` and `--totals` take them.
fn chosen(call: &Call<'_>) -> ChosenColumns {
    let list = |name| {
        let list = call.query.get(name).filter(|list| !list.trim().is_empty());
        list.map(std::borrow::Cow::into_owned)
    };
    ChosenColumns { columns: list("columns"), totals: list("totals") }
}

fn media(format: Format) -> &'static str {
    crate::http::media_type(&format!("a.{}", format.extension()))
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
