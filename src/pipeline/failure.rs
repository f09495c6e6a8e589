//! Failures of the environment, in Russian.

use std::fmt;
use std::path::{Path, PathBuf};

use super::{CopyError, DocumentError};
use crate::config;
use crate::fs;
use crate::import::ImportError;
use crate::output::{BadOutFolder, WriteError};

/// The reason why a build, a document or an import is impossible.
#[derive(Debug)]
pub enum Failure {
    /// The root has no `content/site.yaml`.
    NoSite {
        root: PathBuf,
        /// A folder around or inside the root that has one.
        near: Option<PathBuf>,
    },
    Disk(fs::Error),
    OutFolder(BadOutFolder),
    Write(WriteError),
    Document(DocumentError),
    Copy(CopyError),
    /// This file cannot be imported.
    Import(PathBuf, ImportError),
    /// Whoever watches the build wants no more of it; nothing was written.
    Stopped,
}

impl Failure {
    /// The failure of a root without a site. Looks for one nearby: the command may have been started
    /// in `content`, or in the folder that the site's folder lies in.
    pub fn no_site(root: &Path) -> Self {
        let has_site = |folder: &PathBuf| fs::exists(&folder.join(config::FILE));
        let here = Path::new(".");
        let above: Vec<PathBuf> = if root == here {
            ["..", "../..", "../../.."].map(PathBuf::from).into()
        } else {
            let outer = root.ancestors().skip(1).take(3).map(Path::to_owned);
            outer
                .map(|folder| if folder == Path::new("") { here.to_owned() } else { folder })
                .collect()
        };
        let inside = fs::subfolders(root).into_iter();
        let inside = inside.map(|name| if root == here { name.into() } else { root.join(name) });
        Self::NoSite { root: root.to_owned(), near: above.into_iter().chain(inside).find(has_site) }
    }

    /// Advice in Russian; empty if the message says enough.
    pub fn hint(&self) -> String {
        match self {
            Self::NoSite { near: Some(near), .. } if near == Path::new(".") => {
                "сайт есть в этой папке; запустите команду без `--root`".to_owned()
            }
            Self::NoSite { near: Some(near), .. } => {
                let near = fs::with_slashes(near);
                let quote = if near.contains(' ') { "\"" } else { "" };
                format!("сайт есть в папке `{near}`; перейдите в неё: `cd {quote}{near}{quote}`")
            }
            Self::NoSite { root, .. } if !fs::exists(root) => "проверьте имя папки".to_owned(),
            Self::NoSite { .. } => "создать сайт здесь: `rostok init`\n\
                                    если он в другой папке, перейдите в неё: `cd папка`"
                .to_owned(),
            Self::Disk(_) | Self::Stopped => String::new(),
            Self::OutFolder(error) => error.hint().to_owned(),
            Self::Write(error) => error.hint().to_owned(),
            Self::Document(error) => error.hint(),
            Self::Copy(error) => error.hint(),
            Self::Import(_, refusal) => refusal.hint(),
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoSite { root, .. } if !fs::exists(root) => {
                write!(f, "нет папки `{}`", fs::shown_path(root))
            }
            Self::NoSite { root, .. } if root == Path::new(".") => {
                write!(f, "в этой папке нет сайта: нет файла настроек `{}`", config::FILE)
            }
            Self::NoSite { root, .. } => {
                let (root, file) = (fs::shown_path(root), config::FILE);
                write!(f, "в папке `{root}` нет сайта: нет файла настроек `{file}`")
            }
            Self::Disk(error) => error.fmt(f),
            Self::OutFolder(error) => error.fmt(f),
            Self::Write(error) => error.fmt(f),
            Self::Document(error) => error.fmt(f),
            Self::Copy(error) => error.fmt(f),
            Self::Import(file, refusal) => write!(f, "`{}`: {refusal}", fs::shown_path(file)),
            Self::Stopped => f.write_str("сборка остановлена"),
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

impl From<CopyError> for Failure {
    fn from(error: CopyError) -> Self {
        Self::Copy(error)
    }
}

impl From<WriteError> for Failure {
    fn from(error: WriteError) -> Self {
        Self::Write(error)
    }
}
