//! Which styles of a Word document are headings, bold, italic or lists.

use std::collections::HashMap;

use quick_xml::events::BytesStart;

use crate::import::ImportError;
use crate::import::archive::attribute;
use crate::import::xml::{ElementContent, XmlHandler};

/// Styles are based on each other; a longer chain is a circle.
const MAX_BASED: usize = 10;

/// A style; what is `None` is said by the one that it is based on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct WordStyle {
    based_on: Option<String>,
    /// From 1.
    pub(super) heading: Option<usize>,
    pub(super) bold: Option<bool>,
    pub(super) italic: Option<bool>,
    /// The list of its paragraphs, and the level in it.
    pub(super) list: Option<String>,
    pub(super) level: Option<usize>,
}

/// All styles by their ids.
#[derive(Debug, Default)]
pub(super) struct WordStyles {
    styles: HashMap<String, WordStyle>,
    open: Option<(String, WordStyle)>,
}

impl WordStyles {
    /// A style with what it has of those that it is based on.
    pub(super) fn get(&self, id: &str) -> WordStyle {
        let mut style = WordStyle::default();
        let mut next = Some(id);
        for _ in 0..MAX_BASED {
            let Some(found) = next.and_then(|id| self.styles.get(id)) else { break };
            style.heading = style.heading.or(found.heading);
            style.bold = style.bold.or(found.bold);
            style.italic = style.italic.or(found.italic);
            style.list = style.list.take().or_else(|| found.list.clone());
            style.level = style.level.or(found.level);
            next = found.based_on.as_deref();
        }
        style
    }
}

impl XmlHandler for WordStyles {
    fn start(&mut self, tag: &BytesStart<'_>) -> Result<ElementContent, ImportError> {
        let name = tag.local_name();
        if name.as_ref() == "style" {
            let id = attribute(tag, "styleId").unwrap_or_default();
            self.open = Some((id, WordStyle::default()));
            return Ok(ElementContent::Read);
        }
        let Some((_, style)) = &mut self.open else { return Ok(ElementContent::Read) };
        match name.as_ref() {
            "basedOn" => style.based_on = attribute(tag, "val"),
            // Programs in all languages keep these names; `outlineLvl` says the same.
            "name" => {
                let name = attribute(tag, "val").unwrap_or_default().to_lowercase();
                let level = name.strip_prefix("heading ").and_then(|level| level.parse().ok());
                style.heading = if name == "title" { Some(1) } else { level };
            }
            "outlineLvl" => {
                let level = number(tag).filter(|level| *level < 9);
                style.heading = style.heading.or(level.map(|level| level + 1));
            }
            "b" => style.bold = Some(is_on(tag)),
            "i" => style.italic = Some(is_on(tag)),
            "numId" => style.list = attribute(tag, "val"),
            "ilvl" => style.level = number(tag),
            _ => {}
        }
        Ok(ElementContent::Read)
    }

    fn end(&mut self, name: &str) -> Result<(), ImportError> {
        if name == "style"
            && let Some((id, style)) = self.open.take()
        {
            self.styles.insert(id, style);
        }
        Ok(())
    }

    fn text(&mut self, _: &str) -> Result<(), ImportError> {
        Ok(())
    }
}

/// Whether a property that may be switched off is on.
pub(super) fn is_on(tag: &BytesStart<'_>) -> bool {
    !matches!(attribute(tag, "val").as_deref(), Some("0" | "false" | "off" | "none"))
}

/// The attribute `val` as a number.
pub(super) fn number(tag: &BytesStart<'_>) -> Option<usize> {
    attribute(tag, "val")?.parse().ok()
}
