//! Addresses: which may stand in a page as they are, which lead into the site, which are refused.

use std::borrow::Cow;
use std::ops::Range;

use percent_encoding::percent_decode_str;

use crate::content::markdown::escape::escape_address;
use crate::content::markdown::writer::Writer;
use crate::content::markdown::{Link, LinkKind, LinkMode};
use crate::diagnostic::Diagnostic;

/// The schemes that may leave the site.
pub(super) const SCHEMES: [&str; 4] = ["http", "https", "mailto", "tel"];

/// Where an address leads.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Address {
    /// Out of the site: it stands as it is written.
    Outside,
    /// Into the site.
    Inside {
        /// The path, percent-decoded.
        target: String,
        /// What follows `#`, percent-decoded.
        fragment: Option<String>,
    },
    /// Nowhere that may be published.
    Refused(Refusal),
}

/// Why an address may not be published.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// There is none.
    Empty,
    /// A scheme that runs a program, holds its data in itself, or is not known.
    Scheme(String),
    /// A path on the author's own computer.
    Computer,
    /// `/path`: the section stands in a folder of another site, and on disk.
    Rooted,
    /// `//host`: from disk it leads nowhere.
    NoScheme,
    /// `www.host` without a scheme: a browser takes it for a file's name.
    Www,
}

/// An address that may stand in the page.
pub(super) enum Href<'a> {
    /// As it is written.
    AsIs(&'a str),
    /// To be filled in later.
    Later(Link),
}

impl Writer<'_, '_> {
    /// What an address comes to; none, with an error, if it may not be published.
    pub(super) fn resolve<'a>(
        &mut self,
        address: &'a str,
        range: &Range<usize>,
        image: bool,
    ) -> Option<Href<'a>> {
        if self.options.links == LinkMode::Verbatim {
            return Some(Href::AsIs(address));
        }
        match classify(address) {
            Address::Outside => {
                if is_own(address, self.options.own_address) {
                    let place = self.place(&locate(self.text, range, address));
                    self.diagnostics.push(
                        Diagnostic::warning("ссылка внутри сайта написана полным адресом")
                            .at(place)
                            .hint("напишите путь к файлу: такая ссылка проверяется и открывается с диска"),
                    );
                } else if image {
                    let place = self.place(&locate(self.text, range, address));
                    self.diagnostics.push(
                        Diagnostic::warning("рисунок загружается с чужого сайта")
                            .at(place)
                            .hint("скачайте его и положите рядом с записью: чужой сайт может его удалить и видит каждого, кто открыл страницу"),
                    );
                }
                Some(Href::AsIs(address))
            }
            Address::Inside { target, fragment } => {
                let kind = if image { LinkKind::Image } else { kind(&target) };
                let place = self.place(&locate(self.text, range, address));
                Some(Href::Later(Link { at: 0, target, fragment, kind, place }))
            }
            Address::Refused(refusal) => {
                let place = self.place(&locate(self.text, range, address));
                self.diagnostics.push(refusal.diagnostic(address).at(place));
                None
            }
        }
    }

    /// Writes an address into the attribute that is open.
    pub(super) fn href(&mut self, href: Href<'_>) {
        match href {
            Href::AsIs(address) => {
                self.push(self.own_prefix());
                escape_address(&mut self.body.html, address);
            }
            Href::Later(mut link) => {
                if let Some(mark) = self.mark {
                    self.push(&mark.link(self.body.links.len()));
                }
                link.at = self.body.html.len();
                self.body.links.push(link);
            }
        }
    }
}

/// Reads an address as a browser would.
pub(super) fn classify(written: &str) -> Address {
    let address = as_browsers_read(written);
    if let Some(scheme) = scheme(&address) {
        return match scheme.to_ascii_lowercase() {
            known if SCHEMES.contains(&known.as_str()) => Address::Outside,
            letter if letter.len() == 1 => Address::Refused(Refusal::Computer),
            file if file == "file" => Address::Refused(Refusal::Computer),
            other => Address::Refused(Refusal::Scheme(other)),
        };
    }
    let (path, fragment) = match address.split_once('#') {
        Some((path, fragment)) => (path, Some(fragment)),
        None => (&*address, None),
    };
    // A static page has no use for a query, and no file of Windows has `?` in its name.
    let path = path.split_once('?').map_or(path, |(path, _)| path).replace('\\', "/");
    if address.is_empty() {
        Address::Refused(Refusal::Empty)
    } else if path.starts_with("//") {
        Address::Refused(Refusal::NoScheme)
    } else if path.starts_with('/') {
        Address::Refused(Refusal::Rooted)
    } else if path.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("www.")) {
        Address::Refused(Refusal::Www)
    } else {
        let fragment = fragment.filter(|fragment| !fragment.is_empty()).map(decode);
        Address::Inside { target: decode(&path), fragment }
    }
}

/// Whether `address` lies in the section that is published at `own`, by either scheme.
fn is_own(address: &str, own: &str) -> bool {
    let host = |address: &str| address.split_once("://").map(|(_, rest)| rest.to_owned());
    matches!((host(address), host(own)), (Some(address), Some(own)) if address.starts_with(&own))
}

/// What is expected where a path leads, if it is not shown as a picture.
pub(super) fn kind(target: &str) -> LinkKind {
    let extension = target.len().checked_sub(3).and_then(|start| target.get(start..));
    if target.is_empty() || extension.is_some_and(|end| end.eq_ignore_ascii_case(".md")) {
        LinkKind::Page
    } else {
        LinkKind::File
    }
}

/// Browsers drop control characters and spaces around an address and tabs and line ends inside
/// it, so that `java\nscript:` is a scheme (WHATWG URL, 4.4).
fn as_browsers_read(written: &str) -> Cow<'_, str> {
    let trimmed = written.trim_matches(|letter: char| letter <= ' ');
    if trimmed.contains(['\t', '\n', '\r']) {
        Cow::Owned(trimmed.replace(['\t', '\n', '\r'], ""))
    } else {
        Cow::Borrowed(trimmed)
    }
}

/// The scheme, as RFC 3986, 3.1 has it.
fn scheme(address: &str) -> Option<&str> {
    let (scheme, _) = address.split_once(':')?;
    let name = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.');
    (scheme.starts_with(|first: char| first.is_ascii_alphabetic()) && scheme.bytes().all(name))
        .then_some(scheme)
}

/// Percent-decoded; as it is written where that gives no text.
fn decode(text: &str) -> String {
    percent_decode_str(text).decode_utf8().map_or_else(|_| text.to_owned(), Cow::into_owned)
}

/// Where `address` stands in the bytes `range` of `body`, a link as it is written; the whole link
/// where it is not written so (a reference, an escape).
pub(super) fn locate(body: &str, range: &Range<usize>, address: &str) -> Range<usize> {
    let written = body.get(range.clone()).unwrap_or_default();
    match written.rfind(address) {
        Some(at) if !address.is_empty() => range.start + at..range.start + at + address.len(),
        _ => range.clone(),
    }
}

/// The addresses of what was meant for links or pictures in the bytes `run` of `body`, but is none
/// because of a space in them: the words of each link, and where its address stands.
pub(super) fn spaced_addresses(body: &str, run: Range<usize>) -> Vec<(&str, Range<usize>)> {
    let mut found = Vec::new();
    let mut rest = run;
    while let Some(at) = body[rest.clone()].find("](") {
        let words = &body[rest.start..rest.start + at];
        let escaped = body[..rest.start + at].ends_with('\\');
        rest.start += at + 2;
        // Neither a later link nor a title belongs to the address; parentheses go in pairs.
        let text = &body[rest.clone()];
        let text = &text[..text.find("](").unwrap_or(text.len())];
        let mut depth = 1_usize;
        let end = text.find(|letter| {
            depth = match letter {
                '(' => depth + 1,
                ')' => depth - 1,
                _ => depth,
            };
            depth == 0
        });
        let address = end.map_or("", |end| &text[..end]);
        let address = address.split(" \"").next().unwrap_or_default();
        if address.trim().contains(' ') && !address.contains('<') && !escaped {
            let words = words.rsplit_once('[').map_or("текст", |(_, words)| words);
            found.push((words, rest.start..rest.start + address.len()));
        }
    }
    found
}

impl Refusal {
    /// The problem in words.
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
            Self::Computer => {
                Diagnostic::error("этот адрес ведёт на ваш компьютер, у других он не откроется")
                    .hint("положите файл рядом с записью и напишите его имя")
            }
            Self::Rooted => Diagnostic::error(format!(
                "адрес `{address}` начинается с косой черты: в папке другого сайта он ведёт не туда"
            ))
            .hint("напишите полный адрес с https:// или путь к файлу .md от этой записи"),
            Self::NoScheme => Diagnostic::error(format!("у адреса `{address}` нет начала"))
                .hint(format!("напишите `https:{address}`")),
            Self::Www => Diagnostic::error(format!("у адреса `{address}` нет начала"))
                .hint(format!("напишите `https://{address}`")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inside(target: &str, fragment: Option<&str>) -> Address {
        Address::Inside { target: target.to_owned(), fragment: fragment.map(str::to_owned) }
    }

    #[test]
    fn addresses_are_told_apart() {
        for outside in ["https://a.ru/?q=1", "HTTP://a.ru", "mailto:a@b.ru", "tel:+7"] {
            assert_eq!(classify(outside), Address::Outside, "{outside}");
        }
        for (written, refusal) in [
            ("", Refusal::Empty),
            (" ", Refusal::Empty),
            ("JavaScript:alert(1)", Refusal::Scheme("javascript".to_owned())),
            ("\u{1} java\tscr\nipt:x", Refusal::Scheme("javascript".to_owned())),
            ("vbscript:x", Refusal::Scheme("vbscript".to_owned())),
            ("data:image/png;base64,AA", Refusal::Scheme("data".to_owned())),
            ("file:///C:/a.doc", Refusal::Computer),
            ("C:\\Документы\\a.doc", Refusal::Computer),
            ("/news/1", Refusal::Rooted),
            ("\\news", Refusal::Rooted),
            ("//a.ru/b", Refusal::NoScheme),
            ("\\\\server\\a", Refusal::NoScheme),
            ("/\\a.ru", Refusal::NoScheme),
            ("www.a.ru", Refusal::Www),
        ] {
            assert_eq!(classify(written), Address::Refused(refusal), "{written}");
        }
    }

    #[test]
    fn addresses_inside_are_taken_apart() {
        assert_eq!(classify("../a.md#itogi"), inside("../a.md", Some("itogi")));
        assert_eq!(classify("#%D0%B0"), inside("", Some("а")));
        assert_eq!(classify("#"), inside("", None));
        assert_eq!(classify("%D0%B0%20b.pdf?x#page=2"), inside("а b.pdf", Some("page=2")));
        assert_eq!(classify("100%.pdf"), inside("100%.pdf", None));
        assert_eq!(classify("%FF.pdf"), inside("%FF.pdf", None));
        assert_eq!(classify("фото\\а.jpg"), inside("фото/а.jpg", None));
        assert_eq!(classify("план: 2022.pdf"), inside("план: 2022.pdf", None));
    }

    #[test]
    fn only_markdown_files_are_pages() {
        assert_eq!(kind("a/b.md"), LinkKind::Page);
        assert_eq!(kind("a/b.MD"), LinkKind::Page);
        assert_eq!(kind(""), LinkKind::Page);
        assert_eq!(kind("a.pdf"), LinkKind::File);
        assert_eq!(kind("я"), LinkKind::File);
    }
}
