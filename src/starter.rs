//! Writes the site for `rostok init` and the post for `rostok new`.
//!
//! The texts are templates in `src/starter/`, separate from the code.

mod draft;
mod error;
mod new_post;
mod new_site;
mod report;

use std::path::{Path, PathBuf};

use include_dir::{Dir, include_dir};

use crate::config;
use crate::content::POSTS;
use crate::content::data::TableKind;
use crate::fs;

pub use draft::Draft;
pub use error::StarterError;
pub use new_post::{NewPost, new_post};
pub use new_site::{NewDirection, NewSite};
pub use report::{DataValue, ReportDraft, data_rows};

static SITE_TEMPLATE: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src/starter/content");

/// The host in the address of a new site.
pub const SAMPLE_HOST: &str = "example.ucoz.ru";

/// Parts of the texts and tables of a new site that stand for what the author should write.
pub const SAMPLES: [&str; 6] = [
    "Расскажите здесь о центре",
    "Фамилия Имя Отчество",
    "И. О. Фамилия",
    "+7 (86555) 1-23-45",
    "tochka@example.org",
    "https://vk.com/example",
];

/// The settings of a new site, before anything is filled in.
pub fn settings_template() -> &'static str {
    let file = SITE_TEMPLATE.get_file("site.yaml");
    file.and_then(|file| file.contents_utf8()).unwrap_or_default()
}

/// The file of a table of a new site; its rows are comments.
pub fn table_template(kind: TableKind) -> &'static str {
    let file = SITE_TEMPLATE.get_file(format!("data/{}.yaml", kind.name()));
    file.and_then(|file| file.contents_utf8()).unwrap_or("строки:\n")
}

/// Writes a new site into `folder` and returns the created files, relative to it.
///
/// # Errors
/// If the folder has settings already, or the disk fails. Nothing is ever overwritten.
pub fn init(folder: &Path) -> Result<Vec<PathBuf>, StarterError> {
    init_with(folder, settings_template())
}

/// As [`init`], with other settings, which [`NewSite::settings`] makes. They are written last: a folder
/// without them is still no site.
///
/// # Errors
/// As [`init`].
pub fn init_with(folder: &Path, settings: &str) -> Result<Vec<PathBuf>, StarterError> {
    let file = folder.join(config::FILE);
    if fs::exists(&file) {
        return Err(StarterError::SiteExists(file));
    }
    let mut created = Vec::new();
    let content = folder.join("content");
    for dir in SITE_TEMPLATE.dirs() {
        write_dir(dir, &content, &mut created)?;
    }
    fs::create_dir_all(&folder.join(POSTS)).map_err(StarterError::Disk)?;
    let mut temp = fs::TempFile::create(&content, 0).map_err(StarterError::Disk)?;
    temp.write(settings.as_bytes()).map_err(StarterError::Disk)?;
    temp.keep_as(&file).map_err(|error| {
        if fs::exists(&file) {
            StarterError::SiteExists(file.clone())
        } else {
            StarterError::Disk(error)
        }
    })?;
    created.push(file);
    created.sort_unstable();
    let relative = |path: PathBuf| path.strip_prefix(folder).map(Path::to_owned).unwrap_or(path);
    Ok(created.into_iter().map(relative).collect())
}

/// Makes drafts of the pages of a new site that are samples: with them nothing could be published, and the
/// first event need not wait for them.
///
/// # Errors
/// If the disk fails.
pub fn put_samples_aside(folder: &Path) -> Result<(), StarterError> {
    let pages = SITE_TEMPLATE.get_dir("pages").into_iter().flat_map(Dir::files);
    for page in pages {
        let Some(text) = page.contents_utf8() else { continue };
        let path = folder.join("content").join(page.path());
        let is_sample = SAMPLES.iter().any(|sample| text.contains(sample));
        // A page of that name may have been there before.
        if is_sample && fs::read(&path).is_ok_and(|bytes| bytes == text.as_bytes()) {
            let draft = text.replacen("\n---\n", "\nчерновик: да\n---\n", 1);
            fs::replace(&path, draft.as_bytes()).map_err(StarterError::Disk)?;
        }
    }
    Ok(())
}

fn write_dir(from: &Dir<'_>, to: &Path, created: &mut Vec<PathBuf>) -> Result<(), StarterError> {
    for file in from.files() {
        let path = to.join(file.path());
        if !fs::exists(&path) {
            create_file(&path, file.contents()).map_err(StarterError::Disk)?;
            created.push(path);
        }
    }
    from.dirs().try_for_each(|inner| write_dir(inner, to, created))
}

fn create_file(path: &Path, bytes: &[u8]) -> Result<(), fs::Error> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::create_new(path, bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sample_stands_in_a_new_site() {
        let mut texts = Vec::new();
        let mut folders = vec![&SITE_TEMPLATE];
        while let Some(folder) = folders.pop() {
            folders.extend(folder.dirs());
            texts.extend(folder.files().filter_map(|file| file.contents_utf8()));
        }
        for sample in SAMPLES.into_iter().chain([SAMPLE_HOST]) {
            assert!(texts.iter().any(|text| text.contains(sample)), "{sample}");
        }
    }
}
