//! Resolves the addresses of links and pictures, and finds links that Markdown did not recognise.

use std::borrow::Cow;
use std::ops::Range;

use crate::content::markdown::address::{Destination, classify, link_kind};
use crate::content::markdown::escape::escape_address;
use crate::content::markdown::writer::Writer;
use crate::content::markdown::{Link, LinkKind, LinkMode};
use crate::diagnostic::Diagnostic;

/// A publishable address.
pub(super) enum Href<'a> {
    /// Written to the HTML as is.
    Literal(Cow<'a, str>),
    /// Filled in once the whole site is known.
    Deferred(Link),
}

impl Writer<'_, '_> {
    /// Resolves an address at the bytes `range` of the body. Reports an address that cannot be
    /// published and returns `None`.
    pub(super) fn resolve<'a>(
        &mut self,
        address: &'a str,
        range: &Range<usize>,
        image: bool,
    ) -> Option<Href<'a>> {
        if self.options.links == LinkMode::Verbatim {
            return Some(Href::Literal(Cow::Borrowed(address)));
        }
        let href = match classify(address) {
            Destination::External => Cow::Borrowed(address),
            Destination::Completed(whole) => Cow::Owned(whole),
            Destination::Internal { target, fragment } => {
                let kind = if image { LinkKind::Image } else { link_kind(&target) };
                let place = self.place(&locate(self.text, range, address));
                return Some(Href::Deferred(Link { at: 0, target, fragment, kind, place }));
            }
            Destination::Invalid(error) => {
                let place = self.place(&locate(self.text, range, address));
                self.diagnostics.push(error.diagnostic(address).at(place));
                return None;
            }
        };
        if !self.warn_of_own_address(address, range) && image {
            let place = self.place(&locate(self.text, range, address));
            self.diagnostics.push(
                Diagnostic::warning("рисунок загружается с чужого сайта")
                    .at(place)
                    .hint("скачайте его и положите рядом с записью: чужой сайт может его удалить и видит каждого, кто открыл страницу"),
            );
        }
        Some(Href::Literal(href))
    }

    /// Warns of `address`, at the bytes `range` of the body, if it lies below that of the section.
    /// Returns whether it does.
    pub(super) fn warn_of_own_address(&mut self, address: &str, range: &Range<usize>) -> bool {
        let is_own = is_own_url(address, self.options.own_address);
        if is_own {
            let place = self.place(&locate(self.text, range, address));
            self.diagnostics.push(
                Diagnostic::warning("ссылка внутри сайта написана полным адресом")
                    .at(place)
                    .hint("напишите путь к файлу: такая ссылка проверяется и открывается с диска"),
            );
        }
        is_own
    }

    /// Writes an address as the value of the current attribute.
    pub(super) fn push_href(&mut self, href: Href<'_>) {
        match href {
            Href::Literal(address) => {
                self.push(self.trusted_prefix());
                escape_address(&mut self.body.html, &address);
            }
            Href::Deferred(mut link) => {
                if let Some(marker) = self.marker {
                    self.push(&marker.link_placeholder(self.body.links.len()));
                }
                link.at = self.body.html.len();
                self.body.links.push(link);
            }
        }
    }
}

/// Whether `address` lies below `own`, the address of the section, with `http` or `https`.
fn is_own_url(address: &str, own: &str) -> bool {
    let host = |address| str::split_once(address, "://").map(|(_, rest)| rest);
    matches!((host(address), host(own)), (Some(address), Some(own)) if address.starts_with(own))
}

/// Finds `address` within the bytes `range` of `body`, the source of a link. Returns the whole
/// `range` if the source spells the address differently (a reference, an escape).
pub(super) fn locate(body: &str, range: &Range<usize>, address: &str) -> Range<usize> {
    let written = body.get(range.clone()).unwrap_or_default();
    match written.rfind(address) {
        Some(at) if !address.is_empty() => range.start + at..range.start + at + address.len(),
        _ => range.clone(),
    }
}

/// Finds intended links and pictures in the bytes `run` of `body` that Markdown does not recognise
/// because their address contains a space. Returns the text and the address's range of each.
pub(super) fn spaced_addresses(body: &str, run: Range<usize>) -> Vec<(&str, Range<usize>)> {
    let mut found = Vec::new();
    let mut rest = run;
    while let Some(at) = body[rest.clone()].find("](") {
        let words = &body[rest.start..rest.start + at];
        let escaped = body[..rest.start + at].ends_with('\\');
        rest.start += at + 2;
        // The address ends before a later link, a title, or the unpaired closing parenthesis.
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
