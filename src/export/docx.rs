//! Writes a document as a Word file (ISO/IEC 29500, in the transitional form that Word itself
//! writes).
//!
//! 1. `body` writes the text with `paragraph`, `table` and `picture`. `relations` collects the
//!    links and pictures of the document, `numbering` its numbered lists.
//! 2. Styles, settings and the footer are files beside this module, stored as they are in the
//!    package. All formatting is in styles, so that the recipient can change it.
//! 3. `package` puts the parts together.
//!
//! The page follows GOST R 7.0.97-2016: A4, margins of 3, 1.5, 2 and 2 cm, Times New Roman.

mod body;
mod numbering;
mod paragraph;
mod picture;
mod poster;
mod relations;
mod section;
mod table;

use jiff::civil::Date;

use self::body::DocumentBody;
pub use self::poster::{Poster, poster};
use super::ExportError;
use super::package::Package;
use super::xml::Xml;
use crate::photos::EmbeddedImages;
use crate::report::ReportDocument;

/// Parts that are the same in each file, by their names in the package.
const FIXED_PARTS: [(&str, &str); 6] = [
    ("[Content_Types].xml", include_str!("docx/content_types.xml")),
    ("_rels/.rels", include_str!("docx/package.rels")),
    ("docProps/app.xml", include_str!("docx/application.xml")),
    ("word/styles.xml", include_str!("docx/styles.xml")),
    ("word/settings.xml", include_str!("docx/settings.xml")),
    ("word/footer.xml", include_str!("docx/footer.xml")),
];

const CORE_NAMESPACES: &[(&str, &str)] = &[
    ("xmlns:cp", "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"),
    ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
    ("xmlns:dcterms", "http://purl.org/dc/terms/"),
    ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
];

/// The bytes of a Word file with `document`. A picture without an entry in `images` is replaced by
/// its description.
///
/// # Errors
/// None known: writing to memory does not fail.
pub fn docx(document: &ReportDocument, images: &EmbeddedImages) -> Result<Vec<u8>, ExportError> {
    write_package(DocumentBody::build(document, images)?, &document.title, document.date)
}

fn write_package(body: DocumentBody, title: &str, date: Date) -> Result<Vec<u8>, ExportError> {
    let failed = ExportError::new("файл .docx");
    let mut package = Package::new();
    let mut add =
        |name: &str, bytes: &[u8]| package.add(name, bytes).map_err(|error| failed(&error));
    for (name, text) in FIXED_PARTS {
        add(name, text.as_bytes())?;
    }
    add("docProps/core.xml", core_properties(title, date).as_bytes())?;
    add("word/numbering.xml", numbering::to_xml(&body.numbered_lists).as_bytes())?;
    add("word/_rels/document.xml.rels", body.relations.to_xml().as_bytes())?;
    for (name, bytes) in body.relations.picture_files() {
        add(&format!("word/{name}"), bytes)?;
    }
    add("word/document.xml", body.xml.finish().as_bytes())?;
    package.finish().map_err(|error| failed(&error))
}

fn core_properties(title: &str, date: Date) -> String {
    let mut xml = Xml::document();
    xml.element("cp:coreProperties", CORE_NAMESPACES, |xml| {
        xml.element("dc:title", &[], |xml| xml.text(title));
        xml.element("dc:language", &[], |xml| xml.text("ru-RU"));
        for name in ["dcterms:created", "dcterms:modified"] {
            xml.element(name, &[("xsi:type", "dcterms:W3CDTF")], |xml| xml.text(&midnight(date)));
        }
    });
    xml.finish()
}

fn midnight(date: Date) -> String {
    format!("{date}T00:00:00Z")
}
