//! The ear of an upload: it tells the job how far it is, and asks the page.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use jiff::tz::TimeZone;

use super::plan::{ShownPlan, fingerprint, steps};
use crate::config;
use crate::diagnostic::Diagnostic;
use crate::editor::api::sentence;
use crate::editor::app::App;
use crate::editor::jobs::{JobAnswer, JobProgress, RunningJob};
use crate::editor::json::json;
use crate::editor::titles::Titles;
use crate::publish::ftp::Password;
use crate::publish::{Dialog, Host, UploadEvent, describe_fault, words};

/// A dialog with the page, through its job.
pub(super) struct JobDialog<'a> {
    app: &'a App,
    job: &'a RunningJob,
    /// The site's.
    timezone: &'a TimeZone,
    /// The plan that the user has seen and wants.
    agreed: Option<String>,
    /// Whether what is left of the last agreed plan is wanted.
    goes_on: bool,
    titles: Titles<'a>,
    /// Why the last password was not accepted.
    pub(super) refused: Option<String>,
    /// Whether the user did not give a password.
    pub(super) is_declined: bool,
    /// Whether the connection is not encrypted.
    pub(super) is_open: bool,
    /// The password that was sent and not yet accepted.
    given: Option<(config::Ftp, Password)>,
    /// The last plan, and what it does.
    plan: Option<String>,
    steps: BTreeSet<String>,
    is_undo: bool,
    progress: JobProgress,
    /// How many bytes of files are in place.
    in_place: u64,
    /// How many bytes are sent of each file in transfer.
    in_transfer: BTreeMap<String, u64>,
    began: Option<Instant>,
    /// What the user should know in the end.
    pub(super) notes: Vec<String>,
}

impl<'a> JobDialog<'a> {
    /// A dialog for a run of publishing or undoing; `agreed` is the plan that needs no question. With
    /// `goes_on`, neither does what is left of the last one.
    pub(super) fn new(
        app: &'a App,
        job: &'a RunningJob,
        timezone: &'a TimeZone,
        agreed: Option<String>,
        goes_on: bool,
    ) -> Self {
        Self {
            app,
            job,
            timezone,
            agreed,
            goes_on,
            titles: Titles::new(app),
            refused: None,
            is_declined: false,
            is_open: false,
            given: None,
            plan: None,
            steps: BTreeSet::new(),
            is_undo: false,
            progress: JobProgress::default(),
            in_place: 0,
            in_transfer: BTreeMap::new(),
            began: None,
            notes: Vec::new(),
        }
    }

    fn update_progress(&mut self) {
        self.progress.bytes = self.in_place + self.in_transfer.values().sum::<u64>();
        self.job.set_progress(self.progress);
    }

    /// The server has let us in: the password is good for the next time.
    fn accept_password(&mut self) {
        if let Some((server, password)) = self.given.take() {
            self.app.passwords.remember(&server, self.is_open, password);
        }
    }
}

impl Host for JobDialog<'_> {
    fn now(&mut self) -> i64 {
        (self.app.now)().as_second()
    }

    fn pause(&mut self, time: Duration) {
        self.job.pause(time);
    }

    fn report(&mut self, event: UploadEvent<'_>) {
        match event {
            UploadEvent::Unencrypted => self.is_open = true,
            UploadEvent::Planned { plan, summary, undo, speed, .. } => {
                self.accept_password();
                self.is_undo = undo.is_some();
                self.plan = Some(fingerprint(plan));
                self.steps = steps(plan);
                self.progress.of = plan.send.len();
                let mut shown = ShownPlan { plan, summary, speed, titles: &self.titles }.to_json();
                if let Some(undo) = undo {
                    shown["restores"] = json!(words::restores(undo, self.timezone));
                    shown["now"] = json!(words::holds(undo.from, self.timezone));
                }
                self.job.show_plan(shown);
            }
            UploadEvent::Started { bytes } => {
                self.progress.of_bytes = bytes;
                self.began = Some(Instant::now());
                self.job.only_looks(false);
                self.job.say("Отправляю");
                self.update_progress();
            }
            UploadEvent::Sending { path, sent } => {
                // Records have no path and are not counted.
                if !path.is_empty() {
                    self.in_transfer.insert(path.to_owned(), sent);
                    self.update_progress();
                }
            }
            UploadEvent::Sent { path, size } => {
                self.in_transfer.remove(path);
                self.in_place += size;
                self.progress.files += 1;
                self.job.say("Отправляю");
                self.update_progress();
            }
            UploadEvent::Probing { done, of } => {
                self.accept_password();
                self.job.only_looks(false);
                self.progress.of = of;
                self.progress.files = done;
                self.job.say(match done < of {
                    true => "Отправляю пробные файлы",
                    false => "Смотрю, видны ли они на сайте",
                });
                self.update_progress();
            }
            UploadEvent::Checking { .. } => self.job.say("Сверяю файлы"),
            UploadEvent::LineEnds { files } => self.notes.push(words::line_ends(files)),
            UploadEvent::Removed { .. } => self.job.say("Убираю лишнее"),
            UploadEvent::Interrupted => self.job.end(super::stopped_midway()),
            UploadEvent::Waiting { fault, pause } => {
                let (what, seconds) = (describe_fault(fault), words::time(pause.as_secs()));
                let what = sentence(&what);
                self.job.say(format!("{what}; попробую ещё раз через {seconds}"));
            }
        }
    }

    fn is_stopped(&mut self) -> bool {
        self.job.is_stopped()
    }
}

impl Dialog for JobDialog<'_> {
    /// The remembered one or the user's.
    fn password(&mut self, server: &config::Ftp) -> Result<Password, Box<Diagnostic>> {
        if self.refused.is_none()
            && let Some(known) = self.app.passwords.recall(server, self.is_open)
        {
            self.given = Some((server.clone(), known.clone()));
            return Ok(known);
        }
        let answer = self.job.ask(json!({
            "kind": "password",
            "server": server.host,
            "login": server.login,
            "warning": self.is_open.then_some(words::UNENCRYPTED),
            "error": self.refused,
        }));
        let JobAnswer::Password(password) = answer else {
            self.is_declined = true;
            return Err(Box::new(Diagnostic::error("пароль не введён")));
        };
        self.job.say("Соединяюсь с сервером");
        self.given = Some((server.clone(), password.clone()));
        Ok(password)
    }

    /// The user has seen the same plan, or is asked.
    fn confirm(&mut self) -> bool {
        let is_seen = self.plan.is_some() && self.plan == self.agreed;
        let is_left = self.goes_on && self.app.agreed.covers(&self.steps);
        let kind = if self.is_undo { "undo" } else { "publish" };
        let ask = || matches!(self.job.ask(json!({ "kind": kind })), JobAnswer::Yes);
        let is_wanted = is_seen || is_left || ask();
        // A job that was stopped has ended already.
        let is_wanted = is_wanted && !self.job.is_stopped();
        if is_wanted {
            self.app.agreed.keep(&self.steps);
        }
        is_wanted
    }

    fn finished(&mut self) -> Option<u64> {
        let seconds = self.began.take()?.elapsed().as_secs_f64();
        self.job.say("Смотрю, видны ли страницы на сайте");
        self.progress.is_sent = true;
        self.update_progress();
        (seconds > 1.0 && self.in_place > 0).then(|| (self.in_place as f64 / seconds) as u64)
    }
}
