//! Charts and photos as pictures in the text.

use super::body::TEXT_WIDTH;
use super::xml::Xml;
use crate::photos::Print;

/// Of English Metric Units, in which drawings are measured, there are 635 to a twentieth of a
/// point.
const TO_DRAWING: u32 = 635;
/// The highest picture that a page holds under its caption.
const HIGHEST: u32 = 13_000;
/// The highest photo: more than one shall fit on a page.
const HIGHEST_PHOTO: u32 = TEXT_WIDTH;
/// A pixel of a picture that is not made smaller: 96 to an inch.
const PIXEL: u32 = 15;

const DRAWING: &str = "http://schemas.openxmlformats.org/drawingml/2006/main";
const PICTURE: &str = "http://schemas.openxmlformats.org/drawingml/2006/picture";

/// A picture of the document.
pub(super) struct Drawing<'a> {
    pub(super) id: &'a str,
    /// Its number among all pictures, from 1.
    pub(super) number: usize,
    /// What kind of picture it is: «Диаграмма».
    pub(super) kind: &'a str,
    /// What is seen in it.
    pub(super) description: &'a str,
    /// Its width and height, in twentieths of a point.
    pub(super) size: (u32, u32),
}

/// The size of a chart of this shape: as wide as the text; a very high one as high as a page.
pub(super) fn size_of_chart((width, height): (u32, u32)) -> (u32, u32) {
    match TEXT_WIDTH * height / width {
        tall @ 0..=HIGHEST => (TEXT_WIDTH, tall),
        _ => (HIGHEST * width / height, HIGHEST),
    }
}

/// The size of a photo: as wide as the text, or as high as it may be, but its pixels stay small.
pub(super) fn size_of_photo(print: &Print) -> (u32, u32) {
    let (width, height) = (print.width.max(1), print.height.max(1));
    let scaled = |length: u32, by: u32, to: u32| {
        let scaled = u64::from(length) * u64::from(by) / u64::from(to);
        u32::try_from(scaled).unwrap_or(u32::MAX).max(1)
    };
    let widest = TEXT_WIDTH.min(width.saturating_mul(PIXEL));
    let across = widest.min(scaled(HIGHEST_PHOTO, width, height));
    (across, scaled(across, height, width).min(HIGHEST_PHOTO))
}

/// Writes a picture.
pub(super) fn picture(xml: &mut Xml, drawing: &Drawing<'_>) {
    let &Drawing { id, number, kind, description, size: (across, down) } = drawing;
    let (across, down) = ((across * TO_DRAWING).to_string(), (down * TO_DRAWING).to_string());
    let number = number.to_string();
    let properties =
        [("id", &*number), ("name", &*format!("{kind} {number}")), ("descr", description)];
    let size = [("cx", &*across), ("cy", &*down)];
    let inline = [("distT", "0"), ("distB", "0"), ("distL", "0"), ("distR", "0")];
    xml.element("w:r", &[], |xml| {
        xml.element("w:drawing", &[], |xml| {
            xml.element("wp:inline", &inline, |xml| {
                xml.empty("wp:extent", &size);
                xml.empty("wp:docPr", &properties);
                xml.element("a:graphic", &[("xmlns:a", DRAWING)], |xml| {
                    xml.element("a:graphicData", &[("uri", PICTURE)], |xml| {
                        xml.element("pic:pic", &[("xmlns:pic", PICTURE)], |xml| {
                            xml.element("pic:nvPicPr", &[], |xml| {
                                xml.empty("pic:cNvPr", &properties);
                                xml.empty("pic:cNvPicPr", &[]);
                            });
                            xml.element("pic:blipFill", &[], |xml| {
                                xml.empty("a:blip", &[("r:embed", id)]);
                                xml.element("a:stretch", &[], |xml| xml.empty("a:fillRect", &[]));
                            });
                            xml.element("pic:spPr", &[], |xml| shape(xml, &size));
                        });
                    });
                });
            });
        });
    });
}

fn shape(xml: &mut Xml, size: &[(&str, &str)]) {
    xml.element("a:xfrm", &[], |xml| {
        xml.empty("a:off", &[("x", "0"), ("y", "0")]);
        xml.empty("a:ext", size);
    });
    xml.element("a:prstGeom", &[("prst", "rect")], |xml| xml.empty("a:avLst", &[]));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_photo_keeps_its_shape_within_the_text() {
        let size = |width, height| {
            size_of_photo(&Print { extension: "jpg".to_owned(), width, height, bytes: Vec::new() })
        };
        assert_eq!(size(1600, 1200), (9354, 7015));
        assert_eq!(size(1200, 1600), (7015, 9353));
        assert_eq!(size(100, 50), (1500, 750));
        assert_eq!(size(16_000, 1), (9354, 1));
        assert_eq!(size(1, 60_000), (1, 9354));
        assert_eq!(size(u32::MAX, 0), (9354, 1));
    }
}
