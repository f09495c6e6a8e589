//! Writes the poster of an event that is to come.

use std::path::PathBuf;

use super::copy::{CopyError, NotChosen, chosen};
use super::documents::save;
use super::{DocumentError, Failure, Request, read_site};
use crate::diagnostic::Diagnostics;
use crate::photos::{self, EmbeddedImage};
use crate::site::Site;
use crate::{copy, export};

/// How wide a logo is made, in pixels: 8 cm for a printer.
const LOGO_WIDTH: u32 = 960;

/// The input of [`poster`].
#[derive(Clone, Debug)]
pub struct PosterRequest {
    /// The event as a person names it.
    pub event: String,
    /// The file; by default one named after the event in the current folder.
    pub out: Option<PathBuf>,
    /// Whether a file with other content may be overwritten.
    pub force: bool,
}

/// A poster that was written.
#[derive(Clone, Debug)]
pub struct SavedPoster {
    pub path: PathBuf,
    /// `false` if the file already existed with this content.
    pub written: bool,
    /// Where its code leads.
    pub url: String,
}

/// Writes the poster as a Word file. `None` after errors in the event.
///
/// # Errors
/// If there is no site, no such event, it is over, or the file cannot be written.
pub fn poster(
    request: &Request,
    wanted: &PosterRequest,
    diagnostics: &mut Diagnostics,
) -> Result<Option<SavedPoster>, Failure> {
    let PosterRequest { event, out, force } = wanted;
    if let Some(out) = out
        && !out.extension().is_some_and(|end| end.eq_ignore_ascii_case("docx"))
    {
        return Err(CopyError::NotWord(out.clone()).into());
    }
    let mut found = Diagnostics::new();
    let Some(site) = read_site(request, &mut found)? else {
        diagnostics.extend(found);
        return Ok(None);
    };
    let event = match chosen(&site, event, &found) {
        Ok(event) => event,
        Err(NotChosen::Unsound(errors)) => {
            diagnostics.extend(errors);
            return Ok(None);
        }
        Err(NotChosen::Refused(error)) => return Err(error.into()),
    };
    if !event.details.announcement || event.document.meta.held == Some(false) {
        return Err(CopyError::Over(event.document.meta.date_text()).into());
    }
    let found_before = diagnostics.len();
    let logo = logo(request, &site, diagnostics)?;
    if diagnostics.has_errors_since(found_before) {
        return Ok(None);
    }
    let poster = copy::announce(&site, event, logo);
    let bytes = export::poster(&poster).map_err(DocumentError::Export)?;
    let path = out.clone().unwrap_or_else(|| format!("afisha-{}.docx", event.document.slug).into());
    let written = save(&path, &bytes, *force)?;
    Ok(Some(SavedPoster { path, written, url: poster.url }))
}

/// The logo of the section as a picture of a document.
fn logo(
    request: &Request,
    site: &Site,
    diagnostics: &mut Diagnostics,
) -> Result<Option<EmbeddedImage>, Failure> {
    let Some(logo) = &site.logo else { return Ok(None) };
    let plan = photos::plan(site).only(&[&logo.path]).at_width(LOGO_WIDTH);
    let pictures = photos::prepare(&plan, &request.root, &(), diagnostics)?;
    let file = pictures.get(&logo.path).and_then(|picture| picture.uncropped().next());
    Ok(file.map(EmbeddedImage::read).transpose()?)
}
