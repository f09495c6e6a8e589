//! What went wrong with which file, in Russian.

use std::fmt;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use super::NotText;

/// What was being done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// A file or a folder's list was being read.
    Read,
    /// A file was being written.
    Write,
    /// A folder was being made.
    Create,
    /// A file or a folder was being removed.
    Remove,
}

/// A failure of the disk, with the path.
#[derive(Debug)]
pub struct Error {
    /// What was being done.
    pub action: Action,
    /// To what.
    pub path: PathBuf,
    /// The system's own account of it.
    pub source: io::Error,
}

impl Error {
    /// For `map_err`: adds what was being done, and to what.
    pub(super) fn of(action: Action, path: &Path) -> impl FnOnce(io::Error) -> Self + '_ {
        move |source| Self { action, path: path.to_owned(), source }
    }

    /// What went wrong, without what was being done and to what.
    pub fn reason(&self) -> String {
        if let Some(not_text) = self.source.get_ref().and_then(|inner| inner.downcast_ref()) {
            let not_text: &NotText = not_text;
            return not_text.to_string();
        }
        match (reason(&self.source), self.source.raw_os_error()) {
            (Some(reason), _) => reason.to_owned(),
            // The system's own words would be English, or in the encoding of its console.
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
        let action = match self.action {
            Action::Read => "прочитать",
            Action::Write => "записать",
            Action::Create => "создать папку",
            Action::Remove => "удалить",
        };
        write!(out, "не удалось {action} `{}`: {}", self.path.display(), self.reason())
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

/// Whether Windows says that another program has the file: access denied (5), a sharing violation
/// (32), a lock violation (33). The first has other causes too, hence only a bounded patience.
pub(super) fn is_held(error: &io::Error) -> bool {
    matches!(error.raw_os_error(), Some(5 | 32 | 33))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_it_in_russian() {
        let say =
            |source| Error { action: Action::Read, path: "a/b.md".into(), source }.to_string();
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
            let text = Error { action: Action::Write, path: PathBuf::new(), source }.to_string();
            assert!(!text.contains(|char: char| char.is_ascii_alphabetic()), "{text}");
        }
    }
}
