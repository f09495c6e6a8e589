//! Reads XML element by element, for the formats whose text lies in nested elements.

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};

use super::ImportError;

/// Whether the content of an element is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ElementContent {
    Read,
    /// Neither its text nor its elements, nor its end.
    Skip,
}

/// What a format makes of the elements. Names are without their prefix.
pub(super) trait XmlHandler {
    fn start(&mut self, tag: &BytesStart<'_>) -> Result<ElementContent, ImportError>;

    fn end(&mut self, name: &str) -> Result<(), ImportError>;

    /// A piece of text. Entities that the document itself declares, such as entity bombs, are left out.
    fn text(&mut self, text: &str) -> Result<(), ImportError>;
}

/// Passes the elements of `xml` to `handler`.
///
/// # Errors
/// If it is no XML or ends early, and the errors of the handler.
pub(super) fn read_xml(xml: &str, handler: &mut impl XmlHandler) -> Result<(), ImportError> {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().expand_empty_elements = true;
    // The number of open elements, and how many there were when the skipped one began.
    let (mut depth, mut skipped_from) = (0_usize, None);
    loop {
        match reader.read_event().map_err(|_| ImportError::Broken)? {
            Event::Start(tag) => {
                depth += 1;
                if skipped_from.is_none() && handler.start(&tag)? == ElementContent::Skip {
                    skipped_from = Some(depth);
                }
            }
            Event::End(tag) => {
                if skipped_from == Some(depth) {
                    skipped_from = None;
                } else if skipped_from.is_none() {
                    handler.end(tag.local_name().as_ref())?;
                }
                depth = depth.saturating_sub(1);
            }
            Event::Eof if depth > 0 => return Err(ImportError::Broken),
            Event::Eof => return Ok(()),
            _ if skipped_from.is_some() => {}
            Event::Text(text) => handler.text(&text.xml10_content())?,
            Event::CData(text) => handler.text(&text.xml10_content())?,
            Event::GeneralRef(name) => match name.resolve_char_ref() {
                Ok(Some(letter)) => handler.text(letter.encode_utf8(&mut [0; 4]))?,
                _ => {
                    let known = resolve_predefined_entity(&name.xml10_content());
                    handler.text(known.unwrap_or(""))?;
                }
            },
            _ => {}
        }
    }
}
