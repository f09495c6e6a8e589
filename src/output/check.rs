//! Which folders may be the output folder.

use std::fmt;
use std::path::Path;

use crate::fs;

/// Why a folder cannot be the output folder.
#[derive(Debug)]
pub enum BadFolder {
    /// It is the folder of that name in the site's root, or lies in it, or contains it.
    Source(&'static str),
    /// The disk did not say where it leads.
    Disk(fs::Error),
}

impl std::error::Error for BadFolder {}

impl fmt::Display for BadFolder {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Source(folder) => write!(
                out,
                "папка для готового сайта пересекается с папкой `{folder}`, из которой он собирается"
            ),
            Self::Disk(error) => error.fmt(out),
        }
    }
}

impl BadFolder {
    /// What the user can do, in Russian; empty where the error says it all.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Source(_) => "выберите другую папку ключом `--out`, например `--out public`",
            Self::Disk(_) => "",
        }
    }
}

/// Refuses an output folder that is, lies in or contains `content` or `themes` of the site at
/// `root`, also by way of links and `..`: generated files would become sources, or the other way
/// round. The folder need not exist.
pub fn check_out(root: &Path, out: &Path) -> Result<(), BadFolder> {
    let out = fs::resolve(out).map_err(BadFolder::Disk)?;
    for folder in ["content", "themes"] {
        let source = fs::resolve(&root.join(folder)).map_err(BadFolder::Disk)?;
        if out.starts_with(&source) || source.starts_with(&out) {
            return Err(BadFolder::Source(folder));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_sources_and_output_apart() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("site");
        fs::create_dir_all(&root.join("content/posts")).unwrap();
        let check = |out: &str| check_out(&root, &root.join(out)).is_ok();
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
    fn sees_through_links() {
        use std::os::unix::fs::symlink;
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("site");
        let elsewhere = folder.path().join("elsewhere");
        fs::create_dir_all(&root.join("content/posts")).unwrap();
        fs::create_dir_all(&elsewhere.join("themes")).unwrap();
        symlink("content/posts", root.join("public")).unwrap();
        symlink(elsewhere.join("themes"), root.join("themes")).unwrap();
        assert!(check_out(&root, &root.join("public")).is_err());
        assert!(check_out(&root, &root.join("public/new")).is_err());
        assert!(check_out(&root, &elsewhere.join("themes/tochka")).is_err());
        assert!(check_out(&root, &elsewhere).is_err());
        assert!(check_out(&root, &elsewhere.join("public")).is_ok());
    }
}
