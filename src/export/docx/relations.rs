//! What a document refers to: its fixed parts, addresses, pictures.

use std::collections::HashMap;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use super::xml::Xml;

const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// What an address may not hold (RFC 3986); Word calls a file with such an address damaged.
const NOT_IN_ADDRESSES: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'<')
    .add(b'>')
    .add(b'\\')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// What a document refers to, each under an id.
#[derive(Default)]
pub(super) struct Relations {
    links: Vec<String>,
    known_links: HashMap<String, usize>,
    pictures: Vec<(Vec<u8>, String)>,
}

impl Relations {
    /// The id of the address `link`; none where it is no address that a document may lead to.
    pub(super) fn link(&mut self, link: &str) -> Option<String> {
        let allowed =
            ["http://", "https://", "mailto:"].iter().any(|start| link.starts_with(start));
        if !allowed {
            return None;
        }
        let link = utf8_percent_encode(link, NOT_IN_ADDRESSES).to_string();
        let next = self.links.len();
        let place = *self.known_links.entry(link.clone()).or_insert(next);
        if place == next {
            self.links.push(link);
        }
        Some(format!("link{}", place + 1))
    }

    /// The id of a new picture, whose format `extension` tells, and its number from 1.
    pub(super) fn picture(&mut self, bytes: Vec<u8>, extension: &str) -> (String, usize) {
        self.pictures.push((bytes, extension.to_owned()));
        let number = self.pictures.len();
        (format!("picture{number}"), number)
    }

    /// The pictures with their names in the folder of the document.
    pub(super) fn pictures(&self) -> impl Iterator<Item = (String, &[u8])> {
        let pictures = (1..).zip(&self.pictures);
        pictures.map(|(number, (bytes, end))| (picture_name(number, end), &**bytes))
    }

    /// The part that lists them all.
    pub(super) fn part(&self) -> String {
        let mut xml = Xml::document();
        let namespace = "http://schemas.openxmlformats.org/package/2006/relationships";
        xml.element("Relationships", &[("xmlns", namespace)], |xml| {
            for part in ["styles", "settings", "numbering", "footer"] {
                relation(xml, part, part, &format!("{part}.xml"), None);
            }
            for (number, (_, end)) in (1..).zip(&self.pictures) {
                let (id, name) = (format!("picture{number}"), picture_name(number, end));
                relation(xml, &id, "image", &name, None);
            }
            for (number, link) in (1..).zip(&self.links) {
                relation(xml, &format!("link{number}"), "hyperlink", link, Some("External"));
            }
        });
        xml.finish()
    }
}

fn picture_name(number: usize, extension: &str) -> String {
    format!("media/picture{number}.{extension}")
}

fn relation(xml: &mut Xml, id: &str, kind: &str, target: &str, mode: Option<&str>) {
    let kind = format!("{OFFICE}/{kind}");
    let mut attributes = vec![("Id", id), ("Type", &*kind), ("Target", target)];
    attributes.extend(mode.map(|mode| ("TargetMode", mode)));
    xml.empty("Relationship", &attributes);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_listed_once_and_encoded() {
        let mut relations = Relations::default();
        assert_eq!(relations.link("https://a.example/б в"), Some("link1".to_owned()));
        assert_eq!(relations.link("https://b.example/?a=1&b"), Some("link2".to_owned()));
        assert_eq!(relations.link("https://a.example/б в"), Some("link1".to_owned()));
        let part = relations.part();
        assert!(part.contains("Target=\"https://a.example/%D0%B1%20%D0%B2\" TargetMode"), "{part}");
        assert!(part.contains("Target=\"https://b.example/?a=1&amp;b\" TargetMode"), "{part}");
    }

    #[test]
    fn what_is_no_address_of_the_web_is_no_link() {
        for link in ["javascript:alert(1)", "file:///a", "a.html", ""] {
            assert_eq!(Relations::default().link(link), None);
        }
    }
}
