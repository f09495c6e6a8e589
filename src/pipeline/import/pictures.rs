//! The pictures of saved pages, which a browser puts into a folder beside the page.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use crate::fs::{self, EntryKind};
use crate::slug;

/// What browsers append to the name of a page for the folder of its pictures.
const FOLDERS: [&str; 4] = ["_files", ".files", " files", "_файлы"];

/// The files beside an imported one, by their names in lower case.
#[derive(Default)]
pub(super) struct SavedPictures {
    files: HashMap<String, PathBuf>,
}

impl SavedPictures {
    /// The files beside `imported` and in the folder of its pictures.
    pub(super) fn beside(imported: &Path) -> Result<Self, fs::Error> {
        let (Some(folder), Some(stem)) = (imported.parent(), imported.file_stem()) else {
            return Ok(Self::default());
        };
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        let stem = stem.to_string_lossy();
        let mut files = HashMap::new();
        let of_page = FOLDERS.iter().map(|end| folder.join(format!("{stem}{end}")));
        for folder in of_page.filter(|folder| fs::is_folder(folder)) {
            for entry in fs::list(&folder)?.into_iter().filter(|it| it.kind == EntryKind::File) {
                let name = entry.relative.rsplit('/').next().unwrap_or_default().to_lowercase();
                files.entry(name).or_insert_with(|| folder.join(&entry.relative));
            }
        }
        Ok(Self { files })
    }

    /// Which of `names` are there.
    pub(super) fn find(&self, names: &[String]) -> Vec<(&str, &Path)> {
        let found = |name: &String| self.files.get_key_value(&name.to_lowercase());
        names.iter().filter_map(found).map(|(name, path)| (&**name, &**path)).collect()
    }

    /// Whether a picture with this name is there.
    pub(super) fn has(&self, name: &str) -> bool {
        self.files.contains_key(&name.to_lowercase())
    }
}

/// Copies `pictures` into the new folder of an event. Names become those that addresses accept.
pub(super) fn copy(pictures: &[(&str, &Path)], folder: &Path) -> Result<(), fs::Error> {
    fs::create_dir_all(folder)?;
    for (name, source) in pictures {
        let (stem, extension) = name.rsplit_once('.').unwrap_or((name, "jpg"));
        let stem = slug::slugify(stem);
        let stem = if stem.is_empty() { "foto" } else { &stem };
        let free = (1..).map(|number| match number {
            1 => format!("{stem}.{extension}"),
            number => format!("{stem}-{number}.{extension}"),
        });
        let Some(target) = free.map(|name| folder.join(name)).find(|path| !fs::exists(path)) else {
            continue;
        };
        fs::copy(source, &target, |_| {})?;
    }
    Ok(())
}
