//! A form of somebody else, filled: it is sent, a copy with the events of the period is made, and fetched.

use std::path::Path;
use std::sync::{Mutex, PoisonError};

use serde_json::Value;

use super::unsound;
use crate::diagnostic::Diagnostics;
use crate::editor::api::{ApiError, Call, Reply};
use crate::editor::json::json;
use crate::editor::publishing;
use crate::form::{Unfilled, UnfilledReason};
use crate::fs;
use crate::pipeline::{self, FormFile, FormRequest, SavedForm};
use crate::quantity::count;

/// The form that was filled last, until it is fetched.
#[derive(Debug, Default)]
pub(in crate::editor) struct FilledForms(Mutex<Filled>);

#[derive(Debug, Default)]
struct Filled {
    number: u64,
    form: Option<ReadyForm>,
}

#[derive(Debug)]
struct ReadyForm {
    name: String,
    bytes: Vec<u8>,
}

/// `POST /api/report/form?period=&name=&table=`
pub(super) fn fill(call: &Call<'_>) -> Result<Reply, ApiError> {
    let app = call.app;
    let (period, name) = (call.query.required("period")?, call.query.required("name")?);
    let table = call.query.get("table").filter(|table| !table.trim().is_empty());
    let upload = call.take_upload()?;
    // The kind of a form is that of its name, and what is written has the same.
    let name = name.rsplit(['/', '\\']).next().unwrap_or(&name).to_owned();
    let (stem, extension) = name.rsplit_once('.').unwrap_or((&name, ""));
    let extension = extension.to_ascii_lowercase();
    if !matches!(&*extension, "docx" | "xlsx" | "xlsm") {
        return Err(ApiError::new(422, "Такую форму заполнить нельзя")
            .hint("подойдёт документ Word (.docx) или книга Excel (.xlsx)"));
    }
    let beside = |end: &str| upload.path().with_extension(format!("{end}.{extension}"));
    let (form, out) = (Removed(beside("form")), Removed(beside("filled")));
    upload.keep_as(&form.0)?;
    let wanted = FormRequest {
        period: period.into_owned(),
        form: FormFile { file: form.0.clone(), table: table.map(std::borrow::Cow::into_owned) },
        out: Some(out.0.clone()),
        force: true,
    };
    let mut problems = Diagnostics::new();
    let saved = pipeline::fill_form(&publishing::request(app), &wanted, &mut problems);
    let saved = saved.map_err(|failure| named(failure.into(), &form.0, &name))?;
    let Some(saved) = saved else {
        let none = problems.iter().find(|problem| problem.place.is_none());
        return Err(match none {
            Some(none) => ApiError::new(422, crate::editor::api::sentence(&none.message)),
            None => unsound(call, &problems),
        });
    };
    let bytes = fs::read(&out.0)?;
    let mut filled = app.forms.0.lock().unwrap_or_else(PoisonError::into_inner);
    filled.number += 1;
    let number = filled.number;
    let name = format!("{stem}, заполнено.{extension}");
    filled.form = Some(ReadyForm { name: name.clone(), bytes });
    drop(filled);
    Ok(Reply::Json(json!({
        "id": number,
        "name": name,
        "table": saved.table,
        "ties": saved.ties,
        "rows": count(saved.rows, "событие", "события", "событий"),
        "told": told(&saved),
    })))
}

/// `GET /api/report/form?id=`
pub(super) fn give(call: &Call<'_>) -> Result<Reply, ApiError> {
    let number = call.query.required("id")?.parse().ok();
    let filled = call.app.forms.0.lock().unwrap_or_else(PoisonError::into_inner);
    let form = filled.form.as_ref().filter(|_| Some(filled.number) == number);
    let form = form.ok_or_else(|| {
        ApiError::new(404, "Этой формы у программы больше нет").hint("заполните её ещё раз")
    })?;
    let media = "application/octet-stream";
    Ok(Reply::Bytes { media, name: Some(form.name.clone()), bytes: form.bytes.clone() })
}

/// A file that is there no longer than this.
struct Removed(std::path::PathBuf);

impl Drop for Removed {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

/// The error of a form, which its author knows by its own name.
fn named(mut error: ApiError, path: &Path, name: &str) -> ApiError {
    for path in [fs::shown_path(path), fs::with_slashes(path)] {
        error.message = error.message.replace(&path, name);
        error.hint = error.hint.map(|hint| hint.replace(&path, name));
    }
    error
}

/// What the form lacks, in sentences.
fn told(saved: &SavedForm) -> Vec<Value> {
    let mut lines = Vec::new();
    if saved.kept > 0 {
        let rows = count(saved.kept, "строка", "строки", "строк");
        lines.push(format!("В таблице уже были данные, {rows}: они остались на месте."));
    }
    for column in &saved.unfilled {
        lines.push(unfilled(column, saved.rows));
    }
    if !saved.without_heading.is_empty() {
        lines.push(format!(
            "Не вошли, потому что в форме нет раздела с их направлением: {}.",
            saved.without_heading.join(", ")
        ));
    }
    lines.extend(saved.notes.iter().map(|note| format!("{}.", crate::editor::api::sentence(note))));
    lines.into_iter().map(Value::from).collect()
}

fn unfilled(column: &Unfilled, rows: usize) -> String {
    let name = &column.column;
    match &column.reason {
        UnfilledReason::Unknown => {
            format!("Столбец „{name}“ не заполнен: в событиях нет таких сведений.")
        }
        UnfilledReason::SomeOfThem => {
            format!("Столбец „{name}“ не заполнен: таких участников события отдельно не считают.")
        }
        UnfilledReason::Photos => format!("Столбец „{name}“: фотографии вставьте сами."),
        UnfilledReason::Missing { events, .. } if events.len() == rows => {
            format!("Столбец „{name}“ не заполнен: события этого не говорят.")
        }
        UnfilledReason::Missing { events, .. } => {
            format!("Пусто в столбце „{name}“: {}.", events.join(", "))
        }
    }
}
