//! The page: the A4 sheet with the margins of GOST R 7.0.97-2016.

use super::xml::Xml;

/// The width of the text, in twips (twentieths of a point): 21 cm minus margins of 3 and 1.5 cm.
pub(super) const TEXT_WIDTH: u32 = 9_354;

/// Writes the properties of the only section: footer, page size and margins.
pub(super) fn write_section_properties(xml: &mut Xml) {
    xml.element("w:sectPr", &[], |xml| {
        xml.empty("w:footerReference", &[("w:type", "default"), ("r:id", "footer")]);
        xml.empty("w:pgSz", &[("w:w", "11906"), ("w:h", "16838")]);
        xml.empty(
            "w:pgMar",
            &[
                ("w:top", "1134"),
                ("w:right", "851"),
                ("w:bottom", "1134"),
                ("w:left", "1701"),
                ("w:header", "567"),
                ("w:footer", "567"),
                ("w:gutter", "0"),
            ],
        );
    });
}
