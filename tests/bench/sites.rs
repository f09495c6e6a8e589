//! Writes the sites: the same posts for each tool, beside its own settings and templates.

use crate::generate::{Dialect, Post};
use crate::measure::Result;
use crate::peers::HERE;
use std::fs;
use std::path::Path;
use walkdir::WalkDir;

/// The sites and the front matter of their posts. Those of `init` have the settings and pages that
/// `rostok init` writes; the settings of the others stand in `sites/`.
const SITES: [(&str, Dialect); 5] = [
    ("init", Dialect::Rostok),
    ("init-no-search", Dialect::Rostok),
    ("rostok", Dialect::Rostok),
    ("hugo", Dialect::Plain),
    ("blades", Dialect::Toml),
];

/// Writes the sites of `posts` posts into `sites`; gives the bytes of Markdown in one of them.
pub(crate) fn write_sites(sites: &Path, posts: usize) -> Result<usize> {
    let here = Path::new(HERE);
    copy_folder(&here.join("sites"), sites)?;
    for site in ["init", "init-no-search"] {
        copy_folder(&here.join("../../src/starter/content"), &sites.join(site).join("content"))?;
    }
    let settings = sites.join("init-no-search/content/site.yaml");
    let text = fs::read_to_string(&settings)?;
    let without = text.replace("\nпоиск: да\n", "\nпоиск: нет\n");
    if without == text {
        return Err("the settings of a new site have no `поиск: да`".into());
    }
    fs::write(settings, without)?;
    let mut bytes = 0;
    for index in 0..posts {
        let post = Post::new(index);
        for (site, dialect) in SITES {
            // Blades makes a list of the posts that stand in one folder.
            let name = match dialect {
                Dialect::Toml => post.path.rsplit('/').next().unwrap_or_default(),
                Dialect::Rostok | Dialect::Plain => &post.path,
            };
            let path = sites.join(site).join("content/posts").join(name);
            let source = post.source(dialect);
            fs::create_dir_all(path.with_file_name(""))?;
            fs::write(&path, &source)?;
            bytes += source.len();
        }
    }
    Ok(bytes / SITES.len())
}

fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    for entry in WalkDir::new(from) {
        let entry = entry?;
        let target = to.join(entry.path().strip_prefix(from)?);
        if entry.file_type().is_dir() {
            fs::create_dir_all(target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}
