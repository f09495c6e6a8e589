//! Publishing by hand: what changed since the last confirmed upload, in the order to upload it.
//!
//! 1. [`pack`] sorts the files of a plan into numbered folders, adds a note that says what to do,
//!    and the manifest that an upload over FTP would find there later.
//! 2. The caller writes them as a folder, or by [`zip()`].
//! 3. Once the author says that all is on the server, [`Keep::confirm_pack`] takes it for so.

mod note;

use std::io::{self, BufWriter, Seek, Write};
use std::path::Path;

use zip::write::SimpleFileOptions;
use zip::{DateTime, System, ZipWriter};

use super::failure::Failure;
use super::local_state::Keep;
use super::manifest::{Edition, Manifest};
use super::plan::{Plan, Stage};
use super::remote_state::Names;
use super::source::Source;
use crate::fs;
use crate::output::{self, Body, OutputSet};

/// The file that says what to do.
pub const NOTE: &str = "что-делать.txt";

/// The folder of the manifest where no file is sent.
const RECORD_ONLY: &str = "spisok";

/// What a pack is made for.
#[derive(Clone, Copy, Debug)]
pub struct Target<'a> {
    /// The section's folder on the server, in words.
    pub folder: &'a str,
    /// The kind of file that records are kept in.
    pub records: &'a str,
    /// Who packs, and when.
    pub edition: &'a Edition,
}

/// The files of `plan`, which leads to `built`, below numbered folders, and the note.
///
/// # Errors
/// Where a file cannot be read.
pub fn pack(
    (built, plan): (&Manifest, &Plan),
    source: &mut dyn Source,
    target: &Target<'_>,
) -> Result<OutputSet, Failure> {
    let mut steps: Vec<(&'static str, Vec<&str>)> = Vec::new();
    let mut files = Vec::new();
    for sending in &plan.send {
        let name = name(sending.stage);
        if steps.last().is_none_or(|(last, _)| *last != name) {
            steps.push((name, Vec::new()));
        }
        let number = steps.len();
        if let Some((_, paths)) = steps.last_mut() {
            paths.push(&sending.path);
        }
        let body = source.body(&sending.path, sending.stamp)?;
        files.push((format!("{number}-{name}/{}", sending.path), body));
    }
    if steps.is_empty() {
        steps.push((RECORD_ONLY, Vec::new()));
    }
    // What is to be removed stays ours until the next upload, whether it was removed or not.
    let mut record = built.clone();
    record.edition = target.edition.clone();
    for path in plan.clear.iter().chain(&plan.remove) {
        record.files.insert(path.clone(), None);
    }
    let names = Names::new(target.records);
    let number = steps.len();
    if let Some((name, paths)) = steps.last_mut() {
        files.push((
            format!("{number}-{name}/{}", names.manifest),
            Body::Bytes(record.to_file().into()),
        ));
        paths.push(&names.manifest);
    }
    let note = note::write(&steps, plan, target.folder).into();
    files.push((NOTE.to_owned(), Body::Bytes(note)));
    let mut set = OutputSet::new();
    for (path, body) in files {
        set.insert(path.clone(), body).map_err(|_| Failure::Source(path))?;
    }
    Ok(set)
}

/// Whether a folder that holds these files was made by [`pack`], and may be by it again.
pub fn is_pack(files: &output::Manifest) -> bool {
    let names = [Stage::Asset, Stage::NewPage, Stage::Post, Stage::List, Stage::Index].map(name);
    files.iter().all(|(path, _)| {
        let step = path.split('/').next().and_then(|folder| folder.split_once('-'));
        path == NOTE || step.is_some_and(|(_, name)| name == RECORD_ONLY || names.contains(&name))
    })
}

fn name(stage: Stage) -> &'static str {
    match stage {
        Stage::Asset => "fayly",
        Stage::NewPage => "novye-stranitsy",
        Stage::Post => "sobytiya",
        Stage::List => "spiski",
        Stage::Index => "glavnaya",
    }
}

/// Writes the files of `set` as a ZIP, which must be new.
///
/// # Errors
/// Where it stands already, or the disk cannot be read or written.
pub fn zip(set: &OutputSet, path: &Path) -> Result<(), Failure> {
    Ok(fs::create_new_by(path, |file| write_zip(set, BufWriter::new(file)))?)
}

fn write_zip(set: &OutputSet, out: impl Write + Seek) -> io::Result<()> {
    let options = SimpleFileOptions::default()
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644)
        .system(System::Unix);
    let mut zip = ZipWriter::new(out);
    for (path, body) in set.iter() {
        zip.start_file(path, options)?;
        match body {
            Body::Bytes(bytes) => zip.write_all(bytes)?,
            Body::File(source) | Body::Known { source, .. } => {
                let (mut file, _) = fs::open(source).map_err(|error| error.source)?;
                io::copy(&mut file, &mut zip)?;
            }
        }
    }
    zip.finish()?.flush()
}

impl Keep {
    /// Remembers what the server will hold once the pack is there.
    ///
    /// # Errors
    /// Where the disk cannot be changed.
    pub fn set_packed(&self, built: &Manifest, edition: &Edition) -> Result<(), Failure> {
        let packed = Manifest { files: built.files.clone(), edition: edition.clone() };
        Ok(fs::replace(&self.folder.join("packed"), &packed.to_file())?)
    }

    /// Takes the last pack for uploaded, and gives what the server holds since; none where there
    /// is no pack that waits for it, or something else was published after it was made.
    ///
    /// # Errors
    /// Where the disk cannot be read or changed.
    pub fn confirm_pack(&self) -> Result<Option<Manifest>, Failure> {
        let file = self.folder.join("packed");
        if !fs::exists(&file) {
            return Ok(None);
        }
        let before = self.manifest()?.unwrap_or_default().edition.number;
        let packed = Manifest::from_file(&fs::read(&file)?).ok();
        let packed = packed.filter(|packed| packed.edition.number == before + 1);
        if let Some(packed) = &packed {
            self.set_manifest(packed)?;
        }
        fs::remove_file(&file)?;
        Ok(packed)
    }
}

#[cfg(test)]
mod tests;
