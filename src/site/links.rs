//! Where links lead, and which files are published because something points to them.
//!
//! A link is written as a path to the other file, from the folder of the file that holds it, as
//! editors complete it; a path from `content/` is understood too. A file is published at the
//! address of the post or page whose folder it lies in, else of the one that points to it.

mod body;
mod consent;
mod files;
mod gallery;
mod logo;
mod menu;
mod path;
mod tables;

use std::cell::OnceCell;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use rayon::prelude::*;

use files::base;
pub(super) use files::has_gallery;
pub(crate) use files::is_picture;
pub use gallery::ShownPhoto;
pub use menu::MenuItem;
pub(super) use menu::check_menu;

use super::{Event, PublishedFile, ReportPage, SectionTable, StandingPage, bodies, data};
use crate::config::Config;
use crate::content::markdown::{Body, Heading};
use crate::content::post::Photo;
use crate::content::{Attachment, Content, Page, Post, Report};
use crate::diagnostic::Diagnostics;

/// The resolved links of one post or page, each in the order of what it belongs to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Links {
    /// For each link of the body.
    pub body: Vec<Address>,
    /// The gallery.
    pub photos: Vec<ShownPhoto>,
    /// The picture for lists: the cover, else the first photo of the gallery.
    pub cover: Option<ShownPhoto>,
}

/// Where a link of a body leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Address {
    /// To a heading of the same page: `#heading`.
    Here(String),
    /// To an address from the section's root, perhaps with `#heading`.
    Inside(String),
    /// Nowhere: the diagnostics say why.
    Broken,
}

/// What came of the links.
pub(super) struct Resolved {
    /// The files that are published, by their addresses.
    pub(super) files: Vec<PublishedFile>,
    /// The menu.
    pub(super) menu: Vec<MenuItem>,
    /// The picture beside the section's name.
    pub(super) logo: Option<ShownPhoto>,
    /// The tables with the files that their rows lead to.
    pub(super) tables: Vec<SectionTable>,
}

/// All texts that are published.
pub(super) struct Texts<'t> {
    pub(super) events: &'t mut [Event],
    pub(super) pages: &'t mut [StandingPage],
    pub(super) reports: &'t mut [ReportPage],
}

/// Resolves everything that `texts` and the tables of `content` point to.
pub(super) fn resolve(
    texts: Texts<'_>,
    content: &Content,
    (config, drafts): (&Config, bool),
    diagnostics: &mut Diagnostics,
) -> Resolved {
    let Texts { events, pages, reports } = texts;
    let mut resolver = Resolver::new(events, pages, reports, content);
    // Most events point to no file; all cores find out which do.
    let point: Vec<bool> = events.par_iter().map(|event| points(&event.post)).collect();
    let event_links: Vec<Links> = events
        .iter()
        .zip(point)
        .map(|(event, points)| {
            if !points {
                return Links::default();
            }
            let post = &event.post;
            let owner = Owner {
                origin: Origin { file: &post.file, path: Some(&event.path) },
                body: &post.body,
                photos: &post.photos,
                cover: post.cover.as_ref(),
                gallery: Some(post),
            };
            let links = resolver.links(&owner);
            resolver.consent(post, &links, config.photos.consent);
            links
        })
        .collect();
    let standing = |file, path, body| {
        let origin = Origin { file, path: Some(path) };
        Owner { origin, body, photos: &[], cover: None, gallery: None }
    };
    let page_links: Vec<Links> = pages
        .iter()
        .map(|page| resolver.links(&standing(&page.page.file, &page.path, &page.page.body)))
        .collect();
    let report_links: Vec<Links> = reports
        .iter()
        .map(|page| resolver.links(&standing(&page.report.file, &page.path, &page.report.body)))
        .collect();
    for text in content.unsound.iter().filter(|text| drafts || !text.draft) {
        resolver.links(&Owner {
            origin: Origin { file: &text.file, path: None },
            body: &text.body,
            photos: &text.photos,
            cover: text.cover.as_ref(),
            gallery: None,
        });
    }
    let tables = resolver.tables(&content.data, &data::shown(bodies(pages, reports)));
    let menu = resolver.menu(pages, config);
    let logo = resolver.logo(config);
    resolver.unnamed();
    let Resolver { published, diagnostics: problems, .. } = resolver;
    diagnostics.extend(problems);
    for (event, links) in events.iter_mut().zip(event_links) {
        event.links = links;
    }
    for (page, links) in pages.iter_mut().zip(page_links) {
        page.links = links;
    }
    for (report, links) in reports.iter_mut().zip(report_links) {
        report.links = links;
    }
    Resolved { files: published.into_values().collect(), menu, logo, tables }
}

/// Whether anything of a post leads to another file: its text, its head, or the folder it has.
fn points(post: &Post) -> bool {
    let Post { body, photos, cover, folder, .. } = post;
    !body.links.is_empty() || !photos.is_empty() || cover.is_some() || folder.is_some()
}

/// What points to something.
#[derive(Clone, Copy)]
struct Origin<'a> {
    file: &'a str,
    /// Its address; none if it is not published.
    path: Option<&'a str>,
}

/// A post or a page, as far as its links go.
struct Owner<'a> {
    origin: Origin<'a>,
    body: &'a Body,
    photos: &'a [Photo],
    cover: Option<&'a Photo>,
    /// The post, where the pictures of its folder form a gallery.
    gallery: Option<&'a Post>,
}

/// What a link to a published post or page needs to know of it.
struct Text<'a> {
    path: &'a str,
    headings: &'a [Heading],
}

struct Resolver<'a> {
    events: &'a [Event],
    pages: &'a [StandingPage],
    reports: &'a [ReportPage],
    /// Published posts and pages by their files; see [`Self::texts`].
    texts: OnceCell<HashMap<&'a str, Text<'a>>>,
    /// All that was read, also what is not published.
    content: &'a Content,
    /// Pages that show nothing yet, by their files.
    empty: Vec<&'a str>,
    /// Folders of posts and pages, with their addresses without the ending.
    folders: BTreeMap<&'a str, &'a str>,
    attachments: &'a [Attachment],
    /// Texts that have problems of their own.
    unsound: HashSet<&'a str>,
    /// The files that something points to.
    named: HashSet<&'a str>,
    published: BTreeMap<(String, String), PublishedFile>,
    diagnostics: Diagnostics,
}

impl<'a> Resolver<'a> {
    fn new(
        events: &'a [Event],
        pages: &'a [StandingPage],
        reports: &'a [ReportPage],
        content: &'a Content,
    ) -> Self {
        let of_events = events.iter().map(|event| (&event.post.folder, &*event.path));
        let of_pages = pages.iter().map(|page| (&page.page.folder, &*page.path));
        let of_reports = reports.iter().map(|page| (&page.report.folder, &*page.path));
        let mut folders = BTreeMap::new();
        for (folder, path) in of_events.chain(of_pages).chain(of_reports) {
            if let Some(folder) = folder {
                folders.insert(&**folder, base(path));
            }
        }
        folders.insert(tables::FOLDER, base(tables::DOCUMENTS));
        let seen: HashSet<&str> = pages.iter().map(|page| &*page.page.file).collect();
        let unseen = |page: &&Arc<Page>| !page.draft && !seen.contains(&*page.file);
        let empty = content.pages.iter().filter(unseen).map(|page| &*page.file).collect();
        Self {
            events,
            pages,
            reports,
            texts: OnceCell::new(),
            content,
            empty,
            folders,
            attachments: &content.attachments,
            unsound: content.unsound.iter().map(|text| &*text.file).collect(),
            named: HashSet::new(),
            published: BTreeMap::new(),
            diagnostics: Diagnostics::new(),
        }
    }

    /// Published posts and pages by their files; put together when a link first asks for one.
    fn texts(&self) -> &HashMap<&'a str, Text<'a>> {
        self.texts.get_or_init(|| {
            let events = self.events.iter().map(|event| {
                (&*event.post.file, Text { path: &event.path, headings: &event.post.body.headings })
            });
            let pages = self.pages.iter().map(|page| {
                let Page { file, body, .. } = &*page.page;
                (&**file, Text { path: &page.path, headings: &body.headings })
            });
            let reports = self.reports.iter().map(|page| {
                let Report { file, body, .. } = &*page.report;
                (&**file, Text { path: &page.path, headings: &body.headings })
            });
            events.chain(pages).chain(reports).collect()
        })
    }

    /// Whether `file` is a text that is left out: a draft, or a page of `empty`.
    fn is_left_out(&self, file: &str) -> bool {
        let Content { posts, pages, reports, .. } = self.content;
        let mut all = posts.iter().map(|post| &*post.file);
        let mut others = pages.iter().map(|page| &*page.file);
        let mut reports = reports.iter().map(|report| &*report.file);
        let known = |known: &str| known == file;
        !self.texts().contains_key(file)
            && (all.any(known) || others.any(known) || reports.any(known))
    }

    /// Resolves everything that `owner` points to.
    fn links(&mut self, owner: &Owner<'_>) -> Links {
        let body = owner.body.links.iter().map(|link| self.link(owner, link)).collect();
        let (photos, cover) = self.gallery(owner);
        Links { body, photos, cover }
    }
}
