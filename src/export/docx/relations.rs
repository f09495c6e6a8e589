//! Collects what the document refers to: the fixed parts, links and pictures.

use std::collections::HashMap;

use crate::export::address::encoded;
use crate::export::xml::Xml;

const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

#[derive(Default)]
pub(super) struct Relations {
    links: Vec<String>,
    link_indices: HashMap<String, usize>,
    pictures: Vec<(Vec<u8>, String)>,
}

impl Relations {
    /// Adds a link and returns its id; `None` for URLs that a document must not link to.
    pub(super) fn add_link(&mut self, link: &str) -> Option<String> {
        let link = encoded(link)?;
        let next = self.links.len();
        let index = *self.link_indices.entry(link.clone()).or_insert(next);
        if index == next {
            self.links.push(link);
        }
        Some(format!("link{}", index + 1))
    }

    /// Adds a picture and returns its id and its number, from 1.
    pub(super) fn add_picture(&mut self, bytes: Vec<u8>, extension: &str) -> (String, usize) {
        self.pictures.push((bytes, extension.to_owned()));
        let number = self.pictures.len();
        (format!("picture{number}"), number)
    }

    /// The names of the picture files, relative to the main part, and their contents.
    pub(super) fn picture_files(&self) -> impl Iterator<Item = (String, &[u8])> {
        let pictures = (1..).zip(&self.pictures);
        pictures.map(|(number, (bytes, extension))| (picture_name(number, extension), &**bytes))
    }

    /// The part that lists all relationships.
    pub(super) fn to_xml(&self) -> String {
        let mut xml = Xml::document();
        let namespace = "http://schemas.openxmlformats.org/package/2006/relationships";
        xml.element("Relationships", &[("xmlns", namespace)], |xml| {
            for part in ["styles", "settings", "numbering", "footer"] {
                write_relation(xml, part, part, &format!("{part}.xml"), None);
            }
            for (number, (_, extension)) in (1..).zip(&self.pictures) {
                let (id, name) = (format!("picture{number}"), picture_name(number, extension));
                write_relation(xml, &id, "image", &name, None);
            }
            for (number, link) in (1..).zip(&self.links) {
                write_relation(xml, &format!("link{number}"), "hyperlink", link, Some("External"));
            }
        });
        xml.finish()
    }
}

fn picture_name(number: usize, extension: &str) -> String {
    format!("media/picture{number}.{extension}")
}

fn write_relation(xml: &mut Xml, id: &str, kind: &str, target: &str, mode: Option<&str>) {
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
        assert_eq!(relations.add_link("https://a.example/б в"), Some("link1".to_owned()));
        assert_eq!(relations.add_link("https://b.example/?a=1&b"), Some("link2".to_owned()));
        assert_eq!(relations.add_link("https://a.example/б в"), Some("link1".to_owned()));
        let xml = relations.to_xml();
        assert!(xml.contains("Target=\"https://a.example/%D0%B1%20%D0%B2\" TargetMode"), "{xml}");
        assert!(xml.contains("Target=\"https://b.example/?a=1&amp;b\" TargetMode"), "{xml}");
    }

    #[test]
    fn what_is_no_address_of_the_web_is_no_link() {
        for link in ["javascript:alert(1)", "file:///a", "a.html", ""] {
            assert_eq!(Relations::default().add_link(link), None);
        }
    }
}
