//! The text of a document of Word or OpenDocument as Markdown: headings, lists, tables, bold, italic, links and
//! pictures. Looks are left out; what Markdown cannot say is told.
//!
//! 1. Of Word, `styles` reads which styles are headings and which are bold, `numbering` which lists are numbered;
//!    `reader` walks the document. `open` does all of that with OpenDocument. Both make blocks with `builder`.
//! 2. `write` writes them as Markdown, `marks` the words within a line.

mod block;
mod builder;
mod marks;
mod numbering;
mod open;
mod reader;
mod styles;
mod write;

use std::collections::HashSet;

use super::archive::{Archive, resolve};
use super::xml::read_xml;
use super::{ImportError, format};
use builder::BlockBuilder;
use numbering::WordNumbering;
use reader::WordReader;
use styles::WordStyles;

/// Stands for a picture until it has a name. No text has it: it is left out of what is read.
const PICTURE: char = '\u{fffc}';
/// More text than the story of an event can have, in bytes.
const MAX_TEXT: usize = 1 << 20;
/// More pictures in one document are an album, which goes to the photos.
const MAX_PICTURES: usize = 50;

/// A text of Word or OpenDocument.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WordText {
    markdown: String,
    /// In the order of the text.
    pub pictures: Vec<WordPicture>,
    /// What was not taken, in sentences in Russian.
    pub notes: Vec<String>,
}

/// A picture in a text of Word or OpenDocument.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WordPicture {
    /// The part of the document that holds it: `word/media/image1.jpeg`, `Pictures/1.png`.
    part: String,
    /// What its author says of it; may be empty.
    pub alt: String,
}

/// Reads the text of a document of Word or OpenDocument.
///
/// # Errors
/// If it is neither, damaged or too large.
pub fn read_word_text(bytes: &[u8]) -> Result<WordText, ImportError> {
    let (mut archive, part) = format::open_text(bytes)?;
    let made = match part {
        Some(part) => read_word(&mut archive, &part)?,
        None => open::read(&mut archive)?,
    };
    let markdown = write::write(&made.blocks);
    if markdown.len() > MAX_TEXT {
        return Err(ImportError::TooLarge);
    }
    if markdown.trim().is_empty() {
        return Err(ImportError::NoText);
    }
    Ok(WordText { markdown, pictures: made.pictures, notes: made.notes })
}

fn read_word(archive: &mut Archive<'_>, part: &str) -> Result<BlockBuilder, ImportError> {
    let folder = part.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
    let mut styles = WordStyles::default();
    if let Some(xml) = archive.read_text(&format!("{folder}/styles.xml"))? {
        read_xml(&xml, &mut styles)?;
    }
    let mut numbering = WordNumbering::default();
    if let Some(xml) = archive.read_text(&format!("{folder}/numbering.xml"))? {
        read_xml(&xml, &mut numbering)?;
    }
    let links = archive.hyperlinks(part)?;
    let mut pictures = archive.pictures(part)?;
    pictures.values_mut().for_each(|target| *target = resolve(&folder, target));
    let parts: HashSet<_> = archive.names().collect();
    pictures.retain(|_, part| parts.contains(part.as_str()));
    let xml = archive.read_text(part)?.ok_or(ImportError::Broken)?;
    let mut reader = WordReader::new(styles, numbering, links, pictures);
    read_xml(&xml, &mut reader)?;
    Ok(reader.finish())
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
