//! Why nothing was created, in words.

use std::fmt;
use std::path::PathBuf;

use crate::config::UnknownDirection;
use crate::fs;
use crate::slug;

/// Why nothing was created.
#[derive(Debug)]
pub enum StarterError {
    /// The folder already has a site.
    SiteExists(PathBuf),
    /// A post with this name exists.
    PostExists(PathBuf),
    /// No slug can be derived from this title.
    NoAddress(String),
    /// The slug has characters other than lowercase Latin letters, digits and hyphens.
    BadAddress(String),
    UnknownDirection(UnknownDirection),
    Disk(fs::Error),
}

impl StarterError {
    /// What the author can do, in Russian; may be empty.
    pub fn hint(&self) -> String {
        match self {
            Self::SiteExists(_) => "укажите другую папку: `rostok init папка`".to_owned(),
            Self::PostExists(file) => {
                format!(
                    "откройте `{}` или дайте событию другой адрес: `--slug turnir-2`",
                    fs::with_slashes(file)
                )
            }
            Self::NoAddress(_) => "добавьте адрес латинскими буквами: `--slug turnir`".to_owned(),
            Self::BadAddress(slug) => match slug::slugify(slug) {
                fixed if fixed.is_empty() => "строчные латинские буквы, цифры и дефис".to_owned(),
                fixed => format!("строчные латинские буквы, цифры и дефис: `{fixed}`"),
            },
            Self::UnknownDirection(error) => error.hint.clone(),
            Self::Disk(_) => String::new(),
        }
    }
}

impl fmt::Display for StarterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SiteExists(file) => {
                write!(f, "сайт здесь уже есть: `{}`", fs::with_slashes(file))
            }
            Self::PostExists(file) => write!(f, "файл `{}` уже есть", fs::with_slashes(file)),
            Self::NoAddress(title) => {
                write!(f, "из названия «{title}» не получается адрес страницы")
            }
            Self::BadAddress(slug) => write!(f, "«{slug}» не годится для адреса страницы"),
            Self::UnknownDirection(error) => f.write_str(&error.message),
            Self::Disk(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for StarterError {}
