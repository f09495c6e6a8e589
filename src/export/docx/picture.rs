//! Writes charts and photos as inline pictures.

use crate::export::extent::Extent;
use crate::export::xml::Xml;

/// English Metric Units, in which drawings are measured, per twip (a twentieth of a point).
const EMU_PER_TWIP: u32 = 635;

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
