//! The build, end to end: load → assemble → process photos → render → check → commit.
//!
//! A failed build changes nothing: the output folder changes only in the commit, after every page has
//! been rendered and checked.

mod centres;
mod copy;
mod documents;
mod drawings;
mod failure;
mod forms;
mod import;
mod outcome;
mod poster;
mod publishing;
mod sources;
mod spelling;
mod themes;
mod unfinished;
mod versions;

use std::path::PathBuf;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;

use crate::config::Config;
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::output::{self, FileContent, Manifest, MemorySink, OutputLock, Sink, SitePath};
use crate::output::{Transaction, WriteError, WriteOptions};
use crate::photos;
use crate::publish::compatibility::{self, Compatibility};
use crate::render::{self, FolderLink, Renderer, Theme};
use crate::site::{self, Site};

pub use centres::{CentresRequest, SavedCentres, centres};
pub use copy::{
    COPIES, CopyChoice, CopyError, CopyRequest, SavedCopy, WaitingCopy, copy, waiting_copies,
};
pub use documents::{
    ChosenColumns, DocumentError, DocumentKind, DocumentRequest, MadeDocument, ReportPreview,
    SavedDocument, document, make_document, preview_document,
};
pub use failure::Failure;
pub use forms::{FormFile, FormRequest, SavedForm, fill_form, fill_form_of_centres};
pub use import::{
    CorrectedImport, Corrections, EventCorrection, ImportOptions, ImportPreview, ImportUpload,
    Imported, MatchedEvent, PreviewedEvent, RefusedCorrection, ReviewOptions, import,
    import_corrected, preview_import,
};
pub use outcome::{EventCounts, Outcome, Weight};
pub use poster::{PosterRequest, SavedPoster, poster};
pub use publishing::{NotPublishable, Settings, build_to_publish, settings_to_publish};
pub use sources::{read_all_events, read_settings, read_site};
pub use spelling::check_spelling;
pub use themes::{THEMES, ThemeFiles, theme, theme_files, themes, write_theme};
pub use unfinished::unfinished_settings;
pub use versions::written_by_newer;

/// The input of a build. The caller reads the clock, once.
#[derive(Clone, Debug)]
pub struct Request {
    /// The folder that holds `content/` and `themes/`.
    pub root: PathBuf,
    /// The output folder.
    pub out: PathBuf,
    /// The time of the build.
    pub now: Timestamp,
    /// The date that counts as today, if not that of `now` in the site's time zone.
    pub today: Option<Date>,
    /// Whether drafts are included.
    pub drafts: bool,
    /// The address of the section, if not the one in the settings; from
    /// [`url::base`](crate::url::base).
    pub base_url: Option<String>,
    /// Whether foreign files in the output folder may be overwritten.
    pub adopt: bool,
}

impl Request {
    /// The date that counts as today.
    pub fn day(&self, config: &Config) -> Date {
        self.today.unwrap_or_else(|| config.timezone.to_datetime(self.now).date())
    }
}

/// Builds the site; `progress` observes the processing of photos.
///
/// # Errors
/// If the environment does not allow it; problems of the content are diagnostics.
pub fn build(request: &Request, progress: &dyn photos::Progress) -> Result<Outcome, Failure> {
    // On a thread of the pool: from outside, each parallel call would first be handed to one.
    rayon::scope(|_| run(request, progress, Mode::Build))
}

/// Reports everything that a build would report; writes nothing but processed photos into their cache.
///
/// # Errors
/// As [`build`].
pub fn check(request: &Request, progress: &dyn photos::Progress) -> Result<Outcome, Failure> {
    run(request, progress, Mode::Check)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    Build,
    Check,
}

fn run(request: &Request, progress: &dyn photos::Progress, mode: Mode) -> Result<Outcome, Failure> {
    output::check_out_folder(&request.root, &request.out)?;
    let mut diagnostics = Diagnostics::new();
    let Some(config) = sources::settings(request, &mut diagnostics)? else {
        return Ok(Outcome { diagnostics, ..Outcome::default() });
    };
    let _lock = match mode {
        Mode::Build => Some(OutputLock::acquire(&request.out)?),
        Mode::Check => None,
    };
    let run =
        BuildRun { request, config: &config, progress, mode, unpublishable: Severity::Warning };
    run.with_repair(&diagnostics)
}

/// A build or a check with settings that were read before. A build's caller holds the lock of the
/// output folder.
struct BuildRun<'a> {
    request: &'a Request,
    config: &'a Arc<Config>,
    progress: &'a dyn photos::Progress,
    mode: Mode,
    /// The severity of what should not be published yet.
    unpublishable: Severity,
}

impl BuildRun<'_> {
    /// Runs once more if a photo of the cache turns out to be damaged. `problems` are those of the
    /// settings.
    fn with_repair(&self, problems: &Diagnostics) -> Result<Outcome, Failure> {
        match self.once(problems.clone()) {
            Err(Failure::Write(WriteError::Damaged(_))) => {
                let mut problems = problems.clone();
                problems.extend(photos::remove_damaged(&self.request.root)?);
                self.once(problems)
            }
            outcome => outcome,
        }
    }

    /// # Errors
    /// [`Failure::Stopped`] if no further step is wanted.
    fn go_on(&self) -> Result<(), Failure> {
        if self.progress.should_continue() { Ok(()) } else { Err(Failure::Stopped) }
    }

    fn once(&self, mut diagnostics: Diagnostics) -> Result<Outcome, Failure> {
        let BuildRun { request, config, progress, mode, unpublishable } = *self;
        let (site, theme) = sources::load(request, config, &mut diagnostics)?;
        self.go_on()?;
        let unfinished = unfinished::check(&site, &diagnostics, unpublishable);
        diagnostics.extend(unfinished);
        let mut photo_diagnostics = Diagnostics::new();
        let plan = photos::plan(&site);
        let pictures = photos::prepare(&plan, &request.root, progress, &mut photo_diagnostics)?;
        self.go_on()?;
        let before = read_url_record(request, mode, &mut diagnostics)?;
        let (site, pictures) = (Arc::new(site), Arc::new(pictures));
        let lost = site.lost_urls(&before);
        site.warn_of_lost_urls(&lost, &mut diagnostics);

        let is_sound = !diagnostics.has_errors() && !photo_diagnostics.has_errors();
        let mut transaction = (mode == Mode::Build && is_sound)
            .then(|| Transaction::begin(&request.out))
            .transpose()?;
        let mut memory = MemorySink::default();
        let sink: &mut dyn Sink = match &mut transaction {
            Some(transaction) => transaction,
            None => &mut memory,
        };
        let mut outcome = Outcome {
            photos: pictures.summary(),
            drafts: site.draft_urls(&before),
            unsound_drafts: site.unsound_drafts.clone(),
            events: EventCounts::from_site(&site),
            ..Outcome::default()
        };
        // Templates are tried even if the content has errors, so that one run reports everything.
        let mut rendered = None;
        if let Some(theme) = &theme {
            let renderer = Renderer::new(Arc::clone(&site), Arc::clone(theme))
                .with_pictures(Arc::clone(&pictures));
            let drawn = drawings::drawings(&renderer, &request.root, mode);
            let renderer = renderer.with_drawn(Arc::new(drawn));
            if let Some(links) = render_site(&renderer, &site, &lost, sink, &mut diagnostics) {
                outcome.hosting = check_hosting(&site, theme, &links, sink, &mut diagnostics);
                outcome.weight =
                    Some(Weight { total: outcome.hosting.total, limit: config.hosting.total });
            }
            rendered = Some(renderer);
        }
        diagnostics.extend(photo_diagnostics);
        self.go_on()?;
        if let Some(transaction) = transaction.filter(|_| !diagnostics.has_errors()) {
            let found_damaged_manifest = transaction.found_damaged_manifest();
            // Beside the commit, which leaves cores idle: at 10,000 events a fiftieth of a build's time.
            let (written, ()) = rayon::join(
                || transaction.commit(WriteOptions { adopt: request.adopt }),
                || drop((rendered, site, pictures, plan)),
            );
            outcome.written = Some(written?);
            if found_damaged_manifest {
                diagnostics.push(damaged_manifest());
            }
        }
        Ok(Outcome { diagnostics, ..outcome })
    }
}

fn damaged_manifest() -> Diagnostic {
    Diagnostic::warning("список файлов готового сайта был повреждён: он составлен заново").hint(
        "страницы, которых на сайте больше нет, могли остаться в его папке; если они мешают, удалите эту папку и соберите сайт ещё раз",
    )
}

/// The record of addresses that the last build left. One that cannot be read is reported, and counts as
/// missing: the build writes a new one.
fn read_url_record(
    request: &Request,
    mode: Mode,
    diagnostics: &mut Diagnostics,
) -> Result<String, Failure> {
    match sources::read_if_exists(&request.out.join(site::RECORD)) {
        Ok(record) => Ok(record.unwrap_or_default()),
        Err(error) => {
            if mode == Mode::Build {
                Manifest::mark_pending(&request.out)?;
            }
            let record = "список прежних адресов в папке готового сайта";
            diagnostics.push(
                Diagnostic::warning(format!("не прочитать {record}: {}", error.reason())).hint(
                    "сборка составляет его заново; если адреса страниц с прошлой сборки менялись, в этот раз о них не предупредить",
                ),
            );
            Ok(String::new())
        }
    }
}

/// Puts all files of the output into `sink`, the record of addresses included; `None` after errors.
fn render_site(
    renderer: &Renderer,
    site: &Site,
    lost: &site::LostUrls<'_>,
    sink: &dyn Sink,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<FolderLink>> {
    let (folder_links, record) =
        rayon::join(|| render::render(renderer, sink, diagnostics), || site.url_record(lost));
    let folder_links = folder_links?;
    let put = match SitePath::parse(site::RECORD) {
        Ok(path) => {
            sink.put(path, FileContent::Bytes(record.into())).map_err(|error| error.to_string())
        }
        Err(error) => Err(error.to_string()),
    };
    match put {
        Ok(()) => Some(folder_links),
        Err(message) => {
            diagnostics.push(Diagnostic::error(message));
            None
        }
    }
}

fn check_hosting(
    site: &Site,
    theme: &Theme,
    folder_links: &[FolderLink],
    sink: &mut dyn Sink,
    diagnostics: &mut Diagnostics,
) -> Compatibility {
    let statics: Vec<_> = theme.statics().map(|(path, _)| path).collect();
    let links: Vec<_> = folder_links.iter().map(|link| (&*link.page, &*link.link)).collect();
    let statics = statics.iter().map(String::as_str);
    compatibility::check(&sink.files(), statics, &links, &site.config, diagnostics)
}
