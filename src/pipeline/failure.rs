//! Failures of the environment, in Russian.

use std::fmt;
use std::path::PathBuf;

use super::DocumentError;
use crate::config;
use crate::fs;
use crate::import::ImportError;
use crate::output::{BadOutFolder, WriteError};

/// The reason why a build, a document or an import is impossible.
#[derive(Debug)]
pub enum Failure {
    /// This root has no `content/site.yaml`.
    NoSite(PathBuf),
    Disk(fs::Error),
    OutFolder(BadOutFolder),
    Write(WriteError),
    Document(DocumentError),
    /// This file cannot be imported.
    Import(PathBuf, ImportError),
}

impl Failure {
    /// Advice in Russian; empty if the message says enough.
    pub fn hint(&self) -> String {
        match self {
            Self::NoSite(_) => {
                "перейдите в папку сайта, укажите её ключом `--root` или создайте новый сайт: `rostok init`".to_owned()
            }
            Self::Disk(_) => String::new(),
            Self::OutFolder(error) => error.hint().to_owned(),
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
            Self::OutFolder(error) => error.fmt(f),
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

impl From<BadOutFolder> for Failure {
    fn from(error: BadOutFolder) -> Self {
        Self::OutFolder(error)
    }
}

impl From<WriteError> for Failure {
    fn from(error: WriteError) -> Self {
        Self::Write(error)
    }
}
