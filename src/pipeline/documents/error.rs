//! Why a document cannot be written.

use std::fmt;
use std::path::PathBuf;

use crate::calendar::{DateError, Period};
use crate::config::UnknownColumn;
use crate::export;
use crate::form::FormError;
use crate::fs;
use crate::pipeline::Failure;

/// The reason why a document cannot be written.
#[derive(Debug)]
pub enum DocumentError {
    /// The text is no period.
    Period(DateError),
    /// The file's extension is no known format.
    Format(PathBuf),
    /// The plan would be empty.
    Empty(Period),
    /// There is no such column.
    Column(UnknownColumn),
    /// The file exists with other content.
    Exists(PathBuf),
    Export(export::ExportError),
    /// The form cannot be filled.
    Form(PathBuf, FormError),
    /// The file that a form is filled into is of another kind.
    OtherKind {
        path: PathBuf,
        /// The extension of the form.
        wanted: String,
    },
    /// The file to write is the form.
    FormItself(PathBuf),
}

impl DocumentError {
    /// Advice in Russian; empty if the message says enough.
    pub fn hint(&self) -> String {
        match self {
            Self::Period(error) => error.hint(),
            Self::Format(_) => {
                "имя файла кончается на `.docx`, `.xlsx`, `.odt`, `.ods` или `.csv`".to_owned()
            }
            Self::Empty(_) => "в план входят события с датой из этого периода; \
                               добавьте событие: `rostok new \"Название события\" --date …`"
                .to_owned(),
            Self::Exists(_) => {
                "укажите другое имя или, если его можно заменить, ключ `--force`".to_owned()
            }
            Self::Column(error) => error.hint.clone(),
            Self::Export(_) => String::new(),
            Self::Form(_, error) => error.hint(),
            Self::OtherKind { wanted, .. } => {
                format!("форма заполняется в файле того же вида: имя кончается на `.{wanted}`")
            }
            Self::FormItself(_) => {
                "форма остаётся нетронутой: укажите в `--out` другое имя".to_owned()
            }
        }
    }
}

impl fmt::Display for DocumentError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Period(error) => out.write_str(&error.message()),
            Self::Format(file) => {
                write!(out, "по имени `{}` не понять, какой нужен файл", fs::shown_path(file))
            }
            Self::Empty(period) => write!(out, "планировать нечего: {period}"),
            Self::Column(error) => out.write_str(&error.message),
            Self::Exists(file) => write!(out, "файл `{}` уже есть", fs::shown_path(file)),
            Self::Export(error) => error.fmt(out),
            Self::Form(file, error) => write!(out, "`{}`: {error}", fs::shown_path(file)),
            Self::OtherKind { path, .. } => {
                write!(out, "`{}` — файл другого вида, чем форма", fs::shown_path(path))
            }
            Self::FormItself(file) => write!(out, "`{}` — это сама форма", fs::shown_path(file)),
        }
    }
}

impl From<DocumentError> for Failure {
    fn from(error: DocumentError) -> Self {
        Self::Document(error)
    }
}
