//! An import that its author looks at before anything is written: what is found in a file that was sent, and the
//! import of it with corrections.

use std::collections::HashSet;

use super::files::ImportFile;
use super::posts::ExistingPosts;
use super::rest::{self, RestWriting};
use super::{ImportSettings, Imported, problems, set_direction, settings};
use crate::calendar::SchoolYear;
use crate::config::Config;
use crate::content::{self, DraftErrors};
use crate::diagnostic::{Diagnostics, Severity};
use crate::import::{self, ImportProblem, ImportedDirection, ImportedEvent, YearOfDates};
use crate::pipeline::{Failure, Request};

/// A file that was sent: it lies nowhere where something may be beside it.
#[derive(Clone, Copy, Debug)]
pub struct ImportUpload<'a> {
    /// As its author calls it.
    pub name: &'a str,
    pub bytes: &'a [u8],
}

/// What holds for the whole file; as in [`ImportOptions`](super::ImportOptions).
#[derive(Clone, Copy, Debug, Default)]
pub struct ReviewOptions<'a> {
    pub year: Option<SchoolYear>,
    pub direction: Option<&'a str>,
}

/// What is found in a file.
#[derive(Clone, Debug, Default)]
pub struct ImportPreview {
    /// In the order of the file.
    pub events: Vec<PreviewedEvent>,
    pub year: Option<YearOfDates>,
    /// Other files that would be written, with what they would hold.
    pub files: Vec<String>,
    /// What would go nowhere.
    pub untaken: Vec<String>,
}

/// An event as it would be written.
#[derive(Clone, Debug)]
pub struct PreviewedEvent {
    pub event: ImportedEvent,
    /// The file of the post that the site has already.
    pub existing: Option<String>,
    pub problems: Vec<ImportProblem>,
}

/// What the author says of an event that was found.
#[derive(Clone, Debug, Default)]
pub struct EventCorrection {
    /// Its number among those of the file, from 0.
    pub number: usize,
    pub left_out: bool,
    pub title: Option<String>,
    pub date: Option<String>,
    /// In any form that posts accept; an empty one removes it.
    pub direction: Option<String>,
}

/// A correction that cannot be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefusedCorrection {
    pub number: usize,
    /// `title`, `date` or `direction`.
    pub field: &'static str,
    pub message: String,
    pub hint: String,
}

fn read(
    upload: ImportUpload<'_>,
    year: Option<SchoolYear>,
    config: &Config,
) -> Result<ImportFile, Failure> {
    let refuse = |refusal| Failure::Import(upload.name.into(), refusal);
    let report = import::read(upload.bytes.to_vec(), year, config).map_err(refuse)?;
    Ok(ImportFile { file: upload.name.to_owned(), report, path: None, is_one_of_many: false })
}

/// Finds what an import of `upload` would write; writes nothing. The diagnostics are about the whole file.
///
/// # Errors
/// As [`import`](super::import()).
pub fn preview_import(
    request: &Request,
    upload: ImportUpload<'_>,
    options: ReviewOptions<'_>,
    diagnostics: &mut Diagnostics,
) -> Result<Option<ImportPreview>, Failure> {
    let Some(ImportSettings { config, direction }) =
        settings(request, options.direction, diagnostics)?
    else {
        return Ok(None);
    };
    let mut sources = [read(upload, options.year, &config)?];
    set_direction(&mut sources, direction);
    let [source] = &sources;
    let content =
        content::load(&request.root, &config, DraftErrors::Reported, &mut Diagnostics::new())?;
    let posts = ExistingPosts::new(&content, &request.root);
    let files = rest::write(source, &content, request, &config, RestWriting::Planned)?;
    let untaken = problems::untaken(source, &files);
    let report = &source.report;
    let year = report.year.and_then(YearOfDates::school_year);
    let rows: HashSet<&str> = report.events.iter().map(|event| &*event.row).collect();
    // The others are shown at their events.
    let told = problems::WrittenRows { created: &HashSet::new(), existing: &rows };
    problems::report(source, &told, &config, diagnostics);
    let mut seen = HashSet::new();
    let events = report.events.iter().map(|event| PreviewedEvent {
        event: event.clone(),
        existing: posts.find(event, year),
        // Of several events in one row the first one shows them.
        problems: match seen.insert(&*event.row) {
            true => report.problems.iter().filter(|one| one.row == event.row).cloned().collect(),
            false => Vec::new(),
        },
    });
    Ok(Some(ImportPreview {
        events: events.collect(),
        year: report.year,
        files: files.written,
        untaken,
    }))
}

/// All that the author says of a file after looking at it.
#[derive(Clone, Copy, Debug)]
pub struct Corrections<'a> {
    pub events: &'a [EventCorrection],
    /// Whether the file's tables and its text are taken too.
    pub rest: bool,
}

/// What became of an import with corrections.
#[derive(Clone, Debug)]
pub enum CorrectedImport {
    /// The settings or the direction are unusable.
    Unusable,
    /// These corrections cannot be made; nothing is written.
    Refused(Vec<RefusedCorrection>),
    Written(Imported),
}

/// Imports `upload` with corrections.
///
/// # Errors
/// As [`import`](super::import()).
pub fn import_corrected(
    request: &Request,
    upload: ImportUpload<'_>,
    options: ReviewOptions<'_>,
    corrections: Corrections<'_>,
    diagnostics: &mut Diagnostics,
) -> Result<CorrectedImport, Failure> {
    let Some(ImportSettings { config, direction }) =
        settings(request, options.direction, diagnostics)?
    else {
        return Ok(CorrectedImport::Unusable);
    };
    let mut sources = [read(upload, options.year, &config)?];
    set_direction(&mut sources, direction);
    let [source] = &mut sources;
    let refused = correct(source, corrections.events, &config);
    if !refused.is_empty() {
        return Ok(CorrectedImport::Refused(refused));
    }
    let rest = if corrections.rest { RestWriting::Written } else { RestWriting::LeftOut };
    // Who has looked at the table has agreed.
    let confirm = &mut |_| true;
    super::write(request, &config, &sources, rest, confirm, diagnostics)
        .map(CorrectedImport::Written)
}

/// Makes the corrections; gives those that cannot be made.
fn correct(
    source: &mut ImportFile,
    corrections: &[EventCorrection],
    config: &Config,
) -> Vec<RefusedCorrection> {
    let report = &mut source.report;
    let mut refused = Vec::new();
    let mut left_out = HashSet::new();
    for correction in corrections {
        let number = correction.number;
        if correction.left_out {
            left_out.insert(number);
            continue;
        }
        let Some(event) = report.events.get_mut(number) else { continue };
        let mut refuse = |field, message: String, hint: String| {
            refused.push(RefusedCorrection { number, field, message, hint });
        };
        if let Some(title) = &correction.title {
            let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
            if title.is_empty() {
                refuse("title", "напишите, как называется событие".to_owned(), String::new());
            } else {
                event.title = title;
            }
        }
        if let Some(date) = &correction.date {
            match event.correct_date(date, report.year, &config.bounds) {
                Ok(()) => forget(&mut report.problems, &event.row),
                Err(error) => refuse("date", error.message(), error.hint()),
            }
        }
        match correction.direction.as_deref().map(str::trim) {
            None => {}
            Some("") => event.direction = ImportedDirection::Missing,
            Some(direction) => match config.resolve_direction(direction) {
                Ok(direction) => event.direction = ImportedDirection::Known(direction),
                Err(error) => refuse("direction", error.message, error.hint),
            },
        }
    }
    let mut number = 0;
    let mut kept_rows = HashSet::new();
    let mut rows = HashSet::new();
    report.events.retain(|event| {
        number += 1;
        rows.insert(event.row.clone());
        let is_kept = !left_out.contains(&(number - 1));
        if is_kept {
            kept_rows.insert(event.row.clone());
        }
        is_kept
    });
    report.problems.retain(|one| !rows.contains(&one.row) || kept_rows.contains(&one.row));
    refused
}

/// The errors of a row have been looked at and corrected.
fn forget(problems: &mut Vec<ImportProblem>, row: &str) {
    problems.retain(|problem| problem.row != row || problem.severity != Severity::Error);
}
