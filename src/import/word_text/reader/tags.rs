//! What each tag of a Word document means.

use quick_xml::events::BytesStart;

use super::super::block::{WordRun, plain, said};
use super::super::builder::FOOTNOTES;
use super::{OpenParagraph, WordField, WordReader};
use crate::import::ImportError;
use crate::import::archive::attribute;
use crate::import::word_text::styles::{is_on, number};
use crate::import::xml::{ElementContent, XmlHandler};

impl XmlHandler for WordReader {
    fn start(&mut self, tag: &BytesStart<'_>) -> Result<ElementContent, ImportError> {
        match tag.local_name().as_ref() {
            // The fallback repeats its alternative for older programs.
            "del" | "moveFrom" | "Fallback" | "rPrChange" | "pPrChange" => {
                return Ok(ElementContent::Skip);
            }
            "p" => self.paragraphs.push(OpenParagraph::default()),
            "pPr" => self.in_properties = true,
            "tbl" => self.made.start_table()?,
            "tc" => {
                self.made.set_width(1);
                self.made.set_continued(false);
            }
            "gridSpan" => self.made.set_width(number(tag).unwrap_or(1)),
            "vMerge" if attribute(tag, "val").as_deref() != Some("restart") => {
                self.made.set_continued(true);
            }
            _ if self.in_properties => self.property(tag),
            "r" => {
                self.run = WordRun::default();
                self.is_hidden = false;
            }
            "b" => self.run.bold = is_on(tag),
            "i" => self.run.italic = is_on(tag),
            "vanish" => self.is_hidden = is_on(tag),
            "rStyle" => {
                let style = self.styles.get(&attribute(tag, "val").unwrap_or_default());
                self.run.bold |= style.bold.unwrap_or(false);
                self.run.italic |= style.italic.unwrap_or(false);
            }
            "t" => self.in_text = true,
            "instrText" => self.in_instruction = true,
            "tab" => self.push("\t")?,
            "noBreakHyphen" => self.push("-")?,
            "br" if matches!(attribute(tag, "type").as_deref(), None | Some("textWrapping")) => {
                self.push("\n")?;
            }
            "cr" => self.push("\n")?,
            "hyperlink" => {
                self.link = attribute(tag, "id").and_then(|id| self.links.get(&id).cloned());
            }
            "fldChar" => match attribute(tag, "fldCharType").as_deref() {
                Some("begin") => self.fields.push(WordField::default()),
                Some("separate") => {
                    if let Some(field) = self.fields.last_mut() {
                        field.shows_result = true;
                    }
                }
                _ => drop(self.fields.pop()),
            },
            "fldSimple" => self.fields.push(WordField {
                instruction: attribute(tag, "instr").unwrap_or_default(),
                shows_result: true,
            }),
            "footnoteReference" | "endnoteReference" => self.made.note(FOOTNOTES),
            "docPr" => self.alt = said(&attribute(tag, "descr").unwrap_or_default()),
            "blip" => self.push_picture(tag, "embed")?,
            "imagedata" => self.push_picture(tag, "id")?,
            _ => {}
        }
        Ok(ElementContent::Read)
    }

    fn end(&mut self, name: &str) -> Result<(), ImportError> {
        match name {
            "p" => self.end_paragraph(),
            "pPr" => self.in_properties = false,
            "t" => self.in_text = false,
            "instrText" => self.in_instruction = false,
            "hyperlink" => self.link = None,
            "fldSimple" => drop(self.fields.pop()),
            "tc" => self.made.end_cell()?,
            "tr" => self.made.end_row(),
            "tbl" => self.made.end_table(),
            _ => {}
        }
        Ok(())
    }

    fn text(&mut self, text: &str) -> Result<(), ImportError> {
        if self.in_instruction {
            if let Some(field) = self.fields.last_mut().filter(|field| !field.shows_result) {
                field.instruction.push_str(text);
            }
        } else if self.in_text {
            self.push(&plain(text))?;
        }
        Ok(())
    }
}

impl WordReader {
    /// A property of the open paragraph.
    fn property(&mut self, tag: &BytesStart<'_>) {
        let Some(paragraph) = self.paragraphs.last_mut() else { return };
        match tag.local_name().as_ref() {
            "pStyle" => paragraph.style = attribute(tag, "val"),
            "numId" => paragraph.list = attribute(tag, "val"),
            "ilvl" => paragraph.level = number(tag).map(|level| level.min(8)),
            "outlineLvl" => {
                let level = number(tag).filter(|level| *level < 9);
                paragraph.heading = level.map(|level| level + 1);
            }
            _ => {}
        }
    }
}
