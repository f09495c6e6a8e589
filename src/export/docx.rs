//! A document as a Word file (ISO/IEC 29500, the transitional form that Word itself writes).
//!
//! 1. `body` writes the text with `paragraph`, `table` and `picture`; what it refers to, addresses
//!    and pictures, is gathered by `relations`, its numbered lists are counted.
//! 2. Styles, settings and the foot are files of their own beside this one, as they stand in the
//!    package; looks are kept in styles, so that the one who gets the document can change them.
//! 3. `package` puts the parts together.
//!
//! The sheet is that of GOST R 7.0.97-2016: A4, fields of 3, 1.5, 2 and 2 cm, Times New Roman.

mod body;
mod columns;
mod numbering;
mod paragraph;
mod picture;
mod relations;
mod table;
mod words;
mod xml;

use jiff::civil::Date;

use self::body::Body;
use self::xml::Xml;
use super::Error;
use super::package::Package;
use crate::photos::Prints;
use crate::report::Document;

/// Parts that are the same in each file, by their names in the package.
const FIXED: [(&str, &str); 6] = [
    ("[Content_Types].xml", include_str!("docx/content_types.xml")),
    ("_rels/.rels", include_str!("docx/package.rels")),
    ("docProps/app.xml", include_str!("docx/application.xml")),
    ("word/styles.xml", include_str!("docx/styles.xml")),
    ("word/settings.xml", include_str!("docx/settings.xml")),
    ("word/footer.xml", include_str!("docx/footer.xml")),
];

const CORE: &[(&str, &str)] = &[
    ("xmlns:cp", "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"),
    ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
    ("xmlns:dcterms", "http://purl.org/dc/terms/"),
    ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
];

/// `document` as the bytes of a file, with those of its pictures that are among `prints`.
///
/// # Errors
/// None that is known of: writing into memory does not fail.
pub fn docx(document: &Document, prints: &Prints) -> Result<Vec<u8>, Error> {
    let body = Body::of(document, prints)?;
    let failed = Error::new("файл .docx");
    let mut package = Package::new();
    let mut add =
        |name: &str, bytes: &[u8]| package.add(name, bytes).map_err(|error| failed(&error));
    for (name, text) in FIXED {
        add(name, text.as_bytes())?;
    }
    add("docProps/core.xml", properties(document).as_bytes())?;
    add("word/numbering.xml", numbering::part(&body.numbered_lists).as_bytes())?;
    add("word/_rels/document.xml.rels", body.relations.part().as_bytes())?;
    for (name, bytes) in body.relations.pictures() {
        add(&format!("word/{name}"), bytes)?;
    }
    add("word/document.xml", body.xml.finish().as_bytes())?;
    package.finish().map_err(|error| failed(&error))
}

fn properties(document: &Document) -> String {
    let mut xml = Xml::document();
    xml.element("cp:coreProperties", CORE, |xml| {
        xml.element("dc:title", &[], |xml| xml.text(&document.title));
        xml.element("dc:language", &[], |xml| xml.text("ru-RU"));
        for name in ["dcterms:created", "dcterms:modified"] {
            xml.element(name, &[("xsi:type", "dcterms:W3CDTF")], |xml| {
                xml.text(&time(document.date))
            });
        }
    });
    xml.finish()
}

fn time(date: Date) -> String {
    format!("{date}T00:00:00Z")
}
