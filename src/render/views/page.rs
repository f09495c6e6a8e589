//! Values of a page's head and of lists.

use serde::Serialize;
use tera::Value;

use super::{DateView, as_plain};
use crate::export::PICTURE_SIZE;
use crate::render::drawings::SharedPicture;

/// `page`: the head of a page and its heading.
#[derive(Debug, Default, Serialize)]
pub(in crate::render) struct PageView<'a> {
    /// The `<title>`; unique in the section.
    pub(in crate::render) title: String,
    /// The only `<h1>`.
    pub(in crate::render) heading: &'a str,
    /// A line under the heading: the official name of a direction.
    pub(in crate::render) lead: Option<&'a str>,
    /// A sentence for search engines.
    pub(in crate::render) description: Option<&'a str>,
    pub(in crate::render) path: &'a str,
    /// The absolute canonical address.
    #[serde(serialize_with = "as_plain")]
    pub(in crate::render) url: String,
    pub(in crate::render) feed: Option<String>,
    /// The absolute address of its picture.
    pub(in crate::render) image: Option<&'a str>,
    /// The words for those who do not see that.
    pub(in crate::render) image_alt: Option<&'a str>,
    /// In pixels; none for a source file.
    pub(in crate::render) image_width: Option<u32>,
    pub(in crate::render) image_height: Option<u32>,
    /// JSON-LD, safe inside `<script>`.
    pub(in crate::render) json_ld: Option<Value>,
    /// The OpenGraph type: `article` or `website`.
    pub(in crate::render) kind: &'static str,
    /// Whether the text has a click-to-load block.
    pub(in crate::render) embeds: bool,
    /// Whether it has photos that open large.
    pub(in crate::render) gallery: bool,
}

impl<'a> PageView<'a> {
    /// With a picture that is drawn.
    pub(in crate::render) fn with_shared(self, picture: Option<&'a SharedPicture>) -> Self {
        let Some(picture) = picture else { return self };
        let (width, height) = PICTURE_SIZE;
        Self {
            image: Some(&picture.url),
            image_alt: Some(&picture.alt),
            image_width: Some(width),
            image_height: Some(height),
            ..self
        }
    }
}

/// `pagination` of a list: empty for one without pages.
#[derive(Debug, Default, Serialize)]
pub(in crate::render) struct Pagination {
    /// The number of this page, 1 for the newest events; none if it is the only one.
    pub(in crate::render) number: Option<usize>,
    /// Whether this is the first screen, with the newest events.
    pub(in crate::render) first: bool,
    /// The address of the list's first page; none on that.
    pub(in crate::render) newest: Option<String>,
    /// The first page, those around this one, and the last one.
    pub(in crate::render) pages: Vec<PageLink>,
    /// The date of the earliest event on this page.
    pub(in crate::render) from: Option<DateView>,
    /// The date of the latest event on this page.
    pub(in crate::render) to: Option<DateView>,
    /// The address of the page with newer events.
    pub(in crate::render) newer: Option<String>,
    /// The address of the page with older events.
    pub(in crate::render) older: Option<String>,
}

/// A page of a list by its number.
#[derive(Debug, Serialize)]
pub(in crate::render) struct PageLink {
    /// The number, from 1 for the newest.
    pub(in crate::render) number: usize,
    pub(in crate::render) path: String,
    /// Whether it is this page.
    pub(in crate::render) current: bool,
    /// Whether pages are left out before this link.
    pub(in crate::render) gap: bool,
}

/// Cards of the events before and after one.
#[derive(Debug, Serialize)]
pub(in crate::render) struct SiblingsView {
    pub(in crate::render) older: Option<Value>,
    pub(in crate::render) newer: Option<Value>,
}

/// A school year of the archive.
#[derive(Debug, Serialize)]
pub(in crate::render) struct YearView {
    /// «2022/23 учебный год».
    pub(in crate::render) title: String,
    pub(in crate::render) path: String,
    /// The number of its events, with the noun.
    pub(in crate::render) count: String,
    /// Its half-years with events, the later first.
    pub(in crate::render) half_years: Vec<HalfYearView>,
}

/// A half-year, or the events of a school year outside its half-years.
#[derive(Debug, Serialize)]
pub(in crate::render) struct HalfYearView {
    /// «I полугодие»; none outside half-years.
    pub(in crate::render) title: Option<&'static str>,
    pub(in crate::render) path: Option<String>,
    /// The number of its events, with the noun.
    pub(in crate::render) count: String,
    /// Cards of its events, the newest first; empty in the archive.
    pub(in crate::render) posts: Vec<Value>,
}

/// A tag with the number of its events.
#[derive(Debug, Serialize)]
pub(in crate::render) struct TagView<'a> {
    pub(in crate::render) title: &'a str,
    /// The first page of its list.
    pub(in crate::render) path: String,
    /// The number of its events, with the noun.
    pub(in crate::render) count: String,
}
