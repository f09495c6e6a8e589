//! Hyperlinks of the written rows, as relationships of the document.

use std::collections::HashMap;

use super::super::FormError;
use super::super::package::{FormPackage, relations_name};
use super::super::xml::escape;
use crate::export::web_link;

/// The beginning of the ids of our relationships.
const ID: &str = "rostokLink";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
/// The same in the strict variant of the format.
const STRICT: &str = "http://purl.oclc.org/ooxml/officeDocument/relationships";

pub(super) struct FormLinks {
    namespace: &'static str,
    /// The ids begin with a word that no id of the form has.
    id: String,
    links: Vec<String>,
    numbers: HashMap<String, usize>,
}

impl FormLinks {
    /// The links of a document `xml` with these ids of relationships.
    pub(super) fn new(xml: &str, ids: &[String]) -> Self {
        let is_strict = xml.contains("http://purl.oclc.org/ooxml/wordprocessingml");
        let mut id = ID.to_owned();
        while ids.iter().any(|known| known.starts_with(&id)) {
            id.push('_');
        }
        let namespace = if is_strict { STRICT } else { OFFICE };
        Self { namespace, id, links: Vec::new(), numbers: HashMap::new() }
    }

    pub(super) fn namespace(&self) -> &'static str {
        self.namespace
    }

    /// The id of the link to `url`; `None` if a document must not link to it.
    pub(super) fn add(&mut self, url: &str) -> Option<String> {
        let link = web_link(url)?;
        let next = self.links.len() + 1;
        let number = *self.numbers.entry(link.clone()).or_insert(next);
        if number == next {
            self.links.push(link);
        }
        Some(format!("{}{number}", self.id))
    }

    /// Adds the links to the relationships of `part`.
    pub(super) fn write(self, package: &mut FormPackage<'_>, part: &str) -> Result<(), FormError> {
        if self.links.is_empty() {
            return Ok(());
        }
        let name = relations_name(part);
        let known = package.read(&name)?.unwrap_or_else(|| {
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Relationships \
             xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"></Relationships>"
                .to_owned()
        });
        let mut added = String::new();
        for (number, link) in (1..).zip(&self.links) {
            added += &format!(
                "<Relationship Id=\"{}{number}\" Type=\"{}/hyperlink\" Target=\"{}\" \
                 TargetMode=\"External\"/>",
                self.id,
                self.namespace,
                escape(link)
            );
        }
        let end = known.rfind("</").ok_or(FormError::Broken)?;
        package.put(&name, format!("{}{added}{}", &known[..end], &known[end..]));
        Ok(())
    }
}
