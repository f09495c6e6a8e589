//! The files inside the program: the themes, so that a new site needs no other files, and fallback
//! templates for those a theme lacks.

use include_dir::{Dir, include_dir};

use super::theme::ThemeLayer;

static THEMES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/themes");

/// The theme of a site that chooses none.
pub const DEFAULT: &str = "tochka";

const FALLBACKS: [(&str, &str); 7] = [
    ("404.html", include_str!("fallback/404.html")),
    ("chart.html", include_str!("fallback/chart.html")),
    ("gallery.html", include_str!("fallback/gallery.html")),
    ("redirect.html", include_str!("fallback/redirect.html")),
    ("report.html", include_str!("fallback/report.html")),
    ("search.html", include_str!("fallback/search.html")),
    ("table.html", include_str!("fallback/table.html")),
];

/// The names of the themes inside the program.
pub fn theme_names() -> impl Iterator<Item = &'static str> {
    THEMES.dirs().filter_map(|folder| folder.path().to_str())
}

/// The files of the theme `name`, if there is one.
pub fn theme(name: &str) -> Option<ThemeLayer> {
    let folder = THEMES.get_dir(name)?;
    let mut files = Vec::new();
    collect(folder, &format!("{name}/"), &mut files);
    Some(ThemeLayer { name: name.to_owned(), files })
}

/// A static file of the default theme.
pub(super) fn static_file(path: &str) -> Option<&'static [u8]> {
    THEMES.get_file(format!("{DEFAULT}/static/{path}")).map(include_dir::File::contents)
}

/// The names and texts of fallback templates. Templates of a theme may include them.
pub(super) fn fallback_templates() -> impl Iterator<Item = (&'static str, &'static str)> {
    FALLBACKS.into_iter()
}

fn collect(folder: &Dir<'_>, root: &str, files: &mut Vec<(String, Vec<u8>)>) {
    for file in folder.files() {
        // Built on Windows, paths may have backslashes.
        let path = file.path().to_string_lossy().replace('\\', "/");
        let path = path.strip_prefix(root).unwrap_or(&path);
        files.push((path.to_owned(), file.contents().to_vec()));
    }
    for inner in folder.dirs() {
        collect(inner, root, files);
    }
}
