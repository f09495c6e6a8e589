//! Bringing the output folder to what the set says.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use super::decide::{Decision, Fate, File, decide};
use super::found::Found;
use super::manifest::{self, Manifest, Record};
use super::put::put_all;
use super::set::OutputSet;
use super::stage::Stage;
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
    Stage::open(out)?.write(set, options)
}

impl Stage {
    /// As [`write()`], where some of the files have been [kept](Self::keep) here.
    ///
    /// # Errors
    /// As [`write()`].
    pub fn write(self, set: &OutputSet, options: WriteOptions) -> Result<Written, WriteError> {
        let Found { out, old, .. } = &self.found;
        let decision = decide(set, &self.found)?;
        refuse(&decision, options)?;

        for path in &decision.leftovers {
            fs::remove_file(&out.join(path))?;
        }
        for folder in &decision.left_folders {
            fs::remove_dir_if_empty(&out.join(folder));
        }
        let mut on_disk = old.to_text();
        let is_to_change = |file: &File<'_>| file.fate != Fate::Keep;
        if !decision.to_remove.is_empty() || decision.files.iter().any(is_to_change) {
            let under_way = under_way(&decision, old);
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

        let decided = || decision.files.iter().map(|file| (file.path, Some(file.record)));
        let (copied_otherwise, (mut written, mut finished)) = rayon::join(
            || put_all(&decision.files, out, &self.new_folders()),
            || (written(&decision), manifest::to_text(decided())),
        );
        let copied_otherwise = copied_otherwise?;
        if !copied_otherwise.is_empty() {
            let mut files: BTreeMap<&str, Option<Record>> = decided().collect();
            for (path, record) in copied_otherwise {
                let decided = files.insert(path, Some(record)).flatten();
                written.bytes =
                    written.bytes + record.size - decided.map_or(0, |decided| decided.size);
            }
            finished = manifest::to_text(files.into_iter());
        }
        if finished != on_disk {
            store(&finished, out)?;
        }
        Ok(written)
    }
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

/// What a write that was decided upon does.
fn written(decision: &Decision<'_>) -> Written {
    let mut written = Written { removed: decision.to_remove.clone(), ..Written::default() };
    for file in &decision.files {
        let list = match file.fate {
            Fate::Keep => {
                written.unchanged += 1;
                continue;
            }
            Fate::Create => &mut written.created,
            Fate::Change | Fate::Overwrite | Fate::Blocked => &mut written.changed,
        };
        list.push(file.path.to_owned());
        written.bytes += file.record.size;
    }
    written
}

/// The manifest that covers every state between the old and the new: all files that are ours,
/// those that will be written marked as pending.
fn under_way(decision: &Decision<'_>, old: &Manifest) -> String {
    let outdated =
        decision.outdated.iter().map(|path| (&**path, old.files.get(path).copied().flatten()));
    let wanted = decision
        .files
        .iter()
        .map(|file| (file.path, (file.fate == Fate::Keep).then_some(file.record)));
    manifest::to_text(wanted.chain(outdated))
}

fn store(manifest: &str, out: &Path) -> Result<(), fs::Error> {
    fs::create_dir_all(out)?;
    fs::replace(&out.join(manifest::NAME), manifest.as_bytes())
}
