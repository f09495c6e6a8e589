//! Errors of writing the output folder, in Russian.

use std::fmt;
use std::path::PathBuf;

use crate::fs;
use crate::quantity::first_paths;

/// The reason why the output folder was not written, or only in part.
#[derive(Debug)]
pub enum WriteError {
    /// Foreign files or folders are in the way; nothing was changed.
    InTheWay {
        /// Foreign files with other content, which [`super::WriteOptions::adopt`] overwrites.
        different: Vec<String>,
        /// Paths of the site that are taken by a folder or a link, or lie below a file or a link.
        blocked: Vec<String>,
    },
    /// The manifest was written by a newer version of the program; nothing was changed.
    NewerManifest {
        /// The format version.
        version: u32,
    },
    /// Another process holds the [`super::OutputLock`] of this folder.
    Busy(PathBuf),
    /// A file to copy does not have the digest that its owner recorded: something destroyed it. It was
    /// copied, and the next build writes that copy again.
    Damaged(PathBuf),
    /// A disk error; the next build finishes the work.
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
            Self::Busy(folder) => write!(
                out,
                "папку `{}` сейчас собирает или отправляет на сайт другое окно программы «Росток»",
                fs::shown_path(folder)
            ),
            Self::Damaged(file) => write!(out, "файл `{}` повреждён", fs::shown_path(file)),
            Self::Disk(error) => error.fmt(out),
        }
    }
}

fn list(out: &mut fmt::Formatter<'_>, paths: &[String]) -> fmt::Result {
    const SHOWN: usize = 10;
    out.write_str(&first_paths(paths, SHOWN))
}

impl WriteError {
    /// Advice in Russian; empty if the message says enough.
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
            Self::Busy(_) => "дождитесь, пока оно закончит, и повторите",
            Self::Damaged(_) => "удалите его: он будет сделан заново",
            Self::Disk(_) => "",
        }
    }
}
