//! An event: the card that lists show, and the whole of it.

use serde::ser::{Error as _, SerializeStruct};
use serde::{Serialize, Serializer};
use tera::Value;
use tera::value::Key;

use super::as_plain;
use crate::calendar::{EventDate, Precision};
use crate::photos::{Picture, PublishedPicture};
use crate::site::ShownPhoto;

/// When an event takes place.
#[derive(Debug, Serialize)]
pub(in crate::render) struct DateView {
    /// In words: «14 октября 2022 г.».
    pub(in crate::render) text: String,
    /// The first day or month: `2022-10-14`, `2022-11`.
    #[serde(serialize_with = "as_plain")]
    pub(in crate::render) iso: String,
    /// The last day or month.
    #[serde(serialize_with = "as_plain")]
    pub(in crate::render) iso_last: String,
    /// `day`, `days`, `month` or `months`.
    pub(in crate::render) precision: &'static str,
}

/// `post` in lists: what a line or a card shows.
#[derive(Debug, Serialize)]
pub(in crate::render) struct CardView<'a> {
    /// What the event is called.
    pub(in crate::render) title: &'a str,
    /// Its page.
    #[serde(serialize_with = "as_plain")]
    pub(in crate::render) path: &'a str,
    /// When it takes place.
    pub(in crate::render) date: DateView,
    /// Its direction.
    pub(in crate::render) direction: &'a Value,
    /// Its school year.
    pub(in crate::render) school_year: Option<&'a Value>,
    /// A sentence or two.
    pub(in crate::render) summary: Option<&'a str>,
    /// How many took part, in words: «20 обучающихся, 3 педагога».
    pub(in crate::render) participants: Option<String>,
    /// How many took part, all together.
    pub(in crate::render) participants_total: Option<u64>,
    /// The picture for lists.
    pub(in crate::render) cover: Option<PhotoView<'a>>,
    /// Whether the event is still to come.
    pub(in crate::render) announcement: bool,
    /// Whether it is a draft, shown because drafts were asked for.
    pub(in crate::render) draft: bool,
}

/// `post` on its own page.
#[derive(Debug)]
pub(in crate::render) struct PostView<'a> {
    /// All that its card shows, a [`CardView`].
    pub(in crate::render) card: &'a Value,
    /// Who it is for.
    pub(in crate::render) audience: Option<&'a str>,
    /// Where it takes place.
    pub(in crate::render) place: Option<&'a str>,
    /// The classes that took part.
    pub(in crate::render) classes: &'a [String],
    /// The teachers who prepared it.
    pub(in crate::render) teachers: &'a [String],
    /// What came of it.
    pub(in crate::render) results: &'a [String],
    /// Its tags, with their pages.
    pub(in crate::render) tags: Vec<Value>,
    /// A page of another site about it.
    pub(in crate::render) link: Option<OutsideView<'a>>,
    /// Its photos.
    pub(in crate::render) photos: Vec<PhotoView<'a>>,
    /// The day of the last change, `2022-10-20`.
    pub(in crate::render) updated: Option<String>,
    /// Its half-year, unless it lies in none.
    pub(in crate::render) half_year: Option<&'a Value>,
    /// The text.
    pub(in crate::render) html: Value,
}

/// The card's values and its own side by side. What serde puts in whole (`flatten`) has each of its
/// keys copied.
impl Serialize for PostView<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self {
            card,
            audience,
            place,
            classes,
            teachers,
            results,
            tags,
            link,
            photos,
            updated,
            half_year,
            html,
        } = self;
        let card = card.as_map().into_iter().flatten();
        let mut post = serializer.serialize_struct("PostView", card.size_hint().0 + 11)?;
        for (key, value) in card {
            let Key::Str(key) = *key else {
                return Err(S::Error::custom("the key of a card is not that of a struct"));
            };
            post.serialize_field(key, value)?;
        }
        post.serialize_field("audience", audience)?;
        post.serialize_field("place", place)?;
        post.serialize_field("classes", classes)?;
        post.serialize_field("teachers", teachers)?;
        post.serialize_field("results", results)?;
        post.serialize_field("tags", tags)?;
        post.serialize_field("link", link)?;
        post.serialize_field("photos", photos)?;
        post.serialize_field("updated", updated)?;
        post.serialize_field("half_year", half_year)?;
        post.serialize_field("html", html)?;
        post.end()
    }
}

/// A page of another site.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(in crate::render) struct OutsideView<'a> {
    /// Its address.
    url: &'a str,
    /// Its host, for words such as «на сайте …».
    host: &'a str,
}

/// A picture.
#[derive(Debug, Serialize)]
pub(in crate::render) struct PhotoView<'a> {
    /// The file; the largest where there are several.
    pub(in crate::render) path: &'a str,
    /// The width of that file in pixels; nothing where it is shown as it came.
    width: Option<u32>,
    /// Its height.
    height: Option<u32>,
    /// The files for `srcset`, the largest first.
    sizes: Vec<SizeView<'a>>,
    /// The same as WebP, where the site has it.
    webp: Vec<SizeView<'a>>,
    /// The part for lists; only a cover has it.
    thumbnail: Option<SizeView<'a>>,
    /// The style that shows something until the picture has come.
    placeholder: Option<&'a str>,
    /// What is to be seen.
    alt: &'a str,
    /// The line under it.
    caption: Option<&'a str>,
    /// Whether it may wait until the reader comes near.
    lazy: bool,
}

/// A picture in one size.
#[derive(Debug, Serialize)]
struct SizeView<'a> {
    /// The file.
    path: &'a str,
    /// Its width in pixels.
    width: u32,
    /// Its height in pixels.
    height: u32,
}

impl DateView {
    /// The view of `date`.
    pub(in crate::render) fn new(date: &EventDate) -> Self {
        Self {
            text: date.to_string(),
            iso: date.iso_first(),
            iso_last: date.iso_last(),
            precision: match date.precision() {
                Precision::Day => "day",
                Precision::Days => "days",
                Precision::Month => "month",
                Precision::Months => "months",
            },
        }
    }
}

impl<'a> OutsideView<'a> {
    /// The view of an absolute address.
    pub(in crate::render) fn new(url: &'a str) -> Self {
        let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
        let host = rest.split(['/', '?', '#']).next().unwrap_or(rest);
        Self { url, host: host.strip_prefix("www.").unwrap_or(host) }
    }
}

impl<'a> PhotoView<'a> {
    /// The view of `photo`, of which `picture` was made.
    pub(in crate::render) fn new(
        photo: &'a ShownPhoto,
        picture: Option<&'a Picture>,
        lazy: bool,
    ) -> Self {
        let whole = || picture.into_iter().flat_map(Picture::uncropped);
        let webp = picture.into_iter().flat_map(Picture::uncropped_webp);
        let largest = whole().next();
        Self {
            path: largest.map_or(&photo.path, |largest| &largest.path),
            width: largest.map(|largest| largest.width),
            height: largest.map(|largest| largest.height),
            sizes: whole().map(SizeView::new).collect(),
            webp: webp.map(SizeView::new).collect(),
            thumbnail: picture.and_then(|picture| picture.cropped(photo.focus)).map(SizeView::new),
            placeholder: picture.and_then(|picture| picture.placeholder.as_deref()),
            alt: &photo.alt,
            caption: photo.caption.as_deref(),
            lazy,
        }
    }
}

impl<'a> SizeView<'a> {
    fn new(file: &'a PublishedPicture) -> Self {
        Self { path: &file.path, width: file.width, height: file.height }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_outside_page_is_named_by_its_host() {
        for (url, host) in [
            ("http://baltika7.ucoz.ru/index/tochka/0-331", "baltika7.ucoz.ru"),
            ("https://www.example.ru", "example.ru"),
            ("https://example.ru?id=1", "example.ru"),
        ] {
            assert_eq!(OutsideView::new(url), OutsideView { url, host });
        }
    }
}
