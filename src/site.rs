//! The site as a whole: `content/` → events in order, lists, archive, addresses, links between
//! documents.
//!
//! 1. `documents` leaves drafts out, sorts events by their first day, and tells announcements from
//!    news by the given date.
//! 2. `lists` cuts lists of events into pages, `archive` sorts events by school year and half-year.
//! 3. `bundles` finds the document that each file belongs to.
//! 4. `links` resolves the links of documents and tables and collects the files that they publish.
//! 5. `search` cuts the index of the search into files.
//! 6. `routes` lists every address of the output and reports those that two sources claim.
//! 7. `url_changes` compares the addresses of events with those of the last build.
//!
//! `update` makes a site of the one before, if nothing but texts of events has changed.
//!
//! Everything here is a function of values: no disk, no clock. `addresses` has the words that addresses are made of.

mod addresses;
mod archive;
mod assemble;
mod bundles;
mod child_data;
mod data;
mod documents;
mod format;
mod links;
mod lists;
mod routes;
mod search;
mod tags;
mod update;
mod url_changes;

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use crate::config::{Config, DirectionId};
use crate::content::data::TableKind;
use crate::content::short_code::Part;
use crate::content::{ConflictCopy, Post, Report};
use crate::fs;
use jiff::civil::Date;

pub use addresses::{ARCHIVE, CALENDAR, EVENTS_FILE, ICON, INDEX, REPORTS, SEARCH, TAGS};
pub use archive::{HalfYearEvents, YearEvents};
pub use assemble::assemble;
pub(crate) use bundles::files_of;
pub use data::{SectionFile, SectionTable, missing};
pub use documents::{
    DocumentId, DocumentView, Event, EventDetails, EventId, PublishedDocument, ReportPage,
    StandingPage,
};
pub use format::Format;
pub(crate) use links::path as link_path;
pub use links::{Address, Links, MenuItem, ShownPhoto};
pub(crate) use links::{missing_consent, natural_order};
pub use lists::{List, ListPage};
pub use routes::{Route, RouteEntry, RouteKind, SITEMAP_EVENTS};
pub use search::{Search, SearchKind, SearchPart, WORDS};
pub use tags::Tag;
pub use url_changes::{LostUrls, RECORD};

/// How many events the front page shows.
pub const ON_FRONT: usize = 12;

/// What the caller decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// The day of the build; an event that begins later is an announcement.
    pub today: Date,
    /// Whether drafts are included.
    pub drafts: bool,
}

/// The whole site. Events are referred to by their index in `events`. Cloning copies pointers.
#[derive(Clone, Debug)]
pub struct Site {
    pub config: Arc<Config>,
    /// The earliest first.
    pub events: Vec<Arc<Event>>,
    /// In the order of the menu.
    pub pages: Arc<[StandingPage]>,
    /// The latest period first.
    pub reports: Arc<[ReportPage]>,
    /// Drafts that `events` leaves out: plans and reports mention them.
    pub left_out: Vec<Arc<Post>>,
    /// Drafts that `reports` leaves out.
    pub left_out_reports: Vec<Arc<Report>>,
    /// The paths of all events and pages that are drafts, whether they are left out or not.
    pub drafts: Arc<[String]>,
    /// The files of drafts with errors that were not reported: they are left out and stop nobody.
    pub unsound_drafts: Vec<String>,
    /// Second versions of files that a cloud made: nothing of the site.
    pub copies: Arc<[ConflictCopy]>,
    /// The day of the build.
    pub today: Date,
    pub menu: Vec<MenuItem>,
    /// The picture beside the section's name.
    pub logo: Option<ShownPhoto>,
    /// The list of all events.
    pub all: Arc<List>,
    /// A list for each direction of the settings; some may be empty.
    pub directions: Arc<[List]>,
    /// The tags in use, in the order of their addresses.
    pub tags: Arc<[Tag]>,
    /// The school years that have events, the latest first.
    pub years: Arc<[YearEvents]>,
    /// In the order of their kinds.
    pub tables: Arc<[SectionTable]>,
    /// Files that documents, tables and the settings link to, in the order of their addresses.
    pub files: Arc<[PublishedFile]>,
    /// Empty where the settings turn the search off.
    pub search: Arc<Search>,
    /// Every address of the output that comes from content, sorted.
    pub routes: Arc<[RouteEntry]>,
    /// The files whose headings links ask for.
    anchored: Arc<BTreeSet<String>>,
}

/// A file that the site publishes as it is, or, if it is a picture, in sizes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishedFile {
    /// Its address.
    pub path: String,
    /// Its source, relative to the site's root.
    pub file: String,
    /// Where that is on the disk.
    pub source: PathBuf,
    /// Size and time, to see whether it was changed.
    pub stamp: fs::FileStat,
    /// Whether it is published in sizes.
    pub is_picture: bool,
}

impl Site {
    /// The documents of all kinds: events, then pages, then reports.
    pub fn documents(&self) -> impl Iterator<Item = DocumentView<'_>> {
        documents::views(&self.events, &self.pages, &self.reports)
    }

    /// The event with this id.
    pub fn event(&self, id: EventId) -> &Event {
        &self.events[id.index()]
    }

    /// Whether the list of all events has pages of its own, beside the front page.
    pub fn has_news_list(&self) -> bool {
        self.all.events.len() > ON_FRONT || self.all.last_number() > 1
    }

    /// The address of the list of all events: the front page where that shows all of them.
    pub fn news_path(&self) -> String {
        match self.has_news_list() {
            true => self.all.path(ListPage::Newest),
            false => INDEX.to_owned(),
        }
    }

    /// The indices of the school years with photos, the latest first. A page with a gallery shows those of
    /// the first of them; each of the others has a page of its own.
    pub fn gallery_years(&self) -> impl Iterator<Item = usize> {
        let has_photos =
            |ids: &[EventId]| ids.iter().any(|&id| !self.event(id).links.photos.is_empty());
        let years = self.years.iter().enumerate();
        years.filter(move |(_, year)| has_photos(&year.events)).map(|(index, _)| index)
    }

    /// The address of the photos of a school year, of those that [`Site::gallery_years`] gives.
    pub fn gallery_path(&self, page: &StandingPage, year: usize) -> String {
        match self.gallery_years().next() {
            Some(first) if first == year => page.path.clone(),
            _ => addresses::gallery(&page.path, self.years[year].year),
        }
    }

    /// The event of `post`.
    pub fn find_event(&self, post: &Post) -> Option<EventId> {
        let date = post.meta.date;
        let from = self.events.partition_point(|event| event.document.meta.date < date);
        let events = self.events_by_id().skip(from);
        let found = events
            .take_while(|(_, event)| event.document.meta.date == date)
            .find(|(_, event)| event.document.file == post.file);
        found.map(|(id, _)| id)
    }

    /// The events with their ids, the earliest first.
    pub fn events_by_id(&self) -> impl DoubleEndedIterator<Item = (EventId, &Event)> {
        self.events.iter().enumerate().map(|(index, event)| (EventId::new(index), &**event))
    }

    /// The list of a direction.
    pub fn direction_list(&self, id: DirectionId) -> &List {
        &self.directions[id.index()]
    }

    /// The document with this id.
    pub fn document(&self, id: DocumentId) -> DocumentView<'_> {
        match id {
            DocumentId::Event(event) => self.event(event).view(id),
            DocumentId::Page(index) => self.pages[index].view(id),
            DocumentId::Report(index) => self.reports[index].view(id),
        }
    }

    /// The files that are published at the address `path`.
    pub fn files_at(&self, path: &str) -> impl Iterator<Item = &PublishedFile> {
        let at = self.files.partition_point(|file| *file.path < *path);
        self.files[at..].iter().take_while(move |file| file.path == path)
    }

    /// Whether a picture is published at the address `path`.
    pub fn is_picture(&self, path: &str) -> bool {
        self.files_at(path).any(|file| file.is_picture)
    }

    /// The address of the list of reports, or of the only one.
    pub fn reports_path(&self) -> Option<&str> {
        match &self.reports[..] {
            [] => None,
            [only] => Some(&only.path),
            _ => Some(REPORTS),
        }
    }

    /// Whether there is a calendar file: any announcement has a day, and the hosting takes such files.
    pub fn has_calendar(&self) -> bool {
        let takes = self.config.hosting.takes("ics");
        takes && self.events.iter().rev().any(|event| event.is_in_calendar())
    }

    /// The address of the picture that others show of the pages of a direction, or of those without one;
    /// `None` where the hosting takes no such files.
    pub fn picture_path(&self, direction: Option<DirectionId>) -> Option<String> {
        let id = direction.map(|direction| &*self.config.direction(direction).id);
        self.config.hosting.takes("png").then(|| addresses::picture(id))
    }

    /// The table of `kind`, if it has rows.
    pub fn table(&self, kind: TableKind) -> Option<&SectionTable> {
        self.tables.iter().find(|table| table.kind() == kind && !table.records.rows.is_empty())
    }

    /// Whether the page shows a table whose file `is_wanted`.
    pub fn shows(&self, page: &StandingPage, is_wanted: impl Fn(&str) -> bool) -> bool {
        let of_file =
            |kind: TableKind| self.table(kind).is_some_and(|table| is_wanted(&table.records.file));
        page.document
            .body
            .codes
            .iter()
            .any(|code| matches!(code.part, Part::Table(kind) if of_file(kind)))
    }
}
