//! Fills a form of somebody else with the events of a report.

mod centres;

use std::path::{Path, PathBuf};

use super::documents::{FoundReport, parse_period, save};
use super::{DocumentError, Failure, Request, read_site};
use crate::calendar::Period;
use crate::config::DirectionId;
use crate::content::report::ReportKind;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::form::{self, FormRow, FoundForm, RowsHeading, Unfilled};
use crate::fs;
use crate::report::{self, LeftOutEvent, ReportCounts, Scope};

pub use centres::fill_form_of_centres;

/// A form to fill.
#[derive(Clone, Debug)]
pub struct FormFile {
    /// A Word or Excel file.
    pub file: PathBuf,
    /// The table to fill: its number, or the name of its sheet; by default the one that fits best.
    pub table: Option<String>,
}

/// The input of [`fill_form`].
#[derive(Clone, Debug)]
pub struct FormRequest {
    /// The period as the user wrote it.
    pub period: String,
    pub form: FormFile,
    /// The file to write; by default one beside the form, named after it and the period.
    pub out: Option<PathBuf>,
    /// Whether a file with other content may be overwritten; the form itself never is.
    pub force: bool,
}

/// The result of [`fill_form`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedForm {
    pub path: PathBuf,
    /// `false` if the file already existed with this content.
    pub written: bool,
    /// The table that was filled: «таблица 2», «лист „Отчёт“».
    pub table: String,
    /// The names of other tables that would do as well.
    pub ties: Vec<String>,
    /// How many events stand in it.
    pub rows: usize,
    /// How many rows it had before; they are kept.
    pub kept: usize,
    pub counts: ReportCounts,
    /// How many centres are in it, if it is a form for several.
    pub centres: Option<usize>,
    pub unfilled: Vec<Unfilled>,
    /// The titles of events whose direction has no heading in the form.
    pub without_heading: Vec<String>,
    /// Further remarks, in Russian.
    pub notes: Vec<String>,
    /// The events of the period that the report leaves out.
    pub left_out: Vec<LeftOutEvent>,
    /// As [`Site::unsound_drafts`](crate::site::Site::unsound_drafts).
    pub unsound_drafts: Vec<String>,
}

/// Writes a copy of the form in which the events of the period stand. After errors in the content nothing
/// is written.
///
/// # Errors
/// If there is no site, the form cannot be read or has no table of events, or the copy cannot be written.
pub fn fill_form(
    request: &Request,
    form_request: &FormRequest,
    diagnostics: &mut Diagnostics,
) -> Result<Option<SavedForm>, Failure> {
    let FormRequest { period, form: FormFile { file, table }, out, force } = form_request;
    let found_before = diagnostics.len();
    let site = read_site(request, diagnostics)?;
    let site = site.filter(|_| !diagnostics.has_errors_since(found_before));
    let Some(site) = site else { return Ok(None) };
    let period = parse_period(period, &site)?;
    let form = OpenForm::open(file, table.as_deref(), out.as_deref(), &period.slug())?;
    let report = FoundReport::new(&site, ReportKind::Report, period).report;
    let scope = Scope::new(&site, &report, &site.config.base_url);
    let (rows, unfilled) = form::rows_of(&form.found, &scope, &site.config);
    if rows.is_empty() {
        let problem = nothing_held(period);
        diagnostics.push(problem.hint("какие события есть: `rostok list`"));
        return Ok(None);
    }
    let counts = report::count_events(&site, &report);
    let heading = |text: &str| {
        let direction = site.config.find_direction(text).map(DirectionId::index);
        RowsHeading::find(text, direction, &period, &site.config.bounds)
    };
    let saved = form.save(&rows, unfilled, &heading, counts, *force)?;
    Ok(Some(SavedForm {
        left_out: report::left_out(&site, &report),
        unsound_drafts: site.unsound_drafts.clone(),
        ..saved
    }))
}

fn nothing_held(period: Period) -> Diagnostic {
    Diagnostic::error(format!("{period}: нет ни одного проведённого события, форма не заполнена"))
}

/// A form that was read, and the file to write.
struct OpenForm {
    file: PathBuf,
    bytes: Vec<u8>,
    found: FoundForm,
    path: PathBuf,
}

impl OpenForm {
    fn open(
        file: &Path,
        table: Option<&str>,
        out: Option<&Path>,
        period: &str,
    ) -> Result<Self, Failure> {
        let path = out.map_or_else(|| filled_name(file, period), Path::to_owned);
        check_name(file, &path)?;
        let bytes = fs::read(file)?;
        let found = FoundForm::find(&bytes, table)
            .map_err(|error| DocumentError::Form(file.to_owned(), error))?;
        Ok(Self { file: file.to_owned(), bytes, found, path })
    }

    fn save(
        self,
        rows: &[FormRow],
        unfilled: Vec<Unfilled>,
        heading: &dyn Fn(&str) -> Option<RowsHeading>,
        counts: ReportCounts,
        force: bool,
    ) -> Result<SavedForm, Failure> {
        let Self { file, bytes, found, path } = self;
        let filled =
            found.fill(&bytes, rows, heading).map_err(|error| DocumentError::Form(file, error))?;
        let written = save(&path, &filled.bytes, force)?;
        Ok(SavedForm {
            path,
            written,
            table: found.name,
            ties: found.ties,
            rows: filled.written,
            kept: filled.kept,
            counts,
            centres: None,
            // Formulas fill their columns by themselves.
            unfilled: unfilled
                .into_iter()
                .filter(|one| !filled.formulas.contains(&one.at))
                .collect(),
            without_heading: filled.without_heading,
            notes: filled.notes,
            left_out: Vec::new(),
            unsound_drafts: Vec::new(),
        })
    }
}

/// `forma-2022-23-1.docx` beside `forma.docx`.
fn filled_name(form: &Path, period: &str) -> PathBuf {
    let stem = form.file_stem().unwrap_or_default().to_string_lossy();
    let name = match form.extension() {
        Some(extension) => format!("{stem}-{period}.{}", extension.to_string_lossy()),
        None => format!("{stem}-{period}"),
    };
    form.with_file_name(name)
}

/// The copy has the kind of file that the form has, and is another file.
fn check_name(form: &Path, path: &Path) -> Result<(), DocumentError> {
    let extension = |path: &Path| path.extension().map(std::ffi::OsStr::to_ascii_lowercase);
    if extension(form) != extension(path) {
        let wanted = form.extension().unwrap_or_default().to_string_lossy().into_owned();
        return Err(DocumentError::OtherKind { path: path.to_owned(), wanted });
    }
    let same = |a: &Path, b: &Path| match (fs::resolve(a), fs::resolve(b)) {
        (Ok(a), Ok(b)) => a == b,
        _ => a == b,
    };
    if same(form, path) {
        return Err(DocumentError::FormItself(path.to_owned()));
    }
    Ok(())
}
