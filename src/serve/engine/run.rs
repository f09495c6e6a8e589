//! The engine's thread: hints come in, snapshots go out.
//!
//! There is no fixed wait for more events: a hint is looked into at once, and again if more came
//! meanwhile. Two waits there are: many files at once are gathered until they stop coming, and a
//! change for the worse is left alone for a moment, since half of all editors empty or remove a
//! file before they write it.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use jiff::civil::Date;

use super::EngineOptions;
use super::batch::{Batch, Message};
use super::pictures::Darkroom;
use super::shown::{Shown, Spoilt};
use super::snapshot::{Changed, Shared, Snapshot};
use super::watch::{Ask, Looker};
use super::workspace::{Assembled, Outcome, Patience, Workspace};
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::render::Theme;

/// How long a change for the worse is left alone.
const GRACE: Duration = Duration::from_millis(40);
/// So many files at once are no single save, and are gathered
const MANY: usize = 8;
/// until none has come for this long,
const QUIET: Duration = Duration::from_millis(25);
/// but no longer than this.
const LONGEST: Duration = Duration::from_millis(500);
/// More changed texts than this are not tried before they are shown, but after.
const FEW: usize = 20;

/// The state of the engine's thread.
pub(super) struct Run {
    options: EngineOptions,
    workspace: Workspace,
    shared: Arc<Shared>,
    /// For those who are to tell the engine something.
    engine: Sender<Message>,
    photos: Darkroom,
    /// Files that changed for the worse, and when that is to be believed.
    waiting: BTreeMap<String, Instant>,
    /// Texts that changed since `shown`.
    changed: HashSet<String>,
    /// Whether anything but style sheets has.
    pages_changed: bool,
    shown: Option<Arc<Shown>>,
    /// What was shown before, and is again if a page of `shown` cannot be made.
    good: Option<Arc<Shown>>,
    /// A theme and settings with which all pages could be made.
    checked: Option<(Arc<Theme>, Arc<Config>)>,
    /// What could not be made of the last site that was sound otherwise.
    spoilt: Option<Spoilt>,
    /// The day for which the site was assembled.
    today: Option<Date>,
    /// How often in a row the tree could not be looked at, and why.
    blind: (u32, Option<String>),
    generation: u64,
    since: Changed,
}

impl Run {
    /// The engine with its first snapshot.
    pub(super) fn new(
        options: EngineOptions,
        workspace: Workspace,
        engine: Sender<Message>,
    ) -> Self {
        let generation = u64::try_from((options.now)().as_millisecond()).unwrap_or_default();
        let since = Changed { pages: generation, styles: generation, problems: generation };
        let first = Snapshot::new(generation, since, None, None, Diagnostics::new());
        let mut run = Self {
            photos: Darkroom::new(&options.root, engine.clone()),
            options,
            workspace,
            shared: Arc::new(Shared::new(first)),
            engine,
            waiting: BTreeMap::new(),
            changed: HashSet::new(),
            pages_changed: true,
            shown: None,
            good: None,
            checked: None,
            spoilt: None,
            today: None,
            blind: (0, None),
            generation,
            since,
        };
        run.rebuild();
        run
    }

    /// Where the snapshots are to be found.
    pub(super) fn shared(&self) -> &Arc<Shared> {
        &self.shared
    }

    /// Works until it is told to stop.
    pub(super) fn work(mut self, messages: &Receiver<Message>, looker: &Looker) {
        while let Some(batch) = self.gather(messages) {
            if batch.stop {
                break;
            }
            self.deal_with(batch, looker);
        }
        if let Some(shown) = &self.shown {
            shown.outdate();
        }
        self.shared.close();
    }

    /// What has come, as soon as there is any; none if nothing ever will.
    fn gather(&self, messages: &Receiver<Message>) -> Option<Batch> {
        let mut batch = Batch::default();
        let first = match self.waiting.values().min() {
            None => Some(messages.recv().ok()?),
            Some(due) => match messages.recv_timeout(due.saturating_duration_since(Instant::now()))
            {
                Ok(message) => Some(message),
                Err(RecvTimeoutError::Timeout) => None,
                Err(RecvTimeoutError::Disconnected) => return None,
            },
        };
        first.into_iter().for_each(|message| batch.add(message));
        messages.try_iter().for_each(|message| batch.add(message));
        let start = Instant::now();
        while batch.hints.len() >= MANY && start.elapsed() < LONGEST && !batch.stop {
            let Ok(message) = messages.recv_timeout(QUIET) else { break };
            batch.add(message);
        }
        Some(batch)
    }

    fn deal_with(&mut self, batch: Batch, looker: &Looker) {
        let Batch { hints, listing, no_listing, spoilt, checked, developed, stop: _ } = batch;
        let now = (self.options.now)();
        let mut outcomes = Vec::new();
        let heard = !hints.is_empty();
        for hint in hints {
            let outcome = self.workspace.examine(&hint, now, Patience::Wait);
            outcomes.push((hint, outcome));
        }
        if let Some((listing, prompted)) = listing {
            let found = self.workspace.take(*listing, now, Patience::Wait);
            let deaf = !prompted && !heard && !found.is_empty();
            if deaf {
                looker.ask(Ask::Rewatch);
            }
            outcomes.extend(found);
            self.blind = (0, None);
        }
        if let Some(problem) = no_listing {
            self.blind = (self.blind.0 + 1, Some(problem));
            looker.ask(Ask::Soon);
        }
        // A text that appeared is what another was renamed to: nothing is to be waited for.
        let renamed = outcomes.iter().any(|(_, outcome)| *outcome == Outcome::Appeared);
        let mut changed = false;
        let mut unclear = false;
        for (path, outcome) in outcomes {
            match outcome {
                Outcome::Waits => {
                    self.waiting.entry(path).or_insert_with(|| Instant::now() + GRACE);
                }
                outcome => {
                    self.waiting.remove(&path);
                    changed |= self.note(path, outcome);
                    unclear |= outcome == Outcome::Unclear;
                }
            }
        }
        let ready = |due: &Instant| renamed || *due <= Instant::now();
        let mut due = Vec::new();
        self.waiting.retain(|path, at| {
            let keep = !ready(at);
            if !keep {
                due.push(path.clone());
            }
            keep
        });
        for path in due {
            let outcome = self.workspace.examine(&path, now, Patience::None);
            changed |= self.note(path, outcome);
            unclear |= outcome == Outcome::Unclear;
        }
        if unclear {
            looker.ask(Ask::Now);
        } else if heard {
            looker.ask(Ask::Soon);
        }
        let spoilt = spoilt.into_iter().find(|(shown, _)| self.is_shown(shown));
        if let Some((_, spoilt)) = spoilt {
            self.give_up(spoilt);
        } else if let Some(checked) = checked.filter(|checked| self.is_shown(checked)) {
            self.checked = Some((Arc::clone(checked.theme()), Arc::clone(&checked.site().config)));
        }
        for developed in developed {
            let shows = self.photos.take(developed);
            self.pages_changed |= shows;
            changed |= shows;
        }
        let day = self.workspace.config().map(|config| self.day(config));
        if changed || day != self.today {
            self.rebuild();
        }
    }

    /// Remembers what a file's change means; whether there is one.
    fn note(&mut self, path: String, outcome: Outcome) -> bool {
        match outcome {
            Outcome::Changed | Outcome::Appeared => {
                self.pages_changed = true;
                self.changed.insert(path);
                true
            }
            Outcome::Restyled => true,
            Outcome::Same | Outcome::Waits | Outcome::Unclear => false,
        }
    }

    fn is_shown(&self, other: &Arc<Shown>) -> bool {
        self.shown.as_ref().is_some_and(|shown| Arc::ptr_eq(shown, other))
    }

    fn day(&self, config: &Config) -> Date {
        let now = (self.options.now)();
        self.options.today.unwrap_or_else(|| config.timezone.to_datetime(now).date())
    }

    /// Assembles the site anew and shows it, if it is sound.
    fn rebuild(&mut self) {
        let Assembled { made, plan, mut diagnostics } =
            self.workspace.assemble(|config| self.day(config));
        let pictures = self.photos.want(plan);
        self.today = self.workspace.config().map(|config| self.day(config));
        let Some((site, theme)) = made else {
            diagnostics.extend(self.photos.problems().iter().cloned());
            return self.publish(diagnostics);
        };
        let sound = !diagnostics.has_errors();
        let candidate = Arc::new(Shown::new(site, theme, pictures, self.engine.clone()));
        match self.try_out(&candidate) {
            Ok(()) if sound => self.show(candidate),
            Ok(()) => {}
            Err(spoilt) => {
                diagnostics.extend(spoilt.problems.iter().cloned());
                self.spoilt = Some(spoilt);
            }
        }
        // A photo that cannot be used holds up nothing here: it is shown as it came.
        diagnostics.extend(self.photos.problems().iter().cloned());
        self.publish(diagnostics);
    }

    /// Whether the pages that are likely to fail can be made.
    fn try_out(&self, candidate: &Shown) -> Result<(), Spoilt> {
        let none = BTreeSet::new();
        let failed = self.spoilt.as_ref().map_or(&none, |spoilt| &spoilt.paths);
        let few = self.changed.len() <= FEW;
        let files = self.changed.iter().filter(|_| few).map(String::as_str).collect();
        candidate.try_some(&files, failed, !self.is_checked(candidate))
    }

    /// Whether all pages of a site with this theme and these settings could be made, so that no
    /// others than the changed ones are likely to fail.
    fn is_checked(&self, shown: &Shown) -> bool {
        self.checked.as_ref().is_some_and(|(theme, config)| {
            Arc::ptr_eq(theme, shown.theme()) && Arc::ptr_eq(config, &shown.site().config)
        })
    }

    fn show(&mut self, candidate: Arc<Shown>) {
        if let Some(before) = self.shown.take() {
            before.outdate();
            if self.is_checked(&before) {
                self.good = Some(before);
            }
        }
        let next = self.generation + 1;
        self.since.styles = next;
        if self.pages_changed {
            self.since.pages = next;
        }
        let tried = self.spoilt.is_none() && self.changed.len() <= FEW;
        if !(tried && self.is_checked(&candidate)) {
            check_behind(&candidate, &self.engine);
        }
        self.shown = Some(candidate);
        self.changed.clear();
        self.pages_changed = false;
        self.spoilt = None;
    }

    /// Goes back to what was shown before.
    fn give_up(&mut self, spoilt: Spoilt) {
        if let Some(shown) = self.shown.take() {
            shown.outdate();
        }
        self.shown = self.good.take();
        self.since.pages = self.generation + 1;
        self.pages_changed = true;
        let before = self.shared.latest();
        let mut diagnostics: Diagnostics = before.diagnostics().iter().cloned().collect();
        diagnostics.extend(spoilt.problems.iter().cloned());
        self.spoilt = Some(spoilt);
        self.publish(diagnostics);
    }

    fn publish(&mut self, mut diagnostics: Diagnostics) {
        let (times, problem) = &self.blind;
        if *times > 3 {
            diagnostics.extend(problem.iter().map(Diagnostic::error));
        }
        let next = self.generation + 1;
        if *self.shared.latest().diagnostics() != *diagnostics {
            self.since.problems = next;
        }
        let since = self.since;
        if since.pages.max(since.styles).max(since.problems) < next {
            return;
        }
        self.generation = next;
        let (shown, good) = (self.shown.clone(), self.good.clone());
        self.shared.publish(Snapshot::new(next, since, shown, good, diagnostics));
    }
}

/// Tries all pages of `shown` on a thread of its own and tells the engine.
fn check_behind(shown: &Arc<Shown>, engine: &Sender<Message>) {
    let (shown, engine) = (Arc::clone(shown), engine.clone());
    let check = move || {
        let message = match shown.try_all() {
            Ok(()) => Message::Checked(shown),
            Err(spoilt) => Message::Spoilt(shown, spoilt),
        };
        // If the engine has stopped, nobody wants to know.
        let _ = engine.send(message);
    };
    // Without a thread, a mistake shows when its page is asked for.
    let _ = std::thread::Builder::new().name("check".to_owned()).spawn(check);
}
