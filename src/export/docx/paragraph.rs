//! Writes paragraphs and the spans of text in them.

use super::numbering::indent;
use super::relations::Relations;
use crate::export::hyphens::SOFT_HYPHEN;
use crate::export::metrics;
use crate::export::xml::Xml;
use crate::report::TextSpan;

/// Writes a paragraph with `style`; `inside` writes its content.
pub(super) fn write_paragraph(xml: &mut Xml, style: &str, inside: impl FnOnce(&mut Xml)) {
    xml.element("w:p", &[], |xml| {
        xml.element("w:pPr", &[], |xml| xml.value("w:pStyle", style));
        inside(xml);
    });
}

/// Writes a further paragraph of a list item at `level`.
pub(super) fn write_indented(xml: &mut Xml, level: usize, inside: impl FnOnce(&mut Xml)) {
    xml.element("w:p", &[], |xml| {
        xml.element("w:pPr", &[], |xml| {
            xml.value("w:pStyle", "BodyText");
            if level > 0 {
                xml.empty("w:ind", &[("w:left", &indent(level).to_string())]);
            }
        });
        inside(xml);
    });
}

/// Where a list item belongs.
#[derive(Clone, Copy)]
pub(super) struct ListPosition {
    /// The `w:numId` of the list.
    pub(super) list_id: usize,
    /// The nesting level, from 0.
    pub(super) level: usize,
}

pub(super) fn write_list_item(
    xml: &mut Xml,
    position: ListPosition,
    inside: impl FnOnce(&mut Xml),
) {
    xml.element("w:p", &[], |xml| {
        xml.element("w:pPr", &[], |xml| {
            xml.value("w:pStyle", "ListParagraph");
            xml.element("w:numPr", &[], |xml| {
                xml.value("w:ilvl", &position.level.to_string());
                xml.value("w:numId", &position.list_id.to_string());
            });
        });
        inside(xml);
    });
}

/// Writes running text.
pub(super) fn write_prose(xml: &mut Xml, relations: &mut Relations, spans: &[TextSpan]) {
    let spaced = |span: &TextSpan| TextSpan {
        text: metrics::with_needed_spaces(&span.text),
        ..span.clone()
    };
    write_spans(xml, relations, &spans.iter().map(spaced).collect::<Vec<_>>());
}

pub(super) fn write_spans(xml: &mut Xml, relations: &mut Relations, spans: &[TextSpan]) {
    for span in spans {
        match span.link.as_deref().and_then(|link| relations.add_link(link)) {
            Some(id) => {
                let attributes = [("r:id", &*id), ("w:history", "1")];
                xml.element("w:hyperlink", &attributes, |xml| write_run(xml, span, true));
            }
            None => write_run(xml, span, false),
        }
    }
}

/// Writes text without formatting of its own.
pub(super) fn write_text(xml: &mut Xml, text: &str) {
    xml.element("w:r", &[], |xml| write_run_text(xml, text));
}

fn write_run(xml: &mut Xml, span: &TextSpan, is_link: bool) {
    xml.element("w:r", &[], |xml| {
        if is_link || span.bold || span.italic {
            xml.element("w:rPr", &[], |xml| {
                if is_link {
                    xml.value("w:rStyle", "Hyperlink");
                }
                if span.bold {
                    xml.empty("w:b", &[]);
                }
                if span.italic {
                    xml.empty("w:i", &[]);
                }
            });
        }
        write_run_text(xml, &span.text);
    });
}

/// Writes text inside a run: line breaks, tabs and the hyphen of «5-х» are elements.
pub(super) fn write_run_text(xml: &mut Xml, text: &str) {
    let mut rest = text;
    while let Some((index, name)) = next_element(rest) {
        write_letters(xml, &rest[..index]);
        xml.empty(name, &[]);
        rest = rest[index..].char_indices().nth(1).map_or("", |(next, _)| &rest[index + next..]);
    }
    write_letters(xml, rest);
}

/// The next character that is written as an element: its index and the element.
fn next_element(text: &str) -> Option<(usize, &'static str)> {
    text.match_indices(['\n', '\t', '-', SOFT_HYPHEN]).find_map(
        |(index, character)| match character {
            "\n" => Some((index, "w:br")),
            "\t" => Some((index, "w:tab")),
            "\u{ad}" => Some((index, "w:softHyphen")),
            // Keep the number and its suffix on one line.
            _ => {
                let is_suffix = metrics::is_ordinal_suffix(&text[..index], &text[index + 1..]);
                is_suffix.then_some((index, "w:noBreakHyphen"))
            }
        },
    )
}

fn write_letters(xml: &mut Xml, letters: &str) {
    if !letters.is_empty() {
        xml.element("w:t", &[("xml:space", "preserve")], |xml| xml.text(letters));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run_text(text: &str) -> String {
        let mut xml = Xml::document();
        write_run_text(&mut xml, text);
        let text = xml.finish().replace(" xml:space=\"preserve\"", "").replace("w:", "");
        text.split_once('\n').unwrap().1.to_owned()
    }

    #[test]
    fn breaks_tabs_and_the_hyphens_of_numbers_are_elements() {
        assert_eq!(run_text("а\n\tб"), "<t>а</t><br/><tab/><t>б</t>");
        assert_eq!(run_text("5-11-х кл."), "<t>5-11</t><noBreakHyphen/><t>х кл.</t>");
        assert_eq!(run_text("дизайн-проект"), "<t>дизайн-проект</t>");
        assert_eq!(run_text("-"), "<t>-</t>");
        assert_eq!(run_text(""), "");
    }
}
