//! Words that say nothing: what people write where a description of a picture is asked for.

/// What programs and hurried people write instead of a description.
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

/// Whether `text` is no description of the picture in `file`: fewer than three letters, a word such
/// as «фото» (perhaps with a number), or the name of a file. No text at all is another mistake.
pub(super) fn say_nothing(text: &str, file: &str) -> bool {
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
        || is_name_of_file(&text)
}

/// `img_2034.jpg`, `dsc00012`: as cameras name their files, or with the ending of a picture.
fn is_name_of_file(text: &str) -> bool {
    const ENDINGS: [&str; 6] = [".jpg", ".jpeg", ".png", ".gif", ".webp", ".heic"];
    let one_word = !text.contains(char::is_whitespace);
    let digits = text.chars().filter(char::is_ascii_digit).count();
    one_word && (ENDINGS.iter().any(|ending| text.ends_with(ending)) || digits >= 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fillers_and_names_of_files_say_nothing() {
        for text in ["ff", "Фото", "фото 12", "Image 3", "«снимок»", "—", "1", "IMG_2034", "a1.jpg"]
        {
            assert!(say_nothing(text, "zal.jpg"), "{text}");
        }
        for (text, file) in [("Zal", "foto/zal.jpg"), ("zal.JPG", "zal.jpg"), ("Зал", "Зал.png")]
        {
            assert!(say_nothing(text, file), "{text}");
        }
        for text in ["", "Ребята за досками", "Зал школы", "Лес", "Фото победителей", "Команда 7б"]
        {
            assert!(!say_nothing(text, "zal.jpg"), "{text}");
        }
    }
}
