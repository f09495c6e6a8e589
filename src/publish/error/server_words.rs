//! A server's own words, which are English as a rule: the usual ones in Russian, of others the code alone.

/// What servers say, as a part of it in small letters, and what it means.
const MEANINGS: [(&[&str], &str); 8] = [
    (&["no such", "not found", "does not exist", "doesn't exist"], "такого файла или папки нет"),
    (&["permission", "denied", "not allowed", "forbidden", "not permitted"], "это не разрешено"),
    (&["exists"], "такое имя уже занято"),
    (&["not empty"], "папка не пуста"),
    (&["too many", "maximum", "limit"], "слишком много соединений"),
    (&["no space", "disk full", "quota", "insufficient storage"], "нет места"),
    (&["timeout", "timed out", "idle"], "время ожидания вышло"),
    (&["unknown", "not understood", "not implemented", "syntax"], "сервер не знает такой команды"),
];

/// A server's words, if they are Russian or can be told in Russian.
pub(super) fn in_russian(text: &str) -> Option<String> {
    let is_cyrillic = |letter: char| ('а'..='я').contains(&letter) || letter == 'ё';
    let lower = text.to_lowercase();
    if lower.chars().any(is_cyrillic) {
        return Some(text.to_owned());
    }
    let is_said = |words: &&[&str]| words.iter().any(|word| lower.contains(word));
    MEANINGS.iter().find(|(words, _)| is_said(words)).map(|(_, meaning)| (*meaning).to_owned())
}

/// A reply: «550 нет места» or «ответ 550».
pub(super) fn code_and_words(code: u16, text: &str) -> String {
    match in_russian(text) {
        Some(words) => format!("{code} {words}"),
        None => format!("ответ {code}"),
    }
}

/// The same for a text that may begin with the code.
pub(super) fn whole_reply(text: &str) -> String {
    let (code, rest) = text.split_once(' ').unwrap_or((text, ""));
    match code.parse() {
        Ok(code @ 100..=699) => code_and_words(code, rest),
        _ => in_russian(text).unwrap_or_else(|| "без объяснения".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_english_is_shown() {
        assert_eq!(code_and_words(550, "Нет доступа"), "550 Нет доступа");
        assert_eq!(
            code_and_words(550, "a: No such file or directory"),
            "550 такого файла или папки нет"
        );
        assert_eq!(code_and_words(553, "Could not create file."), "ответ 553");
        assert_eq!(whole_reply("421 Too many users"), "421 слишком много соединений");
        assert_eq!(whole_reply("421"), "ответ 421");
        assert_eq!(whole_reply("SSL failed"), "без объяснения");
    }
}
