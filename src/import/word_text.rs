//! The text of a Word document as Markdown: headings, lists, tables, bold, italic, links and pictures. Looks are left
//! out; what Markdown cannot say is told.
//!
//! 1. `styles` reads which styles are headings and which are bold, `numbering` which lists are numbered.
//! 2. `reader` walks the document and makes blocks of it.
//! 3. `write` writes them as Markdown, `marks` the words within a line.

mod block;
mod marks;
mod numbering;
mod reader;
mod styles;
mod write;

use std::collections::HashMap;

use super::archive::{Archive, resolve};
use super::xml::read_xml;
use super::{ImportError, format};
use numbering::WordNumbering;
use reader::WordReader;
use styles::WordStyles;

/// Stands for a picture until it has a name. No text has it: it is left out of what is read.
const PICTURE: char = '\u{fffc}';
/// More text than the story of an event can have, in bytes.
const MAX_TEXT: usize = 1 << 20;
/// More pictures in one document are an album, which goes to the photos.
const MAX_PICTURES: usize = 50;

/// A text of Word.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WordText {
    markdown: String,
    /// In the order of the text.
    pub pictures: Vec<WordPicture>,
    /// What was not taken, in sentences in Russian.
    pub notes: Vec<String>,
}

/// A picture in a text of Word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WordPicture {
    /// The part of the document that holds it: `word/media/image1.jpeg`.
    part: String,
    /// What its author says of it; may be empty.
    pub alt: String,
}

/// Reads the text of a Word document.
///
/// # Errors
/// If it is no Word document, damaged or too large.
pub fn read_word_text(bytes: &[u8]) -> Result<WordText, ImportError> {
    let (mut archive, part) = format::open_word(bytes)?;
    let folder = part.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
    let mut styles = WordStyles::default();
    if let Some(xml) = archive.read_text(&format!("{folder}/styles.xml"))? {
        read_xml(&xml, &mut styles)?;
    }
    let mut numbering = WordNumbering::default();
    if let Some(xml) = archive.read_text(&format!("{folder}/numbering.xml"))? {
        read_xml(&xml, &mut numbering)?;
    }
    let links = archive.hyperlinks(&part)?;
    let pictures: HashMap<String, String> = archive
        .pictures(&part)?
        .into_iter()
        .map(|(id, target)| (id, resolve(&folder, &target)))
        .collect();
    let xml = archive.read_text(&part)?.ok_or(ImportError::Broken)?;
    let mut reader = WordReader::new(styles, numbering, links, pictures);
    read_xml(&xml, &mut reader)?;
    let (blocks, pictures, notes) = reader.finish();
    let markdown = write::write(&blocks);
    if markdown.len() > MAX_TEXT {
        return Err(ImportError::TooLarge);
    }
    if markdown.trim().is_empty() {
        return Err(ImportError::NoText);
    }
    Ok(WordText { markdown, pictures, notes })
}

impl WordText {
    /// The text with the names under which its pictures lie beside it; those without one are left out.
    pub fn markdown(&self, names: &[Option<String>]) -> String {
        let mut pieces = self.markdown.split(PICTURE);
        let mut text = pieces.next().unwrap_or_default().to_owned();
        for (number, piece) in pieces.enumerate() {
            let picture = self.pictures.get(number);
            if let (Some(Some(name)), Some(picture)) = (names.get(number), picture) {
                let alt = picture.alt.replace('\\', r"\\").replace('[', r"\[").replace(']', r"\]");
                text.push_str(&format!("![{alt}]({name})"));
            }
            text.push_str(piece);
        }
        // A picture that is not there leaves no empty paragraph.
        while text.contains("\n\n\n") {
            text = text.replace("\n\n\n", "\n\n");
        }
        text.trim().to_owned()
    }
}

impl WordPicture {
    /// Its file in the document `bytes`.
    ///
    /// # Errors
    /// If the document is damaged or has no such file.
    pub fn read(&self, bytes: &[u8]) -> Result<Vec<u8>, ImportError> {
        Archive::open(bytes)?.read_bytes(&self.part)?.ok_or(ImportError::Broken)
    }

    /// The name of its file: `image1.jpeg`.
    pub fn file_name(&self) -> &str {
        self.part.rsplit('/').next().unwrap_or(&self.part)
    }
}

#[cfg(test)]
mod tests;
