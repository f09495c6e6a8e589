//! Jobs that connect to the server: publishing and undoing.

use serde::Deserialize;
use serde_json::Value;

use super::dialog::JobDialog;
use super::trouble::Trouble;
use super::{build, request, start, stopped};
use crate::config::Config;
use crate::editor::api::{ApiError, Call, Reply, sentence};
use crate::editor::app::App;
use crate::editor::events::ServerCopy;
use crate::editor::jobs::{JobEnd, JobKind, RunningJob};
use crate::editor::json::json;
use crate::pipeline;
use crate::publish::remote::Fault;
use crate::publish::{
    self, Audit, Confirmation, FtpTarget, Publication, PublishError, Published, Publisher,
    RunOptions, RunOutcome, UndoOptions, describe_fault, words,
};
use crate::quantity::kilobytes;

/// What the user wants, beyond what is usual.
#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct UploadChoices {
    /// The plan that was shown: it needs no further question.
    plan: Option<String>,
    /// What is left of the last plan needs none either.
    go_on: bool,
    break_lock: bool,
    adopt: bool,
    removals: Option<usize>,
}

pub(super) fn start_publish(call: &Call<'_>) -> Result<Reply, ApiError> {
    let choices: UploadChoices = call.json()?;
    start(call, JobKind::Publish, |app, job| publish(app, job, choices))
}

pub(super) fn start_undo(call: &Call<'_>) -> Result<Reply, ApiError> {
    let choices: UploadChoices = call.json()?;
    start(call, JobKind::Undo, |app, job| undo(app, job, choices))
}

fn publish(app: &App, job: &RunningJob, choices: UploadChoices) -> Result<JobEnd, Trouble> {
    let request = request(app);
    let settings = pipeline::settings_to_publish(&request)?;
    let target = FtpTarget::new(&settings.config).map_err(PublishError::from)?;
    let site = build(&request, &settings, job)?;
    if job.is_stopped() {
        return Ok(stopped());
    }
    let UploadChoices { plan, go_on, break_lock, adopt, removals } = choices;
    let options = RunOptions {
        confirmation: Confirmation::Ask,
        break_lock,
        adopt,
        removals,
        audit: Audit::None,
        check_live: true,
    };
    let mut dialog = JobDialog::new(app, job, &settings.config.timezone, plan, go_on);
    let publication = publication(app, target);
    let end = connect(app, job, &settings.config, &mut dialog, |dialog| {
        publish::run(&publication, &site, options, dialog)
    })?;
    if matches!(end, JobEnd::Done(_)) {
        ServerCopy::note_built(&app.root, &settings.config, request.now);
    }
    Ok(end)
}

fn undo(app: &App, job: &RunningJob, choices: UploadChoices) -> Result<JobEnd, Trouble> {
    let settings = pipeline::settings_to_publish(&request(app))?;
    let target = FtpTarget::new(&settings.config).map_err(PublishError::from)?;
    let UploadChoices { go_on, break_lock, removals, .. } = choices;
    let options = UndoOptions { confirmation: Confirmation::Ask, break_lock, removals };
    let mut dialog = JobDialog::new(app, job, &settings.config.timezone, None, go_on);
    let publication = publication(app, target);
    connect(app, job, &settings.config, &mut dialog, |dialog| {
        publish::undo(&publication, options, dialog)
    })
}

fn publication<'a>(app: &'a App, target: FtpTarget<'a>) -> Publication<'a> {
    Publication { root: &app.root, target, publisher: Publisher::from_environment() }
}

/// Runs `act`, again after each password that the server does not accept.
fn connect(
    app: &App,
    job: &RunningJob,
    config: &Config,
    dialog: &mut JobDialog<'_>,
    act: impl Fn(&mut JobDialog<'_>) -> Result<RunOutcome, PublishError>,
) -> Result<JobEnd, Trouble> {
    loop {
        job.say("Соединяюсь с сервером");
        job.only_looks(true);
        match act(dialog) {
            Ok(RunOutcome::Published(published)) => {
                return Ok(JobEnd::Done(done(&published, config, &dialog.notes)));
            }
            Ok(RunOutcome::Planned(_) | RunOutcome::Declined) => return Ok(stopped()),
            Err(PublishError::NoPassword(_)) if dialog.is_declined => return Ok(stopped()),
            Err(PublishError::Server { fault: fault @ Fault::Login(_), .. }) => {
                app.passwords.forget();
                dialog.refused = Some(sentence(&describe_fault(&fault)));
            }
            Err(error) => return Err(error.into()),
        }
    }
}

/// What was done.
fn done(published: &Published, config: &Config, notes: &[String]) -> Value {
    let Published { plan, new_posts, not_live, restored } = published;
    let address = match &**new_posts {
        [only] => only.clone(),
        _ => config.url("index.html"),
    };
    json!({
        "empty": plan.is_empty(),
        "files": plan.send.len(),
        "size": kilobytes(plan.bytes()),
        "removed": plan.removals(),
        "address": address,
        "new": new_posts,
        "notLive": not_live,
        "notes": notes,
        "holds": restored.as_ref().map(|edition| words::holds(edition, &config.timezone)),
        "gone": restored.as_ref().is_some_and(|edition| edition.number == 0),
    })
}
