//! Checks that the output folder and the sources do not overlap.

use std::fmt;
use std::path::{Path, PathBuf};

use crate::fs;

/// The reason why a folder cannot be the output folder.
#[derive(Debug)]
pub enum BadOutFolder {
    /// It is this source folder of the site, lies in it or contains it.
    Overlaps(&'static str),
    /// It cannot be resolved.
    Disk(fs::Error),
}

impl std::error::Error for BadOutFolder {}

impl fmt::Display for BadOutFolder {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Overlaps(folder) => write!(
                out,
                "папка для готового сайта пересекается с папкой `{folder}`, из которой он собирается"
            ),
            Self::Disk(error) => error.fmt(out),
        }
    }
}

impl BadOutFolder {
    /// Advice in Russian; empty if the message says enough.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Overlaps(_) => "выберите другую папку ключом `--out`, например `--out public`",
            Self::Disk(_) => "",
        }
    }
}

/// Refuses an output folder that is, lies in or contains `content` or `themes` of the site at `root`,
/// with links and `..` resolved: generated files would become sources, or sources would be overwritten.
/// The folder need not exist.
///
/// # Errors
/// If the folders overlap or cannot be resolved.
pub fn check_out_folder(root: &Path, out: &Path) -> Result<(), BadOutFolder> {
    let out = fs::resolve(out).map_err(BadOutFolder::Disk)?;
    for folder in ["content", "themes"] {
        let source = fs::resolve(&root.join(folder)).map_err(BadOutFolder::Disk)?;
        if out.starts_with(&source) || source.starts_with(&out) {
            return Err(BadOutFolder::Overlaps(folder));
        }
    }
    Ok(())
}

/// Removes the folders of an output folder's path that were missing, if they are empty when this
/// value is dropped.
#[derive(Debug)]
pub(super) struct CreatedFolders {
    out: PathBuf,
    topmost_missing: Option<PathBuf>,
}

impl CreatedFolders {
    /// Before `out` may be created.
    pub(super) fn before(out: &Path) -> Self {
        let missing = out.ancestors().take_while(|folder| !fs::exists(folder));
        Self { out: out.to_owned(), topmost_missing: missing.last().map(Path::to_owned) }
    }
}

impl Drop for CreatedFolders {
    fn drop(&mut self) {
        if let Some(topmost) = &self.topmost_missing {
            let created = self.out.ancestors().take_while(|folder| folder.starts_with(topmost));
            // Of a folder that was written, the first one is not empty, and all stay.
            created.take_while(|folder| fs::remove_dir_if_empty(folder)).for_each(drop);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refuses_folders_that_overlap_with_sources() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("site");
        fs::create_dir_all(&root.join("content/posts")).unwrap();
        let check = |out: &str| check_out_folder(&root, &root.join(out)).is_ok();
        for sound in ["public", "../public", "content-2", "themes.old/x", "content/../public"] {
            assert!(check(sound), "{sound}");
        }
        for bad in ["", ".", "..", "content", "content/public", "themes", "themes/a/b"] {
            assert!(!check(bad), "{bad}");
        }
        assert!(!check("public/../content/new"));
        assert!(!check("missing/../themes"));
    }

    #[cfg(unix)]
    #[test]
    fn resolves_links() {
        use std::os::unix::fs::symlink;
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("site");
        let elsewhere = folder.path().join("elsewhere");
        fs::create_dir_all(&root.join("content/posts")).unwrap();
        fs::create_dir_all(&elsewhere.join("themes")).unwrap();
        symlink("content/posts", root.join("public")).unwrap();
        symlink(elsewhere.join("themes"), root.join("themes")).unwrap();
        assert!(check_out_folder(&root, &root.join("public")).is_err());
        assert!(check_out_folder(&root, &root.join("public/new")).is_err());
        assert!(check_out_folder(&root, &elsewhere.join("themes/tochka")).is_err());
        assert!(check_out_folder(&root, &elsewhere).is_err());
        assert!(check_out_folder(&root, &elsewhere.join("public")).is_ok());
    }
}
