//! What a site is made of, as its files say it: posts about events, standing pages, and the files
//! beside them.
//!
//! `load` alone reads the disk, file by file, so that one file can be read again; everything else
//! is a function of its text.

pub mod data;
mod front_matter;
mod load;
pub mod markdown;
pub mod page;
pub mod participants;
pub mod post;
pub mod report;
pub mod short_code;
mod words;

use std::path::PathBuf;
use std::sync::Arc;

use crate::config::Config;
use crate::diagnostic::Diagnostics;
use crate::fs;
use crate::yaml::{Fields, Key};
use short_code::Home;

pub use data::{DATA, DataTable};
pub use load::{Loaded, gather, load, load_file, refusal};
pub use page::Page;
pub use post::Post;
pub use report::Report;

/// The folder of all that an author writes, relative to the site's root.
pub const CONTENT: &str = "content";
/// The folder of posts, relative to the site's root.
pub const POSTS: &str = "content/posts";
/// The folder of standing pages.
pub const PAGES: &str = "content/pages";
/// The folder of reports.
pub const REPORTS: &str = "content/reports";

/// Everything under `content/` but the settings.
#[derive(Clone, Debug, Default)]
pub struct Content {
    /// The posts, by the paths of their files.
    pub posts: Vec<Arc<Post>>,
    /// The pages, by the paths of their files.
    pub pages: Vec<Arc<Page>>,
    /// The reports, by the paths of their files.
    pub reports: Vec<Arc<Report>>,
    /// The data of tables, by their kinds.
    pub data: Vec<Arc<DataTable>>,
    /// Files that are none of these, by their paths.
    pub attachments: Vec<Attachment>,
    /// Texts that cannot be published as they are; links to them are no further mistakes.
    pub unsound: Vec<Arc<Unsound>>,
}

/// A text that cannot be published as it is, as far as its links go: what is wrong with those is
/// told along with the rest.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unsound {
    /// Its file, relative to the site's root.
    pub file: String,
    /// The text.
    pub body: markdown::Body,
    /// The photos that its head names.
    pub photos: Vec<post::Photo>,
    /// The photo for lists.
    pub cover: Option<post::Photo>,
    /// Whether it is not to be published yet.
    pub draft: bool,
}

impl Unsound {
    /// A text of which nothing but its file is known.
    fn new(file: &str) -> Self {
        Self { file: file.to_owned(), ..Self::default() }
    }
}

/// A file beside posts, pages and data: a photo, a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// Its path from the site's root, with `/` between names.
    pub file: String,
    /// Where it is on the disk.
    pub path: PathBuf,
    /// What tells whether it was touched.
    pub stamp: fs::FileStat,
}

/// A kind of text with a head: the keys of the head, and whether short codes have a meaning below.
struct Form {
    keys: &'static [Key],
    codes: Option<Home>,
}

/// What `of` makes of the head and the rendered body of `text`, the text of `file`; where the head
/// cannot be understood, what is known of the text.
fn read<T>(
    (file, text): (&str, &str),
    config: &Config,
    form: &Form,
    diagnostics: &mut Diagnostics,
    of: impl FnOnce(Fields<'_>, markdown::Body, &mut Diagnostics) -> Result<T, Box<Unsound>>,
) -> Result<T, Box<Unsound>> {
    let Some((document, body_start)) = front_matter::split(file, text, diagnostics) else {
        return Err(Box::new(Unsound::new(file)));
    };
    let mut of_body = Diagnostics::new();
    let body = body(file, text, body_start, config, form.codes, &mut of_body);
    let Some(node) = document.parse(diagnostics) else {
        diagnostics.extend(of_body);
        return Err(Box::new(Unsound { body, ..Unsound::new(file) }));
    };
    document.warn_of_cut_values(diagnostics);
    let fields = Fields::new(document, &node, form.keys, diagnostics);
    let made = of(fields, body, diagnostics);
    diagnostics.extend(of_body);
    made
}

/// The rendered body of `file`, which begins at byte `start` of its `text`.
fn body(
    file: &str,
    text: &str,
    start: usize,
    config: &Config,
    codes: Option<Home>,
    diagnostics: &mut Diagnostics,
) -> markdown::Body {
    let options = markdown::RenderOptions {
        typography: config.typography,
        raw_html: config.raw_html,
        heading_ids: true,
        links: markdown::LinkMode::Collect,
        figures: true,
        embed_hosts: &config.video_hosts,
        own_address: &config.base_url,
        codes,
    };
    markdown::render(&markdown::BodySource { file, text, body_start: start }, &options, diagnostics)
}
