//! How lists are numbered.

use super::xml::Xml;

const BULLETS: &str = "1";
const NUMBERS: &str = "2";

/// The number of the list of bullets, and of the first numbered list; each numbered list has a
/// number of its own, so that it begins from 1.
pub(super) const BULLETED: usize = 1;
const FIRST_NUMBERED: usize = 2;

/// The number in the part of the numbered list at `place` of a document, from 0.
pub(super) fn numbered(place: usize) -> usize {
    FIRST_NUMBERED + place
}

/// The part, for a document with so many numbered lists.
pub(super) fn part(numbered_lists: usize) -> String {
    let mut xml = Xml::document();
    let namespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    xml.element("w:numbering", &[("xmlns:w", namespace)], |xml| {
        kind(xml, BULLETS, "bullet", "–");
        kind(xml, NUMBERS, "decimal", "%1.");
        list(xml, BULLETED, BULLETS);
        for place in 0..numbered_lists {
            list(xml, numbered(place), NUMBERS);
        }
    });
    xml.finish()
}

fn kind(xml: &mut Xml, id: &str, format: &str, text: &str) {
    xml.element("w:abstractNum", &[("w:abstractNumId", id)], |xml| {
        xml.value("w:multiLevelType", "singleLevel");
        xml.element("w:lvl", &[("w:ilvl", "0")], |xml| {
            xml.value("w:start", "1");
            xml.value("w:numFmt", format);
            xml.value("w:lvlText", text);
            xml.value("w:lvlJc", "left");
            xml.element("w:pPr", &[], |xml| {
                xml.element("w:tabs", &[], |xml| {
                    xml.empty("w:tab", &[("w:val", "num"), ("w:pos", "1134")]);
                });
                xml.empty("w:ind", &[("w:left", "0"), ("w:firstLine", "709")]);
            });
        });
    });
}

fn list(xml: &mut Xml, number: usize, kind: &str) {
    xml.element("w:num", &[("w:numId", &number.to_string())], |xml| {
        xml.value("w:abstractNumId", kind);
        if kind == NUMBERS {
            xml.element("w:lvlOverride", &[("w:ilvl", "0")], |xml| {
                xml.value("w:startOverride", "1");
            });
        }
    });
}
