//! Makes one report over several centres, from their folders or from the `events.json` that their builds
//! publish.

mod sources;

use std::path::PathBuf;

use super::documents::{format_of, save};
use super::{DocumentError, Failure, Request};
use crate::diagnostic::Diagnostics;
use crate::export;
use crate::photos::EmbeddedImages;
use crate::report::{self, ReportCounts};
use crate::site::Format;

pub(super) use sources::CentreSources;

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
/// request is content with the others.
///
/// # Errors
/// If a folder is no site, a list cannot be read, the text is no period, or the report cannot be written.
pub fn centres(
    request: &Request,
    wanted: &CentresRequest,
    diagnostics: &mut Diagnostics,
) -> Result<Option<SavedCentres>, Failure> {
    let format = wanted.out.as_deref().map_or(Ok(Format::Docx), format_of)?;
    let sources = CentreSources::read(request, wanted)?;
    let Some((files, missing)) = sources.centres(wanted.partial, diagnostics) else {
        return Ok(None);
    };
    let period = sources.period(&wanted.period)?;
    let max_rows = match format {
        Format::Docx | Format::Odt => MAX_ROWS_OF_TEXT,
        _ => usize::MAX,
    };
    let today = sources.today(request);
    let (document, counts) = report::compose_centres(period, today, &files, &missing, max_rows);
    let bytes = export::to_bytes(&document, format, &EmbeddedImages::new())
        .map_err(DocumentError::Export)?;
    let name = format!("otchet-tsentrov-{}.{}", period.slug(), format.extension());
    let path = wanted.out.clone().unwrap_or_else(|| name.into());
    let written = save(&path, &bytes, wanted.force)?;
    let is_without_events = counts.held > max_rows;
    Ok(Some(SavedCentres { path, written, centres: files.len(), counts, is_without_events }))
}
