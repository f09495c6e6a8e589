//! Writes copies of events for other places: a text and photos in a folder each.

mod error;
mod folder;
mod record;

use std::path::{Path, PathBuf};

use super::{Failure, Request, read_site};
use crate::config;
use crate::copy::{self, Channel, EventCopy};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::photos::{self, Pictures};
use crate::report::{self, Block};
use crate::site::{Event, Site};

pub use error::CopyError;
pub use folder::COPIES;
use record::CopyRecord;

/// The input of [`copy()`].
#[derive(Clone, Debug)]
pub struct CopyRequest {
    pub channel: Channel,
    pub choice: CopyChoice,
    /// The folder; by default one below [`COPIES`].
    pub out: Option<PathBuf>,
    /// Whether the record of the channel notes what was copied.
    pub is_noted: bool,
}

/// Which events are copied.
#[derive(Clone, Debug)]
pub enum CopyChoice {
    /// The one that a person names.
    Event(String),
    /// All that were not copied for this channel yet.
    SinceLast,
}

/// A copy that was written.
#[derive(Clone, Debug)]
pub struct SavedCopy {
    pub copy: EventCopy,
    /// The folder with the text and the photos.
    pub folder: PathBuf,
    /// The file of the text in it.
    pub text_file: PathBuf,
    /// The source files of the photos that the channel does not take.
    pub left_out: Vec<String>,
}

/// Writes copies of the chosen events, the earliest first, and notes them in the record of the channel; `None`
/// after errors in these events: what a build refuses is not given to others either.
///
/// # Errors
/// If there is no site, no such event, or a copy cannot be written.
pub fn copy(
    request: &Request,
    wanted: &CopyRequest,
    diagnostics: &mut Diagnostics,
) -> Result<Option<Vec<SavedCopy>>, Failure> {
    let mut found = Diagnostics::new();
    let Some(site) = read_site(request, &mut found)? else {
        diagnostics.extend(found);
        return Ok(None);
    };
    let mut record = CopyRecord::open(&request.root, wanted.channel, site.today)?;
    let events = match &wanted.choice {
        CopyChoice::Event(text) => match chosen(&site, text, &found) {
            Ok(event) => vec![event],
            Err(NotChosen::Unsound(errors)) => {
                diagnostics.extend(errors);
                return Ok(None);
            }
            Err(NotChosen::Refused(error)) => return Err(error.into()),
        },
        CopyChoice::SinceLast => record.not_copied(&site).collect(),
    };
    let prepared: Vec<_> = events.iter().map(|event| PreparedEvent::new(&site, event)).collect();
    let found_before = diagnostics.len();
    found.retain(|problem| prepared.iter().any(|one| one.is_concerned(&site, problem)));
    diagnostics.extend(found);
    if diagnostics.has_errors_since(found_before) {
        return Ok(None);
    }
    let mut saved = Vec::with_capacity(prepared.len());
    for one in &prepared {
        let folder = match (&wanted.out, &wanted.choice) {
            (Some(out), CopyChoice::Event(_)) => out.clone(),
            (Some(out), CopyChoice::SinceLast) => out.join(one.folder_name()),
            (None, _) => {
                request.root.join(COPIES).join(wanted.channel.id()).join(one.folder_name())
            }
        };
        let copied = one.save(request, &site, wanted.channel, &folder, diagnostics)?;
        let Some(copied) = copied else { return Ok(None) };
        if wanted.is_noted {
            record.add(one.event)?;
        }
        saved.push(copied);
    }
    Ok(Some(saved))
}

/// An event that was not copied for a channel yet.
#[derive(Clone, Debug)]
pub struct WaitingCopy {
    /// The file of the event.
    pub file: String,
    pub title: String,
}

/// The events that [`CopyChoice::SinceLast`] copies, the earliest first; `None` after errors in the settings.
///
/// # Errors
/// If there is no site, or the record of the channel cannot be read.
pub fn waiting_copies(
    request: &Request,
    channel: Channel,
) -> Result<Option<Vec<WaitingCopy>>, Failure> {
    let Some(site) = read_site(request, &mut Diagnostics::new())? else { return Ok(None) };
    let record = CopyRecord::open(&request.root, channel, site.today)?;
    let waiting = record.not_copied(&site).map(|event| WaitingCopy {
        file: event.document.file.clone(),
        title: event.document.title.clone(),
    });
    Ok(Some(waiting.collect()))
}

pub(super) enum NotChosen {
    /// The event has these errors.
    Unsound(Diagnostics),
    Refused(CopyError),
}

/// The only event that `text` names; `found` are the problems of the site.
pub(super) fn chosen<'s>(
    site: &'s Site,
    text: &str,
    found: &Diagnostics,
) -> Result<&'s Event, NotChosen> {
    let events = copy::find(site, text);
    match &events[..] {
        [event] => return Ok(event),
        [] => {}
        several => return Err(NotChosen::Refused(CopyError::several(text, several))),
    }
    let is_named = |file: &str| copy::is_file(file, text);
    let mut errors = Diagnostics::new();
    let of_event = |problem: &&Diagnostic| {
        problem.is_error() && problem.place.as_ref().is_some_and(|place| is_named(&place.file))
    };
    errors.extend(found.iter().filter(of_event).cloned());
    if !errors.is_empty() {
        return Err(NotChosen::Unsound(errors));
    }
    let drafts = site.left_out.iter();
    let draft = drafts.clone().find(|post| is_named(&post.file) || post.title.contains(text));
    let unsound = site.unsound_drafts.iter().find(|file| is_named(file));
    Err(NotChosen::Refused(match draft.map(|post| &post.file).or(unsound) {
        Some(file) => CopyError::Draft(file.clone()),
        None => CopyError::NotFound(text.to_owned()),
    }))
}

struct PreparedEvent<'s> {
    event: &'s Event,
    blocks: Vec<Block>,
}

impl<'s> PreparedEvent<'s> {
    fn new(site: &Site, event: &'s Event) -> Self {
        Self { event, blocks: report::body_blocks(site, &event.document.body, &event.links.body) }
    }

    /// Whether a problem is about this event, its pictures or the settings.
    fn is_concerned(&self, site: &Site, problem: &Diagnostic) -> bool {
        let Some(place) = &problem.place else { return problem.is_error() };
        let of_picture = |path: &&str| source(site, path).is_some_and(|file| file == place.file);
        place.file == self.event.document.file
            || place.file == config::FILE
            || copy::picture_paths(self.event, &self.blocks).iter().any(of_picture)
    }

    /// `2022-turnir` for `2022/turnir.html`.
    fn folder_name(&self) -> String {
        self.event.path.trim_end_matches(".html").replace('/', "-")
    }

    fn save(
        &self,
        request: &Request,
        site: &Site,
        channel: Channel,
        folder: &Path,
        diagnostics: &mut Diagnostics,
    ) -> Result<Option<SavedCopy>, Failure> {
        let found_before = diagnostics.len();
        let pictures = self.pictures(request, site, channel, diagnostics)?;
        if diagnostics.has_errors_since(found_before) {
            return Ok(None);
        }
        let copy = copy::compose(site, self.event, channel, &self.blocks, &pictures);
        let text_file = folder::write(request, folder, channel, &copy, &pictures)?;
        let left_out = copy.left_out.iter();
        let left_out = left_out.map(|path| source(site, path).unwrap_or(path).to_owned()).collect();
        Ok(Some(SavedCopy { copy, folder: folder.to_owned(), text_file, left_out }))
    }

    /// The finished pictures, as wide as the channel shows them.
    fn pictures(
        &self,
        request: &Request,
        site: &Site,
        channel: Channel,
        diagnostics: &mut Diagnostics,
    ) -> Result<Pictures, Failure> {
        let paths = copy::picture_paths(self.event, &self.blocks);
        if paths.is_empty() {
            return Ok(Pictures::default());
        }
        let plan = photos::plan(site).only(&paths);
        let plan = match channel.limits().width {
            Some(width) => plan.at_width(width),
            None => plan,
        };
        Ok(photos::prepare(&plan, &request.root, &(), diagnostics)?)
    }
}

/// The source file of the picture at `path`.
fn source<'s>(site: &'s Site, path: &str) -> Option<&'s str> {
    site.files_at(path).next().map(|file| &*file.file)
}
