//! The photos that front matter names, and who can be seen on them. `written` has the same word for
//! word, for an editor.

mod written;

pub use written::{WrittenGallery, WrittenPhoto, written};

use super::front_matter::FrontMatter;
use super::placeholder_text::is_placeholder;
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::yaml::{Fields, Key, Node, Value};

/// The keys of one photo.
pub(super) const PHOTO: &[Key] = &[
    ("file", "файл"),
    ("alt", "описание"),
    ("caption", "подпись"),
    ("people", "люди"),
    ("consent", "согласие"),
    ("focus", "фокус"),
    ("shown", "показать"),
];

/// The photos that front matter names, and the keys that apply to all photos of the document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Gallery {
    /// In the order of the front matter.
    pub photos: Vec<Photo>,
    /// The description of photos that have none of their own.
    pub alt: Option<String>,
    /// The photo for lists; may repeat one of `photos`.
    pub cover: Option<Photo>,
    /// Who can be seen on the photos.
    pub people: Option<People>,
    /// The place of `people` in the file.
    pub people_place: Option<Place>,
    /// Whether the parents have consented to publishing.
    pub consent: Option<bool>,
}

/// A photo that the front matter names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Photo {
    /// The file, from the folder of the document.
    pub file: String,
    /// The description, for people who cannot see it. Empty if [`Gallery::alt`] describes the photo,
    /// or if it is not shown.
    pub alt: String,
    pub caption: Option<String>,
    /// Who can be seen, if it differs from the other photos.
    pub people: Option<People>,
    /// Whether the parents have consented to publishing this photo.
    pub consent: Option<bool>,
    /// The point that stays visible where the photo is cropped.
    pub focus: Option<Focus>,
    /// Whether the gallery shows it.
    pub shown: bool,
    /// Where the front matter names it.
    pub place: Place,
}

/// Who can be seen on a photo; decides whether consent is needed (art. 152.1 of the Civil Code).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum People {
    /// Nobody recognisable.
    None,
    /// A group, nobody apart.
    Group,
    /// A child in the foreground.
    Child,
}

/// A point of a picture, in percent of its width and height.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Focus {
    /// From the left.
    pub x: u8,
    /// From the top.
    pub y: u8,
}

/// The content of an `alt`, for hints.
const DESCRIPTION: &str = "что на ней видно, для тех, кто не видит картинку";

impl FrontMatter<'_> {
    /// Everything that the front matter says of photos.
    pub(super) fn gallery(&mut self) -> Gallery {
        let alt = self.photos_alt();
        let is_described = alt.is_some();
        Gallery {
            photos: self.photos(is_described),
            cover: self.cover(is_described),
            people: people(&self.fields, self.diagnostics),
            people_place: self
                .fields
                .node("people")
                .map(|node| self.fields.document().place(node.span)),
            consent: self.flag("consent"),
            alt,
        }
    }

    /// The photos of the gallery. Unless they are described by a common text, each needs its own.
    fn photos(&mut self, is_described: bool) -> Vec<Photo> {
        let Some(node) = self.fields.node("photos") else { return Vec::new() };
        let nodes = match &node.value {
            Value::List(items) => items.iter().collect(),
            _ => vec![node],
        };
        let photos = nodes.into_iter().filter_map(|node| {
            let photo = self.photo(node, is_described)?;
            if !is_described && node.as_text().is_some() {
                let file = &photo.file;
                self.diagnostics.push(not_described(file).at(photo.place.clone()).hint(format!(
                    "напишите `- файл: {file}` и под ним `описание:` — {DESCRIPTION}"
                )));
            }
            Some(photo)
        });
        photos.collect()
    }

    fn cover(&mut self, is_described: bool) -> Option<Photo> {
        let node = self.fields.node("cover")?;
        self.photo(node, is_described)
    }

    /// A photo: the name of a file alone, or a map that describes it.
    fn photo(&mut self, node: &Node<'_>, is_described: bool) -> Option<Photo> {
        let document = self.fields.document();
        let place = document.place(node.span);
        if let Some(file) = node.as_text() {
            return Some(Photo::new(file.trim().to_owned(), place));
        }
        let diagnostics = &mut *self.diagnostics;
        let item = Fields::new(document, node, PHOTO, diagnostics);
        let Some(file) = item.text("file", diagnostics) else {
            diagnostics.push(
                item.error("file", "не указан файл фотографии").hint("добавьте `файл: foto.jpg`"),
            );
            return None;
        };
        let alt = item.text("alt", diagnostics).unwrap_or_default();
        if is_placeholder(&alt, &file) {
            diagnostics.push(
                item.error("alt", format!("«{alt}» ничего не говорит о фотографии"))
                    .hint(DESCRIPTION),
            );
        }
        let shown = item.flag("shown", diagnostics).unwrap_or(true);
        if alt.is_empty() && shown && !is_described {
            let problem = not_described(&file).at(document.place(item.key_span("alt")));
            diagnostics.push(problem.hint(format!("добавьте `описание:` — {DESCRIPTION}")));
        }
        let place = item.node("file").map_or(place, |node| document.place(node.span));
        Some(Photo {
            alt: self.config.typeset(alt),
            caption: item.text("caption", diagnostics).map(|text| self.config.typeset(text)),
            people: people(&item, diagnostics),
            consent: item.flag("consent", diagnostics),
            focus: focus(&item, diagnostics),
            shown,
            ..Photo::new(file, place)
        })
    }

    /// One description for all photos that have none of their own.
    fn photos_alt(&mut self) -> Option<String> {
        let text = self.prose("photos_alt")?;
        if is_placeholder(&text, "") {
            self.push_error("photos_alt", format!("«{text}» ничего не говорит"), DESCRIPTION);
        }
        Some(text)
    }
}

fn not_described(file: &str) -> Diagnostic {
    Diagnostic::error(format!("нет описания фотографии «{file}»"))
}

impl Photo {
    /// A photo without a description.
    fn new(file: String, place: Place) -> Self {
        Self {
            file,
            alt: String::new(),
            caption: None,
            people: None,
            consent: None,
            focus: None,
            shown: true,
            place,
        }
    }
}

/// Whether `text` describes the picture in `file`: «фото 1» and names of files do not.
pub(crate) fn is_description(text: &str, file: &str) -> bool {
    !text.trim().is_empty() && !is_placeholder(text, file)
}

impl People {
    /// As written in a post.
    pub const WORDS: [(Self, &'static str); 3] =
        [(Self::None, "нет"), (Self::Group, "группа"), (Self::Child, "ребёнок")];
}

/// Who can be seen, on the photos of the document or on one.
fn people(fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> Option<People> {
    let text = fields.text("people", diagnostics)?;
    match text.to_lowercase().replace('ё', "е").as_str() {
        "none" | "нет" | "никого" => Some(People::None),
        "group" | "группа" => Some(People::Group),
        "child" | "ребенок" => Some(People::Child),
        _ => {
            diagnostics.push(
                fields
                    .error("people", format!("неизвестное значение «{text}»"))
                    .hint("бывают: `нет`, `группа`, `ребёнок`"),
            );
            None
        }
    }
}

fn focus(fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> Option<Focus> {
    let text = fields.text("focus", diagnostics)?;
    let focus = Focus::parse(&text);
    if focus.is_none() {
        diagnostics.push(fields.error("focus", format!("непонятная точка «{text}»")).hint(
            "напишите словами, например `слева сверху`, или в процентах от левого и верхнего края: `30% 20%`",
        ));
    }
    focus
}

impl Focus {
    /// Faces are a little above the middle.
    const LANDSCAPE: Self = Self { x: 50, y: 40 };
    /// On an upright picture they are nearer to the top.
    const PORTRAIT: Self = Self { x: 50, y: 30 };

    /// The point that stays visible of a picture of these dimensions whose author names none.
    pub fn default_for(width: u32, height: u32) -> Self {
        if height > width { Self::PORTRAIT } else { Self::LANDSCAPE }
    }

    /// «слева сверху», «30% 20%»; an axis that is not named keeps its default.
    fn parse(text: &str) -> Option<Self> {
        let text = text.to_lowercase();
        let words: Vec<_> = text.split([' ', ',', ';']).filter(|word| !word.is_empty()).collect();
        if let [x, y] = *words
            && let (Some(x), Some(y)) = (percentage(x), percentage(y))
        {
            return Some(Self { x, y });
        }
        let mut focus = Self::LANDSCAPE;
        for word in &words {
            match *word {
                "left" | "слева" => focus.x = 15,
                "right" | "справа" => focus.x = 85,
                "top" | "сверху" => focus.y = 15,
                "bottom" | "снизу" => focus.y = 85,
                "center" | "centre" | "middle" | "центр" | "посередине" => {
                    focus.y = 50
                }
                _ => return None,
            }
        }
        (!words.is_empty()).then_some(focus)
    }
}

fn percentage(text: &str) -> Option<u8> {
    text.trim_end_matches('%').parse().ok().filter(|number| *number <= 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_focus_is_given_in_words_or_percent() {
        let cases = [
            ("слева", Some((15, 40))),
            ("Справа снизу", Some((85, 85))),
            ("30% 20%", Some((30, 20))),
            ("30, 20", Some((30, 20))),
            ("центр", Some((50, 50))),
            ("101% 5%", None),
            ("30%", None),
            ("лицо", None),
            (" ", None),
        ];
        for (text, wanted) in cases {
            assert_eq!(Focus::parse(text).map(|Focus { x, y }| (x, y)), wanted, "{text}");
        }
    }
}
