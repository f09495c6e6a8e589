//! Where links lead, and which files are published because something links to them.
//!
//! A link is written as a path to the other file, from the folder of the file that holds it, as
//! editors complete it; a path from `content/` works too. A file is published at the address of the
//! document in whose folder it lies, else of the document that shows it or links to it.

mod body;
mod consent;
mod files;
mod gallery;
mod logo;
mod menu;
pub(crate) mod path;
mod tables;
mod unseen;

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

pub(crate) use consent::missing_consent;
pub use gallery::ShownPhoto;
pub(super) use gallery::has_gallery;
pub(crate) use gallery::natural_order;
pub use menu::MenuItem;
pub(super) use menu::check_menu;

use super::bundles::Bundles;
use super::documents::{DocumentId, DocumentView, Documents};
use super::{PublishedFile, SectionTable, addresses, data};
use crate::config::Config;
use crate::content::gallery::Gallery;
use crate::content::markdown::Body;
use crate::content::{Attachment, Content, InvalidDocument};
use crate::diagnostic::Diagnostics;

/// The resolved links of one document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Links {
    /// For each link of the body, in order.
    pub body: Vec<Address>,
    /// The gallery.
    pub photos: Vec<ShownPhoto>,
    /// The picture for lists: the cover, else the first photo of the gallery, else the first own picture of
    /// the text.
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

/// What [`Resolver::resolve`] gives.
pub(super) struct Resolved {
    /// The links of each document, in the order of [`Documents::iter`].
    pub(super) links: Vec<Links>,
    /// The files that are published, in the order of their addresses.
    pub(super) files: Vec<PublishedFile>,
    pub(super) menu: Vec<MenuItem>,
    /// The picture beside the section's name.
    pub(super) logo: Option<ShownPhoto>,
    /// The tables with the files that their rows name.
    pub(super) tables: Vec<SectionTable>,
    /// The files whose headings links ask for.
    pub(super) anchored: BTreeSet<String>,
}

/// The document or file that holds a link.
#[derive(Clone, Copy)]
struct Origin<'a> {
    file: &'a str,
    /// Its address; `None` if it is not published.
    path: Option<&'a str>,
}

/// A document as far as its links go.
#[derive(Clone, Copy)]
struct Linking<'a> {
    origin: Origin<'a>,
    body: &'a Body,
    gallery: &'a Gallery,
    /// Whether its pictures form a gallery.
    is_event: bool,
}

impl<'a> From<DocumentView<'a>> for Linking<'a> {
    fn from(document: DocumentView<'a>) -> Self {
        let DocumentView { id, path, file, gallery, body, .. } = document;
        let is_event = matches!(id, DocumentId::Event(_));
        Self { origin: Origin { file, path: Some(path) }, body, gallery, is_event }
    }
}

pub(super) struct Resolver<'a> {
    documents: &'a Documents,
    /// Published documents by their files; see [`Self::by_file`].
    by_file: OnceCell<HashMap<&'a str, DocumentView<'a>>>,
    /// Everything that was read, drafts too.
    content: &'a Content,
    /// The files of pages that show nothing yet.
    empty: Vec<&'a str>,
    bundles: &'a Bundles<'a>,
    /// Folders of documents, with their addresses without the extension.
    folders: HashMap<&'a str, &'a str>,
    attachments: &'a [Arc<Attachment>],
    /// See [`Self::by_key`].
    by_key: OnceCell<HashMap<String, usize>>,
    /// The ids of headings, by file; see [`Self::has_heading`].
    headings: HashMap<&'a str, HashSet<&'a str>>,
    /// The files of documents with errors that are reported.
    invalid: HashSet<&'a str>,
    /// The files that something links to.
    named: HashSet<&'a str>,
    published: BTreeMap<(String, String), PublishedFile>,
    diagnostics: &'a mut Diagnostics,
}

impl<'a> Resolver<'a> {
    pub(super) fn new(
        documents: &'a Documents,
        content: &'a Content,
        bundles: &'a Bundles<'a>,
        diagnostics: &'a mut Diagnostics,
    ) -> Self {
        let folders = documents.iter().filter_map(|document| {
            Some((bundles.folder(document.file)?, addresses::stem(document.path)))
        });
        let mut folders: HashMap<_, _> = folders.collect();
        folders.insert(tables::FOLDER, addresses::stem(addresses::DOCUMENTS));
        let shown: HashSet<&str> =
            documents.pages.iter().map(|page| &*page.document.file).collect();
        let empty = content.pages.iter().filter(|page| !page.draft && !shown.contains(&*page.file));
        Self {
            documents,
            by_file: OnceCell::new(),
            content,
            empty: empty.map(|page| &*page.file).collect(),
            bundles,
            folders,
            attachments: &content.attachments,
            by_key: OnceCell::new(),
            headings: HashMap::new(),
            invalid: reported(content).map(|document| &*document.file).collect(),
            named: HashSet::new(),
            published: BTreeMap::new(),
            diagnostics,
        }
    }

    /// Resolves the links of all documents, tables and settings. `drafts`: whether the links of
    /// drafts with errors are checked.
    pub(super) fn resolve(mut self, config: &Config, drafts: bool) -> Resolved {
        let documents = self.documents;
        let links = documents.iter().map(|document| self.links(document.into(), config)).collect();
        for document in reported(self.content).filter(|document| drafts || !document.head.draft) {
            let linking = Linking {
                origin: Origin { file: &document.file, path: None },
                body: &document.body,
                gallery: &document.gallery,
                is_event: false,
            };
            self.links(linking, config);
        }
        let tables = self.tables(&self.content.data, &data::shown(documents.static_bodies()));
        let menu = self.menu(&documents.pages, config);
        let logo = self.logo(config);
        self.report_unseen(drafts);
        let files = self.published.into_values().collect();
        let anchored = self.headings.into_keys().map(str::to_owned).collect();
        Resolved { links, files, menu, logo, tables, anchored }
    }

    /// Resolves the links of one document.
    fn links(&mut self, document: Linking<'a>, config: &Config) -> Links {
        let body = document.body.links.iter().map(|link| self.link(document, link)).collect();
        let (photos, cover) = self.gallery(document);
        let links = Links { body, photos, cover };
        if document.is_event {
            self.check_consent(document, &links, config.photos.consent);
        }
        links
    }

    /// Published documents by their files; built when the first link to one is resolved.
    fn by_file(&self) -> &HashMap<&'a str, DocumentView<'a>> {
        self.by_file.get_or_init(|| {
            self.documents.iter().map(|document| (document.file, document)).collect()
        })
    }

    /// Whether `file` is a document that is not published: a draft, or one of `empty`.
    fn is_left_out(&self, file: &str) -> bool {
        let mut known = self.content.document_files().chain(self.content.invalid_files());
        !self.by_file().contains_key(file) && known.any(|known| known == file)
    }
}

/// The documents with errors of their own. A draft whose errors were set aside is a draft like any other.
fn reported(content: &Content) -> impl Iterator<Item = &Arc<InvalidDocument>> {
    content.invalid.iter().filter(|document| !content.unsound_drafts.contains(&document.file))
}
