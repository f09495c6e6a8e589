//! Publishing by hand: what changed since the last confirmed pack or upload, in the order to upload it.
//!
//! 1. [`create`] makes a plan, and writes the files to send as a folder or a ZIP archive: numbered folders,
//!    a note with instructions, and the manifest that an upload over FTP would look for later.
//! 2. When the user says that everything is uploaded, [`confirm`] records it.

mod archive;
mod note;

use std::path::Path;

use super::error::PublishError;
use super::local_state::LocalState;
use super::manifest::{Edition, SectionManifest};
use super::plan::{Plan, UploadStage, plan};
use super::publication::Publisher;
use super::remote_state::RemoteLayout;
use super::source::{BuiltSite, Source};
use crate::config::Config;
use crate::fs;
use crate::output::{self, FileContent, MemorySink, OutputLock, Sink, SitePath};
use crate::output::{Transaction, WriteOptions};
pub use note::Instruction;

/// The folder of a pack in the site's root, unless the user names another.
pub const FOLDER: &str = "upload";

/// The file with the instructions.
pub const NOTE: &str = "что-делать.txt";

/// The folder of the manifest if no other file is sent.
const RECORD_FOLDER: &str = "spisok";

/// What is packed, and where.
#[derive(Clone, Copy, Debug)]
pub struct PackRequest<'a> {
    /// The folder that holds `content/`.
    pub root: &'a Path,
    pub config: &'a Config,
    pub publisher: &'a Publisher,
    pub site: &'a BuiltSite,
    /// The time, in seconds since 1970.
    pub now: i64,
    /// A new file with the extension `.zip`; else a folder that is new or holds an earlier pack.
    pub to: &'a Path,
    /// Whether the whole section is packed, and not only what changed.
    pub all: bool,
}

/// A pack that was written.
#[derive(Clone, Debug)]
pub struct Pack {
    pub plan: Plan,
    /// The section's folder on the server, beginning with `/`.
    pub folder: String,
    /// What to do with it, in order.
    pub instructions: Vec<Instruction>,
}

/// Writes a pack; `None` if nothing has changed.
///
/// # Errors
/// If a file cannot be read or written, or `to` is occupied.
pub fn create(request: PackRequest<'_>) -> Result<Option<Pack>, PublishError> {
    let PackRequest { root, config, publisher, site, now, to, all } = request;
    let local = publisher.open_local_state(root, config)?;
    let server = local.manifest()?.unwrap_or_default();
    let edition = Edition {
        number: server.edition.number.saturating_add(1),
        author: publisher.name(),
        time: now,
    };
    let before = if all { SectionManifest::default() } else { server };
    let plan = plan(&site.manifest, &before);
    if plan.is_empty() {
        return Ok(None);
    }
    let folder = format!("/{}", remote_folder(config));
    let record_extension = &config.hosting.records;
    let target = PackTarget { folder: &folder, record_extension, edition: &edition };
    let instructions =
        if to.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("zip")) {
            let sink = MemorySink::default();
            let instructions = fill(&sink, &site.manifest, &plan, site, target)?;
            archive::write(&sink.into_files(), to)?;
            instructions
        } else {
            let (_lock, transaction) = begin_folder(root, to)?;
            let instructions = fill(&transaction, &site.manifest, &plan, site, target)?;
            transaction.commit(WriteOptions::default())?;
            instructions
        };
    local.set_packed(&site.manifest, &edition)?;
    Ok(Some(Pack { plan, folder, instructions }))
}

/// Records that the last pack is uploaded. Returns what the server holds now.
///
/// # Errors
/// [`PublishError::NothingPacked`]; if the disk cannot be read or written.
pub fn confirm(
    root: &Path,
    config: &Config,
    publisher: &Publisher,
) -> Result<SectionManifest, PublishError> {
    let local = publisher.open_local_state(root, config)?;
    local.confirm_pack()?.ok_or(PublishError::NothingPacked)
}

/// The section's folder on the server.
fn remote_folder(config: &Config) -> &str {
    match &config.hosting.ftp {
        Some(ftp) => &ftp.folder,
        None => config.base_url.splitn(4, '/').nth(3).unwrap_or_default().trim_matches('/'),
    }
}

/// Locks the folder `to`, which may hold an earlier pack, and opens it for writing.
fn begin_folder(root: &Path, to: &Path) -> Result<(OutputLock, Transaction), PublishError> {
    output::check_out_folder(root, to)?;
    if !is_pack(&output::Manifest::read(to)?) {
        return Err(PublishError::PackFolderTaken(to.to_owned()));
    }
    Ok((OutputLock::acquire(to)?, Transaction::begin(to)?))
}

/// What a pack is made for.
#[derive(Clone, Copy, Debug)]
pub struct PackTarget<'a> {
    /// The section's folder on the server, for people.
    pub folder: &'a str,
    /// The extension of the files that hold the program's records on the server.
    pub record_extension: &'a str,
    pub edition: &'a Edition,
}

/// Puts the files of a pack into `sink`: those that `plan`, which leads to `built`, sends, the manifest and
/// the note. Returns the instructions of the note.
///
/// # Errors
/// If a file of `source` was changed or cannot be read.
pub fn fill(
    sink: &dyn Sink,
    built: &SectionManifest,
    plan: &Plan,
    source: &dyn Source,
    target: PackTarget<'_>,
) -> Result<Vec<Instruction>, PublishError> {
    let put = |path: String, content| {
        let refused = PublishError::Source(path.clone());
        let path = SitePath::parse(path).ok();
        path.and_then(|path| sink.put(path, content).ok()).ok_or(refused)
    };
    let mut steps: Vec<Step<'_>> = Vec::new();
    for file in &plan.send {
        let name = step_name(file.stage);
        if steps.last().is_none_or(|step| step.name != name) {
            steps.push(Step { name, paths: Vec::new() });
        }
        let number = steps.len();
        if let Some(step) = steps.last_mut() {
            step.paths.push(&file.path);
        }
        let content = source.content(&file.path, file.hash)?;
        put(format!("{number}-{name}/{}", file.path), content)?;
    }
    if steps.is_empty() {
        steps.push(Step { name: RECORD_FOLDER, paths: Vec::new() });
    }
    let layout = RemoteLayout::new(target.record_extension);
    let number = steps.len();
    if let Some(step) = steps.last_mut() {
        let path = format!("{number}-{}/{}", step.name, layout.manifest);
        put(path, FileContent::Bytes(record(built, plan, target.edition).to_file()))?;
        step.paths.push(&layout.manifest);
    }
    let instructions = note::instructions(&steps, plan);
    let note = note::write(&instructions, target.folder);
    put(NOTE.to_owned(), FileContent::Bytes(note.into()))?;
    Ok(instructions)
}

/// A numbered folder of a pack.
struct Step<'a> {
    name: &'static str,
    /// The paths of its files on the server.
    paths: Vec<&'a str>,
}

/// The manifest of the server after the upload. Files to remove stay ours until the next upload, whether the
/// user removes them or not.
fn record(built: &SectionManifest, plan: &Plan, edition: &Edition) -> SectionManifest {
    let mut record = SectionManifest { files: built.files.clone(), edition: edition.clone() };
    for path in plan.clear.iter().chain(&plan.remove) {
        record.files.insert(path.clone(), None);
    }
    record
}

/// Whether a folder with these files is a pack.
fn is_pack(files: &output::Manifest) -> bool {
    use UploadStage::{Asset, Index, List, NewPage, Post};

    let names = [Asset, NewPage, Post, List, Index].map(step_name);
    files.iter().all(|(path, _)| {
        let step = path.split('/').next().and_then(|folder| folder.split_once('-'));
        path == NOTE || step.is_some_and(|(_, name)| name == RECORD_FOLDER || names.contains(&name))
    })
}

fn step_name(stage: UploadStage) -> &'static str {
    match stage {
        UploadStage::Asset => "fayly",
        UploadStage::NewPage => "novye-stranitsy",
        UploadStage::Post => "sobytiya",
        UploadStage::List => "spiski",
        UploadStage::Index => "glavnaya",
    }
}

impl LocalState {
    /// Remembers what the server will hold once the pack is uploaded.
    fn set_packed(&self, built: &SectionManifest, edition: &Edition) -> Result<(), fs::Error> {
        let packed = SectionManifest { files: built.files.clone(), edition: edition.clone() };
        fs::replace(&self.folder.join("packed"), &packed.to_file())
    }

    /// Whether a pack waits to be confirmed.
    pub(super) fn is_packed(&self) -> bool {
        fs::exists(&self.folder.join("packed"))
    }

    /// Takes the last pack as uploaded. Returns `None` if no pack is waiting, or something was published
    /// after it.
    fn confirm_pack(&self) -> Result<Option<SectionManifest>, PublishError> {
        let file = self.folder.join("packed");
        if !fs::exists(&file) {
            return Ok(None);
        }
        let before = self.manifest()?.unwrap_or_default().edition.number;
        let packed = self.read_manifest("packed")?;
        let packed = packed.filter(|packed| packed.edition.number == before.saturating_add(1));
        if let Some(packed) = &packed {
            self.set_manifest(packed)?;
        }
        fs::remove_file(&file)?;
        Ok(packed)
    }
}

#[cfg(test)]
mod tests;
