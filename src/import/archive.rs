//! Reads the ZIP archives of office files within limits.

use std::borrow::Cow;
use std::collections::HashMap;
use std::io::{Cursor, Read, copy, sink};

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use zip::ZipArchive;
use zip::result::ZipError;

use super::ImportError;
use crate::fs;

/// Real documents have a few dozen parts.
const MAX_PARTS: usize = 10_000;
/// Limit for the unpacked size of all parts that are read, in bytes.
const MAX_BYTES: u64 = 128 << 20;

/// An archive, and how many bytes may still be unpacked.
pub(super) struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    left: u64,
}

/// An entry in a `.rels` part.
struct Relation {
    id: String,
    kind: String,
    target: String,
}

impl<'a> Archive<'a> {
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, ImportError> {
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|error| archive_error(&error))?;
        if zip.len() > MAX_PARTS {
            return Err(ImportError::TooLarge);
        }
        Ok(Self { zip, left: MAX_BYTES })
    }

    /// The names of all parts.
    pub(super) fn names(&self) -> impl Iterator<Item = Cow<'_, str>> {
        self.zip.file_names().flatten()
    }

    /// The text of a part; `None` if there is no such part.
    pub(super) fn read_text(&mut self, name: &str) -> Result<Option<String>, ImportError> {
        let Some(bytes) = self.read_bytes(name)? else { return Ok(None) };
        fs::decode(&bytes).map(|text| Some(text.into_owned())).map_err(|_| ImportError::Broken)
    }

    /// The bytes of a part; `None` if there is no such part.
    pub(super) fn read_bytes(&mut self, name: &str) -> Result<Option<Vec<u8>>, ImportError> {
        let Some(index) = self.zip.index_for_name(name) else { return Ok(None) };
        let part = self.zip.by_index(index).map_err(|error| archive_error(&error))?;
        let mut bytes = Vec::new();
        part.take(self.left + 1).read_to_end(&mut bytes).map_err(|_| ImportError::Broken)?;
        self.left = self.left.checked_sub(bytes.len() as u64).ok_or(ImportError::TooLarge)?;
        Ok(Some(bytes))
    }

    /// Unpacks every part and passes the XML parts to `check`. An archive that passes is safe for a
    /// reader without limits.
    pub(super) fn check_all(
        &mut self,
        check: impl Fn(&str) -> Result<(), ImportError>,
    ) -> Result<(), ImportError> {
        for index in 0..self.zip.len() {
            let part = self.zip.by_index(index).map_err(|error| archive_error(&error))?;
            let is_xml = part.name().map_err(|error| archive_error(&error))?.ends_with(".xml");
            let mut part = part.take(self.left + 1);
            let mut bytes = Vec::new();
            let size = if is_xml {
                part.read_to_end(&mut bytes).map(|size| size as u64)
            } else {
                copy(&mut part, &mut sink())
            };
            let size = size.map_err(|_| ImportError::Broken)?;
            self.left = self.left.checked_sub(size).ok_or(ImportError::TooLarge)?;
            check(&fs::decode(&bytes).map_err(|_| ImportError::Broken)?)?;
        }
        Ok(())
    }

    /// The path of the document's main part.
    pub(super) fn main_part(&mut self) -> Result<Option<String>, ImportError> {
        let relations = self.relations("_rels/.rels")?;
        let main =
            relations.into_iter().find(|relation| relation.kind.ends_with("/officeDocument"));
        Ok(main.map(|relation| relation.target.trim_start_matches('/').to_owned()))
    }

    /// Targets of the hyperlinks in `part`, by relationship id.
    pub(super) fn hyperlinks(
        &mut self,
        part: &str,
    ) -> Result<HashMap<String, String>, ImportError> {
        self.targets(part, "/hyperlink")
    }

    /// Files of the pictures in `part`, as it names them, by relationship id.
    pub(super) fn pictures(&mut self, part: &str) -> Result<HashMap<String, String>, ImportError> {
        self.targets(part, "/image")
    }

    fn targets(&mut self, part: &str, kind: &str) -> Result<HashMap<String, String>, ImportError> {
        let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
        let relations = self.relations(&format!("{folder}/_rels/{name}.rels"))?;
        let of_kind = relations.into_iter().filter(|relation| relation.kind.ends_with(kind));
        Ok(of_kind.map(|relation| (relation.id, relation.target)).collect())
    }

    fn relations(&mut self, name: &str) -> Result<Vec<Relation>, ImportError> {
        let Some(xml) = self.read_text(name)? else { return Ok(Vec::new()) };
        let mut reader = Reader::from_str(&xml);
        let mut relations = Vec::new();
        loop {
            match reader.read_event().map_err(|_| ImportError::Broken)? {
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

/// The value of an attribute, with or without a namespace prefix.
pub(super) fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    // Checks for repeated names would compare each attribute with all before it.
    let mut attributes = tag.attributes();
    let mut unchecked = attributes.with_checks(false).flatten();
    let attribute = unchecked.find(|attribute| attribute.key.local_name().as_ref() == name)?;
    Some(attribute.normalized_value(XmlVersion::Explicit1_0).ok()?.into_owned())
}

fn archive_error(error: &ZipError) -> ImportError {
    match error {
        ZipError::InvalidPassword => ImportError::Protected,
        ZipError::UnsupportedArchive(what) if *what == ZipError::PASSWORD_REQUIRED => {
            ImportError::Protected
        }
        _ => ImportError::Broken,
    }
}

/// The part that `target` of a relation in `folder` leads to.
pub(crate) fn resolve(folder: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut names: Vec<&str> = folder.split('/').filter(|name| !name.is_empty()).collect();
    for name in target.split('/') {
        match name {
            ".." => drop(names.pop()),
            "." | "" => {}
            name => names.push(name),
        }
    }
    names.join("/")
}
