//! Files that rows of tables and texts of pages lead to: taken in under a safe name, after a look at what the
//! hosting would say of them.

use std::io::Cursor;

use super::api::{ApiError, Upload};
use super::app::App;
use super::photos::{in_turn, is_same_file, other_kind, refused_picture, taken_names};
use super::{events, settings};
use crate::config::Hosting;
use crate::file_kind::FileKind;
use crate::fs;
use crate::photos;
use crate::quantity::megabytes;
use crate::slug::{file_name, name_key};

/// A file that was taken in.
#[derive(Debug)]
pub(super) struct AttachedFile {
    /// In its folder.
    pub(super) name: String,
    pub(super) is_picture: bool,
    /// What the teacher should know of it.
    pub(super) notes: Vec<String>,
}

/// The width to which a picture is decoded for a look, in pixels.
const LOOK: u32 = 64;

/// Kinds of files that would be read as texts or tables of the section.
const OWN_KINDS: [&str; 4] = ["md", "markdown", "yaml", "yml"];

/// Puts what was `uploaded` under the name `written` into `folder`, relative to the site's root, as [`put_in`] does.
///
/// # Errors
/// If it cannot be published, or the disk fails.
pub(super) fn attach(
    app: &App,
    folder: &str,
    written: &str,
    uploaded: Upload,
) -> Result<AttachedFile, ApiError> {
    let disk = |error: fs::Error| ApiError::from(error.within(&app.root));
    let config = settings::read(&app.root)?.0.ok_or_else(events::no_site)?;
    let last = written.rsplit(['/', '\\']).next().unwrap_or(written);
    let name = file_name(last);
    let extension = name.rsplit_once('.').map_or("", |(_, end)| end).to_owned();
    let size = fs::size(uploaded.path()).map_err(disk)?;
    let notes = check_hosting(&config.hosting, &extension, size)?;
    let bytes = fs::read(uploaded.path()).map_err(disk)?;
    let kind = FileKind::detect(&name, &mut Cursor::new(&bytes), size).unwrap_or(FileKind::Other);
    if let FileKind::Recording { .. } | FileKind::RawPhoto { .. } = kind
        && let Some(refused) = other_kind(kind)
    {
        return Err(refused);
    }
    if kind == FileKind::Picture {
        check_picture(&bytes)?;
    }
    drop(bytes);
    let name = put_in(app, folder, &name, uploaded)?;
    Ok(AttachedFile { name, is_picture: kind == FileKind::Picture, notes })
}

/// Puts what was `uploaded` into `folder` under `name`; gives the name that it has there. Nothing is overwritten:
/// another file of the same name gets a number, the same file is there already.
///
/// # Errors
/// If the disk fails.
pub(super) fn put_in(
    app: &App,
    folder: &str,
    name: &str,
    uploaded: Upload,
) -> Result<String, ApiError> {
    let disk = |error: fs::Error| ApiError::from(error.within(&app.root));
    let place = app.root.join(folder);
    fs::create_dirs_flushed(&place).map_err(disk)?;
    let taken = taken_names(&place).map_err(disk)?;
    for name in in_turn(name) {
        let path = place.join(&name);
        if taken.contains(&name_key(&name)) {
            if is_same_file(&path, uploaded.path()) {
                return Ok(name);
            }
            continue;
        }
        uploaded.keep_as(&path).map_err(disk)?;
        return Ok(name);
    }
    Err(ApiError::new(409, "Файлов с таким именем слишком много").hint("переименуйте файл"))
}

/// Refuses a picture that a build would refuse: it would stop every publication.
///
/// # Errors
/// If it cannot be published.
pub(super) fn check_picture(bytes: &[u8]) -> Result<(), ApiError> {
    photos::thumbnail(bytes, LOOK).map_err(|refused| refused_picture(&refused))?;
    Ok(())
}

/// What the hosting would say of a file; notes where that is not sure.
fn check_hosting(hosting: &Hosting, extension: &str, size: u64) -> Result<Vec<String>, ApiError> {
    let mut notes = Vec::new();
    if extension.is_empty() {
        return Err(ApiError::new(415, "По имени файла не понять, что в нём")
            .hint("допишите в конце имени точку и вид файла: «prikaz.pdf»"));
    }
    if OWN_KINDS.contains(&extension) {
        return Err(ApiError::new(415, format!("Файлы «.{extension}» Росток читает как свои"))
            .hint("сохраните документ в другом виде, например PDF"));
    }
    if !hosting.takes(extension) {
        return Err(ApiError::new(415, format!("Хостинг не принимает файлы «.{extension}»"))
            .hint("сохраните документ в другом виде, например PDF"));
    }
    if !hosting.is_known(extension) {
        notes.push(format!(
            "Неизвестно, принимает ли ваш хостинг файлы «.{extension}». Надёжнее всего PDF."
        ));
    }
    if size > hosting.file {
        let (size, most) = (megabytes(size), megabytes(hosting.file));
        let message = format!("Файл занимает {size}, а хостинг принимает до {most}");
        if hosting.is_given("file") {
            return Err(ApiError::new(413, message)
                .hint("сожмите документ или разместите его в другом месте и дайте ссылку"));
        }
        notes.push(format!("{message}. Если он не загрузится, сожмите документ."));
    }
    Ok(notes)
}

#[cfg(test)]
mod tests {
    use super::check_picture;

    const PHOTO: &[u8] = include_bytes!("../../tests/photos/small.jpg");

    #[test]
    fn a_picture_that_a_build_would_refuse_is_refused() {
        check_picture(PHOTO).expect("a whole picture");
        let refused = check_picture(&PHOTO[..PHOTO.len() / 2]).expect_err("half a picture");
        assert!(refused.message.contains("обрывается"), "{}", refused.message);
    }
}
