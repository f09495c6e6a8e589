//! Absolute web addresses.

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
