//! Why the work cannot be done at all, in Russian.

use std::fmt;
use std::path::PathBuf;

use super::Unmade;
use crate::config;
use crate::fs;
use crate::import::ImportError;
use crate::output::{BadFolder, WriteError};

/// Why the work cannot be done at all.
#[derive(Debug)]
pub enum Failure {
    /// There is no `content/site.yaml`.
    NoSite(PathBuf),
    /// The disk does not allow it.
    Disk(fs::Error),
    /// The output folder cannot be one.
    Folder(BadFolder),
    /// The output folder cannot be written.
    Write(WriteError),
    /// The report or plan cannot be made.
    Document(Unmade),
    /// The file to import cannot be read.
    Import(PathBuf, ImportError),
}

impl Failure {
    /// What the user can do, in Russian; empty where the failure says it all.
    pub fn hint(&self) -> String {
        match self {
            Self::NoSite(_) => {
                "перейдите в папку сайта, укажите её ключом `--root` или создайте новый сайт: `rostok init`".to_owned()
            }
            Self::Disk(_) => String::new(),
            Self::Folder(error) => error.hint().to_owned(),
            Self::Write(error) => error.hint().to_owned(),
            Self::Document(error) => error.hint(),
            Self::Import(_, refusal) => refusal.hint(),
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoSite(root) => {
                write!(f, "в папке `{}` нет файла настроек `{}`", root.display(), config::FILE)
            }
            Self::Disk(error) => error.fmt(f),
            Self::Folder(error) => error.fmt(f),
            Self::Write(error) => error.fmt(f),
            Self::Document(error) => error.fmt(f),
            Self::Import(file, refusal) => write!(f, "`{}`: {refusal}", file.display()),
        }
    }
}

impl std::error::Error for Failure {}

impl From<fs::Error> for Failure {
    fn from(error: fs::Error) -> Self {
        Self::Disk(error)
    }
}

impl From<BadFolder> for Failure {
    fn from(error: BadFolder) -> Self {
        Self::Folder(error)
    }
}

impl From<WriteError> for Failure {
    fn from(error: WriteError) -> Self {
        Self::Write(error)
    }
}
