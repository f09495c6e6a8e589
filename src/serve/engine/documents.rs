//! The posts of the content, sound or not, for a list of them.

use std::collections::HashMap;

use super::rendered::RenderedSite;
use super::snapshot::{EventState, ProblemCounts};
use crate::calendar::EventDate;
use crate::config::{Config, Direction};
use crate::content::Loaded;
use crate::site::{Event, EventId};

/// A post of the content.
#[derive(Clone, Copy, Debug)]
pub struct DocumentRow<'a> {
    /// Relative to the site's root.
    pub file: &'a str,
    /// As far as it can be read; else empty.
    pub title: &'a str,
    /// None if it cannot be read, or its year is not known.
    pub date: Option<EventDate>,
    /// The date as it is written, of a post that is not shown as it is.
    written_date: Option<&'a str>,
    pub direction: Option<&'a Direction>,
    pub draft: bool,
    pub state: EventState,
    /// The address of its page; none if there is no page, or another one has that address.
    pub path: Option<&'a str>,
    /// The diagnostics of its file.
    pub errors: usize,
    pub warnings: usize,
    /// The event as it is shown, perhaps in its last good version.
    pub event: Option<&'a Event>,
}

impl DocumentRow<'_> {
    /// The date for people: as it is written, if it cannot be read.
    pub fn date_text(&self) -> String {
        match (self.written_date, self.event) {
            (Some(written), _) => written.to_owned(),
            (None, Some(event)) => event.document.meta.date_text(),
            (None, None) => String::new(),
        }
    }
}

/// A post of which the site shows a former version, or none. The values are those of the present one,
/// as far as they can be read.
#[derive(Debug)]
pub(super) struct UnshownPost {
    file: String,
    title: Option<String>,
    date: Option<EventDate>,
    written_date: Option<String>,
    /// The id of the direction.
    direction: Option<String>,
    draft: bool,
}

impl UnshownPost {
    pub(super) fn file(&self) -> &str {
        &self.file
    }

    pub(super) fn new(file: &str, present: &Loaded, config: Option<&Config>) -> Self {
        let mut post = Self {
            file: file.to_owned(),
            title: None,
            date: None,
            written_date: None,
            direction: None,
            draft: present.is_draft(),
        };
        let id = |id| config.map(|config| config.direction(id).id.clone());
        match present {
            Loaded::Post(present) => {
                post.title = Some(present.title.clone());
                post.date = known(present.meta.date);
                post.written_date = Some(present.meta.date_text());
                post.direction = id(present.meta.direction);
            }
            Loaded::Invalid(present) => {
                let head = &present.head;
                (post.title, post.written_date) = (head.title.clone(), head.date.clone());
                let date = head.date.as_deref();
                post.date = date.and_then(|date| known(EventDate::parse(date, None).ok()?));
                let direction = head.direction.as_deref();
                post.direction = direction.and_then(|text| id(config?.find_direction(text)?));
            }
            _ => {}
        }
        post
    }
}

fn known(date: EventDate) -> Option<EventDate> {
    (!date.is_unknown()).then_some(date)
}

/// The posts, those without a page first, then the latest first.
pub(super) fn rows<'a>(
    site: Option<&'a RenderedSite>,
    unshown: &'a [UnshownPost],
    problems: &'a HashMap<String, ProblemCounts>,
) -> Vec<DocumentRow<'a>> {
    let of_file: HashMap<&str, &UnshownPost> =
        unshown.iter().map(|post| (&*post.file, post)).collect();
    let events = site.into_iter().flat_map(|site| {
        let events = site.site().events_by_id().rev();
        events.map(move |(id, event)| (site, id, event))
    });
    let mut shown = Vec::new();
    let mut rows = Vec::new();
    for (site, id, event) in events {
        let row = shown_row(site, id, event, problems);
        rows.push(match of_file.get(&*event.document.file).copied() {
            Some(post) => {
                shown.push(&*post.file);
                with_present_values(row, post, Some(site))
            }
            None => row,
        });
    }
    let left_out = unshown.iter().filter(|post| !shown.contains(&&*post.file));
    left_out.map(|post| left_out_row(post, site, problems)).chain(rows).collect()
}

/// The post of `file`.
pub(super) fn row<'a>(
    file: &str,
    site: Option<&'a RenderedSite>,
    unshown: &'a [UnshownPost],
    problems: &'a HashMap<String, ProblemCounts>,
) -> Option<DocumentRow<'a>> {
    let unshown = unshown.iter().find(|post| post.file == file);
    let of_file = |site: &'a RenderedSite| {
        let (id, event) =
            site.site().events_by_id().find(|(_, event)| event.document.file == file)?;
        Some(shown_row(site, id, event, problems))
    };
    match (site.and_then(of_file), unshown) {
        (Some(row), Some(post)) => Some(with_present_values(row, post, site)),
        (Some(row), None) => Some(row),
        (None, unshown) => Some(left_out_row(unshown?, site, problems)),
    }
}

fn shown_row<'a>(
    site: &'a RenderedSite,
    id: EventId,
    event: &'a Event,
    problems: &HashMap<String, ProblemCounts>,
) -> DocumentRow<'a> {
    let post = &event.document;
    let counts = problems.get(&post.file).copied().unwrap_or_default();
    DocumentRow {
        file: &post.file,
        title: &post.title,
        date: known(post.meta.date),
        written_date: None,
        direction: Some(site.site().config.direction(post.meta.direction)),
        draft: post.draft,
        state: EventState::of(event, counts),
        path: site.path_of(id),
        errors: counts.errors,
        warnings: counts.warnings,
        event: Some(event),
    }
}

/// The row of a post that the site does not show at all.
fn left_out_row<'a>(
    post: &'a UnshownPost,
    site: Option<&'a RenderedSite>,
    problems: &HashMap<String, ProblemCounts>,
) -> DocumentRow<'a> {
    let counts = problems.get(&post.file).copied().unwrap_or_default();
    let row = DocumentRow {
        file: &post.file,
        title: "",
        date: None,
        written_date: None,
        direction: None,
        draft: post.draft,
        state: EventState::Unsound,
        path: None,
        errors: counts.errors,
        warnings: counts.warnings,
        event: None,
    };
    with_present_values(row, post, site)
}

fn with_present_values<'a>(
    row: DocumentRow<'a>,
    post: &'a UnshownPost,
    site: Option<&'a RenderedSite>,
) -> DocumentRow<'a> {
    let mut directions = site.into_iter().flat_map(|site| &site.site().config.directions);
    DocumentRow {
        title: post.title.as_deref().unwrap_or(row.title),
        date: post.date,
        written_date: Some(post.written_date.as_deref().unwrap_or_default()),
        direction: directions.find(|direction| Some(&direction.id) == post.direction.as_ref()),
        draft: post.draft,
        state: if post.draft { EventState::Draft } else { EventState::Unsound },
        ..row
    }
}
