//! Moves a document into a folder of its own, with its files: `a.md` becomes `a/index.md`. Its address stays,
//! and links to it and to its files, and from it, are written anew.

use std::collections::BTreeMap;

use super::references::Relocation;
use super::{DocumentStore, EditError, encode, hash};
use crate::calendar::SchoolYear;
use crate::config;
use crate::content::{CONTENT, Content, DATA, is_below, is_markdown, own_folder, split_text};
use crate::fs::{self, FileTransaction, TextFile};
use crate::site;
use crate::yaml::{self, Node, Patch, PathStep, Schema, Value, YamlDocument};

/// Where a document is now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    pub file: String,
    /// Of the file, in which links may have been rewritten.
    pub hash: String,
    /// Other files in which links were rewritten.
    pub rewritten: Vec<String>,
}

impl DocumentStore {
    /// Moves a document into a folder of its own; one that has a folder stays where it is.
    ///
    /// # Errors
    /// If a file is in the way, or the disk fails; then all is as before.
    pub fn move_to_folder(&self, file: &str) -> Result<Moved, EditError> {
        let lock = self.exclusive()?;
        let (text, old_hash) = self.read(file)?;
        if own_folder(file).is_some() {
            return Ok(Moved { file: file.to_owned(), hash: old_hash, rewritten: Vec::new() });
        }
        let content = self.file_names()?;
        let moved = moves(&content, file)?;
        let target = moved.get(file).cloned().unwrap_or_default();
        for place in moved.values() {
            let is_taken = fs::exists(&self.root.join(place)) && !moved.contains_key(place);
            if is_taken {
                return Err(in_the_way(place));
            }
        }
        let files = content.attachments.iter().map(|attachment| &*attachment.file);
        let files: Vec<_> = files.chain(content.invalid_files()).collect();
        let relocation = Relocation::new(files.iter().copied(), moved);
        let mut notes = Vec::new();
        let mut writes = Vec::new();
        let own = rewritten(&relocation, file, &text);
        let mut new_hash = old_hash;
        if let Some(own) = own {
            let bytes = encode(own, &mut notes);
            new_hash = hash(&bytes);
            writes.push((target.clone(), bytes));
        }
        let others = self.rewritten_others(&relocation, file)?;
        let names = others.iter().map(|(file, _)| file.clone()).collect();
        writes.extend(others.into_iter().map(|(file, text)| (file, encode(text, &mut notes))));
        let moves: Vec<_> = relocation.moved.into_iter().filter(|(from, to)| from != to).collect();
        let left: Vec<_> = moves.iter().map(|(from, _)| from.clone()).collect();
        let change = FileTransaction { moves, writes, empty: super::trash::emptied(&left) };
        lock.run(&change)?;
        let text = TextFile::decode(&fs::read(&self.root.join(&target))?);
        if let Ok(text) = text {
            self.remember(&new_hash, text.text());
        }
        self.state().note_saved(&target, &new_hash);
        Ok(Moved { file: target, hash: new_hash, rewritten: names })
    }

    /// The other texts in which a link has to be written anew.
    fn rewritten_others(
        &self,
        relocation: &Relocation,
        moved: &str,
    ) -> Result<Vec<(String, TextFile)>, EditError> {
        let (texts, _) = fs::walk_reading(
            &self.root,
            CONTENT,
            || (),
            |(), found| {
                let file = &found.relative;
                let is_yaml = file.eq_ignore_ascii_case(config::FILE)
                    || is_below(file, DATA) && file.to_ascii_lowercase().ends_with(".yaml");
                if file == moved || !(is_yaml || is_markdown(file)) {
                    return Ok(None);
                }
                // A file that is no text is told by the build.
                let text = TextFile::decode(&fs::read(&found.path)?).ok();
                let text = text.filter(|text| relocation.may_concern(text.text()));
                Ok(text.and_then(|text| rewritten(relocation, file, &text)))
            },
        )?;
        Ok(texts.into_iter().filter_map(|(found, text)| Some((found.relative, text?))).collect())
    }
}

/// The document and its files, with the places that they get.
fn moves(content: &Content, file: &str) -> Result<BTreeMap<String, String>, EditError> {
    let (folder, name) = file.rsplit_once('/').unwrap_or(("", file));
    let stem = crate::content::name_of(file).trim_end_matches([' ', '.']);
    let own = format!("{folder}/{stem}");
    if !fs::is_portable_name(stem) || SchoolYear::parse(stem).is_ok() || !is_markdown(name) {
        return Err(EditError::refused(
            &format!("из имени файла `{name}` не получается папка события"),
            "создайте событие с другим названием и перенесите в него рассказ",
        ));
    }
    let below = format!("{own}/");
    if let Some(other) = content.invalid_files().find(|other| other.starts_with(&below)) {
        return Err(in_the_way(other));
    }
    let mut moved = BTreeMap::from([(file.to_owned(), format!("{own}/index.md"))]);
    for attachment in site::files_of(content, file) {
        let inner = attachment.strip_prefix(folder).unwrap_or(attachment).trim_start_matches('/');
        // Of a folder that has the document's name, what is in it.
        let inner = inner.split_once('/').map_or(inner, |(_, inner)| inner);
        let place = format!("{own}/{inner}");
        if moved.values().any(|other| *other == place) {
            return Err(in_the_way(&place));
        }
        moved.insert(attachment.to_owned(), place);
    }
    Ok(moved)
}

fn in_the_way(file: &str) -> EditError {
    EditError::refused(
        &format!("событию нужна своя папка для снимков, а в ней уже лежит `{file}`"),
        "переименуйте или уберите этот файл и повторите",
    )
}

/// `text`, the text of `file`, with the names of moved files written anew; `None` if none has to be.
fn rewritten(relocation: &Relocation, file: &str, text: &TextFile) -> Option<TextFile> {
    let mut new = text.clone();
    if is_markdown(file) {
        let (yaml, start) = split_text(text.text()).unwrap_or((0..0, 0));
        for (range, address) in
            relocation.in_markdown(file, &text.text()[start..]).into_iter().rev()
        {
            new.replace(start + range.start..start + range.end, &address);
        }
        rewrite_values(relocation, file, &mut new, yaml);
    } else {
        let whole = 0..text.text().len();
        rewrite_values(relocation, file, &mut new, whole);
    }
    (new != *text).then_some(new)
}

/// Writes anew the values of the YAML at `range` that name moved files: in a document those of photos,
/// elsewhere any.
fn rewrite_values(
    relocation: &Relocation,
    file: &str,
    text: &mut TextFile,
    range: std::ops::Range<usize>,
) {
    let yaml = text.text()[range.clone()].to_owned();
    let document = YamlDocument::whole(file, &yaml);
    let Some(node) = document.parse_any(&mut crate::diagnostic::Diagnostics::new()) else { return };
    let schema = crate::content::schema(file);
    let mut found = Vec::new();
    collect(&node, &mut Vec::new(), &mut |path, value| {
        if is_file_key(path, file, &schema)
            && let Some(new) = relocation.renamed(file, value)
        {
            found.push((path.to_vec(), new));
        }
    });
    let mut edits = Vec::new();
    let mut patched = yaml;
    for (path, new) in &found {
        let steps: Vec<_> = path.iter().map(OwnedStep::borrowed).collect();
        // A value that cannot be changed safely stays; the build then says that the file is missing.
        if let Ok(one) = yaml::patch(&patched, &[Patch::Set(&steps, new)], &schema) {
            patched = one.text;
            edits.extend(one.edits);
        }
    }
    for edit in edits {
        text.replace(range.start + edit.range.start..range.start + edit.range.end, &edit.text);
    }
}

#[derive(Clone)]
enum OwnedStep {
    Key(String),
    Index(usize),
}

impl OwnedStep {
    fn borrowed(&self) -> PathStep<'_> {
        match self {
            Self::Key(key) => PathStep::Key(key),
            Self::Index(index) => PathStep::Index(*index),
        }
    }
}

/// Passes each text with the way to it to `take`.
fn collect(node: &Node<'_>, path: &mut Vec<OwnedStep>, take: &mut impl FnMut(&[OwnedStep], &str)) {
    match &node.value {
        Value::Empty => {}
        Value::Text(text) => take(path, text.trim()),
        Value::List(items) => {
            for (index, item) in items.iter().enumerate() {
                path.push(OwnedStep::Index(index));
                collect(item, path, take);
                path.pop();
            }
        }
        Value::Map(entries) => {
            for entry in entries {
                path.push(OwnedStep::Key(entry.key.clone().into_owned()));
                collect(&entry.value, path, take);
                path.pop();
            }
        }
    }
}

/// Whether the value at `path` names a file.
fn is_file_key(path: &[OwnedStep], file: &str, schema: &Schema) -> bool {
    if !is_markdown(file) {
        return true;
    }
    let is = |step: Option<&OwnedStep>, name: &str, keys| matches!(step, Some(OwnedStep::Key(key)) if super::opened::english(key, keys) == name);
    let is_photo =
        is(path.first(), "photos", schema.keys) || is(path.first(), "cover", schema.keys);
    let keys = schema.nested_keys("photos");
    let last = path.last();
    is_photo
        && (path.len() == 1 || matches!(last, Some(OwnedStep::Index(_))) || is(last, "file", keys))
}
