//! The files to import: one, or all of a folder.

use std::path::{Path, PathBuf};

use super::pictures::SavedPictures;
use crate::calendar::SchoolYear;
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::fs::{self, EntryKind};
use crate::import::{self, ImportError, ImportedReport};
use crate::pipeline::Failure;

/// The endings of files that a folder is searched for.
const ENDINGS: [&str; 13] = [
    "docx", "odt", "xlsx", "xlsm", "ods", "csv", "tsv", "txt", "html", "htm", "xml", "rss", "atom",
];
/// Files that cannot be read, but are told.
const TOLD: [&str; 6] = ["doc", "xls", "pdf", "rtf", "mht", "mhtml"];

/// A file and what it holds.
pub(super) struct ImportFile {
    /// As messages name it.
    pub(super) file: String,
    pub(super) report: ImportedReport,
    /// Where it lies; `None` of one that was sent, which has nothing beside it.
    pub(super) path: Option<PathBuf>,
    /// Whether there are others.
    pub(super) is_one_of_many: bool,
}

impl ImportFile {
    /// The pictures that a browser saved with it.
    pub(super) fn pictures(&self) -> Result<SavedPictures, fs::Error> {
        self.path.as_deref().map_or_else(|| Ok(SavedPictures::default()), SavedPictures::beside)
    }

    /// A row, with the file's name where there are several.
    pub(super) fn label(&self, row: &str) -> String {
        if self.is_one_of_many { format!("{}, {row}", self.file) } else { row.to_owned() }
    }
}

/// Reads `path`. Files of a folder that cannot be read are diagnostics.
///
/// # Errors
/// If a single file cannot be read, or a folder has no file to import.
pub(super) fn read(
    path: &Path,
    year: Option<SchoolYear>,
    config: &Config,
    diagnostics: &mut Diagnostics,
) -> Result<Vec<ImportFile>, Failure> {
    let refuse = |refusal| Failure::Import(path.to_owned(), refusal);
    if !fs::is_folder(path) {
        let report = read_file(path, year, config)?.map_err(refuse)?;
        let file = fs::with_slashes(path);
        let path = Some(path.to_owned());
        return Ok(vec![ImportFile { file, report, path, is_one_of_many: false }]);
    }
    let mut names: Vec<String> = fs::list(path)?
        .into_iter()
        .filter(|entry| entry.kind == EntryKind::File && is_candidate(&entry.relative))
        .map(|entry| entry.relative)
        .collect();
    names.sort_unstable();
    let mut sources = Vec::new();
    for name in names {
        let file = path.join(&name);
        let shown = fs::with_slashes(&file);
        match read_file(&file, year, config)? {
            Ok(report) => {
                let path = Some(file);
                sources.push(ImportFile { file: shown, report, path, is_one_of_many: true });
            }
            Err(refusal) => diagnostics.push(
                Diagnostic::error(refusal.to_string()).at(Place::file(&shown)).hint(refusal.hint()),
            ),
        }
    }
    if sources.is_empty() && diagnostics.is_empty() {
        return Err(refuse(ImportError::NoFiles));
    }
    Ok(sources)
}

/// Whether a file of a folder is one to import: not of a folder that a browser saved beside a page, and
/// not a lock of an office.
fn is_candidate(relative: &str) -> bool {
    let mut names: Vec<&str> = relative.split('/').collect();
    let name = names.pop().unwrap_or_default();
    let is_of_page =
        names.iter().any(|folder| folder.ends_with("_files") || folder.ends_with(".files"));
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_lowercase();
    let is_hidden = relative.split('/').any(|name| name.starts_with(['.', '~']));
    !is_of_page
        && !is_hidden
        && (ENDINGS.contains(&ending.as_str()) || TOLD.contains(&ending.as_str()))
}

fn read_file(
    path: &Path,
    year: Option<SchoolYear>,
    config: &Config,
) -> Result<Result<ImportedReport, ImportError>, fs::Error> {
    if fs::size(path)? > import::MAX_BYTES {
        return Ok(Err(ImportError::TooLarge));
    }
    Ok(import::read(fs::read(path)?, year, config))
}
