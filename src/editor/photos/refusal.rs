//! Why something cannot be done with a photo, in the words of the page.

use std::path::Path;

use crate::characters::capitalised;
use crate::editor::api::ApiError;
use crate::file_kind::FileKind;
use crate::fs;
use crate::photos::RefusedPicture;

fn refused(status: u16, message: impl Into<String>, hint: &str) -> ApiError {
    let hint = Some(hint.to_owned()).filter(|hint| !hint.is_empty());
    ApiError { status, message: message.into(), hint, data: None }
}

/// The front matter of the event cannot be read.
pub(super) fn unreadable() -> ApiError {
    refused(
        422,
        "Сведения в начале файла не читаются",
        "откройте «Текст файла целиком» и поправьте то, на что указывает редактор",
    )
}

/// The front matter cannot be changed without touching something else.
pub(super) fn not_patched<T>(_: T) -> ApiError {
    refused(
        422,
        "Это место файла записано необычно, и менять его сама программа не будет",
        "откройте «Текст файла целиком» и поправьте строки о снимках там",
    )
}

/// The event has no photo of this name.
pub(super) fn gone(name: &str) -> ApiError {
    refused(
        404,
        format!("Снимка «{name}» в папке события больше нет"),
        "возможно, его убрали или переименовали в другой программе",
    )
}

/// What a request says of photos is not understood.
pub(super) fn not_understood() -> ApiError {
    refused(400, "Запрос не понят", "обновите страницу и повторите")
}

pub(super) fn disk(error: fs::Error, root: &Path) -> ApiError {
    error.within(root).into()
}

/// The text of the event shows the photo.
pub(super) fn in_text() -> ApiError {
    refused(
        409,
        "Этот снимок стоит в рассказе",
        "сначала уберите его из рассказа, тогда его можно будет убрать и из папки",
    )
}

/// What is neither a picture nor anything else that might be one.
pub(in crate::editor) fn other_kind(kind: FileKind) -> Option<ApiError> {
    let (message, hint) = match kind {
        FileKind::Recording { .. } => (
            "Это видео или звук, а не снимок",
            "выложите видео на Rutube или VK Видео и вставьте ссылку на него в рассказ",
        ),
        FileKind::RawPhoto { .. } => (
            "Это снимок в формате фотоаппарата: браузеры его не показывают",
            "откройте его на компьютере и сохраните как JPEG",
        ),
        FileKind::Archive => {
            ("Это архив, а не снимок", "распакуйте его и перетащите сюда сами снимки")
        }
        FileKind::Picture | FileKind::Other => return None,
    };
    Some(refused(415, message, hint))
}

/// A picture that cannot be published.
pub(in crate::editor) fn picture(picture: &RefusedPicture) -> ApiError {
    if picture.is_heic {
        return refused(
            415,
            "Снимок в формате HEIC: на сайте его не показать",
            "на айфоне откройте «Настройки → Камера → Форматы» и выберите «Наиболее совместимый»: \
             телефон будет снимать в JPEG. Этот снимок выберите на самом айфоне через «С телефона» — он \
             переведёт его в JPEG — или откройте на компьютере и сохраните как JPEG",
        );
    }
    if picture.is_other {
        return refused(415, "В файле не снимок", "подойдут JPEG, PNG, WebP, GIF, BMP и TIFF");
    }
    refused(422, capitalised(&picture.message), picture.hint)
}
