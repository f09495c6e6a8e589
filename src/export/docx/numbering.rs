//! How lists are numbered.

use super::xml::Xml;

const BULLETS: &str = "1";
const NUMBERS: &str = "2";

/// The number of the list of bullets, and of the first numbered list; each numbered list has a
/// number of its own, so that it begins anew.
pub(super) const BULLETED: usize = 1;
const FIRST_NUMBERED: usize = 2;

/// The last of the levels of lists in lists that Word knows, from 0.
pub(super) const DEEPEST_LEVEL: usize = 8;
/// How far a level stands to the right of the one around it, in twentieths of a point.
const STEP: usize = 425;
/// Where the words of an item begin.
const WORDS: usize = 1_134;

/// A numbered list of a document.
#[derive(Debug)]
pub(super) struct NumberedList {
    /// In how many lists it stands, up to the deepest level.
    pub(super) level: usize,
    /// The number of its first item.
    pub(super) start: u32,
}

/// The number in the part of the numbered list at `place` of a document, from 0.
pub(super) fn numbered(place: usize) -> usize {
    FIRST_NUMBERED + place
}

/// How far the items of a level stand to the right, in twentieths of a point.
pub(super) fn indent(level: usize) -> usize {
    level.min(DEEPEST_LEVEL) * STEP
}

/// The part, for a document with these numbered lists.
pub(super) fn part(numbered_lists: &[NumberedList]) -> String {
    let mut xml = Xml::document();
    let namespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    xml.element("w:numbering", &[("xmlns:w", namespace)], |xml| {
        kind(xml, BULLETS, |_| ("bullet", "–".to_owned()));
        kind(xml, NUMBERS, |level| ("decimal", format!("%{}.", level + 1)));
        list(xml, BULLETED, BULLETS, None);
        for (place, of) in numbered_lists.iter().enumerate() {
            list(xml, numbered(place), NUMBERS, Some(of));
        }
    });
    xml.finish()
}

/// A kind of list; `mark` gives the format of a level and what stands before its items.
fn kind(xml: &mut Xml, id: &str, mark: impl Fn(usize) -> (&'static str, String)) {
    xml.element("w:abstractNum", &[("w:abstractNumId", id)], |xml| {
        xml.value("w:multiLevelType", "multilevel");
        for level in 0..=DEEPEST_LEVEL {
            let (format, text) = mark(level);
            let indent = indent(level);
            xml.element("w:lvl", &[("w:ilvl", &level.to_string())], |xml| {
                xml.value("w:start", "1");
                xml.value("w:numFmt", format);
                xml.value("w:lvlText", &text);
                xml.value("w:lvlJc", "left");
                xml.element("w:pPr", &[], |xml| {
                    xml.element("w:tabs", &[], |xml| {
                        let place = (indent + WORDS).to_string();
                        xml.empty("w:tab", &[("w:val", "num"), ("w:pos", &place)]);
                    });
                    let left = indent.to_string();
                    xml.empty("w:ind", &[("w:left", &left), ("w:firstLine", "709")]);
                });
            });
        }
    });
}

fn list(xml: &mut Xml, number: usize, kind: &str, numbered: Option<&NumberedList>) {
    xml.element("w:num", &[("w:numId", &number.to_string())], |xml| {
        xml.value("w:abstractNumId", kind);
        if let Some(NumberedList { level, start }) = numbered {
            xml.element("w:lvlOverride", &[("w:ilvl", &level.to_string())], |xml| {
                xml.value("w:startOverride", &start.to_string());
            });
        }
    });
}
