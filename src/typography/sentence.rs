//! Where a sentence of Russian prose ends.

/// Abbreviations of three letters and more that are followed by a name or a number.
const ABBREVIATIONS: [&str; 8] = ["руб", "чел", "тыс", "стр", "обл", "дер", "пос", "проф"];

/// The end of the first sentence of `text`, in bytes: after a sign that ends one, before a capital letter.
/// A line break of the text is a space.
///
/// ```
/// # use rostok::typography::sentence_end;
/// assert_eq!(sentence_end("Пришли 20 чел. Было весело."), "Пришли 20 чел. Было весело.".len());
/// assert_eq!(sentence_end("Всё. Конец."), "Всё.".len());
/// ```
pub fn sentence_end(text: &str) -> usize {
    for (at, sign) in text.char_indices().filter(|(_, sign)| matches!(sign, '.' | '!' | '?' | '…'))
    {
        let after =
            text[at + sign.len_utf8()..].trim_start_matches(['.', '!', '?', '…', '»', '“', ')']);
        let rest = after.trim_start();
        let begins =
            rest.chars().next().is_none_or(|next| next.is_uppercase() || "«„—".contains(next));
        if rest.len() < after.len() && begins && !(sign == '.' && is_abbreviated(&text[..at])) {
            return text.len() - after.len();
        }
    }
    text.len()
}

/// Whether a full stop after `before` belongs to an abbreviation or to initials.
fn is_abbreviated(before: &str) -> bool {
    let start = before.rfind(|sign: char| !sign.is_alphanumeric());
    let word = start
        .map_or(before, |at| &before[at..])
        .trim_start_matches(|sign: char| !sign.is_alphanumeric());
    let is_number = word.bytes().all(|byte| byte.is_ascii_digit());
    // A quote or a bracket that ends a sentence abbreviates nothing.
    !word.is_empty()
        && !is_number
        && (word.chars().count() < 3 || ABBREVIATIONS.contains(&&*word.to_lowercase()))
}
