//! What texts and spreadsheets of OpenDocument (ISO/IEC 26300) share: the package with its metadata, and
//! text within paragraphs.

use jiff::civil::Date;
use zip::result::ZipError;

use super::address::encoded;
use super::metrics::is_ordinal_suffix;
use super::package::Package;
use super::xml::Xml;
use crate::report::TextSpan;

/// The namespaces of all parts.
pub(super) const NAMESPACES: &[(&str, &str)] = &[
    ("xmlns:office", "urn:oasis:names:tc:opendocument:xmlns:office:1.0"),
    ("xmlns:style", "urn:oasis:names:tc:opendocument:xmlns:style:1.0"),
    ("xmlns:text", "urn:oasis:names:tc:opendocument:xmlns:text:1.0"),
    ("xmlns:table", "urn:oasis:names:tc:opendocument:xmlns:table:1.0"),
    ("xmlns:draw", "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"),
    ("xmlns:fo", "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"),
    ("xmlns:svg", "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"),
    ("xmlns:config", "urn:oasis:names:tc:opendocument:xmlns:config:1.0"),
    ("xmlns:meta", "urn:oasis:names:tc:opendocument:xmlns:meta:1.0"),
    ("xmlns:xlink", "http://www.w3.org/1999/xlink"),
    ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
    ("office:version", "1.3"),
];

/// The parts of a file.
pub(super) struct Parts<'a> {
    /// `text` or `spreadsheet`.
    pub(super) kind: &'a str,
    pub(super) content: &'a str,
    pub(super) styles: &'a str,
    pub(super) settings: Option<&'a str>,
    /// Names and bytes.
    pub(super) pictures: &'a [(String, Vec<u8>)],
    pub(super) title: &'a str,
    pub(super) date: Date,
}

impl Parts<'_> {
    /// The bytes of the file.
    pub(super) fn to_bytes(&self) -> Result<Vec<u8>, ZipError> {
        let media = format!("application/vnd.oasis.opendocument.{}", self.kind);
        let mut package = Package::new();
        package.store("mimetype", media.as_bytes())?;
        let meta = self.metadata();
        let mut files: Vec<(&str, &[u8])> = vec![
            ("content.xml", self.content.as_bytes()),
            ("styles.xml", self.styles.as_bytes()),
            ("meta.xml", meta.as_bytes()),
        ];
        files.extend(self.settings.map(|settings| ("settings.xml", settings.as_bytes())));
        files.extend(self.pictures.iter().map(|(name, bytes)| (&**name, &**bytes)));
        for (name, bytes) in &files {
            package.add(name, bytes)?;
        }
        package.add("META-INF/manifest.xml", manifest(&media, &files).as_bytes())?;
        package.finish()
    }

    fn metadata(&self) -> String {
        let mut xml = Xml::document();
        let moment = format!("{}T00:00:00", self.date);
        xml.element("office:document-meta", NAMESPACES, |xml| {
            xml.element("office:meta", &[], |xml| {
                for (name, text) in [
                    ("meta:generator", "Rostok"),
                    ("dc:title", self.title),
                    ("dc:language", "ru-RU"),
                    ("meta:creation-date", &*moment),
                    ("dc:date", &*moment),
                ] {
                    xml.element(name, &[], |xml| xml.text(text));
                }
            });
        });
        xml.finish()
    }
}

fn manifest(media: &str, files: &[(&str, &[u8])]) -> String {
    let namespace = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0";
    let mut xml = Xml::document();
    let attributes = [("xmlns:manifest", namespace), ("manifest:version", "1.3")];
    xml.element("manifest:manifest", &attributes, |xml| {
        let mut entry = |path: &str, kind: &str| {
            let name = [("manifest:full-path", path), ("manifest:media-type", kind)];
            xml.empty("manifest:file-entry", &name);
        };
        entry("/", media);
        for (name, _) in files {
            entry(name, media_type(name));
        }
    });
    xml.finish()
}

/// The media type of a part.
pub(super) fn media_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map_or("", |(_, extension)| extension) {
        "xml" => "text/xml",
        "png" => "image/png",
        "gif" => "image/gif",
        "webp" => "image/webp",
        _ => "image/jpeg",
    }
}

/// Twips (twentieths of a point) as a length.
pub(super) fn points(twips: u32) -> String {
    format!("{}pt", f64::from(twips) / 20.0)
}

/// Writes the spans of a paragraph.
pub(super) fn write_spans(xml: &mut Xml, spans: &[TextSpan]) {
    for span in spans {
        let style = match (span.bold, span.italic) {
            (true, true) => Some("BoldItalic"),
            (true, false) => Some("Bold"),
            (false, true) => Some("Italic"),
            (false, false) => None,
        };
        let run = |xml: &mut Xml| match style {
            Some(style) => xml.element("text:span", &[("text:style-name", style)], |xml| {
                write_text(xml, &span.text);
            }),
            None => write_text(xml, &span.text),
        };
        match span.link.as_deref().and_then(encoded) {
            Some(link) => {
                xml.element("text:a", &[("xlink:type", "simple"), ("xlink:href", &link)], run);
            }
            None => run(xml),
        }
    }
}

/// Writes text within a paragraph: line breaks, tabs and further spaces are elements, and the hyphen of
/// «5-х» is one that does not break.
pub(super) fn write_text(xml: &mut Xml, text: &str) {
    let mut before = '\0';
    let mut letters = String::new();
    for (at, letter) in text.char_indices() {
        let element = match letter {
            '\n' => Some("text:line-break"),
            '\t' => Some("text:tab"),
            ' ' if before == ' ' => Some("text:s"),
            _ => None,
        };
        match element {
            Some(element) => {
                xml.text(&std::mem::take(&mut letters));
                xml.empty(element, &[]);
            }
            None if letter == '-' && is_ordinal_suffix(&text[..at], &text[at + 1..]) => {
                letters.push('\u{2011}');
            }
            None => letters.push(letter),
        }
        before = letter;
    }
    xml.text(&letters);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn breaks_and_spaces_are_elements() {
        let text = |text: &str| {
            let mut xml = Xml::fragment();
            write_text(&mut xml, text);
            xml.finish().replace("text:", "")
        };
        assert_eq!(text("а\n\tб  в"), "а<line-break/><tab/>б <s/>в");
        assert_eq!(text("5-11-х кл. & <"), "5-11\u{2011}х кл. &amp; &lt;");
    }
}
