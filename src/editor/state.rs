//! The API of the page as a whole: who may call, what there is, what has changed, the end.

use std::time::{Duration, Instant};

use serde::Deserialize;
use serde_json::Value;

use super::api::{ApiError, Call, Reply, Route};
use super::{admission, settings};
use crate::config::Config;
use crate::editor::json::json;
use crate::fs;
use crate::pipeline::unfinished_settings;

/// How long the end waits for a publication that was stopped.
const TIDYING: Duration = Duration::from_secs(5);

pub(super) const ROUTES: &[Route] = &[
    Route::post(admission::SESSION, session),
    Route::post(admission::CODE, code),
    Route::get("/api/state", state),
    Route::get("/api/changes", changes),
    Route::post("/api/quit", quit),
];

/// Exchanges a code for the key.
fn session(call: &Call<'_>) -> Result<Reply, ApiError> {
    #[derive(Deserialize)]
    struct SessionBody {
        code: String,
    }
    let SessionBody { code } = call.json()?;
    let key = call.app.session.redeem(&code).ok_or_else(|| {
        ApiError::new(401, "По этой ссылке Росток уже открывали")
            .hint("запустите Росток снова: он откроет новую вкладку")
    })?;
    Ok(Reply::Json(json!({ "key": key })))
}

/// A code for a further start of the program.
fn code(call: &Call<'_>) -> Result<Reply, ApiError> {
    let code = call.app.session.new_code();
    let code = code.ok_or_else(|| ApiError::new(500, "Система не даёт случайных чисел"))?;
    Ok(Reply::Json(json!({ "code": code })))
}

fn state(call: &Call<'_>) -> Result<Reply, ApiError> {
    let app = call.app;
    let folder = fs::resolve(&app.root).unwrap_or_else(|_| app.root.clone());
    let mut today = None;
    let mut site = Value::Null;
    if settings::exist(&app.root) {
        // A site that another program has made meanwhile.
        app.open_site()?;
        let (config, problems) = settings::read(&app.root)?;
        let unfinished = config.as_ref().map(unfinished_settings).unwrap_or_default();
        let ready: Vec<_> = problems.iter().chain(&unfinished).map(|one| &one.message).collect();
        site = config
            .as_ref()
            .map_or_else(|| json!({ "center": "", "directions": Vec::<Value>::new() }), of_config);
        site["ready"] = json!(ready);
        today = config.as_ref().map(|config| app.day(config).to_string());
    }
    Ok(Reply::Json(json!({
        "version": env!("CARGO_PKG_VERSION"),
        "today": today,
        "folder": fs::shown_path(&folder),
        "site": site,
        "preview": app.preview_url(),
        "generation": app.engine().map(|engine| engine.snapshot().generation()),
    })))
}

fn of_config(config: &Config) -> Value {
    let directions: Vec<_> = config
        .directions
        .iter()
        .map(|direction| json!({ "id": direction.id, "name": direction.title, "short": direction.short }))
        .collect();
    json!({
        "center": config.title,
        "short": config.short_title,
        "school": config.school,
        "address": config.base_url,
        "directions": directions,
        "ftp": config.hosting.ftp.is_some(),
    })
}

/// Waits for a state that is newer than the one the page knows.
fn changes(call: &Call<'_>) -> Result<Reply, ApiError> {
    const WAIT: Duration = Duration::from_secs(25);
    /// How often it looks whether the program is to end.
    const LOOK: Duration = Duration::from_millis(250);

    let since = call.query.get("since").and_then(|since| since.parse().ok()).unwrap_or(0);
    let start = Instant::now();
    let mut generation = Value::Null;
    // Where it is not known, there are none named, and each may be one of them.
    let mut files = Value::Array(Vec::new());
    while start.elapsed() < WAIT && !call.app.is_closing() {
        let Some(engine) = call.app.engine() else {
            std::thread::sleep(LOOK);
            continue;
        };
        generation = engine.snapshot().generation().into();
        if let Some(newer) = engine.wait_newer(since, LOOK) {
            generation = newer.generation().into();
            files = json!(newer.changed_files(since).unwrap_or_default());
            break;
        }
    }
    let is_closing = call.app.is_closing();
    Ok(Reply::Json(json!({ "generation": generation, "files": files, "closing": is_closing })))
}

fn quit(call: &Call<'_>) -> Result<Reply, ApiError> {
    if call.app.jobs.is_sending() {
        let hint = "дождитесь её конца или остановите её на странице «Публикация»";
        return Err(ApiError::new(409, "Сейчас идёт публикация").hint(hint));
    }
    // One that was stopped tidies up first.
    call.app.jobs.stop_all(TIDYING);
    call.app.close();
    Ok(Reply::done())
}
