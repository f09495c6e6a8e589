//! Which photos of an event are copied, and in which order.

use crate::config::Order;
use crate::photos::{self, Pictures};
use crate::report::{self, Block};
use crate::site::{Event, ShownPhoto};

/// A photo with its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ChosenPicture<'a> {
    pub(super) path: &'a str,
    pub(super) alt: &'a str,
    pub(super) caption: Option<&'a str>,
}

/// The paths of all pictures that the page of `event`, whose text is `blocks`, may show.
pub fn picture_paths<'a>(event: &'a Event, blocks: &'a [Block]) -> Vec<&'a str> {
    let in_text = report::pictures(blocks).into_iter().map(|picture| &*picture.path);
    let photos = event.links.cover.iter().chain(&event.links.photos).map(|photo| &*photo.path);
    in_text.chain(photos).collect()
}

/// The photos in the order of the page: the cover if the author chose one, those in the text, the gallery.
pub(super) fn chosen<'a>(
    event: &'a Event,
    blocks: &'a [Block],
    order: Order,
    pictures: &'a Pictures,
) -> Vec<ChosenPicture<'a>> {
    let of_gallery = |photo: &'a ShownPhoto| ChosenPicture {
        path: &photo.path,
        alt: &photo.alt,
        caption: photo.caption.as_deref(),
    };
    let is_named = event.document.gallery.cover.is_some();
    let cover = event.links.cover.as_ref().filter(|_| is_named).map(of_gallery);
    let in_text = report::pictures(blocks).into_iter().map(|picture| ChosenPicture {
        path: &picture.path,
        alt: &picture.alt,
        caption: Some(&*picture.caption).filter(|caption| !caption.is_empty()),
    });
    let taken = |path: &str| pictures.get(path)?.taken.as_deref();
    let gallery = photos::in_order(&event.links.photos, order, taken).into_iter().map(of_gallery);
    let mut chosen: Vec<ChosenPicture<'a>> = Vec::new();
    for picture in cover.into_iter().chain(in_text).chain(gallery) {
        if chosen.iter().all(|known| known.path != picture.path) {
            chosen.push(picture);
        }
    }
    chosen
}
