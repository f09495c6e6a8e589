//! The pack: files that the user uploads in the file manager of the hosting.

use serde_json::Value;

use super::trouble::Trouble;
use super::{build, request, stopped};
use crate::editor::api::{ApiError, Call, Reply};
use crate::editor::app::App;
use crate::editor::jobs::{JobEnd, JobKind, RunningJob};
use crate::editor::json::json;
use crate::editor::titles::Titles;
use crate::fs;
use crate::pipeline;
use crate::publish::pack::{self, Instruction, Pack, PackRequest};
use crate::publish::verify::preflight;
use crate::publish::{PublishError, Publisher};
use crate::quantity::{count, kilobytes};

pub(super) fn start(call: &Call<'_>) -> Result<Reply, ApiError> {
    super::start(call, JobKind::Pack, create)
}

fn create(app: &App, job: &RunningJob) -> Result<JobEnd, Trouble> {
    let request = request(app);
    let settings = pipeline::settings_to_publish(&request)?;
    preflight::check_settings(&settings.config).map_err(PublishError::from)?;
    let site = build(&request, &settings, job)?;
    if job.is_stopped() {
        return Ok(stopped());
    }
    job.say("Складываю файлы в папку");
    let to = app.root.join(pack::FOLDER);
    let made = pack::create(PackRequest {
        root: &app.root,
        config: &settings.config,
        publisher: &Publisher::from_environment(),
        site: &site,
        now: request.now.as_second(),
        to: &to,
        all: false,
    })?;
    let Some(Pack { plan, folder, instructions }) = made else {
        return Ok(JobEnd::Done(json!({ "empty": true })));
    };
    let steps: Vec<Value> = instructions.iter().map(step).collect();
    Ok(JobEnd::Done(json!({
        "empty": false,
        "folder": fs::shown_path(&fs::resolve(&to).unwrap_or(to)),
        "remote": folder,
        "files": plan.send.len(),
        "size": kilobytes(plan.bytes()),
        "steps": steps,
    })))
}

fn step(Instruction { text, paths, more }: &Instruction) -> Value {
    json!({ "text": text, "paths": paths, "more": more })
}

/// Records that the last pack is uploaded.
pub(super) fn confirm(call: &Call<'_>) -> Result<Reply, ApiError> {
    let confirm = || -> Result<usize, Trouble> {
        let settings = pipeline::settings_to_publish(&request(call.app))?;
        let publisher = Publisher::from_environment();
        let server = pack::confirm(&call.app.root, &settings.config, &publisher)?;
        Ok(server.files.len())
    };
    let files = confirm().map_err(|trouble| trouble.into_error(&Titles::new(call.app)))?;
    let files = count(files, "файл", "файла", "файлов");
    Ok(Reply::Json(json!({ "files": files })))
}

/// Shows the folder of the pack in the system's file manager.
pub(super) fn open(call: &Call<'_>) -> Result<Reply, ApiError> {
    let folder = call.app.root.join(pack::FOLDER);
    if !fs::exists(&folder) {
        return Err(ApiError::new(404, "Этой папки больше нет").hint("Соберите её ещё раз."));
    }
    match opener::open(&folder) {
        Ok(()) => Ok(Reply::done()),
        Err(_) => Err(ApiError::new(500, "Папка не открылась").hint("Откройте её сами.")),
    }
}
