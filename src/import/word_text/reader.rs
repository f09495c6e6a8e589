//! Makes blocks of the text of a Word document. It is read as it would print with all changes accepted.

mod tags;

use std::collections::HashMap;

use quick_xml::events::BytesStart;

use super::PICTURE;
use super::block::{WordRun, block_of, is_address, push_run};
use super::builder::{BlockBuilder, LINKED};
use super::numbering::WordNumbering;
use super::styles::WordStyles;
use crate::import::ImportError;
use crate::import::archive::attribute;

/// A paragraph that is being read.
#[derive(Debug, Default)]
struct OpenParagraph {
    style: Option<String>,
    list: Option<String>,
    level: Option<usize>,
    heading: Option<usize>,
    runs: Vec<WordRun>,
}

/// What a field does: `HYPERLINK "http://…"`.
#[derive(Debug, Default)]
struct WordField {
    instruction: String,
    shows_result: bool,
}

pub(super) struct WordReader {
    styles: WordStyles,
    numbering: WordNumbering,
    links: HashMap<String, String>,
    /// Parts of pictures by their relations.
    parts: HashMap<String, String>,
    made: BlockBuilder,
    paragraphs: Vec<OpenParagraph>,
    fields: Vec<WordField>,
    link: Option<String>,
    run: WordRun,
    is_hidden: bool,
    in_text: bool,
    in_instruction: bool,
    /// Within properties of a paragraph: its own mark has a look too.
    in_properties: bool,
    alt: String,
}

impl WordReader {
    pub(super) fn new(
        styles: WordStyles,
        numbering: WordNumbering,
        links: HashMap<String, String>,
        parts: HashMap<String, String>,
    ) -> Self {
        Self {
            styles,
            numbering,
            links,
            parts,
            made: BlockBuilder::default(),
            paragraphs: Vec::new(),
            fields: Vec::new(),
            link: None,
            run: WordRun::default(),
            is_hidden: false,
            in_text: false,
            in_instruction: false,
            in_properties: false,
            alt: String::new(),
        }
    }

    pub(super) fn finish(self) -> BlockBuilder {
        self.made
    }

    /// Adds words of the look of the open run.
    fn push(&mut self, text: &str) -> Result<(), ImportError> {
        if self.is_hidden {
            return Ok(());
        }
        self.made.count(text)?;
        let Some(paragraph) = self.paragraphs.last_mut() else { return Ok(()) };
        let WordRun { bold, italic, .. } = self.run;
        let of_field = self.fields.iter().rev().find_map(|field| {
            let target = field.instruction.split("HYPERLINK").nth(1)?.split('"').nth(1)?;
            field.shows_result.then(|| target.to_owned())
        });
        let link = self.link.clone().or(of_field).filter(|link| is_address(link));
        push_run(&mut paragraph.runs, WordRun { text: text.to_owned(), bold, italic, link });
        Ok(())
    }

    fn push_picture(&mut self, tag: &BytesStart<'_>, name: &str) -> Result<(), ImportError> {
        let part = attribute(tag, name).and_then(|id| self.parts.get(&id).cloned());
        if self.is_hidden {
            return Ok(());
        }
        let Some(part) = part else {
            if attribute(tag, name).or(attribute(tag, "link")).is_some() {
                self.made.note(LINKED);
            }
            return Ok(());
        };
        let alt = std::mem::take(&mut self.alt);
        if !self.made.add_picture(part, alt) {
            return Ok(());
        }
        self.push(PICTURE.encode_utf8(&mut [0; 4]))
    }

    fn end_paragraph(&mut self) {
        let Some(paragraph) = self.paragraphs.pop() else { return };
        let style = paragraph.style.as_deref().map(|id| self.styles.get(id)).unwrap_or_default();
        let has_text = paragraph.runs.iter().any(|run| !run.text.trim().is_empty());
        let list = paragraph.list.or(style.list).filter(|list| list != "0");
        let level = paragraph.level.or(style.level).unwrap_or(0);
        // Empty items are counted too.
        let number = list.as_ref().and_then(|list| self.numbering.next(list, level));
        if !has_text {
            return;
        }
        let heading = paragraph.heading.or(style.heading);
        let item = list.map(|_| (level, number));
        let look = (style.bold.unwrap_or(false), style.italic.unwrap_or(false));
        self.made.add(block_of(paragraph.runs, heading, item, look));
    }
}
