//! `/api/job`: the page watches a job, answers it and stops it.

use std::sync::Arc;

use serde::Deserialize;
use serde_json::Value;

use super::{JobAnswer, RunningJob};
use crate::editor::api::{ApiError, Call, Reply, Route};
use crate::publish::ftp::Password;

pub(in crate::editor) const ROUTES: &[Route] = &[
    Route::get("/api/job", show),
    Route::post("/api/job/answer", answer),
    Route::post("/api/job/stop", stop),
];

/// The job `id`, or the last one: `null` if there was none.
fn show(call: &Call<'_>) -> Result<Reply, ApiError> {
    let Some(id) = call.query.get("id") else {
        let last = call.app.jobs.job(None);
        return Ok(Reply::Json(last.map_or(Value::Null, |job| job.to_json())));
    };
    let id = id.parse().map_err(|_| unknown())?;
    Ok(Reply::Json(find(call, id)?.to_json()))
}

/// An answer is `{"id": 1, "password": "…"}` or `{"id": 1, "answer": true}`.
#[derive(Deserialize)]
struct JobAnswerBody {
    id: u64,
    #[serde(default)]
    password: Option<String>,
    #[serde(default)]
    answer: bool,
}

fn answer(call: &Call<'_>) -> Result<Reply, ApiError> {
    let JobAnswerBody { id, password, answer } = call.json()?;
    let answer = match (password, answer) {
        (Some(password), _) => JobAnswer::Password(Password::from(password)),
        (None, true) => JobAnswer::Yes,
        (None, false) => JobAnswer::No,
    };
    if find(call, id)?.answer(answer) {
        Ok(Reply::done())
    } else {
        Err(ApiError::new(409, "На этот вопрос уже ответили"))
    }
}

#[derive(Deserialize)]
struct JobStopBody {
    id: u64,
}

fn stop(call: &Call<'_>) -> Result<Reply, ApiError> {
    let JobStopBody { id } = call.json()?;
    find(call, id)?.stop();
    Ok(Reply::done())
}

fn find(call: &Call<'_>, id: u64) -> Result<Arc<RunningJob>, ApiError> {
    call.app.jobs.job(Some(id)).ok_or_else(unknown)
}

fn unknown() -> ApiError {
    ApiError::new(404, "Эта работа уже закончена, и после неё была другая")
}
