//! Writes a poster: one upright sheet of A4 in large letters, everything in the middle.

use jiff::civil::Date;

use super::body::{DocumentBody, NAMESPACES};
use super::paragraph::write_run_text;
use super::picture::{Drawing, write_picture};
use super::relations::Relations;
use super::write_package;
use crate::export::extent::Extent;
use crate::export::qr::qr_png;
use crate::export::{ExportError, xml::Xml};
use crate::photos::EmbeddedImage;

/// What a poster says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Poster {
    pub title: String,
    /// The centre and the school, above the title.
    pub organizer: Vec<String>,
    pub logo: Option<EmbeddedImage>,
    /// A sentence about the event.
    pub about: Option<String>,
    pub when: String,
    pub place: Option<String>,
    pub audience: Option<String>,
    /// The address of the page, in the QR code and below it.
    pub url: String,
    /// The day of the event: the file carries it instead of the time of writing.
    pub date: Date,
}

/// The side of the QR code with its border, in twips: 5 cm is read from two metres.
const QR_SIDE: u32 = 2_835;
/// The largest logo, in twips: 8 × 3 cm.
const LOGO: Extent = Extent { width: 4_535, height: 1_701 };
/// The text of a title grows smaller from one number of letters to the next, so that the sheet holds it: letters,
/// size in half points.
const TITLE_SIZES: [(usize, u32); 5] =
    [(24, 112), (60, 88), (110, 68), (150, 52), (usize::MAX, 40)];

/// The bytes of a Word file with `poster`.
///
/// # Errors
/// If the address is too long for a QR code.
pub fn poster(poster: &Poster) -> Result<Vec<u8>, ExportError> {
    let code = qr_png(&poster.url)?;
    let mut relations = Relations::default();
    let logo = poster.logo.as_ref();
    let logo =
        logo.map(|logo| (relations.add_picture(logo.bytes.clone(), &logo.extension), fitted(logo)));
    let code = relations.add_picture(code, "png");
    let mut xml = Xml::document();
    xml.element("w:document", NAMESPACES, |xml| {
        xml.element("w:body", &[], |xml| {
            if let Some(((id, number), extent)) = &logo {
                centred_picture(xml, id, *number, "Логотип", *extent);
            }
            for line in &poster.organizer {
                line_of(xml, line, LineLook { size: 32, before: 0, bold: false });
            }
            line_of(
                xml,
                &poster.title,
                LineLook { size: title_size(&poster.title), before: 560, bold: true },
            );
            if let Some(about) = &poster.about {
                line_of(
                    xml,
                    about,
                    LineLook { size: about_size(poster, about), before: 240, bold: false },
                );
            }
            line_of(xml, &poster.when, LineLook { size: 60, before: 560, bold: true });
            if let Some(place) = &poster.place {
                line_of(xml, place, LineLook { size: 48, before: 160, bold: false });
            }
            if let Some(audience) = &poster.audience {
                line_of(xml, audience, LineLook { size: 40, before: 160, bold: false });
            }
            let extent = Extent { width: QR_SIDE, height: QR_SIDE };
            let words = format!("QR-код: {}", poster.url);
            line_of(xml, "", LineLook { size: 24, before: 160, bold: false });
            centred_picture(xml, &code.0, code.1, &words, extent);
            line_of(xml, &poster.url, LineLook { size: 28, before: 0, bold: false });
            section(xml);
        });
    });
    let body = DocumentBody { xml, relations, numbered_lists: Vec::new() };
    write_package(body, &poster.title, poster.date)
}

fn title_size(title: &str) -> u32 {
    let letters = title.chars().count();
    // A long word, and words that a space holds together, must fit on a line of 17 cm; a bold letter is about
    // 0.62 of its size wide.
    let words = title.split(|letter: char| letter.is_whitespace() && letter != '\u{a0}');
    let longest = words.map(|word| word.chars().count()).max().unwrap_or_default();
    let fits = |size: u32| longest as u32 * size * 10 * 62 / 100 <= 9_600;
    let sizes = TITLE_SIZES.iter().filter(|(most, _)| letters <= *most).map(|(_, size)| *size);
    sizes.into_iter().find(|size| fits(*size)).unwrap_or(40)
}

/// The size of the sentence, in half points: small beside much other text.
fn about_size(poster: &Poster, about: &str) -> u32 {
    let letters = poster.title.chars().count() + about.chars().count();
    if letters > 180 { 26 } else { 36 }
}

/// The largest extent of the logo.
fn fitted(image: &EmbeddedImage) -> Extent {
    let (width, height) = (u64::from(image.width.max(1)), u64::from(image.height.max(1)));
    let by_width = u64::from(LOGO.width) * height / width;
    let twips = |length: u64| u32::try_from(length.max(1)).unwrap_or(LOGO.width);
    if by_width <= u64::from(LOGO.height) {
        Extent { width: LOGO.width, height: twips(by_width) }
    } else {
        Extent { width: twips(u64::from(LOGO.height) * width / height), height: LOGO.height }
    }
}

struct LineLook {
    /// In half points.
    size: u32,
    /// The space above, in twips.
    before: u32,
    bold: bool,
}

fn line_of(xml: &mut Xml, text: &str, look: LineLook) {
    let size = look.size.to_string();
    xml.element("w:p", &[], |xml| {
        paragraph_properties(xml, look.before);
        if text.is_empty() {
            return;
        }
        xml.element("w:r", &[], |xml| {
            xml.element("w:rPr", &[], |xml| {
                xml.empty(
                    "w:rFonts",
                    &[("w:ascii", "Arial"), ("w:hAnsi", "Arial"), ("w:cs", "Arial")],
                );
                if look.bold {
                    xml.empty("w:b", &[]);
                    xml.empty("w:bCs", &[]);
                }
                xml.value("w:sz", &size);
                xml.value("w:szCs", &size);
            });
            write_run_text(xml, text);
        });
    });
}

fn centred_picture(xml: &mut Xml, id: &str, number: usize, description: &str, extent: Extent) {
    xml.element("w:p", &[], |xml| {
        paragraph_properties(xml, 0);
        write_picture(xml, &Drawing { id, number, kind: "Рисунок", description, extent });
    });
}

fn paragraph_properties(xml: &mut Xml, before: u32) {
    xml.element("w:pPr", &[], |xml| {
        xml.empty("w:suppressAutoHyphens", &[]);
        xml.empty("w:spacing", &[("w:before", &before.to_string()), ("w:after", "120")]);
        xml.value("w:jc", "center");
    });
}

/// A sheet of A4 with equal margins and a frame, its text in the middle of its height.
fn section(xml: &mut Xml) {
    let border = [("w:val", "single"), ("w:sz", "24"), ("w:space", "24"), ("w:color", "333E48")];
    xml.element("w:sectPr", &[], |xml| {
        xml.empty("w:pgSz", &[("w:w", "11906"), ("w:h", "16838")]);
        let margins = ["w:top", "w:right", "w:bottom", "w:left"].map(|side| (side, "1134"));
        let rest = [("w:header", "567"), ("w:footer", "567"), ("w:gutter", "0")];
        xml.empty("w:pgMar", &[&margins[..], &rest].concat());
        xml.element("w:pgBorders", &[("w:offsetFrom", "page")], |xml| {
            for side in ["w:top", "w:left", "w:bottom", "w:right"] {
                xml.empty(side, &border);
            }
        });
        xml.value("w:vAlign", "center");
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_longer_title_or_word_has_smaller_letters() {
        assert_eq!(title_size("День науки"), 112);
        assert_eq!(title_size("Турнир по робототехнике"), 112);
        assert_eq!(title_size("Турнир по\u{a0}робототехнике"), 88);
        assert_eq!(title_size("Открытый урок по робототехнике"), 88);
        assert_eq!(title_size("Метапредметная интеллектуальная игра"), 88);
        assert_eq!(title_size(&"слово ".repeat(24)), 52);
        assert_eq!(title_size(&"слово ".repeat(30)), 40);
        assert_eq!(title_size(&"длинное".repeat(6)), 40);
    }

    #[test]
    fn a_logo_keeps_its_shape() {
        let logo = |width, height| {
            fitted(&EmbeddedImage { extension: "png".into(), width, height, bytes: Vec::new() })
        };
        assert_eq!(logo(100, 100), Extent { width: 1_701, height: 1_701 });
        assert_eq!(logo(1000, 100), Extent { width: 4_535, height: 453 });
        assert_eq!(logo(0, 0), Extent { width: 1_701, height: 1_701 });
    }
}
