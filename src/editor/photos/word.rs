//! Takes a document of Word or OpenDocument for the story of an event: its text as Markdown, its pictures as photos.

use std::collections::HashMap;

use super::upload::{self, PhotoUpload};
use super::{open, refusal};
use crate::editor::api::{ApiError, Call, Reply, sentence};
use crate::editor::json::json;
use crate::fs::{self, TempFile};
use crate::import::{self, ImportError};
use crate::quantity::count;

/// `POST /api/document/word?file=&name=`: the text of the document, whose pictures lie beside the event then.
pub(super) fn take(call: &Call<'_>) -> Result<Reply, ApiError> {
    let app = call.app;
    let (file, name) = (call.query.required("file")?, call.query.required("name")?);
    let document = call.take_upload()?;
    let mut file = open(&app.documents, &file)?.file;
    let disk = |error| refusal::disk(error, &app.root);
    let bytes = fs::read(document.path()).map_err(disk)?;
    let text = import::read_word_text(&bytes).map_err(refused)?;
    let stem = name.rsplit_once('.').map_or(&*name, |(stem, _)| stem);
    let folder = document.path().parent().unwrap_or(&app.root);
    let mut known: HashMap<&str, Option<String>> = HashMap::new();
    let mut names = Vec::new();
    for (number, picture) in text.pictures.iter().enumerate() {
        if let Some(name) = known.get(picture.file_name()) {
            names.push(name.clone());
            continue;
        }
        let bytes = picture.read(&bytes).map_err(refused)?;
        let mut temporary = TempFile::create(folder, bytes.len() as u64).map_err(disk)?;
        temporary.write(&bytes).map_err(disk)?;
        let extension = picture.file_name().rsplit_once('.').map_or("", |(_, end)| end);
        let name = format!("{stem} {}.{extension}", number + 1);
        let photo = PhotoUpload { file: &file, name: &name, temporary };
        let placed = match upload::take_in(&app.photos, &app.documents, &app.root, photo) {
            Ok(placed) => {
                file = placed.file;
                Some(placed.name)
            }
            // A drawing of Windows, or a damaged picture: the text is worth more.
            Err(ApiError { status: 415 | 422, .. }) => None,
            Err(error) => return Err(error),
        };
        known.insert(picture.file_name(), placed.clone());
        names.push(placed);
    }
    let mut notes = text.notes.clone();
    let lost = names.iter().filter(|name| name.is_none()).count();
    if lost > 0 {
        let pictures = count(lost, "картинка", "картинки", "картинок");
        notes.push(format!(
            "Не вставлено: {pictures}. На сайте такие не показать: сохраните их как JPEG или PNG."
        ));
    }
    Ok(Reply::Json(json!({ "file": file, "markdown": text.markdown(&names), "notes": notes })))
}

fn refused(error: ImportError) -> ApiError {
    if matches!(error, ImportError::TooLarge) {
        return ApiError::new(415, "Документ слишком велик")
            .hint("откройте его, скопируйте нужное и вставьте в рассказ");
    }
    ApiError::new(415, sentence(&error.to_string())).hint(error.hint())
}

#[test]
fn what_is_too_large_is_no_report() {
    let error = refused(ImportError::TooLarge);
    assert!(error.status == 415 && error.message == "Документ слишком велик", "{error:?}");
    assert!(refused(ImportError::Unknown).message != error.message);
}
