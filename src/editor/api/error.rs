//! Why a function of the API did not do what was asked, in words for the teacher.

use std::io::ErrorKind;
use std::path::{MAIN_SEPARATOR, Path};

use serde_json::Value;

use crate::characters::capitalised;
use crate::editor::EditorError;
use crate::editor::documents::EditError;
use crate::editor::json::json;
use crate::fs;
use crate::http::{HttpAnswer, Rejection};
use crate::pipeline::Failure;
use crate::starter::StarterError;

/// An error that the page shows.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ApiError {
    /// 400: the page's mistake; 404: nothing there; 409: not now; 412: the file has changed meanwhile;
    /// 422: what was entered is wrong; 500: the disk or the system; 503: the folder of the site is gone; 507: the
    /// disk is full. The page repeats a save after the last two by itself.
    pub(crate) status: u16,
    /// In Russian, with a capital letter and without a full stop.
    pub(crate) message: String,
    pub(crate) hint: Option<String>,
    /// What the page needs to go on.
    pub(crate) data: Option<Value>,
}

impl ApiError {
    #[cold]
    pub(crate) fn new(status: u16, message: impl Into<String>) -> Self {
        Self { status, message: message.into(), hint: None, data: None }
    }

    /// Adds what to do; an empty text is none.
    #[cold]
    #[must_use]
    pub(crate) fn hint(self, hint: impl Into<String>) -> Self {
        Self { hint: Some(hint.into()).filter(|hint| !hint.is_empty()), ..self }
    }

    #[cold]
    #[must_use]
    pub(crate) fn data(self, data: Value) -> Self {
        Self { data: Some(data), ..self }
    }

    /// Without the folder of the site, `root`, before the names of files: the page has no other.
    #[cold]
    #[must_use]
    pub(in crate::editor) fn within(self, root: &Path) -> Self {
        let folder = format!("`{}{MAIN_SEPARATOR}", fs::shown_path(root));
        Self { message: self.message.replace(&folder, "`"), ..self }
    }

    pub(in crate::editor) fn into_answer(self) -> HttpAnswer {
        let mut body = json!({ "message": self.message });
        if let Some(hint) = self.hint {
            body["hint"] = hint.into();
        }
        if let Some(data) = self.data {
            body["data"] = data;
        }
        HttpAnswer::bytes(self.status, super::JSON, body.to_string())
    }
}

/// What the page is told of a request that was not let in.
pub(in crate::editor) fn rejection_body(rejection: Rejection) -> String {
    json!({ "message": rejection.text() }).to_string()
}

/// A text of the library begins with a small letter.
pub(in crate::editor) fn sentence(text: &str) -> String {
    capitalised(text)
}

impl From<fs::Error> for ApiError {
    fn from(error: fs::Error) -> Self {
        let status = match error.source.kind() {
            _ if error.is_full() => 507,
            _ if error.is_closed() => 409,
            ErrorKind::NotFound | ErrorKind::NotADirectory => 404,
            // A folder, a pipe or a file that is no text; a name that no disk takes.
            ErrorKind::InvalidFilename
            | ErrorKind::InvalidInput
            | ErrorKind::InvalidData
            | ErrorKind::IsADirectory
            | ErrorKind::AlreadyExists => 422,
            _ => 500,
        };
        Self::new(status, sentence(&error.to_string())).hint(error.hint())
    }
}

impl From<EditError> for ApiError {
    fn from(error: EditError) -> Self {
        let status = match error {
            EditError::Disk(error) => return error.into(),
            EditError::Conflict(_) => 412,
            EditError::Refused { .. } => 422,
            EditError::Missing(_) => 404,
        };
        let answer = Self::new(status, sentence(&error.to_string())).hint(error.hint());
        match error {
            EditError::Conflict(disk) => {
                answer.data(json!({ "hash": disk.hash, "text": disk.text, "body": disk.body }))
            }
            _ => answer,
        }
    }
}

impl From<Failure> for ApiError {
    fn from(failure: Failure) -> Self {
        let status = match failure {
            Failure::Disk(error) => return error.into(),
            Failure::NoSite { .. } | Failure::OutFolder(_) | Failure::Write(_) => 409,
            Failure::Copy(_) | Failure::Document(_) | Failure::Import(..) | Failure::Stopped => 422,
        };
        Self::new(status, sentence(&failure.to_string())).hint(failure.hint())
    }
}

impl From<EditorError> for ApiError {
    fn from(error: EditorError) -> Self {
        Self::new(500, sentence(&error.to_string())).hint(error.hint())
    }
}

impl From<StarterError> for ApiError {
    fn from(error: StarterError) -> Self {
        let status = match error {
            StarterError::Disk(error) => return error.into(),
            StarterError::SiteExists(_) | StarterError::PostExists(_) => 409,
            StarterError::NoAddress(_)
            | StarterError::BadAddress(_)
            | StarterError::UnknownDirection(_) => 422,
        };
        Self::new(status, sentence(&error.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_named_without_the_folder_of_the_site() {
        let root = Path::new("Сайт № 7");
        let file = root.join("content");
        let error = |path: &Path| {
            let message = format!("Не удалось записать `{}`: нет места", fs::shown_path(path));
            ApiError::new(507, message).within(root).message
        };
        assert_eq!(error(&file), "Не удалось записать `content`: нет места");
        assert_eq!(error(root), "Не удалось записать `Сайт № 7`: нет места");
    }
}
