//! Reads Word documents.
//!
//! The text is read as it would print with all changes accepted: deleted and moved-away text is
//! skipped, fields and text split into runs are joined.

use std::collections::HashMap;

use quick_xml::events::BytesStart;

use super::ImportError;
use super::archive::{Archive, attribute};
use super::rows::SourceRow;
use super::tables::TableBuilder;
use super::xml::{ElementContent, XmlHandler, read_xml};

/// The rows of the document whose text is in `part` of `archive`.
pub(super) fn read(archive: &mut Archive<'_>, part: &str) -> Result<Vec<SourceRow>, ImportError> {
    let links = archive.hyperlinks(part)?;
    let xml = archive.read_text(part)?.ok_or(ImportError::Broken)?;
    let mut parser = DocxParser { links, ..DocxParser::default() };
    read_xml(&xml, &mut parser)?;
    parser.tables.finish()
}

#[derive(Default)]
struct DocxParser {
    tables: TableBuilder,
    links: HashMap<String, String>,
    text_role: TextRole,
    /// The instruction of a field; it may be split into runs.
    instruction: String,
    /// Tells a deleted row from deleted text: both are `del`.
    in_row_properties: bool,
    is_deleted_row: bool,
    /// For each open content control, whether its text only asks for one.
    placeholders: Vec<bool>,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum TextRole {
    #[default]
    Nothing,
    Text,
    Instruction,
}

impl XmlHandler for DocxParser {
    fn start(&mut self, tag: &BytesStart<'_>) -> Result<ElementContent, ImportError> {
        let number = |name| attribute(tag, name).and_then(|value| value.parse().ok());
        match tag.local_name().as_ref() {
            "tbl" => self.tables.start_table()?,
            "tr" => {
                self.tables.start_row()?;
                self.is_deleted_row = false;
            }
            "trPr" => self.in_row_properties = true,
            "gridBefore" => self.tables.skip_columns(number("val").unwrap_or(0)),
            "tc" => self.tables.start_cell()?,
            "gridSpan" => self.tables.set_span(number("val"), None),
            "vMerge" if attribute(tag, "val").as_deref() != Some("restart") => {
                self.tables.continue_cell_above();
            }
            "numId" if attribute(tag, "val").is_some_and(|id| id != "0") => {
                self.tables.mark_numbered()
            }
            "sdt" => self.placeholders.push(false),
            "showingPlcHdr"
                if attribute(tag, "val").is_none_or(|on| on != "0" && on != "false") =>
            {
                if let Some(control) = self.placeholders.last_mut() {
                    *control = true;
                }
            }
            "t" if self.placeholders.contains(&true) => {}
            "pStyle"
                if attribute(tag, "val").is_some_and(|style| {
                    style.starts_with("ListNumber") || style.starts_with("ListBullet")
                }) =>
            {
                self.tables.mark_numbered();
            }
            "t" => self.text_role = TextRole::Text,
            "instrText" => self.text_role = TextRole::Instruction,
            "tab" => self.tables.push_text(" "),
            "noBreakHyphen" => self.tables.push_text("-"),
            "br" | "cr" => self.tables.end_line()?,
            "hyperlink" => {
                let target = attribute(tag, "id").and_then(|id| self.links.get(&id));
                if let Some(target) = target {
                    self.tables.push_link(target);
                }
            }
            "fldSimple" => {
                self.instruction = attribute(tag, "instr").unwrap_or_default();
                self.end_instruction();
            }
            "del" if self.in_row_properties => self.is_deleted_row = true,
            // The fallback repeats its alternative for older programs.
            "del" | "moveFrom" | "Fallback" => return Ok(ElementContent::Skip),
            _ => {}
        }
        Ok(ElementContent::Read)
    }

    fn end(&mut self, name: &str) -> Result<(), ImportError> {
        match name {
            "tbl" => self.tables.end_table()?,
            "tr" if self.is_deleted_row => self.tables.drop_row(),
            "tr" => self.tables.end_row()?,
            "trPr" => self.in_row_properties = false,
            "sdt" => {
                self.placeholders.pop();
            }
            "tc" => self.tables.end_cell()?,
            "p" => {
                self.end_instruction();
                self.tables.end_line()?;
            }
            "t" | "instrText" => self.text_role = TextRole::Nothing,
            _ => {}
        }
        Ok(())
    }

    fn text(&mut self, text: &str) -> Result<(), ImportError> {
        match self.text_role {
            TextRole::Text => self.tables.push_text(text),
            TextRole::Instruction => self.instruction.push_str(text),
            TextRole::Nothing => {}
        }
        Ok(())
    }
}

impl DocxParser {
    /// `HYPERLINK "http://…"` is a link; other fields show their result.
    fn end_instruction(&mut self) {
        for part in std::mem::take(&mut self.instruction).split("HYPERLINK").skip(1) {
            if let Some(target) = part.split('"').nth(1) {
                self.tables.push_link(target);
            }
        }
    }
}
