//! What templates get: small borrowed structs, the contract between the program and its themes.
//!
//! A domain type is never serialised to a template, so that it can change without breaking a
//! theme. Every `path` is root-relative and names a file; a template writes it after `root`, which
//! leads from the page to the root of the section (`""`, `"../"`). Values that hold HTML, or nothing
//! that could be taken for it, are marked safe, all others are escaped by Tera. What many pages show
//! (a card, a direction) is made into a [`tera::Value`] once: copying one copies a pointer. THEMES.md
//! tells the authors of themes the same.

mod front;
mod page;
mod post;
mod report;
mod table;

pub(super) use front::{CountedView, Figure, FiguresView, FrontView};
pub(super) use page::{
    HalfYearView, PageLink, PageView, Pagination, SiblingsView, TagView, YearView,
};
pub(super) use post::{CardView, DateView, OutsideView, PhotoView, PostView};
pub(super) use report::ReportView;
pub(super) use table::{TableFileView, TableView};

use serde::{Serialize, Serializer};
use tera::Value;

use super::palette::Pair;
use crate::photos::Pictures;
use crate::site::{MenuItem, SEARCH, Site};

/// A text that mostly has no sign to be escaped, an address or a date in figures, as a value. Where it
/// has none, Tera is told so, and need not look for them on each page that shows it.
pub(super) fn plain(text: &str) -> Value {
    let is_escaped = |byte: u8| matches!(byte, b'&' | b'<' | b'>' | b'"' | b'\'');
    match text.bytes().any(is_escaped) {
        true => Value::from(text),
        false => Value::safe_string(text),
    }
}

/// Serialises what [`plain`] makes of a text.
fn as_plain<S: Serializer>(text: &impl AsRef<str>, serializer: S) -> Result<S::Ok, S::Error> {
    plain(text.as_ref()).serialize(serializer)
}

/// Serialises what [`plain`] makes of a text, if there is one.
fn as_plain_option<S: Serializer>(text: &Option<&str>, serializer: S) -> Result<S::Ok, S::Error> {
    text.map(plain).serialize(serializer)
}

/// `site`: what is true of every page. All texts but the title and the address may be empty.
#[derive(Debug, Serialize)]
pub(super) struct SiteView<'a> {
    /// The full name of the centre.
    title: &'a str,
    /// Its short name.
    short_title: &'a str,
    /// The school's name.
    school: &'a str,
    /// A sentence about the section.
    description: &'a str,
    /// The postal address.
    address: &'a str,
    /// The telephone number as it is written.
    phone: &'a str,
    /// The number for a `tel:` link: digits, perhaps with `+`.
    phone_link: String,
    /// The e-mail address.
    email: &'a str,
    /// Outside links for the foot of the page.
    links: Vec<LinkView<'a>>,
    /// Where the section is published: absolute, with `/` at its end.
    base_url: &'a str,
    /// The feed of all events; none where the hosting takes no such file.
    feed: Option<&'a str>,
    /// The page of the search, if there is one.
    search: Option<&'a str>,
    /// The picture beside its name.
    logo: Option<PhotoView<'a>>,
}

/// A link to another site.
#[derive(Debug, Serialize)]
struct LinkView<'a> {
    /// What it says.
    title: &'a str,
    /// The absolute address.
    url: &'a str,
}

/// A line of the menu: either `path` or `url` is there.
#[derive(Debug, Serialize)]
pub(super) struct NavView<'a> {
    /// What it says.
    pub(super) title: &'a str,
    /// A page of the section.
    #[serde(serialize_with = "as_plain_option")]
    pub(super) path: Option<&'a str>,
    /// A page of another site.
    pub(super) url: Option<&'a str>,
}

/// A direction of the centre's work.
#[derive(Debug, Serialize)]
pub(super) struct DirectionView<'a> {
    /// Its name in addresses.
    pub(super) id: &'a str,
    /// The full official heading.
    pub(super) title: &'a str,
    /// The short name.
    pub(super) short: &'a str,
    /// Its newest list page.
    #[serde(serialize_with = "as_plain")]
    pub(super) path: &'a str,
    /// Its place in the settings, from 0; a theme may choose its drawing by it.
    pub(super) place: usize,
    /// Its colour for letters, on a light and on a dark ground, where the theme has colours.
    pub(super) colour: Option<Pair>,
}

/// Something with a title and a page or file of the section.
#[derive(Debug, Serialize)]
pub(super) struct TitledPath<'a> {
    /// What it is called.
    pub(super) title: &'a str,
    /// Where it is.
    #[serde(serialize_with = "as_plain")]
    pub(super) path: &'a str,
}

impl<'a> SiteView<'a> {
    /// The view of the settings, with the finished pictures that there are.
    pub(super) fn new(site: &'a Site, pictures: Option<&'a Pictures>) -> Self {
        let config = &site.config;
        let links = config.links.iter();
        let picture = |path: &str| pictures.and_then(|pictures| pictures.get(path));
        let logo = site.logo.as_ref();
        Self {
            title: &config.title,
            short_title: &config.short_title,
            school: &config.school,
            description: &config.description,
            address: &config.address,
            phone: &config.phone,
            phone_link: config.phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect(),
            email: &config.email,
            links: links.map(|link| LinkView { title: &link.title, url: &link.url }).collect(),
            base_url: &config.base_url,
            feed: config.hosting.takes("xml").then_some("feed.xml"),
            search: config.has_search().then_some(SEARCH),
            logo: logo.map(|logo| PhotoView::new(logo, picture(&logo.path), false)),
        }
    }
}

impl<'a> NavView<'a> {
    /// The view of a line of the menu.
    pub(super) fn new(item: &'a MenuItem) -> Self {
        let target = item.target.as_str();
        Self {
            title: &item.title,
            path: (!item.outside).then_some(target),
            url: item.outside.then_some(target),
        }
    }
}
