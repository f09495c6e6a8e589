//! The content of a site as its files say it: posts about events, standing pages, reports, tables,
//! and the files beside them.
//!
//! 1. `load` reads `content/`, file by file, so that a single file can be read again; nothing else
//!    here touches the disk.
//! 2. [`document`] turns a Markdown file with front matter into a [`Document`]: the keys that all
//!    kinds share, then those of its kind ([`post`], [`page`], [`report`]), then the body
//!    ([`markdown`]).
//! 3. [`data`] reads the tables of the section.

mod child_data;
mod conflict_copy;
pub mod data;
mod date_words;
pub mod document;
mod file_name;
mod front_matter;
pub mod gallery;
mod head_lines;
mod load;
pub mod markdown;
pub mod page;
pub mod participants;
mod placeholder_text;
pub mod post;
mod renamed;
pub mod report;
pub mod short_code;
mod story;

use std::path::PathBuf;
use std::sync::Arc;

use self::document::Meta;
use self::page::PageMeta;
use self::post::PostMeta;
use self::report::ReportMeta;
use crate::config;
use crate::file_kind::FileKind;
use crate::fs;
use crate::yaml::Schema;

pub(crate) use child_data::has_surname_of;
pub use child_data::{ChildData, ChildDataKind};
pub use conflict_copy::ConflictCopy;
pub use data::{DATA, DataTable};
pub use date_words::{DateWords, Planned};
pub use document::{Document, InvalidDocument};
pub(crate) use file_name::{
    document_path, is_below, is_collection, is_markdown, last_name, name_of, other_form, own_folder,
};
pub(crate) use front_matter::split_text;
pub use head_lines::HeadLines;
pub use load::{DraftErrors, Loaded, gather, load, load_file, load_text, refusal};
pub use page::Page;
pub use post::Post;
pub use renamed::explain_renamed_direction;
pub use report::Report;
pub use story::Story;

/// The folder of everything that authors write, relative to the site's root.
pub const CONTENT: &str = "content";
/// The folder of posts, relative to the site's root.
pub const POSTS: &str = "content/posts";
/// The folder of standing pages.
pub const PAGES: &str = "content/pages";
/// The folder of reports.
pub const REPORTS: &str = "content/reports";

/// The folder of deleted files, of earlier versions and of the journal of changes, relative to the site's
/// root. Nothing in it belongs to the site.
pub const TRASH: &str = ".rostok-trash";

/// Everything under `content/` but the settings.
#[derive(Clone, Debug, Default)]
pub struct Content {
    /// In the order of their files, as are pages and reports.
    pub posts: Vec<Arc<Post>>,
    pub pages: Vec<Arc<Page>>,
    pub reports: Vec<Arc<Report>>,
    /// In the order of their kinds.
    pub data: Vec<Arc<DataTable>>,
    /// All other files, in the order of their paths.
    pub attachments: Vec<Arc<Attachment>>,
    /// Documents with errors of their own: a link to one is no further error.
    pub invalid: Vec<Arc<InvalidDocument>>,
    /// The files of drafts with errors that are not reported; see [`DraftErrors::SetAside`].
    pub unsound_drafts: Vec<String>,
    /// Second versions of files that a cloud made; none of the lists has them.
    pub copies: Vec<ConflictCopy>,
}

impl Content {
    /// The files of all documents but the invalid ones.
    pub fn document_files(&self) -> impl Iterator<Item = &str> {
        let posts = self.posts.iter().map(|post| &*post.file);
        let pages = self.pages.iter().map(|page| &*page.file);
        let reports = self.reports.iter().map(|report| &*report.file);
        posts.chain(pages).chain(reports)
    }

    /// The files of invalid documents.
    pub fn invalid_files(&self) -> impl Iterator<Item = &str> {
        let files = self.invalid.iter().map(|document| &*document.file);
        files.filter(|file| !file.eq_ignore_ascii_case(config::FILE))
    }
}

/// The keys of the front matter of `file`; none if it is no document.
pub fn schema(file: &str) -> Schema {
    let keys = match () {
        () if is_below(file, POSTS) => PostMeta::KEYS,
        () if is_below(file, PAGES) => PageMeta::KEYS,
        () if is_below(file, REPORTS) => ReportMeta::KEYS,
        () => &[],
    };
    let nested: &[_] = if is_below(file, POSTS) { post::NESTED } else { &[] };
    Schema { keys, nested }
}

/// A file beside posts, pages and data: a photo, a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// Its path from the site's root, with `/` between names.
    pub file: String,
    /// Where it is on the disk.
    pub path: PathBuf,
    /// Size and time, to see whether it was changed.
    pub stamp: fs::FileStat,
    pub kind: FileKind,
}

impl Attachment {
    /// Whether it is published in sizes, without metadata.
    pub fn is_picture(&self) -> bool {
        self.kind == FileKind::Picture
    }
}
