//! The names of new photos: made by the program, never those of other files.

use std::collections::HashSet;
use std::path::Path;

use crate::fs;
use crate::slug::{file_name, name_key};

/// The name of a photo that was uploaded as `uploaded`; `extensions` are those of its format, the usual
/// one first.
pub(super) fn of_upload(uploaded: &str, extensions: &[&str]) -> String {
    let last = uploaded.rsplit(['/', '\\']).next().unwrap_or(uploaded);
    let name = file_name(last);
    let (stem, written) = name.rsplit_once('.').unwrap_or((&name, ""));
    let usual = extensions.first().copied().unwrap_or_default();
    let extension = extensions.iter().find(|extension| **extension == written).unwrap_or(&usual);
    // `index.jpg` is fine, but nobody would know what it shows.
    let stem = if stem == "file" || stem == "index" { "foto" } else { stem };
    format!("{stem}.{extension}")
}

/// `name`, `name-2`, `name-3` … in turn.
pub(in crate::editor) fn in_turn(name: &str) -> impl Iterator<Item = String> {
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
    let numbered = (2..10_000).map(move |number| format!("{stem}-{number}.{extension}"));
    std::iter::once(name.to_owned()).chain(numbered)
}

/// The names in `folder` as Windows and macOS compare them.
pub(in crate::editor) fn taken(folder: &Path) -> Result<HashSet<String>, fs::Error> {
    let entries = fs::list(folder)?.into_iter();
    let beside = entries.filter(|entry| !entry.relative.contains('/'));
    Ok(beside.map(|entry| name_key(&entry.relative)).collect())
}

#[test]
fn names_are_made_of_what_was_uploaded() {
    let jpeg = ["jpg", "jpeg", "jpe", "jfif", "mpo"];
    for (uploaded, name) in [
        ("IMG_2034.JPG", "img_2034.jpg"),
        ("Турнир 1.jpeg", "turnir-1.jpeg"),
        ("IMG_1.HEIC", "img_1.jpg"),
        (r"C:\Фото\Кубок.jpg", "kubok.jpg"),
        ("../../site.yaml", "site.jpg"),
        ("", "foto.jpg"),
        ("???.jpg", "foto.jpg"),
        ("index.md", "foto.jpg"),
        ("con.jpg", "con-1.jpg"),
        ("без точки", "bez-tochki.jpg"),
    ] {
        assert_eq!(of_upload(uploaded, &jpeg), name, "{uploaded}");
    }
    assert_eq!(of_upload("image.png", &["png"]), "image.png");
    let turn: Vec<_> = in_turn("a.jpg").take(3).collect();
    assert_eq!(turn, ["a.jpg", "a-2.jpg", "a-3.jpg"]);
}
