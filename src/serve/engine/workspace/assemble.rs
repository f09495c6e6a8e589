//! The site of the sources. It is made of an earlier one where only texts of few events have changed.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::civil::Date;

use super::Workspace;
use super::folder::Folder;
use super::stand_ins::{StandIns, named};
use crate::config::Config;
use crate::content::{self, Loaded};
use crate::diagnostic::Diagnostics;
use crate::photos::{self, PhotoPlan};
use crate::render::Theme;
use crate::serve::engine::documents::UnshownPost;
use crate::site::{self, Site};

#[cfg(test)]
mod tests;

/// With more changed files than this, the site is assembled anew.
const FEW: usize = 50;

/// The site of the sources.
#[derive(Default)]
pub(in crate::serve::engine) struct Assembled {
    /// None without valid settings or theme. Documents with errors are replaced by what stands in for
    /// them.
    pub(in crate::serve::engine) site: Option<(Arc<Site>, Arc<Theme>)>,
    /// The photos of the site; empty without settings.
    pub(in crate::serve::engine) plan: Arc<PhotoPlan>,
    /// Those of the sources as they are.
    pub(in crate::serve::engine) diagnostics: Diagnostics,
    /// Whether the last site stays, since the errors are of the site as a whole.
    pub(in crate::serve::engine) is_held_up: bool,
    /// The posts of which the site does not show the present version.
    pub(in crate::serve::engine) unshown: Vec<UnshownPost>,
}

/// A site with what it was made of.
#[derive(Clone, Debug)]
pub(super) struct Assembly {
    options: site::Options,
    /// What stood in for files of the content.
    stand_ins: StandIns,
    site: Arc<Site>,
    plan: Arc<PhotoPlan>,
    /// The problems that were found between documents.
    problems: Diagnostics,
}

impl Assembly {
    fn new(
        content: &Folder,
        stand_ins: StandIns,
        config: &Arc<Config>,
        options: site::Options,
    ) -> Self {
        let mut problems = Diagnostics::new();
        let gathered = content::gather(content.files(&stand_ins));
        let site = Arc::new(site::assemble(&gathered, config, options, &mut problems));
        Self { options, stand_ins, plan: Arc::new(photos::plan(&site)), site, problems }
    }

    /// The assembly of the present content with these stand-ins; none if it has to be assembled anew.
    fn updated(
        &self,
        content: &Folder,
        stand_ins: &StandIns,
        config: &Arc<Config>,
        options: site::Options,
    ) -> Option<Self> {
        if self.options != options || !Arc::ptr_eq(&self.site.config, config) {
            return None;
        }
        let replaced = self.stand_ins.keys().chain(stand_ins.keys());
        let changed: BTreeSet<&String> = content.changed()?.iter().chain(replaced).collect();
        if changed.len() > FEW {
            return None;
        }
        let mut posts = Vec::new();
        for file in changed {
            let stand_in = stand_ins.get(file);
            if stand_in.is_some() && stand_in == self.stand_ins.get(file) {
                continue;
            }
            match stand_in.or_else(|| content.loaded(file))? {
                Loaded::Post(post) => posts.push(post),
                _ => return None,
            }
        }
        let site = self.site.with_posts(&posts, &self.problems)?;
        Some(Self { site: Arc::new(site), stand_ins: stand_ins.clone(), ..self.clone() })
    }
}

impl Workspace {
    /// Assembles the site with drafts; `today` gives the day in the site's time zone.
    pub(in crate::serve::engine) fn assemble(
        &mut self,
        today: impl FnOnce(&Config) -> Date,
    ) -> Assembled {
        let mut diagnostics = self.settings.diagnostics(&self.root);
        let config = self.settings.config().filter(|_| self.settings.is_understood()).cloned();
        let Some(config) = config else {
            let unshown = self.content.unshown(None, &StandIns::new());
            return Assembled { diagnostics, is_held_up: true, unshown, ..Assembled::default() };
        };
        let options = site::Options { today: today(&config), drafts: true };
        let present = self.assembly(StandIns::new(), &config, options);
        let is_copy = |file: &str| present.site.copies.iter().any(|copy| copy.file == file);
        diagnostics.extend(
            self.content.diagnostics().filter(|problem| {
                !problem.place.as_ref().is_some_and(|place| is_copy(&place.file))
            }),
        );
        let has_posts = |id| !present.site.direction_list(id).events.is_empty();
        content::explain_renamed_direction(has_posts, &config, &mut diagnostics);
        diagnostics.extend(present.problems.iter().cloned());
        diagnostics.extend(self.themes.diagnostics().iter().cloned());
        let mut assembled = Assembled { diagnostics, ..Assembled::default() };
        assembled.is_held_up = self.content.hold_up_all(&assembled.diagnostics);
        self.assembled = match assembled.is_held_up {
            true => vec![present],
            false => self.rounds(present, &assembled.diagnostics, &config, options),
        };
        let Some(shown) = self.assembled.last() else { return assembled };
        if assembled.diagnostics.has_errors() {
            assembled.unshown = self.content.unshown(Some(&config), &shown.stand_ins);
            let copies = &shown.site.copies;
            assembled.unshown.retain(|post| !copies.iter().any(|copy| copy.file == post.file()));
        }
        if !assembled.is_held_up {
            self.content.accept(&named(&assembled.diagnostics), &shown.stand_ins);
        }
        self.content.forget_changes();
        assembled.plan = Arc::clone(&shown.plan);
        let theme = self.themes.theme().cloned();
        assembled.site = theme.map(|theme| (Arc::clone(&shown.site), theme));
        assembled
    }

    fn assembly(
        &self,
        stand_ins: StandIns,
        config: &Arc<Config>,
        options: site::Options,
    ) -> Assembly {
        let updated =
            |before: &Assembly| before.updated(&self.content, &stand_ins, config, options);
        let updated = self.assembled.iter().find_map(updated);
        updated.unwrap_or_else(|| Assembly::new(&self.content, stand_ins, config, options))
    }

    /// `first`, and assemblies with stand-ins for the documents that its `problems` name. Stand-ins may have
    /// errors too, and so on; what is left of them in the end does not hold up a site, which is complete
    /// but for what they name.
    fn rounds(
        &self,
        first: Assembly,
        problems: &Diagnostics,
        config: &Arc<Config>,
        options: site::Options,
    ) -> Vec<Assembly> {
        /// An edit must show soon: each round may assemble the site once.
        const ROUNDS: usize = 3;
        let mut stand_ins = StandIns::new();
        let mut is_good = !self.content.add_stand_ins(problems, &mut stand_ins);
        let mut rounds = vec![first];
        while !is_good && rounds.len() <= ROUNDS {
            let round = self.assembly(stand_ins.clone(), config, options);
            is_good = !self.content.add_stand_ins(&round.problems, &mut stand_ins);
            rounds.push(round);
        }
        rounds
    }
}
