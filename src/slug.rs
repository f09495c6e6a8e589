//! Names for addresses and files, and the key by which titles are compared.
//!
//! Russian is spelled in Latin letters by one readable table, so that an address can be read aloud
//! and typed by hand. What a hosting allows in names is not known in full, so names keep to what
//! every one of them takes: small Latin letters, digits, `-`, and in file names `.` and `_`.

use std::iter::Peekable;

/// The longest slug, in bytes. No hosting limit on names is documented; this one leaves room for
/// folders and extensions in a Windows path of 260 characters.
pub const MAX_BYTES: usize = 80;

/// The longest part after the last dot of a file's name that is taken for its extension, in bytes.
const MAX_EXTENSION_BYTES: usize = 10;

/// The stem of a file whose own name has no letter that can be spelled.
const UNNAMED: &str = "file";

/// `text` as a part of an address: `[a-z0-9-]`, no dash at either end nor two in a row, at most
/// [`MAX_BYTES`] long and cut between words where that keeps half of it. Empty where `text` has
/// neither Russian nor Latin letters nor digits. A name that Windows reserves gets `-1` after it.
///
/// ```
/// # use rostok::slug::slugify;
/// assert_eq!(slugify("Турнир по шахматам"), "turnir-po-shakhmatam");
/// assert_eq!(slugify("Объявление: Съезд!"), "obyavlenie-sezd");
/// ```
pub fn slugify(text: &str) -> String {
    unreserved(shortened(spelled(text, false)))
}

/// The name of an attached file: `[a-z0-9._-]`, the stem spelled as by [`slugify`] but with its
/// `_` kept, the extension in small letters. Never empty.
///
/// ```
/// # use rostok::slug::file_name;
/// assert_eq!(file_name("Приказ № 12.PDF"), "prikaz-12.pdf");
/// assert_eq!(file_name("IMG_2022.09.01.JPG"), "img_2022-09-01.jpg");
/// ```
pub fn file_name(name: &str) -> String {
    let (stem, extension) = match name.rsplit_once('.') {
        Some((stem, extension)) if is_extension(extension) => (stem, spelled(extension, false)),
        _ => (name, String::new()),
    };
    let mut file = unreserved(shortened(spelled(stem, true)));
    if file.is_empty() {
        file.push_str(UNNAMED);
    }
    if !extension.is_empty() {
        file.push('.');
        file.push_str(&extension);
    }
    file
}

/// Whether a `slug:` written by hand can stand in an address as it is: [`slugify`] would change
/// nothing in it.
pub fn is_safe(name: &str) -> bool {
    !name.is_empty() && slugify(name) == name
}

/// The key by which two titles are the same: without regard to case, ё and е, spaces, quotes, kinds
/// of dashes, a leading number or «Направление», and a full stop at the end.
///
/// ```
/// # use rostok::slug::fold;
/// assert_eq!(fold("Направление 5. «Ещё  одно – дело»."), fold("\"еще одно - дело\""));
/// ```
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut letters = text.chars().map(small).peekable();
    while let Some(letter) = letters.next() {
        match composed(letter, &mut letters) {
            'ё' => folded.push('е'),
            '"' | '\'' | '«' | '»' | '„' | '“' | '”' | '‟' | '‘' | '’' | '‚' | '‹' | '›' =>
                {}
            '-' | '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' => folded.push('-'),
            space if space.is_whitespace() => folded.push(' '),
            unseen if is_unseen(unseen) => {}
            letter => folded.push(letter),
        }
    }
    let title = without_number(folded.trim());
    title.trim_end_matches(['.', ' ']).replace(' ', "")
}

/// `title` without «Направление» and the number before it; whole where nothing else would be left.
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

/// `text` in `[a-z0-9-]`, also `_` where `underscore` is set; everything else becomes one dash.
fn spelled(text: &str, underscore: bool) -> String {
    let mut slug = String::with_capacity(text.len());
    let mut letters = text.chars().map(small).peekable();
    while let Some(letter) = letters.next() {
        match composed(letter, &mut letters) {
            letter @ ('a'..='z' | '0'..='9') => slug.push(letter),
            '_' if underscore => slug.push('_'),
            letter => match latin(letter) {
                Some(latin) => slug.push_str(latin),
                None if is_unseen(letter) || slug.is_empty() || slug.ends_with('-') => {}
                None => slug.push('-'),
            },
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

/// `letter` as a small one. The table is asked only where it may say something new, for that is
/// slow; of the two that it has for `İ`, the second is a mark, which is not seen anyway.
fn small(letter: char) -> char {
    match letter {
        'a'..='z' | 'а'..='я' | '0'..='9' | '-' | ' ' => letter,
        letter => letter.to_lowercase().next().unwrap_or(letter),
    }
}

/// The letter that `letter` and a combining mark after it make: names that come from a Mac hold й
/// and ё in two parts.
fn composed(letter: char, rest: &mut Peekable<impl Iterator<Item = char>>) -> char {
    let whole = match letter {
        'и' if rest.peek() == Some(&'\u{306}') => 'й',
        'е' if rest.peek() == Some(&'\u{308}') => 'ё',
        letter => return letter,
    };
    rest.next();
    whole
}

/// Marks over letters, soft hyphens, joiners: nothing of their own in an address.
fn is_unseen(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}' | '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

/// A small letter, Russian or Latin with a mark, in plain Latin ones.
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

/// `slug` within [`MAX_BYTES`], cut at a dash where one stands in the second half.
fn shortened(mut slug: String) -> String {
    if slug.len() > MAX_BYTES {
        // One byte more, so that a word that ends at the very limit is kept.
        let cut = slug[..=MAX_BYTES].rfind('-').filter(|&at| at >= MAX_BYTES / 2);
        slug.truncate(cut.unwrap_or(MAX_BYTES));
    }
    slug
}

/// `stem`, with `-1` after it where Windows keeps that name for a device, whatever the extension.
/// <https://learn.microsoft.com/windows/win32/fileio/naming-a-file>
fn unreserved(mut stem: String) -> String {
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
    let latin = spelled(text, false);
    text.chars().all(char::is_alphanumeric)
        && (1..=MAX_EXTENSION_BYTES).contains(&latin.len())
        && !latin.contains('-')
}

#[cfg(test)]
mod tests;
