//! The photos of the preview, made beside everything else: a new one is shown as it came until it is
//! finished, and no text ever waits for one.
//!
//! A thread makes what the latest plan asks for, on fewer cores than there are, and gives up a plan
//! as soon as there is another; what it has finished by then stays finished.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::batch::Message;
use crate::diagnostic::Diagnostic;
use crate::photos::{self, PhotoPlan, Picture, Pictures, Progress};

/// While many photos are being made, those that are finished are shown this often: each time the
/// browsers load their page again.
const PACE: Duration = Duration::from_secs(2);

/// What became of a plan, or of a part of it.
#[derive(Debug)]
pub(super) struct Developed {
    /// The number of the plan.
    plan: u64,
    pictures: Vec<(String, Picture)>,
    /// What cannot be published; only known at the end.
    problems: Option<Vec<Diagnostic>>,
}

/// The photos as they now are, and the thread that makes them.
#[derive(Debug)]
pub(super) struct Darkroom {
    plans: Option<Sender<(u64, PhotoPlan)>>,
    /// The number of the latest plan, which the thread looks at too.
    latest: Arc<AtomicU64>,
    plan: PhotoPlan,
    pictures: Arc<Pictures>,
    problems: Vec<Diagnostic>,
    thread: Option<JoinHandle<()>>,
}

impl Darkroom {
    /// Begins without a plan; `engine` is told of what is finished.
    pub(super) fn new(root: &Path, engine: Sender<Message>) -> Self {
        let (plans, wanted) = mpsc::channel();
        let latest = Arc::new(AtomicU64::new(0));
        let worker = Worker { root: root.to_owned(), latest: Arc::clone(&latest), engine };
        let thread = std::thread::Builder::new().name("photos".to_owned());
        let thread = thread.spawn(move || worker.run(&wanted)).ok();
        Self {
            plans: Some(plans),
            latest,
            plan: PhotoPlan::default(),
            pictures: Arc::default(),
            problems: Vec::new(),
            thread,
        }
    }

    /// Asks for what `plan` says, and gives what there is of it.
    pub(super) fn want(&mut self, plan: PhotoPlan) -> Arc<Pictures> {
        if plan != self.plan {
            self.pictures = Arc::new(self.pictures.matching(&plan));
            let number = self.latest.fetch_add(1, Ordering::Relaxed) + 1;
            // Without a thread, photos are shown as they came.
            if let Some(plans) = &self.plans {
                let _ = plans.send((number, plan.clone()));
            }
            self.plan = plan;
        }
        Arc::clone(&self.pictures)
    }

    /// Takes in what is finished; whether that changes anything.
    pub(super) fn take(&mut self, developed: Developed) -> bool {
        if developed.plan != self.latest.load(Ordering::Relaxed) {
            return false;
        }
        let mut changed = !developed.pictures.is_empty();
        if changed {
            let mut pictures = (*self.pictures).clone();
            for (path, picture) in developed.pictures {
                pictures.insert(&self.plan, &path, picture);
            }
            self.pictures = Arc::new(pictures);
        }
        if let Some(problems) = developed.problems.filter(|problems| *problems != self.problems) {
            self.problems = problems;
            changed = true;
        }
        changed
    }

    /// What cannot be published, as far as that is known.
    pub(super) fn problems(&self) -> &[Diagnostic] {
        &self.problems
    }
}

impl Drop for Darkroom {
    fn drop(&mut self) {
        self.latest.fetch_add(1, Ordering::Relaxed);
        self.plans = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

struct Worker {
    root: PathBuf,
    latest: Arc<AtomicU64>,
    engine: Sender<Message>,
}

impl Worker {
    fn run(&self, plans: &Receiver<(u64, PhotoPlan)>) {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let threads = cores.saturating_sub(1).max(1);
        let Ok(pool) = rayon::ThreadPoolBuilder::new().num_threads(threads).build() else { return };
        while let Ok(first) = plans.recv() {
            let (number, plan) = plans.try_iter().last().unwrap_or(first);
            let finished = Mutex::new((Instant::now(), Vec::new()));
            let watch = Looking { worker: self, number, finished };
            let result = pool.install(|| photos::prepare(&plan, &self.root, &watch));
            let problems = match result {
                Ok((_, problems)) => problems,
                Err(error) => vec![Diagnostic::error(error.to_string())],
            };
            let rest = watch.finished.into_inner().unwrap_or_else(PoisonError::into_inner).1;
            self.tell(number, rest, Some(problems));
        }
    }

    fn tell(&self, plan: u64, pictures: Vec<(String, Picture)>, problems: Option<Vec<Diagnostic>>) {
        // If the engine has stopped, nobody wants to know.
        let _ = self.engine.send(Message::Developed(Developed { plan, pictures, problems }));
    }
}

/// Looks on while a plan is carried out.
struct Looking<'a> {
    worker: &'a Worker,
    number: u64,
    /// When the engine was last told, and what has been finished since.
    finished: Mutex<(Instant, Vec<(String, Picture)>)>,
}

impl Progress for Looking<'_> {
    fn finished(&self, path: &str, picture: &Picture, _: usize) {
        let mut finished = self.finished.lock().unwrap_or_else(PoisonError::into_inner);
        finished.1.push((path.to_owned(), picture.clone()));
        if finished.0.elapsed() >= PACE {
            finished.0 = Instant::now();
            self.worker.tell(self.number, std::mem::take(&mut finished.1), None);
        }
    }

    fn should_continue(&self) -> bool {
        self.worker.latest.load(Ordering::Relaxed) == self.number
    }
}
