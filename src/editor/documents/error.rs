//! Why an edit was not made, in words for the teacher.

use std::fmt;

use super::Opened;
use crate::fs;
use crate::yaml::Refused;

#[derive(Debug)]
pub enum EditError {
    /// The file has another edit, of the same lines: the document as it is on the disk. Nothing was written.
    Conflict(Box<Opened>),
    /// The edit cannot be made.
    Refused {
        message: String,
        hint: String,
    },
    /// There is no such document.
    Missing(String),
    Disk(fs::Error),
}

impl EditError {
    #[cold]
    pub(super) fn refused(message: &str, hint: &str) -> Self {
        Self::Refused { message: message.to_owned(), hint: hint.to_owned() }
    }

    /// What the teacher can do; may be empty.
    pub fn hint(&self) -> &str {
        match self {
            Self::Conflict(_) => "оставьте свою правку или возьмите ту, что в файле",
            Self::Refused { hint, .. } => hint,
            Self::Missing(_) => "возможно, его удалили или переименовали: откройте список событий",
            Self::Disk(_) => "",
        }
    }
}

impl From<fs::Error> for EditError {
    fn from(error: fs::Error) -> Self {
        Self::Disk(error)
    }
}

impl From<Refused> for EditError {
    fn from(refused: Refused) -> Self {
        let hint = match refused {
            Refused::Unreadable => "исправьте начало файла: нажмите «Текст файла целиком»",
            Refused::NoPlace | Refused::TouchesOthers => {
                "измените это место в тексте: нажмите «Текст файла целиком»"
            }
        };
        Self::Refused { message: refused.to_string(), hint: hint.to_owned() }
    }
}

impl fmt::Display for EditError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Conflict(_) => out.write_str("в файле уже другая правка этого места"),
            Self::Refused { message, .. } => out.write_str(message),
            Self::Missing(file) => write!(out, "файла `{file}` нет"),
            Self::Disk(error) => error.fmt(out),
        }
    }
}

impl std::error::Error for EditError {}
