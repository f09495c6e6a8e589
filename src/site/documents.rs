//! Published documents with their places in the site: events, standing pages, reports.

use std::borrow::Borrow;
use std::cmp::Reverse;
use std::sync::Arc;

use jiff::civil::Date;
use rayon::prelude::*;

use super::bundles::Bundles;
use super::{Address, Format, Links, Options, addresses, data, links};
use crate::calendar::{EventDate, HalfYear, SchoolYear};
use crate::config::Config;
use crate::content::gallery::Gallery;
use crate::content::markdown::{Body, LinkKind};
use crate::content::page::PageMeta;
use crate::content::post::PostMeta;
use crate::content::report::ReportMeta;
use crate::content::{Content, Document, PAGES, Post, is_below, name_of};
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::slug::slugify;

/// A document with its place in the site; `D` is what only its kind has there.
#[derive(Clone, Debug)]
pub struct PublishedDocument<M, D = ()> {
    pub document: Arc<Document<M>>,
    /// The address: `2022/turnir-po-shakhmatam.html`, `zadachi.html`.
    pub path: String,
    /// Where its links lead.
    pub links: Links,
    pub details: D,
}

/// A published post.
pub type Event = PublishedDocument<PostMeta, EventDetails>;
/// A published page.
pub type StandingPage = PublishedDocument<PageMeta>;
/// A published report.
pub type ReportPage = PublishedDocument<ReportMeta>;

/// The place of an event in lists and the archive.
#[derive(Clone, Debug)]
pub struct EventDetails {
    /// Whether it is still to come.
    pub announcement: bool,
    /// Whether it is over, but its post still is an announcement; see [`Post::awaits_story`].
    pub awaits_story: bool,
    /// The school year of its first day.
    pub year: SchoolYear,
    /// The half-year of its first day, if the settings give that month to one.
    pub half_year: Option<HalfYear>,
    /// Its index in the list of its direction.
    pub in_direction: usize,
    /// Indices of [`Site::tags`](super::Site::tags).
    pub tags: Vec<usize>,
}

impl Event {
    /// Whether the calendar file has it: it is to come, and its days are known.
    pub fn is_in_calendar(&self) -> bool {
        self.details.announcement && self.document.meta.has_days()
    }
}

impl ReportPage {
    /// The address of the report as a file.
    pub fn file(&self, format: Format) -> String {
        format!("{}.{}", addresses::stem(&self.path), format.extension())
    }
}

/// An event by its index in [`Site::events`](super::Site::events): a later event has a larger id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EventId(usize);

impl EventId {
    pub(super) fn new(index: usize) -> Self {
        Self(index)
    }

    pub fn index(self) -> usize {
        self.0
    }
}

/// A published document by its index in the list of its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DocumentId {
    Event(EventId),
    Page(usize),
    Report(usize),
}

/// A published document, whatever its kind.
#[derive(Clone, Copy, Debug)]
pub struct DocumentView<'a> {
    pub id: DocumentId,
    pub path: &'a str,
    pub file: &'a str,
    pub title: &'a str,
    pub aliases: &'a [(String, Place)],
    pub gallery: &'a Gallery,
    pub body: &'a Body,
}

impl<M, D> PublishedDocument<M, D> {
    fn new(document: &Arc<Document<M>>, path: String, details: D) -> Self {
        Self { document: Arc::clone(document), path, links: Links::default(), details }
    }

    /// The addresses of the pictures in its text.
    pub fn pictures_in_text(&self) -> impl Iterator<Item = &str> {
        let links = self.document.body.links.iter().zip(&self.links.body);
        links.filter_map(|(link, address)| match (link.kind, address) {
            (LinkKind::Image, Address::Inside(path)) => Some(path.as_str()),
            _ => None,
        })
    }

    /// The parts that documents of all kinds have.
    pub(super) fn view(&self, id: DocumentId) -> DocumentView<'_> {
        let Document { file, title, aliases, gallery, body, .. } = &*self.document;
        DocumentView { id, path: &self.path, file, title, aliases, gallery, body }
    }
}

/// The published documents of all kinds.
pub(super) struct Documents {
    pub(super) events: Vec<Event>,
    pub(super) pages: Vec<StandingPage>,
    pub(super) reports: Vec<ReportPage>,
}

impl Documents {
    /// The documents of `content`, in the order of the site.
    pub(super) fn new(
        content: &Content,
        bundles: &Bundles<'_>,
        config: &Config,
        options: Options,
    ) -> Self {
        let events = events(content, bundles, config, options);
        let pages = pages(content, bundles, options, &events);
        Self { events, pages, reports: reports(content, options) }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = DocumentView<'_>> {
        views(&self.events, &self.pages, &self.reports)
    }

    /// The texts of pages and reports, which may have short codes.
    pub(super) fn static_bodies(&self) -> impl Iterator<Item = &Body> {
        views::<Event>(&[], &self.pages, &self.reports).map(|document| document.body)
    }

    /// The links of all documents, in the order of [`Self::iter`].
    pub(super) fn links_mut(&mut self) -> impl Iterator<Item = &mut Links> {
        let events = self.events.iter_mut().map(|event| &mut event.links);
        let pages = self.pages.iter_mut().map(|page| &mut page.links);
        let reports = self.reports.iter_mut().map(|report| &mut report.links);
        events.chain(pages).chain(reports)
    }
}

/// The documents of all kinds: events, then pages, then reports.
pub(super) fn views<'s, E: Borrow<Event>>(
    events: &'s [E],
    pages: &'s [StandingPage],
    reports: &'s [ReportPage],
) -> impl Iterator<Item = DocumentView<'s>> {
    let events = events.iter().enumerate();
    let events = events.map(|(id, event)| event.borrow().view(DocumentId::Event(EventId(id))));
    let pages = pages.iter().enumerate().map(|(id, page)| page.view(DocumentId::Page(id)));
    let reports =
        reports.iter().enumerate().map(|(id, report)| report.view(DocumentId::Report(id)));
    events.chain(pages).chain(reports)
}

/// The documents that are published.
fn published<M>(
    documents: &[Arc<Document<M>>],
    options: Options,
) -> impl Iterator<Item = &Arc<Document<M>>> {
    documents.iter().filter(move |document| options.drafts || !document.draft)
}

/// The drafts that are not published.
pub(super) fn left_out<M>(
    documents: &[Arc<Document<M>>],
    options: Options,
) -> Vec<Arc<Document<M>>> {
    let drafts = documents.iter().filter(|document| !options.drafts && document.draft);
    drafts.cloned().collect()
}

/// The paths of events and pages that are drafts. Of an event that cannot be read, the path is unknown.
pub(super) fn draft_paths(content: &Content) -> Vec<String> {
    let posts = content.posts.iter().filter(|post| post.draft);
    let posts = posts.map(|post| addresses::event(&post.meta.date, &post.slug));
    let pages = content.pages.iter().filter(|page| page.draft);
    let pages = pages.map(|page| addresses::page(&page.slug));
    let unsound = content.unsound_drafts.iter().filter(|file| is_below(file, PAGES));
    let unsound = unsound.map(|file| addresses::page(&slugify(name_of(file))));
    posts.chain(pages).chain(unsound).collect()
}

/// The events, the earliest first.
fn events(
    content: &Content,
    bundles: &Bundles<'_>,
    config: &Config,
    options: Options,
) -> Vec<Event> {
    let posts: Vec<_> = published(&content.posts, options).collect();
    let mut posts: Vec<_> = posts
        .into_par_iter()
        .map(|post| (post.meta.date, addresses::event(&post.meta.date, &post.slug), post))
        .collect();
    // Equal days are in the order of addresses, so that the order never depends on the disk's.
    posts.par_sort_by(|a, b| (a.0, &a.1, &a.2.file).cmp(&(b.0, &b.1, &b.2.file)));
    let place = |(date, path, post): (EventDate, String, &Arc<Post>)| {
        let first = date.first();
        let details = EventDetails {
            announcement: if post.meta.has_days() {
                first > options.today
            } else {
                // A term is no day on which the event was held.
                date.last() >= options.today && post.meta.held.is_none()
            },
            awaits_story: post
                .awaits_story(options.today, || links::has_gallery(content, bundles, post)),
            year: SchoolYear::containing(first),
            half_year: config.bounds.half_years.half_of(first),
            in_direction: 0,
            tags: Vec::new(),
        };
        PublishedDocument::new(post, path, details)
    };
    posts.into_par_iter().map(place).collect()
}

/// Reports posts that are published as held though their date is only a term.
pub(super) fn check_terms(events: &[Event], diagnostics: &mut Diagnostics) {
    for event in events.iter().filter(|event| !event.details.announcement) {
        let post = &event.document;
        if let Some(words) = post.meta.date_words.as_ref().filter(|words| !words.is_exact)
            && !post.draft
            && post.meta.held != Some(false)
        {
            let message = format!("«{}» — это срок, а не дата события", words.text);
            diagnostics.push(
                Diagnostic::error(message).at(words.place.clone()).hint(
                    "когда событие прошло, напишите его день; до того добавьте `черновик: да`",
                ),
            );
        }
    }
}

/// The pages in the order of the menu, without those that show nothing but tables without rows.
fn pages(
    content: &Content,
    bundles: &Bundles<'_>,
    options: Options,
    events: &[Event],
) -> Vec<StandingPage> {
    let shown = published(&content.pages, options);
    let shown = shown.filter(|page| !data::is_empty(page, content, bundles, events));
    let mut pages: Vec<_> =
        shown.map(|page| PublishedDocument::new(page, addresses::page(&page.slug), ())).collect();
    pages.sort_by(|StandingPage { document: a, .. }, StandingPage { document: b, .. }| {
        let order = |page: &Document<PageMeta>| page.meta.order.unwrap_or(u32::MAX);
        (order(a), &a.title, &a.file).cmp(&(order(b), &b.title, &b.file))
    });
    pages
}

/// The reports, the latest period first.
fn reports(content: &Content, options: Options) -> Vec<ReportPage> {
    let mut reports: Vec<_> = published(&content.reports, options)
        .map(|report| PublishedDocument::new(report, addresses::report(&report.slug), ()))
        .collect();
    reports.sort_by(|ReportPage { document: a, .. }, ReportPage { document: b, .. }| {
        let period = |report: &Document<ReportMeta>| -> Reverse<(Date, Date)> {
            Reverse((report.meta.period.last(), report.meta.period.first()))
        };
        (period(a), &a.file).cmp(&(period(b), &b.file))
    });
    reports
}
