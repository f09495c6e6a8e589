//! The gallery of an event: the photos that its front matter names, in their order, then all other
//! pictures that belong to it and that its body does not show, in the natural order of their names.

use std::cmp::Ordering;
use std::collections::HashSet;
use std::sync::Arc;

use super::files::no_picture;
use super::path::{candidates, is_same_file};
use super::{Bundles, Linking, Origin, Resolver};
use crate::content::gallery::{Focus, Photo};
use crate::content::markdown::LinkKind;
use crate::content::{Attachment, Content, Post};
use crate::diagnostic::{Diagnostic, Place};
use crate::slug::composed;

/// A photo that a page shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownPhoto {
    /// Its address, from the section's root.
    pub path: String,
    pub alt: String,
    pub caption: Option<String>,
    /// The point that stays visible where it is cropped, if the author names one.
    pub focus: Option<Focus>,
    /// Whether the author names it, and so decides its position.
    pub named: bool,
}

impl<'a> Resolver<'a> {
    /// The gallery and the picture for lists.
    pub(super) fn gallery(
        &mut self,
        document: Linking<'_>,
    ) -> (Vec<ShownPhoto>, Option<ShownPhoto>) {
        let Linking { origin, gallery, .. } = document;
        let mut shown = Vec::new();
        let mut missing = false;
        let mut named = HashSet::new();
        for photo in &gallery.photos {
            let Some(attachment) = self.named_picture(origin, photo) else {
                missing = true;
                continue;
            };
            self.named.insert(&attachment.file);
            if named.insert(&*attachment.file) && photo.shown {
                shown.push(self.named_photo(origin, photo, attachment));
            }
        }
        let cover = gallery.cover.as_ref().and_then(|photo| {
            let attachment = self.named_picture(origin, photo)?;
            Some((self.named_photo(origin, photo, attachment), photo, &*attachment.file))
        });
        if document.is_event {
            let mut undescribed = Vec::new();
            for attachment in self.other_pictures(document, &named) {
                let of_cover = cover.as_ref().filter(|(_, _, file)| *file == attachment.file);
                let photo = ShownPhoto {
                    alt: of_cover.map(|(_, photo, _)| photo.alt.clone()).unwrap_or_default(),
                    caption: of_cover.and_then(|(_, photo, _)| photo.caption.clone()),
                    path: self.publish(origin, attachment),
                    focus: None,
                    named: false,
                };
                if photo.alt.is_empty() && gallery.alt.is_none() {
                    undescribed.push(&*attachment.file);
                }
                shown.push(photo);
            }
            // One of them may be the missing one under another name.
            let problem = not_described(origin.file, &undescribed).filter(|_| !missing);
            self.diagnostics.extend(problem);
            describe(&mut shown, gallery.alt.as_deref());
        }
        let cover = cover.map(|(cover, ..)| {
            // A cover without a description takes that of the same photo in the gallery.
            match shown.iter().find(|photo| photo.path == cover.path && cover.alt.is_empty()) {
                Some(photo) => ShownPhoto { focus: cover.focus.or(photo.focus), ..photo.clone() },
                None => cover,
            }
        });
        let cover = cover.or_else(|| shown.first().cloned());
        let cover = cover.or_else(|| {
            if document.is_event { self.picture_in_text(document, &named) } else { None }
        });
        (shown, cover)
    }

    /// The file that a photo of the front matter names.
    fn named_picture(&mut self, origin: Origin<'_>, photo: &Photo) -> Option<&'a Attachment> {
        let Some(attachment) = self.attachment(origin, &photo.file) else {
            let problem = self.no_file("нет картинки", origin, &photo.file, &photo.place);
            self.diagnostics.push(problem);
            return None;
        };
        if !attachment.is_picture() {
            self.diagnostics.push(no_picture(attachment, &photo.file, &photo.place));
        }
        Some(attachment)
    }

    fn named_photo(
        &mut self,
        origin: Origin<'_>,
        photo: &Photo,
        attachment: &'a Attachment,
    ) -> ShownPhoto {
        ShownPhoto {
            path: self.publish(origin, attachment),
            alt: photo.alt.clone(),
            caption: photo.caption.clone(),
            focus: photo.focus,
            named: true,
        }
    }

    /// The first picture of the text that belongs to the event, unless the front matter hides it: what is
    /// said of consent holds for it as for the photos.
    fn picture_in_text(
        &mut self,
        document: Linking<'_>,
        named: &HashSet<&str>,
    ) -> Option<ShownPhoto> {
        let Linking { origin, body, .. } = document;
        let mut images = body.links.iter().filter(|link| link.kind == LinkKind::Image);
        let (link, attachment) = images.find_map(|link| {
            let attachment = self.linked_file(origin, link)?;
            let is_hidden = named.contains(&*attachment.file);
            let is_own = attachment.is_picture() && self.is_owned(attachment, origin.file);
            (is_own && !is_hidden).then_some((link, attachment))
        })?;
        Some(ShownPhoto {
            path: self.publish(origin, attachment),
            alt: body.picture_alt(link),
            caption: None,
            focus: None,
            named: true,
        })
    }

    /// Whether `attachment` belongs to the document `file`.
    fn is_owned(&self, attachment: &Attachment, file: &str) -> bool {
        self.bundles.files(file).iter().any(|known| known.file == attachment.file)
            || self.bundles.folder(file).is_some_and(|folder| self.is_in(attachment, folder))
    }

    /// Whether `attachment` lies in the bundle `folder`, not in one below.
    fn is_in(&self, attachment: &Attachment, folder: &str) -> bool {
        self.folder_of(&attachment.file).is_some_and(|(of_file, _)| of_file == folder)
    }

    /// The pictures of the event that neither its body nor its front matter names.
    fn other_pictures(&self, document: Linking<'_>, named: &HashSet<&str>) -> Vec<&'a Attachment> {
        let beside = self.bundles.files(document.origin.file).iter().copied();
        let mut pictures: Vec<_> = match self.bundles.folder(document.origin.file) {
            Some(folder) => {
                let of_event = |known: &&Attachment| self.is_in(known, folder);
                beside.chain(inside(self.attachments, folder).filter(of_event)).collect()
            }
            None => beside.collect(),
        };
        pictures.retain(|known| known.is_picture() && !named.contains(&*known.file));
        if pictures.is_empty() {
            return pictures;
        }
        let links = document.body.links.iter().filter(|link| link.kind != LinkKind::Page);
        let in_body: HashSet<_> = links
            .filter_map(|link| Some(&*self.linked_file(document.origin, link)?.file))
            .collect();
        pictures.retain(|known| !in_body.contains(&*known.file));
        pictures.sort_by(|a, b| natural_order(&a.file, &b.file));
        pictures
    }
}

/// The files in `folder` and below.
fn inside<'a>(
    attachments: &'a [Arc<Attachment>],
    folder: &'a str,
) -> impl Iterator<Item = &'a Attachment> {
    let from = attachments.partition_point(|known| *known.file < *folder);
    let rest = attachments[from..].iter().map(|known| &**known);
    rest.take_while(move |known| known.file.starts_with(folder))
}

/// Whether `post` will have a gallery: photos that it names, or pictures that belong to it and that
/// neither its body nor its front matter names. Works before links are resolved.
pub(in crate::site) fn has_gallery(content: &Content, bundles: &Bundles<'_>, post: &Post) -> bool {
    if post.gallery.photos.iter().any(|photo| photo.shown) {
        return true;
    }
    let beside = bundles.files(&post.file).iter().copied();
    let folder = bundles.folder(&post.file);
    let of_folder = folder.into_iter().flat_map(|folder| inside(&content.attachments, folder));
    let mut pictures = beside.chain(of_folder).filter(|known| known.is_picture()).peekable();
    if pictures.peek().is_none() {
        return false;
    }
    let links = post.body.links.iter().filter(|link| link.kind != LinkKind::Page);
    let linked =
        links.flat_map(|link| std::iter::once(link.target.clone()).chain(link.whole_name()));
    let named = linked.chain(post.gallery.photos.iter().map(|photo| photo.file.clone()));
    let named: Vec<_> = named.flat_map(|target| candidates(&post.file, &target)).collect();
    pictures.any(|known| !named.iter().any(|file| is_same_file(file, &known.file)))
}

/// Describes the photos that have no description with `text`, numbered if they are several.
fn describe(photos: &mut [ShownPhoto], text: Option<&str>) {
    let Some(text) = text else { return };
    let undescribed = photos.iter().filter(|photo| photo.alt.is_empty()).count();
    for (at, photo) in photos.iter_mut().filter(|photo| photo.alt.is_empty()).enumerate() {
        photo.alt = match undescribed {
            1 => text.to_owned(),
            _ => format!("{text}, фото\u{a0}{}", at + 1),
        };
    }
}

fn not_described(post: &str, files: &[&str]) -> Option<Diagnostic> {
    const SHOWN: usize = 3;
    let names = files.iter().map(|file| format!("`{}`", file.rsplit('/').next().unwrap_or(file)));
    let mut named = names.take(SHOWN).collect::<Vec<_>>().join(", ");
    let message = match files {
        [] => return None,
        [_] => format!("нет описания фотографии {named}"),
        _ => {
            let count = files.len();
            if let Some(more @ 1..) = count.checked_sub(SHOWN) {
                named += &format!(" и\u{a0}ещё\u{a0}{more}");
            }
            format!("фотографии из папки события без описания\u{a0}— {count}: {named}")
        }
    };
    Some(Diagnostic::error(message).at(Place::file(post)).hint(
        "добавьте строку `описание_фото:` — что видно на снимках, или опишите каждый в `фото:`; лишние снимки уберите из папки",
    ))
}

/// Natural order, `фото2` before `фото10`: digits are compared as numbers, letters regardless of case.
pub(crate) fn natural_order(a: &str, b: &str) -> Ordering {
    let key = |text: &str| {
        let mut parts = Vec::new();
        let mut rest = text.rsplit_once('.').map_or(text, |(stem, _)| stem);
        while !rest.is_empty() {
            let letters = rest.find(|sign: char| sign.is_ascii_digit()).unwrap_or(rest.len());
            let (before, from_digits) = rest.split_at(letters);
            let digits = from_digits.find(|sign: char| !sign.is_ascii_digit());
            let (number, after) = from_digits.split_at(digits.unwrap_or(from_digits.len()));
            let number = number.trim_start_matches('0').to_owned();
            // Without leading zeros, the longer number is the larger one.
            parts.push((before.trim().to_lowercase(), number.len(), number));
            rest = after;
        }
        parts
    };
    key(&composed(a)).cmp(&key(&composed(b))).then_with(|| a.cmp(b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_in_the_order_in_which_people_count() {
        let sorted = [
            "2.jpg",
            "10.jpg",
            "a.jpg",
            "фото.jpg",
            "фото2.jpg",
            "Фото 3.jpg",
            "фото010.jpg",
            "фото10.jpg",
            "фото10б.jpg",
            "фото100000000000000000000001.jpg",
        ];
        let mut names = sorted;
        names.reverse();
        names.sort_by(|a, b| natural_order(a, b));
        assert_eq!(names, sorted);
    }
}
