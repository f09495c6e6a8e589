//! The ZIP package of a form: parts are read as text, and a changed copy keeps all other parts as they
//! are packed.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};

use zip::result::ZipError;
use zip::{ZipArchive, ZipWriter};

use super::FormError;
use super::xml::{PieceKind, Pieces, attribute, without_elements};
use crate::import::resolve;

/// A package, and what changes in it.
pub(super) struct FormPackage<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    /// The texts of changed and added parts by their names.
    changed: BTreeMap<String, String>,
    removed: Vec<String>,
}

/// A relationship of a part to another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PartRelation {
    pub(super) id: String,
    /// The last name of its type: «hyperlink», «drawing».
    pub(super) kind: String,
    /// The path of the part, or the address of an external target.
    pub(super) target: String,
}

impl<'a> FormPackage<'a> {
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, FormError> {
        let zip = ZipArchive::new(Cursor::new(bytes))?;
        Ok(Self { zip, changed: BTreeMap::new(), removed: Vec::new() })
    }

    /// The present text of a part in UTF-8; `None` if there is no such part.
    pub(super) fn read(&mut self, name: &str) -> Result<Option<String>, FormError> {
        if let Some(text) = self.changed.get(name) {
            return Ok(Some(text.clone()));
        }
        let Some(index) = self.zip.index_for_name(name) else { return Ok(None) };
        let mut text = String::new();
        // The size was limited when the rows were read.
        self.zip.by_index(index)?.read_to_string(&mut text).map_err(|_| FormError::Encoding)?;
        Ok(Some(text.strip_prefix('\u{FEFF}').map_or(text.clone(), str::to_owned)))
    }

    /// The names of all parts.
    pub(super) fn names(&self) -> Vec<String> {
        self.zip.file_names().flatten().map(std::borrow::Cow::into_owned).collect()
    }

    pub(super) fn put(&mut self, name: &str, text: String) {
        self.changed.insert(name.to_owned(), text);
    }

    /// Leaves a part out, with its entry in the list of content types.
    pub(super) fn remove(&mut self, name: &str) -> Result<(), FormError> {
        self.removed.push(name.to_owned());
        const TYPES: &str = "[Content_Types].xml";
        let Some(types) = self.read(TYPES)? else { return Ok(()) };
        let own =
            |tag: &str| attribute(tag, "PartName").is_some_and(|part| part == format!("/{name}"));
        self.put(TYPES, without_elements(&types, own)?);
        Ok(())
    }

    /// The relationships of a part.
    pub(super) fn relations(&mut self, part: &str) -> Result<Vec<PartRelation>, FormError> {
        let Some(xml) = self.read(&relations_name(part))? else { return Ok(Vec::new()) };
        let folder = part.rsplit_once('/').map_or("", |(folder, _)| folder);
        let mut relations = Vec::new();
        for tag in tags(&xml)? {
            let Some(id) = attribute(tag, "Id") else { continue };
            let kind = attribute(tag, "Type").unwrap_or_default();
            let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
            let target = attribute(tag, "Target").unwrap_or_default();
            let is_external = attribute(tag, "TargetMode").is_some_and(|mode| mode == "External");
            let target = if is_external { target } else { resolve(folder, &target) };
            relations.push(PartRelation { id, kind, target });
        }
        Ok(relations)
    }

    /// Removes the relationships of `part` that are `unwanted`.
    pub(super) fn remove_relations(
        &mut self,
        part: &str,
        unwanted: impl Fn(&str) -> bool,
    ) -> Result<(), FormError> {
        let name = relations_name(part);
        if let Some(xml) = self.read(&name)? {
            let rest = without_elements(&xml, |tag| {
                attribute(tag, "Type").is_some_and(|kind| unwanted(&kind))
            })?;
            self.put(&name, rest);
        }
        Ok(())
    }

    /// The changed package.
    pub(super) fn finish(mut self) -> Result<Vec<u8>, FormError> {
        let mut out = ZipWriter::new(Cursor::new(Vec::new()));
        for index in 0..self.zip.len() {
            let part = self.zip.by_index_raw(index)?;
            let name = part.name()?.into_owned();
            if self.removed.contains(&name) {
                continue;
            }
            let Some(text) = self.changed.remove(&name) else {
                out.raw_copy_file(part)?;
                continue;
            };
            let options = part.options().compression_method(zip::CompressionMethod::Deflated);
            drop(part);
            out.start_file(name, options)?;
            out.write_all(text.as_bytes()).map_err(ZipError::from)?;
        }
        for (name, text) in &self.changed {
            let options = zip::write::SimpleFileOptions::default()
                .last_modified_time(zip::DateTime::default())
                .unix_permissions(0o644)
                .system(zip::System::Unix);
            out.start_file(name.as_str(), options)?;
            out.write_all(text.as_bytes()).map_err(ZipError::from)?;
        }
        Ok(out.finish()?.into_inner())
    }
}

/// The part that lists the relationships of `part`.
pub(super) fn relations_name(part: &str) -> String {
    let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
    let folder = if folder.is_empty() { String::new() } else { format!("{folder}/") };
    format!("{folder}_rels/{name}.rels")
}

/// The tags of the elements in `xml`.
pub(super) fn tags(xml: &str) -> Result<Vec<&str>, FormError> {
    let mut pieces = Pieces::of(xml);
    let mut tags = Vec::new();
    while let Some((kind, place)) = pieces.next()? {
        if matches!(kind, PieceKind::Open | PieceKind::Empty) {
            tags.push(&xml[place]);
        }
    }
    Ok(tags)
}
