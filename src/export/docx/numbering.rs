//! Writes the numbering part, which defines the lists of the document.

use crate::export::xml::Xml;

const ABSTRACT_BULLETS: &str = "1";
const ABSTRACT_NUMBERS: &str = "2";

/// The `w:numId` of the bullet list and of the first numbered list. Each numbered list has its own
/// id, so that its numbers start again.
pub(super) const BULLET_LIST: usize = 1;
const FIRST_NUMBERED_LIST: usize = 2;

/// The deepest nesting level that Word supports, from 0.
pub(super) const MAX_LEVEL: usize = 8;
/// The indent of a level relative to its outer level, in twips.
const LEVEL_INDENT: usize = 425;
/// The indent of the text of an item, in twips.
const TEXT_INDENT: usize = 1_134;

#[derive(Debug)]
pub(super) struct NumberedList {
    /// The nesting level, at most [`MAX_LEVEL`].
    pub(super) level: usize,
    pub(super) start: u32,
}

/// The `w:numId` of the numbered list with this index in the document.
pub(super) fn numbered_list_id(index: usize) -> usize {
    FIRST_NUMBERED_LIST + index
}

/// The indent of the items of a level, in twips.
pub(super) fn indent(level: usize) -> usize {
    level.min(MAX_LEVEL) * LEVEL_INDENT
}

/// The numbering part of a document with these numbered lists.
pub(super) fn to_xml(numbered_lists: &[NumberedList]) -> String {
    let mut xml = Xml::document();
    let namespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    xml.element("w:numbering", &[("xmlns:w", namespace)], |xml| {
        write_abstract_list(xml, ABSTRACT_BULLETS, |_| ("bullet", "–".to_owned()));
        write_abstract_list(xml, ABSTRACT_NUMBERS, |level| ("decimal", format!("%{}.", level + 1)));
        write_list(xml, BULLET_LIST, ABSTRACT_BULLETS, None);
        for (index, list) in numbered_lists.iter().enumerate() {
            write_list(xml, numbered_list_id(index), ABSTRACT_NUMBERS, Some(list));
        }
    });
    xml.finish()
}

/// Defines a kind of list; `mark` returns the number format and the marker of a level.
fn write_abstract_list(xml: &mut Xml, id: &str, mark: impl Fn(usize) -> (&'static str, String)) {
    xml.element("w:abstractNum", &[("w:abstractNumId", id)], |xml| {
        xml.value("w:multiLevelType", "multilevel");
        for level in 0..=MAX_LEVEL {
            let (format, text) = mark(level);
            let indent = indent(level);
            xml.element("w:lvl", &[("w:ilvl", &level.to_string())], |xml| {
                xml.value("w:start", "1");
                xml.value("w:numFmt", format);
                xml.value("w:lvlText", &text);
                xml.value("w:lvlJc", "left");
                xml.element("w:pPr", &[], |xml| {
                    xml.element("w:tabs", &[], |xml| {
                        let position = (indent + TEXT_INDENT).to_string();
                        xml.empty("w:tab", &[("w:val", "num"), ("w:pos", &position)]);
                    });
                    let left = indent.to_string();
                    xml.empty("w:ind", &[("w:left", &left), ("w:firstLine", "709")]);
                });
            });
        }
    });
}

fn write_list(xml: &mut Xml, number: usize, kind: &str, numbered: Option<&NumberedList>) {
    xml.element("w:num", &[("w:numId", &number.to_string())], |xml| {
        xml.value("w:abstractNumId", kind);
        if let Some(NumberedList { level, start }) = numbered {
            xml.element("w:lvlOverride", &[("w:ilvl", &level.to_string())], |xml| {
                xml.value("w:startOverride", &start.to_string());
            });
        }
    });
}
