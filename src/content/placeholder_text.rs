//! Placeholders: what people write instead of the description of a picture.

use crate::file_kind::FileKind;

const FILLERS: [&str; 22] = [
    "фото",
    "фотография",
    "фотографии",
    "фотка",
    "фотки",
    "снимок",
    "снимки",
    "картинка",
    "картинки",
    "изображение",
    "рисунок",
    "описание",
    "подпись",
    "без названия",
    "скриншот",
    "photo",
    "picture",
    "image",
    "img",
    "alt",
    "untitled",
    "screenshot",
];

/// Whether `text` does not describe the picture in `file`: fewer than three letters, a word such as
/// «фото» (perhaps with a number), or the name of a file. `false` for an empty text, which is reported
/// as a missing description.
pub(super) fn is_placeholder(text: &str, file: &str) -> bool {
    let text = text.trim().to_lowercase();
    if text.is_empty() {
        return false;
    }
    let file = file.to_lowercase();
    let name = file.rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = |name: &str| name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_owned();
    let letters = text.chars().filter(|letter| letter.is_alphabetic()).count();
    let words = text.trim_matches(|sign: char| !sign.is_alphabetic());
    letters < 3
        || FILLERS.contains(&words)
        || text == name
        || (!name.is_empty() && stem(&text) == stem(name))
        || is_file_name(&text)
}

/// `img_2034.jpg`, `dsc00012`: a name that cameras give, or one with the extension of a picture.
fn is_file_name(text: &str) -> bool {
    let one_word = !text.contains(char::is_whitespace);
    let digits = text.chars().filter(char::is_ascii_digit).count();
    one_word && (FileKind::from_name(text).is_some() || digits >= 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fillers_and_file_names_are_placeholders() {
        for text in ["ff", "Фото", "фото 12", "Image 3", "«снимок»", "—", "1", "IMG_2034", "a1.jpg"]
        {
            assert!(is_placeholder(text, "zal.jpg"), "{text}");
        }
        for (text, file) in [("Zal", "foto/zal.jpg"), ("zal.JPG", "zal.jpg"), ("Зал", "Зал.png")]
        {
            assert!(is_placeholder(text, file), "{text}");
        }
        for text in ["", "Ребята за досками", "Зал школы", "Лес", "Фото победителей", "Команда 7б"]
        {
            assert!(!is_placeholder(text, "zal.jpg"), "{text}");
        }
    }
}
