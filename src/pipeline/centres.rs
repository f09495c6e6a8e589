//! Makes one report over several centres, from their folders or from the `events.json` that their builds
//! publish.

use std::path::{Path, PathBuf};

use jiff::civil::Date;
use rayon::prelude::*;
use serde::Deserialize;

use super::documents::{format_of, save};
use super::{DocumentError, Failure, Request, read_site};
use crate::calendar::{Period, SchoolBounds};
use crate::diagnostic::{Diagnostic, Diagnostics, Place, Severity};
use crate::photos::EmbeddedImages;
use crate::report::{self, CENTRE_FILE_VERSION, CentreFile, ReportCounts};
use crate::site::{EVENTS_FILE, Format, Site};
use crate::{config, export, fs};

/// No program for texts opens a longer table in good time.
const MAX_ROWS_OF_TEXT: usize = 3_000;

/// The input of [`centres`].
#[derive(Clone, Debug)]
pub struct CentresRequest {
    /// The folders of sites.
    pub roots: Vec<PathBuf>,
    /// Files `events.json`, folders of them, and texts that list either.
    pub sources: Vec<PathBuf>,
    /// The period as the user wrote it.
    pub period: String,
    /// The file; by default one named after the period in the current folder.
    pub out: Option<PathBuf>,
    /// Whether a file with other content may be overwritten.
    pub force: bool,
    /// Whether a report without the centres that cannot be read will do.
    pub partial: bool,
}

/// The result of [`centres`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedCentres {
    pub path: PathBuf,
    /// `false` if the file already existed with this content.
    pub written: bool,
    /// How many centres are in it.
    pub centres: usize,
    pub counts: ReportCounts,
    /// Whether the table of events is left out, because it is too long for a text.
    pub is_without_events: bool,
}

/// Writes the report of several centres. If one of them cannot be read, nothing is written, unless the
/// request is content with the others: a report that lacks a centre is worse than none.
///
/// # Errors
/// If a folder is no site, a list cannot be read, the text is no period, or the report cannot be written.
pub fn centres(
    request: &Request,
    wanted: &CentresRequest,
    diagnostics: &mut Diagnostics,
) -> Result<Option<SavedCentres>, Failure> {
    let format = wanted.out.as_deref().map_or(Ok(Format::Docx), format_of)?;
    let mut problems = Diagnostics::new();
    let mut missing = Vec::new();
    let sites = read_sites(request, &wanted.roots, &mut missing, &mut problems)?;
    let paths = expand(&wanted.sources, &mut missing, &mut problems)?;
    let texts: Vec<_> = paths.par_iter().map(|path| fs::read_text(path)).collect();
    let parsed: Vec<Result<CentreFile<'_>, Diagnostic>> = texts
        .par_iter()
        .map(|text| match text {
            Ok(text) => parse(text.trim_start_matches('\u{FEFF}')),
            Err(error) => Err(Diagnostic::error(error.to_string())),
        })
        .collect();
    let mut files: Vec<CentreFile<'_>> = sites.iter().map(CentreFile::local).collect();
    for (path, file) in paths.iter().zip(parsed) {
        match file {
            Ok(file) => files.push(file),
            Err(problem) => {
                missing.push(fs::with_slashes(path));
                problems.push(problem.at(Place::file(fs::with_slashes(path))));
            }
        }
    }
    let files = without_repeats(files, &mut problems);

    let is_complete = !problems.has_errors();
    if wanted.partial {
        let softened = problems.into_iter();
        diagnostics
            .extend(softened.map(|problem| Diagnostic { severity: Severity::Warning, ..problem }));
    } else {
        diagnostics.extend(problems);
    }
    if !is_complete && !wanted.partial || files.is_empty() {
        return Ok(None);
    }
    let bounds = sites.first().map_or_else(SchoolBounds::default, |site| site.config.bounds);
    let period = Period::parse(&wanted.period, &bounds).map_err(DocumentError::Period)?;
    let max_rows = match format {
        Format::Docx | Format::Odt => MAX_ROWS_OF_TEXT,
        _ => usize::MAX,
    };
    let today = today(request, &sites);
    let (document, counts) = report::compose_centres(period, today, &files, &missing, max_rows);
    let bytes = export::to_bytes(&document, format, &EmbeddedImages::new())
        .map_err(DocumentError::Export)?;
    let name = format!("otchet-tsentrov-{}.{}", period.slug(), format.extension());
    let path = wanted.out.clone().unwrap_or_else(|| name.into());
    let written = save(&path, &bytes, wanted.force)?;
    let is_without_events = counts.held > max_rows;
    Ok(Some(SavedCentres { path, written, centres: files.len(), counts, is_without_events }))
}

fn today(request: &Request, sites: &[Site]) -> Date {
    match sites.first() {
        Some(site) => request.day(&site.config),
        None => request
            .today
            .unwrap_or_else(|| config::default_timezone().to_datetime(request.now).date()),
    }
}

/// The sites in `roots`; one with errors in its content is `missing`.
fn read_sites(
    request: &Request,
    roots: &[PathBuf],
    missing: &mut Vec<String>,
    problems: &mut Diagnostics,
) -> Result<Vec<Site>, Failure> {
    let mut sites = Vec::new();
    for root in roots {
        let mut found = Diagnostics::new();
        let request = Request { root: root.clone(), ..request.clone() };
        let site = read_site(&request, &mut found)?;
        match site.filter(|_| !found.has_errors()) {
            Some(site) => sites.push(site),
            None => missing.push(fs::with_slashes(root)),
        }
        problems.extend(found.into_iter().map(|problem| in_root(problem, root)));
    }
    Ok(sites)
}

/// The problem with its file below `root`: files of several sites are called alike.
fn in_root(mut problem: Diagnostic, root: &Path) -> Diagnostic {
    let root = fs::with_slashes(root);
    let places = problem.place.iter_mut().chain(problem.other.iter_mut().map(|(place, _)| place));
    for place in places {
        place.file = format!("{root}/{}", place.file);
    }
    problem
}

/// The files that `sources` name.
fn expand(
    sources: &[PathBuf],
    missing: &mut Vec<String>,
    problems: &mut Diagnostics,
) -> Result<Vec<PathBuf>, Failure> {
    let mut files = Vec::new();
    for source in sources {
        let is_list = !fs::is_folder(source)
            && source.extension().is_none_or(|end| !end.eq_ignore_ascii_case("json"));
        if is_list {
            let folder = source.parent().unwrap_or(Path::new(""));
            let text = fs::read_text(source)?;
            let lines = text.trim_start_matches('\u{FEFF}').lines().map(str::trim);
            for line in lines.filter(|line| !line.is_empty() && !line.starts_with('#')) {
                add_source(&folder.join(line), &mut files, missing, problems);
            }
        } else {
            add_source(source, &mut files, missing, problems);
        }
    }
    Ok(files)
}

/// Adds a file, or the files of a folder: its own `events.json`, else those of the sites in it, and all
/// its `.json`.
fn add_source(
    source: &Path,
    files: &mut Vec<PathBuf>,
    missing: &mut Vec<String>,
    problems: &mut Diagnostics,
) {
    if !fs::is_folder(source) {
        files.push(source.to_owned());
        return;
    }
    let own = |folder: &Path| {
        let places = [folder.join(EVENTS_FILE), folder.join("public").join(EVENTS_FILE)];
        places.into_iter().find(|file| fs::exists(file))
    };
    if let Some(own) = own(source) {
        files.push(own);
        return;
    }
    let found_before = files.len();
    files.extend(fs::subfolders(source).iter().filter_map(|name| own(&source.join(name))));
    files.extend(fs::files_with_extension(source, "json").iter().map(|name| source.join(name)));
    if files.len() == found_before {
        missing.push(fs::with_slashes(source));
        let problem = Diagnostic::error(format!("в папке нет ни одного файла `{EVENTS_FILE}`"));
        problems.push(problem.at(Place::file(fs::with_slashes(source))).hint(
            "этот файл создаёт сборка сайта центра: `rostok build`; он лежит в папке `public`",
        ));
    }
}

#[derive(Deserialize)]
struct FileVersion {
    version: Option<u32>,
}

fn parse(text: &str) -> Result<CentreFile<'_>, Diagnostic> {
    let foreign = |error: &serde_json::Error| {
        let message =
            format!("это не файл `{EVENTS_FILE}`, или он повреждён (строка {})", error.line());
        Diagnostic::error(message).hint(
            "скачайте файл с сайта центра ещё раз или возьмите из папки `public` после `rostok build`",
        )
    };
    let version: FileVersion = serde_json::from_str(text).map_err(|error| foreign(&error))?;
    if version.version.is_some_and(|version| version > CENTRE_FILE_VERSION) {
        return Err(Diagnostic::error("этот файл записан более новой версией Ростка")
            .hint("обновите Росток на этом компьютере"));
    }
    serde_json::from_str(text).map_err(|error| foreign(&error))
}

/// Each centre once: the same one may be in a list and in a folder.
fn without_repeats<'t>(
    files: Vec<CentreFile<'t>>,
    problems: &mut Diagnostics,
) -> Vec<CentreFile<'t>> {
    let mut once: Vec<CentreFile<'t>> = Vec::with_capacity(files.len());
    let mut known = std::collections::HashSet::new();
    for file in files {
        let name = (file.centre.url.to_string(), file.centre.school.to_string());
        if known.insert(name) {
            once.push(file);
        } else {
            problems.push(Diagnostic::warning(format!(
                "центр указан дважды и учтён один раз: {}",
                file.centre.url
            )));
        }
    }
    once
}
