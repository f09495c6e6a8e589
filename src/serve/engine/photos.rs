//! Makes the photos of the preview in the background: pages show the source file of a new photo until
//! it is finished, and no text waits for one.
//!
//! A thread works on the latest plan with fewer cores than there are. It abandons a plan when there is
//! a newer one; photos that are finished stay finished.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::batch::Message;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::photos::{self, PhotoPlan, Picture, Pictures, Progress};

/// How often finished photos are reported while others are being made: each time, browsers reload
/// their pages.
const REPORT_INTERVAL: Duration = Duration::from_secs(2);

/// A photo that comes is mostly followed by others, as twelve of a phone are: they are made once none has
/// come for so long. Until then whoever takes them in has the processor and the memory.
const PAUSE: Duration = Duration::from_secs(1);

/// The result of a plan or a part of it.
#[derive(Debug)]
pub(super) struct PhotosReady {
    /// The number of the plan.
    plan: u64,
    pictures: Vec<(String, Arc<Picture>)>,
    /// Photos that cannot be published; only known at the end.
    problems: Option<Diagnostics>,
}

/// A plan for the thread.
#[derive(Debug)]
struct PlanRequest {
    number: u64,
    plan: Arc<PhotoPlan>,
    at_once: bool,
}

/// The finished photos, and the thread that makes the others.
#[derive(Debug)]
pub(super) struct PhotoWorker {
    plans: Option<Sender<PlanRequest>>,
    /// Whether there was a request: the photos of the site that is opened wait for no others.
    has_begun: bool,
    /// The number of the latest plan; the thread reads it too.
    latest: Arc<AtomicU64>,
    plan: Arc<PhotoPlan>,
    pictures: Arc<Pictures>,
    problems: Diagnostics,
    thread: Option<JoinHandle<()>>,
}

impl PhotoWorker {
    /// Starts without a plan; finished photos are sent to `engine`.
    pub(super) fn new(root: &Path, engine: Sender<Message>) -> Self {
        let (plans, received) = mpsc::channel();
        let latest = Arc::new(AtomicU64::new(0));
        let state = PhotoThread { root: root.to_owned(), latest: Arc::clone(&latest), engine };
        let thread = std::thread::Builder::new().name("photos".to_owned());
        let thread = thread.spawn(move || state.run(&received)).ok();
        Self {
            plans: Some(plans),
            has_begun: false,
            latest,
            plan: Arc::default(),
            pictures: Arc::default(),
            problems: Diagnostics::new(),
            thread,
        }
    }

    /// Requests the photos of `plan`; returns those that are finished.
    pub(super) fn request(&mut self, plan: &Arc<PhotoPlan>) -> Arc<Pictures> {
        let at_once = !std::mem::replace(&mut self.has_begun, true);
        if !Arc::ptr_eq(plan, &self.plan) && *plan != self.plan {
            self.pictures = Arc::new(self.pictures.matching(plan));
            let number = self.latest.fetch_add(1, Ordering::Relaxed) + 1;
            // Without a thread, pages show the source files.
            if let Some(plans) = &self.plans {
                let _ = plans.send(PlanRequest { number, plan: Arc::clone(plan), at_once });
            }
        }
        self.plan = Arc::clone(plan);
        Arc::clone(&self.pictures)
    }

    /// Adds finished photos; whether that changes anything.
    pub(super) fn add(&mut self, ready: PhotosReady) -> bool {
        if ready.plan != self.latest.load(Ordering::Relaxed) {
            return false;
        }
        let mut changed = !ready.pictures.is_empty();
        if changed {
            let mut pictures = (*self.pictures).clone();
            for (path, picture) in ready.pictures {
                pictures.insert(&self.plan, &path, picture);
            }
            self.pictures = Arc::new(pictures);
        }
        if let Some(problems) = ready.problems.filter(|problems| *problems != self.problems) {
            self.problems = problems;
            changed = true;
        }
        changed
    }

    /// The photos that cannot be published, as far as is known.
    pub(super) fn problems(&self) -> &[Diagnostic] {
        &self.problems
    }
}

impl Drop for PhotoWorker {
    fn drop(&mut self) {
        self.latest.fetch_add(1, Ordering::Relaxed);
        self.plans = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

struct PhotoThread {
    root: PathBuf,
    latest: Arc<AtomicU64>,
    engine: Sender<Message>,
}

impl PhotoThread {
    fn run(&self, plans: &Receiver<PlanRequest>) {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let threads = cores.saturating_sub(1).max(1);
        let Ok(pool) = rayon::ThreadPoolBuilder::new().num_threads(threads).build() else { return };
        while let Ok(mut latest) = plans.recv() {
            while !latest.at_once {
                let Ok(newer) = plans.recv_timeout(PAUSE) else { break };
                latest = newer;
            }
            let PlanRequest { number, plan, .. } = plans.try_iter().last().unwrap_or(latest);
            let unsent = Unsent { since: Instant::now(), pictures: Vec::new() };
            let watch = PlanProgress { thread: self, number, unsent: Mutex::new(unsent) };
            let mut problems = Diagnostics::new();
            let result = pool.install(|| photos::prepare(&plan, &self.root, &watch, &mut problems));
            if let Err(error) = result {
                problems = Diagnostic::error(error.within(&self.root).to_string()).into();
            }
            let unsent = watch.unsent.into_inner().unwrap_or_else(PoisonError::into_inner);
            self.send(number, unsent.pictures, Some(problems));
        }
    }

    fn send(
        &self,
        plan: u64,
        pictures: Vec<(String, Arc<Picture>)>,
        problems: Option<Diagnostics>,
    ) {
        // An error means that the engine has stopped.
        let _ = self.engine.send(Message::PhotosReady(PhotosReady { plan, pictures, problems }));
    }
}

/// The progress of a plan.
struct PlanProgress<'a> {
    thread: &'a PhotoThread,
    number: u64,
    unsent: Mutex<Unsent>,
}

/// The photos that were finished since the last report.
struct Unsent {
    since: Instant,
    pictures: Vec<(String, Arc<Picture>)>,
}

impl Progress for PlanProgress<'_> {
    fn finished(&self, path: &str, picture: &Arc<Picture>, _: usize) {
        let mut unsent = self.unsent.lock().unwrap_or_else(PoisonError::into_inner);
        unsent.pictures.push((path.to_owned(), Arc::clone(picture)));
        if unsent.since.elapsed() >= REPORT_INTERVAL {
            unsent.since = Instant::now();
            self.thread.send(self.number, std::mem::take(&mut unsent.pictures), None);
        }
    }

    fn should_continue(&self) -> bool {
        self.thread.latest.load(Ordering::Relaxed) == self.number
    }
}
