//! Disk errors with their path, in Russian.

use std::fmt;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use super::{NotText, shown_path};

/// The operation that failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    /// Reading a file or listing a folder.
    Read,
    Write,
    CreateFolder,
    Remove,
}

/// A path leads to a pipe, a socket or a device.
#[derive(Debug)]
pub(super) struct NotAFile;

impl std::error::Error for NotAFile {}

impl fmt::Display for NotAFile {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("это не обычный файл, а канал или устройство")
    }
}

impl From<NotAFile> for io::Error {
    fn from(not_a_file: NotAFile) -> Self {
        Self::new(ErrorKind::InvalidInput, not_a_file)
    }
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

    /// The error with its path from the site's `root`, for those who know which site is meant and need
    /// not know where it lies.
    #[must_use]
    pub fn within(self, root: &Path) -> Self {
        match self.path.strip_prefix(root) {
            Ok(inner) if inner != Path::new("") => Self { path: inner.to_owned(), ..self },
            _ => self,
        }
    }

    /// The reason alone, without the operation and the path.
    pub fn reason(&self) -> String {
        let is_own = |inner: &&(dyn std::error::Error + Send + Sync + 'static)| {
            inner.is::<NotText>() || inner.is::<NotAFile>()
        };
        if let Some(own) = self.source.get_ref().filter(is_own) {
            return own.to_string();
        }
        if let Some(message) = self.held_by_program(cfg!(windows)) {
            return message;
        }
        match (reason(&self.source), self.source.raw_os_error()) {
            (Some(reason), _) => reason.to_owned(),
            // The system's message would be in English, or in the encoding of its console.
            (None, Some(code)) => format!("ошибка системы № {code}"),
            (None, None) => "ошибка системы".to_owned(),
        }
    }

    /// Whether the disk has no room.
    pub fn is_full(&self) -> bool {
        matches!(self.source.kind(), ErrorKind::StorageFull | ErrorKind::QuotaExceeded)
    }

    /// Whether the folder or its disk is closed for writing.
    pub fn is_closed(&self) -> bool {
        self.operation != Operation::Read
            && matches!(
                self.source.kind(),
                ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem
            )
    }

    /// What a user of the editor can do, in Russian; may be empty.
    pub fn hint(&self) -> &'static str {
        if self.is_full() {
            "освободите место на диске и повторите; прежние тексты и снимки целы"
        } else if self.is_closed() {
            "папка раздела закрыта для записи: скопируйте её на диск компьютера или снимите запрет в её свойствах"
        } else {
            ""
        }
    }

    /// Whether this is no text: the one reading error that saving the file anew mends.
    pub fn is_not_text(&self) -> bool {
        self.source.get_ref().is_some_and(|inner| inner.is::<NotText>())
    }

    /// The reason if another program holds the file, or may do so, with what to close.
    ///
    /// A report that is open in Word cannot be replaced: Windows refuses to rename a file onto it with
    /// «access denied», which has other causes too, and everything else with a sharing violation.
    fn held_by_program(&self, is_windows: bool) -> Option<String> {
        let is_busy =
            matches!(self.source.kind(), ErrorKind::ResourceBusy | ErrorKind::ExecutableFileBusy);
        let code = self.source.raw_os_error().filter(|_| is_windows);
        let program = self.usual_program();
        match code {
            _ if is_busy => Some(format!("он занят другой программой; закройте файл {program}")),
            Some(SHARING_VIOLATION | LOCK_VIOLATION) => {
                Some(format!("он открыт в другой программе; закройте файл {program}"))
            }
            Some(ACCESS_DENIED)
                if matches!(self.operation, Operation::Write | Operation::Remove) =>
            {
                Some(format!("нет доступа; если он открыт, закройте файл {program}"))
            }
            _ => None,
        }
    }

    /// Where a file of this kind is usually open: «в Word».
    fn usual_program(&self) -> &'static str {
        let extension = self.path.extension().and_then(|end| end.to_str()).unwrap_or_default();
        match extension.to_ascii_lowercase().as_str() {
            "doc" | "docx" | "rtf" | "odt" => "в Word",
            "xls" | "xlsx" | "csv" | "ods" => "в Excel",
            _ => "в той программе, где он открыт",
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
        write!(out, "не удалось {operation} `{}`: {}", shown_path(&self.path), self.reason())
    }
}

/// Codes of Windows: a file may be held by another program, and the first has other causes too.
const ACCESS_DENIED: i32 = 5;
const SHARING_VIOLATION: i32 = 32;
const LOCK_VIOLATION: i32 = 33;

fn reason(error: &io::Error) -> Option<&'static str> {
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
        ErrorKind::HostUnreachable
        | ErrorKind::NetworkUnreachable
        | ErrorKind::NetworkDown
        | ErrorKind::TimedOut
        | ErrorKind::StaleNetworkFileHandle => "сетевой диск не отвечает",
        _ => return None,
    })
}

/// Whether Windows reports that another program has the file, or may have it; so retries are bounded.
pub(super) fn is_locked(error: &io::Error) -> bool {
    is_held(error) || error.raw_os_error() == Some(ACCESS_DENIED)
}

/// Whether Windows reports that another program has the file.
pub(super) fn is_held(error: &io::Error) -> bool {
    matches!(error.raw_os_error(), Some(SHARING_VIOLATION | LOCK_VIOLATION))
}

#[cfg(test)]
mod tests;
