//! The build, end to end: load → assemble → photos → render → write.
//!
//! A failed build changes nothing: the output takes its place only when everything has been made. Until
//! then files of new folders wait under temporary names, the others in memory.

mod documents;
mod failure;
mod import;
mod themes;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;

use crate::config::{self, Config};
use crate::content;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::fs;
use crate::output::{self, Body, OutputSet, Stage, WriteError, WriteOptions, Written};
use crate::photos;
use crate::publish::fit::{self, Fit};
use crate::render::{self, Cards, Rendered, Renderer};
use crate::site::{self, Site};

pub use documents::{DocumentKind, Saved, Unmade, Wanted, document};
pub use failure::Failure;
pub use import::{Imported, Met, import};
pub use themes::{THEMES, ThemeFiles, theme, theme_files};

/// What is asked for. The clock is read by the caller, once.
#[derive(Clone, Debug)]
pub struct Request {
    /// The folder that holds `content/` and `themes/`.
    pub root: PathBuf,
    /// The folder that is written to.
    pub out: PathBuf,
    /// The time of the build.
    pub now: Timestamp,
    /// The day to be taken for today; else that of `now` in the site's zone.
    pub today: Option<Date>,
    /// Whether drafts are taken in.
    pub drafts: bool,
    /// Where the section is published, instead of the settings' address; from
    /// [`config::base_url`].
    pub base_url: Option<String>,
    /// Whether files in the output folder that are not ours may be replaced.
    pub adopt: bool,
}

/// What came of a build or a check.
#[derive(Debug)]
pub struct Outcome {
    /// What is wrong with the content.
    pub diagnostics: Vec<Diagnostic>,
    /// What else is to be said of the hosting; its problems are among the diagnostics.
    pub hosting: Fit,
    /// What was written; nothing where there are errors, or where only a check was asked for.
    pub written: Option<Written>,
    /// What became of the photos.
    pub photos: photos::Summary,
    /// How much the output weighs; nothing where it could not be made.
    pub weight: Option<Weight>,
    /// The memory that it took.
    pub spent: Spent,
}

/// All that a build makes in memory. To free it piece by piece takes a while, for nothing where the
/// program ends: let it be forgotten there.
#[derive(Debug)]
pub struct Spent {
    #[expect(dead_code, reason = "it is kept to be freed late, or never")]
    site: Option<Arc<Site>>,
    #[expect(dead_code, reason = "it is kept to be freed late, or never")]
    cards: Option<Cards>,
    set: Option<OutputSet>,
}

/// How much the output weighs, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Weight {
    /// All files together.
    pub total: u64,
    /// What the hosting gives for them.
    pub limit: u64,
}

impl Request {
    /// The day that counts as today.
    pub fn day(&self, config: &Config) -> Date {
        self.today.unwrap_or_else(|| config.timezone.to_datetime(self.now).date())
    }
}

/// Builds the site; `watch` looks on while photos are made.
///
/// # Errors
/// Where the environment does not allow it; problems of the content are diagnostics.
pub fn build(request: &Request, watch: &dyn photos::Progress) -> Result<Outcome, Failure> {
    // On a thread of the pool: from outside, each task for all cores would first be handed to one.
    rayon::scope(|_| make_and_write(request, watch))
}

fn make_and_write(request: &Request, watch: &dyn photos::Progress) -> Result<Outcome, Failure> {
    output::check_out(&request.root, &request.out)?;
    let made = make(request, watch, true)?;
    let Made { sound, diagnostics, hosting, photos, weight, stage, spent } = made;
    let written = match (&spent.set, stage) {
        (Some(set), Some(stage)) if sound => {
            Some(stage?.write(set, WriteOptions { adopt: request.adopt })?)
        }
        _ => None,
    };
    Ok(Outcome { diagnostics, hosting, written, photos, weight, spent })
}

/// Looks for everything that a build would report, and writes nothing but finished photos into
/// their cache.
///
/// # Errors
/// As [`build`].
pub fn check(request: &Request, watch: &dyn photos::Progress) -> Result<Outcome, Failure> {
    output::check_out(&request.root, &request.out)?;
    let Made { diagnostics, hosting, photos, weight, spent, .. } = make(request, watch, false)?;
    Ok(Outcome { diagnostics, hosting, written: None, photos, weight, spent })
}

/// What a build makes before it writes.
struct Made {
    /// Whether the output may be written: there are no errors.
    sound: bool,
    /// All that is wrong.
    diagnostics: Vec<Diagnostic>,
    hosting: Fit,
    photos: photos::Summary,
    weight: Option<Weight>,
    /// The output folder, if it is to be written to, with what has been written beside its folders.
    stage: Option<Result<Stage, WriteError>>,
    /// The output, and what it was made of.
    spent: Spent,
}

/// `is_written`: whether the output is written to its folder when it has been made.
fn make(
    request: &Request,
    watch: &dyn photos::Progress,
    is_written: bool,
) -> Result<Made, Failure> {
    let (config, mut diagnostics) = settings(request)?;
    let Some(config) = config else {
        let (hosting, photos) = (Fit::default(), photos::Summary::default());
        let spent = Spent { site: None, cards: None, set: None };
        let (weight, stage) = (None, None);
        return Ok(Made { sound: false, diagnostics, hosting, photos, weight, stage, spent });
    };
    let (site, theme) = rayon::join(
        || site_of(request, &config),
        || theme_files(&request.root, &config).map(|files| theme(&config, files)),
    );
    let (site, problems) = site?;
    diagnostics.extend(problems);
    let (pictures, photo_problems) = photos::prepare(&photos::plan(&site), &request.root, watch)?;
    let (site, pictures) = (Arc::new(site), Arc::new(pictures));
    let theme = match theme? {
        Ok(theme) => Some(Arc::new(theme)),
        Err(problems) => {
            diagnostics.extend(problems);
            None
        }
    };
    let statics: Vec<_> =
        theme.iter().flat_map(|theme| theme.statics().map(|(path, _)| path)).collect();
    let before = read_if_there(&request.out.join(site::RECORD))?.unwrap_or_default();
    let lost = site.lost(&before);
    let mut moved = Diagnostics::new();
    site.moved(&lost, &mut moved);
    diagnostics.extend(moved);
    // Templates are tried even where the content has errors, so that one run tells everything.
    let renderer = theme.as_ref().map(|theme| {
        Renderer::new(Arc::clone(&site), Arc::clone(theme)).with_pictures(Arc::clone(&pictures))
    });
    let failed = diagnostics.iter().chain(&photo_problems).any(Diagnostic::is_error);
    let stage = (is_written && !failed).then(|| Stage::open(&request.out));
    let keep = |path: &str, body| match &stage {
        Some(Ok(stage)) => stage.keep(path, body),
        _ => body,
    };
    let (rendered, record) = rayon::join(
        || renderer.as_ref().map(|renderer| render::render(renderer, &keep)),
        || site.addresses(&lost),
    );
    let cards = renderer.map(Renderer::into_cards);
    let made = match rendered {
        Some(Ok(mut made)) => match made.set.insert(site::RECORD, Body::Bytes(record.into())) {
            Ok(()) => Some(made),
            Err(refusal) => {
                diagnostics.push(Diagnostic::error(refusal.to_string()));
                None
            }
        },
        Some(Err(problems)) => {
            diagnostics.extend(problems);
            None
        }
        None => None,
    };
    let mut hosting = Fit::default();
    let mut weight = None;
    if let Some(Rendered { set, folder_links }) = &made {
        let links: Vec<_> = folder_links.iter().map(|of| (&*of.page, &*of.link)).collect();
        hosting = fit::check(set, statics.iter().map(String::as_str), &links, &site.config)?;
        weight = Some(Weight { total: hosting.total, limit: site.config.hosting.total });
        diagnostics.append(&mut hosting.problems);
    }
    diagnostics.extend(photo_problems);
    let sound = !diagnostics.iter().any(Diagnostic::is_error);
    let photos = pictures.summary();
    let spent = Spent { site: Some(site), cards, set: made.map(|made| made.set) };
    Ok(Made { sound, diagnostics, hosting, photos, weight, stage, spent })
}

/// The site as its files say it; none where the settings cannot be understood.
///
/// # Errors
/// As [`build`].
pub fn read_site(request: &Request) -> Result<(Option<Site>, Vec<Diagnostic>), Failure> {
    let (config, mut diagnostics) = settings(request)?;
    let Some(config) = config else { return Ok((None, diagnostics)) };
    let (site, problems) = site_of(request, &config)?;
    diagnostics.extend(problems);
    Ok((Some(site), diagnostics))
}

fn site_of(request: &Request, config: &Arc<Config>) -> Result<(Site, Vec<Diagnostic>), fs::Error> {
    let mut diagnostics = Diagnostics::new();
    let content = content::load(&request.root, config, &mut diagnostics)?;
    let options = site::Options { today: request.day(config), drafts: request.drafts };
    let site = site::assemble(&content, config, options, &mut diagnostics);
    Ok((site, diagnostics.into_vec()))
}

/// The addresses of events and pages that are drafts.
///
/// # Errors
/// As [`build`].
pub fn drafts(request: &Request) -> Result<Vec<String>, Failure> {
    let request = Request { drafts: true, ..request.clone() };
    let (site, _) = read_site(&request)?;
    let mut paths = Vec::new();
    if let Some(site) = site {
        let events = site.events.iter().filter(|event| event.post.draft);
        paths.extend(events.map(|event| event.path.clone()));
        let pages = site.pages.iter().filter(|page| page.page.draft);
        paths.extend(pages.map(|page| page.path.clone()));
    }
    Ok(paths)
}

/// The settings alone.
///
/// # Errors
/// As [`build`]; within, what is wrong with them.
pub fn read_settings(request: &Request) -> Result<Result<Arc<Config>, Vec<Diagnostic>>, Failure> {
    let (config, diagnostics) = settings(request)?;
    let sound = !diagnostics.iter().any(Diagnostic::is_error);
    Ok(config.filter(|_| sound).ok_or(diagnostics))
}

fn settings(request: &Request) -> Result<(Option<Arc<Config>>, Vec<Diagnostic>), Failure> {
    let Some(text) = read_if_there(&request.root.join(config::FILE))? else {
        return Err(Failure::NoSite(request.root.clone()));
    };
    let mut diagnostics = Diagnostics::new();
    let config = Config::parse(config::FILE, &text, &mut diagnostics);
    let config = config.map(|mut config| {
        if let Some(base_url) = &request.base_url {
            config.base_url.clone_from(base_url);
        }
        Arc::new(config)
    });
    Ok((config, diagnostics.into_vec()))
}

fn read_if_there(path: &Path) -> Result<Option<String>, fs::Error> {
    if fs::exists(path) { fs::read_text(path).map(Some) } else { Ok(None) }
}
