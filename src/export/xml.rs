//! Writes XML in which each element is closed and each text escaped.

pub(super) struct Xml(String);

impl Xml {
    /// Starts a document with the XML declaration.
    pub(super) fn document() -> Self {
        Self("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n".to_owned())
    }

    /// A part of a document.
    pub(super) fn fragment() -> Self {
        Self(String::new())
    }

    /// Appends what another has written, or XML of the program itself.
    pub(super) fn append(&mut self, xml: &str) {
        self.0.push_str(xml);
    }

    pub(super) fn element(
        &mut self,
        name: &str,
        attributes: &[(&str, &str)],
        inside: impl FnOnce(&mut Self),
    ) {
        self.open(name, attributes, ">");
        inside(self);
        self.0.push_str("</");
        self.0.push_str(name);
        self.0.push('>');
    }

    pub(super) fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.open(name, attributes, "/>");
    }

    /// Writes an empty element with the attribute `w:val`.
    pub(super) fn value(&mut self, name: &str, value: &str) {
        self.empty(name, &[("w:val", value)]);
    }

    /// Writes escaped text.
    pub(super) fn text(&mut self, text: &str) {
        for letter in text.chars() {
            match letter {
                '&' => self.0.push_str("&amp;"),
                '<' => self.0.push_str("&lt;"),
                '>' => self.0.push_str("&gt;"),
                '"' => self.0.push_str("&quot;"),
                // Not allowed in XML 1.0; Word would refuse the file.
                '\0'..='\u{8}'
                | '\u{B}'
                | '\u{C}'
                | '\u{E}'..='\u{1F}'
                | '\u{FFFE}'
                | '\u{FFFF}' => {}
                _ => self.0.push(letter),
            }
        }
    }

    pub(super) fn finish(self) -> String {
        self.0
    }

    fn open(&mut self, name: &str, attributes: &[(&str, &str)], end: &str) {
        self.0.push('<');
        self.0.push_str(name);
        for (name, value) in attributes {
            self.0.push(' ');
            self.0.push_str(name);
            self.0.push_str("=\"");
            self.text(value);
            self.0.push('"');
        }
        self.0.push_str(end);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_escaped_and_freed_of_what_xml_forbids() {
        let mut xml = Xml(String::new());
        xml.element("a", &[("b", "1 < \"2\"")], |xml| {
            xml.text("x\u{0}\u{B}\u{1F} & <y>\u{FFFF}\tz");
            xml.value("c", "&");
        });
        let expected = "<a b=\"1 &lt; &quot;2&quot;\">x &amp; &lt;y&gt;\tz<c w:val=\"&amp;\"/></a>";
        assert_eq!(xml.finish(), expected);
    }
}
