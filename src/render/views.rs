//! The values of templates: small borrowed structs, the contract between the program and its themes.
//!
//! Domain types are never serialised to templates, so that they can change without breaking a
//! theme. Every `path` is root-relative and names a file; templates write it after `root`, the way
//! from the page to the root of the section (`""`, `"../"`). Values are marked safe if they hold HTML
//! or cannot be mistaken for it; Tera escapes all others. Values that many pages show (a card, a
//! direction) are made into a [`tera::Value`] once: copying one copies a pointer. THEMES.md is the
//! description for authors of themes.

mod front;
mod page;
mod post;
mod report;
mod table;

pub(super) use front::{CountedView, Figure, FiguresView, FrontView};
pub(super) use page::{
    HalfYearView, PageLink, PageView, Pagination, SiblingsView, TagView, YearView,
};
pub(super) use post::{CardView, DateView, OutsideView, OwnKeyView, PhotoView, PostView};
pub(super) use report::ReportView;
pub(super) use table::{TableFileView, TableView};

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};
use tera::Value;

use super::palette::Shades;
use crate::photos::Pictures;
use crate::site::{ICON, MenuItem, SEARCH, Site};
use crate::url;

/// A value of text that rarely needs escaping, such as an address or a date. Without such characters
/// it is marked safe, so that Tera does not look for them on each page.
pub(super) fn plain(text: &str) -> Value {
    let needs_escape = |byte: u8| matches!(byte, b'&' | b'<' | b'>' | b'"' | b'\'');
    match text.bytes().any(needs_escape) {
        true => Value::from(text),
        false => Value::safe_string(text),
    }
}

/// Serialises a text as [`plain`] does.
fn as_plain<S: Serializer>(text: &impl AsRef<str>, serializer: S) -> Result<S::Ok, S::Error> {
    plain(text.as_ref()).serialize(serializer)
}

/// Serialises an optional text as [`plain`] does.
fn as_plain_option<S: Serializer>(text: &Option<&str>, serializer: S) -> Result<S::Ok, S::Error> {
    text.map(plain).serialize(serializer)
}

/// `site`: values of every page. All texts but `title` and `base_url` may be empty.
#[derive(Debug, Serialize)]
pub(super) struct SiteView<'a> {
    title: &'a str,
    short_title: &'a str,
    school: &'a str,
    description: &'a str,
    address: &'a str,
    phone: &'a str,
    /// The number of a `tel:` link: digits and `+`.
    phone_link: String,
    email: &'a str,
    /// Links to other sites for the footer.
    links: Vec<LinkView<'a>>,
    /// The absolute address of the section, with `/` at the end.
    base_url: &'a str,
    /// The feed of all events; none if the hosting does not take XML.
    feed: Option<&'a str>,
    search: Option<&'a str>,
    logo: Option<PhotoView<'a>>,
    /// The icon for the browser's tab: the logo if it is about as wide as high, else a drawn one.
    icon: Option<&'a str>,
}

/// A link to another site.
#[derive(Debug, Serialize)]
struct LinkView<'a> {
    title: &'a str,
    /// Absolute.
    url: &'a str,
}

/// A line of the menu; it has either `path` or `url`.
#[derive(Debug, Serialize)]
pub(super) struct NavView<'a> {
    pub(super) title: &'a str,
    /// A page of the section.
    #[serde(serialize_with = "as_plain_option")]
    pub(super) path: Option<&'a str>,
    /// A page of another site.
    pub(super) url: Option<&'a str>,
}

#[derive(Debug, Serialize)]
pub(super) struct DirectionView<'a> {
    /// Its name in addresses.
    pub(super) id: &'a str,
    /// The official name.
    pub(super) title: &'a str,
    pub(super) short: &'a str,
    /// The first page of its list.
    #[serde(serialize_with = "as_plain")]
    pub(super) path: &'a str,
    /// The index in the settings, from 0; a theme may choose a drawing by it.
    pub(super) place: usize,
    /// Colours of its text, if the theme has a palette.
    pub(super) colour: Option<Shades>,
    /// What the templates of the folder `direction/` make of it, by their names.
    pub(super) parts: BTreeMap<&'a str, Value>,
}

/// Something with a title and a page or file of the section.
#[derive(Debug, Serialize)]
pub(super) struct TitledPath<'a> {
    pub(super) title: &'a str,
    #[serde(serialize_with = "as_plain")]
    pub(super) path: &'a str,
}

impl<'a> SiteView<'a> {
    pub(super) fn new(site: &'a Site, pictures: Option<&'a Pictures>) -> Self {
        let config = &site.config;
        let links = config.links.iter();
        let picture = |path: &str| pictures.and_then(|pictures| pictures.get(path));
        let logo = site.logo.as_ref();
        let square = logo.and_then(|logo| {
            let file = picture(&logo.path)?.uncropped().last()?;
            let (longer, shorter) = (file.width.max(file.height), file.width.min(file.height));
            (longer * 4 <= shorter * 5).then_some(&*file.path)
        });
        Self {
            title: &config.title,
            short_title: &config.short_title,
            school: &config.school,
            description: &config.description,
            address: &config.address,
            phone: &config.phone,
            phone_link: url::phone(&config.phone)["tel:".len()..].to_owned(),
            email: &config.email,
            links: links.map(|link| LinkView { title: &link.title, url: &link.url }).collect(),
            base_url: &config.base_url,
            feed: config.hosting.takes("xml").then_some("feed.xml"),
            search: config.has_search().then_some(SEARCH),
            icon: square.or(config.hosting.takes("png").then_some(ICON)),
            logo: logo.map(|logo| PhotoView::new(logo, picture(&logo.path), false)),
        }
    }
}

impl<'a> NavView<'a> {
    pub(super) fn new(item: &'a MenuItem) -> Self {
        let target = item.target.as_str();
        Self {
            title: &item.title,
            path: (!item.outside).then_some(target),
            url: item.outside.then_some(target),
        }
    }
}
