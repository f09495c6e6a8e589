//! Classifies the address of a link or picture: outside the site, inside it, or not publishable.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

use crate::content::markdown::LinkKind;
use crate::diagnostic::Diagnostic;
use crate::url;

/// The URL schemes that may be published.
pub(super) const SCHEMES: [&str; 4] = ["http", "https", "mailto", "tel"];

/// Where an address leads.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Destination {
    /// Out of the site. The address is published as written.
    External,
    /// Out of the site, by an address without its scheme: `vk.com/club`, an e-mail. This is the whole
    /// one.
    Completed(String),
    /// To a file or page of the site, or to a place on the same page.
    Internal {
        /// The path, percent-decoded; empty for the same page.
        target: String,
        /// What follows `#`, percent-decoded.
        fragment: Option<String>,
    },
    Invalid(AddressError),
}

/// Why an address cannot be published.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum AddressError {
    Empty,
    /// A scheme that runs code (`javascript:`), contains the data (`data:`), or is unknown.
    Scheme(String),
    /// A path on the author's computer.
    LocalFile,
    /// `/path`: wrong because the section is published in a folder of another site, and is also
    /// opened from disk.
    Rooted,
    /// `//host`: leads nowhere on a page opened from disk.
    NoScheme,
}

/// Reads `written`, an address, the way browsers do.
pub(super) fn classify(written: &str) -> Destination {
    let address = normalize_like_browsers(written);
    if let Some(scheme) = url_scheme(&address) {
        return match scheme.to_ascii_lowercase() {
            known if SCHEMES.contains(&known.as_str()) => Destination::External,
            letter if letter.len() == 1 => Destination::Invalid(AddressError::LocalFile),
            file if file == "file" => Destination::Invalid(AddressError::LocalFile),
            other => Destination::Invalid(AddressError::Scheme(other)),
        };
    }
    let (path, fragment) = match address.split_once('#') {
        Some((path, fragment)) => (path, Some(fragment)),
        None => (&*address, None),
    };
    // Drop the query: a static page ignores it, and Windows allows no `?` in file names.
    let path = path.split_once('?').map_or(path, |(path, _)| path).replace('\\', "/");
    if address.is_empty() {
        Destination::Invalid(AddressError::Empty)
    } else if path.starts_with("//") {
        Destination::Invalid(AddressError::NoScheme)
    } else if path.starts_with('/') {
        Destination::Invalid(AddressError::Rooted)
    } else if url::begins_with_host(&address) || begins_with_www(&path) {
        // Browsers would read it as a relative path.
        Destination::Completed(format!("https://{address}"))
    } else if is_mail(&address) {
        Destination::Completed(format!("mailto:{address}"))
    } else {
        let fragment = fragment.filter(|fragment| !fragment.is_empty()).map(decode);
        Destination::Internal { target: decode(&path), fragment }
    }
}

fn begins_with_www(path: &str) -> bool {
    path.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("www."))
}

fn is_mail(address: &str) -> bool {
    let is_local = |byte: u8| byte.is_ascii_alphanumeric() || b"._%+-".contains(&byte);
    address.split_once('@').is_some_and(|(local, host)| {
        !local.is_empty() && local.bytes().all(is_local) && url::is_host(host)
    })
}

/// The kind of a link, not a picture, to `target`.
pub(super) fn link_kind(target: &str) -> LinkKind {
    let extension = target.len().checked_sub(3).and_then(|start| target.get(start..));
    if target.is_empty() || extension.is_some_and(|end| end.eq_ignore_ascii_case(".md")) {
        LinkKind::Page
    } else {
        LinkKind::File
    }
}

/// Removes control characters and spaces around an address, and tabs and line ends inside it, as
/// browsers do: `java\nscript:` is a scheme (WHATWG URL, 4.4).
fn normalize_like_browsers(written: &str) -> Cow<'_, str> {
    let trimmed = written.trim_matches(|letter: char| letter <= ' ');
    if trimmed.contains(['\t', '\n', '\r']) {
        Cow::Owned(trimmed.replace(['\t', '\n', '\r'], ""))
    } else {
        Cow::Borrowed(trimmed)
    }
}

/// The scheme of an address (RFC 3986, 3.1).
fn url_scheme(address: &str) -> Option<&str> {
    let (scheme, _) = address.split_once(':')?;
    let name = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.');
    (scheme.starts_with(|first: char| first.is_ascii_alphabetic()) && scheme.bytes().all(name))
        .then_some(scheme)
}

/// Percent-decodes `text`; returns it unchanged if the result is not UTF-8.
fn decode(text: &str) -> String {
    percent_decode_str(text).decode_utf8().map_or_else(|_| text.to_owned(), Cow::into_owned)
}

impl AddressError {
    /// Describes the error for the author of `address`.
    pub(super) fn diagnostic(&self, address: &str) -> Diagnostic {
        match self {
            Self::Empty => Diagnostic::error("у ссылки нет адреса")
                .hint("напишите адрес в круглых скобках сразу после текста: `[текст](адрес)`"),
            Self::Scheme(scheme) if scheme == "data" => {
                Diagnostic::error("рисунок или файл вставлен прямо в текст")
                    .hint("сохраните его файлом рядом с записью и напишите его имя")
            }
            Self::Scheme(scheme) => {
                Diagnostic::error(format!("ссылку вида `{scheme}:` нельзя опубликовать")).hint(
                    "адрес страницы начинается с https:// или http://, почты — с mailto:, телефона — с tel:",
                )
            }
            Self::LocalFile => {
                Diagnostic::error("этот адрес ведёт на ваш компьютер, у других он не откроется")
                    .hint("положите файл рядом с записью и напишите его имя")
            }
            Self::Rooted => Diagnostic::error(format!(
                "адрес `{address}` начинается с косой черты: в папке другого сайта он ведёт не туда"
            ))
            .hint("напишите полный адрес с https:// или путь к файлу .md от этой записи"),
            Self::NoScheme => Diagnostic::error(format!("у адреса `{address}` нет начала"))
                .hint(format!("напишите `https:{address}`")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn internal(target: &str, fragment: Option<&str>) -> Destination {
        Destination::Internal { target: target.to_owned(), fragment: fragment.map(str::to_owned) }
    }

    #[test]
    fn addresses_are_classified() {
        for external in ["https://a.ru/?q=1", "HTTP://a.ru", "mailto:a@b.ru", "tel:+7"] {
            assert_eq!(classify(external), Destination::External, "{external}");
        }
        for (written, error) in [
            ("", AddressError::Empty),
            (" ", AddressError::Empty),
            ("JavaScript:alert(1)", AddressError::Scheme("javascript".to_owned())),
            ("\u{1} java\tscr\nipt:x", AddressError::Scheme("javascript".to_owned())),
            ("vbscript:x", AddressError::Scheme("vbscript".to_owned())),
            ("data:image/png;base64,AA", AddressError::Scheme("data".to_owned())),
            ("file:///C:/a.doc", AddressError::LocalFile),
            ("C:\\Документы\\a.doc", AddressError::LocalFile),
            ("/news/1", AddressError::Rooted),
            ("\\news", AddressError::Rooted),
            ("//a.ru/b", AddressError::NoScheme),
            ("\\\\server\\a", AddressError::NoScheme),
            ("/\\a.ru", AddressError::NoScheme),
        ] {
            assert_eq!(classify(written), Destination::Invalid(error), "{written}");
        }
    }

    #[test]
    fn a_missing_scheme_is_added() {
        for (written, whole) in [
            ("vk.com/club?a=1#b", "https://vk.com/club?a=1#b"),
            ("WWW.a.museum", "https://WWW.a.museum"),
            (" school7.ru ", "https://school7.ru"),
            ("tochka@example.org", "mailto:tochka@example.org"),
        ] {
            assert_eq!(classify(written), Destination::Completed(whole.to_owned()));
        }
        for file in ["photo@2x.png", "план.com", "vk.com.pdf", "a@b/c.ru", "архив.ru.zip"]
        {
            assert!(matches!(classify(file), Destination::Internal { .. }), "{file}");
        }
    }

    #[test]
    fn internal_addresses_are_split() {
        assert_eq!(classify("../a.md#itogi"), internal("../a.md", Some("itogi")));
        assert_eq!(classify("#%D0%B0"), internal("", Some("а")));
        assert_eq!(classify("#"), internal("", None));
        assert_eq!(classify("%D0%B0%20b.pdf?x#page=2"), internal("а b.pdf", Some("page=2")));
        assert_eq!(classify("100%.pdf"), internal("100%.pdf", None));
        assert_eq!(classify("%FF.pdf"), internal("%FF.pdf", None));
        assert_eq!(classify("фото\\а.jpg"), internal("фото/а.jpg", None));
        assert_eq!(classify("план: 2022.pdf"), internal("план: 2022.pdf", None));
    }

    #[test]
    fn only_markdown_files_are_pages() {
        assert_eq!(link_kind("a/b.md"), LinkKind::Page);
        assert_eq!(link_kind("a/b.MD"), LinkKind::Page);
        assert_eq!(link_kind(""), LinkKind::Page);
        assert_eq!(link_kind("a.pdf"), LinkKind::File);
        assert_eq!(link_kind("я"), LinkKind::File);
    }
}
