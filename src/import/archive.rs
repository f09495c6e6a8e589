//! The ZIP archive that a document of Word or Excel is, read within bounds.

use std::collections::HashMap;
use std::io::{Cursor, Read, copy, sink};

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use zip::ZipArchive;
use zip::result::ZipError;

use super::Refusal;
use crate::fs;

/// A real document has some dozens of parts.
const MOST_PARTS: usize = 10_000;
/// What all parts that are read may unfold to, in bytes.
const MOST_BYTES: u64 = 128 << 20;

/// An archive, and how much of it may still be unfolded.
pub(super) struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    left: u64,
}

/// A line of a part's list of relations.
struct Relation {
    id: String,
    kind: String,
    target: String,
}

impl<'a> Archive<'a> {
    /// Opens the archive in `bytes`.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, Refusal> {
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|error| refusal(&error))?;
        if zip.len() > MOST_PARTS {
            return Err(Refusal::TooLarge);
        }
        Ok(Self { zip, left: MOST_BYTES })
    }

    /// The text of a part; none if there is no such part.
    pub(super) fn text(&mut self, name: &str) -> Result<Option<String>, Refusal> {
        let Some(index) = self.zip.index_for_name(name) else { return Ok(None) };
        let part = self.zip.by_index(index).map_err(|error| refusal(&error))?;
        let mut bytes = Vec::new();
        part.take(self.left + 1).read_to_end(&mut bytes).map_err(|_| Refusal::Broken)?;
        self.left = self.left.checked_sub(bytes.len() as u64).ok_or(Refusal::TooLarge)?;
        fs::decode(&bytes).map(|text| Some(text.into_owned())).map_err(|_| Refusal::Broken)
    }

    /// Unfolds every part and shows those that are XML to `check`: what passes can be given to a
    /// reader without bounds.
    pub(super) fn try_all(
        &mut self,
        check: impl Fn(&str) -> Result<(), Refusal>,
    ) -> Result<(), Refusal> {
        for index in 0..self.zip.len() {
            let part = self.zip.by_index(index).map_err(|error| refusal(&error))?;
            let is_xml = part.name().map_err(|error| refusal(&error))?.ends_with(".xml");
            let mut part = part.take(self.left + 1);
            let mut bytes = Vec::new();
            let size = if is_xml {
                part.read_to_end(&mut bytes).map(|size| size as u64)
            } else {
                copy(&mut part, &mut sink())
            };
            let size = size.map_err(|_| Refusal::Broken)?;
            self.left = self.left.checked_sub(size).ok_or(Refusal::TooLarge)?;
            check(&fs::decode(&bytes).map_err(|_| Refusal::Broken)?)?;
        }
        Ok(())
    }

    /// The path of the part that the document begins with.
    pub(super) fn main_part(&mut self) -> Result<Option<String>, Refusal> {
        let relations = self.relations("_rels/.rels")?;
        let main = relations.into_iter().find(|one| one.kind.ends_with("/officeDocument"));
        Ok(main.map(|one| one.target.trim_start_matches('/').to_owned()))
    }

    /// Where the links of `part` lead, by their names in it.
    pub(super) fn links(&mut self, part: &str) -> Result<HashMap<String, String>, Refusal> {
        let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
        let relations = self.relations(&format!("{folder}/_rels/{name}.rels"))?;
        let links = relations.into_iter().filter(|one| one.kind.ends_with("/hyperlink"));
        Ok(links.map(|one| (one.id, one.target)).collect())
    }

    fn relations(&mut self, name: &str) -> Result<Vec<Relation>, Refusal> {
        let Some(xml) = self.text(name)? else { return Ok(Vec::new()) };
        let mut reader = Reader::from_str(&xml);
        let mut relations = Vec::new();
        loop {
            match reader.read_event().map_err(|_| Refusal::Broken)? {
                Event::Start(tag) | Event::Empty(tag)
                    if tag.local_name().as_ref() == "Relationship" =>
                {
                    let value = |name| attribute(&tag, name).unwrap_or_default();
                    let (id, kind, target) = (value("Id"), value("Type"), value("Target"));
                    relations.push(Relation { id, kind, target });
                }
                Event::Eof => return Ok(relations),
                _ => {}
            }
        }
    }
}

/// The value of a tag's attribute, whatever prefix it has.
pub(super) fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let attribute = tag.attributes().flatten().find(|one| one.key.local_name().as_ref() == name)?;
    Some(attribute.normalized_value(XmlVersion::Explicit1_0).ok()?.into_owned())
}

fn refusal(error: &ZipError) -> Refusal {
    match error {
        ZipError::InvalidPassword => Refusal::Protected,
        ZipError::UnsupportedArchive(what) if *what == ZipError::PASSWORD_REQUIRED => {
            Refusal::Protected
        }
        _ => Refusal::Broken,
    }
}
