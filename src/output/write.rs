//! Bringing the output folder to what the set says.

use std::fmt;
use std::path::Path;

use rayon::prelude::*;

use super::decide::{Decision, Fate, File, decide};
use super::manifest::{self, Manifest, Record};
use super::set::{Body, OutputSet};
use crate::fs;

/// What the user may allow.
#[derive(Clone, Copy, Debug, Default)]
pub struct WriteOptions {
    /// Overwrite files that are not ours and differ (`--adopt`).
    pub adopt: bool,
}

/// What a write did. Paths are sorted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Files that were not there.
    pub created: Vec<String>,
    /// Files that had other bytes.
    pub changed: Vec<String>,
    /// Files that are no longer part of the site.
    pub removed: Vec<String>,
    /// How many files were left as they were.
    pub unchanged: usize,
    /// The size in bytes of the files that were created and changed.
    pub bytes: u64,
}

/// Why the folder was not, or not wholly, written.
#[derive(Debug)]
pub enum WriteError {
    /// Nothing was changed, because of what stands where files of the site belong.
    InTheWay {
        /// Files that no build wrote, with other bytes. [`WriteOptions::adopt`] overwrites them.
        different: Vec<String>,
        /// Paths of the site that are taken by a folder or a link, or lie below a file or a link.
        blocked: Vec<String>,
    },
    /// Nothing was changed: the manifest is of a newer version of the program.
    NewerManifest {
        /// The version of the manifest's form.
        version: u32,
    },
    /// The disk failed; the next write finishes the work.
    Disk(fs::Error),
}

impl From<fs::Error> for WriteError {
    fn from(error: fs::Error) -> Self {
        Self::Disk(error)
    }
}

impl std::error::Error for WriteError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Disk(error) => Some(error),
            _ => None,
        }
    }
}

impl fmt::Display for WriteError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InTheWay { different, blocked } => {
                if !blocked.is_empty() {
                    out.write_str(
                        "в папке готового сайта место его файлов занято другой папкой, \
                         файлом или ссылкой: ",
                    )?;
                    list(out, blocked)?;
                }
                if !different.is_empty() {
                    if !blocked.is_empty() {
                        out.write_str("; ")?;
                    }
                    out.write_str(
                        "в папке готового сайта есть чужие файлы с именами его файлов: ",
                    )?;
                    list(out, different)?;
                }
                Ok(())
            }
            Self::NewerManifest { .. } => {
                out.write_str("папку готового сайта записала более новая версия программы «Росток»")
            }
            Self::Disk(error) => error.fmt(out),
        }
    }
}

fn list(out: &mut fmt::Formatter<'_>, paths: &[String]) -> fmt::Result {
    const SHOWN: usize = 10;
    for (number, path) in paths.iter().take(SHOWN).enumerate() {
        write!(out, "{}`{path}`", if number == 0 { "" } else { ", " })?;
    }
    match paths.len().saturating_sub(SHOWN) {
        0 => Ok(()),
        more => write!(out, " и ещё {more}"),
    }
}

impl WriteError {
    /// What the user can do, in Russian; empty where the error says it all.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::InTheWay { blocked, .. } if !blocked.is_empty() => {
                "перенесите их в другое место и соберите сайт ещё раз"
            }
            Self::InTheWay { .. } => {
                "перенесите их в другое место или соберите сайт с ключом `--adopt`: \
                 тогда они будут заменены"
            }
            Self::NewerManifest { .. } => "обновите программу или выберите другую папку",
            Self::Disk(_) => "",
        }
    }
}

/// Makes the folder `out` hold the files of `set`, touching only what differs and only what is
/// ours; see the steps in [the module](super).
pub fn write(set: &OutputSet, out: &Path, options: WriteOptions) -> Result<Written, WriteError> {
    let (old, listed) = rayon::join(|| Manifest::read(out), || fs::list(out));
    let old = old?;
    let decision = decide(set, out, &old, listed?)?;
    refuse(&decision, options)?;

    for path in &decision.leftovers {
        fs::remove_file(&out.join(path))?;
    }
    for folder in &decision.left_folders {
        fs::remove_dir_if_empty(&out.join(folder));
    }
    let mut on_disk = old;
    let is_to_change = |file: &File<'_>| file.fate != Fate::Keep;
    if !decision.to_remove.is_empty() || decision.files.iter().any(is_to_change) {
        let under_way = under_way(&decision, &on_disk);
        // They are equal where a killed build wanted the same.
        if under_way != on_disk {
            store(&under_way, out)?;
            on_disk = under_way;
        }
    }

    for path in &decision.to_remove {
        fs::remove_file(&out.join(path))?;
    }
    for folder in &decision.to_empty {
        fs::remove_dir_if_empty(&out.join(folder));
    }

    // Folders by all cores, the files of one folder one after another: two threads in the same
    // folder only wait for each other.
    let together = |a: &File<'_>, b: &File<'_>| {
        a.new_folder == b.new_folder && (a.new_folder.is_some() || a.folder() == b.folder())
    };
    let folders: Vec<_> = decision.files.chunk_by(together).collect();
    let records = folders
        .into_par_iter()
        .map(|files| match files[0].new_folder {
            Some(folder) => {
                fs::create_filled(&out.join(folder), |beside| fill(files, folder, beside))
            }
            None => put_all(files, out),
        })
        .collect::<Result<Vec<Vec<Record>>, fs::Error>>()?;

    let mut written = Written { removed: decision.to_remove, ..Written::default() };
    let mut manifest = Manifest::default();
    for (file, record) in decision.files.iter().zip(records.into_iter().flatten()) {
        match file.fate {
            Fate::Keep => written.unchanged += 1,
            fate => {
                written.bytes += record.size;
                let is_new = fate == Fate::Create;
                let list = if is_new { &mut written.created } else { &mut written.changed };
                list.push(file.path.to_owned());
            }
        }
        manifest.files.insert(file.path.to_owned(), Some(record));
    }
    if manifest != on_disk {
        store(&manifest, out)?;
    }
    Ok(written)
}

fn refuse(decision: &Decision<'_>, options: WriteOptions) -> Result<(), WriteError> {
    let with = |fate: Fate| -> Vec<String> {
        let files = decision.files.iter().filter(|file| file.fate == fate);
        files.map(|file| file.path.to_owned()).collect()
    };
    let blocked = with(Fate::Blocked);
    let different = if options.adopt { Vec::new() } else { with(Fate::Overwrite) };
    if blocked.is_empty() && different.is_empty() {
        Ok(())
    } else {
        Err(WriteError::InTheWay { different, blocked })
    }
}

/// The manifest that covers every state between the old and the new: all files that are ours,
/// those that will be written marked as pending.
fn under_way(decision: &Decision<'_>, old: &Manifest) -> Manifest {
    let outdated =
        decision.outdated.iter().map(|path| (path.clone(), old.files.get(path).copied().flatten()));
    let wanted = decision
        .files
        .iter()
        .map(|file| (file.path.to_owned(), (file.fate == Fate::Keep).then_some(file.record)));
    Manifest { files: wanted.chain(outdated).collect() }
}

fn store(manifest: &Manifest, out: &Path) -> Result<(), fs::Error> {
    fs::create_dir_all(out)?;
    fs::replace(&out.join(manifest::NAME), manifest.to_text().as_bytes())
}

/// Writes `files`, all of the new folder `folder`, into `beside`, which then takes its place.
fn fill(files: &[File<'_>], folder: &str, beside: &Path) -> Result<Vec<Record>, fs::Error> {
    let below = |path: &str| beside.join(path[folder.len()..].trim_start_matches('/'));
    let mut made = folder;
    let mut records = Vec::with_capacity(files.len());
    for file in files {
        if file.folder() != made {
            made = file.folder();
            fs::create_dir_all(&below(made))?;
        }
        let path = below(file.path);
        records.push(match file.body {
            Body::Bytes(bytes) => fs::create_new(&path, bytes).map(|()| file.record),
            Body::File(source) | Body::Known { source, .. } => copy(source, &path),
        }?);
    }
    Ok(records)
}

/// Writes those of `files`, all of one folder, that are not as they should be.
fn put_all(files: &[File<'_>], out: &Path) -> Result<Vec<Record>, fs::Error> {
    // Just before its first file: ext4 takes longer if all folders are made ahead.
    if let Some(first) = files.iter().find(|file| file.fate != Fate::Keep) {
        fs::create_dir_all(&out.join(first.folder()))?;
    }
    files.iter().map(|file| put(file, out)).collect()
}

/// Writes `file` if it is not as it should be; what then stands there.
fn put(file: &File<'_>, out: &Path) -> Result<Record, fs::Error> {
    if file.fate == Fate::Keep {
        return Ok(file.record);
    }
    let path = out.join(file.path);
    match file.body {
        Body::Bytes(bytes) => fs::replace(&path, bytes).map(|()| file.record),
        Body::File(source) | Body::Known { source, .. } => copy(source, &path),
    }
}

/// Copies a file; what was written is what counts, also when someone changes the source meanwhile.
fn copy(source: &Path, path: &Path) -> Result<Record, fs::Error> {
    let mut hasher = blake3::Hasher::new();
    fs::copy_to(source, path, |piece| {
        hasher.update(piece);
    })?;
    Ok(Record { size: hasher.count(), hash: hasher.finalize() })
}
