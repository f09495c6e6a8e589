//! Disk errors with their path, in Russian.

use std::fmt;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use super::NotText;

/// The operation that failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    /// Reading a file or listing a folder.
    Read,
    Write,
    CreateFolder,
    Remove,
}

/// A disk error.
#[derive(Debug)]
pub struct Error {
    pub operation: Operation,
    pub path: PathBuf,
    pub source: io::Error,
}

impl Error {
    /// For `map_err`: adds the operation and the path.
    pub(super) fn during(operation: Operation, path: &Path) -> impl FnOnce(io::Error) -> Self + '_ {
        move |source| Self { operation, path: path.to_owned(), source }
    }

    /// For `map_err`: the file at `path` holds no text.
    pub(super) fn not_text(path: &Path) -> impl FnOnce(NotText) -> Self + '_ {
        move |why| {
            let source = io::Error::new(ErrorKind::InvalidData, why);
            Self { operation: Operation::Read, path: path.to_owned(), source }
        }
    }

    /// From the walk or listing of `folder`.
    pub(super) fn from_walk(folder: &Path, error: walkdir::Error) -> Self {
        let path = error.path().unwrap_or(folder).to_owned();
        let source = error.into_io_error().unwrap_or_else(|| ErrorKind::Other.into());
        Self { operation: Operation::Read, path, source }
    }

    /// The reason alone, without the operation and the path.
    pub fn reason(&self) -> String {
        if let Some(not_text) = self.source.get_ref().and_then(|inner| inner.downcast_ref()) {
            let not_text: &NotText = not_text;
            return not_text.to_string();
        }
        match (reason(&self.source), self.source.raw_os_error()) {
            (Some(reason), _) => reason.to_owned(),
            // The system's message would be in English, or in the encoding of its console.
            (None, Some(code)) => format!("ошибка системы № {code}"),
            (None, None) => "ошибка системы".to_owned(),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.source)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let operation = match self.operation {
            Operation::Read => "прочитать",
            Operation::Write => "записать",
            Operation::CreateFolder => "создать папку",
            Operation::Remove => "удалить",
        };
        write!(out, "не удалось {operation} `{}`: {}", self.path.display(), self.reason())
    }
}

fn reason(error: &io::Error) -> Option<&'static str> {
    if cfg!(windows) && matches!(error.raw_os_error(), Some(32 | 33)) {
        return Some("файл занят другой программой");
    }
    Some(match error.kind() {
        ErrorKind::NotFound => "нет такого файла или папки",
        ErrorKind::PermissionDenied => "нет доступа",
        ErrorKind::AlreadyExists => "такое имя уже занято",
        ErrorKind::NotADirectory => "это не папка",
        ErrorKind::IsADirectory => "это папка, а не файл",
        ErrorKind::DirectoryNotEmpty => "папка не пуста",
        ErrorKind::ReadOnlyFilesystem => "диск доступен только для чтения",
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "на диске не осталось места",
        ErrorKind::FileTooLarge => "файл слишком велик",
        ErrorKind::InvalidFilename => "недопустимое или слишком длинное имя",
        ErrorKind::ResourceBusy | ErrorKind::ExecutableFileBusy => "файл занят другой программой",
        ErrorKind::HostUnreachable
        | ErrorKind::NetworkUnreachable
        | ErrorKind::NetworkDown
        | ErrorKind::TimedOut
        | ErrorKind::StaleNetworkFileHandle => "сетевой диск не отвечает",
        _ => return None,
    })
}

/// Whether Windows reports that another program has the file: access denied (5), a sharing violation
/// (32), a lock violation (33). The first has other causes too, so retries are bounded.
pub(super) fn is_locked(error: &io::Error) -> bool {
    matches!(error.raw_os_error(), Some(5 | 32 | 33))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_it_in_russian() {
        let say = |source| {
            Error { operation: Operation::Read, path: "a/b.md".into(), source }.to_string()
        };
        assert_eq!(
            say(ErrorKind::PermissionDenied.into()),
            "не удалось прочитать `a/b.md`: нет доступа"
        );
        assert_eq!(
            say(io::Error::new(ErrorKind::InvalidData, NotText::Binary)),
            "не удалось прочитать `a/b.md`: это не текстовый файл"
        );
        assert_eq!(
            say(io::Error::other("English")),
            "не удалось прочитать `a/b.md`: ошибка системы"
        );
    }

    #[cfg(unix)]
    #[test]
    fn never_says_it_in_english() {
        for code in 1..134 {
            let source = io::Error::from_raw_os_error(code);
            let text =
                Error { operation: Operation::Write, path: PathBuf::new(), source }.to_string();
            assert!(!text.contains(|char: char| char.is_ascii_alphabetic()), "{text}");
        }
    }
}
