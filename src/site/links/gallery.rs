//! The gallery of an event: the photos that its post names, in their order, and then all other
//! pictures of its folder that its text does not show, in the natural order of their names.

use std::cmp::Ordering;
use std::collections::HashSet;

use super::files::no_picture;
use super::{Origin, Owner, Resolver, is_picture};
use crate::content::markdown::LinkKind;
use crate::content::post::{Focus, Photo};
use crate::content::{Attachment, Post};
use crate::diagnostic::{Diagnostic, Place};

/// How many files are named where many lack a description.
const NAMED: usize = 3;

/// A photo with its place in the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownPhoto {
    /// Its address, from the section's root.
    pub path: String,
    /// What is to be seen.
    pub alt: String,
    /// The line under it.
    pub caption: Option<String>,
    /// What is to be in the middle where it is cut.
    pub focus: Focus,
    /// Whether the post names it, and so gives it its place.
    pub named: bool,
}

impl<'a> Resolver<'a> {
    /// The gallery and the picture for lists.
    pub(super) fn gallery(&mut self, owner: &Owner<'_>) -> (Vec<ShownPhoto>, Option<ShownPhoto>) {
        let origin = owner.origin;
        let mut shown = Vec::new();
        let mut missing = false;
        let mut told = HashSet::new();
        for photo in owner.photos {
            let Some(attachment) = self.named_picture(origin, photo) else {
                missing = true;
                continue;
            };
            self.named.insert(&attachment.file);
            if told.insert(&*attachment.file) && photo.shown {
                shown.push(self.named_photo(origin, photo, attachment));
            }
        }
        let cover = owner.cover.and_then(|photo| {
            let attachment = self.named_picture(origin, photo)?;
            Some((self.named_photo(origin, photo, attachment), photo, &*attachment.file))
        });
        if let Some(post) = owner.gallery {
            let mut undescribed = Vec::new();
            for attachment in self.other_pictures(owner, post, &told) {
                let of_cover = cover.as_ref().filter(|(_, _, file)| *file == attachment.file);
                let photo = ShownPhoto {
                    alt: of_cover.map(|(_, photo, _)| photo.alt.clone()).unwrap_or_default(),
                    caption: of_cover.and_then(|(_, photo, _)| photo.caption.clone()),
                    path: self.publish(origin, attachment),
                    focus: Focus::USUAL,
                    named: false,
                };
                if photo.alt.is_empty() && post.photos_alt.is_none() {
                    undescribed.push(&*attachment.file);
                }
                shown.push(photo);
            }
            // One of them may be the one that is missed under another name.
            let problem = not_described(&post.file, &undescribed).filter(|_| !missing);
            self.diagnostics.extend(problem);
            describe(&mut shown, post.photos_alt.as_deref());
        }
        let cover = cover.map(|(cover, ..)| {
            // What the gallery says of it need not be said again.
            match shown.iter().find(|photo| photo.path == cover.path && cover.alt.is_empty()) {
                Some(photo) => {
                    let focus = if cover.focus == Focus::USUAL { photo.focus } else { cover.focus };
                    ShownPhoto { focus, ..photo.clone() }
                }
                None => cover,
            }
        });
        let cover = cover.or_else(|| shown.first().cloned());
        (shown, cover)
    }

    /// The file that a photo of the front matter names.
    fn named_picture(&mut self, origin: Origin<'_>, photo: &Photo) -> Option<&'a Attachment> {
        let Some(attachment) = self.attachment(origin, &photo.file) else {
            let problem = self.no_file("нет картинки", origin, &photo.file, &photo.place);
            self.diagnostics.push(problem);
            return None;
        };
        if !is_picture(&attachment.file) {
            self.diagnostics.push(no_picture(&photo.file, &photo.place));
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
            focus: photo.focus.unwrap_or(Focus::USUAL),
            named: true,
        }
    }

    /// The pictures of the post's folder that neither its text nor its head speaks of.
    fn other_pictures(
        &self,
        owner: &Owner<'_>,
        post: &Post,
        told: &HashSet<&str>,
    ) -> Vec<&'a Attachment> {
        let Some(folder) = post.folder.as_deref() else { return Vec::new() };
        let from = self.attachments.partition_point(|known| *known.file < *folder);
        let inside = self.attachments[from..].iter();
        let mut pictures: Vec<_> = inside
            .take_while(|known| known.file.starts_with(folder))
            .filter(|known| is_picture(&known.file) && !told.contains(&*known.file))
            .filter(|known| self.home(&known.file).is_some_and(|(home, _)| home == folder))
            .collect();
        if pictures.is_empty() {
            return pictures;
        }
        let links = owner.body.links.iter().filter(|link| link.kind != LinkKind::Page);
        let in_text: HashSet<_> = links
            .filter_map(|link| Some(&*self.attachment(owner.origin, &link.target)?.file))
            .collect();
        pictures.retain(|known| !in_text.contains(&*known.file));
        pictures.sort_by(|a, b| natural(&a.file, &b.file));
        pictures
    }
}

/// Puts `words` where nothing else is said, with a number where that is so more than once.
fn describe(photos: &mut [ShownPhoto], words: Option<&str>) {
    let Some(words) = words else { return };
    let silent = photos.iter().filter(|photo| photo.alt.is_empty()).count();
    for (at, photo) in photos.iter_mut().filter(|photo| photo.alt.is_empty()).enumerate() {
        photo.alt = match silent {
            1 => words.to_owned(),
            _ => format!("{words}, фото\u{a0}{}", at + 1),
        };
    }
}

fn not_described(post: &str, files: &[&str]) -> Option<Diagnostic> {
    let names = files.iter().map(|file| format!("`{}`", file.rsplit('/').next().unwrap_or(file)));
    let mut named = names.take(NAMED).collect::<Vec<_>>().join(", ");
    let message = match files {
        [] => return None,
        [_] => format!("нет описания фотографии {named}"),
        _ => {
            let count = files.len();
            if let Some(more @ 1..) = count.checked_sub(NAMED) {
                named += &format!(" и\u{a0}ещё\u{a0}{more}");
            }
            format!("фотографии из папки события без описания\u{a0}— {count}: {named}")
        }
    };
    Some(Diagnostic::error(message).at(Place::file(post)).hint(
        "добавьте строку `описание_фото:` — что видно на снимках, или опишите каждый в `фото:`; лишние снимки уберите из папки",
    ))
}

/// `фото2` before `фото10`: runs of digits are compared as numbers, letters without their case.
fn natural(a: &str, b: &str) -> Ordering {
    let key = |text: &str| {
        let mut parts = Vec::new();
        let mut rest = text.rsplit_once('.').map_or(text, |(stem, _)| stem);
        while !rest.is_empty() {
            let letters = rest.find(|sign: char| sign.is_ascii_digit()).unwrap_or(rest.len());
            let (before, from_digits) = rest.split_at(letters);
            let digits = from_digits.find(|sign: char| !sign.is_ascii_digit());
            let (number, after) = from_digits.split_at(digits.unwrap_or(from_digits.len()));
            let number = number.trim_start_matches('0').to_owned();
            // A longer number without zeros before it is a larger one.
            parts.push((before.trim().to_lowercase(), number.len(), number));
            rest = after;
        }
        parts
    };
    key(a).cmp(&key(b)).then_with(|| a.cmp(b))
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
        names.sort_by(|a, b| natural(a, b));
        assert_eq!(names, sorted);
    }
}
