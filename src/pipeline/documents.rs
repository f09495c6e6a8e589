//! Makes a single report or plan: as a file, or to be looked at.

mod error;
mod found;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{Failure, Request, read_site};
use crate::calendar::{Period, SchoolYear};
use crate::config::{Config, EventColumn};
use crate::content::report::ReportKind;
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::photos::EmbeddedImages;
use crate::report::{self, LeftOutEvent, ReportCounts, ReportDocument};
use crate::site::{Format, Site};
use crate::{export, fs, photos};

pub use error::DocumentError;
pub(super) use found::FoundReport;

/// The input of [`document`].
#[derive(Clone, Debug)]
pub struct DocumentRequest {
    pub kind: DocumentKind,
    /// The period as the user wrote it.
    pub period: String,
    /// The file; by default one named after the period in the current folder.
    pub out: Option<PathBuf>,
    /// Whether a file with other content may be overwritten.
    pub force: bool,
    pub chosen: ChosenColumns,
}

/// Columns that the user chooses, as written: «№, дата, название». They replace those of the document's
/// own file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChosenColumns {
    pub columns: Option<String>,
    /// What totals are counted by.
    pub totals: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DocumentKind {
    /// Of past events.
    Report,
    /// Of all events, held or not.
    Plan,
}

/// A report or a plan in memory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MadeDocument {
    /// The name of its file: `otchet-2022-23-1.docx`.
    pub name: String,
    pub bytes: Vec<u8>,
    /// What is in it and what is not; `None` for a plan.
    pub counts: Option<ReportCounts>,
    /// How many events a plan has.
    pub planned: usize,
    /// The files of drafts with errors, as [`Site::unsound_drafts`]: nobody knows whether they belong
    /// into it.
    pub unsound_drafts: Vec<String>,
}

/// A report or a plan before it is written.
#[derive(Clone, Debug, PartialEq)]
pub struct ReportPreview {
    pub kind: DocumentKind,
    pub period: Period,
    /// The periods that have events, the latest first.
    pub periods: Vec<Period>,
    pub document: ReportDocument,
    pub counts: ReportCounts,
    /// As [`MadeDocument::unsound_drafts`].
    pub unsound_drafts: Vec<String>,
    /// The events of the period that are not in it.
    pub left_out: Vec<LeftOutEvent>,
    /// The path of its page, if the section has one.
    pub page: Option<String>,
    /// The columns of its table of events.
    pub columns: Vec<EventColumn>,
    /// What its totals are counted by; a plan has none.
    pub totals: Vec<EventColumn>,
    pub config: Arc<Config>,
}

/// The result of [`document`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedDocument {
    pub path: PathBuf,
    /// `false` if the file already existed with this content.
    pub written: bool,
    /// What is in it and what is not; `None` for a plan.
    pub counts: Option<ReportCounts>,
    /// As [`MadeDocument::planned`].
    pub planned: usize,
    /// As [`MadeDocument::unsound_drafts`].
    pub unsound_drafts: Vec<String>,
}

/// Writes one document of the site. After errors in the content nothing is written: a report that
/// lacks an event is worse than none.
///
/// # Errors
/// If there is no site, or the document cannot be created or written.
pub fn document(
    request: &Request,
    document_request: &DocumentRequest,
    diagnostics: &mut Diagnostics,
) -> Result<Option<SavedDocument>, Failure> {
    let DocumentRequest { kind, period, out, force, chosen } = document_request;
    let format = out.as_deref().map_or(Ok(Format::Docx), format_of)?;
    let Some(made) = make_document(request, *kind, period, format, chosen, diagnostics)? else {
        return Ok(None);
    };
    let path = out.clone().unwrap_or_else(|| made.name.into());
    let written = save(&path, &made.bytes, *force)?;
    Ok(Some(SavedDocument {
        path,
        written,
        counts: made.counts,
        planned: made.planned,
        unsound_drafts: made.unsound_drafts,
    }))
}

/// Makes the document that [`document`] writes.
///
/// # Errors
/// If there is no site, or the document cannot be created.
pub fn make_document(
    request: &Request,
    kind: DocumentKind,
    period: &str,
    format: Format,
    chosen: &ChosenColumns,
    diagnostics: &mut Diagnostics,
) -> Result<Option<MadeDocument>, Failure> {
    let found_before = diagnostics.len();
    let site = read_site(request, diagnostics)?;
    let site = site.filter(|_| !diagnostics.has_errors_since(found_before));
    let Some(site) = site else { return Ok(None) };
    let period = parse_period(period, &site)?;
    let (name, report_kind) = match kind {
        DocumentKind::Report => ("otchet", ReportKind::Report),
        DocumentKind::Plan => ("plan", ReportKind::Plan),
    };
    let mut found = FoundReport::new(&site, report_kind, period);
    found.choose(chosen, &site.config)?;
    diagnostics.extend(found.draft_problem(&site));
    let document = found.compose(&site);
    let is_report = kind == DocumentKind::Report;
    let counts = is_report.then(|| report::count_events(&site, &found.report));
    if kind == DocumentKind::Plan && !document.has_rows() {
        return Err(DocumentError::Empty(period).into());
    }
    if kind == DocumentKind::Plan {
        let judged = report::judged_by_day(&site, &found.report);
        diagnostics.extend(judged.into_iter().map(|post| {
            Diagnostic::warning("из текста не видно, прошло ли событие: отметка в плане — по дате")
                .at(Place::file(&*post.file))
                .hint("допишите `проведено: да` или `проведено: нет`")
        }));
    }
    let pictures = export::required_pictures(&document, format);
    let images = embedded_images(&site, &pictures, &request.root, diagnostics)?;
    if diagnostics.has_errors_since(found_before) {
        return Ok(None);
    }
    let bytes = export::to_bytes(&document, format, &images).map_err(DocumentError::Export)?;
    let name = format!("{name}-{}.{}", period.slug(), format.extension());
    let planned = report::planned_events(&document);
    Ok(Some(MadeDocument { name, bytes, counts, planned, unsound_drafts: site.unsound_drafts }))
}

/// The document that [`make_document`] makes, for `period` or for the latest one that has events.
///
/// # Errors
/// If there is no site, the text is no period, or there is no such column.
pub fn preview_document(
    request: &Request,
    kind: DocumentKind,
    period: Option<&str>,
    chosen: &ChosenColumns,
    diagnostics: &mut Diagnostics,
) -> Result<Option<ReportPreview>, Failure> {
    let found_before = diagnostics.len();
    let site = read_site(request, diagnostics)?;
    let site = site.filter(|_| !diagnostics.has_errors_since(found_before));
    let Some(site) = site else { return Ok(None) };
    let periods = report::periods(&site);
    let this_year = || Period::school_year(SchoolYear::containing(site.today));
    let period = match period {
        Some(text) => parse_period(text, &site)?,
        None => periods.first().copied().unwrap_or_else(this_year),
    };
    let is_report = kind == DocumentKind::Report;
    let report_kind = if is_report { ReportKind::Report } else { ReportKind::Plan };
    let mut found = FoundReport::new(&site, report_kind, period);
    found.choose(chosen, &site.config)?;
    diagnostics.extend(found.draft_problem(&site));
    let options = &found.report.meta.options;
    let own = |columns: &[EventColumn], usual: Vec<EventColumn>| {
        if columns.is_empty() { usual } else { columns.to_vec() }
    };
    let of_totals = if is_report { vec![EventColumn::Direction] } else { Vec::new() };
    Ok(Some(ReportPreview {
        kind,
        period,
        periods,
        document: found.compose(&site),
        counts: report::count_events(&site, &found.report),
        unsound_drafts: site.unsound_drafts.clone(),
        left_out: if is_report { report::left_out(&site, &found.report) } else { Vec::new() },
        page: found.page.map(|page| page.path.clone()),
        columns: own(&options.columns, report::usual_columns(report_kind)),
        totals: own(&options.totals, of_totals),
        config: Arc::clone(&site.config),
    }))
}

pub(super) fn parse_period(text: &str, site: &Site) -> Result<Period, DocumentError> {
    Period::parse(text, &site.config.bounds).map_err(DocumentError::Period)
}

/// Processes the pictures at `paths`.
fn embedded_images(
    site: &Site,
    paths: &[&str],
    root: &Path,
    diagnostics: &mut Diagnostics,
) -> Result<EmbeddedImages, fs::Error> {
    if paths.is_empty() {
        return Ok(EmbeddedImages::new());
    }
    let plan = photos::plan(site).only(paths);
    Ok(photos::prepare(&plan, root, &(), diagnostics)?.embedded(paths))
}

pub(super) fn format_of(file: &Path) -> Result<Format, DocumentError> {
    let extension = file.extension().and_then(|end| end.to_str()).unwrap_or_default();
    let matches = |format: &Format| extension.eq_ignore_ascii_case(format.extension());
    Format::FILE.into_iter().find(matches).ok_or_else(|| DocumentError::Format(file.to_owned()))
}

/// Writes a file atomically; `false` if it already existed with this content.
pub(super) fn save(path: &Path, bytes: &[u8], force: bool) -> Result<bool, Failure> {
    if fs::exists(path) {
        if fs::read(path).is_ok_and(|existing| existing == bytes) {
            return Ok(false);
        }
        if !force {
            return Err(DocumentError::Exists(path.to_owned()).into());
        }
    }
    fs::replace(path, bytes)?;
    Ok(true)
}
