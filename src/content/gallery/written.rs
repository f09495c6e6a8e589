//! What front matter says of photos, word for word and entry by entry: an editor shows it and changes
//! it where it stands. Problems are left to the reader of documents.

use super::{Focus, PHOTO, People};
use crate::content::document::Meta;
use crate::content::front_matter;
use crate::content::post::PostMeta;
use crate::diagnostic::Diagnostics;
use crate::yaml::{Fields, Node, Value};

/// The keys about photos of one post, as written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WrittenGallery {
    /// One for each entry of `photos`, in its order.
    pub photos: Vec<WrittenPhoto>,
    /// Whether `photos` is a list; a single photo may stand there without one.
    pub is_list: bool,
    pub alt: Option<String>,
    pub people: Option<People>,
    pub consent: Option<bool>,
    pub cover: Option<WrittenPhoto>,
}

/// One entry, as written. `None`: not said, or not understood.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WrittenPhoto {
    /// Empty where the entry names none.
    pub file: String,
    pub alt: Option<String>,
    pub caption: Option<String>,
    pub people: Option<People>,
    pub consent: Option<bool>,
    pub focus: Option<Focus>,
    pub shown: Option<bool>,
    /// Whether the entry has keys; the name of a file may stand alone.
    pub is_map: bool,
    /// Whether it says more than the name of the file.
    pub says_more: bool,
}

/// What the front matter of `text` says of photos; `None` where it cannot be read.
pub fn written(text: &str) -> Option<WrittenGallery> {
    let ignored = &mut Diagnostics::new();
    let (document, _) = front_matter::split("", text, ignored)?;
    let node = document.parse(ignored)?;
    let fields = Fields::new(&document, &node, PostMeta::KEYS, ignored);
    let photo = |node: &Node<'_>| {
        let ignored = &mut Diagnostics::new();
        if let Some(file) = node.as_text() {
            return WrittenPhoto { file: file.trim().to_owned(), ..WrittenPhoto::default() };
        }
        let Value::Map(entries) = &node.value else { return WrittenPhoto::default() };
        let item = Fields::new(&document, node, PHOTO, ignored);
        WrittenPhoto {
            file: item.text("file", ignored).unwrap_or_default(),
            alt: item.text("alt", ignored),
            caption: item.text("caption", ignored),
            people: super::people(&item, ignored),
            consent: item.flag("consent", ignored),
            focus: super::focus(&item, ignored),
            shown: item.flag("shown", ignored),
            is_map: true,
            says_more: entries.len() > 1,
        }
    };
    let (photos, is_list) = match fields.node("photos").map(|node| (node, &node.value)) {
        Some((_, Value::List(items))) => (items.iter().map(photo).collect(), true),
        Some((node, _)) => (vec![photo(node)], false),
        None => (Vec::new(), true),
    };
    Some(WrittenGallery {
        photos,
        is_list,
        alt: fields.text("photos_alt", ignored),
        people: super::people(&fields, ignored),
        consent: fields.flag("consent", ignored),
        cover: fields.node("cover").map(photo),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_is_read_as_it_stands() {
        let text = "---\nназвание: А\nphotos:\n  - doska.jpg\n  - файл: kubok.jpg\n    \
                    описание: Кубок - \"приз\"\n    people: ребёнок\n    согласие: да\n    фокус: слева\n    \
                    показать: нет\n    своё: 1\nописание_фото: Зал\nлюди: группа\nобложка: kubok.jpg\n---\n";
        let read = written(text).unwrap();
        assert!(read.is_list);
        assert_eq!(read.alt.as_deref(), Some("Зал"));
        assert_eq!((read.people, read.consent), (Some(People::Group), None));
        let [first, second] = &read.photos[..] else { panic!("{read:?}") };
        assert_eq!((&*first.file, first.is_map, first.says_more), ("doska.jpg", false, false));
        assert_eq!(second.alt.as_deref(), Some("Кубок - \"приз\""));
        assert_eq!(second.people, Some(People::Child));
        assert_eq!((second.consent, second.shown), (Some(true), Some(false)));
        assert_eq!(second.focus, Some(Focus { x: 15, y: 40 }));
        assert!(second.is_map && second.says_more);
        assert_eq!(read.cover.unwrap().file, "kubok.jpg");
    }

    #[test]
    fn a_single_photo_and_none_and_what_cannot_be_read() {
        let single = written("---\nфото: a.jpg\n---\n").unwrap();
        assert_eq!((single.photos.len(), single.is_list), (1, false));
        assert_eq!(written("---\nназвание: А\n---\n").unwrap().photos, []);
        assert_eq!(written("Без сведений\n"), None);
        assert_eq!(written("---\nа: [\n---\n"), None);
    }
}
