//! The sources of a site: settings, content and theme, read and put together.

use std::path::Path;
use std::sync::Arc;

use super::{Failure, Request, theme, theme_files};
use crate::config::{self, Config};
use crate::content::{self, DraftErrors};
use crate::diagnostic::Diagnostics;
use crate::fs;
use crate::render::Theme;
use crate::site::{self, Site};

/// Reads the content and the theme and assembles the site. The theme is `None` after errors in it.
pub(super) fn load(
    request: &Request,
    config: &Arc<Config>,
    diagnostics: &mut Diagnostics,
) -> Result<(Site, Option<Arc<Theme>>), Failure> {
    let mut theme_diagnostics = Diagnostics::new();
    let (site, theme) = rayon::join(
        || assemble(request, config, of_drafts(request), diagnostics),
        || {
            let files = theme_files(&request.root, config)?;
            Ok::<_, fs::Error>(theme(config, files, &mut theme_diagnostics))
        },
    );
    let (site, theme) = (site?, theme?);
    diagnostics.extend(theme_diagnostics);
    Ok((site, theme.map(Arc::new)))
}

/// Reads the content and assembles the site; `None` if the settings are unusable.
///
/// # Errors
/// As [`super::build`].
pub fn read_site(
    request: &Request,
    diagnostics: &mut Diagnostics,
) -> Result<Option<Site>, Failure> {
    Ok(match settings(request, diagnostics)? {
        Some(config) => Some(assemble(request, &config, of_drafts(request), diagnostics)?),
        None => None,
    })
}

/// As [`read_site`], with all drafts but those with errors, which [`Site::unsound_drafts`] names.
///
/// # Errors
/// As [`super::build`].
pub fn read_all_events(
    request: &Request,
    diagnostics: &mut Diagnostics,
) -> Result<Option<Site>, Failure> {
    let request = &Request { drafts: true, ..request.clone() };
    Ok(match settings(request, diagnostics)? {
        Some(config) => Some(assemble(request, &config, DraftErrors::SetAside, diagnostics)?),
        None => None,
    })
}

/// Whoever asks for drafts gets their errors too.
fn of_drafts(request: &Request) -> DraftErrors {
    if request.drafts { DraftErrors::Reported } else { DraftErrors::SetAside }
}

fn assemble(
    request: &Request,
    config: &Arc<Config>,
    of_drafts: DraftErrors,
    diagnostics: &mut Diagnostics,
) -> Result<Site, fs::Error> {
    let content = content::load(&request.root, config, of_drafts, diagnostics)?;
    let has_posts = |id| content.posts.iter().any(|post| post.meta.direction == id);
    content::explain_renamed_direction(has_posts, config, diagnostics);
    let options = site::Options { today: request.day(config), drafts: request.drafts };
    Ok(site::assemble(&content, config, options, diagnostics))
}

/// Reads the settings alone; `None` if they have errors.
///
/// # Errors
/// As [`super::build`].
pub fn read_settings(
    request: &Request,
    diagnostics: &mut Diagnostics,
) -> Result<Option<Arc<Config>>, Failure> {
    let found_before = diagnostics.len();
    let config = settings(request, diagnostics)?;
    Ok(config.filter(|_| !diagnostics.has_errors_since(found_before)))
}

/// Reads the settings; `None` if they are unusable.
pub(super) fn settings(
    request: &Request,
    diagnostics: &mut Diagnostics,
) -> Result<Option<Arc<Config>>, Failure> {
    // The editor may have been killed while it moved an event.
    fs::finish_transactions(&request.root, content::TRASH)?;
    let Some(text) = read_if_exists(&request.root.join(config::FILE))? else {
        return Err(Failure::no_site(&request.root));
    };
    let config = Config::parse(config::FILE, &text, diagnostics);
    Ok(config.map(|mut config| {
        if let Some(base_url) = &request.base_url {
            config.base_url.clone_from(base_url);
        }
        Arc::new(config)
    }))
}

pub(super) fn read_if_exists(path: &Path) -> Result<Option<String>, fs::Error> {
    if fs::exists(path) { fs::read_text(path).map(Some) } else { Ok(None) }
}
