//! The centres of a report over several: folders of sites, and the `events.json` that builds publish.

use std::path::{Path, PathBuf};

use jiff::civil::Date;
use rayon::prelude::*;
use serde::Deserialize;

use super::CentresRequest;
use crate::calendar::{Period, SchoolBounds};
use crate::diagnostic::{Diagnostic, Diagnostics, Place, Severity};
use crate::pipeline::{DocumentError, Failure, Request, read_site};
use crate::report::{CENTRE_FILE_VERSION, CentreFile};
use crate::site::{EVENTS_FILE, Site};
use crate::{config, fs};

/// What the sources of a report have.
pub(in crate::pipeline) struct CentreSources {
    pub(in crate::pipeline) sites: Vec<Site>,
    /// The texts of files `events.json`.
    texts: Vec<(PathBuf, Result<String, fs::Error>)>,
    /// What could not be read.
    pub(in crate::pipeline) missing: Vec<String>,
    problems: Diagnostics,
}

impl CentreSources {
    /// # Errors
    /// If a folder is no site, or a list cannot be read.
    pub(in crate::pipeline) fn read(
        request: &Request,
        wanted: &CentresRequest,
    ) -> Result<Self, Failure> {
        let mut problems = Diagnostics::new();
        let mut missing = Vec::new();
        let sites = read_sites(request, &wanted.roots, &mut missing, &mut problems)?;
        let paths = expand(&wanted.sources, &mut missing, &mut problems)?;
        let read = |path: PathBuf| {
            let text = fs::read_text(&path);
            (path, text)
        };
        let texts = paths.into_par_iter().map(read).collect();
        Ok(Self { sites, texts, missing, problems })
    }

    /// The centres, and the names of those that are missing. `None` if one cannot be read, unless
    /// `partial` is content with the others: a report that lacks a centre is worse than none.
    pub(in crate::pipeline) fn centres(
        &self,
        partial: bool,
        diagnostics: &mut Diagnostics,
    ) -> Option<(Vec<CentreFile<'_>>, Vec<String>)> {
        let parsed: Vec<Result<CentreFile<'_>, Diagnostic>> = self
            .texts
            .par_iter()
            .map(|(_, text)| match text {
                Ok(text) => parse(text.trim_start_matches('\u{FEFF}')),
                Err(error) => Err(Diagnostic::error(error.to_string())),
            })
            .collect();
        let (mut problems, mut missing) = (self.problems.clone(), self.missing.clone());
        let mut files: Vec<CentreFile<'_>> = self.sites.iter().map(CentreFile::local).collect();
        for ((path, _), file) in self.texts.iter().zip(parsed) {
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
        if partial {
            let softened = problems.into_iter();
            diagnostics.extend(
                softened.map(|problem| Diagnostic { severity: Severity::Warning, ..problem }),
            );
        } else {
            diagnostics.extend(problems);
        }
        ((is_complete || partial) && !files.is_empty()).then_some((files, missing))
    }

    pub(in crate::pipeline) fn bounds(&self) -> SchoolBounds {
        self.sites.first().map_or_else(SchoolBounds::default, |site| site.config.bounds)
    }

    /// # Errors
    /// If the text is no period.
    pub(in crate::pipeline) fn period(&self, text: &str) -> Result<Period, DocumentError> {
        Period::parse(text, &self.bounds()).map_err(DocumentError::Period)
    }

    /// The present day.
    pub(in crate::pipeline) fn today(&self, request: &Request) -> Date {
        match self.sites.first() {
            Some(site) => request.day(&site.config),
            None => request
                .today
                .unwrap_or_else(|| config::default_timezone().to_datetime(request.now).date()),
        }
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
