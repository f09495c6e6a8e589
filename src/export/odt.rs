//! Writes a document as an OpenDocument text, for LibreOffice, МойОфис and Р7.
//!
//! The same pages as in Word: the sheet, the columns and the extents of pictures come from the same
//! modules. All formatting is in styles; `styles.xml` beside this module has them.

mod body;
mod table;

use self::body::OdtWriter;
use super::ExportError;
use super::opendocument::{NAMESPACES, Parts};
use super::xml::Xml;
use crate::photos::EmbeddedImages;
use crate::report::ReportDocument;

/// The bytes of an OpenDocument text with `document`. A picture without an entry in `images` is replaced
/// by its description.
///
/// # Errors
/// None known: writing to memory does not fail.
pub fn odt(document: &ReportDocument, images: &EmbeddedImages) -> Result<Vec<u8>, ExportError> {
    let failed = ExportError::new("файл .odt");
    let written = OdtWriter::write(document, images)?;
    let mut xml = Xml::document();
    xml.element("office:document-content", NAMESPACES, |xml| {
        xml.element("office:automatic-styles", &[], |xml| xml.append(&written.styles));
        xml.element("office:body", &[], |xml| {
            xml.element("office:text", &[], |xml| xml.append(&written.body));
        });
    });
    let parts = Parts {
        kind: "text",
        content: &xml.finish(),
        styles: include_str!("odt/styles.xml"),
        settings: None,
        pictures: &written.pictures,
        title: &document.title,
        date: document.date,
    };
    parts.to_bytes().map_err(|error| failed(&error))
}
