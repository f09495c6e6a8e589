//! A chart as a picture in the text.

use super::body::TEXT_WIDTH;
use super::xml::Xml;
use crate::report::Chart;

/// Of English Metric Units, in which drawings are measured, there are 635 to a twentieth of a
/// point.
const TO_DRAWING: u32 = 635;
/// The highest picture that a page holds under its caption.
const HIGHEST: u32 = 13_000;

const DRAWING: &str = "http://schemas.openxmlformats.org/drawingml/2006/main";
const PICTURE: &str = "http://schemas.openxmlformats.org/drawingml/2006/picture";

/// Writes the picture `id`, the document's `number`th, of `chart`; `(width, height)` is its shape.
pub(super) fn picture(
    xml: &mut Xml,
    chart: &Chart,
    (id, number): (&str, usize),
    (width, height): (u32, u32),
) {
    // As wide as the text; a very high one as high as a page.
    let tall = TEXT_WIDTH * height / width;
    let (across, down) = match tall {
        0..=HIGHEST => (TEXT_WIDTH, tall),
        _ => (HIGHEST * width / height, HIGHEST),
    };
    let (across, down) = ((across * TO_DRAWING).to_string(), (down * TO_DRAWING).to_string());
    let number = number.to_string();
    let properties = [
        ("id", &*number),
        ("name", &*format!("Диаграмма {number}")),
        ("descr", &*format!("{}. {}", chart.title, chart.description)),
    ];
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
