//! Work that takes long: one job at a time, on a thread of its own. The page watches it, answers its
//! questions and stops it.
//!
//! A job may fail or panic; the program goes on. How it ended is kept until the next one begins, so that
//! a page that was loaded anew still finds out.

mod api;
mod job;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::api::ApiError;
use super::json::json;
pub(super) use api::ROUTES;
pub(super) use job::{JobAnswer, JobEnd, JobKind, JobProgress, RunningJob};

/// How long a new job waits for one that was stopped to tidy up.
const TIDYING: Duration = Duration::from_secs(15);

/// All jobs of the program: the running one, or the last one.
#[derive(Clone, Debug, Default)]
pub(crate) struct Jobs(Arc<JobList>);

#[derive(Debug, Default)]
struct JobList {
    last: Mutex<Option<Arc<RunningJob>>>,
    ended: Condvar,
}

/// Ends a job with its thread, however that ends.
struct JobThread {
    jobs: Jobs,
    job: Arc<RunningJob>,
}

impl Drop for JobThread {
    fn drop(&mut self) {
        self.job.close();
        // Under the lock: who is about to wait must not miss it.
        let _last = self.jobs.lock();
        self.jobs.0.ended.notify_all();
    }
}

/// What a job does.
type JobWork = Box<dyn FnOnce(&RunningJob) -> JobEnd + Send>;

impl Jobs {
    /// Runs `work` on a thread of its own; returns the number of the job.
    ///
    /// # Errors
    /// 409 while another job runs, or a stopped one tidies up for long.
    pub(super) fn start(
        &self,
        kind: JobKind,
        work: impl FnOnce(&RunningJob) -> JobEnd + Send + 'static,
    ) -> Result<u64, ApiError> {
        self.start_boxed(kind, Box::new(work))
    }

    fn start_boxed(&self, kind: JobKind, work: JobWork) -> Result<u64, ApiError> {
        let mut last = self.lock();
        if last.as_ref().is_some_and(|job| !job.is_running()) {
            last = self.wait_over(last, TIDYING);
        }
        if let Some(running) = last.as_ref().filter(|job| !job.is_over()) {
            return Err(busy(running));
        }
        let id = last.as_ref().map_or(1, |job| job.id + 1);
        let job = Arc::new(RunningJob::new(id, kind));
        *last = Some(Arc::clone(&job));
        drop(last);
        let thread = JobThread { jobs: self.clone(), job };
        // Where no thread can be started, it ends at once.
        let _ = std::thread::Builder::new().name("job".to_owned()).spawn(move || {
            let job = &thread.job;
            // In threads of its own: what is asked meanwhile does not wait until thousands of photos are done.
            let pool = rayon::ThreadPoolBuilder::new().build();
            let run = || match pool {
                Ok(pool) => pool.install(|| work(job)),
                Err(_) => work(job),
            };
            if let Ok(end) = catch_unwind(AssertUnwindSafe(run)) {
                job.end(end);
            }
        });
        Ok(id)
    }

    /// The job with this number, or the last one; `None` if there is no such job any more.
    fn job(&self, id: Option<u64>) -> Option<Arc<RunningJob>> {
        self.lock().clone().filter(|job| id.is_none_or(|id| id == job.id))
    }

    /// Whether something is being sent. A question that nobody answers counts for nothing.
    pub(super) fn is_sending(&self) -> bool {
        self.lock().as_ref().is_some_and(|job| job.is_sending())
    }

    /// Asks the running job to stop, and waits until it has, at most for `timeout`.
    pub(super) fn stop_all(&self, timeout: Duration) {
        let last = self.lock();
        if let Some(job) = last.as_ref() {
            job.stop();
        }
        drop(self.wait_over(last, timeout));
    }

    /// Waits until the thread of the last job has ended, at most for `timeout`.
    fn wait_over<'j>(
        &'j self,
        last: MutexGuard<'j, Option<Arc<RunningJob>>>,
        timeout: Duration,
    ) -> MutexGuard<'j, Option<Arc<RunningJob>>> {
        let is_busy =
            |job: &mut Option<Arc<RunningJob>>| job.as_ref().is_some_and(|job| !job.is_over());
        let waited = self.0.ended.wait_timeout_while(last, timeout, is_busy);
        waited.unwrap_or_else(PoisonError::into_inner).0
    }

    /// A poisoned lock is used: no change under it can be left half done.
    fn lock(&self) -> MutexGuard<'_, Option<Arc<RunningJob>>> {
        self.0.last.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn busy(running: &RunningJob) -> ApiError {
    if !running.is_running() {
        return ApiError::new(409, "Сервер отвечает медленно, и остановка ещё не закончена")
            .hint("попробуйте через минуту");
    }
    ApiError::new(409, format!("Сейчас идёт {}", running.kind.name()))
        .hint("дождитесь конца или остановите её")
        .data(json!({ "job": running.id }))
}

#[cfg(test)]
mod tests;
