//! Whether what stands in the output folder may go out: it is what the build wrote, and no page
//! leads to this computer.

use std::path::Path;

use rayon::prelude::*;

use crate::config::kind;
use crate::fs;
use crate::publish::failure::Failure;
use crate::publish::manifest::{Manifest, Stamp};

/// Why a built site may not go out.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Unfit {
    /// Files that are not what the build wrote, or are gone.
    pub changed: Vec<String>,
    /// Pages that lead to this computer.
    pub local: Vec<String>,
}

/// Looks at each file of the output folder that `built` names.
///
/// # Errors
/// Where a file cannot be read.
pub fn check(out: &Path, built: &Manifest) -> Result<Unfit, Failure> {
    let looked = built.files.par_iter().map(|(path, stamp)| {
        let file = out.join(path);
        if !fs::exists(&file) {
            return Ok((path, true, false));
        }
        let (now, local) = if matches!(&*kind(path), "html" | "xml") {
            let bytes = fs::read(&file)?;
            (Stamp::of(&bytes), leads_home(&bytes))
        } else {
            (Stamp::of_file(&file)?, false)
        };
        Ok((path, *stamp != Some(now), local))
    });
    let mut unfit = Unfit::default();
    for (path, changed, local) in looked.collect::<Result<Vec<_>, fs::Error>>()? {
        if changed {
            unfit.changed.push(path.clone());
        }
        if local {
            unfit.local.push(path.clone());
        }
    }
    Ok(unfit)
}

/// Whether an address leads to the computer that it is read on.
pub fn is_local(url: &str) -> bool {
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

fn leads_home(page: &[u8]) -> bool {
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
    fn addresses_of_this_computer_are_known() {
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
    fn files_that_another_program_changed_and_pages_that_lead_home_are_named() {
        let folder = tempfile::tempdir().unwrap();
        let files = [
            ("a.html", "<a href=\"http://localhost:8000/\">"),
            ("b.html", "<p>http://localhost/</p><a href=\"http://a.ru/\">"),
            ("c.html", "как было"),
            ("d.html", ""),
        ];
        let mut built = Manifest::default();
        for (path, text) in files {
            fs::replace(&folder.path().join(path), text.as_bytes()).unwrap();
            built.files.insert(path.to_owned(), Some(Stamp::of(text.as_bytes())));
        }
        fs::replace(&folder.path().join("c.html"), "стало иначе".as_bytes()).unwrap();
        fs::remove_file(&folder.path().join("d.html")).unwrap();
        let unfit = check(folder.path(), &built).unwrap();
        assert_eq!(unfit.changed, ["c.html", "d.html"]);
        assert_eq!(unfit.local, ["a.html"]);
    }
}
