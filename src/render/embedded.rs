//! The theme `tochka`, carried inside the program, so that a new site builds with nothing else.

use include_dir::{Dir, include_dir};

use super::theme::ThemeLayer;

static TOCHKA: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/themes/tochka");

/// The default theme, as if its folder had been read.
pub(super) fn tochka() -> ThemeLayer {
    let mut files = Vec::new();
    collect(&TOCHKA, &mut files);
    ThemeLayer { name: "tochka".to_owned(), files }
}

fn collect(folder: &Dir<'_>, files: &mut Vec<(String, Vec<u8>)>) {
    for file in folder.files() {
        // A build on Windows may give backslashes.
        let path = file.path().to_string_lossy().replace('\\', "/");
        files.push((path, file.contents().to_vec()));
    }
    for inner in folder.dirs() {
        collect(inner, files);
    }
}
