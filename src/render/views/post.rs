//! Values of an event: its card in lists, and its own page.

use std::borrow::Cow;

use serde::Serialize;
use tera::Value;

use super::as_plain;
use crate::calendar::Precision;
use crate::characters::capitalised;
use crate::config::OwnKey;
use crate::content::gallery::Focus;
use crate::content::post::PostMeta;
use crate::photos::{Picture, PublishedPicture};
use crate::site::ShownPhoto;
use crate::url;

/// The date of an event.
#[derive(Debug, Serialize)]
pub(in crate::render) struct DateView {
    /// «14 октября 2022 г.», with the time of day if there is one: «5 декабря 2024 г., 14:30».
    pub(in crate::render) text: String,
    /// «14:30», «10:00–12:00».
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(in crate::render) time: Option<String>,
    /// The first day or month: `2022-10-14`, `2022-11`.
    #[serde(serialize_with = "as_plain")]
    pub(in crate::render) iso: String,
    /// The last day or month, likewise.
    #[serde(serialize_with = "as_plain")]
    pub(in crate::render) iso_last: String,
    /// `day`, `days`, `month` or `months`.
    pub(in crate::render) precision: &'static str,
}

/// `post` in lists.
#[derive(Debug, Serialize)]
pub(in crate::render) struct CardView<'a> {
    pub(in crate::render) title: &'a str,
    #[serde(serialize_with = "as_plain")]
    pub(in crate::render) path: &'a str,
    pub(in crate::render) date: DateView,
    pub(in crate::render) direction: &'a Value,
    pub(in crate::render) school_year: Option<&'a Value>,
    pub(in crate::render) summary: Option<&'a str>,
    /// The first sentence of the text, where there is no summary.
    pub(in crate::render) excerpt: Option<String>,
    /// The time in words: «после уроков».
    pub(in crate::render) time: Option<&'a str>,
    pub(in crate::render) place: Option<&'a str>,
    /// «20 обучающихся, 3 педагога».
    pub(in crate::render) participants: Option<String>,
    pub(in crate::render) participants_total: Option<u64>,
    pub(in crate::render) cover: Option<PhotoView<'a>>,
    /// Whether the event is in the future.
    pub(in crate::render) announcement: bool,
    /// Whether it is a draft; the preview shows these.
    pub(in crate::render) draft: bool,
}

/// `post` on its own page, besides the values of its [`CardView`].
#[derive(Debug, Serialize)]
pub(in crate::render) struct PostView<'a> {
    pub(in crate::render) audience: Option<&'a str>,
    pub(in crate::render) form: Option<&'a str>,
    pub(in crate::render) level: Option<&'a str>,
    pub(in crate::render) classes: &'a [String],
    pub(in crate::render) teachers: &'a [String],
    pub(in crate::render) results: &'a [String],
    /// The own keys of the site, in the order of the settings.
    pub(in crate::render) own_keys: Vec<OwnKeyView<'a>>,
    pub(in crate::render) tags: Vec<Value>,
    /// A page of another site about the event.
    pub(in crate::render) link: Option<OutsideView<'a>>,
    pub(in crate::render) photos: Vec<PhotoView<'a>>,
    /// The photo to open the page with: the cover, unless the text shows it.
    pub(in crate::render) opening: Option<PhotoView<'a>>,
    /// The photos without that one.
    pub(in crate::render) others: Vec<PhotoView<'a>>,
    /// Whether the text shows pictures.
    pub(in crate::render) illustrated: bool,
    /// The day of the last change, `2022-10-20`.
    pub(in crate::render) updated: Option<String>,
    pub(in crate::render) half_year: Option<&'a Value>,
    pub(in crate::render) html: Value,
}

/// An own key of the site with what the event says.
#[derive(Debug, Serialize)]
pub(in crate::render) struct OwnKeyView<'a> {
    /// «Социальный партнёр»
    name: String,
    values: Vec<OwnValueView<'a>>,
}

#[derive(Debug, Serialize)]
struct OwnValueView<'a> {
    text: &'a str,
    /// If the value is the address of a page.
    link: Option<OutsideView<'a>>,
}

/// A page of another site.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(in crate::render) struct OutsideView<'a> {
    url: &'a str,
    /// The host, for texts such as «на сайте …».
    host: &'a str,
}

/// A picture.
#[derive(Debug, Serialize)]
pub(in crate::render) struct PhotoView<'a> {
    /// The file, the largest of several.
    pub(in crate::render) path: &'a str,
    /// The width of that file in pixels; none for a source file.
    pub(in crate::render) width: Option<u32>,
    pub(in crate::render) height: Option<u32>,
    /// Width divided by height.
    ratio: Option<f64>,
    /// The files for `srcset`, the largest first.
    sizes: Vec<SizeView<'a>>,
    /// The files as WebP, if the settings ask for it.
    webp: Vec<SizeView<'a>>,
    /// The cut for lists; only covers have one.
    thumbnail: Option<SizeView<'a>>,
    /// Declarations: what is shown while the picture loads, and the point that stays visible where it
    /// is cropped, unless that is the middle.
    placeholder: Option<Cow<'a, str>>,
    pub(in crate::render) alt: &'a str,
    caption: Option<&'a str>,
    /// Whether it is loaded lazily.
    lazy: bool,
}

/// One file of a picture.
#[derive(Debug, Serialize)]
struct SizeView<'a> {
    path: &'a str,
    /// In pixels.
    width: u32,
    /// In pixels.
    height: u32,
}

impl DateView {
    pub(in crate::render) fn new(post: &PostMeta) -> Self {
        let date = &post.date;
        Self {
            text: post.date_and_time(),
            time: date.time().map(|time| time.to_string()),
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

impl<'a> OwnKeyView<'a> {
    pub(in crate::render) fn new(key: &OwnKey, values: &'a [String]) -> Self {
        let value = |text: &'a String| OwnValueView {
            text,
            link: url::is_absolute(text).then(|| OutsideView::new(text)),
        };
        Self { name: capitalised(&key.name), values: values.iter().map(value).collect() }
    }
}

impl PostView<'_> {
    /// With the values of its card.
    pub(in crate::render) fn with_card(&self, card: &Value) -> Value {
        let mut values = Value::from_serializable(self).into_map().unwrap_or_default();
        let of_card = card.as_map().into_iter().flatten();
        values.extend(of_card.map(|(key, value)| (key.clone(), value.clone())));
        values.into()
    }
}

impl<'a> OutsideView<'a> {
    /// `address` is absolute.
    pub(in crate::render) fn new(address: &'a str) -> Self {
        Self { url: address, host: url::host(address) }
    }
}

impl<'a> PhotoView<'a> {
    /// The view of `photo` with its finished `picture`.
    pub(in crate::render) fn new(
        photo: &'a ShownPhoto,
        picture: Option<&'a Picture>,
        lazy: bool,
    ) -> Self {
        let whole = || picture.into_iter().flat_map(Picture::uncropped);
        let webp = picture.into_iter().flat_map(Picture::uncropped_webp);
        let largest = whole().next();
        let dimensions = largest.map(|largest| (largest.width, largest.height));
        let upright = dimensions.filter(|(width, height)| height > width);
        let focus =
            photo.focus.or(upright.map(|(width, height)| Focus::default_for(width, height)));
        let blur = picture.and_then(|picture| picture.placeholder.as_deref());
        let placeholder = match (blur, focus) {
            (blur, Some(Focus { x, y })) => {
                let blur = blur.map(|blur| format!("{blur};")).unwrap_or_default();
                Some(format!("{blur}object-position:{x}% {y}%").into())
            }
            (blur, None) => blur.map(Cow::Borrowed),
        };
        Self {
            path: largest.map_or(&photo.path, |largest| &largest.path),
            width: largest.map(|largest| largest.width),
            height: largest.map(|largest| largest.height),
            // Three decimals: half a pixel of a row.
            ratio: dimensions.map(|(width, height)| {
                (1000.0 * f64::from(width) / f64::from(height.max(1))).round() / 1000.0
            }),
            sizes: whole().map(SizeView::new).collect(),
            webp: webp.map(SizeView::new).collect(),
            thumbnail: picture.and_then(|picture| picture.cropped(photo.focus)).map(SizeView::new),
            placeholder,
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
