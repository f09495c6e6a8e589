//! Shows the site of the sources: assembles it, tries the pages of what changed, publishes a snapshot.

use std::collections::HashSet;
use std::sync::Arc;

use super::{EngineLoop, day_of};
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::serve::engine::check::RenderSettings;
use crate::serve::engine::rendered::{RenderErrors, RenderedSite};
use crate::serve::engine::snapshot::{ContentState, Snapshot};
use crate::serve::engine::workspace::Assembled;

/// With more changed texts than this, their pages are tried after they are shown, not before.
const FEW: usize = 20;

impl EngineLoop {
    /// Assembles the site anew and shows it, unless it has errors as a whole.
    pub(super) fn rebuild(&mut self) {
        let (now, fixed) = ((self.options.now)(), self.options.today);
        let day = |config: &Config| day_of(config, now, fixed);
        let Assembled { site, plan, diagnostics, is_held_up, unshown } =
            self.workspace.assemble(day);
        let mut content =
            ContentState { diagnostics, unshown, is_held_up, ..ContentState::default() };
        let pictures = self.photos.request(&plan);
        self.today = self.workspace.config().map(|config| self.day(config));
        if let Some((site, theme)) = site {
            let site = RenderedSite::new(site, theme, pictures, self.engine.clone());
            let candidate = Arc::new(site);
            match self.try_out(&candidate) {
                Ok(()) if !is_held_up => self.show(candidate),
                Ok(()) => {}
                Err(errors) => {
                    content.is_held_up = true;
                    content.diagnostics.extend(errors.problems.iter().cloned());
                    self.render_errors = Some(errors);
                }
            }
        } else {
            content.is_held_up = true;
        }
        // A photo with errors does not hold up the site: its source file is shown.
        content.diagnostics.extend(self.photos.problems().iter().cloned());
        self.publish(content);
    }

    /// Renders the pages of changed texts, those that failed before, and with another theme or other
    /// settings a page of each kind.
    fn try_out(&self, candidate: &RenderedSite) -> Result<(), RenderErrors> {
        let few = self.changed.len() <= FEW;
        let files: Vec<_> = self.changed.iter().filter(|_| few).map(String::as_str).collect();
        let posts = files.iter().filter_map(|file| self.workspace.post(file));
        let events = posts.filter_map(|post| candidate.site().find_event(post)).collect();
        let failed = self.render_errors.iter().flat_map(|errors| &errors.paths);
        let is_tried = self.tried.as_ref().is_some_and(|settings| settings.matches(candidate));
        candidate.try_some(events, &files, failed.map(String::as_str), !is_tried)
    }

    fn is_checked(&self, site: &RenderedSite) -> bool {
        self.checked.as_ref().is_some_and(|settings| settings.matches(site))
    }

    fn show(&mut self, candidate: Arc<RenderedSite>) {
        if let Some(before) = self.shown.take() {
            let former = if self.is_checked(&before) {
                self.last_good.replace(before)
            } else {
                Some(before)
            };
            if let Some(former) = former {
                self.checker.free(former);
            }
        }
        let next = self.generation + 1;
        self.changed_at.styles = next;
        if self.pages_changed {
            self.changed_at.pages = next;
        }
        self.checker.check(&candidate, std::mem::take(&mut self.changed));
        self.tried = Some(RenderSettings::new(&candidate));
        self.shown = Some(candidate);
        self.pages_changed = false;
        self.render_errors = None;
    }

    /// Shows the last good site again.
    pub(super) fn revert(&mut self, errors: RenderErrors) {
        self.shown = self.last_good.take();
        self.changed_at.pages = self.generation + 1;
        self.pages_changed = true;
        let before = self.shared.latest();
        let mut diagnostics: Diagnostics = before.diagnostics().iter().cloned().collect();
        diagnostics.extend(errors.problems.iter().cloned());
        self.render_errors = Some(errors);
        self.publish(ContentState { diagnostics, is_held_up: true, ..ContentState::default() });
    }

    fn publish(&mut self, mut content: ContentState) {
        if self.failed_scans.is_told() {
            content.diagnostics.extend(self.failed_scans.error.iter().map(Diagnostic::error));
        }
        let next = self.generation + 1;
        let before = self.shared.latest();
        if *before.diagnostics() != *content.diagnostics {
            self.changed_at.problems = next;
            let [old, new]: [HashSet<&Diagnostic>; 2] =
                [before.diagnostics(), &*content.diagnostics].map(|all| all.iter().collect());
            let differing = old.symmetric_difference(&new);
            let places = differing.filter_map(|problem| problem.place.as_ref());
            self.unpublished.extend(places.map(|place| place.file.clone()));
        }
        let changed_at = self.changed_at;
        if changed_at.pages.max(changed_at.styles).max(changed_at.problems) < next {
            return;
        }
        self.generation = next;
        self.changes.add(next, std::mem::take(&mut self.unpublished));
        content.changes = self.changes.clone();
        let (shown, last_good) = (self.shown.clone(), self.last_good.clone());
        self.shared.publish(Snapshot::new(next, changed_at, shown, last_good, content));
    }
}
