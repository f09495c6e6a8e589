//! Writes the properties of a section: the sheet and its margins.

use crate::export::page::SheetOrientation;
use crate::export::xml::Xml;

/// Writes the properties of a section: footer, page size and margins.
pub(super) fn write_section_properties(xml: &mut Xml, orientation: SheetOrientation) {
    let (size, margins): (&[(&str, &str)], _) = match orientation {
        SheetOrientation::Portrait => {
            (&[("w:w", "11906"), ("w:h", "16838")], ["1134", "851", "1134", "1701"])
        }
        SheetOrientation::Landscape => (
            &[("w:w", "16838"), ("w:h", "11906"), ("w:orient", "landscape")],
            ["1701", "1134", "851", "1134"],
        ),
    };
    let [top, right, bottom, left] = margins;
    xml.element("w:sectPr", &[], |xml| {
        xml.empty("w:footerReference", &[("w:type", "default"), ("r:id", "footer")]);
        xml.empty("w:pgSz", size);
        xml.empty(
            "w:pgMar",
            &[
                ("w:top", top),
                ("w:right", right),
                ("w:bottom", bottom),
                ("w:left", left),
                ("w:header", "567"),
                ("w:footer", "567"),
                ("w:gutter", "0"),
            ],
        );
    });
}
