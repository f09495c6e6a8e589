//! Paragraphs and the pieces of text in them.

use super::numbering::indent;
use super::relations::Relations;
use super::words;
use super::xml::Xml;
use crate::report::Span;

/// A paragraph of the style `style`, with what `inside` writes.
pub(super) fn paragraph(xml: &mut Xml, style: &str, inside: impl FnOnce(&mut Xml)) {
    xml.element("w:p", &[], |xml| {
        xml.element("w:pPr", &[], |xml| xml.value("w:pStyle", style));
        inside(xml);
    });
}

/// A paragraph of the text that belongs to an item of a list at `level`.
pub(super) fn indented(xml: &mut Xml, level: usize, inside: impl FnOnce(&mut Xml)) {
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

/// An item of the list `number`, at a level of lists in lists.
pub(super) fn item(xml: &mut Xml, (number, level): (usize, usize), inside: impl FnOnce(&mut Xml)) {
    xml.element("w:p", &[], |xml| {
        xml.element("w:pPr", &[], |xml| {
            xml.value("w:pStyle", "ListParagraph");
            xml.element("w:numPr", &[], |xml| {
                xml.value("w:ilvl", &level.to_string());
                xml.value("w:numId", &number.to_string());
            });
        });
        inside(xml);
    });
}

/// The pieces of a line.
pub(super) fn spans(xml: &mut Xml, relations: &mut Relations, spans: &[Span]) {
    for span in spans {
        match span.link.as_deref().and_then(|link| relations.link(link)) {
            Some(id) => {
                let attributes = [("r:id", &*id), ("w:history", "1")];
                xml.element("w:hyperlink", &attributes, |xml| run(xml, span, true));
            }
            None => run(xml, span, false),
        }
    }
}

/// A piece of text without looks of its own.
pub(super) fn plain(xml: &mut Xml, words: &str) {
    xml.element("w:r", &[], |xml| text(xml, words));
}

fn run(xml: &mut Xml, span: &Span, link: bool) {
    xml.element("w:r", &[], |xml| {
        if link || span.bold || span.italic {
            xml.element("w:rPr", &[], |xml| {
                if link {
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
        text(xml, &span.text);
    });
}

/// Text inside a run: its line breaks, tabs and the hyphens of «5-х» are elements.
fn text(xml: &mut Xml, text: &str) {
    let mut rest = text;
    while let Some((place, name)) = next_element(rest) {
        words(xml, &rest[..place]);
        xml.empty(name, &[]);
        rest = &rest[place + 1..];
    }
    words(xml, rest);
}

/// Where the next letter stands that is written as an element, and the element.
fn next_element(text: &str) -> Option<(usize, &'static str)> {
    text.match_indices(['\n', '\t', '-']).find_map(|(place, letter)| match letter {
        "\n" => Some((place, "w:br")),
        "\t" => Some((place, "w:tab")),
        // Else a line may end between the number and its ending.
        _ => {
            let ending = words::is_ending(&text[..place], &text[place + 1..]);
            ending.then_some((place, "w:noBreakHyphen"))
        }
    })
}

fn words(xml: &mut Xml, words: &str) {
    if !words.is_empty() {
        xml.element("w:t", &[("xml:space", "preserve")], |xml| xml.text(words));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(words: &str) -> String {
        let mut xml = Xml::document();
        text(&mut xml, words);
        let whole = xml.finish().replace(" xml:space=\"preserve\"", "").replace("w:", "");
        whole.split_once('\n').unwrap().1.to_owned()
    }

    #[test]
    fn breaks_tabs_and_the_hyphens_of_numbers_are_elements() {
        assert_eq!(written("а\n\tб"), "<t>а</t><br/><tab/><t>б</t>");
        assert_eq!(written("5-11-х кл."), "<t>5-11</t><noBreakHyphen/><t>х кл.</t>");
        assert_eq!(written("дизайн-проект"), "<t>дизайн-проект</t>");
        assert_eq!(written("-"), "<t>-</t>");
        assert_eq!(written(""), "");
    }
}
