//! Publishing and undoing from the connection to the check of the live pages; every front end calls
//! these two functions.

use super::error::PublishError;
use super::host::{Dialog, Restoration, UploadEvent};
use super::local_state::{LocalState, UndoSource};
use super::manifest::{Edition, SectionManifest};
use super::plan::{Plan, PlanSummary, plan};
use super::publication::Publication;
use super::source::{BuiltSite, Source};
use super::upload::{UploadContext, UploadOptions, UploadSession, read_server_state};
use super::verify::audit::WebAccess;
use super::verify::http::Http;
use super::verify::live::{self, SentPage};

/// How many of the sent pages are looked for on the web.
const CHECKED_PAGES: usize = 30;

/// The user's choices for [`run`].
#[derive(Clone, Copy, Debug)]
pub struct RunOptions {
    pub confirmation: Confirmation,
    /// Whether anyone's lock is taken over.
    pub break_lock: bool,
    /// Whether foreign files may be overwritten.
    pub adopt: bool,
    /// How many files may be removed; `None` for a fifth of the section.
    pub removals: Option<usize>,
    pub audit: Audit,
    /// Whether the sent pages are looked for on the web.
    pub check_live: bool,
}

/// The user's choices for [`undo`].
#[derive(Clone, Copy, Debug)]
pub struct UndoOptions {
    pub confirmation: Confirmation,
    /// Whether anyone's lock is taken over.
    pub break_lock: bool,
    /// How many files may be removed; `None` for half of the section.
    pub removals: Option<usize>,
}

/// Whether a plan is carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Confirmation {
    /// No, it is only reported.
    DryRun,
    /// If [`Dialog::confirm`] says so.
    Ask,
    /// Yes, without a question.
    Given,
}

/// What of the server is compared with the manifest before the plan is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Audit {
    None,
    /// The sizes of all files.
    Sizes,
    /// The sizes, and what the web server gives for each file.
    Contents,
}

/// How a run ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RunOutcome {
    /// Nothing was changed, as [`Confirmation::DryRun`] wants it.
    Planned(Plan),
    /// The user did not confirm the plan.
    Declined,
    Published(Published),
}

/// What a run did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    /// What was done; empty if everything was in place.
    pub plan: Plan,
    /// The URLs of posts that are new on the server.
    pub new_posts: Vec<String>,
    /// The URLs of files that are on the server and not on the web yet.
    pub not_live: Vec<String>,
    /// The upload whose files were restored, after an undo.
    pub restored: Option<Edition>,
}

/// Publishes `site`.
///
/// 1. Connects, with a password from `dialog`.
/// 2. Unless confirmation is given: reads the state of the server, reports a plan and asks.
/// 3. Locks the section, audits it if wanted, and makes the plan for what the server holds now.
/// 4. Sends and removes files.
/// 5. Looks for the sent pages on the web.
///
/// # Errors
/// If the server, the disk or another computer prevents it. The next run continues where this one
/// stopped.
pub fn run(
    publication: &Publication<'_>,
    site: &BuiltSite,
    options: RunOptions,
    dialog: &mut dyn Dialog,
) -> Result<RunOutcome, PublishError> {
    let RunOptions { confirmation, break_lock, adopt, removals, audit, check_live } = options;
    let local = publication.open_local_state()?;
    let more_connections = publication.target.more_connections();
    let run = Run {
        publication,
        local: &local,
        wanted: &site.manifest,
        source: site,
        upload: UploadOptions { break_lock, adopt, undo: false, removals, more_connections },
        confirmation,
        audit,
        check_live,
    };
    run.execute(dialog)
}

/// Restores what the server held before the last upload from this computer.
///
/// # Errors
/// [`PublishError::NothingToUndo`]; [`PublishError::PublishedSince`] if someone else has published
/// since; and as [`run`].
pub fn undo(
    publication: &Publication<'_>,
    options: UndoOptions,
    dialog: &mut dyn Dialog,
) -> Result<RunOutcome, PublishError> {
    let UndoOptions { confirmation, break_lock, removals } = options;
    let local = publication.open_local_state()?;
    let mut state = local.last_state()?.ok_or(PublishError::NothingToUndo)?;
    state.files.retain(|_, hash| hash.is_some());
    let more_connections = publication.target.more_connections();
    let run = Run {
        publication,
        local: &local,
        wanted: &state,
        source: &UndoSource(&local),
        upload: UploadOptions { break_lock, adopt: false, undo: true, removals, more_connections },
        confirmation,
        audit: Audit::None,
        check_live: false,
    };
    let outcome = run.execute(dialog)?;
    if matches!(outcome, RunOutcome::Published(_)) {
        local.forget_last_state()?;
    }
    Ok(outcome)
}

/// A run of [`run`] or [`undo`].
struct Run<'a> {
    publication: &'a Publication<'a>,
    local: &'a LocalState,
    /// What the server holds in the end.
    wanted: &'a SectionManifest,
    source: &'a dyn Source,
    upload: UploadOptions,
    confirmation: Confirmation,
    audit: Audit,
    check_live: bool,
}

impl Run<'_> {
    fn execute(&self, dialog: &mut dyn Dialog) -> Result<RunOutcome, PublishError> {
        let target = &self.publication.target;
        let mut remote = self.publication.connect(dialog)?;
        let mut seen = None;
        if self.confirmation != Confirmation::Given {
            let extension = target.record_extension();
            let server = read_server_state(&mut remote, dialog, self.local, extension)?;
            if self.upload.undo {
                self.local.check_undo(&server, dialog.now())?;
            }
            let plan = plan(self.wanted, &server);
            let summary = self.summary(&plan);
            dialog.report(self.planned(&plan, &summary, &target.address(), &server.edition));
            if self.confirmation == Confirmation::DryRun {
                return Ok(RunOutcome::Planned(plan));
            }
            if plan.is_empty() && self.audit == Audit::None {
                return Ok(RunOutcome::Published(self.published(plan, Vec::new(), Vec::new())));
            }
            self.upload.check_removals(&plan, &server)?;
            if !dialog.confirm() {
                return Ok(RunOutcome::Declined);
            }
            seen = Some(server);
        }

        let context = UploadContext {
            local: self.local,
            owner: self.publication.publisher.owner(self.local),
            record_extension: target.record_extension(),
            options: self.upload,
        };
        let mut session = UploadSession::begin(&mut remote, dialog, context)?;
        if let Some(seen) = seen {
            session = session.expect_unchanged(&seen)?;
        }
        let mut not_served = Vec::new();
        if self.audit >= Audit::Sizes {
            session = session.audit_sizes(self.source)?;
        }
        if self.audit == Audit::Contents {
            (session, not_served) = self.audit_contents(session)?;
        }
        let plan = plan(self.wanted, &session.server);
        if self.confirmation == Confirmation::Given || self.audit != Audit::None {
            let (summary, now) = (self.summary(&plan), session.server.edition.clone());
            session.report(self.planned(&plan, &summary, &target.address(), &now));
        }
        session.report(UploadEvent::Started { bytes: plan.bytes() });
        let applied = session.apply(&plan, self.source);
        let speed = dialog.finished();
        applied?;
        if let Some(speed) = speed {
            self.local.set_speed(speed)?;
        }
        let new_posts: Vec<_> = plan.new_posts().map(|path| target.url(path)).collect();
        let mut not_live = if self.check_live { self.not_live(&plan, dialog)? } else { Vec::new() };
        not_live.extend(not_served);
        Ok(RunOutcome::Published(self.published(plan, new_posts, not_live)))
    }

    fn published(&self, plan: Plan, new_posts: Vec<String>, not_live: Vec<String>) -> Published {
        let restored = self.upload.undo.then(|| self.wanted.edition.clone());
        Published { plan, new_posts, not_live, restored }
    }

    fn summary(&self, plan: &Plan) -> PlanSummary {
        PlanSummary::new(plan, self.source, self.publication.target.short_title())
    }

    /// `now` is what the server holds.
    fn planned<'e>(
        &'e self,
        plan: &'e Plan,
        summary: &'e PlanSummary,
        target: &'e str,
        now: &'e Edition,
    ) -> UploadEvent<'e> {
        let undo = self.upload.undo.then_some(Restoration { from: now, to: &self.wanted.edition });
        UploadEvent::Planned { plan, summary, undo, target, speed: self.local.speed() }
    }

    fn audit_contents<'s>(
        &self,
        session: UploadSession<'s>,
    ) -> Result<(UploadSession<'s>, Vec<String>), PublishError> {
        let url_of = |path: &str| self.publication.target.url(path);
        let cache_buster = self.publication.publisher.nonce();
        let mut web =
            WebAccess { http: &mut Http::default(), url_of: &url_of, cache_buster: &cache_buster };
        session.audit_contents(self.wanted, self.source, &mut web)
    }

    /// The URLs of sent pages that the web server does not give yet. Of many pages, the last ones of
    /// the plan are checked: the index, lists, changed posts.
    fn not_live(&self, plan: &Plan, dialog: &mut dyn Dialog) -> Result<Vec<String>, PublishError> {
        let pages = plan.send.iter().rev().filter(|file| file.path.ends_with(".html"));
        let pages = pages.take(CHECKED_PAGES).map(|file| {
            let bytes = self.source.bytes(&file.path, file.hash)?;
            Ok(SentPage { url: self.publication.target.url(&file.path), bytes })
        });
        let pages = pages.collect::<Result<Vec<_>, PublishError>>()?;
        let cache_buster = self.publication.publisher.nonce();
        Ok(live::wait_until_live(pages, &cache_buster, &mut Http::default(), dialog))
    }
}
