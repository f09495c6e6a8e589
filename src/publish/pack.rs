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
use crate::output::{self, FileContent, FileMap, Sink, SitePath};

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

/// Puts the files of `plan`, which leads to `built`, into `sink` below numbered folders, and the note.
///
/// # Errors
/// Where a file cannot be read.
pub fn pack(
    (built, plan): (&Manifest, &Plan),
    source: &mut dyn Source,
    target: &Target<'_>,
    sink: &dyn Sink,
) -> Result<(), Failure> {
    let mut steps: Vec<(&'static str, Vec<&str>)> = Vec::new();
    let put = |path: String, content| {
        let refused = Failure::Source(path.clone());
        let path = SitePath::parse(path).ok();
        path.and_then(|path| sink.put(path, content).ok()).ok_or(refused)
    };
    for sending in &plan.send {
        let name = name(sending.stage);
        if steps.last().is_none_or(|(last, _)| *last != name) {
            steps.push((name, Vec::new()));
        }
        let number = steps.len();
        if let Some((_, paths)) = steps.last_mut() {
            paths.push(&sending.path);
        }
        let content = source.content(&sending.path, sending.stamp)?;
        put(format!("{number}-{name}/{}", sending.path), content)?;
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
        let path = format!("{number}-{name}/{}", names.manifest);
        put(path, FileContent::Bytes(record.to_file()))?;
        paths.push(&names.manifest);
    }
    let note = note::write(&steps, plan, target.folder);
    put(NOTE.to_owned(), FileContent::Bytes(note.into()))
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

/// Writes `files` as a ZIP, which must be new.
///
/// # Errors
/// Where it stands already, or the disk cannot be read or written.
pub fn zip(files: &FileMap<FileContent>, path: &Path) -> Result<(), Failure> {
    Ok(fs::create_new_with(path, |file| write_zip(files, BufWriter::new(file)))?)
}

fn write_zip(files: &FileMap<FileContent>, out: impl Write + Seek) -> io::Result<()> {
    let options = SimpleFileOptions::default()
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644)
        .system(System::Unix);
    let mut zip = ZipWriter::new(out);
    for (path, content) in files.iter() {
        zip.start_file(path, options)?;
        match content {
            FileContent::Bytes(bytes) => zip.write_all(bytes)?,
            FileContent::Copy { source, .. } => {
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
