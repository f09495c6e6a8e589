//! Tries all pages of the shown site in the background, so that an error in a template is reported
//! before somebody opens its page.
//!
//! One thread renders page after page and remembers those that succeed. It waits while the engine
//! works on an edit. After the edit it continues with the pages of the new site that are not yet
//! tried or show a changed text; only another theme or other settings make it start anew.

use std::collections::HashSet;
use std::sync::mpsc::Sender;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use super::batch::Message;
use super::rendered::{RenderErrors, RenderedSite};
use crate::config::Config;
use crate::diagnostic::Diagnostics;
use crate::photos::Pictures;
use crate::render::Theme;
use crate::site::RouteEntry;

/// The longest wait before a page, so that the check gets on even if edits follow one another without
/// a gap.
const MAX_PAUSE: Duration = Duration::from_millis(20);

/// What the success of a page depends on, apart from its texts.
#[derive(Clone, Debug)]
pub(super) struct RenderSettings {
    theme: Arc<Theme>,
    config: Arc<Config>,
}

impl RenderSettings {
    pub(super) fn new(site: &RenderedSite) -> Self {
        Self { theme: Arc::clone(site.theme()), config: Arc::clone(&site.site().config) }
    }

    /// Whether `site` has this theme and these settings.
    pub(super) fn matches(&self, site: &RenderedSite) -> bool {
        Arc::ptr_eq(&self.theme, site.theme()) && Arc::ptr_eq(&self.config, &site.site().config)
    }
}

/// The background thread.
#[derive(Debug)]
pub(super) struct Checker {
    shared: Arc<CheckQueue>,
    thread: Option<JoinHandle<()>>,
}

#[derive(Debug, Default)]
struct CheckQueue {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    /// The next site to check; replaces the one that is being checked.
    next: Option<Job>,
    /// Former sites. Freeing a large one takes milliseconds, so the thread does it.
    former: Vec<Arc<RenderedSite>>,
    /// Whether the engine works on an edit.
    is_paused: bool,
    is_stopped: bool,
}

#[derive(Debug)]
struct Job {
    site: Arc<RenderedSite>,
    /// The files that changed since the last site that the thread has taken.
    changed: HashSet<String>,
}

/// Pauses the thread until it is dropped.
pub(super) struct Pause(Arc<CheckQueue>);

impl Drop for Pause {
    fn drop(&mut self) {
        self.0.lock().is_paused = false;
        self.0.changed.notify_all();
    }
}

impl CheckQueue {
    /// A poisoned lock is used: no change under it can be left half done.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until the thread is not paused and has something to do; none if it should end.
    fn wait(&self) -> Option<(Option<Job>, Vec<Arc<RenderedSite>>)> {
        let is_idle = |state: &mut State| {
            let has_work = state.next.is_some() || !state.former.is_empty();
            !state.is_stopped && !has_work
        };
        let waiting = self.changed.wait_while(self.lock(), is_idle);
        let is_paused = |state: &mut State| state.is_paused && !state.is_stopped;
        let waiting = waiting.unwrap_or_else(PoisonError::into_inner);
        let waiting = self.changed.wait_timeout_while(waiting, MAX_PAUSE, is_paused);
        let mut state = waiting.unwrap_or_else(PoisonError::into_inner).0;
        (!state.is_stopped).then(|| (state.next.take(), std::mem::take(&mut state.former)))
    }

    /// Waits while the thread is paused; whether the current site is still to be checked.
    fn continues(&self) -> bool {
        let is_paused = |state: &mut State| state.is_paused && !state.is_stopped;
        let waiting = self.changed.wait_timeout_while(self.lock(), MAX_PAUSE, is_paused);
        let state = waiting.unwrap_or_else(PoisonError::into_inner).0;
        state.next.is_none() && !state.is_stopped
    }
}

impl Checker {
    /// Results are sent to `engine`.
    pub(super) fn new(engine: Sender<Message>) -> Self {
        let shared = Arc::new(CheckQueue::default());
        let thread = CheckThread { shared: Arc::clone(&shared), engine, tried: Tried::default() };
        let spawned = std::thread::Builder::new().name("check".to_owned());
        // Without a thread, an error shows when its page is requested.
        let thread = spawned.spawn(move || thread.run()).ok();
        Self { shared, thread }
    }

    /// Checks `site` instead of the one before, from which it differs in the files `changed`.
    pub(super) fn check(&self, site: &Arc<RenderedSite>, mut changed: HashSet<String>) {
        if self.thread.is_none() {
            return;
        }
        let mut state = self.shared.lock();
        if let Some(before) = state.next.take() {
            changed.extend(before.changed);
            state.former.push(before.site);
        }
        state.next = Some(Job { site: Arc::clone(site), changed });
        drop(state);
        self.shared.changed.notify_all();
    }

    /// Frees a former site in the background.
    pub(super) fn free(&self, site: Arc<RenderedSite>) {
        if self.thread.is_some() {
            self.shared.lock().former.push(site);
            self.shared.changed.notify_all();
        }
    }

    /// Pauses the thread after its current page.
    pub(super) fn pause(&self) -> Pause {
        self.shared.lock().is_paused = true;
        Pause(Arc::clone(&self.shared))
    }
}

impl Drop for Checker {
    fn drop(&mut self) {
        self.shared.lock().is_stopped = true;
        self.shared.changed.notify_all();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

struct CheckThread {
    shared: Arc<CheckQueue>,
    engine: Sender<Message>,
    tried: Tried,
}

/// The pages that have been tried.
#[derive(Default)]
struct Tried {
    /// None before the first site.
    settings: Option<RenderSettings>,
    /// The routes of the last site, and for each whether its page was rendered.
    routes: Arc<[RouteEntry]>,
    rendered: Vec<bool>,
    /// Addresses of pages that failed; they are tried first.
    failed: HashSet<String>,
    /// The pictures with which `routes` were found to collide nowhere.
    apart: Option<Arc<Pictures>>,
}

impl Tried {
    /// Takes over what is known of the pages of `job`.
    fn prepare(&mut self, job: &Job) {
        if !self.settings.as_ref().is_some_and(|settings| settings.matches(&job.site)) {
            *self = Self { settings: Some(RenderSettings::new(&job.site)), ..Self::default() };
        }
        let routes = &job.site.site().routes;
        if !Arc::ptr_eq(routes, &self.routes) {
            let mut known = self.routes.iter().zip(&self.rendered).peekable();
            let is_rendered = |entry: &RouteEntry| {
                while known.next_if(|(before, _)| *before.path < *entry.path).is_some() {}
                known.peek().is_some_and(|(before, is)| **is && before.path == entry.path)
            };
            self.rendered = routes.iter().map(is_rendered).collect();
            self.routes = Arc::clone(routes);
            self.apart = None;
        }
        if !job.changed.is_empty() {
            for at in job.site.routes_showing(&job.changed) {
                self.rendered[at] = false;
            }
        }
    }
}

impl CheckThread {
    fn run(mut self) {
        while let Some((job, former)) = self.shared.wait() {
            drop(former);
            let Some(job) = job else { continue };
            self.tried.prepare(&job);
            if let Some(result) = self.try_pages(&job.site) {
                let message = match result {
                    Ok(()) => Message::Checked(RenderSettings::new(&job.site)),
                    Err(errors) => Message::RenderFailed(job.site, errors),
                };
                // An error means that the engine has stopped.
                let _ = self.engine.send(message);
            }
        }
    }

    /// Tries the pages that are left; none if there is a newer site.
    fn try_pages(&mut self, site: &RenderedSite) -> Option<Result<(), RenderErrors>> {
        let Tried { rendered, failed, apart, .. } = &mut self.tried;
        let mut errors = RenderErrors::default();
        let left = site.checked_routes().filter(|(at, _)| !rendered[*at]);
        let mut left: Vec<_> = left.collect();
        left.sort_by_key(|(_, routed)| !failed.contains(&*routed.path));
        for (at, routed) in left {
            if !self.shared.continues() {
                return None;
            }
            let mut diagnostics = Diagnostics::new();
            rendered[at] = site.try_page(routed, &mut diagnostics);
            if rendered[at] {
                failed.remove(&*routed.path);
            } else {
                failed.insert(routed.path.to_string());
                errors.add(&routed.path, diagnostics);
            }
        }
        if !apart.as_ref().is_some_and(|pictures| Arc::ptr_eq(pictures, site.pictures())) {
            let found = errors.problems.len();
            site.add_collisions(&mut errors);
            *apart = (errors.problems.len() == found).then(|| Arc::clone(site.pictures()));
        }
        Some(errors.into_result())
    }
}
