//! «Публикация»: what would change for readers, sending it, taking it back, and a pack where the settings
//! name no server.
//!
//! 1. `/api/publish/plan` builds the site and compares it with what this computer remembers of the server:
//!    no connection, no password.
//! 2. `/api/publish` connects, with a password that the page is asked for, and makes the plan for what the
//!    server really holds. If that is the plan that the user has seen, it is carried out; if not, it is
//!    shown, and the user is asked.
//! 3. `/api/publish/undo` and `/api/pack` work in the same way.
//!
//! All of them are jobs; `dialog` is the ear of an upload, `plan` and `trouble` are what the page shows.

mod aside;
mod dialog;
mod packing;
mod password;
mod plan;
mod probing;
mod settings;
mod trouble;
mod upload;

use std::sync::{Arc, Mutex};

use serde_json::Value;

use super::api::{ApiError, Call, Reply, Route};
use super::app::App;
use super::jobs::{JobEnd, JobKind, RunningJob};
use super::titles::Titles;
use crate::editor::json::json;
use crate::photos::{self, Picture};
use crate::pipeline::{self, NotPublishable, Request, Settings};
use crate::publish::{self, BuiltSite, FtpTarget, Publisher, words};
pub(crate) use password::Passwords;
pub(crate) use plan::AgreedPlan;
use plan::ShownPlan;
use trouble::Trouble;
pub(super) use trouble::problem_json;

pub(super) const ROUTES: &[Route] = &[
    Route::post("/api/publish/plan", start_plan),
    Route::post("/api/publish", upload::start_publish),
    Route::post("/api/publish/undo", upload::start_undo),
    Route::post("/api/publish/probe", probing::start_probe),
    Route::post("/api/publish/settings", settings::save),
    Route::post("/api/publish/put-aside", aside::put_aside),
    Route::post("/api/pack", packing::start),
    Route::post("/api/pack/done", packing::confirm),
    Route::post("/api/pack/open", packing::open),
];

/// The request for a site without drafts, as `rostok publish` makes it.
pub(super) fn request(app: &App) -> Request {
    Request {
        root: app.root.clone(),
        out: app.root.join("public"),
        now: (app.now)(),
        today: app.today,
        drafts: false,
        base_url: None,
        adopt: false,
    }
}

/// Starts a job whose work may fail with a [`Trouble`].
fn start(
    call: &Call<'_>,
    kind: JobKind,
    work: impl FnOnce(&App, &RunningJob) -> Result<JobEnd, Trouble> + Send + 'static,
) -> Result<Reply, ApiError> {
    let app = Arc::clone(call.app);
    let id = call.app.jobs.start(kind, move |job| {
        let end = work(&app, job);
        end.unwrap_or_else(|trouble| trouble.into_end(&Titles::new(&app)))
    })?;
    Ok(Reply::Json(json!({ "job": id })))
}

fn start_plan(call: &Call<'_>) -> Result<Reply, ApiError> {
    start(call, JobKind::Plan, make_plan)
}

fn make_plan(app: &App, job: &RunningJob) -> Result<JobEnd, Trouble> {
    let request = request(app);
    let settings = pipeline::settings_to_publish(&request)?;
    let config = &settings.config;
    publish::verify::preflight::check_settings(config).map_err(publish::PublishError::from)?;
    let site = build(&request, &settings, job)?;
    if job.is_stopped() {
        return Ok(JobEnd::Stopped(json!({})));
    }
    let publisher = Publisher::from_environment();
    let forecast = publish::forecast(&app.root, config, &publisher, &site)?;
    let shown = ShownPlan {
        plan: &forecast.plan,
        summary: &forecast.summary,
        speed: forecast.speed,
        titles: &Titles::new(app),
    };
    let server = FtpTarget::new(config).ok().map(|target| {
        let ftp = target.ftp();
        json!({ "name": ftp.host, "login": ftp.login, "folder": format!("/{}", ftp.folder) })
    });
    let undo = forecast.undo.map(|edition| match edition.number {
        0 => "вид до первой публикации".to_owned(),
        _ => words::view(&edition, &config.timezone),
    });
    Ok(JobEnd::Done(json!({
        "plan": shown.to_json(),
        "known": forecast.is_known,
        "server": server,
        "undo": undo,
        "packed": forecast.is_packed,
        "site": config.url("index.html"),
    })))
}

/// Builds the site and tells of it.
fn build(
    request: &Request,
    settings: &Settings,
    job: &RunningJob,
) -> Result<BuiltSite, NotPublishable> {
    job.say("Готовлю страницы");
    pipeline::build_to_publish(request, settings, true, &PhotoCounter { job, done: Mutex::new(0) })
}

/// Counts photos that are finished.
struct PhotoCounter<'j> {
    job: &'j RunningJob,
    done: Mutex<usize>,
}

impl photos::Progress for PhotoCounter<'_> {
    fn finished(&self, _: &str, _: &Arc<Picture>, all: usize) {
        if let Ok(mut done) = self.done.lock() {
            *done += 1;
            self.job.say(format!("Готовлю снимки: {done} из {all}"));
        }
    }

    fn should_continue(&self) -> bool {
        !self.job.is_stopped()
    }
}

/// The end of a job that was stopped before it changed anything.
fn stopped() -> JobEnd {
    JobEnd::Stopped(Value::Null)
}

/// The end of a publication of which a part has been sent.
fn stopped_midway() -> JobEnd {
    JobEnd::Stopped(json!({ "sent": true }))
}
