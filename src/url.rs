//! Absolute web addresses, names of servers, mail addresses and telephone numbers.

mod contact;

pub use contact::{is_email, is_phone, is_server};

/// Whether `text` is the whole address of a page: one that can lead to another site.
pub fn is_absolute(text: &str) -> bool {
    without_scheme(text).is_some_and(|rest| !rest.is_empty()) && !text.contains(char::is_whitespace)
}

/// Whether `text` begins with a scheme of the web.
pub fn has_scheme(text: &str) -> bool {
    without_scheme(text).is_some()
}

/// `text` as the address of a section, with `/` at its end; `None` if it is not absolute or has a
/// query or a fragment.
pub fn base(text: &str) -> Option<String> {
    let host = without_scheme(text)?.split('/').next().unwrap_or_default();
    let is_valid =
        !host.is_empty() && !text.contains(|c: char| c.is_whitespace() || "?#\"<>\\".contains(c));
    is_valid.then(|| format!("{}/", text.trim_end_matches('/')))
}

/// The address that calls the telephone number `text`, as RFC 3966 writes it: `tel:+78655512345;ext=3` for
/// «+7 (86555) 1-23-45, доб. 3».
pub fn phone(text: &str) -> String {
    let digits = |text: &str| -> String { text.chars().filter(char::is_ascii_digit).collect() };
    let (number, extension) = text.split_once("доб").unwrap_or((text, ""));
    let plus = if number.trim_start().starts_with('+') { "+" } else { "" };
    let number = format!("tel:{plus}{}", digits(number));
    match digits(extension) {
        extension if extension.is_empty() => number,
        extension => format!("{number};ext={extension}"),
    }
}

/// Whether `text` is the name of a host under a domain that is in use among schools, which tells it
/// from the name of a file.
pub fn is_host(text: &str) -> bool {
    const DOMAINS: [&str; 18] = [
        "ru", "рф", "su", "com", "org", "net", "info", "me", "edu", "gov", "by", "kz", "be", "io",
        "online", "site", "school", "academy",
    ];
    let Some((rest, domain)) = text.rsplit_once('.') else { return false };
    let is_label = |label: &str| {
        let may_contain = |letter: char| letter.is_alphanumeric() || letter == '-';
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(may_contain)
            && (domain == "рф" || label.is_ascii())
    };
    DOMAINS.iter().any(|known| domain.eq_ignore_ascii_case(known)) && rest.split('.').all(is_label)
}

/// Whether `text` is an address without its scheme: `www.school.ru`, `vk.com/club`. Without a path,
/// only Russian domains and `www.` are sure to be one.
pub fn begins_with_host(text: &str) -> bool {
    let host = text.split(['/', '?', '#']).next().unwrap_or_default();
    let is_sure = || {
        let domain = host.rsplit('.').next().unwrap_or_default();
        let is_plain = !host.contains(|letter: char| letter.is_ascii_uppercase());
        host == "vk.com" || matches!(domain, "ru" | "рф" | "su") && is_plain
    };
    is_host(host) && (text.len() > host.len() || host.starts_with("www.") || is_sure())
}

/// The host of `url` without `www.`: for words such as «на сайте …».
pub fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    host.strip_prefix("www.").unwrap_or(host)
}

fn without_scheme(text: &str) -> Option<&str> {
    text.strip_prefix("http://").or_else(|| text.strip_prefix("https://"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_absolute_address_has_a_scheme_of_the_web() {
        assert!(is_absolute("http://a.example") && is_absolute("https://a.example/б?c#d"));
        for text in ["", "http://", "a.example", "ftp://a.example", "https://a.example/б в"] {
            assert!(!is_absolute(text), "{text}");
        }
    }

    #[test]
    fn a_host_is_told_from_a_file() {
        for text in ["vk.com/club", "www.a.org", "school-7.ucoz.ru", "минпросвещения.рф", "T.me/a"]
        {
            assert!(begins_with_host(text), "{text}");
        }
        for text in [
            "план.pdf",
            "план.doc/а",
            "a.com",
            "Школа.ru",
            "-a.ru",
            "a..ru",
            ".ru",
            "а б.ru",
            "A.RU",
        ] {
            assert!(!begins_with_host(text), "{text}");
        }
        assert!(is_host("mail.ru") && !is_host("2x.png"));
    }

    #[test]
    fn a_base_ends_in_one_slash() {
        for text in ["http://a.example", "http://a.example/", "http://a.example//"] {
            assert_eq!(base(text).as_deref(), Some("http://a.example/"), "{text}");
        }
        for text in ["https:///a", "a.example/b", "http://a.example/?b", "http://a.example/#b"] {
            assert_eq!(base(text), None, "{text}");
        }
    }

    #[test]
    fn a_host_is_named_without_its_prefix() {
        for (url, expected) in [
            ("http://baltika7.ucoz.ru/index/tochka/0-331", "baltika7.ucoz.ru"),
            ("https://www.example.ru", "example.ru"),
            ("https://example.ru?id=1", "example.ru"),
        ] {
            assert_eq!(host(url), expected);
        }
    }
}
