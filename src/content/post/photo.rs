//! A photo that the front matter names, and who can be seen on it.

use super::read::Reader;
use crate::content::words;
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::yaml::{Fields, Key, Node, Value};

const PHOTO: &[Key] = &[
    ("file", "файл"),
    ("alt", "описание"),
    ("caption", "подпись"),
    ("people", "люди"),
    ("consent", "согласие"),
    ("focus", "фокус"),
    ("shown", "показать"),
];

/// A photo that the front matter names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Photo {
    /// The file, from the folder of the post.
    pub file: String,
    /// What is to be seen, for those who do not see it; empty where the post has one text for all
    /// of its photos, or where the photo is left out.
    pub alt: String,
    /// The line under it.
    pub caption: Option<String>,
    /// Who can be seen, where it is said of this photo.
    pub people: Option<People>,
    /// Whether the parents' consent to publish is there, where it is said of this photo.
    pub consent: Option<bool>,
    /// What is to be in the middle where it is cut.
    pub focus: Option<Focus>,
    /// Whether it is part of the gallery.
    pub shown: bool,
    /// Where the front matter names it.
    pub place: Place,
}

/// Who can be seen on a photo; decides whether consent is needed (art. 152.1 of the Civil Code).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum People {
    /// Nobody who could be recognised.
    None,
    /// A group, nobody apart.
    Group,
    /// A child in the foreground.
    Child,
}

/// A point of a picture, in hundredths of its width and height.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Focus {
    /// From the left.
    pub x: u8,
    /// From the top.
    pub y: u8,
}

impl Reader<'_> {
    /// The photos of the gallery; with `described`, one text stands for those without their own.
    pub(super) fn photos(&mut self, described: bool) -> Vec<Photo> {
        let Some(node) = self.fields.node("photos") else { return Vec::new() };
        let nodes = match &node.value {
            Value::List(items) => items.iter().collect(),
            _ => vec![node],
        };
        let photos = nodes.into_iter().filter_map(|node| {
            let photo = self.photo(node, described)?;
            if !described && node.as_text().is_some() {
                let file = &photo.file;
                self.diagnostics.push(
                    not_described(file)
                        .at(photo.place.clone())
                        .hint(format!("напишите `- файл: {file}` и под ним `описание:` — {WHAT}")),
                );
            }
            Some(photo)
        });
        photos.collect()
    }

    /// The photo for lists, which may repeat one of the gallery.
    pub(super) fn cover(&mut self, described: bool) -> Option<Photo> {
        let node = self.fields.node("cover")?;
        self.photo(node, described)
    }

    /// A photo: a file's name alone, or a map that describes it.
    fn photo(&mut self, node: &Node<'_>, described: bool) -> Option<Photo> {
        let document = self.fields.document();
        let place = document.place(node.span);
        if let Some(file) = node.as_text() {
            return Some(Photo::of(file.trim().to_owned(), place));
        }
        let item = Fields::new(document, node, PHOTO, self.diagnostics);
        let Some(file) = item.text("file", self.diagnostics) else {
            self.diagnostics.push(
                item.error("file", "не указан файл фотографии").hint("добавьте `файл: foto.jpg`"),
            );
            return None;
        };
        let alt = item.text("alt", self.diagnostics).unwrap_or_default();
        if words::say_nothing(&alt, &file) {
            self.diagnostics.push(
                item.error("alt", format!("«{alt}» ничего не говорит о фотографии")).hint(WHAT),
            );
        }
        let shown = item.flag("shown", self.diagnostics).unwrap_or(true);
        if alt.is_empty() && shown && !described {
            let place = self.fields.document().place(item.key_span("alt"));
            let problem = not_described(&file).at(place);
            self.diagnostics.push(problem.hint(format!("добавьте `описание:` — {WHAT}")));
        }
        let place = item.node("file").map_or(place, |node| document.place(node.span));
        Some(Photo {
            alt: self.typeset(alt),
            caption: item.text("caption", self.diagnostics).map(|text| self.typeset(text)),
            people: people(&item, self.diagnostics),
            consent: item.flag("consent", self.diagnostics),
            focus: focus(&item, self.diagnostics),
            shown,
            ..Photo::of(file, place)
        })
    }

    /// One text for all photos that have none of their own.
    pub(super) fn photos_alt(&mut self) -> Option<String> {
        let text = self.prose("photos_alt")?;
        if words::say_nothing(&text, "") {
            let problem = self.fields.error("photos_alt", format!("«{text}» ничего не говорит"));
            self.diagnostics.push(problem.hint(WHAT));
        }
        Some(text)
    }
}

/// What a description is.
const WHAT: &str = "что на ней видно, для тех, кто не видит картинку";

fn not_described(file: &str) -> Diagnostic {
    Diagnostic::error(format!("нет описания фотографии «{file}»"))
}

impl Photo {
    /// A photo of which nothing but its file is said.
    fn of(file: String, place: Place) -> Self {
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

/// Who can be seen, of the post or of one photo.
pub(super) fn people(fields: &Fields<'_>, diagnostics: &mut Diagnostics) -> Option<People> {
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
    pub const USUAL: Self = Self { x: 50, y: 40 };

    /// «слева сверху», «30% 20%»; what is not said of one side is as usual.
    fn parse(text: &str) -> Option<Self> {
        let text = text.to_lowercase();
        let words: Vec<_> = text.split([' ', ',', ';']).filter(|word| !word.is_empty()).collect();
        if let [x, y] = *words
            && let (Some(x), Some(y)) = (hundredths(x), hundredths(y))
        {
            return Some(Self { x, y });
        }
        let mut focus = Self::USUAL;
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

fn hundredths(text: &str) -> Option<u8> {
    text.trim_end_matches('%').parse().ok().filter(|number| *number <= 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_focus_is_said_in_words_or_hundredths() {
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
