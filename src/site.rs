//! The site as a whole: what stands in `content/` → events in order, lists, archive, addresses,
//! links between posts.
//!
//! 1. Drafts are left out, events sorted by their first day, announcements told from news by the
//!    given date.
//! 2. `lists` cuts the lists into pages, `archive` sorts events by school year and half-year.
//! 3. `links` resolves what posts, pages and tables point to and gathers the files that they
//!    publish.
//! 4. `search` cuts what the search reads into files.
//! 5. `routes` names every address of the output and reports those that two sources want.
//!
//! Everything here is a function of values: no disk, no clock. Posts stand behind [`Arc`], so that
//! assembling again after one change is cheap.

mod archive;
mod data;
mod format;
mod links;
mod lists;
mod moved;
mod reports;
mod routes;
mod search;
mod tags;

use std::path::PathBuf;
use std::sync::Arc;

use jiff::civil::Date;
use rayon::prelude::*;

use crate::calendar::{EventDate, HalfYear, SchoolYear};
use crate::config::Config;
use crate::content::data::TableKind;
use crate::content::markdown::Body;
use crate::content::short_code::Part;
use crate::content::{Content, Page, Post, Report};
use crate::diagnostic::Diagnostics;
use crate::fs;
use links::Resolved;

pub use archive::{HalfYearEvents, YearEvents};
pub use data::{SectionFile, SectionTable, missing};
pub use format::Format;
pub(crate) use links::is_picture;
pub use links::{Address, Links, MenuItem, ShownPhoto};
pub use lists::{List, ListPage};
pub use moved::{Lost, RECORD};
pub use reports::{REPORTS, ReportPage};
pub use routes::{ARCHIVE, Route, Routed, SITEMAP_EVENTS, TAGS};
pub use search::{SEARCH, Search, SearchKind, SearchPart, WORDS};
pub use tags::Tag;

/// What is given from outside: nothing here asks the clock.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// The day of the build; an event that begins later is an announcement.
    pub today: Date,
    /// Whether drafts are taken in.
    pub drafts: bool,
}

/// The whole site. Events are named by their place in `events`.
#[derive(Debug)]
pub struct Site {
    /// The settings.
    pub config: Arc<Config>,
    /// The events, the earliest first.
    pub events: Vec<Event>,
    /// The standing pages, in the order of the menu.
    pub pages: Vec<StandingPage>,
    /// The reports, the latest period first.
    pub reports: Vec<ReportPage>,
    /// Drafts that are left out of `events`: plans and reports speak of them.
    pub left_out: Vec<Arc<Post>>,
    /// Drafts that are left out of `reports`.
    pub left_out_reports: Vec<Arc<Report>>,
    /// The day of the build.
    pub today: Date,
    /// The menu.
    pub menu: Vec<MenuItem>,
    /// The picture beside the section's name.
    pub logo: Option<ShownPhoto>,
    /// The list of all events.
    pub all: List,
    /// A list per direction, in the order of the settings; some may be empty.
    pub directions: Vec<List>,
    /// The tags in use, by their addresses.
    pub tags: Vec<Tag>,
    /// The school years that have events, the latest first.
    pub years: Vec<YearEvents>,
    /// The tables of the section, by their kinds.
    pub tables: Vec<SectionTable>,
    /// Files of posts, pages and tables that are published, by their addresses.
    pub files: Vec<PublishedFile>,
    /// The files of the search; none where the settings do not want it.
    pub search: Search,
    /// Every address of the output that comes from content, sorted.
    pub routes: Vec<Routed>,
}

/// An event with its place in the site.
#[derive(Debug)]
pub struct Event {
    /// What its post says.
    pub post: Arc<Post>,
    /// Its address: `2022/turnir-po-shakhmatam.html`.
    pub path: String,
    /// Whether it is still to come.
    pub announcement: bool,
    /// The school year of its first day.
    pub year: SchoolYear,
    /// The half-year of its first day, if the settings give that month to one.
    pub half_year: Option<HalfYear>,
    /// Its place in the list of its direction.
    pub in_direction: usize,
    /// Its tags, by their places in [`Site::tags`].
    pub tags: Vec<usize>,
    /// Where the links of its post lead.
    pub links: Links,
}

/// A standing page with its place in the site.
#[derive(Debug)]
pub struct StandingPage {
    /// What its file says.
    pub page: Arc<Page>,
    /// Its address: `zadachi.html`.
    pub path: String,
    /// Where its links lead.
    pub links: Links,
}

/// A file of a post or page that is published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishedFile {
    /// Its address.
    pub path: String,
    /// The file it comes from, relative to the site's root.
    pub file: String,
    /// Where that is on the disk.
    pub source: PathBuf,
    /// What tells whether it was touched.
    pub stamp: fs::FileStat,
}

impl PublishedFile {
    /// Whether its name is that of a picture.
    pub fn is_picture(&self) -> bool {
        is_picture(&self.file)
    }
}

impl Site {
    /// Where the reports are to be found: their list, or the only one.
    pub fn reports_path(&self) -> Option<&str> {
        match &self.reports[..] {
            [] => None,
            [only] => Some(&only.path),
            _ => Some(REPORTS),
        }
    }

    /// The table of `kind`, if it has rows.
    pub fn table(&self, kind: TableKind) -> Option<&SectionTable> {
        self.tables.iter().find(|table| table.kind() == kind && !table.records.rows.is_empty())
    }

    /// Whether the page shows what stands in the file `file` of the section's data.
    pub fn shows(&self, page: &StandingPage, file: &str) -> bool {
        let of_file =
            |kind: TableKind| self.table(kind).is_some_and(|table| table.records.file == file);
        page.page
            .body
            .codes
            .iter()
            .any(|code| matches!(code.part, Part::Table(kind) if of_file(kind)))
    }
}

/// Assembles `content`. With errors among the diagnostics, the site is complete but for what they
/// name.
pub fn assemble(
    content: &Content,
    config: &Arc<Config>,
    options: Options,
    diagnostics: &mut Diagnostics,
) -> Site {
    let mut events = events(content, config, options);
    let directions = directions(&mut events, config);
    let tags = tags::tags(&mut events, config, diagnostics);
    let all = List::new("index".to_owned(), (0..events.len()).collect(), config.per_page);
    let mut pages = pages(content, options, &events);
    let mut reports = reports::reports(content, options);
    data::check_codes(bodies(&pages, &reports), content, &events, diagnostics);
    let texts = links::Texts { events: &mut events, pages: &mut pages, reports: &mut reports };
    let Resolved { files, menu, logo, tables } =
        links::resolve(texts, content, (config, options.drafts), diagnostics);
    let left_out = content.posts.iter().filter(|post| !options.drafts && post.draft);
    let mut site = Site {
        config: Arc::clone(config),
        years: archive::years(&events),
        search: match config.has_search() {
            true => Search::new(&events, bodies(&pages, &reports), &tables),
            false => Search::default(),
        },
        events,
        pages,
        reports,
        left_out: left_out.cloned().collect(),
        left_out_reports: reports::left_out(content, options),
        today: options.today,
        menu,
        logo,
        all,
        directions,
        tags,
        tables,
        files,
        routes: Vec::new(),
    };
    site.routes = routes::of(&site, diagnostics);
    links::check_menu(&site.routes, config, diagnostics);
    site
}

/// The texts of pages and reports.
fn bodies<'s>(
    pages: &'s [StandingPage],
    reports: &'s [ReportPage],
) -> impl Iterator<Item = &'s Body> {
    let pages = pages.iter().map(|page| &page.page.body);
    pages.chain(reports.iter().map(|page| &page.report.body))
}

fn events(content: &Content, config: &Config, options: Options) -> Vec<Event> {
    let posts = content.posts.par_iter().filter(|post| options.drafts || !post.draft);
    let mut posts: Vec<(EventDate, String, &Arc<Post>)> = posts
        .map(|post| {
            let path = format!("{:04}/{}.html", post.date.first().year(), post.slug);
            (post.date, path, post)
        })
        .collect();
    // Equal days keep the order of addresses, so that the order never depends on the disk's.
    posts.par_sort_by(|a, b| (a.0, &a.1, &a.2.file).cmp(&(b.0, &b.1, &b.2.file)));
    let event = |(date, path, post): (EventDate, String, &Arc<Post>)| {
        let first = date.first();
        Event {
            path,
            announcement: first > options.today,
            year: SchoolYear::containing(first),
            half_year: config.half_years.half_of(first),
            in_direction: 0,
            tags: Vec::new(),
            links: Links::default(),
            post: Arc::clone(post),
        }
    };
    posts.into_par_iter().map(event).collect()
}

fn directions(events: &mut [Event], config: &Config) -> Vec<List> {
    let mut members = vec![Vec::new(); config.directions.len()];
    for (id, event) in events.iter_mut().enumerate() {
        // Posts are read again whenever the settings change, so theirs are these directions.
        let members = &mut members[event.post.direction];
        event.in_direction = members.len();
        members.push(id);
    }
    let address = |id: &str| format!("napravlenie/{id}");
    let lists = config.directions.iter().zip(members);
    lists.map(|(direction, ids)| List::new(address(&direction.id), ids, config.per_page)).collect()
}

/// The pages to be published: one that shows nothing but tables without rows is none yet.
fn pages(content: &Content, options: Options, events: &[Event]) -> Vec<StandingPage> {
    let kept = content.pages.iter().filter(|page| options.drafts || !page.draft);
    let kept = kept.filter(|page| !data::is_empty(page, content, events));
    let mut pages: Vec<_> = kept
        .map(|page| StandingPage {
            path: format!("{}.html", page.slug),
            page: Arc::clone(page),
            links: Links::default(),
        })
        .collect();
    pages.sort_by(|a, b| {
        let key = |page: &'_ Page| {
            (page.order.unwrap_or(u32::MAX), page.title.clone(), page.file.clone())
        };
        key(&a.page).cmp(&key(&b.page))
    });
    pages
}
