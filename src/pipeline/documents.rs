//! A report or a plan alone, as a file wherever it is wanted.

use std::fmt;
use std::path::{Path, PathBuf};

use super::{Failure, Request, read_site};
use crate::calendar::{DateError, Period};
use crate::content::Report;
use crate::diagnostic::{Diagnostic, Place};
use crate::photos::EmbeddedImages;
use crate::report::{self, Document};
use crate::site::{Format, Site};
use crate::{export, fs, photos};

/// What is to be made.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// A report or a plan.
    pub kind: DocumentKind,
    /// The period, as it is written.
    pub period: String,
    /// The file; else one named after the period, in the current folder.
    pub out: Option<PathBuf>,
    /// Whether a file with other bytes may be replaced.
    pub force: bool,
}

/// What kind of document it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DocumentKind {
    /// What was done.
    Report,
    /// What is to come.
    Plan,
}

/// A document that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saved {
    /// Where it is.
    pub path: PathBuf,
    /// Whether it was not there already, byte for byte.
    pub written: bool,
}

/// Why a document cannot be made.
#[derive(Debug)]
pub enum Unmade {
    /// The period is none.
    Period(DateError),
    /// The name of the file does not tell a known format.
    Format(PathBuf),
    /// There is nothing to plan.
    Empty(Period),
    /// Another file stands there.
    Exists(PathBuf),
    /// The format cannot hold it.
    Export(export::Error),
}

/// Makes one document of the site. With errors in the content nothing is written: a report that
/// lacks an event is worse than none.
///
/// # Errors
/// Where there is no site, or the document cannot be made or written.
pub fn document(
    request: &Request,
    wanted: &Wanted,
) -> Result<(Option<Saved>, Vec<Diagnostic>), Failure> {
    let format = wanted.out.as_deref().map_or(Ok(Format::Docx), format_of)?;
    let (site, mut diagnostics) = read_site(request)?;
    let site = site.filter(|_| !diagnostics.iter().any(Diagnostic::is_error));
    let Some(site) = site else { return Ok((None, diagnostics)) };
    let period = Period::parse(&wanted.period, &site.config.half_years).map_err(Unmade::Period)?;
    let (name, document) = match wanted.kind {
        DocumentKind::Report => {
            let (document, problem) = report_of(&site, period);
            diagnostics.extend(problem);
            ("otchet", document)
        }
        DocumentKind::Plan => ("plan", report::plan(&site, &period)),
    };
    if wanted.kind == DocumentKind::Plan && !document.has_rows() {
        return Err(Unmade::Empty(period).into());
    }
    let (images, problems) =
        embedded_images(&site, &export::required_pictures(&document, format), &request.root)?;
    diagnostics.extend(problems);
    if diagnostics.iter().any(Diagnostic::is_error) {
        return Ok((None, diagnostics));
    }
    let bytes = export::to_bytes(&document, format, &images).map_err(Unmade::Export)?;
    let named = || format!("{name}-{}.{}", period.slug(), format.extension()).into();
    let path = wanted.out.clone().unwrap_or_else(named);
    let written = save(&path, &bytes, wanted.force)?;
    Ok((Some(Saved { path, written }), diagnostics))
}

/// The report about `period`: with the narrative of its file, if there is one that is finished.
fn report_of(site: &Site, period: Period) -> (Document, Option<Diagnostic>) {
    let is_its = |report: &Report| report.period.days() == period.days();
    if let Some(page) = site.reports.iter().find(|page| is_its(&page.report)) {
        return (report::compose(site, &page.report, &page.links.body), None);
    }
    let draft = site.left_out_reports.iter().find(|report| is_its(report));
    let problem = draft.map(|draft| {
        Diagnostic::warning("этот отчёт ещё черновик: его текст в документ не вошёл")
            .at(Place::file(&*draft.file))
            .hint("если текст готов, уберите в нём строку `черновик: да`")
    });
    (report::compose(site, &Report::without_narrative(period), &[]), problem)
}

/// The pictures at `paths`, finished where they are not yet, and what is wrong with them.
fn embedded_images(
    site: &Site,
    paths: &[&str],
    root: &Path,
) -> Result<(EmbeddedImages, Vec<Diagnostic>), fs::Error> {
    if paths.is_empty() {
        return Ok((EmbeddedImages::new(), Vec::new()));
    }
    let (pictures, problems) = photos::prepare(&photos::plan(site).only(paths), root, &())?;
    Ok((pictures.embedded(paths), problems))
}

fn format_of(file: &Path) -> Result<Format, Unmade> {
    let extension = file.extension().and_then(|end| end.to_str()).unwrap_or_default();
    let known = |format: &Format| extension.eq_ignore_ascii_case(format.extension());
    Format::DOCUMENT.into_iter().find(known).ok_or_else(|| Unmade::Format(file.to_owned()))
}

/// Writes a file, whole or not at all; whether it was not there already.
fn save(path: &Path, bytes: &[u8], force: bool) -> Result<bool, Failure> {
    if fs::exists(path) {
        if fs::read(path).is_ok_and(|there| there == bytes) {
            return Ok(false);
        }
        if !force {
            return Err(Unmade::Exists(path.to_owned()).into());
        }
    }
    fs::replace(path, bytes)?;
    Ok(true)
}

impl Unmade {
    /// What the user can do, in Russian; empty where the failure says it all.
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

impl fmt::Display for Unmade {
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

impl From<Unmade> for Failure {
    fn from(error: Unmade) -> Self {
        Self::Document(error)
    }
}
