//! The logo: a picture that is put beside the section's tables.

use std::io::Cursor;
use std::path::Path;

use crate::content::{CONTENT, DATA};
use crate::editor::api::{ApiError, Call, Reply};
use crate::editor::attachments::{check_picture, put_in};
use crate::editor::json::json;
use crate::file_kind::FileKind;
use crate::fs;
use crate::photos;
use crate::slug::file_name;

/// No logo is larger, in bytes.
const MAX_BYTES: u64 = 8 * 1024 * 1024;

/// Takes in a picture; tells how the settings name it.
pub(super) fn add(call: &Call<'_>) -> Result<Reply, ApiError> {
    let name = call.query.required("name")?;
    let upload = call.take_upload()?;
    let root = &call.app.root;
    let disk = |error: fs::Error| ApiError::from(error.within(root));
    if fs::size(upload.path()).map_err(disk)? > MAX_BYTES {
        return Err(ApiError::new(422, "Картинка слишком большая для логотипа")
            .hint("уменьшите её: хватит 400 точек в высоту"));
    }
    let bytes = fs::read(upload.path()).map_err(disk)?;
    let extension = extension(&bytes).ok_or_else(|| {
        ApiError::new(422, "Логотипом может быть только картинка")
            .hint("сохраните её как PNG, JPEG или WebP")
    })?;
    check_picture(&bytes)?;
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let written = file_name(last);
    let stem = match written.rsplit_once('.').map_or(&*written, |(stem, _)| stem) {
        "" | "file" | "index" => "logo",
        stem => stem,
    };
    let name = put_in(call.app, DATA, &format!("{stem}.{extension}"), upload)?;
    let folder = DATA.strip_prefix(CONTENT).unwrap_or(DATA).trim_matches('/');
    Ok(Reply::Json(json!({ "logo": format!("{folder}/{name}") })))
}

/// The extension of a picture that may be a logo.
fn extension(bytes: &[u8]) -> Option<&'static str> {
    FileKind::detect("", &mut Cursor::new(bytes), bytes.len() as u64).ok()?;
    let usual = photos::extensions(bytes).ok()?.first().copied()?;
    ["png", "jpg", "webp"].contains(&usual).then_some(usual)
}

/// The picture that the settings name, as it is.
pub(super) fn show(call: &Call<'_>) -> Result<Reply, ApiError> {
    let file = call.query.required("file")?;
    let gone = || ApiError::new(404, "Этой картинки нет");
    let root = &call.app.root;
    let content = fs::resolve(&root.join(CONTENT))?;
    let path = root.join(CONTENT).join(Path::new(&*file));
    let path = fs::resolve(&path).ok().filter(|path| path.starts_with(&content));
    let path = path.filter(|path| fs::size(path).is_ok_and(|size| size <= MAX_BYTES));
    let bytes = fs::read(&path.ok_or_else(gone)?).map_err(|error| error.within(root))?;
    let media = match extension(&bytes).ok_or_else(gone)? {
        "png" => "image/png",
        "webp" => "image/webp",
        _ => "image/jpeg",
    };
    Ok(Reply::Bytes { media, name: None, bytes })
}
