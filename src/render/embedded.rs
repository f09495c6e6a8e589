//! What is carried inside the program: the themes, so that a new site builds with nothing else, and
//! spare templates for what a theme lacks.

use include_dir::{Dir, include_dir};

use super::theme::ThemeLayer;

static THEMES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/themes");

/// The theme of a site that chooses none.
const DEFAULT: &str = "tochka";

const SPARE: [(&str, &str); 7] = [
    ("404.html", include_str!("spare/404.html")),
    ("chart.html", include_str!("spare/chart.html")),
    ("gallery.html", include_str!("spare/gallery.html")),
    ("redirect.html", include_str!("spare/redirect.html")),
    ("report.html", include_str!("spare/report.html")),
    ("search.html", include_str!("spare/search.html")),
    ("table.html", include_str!("spare/table.html")),
];

/// What the themes are called.
pub(super) fn theme_names() -> impl Iterator<Item = &'static str> {
    THEMES.dirs().filter_map(|folder| folder.path().to_str())
}

/// The theme `name`, as if its folder had been read, if there is one.
pub(super) fn theme(name: &str) -> Option<ThemeLayer> {
    let folder = THEMES.get_dir(name)?;
    let mut files = Vec::new();
    collect(folder, &format!("{name}/"), &mut files);
    Some(ThemeLayer { name: name.to_owned(), files })
}

/// A static file of the default theme.
pub(super) fn static_file(path: &str) -> Option<&'static [u8]> {
    THEMES.get_file(format!("{DEFAULT}/static/{path}")).map(include_dir::File::contents)
}

/// Templates that stand in for those that a theme lacks, or are taken in by its own: their names
/// and texts.
pub(super) fn spare_templates() -> impl Iterator<Item = (&'static str, &'static str)> {
    SPARE.into_iter()
}

fn collect(folder: &Dir<'_>, root: &str, files: &mut Vec<(String, Vec<u8>)>) {
    for file in folder.files() {
        // A build on Windows may give backslashes.
        let path = file.path().to_string_lossy().replace('\\', "/");
        let path = path.strip_prefix(root).unwrap_or(&path);
        files.push((path.to_owned(), file.contents().to_vec()));
    }
    for inner in folder.dirs() {
        collect(inner, root, files);
    }
}
