//! What a page is, and the lists it shows.

use serde::Serialize;
use tera::Value;

use super::{DateView, as_plain};

/// `page`: what the head of a page and its heading say.
#[derive(Debug, Default, Serialize)]
pub(in crate::render) struct PageView<'a> {
    /// The title for the browser's tab and for searches; no other page has it.
    pub(in crate::render) title: String,
    /// The only `h1`.
    pub(in crate::render) heading: &'a str,
    /// A line under the heading: a direction's full official name under its short one.
    pub(in crate::render) lead: Option<&'a str>,
    /// A sentence for searches.
    pub(in crate::render) description: Option<&'a str>,
    /// The page's own path.
    pub(in crate::render) path: &'a str,
    /// Its canonical address, absolute.
    #[serde(serialize_with = "as_plain")]
    pub(in crate::render) url: String,
    /// Its Atom feed.
    pub(in crate::render) feed: Option<&'a str>,
    /// The absolute address of its picture.
    pub(in crate::render) image: Option<&'a str>,
    /// JSON-LD, safe inside `<script>`.
    pub(in crate::render) json_ld: Option<Value>,
    /// The type of OpenGraph: `article` or `website`.
    pub(in crate::render) kind: &'static str,
    /// Whether the text has a click-to-load block.
    pub(in crate::render) embeds: bool,
    /// Whether there are photos to be opened large.
    pub(in crate::render) gallery: bool,
}

/// `pagination` of a list. Pages are numbered from the oldest, so that a full one never changes.
/// A list that is not cut into pages has an empty one.
#[derive(Debug, Default, Serialize)]
pub(in crate::render) struct Pagination {
    /// The number of this page; none where there is only one.
    pub(in crate::render) number: Option<usize>,
    /// Whether it is the first screen, with the newest events.
    pub(in crate::render) first: bool,
    /// The first screen, for the other pages.
    pub(in crate::render) newest: Option<String>,
    /// The pages around this one, those with newer events first, and the oldest.
    pub(in crate::render) pages: Vec<PageLink>,
    /// The date of its earliest event.
    pub(in crate::render) from: Option<DateView>,
    /// That of its latest.
    pub(in crate::render) to: Option<DateView>,
    /// The page with newer events.
    pub(in crate::render) newer: Option<String>,
    /// The page with older events.
    pub(in crate::render) older: Option<String>,
}

/// A page of a list by its number.
#[derive(Debug, Serialize)]
pub(in crate::render) struct PageLink {
    /// The number, from 1 for the oldest.
    pub(in crate::render) number: usize,
    /// Its address.
    pub(in crate::render) path: String,
    /// Whether it is the page that is read.
    pub(in crate::render) current: bool,
    /// Whether pages are left out before it.
    pub(in crate::render) gap: bool,
}

/// Cards of the events before and after one.
#[derive(Debug, Serialize)]
pub(in crate::render) struct SiblingsView {
    /// The one before it in time.
    pub(in crate::render) older: Option<Value>,
    /// The one after it.
    pub(in crate::render) newer: Option<Value>,
}

/// A school year of the archive.
#[derive(Debug, Serialize)]
pub(in crate::render) struct YearView {
    /// «2022/23 учебный год».
    pub(in crate::render) title: String,
    /// Its page.
    pub(in crate::render) path: String,
    /// How many events it has, with the noun.
    pub(in crate::render) count: String,
    /// Its half-years that have events, the later first.
    pub(in crate::render) half_years: Vec<HalfYearView>,
}

/// A half-year, or what is left of a school year when its half-years are taken out.
#[derive(Debug, Serialize)]
pub(in crate::render) struct HalfYearView {
    /// «I полугодие»; none of what lies in no half-year.
    pub(in crate::render) title: Option<&'static str>,
    /// Its page.
    pub(in crate::render) path: Option<String>,
    /// How many events it has, with the noun.
    pub(in crate::render) count: String,
    /// Cards of its events, the newest first; none in the archive.
    pub(in crate::render) posts: Vec<Value>,
}

/// A tag with the number of its events.
#[derive(Debug, Serialize)]
pub(in crate::render) struct TagView<'a> {
    /// The tag.
    pub(in crate::render) title: &'a str,
    /// Its newest list page.
    pub(in crate::render) path: String,
    /// How many events it has, with the noun.
    pub(in crate::render) count: String,
}
