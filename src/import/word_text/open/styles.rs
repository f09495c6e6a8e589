//! Which styles of an OpenDocument text are headings, bold, italic or hidden, and which lists are numbered.

use std::collections::HashMap;

use quick_xml::events::BytesStart;

use crate::import::ImportError;
use crate::import::archive::attribute;
use crate::import::xml::{ElementContent, XmlHandler};

/// Styles are based on each other; a longer chain is a circle.
const MAX_BASED: usize = 10;

/// A style; what is `None` is said by the one that it is based on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct OpenStyle {
    parent: Option<String>,
    /// From 1.
    pub(super) heading: Option<usize>,
    pub(super) bold: Option<bool>,
    pub(super) italic: Option<bool>,
    pub(super) is_hidden: bool,
}

/// The styles of a document, and those of its text alone.
#[derive(Debug, Default)]
pub(super) struct OpenStyles {
    /// By family and name.
    styles: HashMap<(String, String), OpenStyle>,
    /// The first number of each numbered level, by the list's style.
    lists: HashMap<(String, usize), usize>,
    open: Option<((String, String), OpenStyle)>,
    open_list: Option<String>,
    in_content: bool,
}

impl OpenStyles {
    /// What is read from now on is the text, with the styles that it alone uses.
    pub(super) fn begin_content(&mut self) {
        self.in_content = true;
    }

    /// A style with what it has of those that it is based on.
    pub(super) fn get(&self, family: &str, name: &str) -> OpenStyle {
        let mut style = OpenStyle::default();
        let mut next = Some(name);
        for _ in 0..MAX_BASED {
            let Some(name) = next else { break };
            // The title of a document.
            if family == "paragraph" && name == "Title" {
                style.heading = style.heading.or(Some(1));
            }
            let Some(found) = self.styles.get(&(family.to_owned(), name.to_owned())) else { break };
            style.heading = style.heading.or(found.heading);
            style.bold = style.bold.or(found.bold);
            style.italic = style.italic.or(found.italic);
            style.is_hidden |= found.is_hidden;
            next = found.parent.as_deref();
        }
        style
    }

    pub(super) fn is_numbered(&self, list: &str, level: usize) -> bool {
        self.lists.contains_key(&(list.to_owned(), level))
    }

    /// The number of the first item.
    pub(super) fn list_start(&self, list: &str, level: usize) -> usize {
        self.lists.get(&(list.to_owned(), level)).copied().unwrap_or(1)
    }
}

impl XmlHandler for OpenStyles {
    fn start(&mut self, tag: &BytesStart<'_>) -> Result<ElementContent, ImportError> {
        let number = |name| attribute(tag, name).and_then(|value| value.parse::<usize>().ok());
        match tag.local_name().as_ref() {
            "body" | "master-styles" => return Ok(ElementContent::Skip),
            // Those of headers and footers.
            "automatic-styles" if !self.in_content => return Ok(ElementContent::Skip),
            "style" => {
                let key = |name| attribute(tag, name).unwrap_or_default();
                let style = OpenStyle {
                    parent: attribute(tag, "parent-style-name"),
                    heading: number("default-outline-level").filter(|level| *level > 0),
                    ..OpenStyle::default()
                };
                self.open = Some(((key("family"), key("name")), style));
            }
            "text-properties" => {
                if let Some((_, style)) = &mut self.open {
                    let weight = attribute(tag, "font-weight");
                    style.bold = weight.map(|weight| is_bold(&weight)).or(style.bold);
                    let slant = attribute(tag, "font-style");
                    style.italic = slant.map(|slant| slant != "normal").or(style.italic);
                    style.is_hidden |= attribute(tag, "display").as_deref() == Some("none");
                }
            }
            "list-style" => self.open_list = attribute(tag, "name"),
            "list-level-style-number" => {
                let format = attribute(tag, "num-format").unwrap_or_default();
                let level = number("level").unwrap_or(0).checked_sub(1);
                if let (Some(list), Some(level), false) =
                    (&self.open_list, level, format.is_empty())
                {
                    let start = number("start-value").unwrap_or(1);
                    self.lists.insert((list.clone(), level), start);
                }
            }
            _ => {}
        }
        Ok(ElementContent::Read)
    }

    fn end(&mut self, name: &str) -> Result<(), ImportError> {
        match name {
            "style" => {
                if let Some((key, style)) = self.open.take() {
                    self.styles.insert(key, style);
                }
            }
            "list-style" => self.open_list = None,
            _ => {}
        }
        Ok(())
    }

    fn text(&mut self, _: &str) -> Result<(), ImportError> {
        Ok(())
    }
}

fn is_bold(weight: &str) -> bool {
    weight == "bold" || weight.parse::<u32>().is_ok_and(|weight| weight >= 600)
}
