//! A Markdown file with front matter: what posts, pages and reports have in common.
//!
//! To add a front matter key: a row in `KEYS` of its kind (of posts: `config::EVENT_KEYS`), a field in
//! its `…Meta`, a line in [`Meta::read`]; a key that all kinds have is a field of [`Document`], read in
//! `Document::read_front_matter`.

use std::borrow::Cow;

use jiff::civil::Date;

use super::front_matter::{self, FrontMatter};
use super::gallery::Gallery;
use super::head_lines::HeadLines;
use super::markdown::{self, Body, BodySource};
use super::short_code::ShortcodeContext;
use crate::characters::{LINE_SEPARATOR, has_controls, printable};
use crate::config::{Config, OwnKey};
use crate::diagnostic::{Diagnostics, Place};
use crate::yaml::{self, Fields, Key, KeyNames, Node};

/// Whether the lines of the text stay lines, or make up paragraphs.
const LINES: &[(Key, bool)] = &[(("keep", "сохранять"), true), (("join", "соединять"), false)];

/// A document with sound front matter. Texts are typeset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document<M> {
    /// Relative to the site's root.
    pub file: String,
    /// Its name in addresses.
    pub slug: String,
    pub title: String,
    /// A sentence or two for lists.
    pub summary: Option<String>,
    /// The photos that the front matter names; only posts have keys for them.
    pub gallery: Gallery,
    pub draft: bool,
    /// Former addresses, each with its place in the file.
    pub aliases: Vec<(String, Place)>,
    /// The day of the last change.
    pub updated: Option<Date>,
    /// The text.
    pub body: Body,
    /// The keys that only this kind has.
    pub meta: M,
}

/// A document with errors in its front matter. It is not published, but its links are checked, so
/// that one run reports everything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InvalidDocument {
    /// Relative to the site's root.
    pub file: String,
    /// What can be read of its front matter.
    pub head: HeadLines,
    pub body: Body,
    pub gallery: Gallery,
}

/// A kind of document: the keys of its front matter and what is made of its own ones.
pub trait Meta: Sized {
    /// All keys, the common ones too; a hint about an unknown key lists them in this order.
    const KEYS: &'static [Key];
    /// Where the short codes of the body stand; `None`: they are plain text.
    const SHORT_CODES: Option<ShortcodeContext>;
    /// The hint where `title` is missing; `None` for a kind with titles of its own.
    const TITLE_HINT: Option<&'static str>;

    /// Reads the keys of this kind. `None` where they do not suffice to publish the document; the
    /// diagnostics say why.
    fn read(front_matter: &mut FrontMatter<'_>) -> Option<Self>;

    /// The keys that the settings add to [`Self::KEYS`].
    fn own_keys(_config: &Config) -> &[OwnKey] {
        &[]
    }

    /// Notes what the text tells beside its words: once, since the preview assembles the site at every
    /// edit.
    fn examine(&mut self, _body: &Body, _source: &BodySource<'_>) {}

    /// The title of a document that names none.
    fn default_title(&self) -> Option<String> {
        None
    }
}

impl<M: Meta> Document<M> {
    /// Reads `text`, the text of `file`.
    ///
    /// # Errors
    /// An [`InvalidDocument`] where the front matter has errors because of which the document cannot
    /// be published; they are among the diagnostics.
    pub fn parse(
        file: &str,
        text: &str,
        config: &Config,
        diagnostics: &mut Diagnostics,
    ) -> Result<Self, Box<InvalidDocument>> {
        let text = &*without_controls(file, text);
        let Some((yaml, body_start)) = front_matter::split(file, text, diagnostics) else {
            return Err(Box::new(InvalidDocument::new(file, text)));
        };
        let mut keep_lines = false;
        let document = match yaml.parse(diagnostics) {
            Some(node) => {
                Self::read_front_matter(&yaml, &node, config, &mut keep_lines, diagnostics)
            }
            None => Err(Box::new(InvalidDocument::new(file, text))),
        };
        let options = markdown::RenderOptions {
            typography: config.typography,
            raw_html: config.raw_html,
            heading_ids: true,
            links: markdown::LinkMode::Collect,
            figures: true,
            embed_hosts: &config.video_hosts,
            own_address: &config.base_url,
            codes: M::SHORT_CODES,
            bounds: config.bounds,
            own_keys: &config.own_keys,
            keep_lines,
        };
        let source = BodySource { file, text, body_start };
        let body = markdown::render(&source, &options, diagnostics);
        match document {
            Ok(mut document) => {
                document.meta.examine(&body, &source);
                Ok(Self { body, ..document })
            }
            Err(invalid) => Err(Box::new(InvalidDocument { body, ..*invalid })),
        }
    }

    /// The document without its body. `keep_lines`: see [`markdown::RenderOptions`].
    fn read_front_matter(
        yaml: &yaml::YamlDocument<'_>,
        node: &Node<'_>,
        config: &Config,
        keep_lines: &mut bool,
        diagnostics: &mut Diagnostics,
    ) -> Result<Self, Box<InvalidDocument>> {
        let file = yaml.file;
        let found_before = diagnostics.len();
        yaml.warn_of_cut_values(diagnostics);
        let own = M::own_keys(config);
        let fields = if own.is_empty() {
            Fields::new(yaml, node, M::KEYS, diagnostics)
        } else {
            let keys: Vec<KeyNames<'_>> =
                M::KEYS.iter().copied().chain(own.iter().map(OwnKey::names)).collect();
            Fields::new(yaml, node, &keys, diagnostics)
        };
        let mut keys = FrontMatter { fields, config, diagnostics, found_before };
        let title = match M::TITLE_HINT {
            Some(hint) => keys.required("title", "не указано название", hint),
            None => keys.text("title"),
        };
        let title = title.map(|title| config.typeset(title));
        let summary = keys.prose("summary");
        let gallery = keys.gallery();
        let draft = keys.flag("draft").unwrap_or(false);
        let aliases = keys.aliases();
        let updated = keys.day("updated");
        *keep_lines = keys.choice("lines", LINES).unwrap_or(false);
        let slug = keys.slug();
        let meta = M::read(&mut keys);
        let title = title.or_else(|| meta.as_ref()?.default_title());
        match (title, slug, meta) {
            (Some(title), Some(slug), Some(meta)) => Ok(Self {
                file: file.to_owned(),
                slug,
                title,
                summary,
                gallery,
                draft,
                aliases,
                updated,
                body: Body::default(),
                meta,
            }),
            _ => {
                let mut invalid = InvalidDocument::new(file, yaml.source);
                invalid.gallery = gallery;
                invalid.head.draft = draft;
                Err(Box::new(invalid))
            }
        }
    }
}

/// `text` without control characters. A line break of Word is one in the body as well; in the front
/// matter, where it would end a value, it is a space.
fn without_controls<'t>(file: &str, text: &'t str) -> Cow<'t, str> {
    if !has_controls(text) {
        return Cow::Borrowed(text);
    }
    let split = front_matter::split(file, text, &mut Diagnostics::new());
    let (head, body) = text.split_at(split.map_or(text.len(), |(_, body_start)| body_start));
    Cow::Owned(printable(head, ' ').into_owned() + &printable(body, LINE_SEPARATOR))
}

impl InvalidDocument {
    /// A document of which only `text` is known, the text of its file.
    pub(super) fn new(file: &str, text: &str) -> Self {
        Self { head: HeadLines::read(text), ..Self::unread(file) }
    }

    /// A document whose text is unknown.
    pub(crate) fn unread(file: &str) -> Self {
        Self { file: file.to_owned(), ..Self::default() }
    }
}
