//! Slugs and file names for URLs, and the key that compares titles.
//!
//! One readable table transliterates Russian, so that a URL can be read aloud and typed by hand.
//! The names that a hosting allows are not documented in full, so names consist of what every
//! hosting accepts: `a-z`, `0-9`, `-`, and in file names `.` and `_`.

use std::borrow::Cow;

use icu_normalizer::ComposingNormalizerBorrowed;
use memchr::memchr2;

/// The maximum length of a slug in bytes. Hostings document no limit; this one leaves room for
/// folders and extensions in a Windows path of 260 characters.
pub const MAX_BYTES: usize = 80;

/// The maximum length of a file extension in bytes. A longer part after the last dot is not an
/// extension.
const MAX_EXTENSION_BYTES: usize = 10;

/// The stem of a file whose name has no letter that can be transliterated.
const UNNAMED: &str = "file";

/// Makes a slug of `text`: `[a-z0-9-]`, without leading, trailing or double dashes, at most
/// [`MAX_BYTES`] long. Cuts between words if at least half remains. The slug is empty if `text` has
/// no Russian or Latin letters and no digits. Names that Windows reserves get the suffix `-1`.
///
/// ```
/// # use rostok::slug::slugify;
/// assert_eq!(slugify("Турнир по шахматам"), "turnir-po-shakhmatam");
/// assert_eq!(slugify("Объявление: Съезд!"), "obyavlenie-sezd");
/// ```
pub fn slugify(text: &str) -> String {
    avoid_device_name(truncate_at_word(transliterate(text, false)))
}

/// Makes the name of an attachment: `[a-z0-9._-]`. The stem is a slug in which `_` is kept, the
/// extension is in lower case. Never empty.
///
/// ```
/// # use rostok::slug::file_name;
/// assert_eq!(file_name("Приказ № 12.PDF"), "prikaz-12.pdf");
/// assert_eq!(file_name("IMG_2022.09.01.JPG"), "img_2022-09-01.jpg");
/// ```
pub fn file_name(name: &str) -> String {
    let (stem, extension) = match name.rsplit_once('.') {
        Some((stem, extension)) if is_extension(extension) => {
            (stem, transliterate(extension, false))
        }
        _ => (name, String::new()),
    };
    let mut file = avoid_device_name(truncate_at_word(transliterate(stem, true)));
    if file.is_empty() {
        file.push_str(UNNAMED);
    }
    if !extension.is_empty() {
        file.push('.');
        file.push_str(&extension);
    }
    file
}

/// Whether `name` is a valid slug as it is, that is, [`slugify`] would not change it.
pub fn is_safe(name: &str) -> bool {
    !name.is_empty() && slugify(name) == name
}

/// The key that compares titles. It ignores case, ё/е, spaces, quotes, kinds of dashes, a leading
/// number or «Направление», and a final full stop.
///
/// ```
/// # use rostok::slug::fold;
/// assert_eq!(fold("Направление 5. «Ещё  одно – дело»."), fold("\"еще одно - дело\""));
/// ```
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let text = composed(text);
    for letter in text.chars().map(lowercase) {
        match letter {
            'ё' => folded.push('е'),
            '"' | '\'' | '«' | '»' | '„' | '“' | '”' | '‟' | '‘' | '’' | '‚' | '‹' | '›' =>
                {}
            '-' | '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' => folded.push('-'),
            space if space.is_whitespace() => folded.push(' '),
            mark if is_invisible(mark) => {}
            letter => folded.push(letter),
        }
    }
    let title = without_number(folded.trim());
    title.trim_end_matches(['.', ' ']).replace(' ', "")
}

/// `name` with each letter as one character (NFC): a Mac keeps й and ё of file names as a letter and a
/// mark, and a name copied from there looks the same.
///
/// ```
/// # use rostok::slug::composed;
/// assert_eq!(composed("и\u{306}од"), "йод");
/// ```
pub fn composed(name: &str) -> Cow<'_, str> {
    // The first bytes of the combining marks, U+0300 to U+036F.
    match memchr2(0xcc, 0xcd, name.as_bytes()) {
        Some(_) => ComposingNormalizerBorrowed::new_nfc().normalize(name),
        None => Cow::Borrowed(name),
    }
}

/// The key by which names of files are compared: composed and in lower case, as Windows and macOS
/// compare them.
pub fn name_key(name: &str) -> String {
    composed(name).to_lowercase()
}

/// Removes «Направление» and a number from the start of `title`, unless nothing would remain.
fn without_number(title: &str) -> &str {
    let begins_word = |rest: &str| rest.starts_with(char::is_alphanumeric);
    let rest = match title.strip_prefix("направление") {
        Some(rest) if !begins_word(rest) => rest.trim_start(),
        _ => title,
    };
    let unnumbered = rest.trim_start_matches('№').trim_start();
    let unnumbered = unnumbered.trim_start_matches(|letter: char| letter.is_ascii_digit());
    // «3D-печать» is a name, not the third direction.
    let rest = if begins_word(unnumbered) { rest } else { unnumbered };
    let rest = rest.trim_start_matches(['.', ')', ':', '-', ' ']);
    if rest.is_empty() { title } else { rest }
}

/// Transliterates `text` to `[a-z0-9-]`, and `_` if `underscore`; other characters become one dash.
fn transliterate(text: &str, underscore: bool) -> String {
    let mut slug = String::with_capacity(text.len());
    let text = composed(text);
    for letter in text.chars().map(lowercase) {
        match letter {
            letter @ ('a'..='z' | '0'..='9') => slug.push(letter),
            '_' if underscore => slug.push('_'),
            letter => match latin(letter) {
                Some(latin) => slug.push_str(latin),
                None if is_invisible(letter) || slug.is_empty() || slug.ends_with('-') => {}
                None => slug.push('-'),
            },
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

/// The lower case of `letter`. Handles the usual letters first, because the Unicode table is slow.
/// `İ` has two lower-case characters; the second one is a combining mark, which is ignored anyway.
fn lowercase(letter: char) -> char {
    match letter {
        'a'..='z' | 'а'..='я' | '0'..='9' | '-' | ' ' => letter,
        letter => letter.to_lowercase().next().unwrap_or(letter),
    }
}

/// Combining marks, soft hyphens and joiners, which a slug ignores.
fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}' | '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

/// Transliterates a lower-case letter, Russian or Latin with a diacritic.
fn latin(letter: char) -> Option<&'static str> {
    Some(match letter {
        'а' => "a",
        'б' => "b",
        'в' => "v",
        'г' => "g",
        'д' => "d",
        'е' | 'э' => "e",
        'ё' => "yo",
        'ж' => "zh",
        'з' => "z",
        'и' => "i",
        'й' | 'ы' => "y",
        'к' => "k",
        'л' => "l",
        'м' => "m",
        'н' => "n",
        'о' => "o",
        'п' => "p",
        'р' => "r",
        'с' => "s",
        'т' => "t",
        'у' => "u",
        'ф' => "f",
        'х' => "kh",
        'ц' => "ts",
        'ч' => "ch",
        'ш' => "sh",
        'щ' => "shch",
        'ъ' | 'ь' => "",
        'ю' => "yu",
        'я' => "ya",
        'à'..='å' | 'ā' | 'ă' | 'ą' => "a",
        'æ' => "ae",
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => "c",
        'ð' | 'ď' | 'đ' => "d",
        'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' => "e",
        'ĝ' | 'ğ' | 'ġ' | 'ģ' => "g",
        'ì'..='ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' => "i",
        'ł' | 'ľ' | 'ļ' | 'ĺ' => "l",
        'ñ' | 'ń' | 'ņ' | 'ň' => "n",
        'ò'..='ö' | 'ø' | 'ō' | 'ŏ' | 'ő' => "o",
        'œ' => "oe",
        'ŕ' | 'ř' => "r",
        'ß' => "ss",
        'ś' | 'ŝ' | 'ş' | 'š' | 'ș' => "s",
        'ţ' | 'ť' | 'ț' => "t",
        'ù'..='ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' => "u",
        'ý' | 'ÿ' => "y",
        'ź' | 'ż' | 'ž' => "z",
        _ => return None,
    })
}

/// Cuts `slug` to [`MAX_BYTES`], at a dash if there is one in the second half.
fn truncate_at_word(mut slug: String) -> String {
    if slug.len() > MAX_BYTES {
        // Look one byte further, to keep a word that ends exactly at the limit.
        let cut = slug[..=MAX_BYTES].rfind('-').filter(|&at| at >= MAX_BYTES / 2);
        slug.truncate(cut.unwrap_or(MAX_BYTES));
    }
    slug
}

/// Adds `-1` to a name that Windows reserves for a device, with or without an extension.
/// <https://learn.microsoft.com/windows/win32/fileio/naming-a-file>
fn avoid_device_name(mut stem: String) -> String {
    let device = match stem.as_bytes() {
        b"con" | b"prn" | b"aux" | b"nul" => true,
        [b'c', b'o', b'm', digit] | [b'l', b'p', b't', digit] => digit.is_ascii_digit(),
        _ => false,
    };
    if device {
        stem.push_str("-1");
    }
    stem
}

fn is_extension(text: &str) -> bool {
    let latin = transliterate(text, false);
    text.chars().all(char::is_alphanumeric)
        && (1..=MAX_EXTENSION_BYTES).contains(&latin.len())
        && !latin.contains('-')
}

#[cfg(test)]
mod tests;
