//! Checks before a site is published: the settings, before the build, and the built files after it.

use std::fmt;
use std::path::Path;

use rayon::prelude::*;

use crate::config::Config;
use crate::diagnostic::{Diagnostic, Severity};
use crate::file_kind::extension;
use crate::publish::compatibility;
use crate::publish::error::PublishError;
use crate::publish::manifest::{ContentHash, SectionManifest};
use crate::publish::source::BuiltSite;
use crate::{fs, output};

/// Why a site cannot be published, though it can be built.
#[derive(Debug)]
pub enum NotReady {
    /// The settings name no server.
    NoServer,
    /// The hosting reserves the folder of the section.
    ReservedFolder(Box<Diagnostic>),
    /// The address of the section, which only this computer can open.
    LocalAddress(String),
    /// The output folder holds no site.
    NotBuilt,
    /// A page of a draft in the output folder.
    Draft(String),
    /// A page that links to this computer.
    LocalLink(String),
}

impl NotReady {
    /// What the user can do, in Russian.
    pub fn hint(&self) -> &str {
        match self {
            Self::NoServer => {
                "добавьте туда `хостинг:`, под ним `ftp:`, а под ним строки `сервер`, `логин` и `папка`; их значения показывает панель управления хостинга"
            }
            Self::ReservedFolder(problem) => &problem.hint,
            Self::LocalAddress(_) => {
                "укажите настоящий адрес в строке `адрес_сайта` файла настроек"
            }
            Self::NotBuilt => "соберите его: `rostok build`",
            Self::Draft(_) => "соберите сайт без черновиков: `rostok build`",
            Self::LocalLink(_) => {
                "поправьте ссылку, а если сайт собран с ключом `--base-url`, соберите его без этого ключа"
            }
        }
    }
}

impl fmt::Display for NotReady {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoServer => out.write_str("в файле настроек не указано, куда публиковать"),
            Self::ReservedFolder(problem) => out.write_str(&problem.message),
            Self::LocalAddress(url) => {
                write!(out, "адрес раздела `{url}` виден только на этом компьютере")
            }
            Self::NotBuilt => out.write_str("готового сайта ещё нет"),
            Self::Draft(path) => write!(out, "в папке готового сайта есть черновик: `{path}`"),
            Self::LocalLink(path) => {
                write!(out, "страница `{path}` ведёт на этот компьютер (`localhost`)")
            }
        }
    }
}

/// Checks the settings of a section that others will see, however it gets to the server.
///
/// # Errors
/// [`NotReady::ReservedFolder`], [`NotReady::LocalAddress`].
pub fn check_settings(config: &Config) -> Result<(), NotReady> {
    if let Some(problem) = compatibility::target(&config.hosting) {
        let problem = Diagnostic { severity: Severity::Error, ..problem };
        return Err(NotReady::ReservedFolder(Box::new(problem)));
    }
    if is_local(&config.base_url) {
        return Err(NotReady::LocalAddress(config.base_url.clone()));
    }
    Ok(())
}

/// Checks the output folder `out`, of which `built` is the manifest: it holds what the build wrote, no
/// draft (`drafts` are the paths of their pages), and no link to this computer.
///
/// # Errors
/// [`NotReady`]; [`PublishError::Source`] if another program changed a file: the next build writes it
/// again.
pub fn check(
    out: &Path,
    built: &output::Manifest,
    drafts: &[String],
) -> Result<BuiltSite, PublishError> {
    let manifest = SectionManifest::from_output(built);
    if manifest.files.is_empty() {
        return Err(NotReady::NotBuilt.into());
    }
    if let Some(path) = drafts.iter().find(|path| manifest.files.contains_key(*path)) {
        return Err(NotReady::Draft(path.clone()).into());
    }
    let suspects = suspects(out, &manifest)?;
    if let Some(path) = suspects.changed.into_iter().next() {
        // The build took it for finished, by its size and time. Not to be able to note it is no further
        // error.
        drop(output::Manifest::mark_pending(out));
        return Err(PublishError::Source(path));
    }
    if let Some(path) = suspects.linking_home.into_iter().next() {
        return Err(NotReady::LocalLink(path).into());
    }
    Ok(BuiltSite { out: out.to_owned(), manifest, lock: None, unsound_drafts: Vec::new() })
}

/// Files that must not be published.
#[derive(Debug, Default, PartialEq, Eq)]
struct Suspects {
    /// Not what the build wrote, or missing.
    changed: Vec<String>,
    /// Pages that link to this computer.
    linking_home: Vec<String>,
}

fn suspects(out: &Path, built: &SectionManifest) -> Result<Suspects, fs::Error> {
    let checked = built.files.par_iter().map(|(path, hash)| {
        let file = out.join(path);
        if !fs::exists(&file) {
            return Ok((path, true, false));
        }
        let (now, links_home) = if matches!(&*extension(path), "html" | "xml") {
            let bytes = fs::read(&file)?;
            (ContentHash::from_bytes(&bytes), links_home(&bytes))
        } else {
            (ContentHash::from_file(&file)?, false)
        };
        Ok((path, *hash != Some(now), links_home))
    });
    let mut suspects = Suspects::default();
    for (path, is_changed, links_home) in checked.collect::<Result<Vec<_>, fs::Error>>()? {
        if is_changed {
            suspects.changed.push(path.clone());
        }
        if links_home {
            suspects.linking_home.push(path.clone());
        }
    }
    Ok(suspects)
}

/// Whether only the computer itself can open the address.
fn is_local(url: &str) -> bool {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let name = host.rsplit_once('@').map_or(host, |(_, name)| name);
    let name =
        if name.starts_with('[') { name } else { name.split(':').next().unwrap_or_default() };
    let name = name.to_ascii_lowercase();
    name == "localhost"
        || name.ends_with(".localhost")
        || name.starts_with("127.")
        || name == "0.0.0.0"
        || name.starts_with("[::1]")
}

fn links_home(page: &[u8]) -> bool {
    let text = String::from_utf8_lossy(page);
    let links = ["=\"http://", "=\"https://", "<loc>http://", "<loc>https://"];
    links.iter().any(|start| {
        text.match_indices(start).any(|(at, _)| {
            let url = &text[at + start.len()..];
            is_local(url.split(['"', '<']).next().unwrap_or_default())
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_this_computer_are_recognised() {
        for local in
            ["http://localhost:4000/", "https://127.0.0.1", "http://[::1]:80/", "a.localhost/x"]
        {
            assert!(is_local(local), "{local}");
        }
        for other in ["http://school.ucoz.ru/", "http://localhost.ru/", "https://a.ru/localhost"] {
            assert!(!is_local(other), "{other}");
        }
    }

    #[test]
    fn changed_files_and_pages_with_links_to_this_computer_are_found() {
        let folder = tempfile::tempdir().unwrap();
        let files = [
            ("a.html", "<a href=\"http://localhost:8000/\">"),
            ("b.html", "<p>http://localhost/</p><a href=\"http://a.ru/\">"),
            ("c.html", "как было"),
            ("d.html", ""),
        ];
        let mut built = SectionManifest::default();
        for (path, text) in files {
            fs::replace(&folder.path().join(path), text.as_bytes()).unwrap();
            built.files.insert(path.to_owned(), Some(ContentHash::from_bytes(text.as_bytes())));
        }
        fs::replace(&folder.path().join("c.html"), "стало иначе".as_bytes()).unwrap();
        fs::remove_file(&folder.path().join("d.html")).unwrap();
        let suspects = suspects(folder.path(), &built).unwrap();
        assert_eq!(suspects.changed, ["c.html", "d.html"]);
        assert_eq!(suspects.linking_home, ["a.html"]);
    }
}
