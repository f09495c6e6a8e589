//! A Word document → rows.
//!
//! The text is taken as it would be printed with all changes accepted: what is struck out, or
//! moved from its place, is left out; fields and text cut into runs are put together.

use std::collections::HashMap;

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};

use super::Refusal;
use super::archive::{Archive, attribute};
use super::rows::Row;
use super::tables::Tables;

/// The rows of the document in `archive` whose text is in `part`.
pub(super) fn read(archive: &mut Archive<'_>, part: &str) -> Result<Vec<Row>, Refusal> {
    let links = archive.links(part)?;
    let xml = archive.text(part)?.ok_or(Refusal::Broken)?;
    let mut walk = Walk { links, ..Walk::default() };
    let mut reader = Reader::from_str(&xml);
    reader.config_mut().expand_empty_elements = true;
    loop {
        match reader.read_event().map_err(|_| Refusal::Broken)? {
            Event::Start(tag) => walk.start(&tag)?,
            Event::End(tag) => walk.end(tag.local_name().as_ref())?,
            Event::Text(text) => walk.text(&text.xml10_content()),
            Event::CData(text) => walk.text(&text.xml10_content()),
            Event::GeneralRef(name) => match name.resolve_char_ref() {
                Ok(Some(letter)) => walk.text(letter.encode_utf8(&mut [0; 4])),
                // Entities that the document itself declares are left out, bombs among them.
                _ => walk.text(resolve_predefined_entity(&name.xml10_content()).unwrap_or("")),
            },
            Event::Eof if walk.depth > 0 => return Err(Refusal::Broken),
            Event::Eof => return walk.tables.finish(),
            _ => {}
        }
    }
}

#[derive(Default)]
struct Walk {
    tables: Tables,
    links: HashMap<String, String>,
    /// How many tags are open.
    depth: usize,
    /// How many were when the part began that does not count.
    left_out: Option<usize>,
    /// What text is for now.
    within: Within,
    /// The instruction of a field, which may be cut into runs too.
    instruction: String,
    /// Whether the properties of a row are being read, and not those of text.
    row_properties: bool,
    struck_row: bool,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Within {
    #[default]
    Nothing,
    Text,
    Instruction,
}

impl Walk {
    fn start(&mut self, tag: &BytesStart<'_>) -> Result<(), Refusal> {
        self.depth += 1;
        if self.left_out.is_some() {
            return Ok(());
        }
        let number = |name| attribute(tag, name).and_then(|value| value.parse().ok());
        match tag.local_name().as_ref() {
            "tbl" => self.tables.start_table()?,
            "tr" => {
                self.tables.start_row()?;
                self.struck_row = false;
            }
            "trPr" => self.row_properties = true,
            "gridBefore" => self.tables.skip_columns(number("val").unwrap_or(0)),
            "tc" => self.tables.start_cell()?,
            "gridSpan" => self.tables.set_span(number("val"), None),
            "vMerge" if attribute(tag, "val").as_deref() != Some("restart") => {
                self.tables.continue_above();
            }
            "numId" if attribute(tag, "val").is_some_and(|id| id != "0") => self.tables.number(),
            "t" => self.within = Within::Text,
            "instrText" => self.within = Within::Instruction,
            "tab" => self.tables.text(" "),
            "noBreakHyphen" => self.tables.text("-"),
            "br" | "cr" => self.tables.end_line()?,
            "hyperlink" => {
                let target = attribute(tag, "id").and_then(|id| self.links.get(&id));
                if let Some(target) = target {
                    self.tables.link(target);
                }
            }
            "fldSimple" => {
                self.instruction = attribute(tag, "instr").unwrap_or_default();
                self.end_instruction();
            }
            "del" if self.row_properties => self.struck_row = true,
            // The fallback says again what stands before it, for older programs.
            "del" | "moveFrom" | "Fallback" => self.left_out = Some(self.depth),
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, name: &str) -> Result<(), Refusal> {
        if self.left_out == Some(self.depth) {
            self.left_out = None;
        } else if self.left_out.is_none() {
            match name {
                "tbl" => self.tables.end_table()?,
                "tr" if self.struck_row => self.tables.drop_row(),
                "tr" => self.tables.end_row()?,
                "trPr" => self.row_properties = false,
                "tc" => self.tables.end_cell()?,
                "p" => {
                    self.end_instruction();
                    self.tables.end_line()?;
                }
                "t" | "instrText" => self.within = Within::Nothing,
                _ => {}
            }
        }
        self.depth = self.depth.saturating_sub(1);
        Ok(())
    }

    fn text(&mut self, text: &str) {
        match self.within {
            _ if self.left_out.is_some() => {}
            Within::Text => self.tables.text(text),
            Within::Instruction => self.instruction.push_str(text),
            Within::Nothing => {}
        }
    }

    /// `HYPERLINK "http://…"` is a link; other fields show what they come to.
    fn end_instruction(&mut self) {
        for part in std::mem::take(&mut self.instruction).split("HYPERLINK").skip(1) {
            if let Some(target) = part.split('"').nth(1) {
                self.tables.link(target);
            }
        }
    }
}
