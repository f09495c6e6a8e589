//! A job as its own thread and the page see it.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde_json::Value;

use crate::editor::json::json;
use crate::publish::ftp::Password;
use crate::quantity::kilobytes;

/// What a job does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum JobKind {
    /// Builds the site and tells what a publication would change.
    Plan,
    Publish,
    Undo,
    Pack,
    /// Finds out what the hosting can do.
    Probe,
}

/// A job. Its thread reports to it and waits for answers; requests look at it.
#[derive(Debug)]
pub(crate) struct RunningJob {
    pub(super) id: u64,
    pub(super) kind: JobKind,
    state: Mutex<JobStatus>,
    /// An answer has come, or the job was stopped.
    told: Condvar,
    is_stopped: AtomicBool,
}

#[derive(Debug, Default)]
struct JobStatus {
    /// What is done at the moment, for people.
    text: String,
    progress: JobProgress,
    plan: Option<Value>,
    question: Option<Value>,
    /// How many questions there have been: the same one may be asked again.
    asked: usize,
    answer: Option<JobAnswer>,
    /// Whether it only looks at the server: a stop need not be waited for.
    only_looks: bool,
    end: Option<JobEnd>,
    /// Whether its thread has ended too: one that was stopped tidies up first.
    is_over: bool,
}

/// How much of an upload is done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct JobProgress {
    pub(crate) files: usize,
    pub(crate) of: usize,
    pub(crate) bytes: u64,
    pub(crate) of_bytes: u64,
    /// Whether nothing is sent any more.
    pub(crate) is_sent: bool,
}

/// The answer to a question of a job.
#[derive(Debug)]
pub(crate) enum JobAnswer {
    Password(Password),
    Yes,
    /// Also: no password.
    No,
}

/// How a job ended.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum JobEnd {
    Done(Value),
    /// The user stopped it, or did not confirm.
    Stopped(Value),
    /// `message` and `hint`, and what the page may offer.
    Failed(Value),
}

impl JobKind {
    /// The name in the protocol.
    fn code(self) -> &'static str {
        match self {
            Self::Plan => "plan",
            Self::Publish => "publish",
            Self::Undo => "undo",
            Self::Pack => "pack",
            Self::Probe => "probe",
        }
    }

    /// «публикация», to follow «идёт».
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Plan => "подготовка страниц",
            Self::Publish => "публикация",
            Self::Undo => "отмена публикации",
            Self::Pack => "сборка папки для загрузки",
            Self::Probe => "проверка соединения",
        }
    }
}

impl JobEnd {
    /// The end of a job that panicked, or whose thread could not start.
    pub(super) fn broken() -> Self {
        Self::Failed(json!({
            "message": "В программе произошла ошибка, и работа прервалась",
            "hint": "Ваши тексты и снимки целы. Попробуйте ещё раз; если ошибка повторится, закройте Росток и запустите его снова.",
        }))
    }
}

/// What a job is doing that was told to stop.
fn stopping(state: &JobStatus) -> &'static str {
    match state.progress {
        JobProgress { is_sent: true, .. } => "Заканчиваю",
        _ => "Останавливаю",
    }
}

impl RunningJob {
    pub(super) fn new(id: u64, kind: JobKind) -> Self {
        Self {
            id,
            kind,
            state: Mutex::default(),
            told: Condvar::new(),
            is_stopped: AtomicBool::new(false),
        }
    }

    /// Says what is done at the moment.
    pub(crate) fn say(&self, text: impl Into<String>) {
        self.lock().text = text.into();
    }

    pub(crate) fn set_progress(&self, progress: JobProgress) {
        self.lock().progress = progress;
    }

    /// Shows a plan beside what is done.
    pub(crate) fn show_plan(&self, plan: Value) {
        self.lock().plan = Some(plan);
    }

    /// Asks the user, and waits. A stopped job gets [`JobAnswer::No`].
    pub(crate) fn ask(&self, question: Value) -> JobAnswer {
        let mut state = self.lock();
        state.question = Some(question);
        state.asked += 1;
        state.answer = None;
        let waits = |state: &mut JobStatus| state.answer.is_none() && !self.is_stopped();
        let told = self.told.wait_while(state, waits);
        let mut state = told.unwrap_or_else(PoisonError::into_inner);
        state.question = None;
        state.answer.take().unwrap_or(JobAnswer::No)
    }

    /// Answers the question; `false` if there is none.
    pub(super) fn answer(&self, answer: JobAnswer) -> bool {
        let mut state = self.lock();
        let is_asked = state.question.is_some() && state.answer.is_none();
        if is_asked {
            state.question = None;
            state.answer = Some(answer);
            self.told.notify_all();
        }
        is_asked
    }

    /// Sleeps, but no longer than until the job is stopped.
    pub(crate) fn pause(&self, time: Duration) {
        let state = self.lock();
        drop(self.told.wait_timeout_while(state, time, |_| !self.is_stopped()));
    }

    pub(crate) fn is_stopped(&self) -> bool {
        self.is_stopped.load(Ordering::Relaxed)
    }

    /// Whether it changes nothing from now on: then a stop ends it at once, even if the server is silent.
    pub(crate) fn only_looks(&self, only_looks: bool) {
        self.lock().only_looks = only_looks;
    }

    pub(super) fn stop(&self) {
        // Under the lock: a thread that is about to wait must not miss it.
        let mut state = self.lock();
        self.is_stopped.store(true, Ordering::Relaxed);
        self.told.notify_all();
        if state.only_looks {
            state.end.get_or_insert(JobEnd::Stopped(Value::Null));
        }
    }

    /// Ends the job, unless it has ended. Its thread may go on for a moment.
    pub(crate) fn end(&self, end: JobEnd) {
        let mut state = self.lock();
        state.question = None;
        state.answer = None;
        state.end.get_or_insert(end);
    }

    pub(super) fn is_running(&self) -> bool {
        self.lock().end.is_none()
    }

    /// Its thread has ended.
    pub(super) fn close(&self) {
        self.end(JobEnd::broken());
        self.lock().is_over = true;
    }

    pub(super) fn is_over(&self) -> bool {
        self.lock().is_over
    }

    /// Whether it changes the site on the server now.
    pub(super) fn is_sending(&self) -> bool {
        let state = self.lock();
        let is_upload = matches!(self.kind, JobKind::Publish | JobKind::Undo | JobKind::Probe);
        is_upload && state.end.is_none() && state.question.is_none()
    }

    /// The job as the page gets it.
    pub(super) fn to_json(&self) -> Value {
        let state = self.lock();
        let JobProgress { files, of, bytes, of_bytes, is_sent } = state.progress;
        let (name, result, error) = match (&state.end, &state.question) {
            (None, None) => ("running", None, None),
            (None, Some(_)) => ("question", None, None),
            (Some(JobEnd::Done(result)), _) => ("done", Some(result), None),
            (Some(JobEnd::Stopped(result)), _) => ("stopped", Some(result), None),
            (Some(JobEnd::Failed(error)), _) => ("failed", None, Some(error)),
        };
        json!({
            "id": self.id,
            "kind": self.kind.code(),
            "state": name,
            "stopping": self.is_stopped(),
            "progress": json!({
                "text": if self.is_stopped() { stopping(&state) } else { state.text.as_str() },
                "files": files,
                "of": of,
                "bytes": bytes,
                "ofBytes": of_bytes,
                "size": kilobytes(bytes),
                "ofSize": kilobytes(of_bytes),
                "sent": is_sent,
            }),
            "question": state.question,
            "asked": state.asked,
            "plan": state.plan,
            "result": result,
            "error": error,
        })
    }

    fn lock(&self) -> MutexGuard<'_, JobStatus> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
