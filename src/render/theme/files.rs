//! The single files of a theme: whether their names and contents may be published.

use std::borrow::Cow;

use crate::diagnostic::{Diagnostic, Place};
use crate::{fs, photos, slug};

/// The error of a name with characters that some browser or server would write in another way.
pub(super) fn misnamed(file: &str, path: &str) -> Option<Diagnostic> {
    let name = path.split('/').find(|name| {
        name.contains(|c: char| {
            !(c.is_ascii_lowercase() || c.is_ascii_digit() || "._-".contains(c))
        })
    })?;
    let parts: Vec<_> =
        name.split('.').map(slug::slugify).filter(|part| !part.is_empty()).collect();
    Some(
        Diagnostic::error(format!("имя «{name}» не годится для адреса файла"))
            .at(Place::file(file))
            .hint(format!(
                "назовите его `{}`: строчные латинские буквы, цифры, точка и дефис",
                parts.join(".")
            )),
    )
}

/// The error of a picture that tells where it was taken: files of a theme are published as they are.
pub(super) fn published_place(file: &str, bytes: &[u8]) -> Option<Diagnostic> {
    photos::has_gps(bytes).then(|| {
        Diagnostic::error("картинка темы говорит, где снята, и была бы опубликована вместе с этим")
            .at(Place::file(file))
            .hint("сохраните её заново без метаданных: файлы темы публикуются как есть")
    })
}

pub(super) fn text(file: &str, bytes: &[u8]) -> Result<String, Diagnostic> {
    fs::decode(bytes).map(Cow::into_owned).map_err(|error| {
        Diagnostic::error(format!("файл темы не прочитать: {error}"))
            .at(Place::file(file))
            .hint("сохраните его в кодировке UTF-8")
    })
}
