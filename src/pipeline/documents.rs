//! Writes a single report or plan as a file.

use std::fmt;
use std::path::{Path, PathBuf};

use super::{Failure, Request, read_site};
use crate::calendar::{DateError, Period};
use crate::content::Report;
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::photos::EmbeddedImages;
use crate::report::{self, ReportCounts, ReportDocument};
use crate::site::{Format, Site};
use crate::{export, fs, photos};

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
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DocumentKind {
    /// Of past events.
    Report,
    /// Of future events.
    Plan,
}

/// The result of [`document`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedDocument {
    pub path: PathBuf,
    /// `false` if the file already existed with this content.
    pub written: bool,
    /// What is in it and what is not; `None` for a plan.
    pub counts: Option<ReportCounts>,
}

/// The reason why a document cannot be written.
#[derive(Debug)]
pub enum DocumentError {
    /// The text is no period.
    Period(DateError),
    /// The file's extension is no known format.
    Format(PathBuf),
    /// The plan would be empty.
    Empty(Period),
    /// The file exists with other content.
    Exists(PathBuf),
    Export(export::ExportError),
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
    let found_before = diagnostics.len();
    let format = document_request.out.as_deref().map_or(Ok(Format::Docx), format_of)?;
    let site = read_site(request, diagnostics)?;
    let site = site.filter(|_| !diagnostics.has_errors_since(found_before));
    let Some(site) = site else { return Ok(None) };
    let period = Period::parse(&document_request.period, &site.config.half_years)
        .map_err(DocumentError::Period)?;
    let (name, document, counts) = match document_request.kind {
        DocumentKind::Report => {
            let (document, counts, problem) = report_of(&site, period);
            diagnostics.extend(problem);
            ("otchet", document, Some(counts))
        }
        DocumentKind::Plan => ("plan", report::plan(&site, &period), None),
    };
    if document_request.kind == DocumentKind::Plan && !document.has_rows() {
        return Err(DocumentError::Empty(period).into());
    }
    let pictures = export::required_pictures(&document, format);
    let images = embedded_images(&site, &pictures, &request.root, diagnostics)?;
    if diagnostics.has_errors_since(found_before) {
        return Ok(None);
    }
    let bytes = export::to_bytes(&document, format, &images).map_err(DocumentError::Export)?;
    let named = || format!("{name}-{}.{}", period.slug(), format.extension()).into();
    let path = document_request.out.clone().unwrap_or_else(named);
    let written = save(&path, &bytes, document_request.force)?;
    Ok(Some(SavedDocument { path, written, counts }))
}

/// The report for `period`, with the narrative of its file if there is a finished one.
fn report_of(site: &Site, period: Period) -> (ReportDocument, ReportCounts, Option<Diagnostic>) {
    let has_period = |report: &Report| report.meta.period.days() == period.days();
    if let Some(page) = site.reports.iter().find(|page| has_period(&page.document)) {
        let document = report::compose(site, &page.document, &page.links.body);
        return (document, report::count_events(site, &page.document), None);
    }
    let draft = site.left_out_reports.iter().find(|report| has_period(report));
    let problem = draft.map(|draft| {
        Diagnostic::warning("этот отчёт ещё черновик: его текст в документ не вошёл")
            .at(Place::file(&*draft.file))
            .hint("если текст готов, уберите в нём строку `черновик: да`")
    });
    let report = Report::without_narrative(period);
    (report::compose(site, &report, &[]), report::count_events(site, &report), problem)
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

fn format_of(file: &Path) -> Result<Format, DocumentError> {
    let extension = file.extension().and_then(|end| end.to_str()).unwrap_or_default();
    let matches = |format: &Format| extension.eq_ignore_ascii_case(format.extension());
    Format::DOCUMENT.into_iter().find(matches).ok_or_else(|| DocumentError::Format(file.to_owned()))
}

/// Writes a file atomically; `false` if it already existed with this content.
fn save(path: &Path, bytes: &[u8], force: bool) -> Result<bool, Failure> {
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

impl DocumentError {
    /// Advice in Russian; empty if the message says enough.
    pub fn hint(&self) -> String {
        match self {
            Self::Period(error) => error.hint(),
            Self::Format(_) => "имя файла кончается на `.docx`, `.xlsx` или `.csv`".to_owned(),
            Self::Empty(_) => "в план входят анонсы и черновики с датой из этого периода; \
                               добавьте событие: `rostok new \"Название события\" --date …`"
                .to_owned(),
            Self::Exists(_) => {
                "укажите другое имя или, если его можно заменить, ключ `--force`".to_owned()
            }
            Self::Export(_) => String::new(),
        }
    }
}

impl fmt::Display for DocumentError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Period(error) => out.write_str(&error.message()),
            Self::Format(file) => {
                write!(out, "по имени `{}` не понять, какой нужен файл", file.display())
            }
            Self::Empty(period) => write!(out, "планировать нечего: {period}"),
            Self::Exists(file) => write!(out, "файл `{}` уже есть", file.display()),
            Self::Export(error) => error.fmt(out),
        }
    }
}

impl From<DocumentError> for Failure {
    fn from(error: DocumentError) -> Self {
        Self::Document(error)
    }
}
