//! Imports reports, plans and news: writes draft posts for the events that the site does not have yet.

mod files;
mod pictures;
mod posts;
mod problems;
mod rest;
mod review;

use std::collections::HashSet;
use std::path::Path;
use std::sync::Arc;

use super::{Failure, Request, read_settings};
use crate::calendar::SchoolYear;
use crate::config::{Config, DirectionId};
use crate::content::{self, Content, DraftErrors};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::import::{ImportedDirection, YearOfDates};
use crate::quantity::count;
use files::ImportFile;
use pictures::SavedPictures;
use posts::ExistingPosts;
use rest::{RestFiles, RestWriting};
pub use review::{
    CorrectedImport, Corrections, EventCorrection, ImportPreview, ImportUpload, PreviewedEvent,
    RefusedCorrection, ReviewOptions, import_corrected, preview_import,
};

/// More drafts than this are written only if the user agrees: a table of something else may have been
/// taken for events.
const MANY: usize = 100;

/// What the user says about an import.
pub struct ImportOptions<'a> {
    /// The school year of dates without a year; by default that of the headings.
    pub year: Option<SchoolYear>,
    /// The direction of the events whose direction is not known, in any form that posts accept.
    pub direction: Option<&'a str>,
    /// Asked whether to write so many drafts.
    pub confirm: &'a mut dyn FnMut(usize) -> bool,
}

/// The result of an import.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// The number of events in the files.
    pub read: usize,
    /// Events with new drafts.
    pub created: Vec<MatchedEvent>,
    /// Events whose posts existed and were left alone.
    pub existing: Vec<MatchedEvent>,
    /// Headings of directions that the site does not have.
    pub unknown_directions: Vec<String>,
    /// The year of dates without a year.
    pub year: Option<YearOfDates>,
    /// Other files that were written, with what they hold.
    pub files: Vec<String>,
    /// Those of them that are texts, without what they hold.
    pub texts: Vec<String>,
    /// What of the files went into no draft: columns, tables and texts, each named once.
    pub untaken: Vec<String>,
    /// The number of drafts that were not written, because the user did not agree.
    pub declined: Option<usize>,
}

/// An event of a file and its post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MatchedEvent {
    /// Its place in the file; of several files, with the file's name.
    pub at: String,
    pub title: String,
    /// As written if it cannot be parsed; empty if it is missing.
    pub date: String,
    /// The post, relative to the site's root.
    pub file: String,
}

/// Writes a draft for each event in `path`, a file or a folder of files, that the site does not have.
/// Dates without a year belong to the year of `options`, by default to that of the headings. A post
/// belongs to an event if it has the same title and date, or if it has the same date and the file name
/// that the event's draft would get: then its title was edited. Nothing is overwritten.
///
/// The diagnostics are about the files; `None` if the settings or the direction are unusable, with
/// their diagnostics.
///
/// # Errors
/// If the file or the site cannot be read, or a draft cannot be written.
pub fn import(
    request: &Request,
    path: &Path,
    options: ImportOptions<'_>,
    diagnostics: &mut Diagnostics,
) -> Result<Option<Imported>, Failure> {
    let Some(ImportSettings { config, direction }) =
        settings(request, options.direction, diagnostics)?
    else {
        return Ok(None);
    };
    let mut sources = files::read(path, options.year, &config, diagnostics)?;
    set_direction(&mut sources, direction);
    write(request, &config, &sources, RestWriting::Written, options.confirm, diagnostics).map(Some)
}

struct ImportSettings {
    config: Arc<Config>,
    /// The direction of events that have none.
    direction: Option<DirectionId>,
}

/// `None` if the settings or the direction are unusable.
fn settings(
    request: &Request,
    direction: Option<&str>,
    diagnostics: &mut Diagnostics,
) -> Result<Option<ImportSettings>, Failure> {
    let mut of_settings = Diagnostics::new();
    let Some(config) = read_settings(request, &mut of_settings)? else {
        diagnostics.extend(of_settings);
        return Ok(None);
    };
    match direction.map(|text| config.resolve_direction(text)).transpose() {
        Ok(direction) => Ok(Some(ImportSettings { config, direction })),
        Err(error) => {
            diagnostics.push(Diagnostic::error(error.message).hint(error.hint));
            Ok(None)
        }
    }
}

/// Gives `direction` to the events without a known one.
fn set_direction(sources: &mut [ImportFile], direction: Option<DirectionId>) {
    for event in sources.iter_mut().flat_map(|source| &mut source.report.events) {
        if let (Some(direction), ImportedDirection::Unknown(_) | ImportedDirection::Missing) =
            (direction, &event.direction)
        {
            event.direction = ImportedDirection::Known(direction);
        }
    }
}

/// Writes what the site does not have.
fn write(
    request: &Request,
    config: &Config,
    sources: &[ImportFile],
    rest: RestWriting,
    confirm: &mut dyn FnMut(usize) -> bool,
    diagnostics: &mut Diagnostics,
) -> Result<Imported, Failure> {
    let (errors, ignored) = (DraftErrors::Reported, &mut Diagnostics::new());
    let content = content::load(&request.root, config, errors, ignored)?;
    let mut posts = ExistingPosts::new(&content, &request.root);
    let read = sources.iter().map(|source| source.report.events.len()).sum();
    let year = sources.iter().find_map(|source| source.report.year);
    let mut imported = Imported { read, year, ..Imported::default() };
    let new = sources.iter().map(|source| posts.count_new(source)).sum();
    if new > MANY && !confirm(new) {
        return Ok(Imported { declined: Some(new), ..imported });
    }
    let site = ImportTarget { request, config, content: &content, rest };
    for source in sources {
        site.import_file(source, &mut posts, &mut imported, diagnostics)?;
    }
    Ok(imported)
}

/// The site that events are imported into.
struct ImportTarget<'a> {
    request: &'a Request,
    config: &'a Config,
    content: &'a Content,
    rest: RestWriting,
}

impl ImportTarget<'_> {
    fn import_file(
        &self,
        source: &ImportFile,
        posts: &mut ExistingPosts,
        imported: &mut Imported,
        diagnostics: &mut Diagnostics,
    ) -> Result<(), Failure> {
        let Self { request, config, content, rest } = *self;
        let year = source.report.year.and_then(YearOfDates::school_year);
        let pictures = match source.report.events.iter().any(|event| !event.pictures.is_empty()) {
            true => source.pictures()?,
            false => SavedPictures::default(),
        };
        let mut created = HashSet::new();
        let mut existing = HashSet::new();
        for event in &source.report.events {
            let matched = |file| MatchedEvent {
                at: source.label(&event.row),
                title: event.title.clone(),
                date: event.date_line.clone(),
                file,
            };
            match posts.find(event, year) {
                Some(file) => {
                    existing.insert(event.row.as_str());
                    imported.existing.push(matched(file));
                }
                None => {
                    let file = posts.write(event, &pictures, &request.root, config)?;
                    let found = pictures.find(&event.pictures);
                    if !found.is_empty() {
                        let folder = file.trim_end_matches(".md");
                        pictures::copy(&found, &request.root.join(folder))?;
                        let count = count(found.len(), "снимок", "снимка", "снимков");
                        imported.files.push(format!("{folder}: {count}"));
                    }
                    created.insert(event.row.as_str());
                    imported.created.push(matched(file));
                }
            }
        }
        let written = problems::WrittenRows { created: &created, existing: &existing };
        let unknown = problems::report(source, &written, config, diagnostics);
        // Also where all events were there: an import may have been killed before it came to the tables.
        let files = match source.report.events.is_empty() {
            true => RestFiles::default(),
            false => rest::write(source, content, request, config, rest)?,
        };
        if !created.is_empty() || !files.written.is_empty() {
            imported.untaken.extend(problems::untaken(source, &files));
        }
        imported.files.extend(files.written);
        imported.texts.extend(files.paths);
        for heading in unknown {
            if !imported.unknown_directions.contains(&heading) {
                imported.unknown_directions.push(heading);
            }
        }
        Ok(())
    }
}
