//! Writes charts and photos as inline pictures.

use super::page::TEXT_WIDTH;
use super::xml::Xml;
use crate::photos::EmbeddedImage;

/// English Metric Units, in which drawings are measured, per twip (a twentieth of a point).
const EMU_PER_TWIP: u32 = 635;
/// The maximum height of a picture that fits on a page with its caption, in twips.
const MAX_HEIGHT: u32 = 13_000;
/// The maximum height of a photo, in twips, so that more than one fits on a page.
const MAX_PHOTO_HEIGHT: u32 = TEXT_WIDTH;
/// The maximum size of a pixel: 96 to the inch.
const TWIPS_PER_PIXEL: u32 = 15;

const DRAWING: &str = "http://schemas.openxmlformats.org/drawingml/2006/main";
const PICTURE: &str = "http://schemas.openxmlformats.org/drawingml/2006/picture";

pub(super) struct Drawing<'a> {
    /// The id of its relationship.
    pub(super) id: &'a str,
    /// Its number among all pictures, from 1.
    pub(super) number: usize,
    /// What kind of picture it is: «Диаграмма».
    pub(super) kind: &'a str,
    /// The alternative text.
    pub(super) description: &'a str,
    pub(super) extent: Extent,
}

/// Width and height, in twips.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Extent {
    pub(super) width: u32,
    pub(super) height: u32,
}

/// The extent of a chart with this aspect ratio: as wide as the text, or as high as a page allows.
pub(super) fn chart_extent(width: u32, height: u32) -> Extent {
    match TEXT_WIDTH * height / width {
        scaled @ 0..=MAX_HEIGHT => Extent { width: TEXT_WIDTH, height: scaled },
        _ => Extent { width: MAX_HEIGHT * width / height, height: MAX_HEIGHT },
    }
}

/// The extent of a photo: as wide as the text or as high as allowed, without enlarging its pixels.
pub(super) fn photo_extent(image: &EmbeddedImage) -> Extent {
    let (width, height) = (image.width.max(1), image.height.max(1));
    let scaled = |length: u32, by: u32, to: u32| {
        let scaled = u64::from(length) * u64::from(by) / u64::from(to);
        u32::try_from(scaled).unwrap_or(u32::MAX).max(1)
    };
    let max_width = TEXT_WIDTH.min(width.saturating_mul(TWIPS_PER_PIXEL));
    let across = max_width.min(scaled(MAX_PHOTO_HEIGHT, width, height));
    Extent { width: across, height: scaled(across, height, width).min(MAX_PHOTO_HEIGHT) }
}

pub(super) fn write_picture(xml: &mut Xml, drawing: &Drawing<'_>) {
    let &Drawing { id, number, kind, description, extent } = drawing;
    let emu = |twips: u32| (twips * EMU_PER_TWIP).to_string();
    let (width, height) = (emu(extent.width), emu(extent.height));
    let number = number.to_string();
    let properties =
        [("id", &*number), ("name", &*format!("{kind} {number}")), ("descr", description)];
    let size = [("cx", &*width), ("cy", &*height)];
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
                            xml.element("pic:spPr", &[], |xml| write_shape(xml, &size));
                        });
                    });
                });
            });
        });
    });
}

fn write_shape(xml: &mut Xml, size: &[(&str, &str)]) {
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
            let extension = "jpg".to_owned();
            let image = EmbeddedImage { extension, width, height, bytes: Vec::new() };
            let Extent { width, height } = photo_extent(&image);
            (width, height)
        };
        assert_eq!(size(1600, 1200), (9354, 7015));
        assert_eq!(size(1200, 1600), (7015, 9353));
        assert_eq!(size(100, 50), (1500, 750));
        assert_eq!(size(16_000, 1), (9354, 1));
        assert_eq!(size(1, 60_000), (1, 9354));
        assert_eq!(size(u32::MAX, 0), (9354, 1));
    }
}
